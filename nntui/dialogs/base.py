"""The base of dialogs that ask: each answers once, and a click beside it leaves it."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None]):
    """Asks something; answers None when it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Leave", show=False)]

    is_answered = False

    def action_cancel(self) -> None:
        """Closes it without an answer."""
        self.answer(None)

    def answer(self, answer: Answer | None) -> None:
        """Answers once: a second key may already be on its way when the first has closed it."""
        if not self.is_answered and self.is_current:
            self.is_answered = True
            self.dismiss(answer)

    def on_click(self, event: Click) -> None:
        """Leaves it for whoever clicks beside it."""
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.answer(None)
