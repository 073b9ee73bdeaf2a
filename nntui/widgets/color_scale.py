"""The legend of colours, from −1 to +1."""

import math
from decimal import Decimal

import numpy as np

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.class_names import SIGNS, UNNAMED, are_numbers, names_side_by_side, short_names
from nntui.drawing.class_values import ClassValues
from nntui.drawing.colors import luminance
from nntui.drawing.heat_map import HeatStyle, draw_swatch, draw_values
from nntui.drawing.marks import class_digit
from nntui.drawing.numbers import decimals, ends, short_number, tick_texts
from nntui.drawing.palette import Palette
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
_SWATCH = 2
"""Cells of the colour of one of several classes."""
_MOST_GAP = 4
"""Cells between two classes."""
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
        self._names: tuple[str, ...] = ()
        self._one: int | None = None

    def update_from(self, discretize: bool, low: str = SIGNS[0], high: str = SIGNS[1], middle: str = "0") -> None:
        """Shows all shades, or only the two ends.

        Args:
            discretize: Whether there are only the two ends.
            low: What stands at the lower end: a number, or the name of a class, which is shortened as far as it must.
            high: The same for the upper end.
            middle: What stands in the middle: one character, or "" for nothing.
        """
        self._change(discretize, (low, high, middle), (), None)

    def show_classes(self, names: tuple[str, ...], one: int | None, discretize: bool) -> None:
        """Shows the colours of three classes and more with their names; or of one class, from 0 to certainty.

        Args:
            names: What they are called, in full.
            one: The number of the one that is shown alone; None for all.
            discretize: Whether there are only the two ends.
        """
        self._change(discretize, ("0", "1", ""), names, one)

    def _change(self, discretize: bool, texts: tuple[str, str, str], names: tuple[str, ...], one: int | None) -> None:
        before = self._discretize, self._texts, self._names, self._one
        self._discretize, self._texts, self._names, self._one = discretize, texts, names, one
        if before != (discretize, texts, names, one):
            self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the bar."""
        if self._names:
            self._draw_classes(cells)
            return
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

    def _draw_classes(self, cells: Cells) -> None:
        if self._one is None:
            draw_class_names(cells, self._names, self.palette)
            return
        name = short_names(self._names, max(1, cells.width // 2))[self._one]
        columns = cells.width - len(name) - 5
        cells.put(0, 0, f"{name} 0")
        if columns > 0:
            strengths = np.tile(np.linspace(0.0, 1.0, columns), (2, 1))
            if self._discretize:
                strengths = np.rint(strengths)
            values = ClassValues(np.full(strengths.shape, self._one, dtype=np.intp), strengths, has_boundary=False)
            draw_values(cells, len(name) + 3, 0, values, HeatStyle(self.palette))
            cells.put(len(name) + 3 + columns, 0, " 1")


def draw_class_names(cells: Cells, names: tuple[str, ...], palette: Palette) -> None:
    """Draws what three classes and more look like and are called, side by side in one row."""
    shown = names_side_by_side(names, cells.width - len(names) * (_SWATCH + 1))
    free = cells.width - sum(_SWATCH + len(name) for name in shown)
    gap = min(_MOST_GAP, max(0, free // len(names)))
    x = 0
    for index, name in enumerate(shown):
        if x + _SWATCH <= cells.width:
            draw_swatch(cells, x, 0, index, palette)
        if name != class_digit(index) or palette.has_shades:
            cells.put(x + _SWATCH, 0, name)
        x += _SWATCH + len(name) + gap
