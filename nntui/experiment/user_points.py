"""A person's own points: read from a file or painted, and used like any other data set."""

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from nntui.engine.arrays import FloatArray, IntArray
from nntui.engine.classes import class_indices, labels_of
from nntui.experiment.typed_number import read_typed_number

MOST_POINTS = 200_000
"""So many are used at the most."""
MOST_CLASSES = 6
PAINTED_CLASSES = ("-1", "1")
"""What two classes are called that nobody has named."""


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
        labels: float64, shape (n,): −1 or +1 of two classes, 0 to K − 1 of more, else numbers, about from −1 to 1. Read
            only.
        problem: "classification" or "regression": what the labels are.
        units: What the numbers are in the units of the data.
        columns: What the two coordinates and the label are called.
        classes: What the classes are called, two to six of them, in the order of their labels. Of a regression what
            they are as classes: −1 and +1 by the sign, or three and more numbers that were classes before.
        source: Where they come from, for the screen: the name of a file, or "".
    """

    points: FloatArray
    labels: FloatArray
    problem: str = "classification"
    units: Units = Units()
    columns: tuple[str, str, str] = ("x", "y", "label")
    classes: tuple[str, ...] = PAINTED_CLASSES
    source: str = ""

    def __post_init__(self) -> None:
        if self.points.shape != (len(self.labels), 2):
            raise ValueError(f"{len(self.labels)} labels for points of shape {self.points.shape}")
        if not 2 <= self.class_count <= MOST_CLASSES:
            raise ValueError(f"{self.class_count} classes; allowed are two to {MOST_CLASSES}")
        # `isin` loads NumPy's masked arrays, which are slow to load.
        if self.problem == "classification" and not (self.labels[:, None] == self.class_labels).any(axis=1).all():
            raise ValueError(f"a label is of none of the {self.class_count} classes")
        for array in (self.points, self.labels):
            array.setflags(write=False)

    def __repr__(self) -> str:
        return f"UserPoints({self.size}, {self.problem}, {self.source!r})"

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.labels)

    @property
    def class_count(self) -> int:
        """How many classes there are, where they are learned as classes; perhaps not each has a point."""
        return len(self.classes)

    @property
    def class_labels(self) -> FloatArray:
        """The label of each class, float64, shape (class_count,)."""
        return labels_of(np.arange(self.class_count), self.class_count)

    def with_point(self, x1: float, x2: float, label: float) -> "UserPoints":
        """The same and one more, behind all others.

        Args:
            x1: Its first coordinate.
            x2: Its second coordinate.
            label: What it is. The number of a class that is not there yet, as 2 of two classes, adds one class.
        """
        own = self
        if self.problem == "classification":
            index = class_of_brush(label)
            own = self if index < self.class_count else self.with_another_class()
            label = float(own.class_labels[min(index, own.class_count - 1)])
        points = np.concatenate([own.points, [[x1, x2]]])
        return replace(own, points=points, labels=np.append(own.labels, label))

    def with_another_class(self) -> "UserPoints":
        """The same with one class more, which has no points yet: the labels −1 and +1 become 0 and 1.

        Raises:
            ValueError: There are six already.
        """
        labels = class_indices(self.labels, self.class_count).astype(np.float64)
        return replace(self, labels=labels, classes=with_another_name(self.classes))

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
        return self._as_the_other

    def shown_for(self, problem: str) -> "UserPoints":
        """The same with the units and classes in which they are shown as a problem; always the same object."""
        return self if self.class_count == len(PAINTED_CLASSES) else self.for_problem(problem)

    @cached_property
    def _as_the_other(self) -> "UserPoints":
        """The same as points of the other problem."""
        problem = "classification" if self.problem == "regression" else "regression"
        is_two = self.class_count == len(PAINTED_CLASSES)
        units = replace(self.units, label=Scale() if is_two or problem == "classification" else self._class_scale)
        classes = PAINTED_CLASSES if is_two else self.classes
        return replace(self, labels=self.labels_for(problem), problem=problem, units=units, classes=classes)

    def labels_for(self, problem: str) -> FloatArray:
        """The labels as a problem needs them.

        Of a regression that were never more than two classes it is the sign; else each number is of the class that is
        nearest. Of a classification two classes are −1 and +1; more are the numbers that they are called by, fitted to
        −1…1, or numbers at even distances where they have names.
        """
        if problem == self.problem:
            return self.labels
        if self.class_count == len(PAINTED_CLASSES):
            return np.where(self.labels >= 0, 1.0, -1.0) if problem == "classification" else self.labels
        values = self._class_values
        if problem == "regression":
            return values[class_indices(self.labels, self.class_count)]
        nearest: FloatArray = np.abs(self.labels[:, np.newaxis] - values).argmin(axis=1).astype(np.float64)
        return nearest

    @cached_property
    def _class_scale(self) -> Scale:
        """From the numbers that classes are called by to −1…1; of names the identity."""
        numbers = numbers_of_classes(self.classes)
        if numbers is None:
            return Scale()
        low, high = min(numbers), max(numbers)
        return Scale(low / 2 + high / 2, 1 / (high / 2 - low / 2))

    @cached_property
    def _class_values(self) -> FloatArray:
        """What each class is as a number from −1 to 1."""
        numbers = numbers_of_classes(self.classes)
        if numbers is None:
            return np.linspace(-1, 1, self.class_count)
        return self._class_scale.inward(np.array(numbers))


def numbers_of_classes(classes: tuple[str, ...]) -> tuple[float, ...] | None:
    """Classes as the numbers that they are called by; None where one is called otherwise or two are the same."""
    try:
        numbers = tuple(map(read_typed_number, classes))
    except ValueError:
        return None
    return numbers if len(set(numbers)) == len(numbers) and all(map(math.isfinite, numbers)) else None


def painted_classes(count: int) -> tuple[str, ...]:
    """What so many classes are called that nobody has named: −1 and 1, or 1, 2, 3 and so on."""
    return PAINTED_CLASSES if count == len(PAINTED_CLASSES) else tuple(str(number + 1) for number in range(count))


def with_another_name(classes: tuple[str, ...]) -> tuple[str, ...]:
    """The names of classes and of one more: its number, from 1, or where they count from elsewhere the next one.

    Two classes that nobody has named become 1 and 2.
    """
    count = len(classes)
    if classes == PAINTED_CLASSES:
        return painted_classes(count + 1)
    numbers = numbers_of_classes(classes) or (0.0,)
    counts = all(numbers[0] + index == number for index, number in enumerate(numbers)) and len(numbers) == count
    number = int(numbers[-1]) + 1 if counts and numbers[-1].is_integer() else count + 1
    while str(number) in classes:
        number += 1
    return *classes, str(number)


@dataclass(frozen=True)
class Brushes:
    """What can be painted.

    Attributes:
        labels: In the order of the digits that choose them, from 1; none if there is no painting.
        are_classes: Whether they are classes, to which the next digit adds one.
    """

    labels: tuple[float, ...] = ()
    are_classes: bool = False

    @property
    def usual(self) -> float | None:
        """What is painted first: of many classes the first, else +1."""
        if not self.labels:
            return None
        return self.labels[0 if self._goes_up else -1]

    @property
    def _goes_up(self) -> bool:
        return self.are_classes and len(self.labels) > len(PAINTED_CLASSES)

    def after(self, label: float | None) -> float | None:
        """What is painted next, one after the other."""
        if label not in self.labels:
            return self.usual
        return self.labels[(self.labels.index(label) + (1 if self._goes_up else -1)) % len(self.labels)]

    def by_digit(self, digit: int) -> float | None:
        """What a digit chooses, also the class that it would add; None for nothing."""
        if digit <= len(self.labels):
            return self.labels[digit - 1]
        is_next = self.are_classes and digit == len(self.labels) + 1 <= MOST_CLASSES
        return float(digit - 1) if is_next else None

    def same(self, label: float | None, before: "Brushes") -> float | None:
        """What is painted when the classes have become these: the same class, if there is or can be one."""
        if label is None or not (self.are_classes and before.are_classes):
            return self.usual
        same = self.by_digit(class_of_brush(label) + 1)
        return self.usual if same is None else same


def class_of_brush(label: float) -> int:
    """The number of the class that is painted, from 0, whether it was chosen of two classes or of more."""
    return max(0, round(label))


def brushes_of(own: UserPoints, problem: str) -> Brushes:
    """What can be painted beside some points."""
    if problem == "regression":
        return Brushes((-1.0, -0.5, 0.0, 0.5, 1.0))
    return Brushes(tuple(own.shown_for(problem).class_labels.tolist()), are_classes=True)


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
