"""Axes around the decision grid: ticks and numbers at its left and below it."""

from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from nntui.drawing.cells import Cells
from nntui.drawing.numbers import ends, general, round_ticks, tick_texts
from nntui.drawing.plane import PixelGrid
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.user_points import Scale, Units

AXIS_WIDTH = 3
AXIS_HEIGHT = 1
"""What the axes take at the left of the grid and below it."""

_SAME = Units()
_WIDEST = 6
_SHORT = 6
"""Characters of a number below the grid, unless it needs more."""
_MOST_TICKS = 12
_ENOUGH_TICKS = 4
_USUAL_ROWS = 24
_GAP = 2
"""Cells between two numbers below the grid; also rows from one number at its left to the next."""


def axis_width(scale: Scale) -> int:
    """Columns that the axis at the left of a grid should have, its gap to the grid included.

    Args:
        scale: Of the second coordinate.

    Returns:
        `AXIS_WIDTH` for the playground's own units, else as many as its numbers need, up to 6.
    """
    if scale.is_identity:
        return AXIS_WIDTH
    for characters in range(AXIS_WIDTH - 1, _WIDEST - 1):
        if len(_rows(scale, GRID_LIMIT, _USUAL_ROWS, characters)) >= _ENOUGH_TICKS:
            return characters + 1
    return _WIDEST


def draw_axes(cells: Cells, grid: PixelGrid, color: int, units: Units = _SAME) -> None:
    """Draws the axes of a grid that stands in the upper right corner.

    Data of a person's own have round numbers in their own units. As many stand there as fit: at the left possibly
    none, when the numbers are long and close to each other.

    Args:
        cells: `AXIS_HEIGHT` higher than the grid, and wider by `AXIS_WIDTH`, or for data of a person's own by any
            number of columns, best by `axis_width`.
        grid: The picture that they are the axes of.
        color: Of the numbers, 0xRRGGBB.
        units: Of the two coordinates.
    """
    left = cells.width - grid.columns
    _draw_at_the_left(cells, grid, color, units.x2)
    if units.x1.is_identity:
        for tick in ticks(grid.columns, grid.limit, room=6):
            text = general(tick)
            at = left + grid.column_of(tick) - (len(text) - 1)
            cells.put(min(at, left + grid.columns - len(text)), grid.rows, text, color)
    else:
        for at, text in _columns(units.x1, grid.limit, left, grid.columns):
            cells.put(at, grid.rows, text, color)


def _draw_at_the_left(cells: Cells, grid: PixelGrid, color: int, scale: Scale) -> None:
    left = cells.width - grid.columns
    if scale.is_identity:
        for tick in ticks(grid.rows, grid.limit, room=2):
            cells.put(0, grid.row_of(tick), general(tick).rjust(left - 1), color)
        return
    apart, touching = (_rows(scale, grid.limit, grid.rows, most) for most in (left - 1, left))
    # A number that touches the picture is better than none.
    rows = touching if len(apart) < _ENOUGH_TICKS and len(apart) < len(touching) else apart
    for row, text in rows:
        cells.put(0, row, text.rjust(left - 1 if rows is apart else left), color)


def ticks(cells: int, limit: float, room: int) -> list[float]:
    """The numbers at an axis: as many as fit, the ends and 0 among them.

    Args:
        cells: How long the axis is.
        limit: It reaches from −limit to limit.
        room: Cells that a number takes with the gap to the next.
    """
    for count in (12, 6, 4, 2):
        if cells >= (count + 1) * room:
            return [-limit + 2 * limit * step / count for step in range(count + 1)]
    return [-limit, limit]


@lru_cache(maxsize=64)
def _rows(scale: Scale, limit: float, height: int, most: int) -> tuple[tuple[int, str], ...]:
    """The rows of the numbers at the left, and the numbers: as many as have room in so many characters."""
    low, high = ends(scale, limit)
    for steps in range(min(_MOST_TICKS, height // _GAP), 0, -1):
        numbers = round_ticks(low, high, steps)
        texts = tick_texts(numbers, most) if len(numbers) > 1 else None
        rows = [_place(number, high, low, height) for number in numbers]
        if texts is not None and all(above - below >= _GAP for above, below in pairwise(rows)):
            return tuple(zip(rows, texts, strict=True))
    return ()


@lru_cache(maxsize=64)
def _columns(scale: Scale, limit: float, left: int, width: int) -> tuple[tuple[int, str], ...]:
    """The columns at which the numbers below begin, and the numbers: short ones, unless those are all alike."""
    low, high = ends(scale, limit)
    end = left + width
    for most in (_SHORT, end):
        for steps in range(min(_MOST_TICKS, width // 3), 0, -1):
            numbers = round_ticks(low, high, steps)
            texts = tick_texts(numbers, most) if len(numbers) > 1 else None
            if texts is None:
                continue
            middles = [left + _place(number, low, high, width) for number in numbers]
            starts = [
                max(0, min(middle - len(text) // 2, end - len(text)))
                for middle, text in zip(middles, texts, strict=True)
            ]
            placed = tuple(zip(starts, texts, strict=True))
            if all(start + len(text) + _GAP <= after for (start, text), (after, _) in pairwise(placed)):
                return placed
    return ()


def _place(number: Decimal, start: float, end: float, cells: int) -> int:
    return max(0, min(cells - 1, int((float(number) - start) / (end - start) * cells)))
