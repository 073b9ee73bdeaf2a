"""A person's own data, from and to CSV text, as spreadsheets, NumPy, pandas and R write it.

Whatever is chosen, left out or fitted on the way is told in a line of its own. What is written for points that were
painted begins with a comment that says what the numbers alone do not: the problem, and that nothing is to be fitted.
"""

import codecs
import csv
import io
import math
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nntui.engine.datasets import GRID_LIMIT
from nntui.engine.own_points import FloatArray, OwnPoints, Scale, Units
from nntui.engine.settings import shorten

MOST_POINTS = 200_000
MOST_BYTES = 20_000_000
LARGEST = 1e15

_MARK = "# nntui: "
_IN_THE_SQUARE = "in the units of the square"
_DELIMITERS = ("\t", ";", ",", " ")
_TITLES = ("x", "y", "label")
_LABEL_TITLES = ("label", "class", "target", "value", "z")
_MISSING = ("", "NA", "N/A", "#N/A")
_CLASS_NUMBERS = ((-1, 1), (0, 1), (1, 2), (-1, -1), (0, 0), (1, 1))
_OPPOSITES = {
    "no": "yes",
    "n": "y",
    "false": "true",
    "negative": "positive",
    "neg": "pos",
    "-": "+",
    "off": "on",
    "low": "high",
    "bad": "good",
    "outside": "inside",
}
"""Names of which one is obviously −1 and the other +1."""
_PAINTED_CLASSES = ("-1", "1")

_FITTED_HALF = 5.0
_SPECK = 2 * (1 + 1e-9)
"""What spans no more on both axes is too small to be seen. The rounding of a number that was fitted is forgiven."""
_FAINT = 0.1
_LEAST_REACH = 1e-300

_BATCH = 50_000
_BLOCK = 1_000_000
_LONGEST_LINE = 100_000
"""What is further behind in a line is not looked at."""
_SAMPLE = 50
_MOST_NAMED = 5

_Rows = Iterator[tuple[int, list[str]]]
_Three = tuple[str, str, str]


class PointsError(ValueError):
    """A file from which no points can be taken. Its message is a sentence that names the file and the reason."""


@dataclass(frozen=True)
class PointsReading:
    """What a file holds.

    Attributes:
        points: The points, fitted to the square where that is needed.
        notes: What was chosen, left out or fitted, a sentence each.
    """

    points: OwnPoints
    notes: tuple[str, ...]


def read_points(path: Path) -> PointsReading:
    """Reads points from a file of CSV text: UTF-8, UTF-16 with a byte order mark, or else Latin-1.

    Args:
        path: A regular file of at most `MOST_BYTES` bytes.

    Raises:
        PointsError: The file cannot be read, is too large, or holds no points that can be used.
    """
    name = path.name or str(path)
    data = _bytes(path, shorten(name))
    notes = []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
        notes.append("the text is UTF-16")
    else:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
            notes.append("the text is not UTF-8, so it is read as Latin-1")
    reading = parse_points(text, name)
    return PointsReading(reading.points, (*notes, *reading.notes))


