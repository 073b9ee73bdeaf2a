"""Heat maps: a value at every pixel of a square of the plane, as half blocks, with points over it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from nntui.drawing.cells import DEFAULT, DIM, Cells, ColorArray
from nntui.drawing.class_values import ClassValues, draw_classes
from nntui.drawing.marks import class_digit, class_mark
from nntui.drawing.palette import Palette
from nntui.drawing.plane import PixelGrid
from nntui.engine.arrays import BoolArray, FloatArray, IntArray

T = TypeVar("T")
Values = FloatArray | ClassValues
"""What a picture shows: numbers from −1 to 1, or which of three to six classes."""


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


def draw_values(cells: Cells, x: int, y: int, values: Values, style: HeatStyle) -> None:
    """Paints values in half blocks, or by densities where the palette has no shades.

    Args:
        cells: Where to paint; the picture must lie inside.
        x: Left column.
        y: Top row.
        values: float64, shape (2·rows, columns), one value a pixel; or the classes of so many pixels.
        style: How; classes are neither discretized here nor faded.
    """
    palette, discretize, fade = style.palette, style.discretize, style.fade
    if isinstance(values, ClassValues):
        draw_classes(cells, x, y, values, palette)
        return
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
        class_count: How many classes there are where the labels are their numbers, from 0; else 0 or 2.
    """

    points: FloatArray
    labels: FloatArray
    wrong: BoolArray | None = None
    is_test: bool = False
    class_count: int = 0

    @property
    def are_many_classes(self) -> bool:
        """Whether the labels are the numbers of three classes or more."""
        return self.class_count > 2

    @property
    def are_classes(self) -> bool:
        """Whether the labels are classes."""
        return self.are_many_classes or bool((np.abs(self.labels) == 1).all())


CROWD = 0.5
"""Where numbers stand in more than this share of the cells, they would hide the picture, and some are left out."""


def draw_layers_of_points(
    cells: Cells,
    layers: Sequence[Points],
    palette: Palette,
    values: Values,
    discretize: bool = False,
) -> None:
    """Lays several kinds of points over a picture that fills the cells, what comes later on top.

    Points of classes are all shown. Of numbers that would cover most of the picture, only those in every second cell
    are, the training points in some and the test points in others, so that the surface and both kinds are seen.

    Args:
        cells: The picture.
        layers: The points.
        palette: Colours.
        values: The picture's values, of shape (2·height, width).
        discretize: Only their signs are shown.
    """
    if any(not points.are_classes for points in layers) and _share_of_cells(cells, layers) > CROWD:
        layers = [_thinned(points, cells, place, len(layers)) for place, points in enumerate(layers)]
    for points in layers:
        draw_points(cells, points, palette, values, discretize)


def _share_of_cells(cells: Cells, layers: Sequence[Points]) -> float:
    """How much of a picture is covered by points."""
    covered = np.zeros((cells.height, cells.width), dtype=np.bool_)
    for points in layers:
        y, x = np.divmod(_cells_of(points.points, cells)[0], max(1, cells.width))
        covered[y, x] = True
    return float(covered.mean()) if covered.size else 0.0


def _thinned(points: Points, cells: Cells, place: int, kinds: int) -> Points:
    """The points of every second cell, or of every fourth where there are two kinds of them.

    What lies in the cell to the right counts to it, too: two cells beside each other are a square.
    """
    at, inside = _cells_of(points.points, cells)
    y, x = np.divmod(at, cells.width)
    period = 2 * kinds
    from_mark = (x - 2 * place - y) % period
    is_kept = (from_mark == 0) | ((from_mark == 1) & (x > 0))
    kept = np.flatnonzero(inside)[is_kept]
    moved = points.points[kept].copy()
    moved[:, 0] -= from_mark[is_kept] * PixelGrid(cells.width, cells.height).step[0]
    wrong = None if points.wrong is None else points.wrong[kept]
    return replace(points, points=moved, labels=points.labels[kept], wrong=wrong)


def _cells_of(points: FloatArray, cells: Cells) -> tuple[IntArray, BoolArray]:
    """The cells that points lie in, row by row, of those that lie inside, and which do; shapes (m,) and (n,)."""
    column, row = PixelGrid(cells.width, cells.height).cells_at(points[:, 0], points[:, 1])
    inside = (column >= 0) & (column < cells.width) & (row >= 0) & (row < cells.height)
    return (row[inside] * cells.width + column[inside]).astype(np.intp), inside


