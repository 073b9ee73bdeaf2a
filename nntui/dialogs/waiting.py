"""Something that takes a while, with keys kept from what lies below."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Label

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import Wait
from nntui.language import _
from nntui.system import start_thread
from nntui.widgets.border_words import set_subtitle

SHOWN_AFTER = 0.2
"""Seconds after which a person wonders whether anything happens."""


class WaitScreen(Dialog[Any]):
    """Does something and answers what it gives; Escape leaves it, and what it gives is thrown away.

    Until it is seen, keys are typed ahead: they are for what comes. Later ones are dropped.

    Args:
        question: What is done.
    """

    DEFAULT_CSS = """
    WaitScreen {
        background: transparent;

        & > .box {
            width: auto;
            display: none;
        }

        & Label {
            width: auto;
            max-width: 70;
        }

        &.-seen {
            background: $background 60%;
        }

        &.-seen > .box {
            display: block;
        }
    }
    """

    def __init__(self, question: Wait) -> None:
        super().__init__()
        self._question = question
        self._typed_ahead: list[Key] = []
        self._result: list[Any] = []

    def compose(self) -> ComposeResult:
        """A line."""
        with Vertical(id="waiting", classes="box") as box:
            set_subtitle(box, _("Escape leaves"))
            yield Label(self._question.text, markup=False)

    def on_mount(self) -> None:
        """Begins."""
        self.set_timer(SHOWN_AFTER, lambda: self.add_class("-seen"))
        if self._question.steps is not None:
            self.set_interval(SHOWN_AFTER, self._show_steps)
        if start_thread(self._work, "nntui-background") is None:
            self._work()

    def _show_steps(self) -> None:
        steps = self._question.steps
        if steps is not None and steps.percent is not None:
            self.query_one(Label).update(Content(f"{self._question.text} {steps.percent} %"))

    def _work(self) -> None:
        self.call_later(self._finish, self._question.work())  # which nobody sees once the dialog has gone

    def _finish(self, result: Any) -> None:
        self._result = [result]
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Answers, if it is done: while something lay over it, it could not."""
        if self._result:
            self.answer(self._result[0])

    def answer(self, answer: Any) -> None:
        """Answers once; then the keys that were typed ahead are pressed."""
        was_answered = self.is_answered
        super().answer(answer)
        if self.is_answered and answer is None and self._question.steps is not None:
            self._question.steps.leave()
        if self.is_answered and not was_answered and answer is not None:
            for key in self._typed_ahead:
                self.app.post_message(Key(key.key, key.character))

    def on_key(self, event: Key) -> None:
        """Keeps what is typed ahead."""
        if event.key != "escape":
            event.stop()
            event.prevent_default()
            if not self.has_class("-seen"):
                self._typed_ahead.append(event)
