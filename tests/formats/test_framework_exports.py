"""The PyTorch and the Keras export, run against stand-ins for both: no test here needs either."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from tests.formats import fake_frameworks
from tests.formats.test_exports import (
    EXACT,
    FRAMES,
    REGRESSION,
    every_frame,
    expected,
    experiment,
    grid,
    largest_difference,
    text_of,
    trained,
)

FAKES = {"pytorch": fake_frameworks.torch, "keras": fake_frameworks.keras}
POINTS = np.array([[1.2, -3.4], [-4.0, 4.0]])
every_framework = pytest.mark.parametrize("kind", FAKES)


@pytest.fixture
def module(monkeypatch):
    """An export, which is imported where the stand-in is the framework."""

    def load(kind: str, program: str):
        for name, module in FAKES[kind]().items():
            monkeypatch.setitem(sys.modules, name, module)
        model = {"__name__": "model"}
        exec(compile(program, "model.py", "exec"), model)
        return model

    return load


@pytest.fixture
def predict(module):
    """The function `predict` of an export."""
    return lambda kind, program: module(kind, program)["predict"]


@every_framework
@every_frame
def test_it_gives_our_outputs(predict, kind, name):
    with np.errstate(over="ignore"):
        outputs = predict(kind, text_of(kind, FRAMES[name]))(grid(FRAMES[name]))
    assert largest_difference(FRAMES[name], outputs) <= EXACT


@pytest.mark.parametrize(
    ("kind", "given", "transposed"),
    [
        ("pytorch", '"weight": weights,', '"weight": weights.T,'),
        ("keras", "[weights.T, biases]", "[weights, biases]"),
    ],
)
def test_the_stand_in_refuses_transposed_weights(predict, kind, given, transposed):
    """As both libraries do: so a fault in the export cannot pass."""
    program = text_of(kind, FRAMES["tanh, classes"])
    assert given in program
    with pytest.raises(ValueError, match="has the shape"):
        predict(kind, program.replace(given, transposed))


@every_framework
def test_it_takes_lists_of_points(predict, kind):
    snapshot = FRAMES["own numbers"]
    outputs = predict(kind, text_of(kind, snapshot))(grid(snapshot)[:3].tolist())
    assert np.asarray(outputs) == pytest.approx(expected(snapshot, grid(snapshot)[:3]), rel=EXACT)


@every_framework
def test_its_command_line_says_the_probabilities_and_the_class(module, kind, capsys):
    snapshot = FRAMES["three classes"]
    assert module(kind, text_of(kind, snapshot))["main"](["1.2", "-3.4", "-4", "4"]) == 0
    for line, outputs in zip(capsys.readouterr().out.splitlines(), expected(snapshot, POINTS), strict=True):
        *numbers, name = line.split()
        assert list(map(float, numbers)) == pytest.approx(outputs.tolist(), abs=EXACT)
        assert name == str(np.argmax(outputs) + 1)


@every_framework
def test_large_totals_are_not_cut(predict, kind):
    """A softplus at 21 is by e⁻²¹ more than 21, which is more than what float64 rounds."""
    snapshot = trained(experiment(activation="softplus", hidden_layers=(4,), **REGRESSION), epochs=0)
    network = snapshot.network()
    network.layers[0][:] = [[1e-3] * 4, [1e-3] * 4, [21.0] * 4]
    large = replace(snapshot, parameters=network.parameters)
    outputs = predict(kind, text_of(kind, large))(grid(large))
    assert largest_difference(large, outputs) <= EXACT
