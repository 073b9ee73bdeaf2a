"""The strokes of which edges are drawn: from which weight on which one, and which cells it fills.

Thin strokes are rows of braille dots, two across a cell and four down; thick ones are of quadrant blocks, two across
and two down, which are solid and so have several times the ink. Every font that has half blocks has quadrants.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nntui.engine.arrays import BoolArray, IntArray

BRAILLE = 0x2800
QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the bits of the pixels: 1 upper left, 2 upper right, 4 lower left, 8 lower right."""
DOT_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""The bit of the dot in a row and a column of a braille character."""
_PIXEL_BITS = np.array([[1, 2], [4, 8]])
_DOTS_DOWN, _PIXELS_DOWN = 4, 2


class Step(NamedTuple):
    """A stroke by its width.

    Attributes:
        least: The magnitude of a weight from which on it is used.
        width: In dots; in pixels of a quadrant block, half a row each, for a solid one.
        is_solid: Whether it is of blocks.
        is_sparse: Whether every second dot is left out.
    """

    least: float
    width: int
    is_solid: bool = False
    is_sparse: bool = False


STEPS = (
    Step(0.05, 1, is_sparse=True),
    Step(0.2, 1),
    Step(0.5, 2),
    Step(1.0, 3),
    Step(1.7, 1, is_solid=True),
    Step(2.7, 2, is_solid=True),
    Step(4.0, 3, is_solid=True),
    Step(6.0, 4, is_solid=True),
)
"""From the thinnest to the thickest. A weight below the first is not drawn: a dead one disappears."""
DOTTED_STEPS = tuple(
    step._replace(is_solid=False, width=width) for step, width in zip(STEPS, (1, 1, 2, 3, 4, 6, 8, 11), strict=True)
)
"""The same of dots alone, for palettes whose heat maps are of solid characters: blocks would run together with them."""
LOW_STEPS = 6
"""How many of them there are where the nodes are one row high: a thicker one would be higher than its nodes."""
_STEEP, _STEEPER = 1.0, 3.0
"""Dots down for each across at which a curve begins to stretch, and how many more until it is nearly a line."""
_STRETCHED = 0.85


class Ends(NamedTuple):
    """Where a stroke begins and ends, in dots.

    Attributes:
        x: The column of its first dot.
        end: The column behind its last dot.
        y: The row below the middle of its beginning.
        end_y: The row below the middle of its end.
    """

    x: int
    end: int
    y: int
    end_y: int


class Stroke(NamedTuple):
    """The cells that a stroke fills, an entry for each, shape (cells,) both.

    Attributes:
        cells: intp, row times width plus column.
        masks: intp, which dots of the braille character, or which pixels of the block, are set.
    """

    cells: IntArray
    masks: IntArray


def stroke(ends: Ends, step: Step, size: tuple[int, int], is_dashed: bool) -> Stroke:
    """The cells of a stroke.

    Args:
        ends: Where it begins and ends.
        step: Its width.
        size: Columns and rows of the picture; what lies outside is cut off.
        is_dashed: Whether it has gaps.
    """
    down, bits = (_PIXELS_DOWN, _PIXEL_BITS) if step.is_solid else (_DOTS_DOWN, DOT_BITS)
    start_y, end_y = _to_rows(ends, step.is_solid)
    columns, rows = _path(ends.end - ends.x, end_y - start_y)
    if step.is_sparse:
        columns, rows = columns[::2], rows[::2]
    x, y = _widened(columns + ends.x, rows + start_y, step)
    inside = (x >= ends.x) & (x < ends.end) & (x < 2 * size[0]) & (y >= 0) & (y < down * size[1])
    if is_dashed:
        inside &= (x + y) // 2 % 2 == 0
    x, y = x[inside], y[inside]
    masks = np.zeros(size[0] * size[1], dtype=np.intp)
    np.bitwise_or.at(masks, (y // down) * size[0] + x // 2, bits[y % down, x % 2])
    cells = np.flatnonzero(masks)
    return Stroke(cells, masks[cells])


def _to_rows(ends: Ends, is_solid: bool) -> tuple[int, int]:
    """The rows of dots or of pixels where it begins and ends.

    An even number of rows has its middle between two: a stroke that falls takes the upper, so the curve is shorter.
    """
    shift = 1 if ends.y > ends.end_y else 0
    if is_solid:
        return (ends.y - shift) // 2, (ends.end_y - shift) // 2
    return ends.y - shift, ends.end_y - shift


def _widened(x: IntArray, y: IntArray, step: Step) -> tuple[IntArray, IntArray]:
    """A path made as wide as its step, across and down alike: a pixel of a block is half as wide as it is high."""
    across = 2 * step.width if step.is_solid else step.width
    right = np.arange(across) - (across - 1) // 2
    lower = np.arange(step.width) - step.width // 2 if step.is_solid else np.arange(step.width) - (step.width - 1) // 2
    shape = len(x), len(right), len(lower)
    return (
        np.broadcast_to(x[:, None, None] + right[None, :, None], shape).ravel(),
        np.broadcast_to(y[:, None, None] + lower[None, None, :], shape).ravel(),
    )


@lru_cache(maxsize=4096)
def _path(length: int, rise: int) -> tuple[IntArray, IntArray]:
    """A smooth path of dots from (0, 0) to (length − 1, rise), level at both ends, and without gaps.

    A steep one is stretched towards a straight line, so that many of them do not meet in the middle of the gap as one
    bundle but use all of its columns.
    """
    if length <= 0:
        nothing = np.empty(0, dtype=np.intp)
        return nothing, nothing
    along = np.arange(length)
    share = along / max(1, length - 1)
    stretch = _STRETCHED * min(1.0, max(0.0, (abs(rise) / length - _STEEP) / _STEEPER))
    y = np.rint(rise * (stretch * share + (1 - stretch) * share * share * (3 - 2 * share))).astype(np.intp)
    return joined_columns(y)


def joined_columns(y: IntArray) -> tuple[IntArray, IntArray]:
    """A curve without gaps through a row of dots for every column, from column 0 on: its columns and its rows.

    A column reaches half of the way to each neighbour, so a steep part is a stroke and not a row of lone dots.
    """
    along = np.arange(len(y))
    ahead = np.append((y[1:] + y[:-1]) // 2, y[-1])
    behind = np.insert((y[1:] + y[:-1] + 1) // 2, 0, y[0])
    low = np.minimum(np.minimum(ahead, behind), y)
    high = np.maximum(np.maximum(ahead, behind), y)
    counts = high - low + 1
    firsts = np.repeat(low - np.cumsum(counts) + counts, counts)
    return np.repeat(along, counts), firsts + np.arange(len(firsts))


def is_drawn(glyphs: NDArray[np.uint32]) -> BoolArray:
    """Which code points are braille characters or blocks with which edges are drawn; a blank is none."""
    blocks: BoolArray = np.isin(glyphs, [ord(block) for block in QUADRANTS[1:]])
    return blocks | ((glyphs > BRAILLE) & (glyphs < BRAILLE + 0x100))
