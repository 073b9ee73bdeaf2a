"""The plot of both losses over the epochs."""

from nntui.drawing.cells import BOLD, DEFAULT, SPACE, Cells
from nntui.drawing.colors import blend
from nntui.drawing.loss_chart import Band, Behind, CurveBehind, draw_losses
from nntui.drawing.palette import ColorLevel
from nntui.training.history import Losses
from nntui.training.loss_band import LossBand
from nntui.widgets.cell_widget import CellWidget

FAINTNESS = 0.62
"""How much of the muted colour the curves of other runs have, the rest is the ground."""
_SHADES = 0.14, 0.28
"""The same of the band of many starts, from least to most and between the quartiles."""


class LossPlot(CellWidget, can_focus=True):
    """Draws the history of the losses: the test loss in the colour of text, the training loss muted.

    With the focus its axes have the colour of what is chosen.

    Attributes:
        band: Many starts behind it; None for none. It is shown with the next picture.
        band_name: What they are called.
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
        self._behind: tuple[CurveBehind, ...] = ()
        self.band: LossBand | None = None
        self.band_name = ""

    def update_from(self, losses: Losses, behind: tuple[CurveBehind, ...] = ()) -> None:
        """Shows other losses, with those of other runs behind them."""
        self._losses, self._behind = losses, behind
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the plot."""
        if self._losses is None:
            return
        muted, has_faint = self.palette.muted, self.color_level >= ColorLevel.EIGHT_BIT
        faint = blend(self.behind, muted, FAINTNESS) if has_faint else None
        behind = Behind(self._behind, faint)
        band = None
        if self.band is not None:
            wide, narrow = (blend(self.behind, muted, share) for share in _SHADES)
            shades = (wide, narrow) if has_faint else None
            band = Band(self.band, self.band_name, shades, muted)
        plot = draw_losses(self._losses, cells.width, cells.height, self.ink, muted, behind, band)
        cells.paste(plot, 0, 0)
        if self.has_focus:
            is_axis = (plot.glyphs != SPACE) & (plot.foreground == DEFAULT)
            cells.foreground[is_axis] = self.theme_color("primary", self.behind)
            cells.attributes[is_axis] = BOLD
            if not is_axis.any():  # there is no plot yet
                for row in range(cells.height):
                    cells.put(0, row, "│", self.theme_color("primary", self.behind), attributes=BOLD)
