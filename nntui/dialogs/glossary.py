"""The glossary: every card by its title, fewer with each letter that is typed."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from nntui.dialogs.base import Choices, Dialog, EntryField
from nntui.dialogs.questions import SearchCards
from nntui.language import _, current
from nntui.lessons.cards import Card, all_cards, nearest_cards, search
from nntui.widgets.border_words import set_subtitle, set_title

_WIDTH = 58
"""Columns of a line of the list."""
_GAP = 2


class GlossaryScreen(Dialog[str]):
    """Lists cards; answers the id of the one that was chosen, or None.

    Args:
        question: What is typed already.
    """

    DEFAULT_CSS = """
    #glossary {
        width: 64;
    }

    #glossary OptionList {
        height: 14;
        max-height: 100h;
    }

    #glossary Label {
        width: 100%;
        color: $text-muted;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # The field keeps the focus, so that one goes on typing.
        Binding("down,tab", "move('cursor_down')", "Down", show=False, priority=True),
        Binding("up,shift+tab", "move('cursor_up')", "Up", show=False, priority=True),
        Binding("pagedown", "move('page_down')", "Further down", show=False, priority=True),
        Binding("pageup", "move('page_up')", "Further up", show=False, priority=True),
    ]

    def __init__(self, question: SearchCards) -> None:
        super().__init__()
        self._query = question.query
        self._cards = all_cards(current())
        self._found: tuple[Card, ...] = ()

    def compose(self) -> ComposeResult:
        """The field, and the list below it."""
        with Vertical(id="glossary", classes="box") as box:
            set_title(box, _("Every term, explained"))
            set_subtitle(box, _("↑ ↓ choose, Enter opens, Escape leaves"))
            yield EntryField(self._query, id="query", placeholder=_("Search, for example: overfitting"), compact=True)
            yield Label("", id="count", markup=False)
            yield Choices(id="card-list")

    def on_mount(self) -> None:
        """The field takes what is typed."""
        self.query_one(Input).focus()
        self._list(self._query)

    @on(Input.Changed)
    def _on_typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def _list(self, query: str) -> None:
        found = search(query, self._cards)
        self._found = found or nearest_cards(query, self._cards)
        choices = self.query_one(Choices)
        choices.clear_options()
        choices.add_options(Option(_line(each), id=each.id) for each in self._found)
        choices.highlighted = 0 if self._found else None
        said = _("No card has these words; the nearest are:") if self._found else _("No card has these words")
        self.query_one("#count", Label).update("" if found else said)

    async def action_move(self, action: str) -> None:
        """Moves in the list."""
        choices = self.query_one(Choices)
        if choices.option_count:
            await choices.run_action(action)

    def action_submit(self) -> None:
        """Answers the card that is marked."""
        # What was typed last may not be listed yet.
        query, place = self.query_one(Input).value, self.query_one(Choices).highlighted
        found = search(query, self._cards) or nearest_cards(query, self._cards)
        if found != self._found:
            place = 0
        if found:
            self.answer(found[place or 0].id)

    @on(OptionList.OptionSelected)
    def _on_chosen(self, event: OptionList.OptionSelected) -> None:
        self.answer(event.option.id)


def _line(card: Card) -> Text:
    """A card in the list: its title, and how its text begins."""
    begins = card.paragraphs[0].template.text.replace("\n", " ")
    room = max(0, _WIDTH - len(card.title) - _GAP)
    return Text.assemble((card.title, "bold"), (" " * _GAP + begin_of(begins, room), "dim"))


def begin_of(text: str, most: int) -> str:
    """How a text begins, in whole words, with … where it goes on.

    Args:
        text: In one line.
        most: Characters.
    """
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(" ,;:") + "…" if most > 0 else ""
