"""Where a network changes its answer: the decision boundary of a snapshot as plain data, or the shape of a regression.

It is read off the sign of the output in the middles of 48 × 48 squares. All places are in the square of the playground;
who shows them turns them into the units of the data.
"""

import math
from dataclasses import dataclass

import numpy as np

from nntui.engine import features
from nntui.engine.arrays import BoolArray, FloatArray, IntArray
from nntui.engine.classes import winners
from nntui.engine.datasets import GRID_LIMIT
from nntui.training.snapshot import Snapshot

PLACES = 48
"""Places along each side of the square at which the network is asked."""
_STRAIGHT = 0.2
"""So far from one line the places where the sign turns may lie, for the boundary to be straight."""
_LEVEL = math.radians(10)
"""A line that leans by less is level or upright."""
_BOUNDLESS = 1000.0
"""A regression that answers more than this, of labels about from −1 to 1, answers nothing."""
_PLANE = 0.05
"""So far from a plane, as a share of their range, the answers of a regression may lie to be a slope."""
_SAME = 0.01
"""Answers of a regression that differ by less are the same."""

Place = tuple[float, float]
"""x₁ and x₂."""


@dataclass(frozen=True)
class Boundless:
    """The answers are no numbers any more, or, of a regression, beyond all bounds."""


@dataclass(frozen=True)
class Everywhere:
    """There is no boundary.

    Attributes:
        is_positive: Whether the class that is found everywhere is +1.
    """

    is_positive: bool


@dataclass(frozen=True)
class Straight:
    """The boundary is a straight line.

    Attributes:
        direction: "level", "upright", "rising" or "falling", from left to right.
        at: Of a level line its mean x₂, of an upright one its mean x₁; else 0.
        ends: Where it comes to the edge of the square: the left end first, of an upright line the lower one.
        positive: On which side +1 is: "above" or "below"; "left" or "right" of an upright line.
    """

    direction: str
    at: float
    ends: tuple[Place, Place]
    positive: str


@dataclass(frozen=True)
class Ring:
    """The boundary is one closed curve.

    Attributes:
        middle: Between its leftmost and its rightmost place, and its lowest and its highest.
        width: From the leftmost to the rightmost.
        height: From the lowest to the highest.
        positive_inside: Whether +1 is inside.
    """

    middle: Place
    width: float
    height: float
    positive_inside: bool


@dataclass(frozen=True)
class Curved:
    """Any other boundary.

    Attributes:
        positive: The middles of the regions of +1, the largest region first.
        negative: Those of −1.
        share: The share of +1 in the square, from 0 to 1.
    """

    positive: tuple[Place, ...]
    negative: tuple[Place, ...]
    share: float


@dataclass(frozen=True)
class ClassRegions:
    """Where one of three classes or more is the likeliest.

    Attributes:
        share: The share of the square, from 0 to 1.
        middles: Of its regions, the largest region first.
    """

    share: float
    middles: tuple[Place, ...]


@dataclass(frozen=True)
class Parted:
    """The square is parted among three classes or more.

    Attributes:
        classes: What each of them has, by its number.
    """

    classes: tuple[ClassRegions, ...]


@dataclass(frozen=True)
class Constant:
    """A regression answers the same everywhere.

    Attributes:
        value: What it answers.
    """

    value: float


@dataclass(frozen=True)
class Slope:
    """The answers of a regression are a plane.

    Attributes:
        per_x1: How much the answer rises for each 1 of x₁.
        per_x2: The same for x₂.
    """

    per_x1: float
    per_x2: float


@dataclass(frozen=True)
class Hills:
    """The answers of a regression are not a plane.

    Attributes:
        least: The least of them.
        least_at: Where that is.
        greatest: The greatest.
        greatest_at: Where that is.
    """

    least: float
    least_at: Place
    greatest: float
    greatest_at: Place


Boundary = Boundless | Everywhere | Straight | Ring | Curved | Parted | Constant | Slope | Hills


def boundary_of(snapshot: Snapshot) -> Boundary:
    """What the network makes of the square.

    Args:
        snapshot: The state of the training.

    Returns:
        Of two classes `Boundless`, `Everywhere`, `Straight`, `Ring` or `Curved`; of more `Boundless` or `Parted`; of a
        regression `Boundless`, `Constant`, `Slope` or `Hills`.
    """
    axis = _axis()
    x1, x2 = np.meshgrid(axis, axis)
    *_, output = snapshot.network().outputs(features.inputs(snapshot.experiment.features, x1.ravel(), x2.ravel()))
    if len(output) > 1:
        return _parted(output) if np.isfinite(output).all() else Boundless()
    answers = output.reshape(PLACES, PLACES)
    if not np.isfinite(answers).all():
        return Boundless()
    return _classes(answers) if snapshot.experiment.problem == "classification" else _numbers(answers, x1, x2)


def _axis() -> FloatArray:
    return (np.arange(PLACES) + 0.5) / PLACES * 2 * GRID_LIMIT - GRID_LIMIT


# Classes


def _classes(answers: FloatArray) -> Boundary:
    """The boundary between the signs.

    Args:
        answers: float64, shape (PLACES, PLACES), a row for each x₂, rising.
    """
    positive = answers >= 0
    if positive.all() or not positive.any():
        return Everywhere(bool(positive[0, 0]))
    sides = {is_positive: _regions(positive == is_positive) for is_positive in (True, False)}
    turns = _turns(answers, positive)
    if all(len(regions) == 1 for regions in sides.values()):
        simple = _ring(positive, turns) or _line(positive, turns)
        if simple is not None:
            return simple
    return Curved(_middles(sides[True]), _middles(sides[False]), float(positive.mean()))


