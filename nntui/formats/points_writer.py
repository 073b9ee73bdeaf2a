"""Points as CSV text that is read back as the same points."""

import csv
import io
from dataclasses import replace

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.engine.classes import class_indices
from nntui.experiment.user_points import PAINTED_CLASSES, Units, UserPoints
from nntui.formats.points import IN_THE_SQUARE, PointsError, parse_points
from nntui.formats.shown_names import shown_classes, shown_titles
from nntui.formats.tables.formulas import guarded
from nntui.formats.tables.text import OWN_MARK


def write_points(points: UserPoints) -> str:
    r"""Writes points as CSV text in the units of the data, so that reading it gives the same points again.

    A first comment line says what the numbers do not: of points in the square's own units the problem and that they
    are not to be fitted; of others the problem and the classes, where they would be taken for something else.

    Args:
        points: Any. Of no points only a header is written, in which there is nothing to be read.

    Returns:
        Lines that end in `\n`: a header, then a row for each point.
    """
    points = replace(points, classes=shown_classes(points.classes), columns=shown_titles(points.columns))
    units = points.units
    x, y = _plain(units.x1.outward(points.points[:, 0])), _plain(units.x2.outward(points.points[:, 1]))
    labels: list[int | float] | list[str] = _plain(units.label.outward(points.labels))
    if points.problem == "classification":
        classes = [guarded(name) for name in points.classes]
        labels = [classes[index] for index in class_indices(points.labels, points.class_count).tolist()]
    stream = io.StringIO()
    # All titles are quoted where the first begins with #, as the header would be a comment without.
    quotes_all = points.columns[0].lstrip().startswith("#")
    header = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL)
    header.writerow(map(guarded, points.columns))
    csv.writer(stream, lineterminator="\n").writerows(zip(x, y, labels, strict=True))
    table = stream.getvalue()
    if units == Units():
        return _mark(points, IN_THE_SQUARE) + table
    try:
        again = parse_points(table, "").points
    except PointsError:
        return _mark(points) + table if points.size else table
    has_same_classes = points.problem == "regression" or again.classes == points.classes
    is_same = has_same_classes and (again.problem, again.columns) == (points.problem, points.columns)
    return table if is_same and _are_alike(again, points) else _mark(points) + table


def _are_alike(again: UserPoints, points: UserPoints) -> bool:
    """Whether the columns that are read again are those that were written: two may have the same title."""
    return again.size == points.size and np.allclose(_own_numbers(again), _own_numbers(points))


def _own_numbers(points: UserPoints) -> FloatArray:
    """All numbers in the units of the data, float64, shape (3, n); a class has none, so its label is as it is."""
    x, y, units = *points.points.T, points.units
    labels = points.labels if points.problem == "classification" else units.label.outward(points.labels)
    return np.array([units.x1.outward(x), units.x2.outward(y), labels])


def _plain(values: FloatArray) -> list[int | float]:
    """Numbers as they are written: 7 and not 7.0, and for a minus zero what is one."""
    return [int(value) if value.is_integer() and value else value for value in values.tolist()]


def _mark(points: UserPoints, *more: str) -> str:
    """The comment line for some points: a row of CSV text in itself, for the sake of odd names."""
    line = OWN_MARK + ", ".join((points.problem, *more))
    classes = points.classes
    if points.problem == "classification" and classes != PAINTED_CLASSES:
        stream = io.StringIO()
        numbers = (-1, 1) if len(classes) == len(PAINTED_CLASSES) else range(len(classes))
        words = [f"{number} is {name}" for number, name in zip(numbers, classes, strict=True)]
        csv.writer(stream, lineterminator="").writerow(words)
        line += ", " + stream.getvalue()
    return line + "\n"
