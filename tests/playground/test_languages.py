"""The screen in other languages: every text is looked up, none is cut, and the language changes while it trains."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from textual.command import CommandList
from textual.widget import Widget

from nntui import language
from nntui.dialogs.table import dialog_for
from nntui.formats.exports import EXPORTS
from nntui.playground.display import is_in_sight
from nntui.widgets.cell_widget import CellWidget
from tests.dialogs.test_dialogs import finished, questions
from tests.playground import Driver, opened, text_of

OPEN, CLOSE = "⟦", "⟧"
SIZES = [(80, 24), (120, 40)]
SYMBOLS = {"sin", "tanh", "max", "nntui"}
"""Formulas, and the name of the program."""
KEYS = {"ctrl", "shift", "tab", "esc", "enter", "bksp", "Escape"}


class Marking:
    """A catalogue that marks every text that it is asked for."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language._Current, "catalogue", Marking())


_WORD = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]{2,}")


def unmarked_words(text: str) -> set[str]:
    """The words of a text that no catalogue was asked for. Of a text that is cut off, one mark is missing."""
    depth, outside = 0, []
    for letter in text:
        if letter == CLOSE and not depth:
            outside.clear()  # its beginning stands in the line before
        depth = max(0, depth + (letter == OPEN) - (letter == CLOSE))
        outside.append(letter if not depth and letter != CLOSE else " ")
    return set(_WORD.findall("".join(outside)))


def test_words_without_a_mark_are_found():
    assert unmarked_words("⟦Epoch ⟦inner⟧⟧ 12 · Loss ⟦cut o…") == {"Loss"}
    assert unmarked_words("x₁ 0.5 X₁X₂ in a line before⟧") == set()


def texts_of(widget: Widget) -> Iterator[str]:
    """What is to be read on a widget: each line of its cells, or its text as a whole, its titles and its tooltip."""
    width, height = widget.size
    lines = ["".join(part.text for part in widget.render_line(y)) for y in range(height)] if width else []
    if isinstance(widget, CellWidget):
        yield from lines
    elif not widget.children:
        yield " ".join(lines)
    for text in (widget.border_title, widget.border_subtitle, widget.tooltip):
        if isinstance(text, str):
            yield text


def shown_widgets(it: Driver) -> list[Widget]:
    """What is in sight of the screen on top, but for the names of files."""
    widgets = it.app.screen.walk_children(Widget)
    return [each for each in widgets if each.region and is_in_sight(each) and each.id != "path-list"]


def check(it: Driver, allowed: set[str] = frozenset(), where: str = "") -> None:
    for widget in shown_widgets(it):
        for text in texts_of(widget):
            assert unmarked_words(text) <= SYMBOLS | KEYS | allowed, f"{where}: {widget}: {text}"


def words_in(thing: object) -> set[str]:
    """The words of the texts that a question is given."""
    if isinstance(thing, str):
        return set(_WORD.findall(thing))
    if is_dataclass(thing):
        return set().union(*(words_in(getattr(thing, field.name)) for field in fields(thing)))
    if isinstance(thing, (tuple, list)):
        return set().union(*map(words_in, thing))
    return words_in(str(thing)) if hasattr(thing, "parts") else set()


LANGUAGES = words_in(tuple(language.languages().items()))


@pytest.mark.parametrize("size", SIZES)
async def test_every_text_is_looked_up_in_the_catalogue(size, marked):
    async with opened(size=size, notes=()) as it:
        check(it, where="at first")
        for keys in (["s"], ["n", "down"], ["right", "right"], ["f", "down"], ["u"], ["U"], ["R"]):
            await it.press(*keys)
            check(it, where=f"after {keys}")
        await it.press("o", "right")
        check(it, where="at the crosshair")
        await it.press("a", "enter")
        check(it, where="painting")
        await it.press("escape", "p", "enter")
        check(it, where="typing")
        await it.press("escape", "ctrl+e")
        check(it, set().union(*(words_in(each.suffix) for each in EXPORTS.values())), where="exporting")
        await it.press("escape", "I")
        check(it, LANGUAGES, where="languages")
        await it.press("escape", "ctrl+p")
        await it.until(lambda: it.app.screen.query_one(CommandList).option_count)
        check(it, LANGUAGES, where="the commands")
        await it.press("z", "q", "x")
        await it.until(lambda: "No matches" in text_of(it.app.screen.query_one(CommandList)))
        check(it, {"zqx"}, where="no command")
        await it.press("escape")
        await all_dialogs(it)


async def all_dialogs(it: Driver) -> None:
    try:
        for question in questions():
            dialog = dialog_for(question)
            it.app.push_screen(dialog)
            await it.pause()
            dialog.add_class("-seen")  # one that waits shows itself later
            await it.pause()
            check(it, words_in(question), where=type(question).__name__)
            dialog.action_cancel()
            await it.pause()
    finally:
        finished.set()
