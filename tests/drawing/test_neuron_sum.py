import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.neuron_sum import sum_lines
from nntui.experiment.experiment import Experiment
from nntui.training.neuron_sum import NeuronSum, Term, sum_of
from nntui.training.trainer import first_network

EXPERIMENT = Experiment(seed="1", features=("x", "x-squared"), hidden_layers=(2,))


def test_a_hidden_neuron_by_hand():
    network = first_network(EXPERIMENT)
    network.layers[0][:, 1] = 0.5, -0.25, 0.1
    reading = sum_of(EXPERIMENT, network, (1, 1), 2.0, -1.0)
    assert reading.name == "layer 1 neuron 2"
    assert reading.terms == (Term("X₁", 0.5, 2.0), Term("X₁²", -0.25, 4.0))
    assert reading.total == pytest.approx(0.5 * 2 - 0.25 * 4 + 0.1)
    assert reading.output == pytest.approx(math.tanh(0.1))
    assert reading.activation == "Tanh"


def test_the_output_neuron_reads_the_hidden_ones():
    network = first_network(EXPERIMENT)
    network.layers[0][:] = [[1, 0], [0, 1], [0, 0]]
    network.layers[1][:] = [[2], [3], [0.5]]
    reading = sum_of(EXPERIMENT, network, (2, 0), 0.5, 0.0)
    assert [term.value for term in reading.terms] == pytest.approx([math.tanh(0.5), math.tanh(0.25)])
    total = 2 * math.tanh(0.5) + 3 * math.tanh(0.25) + 0.5
    assert reading.total == pytest.approx(total)
    assert reading.output == pytest.approx(math.tanh(total))


def test_the_output_of_a_regression_is_the_sum_itself():
    experiment = Experiment(seed="1", problem="regression")
    reading = sum_of(experiment, first_network(experiment), (3, 0), 1.0, 2.0)
    assert reading.activation == "Linear"
    assert reading.output == pytest.approx(reading.total)


def test_a_neuron_without_inputs_is_its_bias():
    experiment = Experiment(seed="1", features=())
    reading = sum_of(experiment, first_network(experiment), (1, 0), 1.0, 2.0)
    assert reading.terms == ()
    assert reading.total == pytest.approx(0.1)


READING = NeuronSum(
    "layer 2 neuron 1",
    1.0,
    -2.0,
    tuple(Term(f"layer 1 neuron {i + 1}", weight, 1.0) for i, weight in enumerate((0.1, -3.0, 0.2, 2.0))),
    0.5,
    "Tanh",
    -0.2,
)


def test_all_terms_where_there_is_room():
    lines = sum_lines(READING, 30, 7)
    assert [line.split()[0] for line in lines] == ["at", "neuron", "neuron", "neuron", "neuron", "bias", "sum"]
    assert lines[2] == "neuron 2 −3.00·1.00      −3.00"
    assert lines[-1] == "sum         −0.20 → Tanh −0.20"


def test_what_adds_least_is_put_together():
    lines = sum_lines(READING, 30, 6)
    assert [line.split()[:2] for line in lines[1:4]] == [["neuron", "2"], ["neuron", "4"], ["2", "other"]]
    assert lines[3].endswith("0.30")


@given(st.integers(1, 60), st.integers(0, 40), st.integers(0, 32))
def test_it_never_takes_more_than_it_has(width, height, terms):
    reading = NeuronSum("output", 0.0, 0.0, READING.terms[:1] * terms, 0.0, "Sigmoid", 0.5)
    lines = sum_lines(reading, width, height)
    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)


def test_a_dead_weight_says_so():
    network = first_network(EXPERIMENT)
    dead = np.zeros(network.parameters.size, bool)
    sizes = EXPERIMENT.sizes
    dead[sizes[1]] = True  # a layer's weights stand row by row, a row for each input
    first, second, *_ = sum_of(EXPERIMENT, network, (1, 0), 2.0, -1.0, dead).terms
    assert (first.is_dead, second.is_dead) == (False, True)
    lines = sum_lines(sum_of(EXPERIMENT, network, (1, 0), 2.0, -1.0, dead), 40, 20)
    assert [line for line in lines if "dead" in line] == [lines[2]]
