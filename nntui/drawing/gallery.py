"""The pictures of the data sets: how they stand in the gallery, and how one is drawn.

Beside the settings they stand in one column where there is room, in two otherwise; elsewhere in as many as are asked
for.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nntui.drawing.cells import Area, Cells
from nntui.drawing.heat_map import Points, draw_points, shown_classes, shown_labels
from nntui.drawing.palette import Palette
from nntui.drawing.plane import PixelGrid
from nntui.drawing.strokes import BRAILLE, DOT_BITS

ROWS_IN_ONE_COLUMN = 7
"""Rows a picture with its name must have for all of them to stand in one column."""
_LEAST_ROWS = 4
"""Rows of a picture with its name below which it is not worth showing."""


class Tile(NamedTuple):
    """A picture with its name.

    Attributes:
        picture: Where the picture stands.
        name: The lines of the name below it.
        columns: The columns that belong to it, in which the name is centred.
    """

    picture: Area
    name: tuple[str, ...]
    columns: range


def tiles(width: int, height: int, labels: Sequence[str], across: int = 0) -> list[Tile]:
    """Where each picture stands, with its name in the lines below it: two where it does not fit one.

    Args:
        width: Columns of the gallery.
        height: Rows of the gallery.
        labels: The names.
        across: How many stand side by side; 0 for one or two, as there is room.
    """
    columns = across or _columns(height, len(labels))
    across = width // columns
    names = [_lines(label, across) for label in labels]
    in_rows = [names[at : at + columns] for at in range(0, len(names), columns)]
    name_heights = [max(map(len, row)) for row in in_rows]
    room = (height - sum(name_heights)) // max(1, len(in_rows))
    picture_height = max(0, min(room, across // 2))
    picture_width = max(0, min(2 * picture_height, across - 1))
    left = (across - picture_width) // 2
    found, top = [], 0
    for row, name_height in zip(in_rows, name_heights, strict=True):
        for at, name in enumerate(row):
            area = Area(at * across + left, top, picture_width, picture_height)
            found.append(Tile(area, name, range(at * across, (at + 1) * across)))
        top += picture_height + name_height
    return found


def gallery_height(width: int, most: int, count: int) -> int:
    """Rows that the gallery takes of those that there are; 0 where the pictures would be too small.

    Args:
        width: Columns.
        most: Rows that are free.
        count: How many pictures there are.
    """
    if _columns(most, count) == 1:
        return min(most, count * (width // 2 + 1))
    down = -(-count // 2)
    height = min(down * (width // 4 + 1) + 1, most)  # one name may take two lines
    return height if height > _LEAST_ROWS * down else 0


def draw_thumbnail(cells: Cells, points: Points, palette: Palette) -> None:
    """Draws points as dots of braille, eight to a cell, in the colour that most of a cell's points have.

    Without colour there is a glyph a cell, which shows the class.
    """
    if not palette.has_colors:
        draw_points(cells, points, palette)
        return
    grid = PixelGrid(2 * cells.width, 4 * cells.height)
    column, row = grid.cells_at(points.points[:, 0], points.points[:, 1])
    inside = (column >= 0) & (column < grid.columns) & (row >= 0) & (row < grid.rows)
    x, y = column[inside].astype(np.intp), row[inside].astype(np.intp)
    dots = np.zeros((cells.height, cells.width), dtype=np.intp)
    np.bitwise_or.at(dots, (y // 4, x // 2), DOT_BITS[y % 4, x % 2])
    drawn = dots > 0
    where, labels = (y // 4) * cells.width + x // 2, points.labels[inside]
    colors = np.zeros(dots.size, dtype=np.int32)
    if points.are_many_classes:
        cell, index = shown_classes(where, labels, points.class_count)
        colors[cell] = [palette.classes.plain[int(one)] for one in index]
    else:
        cell, label = shown_labels(where, labels)
        colors[cell] = [palette.plain_point(one) for one in label]
    cells.glyphs[drawn] = (dots[drawn] + BRAILLE).astype(np.uint32)
    cells.foreground[drawn] = colors.reshape(dots.shape)[drawn]


def _columns(height: int, count: int) -> int:
    return 1 if height >= max(1, count) * ROWS_IN_ONE_COLUMN else 2


def _lines(label: str, width: int) -> tuple[str, ...]:
    """A name on one line, or on two if it has a blank to be parted at."""
    first, blank, rest = label.rpartition(" ")
    return (label,) if len(label) <= width or not blank else (first, rest)
