"""Notes that need more lines than a message has."""

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Label

from nntui.dialogs.base import ReadingDialog
from nntui.dialogs.questions import ShowNotes
from nntui.experiment.shown_text import visible
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title


class NotesScreen(ReadingDialog):
    """Lines to read.

    Args:
        question: The lines.
    """

    DEFAULT_CSS = """
    #notes {
        max-height: 90%;
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

    def __init__(self, question: ShowNotes) -> None:
        super().__init__()
        self._title = question.title
        self._notes = question.notes

    def compose(self) -> ComposeResult:
        """A line a sentence."""
        with VerticalScroll(id="notes", classes="box") as box:
            set_title(box, self._title)
            set_subtitle(box, _("Escape closes"))
            for note in self._notes:
                with Horizontal():
                    yield Label("•", classes="bullet", markup=False)
                    yield Label(visible(note), classes="note", markup=False)
