"""What a network of three to six classes answers over a picture: the class of each pixel, and how sure it is.

The answers of one or two classes stay what they are, numbers from −1 to 1; this stands beside them.
"""

from dataclasses import dataclass

import numpy as np

from nntui.drawing.cells import DEFAULT, SPACE, Cells
from nntui.drawing.marks import class_digit
from nntui.drawing.palette import COLORED_DENSITY, Palette
from nntui.engine.arrays import BoolArray, FloatArray, IntArray

SURE = 0.5
"""Strength from which a digit says the class, where colours do not or not to all."""
_ACROSS, _DOWN = 4, 2
"""Columns and rows from a digit to the next."""
_DIGITS = tuple(ord(class_digit(index)) for index in range(9))
_RIGHT, _BELOW, _BOTH = ord("│"), ord("─"), ord("┘")
"""Where the class to the right, below, or on both sides is another."""


@dataclass(frozen=True, eq=False)
class ClassValues:
    """A picture of classes.

    Attributes:
        winners: intp, shape (rows, columns): the class whose colour a pixel has.
        strengths: float64, the same shape, from 0 to 1: how strong the colour is.
        has_boundary: Whether it is marked where the class changes.
    """

    winners: IntArray
    strengths: FloatArray
    has_boundary: bool = True

    @property
    def shape(self) -> tuple[int, ...]:
        """Pixels down and across."""
        return self.winners.shape

    @property
    def boundary(self) -> BoolArray:
        """Which pixels have another class to the right or below: bool, shape (rows, columns)."""
        to_right, below = changes(self.winners)
        found: BoolArray = (to_right | below) & self.has_boundary
        return found

    def in_cells(self) -> "ClassValues":
        """Half as many rows: of two pixels in a cell the one with the stronger colour."""
        is_upper = self.strengths[0::2] >= self.strengths[1::2]
        winners = np.where(is_upper, self.winners[0::2], self.winners[1::2])
        strengths = np.where(is_upper, self.strengths[0::2], self.strengths[1::2])
        return ClassValues(winners, strengths, self.has_boundary)


def winner_values(probabilities: FloatArray, discretize: bool = False) -> ClassValues:
    """The likeliest class of each pixel; its strength is 0 where all are as likely, and 1 for certainty.

    Args:
        probabilities: float64, shape (classes, rows, columns).
        discretize: Only which class it is, all at full strength.
    """
    winners = probabilities.argmax(axis=0)
    if discretize:
        return ClassValues(winners, np.ones(winners.shape))
    least = 1 / len(probabilities)
    strengths = (probabilities.max(axis=0) - least) / (1 - least)
    return ClassValues(winners, np.clip(np.nan_to_num(strengths, nan=0.0), 0.0, 1.0))


def neuron_values(probabilities: FloatArray, index: int, discretize: bool = False) -> ClassValues:
    """How likely one class is at each pixel.

    Args:
        probabilities: float64, shape (classes, rows, columns).
        index: The number of the class.
        discretize: Only where it is the likeliest.
    """
    strengths = probabilities[index]
    if discretize:
        strengths = (probabilities.argmax(axis=0) == index).astype(np.float64)
    return ClassValues(np.full(strengths.shape, index, dtype=np.intp), strengths, has_boundary=False)


def changes(winners: IntArray) -> tuple[BoolArray, BoolArray]:
    """Which places have another class to the right, and which below: bool, shape (rows, columns) each."""
    to_right, below = np.zeros(winners.shape, dtype=np.bool_), np.zeros(winners.shape, dtype=np.bool_)
    to_right[:, :-1] = winners[:, 1:] != winners[:, :-1]
    below[:-1] = winners[1:] != winners[:-1]
    return to_right, below


def draw_classes(cells: Cells, x: int, y: int, values: ClassValues, palette: Palette) -> None:
    """Paints classes in half blocks, or by densities and digits where the palette has no shades.

    Args:
        cells: Where to paint; the picture must lie inside.
        x: Left column.
        y: Top row.
        values: Of shape (2·rows, columns).
        palette: Colours.
    """
    if palette.has_shades:
        colors = palette.classes.shades(values.winners, values.strengths)
        colors[values.boundary] = palette.classes.boundary
        cells.pixels(x, y, colors)
        return
    _draw_digits(cells, x, y, values.in_cells(), palette)


def _draw_digits(cells: Cells, x: int, y: int, values: ClassValues, palette: Palette) -> None:
    """A digit now and then where the class is sure; between them its colour, as dense as it is sure."""
    rows, columns = values.shape
    area = np.s_[y : y + rows, x : x + columns]
    colors = palette.classes.shades(values.winners, values.strengths)
    density = np.array([ord(glyph) for glyph in COLORED_DENSITY], dtype=np.uint32)
    steps = np.rint(np.clip(np.nan_to_num(values.strengths), 0.0, 1.0) * (len(density) - 1)).astype(np.intp)
    # Of one class alone the density says enough.
    has_density = palette.has_colors or not values.has_boundary
    glyphs = density[steps] if has_density else np.full(values.shape, SPACE, dtype=np.uint32)
    if values.has_boundary:
        down, across = np.indices(values.shape)
        has_digit = (across + down % (2 * _DOWN) // _DOWN * (_ACROSS // 2)) % _ACROSS == 0
        has_digit &= (down % _DOWN == 0) & (values.strengths >= SURE)
        glyphs[has_digit] = np.array(_DIGITS, dtype=np.uint32)[values.winners[has_digit]]
        to_right, below = changes(values.winners)
        line = np.where(to_right & below, _BOTH, np.where(to_right, _RIGHT, _BELOW))
        is_line = to_right | below
        glyphs[is_line] = line[is_line]
        colors[is_line] = palette.classes.boundary
    cells.glyphs[area] = glyphs
    cells.foreground[area] = colors
    cells.background[area] = DEFAULT
    cells.attributes[area] = 0
