"""The data sets: their geometry, and what noise does to them. Their exact points are in the recordings."""

import functools
import itertools
import math

import numpy as np
import pytest

from nntui.engine.datasets import DATASETS, GRID_LIMIT, OWN, sample_points
from nntui.engine.random_stream import RandomStream
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import sample_of
from tests.each import each

NOISES = [0, 5, 25, 50, 100]
SEEDS = ["0.59704", "geometry"]

DRAWN = {name: kind for name, kind in DATASETS.items() if name != OWN}
every_dataset = pytest.mark.parametrize("dataset", DRAWN.values(), ids=DRAWN)
every_noise = each("noise", NOISES, ids="noise {}".format)
every_seed = each("seed", SEEDS)


@functools.cache
def unshuffled(name: str, noise: float, seed: str = SEEDS[0]) -> tuple[np.ndarray, np.ndarray]:
    """Points and labels in the order in which they are drawn."""
    kind = DATASETS[name]
    table = np.array(kind.generate(RandomStream(seed), kind.size, noise / 100, 3))
    table.flags.writeable = False
    return table[:, :2], table[:, 2]


# All of them


@every_dataset
def test_size_and_labels(dataset):
    for noise, seed in zip(NOISES, itertools.cycle(SEEDS), strict=False):
        points, labels, _ = sample_points(dataset.name, seed, noise)
        assert (points.shape, labels.shape) == ((dataset.size, 2), (dataset.size,))
        assert np.isfinite(points).all()
        assert np.isfinite(labels).all()
        if dataset.problems[0] == "classification":
            classes = {-1.0, 1.0} if dataset.classes == 2 else {0.0, 1.0, 2.0}
            assert set(labels.tolist()) == classes, (noise, seed)
        else:
            assert len(set(labels.tolist())) > 10, (noise, seed)
        if dataset.is_web:
            assert np.abs(labels).max() <= 1.2 + 2 * GRID_LIMIT / 10 * noise / 100, (noise, seed)


@every_dataset
def test_names_and_words(dataset):
    assert DATASETS[dataset.name] is dataset
    assert set(dataset.problems) <= {"classification", "regression"}
    assert dataset.label
    assert dataset.help


@every_dataset
@each("noise", [0, 25])
def test_points_are_shuffled_and_none_is_lost(dataset, noise):
    points, labels, _ = sample_points(dataset.name, SEEDS[0], noise)
    drawn_points, drawn_labels = unshuffled(dataset.name, noise)
    drawn = [tuple(row) for row in np.column_stack([drawn_points, drawn_labels]).tolist()]
    shuffled = [tuple(row) for row in np.column_stack([points, labels]).tolist()]
    assert sorted(shuffled) == sorted(drawn)
    assert shuffled != drawn


@every_dataset
def test_the_seed_alone_decides(dataset):
    first = sample_points(dataset.name, "same", 10)[0].tolist()
    assert sample_points.__wrapped__(dataset.name, "same", 10)[0].tolist() == first
    assert sample_points(dataset.name, "other", 10)[0].tolist() != first


