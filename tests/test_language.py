"""The language of all words, without a screen."""

import threading
from dataclasses import dataclass

import pytest

from nntui import language
from nntui.engine.features import FEATURES
from nntui.experiment.settings import INPUT_FEATURES
from nntui.language import _, ngettext, translated
from tests.speaking import speaking


@dataclass(frozen=True)
class Entry:
    """As in the registries."""

    name: str
    label: str = translated()
    help: str = translated()


class Shouting:
    """A catalogue."""

    def gettext(self, message: str) -> str:
        return message.upper()


def test_without_a_language_a_text_is_as_it_stands_in_the_code():
    assert _("Epoch") == "Epoch"
    assert language.current() == "en"
    assert language.languages()["en"] == "English"


def test_a_translated_field_is_read_in_the_language_in_use(monkeypatch):
    entry = Entry("a", "learning rate", "")
    assert entry.label == "learning rate"
    monkeypatch.setattr(language._Current, "catalogue", Shouting())
    assert entry.label == "LEARNING RATE"
    assert entry.help == "", "not the head of the catalogue, which is what gettext has for nothing"
    assert entry == Entry("a", "learning rate", "")
    assert hash(entry) == hash(Entry("a", "learning rate", ""))


def test_a_translated_field_has_no_default():
    with pytest.raises(TypeError, match="label"):
        Entry("a")


def test_a_language_that_is_not_there_is_refused_and_the_one_in_use_stays():
    with pytest.raises(KeyError):
        language.use("xx")
    assert language.current() == "en"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX", "en_GB.UTF-8", "xx_YY", ""])
def test_a_locale_without_a_catalogue_of_its_own_is_english(locale):
    assert language.of_locale({"LANG": locale}) == "en"
    assert language.of_locale({}) == "en"


def test_what_programs_read_is_in_english_in_its_thread_alone(monkeypatch):
    monkeypatch.setattr(language._Current, "catalogue", Shouting())
    heard: list[str] = []
    with language.InEnglish():
        assert _("Epoch") == "Epoch"
        thread = threading.Thread(target=lambda: heard.append(_("Epoch")))
        thread.start()
        thread.join()
    assert heard == ["EPOCH"]
    assert _("Epoch") == "EPOCH"


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 iterações"), (1, "1 iteração"), (2, "2 iterações"), (1000, "1,000 iterações")]
)
def test_none_is_a_plural_in_portuguese(count, expected):
    with speaking("pt_BR"):
        assert ngettext("{count:,} iteration", "{count:,} iterations", count).format(count=count) == expected


def test_the_sines_are_written_as_in_the_language_in_use_and_their_names_stay():
    with speaking("pt_BR"):
        assert FEATURES["sin-x"].label == INPUT_FEATURES.display(("sin-x",)) == "sen X₁"
        assert INPUT_FEATURES.parse("sin-x") == ("sin-x",)
    assert FEATURES["sin-x"].label == INPUT_FEATURES.display(("sin-x",)) == "sin X₁"
