"""The dialog that reads a neuron as its sum."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from nntui.dialogs.base import Dialog
from nntui.drawing.neuron_sum import sum_lines
from nntui.training.neuron_sum import NeuronSum

_WIDTH = 56
_MOST_LINES = 60


class InspectScreen(Dialog[None]):
    """Shows every term of a neuron's sum.

    Args:
        reading: The sum.
        epoch: When it was read.
    """

    DEFAULT_CSS = """
    InspectScreen {
        align: center middle;
    }

    #inspect {
        width: 60;
        height: auto;
        max-height: 90%;
        border: round $primary;
        background: $surface;
        padding: 0 1;
    }

    #inspect .heading {
        color: $text-muted;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q", "dismiss", "Close", show=False),
        # By the same id as the action, so that the key that opens it closes it, whatever the person has chosen.
        Binding("i", "dismiss", "Close", show=False, id="inspect"),
    ]

    def __init__(self, reading: NeuronSum, epoch: int) -> None:
        super().__init__()
        self._reading = reading
        self._epoch = epoch

    def compose(self) -> ComposeResult:
        """The sum, a term a line."""
        with VerticalScroll(id="inspect") as box:
            box.border_title = f"{self._reading.name.capitalize()} at epoch {self._epoch:,}"
            box.border_subtitle = "Escape closes"
            yield Static("weight · input, and what that adds", classes="heading")
            yield Static("\n".join(sum_lines(self._reading, _WIDTH, _MOST_LINES)), markup=False)

    def on_mount(self) -> None:
        """The text takes the focus, so that it scrolls by keys."""
        self.query_one(VerticalScroll).focus()
