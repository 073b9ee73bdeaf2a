"""A person's own data, from CSV text and from columns, as spreadsheets, NumPy, pandas and R write it.

Whatever is chosen, left out or fitted on the way is reported in a sentence of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.errors import NntuiError, reason_of
from nntui.experiment.short_names import one_line, shortened
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import MOST_CLASSES, MOST_POINTS, PAINTED_CLASSES, UserPoints, numbers_of_classes
from nntui.formats.bounded_read import descriptor_of, read_bounded
from nntui.formats.fitting import about_fitting, fitted_units
from nntui.formats.labels import LabelsError, meaning_of, said_classes
from nntui.formats.notes import Notes
from nntui.formats.shown_names import shown_classes, shown_name, shown_titles
from nntui.formats.tables.bad_rows import BadRows
from nntui.formats.tables.columns import TITLES, Choice, ColumnsError
from nntui.formats.tables.contents import Titles, contents_of, with_usable_labels
from nntui.formats.tables.fields import number_of
from nntui.formats.tables.file import MOST_BYTES, KindError, text_of, with_line_feeds
from nntui.formats.tables.formulas import unguarded
from nntui.formats.tables.layout import Layout, TableView, layout_of
from nntui.formats.tables.text import fields_of_short_rows, said_by_mark
from nntui.kiosk.sizes import most_points
from nntui.language import _, ngettext

IN_THE_SQUARE = "in the units of the square"
"""What a comment line of our own says of points that are not to be fitted."""

_LONGEST_TOLD = 60

Columns = Sequence[str | int]
"""x, y and the label, each by its title or by its number, from 1."""


class PointsError(NntuiError, ValueError):
    """A file from which no points can be taken. Its message is a sentence that names the file and the reason.

    Attributes:
        view: The table, where there is one of which other columns could be taken.
    """

    title = "Points"

    def __init__(self, sentence: str, view: TableView | None = None) -> None:
        super().__init__(sentence)
        self.view = view


@dataclass(frozen=True)
class PointsReading:
    """What a file holds.

    Attributes:
        points: The points, fitted to the square where that is needed.
        notes: What was chosen, left out or fitted, a sentence each.
        view: The table that they are from; None for points that are from none.
    """

    points: UserPoints
    notes: tuple[str, ...]
    view: TableView | None = None


def read_points(path: Path, columns: Columns | None = None) -> PointsReading:
    """Reads points from a file: CSV text in UTF-8, UTF-16 or else Latin-1, or an array of NumPy; packed or not.

    Args:
        path: A regular file of at most `MOST_BYTES` bytes, packed and unpacked; or what this process has open to read,
            as `/dev/stdin`.
        columns: Which columns are taken; None to choose them by titles and values.

    Raises:
        PointsError: The file cannot be read, is too large, or holds no points that can be used.
    """
    descriptor = descriptor_of(path)
    name = path.name or str(path) if descriptor is None else "pipe" if descriptor else "stdin"
    try:
        data = read_bounded(path, MOST_BYTES)
    except OSError as error:
        sentence = _("{name} cannot be read: {reason}")
        raise PointsError(sentence.format(name=shorten(name), reason=reason_of(error))) from error
    packed = path.suffix.lower() in (".gz", ".bz2", ".xz")
    try:
        content = text_of(data, Path(path.stem).suffix if packed else path.suffix)
    except KindError as error:
        raise PointsError(_("{name} is {kind}").format(name=shorten(name), kind=error)) from error
    reading = parse_points(content.text, name, columns)
    return PointsReading(reading.points, (*content.notes, *reading.notes), reading.view)


def parse_points(text: str, name: str, columns: Columns | None = None) -> PointsReading:
    """Reads points from CSV text.

    Labels of two different values, three to six names or whole numbers are classes; other numbers are what a
    regression predicts. Points that reach out of
    the square, or fill less than half of it, are fitted to it.

    Args:
        text: Rows of fields, with or without a header, separated by commas, semicolons, tabs, bars or blanks.
        name: Of the file, for sentences and as the source of the points.
        columns: Which columns are taken; None to choose them by titles and values.

    Raises:
        PointsError: There is no usable row, there are more than six names, or there are no such columns.
    """
    layout = layout_of(with_line_feeds(text))
    if not layout.sample:
        raise PointsError(_about_nothing(layout, name))
    try:
        choice, sentence = layout.choice(columns)
    except ColumnsError as error:
        raise PointsError(f"{shorten(name)}: {error}") from error
    view = layout.view(choice)
    try:
        return _read(layout, choice, (layout.header.note, sentence), name, view)
    except LabelsError as error:
        raise PointsError(f"{shorten(name)}: {error}", view) from error


def _read(layout: Layout, choice: Choice, sentences: tuple[str, ...], name: str, view: TableView) -> PointsReading:
    """The points of the columns that were chosen.

    Raises:
        PointsError: There is no usable row.
        LabelsError: There are more than six names.
    """
    notes, bad = Notes(), BadRows()
    notes.extend(filter(None, sentences))
    comma = layout.possible_thousands(choice)
    if comma:
        sentence = _("{number} is read with a decimal comma, as {meant}")
        notes.add(sentence.format(number=comma, meant=comma.replace(",", ".")))
    stride = max(layout.stride, layout.row_stride)
    if stride > 1:
        sentence = _("it has {count} lines, of which one in {stride} is read")
        notes.add(sentence.format(count=f"{layout.text.count(chr(10)):,}", stride=stride))
    titles = _titles_of(layout, choice)
    table = contents_of(layout.rows(bad), titles, choice.indices, layout.decimal_comma, bad)
    said: Sequence[str] = said_by_mark(layout.text)
    named = _as_said(table.labels, said)
    if named is None:
        table, numbers = with_usable_labels(table, titles[2], layout.decimal_comma, bad)
        named = _named_classes(numbers, layout.header.classes)
        said = said if named is None else (*said, *_order_of(layout.header.classes))
    if not table.labels:
        raise PointsError(_no_usable_row(name, bad), view)
    if named is not None:
        table, numbers = replace(table, labels=named), None
    labels = list(map(unguarded, table.labels)) if said and numbers is None and named is None else table.labels
    own = _points_of((table.x, table.y), (labels, numbers), titles, name, said, notes)
    return PointsReading(own, (*notes.sentences, *bad.notes), view)


def _as_said(labels: list[str], said: Sequence[str]) -> list[str] | None:
    """The labels as names where each is one of those that our own comment line names; else None."""
    names = set(said_classes(said))
    plain = list(map(unguarded, labels)) if names else []
    return plain if plain and names.issuperset(plain) else None


def _named_classes(numbers: FloatArray | None, names: Sequence[str]) -> list[str] | None:
    """The labels 0, 1 and so on as the names that a table gives them; None where it gives none for classes."""
    if numbers is None or not 2 <= len(names) <= MOST_CLASSES or not np.isin(numbers, range(len(names))).all():
        return None
    return [names[int(number)] for number in numbers]


def _order_of(names: Sequence[str]) -> list[str]:
    """What a comment line would say of three and more names; which of two is −1, their meaning says."""
    return [f"{number} is {name}" for number, name in enumerate(names)] if len(names) > len(PAINTED_CLASSES) else []


def _titles_of(layout: Layout, choice: Choice) -> Titles:
    """What the three columns are called."""
    is_own = bool(said_by_mark(layout.text))
    x, y, label = (
        usual if not title or title.isdecimal() else unguarded(title) if is_own else title
        for title, usual in zip((layout.columns[at].title for at in choice.indices), TITLES, strict=True)
    )
    return x, y, label


def _about_nothing(layout: Layout, name: str) -> str:
    """Why a text has no row at all."""
    rows = fields_of_short_rows(layout.text, layout.delimiter)
    is_table = len(rows) > 1 and all(len(row) == 2 for row in rows)
    if is_table:
        if any(map(_is_number, rows[0])):
            sentence = _("{name} has two columns: a third is needed, with the label of each point")
            return sentence.format(name=shorten(name))
        sentence = _("{name} has two columns, {first} and {second}: a third is needed, with the label of each point")
        first, second = (shorten(cell) if cell else _("one without a title") for cell in rows[0])
        return sentence.format(name=shorten(name), first=first, second=second)
    bad = BadRows()
    has_row = next(layout.rows(bad), None) is not None
    return _no_usable_row(name, BadRows() if has_row else bad)


def _no_usable_row(name: str, bad: BadRows) -> str:
    reason = bad.named[0] if bad.named else _("needed are rows of x, y and a label")
    return _("{name} has no usable row; {reason}").format(name=shorten(name), reason=reason)


def _is_number(text: str) -> bool:
    return number_of(text, True) is not None


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
        PointsError: There are more than six names.
    """
    notes = Notes()
    numbers = labels if isinstance(labels, np.ndarray) else None
    texts = list(labels) if numbers is None else [repr(each).removesuffix(".0") for each in numbers.tolist()]
    try:
        own = _points_of(coordinates, (texts, numbers), titles, name, said, notes)
    except LabelsError as error:
        raise PointsError(f"{shorten(name)}: {error}" if name else str(error)) from error
    return PointsReading(own, notes.sentences)


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
    labels, classes = meaning_of(*read, said, shorten(titles[2]), notes)
    points = np.column_stack(coordinates)
    most = most_points(MOST_POINTS)
    if len(points) > most:
        sentence = _("of {count} usable rows, {most} at even distances are taken")
        notes.add(sentence.format(count=f"{len(points):,}", most=f"{most:,}"))
        chosen = np.linspace(0, len(points) - 1, most).round().astype(np.intp)
        points, labels = points[chosen], labels[chosen]
    units = fitted_units(points, labels, classes is None, IN_THE_SQUARE in said)
    notes.extend(about_fitting(points, labels, units, titles))
    points = np.column_stack([units.x1.inward(points[:, 0]), units.x2.inward(points[:, 1])])
    problem = "regression" if classes is None else "classification"
    names = classes or PAINTED_CLASSES
    called = shown_titles(titles), shown_classes(names), shown_name(name)
    return UserPoints(points, units.label.inward(labels), problem, units, *called)


