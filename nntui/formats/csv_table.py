"""From CSV text to columns, whatever wrote it: what parts the fields, which of them count, and which rows are bad."""

import csv
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.numbers import with_hyphen
from nntui.engine.arrays import BoolArray, FloatArray
from nntui.experiment.setting import shorten
from nntui.formats.notes import Notes

LARGEST = 1e15
"""The greatest magnitude of a number that is used."""
LONGEST_LINE = 100_000
"""What is further behind in a line is not looked at."""
MISSING = ("", "NA", "N/A", "#N/A")
_DELIMITERS = ("\t", ";", ",", " ")
TITLES = ("x", "y", "label")
_LABEL_TITLES = ("label", "class", "target", "value", "z")
_BATCH = 50_000
_BLOCK = 1_000_000
_SAMPLE = 50
_MOST_NAMED = 5

Rows = Iterator[tuple[int, list[str]]]
"""Rows of fields, each with the physical line on which it begins."""
Titles = tuple[str, str, str]
"""What x, y and the label are called."""


class BadRows:
    """Rows that are left out: the first few by their reasons, the others counted."""

    def __init__(self) -> None:
        self._count = 0
        self._first: list[tuple[int, str]] = []

    def add(self, line: int, reason: str) -> None:
        """Leaves a row out.

        Args:
            line: The physical line on which it begins.
            reason: What is wrong with it.
        """
        self._count += 1
        if len(self._first) < _MOST_NAMED or line < self._first[-1][0]:
            self._first = sorted([*self._first, (line, reason)])[:_MOST_NAMED]

    @property
    def named(self) -> list[str]:
        """The first few, a sentence each."""
        return [f"line {line} is left out: {reason}" for line, reason in self._first]

    @property
    def notes(self) -> list[str]:
        """All of them: the first few with their reasons, and how many more there are."""
        more = self._count - len(self._first)
        return [*self.named, *([f"and {more} more row{'s are' if more > 1 else ' is'} left out"] if more else [])]


