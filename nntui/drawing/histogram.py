"""How often values are where: bars in cells over an axis that starts at 0."""

import math
from collections.abc import Sequence

import numpy as np

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.loss_chart import round_up

LEAST_WIDTH, LEAST_HEIGHT = 8, 3
MOST_BARS = 24
_STEPS = " ▁▂▃▄▅▆▇█"
_EIGHTHS = 8
_BAR = 3
"""Columns of a bar, with the gap at its right."""
MARK = "▲"


def draw_histogram(
    values: Sequence[float], width: int, height: int, color: int = DEFAULT, mark: float | None = None
) -> Cells:
    """Draws a histogram: the counts over the bars, the ends of the axis below.

    Args:
        values: From 0 on; what is no number is left out.
        width: Columns.
        height: Rows.
        color: 0xRRGGBB, of the bars.
        mark: A value that is marked on the axis, if it lies there.

    Returns:
        Cells of that size, blank where they are too small or there is no value.
    """
    cells = Cells(width, height)
    known = [value for value in values if math.isfinite(value) and value >= 0]
    if width < LEAST_WIDTH or height < LEAST_HEIGHT or not known:
        return cells
    bars = min(MOST_BARS, width // _BAR)
    top = round_up(max(known))
    # A value that round_up lets lie a little over the top stands in the last bar.
    counts = np.histogram(np.minimum(known, top), bars, (0.0, top))[0].tolist()
    rows = height - 2
    for bar, count in enumerate(counts):
        if count:
            _draw_bar(cells, bar * _BAR, rows, count, max(counts), color)
    _draw_axis(cells, bars * _BAR - 1, top, mark)
    return cells


def _draw_bar(cells: Cells, x: int, rows: int, count: int, most: int, color: int) -> None:
    """A bar with its count over it, for which there is a row if there are two."""
    room = rows - 1 if rows > 1 else rows
    eighths = max(1, round(_EIGHTHS * room * count / most))
    full, rest = divmod(eighths, _EIGHTHS)
    for row in range(full + (rest > 0)):
        step = _EIGHTHS if row < full else rest
        cells.put(x, rows - 1 - row, _STEPS[step] * (_BAR - 1), color)
    if rows > 1:
        cells.put(x, rows - 1 - full - (rest > 0), f"{count}"[: _BAR - 1 + (count > 99)])


def _draw_axis(cells: Cells, width: int, top: float, mark: float | None) -> None:
    line, numbers = cells.height - 2, cells.height - 1
    cells.put(0, line, "─" * width)
    end = f"{top:g}"
    cells.put(0, numbers, "0" + end.rjust(width - 1))
    if mark is None or not 0 <= mark <= top:
        return
    at = min(width - 1, round(mark / top * width))
    cells.put(at, line, MARK)
    text = f"{mark:g}"
    left = max(2, at - len(text) // 2)
    if left + len(text) < width - len(end):
        cells.put(left, numbers, text)
