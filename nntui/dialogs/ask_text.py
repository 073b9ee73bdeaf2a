"""One line of text."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from nntui.dialogs.base import Dialog, EntryField
from nntui.dialogs.questions import AskText
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title


class AskTextScreen(Dialog[str]):
    """Asks for a line of text; answers it without blanks around it, or None.

    Args:
        question: What for.
    """

    DEFAULT_CSS = """
    #ask-text {
        width: 60;
    }

    #ask-text Label {
        width: 100%;
        color: $text-muted;
    }
    """

    def __init__(self, question: AskText) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The field, and what it is for below it."""
        question = self._question
        with Vertical(id="ask-text", classes="box") as box:
            set_title(box, question.title)
            set_subtitle(box, _("Enter takes it, Escape leaves"))
            yield EntryField(question.text, max_length=question.longest, compact=True)
            yield Label(question.hint, markup=False)

    def on_mount(self) -> None:
        """The field takes what is typed."""
        self.query_one(Input).focus()

    def action_submit(self) -> None:
        """Answers what is typed."""
        text = " ".join(self.query_one(Input).value.split())
        self.answer("".join(letter for letter in text if letter.isprintable()))
