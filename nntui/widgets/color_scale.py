"""The legend of colours, from −1 to +1."""

import numpy as np

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.colors import luminance
from nntui.drawing.heat_map import draw_values
from nntui.widgets.cell_widget import CellWidget


class ColorScale(CellWidget):
    """A bar of all shades with numbers at its ends and its middle, one row high."""

    DEFAULT_CSS = """
    ColorScale {
        width: 100%;
        height: 1;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._discretize = False

    def show(self, discretize: bool) -> None:
        """Shows all shades, or only the two ends."""
        self._discretize = discretize
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the bar."""
        left, right = "−1", "+1"
        columns = cells.width - len(left) - len(right)
        if columns < 1:
            return
        cells.put(0, 0, left)
        cells.put(len(left) + columns, 0, right)
        values = np.tile(np.linspace(-1.0, 1.0, columns), (2, 1))
        draw_values(cells, len(left), 0, values, self.palette, self._discretize)
        middle = len(left) + columns // 2
        dark = self.palette.has_shades and luminance(self.palette.shade(0.0)) > 0.2
        cells.put(middle, 0, "0", foreground=0x222222 if dark else DEFAULT)
