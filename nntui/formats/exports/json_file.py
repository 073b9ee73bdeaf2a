"""The network and its experiment as plain JSON, for other programs."""

import json
from dataclasses import asdict
from typing import Any

from nntui.engine.activations import activation_of
from nntui.engine.features import feature_of
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.formats.exports.trained import classes_of, finite, layers_of, scales_of
from nntui.training.snapshot import Snapshot

_FORMULAS = {
    "x1": "x1 = (value - centre) * factor",
    "x2": "x2 = (value - centre) * factor",
    "output": "value = output / factor + centre",
}
"""How a scale is meant: the value is in the units of the data."""


def write(snapshot: Snapshot) -> bytes:
    """The JSON text, in ASCII alone.

    `layers` holds `weights`, a list for each neuron, `biases`, `activation` and its `formula`. `loss` is the one that
    is used, whatever is set. `classes` says what outputs mean, and is left out of a regression. `units` holds the
    scales of `x1`, `x2` and `output` that are not the identity, and is left out without any. A loss that is not finite
    is null.
    """
    experiment = snapshot.experiment
    content: dict[str, Any] = {
        "program": "nntui",
        "epoch": snapshot.epoch,
        "train_loss": finite(snapshot.train_loss),
        "test_loss": finite(snapshot.test_loss),
        "is_edited": snapshot.is_edited,
        "loss": experiment.used_loss,
        "optimizer": experiment.optimizer,
        "settings": {name: getattr(experiment, name) for name in SETTINGS},
        **_data(experiment),
        "features": [{"name": name, "formula": feature_of(name).formula} for name in experiment.features],
        "layers": [
            {**asdict(layer), "formula": activation_of(layer.activation).formula} for layer in layers_of(snapshot)
        ],
    }
    return json.dumps(content, indent=2, allow_nan=False).encode("ascii") + b"\n"


def _data(experiment: Experiment) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if experiment.uses_user_points:
        data["source"] = experiment.user_points.source
        data["columns"] = experiment.user_points.columns
    classes = classes_of(experiment)
    if classes is not None and len(classes) == 2:
        data["classes"] = {"output below 0": classes[0], "any other output": classes[1]}
    elif classes is not None:
        data["classes"] = {f"output {number} is the greatest": name for number, name in enumerate(classes, start=1)}
    scales = scales_of(experiment)
    if scales:
        data["units"] = {name: {**asdict(scale), "formula": _FORMULAS[name]} for name, scale in scales.items()}
    return data
