import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.navigator import BIAS, DiagramNavigator, DiagramPosition, fitting_clauses
from nntui.drawing.numbers import show_number
from nntui.engine.features import FEATURES
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import first_network

DEFAULT = Experiment(seed="1")

experiments = st.builds(
    Experiment,
    seed=st.just("1"),
    features=st.lists(st.sampled_from(list(FEATURES)), unique=True).map(tuple),
    hidden_layers=st.lists(st.integers(1, 5), max_size=4).map(tuple),
)
steps = st.lists(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]), max_size=40)


def test_from_a_feature_to_the_right_lies_its_link_and_then_the_neuron():
    plan = DiagramNavigator(DEFAULT)
    place = plan.walk(DiagramPosition(0, 0), 1, 0)
    assert (place.layer, place.slot) == (1, 0)
    assert plan.walk(place, 1, 0) == DiagramPosition(1, place.index)
    assert plan.walk(place, -1, 0) == DiagramPosition(0, 0)


def test_a_feature_that_is_off_has_no_link():
    assert DiagramNavigator(DEFAULT).walk(DiagramPosition(0, 6), 1, 0) == DiagramPosition(1, 3)


def test_up_and_down_a_neurons_numbers_its_bias_last():
    plan = DiagramNavigator(DEFAULT)
    place = plan.walk(DiagramPosition(1, 0), -1, 0)
    assert place == DiagramPosition(1, 0, 0)
    place = plan.walk(place, 0, 1)
    assert place == DiagramPosition(1, 0, 1)
    place = plan.walk(place, 0, 1)
    assert place == DiagramPosition(1, 0, BIAS)
    assert plan.walk(place, 0, 1) == place


def test_without_a_feature_a_neuron_has_its_bias_alone():
    plan = DiagramNavigator(Experiment(seed="1", features=()))
    assert plan.walk(DiagramPosition(1, 2), -1, 0) == DiagramPosition(1, 2, BIAS)


def test_at_the_ends_it_stays():
    plan = DiagramNavigator(DEFAULT)
    assert plan.walk(DiagramPosition(0, 0), -1, 0) == DiagramPosition(0, 0)
    assert plan.walk(DiagramPosition(0, 0), 0, -1) == DiagramPosition(0, 0)
    assert plan.walk(DiagramPosition(3, 0), 1, 0) == DiagramPosition(3, 0)


@given(experiments, steps)
def test_wherever_it_walks_there_is_something(experiment, walk):
    plan = DiagramNavigator(experiment)
    network = first_network(experiment)
    place = DiagramPosition(1, 0)
    for right, down in walk:
        place = plan.walk(place, right, down)
        assert plan.nearest(place) == place
        assert plan.describe(place, network)
        parameter = plan.parameter(place)
        assert (parameter is None) == place.is_node
        if parameter is not None:
            assert 0 <= parameter < len(network.parameters)


@given(experiments)
def test_every_number_of_the_network_has_one_place(experiment):
    plan = DiagramNavigator(experiment)
    counts = (0, *experiment.hidden_layers, 1)
    places = [
        DiagramPosition(layer, index, slot)
        for layer in range(1, len(counts))
        for index in range(counts[layer])
        for slot in [*plan.sources(layer), BIAS]
    ]
    found = sorted(plan.parameter(place) for place in places)
    assert found == list(range(len(first_network(experiment).parameters)))


def test_a_parameter_is_the_one_that_is_named():
    experiment = Experiment(seed="1", features=("y", "sin-x"), hidden_layers=(3, 2))
    network = first_network(experiment)
    plan = DiagramNavigator(experiment)
    network.layers[0][1, 2] = 7.25  # from the second feature that is on, sin X₁, to the third neuron
    assert plan.parameter(DiagramPosition(1, 2, 5)) == int(np.flatnonzero(network.parameters == 7.25)[0])
    assert plan.describe(DiagramPosition(1, 2, 5), network) == "weight sin X₁ → layer 1 neuron 3 = 7.25"
    network.layers[2][-1, 0] = -3.5
    assert plan.describe(DiagramPosition(3, 0, BIAS), network) == "bias of output = −3.50"


def test_a_dead_weight_is_called_dead():
    network = first_network(DEFAULT)
    plan = DiagramNavigator(DEFAULT)
    dead = [False] * len(network.parameters)
    dead[plan.parameter(DiagramPosition(1, 0, 0))] = True
    assert plan.describe(DiagramPosition(1, 0, 0), network, dead).endswith(", dead")
    assert "dead" not in plan.describe(DiagramPosition(1, 0, 1), network, dead)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (DiagramPosition(3, 0), DiagramPosition(1, 0)),
        (DiagramPosition(2, 1, 3), DiagramPosition(1, 0)),
        (DiagramPosition(1, 3), DiagramPosition(1, 0)),
        (DiagramPosition(0, 5), DiagramPosition(0, 5)),
    ],
)
def test_the_cursor_of_a_larger_network_finds_a_place_in_a_smaller_one(before, after):
    assert DiagramNavigator(Experiment(seed="1", hidden_layers=())).nearest(before) == after


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0.00"), (0.1, "0.10"), (-1.234, "−1.23"), (0.04567, "0.046"), (-0.001, "−0.001")]
)
def test_numbers_as_shown(value, shown):
    assert show_number(value) == shown


@pytest.mark.parametrize(
    ("width", "shown"),
    [(40, "Lower the rate, or go, at once"), (22, "Lower the rate, or go"), (14, "Lower the rate"), (8, "Lower t…")],
)
def test_a_hint_ends_where_one_of_its_clauses_ends(width, shown):
    assert fitting_clauses("Lower the rate, or go, at once", width) == shown


def test_a_neuron_says_its_activation_where_the_layers_have_not_all_that_of_the_top():
    place, output = DiagramPosition(2, 0), DiagramPosition(3, 0)
    for own, words in (((), "layer 2 neuron 1, bias 0.10"), (("tanh", "sine"), "layer 2 neuron 1, Sine, bias 0.10")):
        experiment = Experiment(seed="1", layer_activations=own)
        network, plan = first_network(experiment), DiagramNavigator(experiment)
        assert plan.describe(place, network) == words
        assert plan.describe(place, network, width=28) == "layer 2 neuron 1, bias 0.10"
        assert plan.describe(output, network) == "output, bias 0.10"
