"""The confusion matrix of training and test points, live while the network trains."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nntui.dialogs.base import Dialog
from nntui.dialogs.output_questions import ConfusionReading, ShowConfusion
from nntui.drawing.cells import Cells
from nntui.drawing.confusion import confusion_rows, draw_confusion
from nntui.language import _
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.cell_widget import CellWidget

_REFRESH_S = 0.25
_WIDEST = 120
"""Columns of the box at the most."""
_AROUND = 5
"""Columns beside what is drawn in it: its frame, a blank on both sides, and the scroll bar."""


class ConfusionMatrix(CellWidget, can_focus=True):
    """Draws both matrices, side by side or one below the other."""

    DEFAULT_CSS = """
    ConfusionMatrix {
        width: 100%;
        height: auto;
    }
    """

    def __init__(self, reading: ConfusionReading) -> None:
        super().__init__()
        self._reading = reading

    def update_from(self, reading: ConfusionReading) -> None:
        """Shows other counts."""
        self._reading = reading
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws them."""
        draw_confusion(cells, self._reading.tables, self._reading.classes, self.palette)


class ConfusionScreen(Dialog[None]):
    """Shows the confusion matrix, and follows the training.

    Args:
        question: Reads it.
    """

    DEFAULT_CSS = """
    ConfusionScreen > #confusion {
        width: 100%;
        max-width: 120;
        height: auto;
        max-height: 100%;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,q", "cancel", "Close", show=False),
        # By the id of the action: the person's own key does the same here.
        Binding("C,upper_c", "cancel", "Close", show=False, id="confusion"),
    ]

    def __init__(self, question: ShowConfusion) -> None:
        super().__init__()
        self._question = question
        self._reading: ConfusionReading | None = None

    def compose(self) -> ComposeResult:
        """One picture of both, which scrolls where it is taller than the screen."""
        with VerticalScroll(id="confusion", classes="box", can_focus=False):
            reading = self._question.read()
            if reading is not None:
                yield ConfusionMatrix(reading)

    def on_mount(self) -> None:
        """No message lies over it, and it is read again while it is open."""
        self.app.clear_notifications()
        self._look()
        self.set_interval(_REFRESH_S, self._look)

    def on_resize(self) -> None:
        """Takes the rows that it needs."""
        self._fit()

    def _look(self) -> None:
        reading = self._question.read()
        if reading is None:  # another experiment has come, in which there are no classes
            self.answer(None)
        elif reading is not self._reading:
            self._reading = reading
            box, matrix = self.query_one("#confusion"), self.query_one(ConfusionMatrix)
            set_title(box, _("Confusion matrix · epoch {epoch:,}").format(epoch=reading.epoch))
            set_subtitle(box, _("Escape closes"))
            self._fit()
            matrix.update_from(reading)
            if self.focused is None:
                matrix.focus()

    def _fit(self) -> None:
        if self._reading is not None:
            width, height = max(1, min(_WIDEST, self.size.width) - _AROUND), max(1, self.size.height - 4)
            rows = confusion_rows(len(self._reading.classes), width, height, len(self._reading.tables))
            self.query_one(ConfusionMatrix).styles.height = rows
