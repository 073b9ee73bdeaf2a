"""The jump mode: a letter on every control, and the next key goes there."""

from textual.app import ComposeResult
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

    DEFAULT_CSS = """
    JumpScreen {
        background: $background 30%;
    }

    JumpScreen Label {
        position: absolute;
        background: $accent;
        color: $background;
        text-style: bold;
        width: 1;
        height: 1;
    }
    """

    def __init__(self, targets: list[Widget]) -> None:
        super().__init__()
        self._by_letter = dict(zip(LETTERS, targets, strict=False))
        self._is_answered = False

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
        self._answer(self._by_letter.get(event.character or ""))

    def on_click(self, event: Click) -> None:
        """A click leaves."""
        self._answer(None)

    def _answer(self, target: Widget | None) -> None:
        """Answers once: a second key may already be on its way when the first has closed it."""
        if not self._is_answered and self.is_current:
            self._is_answered = True
            self.dismiss(target)
