"""Heat maps: a value at every pixel of a square of the plane, as half blocks, with points over it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from nntui.drawing.cells import DEFAULT, DIM, Cells
from nntui.drawing.palette import Palette
from nntui.drawing.plane import PixelGrid
from nntui.engine.arrays import BoolArray, FloatArray

T = TypeVar("T")


@dataclass(frozen=True)
class HeatStyle:
    """How values are painted.

    Attributes:
        palette: Colours.
        discretize: Only the signs.
        fade: A background to fade the picture into, 0xRRGGBB, for what is off; None for full strength.
    """

    palette: Palette
    discretize: bool = False
    fade: int | None = None


def draw_values(cells: Cells, x: int, y: int, values: FloatArray, style: HeatStyle) -> None:
    """Paints values in half blocks, or by densities where the palette has no shades.

    Args:
        cells: Where to paint; the picture must lie inside.
        x: Left column.
        y: Top row.
        values: float64, shape (2·rows, columns), one value a pixel.
        style: How.
    """
    palette, discretize, fade = style.palette, style.discretize, style.fade
    if palette.has_shades:
        cells.pixels(x, y, palette.shades(values, discretize) if fade is None else palette.faded(values, fade))
        return
    means = (values[0::2] + values[1::2]) / 2
    rows, columns = means.shape
    area = np.s_[y : y + rows, x : x + columns]
    cells.glyphs[area] = palette.densities(means, discretize)
    cells.foreground[area] = palette.shades(means, True) if palette.has_colors else DEFAULT
    cells.background[area] = DEFAULT
    cells.attributes[area] = 0 if fade is None else DIM


@dataclass(frozen=True, eq=False)
class Points:
    """Points to lay over a picture.

    Attributes:
        points: float64, shape (n, 2).
        labels: float64, shape (n,).
        wrong: bool, shape (n,), which of them are misclassified; None if that is not known.
        is_test: Whether they are test points.
    """

    points: FloatArray
    labels: FloatArray
    wrong: BoolArray | None = None
    is_test: bool = False


def draw_points(
    cells: Cells,
    points: Points,
    palette: Palette,
    values: FloatArray | None = None,
    discretize: bool = False,
) -> None:
    """Lays points over a picture that fills the cells.

    A cell shows one mark: where several points share it, in the colour of their mean label, and as misclassified when
    most of them are. Its background becomes one colour, that of the value in its middle.

    Args:
        cells: The picture.
        points: The points.
        palette: Colours.
        values: The picture's values, float64, shape (2·height, width); None for a picture without values.
        discretize: Only their signs are shown.
    """
    if not len(points.labels) or not cells.width or not cells.height:
        return
    column, row = PixelGrid(cells.width, cells.height).cells_at(points.points[:, 0], points.points[:, 1])
    inside = (column >= 0) & (column < cells.width) & (row >= 0) & (row < cells.height)
    flat = (row[inside] * cells.width + column[inside]).astype(np.intp)
    cell, where, count = np.unique(flat, return_inverse=True, return_counts=True)
    mean = np.bincount(where, points.labels[inside], len(cell)) / count
    # Of classes a cell shows the one that most of its points have; of numbers their mean.
    label = (np.sign(mean) if (np.abs(points.labels) == 1).all() else mean).tolist()
    wrong = np.zeros(len(cell), dtype=bool)
    if points.wrong is not None:
        wrong = 2 * np.bincount(where, points.wrong[inside], len(cell)) > count
    y, x = np.divmod(cell, cells.width)
    marks = _each(lambda one, bad: palette.mark(one, points.is_test, bool(bad)), label, wrong.tolist())
    cells.glyphs[y, x] = [ord(mark.glyph) for mark in marks]
    cells.attributes[y, x] = [mark.attributes for mark in marks]
    if values is not None and palette.has_shades:
        behind = palette.shades((values[2 * y, x] + values[2 * y + 1, x]) / 2, discretize)
        cells.background[y, x] = behind
        cells.foreground[y, x] = _each(palette.point, palette.strengths(np.asarray(label)).tolist(), behind.tolist())
    else:
        plain = palette.plain_point if values is None else partial(palette.point, background=0)
        cells.foreground[y, x] = [plain(one) for one in label]


def _each(function: Callable[[float, int], T], labels: list[float], others: list[int]) -> list[T]:
    """A function of a label and something else for each point, computed once for all that are alike."""
    pairs = list(zip(labels, others, strict=True))
    results = {pair: function(*pair) for pair in set(pairs)}
    return [results[pair] for pair in pairs]
