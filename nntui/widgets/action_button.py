"""A word that runs an action, by Enter and by a click."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.reactive import reactive

from nntui.drawing.cells import BOLD, DEFAULT, Cells
from nntui.language import N_, Wording, worded
from nntui.widgets.cell_widget import CellWidget

_PADDING = 1
"""Blank columns at each side of the word."""


class ActionButton(CellWidget, can_focus=True):
    """Shows its label in the middle of one line. The space bar stays with the play.

    Args:
        label: The word: in English, marked by `N_`, or a function that gives it.
        action: What it runs, as in a binding.
        id: As in Textual.

    Attributes:
        label: As given; it may be changed.
        action: As given.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "press", N_("Press"), show=False)]

    DEFAULT_CSS = """
    ActionButton {
        width: auto;
        height: 1;
        background: $panel;
        color: $foreground;
        &:focus { background: $primary; background-tint: $foreground 5%; color: $background; text-style: bold; }
    }
    """

    label: reactive[Wording] = reactive("", repaint=False)

    def __init__(self, label: Wording, action: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.action = action
        self.set_reactive(ActionButton.label, label)

    @property
    def word(self) -> str:
        """The label in the language in use."""
        return worded(self.label)

    def watch_label(self, before: Wording, label: Wording) -> None:
        """Asks for a layout only where the width follows the label and changes."""
        width = self.styles.width
        if width is not None and width.is_auto and len(worded(before)) != len(worded(label)):
            self.refresh(layout=True)
        else:
            self.repaint()

    def get_content_width(self, container: object, viewport: object) -> int:
        """The label and a blank at each side."""
        return len(self.word) + 2 * _PADDING

    def draw(self, cells: Cells) -> None:
        """Draws the label."""
        bold = BOLD if self.styles.text_style.bold else 0
        word = self.word
        cells.put((cells.width - len(word)) // 2, 0, word, DEFAULT, attributes=bold)

    async def action_press(self) -> None:
        """Runs the action."""
        await self.run_action(self.action)

    async def on_click(self, event: Click) -> None:
        """Runs the action."""
        event.stop()
        await self.run_action(self.action)
