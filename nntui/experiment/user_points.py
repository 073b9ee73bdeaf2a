"""A person's own points: read from a file or painted, and used like any other data set."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from nntui.engine.arrays import FloatArray, IntArray

MOST_POINTS = 200_000
"""So many are used at the most."""
LABELS = {"classification": (-1.0, 1.0), "regression": (-1.0, -0.5, 0.0, 0.5, 1.0)}
"""What can be painted, by problem."""


@dataclass(frozen=True)
class Scale:
    """From the units of a person's data to those of the playground, and back.

    Attributes:
        centre: What becomes 0, in the units of the data.
        factor: What one unit of the data is in the playground; above 0.
    """

    centre: float = 0.0
    factor: float = 1.0

    @property
    def is_identity(self) -> bool:
        """Whether both units are the same."""
        return self == Scale()

    def inward(self, values: FloatArray) -> FloatArray:
        """From the data's units to the playground's: the same numbers to the bit where both are the same."""
        return values if self.is_identity else (values - self.centre) * self.factor

    def outward(self, values: FloatArray) -> FloatArray:
        """From the playground's units to the data's."""
        return values if self.is_identity else values / self.factor + self.centre


@dataclass(frozen=True)
class Units:
    """The units of a person's data.

    Attributes:
        x1: Of the first coordinate.
        x2: Of the second coordinate.
        label: Of what is to be predicted; the identity for classes.
    """

    x1: Scale = Scale()
    x2: Scale = Scale()
    label: Scale = Scale()


@dataclass(frozen=True, eq=False)
class UserPoints:
    """Points that a person has brought or painted, in the order in which they came. Nothing in it changes.

    Attributes:
        points: float64, shape (n, 2), in the square from −6 to 6. Read only.
        labels: float64, shape (n,): −1 or +1 for classes, else numbers, about from −1 to 1. Read only.
        problem: "classification" or "regression": what the labels are.
        units: What the numbers are in the units of the data.
        columns: What the two coordinates and the label are called.
        classes: What −1 and +1 are called.
        source: Where they come from, for the screen: the name of a file, or "".
    """

    points: FloatArray
    labels: FloatArray
    problem: str = "classification"
    units: Units = Units()
    columns: tuple[str, str, str] = ("x", "y", "label")
    classes: tuple[str, str] = ("-1", "1")
    source: str = ""

    def __post_init__(self) -> None:
        if self.points.shape != (len(self.labels), 2):
            raise ValueError(f"{len(self.labels)} labels for points of shape {self.points.shape}")
        if self.problem == "classification" and not (np.abs(self.labels) == 1).all():
            raise ValueError("a class is neither -1 nor 1")
        for array in (self.points, self.labels):
            array.setflags(write=False)

    def __repr__(self) -> str:
        return f"UserPoints({self.size}, {self.problem}, {self.source!r})"

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.labels)

    def with_point(self, x1: float, x2: float, label: float) -> "UserPoints":
        """The same and one more, behind all others."""
        points = np.concatenate([self.points, [[x1, x2]]])
        return replace(self, points=points, labels=np.append(self.labels, label))

    def without(self, indices: IntArray) -> "UserPoints":
        """The same but for some of them.

        Args:
            indices: Which, in the order of `points`.
        """
        kept = np.ones(self.size, dtype=bool)
        kept[indices] = False
        return replace(self, points=self.points[kept], labels=self.labels[kept])

    def for_problem(self, problem: str) -> "UserPoints":
        """The same as points of a problem, so that others of it can be laid beside them."""
        if problem == self.problem:
            return self
        units = replace(self.units, label=Scale())
        labels = self.labels_for(problem)
        return replace(self, labels=labels, problem=problem, units=units, classes=NO_POINTS.classes)

    def labels_for(self, problem: str) -> FloatArray:
        """The labels as a problem needs them: of numbers the sign, where two classes are asked for."""
        if problem == "classification" and self.problem != problem:
            return np.where(self.labels >= 0, 1.0, -1.0)
        return self.labels


NO_POINTS = UserPoints(np.empty((0, 2)), np.empty(0))
"""Before anything has been brought or painted."""


@dataclass(frozen=True, eq=False)
class SampledPoints:
    """Own points, shuffled and moved by noise.

    Attributes:
        points: float64, shape (n, 2). Read only.
        labels: float64, shape (n,). Read only.
        order: intp, shape (n,): which of the own points each of them is.
    """

    points: FloatArray
    labels: FloatArray
    order: IntArray


@lru_cache(maxsize=4)
def sample_points(own: UserPoints, problem: str, seed: str, noise: float, limit: float) -> SampledPoints:
    """Shuffles own points, and moves each by up to the square's half side times the noise in either direction.

    Each point has a random number of its own by which the points are ordered, so that one point more leaves the order
    of the others as it is. The numbers are of Python's generator, which gives the same in every version.

    Args:
        own: The points.
        problem: "classification" or "regression".
        seed: The seed's text.
        noise: In per cent. As strong as that of the two clouds: 50 % is a standard deviation of 1.7.
        limit: Half of the square's side.
    """
    from random import Random  # only needed with user points

    stream = Random(seed)
    order = np.argsort(np.array([stream.random() for _ in range(own.size)]), kind="stable")
    points = own.points
    if noise:
        moves = np.array([stream.random() for _ in range(2 * own.size)]).reshape(-1, 2)
        points = points + (2 * moves - 1) * limit * (noise / 100)
    drawn = SampledPoints(points[order], own.labels_for(problem)[order], order)
    for array in (drawn.points, drawn.labels, drawn.order):
        array.setflags(write=False)
    return drawn
