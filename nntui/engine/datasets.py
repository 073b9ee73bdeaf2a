"""The data sets in a registry by name, and the generators of those of the web Playground.

A generator draws its points from the random stream in the very order of the web page, so that the same seed gives the
same points: see the docstring of each for the geometry. Data sets that the page does not have are drawn in
`more_datasets.py`. To add one, write a generator there and add one entry to `DATASETS`, behind the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.engine import more_datasets
from nntui.engine.deferred import np
from nntui.engine.points import GRID_LIMIT, Generator, Point, in_the_square
from nntui.engine.random_stream import RandomStream
from nntui.language import N_, later, pgettext, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray

__all__ = [
    "DATASETS",
    "DEFAULT_CLASSES",
    "GRID_LIMIT",
    "OWN",
    "WEB_DATASETS",
    "Dataset",
    "Generator",
    "Point",
    "Sample",
    "sample_points",
]

DEFAULT_CLASSES = 3
"""How many classes a data set of any number of them has unless a person says how many."""


@dataclass(frozen=True)
class Dataset:
    """A kind of data that can be chosen.

    Attributes:
        name: As in links, files and on the command line.
        problems: What it is for: "classification" (labels −1 and +1, or 0, 1, 2 … of more than two classes) or
            "regression" (labels from −1 to 1, about).
        size: How many points are drawn, training and test together; 0 for user points, of which there are any number.
        generate: Draws them.
        label: As on the screen.
        help: What it teaches, in a line.
        moves_points: Whether noise moves the points; if not, it moves only where each is labelled.
        parted_label: The label with a blank where it may be parted, for a narrow picture; "" where it is as the label.
        classes: How many classes it has; None where the setting `classes` says it, 0 where it is for regression alone.
            User points say it themselves.
        is_web: Whether it is one of those that the first screen offers: the data sets of the web page and user points.
    """

    name: str
    problems: tuple[str, ...]
    size: int
    generate: Generator
    label: str = translated()
    help: str = translated()
    moves_points: bool = False
    parted_label: str = translated("")
    classes: int | None = 2
    is_web: bool = True


@dataclass(frozen=True, eq=False)
class Sample:
    """The points of an experiment, shuffled; the first `train_size` of them are the training set.

    Attributes:
        points: float64, shape (n, 2), the coordinates x₁ and x₂. Read only.
        labels: float64, shape (n,). Read only.
        train_size: How many points are for training; the rest are for testing.
        class_count: 0 for regression, else from 2 to 6.
    """

    points: FloatArray
    labels: FloatArray
    train_size: int
    class_count: int = 2

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
        """The training loss of a network that has learned nothing, under the squared error where it can be used."""
        return self.chance_under("squared-error")

    def chance_under(self, loss: str) -> float:
        """The training loss of a network that has learned nothing: it answers 0, or every class with the same
        probability.

        Args:
            loss: "squared-error" or "cross-entropy". Three and more classes have cross-entropy alone, whatever is said.

        Returns:
            0.5 for the squared error of two classes, ln K for the cross-entropy of K; 0 for an empty training set.
        """
        if not self.train_size:
            return 0.0
        if self.class_count > 2 or (loss == "cross-entropy" and self.class_count):
            return math.log(self.class_count)
        return float(np.square(self.labels[: self.train_size]).sum()) / 2 / self.train_size


def _circle(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
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


def _exclusive_or(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
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


def _two_gaussians(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Two round clouds, at (2, 2) and (−2, −2). Their variance grows from 0.5 without noise to 4 at 50 %."""
    variance = 0.5 + noise / 0.5 * (4 - 0.5)
    points = []
    for centre, label in ((2.0, 1.0), (-2.0, -1.0)):
        for _ in range(size // 2):
            x = stream.normal(centre, variance)
            y = stream.normal(centre, variance)
            points.append(Point(x, y, label))
    return points


def _spiral(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
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


def _nothing(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """One's own points are not drawn from a seed: see `user_points.py`."""
    return []


def _plane(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """A slope: the label is (x₁ + x₂) / 10."""
    return in_the_square(stream, size, GRID_LIMIT, noise, lambda x, y: (x + y) / 10)


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


def _multi_gaussian(stream: RandomStream, size: int, noise: float, classes: int) -> list[Point]:
    """Six cones of radius 2, up and down in turn, on a plain of zeros."""
    return in_the_square(stream, size, GRID_LIMIT, noise, _hills)


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
        Dataset(
            "reg-plane",
            _REGRESSION,
            1200,
            _plane,
            N_("Plane"),
            N_("a slope: no hidden layer is needed"),
            classes=0,
        ),
        Dataset(
            "reg-gauss",
            _REGRESSION,
            1200,
            _multi_gaussian,
            N_("Multi gaussian"),
            N_("hills and hollows in a plain"),
            parted_label=later(lambda: pgettext("two lines", "Multi gaussian")),
            classes=0,
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
        Dataset(
            "moons",
            _CLASSIFICATION,
            500,
            more_datasets.moons,
            N_("Moons"),
            N_("two half moons that reach into each other: the border is an S"),
            True,
            is_web=False,
        ),
        Dataset(
            "checkerboard",
            _CLASSIFICATION,
            500,
            more_datasets.checkerboard,
            N_("Checkerboard"),
            N_("four by four fields: sin X₁ and sin X₂ make it easy"),
            is_web=False,
        ),
        Dataset(
            "stripes",
            _CLASSIFICATION,
            500,
            more_datasets.stripes,
            N_("Stripes"),
            N_("diagonal bands: one hidden neuron for each of the three borders"),
            is_web=False,
        ),
        Dataset(
            "three-arms",
            _CLASSIFICATION,
            480,
            more_datasets.three_arms,
            N_("Three arms"),
            N_("a spiral of three classes: needs two hidden layers or many neurons"),
            True,
            classes=3,
            is_web=False,
        ),
        Dataset(
            "blobs",
            _CLASSIFICATION,
            480,  # a multiple of any number of classes
            more_datasets.blobs,
            N_("Blobs"),
            N_("round clouds, one for each class: straight lines part them"),
            True,
            classes=None,
            is_web=False,
        ),
        Dataset(
            "reg-ripple",
            _REGRESSION,
            1200,
            more_datasets.ripple,
            N_("Ripple"),
            N_("rings of waves: easier once the radius is a feature"),
            classes=0,
            is_web=False,
        ),
        Dataset(
            "reg-saddle",
            _REGRESSION,
            1200,
            more_datasets.saddle,
            N_("Saddle"),
            N_("up on two sides, down on two: X₁² and X₂² alone solve it"),
            classes=0,
            is_web=False,
        ),
    )
}

WEB_DATASETS = {name: dataset for name, dataset in DATASETS.items() if dataset.is_web}
"""Those that the first screen offers."""


@lru_cache(maxsize=16)
def sample_points(
    dataset: str, seed: str, noise: float, classes: int = DEFAULT_CLASSES
) -> tuple[FloatArray, FloatArray, RandomStream]:
    """The points of a data set, shuffled, and the stream as it stands after them, where the weights are drawn from.

    Args:
        dataset: A name in `DATASETS`.
        seed: The seed's text.
        noise: In per cent.
        classes: How many classes there are; only for a data set whose own `classes` is None.

    Returns:
        Points (n, 2) and labels (n,), float64 and read only, and the stream. The result is cached and shared: copy the
        stream before drawing from it.
    """
    kind = DATASETS[dataset]
    stream = RandomStream(seed)
    drawn = kind.generate(stream, kind.size, noise / 100, classes)
    stream.shuffle(drawn)
    table = np.array(drawn, dtype=np.float64).reshape(-1, 3)
    points = np.ascontiguousarray(table[:, :2])
    labels = np.ascontiguousarray(table[:, 2])
    points.setflags(write=False)
    labels.setflags(write=False)
    return points, labels, stream
