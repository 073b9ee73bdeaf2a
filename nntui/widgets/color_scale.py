"""The legend of colours, from −1 to +1."""

import math
from decimal import Decimal

import numpy as np

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.class_names import SIGNS, UNNAMED, are_numbers, names_side_by_side
from nntui.drawing.colors import luminance
from nntui.drawing.heat_map import HeatStyle, draw_values
from nntui.drawing.numbers import decimals, ends, short_number, tick_texts
from nntui.experiment.experiment import Experiment
from nntui.widgets.cell_widget import CellWidget

_MOST = 6
"""Cells that a number at an end may take."""
_LEAST_BAR = 6
"""Cells of the bar that names at its ends leave at the least."""
_MARKS = 1
"""Cells of the point at either end: so looks what has that label."""
_LEAST_MARKED = 18
"""Cells from which they are there."""
_HAIR = 1e-9


def scale_texts(experiment: Experiment) -> tuple[str, str, str]:
    """What stands at the scale's ends and in its middle, for the output of an experiment's network.

    Returns:
        The lower end, the upper end and the middle: true numbers where the labels were fitted, with "" in the middle
        unless 0 lies there; the names of the classes, which the bar shortens; else −1, +1 and 0.
    """
    own = experiment.used_points
    if experiment.problem == "classification":
        if own.classes == UNNAMED:
            return *SIGNS, "0"
        # Classes that are called 0 and 1 are no values of the output, whose 0 would stand between them.
        return own.classes[0], own.classes[1], "" if are_numbers(own.classes) else "0"
    low, high = ends(own.units.label, 1.0)
    if own.units.label.is_identity or not math.isfinite(high - low):
        return *SIGNS, "0"
    places = decimals(high - low)
    is_centred = abs(low + high) < _HAIR * (high - low)
    texts = tick_texts([Decimal(repr(round(number, places))) for number in (low, high)], _MOST)
    if texts is None:
        texts = [short_number(number, places, _MOST) for number in (low, high)]
    return texts[0], texts[1], "0" if is_centred else ""


class ColorScale(CellWidget):
    """A bar of all shades with numbers or names at its ends and a 0 in its middle, one row high.

    Beside either end stands a point of that label, in the colour that it has in the pictures.
    """

    DEFAULT_CSS = """
    ColorScale {
        width: 100%;
        height: 1;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._discretize = False
        self._texts = *SIGNS, "0"

    def update_from(self, discretize: bool, low: str = SIGNS[0], high: str = SIGNS[1], middle: str = "0") -> None:
        """Shows all shades, or only the two ends.

        Args:
            discretize: Whether there are only the two ends.
            low: What stands at the lower end: a number, or the name of a class, which is shortened as far as it must.
            high: The same for the upper end.
            middle: What stands in the middle: one character, or "" for nothing.
        """
        before = self._discretize, self._texts
        self._discretize, self._texts = discretize, (low, high, middle)
        if before != (discretize, self._texts):
            self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the bar."""
        *ends, middle = self._texts
        marks = _MARKS if self.palette.has_colors and cells.width >= _LEAST_MARKED else 0
        left, right = names_side_by_side((ends[0], ends[1]), cells.width - _LEAST_BAR - 2 * marks)
        columns = cells.width - len(left) - len(right) - 2 * marks
        if columns < 1:
            return
        for x, label in ((0, -1.0), (cells.width - 1, 1.0)) if marks else ():
            cells.put(x, 0, self.palette.mark(label).glyph, self.palette.plain_point(label))
        cells.put(marks, 0, left)
        cells.put(marks + len(left) + columns, 0, right)
        before = marks + len(left)
        values = np.tile(np.linspace(-1.0, 1.0, columns), (2, 1))
        draw_values(cells, before, 0, values, HeatStyle(self.palette, self._discretize))
        dark = self.palette.has_shades and luminance(self.palette.shade(0.0)) > 0.2
        cells.put(before + columns // 2, 0, middle, foreground=0x222222 if dark else DEFAULT)
