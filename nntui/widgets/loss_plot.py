"""The plot of both losses over the epochs."""

import math
from time import monotonic

from nntui.drawing.cells import Cells
from nntui.drawing.loss_chart import draw_losses
from nntui.training.history import Losses
from nntui.widgets.cell_widget import CellWidget

PLOTS_PER_SECOND = 2.5
"""A plot costs more than all else in a frame, and a curve of hundreds of epochs moves slowly: this is often enough."""

_FEW = 2
"""Of a new start the plot of before is gone at once."""


class LossPlot(CellWidget):
    """Draws the history of the losses: the test loss in the colour of text, the training loss muted."""

    DEFAULT_CSS = """
    LossPlot {
        width: 100%;
        height: 1fr;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._losses: Losses | None = None
        self._plotted_at = -math.inf
        self._is_due = False

    def update_from(self, losses: Losses) -> None:
        """Shows other losses; when they come fast, the newest after a while."""
        self._losses = losses
        wait = self._plotted_at + 1 / PLOTS_PER_SECOND - monotonic()
        if len(losses.train) < _FEW:
            self.repaint()
        elif wait <= 0:
            self._plot()
        elif not self._is_due:
            self._is_due = True
            self.set_timer(wait, self._plot)

    def _plot(self) -> None:
        self._is_due = False
        self._plotted_at = monotonic()
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the plot."""
        if self._losses is None:
            return
        plot = draw_losses(self._losses, cells.width, cells.height, self.ink, self.palette.muted)
        cells.glyphs[:] = plot.glyphs
        cells.foreground[:] = plot.foreground
