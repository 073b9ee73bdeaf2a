"""User points in a saved session: to the data of its file, and back, checked piece by piece."""

import math
from typing import Annotated

import numpy as np
from msgspec import Meta, Struct

from nntui.engine.classes import labels_of
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import MOST_CLASSES, MOST_POINTS, Scale, Units, UserPoints
from nntui.formats.shown_names import shown_classes, shown_name, shown_titles
from nntui.language import _

_Numbers = Annotated[list[float], Meta(max_length=MOST_POINTS)]
_Text = Annotated[str, Meta(max_length=1000)]


class _Scale(Struct):
    centre: float
    factor: float


class _Units(Struct):
    x1: _Scale
    x2: _Scale
    label: _Scale


class SavedPoints(Struct):
    """A set of points as it stands in the file."""

    problem: _Text
    columns: tuple[_Text, _Text, _Text]
    classes: Annotated[tuple[_Text, ...], Meta(min_length=2, max_length=MOST_CLASSES)]
    source: _Text
    units: _Units
    x1: _Numbers
    x2: _Numbers
    labels: _Numbers


def saved_points_of(own: UserPoints) -> SavedPoints:
    """What is written of a set of points."""
    x1, x2 = own.points.T.tolist()
    units = _Units(*(_Scale(each.centre, each.factor) for each in (own.units.x1, own.units.x2, own.units.label)))
    return SavedPoints(own.problem, own.columns, own.classes, own.source, units, x1, x2, own.labels.tolist())


def points_of(own: SavedPoints) -> UserPoints:
    """The points of a file.

    Raises:
        ValueError: They cannot be used; the message says why.
    """
    if own.problem not in ("classification", "regression"):
        sentence = _("own points: problem {problem} is neither classification nor regression")
        raise ValueError(sentence.format(problem=shorten(own.problem)))
    if not len(own.x1) == len(own.x2) == len(own.labels):
        sentence = _("own points: {x1} x1, {x2} x2 and {labels} labels")
        raise ValueError(sentence.format(x1=len(own.x1), x2=len(own.x2), labels=len(own.labels)))
    points, labels = np.array([own.x1, own.x2]).T.reshape(-1, 2), np.array(own.labels)
    if labels.size and (np.abs(points).max() > 100 * GRID_LIMIT or np.abs(labels).max() > 1000):
        raise ValueError(_("own points: a number lies far outside of the square"))
    allowed = labels_of(np.arange(len(own.classes)), len(own.classes))
    if own.problem == "classification" and not np.isin(labels, allowed).all():
        sentence = _("own points: a label is of none of the classes; allowed are {labels}")
        raise ValueError(sentence.format(labels=", ".join(f"{label:g}" for label in allowed)))
    scales = [Scale(each.centre, each.factor) for each in (own.units.x1, own.units.x2, own.units.label)]
    if not all(math.isfinite(each.centre) and 0 < each.factor < math.inf for each in scales):
        raise ValueError(_("own points: a unit is not usable"))
    called = shown_titles(own.columns), shown_classes(own.classes), shown_name(own.source)
    return UserPoints(np.ascontiguousarray(points), labels, own.problem, Units(*scales), *called)
