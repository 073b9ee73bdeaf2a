"""How the pictures of the data sets stand in the gallery: in one column where there is room, in two otherwise."""

from nntui.drawing.cells import Area

ROWS_IN_ONE_COLUMN = 7
"""Rows a picture with its name must have for all of them to stand in one column."""
_LEAST_ROWS = 4
"""Rows of a picture with its name below which it is not worth showing."""


def picture_areas(width: int, height: int, count: int) -> list[Area]:
    """Where each picture stands; its name is in the line below it.

    Args:
        width: Columns of the gallery.
        height: Rows of the gallery.
        count: How many pictures there are.
    """
    columns = 1 if height >= max(1, count) * ROWS_IN_ONE_COLUMN else 2
    across, down = width // columns, height // max(1, -(-count // columns))
    picture_height = min(down - 1, across // 2)
    picture_width = min(2 * picture_height, across - 1)
    left = (across - picture_width) // 2
    return [
        Area(at % columns * across + left, at // columns * down, picture_width, picture_height) for at in range(count)
    ]


def gallery_height(width: int, most: int, count: int) -> int:
    """Rows that the gallery takes of those that there are; 0 where the pictures would be too small.

    Args:
        width: Columns.
        most: Rows that are free.
        count: How many pictures there are.
    """
    if most >= count * ROWS_IN_ONE_COLUMN:
        return min(most, count * (width // 2 + 1))
    down = -(-count // 2)
    height = min(down * (width // 4 + 1), most)
    return height if height >= _LEAST_ROWS * down else 0
