"""The state in sentences, to be read, listened to or copied."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import ShowWords
from nntui.keys.actions import keys_of
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title


class InWordsScreen(Dialog[str]):
    """Sentences from edge to edge, so that the mouse can select them without anything beside them.

    Args:
        question: The sentences.
    """

    DEFAULT_CSS = """
    #in-words-text {
        width: 100%;
        height: auto;
        max-height: 100%;
        border-top: solid $primary;
        border-bottom: solid $primary;
        border-title-color: $primary;
        border-subtitle-color: $primary;
        scrollbar-size-vertical: 0;
        background: $surface;
    }

    #in-words-text Static {
        margin-bottom: 1;
    }

    #in-words-text Static:last-child {
        margin-bottom: 0;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,q", "cancel", "Close", show=False),
        # By the ids of the actions: the person's own keys do the same here.
        Binding("W,upper_w", "cancel", "Close", show=False, id="in-words"),
        Binding("y", "copy", "Copy", show=False, id="copy-link"),
    ]

    def __init__(self, question: ShowWords) -> None:
        super().__init__()
        self._text = question.text

    def compose(self) -> ComposeResult:
        """A paragraph each."""
        with VerticalScroll(id="in-words-text") as box:
            set_title(box, _("The state in words"))
            copy = keys_of(self.app, "copy-link")
            set_subtitle(box, _("{key} copies · Escape closes").format(key=copy))
            for paragraph in self._text.split("\n"):
                yield Static(paragraph, markup=False)

    def on_mount(self) -> None:
        """The text scrolls by keys, and no message lies over it."""
        self.app.clear_notifications()
        self.query_one(VerticalScroll).focus()

    def action_copy(self) -> None:
        """Answers the sentences."""
        self.answer(self._text)