def parse_points(text: str, name: str) -> PointsReading:
    """Reads points from CSV text.

    Labels that are two names, or the numbers −1 and 1, 0 and 1, or 1 and 2, are classes; other numbers are what a
    regression predicts. Points that reach out of the square, or are a speck in it, are fitted to it.

    Args:
        text: Rows of x, y and label, with or without a header, parted by commas, semicolons, tabs or blanks.
        name: Of the file, for sentences and as the source of the points.

    Raises:
        PointsError: There is no usable row, or there are more than two classes.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    notes: list[str] = []
    bad = _BadRows()
    delimiter = _delimiter(text)
    titles, indices, rows = _columns(_rows(text, delimiter, bad), notes)
    table = _table(rows, titles, indices, delimiter != ",", bad)
    table, numbers = _with_usable_labels(table, titles[2], delimiter != ",", bad)
    if not table.labels:
        reason = bad.named[0] if bad.named else "needed are rows of x, y and a label"
        raise PointsError(f"{shorten(name)} has no usable row; {reason}")
    said = _said(text)
    labels, classes = _meaning(table.labels, numbers, said, f"{shorten(name)}: {shorten(titles[2])}", notes)
    points = np.column_stack([table.x, table.y])
    if len(points) > MOST_POINTS:
        notes.append(f"of {len(points)} usable rows, {MOST_POINTS} at even distances are taken")
        chosen = np.linspace(0, len(points) - 1, MOST_POINTS).round().astype(np.intp)
        points, labels = points[chosen], labels[chosen]
    units = _units(points, labels, classes is None, _IN_THE_SQUARE in said)
    notes += _about_fitting(points, labels, units, titles)
    points = np.column_stack([units.x1.inward(points[:, 0]), units.x2.inward(points[:, 1])])
    problem = "regression" if classes is None else "classification"
    names = classes or _PAINTED_CLASSES
    own = OwnPoints(points, units.label.inward(labels), problem, units, titles, names, name)
    return PointsReading(own, (*notes, *bad.notes))


def write_points(points: OwnPoints) -> str:
    r"""Writes points as CSV text in the units of the data, so that reading it gives the same points again.

    A first comment line tells what the numbers do not: of points in the square's own units the problem and that they
    are not to be fitted; of others the problem and the classes, where they would be taken for something else.

    Args:
        points: Any. Of no points only a header is written, in which there is nothing to be read.

    Returns:
        Lines that end in `\n`: a header, then a row for each point.
    """
    units = points.units
    x, y = units.x1.outward(points.points[:, 0]), units.x2.outward(points.points[:, 1])
    labels: list[float] | list[str] = units.label.outward(points.labels).tolist()
    if points.problem == "classification":
        labels = [points.classes[label > 0] for label in points.labels.tolist()]
    stream = io.StringIO()
    # All titles are quoted where the first begins with #, as the header would be a comment without.
    quotes_all = points.columns[0].lstrip().startswith("#")
    header = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL)
    header.writerow(points.columns)
    csv.writer(stream, lineterminator="\n").writerows(zip(x.tolist(), y.tolist(), labels, strict=True))
    table = stream.getvalue()
    if units == Units():
        return _mark(points, _IN_THE_SQUARE) + table
    try:
        again = parse_points(table, "").points
    except PointsError:
        return table
    return table if (again.problem, again.classes) == (points.problem, points.classes) else _mark(points) + table


def _mark(points: OwnPoints, *more: str) -> str:
    """The comment line for some points: a row of CSV text in itself, for the sake of odd names."""
    line = _MARK + ", ".join((points.problem, *more))
    classes = points.classes
    if points.problem == "classification" and classes != _PAINTED_CLASSES and "".join(classes).isprintable():
        stream = io.StringIO()
        csv.writer(stream, lineterminator="").writerow((f"-1 is {classes[0]}", f"1 is {classes[1]}"))
        line += ", " + stream.getvalue()
    return line + "\n"


def _said(text: str) -> list[str]:
    """What a first comment line of ours says."""
    line = text[:_LONGEST_LINE].partition("\n")[0]
    try:
        return next(csv.reader([line[len(_MARK) :]], skipinitialspace=True), []) if line.startswith(_MARK) else []
    except csv.Error:
        return []


def _bytes(path: Path, name: str) -> bytes:
    try:
        status = path.stat()
        # Asked before it is opened, as opening a pipe waits until someone writes.
        is_regular, size, data = stat.S_ISREG(status.st_mode), status.st_size, b""
        if is_regular and size <= MOST_BYTES:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
            size = len(data)
    except (OSError, ValueError) as error:
        raise PointsError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if not is_regular:
        raise PointsError(f"{name} cannot be read: it is not a regular file")
    if size > MOST_BYTES:
        raise PointsError(f"{name} has {math.ceil(size / 1e6)} MB; allowed are at most {MOST_BYTES // 10**6} MB")
    return data


class _BadRows:
    """Rows that are left out: the first few by their reasons, the others counted."""

    def __init__(self) -> None:
        self._count = 0
        self._first: list[tuple[int, str]] = []

    def add(self, line: int, reason: str) -> None:
        self._count += 1
        if len(self._first) < _MOST_NAMED or line < self._first[-1][0]:
            self._first = sorted([*self._first, (line, reason)])[:_MOST_NAMED]

    @property
    def named(self) -> list[str]:
        return [f"line {line}: {reason}" for line, reason in self._first]

    @property
    def notes(self) -> list[str]:
        more = self._count - len(self._first)
        return [*self.named, *([f"and {more} more row{'s'[: more > 1]} that cannot be read"] if more else [])]


def _lines(text: str) -> Iterator[str]:
    """Every physical line, so that csv.reader counts them; empty lines and comments come out blank."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK)
        end = end if end >= 0 else len(text) - text.endswith("\n")
        for line in text[start:end].split("\n"):
            bare = line.lstrip()
            yield line[:_LONGEST_LINE] + "\n" if bare and bare[0] != "#" else "\n"
        start = end + 1


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have three fields or more, and two numbers among them."""
    sample = "".join(islice((line for line in _lines(text) if line != "\n"), _SAMPLE))

    def fitness(delimiter: str) -> tuple[int, int, int, float]:
        rows = [row[:_SAMPLE] for _, row in _rows(sample, delimiter, _BadRows())]
        if not rows:
            return 0, 0, 0, sample.count(delimiter)
        numbers = [sum(_number(cell, delimiter != ",") is not None for cell in row) for row in rows]
        good = sum(count >= 2 for count in numbers)
        alike = max(Counter(map(len, rows)).values())
        # By commas 1,5;2,5;3,5 is four fields with two numbers, but more of the fields are numbers by semicolons.
        return good, len(rows), alike, sum(numbers) / sum(map(len, rows))

    return max(_DELIMITERS, key=fitness)


def _rows(text: str, delimiter: str, bad: _BadRows) -> _Rows:
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


def _columns(rows: _Rows, notes: list[str]) -> tuple[_Three, tuple[int, int, int], _Rows]:
    """The titles of x, y and label, where they are in a row, and the rows below the header."""
    ahead = list(islice(rows, 2))
    if not ahead:
        return _TITLES, (0, 1, 2), rows
    first = [cell.strip() for cell in ahead[0][1]]
    numbers = [number for cell in first if (number := _number(cell, True)) is not None]
    if any(map(math.isfinite, numbers)):
        if any(first[3:]):
            notes.append(f"of {len(first)} columns, the first three are taken for x, y and the label")
        return _TITLES, (0, 1, 2), chain(ahead, rows)
    if len(ahead) > 1 and len(ahead[1][1]) == len(first) + 1 and ahead[1][1][-1].strip():
        first = ["", *first]  # R gives no title to the names of the rows
    indices = _indices([title.casefold() for title in first])
    x, y, label = (first[index] or default for index, default in zip(indices, _TITLES, strict=True))
    if len(first) > 3 or indices != (0, 1, 2):
        taken = f"{shorten(x)} is taken for x, {shorten(y)} for y and {shorten(label)} for the label"
        notes.append(f"of {len(first)} columns, {taken}")
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


def _number(text: str, decimal_comma: bool) -> float | None:
    """A field as a number, perhaps not a finite one; None if it is none."""
    plain = text.replace("−", "-")
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
    known = {cell: _number(cell, decimal_comma) for cell in set(cells)}
    values = {cell: math.nan if number is None else number for cell, number in known.items()}
    return np.fromiter(map(values.__getitem__, cells), np.float64, len(cells))


def _complaint(title: str, text: str, decimal_comma: bool) -> str:
    """What is wrong with a field that should be a number; "" if nothing is."""
    text = text.strip()
    if text in _MISSING:
        return f"{shorten(title)} is missing"
    number = _number(text, decimal_comma)
    value = f"{shorten(title)} is " + (repr(text) if len(text) <= 40 else repr(text[:40]) + "…")
    if number is None:
        return f"{value}, which is not a number"
    if not math.isfinite(number):
        return f"{value}, which is not a finite number"
    return f"{value}; allowed is ±{LARGEST:g} at most" if abs(number) > LARGEST else ""


@dataclass(frozen=True)
class _Table:
    """Rows, column by column: where each begins, x, y, and the label as text until it is known what all of them are."""

    lines: NDArray[np.int64]
    x: FloatArray
    y: FloatArray
    labels: list[str]

    def only(self, fine: NDArray[np.bool_]) -> "_Table":
        """The same, of some of the rows."""
        if fine.all():
            return self
        return _Table(self.lines[fine], self.x[fine], self.y[fine], list(compress(self.labels, fine)))


def _table(rows: _Rows, titles: _Three, indices: tuple[int, int, int], decimal_comma: bool, bad: _BadRows) -> _Table:
    """The rows whose x and y are usable. In batches, as texts take many times the memory that numbers take."""
    tables = [_Table(np.empty(0, np.int64), np.empty(0), np.empty(0), [])]
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
        tables.append(_Table(np.array(lines, dtype=np.int64), x, y, labels).only(fine))
    return _Table(
        np.concatenate([table.lines for table in tables]),
        np.concatenate([table.x for table in tables]),
        np.concatenate([table.y for table in tables]),
        list(chain.from_iterable(table.labels for table in tables)),
    )


def _with_usable_labels(
    table: _Table, title: str, decimal_comma: bool, bad: _BadRows
) -> tuple[_Table, FloatArray | None]:
    """The rows whose label is of the kind that most labels are of, and the labels as numbers, or None for names."""
    numbers = _numbers(table.labels, decimal_comma)
    is_number = abs(numbers) <= LARGEST
    others = set(compress(table.labels, np.isnan(numbers)))
    names = {text for text in others if text not in _MISSING and _number(text, decimal_comma) is None}
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


def _meaning(
    texts: list[str], numbers: FloatArray | None, said: list[str], column: str, notes: list[str]
) -> tuple[FloatArray, tuple[str, str] | None]:
    """Labels as classes, −1 or +1, and what these are called; or as the numbers that they are, and None.

    Raises:
        PointsError: There are more than two names.
    """
    if numbers is None:
        found = sorted(set(texts), key=lambda text: (text.casefold(), text))
        if len(found) > 2:
            few = ", ".join(map(shorten, found[:4])) + ", …" * (len(found) > 4)
            raise PointsError(f"{column} has {len(found)} different names ({few}); allowed are two, or numbers")
    else:
        ends = sorted({float(numbers.min()), float(numbers.max())})
        is_either = (numbers == ends[0]) | (numbers == ends[-1])
        if "regression" in said or (ends[0], ends[-1]) not in _CLASS_NUMBERS or not is_either.all():
            return numbers, None
        found = [texts[int(np.argmax(numbers == end))] for end in ends]
    if len(found) == 1:
        notes.append(f"every label is {shorten(found[0])}, so there is one class alone")
    classes = _classes(found, said)
    if numbers is None:
        is_upper = np.fromiter(map(classes[1].__eq__, texts), np.bool_, len(texts))
        return np.where(is_upper, 1.0, -1.0), classes
    return np.where(numbers == _number(classes[1], True), 1.0, -1.0), classes


def _classes(found: list[str], said: list[str]) -> tuple[str, str]:
    """What −1 and +1 are called, where one or two spellings were found, the lesser first."""
    told = [word.split(" is ", 1)[1] for word in said if " is " in word]
    if len(told) == 2 and set(found) <= set(told):
        return told[0], told[1]
    first, last = found[0].casefold(), found[-1].casefold()
    if len(found) == 2:
        return (found[1], found[0]) if _OPPOSITES.get(last) == first else (found[0], found[1])
    number = _number(first, True)
    if number is not None:
        return ("-1", found[0]) if number == 1 else (found[0], "1")
    for lower, upper in _OPPOSITES.items():
        if first in (lower, upper):
            return (found[0], upper) if first == lower else (lower, found[0])
    return found[0], f"not {found[0]}"


def _fitted(values: FloatArray, half: float) -> Scale:
    """A scale by which the least and the greatest value become the ends of a range around 0."""
    low, high = float(values.min()), float(values.max())
    centre = low / 2 + high / 2
    # The centre is rounded: measured from there, neither end lands outside.
    reach = max(high - centre, centre - low)
    return Scale(centre, half / reach if reach > _LEAST_REACH else 1.0)


def _units(points: FloatArray, labels: FloatArray, is_regression: bool, is_in_the_square: bool) -> Units:
    """What has to be fitted: both coordinates or none, and the labels of a regression."""
    x1, x2, label = Scale(), Scale(), Scale()
    fits = float(abs(points).max()) <= GRID_LIMIT
    span = float(np.ptp(points, axis=0).max())
    if not fits or (0 < span <= _SPECK and not is_in_the_square):
        x1, x2 = _fitted(points[:, 0], _FITTED_HALF), _fitted(points[:, 1], _FITTED_HALF)
    most = float(abs(labels).max())
    if is_regression and (most > 1 or (most < _FAINT and not (is_in_the_square and fits))):
        label = _fitted(labels, 1.0)
    return Units(x1, x2, label)


def _about_fitting(points: FloatArray, labels: FloatArray, units: Units, titles: _Three) -> Iterator[str]:
    def span(values: FloatArray, title: str) -> str:
        low, high = float(values.min()), float(values.max())
        return f"{shorten(title)} " + (f"from {low:g} to {high:g}" if low < high else f"at {low:g}")

    scales = (units.x1, units.x2)
    fitted = [span(points[:, axis], titles[axis]) for axis in (0, 1) if not scales[axis].is_identity]
    if fitted:
        verb = "are" if len(fitted) > 1 else "is"
        yield f"{' and '.join(fitted)} {verb} fitted to the square; the axes show the true numbers"
    if not units.label.is_identity:
        yield f"{span(labels, titles[2])} is fitted to −1…1"
