"""The exports that are data: JSON, the losses and the points."""

import csv
import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.formats.points import parse_points
from nntui.training.history import Losses
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import sample_of
from tests.formats.test_exports import EXACT, FRAMES, NASTY, every_frame, grid, largest_difference, text_of, units_of

# JSON, as a program of another make would read it


FUNCTIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda z: np.maximum(0, z),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "linear": lambda z: z,
    "leaky-relu": lambda z: np.where(z > 0, z, z / 100),
    "elu": lambda z: np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "gelu": lambda z: z / 2 * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3))),
    "sine": np.sin,
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "logistic": lambda z: 2 / (1 + np.exp(-z)) - 1,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=0),
}
FORMULA_NAMES = {name: getattr(np, name) for name in ("sin", "cos", "tan", "tanh", "exp", "log", "sqrt", "abs", "sign")}
FORMULA_NAMES |= {"min": np.minimum, "max": np.maximum}


def outputs_of_json(content: dict[str, Any], points: np.ndarray) -> np.ndarray:
    """As a program of another make would read it."""
    units = content.get("units", {})
    names = {"x1": points[:, 0], "x2": points[:, 1], **FORMULA_NAMES}
    for name in {"x1", "x2"} & set(units):
        names[name] = eval(units[name]["formula"].split(" = ")[1], {"value": names[name], **units[name]})
    # Of large whole numbers NumPy 1 makes objects.
    values = np.array([eval(feature["formula"], dict(names)) for feature in content["features"]], dtype=float)
    values = values.reshape(-1, len(points))
    for layer in content["layers"]:
        with np.errstate(over="ignore"):
            totals = np.array(layer["weights"]) @ values + np.array([layer["biases"]]).T
            values = FUNCTIONS[layer["activation"]](totals)
    if "output" in units:
        return eval(units["output"]["formula"].split(" = ")[1], {"output": values[0], **units["output"]})
    return values[0] if len(values) == 1 else values.T


@every_frame
def test_json_gives_our_outputs(name):
    snapshot = FRAMES[name]
    assert largest_difference(snapshot, outputs_of_json(json.loads(text_of("json", snapshot)), grid(snapshot))) <= EXACT


@every_frame
def test_json_holds_the_experiment(name):
    snapshot = FRAMES[name]
    content = json.loads(text_of("json", snapshot))
    settings = {key: tuple(value) if isinstance(value, list) else value for key, value in content["settings"].items()}
    assert set(settings) == set(SETTINGS)
    assert snapshot.experiment == Experiment(**settings, user_points=snapshot.experiment.user_points)
    assert (content["epoch"], content["train_loss"], content["test_loss"]) == (
        snapshot.epoch,
        snapshot.train_loss,
        snapshot.test_loss,
    )
    assert content["is_edited"] == snapshot.is_edited
    assert (content["loss"], content["optimizer"]) == (snapshot.experiment.used_loss, snapshot.experiment.optimizer)
    assert [(layer["activation"], layer["formula"]) for layer in content["layers"]] == [
        (each.name, each.formula) for each in snapshot.network().activations
    ]


def test_json_keeps_names_as_they_are():
    content = json.loads(text_of("json", FRAMES["own classes"]))
    assert content["columns"] == [NASTY, NASTY + "2", NASTY + "3"]
    assert content["source"] == NASTY
    assert content["classes"] == {"output below 0": NASTY, "any other output": NASTY + "+"}
    assert text_of("json", FRAMES["own classes"]).isascii()
    plain = json.loads(text_of("json", FRAMES["untrained"]))
    assert plain["classes"] == {"output below 0": "-1", "any other output": "+1"}
    assert not {"units", "columns", "source"} & set(plain)
    many = json.loads(text_of("json", FRAMES["own four classes"]))
    names = {f"output {number} is the greatest": NASTY + "+" * (number - 1) for number in range(1, 5)}
    assert many["classes"] == names


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_json_has_null_for_what_is_no_number(loss):
    content = json.loads(text_of("json", replace(FRAMES["untrained"], train_loss=loss, test_loss=loss)))
    assert content["train_loss"] is None
    assert content["test_loss"] is None


# History


def rows_of(snapshot: Snapshot) -> list[list[str]]:
    head, *rows = csv.reader(text_of("history", snapshot).splitlines())
    assert head == ["epoch", "train_loss", "test_loss"]
    return rows


@every_frame
def test_the_history_has_every_epoch(name):
    snapshot = FRAMES[name]
    rows = rows_of(snapshot)
    assert [int(epoch) for epoch, *_ in rows] == list(range(snapshot.epoch + 1))
    assert [float(train) for _, train, _ in rows] == snapshot.history.train.tolist()
    assert [float(test) for *_, test in rows] == snapshot.history.test.tolist()
    assert float(rows[-1][1]) == snapshot.train_loss


def test_the_history_ends_with_the_last_epoch():
    losses = Losses(4, np.array([0.5, 0.25]), np.array([0.75, math.nan]))
    snapshot = replace(FRAMES["untrained"], epoch=6, train_loss=0.1, test_loss=math.inf, history=losses)
    assert rows_of(snapshot) == [["0", "0.5", "0.75"], ["4", "0.25", ""], ["6", "0.1", ""]]
    assert rows_of(replace(snapshot, epoch=4)) == [["0", "0.5", "0.75"], ["4", "0.25", ""]]


# Points


@pytest.mark.parametrize("name", ["silu, numbers", "elu, classes", "linear, six classes", "own four classes"])
def test_points_are_read_back_as_they_were(name):
    snapshot = FRAMES[name]
    chosen, own_points = snapshot.experiment, snapshot.experiment.uses_user_points
    read = parse_points(text_of("points", snapshot), "").points
    sample = chosen.used_points if own_points else sample_of(chosen)
    assert read.problem == chosen.problem
    assert read.labels.tolist() == sample.labels.tolist()
    units = units_of(snapshot)  # the square that they are fitted to may be another
    for axis, (mine, again) in enumerate(((units.x1, read.units.x1), (units.x2, read.units.x2))):
        wanted = mine.outward(sample.points[:, axis])
        assert again.outward(read.points[:, axis]) == pytest.approx(wanted, rel=EXACT, abs=EXACT)
    if name == "linear, six classes":
        assert read.classes == ("1", "2", "3", "4", "5", "6")
