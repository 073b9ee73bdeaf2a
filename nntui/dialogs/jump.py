"""The jump mode: a letter on every control, and the next key goes there."""

from textual.app import ComposeResult
from textual.events import Click, Key
from textual.widget import Widget
from textual.widgets import Label

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import Jump

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The home row first."""


class JumpScreen(Dialog[Widget]):
    """Lays letters over the controls; answers the one that was chosen, or None.

    Args:
        question: The controls, in reading order.
    """

    DEFAULT_CSS = """
    JumpScreen {
        align: left top;
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

    def __init__(self, question: Jump) -> None:
        super().__init__()
        targets = (each for each in question.targets if isinstance(each, Widget))
        self._by_letter = dict(zip(LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        """One label a control, in the column before its first, so that all of its text can still be read."""
        for letter, target in self._by_letter.items():
            label = Label(letter, markup=False)
            label.styles.offset = (max(0, target.region.x - 1), target.region.y)
            yield label

    def on_key(self, event: Key) -> None:
        """Goes to the control of the letter; any other key leaves, but that which redraws."""
        bound = self.active_bindings.get(event.key)
        if bound is not None and bound.binding.id == "redraw":
            return
        event.stop()
        event.prevent_default()
        self.answer(self._by_letter.get(event.character or ""))

    def is_beside(self, event: Click) -> bool:
        """A click leaves it, wherever it is."""
        return True
