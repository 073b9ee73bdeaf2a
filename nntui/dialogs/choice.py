"""A list to choose one thing from, each with a line that explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from nntui.dialogs.base import Dialog


@dataclass(frozen=True)
class Offer:
    """One of the things to choose from.

    Attributes:
        answer: What the dialog answers.
        label: Its name.
        help: A line more.
    """

    answer: str
    label: str
    help: str


class ChoiceScreen(Dialog[str]):
    """Offers some things; answers that of the one that was chosen, or None.

    Args:
        title: Over the list.
        offers: What there is.
        text: A line over the list; none when "".
        way_out: What Escape does, in a word.
    """

    DEFAULT_CSS = """
    ChoiceScreen {
        align: center middle;
    }

    #choice {
        width: 76;
        max-width: 96%;
        height: auto;
        max-height: 100%;
        border: round $primary;
        background: $surface;
        padding: 0 1;
    }

    #choice Label {
        width: 100%;
        color: $text-muted;
    }

    #choice OptionList {
        height: auto;
        max-height: 16;
        border: none;
        padding: 0;
        background: $surface;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move('cursor_down')", "Down", show=False),
        Binding("k", "move('cursor_up')", "Up", show=False),
    ]

    def __init__(self, title: str, offers: Sequence[Offer], text: str = "", way_out: str = "leaves") -> None:
        super().__init__()
        self._title = title
        self._offers = offers
        self._text = text
        self._way_out = way_out

    def compose(self) -> ComposeResult:
        """The list."""
        width = max((len(offer.label) for offer in self._offers), default=0) + 2
        with Vertical(id="choice") as box:
            box.border_title = self._title
            box.border_subtitle = f"↑ ↓ choose, Enter takes, Escape {self._way_out}"
            if self._text:
                yield Label(self._text, markup=False)
            lines = [Text.assemble(offer.label.ljust(width), (offer.help, "dim")) for offer in self._offers]
            yield OptionList(*(Option(line, id=str(at)) for at, line in enumerate(lines)), compact=True)

    def on_mount(self) -> None:
        """The first is ready to be taken."""
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 0

    async def action_move(self, action: str) -> None:
        """Moves in the list, or takes what is marked."""
        await self.query_one(OptionList).run_action(action)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.answer(self._offers[int(event.option.id or 0)].answer)
