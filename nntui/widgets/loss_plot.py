"""The plot of both losses over the epochs."""

from nntui.drawing.cells import BOLD, DEFAULT, SPACE, Cells
from nntui.drawing.loss_chart import draw_losses
from nntui.training.history import Losses
from nntui.widgets.cell_widget import CellWidget


class LossPlot(CellWidget, can_focus=True):
    """Draws the history of the losses: the test loss in the colour of text, the training loss muted.

    With the focus its axes have the colour of what is chosen.
    """

    DEFAULT_CSS = """
    LossPlot {
        width: 100%;
        height: 1fr;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._losses: Losses | None = None

    def update_from(self, losses: Losses) -> None:
        """Shows other losses."""
        self._losses = losses
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the plot."""
        if self._losses is None:
            return
        plot = draw_losses(self._losses, cells.width, cells.height, self.ink, self.palette.muted)
        cells.glyphs[:] = plot.glyphs
        cells.foreground[:] = plot.foreground
        if self.has_focus:
            is_axis = (plot.glyphs != SPACE) & (plot.foreground == DEFAULT)
            cells.foreground[is_axis] = self.theme_color("primary", self.behind)
            cells.attributes[is_axis] = BOLD
