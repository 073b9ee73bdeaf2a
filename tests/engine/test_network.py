"""The network: one flat vector and its views."""

import numpy as np
import pytest

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.network import Network

TANH, LINEAR = ACTIVATIONS["tanh"], ACTIVATIONS["linear"]


@pytest.mark.parametrize(
    ("sizes", "shapes"),
    [
        ((2, 1), [(3, 1)]),
        ((0, 1), [(1, 1)]),
        ((0, 2, 1), [(1, 2), (3, 1)]),
        ((7, 4, 2, 1), [(8, 4), (5, 2), (3, 1)]),
    ],
    ids=str,
)
def test_layers_are_views_of_the_one_vector(sizes, shapes):
    network = Network(sizes, TANH, LINEAR)
    assert [layer.shape for layer in network.layers] == shapes
    assert network.depth == len(shapes)
    assert network.parameters.tolist() == [0.0] * sum(rows * columns for rows, columns in shapes)
    network.parameters[:] = np.arange(len(network.parameters))
    assert np.concatenate([layer.ravel() for layer in network.layers]).tolist() == network.parameters.tolist()
    network.layers[-1][-1] = -5
    assert network.parameters[-1] == -5


def test_the_mask_tells_weights_from_biases():
    # 2-2-1: four weights and two biases, then two weights and a bias.
    assert Network((2, 2, 1), TANH, LINEAR).weight_mask().tolist() == [1, 1, 1, 1, 0, 0, 1, 1, 0]


def test_parameters_are_copied():
    parameters = np.arange(3.0)
    network = Network((2, 1), TANH, LINEAR, parameters)
    parameters[:] = 0
    assert network.parameters.tolist() == [0, 1, 2]


def test_parameters_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="4 parameters for a network of 3: 2-1"):
        Network((2, 1), TANH, LINEAR, np.zeros(4))


def test_outputs_are_those_of_every_layer():
    # One input, two hidden neurons 2x and −x + 1, output their sum + 3.
    network = Network((1, 2, 1), LINEAR, LINEAR, np.array([2.0, -1.0, 0.0, 1.0, 1.0, 1.0, 3.0]))
    hidden, output = network.outputs(np.array([[0.0, 1.0, 5.0], [1.0, 1.0, 1.0]]))
    assert hidden.tolist() == [[0, 2, 10], [1, 0, -4]]
    assert output.tolist() == [[4, 5, 9]]


def test_it_says_what_it_is():
    assert repr(Network((2, 4, 2, 1), TANH, LINEAR)) == "Network(2-4-2-1, tanh, linear)"
