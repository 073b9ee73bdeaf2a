"""The card with which a lesson begins."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label

from nntui.dialogs.base import ReadingDialog
from nntui.dialogs.questions import ShowOpening
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title


class OpeningScreen(ReadingDialog):
    """Says what a lesson is about. Enter, the space bar and Escape go on; nothing is played by that.

    Args:
        question: What there is to say.
    """

    DEFAULT_CSS = """
    #opening {
        width: 64;
        padding: 1 2;
    }

    #opening .text, #opening .below {
        width: 100%;
    }

    #opening .below {
        margin: 1 0 0 0;
        color: $text-muted;
    }
    """

    def __init__(self, question: ShowOpening) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The text, as text."""
        with VerticalScroll(id="opening", classes="box") as box:
            set_title(box, self.question.title)
            set_subtitle(box, _("Enter begins"))
            yield Label(self.question.text, classes="text", markup=False)
            if self.question.below:
                yield Label(self.question.below, classes="below", markup=False)
