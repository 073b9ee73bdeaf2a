"""Heat maps: a value at every pixel of a square of the plane, as half blocks, with points over it."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import Cells
from nntui.drawing.palette import Palette

FloatArray = NDArray[np.float64]

TRAINING_GLYPH = "•"
TEST_GLYPH = "○"


@lru_cache(maxsize=64)
def pixel_centres(columns: int, rows: int, limit: float) -> tuple[FloatArray, FloatArray]:
    """Where the pixels of a picture lie in the square [−limit, limit]².

    Args:
        columns: Cells across, which are as many pixels.
        rows: Cells down, which are twice as many pixels.
        limit: Half of the square's side.

    Returns:
        x₁ and x₂, float64, shape (2·rows·columns,) each, row by row from the top left. Read only.
    """
    x1 = (np.arange(columns) + 0.5) / columns * 2 * limit - limit
    x2 = limit - (np.arange(2 * rows) + 0.5) / (2 * rows) * 2 * limit
    across, down = np.meshgrid(x1, x2)
    flat = np.ascontiguousarray(across.ravel()), np.ascontiguousarray(down.ravel())
    for array in flat:
        array.setflags(write=False)
    return flat


def cell_of(x1: FloatArray, x2: FloatArray, columns: int, rows: int, limit: float) -> tuple[FloatArray, FloatArray]:
    """The column and the row of the cell in which points lie; outside the picture for points outside the square."""
    column = np.floor((x1 + limit) / (2 * limit) * columns)
    row = np.floor((limit - x2) / (2 * limit) * rows)
    # The right and the lower edge belong to the last cell.
    column = np.where(x1 == limit, columns - 1, column)
    row = np.where(x2 == -limit, rows - 1, row)
    return column, row


def draw_points(
    cells: Cells,
    points: FloatArray,
    labels: FloatArray,
    glyph: str,
    palette: Palette,
    limit: float,
    values: FloatArray | None = None,
) -> None:
    """Lays points over a picture that fills the cells.

    A cell shows one glyph: where several points share it, in the colour of their mean label. Its background becomes one
    colour, that of the value in its middle.

    Args:
        cells: The picture.
        points: float64, shape (n, 2).
        labels: float64, shape (n,).
        glyph: The mark of a point.
        palette: Colours.
        limit: Half of the square's side.
        values: The picture's values, float64, shape (2·height, width); None for a picture without values.
    """
    if not len(points) or not cells.width or not cells.height:
        return
    column, row = cell_of(points[:, 0], points[:, 1], cells.width, cells.height, limit)
    inside = (column >= 0) & (column < cells.width) & (row >= 0) & (row < cells.height)
    flat = (row[inside] * cells.width + column[inside]).astype(np.intp)
    cell, where = np.unique(flat, return_inverse=True)
    mean_label = np.bincount(where, labels[inside]) / np.bincount(where)
    y, x = np.divmod(cell, cells.width)
    cells.glyphs[y, x] = ord(glyph)
    if values is None:
        cells.foreground[y, x] = [palette.mark(label) for label in mean_label.tolist()]
        return
    background = palette.shades((values[2 * y, x] + values[2 * y + 1, x]) / 2)
    cells.background[y, x] = background
    cells.foreground[y, x] = [
        palette.point(label, behind) for label, behind in zip(mean_label.tolist(), background.tolist(), strict=True)
    ]
