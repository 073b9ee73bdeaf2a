"""Two runs side by side."""

from functools import lru_cache, partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import MouseScrollDown, MouseScrollUp

from nntui.dialogs.base import Dialog
from nntui.dialogs.questions import CompareRuns
from nntui.drawing.cells import Cells
from nntui.drawing.colors import blend
from nntui.drawing.comparison import Colors, ComparedLine, Side, draw_comparison, lines_room
from nntui.drawing.grid_picture import GridPicture, grid_picture
from nntui.drawing.palette import ColorLevel
from nntui.formats.run_rows import RunRow, compared
from nntui.language import _
from nntui.training.predictions import Predictions, predict
from nntui.training.trainer import sample_of
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.loss_plot import FAINTNESS


class Comparison(CellWidget, can_focus=True):
    """Draws both runs.

    Args:
        left: The one.
        right: The other.
    """

    DEFAULT_CSS = """
    Comparison {
        width: 100%;
        height: 100%;
    }
    """

    def __init__(self, left: RunRow, right: RunRow) -> None:
        super().__init__()
        self._sides = _side(left), _side(right)
        self._lines = tuple(ComparedLine(*line) for line in compared(left, right))
        self._first = 0

    def draw(self, cells: Cells) -> None:
        """Draws the pictures, and as many lines as fit."""
        palette = self.palette
        faint = blend(self.behind, palette.muted, FAINTNESS) if self.color_level >= ColorLevel.EIGHT_BIT else None
        self._first = max(0, min(self._first, len(self._lines) - lines_room(cells.width, cells.height)))
        draw_comparison(cells, self._sides, self._lines, Colors(palette, self.ink, self.accent, faint), self._first)

    def scroll_lines(self, by: int) -> None:
        """Shows other lines."""
        self._first += by
        self.repaint()

    @property
    def room(self) -> int:
        """Lines that are shown at once."""
        return lines_room(self.content_size.width, self.content_size.height)


class CompareRunsScreen(Dialog[None]):
    """Shows two runs from edge to edge.

    Args:
        question: Which.
    """

    DEFAULT_CSS = """
    CompareRunsScreen > #compare-runs {
        width: 100%;
        max-width: 130;
        height: 100%;
        max-height: 50;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,q,c", "cancel", "Close", show=False),
        Binding("V,upper_v", "cancel", "Close", show=False, id="runs"),
        Binding("down,j", "scroll_lines(1)", "Down", show=False),
        Binding("up,k", "scroll_lines(-1)", "Up", show=False),
        Binding("pagedown", "scroll_page(1)", "Further down", show=False),
        Binding("pageup", "scroll_page(-1)", "Further up", show=False),
    ]

    def __init__(self, question: CompareRuns) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """One picture of both."""
        with Vertical(id="compare-runs", classes="box") as box:
            set_title(box, _("Side by side"))
            set_subtitle(box, _("≠ differs · ↑ ↓ more lines · Escape closes"))
            yield Comparison(self._question.left, self._question.right)

    def on_mount(self) -> None:
        """No message lies over it."""
        self.app.clear_notifications()
        self.query_one(Comparison).focus()

    def action_scroll_lines(self, by: int) -> None:
        """Shows other lines."""
        self.query_one(Comparison).scroll_lines(by)

    def action_scroll_page(self, by: int) -> None:
        """Shows the next lines, or those before."""
        comparison = self.query_one(Comparison)
        comparison.scroll_lines(by * max(1, comparison.room - 1))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel scrolls, too."""
        self.action_scroll_lines(3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel scrolls, too."""
        self.action_scroll_lines(-3)


def _side(row: RunRow) -> Side:
    if row.snapshot is None:
        return Side(row.title, None, row.losses, row.experiment.used_loss)
    predictions = predict(row.snapshot, sample_of(row.snapshot.experiment))
    return Side(row.title, lru_cache(maxsize=2)(partial(_picture, predictions)), row.losses, row.experiment.used_loss)


def _picture(predictions: Predictions, columns: int, rows: int) -> GridPicture:
    return grid_picture(predictions, None, columns, rows, has_axes=False)
