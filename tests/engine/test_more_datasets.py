"""The data sets that the web page does not have: their geometry, written a second time with other formulas."""

import cmath
import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from nntui.engine.datasets import DATASETS, WEB_DATASETS, Sample, sample_points
from nntui.engine.random_stream import RandomStream
from tests.each import each

SEEDS = ["0.59704", "geometry"]
NOISES = [0, 5, 25, 50, 100]
OURS = {name: kind for name, kind in DATASETS.items() if name not in WEB_DATASETS}
IN_THE_SQUARE = {"checkerboard": 3.0, "stripes": 5.0, "reg-ripple": 4.0, "reg-saddle": 6.0}
"""Those with points anywhere in the square, and how far a noise of 100 % moves the place where one is labelled."""
COUNTS = {"moons": (500, 2), "three-arms": (480, 3), **{f"blobs {k}": (480, k) for k in range(2, 7)}}

every_noise = each("noise", NOISES, ids="noise {}".format)
every_seed = each("seed", SEEDS)
every_noise_and_seed = each(("noise", "seed"), zip(NOISES, itertools.cycle(SEEDS), strict=False))


def drawn(name: str, seed: str, noise: float, classes: int = 3) -> tuple[np.ndarray, np.ndarray, RandomStream]:
    """Points and labels in the order in which they are drawn, and the stream behind them."""
    kind, stream = DATASETS[name], RandomStream(seed)
    table = np.array(kind.generate(stream, kind.size, noise / 100, classes))
    return table[:, :2], table[:, 2], stream


def numbers(stream: RandomStream, *shape: int) -> np.ndarray:
    """The next numbers of a stream in [−1, 1), in the order of the last axis first."""
    return 2 * np.array([stream.random() for _ in range(math.prod(shape))]).reshape(shape) - 1