def describe(points: UserPoints, problem: str = "") -> tuple[str, ...]:
    """What some points are, a sentence each: how many, and what X₁, X₂ and the classes are called in their file.

    Args:
        points: Any.
        problem: As what they are learned, where that is not what they look like.
    """
    x1, x2 = map(shorten, points.columns[:2])
    counted = (
        ngettext("{count} point from {source}", "{count} points from {source}", points.size)
        if points.source
        else ngettext("{count} point", "{count} points", points.size)
    )
    said = [counted.format(count=f"{points.size:,}", source=shorten(points.source))]
    if points.columns != TITLES:
        said.append(_("X₁ is {x1}, X₂ is {x2}").format(x1=x1, x2=x2))
    if points.problem == "classification" and points.classes != PAINTED_CLASSES:
        said.append(_about_classes(points, problem))
    return tuple(said)


def _about_classes(points: UserPoints, problem: str) -> str:
    """What the classes are called, and what becomes of them where three and more are learned as a regression."""
    label = shorten(points.columns[2])
    if points.class_count == len(PAINTED_CLASSES):
        low, high = _apart(points.classes)
        return _("of {label}, {low} is −1 and {high} is +1").format(label=label, low=low, high=high)
    are_numbers = numbers_of_classes(points.classes) is not None
    if problem == "regression" and are_numbers:
        sentence = _("the classes of {label} ({names}) are taken as numbers: opened as regression")
    elif problem == "regression":
        sentence = _(
            "the names of {label} are taken as numbers from −1 to 1, in this order ({names}): opened as regression"
        )
    elif are_numbers:
        sentence = _(
            "{label} has {count} distinct whole numbers ({names}): opened as classes (or --problem regression)"
        )
    else:
        sentence = _("{label} has {count} classes ({names})")
    return sentence.format(label=label, count=points.class_count, names=", ".join(_apart(points.classes)))


def _apart(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of classes as they stand in a sentence: short, and still different where they begin alike."""
    told = tuple(map(shorten, names))
    if len(set(told)) == len(names):
        return told
    return shortened(tuple(map(one_line, names)), _LONGEST_TOLD) or told
