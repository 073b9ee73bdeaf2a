"""How a text is laid out as a table: what separates the fields, the titles, and what each column holds."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from nntui.experiment.user_points import MOST_POINTS
from nntui.formats.tables.bad_rows import BadRows
from nntui.formats.tables.columns import (
    Choice,
    Column,
    choose_columns,
    column_of,
    columns_as_asked,
    name_of,
    sentence_of,
)
from nntui.formats.tables.header import Header, header_of
from nntui.formats.tables.text import (
    Rows,
    delimiter_of,
    rows_of,
    said_by_mark,
    sample_of,
    stride_of,
    title_comment,
    without_separator_line,
)
from nntui.language import N_, _

_MOST_COLUMNS = 2000
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_MOST_LINES = 2 * MOST_POINTS
_SHOWN_ROWS = 12
_SHOWN_LETTERS = 80
_CONFIRMED = N_("as asked")


@dataclass(frozen=True)
class TableView:
    """A table as it is shown to choose columns from.

    Attributes:
        titles: Of all columns; "column 1" and so on where the table has none.
        rows: Its first rows below the titles, a text for each column.
        indices: The places of x, y and the label, from 0.
        is_certain: Whether nothing else could be meant.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    indices: tuple[int, int, int]
    is_certain: bool = True


@dataclass(frozen=True)
class Layout:
    """A table before its columns are chosen.

    Attributes:
        text: Its lines.
        delimiter: What separates the fields.
        header: What stands above the rows.
        sample: The first rows of fields below the header, and of a large table some others.
    """

    text: str
    delimiter: str
    header: Header
    sample: list[list[str]]

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma may stand for the point."""
        return self.delimiter != ","

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What each column holds."""
        widths = Counter(map(len, self.sample))
        width = min(_MOST_COLUMNS, max(widths.most_common(1)[0][0], len(self.titles)) if widths else len(self.titles))
        rows = [row[:width] + [""] * (width - len(row)) for row in self.sample]
        cells: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) or [()] * width
        titles = [*self.titles[:width], *[""] * (width - len(self.titles))]
        return tuple(column_of(title, cells[at], self.decimal_comma) for at, title in enumerate(titles))

    @cached_property
    def stride(self) -> int:
        """Of how many lines one is read: of a table of millions not all."""
        return stride_of(self.text, _MOST_LINES)

    @cached_property
    def row_stride(self) -> int:
        """Of how many rows one is taken, where every line has to be read as a field may hold a line break."""
        return 1 if self.stride > 1 else max(1, -(-self.text.count("\n") // _MOST_LINES))

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles, none where there is no header."""
        return self.header.titles or ()

    def choice(self, asked: Sequence[str | int] | None) -> tuple[Choice, str]:
        """Which columns are taken, and a sentence about it, "" where there is nothing to say.

        Args:
            asked: Three columns that somebody named; None to choose.

        Raises:
            ColumnsError: There are no such columns, or too few.
        """
        if asked is None and said_by_mark(self.text):
            return Choice((0, 1, 2)), ""
        if asked is None:
            choice = choose_columns(self.columns)
            return choice, sentence_of(choice, self.columns)
        indices = columns_as_asked(asked, [column.title for column in self.columns])
        return Choice(indices), sentence_of(Choice(indices, _(_CONFIRMED)), self.columns)

    def possible_thousands(self, choice: Choice) -> str:
        """A number of x or y whose comma may as well separate thousands, as all do of its column; "" for none."""
        for at in choice.indices[:2] if self.decimal_comma else ():
            cells = [row[at].strip() for row in self.sample if at < len(row) and "," in row[at]]
            if cells and all(map(_THOUSANDS.fullmatch, cells)):
                return cells[0]
        return ""

    def view(self, choice: Choice) -> TableView:
        """The table as it is shown with some columns chosen."""
        last = max((at for at, column in enumerate(self.columns) if column.filled or column.title), default=-1)
        shown = max(last, *choice.indices) + 1
        titles = tuple(name_of(at, column.title) for at, column in enumerate(self.columns[:shown]))
        rows = [[cell.strip()[:_SHOWN_LETTERS] for cell in row[:shown]] for row in self.sample[:_SHOWN_ROWS]]
        padded = tuple(tuple(row + [""] * (shown - len(row))) for row in rows)
        return TableView(titles, padded, choice.indices, choice.is_certain)

    def rows(self, bad: BadRows) -> Rows:
        """All rows below the header."""
        rows = rows_of(self.text, self.delimiter, bad, self.stride)
        for _row in islice(rows, self.header.rows):
            pass
        return rows if self.row_stride == 1 else islice(rows, 0, None, self.row_stride)


def layout_of(text: str) -> Layout:
    """How a text is laid out. Its lines end in a line feed."""
    text, separator = without_separator_line(text)
    delimiter = separator or delimiter_of(text)
    sample = sample_of(text, delimiter)
    header = header_of(sample, title_comment(text, delimiter))
    return Layout(text, delimiter, header, sample[header.rows :])
