"""The catalogues of all languages: complete, and with the same places for values as the English texts."""

import ast
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

import nntui
from nntui import language
from nntui.cli.main import main
from nntui.language import _
from nntui.locale.compiling import compile_catalogues
from nntui.storage.preferences import LANGUAGE
from tests import catalogues
from tests.children import run as run_child

PACKAGE = Path(nntui.__file__).parent
SOURCES = catalogues.sources()
MARKERS = {"_", "N_", "ngettext", "pgettext"}


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogues.template()


@pytest.fixture(scope="module", params=SOURCES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return catalogues.read(SOURCES[request.param])


def texts_of(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A text in English and in the language, in all forms."""
    if message.pluralizable:
        return tuple(message.id), tuple(message.string)
    return (message.id,), (message.string,)


def key_of(message: Message) -> tuple[str, str | None]:
    return texts_of(message)[0][0], message.context


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    return all(texts_of(message)[1])


def test_there_is_a_catalogue_of_brazilian_portuguese():
    assert language.languages()["pt_BR"] == "Português (Brasil)"


def test_every_text_of_the_code_is_translated_and_nothing_else(catalogue, template):
    wanted, there = ({key_of(message) for message in messages(each)} for each in (template, catalogue))
    assert wanted - there == set(), "python -m tests.catalogues takes them over"
    assert there - wanted == set(), "python -m tests.catalogues leaves them out"
    assert [message.id for message in messages(catalogue) if not is_translated(message)] == []
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_a_translation_has_the_same_places_for_values(catalogue):
    for message in filter(is_translated, messages(catalogue)):
        english, translated = texts_of(message)
        assert places(translated[-1]) == places(english[-1]), message.id
        for text in translated:  # the form for one may say it without the number
            assert places(text) <= places(english[-1]), message.id


def places(text: str) -> set[tuple[str, str, str | None]]:
    """What is put into a text, and in which form."""
    return {(name, form or "", kind) for _text, name, form, kind in Formatter().parse(text) if name is not None}


def test_places_are_told_apart():
    assert places("{epoch:,} of {loss:g}") == {("epoch", ",", None), ("loss", "g", None)}
    assert places("{epoch}") != places("{epoch:,}")


def test_a_translation_begins_and_ends_with_the_same_blanks_and_has_no_control_characters(catalogue):
    for message in filter(is_translated, messages(catalogue)):
        for english, text in zip(*texts_of(message), strict=False):
            assert text.isprintable() or "\n" in english, text
            assert (text[0] == " ", text[-1] == " ", text.count("\n")) == (
                english[0] == " ",
                english[-1] == " ",
                english.count("\n"),
            ), text


def test_the_file_is_as_the_tool_writes_it(template):
    for file in SOURCES.values():
        written = catalogues.updated(catalogues.read(file), template)
        assert file.read_bytes() == written, "python -m tests.catalogues sorts it"


# The code


def calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            yield node


def is_built(argument: ast.expr) -> bool:
    """Whether a text is put together before it is looked up, so that no catalogue could have it."""
    return any(isinstance(each, (ast.JoinedStr, ast.BinOp)) for each in ast.walk(argument)) or (
        isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"
    )


def looked_up(call: ast.Call) -> tuple[str, str | None] | None:
    """The text and the context of a call, as the catalogues know it; None where it is no constant."""
    texts = [each.value if isinstance(each, ast.Constant) else None for each in call.args]
    if isinstance(call.func, ast.Name) and call.func.id == "pgettext":
        return None if texts[1] is None else (texts[1], texts[0])
    return None if texts[0] is None else (texts[0], None)


def test_every_text_that_is_looked_up_is_found_by_the_tool(template):
    """Babel does not look into f-strings before Python 3.12."""
    known = {key_of(message) for message in messages(template)}
    texts = {text: file.name for file in sorted(PACKAGE.rglob("*.py")) for text in map(looked_up, calls(file)) if text}
    assert len(texts) > 1000
    assert {text: file for text, file in texts.items() if text not in known} == {}


def test_no_text_is_built_before_it_is_looked_up():
    files = sorted(PACKAGE.rglob("*.py"))
    found = [(file.name, call.lineno) for file in files for call in calls(file) if any(map(is_built, call.args[:2]))]
    assert found == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ('_(f"Epoch {epoch}")', True),
        ('_("Epoch %d" % epoch)', True),
        ('_("Epoch {epoch}".format(epoch=1))', True),
        ('_("Epoch")', False),
        ("_(names[place])", False),
    ],
)
def test_a_text_that_is_built_is_seen(code, wrong):
    call = next(node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    assert any(map(is_built, call.args)) is wrong


def test_the_words_of_registries_are_not_frozen_in_the_language_that_was_in_use_when_they_were_loaded():
    code = """
from nntui import language
language.use("pt_BR")
from nntui.experiment.settings import SETTINGS, OWN_TRAIN_SHARE
from nntui.drawing.palette import PALETTES
from nntui.session.link_extras import CONTROLS
from nntui.keys.actions import ACTIONS
portuguese = OWN_TRAIN_SHARE.label, SETTINGS["dataset"].display("circle"), ACTIONS[0].title
language.use("en")
english = OWN_TRAIN_SHARE.label, SETTINGS["dataset"].display("circle"), ACTIONS[0].title
print(*portuguese, *english, PALETTES["dark"].label, CONTROLS["noise"], SETTINGS["noise"].help, sep="|")
"""

    words = run_child([sys.executable, "-c", code]).stdout.strip().split("|")
    assert words[:3] == ["Parcela de dados para treino", "Círculo", "Iniciar ou pausar"]
    assert words[3:8] == ["Share of data for training", "Circle", "Play or pause", "Dark", "Noise"]
    assert words[8].startswith("blurs the pattern")


# Another language


@pytest.fixture
def with_esperanto(tmp_path, monkeypatch) -> Path:
    """A third language, which is a folder with a file and nothing else."""
    folder = tmp_path / "locale"
    shutil.copytree(PACKAGE / "locale", folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    source = folder / "eo" / "LC_MESSAGES" / "nntui.po"
    source.parent.mkdir(parents=True)
    head = catalogues.HEAD.format(code="eo", plurals="nplurals=2; plural=(n != 1);")
    own_name = 'msgctxt "this language, as it calls itself"\nmsgid "English"\nmsgstr "Esperanto"\n'
    source.write_text(f'{head}msgid "Circle"\nmsgstr "Cirklo"\n\n{own_name}', encoding="utf-8")
    assert compile_catalogues(folder) == [source.with_suffix(".mo")]
    assert compile_catalogues(folder) == [], "it is not stale any more"
    monkeypatch.setattr(language, "LOCALE_FOLDER", str(folder))
    return folder


def test_a_third_language_needs_a_file_alone(with_esperanto, capsys):
    assert dict(language.languages()) == {"en": "English", "eo": "Esperanto", "pt_BR": "Português (Brasil)"}
    assert language.of_locale({"LANG": "eo_XX.UTF-8"}) == "eo"
    assert LANGUAGE.parse("eo") == "eo"
    language.use("eo")
    assert _("Circle") == "Cirklo"
    assert _("Spiral") == "Spiral", "what is not translated yet stays in English"
    assert main(["--language", "eo", "help", "train"]) == 0
    assert "en, eo, pt_BR" in capsys.readouterr().out
    assert language.current() == "eo"


# Which language it is


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "pt_BR.UTF-8"}, "pt_BR"),
        ({"LANG": "pt_PT.UTF-8"}, "pt_BR"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "pt_BR"}, "pt_BR"),
        ({"LANG": "pt_BR.UTF-8", "LANGUAGE": "en:pt_BR"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:pt_BR:en"}, "pt_BR"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_locale_chooses_the_nearest_language_there_is(environment, code):
    assert language.of_locale(environment) == code


@pytest.mark.parametrize("word", ["pt_BR", "pt-br", "pt", "PT_br.UTF-8"])
def test_the_option_takes_a_code_as_people_write_it(word, capsys):
    assert main(["help", "--language", word, "train"]) == 0
    assert language.current() == "pt_BR"
    assert main([f"--language={word}", "help"]) == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--language", "xx"], "--language: xx is not allowed; allowed is one of en, pt_BR"),
        (["train", "--language="], "--language: '' is not allowed; allowed is one of en, pt_BR"),
        (["train", "--language"], "--language needs a value"),
    ],
)
def test_a_language_that_there_is_not_is_refused_in_a_sentence(words, sentence, capsys):
    assert main(words) == 2
    assert sentence in capsys.readouterr().err


def test_the_preference_counts_more_than_the_locale_and_the_option_more_than_that(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "nntui" / "preferences.toml"
    file.parent.mkdir()
    file.write_text('language = "pt_BR"\n')
    assert main(["help"]) == 0
    assert language.current() == "pt_BR"
    assert main(["help", "--language", "en"]) == 0
    assert language.current() == "en"
    file.write_text('language = "xx"\n')
    assert main(["help"]) == 0
    assert language.current() == "en", "what is wrong with the file is said where it is read as a whole"
