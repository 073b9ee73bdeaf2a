"""The dialog that reads a neuron as its sum."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from nntui.dialogs.base import ReadingDialog
from nntui.dialogs.questions import ShowSum
from nntui.drawing.neuron_sum import sum_lines
from nntui.language import N_, _
from nntui.widgets.border_words import set_subtitle, set_title

_WIDTH = 56
_MOST_LINES = 60


class InspectScreen(ReadingDialog):
    """Shows every term of a neuron's sum.

    Args:
        question: The sum, and when it was read.
    """

    DEFAULT_CSS = """
    #inspect {
        width: 60;
        max-height: 90%;
    }

    #inspect .heading {
        color: $text-muted;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # By the same id as the action, so that the key that opens it closes it, whatever the person has chosen.
        Binding("i", "cancel", N_("Close"), show=False, id="inspect"),
    ]

    def __init__(self, question: ShowSum) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The sum, a term a line."""
        reading = self.question.reading
        with VerticalScroll(id="inspect", classes="box") as box:
            set_title(
                box,
                _("{neuron} at epoch {epoch:,}").format(
                    neuron=reading.name[:1].upper() + reading.name[1:], epoch=self.question.epoch
                ),
            )
            set_subtitle(box, _("Escape closes"))
            yield Static(_("weight · input, and what that adds"), classes="heading", markup=False)
            yield Static("\n".join(sum_lines(reading, _WIDTH, _MOST_LINES)), markup=False)
