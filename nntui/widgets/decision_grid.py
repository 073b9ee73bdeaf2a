"""The large picture: what the network, or one of its neurons, answers over the square, with the points over it."""

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import Cells
from nntui.drawing.heat_map import TEST_GLYPH, TRAINING_GLYPH, draw_points
from nntui.engine.datasets import GRID_LIMIT, Sample
from nntui.widgets.cell_widget import CellWidget

FloatArray = NDArray[np.float64]


class DecisionGrid(CellWidget):
    """A heat map with data points. Its size is set from outside, twice as wide as high."""

    DEFAULT_CSS = """
    DecisionGrid {
        width: auto;
        height: auto;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._values: FloatArray | None = None
        self._sample: Sample | None = None
        self._discretize = False
        self._show_test_data = False

    def show(self, values: FloatArray, sample: Sample, discretize: bool, show_test_data: bool) -> None:
        """Shows other values.

        Args:
            values: float64, shape (2·height, width).
            sample: The points.
            discretize: Show only the sign.
            show_test_data: Draw the test points too.
        """
        self._values, self._sample = values, sample
        self._discretize, self._show_test_data = discretize, show_test_data
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the heat map and the points."""
        values, sample = self._values, self._sample
        if values is None or sample is None or values.shape != (2 * cells.height, cells.width):
            return
        if self._discretize:
            values = np.where(values >= 0, 1.0, -1.0)
        palette = self.palette
        cells.pixels(0, 0, palette.shades(values))
        end = sample.train_size
        if self._show_test_data:
            draw_points(cells, sample.points[end:], sample.labels[end:], TEST_GLYPH, palette, GRID_LIMIT, values)
        draw_points(cells, sample.points[:end], sample.labels[:end], TRAINING_GLYPH, palette, GRID_LIMIT, values)
