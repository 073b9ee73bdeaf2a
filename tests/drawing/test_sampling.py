"""From a network to arrays of pixels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.plane import PixelGrid
from nntui.drawing.sampling import sample_feature, sample_layers
from nntui.engine.features import FEATURES
from nntui.engine.network import Network
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import Trainer


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


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_is_sampled_over_the_square(name):
    values = sample_feature(name, 6, 3)
    x1, x2 = (array.reshape(6, 6) for array in PixelGrid(6, 3).centres)
    assert values.shape == (6, 6)
    np.testing.assert_array_equal(values, FEATURES[name].compute(x1, x2))


def test_x1_grows_to_the_right_and_x2_to_the_top():
    assert (np.diff(sample_feature("x", 6, 3), axis=1) > 0).all()
    assert (np.diff(sample_feature("x", 6, 3), axis=0) == 0).all()
    assert (np.diff(sample_feature("y", 6, 3), axis=0) < 0).all()
    assert (np.diff(sample_feature("y", 6, 3), axis=1) == 0).all()


@given(st.sets(st.sampled_from(list(FEATURES))), st.lists(st.integers(1, 32), max_size=4).map(tuple))
def test_any_network_can_be_sampled(features, hidden_layers):
    experiment, network = network_of(features=tuple(features), hidden_layers=hidden_layers)
    for layer in sample_layers(network, experiment.features, 3, 2):
        assert np.isfinite(layer).all()
