"""A person's own data, from and to CSV text, as spreadsheets, NumPy, pandas and R write it.

Whatever is chosen, left out or fitted on the way is reported in a line of its own. What is written for points that were
painted begins with a comment that says what the numbers alone do not: the problem, and that nothing is to be fitted.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import GRID_LIMIT
from nntui.errors import NntuiError
from nntui.experiment.setting import shorten
from nntui.experiment.user_points import MOST_POINTS, Scale, Units, UserPoints
from nntui.formats.bounded_read import read_bounded, reason_of
from nntui.formats.csv_table import (
    LONGEST_LINE,
    TITLES,
    BadRows,
    Titles,
    columns_of,
    delimiter_of,
    number_of,
    rows_of,
    table_of,
    with_usable_labels,
)
from nntui.formats.notes import Notes

MOST_BYTES = 20_000_000

_MARK = "# nntui: "
_IN_THE_SQUARE = "in the units of the square"
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

_LONGEST_NAME = 200
_FITTED_HALF = 5.0
_SPECK = 2 * (1 + 1e-9)
"""What spans no more on both axes is too small to be seen. The rounding of a number that was fitted is forgiven."""
_FAINT = 0.1
_LEAST_REACH = 1e-300


class PointsError(NntuiError, ValueError):
    """A file from which no points can be taken. Its message is a sentence that names the file and the reason."""

    title = "Points"


@dataclass(frozen=True)
class PointsReading:
    """What a file holds.

    Attributes:
        points: The points, fitted to the square where that is needed.
        notes: What was chosen, left out or fitted, a sentence each.
    """

    points: UserPoints
    notes: tuple[str, ...]


def read_points(path: Path) -> PointsReading:
    """Reads points from a file of CSV text: UTF-8, UTF-16 with a byte order mark, or else Latin-1.

    Args:
        path: A regular file of at most `MOST_BYTES` bytes.

    Raises:
        PointsError: The file cannot be read, is too large, or holds no points that can be used.
    """
    name = path.name or str(path)
    try:
        data = read_bounded(path, MOST_BYTES)
    except OSError as error:
        raise PointsError(f"{shorten(name)} cannot be read: {reason_of(error)}") from error
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
    notes = Notes()
    bad = BadRows()
    delimiter = delimiter_of(text)
    titles, indices, rows = columns_of(rows_of(text, delimiter, bad), notes)
    table = table_of(rows, titles, indices, delimiter != ",", bad)
    table, numbers = with_usable_labels(table, titles[2], delimiter != ",", bad)
    if not table.labels:
        reason = bad.named[0] if bad.named else "needed are rows of x, y and a label"
        raise PointsError(f"{shorten(name)} has no usable row; {reason}")
    own = _points_of((table.x, table.y), (table.labels, numbers), titles, name, _said(text), notes)
    return PointsReading(own, (*notes.sentences, *bad.notes))


def points_from_columns(
    coordinates: tuple[FloatArray, FloatArray],
    labels: Sequence[str] | FloatArray,
    name: str = "",
    titles: Titles = TITLES,
    said: Sequence[str] = (),
) -> PointsReading:
    """Takes points from columns; labels are understood and points are fitted to the square as those of a file are.

    Args:
        coordinates: x and y, float64, shape (n,) each, finite, with at least one point.
        labels: Names of classes, or finite numbers, float64, shape (n,).
        name: What the points are called, for sentences and as their source.
        titles: What the columns are called.
        said: What a comment line of a file would say: "regression", or which class is −1 and which is 1.

    Raises:
        PointsError: There are more than two names.
    """
    notes = Notes()
    numbers = labels if isinstance(labels, np.ndarray) else None
    texts = list(labels) if numbers is None else [repr(each).removesuffix(".0") for each in numbers.tolist()]
    return PointsReading(_points_of(coordinates, (texts, numbers), titles, name, said, notes), notes.sentences)


def _points_of(
    coordinates: tuple[FloatArray, FloatArray],
    read: tuple[list[str], FloatArray | None],
    titles: Titles,
    name: str,
    said: Sequence[str],
    notes: Notes,
) -> UserPoints:
    """Points of columns: at most so many, in classes or numbers, fitted to the square where that is needed.

    Args:
        coordinates: x and y.
        read: The labels as text, and as numbers if they are some.
        titles: What the columns are called.
        name: What the points are called.
        said: What a comment line says.
        notes: Gets a sentence for what is chosen or fitted.
    """
    what = f"{shorten(name)}: {shorten(titles[2])}" if name else shorten(titles[2])
    labels, classes = _meaning(*read, said, what, notes)
    points = np.column_stack(coordinates)
    if len(points) > MOST_POINTS:
        notes.add(f"of {len(points):,} usable rows, {MOST_POINTS:,} at even distances are taken")
        chosen = np.linspace(0, len(points) - 1, MOST_POINTS).round().astype(np.intp)
        points, labels = points[chosen], labels[chosen]
    units = _units(points, labels, classes is None, _IN_THE_SQUARE in said)
    notes.extend(_about_fitting(points, labels, units, titles))
    points = np.column_stack([units.x1.inward(points[:, 0]), units.x2.inward(points[:, 1])])
    problem = "regression" if classes is None else "classification"
    names = classes or _PAINTED_CLASSES
    first, second, third = map(_cut, titles)
    called = _cut(names[0]), _cut(names[1])
    return UserPoints(points, units.label.inward(labels), problem, units, (first, second, third), called, _cut(name))


def _cut(name: str) -> str:
    """A name that can be shown and kept: not without end, and without what is no text, as in some names of files."""
    return name[:_LONGEST_NAME].encode("utf-8", "replace").decode()


def describe(points: UserPoints) -> tuple[str, ...]:
    """What some points are, a sentence each: how many, and what X₁, X₂, −1 and +1 are called in their file."""
    x1, x2, label = map(shorten, points.columns)
    said = [
        f"{points.size:,} point{'s' * (points.size > 1)}" + (f" from {shorten(points.source)}" if points.source else "")
    ]
    if points.columns != TITLES:
        said.append(f"X₁ is {x1}, X₂ is {x2}")
    if points.problem == "classification" and points.classes != _PAINTED_CLASSES:
        said.append(f"of {label}, {shorten(points.classes[0])} is −1 and {shorten(points.classes[1])} is +1")
    return tuple(said)


def write_points(points: UserPoints) -> str:
    r"""Writes points as CSV text in the units of the data, so that reading it gives the same points again.

    A first comment line says what the numbers do not: of points in the square's own units the problem and that they
    are not to be fitted; of others the problem and the classes, where they would be taken for something else.

    Args:
        points: Any. Of no points only a header is written, in which there is nothing to be read.

    Returns:
        Lines that end in `\n`: a header, then a row for each point.
    """
    units = points.units
    x, y = _plain(units.x1.outward(points.points[:, 0])), _plain(units.x2.outward(points.points[:, 1]))
    labels: list[int | float] | list[str] = _plain(units.label.outward(points.labels))
    if points.problem == "classification":
        labels = [points.classes[label > 0] for label in points.labels.tolist()]
    stream = io.StringIO()
    # All titles are quoted where the first begins with #, as the header would be a comment without.
    quotes_all = points.columns[0].lstrip().startswith("#")
    header = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL)
    header.writerow(points.columns)
    csv.writer(stream, lineterminator="\n").writerows(zip(x, y, labels, strict=True))
    table = stream.getvalue()
    if units == Units():
        return _mark(points, _IN_THE_SQUARE) + table
    try:
        again = parse_points(table, "").points
    except PointsError:
        return table
    return table if (again.problem, again.classes) == (points.problem, points.classes) else _mark(points) + table


def _plain(values: FloatArray) -> list[int | float]:
    """Numbers as they are written: 7 and not 7.0, and for a minus zero what is one."""
    return [int(value) if value.is_integer() and value else value for value in values.tolist()]


def _mark(points: UserPoints, *more: str) -> str:
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
    line = text[:LONGEST_LINE].partition("\n")[0]
    try:
        return next(csv.reader([line[len(_MARK) :]], skipinitialspace=True), []) if line.startswith(_MARK) else []
    except csv.Error:
        return []


def _meaning(
    texts: list[str], numbers: FloatArray | None, said: Sequence[str], column: str, notes: Notes
) -> tuple[FloatArray, tuple[str, str] | None]:
    """Labels as classes, −1 or +1, and what these are called; or as the numbers that they are, and None.

    Raises:
        PointsError: There are more than two names.
    """
    if numbers is None:
        found = sorted(set(texts), key=lambda text: (text.casefold(), text))
        if len(found) > 2:
            few = ", ".join(map(shorten, found[:4])) + ", …" * (len(found) > 4)
            raise PointsError(f"{column} has {len(found):,} different names ({few}); allowed are two, or numbers")
    else:
        ends = sorted({float(numbers.min()), float(numbers.max())})
        is_either = (numbers == ends[0]) | (numbers == ends[-1])
        if "regression" in said or (ends[0], ends[-1]) not in _CLASS_NUMBERS or not is_either.all():
            return numbers, None
        found = [texts[int(np.argmax(numbers == end))] for end in ends]
    if len(found) == 1:
        notes.add(f"every label is {shorten(found[0])}, so there is one class alone")
    classes = _classes(found, said)
    if numbers is None:
        is_upper = np.fromiter(map(classes[1].__eq__, texts), np.bool_, len(texts))
        return np.where(is_upper, 1.0, -1.0), classes
    return np.where(numbers == number_of(classes[1], True), 1.0, -1.0), classes


def _classes(found: list[str], said: Sequence[str]) -> tuple[str, str]:
    """What −1 and +1 are called, where one or two spellings were found, the lesser first."""
    names = [word.split(" is ", 1)[1] for word in said if " is " in word]
    if len(names) == 2 and set(found) <= set(names):
        return names[0], names[1]
    first, last = found[0].casefold(), found[-1].casefold()
    if len(found) == 2:
        return (found[1], found[0]) if _OPPOSITES.get(last) == first else (found[0], found[1])
    number = number_of(first, True)
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


def _about_fitting(points: FloatArray, labels: FloatArray, units: Units, titles: Titles) -> Iterator[str]:
    def span(values: FloatArray, title: str) -> str:
        low, high = float(values.min()), float(values.max())
        return f"{shorten(title)} " + (f"from {low:g} to {high:g}" if low < high else f"at {low:g}")

    scales = (units.x1, units.x2)
    fitted = [span(points[:, axis], titles[axis]) for axis in (0, 1) if not scales[axis].is_identity]
    if fitted:
        verb = "are" if len(fitted) > 1 else "is"
        yield f"{' and '.join(fitted)} {verb} fitted to the square of −6…6, and shown in the data's own units"
    if not units.label.is_identity:
        yield f"{span(labels, titles[2])} is fitted to −1…1"
