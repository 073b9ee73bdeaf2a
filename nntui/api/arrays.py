"""A person's arrays as points of an experiment; arrays and numbers that are not allowed are refused."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nntui.engine.arrays import FloatArray
from nntui.experiment.setting import SettingError
from nntui.experiment.settings import PROBLEM
from nntui.experiment.shown_text import InWords, shorten
from nntui.experiment.user_points import MOST_POINTS
from nntui.formats.points import PointsReading, points_from_columns
from nntui.formats.tables.columns import TITLES
from nntui.formats.tables.fields import LARGEST
from nntui.language import _

_PROBLEMS = (None, "classification", "regression")


def table_of_points(points: ArrayLike) -> FloatArray:
    """Points as float64, shape (n, 2).

    Raises:
        SettingError: The shape is another, or something in it is no finite number.
    """
    try:
        table = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError):
        raise SettingError(_("Points"), InWords(_unread(points)), _("an array of numbers of shape (n, 2)")) from None
    if table.ndim != 2 or table.shape[1] != 2:
        allowed = _("shape (n, 2), a row of x1 and x2 for each point")
        raise SettingError(_("Points"), InWords(_("shape {shape}").format(shape=table.shape)), allowed)
    _refuse_extremes(_("Points"), table)
    return table


def _unread(points: object) -> str:
    """What was given in place of an array of numbers, by its type and as it looks."""
    kind = type(points).__name__
    sentence = _("an {kind}, {value}") if kind[0] in "aeiou" else _("a {kind}, {value}")
    return sentence.format(kind=kind, value=shorten(points, 30))


def whole_number(what: str, value: Any, low: int, high: int | None = None) -> int:
    """A whole number of a range; NumPy's are taken, too.

    Raises:
        SettingError: It is something else.
    """
    number = int(value) if isinstance(value, (int, np.integer)) and not isinstance(value, bool) else None
    if number is None or number < low or (high is not None and number > high):
        if high is None:
            raise SettingError(what, value, _("a whole number of at least {low}").format(low=low))
        raise SettingError(what, value, _("a whole number from {low} to {high}").format(low=low, high=high))
    return number


def read_arrays(
    points: ArrayLike, labels: ArrayLike, problem: str | None, columns: Sequence[str] | None, source: str
) -> PointsReading:
    """Takes points and labels, understood and fitted as those of a file are.

    Raises:
        SettingError: Shapes or numbers are not usable.
        PointsError: There are more than six classes.
    """
    table = table_of_points(points)
    answers = np.asarray(labels)
    if answers.shape != (len(table),):
        allowed = _("shape {shape}, one label for each point").format(shape=(len(table),))
        raise SettingError(_("Labels"), InWords(_("shape {shape}").format(shape=answers.shape)), allowed)
    if not 1 <= len(table) <= MOST_POINTS:
        given = _("{count} of them").format(count=f"{len(table):,}")
        raise SettingError(_("Points"), InWords(given), _("1 to {most}").format(most=f"{MOST_POINTS:,}"))
    if problem not in _PROBLEMS:
        allowed = _("classification, regression, or None to decide by the labels")
        raise SettingError(PROBLEM.label, problem, allowed)
    titles = _titles(points, labels) if columns is None else tuple(map(str, columns))
    if len(titles) != len(TITLES):
        raise SettingError(_("Columns"), InWords(", ".join(titles)), _("three names, of x1, x2 and the label"))
    meant, said = _labels(answers, problem)
    return points_from_columns((table[:, 0], table[:, 1]), meant, source, (titles[0], titles[1], titles[2]), said)


def _titles(points: Any, labels: Any) -> tuple[str, ...]:
    """What a data frame calls its columns; the usual names for anything else."""
    names = [*getattr(points, "columns", TITLES[:2]), getattr(labels, "name", None) or TITLES[2]]
    return tuple(map(str, names))


def _labels(answers: Any, problem: str | None) -> tuple[list[str] | FloatArray, list[str]]:
    """Labels as names or as numbers, and what the reader of points must know about them."""
    if answers.dtype.kind in "biuf":
        numbers = answers.astype(np.float64)
        _refuse_extremes(_("Labels"), numbers)
        if problem != "classification":
            return numbers, [problem] if problem else []
        texts = [repr(number).removesuffix(".0") for number in numbers.tolist()]
        values = sorted(set(texts), key=float)
        return texts, [f"{number} is {value}" for number, value in enumerate(values)]
    names = [str(each) for each in answers.tolist()]
    if problem == "regression":
        raise SettingError(_("Labels"), names[0], _("numbers, for a regression"))
    return names, []


def _refuse_extremes(what: str, numbers: FloatArray) -> None:
    bad = ~(np.abs(numbers) <= LARGEST)
    if bad.any():
        index = tuple(int(each) for each in np.argwhere(bad)[0])
        where = _("{value} in row {row}").format(value=shorten(float(numbers[index])), row=index[0])
        allowed = _("finite numbers from {low} to {high}").format(low=f"-{LARGEST:g}", high=f"{LARGEST:g}")
        raise SettingError(what, InWords(where), allowed)