def label_at(name: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The label at places, by other formulas than those of the generators."""
    if name == "checkerboard":
        return np.sign(np.sin(math.pi * x / 3) * np.sin(math.pi * y / 3))
    if name == "stripes":
        return np.sign(np.sin(math.pi * (x + y) / 6))
    if name == "reg-ripple":
        return 1 - 2 * np.sin(math.pi * np.sqrt(x**2 + y**2) / 4) ** 2
    return (x - y) * (x + y) / 36


def points_of_moons(stream: RandomStream, noise: float) -> np.ndarray:
    """The lower moon is the upper one turned by half a turn around the middle."""
    draws = numbers(stream, 2, 250, 4)
    angle, radius = (draws[..., 0] + 1) / 2 * math.pi, 3 + 0.4 * draws[..., 1]
    upper = radius * np.exp(1j * angle) + complex(-1.5, -0.75)
    upper[1] *= cmath.exp(1j * math.pi)
    return np.stack([upper.real, upper.imag], axis=-1).reshape(500, 2) + 2 * noise * draws[..., 2:].reshape(500, 2)


def points_of_three_arms(stream: RandomStream, noise: float) -> np.ndarray:
    """The second and third arm are the first one turned by a third of a turn each, clockwise."""
    part = np.arange(160) / 160
    first = 5 * part * 1j * np.exp(-2j * math.pi * part)
    arms = np.concatenate([first * cmath.exp(-2j * math.pi * k / 3) for k in range(3)])
    return np.stack([arms.real, arms.imag], axis=-1) + noise * numbers(stream, 480, 2)


def points_of_blobs(stream: RandomStream, noise: float, classes: int) -> np.ndarray:
    """The centres are the corners of a regular polygon. The standard deviation is 0.6 without noise and 1.5 at 50 %."""
    spread = math.sqrt(0.6**2 + 2 * noise * (1.5**2 - 0.6**2))
    points = []
    for k in range(classes):
        corner = 3.6j * cmath.exp(-2j * math.pi * k / classes)
        points += [
            [corner.real + spread * stream.normal(0, 1), corner.imag + spread * stream.normal(0, 1)]
            for _ in range(480 // classes)
        ]
    return np.array(points)


def the_same_place(one: RandomStream, other: RandomStream) -> bool:
    return [one.random() for _ in range(3)] == [other.random() for _ in range(3)]


# What they are


def test_they_stand_behind_those_of_the_first_screen():
    assert list(DATASETS) == [*WEB_DATASETS, *OURS]
    assert len(WEB_DATASETS) == 7
    assert list(OURS) == ["moons", "checkerboard", "stripes", "three-arms", "blobs", "reg-ripple", "reg-saddle"]
    assert {name: kind.classes for name, kind in DATASETS.items() if kind.classes != 2} == {
        "reg-plane": 0,
        "reg-gauss": 0,
        "three-arms": 3,
        "blobs": None,
        "reg-ripple": 0,
        "reg-saddle": 0,
    }


@each("case", COUNTS)
@every_noise
def test_every_class_has_as_many_points(case, noise):
    name, _, classes = case.partition(" ")
    size, count = COUNTS[case]
    labels = sample_points(name, SEEDS[0], noise, int(classes or 3))[1]
    expected = [-1.0, 1.0] if count == 2 else [float(k) for k in range(count)]
    found, sizes = np.unique(labels, return_counts=True)
    assert found.tolist() == expected
    assert sizes.tolist() == [size // count] * count
    assert len(labels) == size == DATASETS[name].size, "the size of the data set holds for any number of classes"


@every_seed
def test_without_noise_all_points_are_in_the_square(seed):
    for name, classes in itertools.product(OURS, range(2, 7)):
        if name == "blobs" or classes == 2:
            assert np.abs(sample_points(name, seed, 0, classes)[0]).max() <= 6, (name, classes)


@each("name", OURS)
def test_the_number_of_classes_matters_to_the_blobs_alone(name):
    two, six = (sample_points(name, SEEDS[0], 10, classes)[0].tolist() for classes in (2, 6))
    assert (two != six) == (name == "blobs")


# Their geometry, the order of the draws, and the stream behind them


@each("name", IN_THE_SQUARE)
@every_noise_and_seed
def test_points_anywhere_are_labelled_where_the_noise_moves_them(name, noise, seed):
    points, labels, stream = drawn(name, seed, noise)
    second = RandomStream(seed)
    draws = numbers(second, DATASETS[name].size, 4)
    assert points == pytest.approx(6 * draws[:, :2], abs=1e-12)
    places = 6 * draws[:, :2] + IN_THE_SQUARE[name] * noise / 100 * draws[:, 2:]
    assert labels == pytest.approx(label_at(name, *places.T), abs=1e-12)
    assert the_same_place(stream, second)


@each(("name", "points_of"), [("moons", points_of_moons), ("three-arms", points_of_three_arms)])
@every_noise_and_seed
def test_clouds_and_arms_are_moved_by_the_noise(
    name: str, points_of: Callable[[RandomStream, float], np.ndarray], noise: float, seed: str
):
    points, labels, stream = drawn(name, seed, noise)
    second = RandomStream(seed)
    assert points == pytest.approx(points_of(second, noise / 100), abs=1e-12)
    assert labels.tolist() == ([1.0] * 250 + [-1.0] * 250 if name == "moons" else sorted([0.0, 1.0, 2.0] * 160))
    assert the_same_place(stream, second)


@each("classes", range(2, 7))
@every_noise
def test_blobs_stand_on_a_circle(classes, noise):
    points, labels, stream = drawn("blobs", SEEDS[0], noise, classes)
    second = RandomStream(SEEDS[0])
    assert points == pytest.approx(points_of_blobs(second, noise / 100, classes), abs=1e-12)
    assert the_same_place(stream, second)
    assert (np.diff(labels) >= 0).all()


# What can be seen in them


@every_seed
def test_moons_reach_into_each_other_and_do_not_touch(seed):
    points, labels, _ = drawn("moons", seed, 0)
    upper, lower = points[labels > 0], points[labels < 0]
    assert lower[:, 1].max() > upper[:, 1].min() + 1
    assert lower[:, 0].min() < upper[:, 0].max() - 1
    assert np.hypot(*(upper[:, None] - lower[None]).T).min() > 0.6


@every_seed
def test_each_field_of_the_checkerboard_has_points_of_one_class(seed):
    points, labels, _ = drawn("checkerboard", seed, 0)
    edges = [-6, -3, 0, 3, 6]
    sums, _, _ = np.histogram2d(*points.T, bins=[edges, edges], weights=labels)
    counts, _, _ = np.histogram2d(*points.T, bins=[edges, edges])
    assert counts.min() >= 10
    assert (np.abs(sums) == counts).all()
    assert (np.sign(sums[:-1]) == -np.sign(sums[1:])).all()
    assert (np.sign(sums[:, :-1]) == -np.sign(sums[:, 1:])).all()


@every_seed
def test_no_single_feature_of_the_page_solves_the_stripes(seed):
    points, labels, _ = drawn("stripes", seed, 0)
    x, y = points.T
    for feature in (x, y, x * x, y * y, x * y, np.sin(x), np.sin(y)):
        ordered = labels[np.argsort(feature)]
        at_best = max(abs(np.cumsum(ordered) * 2 - ordered.sum()).max(), abs(ordered.sum())) / len(labels)
        assert at_best < 0.6, "no threshold parts them"
    assert len({math.floor(s / 6) for s in (x + y).tolist()}) == 4


@each("name", ["reg-ripple", "reg-saddle"])
@every_seed
def test_labels_of_surfaces_fill_the_range_from_minus_to_plus_one(name, seed):
    labels = drawn(name, seed, 0)[1]
    assert -1 <= labels.min() < -0.9
    assert 0.9 < labels.max() <= 1


@each("name", [name for name in IN_THE_SQUARE if not name.startswith("reg")])
@every_seed
def test_half_the_noise_leaves_most_labels_and_changes_many(name, seed):
    calm, noisy = (drawn(name, seed, noise)[1] for noise in (0, 50))
    assert 0.2 < (calm != noisy).mean() < 0.45


# Chance


def sample(labels: list[float], class_count: int, train_size: int | None = None) -> Sample:
    size = len(labels) if train_size is None else train_size
    return Sample(np.zeros((len(labels), 2)), np.array(labels, dtype=float), size, class_count)


@each("count", range(2, 7))
def test_chance_is_the_loss_of_a_network_that_has_learned_nothing(count):
    labels = [-1.0, 1.0, 1.0] if count == 2 else [float(k) for k in range(count)]
    points = sample(labels, count)
    assert points.chance_under("cross-entropy") == pytest.approx(
        sum(-math.log(1 / count) for _ in labels) / len(labels)
    )
    assert points.chance == (0.5 if count == 2 else points.chance_under("cross-entropy"))


def test_chance_of_numbers_is_that_of_the_squared_error_over_the_training_points():
    assert sample([0.5, -1.0, 9.0], 0, 2).chance == pytest.approx((0.25 + 1) / 2 / 2)
    assert sample([0.5, -1.0], 0).chance_under("cross-entropy") == pytest.approx(1.25 / 4)
    assert [sample([1.0], count, 0).chance_under("cross-entropy") for count in (0, 2, 3)] == [0.0, 0.0, 0.0]
