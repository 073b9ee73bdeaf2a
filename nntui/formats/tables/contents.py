"""Three columns of a table as numbers and labels; rows in which one of them cannot be used are left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, compress, islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from nntui.engine.arrays import BoolArray, FloatArray
from nntui.experiment.shown_text import shorten
from nntui.formats.tables.bad_rows import BadRows
from nntui.formats.tables.fields import LARGEST, MISSING, complaint, number_of, numbers_of, quoted
from nntui.formats.tables.text import Rows, too_few
from nntui.language import _

_BATCH = 50_000
_MOST_IN_VAIN = 300_000
"""After so many rows without one that can be used, no others are looked at."""

Titles = tuple[str, str, str]
"""What x, y and the label are called."""


@dataclass(frozen=True)
class Contents:
    """Rows, column by column: where each begins, x, y, and the label as text until it is known what all of them are."""

    lines: NDArray[np.int64]
    x: FloatArray
    y: FloatArray
    labels: list[str]

    def only(self, fine: BoolArray) -> "Contents":
        """The same, of some of the rows."""
        if fine.all():
            return self
        return Contents(self.lines[fine], self.x[fine], self.y[fine], list(compress(self.labels, fine)))


def contents_of(
    rows: Rows, titles: Titles, indices: tuple[int, int, int], decimal_comma: bool, bad: BadRows
) -> Contents:
    """The rows whose x and y are usable.

    Args:
        rows: The rows below the header.
        titles: What the three columns are called.
        indices: Where they are in a row.
        decimal_comma: Whether a comma stands for the point.
        bad: Gets the others.
    """
    parts = [Contents(np.empty(0, np.int64), np.empty(0), np.empty(0), [])]
    looked_at = used = 0
    # In batches, as texts take many times the memory that numbers take.
    for part in _batches(rows, titles, indices, decimal_comma, bad):
        looked_at, used = looked_at + _BATCH, used + len(part.labels)
        parts.append(part)
        if not used and looked_at >= _MOST_IN_VAIN:
            break
    return Contents(
        np.concatenate([part.lines for part in parts]),
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        list(chain.from_iterable(part.labels for part in parts)),
    )


def _batches(
    rows: Rows, titles: Titles, indices: tuple[int, int, int], decimal_comma: bool, bad: BadRows
) -> Iterator[Contents]:
    same: dict[str, str] = {}
    pick = itemgetter(*indices)
    needed = max(indices) + 1
    while batch := list(islice(rows, _BATCH)):
        full = [(line, row) for line, row in batch if len(row) >= needed]
        short = [(line, row) for line, row in batch if len(row) < needed] if len(full) < len(batch) else []
        bad.add_all([line for line, _row in short], lambda at, short=short: too_few(short[at][1], needed))  # type: ignore[misc]
        cells = [pick(row) for _line, row in full]
        lines = np.array([line for line, _row in full], dtype=np.int64)
        texts: list[tuple[str, ...]] = list(zip(*cells, strict=True)) or [(), (), ()]
        x, y = (numbers_of(column, decimal_comma) for column in texts[:2])
        labels = [same.setdefault(label, label) for label in map(str.strip, texts[2])]
        fine = (abs(x) <= LARGEST) & (abs(y) <= LARGEST)
        wrong = np.flatnonzero(~fine)

        def reason(at: int, cells: list[tuple[str, ...]] = cells, wrong: NDArray[np.intp] = wrong) -> str:
            row = cells[wrong[at]]
            complaints = (complaint(titles[axis], row[axis], decimal_comma) for axis in (0, 1))
            return next(filter(None, complaints), _("it cannot be read"))

        bad.add_all(lines[wrong].tolist(), reason)
        yield Contents(lines, x, y, labels).only(fine)


def with_usable_labels(
    table: Contents, title: str, decimal_comma: bool, bad: BadRows
) -> tuple[Contents, FloatArray | None]:
    """The rows whose label is of the kind that most labels are of, and the labels as numbers, or None for names."""
    numbers = numbers_of(table.labels, decimal_comma)
    is_number = abs(numbers) <= LARGEST
    others = set(compress(table.labels, np.isnan(numbers)))
    names = {text for text in others if text not in MISSING and number_of(text, decimal_comma) is None}
    is_name = np.fromiter(map(names.__contains__, table.labels), np.bool_, len(table.labels))
    is_named = bool(is_name.sum() > is_number.sum())
    fine = is_name if is_named else is_number
    wrong = np.flatnonzero(~fine)

    def reason(at: int) -> str:
        text = table.labels[wrong[at]]
        why = complaint(title, text, decimal_comma)
        if not why:
            sentence = _("{title} is {value}, which is a number")
            why = sentence.format(title=shorten(title), value=quoted(text))
        if text in names or is_number[wrong[at]]:
            why += _(", while most are names") if is_named else _(", while most are numbers")
        return why

    bad.add_all(table.lines[wrong].tolist(), reason)
    return table.only(fine), None if is_named else numbers[fine]