@every_dataset
def test_points_are_shared_and_cannot_be_written_to(dataset):
    points, labels, _ = sample_points(dataset.name, SEEDS[0], 0)
    for array in (points, labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7.0


@every_dataset
def test_the_stream_stands_behind_the_shuffle(dataset):
    *_, stream = sample_points(dataset.name, SEEDS[0], 0)
    plain = RandomStream(SEEDS[0])
    plain.shuffle(dataset.generate(plain, dataset.size, 0.0, 3))
    assert stream.copy().random() == plain.random()


@every_dataset
@each("share", [1, 30, 99])
def test_the_first_points_are_for_training(dataset, share):
    field = "dataset" if dataset.problems[0] == "classification" else "regression_dataset"
    experiment = Experiment(
        problem=dataset.problems[0], seed=SEEDS[0], train_share=share, batch_size=1, **{field: dataset.name}
    )
    sample = sample_of(experiment)
    assert sample.train_size == math.floor(dataset.size * share / 100)
    assert sample.train_size + sample.test_size == sample.size == dataset.size
    assert sample.points.tolist() == sample_points(dataset.name, SEEDS[0], 0)[0].tolist(), "the share moves no point"


# Where the noise moves only the point that is labelled


@each("name", ["circle", "xor", "reg-plane", "reg-gauss"])
@every_seed
def test_noise_moves_labels_and_not_points(name, seed):
    calm_points, calm_labels, _ = sample_points(name, seed, 0)
    noisy_points, noisy_labels, _ = sample_points(name, seed, 30)
    assert noisy_points.tolist() == calm_points.tolist()
    changed = (noisy_labels != calm_labels).mean()
    assert 0.02 < changed < (0.5 if DATASETS[name].problems[0] == "classification" else 1.01)


@each("name", ["gauss", "spiral"])
@every_seed
def test_noise_moves_points_and_not_labels(name, seed):
    calm_points, calm_labels = unshuffled(name, 0, seed)
    noisy_points, noisy_labels = unshuffled(name, 30, seed)
    assert noisy_labels.tolist() == calm_labels.tolist()
    assert (noisy_points != calm_points).any(axis=1).mean() > 0.99


# One by one


@every_seed
def test_circle_is_a_disc_in_a_ring(seed):
    points, labels = unshuffled("circle", 0, seed)
    radii = np.hypot(*points.T)
    assert (radii[:250] < 2.5 + 1e-12).all()
    assert ((radii[250:] >= 3.5 - 1e-12) & (radii[250:] < 5 + 1e-12)).all()
    assert labels.tolist() == [1.0] * 250 + [-1.0] * 250
    # Radius and angle are uniform: each quarter of both has about a quarter of the points.
    for part, low, high in ((slice(0, 250), 0, 2.5), (slice(250, 500), 3.5, 5)):
        counts = np.histogram(radii[part], 4, (low, high))[0]
        angles = np.arctan2(*points[part].T)
        assert min(*counts, *np.histogram(angles, 4, (-math.pi, math.pi))[0]) > 35


@every_noise
@every_seed
def test_circle_is_labelled_within_reach_of_the_noise(noise, seed):
    points, labels = unshuffled("circle", noise, seed)
    # The offset is at most 5·noise in each coordinate.
    reach = 5 * noise / 100 * math.sqrt(2) + 1e-12
    radii = np.hypot(*points.T)
    assert (radii[labels > 0] < 2.5 + reach).all()
    assert (radii[labels < 0] >= 2.5 - reach).all()


@every_noise
@every_seed
def test_exclusive_or_keeps_off_the_axes_and_is_labelled_by_quarters(noise, seed):
    points, labels = unshuffled("xor", noise, seed)
    assert (np.abs(points) >= 0.3).all()
    assert (np.abs(points) <= 5.3).all()
    right = (points[:, 0] * points[:, 1] >= 0) == (labels > 0)
    # Only a point whose offset, at most 5·noise, can reach an axis may have the wrong label.
    assert right[(np.abs(points) > 5 * noise / 100).all(axis=1)].all()
    if not noise:
        assert right.all()
    quarters = {(x > 0, y > 0) for x, y in points.tolist()}
    assert len(quarters) == 4


@each(("noise", "variance"), [(0, 0.5), (25, 2.25), (50, 4), (100, 7.5)])
@every_seed
def test_two_gaussians_and_their_variance(noise, variance, seed):
    points, labels = unshuffled("gauss", noise, seed)
    assert labels.tolist() == [1.0] * 250 + [-1.0] * 250
    for part, centre in ((points[:250], 2), (points[250:], -2)):
        # Within five standard errors.
        assert part.mean(axis=0) == pytest.approx(centre, abs=5 * math.sqrt(variance / 250))
        assert part.var(axis=0) == pytest.approx(variance, abs=5 * variance * math.sqrt(2 / 250))
        assert abs(np.corrcoef(part.T)[0, 1]) < 5 / math.sqrt(250)


def spiral_arms() -> np.ndarray:
    """Both arms without noise: radius and angle grow evenly over 1¾ turns, and the second is the first turned round."""
    fractions = np.arange(250) / 250
    angles = 2 * math.pi * 1.75 * fractions
    arm = 5 * fractions[:, None] * np.column_stack([np.sin(angles), np.cos(angles)])
    return np.vstack([arm, -arm])


@every_seed
def test_spiral_without_noise(seed):
    points, labels = unshuffled("spiral", 0, seed)
    assert points == pytest.approx(spiral_arms(), abs=1e-12)
    assert labels.tolist() == [1.0] * 250 + [-1.0] * 250


@each("noise", NOISES[1:])
@every_seed
def test_spiral_points_stray_by_the_noise(noise, seed):
    strayed = unshuffled("spiral", noise, seed)[0] - spiral_arms()
    assert np.abs(strayed).max() <= noise / 100 + 1e-12
    assert np.abs(strayed).max() > 0.95 * noise / 100
    assert abs(strayed.mean()) < 0.1 * noise / 100


@each("name", ["reg-plane", "reg-gauss"])
@every_noise
@every_seed
def test_regression_points_fill_the_square(name, noise, seed):
    points, _ = unshuffled(name, noise, seed)
    assert np.abs(points).max() <= 6
    assert np.histogram2d(*points.T, 4, [(-6, 6), (-6, 6)])[0].min() > 40


@every_noise
@every_seed
def test_plane(noise, seed):
    points, labels = unshuffled("reg-plane", noise, seed)
    strayed = labels - points.sum(axis=1) / 10
    assert np.abs(strayed).max() <= 2 * 6 * noise / 100 / 10 + 1e-12
    assert noise == 0 or np.abs(strayed).max() > 0.8 * 2 * 6 * noise / 100 / 10


def height_of_the_nearest_hill(x: float, y: float) -> float:
    """The hills stand 4 apart and have a radius of 2, so no two overlap; their signs change as on a chessboard."""
    column = min((-1, 0, 1), key=lambda k: abs(x - 4 * k))
    row = 1 if y >= 0 else -1
    sign = row * (-1 if column == 0 else 1)
    return sign * max(0.0, 1 - math.hypot(x - 4 * column, y - 2.5 * row) / 2)


@every_seed
def test_multi_gaussian_without_noise(seed):
    points, labels = unshuffled("reg-gauss", 0, seed)
    assert labels == pytest.approx([height_of_the_nearest_hill(x, y) for x, y in points.tolist()], abs=1e-12)
    assert 0.3 < (labels == 0).mean() < 0.6
    assert labels.min() < -0.9
    assert labels.max() > 0.9


@each("noise", [1, 5])
@every_seed
def test_multi_gaussian_labels_stray_by_the_noise(noise, seed):
    points, labels = unshuffled("reg-gauss", noise, seed)
    calm = np.array([height_of_the_nearest_hill(x, y) for x, y in points.tolist()])
    # A hill falls by ½ a unit, and the offset is at most 6·noise in each coordinate.
    assert np.abs(labels - calm).max() <= 6 * noise / 100 * math.sqrt(2) / 2 + 1e-12
    assert np.abs(labels - calm).max() > 0
