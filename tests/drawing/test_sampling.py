"""From a network to arrays of pixels."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.plane import PixelGrid
from nntui.drawing.sampling import average_feature, sample_feature, sample_layers
from nntui.engine.features import FEATURES
from nntui.engine.network import Network
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import Trainer
from tests.each import each


def network_of(**settings) -> tuple[Experiment, Network]:
    experiment = Experiment(seed="0.5", **settings)
    return experiment, Trainer(experiment).network


@pytest.mark.parametrize("hidden_layers", [(), (1,), (4, 2), (32, 1, 3)])
@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 1), (22, 11)])
def test_every_layer_has_a_picture_for_each_neuron(hidden_layers, columns, rows):
    experiment, network = network_of(hidden_layers=hidden_layers)
    layers = sample_layers(network, experiment.features, columns, rows)
    assert [layer.shape for layer in layers] == [(size, 2 * rows, columns) for size in (*hidden_layers, 1)]


@pytest.mark.parametrize("features", [(), ("x",), tuple(FEATURES)])
def test_any_features_will_do(features):
    experiment, network = network_of(features=features)
    assert np.isfinite(sample_layers(network, experiment.features, 4, 2)[-1]).all()


def test_without_features_only_the_biases_speak():
    experiment, network = network_of(features=(), hidden_layers=())
    (output,) = sample_layers(network, experiment.features, 3, 2)
    np.testing.assert_allclose(output, np.tanh(network.layers[0][-1, 0]))


def test_a_pixel_holds_what_the_neuron_answers_there():
    experiment, network = network_of(features=("x", "y"), hidden_layers=(3,))
    hidden, output = sample_layers(network, experiment.features, 5, 2)
    x1, x2 = (array.reshape(4, 5) for array in PixelGrid(5, 2).centres)
    first, last = network.layers
    for y in range(4):
        for x in range(5):
            answers = np.tanh(x1[y, x] * first[0] + x2[y, x] * first[1] + first[2])
            np.testing.assert_allclose(hidden[:, y, x], answers)
            np.testing.assert_allclose(output[0, y, x], np.tanh(answers @ last[:3, 0] + last[3, 0]))


def integral(name: str, low: float, high: float) -> float:
    """Of a feature of one coordinate, held to [−1, 1], as calculus has it."""

    def primitive(x: float) -> float:
        held = min(1.0, max(-1.0, x))
        if name.startswith("sin"):
            return -math.cos(x)
        if name.startswith("cos"):
            return math.sin(x)
        if name.endswith("cubed"):
            return held**4 / 4 + abs(x - held)
        if name.endswith("squared"):
            return held**3 / 3 + (x - held)
        return held**2 / 2 + abs(x - held)

    return primitive(high) - primitive(low)


@each(("across", "down"), [(2, 2), (8, 2), (5, 6), (13, 12)])
@each("name", [name for name in FEATURES if name not in ("x-times-y", "radius")])
def test_a_pixel_of_a_feature_is_its_mean_over_the_pixels_area(name, across, down):
    values = average_feature(name, across, down)
    assert values.shape == (down, across)
    along, count = (values[0], across) if name.startswith(("x", "sin-x", "cos-x")) else (values[::-1, 0], down)
    edges = np.linspace(-6, 6, count + 1).tolist()
    means = [integral(name, low, high) / (high - low) for low, high in itertools.pairwise(edges)]
    np.testing.assert_allclose(along, means, atol=0.02)
    assert np.ptp(values, axis=0 if name.startswith(("x", "sin-x", "cos-x")) else 1).max() < 1e-12


def test_the_product_has_the_signs_of_its_quarters():
    values = average_feature("x-times-y", 4, 4)
    assert (np.sign(values) == [[-1, -1, 1, 1]] * 2 + [[1, 1, -1, -1]] * 2).all()


def test_a_picture_of_a_feature_in_cells_has_two_pixels_in_each():
    np.testing.assert_array_equal(sample_feature("sin-x", 7, 3), average_feature("sin-x", 7, 6))


@pytest.mark.parametrize("size", [(8, 2), (8, 4), (10, 4), (14, 6), (26, 12)])
def test_a_square_has_a_pale_band_in_the_middle_and_is_symmetric(size):
    values = average_feature("x-squared", *size)
    np.testing.assert_allclose(values, values[:, ::-1])
    assert values[0, 0] == values[0, -1] == 1
    assert values[0, size[0] // 2] < 0.7


@pytest.mark.parametrize("size", [(4, 2), (8, 2), (10, 4), (14, 6), (26, 12)])
def test_a_sine_shows_its_three_changes_of_sign(size):
    signs = np.sign(average_feature("sin-x", *size)[0])
    assert (np.diff(signs[signs != 0]) != 0).sum() == 3


@given(st.sets(st.sampled_from(list(FEATURES))), st.lists(st.integers(1, 32), max_size=4).map(tuple))
def test_any_network_can_be_sampled(features, hidden_layers):
    experiment, network = network_of(features=tuple(features), hidden_layers=hidden_layers)
    for layer in sample_layers(network, experiment.features, 3, 2):
        assert np.isfinite(layer).all()
