"""The jump mode: a letter on every control, and the next key goes there."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Label

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The home row first."""


class JumpScreen(ModalScreen[Widget | None]):
    """Lays letters over the controls; answers the one that was chosen, or None.

    Args:
        targets: The controls, in reading order.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel", show=False)]

    def __init__(self, targets: list[Widget]) -> None:
        super().__init__()
        self._by_letter = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        """One label a control, at its upper left corner."""
        for letter, target in self._by_letter.items():
            label = Label(letter)
            label.styles.offset = (target.region.x, target.region.y)
            yield label

    def on_key(self, event: Key) -> None:
        """Goes to the control of the letter; any other key leaves."""
        event.stop()
        event.prevent_default()
        # A second key may already be on its way when the first has closed it.
        if self.is_current:
            self.dismiss(self._by_letter.get(event.character or ""))

    def on_click(self, event: Click) -> None:
        """A click leaves."""
        self.dismiss(None)
