"""The data sets of the web Playground, in a registry by name.

A generator draws its points from the random stream in the very order of the web page, so that the same seed gives the
same points: see the docstring of each for the geometry. To add a data set, write a generator and add one entry to
`DATASETS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nntui.engine.deferred import np
from nntui.engine.random_stream import RandomStream
from nntui.language import N_, later, pgettext, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray

GRID_LIMIT = 6.0
"""The square that is drawn and learned on reaches from −6 to 6 on both axes."""


class Point(NamedTuple):
    """One example: its two coordinates and what the network should answer there."""

    x1: float
    x2: float
    label: float


Generator = Callable[[RandomStream, int, float], list[Point]]
"""From (stream, number of points, noise from 0 to 1 and beyond) to that many points, before their shuffle."""


@dataclass(frozen=True)
class Dataset:
    """A kind of data that can be chosen.

    Attributes:
        name: As in links, files and on the command line.
        problems: What it is for: "classification" (labels −1 and +1), "regression" (labels from −1 to 1, about).
        size: How many points are drawn, training and test together; 0 for user points, of which there are any number.
        generate: Draws them.
        label: As on the screen.
        help: What it teaches, in a line.
        moves_points: Whether noise moves the points; if not, it moves only where each is labelled.
        parted_label: The label with a blank where it may be parted, for a narrow picture; "" where it is as the label.
    """

    name: str
    problems: tuple[str, ...]
    size: int
    generate: Generator
    label: str = translated()
    help: str = translated()
    moves_points: bool = False
    parted_label: str = translated("")


@dataclass(frozen=True, eq=False)
class Sample:
    """The points of an experiment, shuffled; the first `train_size` of them are the training set.

    Attributes:
        points: float64, shape (n, 2), the coordinates x₁ and x₂. Read only.
        labels: float64, shape (n,). Read only.
        train_size: How many points are for training; the rest are for testing.
    """

    points: FloatArray
    labels: FloatArray
    train_size: int

    @property
    def size(self) -> int:
        """How many points there are in all."""
        return len(self.labels)

    @property
    def test_size(self) -> int:
        """How many points are for testing."""
        return self.size - self.train_size

    @property
    def chance(self) -> float:
        """The training loss of a network that answers 0 everywhere: 0.5 for classes; 0 for an empty training set."""
        return float(np.square(self.labels[: self.train_size]).sum()) / 2 / max(1, self.train_size)


def _circle(stream: RandomStream, size: int, noise: float) -> list[Point]:
    """A disc inside a ring. The noise moves only the point that is labelled, not the one that is kept."""
    radius = 5.0

    def ring(count: int, inner: float, outer: float) -> list[Point]:
        points = []
        for _ in range(count):
            r = stream.uniform(inner, outer)
            angle = stream.uniform(0, 2 * math.pi)
            x, y = r * math.sin(angle), r * math.cos(angle)
            noise_x = stream.uniform(-radius, radius) * noise
            noise_y = stream.uniform(-radius, radius) * noise
            inside = math.hypot(x + noise_x, y + noise_y) < radius * 0.5
            points.append(Point(x, y, 1.0 if inside else -1.0))
        return points

    half = size // 2
    return ring(half, 0, radius * 0.5) + ring(half, radius * 0.7, radius)


def _exclusive_or(stream: RandomStream, size: int, noise: float) -> list[Point]:
    """Opposite quarters of the square belong together; a band of 0.3 along the axes stays empty."""
    gap = 0.3
    points = []
    for _ in range(size):
        x = stream.uniform(-5, 5)
        x += gap if x > 0 else -gap
        y = stream.uniform(-5, 5)
        y += gap if y > 0 else -gap
        noise_x = stream.uniform(-5, 5) * noise
        noise_y = stream.uniform(-5, 5) * noise
        points.append(Point(x, y, 1.0 if (x + noise_x) * (y + noise_y) >= 0 else -1.0))
    return points


def _two_gaussians(stream: RandomStream, size: int, noise: float) -> list[Point]:
    """Two round clouds, at (2, 2) and (−2, −2). Their variance grows from 0.5 without noise to 4 at 50 %."""
    variance = 0.5 + noise / 0.5 * (4 - 0.5)
    points = []
    for centre, label in ((2.0, 1.0), (-2.0, -1.0)):
        for _ in range(size // 2):
            x = stream.normal(centre, variance)
            y = stream.normal(centre, variance)
            points.append(Point(x, y, label))
    return points


def _spiral(stream: RandomStream, size: int, noise: float) -> list[Point]:
    """Two arms of a spiral, one and three quarter turns each."""
    half = size // 2
    points = []
    for delta, label in ((0.0, 1.0), (math.pi, -1.0)):
        for i in range(half):
            r = i / half * 5
            t = 1.75 * i / half * 2 * math.pi + delta
            x = r * math.sin(t) + stream.uniform(-1, 1) * noise
            y = r * math.cos(t) + stream.uniform(-1, 1) * noise
            points.append(Point(x, y, label))
    return points


def _in_the_square(
    stream: RandomStream, size: int, noise: float, label: Callable[[float, float], float]
) -> list[Point]:
    """Points anywhere in the square; as for the circle, the noise moves only the point that is labelled."""
    radius = 6.0
    points = []
    for _ in range(size):
        x = stream.uniform(-radius, radius)
        y = stream.uniform(-radius, radius)
        noise_x = stream.uniform(-radius, radius) * noise
        noise_y = stream.uniform(-radius, radius) * noise
        points.append(Point(x, y, label(x + noise_x, y + noise_y)))
    return points


def _nothing(stream: RandomStream, size: int, noise: float) -> list[Point]:
    """One's own points are not drawn from a seed: see `user_points.py`."""
    return []


