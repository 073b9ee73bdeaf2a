"""A list to choose one thing from, each with a line that explains it."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from nntui.dialogs.base import Choices, Dialog
from nntui.dialogs.questions import ChooseOne, Offer
from nntui.language import N_, _
from nntui.widgets.border_words import set_subtitle, set_title


class ChoiceScreen(Dialog[str]):
    """Offers some things; answers that of the one that was chosen, or None.

    Args:
        question: What there is to choose from.
    """

    DEFAULT_CSS = """
    #choice Label {
        width: 100%;
        color: $text-muted;
    }

    #choice OptionList {
        max-height: 16;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move('cursor_down')", N_("Down"), show=False),
        Binding("k", "move('cursor_up')", N_("Up"), show=False),
    ]

    def __init__(self, question: ChooseOne) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The list."""
        question = self.question
        width = max((len(offer.label) for offer in question.offers), default=0) + 2
        with Vertical(id="choice", classes="box") as box:
            set_title(box, question.title)
            set_subtitle(box, _("↑ ↓ choose, Enter takes, Escape {way_out}").format(way_out=question.way_out))
            if question.text:
                yield Label(question.text, markup=False)
            lines = [
                Text.assemble(_mark(question, offer), offer.label.ljust(width), (offer.help, "dim"))
                for offer in question.offers
            ]
            yield Choices(*(Option(line, id=str(at)) for at, line in enumerate(lines)))

    def on_mount(self) -> None:
        """The one that is in use, or the first, is ready to be taken."""
        answers = [offer.answer for offer in self.question.offers]
        here = self.question.here
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = answers.index(here) if here in answers else 0

    async def action_move(self, action: str) -> None:
        """Moves in the list, or takes what is marked."""
        await self.query_one(OptionList).run_action(action)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.answer(self.question.offers[int(event.option.id or 0)].answer)


def _mark(question: ChooseOne, offer: Offer) -> str:
    """Before each offer, where one of them is in use: whether it is that one."""
    return "" if question.here is None else "✓ " if offer.answer == question.here else "  "
