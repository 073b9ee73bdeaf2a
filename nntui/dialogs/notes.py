"""What is to be told in more lines than a message has."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Label

from nntui.dialogs.base import Dialog


class NotesScreen(Dialog[None]):
    """Lines to read.

    Args:
        title: What they are about.
        notes: A sentence each.
    """

    DEFAULT_CSS = """
    NotesScreen {
        align: center middle;
    }

    #notes {
        width: 76;
        max-width: 96%;
        height: auto;
        max-height: 90%;
        border: round $primary;
        background: $surface;
        padding: 0 1;
    }

    #notes Horizontal {
        height: auto;
    }

    #notes .bullet {
        width: 2;
    }

    #notes .note {
        width: 1fr;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,space,q", "dismiss", "Close", show=False)]

    def __init__(self, title: str, notes: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._notes = notes

    def compose(self) -> ComposeResult:
        """A line a sentence."""
        with VerticalScroll(id="notes") as box:
            box.border_title = self._title
            box.border_subtitle = "Escape closes"
            for note in self._notes:
                with Horizontal():
                    yield Label("•", classes="bullet")
                    yield Label(note, classes="note", markup=False)

    def on_mount(self) -> None:
        """The text takes the focus, so that it scrolls by keys."""
        self.query_one(VerticalScroll).focus()
