"""The square of the plane that is drawn and learned on, cut into the cells of a picture."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import GRID_LIMIT

Number = TypeVar("Number", float, FloatArray)


@dataclass(frozen=True)
class PixelGrid:
    """A picture of the square [−limit, limit]² in cells, each of which is two pixels, one above the other.

    Columns count from the left and rows from the top; x₁ rises to the right and x₂ upwards.

    Attributes:
        columns: Cells across, which are as many pixels.
        rows: Cells down, which are twice as many pixels.
        limit: Half of the square's side.
    """

    columns: int
    rows: int
    limit: float = GRID_LIMIT

    @property
    def step(self) -> tuple[float, float]:
        """How much of x₁ and of x₂ a cell covers; of a grid without columns or rows as much as one of 1."""
        return 2 * self.limit / max(1, self.columns), 2 * self.limit / max(1, self.rows)

    @property
    def centres(self) -> tuple[FloatArray, FloatArray]:
        """Where the pixels lie.

        Returns:
            x₁ and x₂, float64, shape (2·rows·columns,) each, row by row from the top left. Read only.
        """
        return _pixel_centres(self)

    def centre(self, column: int, row: int) -> tuple[float, float]:
        """The middle of a cell."""
        return _coordinate(column + 0.5, self.columns, self.limit), -_coordinate(row + 0.5, self.rows, self.limit)

    def bounds(self, column: int, row: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Two opposite corners of a cell, the one with the least coordinates first."""
        width, height = self.step
        left, top = column * width - self.limit, self.limit - row * height
        return (left, top - height), (left + width, top)

    def column_of(self, x1: float) -> int:
        """The column in which a coordinate of the square lies; the right edge belongs to the last."""
        return min(self.columns - 1, math.floor((x1 + self.limit) / (2 * self.limit) * self.columns))

    def row_of(self, x2: float) -> int:
        """The row in which a coordinate of the square lies; the lower edge belongs to the last."""
        return min(self.rows - 1, math.floor((self.limit - x2) / (2 * self.limit) * self.rows))

    def cell_at(self, x1: float, x2: float) -> tuple[int, int] | None:
        """The column and the row of the cell in which a point lies; None outside the square, or without cells."""
        is_inside = abs(x1) <= self.limit and abs(x2) <= self.limit and self.columns > 0 and self.rows > 0
        return (self.column_of(x1), self.row_of(x2)) if is_inside else None

    def cells_at(self, x1: FloatArray, x2: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The columns and rows of the cells in which points lie, whole numbers as float64.

        For points outside the square they lie outside the picture.

        Args:
            x1: The points' first coordinates, float64, of any shape.
            x2: Their second coordinates, of the same shape.
        """
        column, row = self.positions(x1, x2)
        column, row = np.floor(column), np.floor(row)
        # The right and the lower edge belong to the last cell, and so does what is rounded to them.
        column = np.where(x1 <= self.limit, np.minimum(column, self.columns - 1), column)
        row = np.where(x2 >= -self.limit, np.minimum(row, self.rows - 1), row)
        return column, row

    def positions(self, x1: FloatArray, x2: FloatArray) -> tuple[FloatArray, FloatArray]:
        """How far points lie from the left and from the top, in cells, float64, of the coordinates' shape."""
        side = 2 * self.limit
        return (x1 + self.limit) / side * self.columns, (self.limit - x2) / side * self.rows

    def inside(self, x1: float, x2: float) -> tuple[float, float]:
        """The nearest point that is no farther out than the middle of the outermost cells."""
        right = self.limit * (1 - 1 / max(1, self.columns))
        top = self.limit * (1 - 1 / max(1, self.rows))
        return min(max(x1, -right), right), min(max(x2, -top), top)


def _coordinate(place: Number, count: int, limit: float) -> Number:
    """The coordinate of a place between 0 and a count of cells, from −limit to limit."""
    return place / count * 2 * limit - limit


@lru_cache(maxsize=64)
def _pixel_centres(grid: PixelGrid) -> tuple[FloatArray, FloatArray]:
    columns, rows = np.arange(grid.columns, dtype=np.float64), np.arange(2 * grid.rows, dtype=np.float64)
    x1 = _coordinate(columns + 0.5, grid.columns, grid.limit)
    x2 = -_coordinate(rows + 0.5, 2 * grid.rows, grid.limit)
    across, down = np.meshgrid(x1, x2)
    flat = np.ascontiguousarray(across.ravel()), np.ascontiguousarray(down.ravel())
    for array in flat:
        array.setflags(write=False)
    return flat