def draw_points(
    cells: Cells,
    points: Points,
    palette: Palette,
    values: Values | None = None,
    discretize: bool = False,
) -> None:
    """Lays points over a picture that fills the cells.

    A cell shows one mark: where several points share it, in the colour of their mean label, and as misclassified when
    most of them are. Its background becomes one colour, that of the value in its middle or the nearest one on which
    the mark can be seen.

    Args:
        cells: The picture.
        points: The points.
        palette: Colours.
        values: The picture's values, of shape (2·height, width); None for a picture without values.
        discretize: Only their signs are shown.
    """
    if not len(points.labels) or not cells.width or not cells.height:
        return
    if points.are_many_classes:
        _draw_class_points(cells, points, palette, values)
        return
    flat, inside = _cells_of(points.points, cells)
    cell, label = shown_labels(flat, points.labels[inside])
    wrong = _mostly_wrong(points, cell, flat, inside)
    y, x = np.divmod(cell, cells.width)
    marks = _each(lambda one, bad: palette.mark(one, points.is_test, bool(bad)), label, wrong.tolist())
    cells.glyphs[y, x] = [ord(mark.glyph) for mark in marks]
    cells.attributes[y, x] = [mark.attributes for mark in marks]
    if isinstance(values, ClassValues):
        raise TypeError("points of two classes or of numbers over a picture of more classes")
    if values is not None and palette.has_shades:
        behind = palette.shades((values[2 * y, x] + values[2 * y + 1, x]) / 2, discretize).tolist()
        strengths = palette.strengths(np.asarray(label)).tolist()
        cells.background[y, x] = _each(lambda one, shade: palette.ground(shade, one), strengths, behind)
    else:
        strengths = label
    color = palette.plain_point if values is None else palette.point
    colors = {one: color(one) for one in set(strengths)}
    cells.foreground[y, x] = [colors[one] for one in strengths]


def _mostly_wrong(points: Points, cell: IntArray, flat: IntArray, inside: BoolArray) -> BoolArray:
    """In which cells most points are misclassified: bool, of the cells' shape."""
    if points.wrong is None or not points.wrong.any():
        return np.zeros(len(cell), dtype=np.bool_)
    where = np.searchsorted(cell, flat)
    found: BoolArray = 2 * np.bincount(where, points.wrong[inside], len(cell)) > np.bincount(where, minlength=len(cell))
    return found


def _draw_class_points(cells: Cells, points: Points, palette: Palette, values: Values | None) -> None:
    """Points of three classes or more: the shape is the class, and the colour on every ground is of its hue."""
    flat, inside = _cells_of(points.points, cells)
    cell, index = shown_classes(flat, points.labels[inside], points.class_count)
    wrong = _mostly_wrong(points, cell, flat, inside)
    y, x = np.divmod(cell, cells.width)
    marks = _each(lambda one, bad: class_mark(int(one), points.is_test, bool(bad)), index, wrong.tolist())
    cells.glyphs[y, x] = [ord(mark.glyph) for mark in marks]
    cells.attributes[y, x] = [mark.attributes for mark in marks]
    colors = palette.classes
    if values is None:
        cells.foreground[y, x] = [colors.plain[int(one)] for one in index]
        return
    if palette.has_shades:
        cells.background[y, x] = _shades_of_cells(values, palette)[y, x]
    behind = cells.background[y, x].tolist()
    cells.foreground[y, x] = _each(lambda one, shade: colors.point(int(one), shade), index, behind)


def draw_swatch(cells: Cells, x: int, y: int, index: int, palette: Palette) -> None:
    """What one of three classes or more looks like, in two cells: its colour, and the shape of its points on it.

    Args:
        cells: Where to.
        x: The left cell.
        y: Its row.
        index: The number of the class.
        palette: Colours.
    """
    colors = palette.classes
    if palette.has_shades:
        shade = colors.full(index)
        cells.put(x, y, class_mark(index).glyph + " ", colors.point(index, shade), shade)
    else:
        cells.put(x, y, class_mark(index).glyph + class_digit(index), colors.plain[index], DEFAULT)


def _shades_of_cells(values: Values, palette: Palette) -> ColorArray:
    """The one colour of each cell of a picture: int32, shape (rows, columns)."""
    if isinstance(values, ClassValues):
        cells = values.in_cells()
        return palette.classes.shades(cells.winners, cells.strengths)
    return palette.shades((values[0::2] + values[1::2]) / 2)


def shown_classes(cells: IntArray, labels: FloatArray, class_count: int) -> tuple[IntArray, list[float]]:
    """The class that most of the points in a cell have, of as many the first.

    Args:
        cells: The cell of each point, intp, shape (n,).
        labels: The numbers of the points' classes, from 0, float64, shape (n,).
        class_count: How many classes there are.

    Returns:
        The cells that have points, rising, and the class of each of them.
    """
    cell, where = np.unique(cells, return_inverse=True)
    counts = np.bincount(where * class_count + labels.astype(np.intp), minlength=len(cell) * class_count)
    return cell, counts.reshape(-1, class_count).argmax(axis=1).astype(np.float64).tolist()


def shown_labels(cells: IntArray, labels: FloatArray) -> tuple[IntArray, list[float]]:
    """What is shown where several points share a cell: the class that most of them have; of numbers their mean.

    Args:
        cells: The cell of each point, intp, shape (n,).
        labels: Of the points, float64, shape (n,).

    Returns:
        The cells that have points, rising, and what each of them shows; 0 for as many of both classes.
    """
    cell, where, count = np.unique(cells, return_inverse=True, return_counts=True)
    mean = np.bincount(where, labels, len(cell)) / count
    return cell, (np.sign(mean) if (np.abs(labels) == 1).all() else mean).tolist()


def _each(function: Callable[[float, int], T], labels: list[float], others: list[int]) -> list[T]:
    """A function of a label and something else for each point, computed once for all that are alike."""
    pairs = list(zip(labels, others, strict=True))
    results = {pair: function(*pair) for pair in set(pairs)}
    return [results[pair] for pair in pairs]
