"""What stands above the rows of a table: titles, in every way in which they are written."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nntui.formats.tables.fields import number_of
from nntui.language import _

_LEAST_COUNTED = 3
_LEAST_WORDS = 2
_LOOKED_AT = 20


@dataclass(frozen=True)
class Header:
    """What the first rows of fields say.

    Attributes:
        titles: Of every column, "" where there is none; None for a table without titles.
        rows: Rows of fields above the first row of the data.
        note: A sentence where that is not obvious; "" where it is.
        classes: What the labels 0, 1 and so on are called, if that is said.
    """

    titles: tuple[str, ...] | None
    rows: int
    note: str = ""
    classes: tuple[str, ...] = ()


def header_of(rows: Sequence[list[str]], comment: Sequence[str] = ()) -> Header:
    """What the first rows of a table are.

    Args:
        rows: The first rows.
        comment: The fields of a comment line above them.
    """
    if not rows:
        return Header(None, 0)
    first = [cell.strip() for cell in rows[0]]
    if all(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in first):
        first = [cell[1:-1] for cell in first]
    below = rows[1] if len(rows) > 1 else []
    if _sums_up(first, below):
        note = _("the first row says how many rows there are and what the classes are called")
        return Header(None, 1, note, tuple(first[2:]))
    if not _numbers(first) or _stands_over_numbers(first, rows[1:]):
        is_short = len(below) == len(first) + 1 and bool(below[-1].strip())
        return Header(("", *first) if is_short else tuple(first), 1)  # R gives no title to the names of the rows
    if _counts_columns(first, rows[1:]):
        return Header(tuple(first), 1, _("the first row numbers the columns, so it is taken for their titles"))
    if len(comment) == len(first) and not _numbers(comment):
        return Header(tuple(comment), 0)
    return Header(None, 0)


def _stands_over_numbers(first: list[str], below: Sequence[list[str]]) -> bool:
    """Whether most fields of a first row are words over columns of numbers: titles, of which one is a number."""
    words = [at for at, cell in enumerate(first) if not _numbers([cell])]
    columns = [[row[at] for row in below[:_LOOKED_AT] if at < len(row) and row[at].strip()] for at in words]
    over = sum(bool(cells) and len(_numbers(cells)) == len(cells) for cells in columns)
    return over >= _LEAST_WORDS and 2 * over > len(first)


def _numbers(cells: Sequence[str]) -> list[float]:
    found = (number_of(cell, True) for cell in cells)
    return [number for number in found if number is not None and math.isfinite(number)]


def _counts_columns(first: list[str], below: Sequence[list[str]]) -> bool:
    """Whether a first row has 0, 1, 2 … where pandas titles columns that have no names, beside titles or none."""
    rest = first[1:] if not first[0] else first
    counted = [cell for cell in rest if cell.isdecimal()]
    words = [at for at, cell in enumerate(first) if cell and not cell.isdecimal()]
    if len(counted) < 2 or counted[0] not in ("0", "1") or len(counted) + len(words) < len(rest):
        return False
    start = int(counted[0])
    if counted != [str(start + index) for index in range(len(counted))]:
        return False
    if any(at < len(row) and row[at].strip() == first[at] for at in words for row in below):
        return False  # a value that comes again
    if not first[0]:
        return True
    # Without the empty title the row may be one of the data, unless that has decimals throughout.
    marks, places = set(".,eE"), [at for at, cell in enumerate(first) if cell.isdecimal()][:2]
    is_long = start == 0 if words else len(counted) >= _LEAST_COUNTED
    rows = [row for row in below[:_LOOKED_AT] if len(row) > places[-1]]
    return is_long and len(rows) > 1 and all(any(marks & set(row[at]) for at in places) for row in rows)


def _sums_up(first: list[str], below: Sequence[str]) -> bool:
    """Whether a first row is that of scikit-learn's own files: rows, columns, and the names of the classes."""
    numbers = _numbers(first)
    is_short = len(first) < len(below) or (len(first) == len(below) and len(numbers) == 2)
    return (
        is_short
        and len(first) >= len(numbers) + 2
        and len(numbers) == 2
        and first[0].isdecimal()
        and first[1].isdecimal()
        and int(first[1]) == len(below) - 1
    )