def _lines(text: str) -> Iterator[str]:
    """Every physical line, so that csv.reader counts them; empty lines and comments come out blank."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK)
        end = end if end >= 0 else len(text) - text.endswith("\n")
        for line in text[start:end].split("\n"):
            bare = line.lstrip()
            yield line[:LONGEST_LINE] + "\n" if bare and bare[0] != "#" else "\n"
        start = end + 1


def delimiter_of(text: str) -> str:
    """The delimiter by which most of the first rows have three fields or more, and two numbers among them."""
    sample = "".join(islice((line for line in _lines(text) if line != "\n"), _SAMPLE))

    def fitness(delimiter: str) -> tuple[int, int, int, float]:
        rows = [row[:_SAMPLE] for _, row in rows_of(sample, delimiter, BadRows())]
        if not rows:
            return 0, 0, 0, sample.count(delimiter)
        numbers = [sum(number_of(cell, delimiter != ",") is not None for cell in row) for row in rows]
        good = sum(count >= 2 for count in numbers)
        alike = max(Counter(map(len, rows)).values())
        # By commas 1,5;2,5;3,5 is four fields with two numbers, but more of the fields are numbers by semicolons.
        return good, len(rows), alike, sum(numbers) / sum(map(len, rows))

    return max(_DELIMITERS, key=fitness)


def rows_of(text: str, delimiter: str, bad: BadRows) -> Rows:
    """The rows of three fields or more, each with the physical line on which it begins."""
    lines = _lines(text)
    if delimiter == " ":
        lines = (" ".join(line.split()) + "\n" for line in lines)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != " ")
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.add(line, str(error))
            continue
        if len(row) >= 3:
            yield line, row
        elif reader.line_num > line:
            bad.add(line, f"a quote that opens in it closes no sooner than line {reader.line_num}")
        elif row:
            bad.add(line, _too_few(row, 3))


def _too_few(row: Sequence[str], needed: int) -> str:
    return f"it has {len(row)} field{'s'[: len(row) > 1]} where {needed} are needed"


def columns_of(rows: Rows, notes: Notes) -> tuple[Titles, tuple[int, int, int], Rows]:
    """The titles of x, y and label, where they are in a row, and the rows below the header."""
    ahead = list(islice(rows, 2))
    if not ahead:
        return TITLES, (0, 1, 2), rows
    first = [cell.strip() for cell in ahead[0][1]]
    numbers = [number for cell in first if (number := number_of(cell, True)) is not None]
    if any(map(math.isfinite, numbers)):
        if any(first[3:]):
            notes.add(f"of {len(first)} columns, the first three are taken for x, y and the label")
        return TITLES, (0, 1, 2), chain(ahead, rows)
    if len(ahead) > 1 and len(ahead[1][1]) == len(first) + 1 and ahead[1][1][-1].strip():
        first = ["", *first]  # R gives no title to the names of the rows
    indices = _indices([title.casefold() for title in first])
    x, y, label = (first[index] or default for index, default in zip(indices, TITLES, strict=True))
    if len(first) > 3 or indices != (0, 1, 2):
        taken = f"{shorten(x)} is taken for x, {shorten(y)} for y and {shorten(label)} for the label"
        notes.add(f"of {len(first)} columns, {taken}")
    return (x, y, label), indices, chain(ahead[1:], rows)


def _indices(titles: list[str]) -> tuple[int, int, int]:
    """Which columns are x, y and label by their titles, or, where none is named so, the first that are left."""
    left = list(range(len(titles)))
    if len(titles) > 3 and not titles[0]:
        del left[0]  # the index that pandas writes
    where = {titles[index]: index for index in reversed(left)}
    pair: list[int] = []
    if {"x", "y"} <= where.keys():
        pair = [where["x"], where["y"]]
    elif {"x1", "x2"} <= where.keys():
        pair = [where["x1"], where["x2"]]
    by_title = [where[title] for title in (*_LABEL_TITLES, *("y" for _ in pair)) if title in where]
    label = next((index for index in by_title if index not in pair), None)
    left = [index for index in left if index not in pair and index != label]
    x, y = pair or (left.pop(0), left.pop(0))
    return x, y, left[0] if label is None else label


def number_of(text: str, decimal_comma: bool) -> float | None:
    """A field as a number, perhaps not a finite one; None if it is none."""
    plain = with_hyphen(text)
    if decimal_comma:
        plain = plain.replace(",", ".")
    try:
        return None if "_" in plain else float(plain)
    except ValueError:
        return None


def _numbers(cells: Sequence[str], decimal_comma: bool) -> FloatArray:
    """A column as numbers, NaN where it holds none."""
    try:
        plain = (cell.replace(",", ".") for cell in cells) if decimal_comma else cells
        numbers = np.fromiter(map(float, plain), np.float64, len(cells))
        if "_" not in "".join(cells):  # Python reads 1_0 as 10
            return numbers
    except ValueError:
        pass
    known = {cell: number_of(cell, decimal_comma) for cell in set(cells)}
    values = {cell: math.nan if number is None else number for cell, number in known.items()}
    return np.fromiter(map(values.__getitem__, cells), np.float64, len(cells))


def _complaint(title: str, text: str, decimal_comma: bool) -> str:
    """What is wrong with a field that should be a number; "" if nothing is."""
    text = text.strip()
    if text in MISSING:
        return f"{shorten(title)} is missing"
    number = number_of(text, decimal_comma)
    value = f"{shorten(title)} is " + (repr(text) if len(text) <= 40 else repr(text[:40]) + "…")
    if number is None:
        return f"{value}, which is not a number"
    if not math.isfinite(number):
        return f"{value}, which is not a finite number"
    return f"{value}; allowed is ±{LARGEST:g} at most" if abs(number) > LARGEST else ""


@dataclass(frozen=True)
class Table:
    """Rows, column by column: where each begins, x, y, and the label as text until it is known what all of them are."""

    lines: NDArray[np.int64]
    x: FloatArray
    y: FloatArray
    labels: list[str]

    def only(self, fine: BoolArray) -> "Table":
        """The same, of some of the rows."""
        if fine.all():
            return self
        return Table(self.lines[fine], self.x[fine], self.y[fine], list(compress(self.labels, fine)))


def table_of(rows: Rows, titles: Titles, indices: tuple[int, int, int], decimal_comma: bool, bad: BadRows) -> Table:
    """The rows whose x and y are usable. In batches, as texts take many times the memory that numbers take."""
    tables = [Table(np.empty(0, np.int64), np.empty(0), np.empty(0), [])]
    same: dict[str, str] = {}
    pick = itemgetter(*indices)
    while batch := list(islice(rows, _BATCH)):
        lines, cells = [], []
        for line, row in batch:
            if len(row) > max(indices):
                lines.append(line)
                cells.append(pick(row))
            else:
                bad.add(line, _too_few(row, max(indices) + 1))
        texts: list[tuple[str, ...]] = list(zip(*cells, strict=True)) or [(), (), ()]
        x, y = (_numbers(column, decimal_comma) for column in texts[:2])
        labels = [same.setdefault(label, label) for label in map(str.strip, texts[2])]
        fine = (abs(x) <= LARGEST) & (abs(y) <= LARGEST)
        for index in np.flatnonzero(~fine).tolist():
            reasons = (_complaint(titles[axis], cells[index][axis], decimal_comma) for axis in (0, 1))
            bad.add(lines[index], next(filter(None, reasons)))
        tables.append(Table(np.array(lines, dtype=np.int64), x, y, labels).only(fine))
    return Table(
        np.concatenate([table.lines for table in tables]),
        np.concatenate([table.x for table in tables]),
        np.concatenate([table.y for table in tables]),
        list(chain.from_iterable(table.labels for table in tables)),
    )


def with_usable_labels(table: Table, title: str, decimal_comma: bool, bad: BadRows) -> tuple[Table, FloatArray | None]:
    """The rows whose label is of the kind that most labels are of, and the labels as numbers, or None for names."""
    numbers = _numbers(table.labels, decimal_comma)
    is_number = abs(numbers) <= LARGEST
    others = set(compress(table.labels, np.isnan(numbers)))
    names = {text for text in others if text not in MISSING and number_of(text, decimal_comma) is None}
    is_name = np.fromiter(map(names.__contains__, table.labels), np.bool_, len(table.labels))
    is_named = bool(is_name.sum() > is_number.sum())
    fine = is_name if is_named else is_number
    for index in np.flatnonzero(~fine).tolist():
        text = table.labels[index]
        reason = _complaint(title, text, decimal_comma) or f"{shorten(title)} is {text!r}, which is a number"
        if text in names or is_number[index]:
            reason += f", while most are {'names' if is_named else 'numbers'}"
        bad.add(int(table.lines[index]), reason)
    return table.only(fine), None if is_named else numbers[fine]
