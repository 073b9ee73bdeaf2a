"""The decision boundary as data, of networks whose boundary is known."""

from dataclasses import replace

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.training.boundary import (
    Boundless,
    Constant,
    Curved,
    Everywhere,
    Hills,
    Parted,
    Ring,
    Slope,
    Straight,
    boundary_of,
)
from nntui.training.trainer import Trainer


def boundary(parameters, *features, **settings):
    """Of a network without hidden layers: a weight for each feature, and the bias."""
    experiment = Experiment(**({"seed": "1", "features": features, "hidden_layers": ()} | settings))
    return boundary_of(replace(Trainer(experiment).snapshot(), parameters=np.array(parameters, float)))


@pytest.mark.parametrize(
    ("parameters", "direction", "at", "positive"),
    [
        ((1, 0, -2.5), "upright", 2.5, "right"),
        ((-1, 0, -2.5), "upright", -2.5, "left"),
        ((0.1, -1, 1), "level", 1, "below"),
        ((0, 3, 3), "level", -1, "above"),
    ],
)
def test_a_line_along_an_axis(parameters, direction, at, positive):
    found = boundary(parameters, "x", "y")
    assert isinstance(found, Straight)
    assert (found.direction, found.positive) == (direction, positive)
    assert found.at == pytest.approx(at, abs=0.01)


@pytest.mark.parametrize(
    ("parameters", "direction", "ends", "positive"),
    [
        ((-1, 1, 0), "rising", ((-6, -6), (6, 6)), "above"),
        ((1, -2, 2), "rising", ((-6, -2), (6, 4)), "below"),
        ((1, 1, 4), "falling", ((-6, 2), (2, -6)), "above"),
        ((-2, -1, 0), "falling", ((-3, 6), (3, -6)), "below"),
    ],
)
def test_a_line_that_leans_goes_from_edge_to_edge(parameters, direction, ends, positive):
    found = boundary(parameters, "x", "y")
    assert isinstance(found, Straight)
    assert (found.direction, found.positive) == (direction, positive)
    assert np.array(found.ends) == pytest.approx(np.array(ends), abs=0.05)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_ring_has_its_middle_its_size_and_an_inside(sign):
    # (x₁ − 1)² / 4 + (x₂ + 2)² = 1 is twice as wide as high.
    ellipse = np.array([0.5, -4, -0.25, -1, 1 - 0.25 - 4])
    found = boundary(sign * ellipse, "x", "y", "x-squared", "y-squared")
    assert isinstance(found, Ring)
    assert found.middle == pytest.approx((1, -2), abs=0.1)
    assert (found.width, found.height) == pytest.approx((4, 2), abs=0.2)
    assert found.positive_inside is (sign > 0)


def test_a_ring_that_an_edge_cuts_is_none():
    found = boundary((2, 0, -0.25, -0.25, 0), "x", "y", "x-squared", "y-squared")
    assert isinstance(found, Curved)
    assert (len(found.positive), len(found.negative)) == (1, 1)


def test_a_band_closed_in_itself_is_no_ring():
    """+1 is a ring of its own, and −1 lies inside and outside of it."""
    # 1 − 10·max(0, r² − 16) − 10·max(0, 4 − r²)
    parameters = (1, -1, 1, -1, -16, 4, -10, -10, 1)
    found = boundary(parameters, "x-squared", "y-squared", hidden_layers=(2,), activation="relu")
    assert isinstance(found, Curved)
    assert (len(found.positive), len(found.negative)) == (1, 2)


@pytest.mark.parametrize(("bias", "is_positive"), [(0.0, True), (5.0, True), (-5.0, False)])
def test_without_a_boundary_one_class_is_everywhere(bias, is_positive):
    """An output of exactly 0 counts as +1, as it does for the accuracy."""
    assert boundary((0, 0, bias), "x", "y") == Everywhere(is_positive)


def test_a_stripe_has_two_regions_beside_it():
    found = boundary((-1, 0.02), "x-squared")
    assert isinstance(found, Curved), "within 0.2 of a line, and yet no line"
    assert len(found.positive) == 1
    assert np.array(found.negative) == pytest.approx(np.array([(-3.05, 0), (3.05, 0)]), abs=0.1)


def test_regions_and_share_of_four_quarters():
    found = boundary((1, -0.2), "x-times-y")
    assert isinstance(found, Curved)
    assert sorted(found.positive) == [pytest.approx((-3, -3), abs=0.2), pytest.approx((3, 3), abs=0.2)]
    assert len(found.negative) == 1
    assert found.share == pytest.approx(0.5, abs=0.03)


def test_the_largest_region_comes_first():
    found = boundary((0.05, 1, -0.5), "x", "sin-x")
    assert isinstance(found, Curved)
    assert [place[0] for place in found.positive] == pytest.approx([1.6, -4.7], abs=0.2)


REGRESSION = {"problem": "regression"}


def test_a_plane_is_a_slope():
    found = boundary((0.25, -0.5, 3), "x", "y", **REGRESSION)
    assert isinstance(found, Slope)
    assert (found.per_x1, found.per_x2) == pytest.approx((0.25, -0.5))


def test_the_same_answer_everywhere():
    found = boundary((0, 0, 0.3), "x", "y", **REGRESSION)
    assert isinstance(found, Constant)
    assert found.value == pytest.approx(0.3)


def test_hills_have_a_least_and_a_greatest_place():
    found = boundary((0.1, 0, -0.1, 0), "x", "y", "x-squared", **REGRESSION)
    assert isinstance(found, Hills)
    assert found.greatest_at[0] == pytest.approx(0.5, abs=0.13)
    assert found.greatest == pytest.approx(0.025, abs=0.002)
    assert found.least_at[0] == -5.875
    assert found.least == pytest.approx(-0.5875 - 0.1 * 5.875**2)


@pytest.mark.parametrize("weight", [1e140, -2000.0])
def test_beyond_all_bounds(weight):
    assert boundary((weight, 0, 0), "x", "y", **REGRESSION) == Boundless()
    assert isinstance(boundary((weight, 0, 0), "x", "y"), Straight), "a class is bounded by Tanh"


def test_no_number_is_beyond_all_bounds():
    assert boundary((1e308, -1e308, 0), "x-squared", "y-squared") == Boundless()
    assert boundary((1e308, 0), "x-squared", **REGRESSION) == Boundless()


def test_without_features_the_bias_is_everywhere():
    assert boundary((-1,)) == Everywhere(False)


def test_three_classes_share_the_square_in_regions():
    """The first class at the left of x₁ = 0, the second at its right; the third is never the likeliest."""
    found = boundary((-1, 1, 0, 0, 0, 0, 0, 0, -9), "x", "y", dataset="three-arms")
    assert isinstance(found, Parted)
    left, right, nothing = found.classes
    assert (left.share, right.share, nothing.share) == (0.5, 0.5, 0)
    assert np.array([left.middles, right.middles]) == pytest.approx(np.array([[(-3, 0)], [(3, 0)]]), abs=0.01)
    assert nothing.middles == ()


def test_answers_of_three_classes_that_are_no_numbers_have_no_boundary():
    assert isinstance(boundary([np.nan] * 9, "x", "y", dataset="three-arms"), Boundless)
