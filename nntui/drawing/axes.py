"""Axes around the decision grid: ticks and numbers at its left and below it."""

from nntui.drawing.cells import Cells

AXIS_WIDTH = 3
AXIS_HEIGHT = 1
"""What the axes take at the left of the grid and below it."""


def draw_axes(cells: Cells, width: int, height: int, limit: float, color: int) -> None:
    """Draws the axes of a grid that stands in the upper right corner.

    Args:
        cells: `AXIS_WIDTH` wider and `AXIS_HEIGHT` higher than the grid.
        width: Of the grid.
        height: Of the grid.
        limit: Half of the square's side.
        color: Of the numbers, 0xRRGGBB.
    """
    for tick in ticks(height, limit, room=2):
        row = min(height - 1, int((limit - tick) / (2 * limit) * height))
        cells.put(0, row, _text(tick).rjust(AXIS_WIDTH - 1), color)
    for tick in ticks(width, limit, room=6):
        column = min(width - 1, int((tick + limit) / (2 * limit) * width))
        text = _text(tick)
        at = AXIS_WIDTH + column - (len(text) - 1)
        cells.put(min(at, AXIS_WIDTH + width - len(text)), height, text, color)


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


def _text(value: float) -> str:
    return f"{value:g}".replace("-", "−")
