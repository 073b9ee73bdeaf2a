"""The confusion matrix in cells: how many points of each class are taken for each class, for training and test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nntui.drawing.cells import BOLD, DEFAULT, Cells
from nntui.drawing.class_names import short_names
from nntui.drawing.marks import TRAINING_SHAPES
from nntui.drawing.palette import Palette
from nntui.engine.arrays import IntArray
from nntui.language import _

_GAP = 2
"""Columns between two matrices."""
_LEAST_CELL, _MOST_CELL = 4, 10
"""Columns of a cell; more than the least leave one blank between two answers."""
_LEAST_TITLE, _MOST_TITLE = 4, 16
"""Columns of the title of a row, with the blank behind it."""
_HEAD = 3
"""Rows over the first class: what it is of, what the columns are, and their names."""
_MOST_ROWS = 2
"""Rows of a class: the count, and the share below it."""
_AROUND = 5
"""Columns of the terminal beside a matrix: the frame of its box, a blank within it, and the scroll bar."""
_THOUSAND = 1000
NOTHING = "·"


@dataclass(frozen=True, eq=False)
class ConfusionTable:
    """A confusion matrix.

    Attributes:
        title: What points it is of.
        counts: intp, shape (classes, classes): a row for each true class, a column for each answer.
    """

    title: str
    counts: IntArray

    @property
    def total(self) -> int:
        """How many points there are."""
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        """How many of them are taken for their class."""
        return int(np.trace(self.counts))


@dataclass(frozen=True)
class _Layout:
    """How a matrix shares its columns and rows out."""

    title: int
    cell: int
    rows: int


def confusion_rows(class_count: int, width: int, height: int, count: int = 2) -> int:
    """Rows that matrices take in so much room: more than there are where only scrolling shows all of them.

    Args:
        class_count: Classes of each.
        width: Columns for all of them.
        height: Rows for all of them; where it suffices a class has two, for the count and the share.
        count: How many matrices there are.
    """
    if not _fits(class_count, width):
        return 1
    stacked = 1 if _is_side_by_side(class_count, width, count) else count
    return stacked * _rows_of_one(class_count, (height - (stacked - 1)) // stacked) + stacked - 1


def draw_confusion(cells: Cells, tables: Sequence[ConfusionTable], names: tuple[str, ...], palette: Palette) -> None:
    """Draws matrices side by side, as large as there is room; below each other where the columns do not suffice.

    Args:
        cells: Where to; with 74 columns and 15 rows two of six classes have their counts and shares.
        tables: The matrices, all of the same classes.
        names: What the classes are called, in full.
        palette: Colours.
    """
    if not _fits(len(names), cells.width):
        needed = _least_width(len(names)) + _AROUND
        cells.put(0, 0, _("{needed} columns are needed").format(needed=needed)[: cells.width])
        return
    count = max(1, len(tables))
    is_side_by_side = _is_side_by_side(len(names), cells.width, count)
    width = (cells.width - _GAP * (count - 1)) // count if is_side_by_side else cells.width
    height = cells.height if is_side_by_side else (cells.height - (count - 1)) // count
    layout = _lay_out(width, height, names)
    for at, table in enumerate(tables):
        part = Cells(width, height)
        _draw_table(part, table, names, palette, layout)
        cells.paste(part, *((at * (width + _GAP), 0) if is_side_by_side else (0, at * (height + 1))))


def _least_width(class_count: int) -> int:
    return _LEAST_TITLE + class_count * _LEAST_CELL


def _fits(class_count: int, width: int) -> bool:
    return width >= _least_width(class_count)


def _is_side_by_side(class_count: int, width: int, count: int) -> bool:
    return (width - _GAP * (count - 1)) // count >= _least_width(class_count)


def _rows_of_one(class_count: int, height: int) -> int:
    return _HEAD + class_count * (_MOST_ROWS if _HEAD + _MOST_ROWS * class_count <= height else 1)


def _lay_out(width: int, height: int, names: tuple[str, ...]) -> _Layout:
    count = len(names)
    longest = min(_MOST_TITLE, 2 + max(map(len, short_names(names, _MOST_TITLE))) + 1)
    cell = max(_LEAST_CELL, min(_MOST_CELL, (width - longest) // count))
    title = max(_LEAST_TITLE, min(longest, width - count * cell))
    return _Layout(title, cell, (_rows_of_one(count, height) - _HEAD) // count)


def _draw_table(cells: Cells, table: ConfusionTable, names: tuple[str, ...], palette: Palette, layout: _Layout) -> None:
    cells.put(0, 0, _first_fitting(_heads(table), cells.width), attributes=BOLD)
    cells.put(0, 1, _("rows: class · columns: answer"), palette.muted)
    heads = _column_heads(names, layout.cell)
    titles = short_names(names, layout.title - 3)
    for index in range(len(names)):
        color, shape = palette.classes.plain[index], TRAINING_SHAPES[index]
        cells.put(layout.title + index * layout.cell, 2, heads[index].rjust(layout.cell), color, None, BOLD)
        y = _HEAD + index * layout.rows
        cells.put(0, y, shape, color)
        cells.put(2, y, titles[index], color)
        _draw_row(cells, y, table.counts[index], index, palette, layout)


def _column_heads(names: tuple[str, ...], room: int) -> tuple[str, ...]:
    """The names where they fit, and short ones with their shapes; else the shapes, with the numbers of the classes."""
    heads = short_names(names, room - 1)
    if heads != short_names(names, _MOST_TITLE):
        return tuple(f"{TRAINING_SHAPES[index]}{index + 1}" for index in range(len(names)))
    if min(map(len, heads)) > 1 or max(map(len, heads)) > room - 2:
        return heads
    return tuple(f"{TRAINING_SHAPES[index]}{head}" for index, head in enumerate(heads))


def _heads(table: ConfusionTable) -> tuple[str, ...]:
    """What the matrix is of, and how many points are right in all, in ever fewer words."""
    if not table.total:
        none = _("{title}: no points").format(title=table.title)
        return none, table.title
    share = share_text(table.right, table.total)
    values = {"title": table.title, "share": share, "right": table.right, "total": table.total}
    return (
        _("{title}: {share} right, {right:,} of {total:,}").format(**values),
        _("{title}: {share} right").format(**values),
        f"{table.title} {share}",
    )


def _draw_row(cells: Cells, y: int, counts: IntArray, index: int, palette: Palette, layout: _Layout) -> None:
    """The cells of a class: the colour is that of the answer, as strong as its share of the class."""
    total = int(counts.sum())
    gap = 1 if layout.cell > _LEAST_CELL else 0
    room = layout.cell - gap
    for answer, count in enumerate(counts.tolist()):
        x = layout.title + answer * layout.cell + gap
        foreground, background = _colors(answer, count, total, palette)
        texts = (count_text(count, room), share_text(count, total)) if count else (NOTHING, "")
        for row, text in enumerate(texts[: layout.rows]):
            line = (text + " " if room > _LEAST_CELL else text).rjust(room)
            cells.put(x, y + row, line, foreground, background, BOLD if answer == index else 0)


def _colors(answer: int, count: int, total: int, palette: Palette) -> tuple[int, int]:
    """Foreground and background of a cell."""
    if not count:
        return palette.muted, DEFAULT
    if not palette.has_shades:
        return palette.classes.plain[answer], DEFAULT
    background = int(palette.classes.shades(np.array([answer]), np.array([count / total]))[0])
    return palette.classes.point(answer, background), background


def count_text(count: int, room: int) -> str:
    """A number of points in so many characters; of many the thousands."""
    text = str(count)
    return text if len(text) < room or len(text) < _LEAST_CELL else f"{round(count / _THOUSAND)}k"


def share_text(count: int, total: int) -> str:
    """A share in whole per cent; 0 and 100 only where that is exactly so."""
    if not total:
        return "–"
    percent = round(100 * count / total)
    if 0 < count < total:
        percent = min(99, max(1, percent))
    return f"{percent}%"


def _first_fitting(texts: Sequence[str], width: int) -> str:
    return next((text for text in texts if len(text) <= width), texts[-1][:width])