def _parted(outputs: FloatArray) -> Parted:
    """What each class has of the square.

    Args:
        outputs: float64, shape (classes, PLACES²), rows for rising x₂.
    """
    best = winners(outputs, len(outputs)).reshape(PLACES, PLACES)
    masks = [best == index for index in range(len(outputs))]
    return Parted(tuple(ClassRegions(float(mask.mean()), _middles(_regions(mask))) for mask in masks))


def _turns(answers: FloatArray, positive: BoolArray) -> FloatArray:
    """Where the sign turns between two neighbours, as if the output were straight there: float64, shape (n, 2)."""
    axis = _axis()
    step = axis[1] - axis[0]
    found = []
    for along, there, here, signs in (
        (0, answers[:, 1:], answers[:, :-1], positive[:, 1:] != positive[:, :-1]),
        (1, answers[1:], answers[:-1], positive[1:] != positive[:-1]),
    ):
        rows, columns = np.nonzero(signs)
        before, after = here[rows, columns], there[rows, columns]
        moved = before / (before - after) * step
        places = np.stack([axis[columns], axis[rows]], axis=1)
        places[:, along] += moved
        found.append(places)
    return np.concatenate(found)


def _ring(positive: BoolArray, turns: FloatArray) -> Ring | None:
    """The boundary as a closed curve: one of the two regions touches no edge."""
    for is_positive in (True, False):
        region = positive == is_positive
        if not (region[0].any() or region[-1].any() or region[:, 0].any() or region[:, -1].any()):
            low, high = turns.min(axis=0), turns.max(axis=0)
            (x1, x2), (width, height) = (low + high) / 2, high - low
            return Ring((float(x1), float(x2)), float(width), float(height), is_positive)
    return None


def _line(positive: BoolArray, turns: FloatArray) -> Straight | None:
    """The boundary as a straight line: the one from which the places have the least squared distance."""
    middle = turns.mean(axis=0)
    _, _, (along, across) = np.linalg.svd(turns - middle, full_matrices=False)
    if np.abs((turns - middle) @ across).max() > _STRAIGHT:
        return None
    along = along if along[0] > 0 or (along[0] == 0 and along[1] > 0) else -along
    angle = math.atan2(along[1], along[0])
    is_upright = abs(abs(angle) - math.pi / 2) < _LEVEL
    direction = "upright" if is_upright else "level" if abs(angle) < _LEVEL else "rising" if angle > 0 else "falling"
    ends = _ends(middle, along)
    if is_upright and ends[0][1] > ends[1][1]:
        ends = ends[1], ends[0]
    axis = _axis()
    # Which side is +1: where the middle of its places lies.
    rows, columns = np.nonzero(positive)
    inside = np.array([axis[columns].mean(), axis[rows].mean()]) - middle
    if is_upright:
        return Straight(direction, float(middle[0]), ends, "right" if inside[0] > 0 else "left")
    is_above = along[0] * inside[1] - along[1] * inside[0] > 0
    at = float(middle[1]) if direction == "level" else 0.0
    return Straight(direction, at, ends, "above" if is_above else "below")


def _ends(middle: FloatArray, along: FloatArray) -> tuple[Place, Place]:
    """Where a line leaves the square, against its direction and along it."""
    ways = [
        sorted((side - middle[axis]) / along[axis] for side in (-GRID_LIMIT, GRID_LIMIT))
        for axis in (0, 1)
        if abs(along[axis]) > 1e-9
    ]
    back, forth = max(way[0] for way in ways), min(way[1] for way in ways)
    first, last = middle + back * along, middle + forth * along
    return (float(first[0]), float(first[1])), (float(last[0]), float(last[1]))


def _regions(mask: BoolArray) -> list[IntArray]:
    """The connected parts of some places, the largest first: each intp, shape (n, 2), row and column of its places.

    Two places are connected where one is beside the other or above it.
    """
    left = {(row, column) for row, column in np.argwhere(mask).tolist()}
    regions = []
    while left:
        waiting = [left.pop()]
        region = []
        while waiting:
            row, column = waiting.pop()
            region.append((row, column))
            for place in ((row, column + 1), (row, column - 1), (row + 1, column), (row - 1, column)):
                if place in left:
                    left.remove(place)
                    waiting.append(place)
        regions.append(np.array(region))
    return sorted(regions, key=lambda each: (-len(each), *each.mean(axis=0)))


def _middles(regions: list[IntArray]) -> tuple[Place, ...]:
    axis = _axis()
    return tuple((float(axis[each[:, 1]].mean()), float(axis[each[:, 0]].mean())) for each in regions)


# Numbers


def _numbers(answers: FloatArray, x1: FloatArray, x2: FloatArray) -> Boundary:
    """The shape of a regression's answers.

    Args:
        answers: float64, shape (PLACES, PLACES).
        x1: Where, of the same shape.
        x2: Where, of the same shape.
    """
    if np.abs(answers).max() > _BOUNDLESS:
        return Boundless()
    span = float(np.ptp(answers))
    if span < _SAME:
        return Constant(float(answers.mean()))
    terms = np.stack([x1.ravel(), x2.ravel(), np.ones(x1.size)], axis=1)
    plane, *_ = np.linalg.lstsq(terms, answers.ravel(), rcond=None)
    if np.abs(terms @ plane - answers.ravel()).max() <= _PLANE * span:
        return Slope(float(plane[0]), float(plane[1]))
    at = [divmod(int(find(answers)), PLACES) for find in (np.argmin, np.argmax)]
    (least, least_at), (greatest, greatest_at) = (
        (float(answers[place]), (float(x1[place]), float(x2[place]))) for place in at
    )
    return Hills(least, least_at, greatest, greatest_at)