def _plane(stream: RandomStream, size: int, noise: float) -> list[Point]:
    """A slope: the label is (x₁ + x₂) / 10."""
    return _in_the_square(stream, size, noise, lambda x, y: (x + y) / 10)


_HILLS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))
"""Centre and sign of each hill and hollow of the multi-Gaussian surface."""


def _hills(x: float, y: float) -> float:
    label = 0.0
    for centre_x, centre_y, sign in _HILLS:
        distance = math.hypot(x - centre_x, y - centre_y)
        value = sign * min(max(1 - distance / 2, 0.0), 1.0)
        if abs(value) > abs(label):
            label = value
    return label


def _multi_gaussian(stream: RandomStream, size: int, noise: float) -> list[Point]:
    """Six cones of radius 2, up and down in turn, on a plain of zeros."""
    return _in_the_square(stream, size, noise, _hills)


OWN = "own"
"""The name of the data set of user points."""
_CLASSIFICATION = ("classification",)
_REGRESSION = ("regression",)

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "circle", _CLASSIFICATION, 500, _circle, N_("Circle"), N_("a disc in a ring: X₁ and X₂ need a hidden layer")
        ),
        Dataset(
            "xor",
            _CLASSIFICATION,
            500,
            _exclusive_or,
            N_("Exclusive or"),
            N_("opposite quarters: X₁X₂ alone solves it"),
        ),
        Dataset(
            "gauss",
            _CLASSIFICATION,
            500,
            _two_gaussians,
            N_("Gaussian"),
            N_("two clouds: a straight line parts them"),
            True,
        ),
        Dataset(
            "spiral", _CLASSIFICATION, 500, _spiral, N_("Spiral"), N_("two arms: the hardest, try more features"), True
        ),
        Dataset("reg-plane", _REGRESSION, 1200, _plane, N_("Plane"), N_("a slope: no hidden layer is needed")),
        Dataset(
            "reg-gauss",
            _REGRESSION,
            1200,
            _multi_gaussian,
            N_("Multi gaussian"),
            N_("hills and hollows in a plain"),
            parted_label=later(lambda: pgettext("two lines", "Multi gaussian")),
        ),
        Dataset(
            OWN,
            _CLASSIFICATION + _REGRESSION,
            0,
            _nothing,
            N_("Own"),
            N_("points of your own, from a file or painted"),
            True,
        ),
    )
}


@lru_cache(maxsize=16)
def sample_points(dataset: str, seed: str, noise: float) -> tuple[FloatArray, FloatArray, RandomStream]:
    """The points of a data set, shuffled, and the stream as it stands after them, where the weights are drawn from.

    Args:
        dataset: A name in `DATASETS`.
        seed: The seed's text.
        noise: In per cent.

    Returns:
        Points (n, 2) and labels (n,), float64 and read only, and the stream. The result is cached and shared: copy the
        stream before drawing from it.
    """
    kind = DATASETS[dataset]
    stream = RandomStream(seed)
    drawn = kind.generate(stream, kind.size, noise / 100)
    stream.shuffle(drawn)
    table = np.array(drawn, dtype=np.float64).reshape(-1, 3)
    points = np.ascontiguousarray(table[:, :2])
    labels = np.ascontiguousarray(table[:, 2])
    points.setflags(write=False)
    labels.setflags(write=False)
    return points, labels, stream
