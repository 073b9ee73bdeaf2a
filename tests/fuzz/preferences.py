"""The person's preferences: TOML that is odd, damaged or of other types."""

from random import Random

from nntui.app import PlaygroundApp
from nntui.drawing.palette import PALETTES
from nntui.keys.keymap import read_keymap
from nntui.playground.screen import PlaygroundScreen
from nntui.storage.preferences import (
    Preferences,
    PreferencesError,
    load,
    preferred_author,
    preferred_language,
    preferred_lessons,
    save,
)
from tests.fuzz import odd
from tests.fuzz.folder import folder
from tests.fuzz.part import BrokenPromiseError, Part, Reading, check_sentence

_SPECIMENS = (
    b'theme = "textual-dark"\npalette = "playground"\nfps = 10\nlanguage = "pt_BR"\n',
    b'# mine\nlessons = "~/lessons"\nauthor = "Ada \xc3\xa7"\n\n[keys]\nplay = "p"\nstep = "f5,ctrl+s"\n',
    b'author = """\nAda\n"""\nkeys = {play = "p", quit = "Q"}\n',
)
_PIECES = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        *(
            "=",
            "[",
            "]",
            "[[",
            "{",
            "}",
            '"',
            "'",
            '"""',
            "'''",
            "#",
            "\n",
            ".",
            ",",
            "\\u0000",
            "\\ud800",
            "\\U0001F600",
        ),
        *(
            "[keys]\n",
            'play = "p"\n',
            "fps = 1e400\n",
            "fps = nan\n",
            "a.b.c = 1\n",
            "[a.b]\n",
            "[" * 500,
            "a." * 300,
            "1979-05-27",
        ),
        *("0x1F", "1_0", "true", "inf", "9" * 400, "theme = 1\n", "palette = []\n", "language = {}\n"),
    )
)
_NAMES = ("theme", "palette", "fps", "language", "lessons", "author", "keys", "a.b", "keys.play", "keys.interrupt")
_ALLOWED = {"theme": ("textual-dark", "nord"), "palette": tuple(PALETTES)}
_BINDINGS = (*PlaygroundScreen.BINDINGS, *PlaygroundApp.BINDINGS)


def _value(rng: Random) -> str:
    kind = rng.randrange(5)
    if kind == 0:
        return odd.number_text(rng)
    if kind == 1:
        return "[" + ", ".join(_value(rng) for _each in range(rng.randint(0, 3))) + "]"
    quote = rng.choice(['"', "'", '"""'])
    return quote + rng.choice([odd.text(rng), "p", "ctrl+c", "nord", "pt_BR", "a,b", "f99", "ctrl+shift+x"]) + quote


def _make(rng: Random) -> bytes:
    if rng.random() < 0.5:
        return odd.any_of(rng, _SPECIMENS, _PIECES, 100_000)
    lines = []
    for _line in range(rng.choice([1, 2, 5])):
        name = rng.choice(_NAMES) if rng.random() < 0.8 else f'"{odd.text(rng)}"'
        lines.append(rng.choice(["", "", "", "[keys]\n", "# x\n"]) + f"{name} = {_value(rng)}\n")
    return "".join(lines * rng.choice([1, 1, 1, 1, 50])).encode("utf-8", "surrogatepass")


def _read(case: bytes) -> Reading:
    path = folder() / "preferences.toml"
    path.write_bytes(case)
    preferences, sentences = load(path, _ALLOWED, lambda table: read_keymap(table, _BINDINGS))
    preferred_language(path), preferred_lessons(path), preferred_author(path)
    return Reading(preferences, sentences)


def _after(preferences: Preferences) -> None:
    path = folder() / "preferences.toml"
    before = path.read_bytes()
    chosen = Preferences(palette="mono" if "mono" in PALETTES else next(iter(PALETTES)), fps=7, author="Ada")
    try:
        save(path, chosen)
    except PreferencesError as error:
        check_sentence(str(error))
        if path.read_bytes() != before:
            raise BrokenPromiseError("a file that cannot be changed was changed") from error
        return
    again, _sentences = load(path, _ALLOWED, lambda table: read_keymap(table, _BINDINGS))
    if (again.palette, again.fps, again.author) != (chosen.palette, chosen.fps, chosen.author):
        raise BrokenPromiseError(f"not read back: {path.read_bytes()[:300]!a}")
    if (again.theme, again.keys) != (preferences.theme, preferences.keys):
        raise BrokenPromiseError(f"something else was changed: {path.read_bytes()[:300]!a}")


TOML = Part("toml", _make, _read, _after)
