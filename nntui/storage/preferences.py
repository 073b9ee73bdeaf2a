"""What belongs to the person and not to an experiment, kept in a TOML file that they may write in, too."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from nntui.errors import NntuiError, reason_of
from nntui.experiment.setting import Choice, Setting, SettingError, Text
from nntui.experiment.shown_text import shorten, visible
from nntui.formats.bounded_read import read_bounded
from nntui.formats.notes import Notes
from nntui.kiosk.doors import named
from nntui.language import ENGLISH, N_, _, languages
from nntui.session.pacing import FRAME_RATE

LANGUAGE = Choice(
    name="language",
    label=N_("Language"),
    help=N_("of the words on the screen"),
    default=ENGLISH,
    options=languages(),
    restarts=False,
)
LESSONS = Text(
    name="lessons",
    label=N_("Lessons"),
    help=N_("the folder with lessons of one's own"),
    longest=4096,
    restarts=False,
)
AUTHOR = Text(
    name="author",
    label=N_("Name"),
    help=N_("of the person, for lab reports"),
    longest=80,
    restarts=False,
)
KeysReader = Callable[[Mapping[str, object]], tuple[Mapping[str, str], tuple[str, ...]]]
"""From the table of keys as it stands in the file to those that can be used, and a sentence for each of the others."""

_MOST_NAMES = 8
_LONGEST_PATH = 300
_MOST_BYTES = 100_000
_LONGEST_LINE = 1000
"""Characters. The standard library's parser takes memory with the square of the parts of a dotted key."""
_KEYS = "keys"
_OF_TOML = (
    N_("Cannot overwrite a value"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Expected newline or end of document after a statement"),
    N_("Illegal character '\\n'"),
    N_("Invalid initial character for a key part"),
    N_("Invalid statement"),
    N_("Invalid value"),
    N_("Unclosed array"),
    N_("Unterminated string"),
)
"""What the standard library says of text that is no TOML, before the place."""
_PLACED = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_HEADING = re.compile(r"(?:#[^\n]*\n)+(?:\s*\n|\Z)|")
"""Comments at the top that belong to no entry."""


class PreferencesError(NntuiError):
    """The file cannot be read or written; the message is a sentence for the person."""

    title = "Preferences"


def shown_path(path: Path) -> str:
    """The path of the file as it stands in a sentence, and before the sentences about its entries."""
    return visible(named(path), _LONGEST_PATH)


def _checked_by(setting: Setting) -> Any:
    return field(default=None, metadata={"setting": setting})


@dataclass(frozen=True)
class Preferences:
    """The person's own settings; None leaves it to the program. To add one is to add a field here.

    Attributes:
        theme: The name of a Textual theme.
        palette: A name in `drawing.palette.PALETTES`.
        fps: How often the screen is drawn.
        language: Of the words on the screen.
        lessons: The folder with lessons of one's own.
        author: The person's name, for lab reports.
        keys: From the id of an action to its keys, as Textual takes them.
    """

    theme: str | None = None
    palette: str | None = None
    fps: float | None = _checked_by(FRAME_RATE)
    language: str | None = _checked_by(LANGUAGE)
    lessons: str | None = _checked_by(LESSONS)
    author: str | None = _checked_by(AUTHOR)
    keys: Mapping[str, str] = field(default_factory=dict)


_NAMES = tuple(each.name for each in fields(Preferences))
_NOTHING = Preferences()


def preferred_language(path: Path) -> str | None:
    """The language that the file asks for; None if there is none, or no such language: `load` says what is wrong.

    Args:
        path: The file; it need not exist.
    """
    try:
        wanted = _read(path)[1].get("language")
    except (PreferencesError, OSError):
        return None
    return wanted if isinstance(wanted, str) and wanted in languages() else None


def preferred_lessons(path: Path) -> str | None:
    """The folder of lessons that the file names, as it stands there; None if there is none.

    Args:
        path: The file; it need not exist.
    """
    return _preferred(path, LESSONS)


def preferred_author(path: Path) -> str | None:
    """The person's name; None if there is none.

    Args:
        path: The file; it need not exist.
    """
    return _preferred(path, AUTHOR)


def _preferred(path: Path, setting: Text) -> str | None:
    try:
        wanted = _read(path)[1].get(setting.name)
        return None if wanted is None else setting.check(wanted)
    except (PreferencesError, SettingError, OSError):
        return None


def load(
    path: Path, allowed: Mapping[str, tuple[str, ...]], read_keys: KeysReader | None = None
) -> tuple[Preferences, tuple[str, ...]]:
    """Reads the file; invalid entries are reported and skipped.

    Args:
        path: The file; it need not exist.
        allowed: The names allowed for the preferences whose names only the program knows when it runs.
        read_keys: Reads the table of keys, which is left alone without.

    Returns:
        The preferences, and a sentence for each entry that cannot be used.
    """
    try:
        table = _read(path)[1]
    except PreferencesError as error:
        return Preferences(), (str(error),)
    settings = _settings(allowed)
    values: dict[str, Any] = {}
    notes = Notes()
    for name, value in table.items():
        if name == _KEYS:
            if read_keys is not None:
                values[_KEYS], complaints = _keys(value, read_keys)
                notes.extend(complaints)
        elif name not in settings:
            notes.add(_("{name} is unknown; known are {names}").format(name=shorten(name), names=", ".join(_NAMES)))
        else:
            try:
                values[name] = settings[name].check(value)
            except SettingError as error:
                sentence = _("{name} = {value} is not allowed; allowed is {allowed}")
                known = _in_short(settings[name], error)
                notes.add(sentence.format(name=name, value=shorten(value), allowed=known))
    return Preferences(**values), tuple(f"{shown_path(path)}: {note}" for note in notes.sentences)


def _in_short(setting: Setting, error: SettingError) -> str:
    """What is allowed; of very many names the one that is most like what was given."""
    if not isinstance(setting, Choice) or len(setting.options) <= _MOST_NAMES:
        return error.allowed
    from difflib import get_close_matches

    near = get_close_matches(str(error.value), setting.options, 1, cutoff=0.0)
    sentence = _("one of {count} names, of which {name} is the nearest; the command palette lists them")
    return sentence.format(count=len(setting.options), name=near[0])


def _settings(allowed: Mapping[str, tuple[str, ...]]) -> dict[str, Setting]:
    """What checks each preference but the keys."""
    known = {each.name: each.metadata["setting"] for each in fields(Preferences) if "setting" in each.metadata}
    for name, names in allowed.items():
        known[name] = Choice(name=name, label=name, help="", default=names[0], options=dict.fromkeys(names, ""))
    return known


def _keys(table: object, read_keys: KeysReader) -> tuple[Mapping[str, str], tuple[str, ...]]:
    if isinstance(table, dict):
        return read_keys(table)
    sentence = _('{name} = {value} is not allowed; allowed is a table, [{name}], with lines as play = "p"')
    return {}, (sentence.format(name=_KEYS, value=shorten(table)),)


def save(path: Path, chosen: Preferences, before: Preferences = _NOTHING) -> None:
    """Writes what has changed into the file, in one step, and leaves everything else in it as it is.

    Args:
        path: The file; it is made if there is none, and from then on it is its owner's alone. A write-protected one
            is left as it is.
        chosen: The preferences; what has become None is taken out. The keys are the person's to write.
        before: Those that the file was last read or written with.

    Raises:
        PreferencesError: The file cannot be read, and so is not overwritten, or it cannot be written.
    """
    from nntui.storage.atomic_write import write_atomically

    names = (name for name in _NAMES if name != _KEYS)
    changes = {name: getattr(chosen, name) for name in names if getattr(chosen, name) != getattr(before, name)}
    text, table = _read(path)
    wanted = {name: value for name, value in {**table, **changes}.items() if value is not None}
    if wanted == table:
        return
    edited = _edited(text, table, changes)
    if edited is None or _parsed(path, edited) != wanted:
        raise PreferencesError(
            _("{path} cannot be changed without loss to what else is in it").format(path=shown_path(path))
        )
    _require_readable_size(path, edited)
    try:
        write_atomically(path, edited.encode(), private=True, parents=True)
    except OSError as error:
        sentence = _("{name} cannot be written: {reason}")
        raise PreferencesError(sentence.format(name=shown_path(path), reason=reason_of(error))) from None


def _require_readable_size(path: Path, text: str) -> None:
    """Refuses to write what could not be read again."""
    size = len(text.encode())
    if size > _MOST_BYTES:
        sentence = _("it has {size} {unit}; allowed are at most {most} {unit}")
        reason = sentence.format(size=f"{math.ceil(size / 1000):,}", unit="kB", most=_MOST_BYTES // 1000)
        raise PreferencesError(_("{name} cannot be written: {reason}").format(name=shown_path(path), reason=reason))


def _edited(text: str, table: Mapping[str, Any], changes: Mapping[str, Any]) -> str | None:
    """The text with these entries changed; None where that cannot be done."""
    import tomlkit  # slow to import, and only who chooses something needs it
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        for name in changes.keys() & table.keys():
            if changes[name] is None:
                del document[name]
            else:
                document[name] = changes[name]
        edited = tomlkit.dumps(document)
    except (TOMLKitError, ValueError, RecursionError):
        return None
    added = {name: value for name, value in changes.items() if value is not None and name not in table}
    # At the top, because tomlkit would put it between a table and the comment over that.
    heading = _HEADING.match(edited)
    start = heading.end() if heading else 0
    return edited[:start] + tomlkit.dumps(added) + edited[start:]


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    """The file as text and as a table; both empty if there is none."""
    try:
        text = read_bounded(path, _MOST_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return "", {}
    except OSError as error:
        raise PreferencesError(
            _("{name} cannot be read: {reason}").format(name=shown_path(path), reason=reason_of(error))
        ) from None
    except UnicodeDecodeError:
        raise PreferencesError(
            _("{name} cannot be read: {reason}").format(name=shown_path(path), reason=_("it is no text in UTF-8"))
        ) from None
    return text, _parsed(path, text)


def _parsed(path: Path, text: str) -> dict[str, Any]:
    import tomllib  # most people have no such file, and the import takes 6 ms

    if max(map(len, text.splitlines()), default=0) > _LONGEST_LINE:
        reason = _("a line has more than {limit} characters").format(limit=f"{_LONGEST_LINE:,}")
        raise _unreadable(path, reason)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        is_deep = isinstance(error, RecursionError)
        reason = _("it is nested too deeply") if is_deep else _in_our_words(str(error))
        raise PreferencesError(
            _("{path} cannot be read as TOML: {reason}").format(path=shown_path(path), reason=reason)
        ) from None


def _unreadable(path: Path, reason: str) -> PreferencesError:
    return PreferencesError(_("{name} cannot be read: {reason}").format(name=shown_path(path), reason=reason))


def _in_our_words(error: str) -> str:
    """What the standard library says, in the language in use."""
    found = _PLACED.fullmatch(error)
    if found is None:
        return error
    what, line, column = found.groups()
    place = _("(at end of document)") if line is None else _("(at line {line}, column {column})")
    return f"{_(what)} {place.format(line=line, column=column)}"
