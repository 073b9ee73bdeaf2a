"""What every export says of a trained network: its layers, its units, its classes, and where it comes from."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.errors import NntuiError
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import (
    ACTIVATION,
    BATCH_SIZE,
    CLASSES,
    DROPOUT,
    HIDDEN_LAYERS,
    INITIALIZATION,
    INPUT_FEATURES,
    LEARNING_RATE,
    LOSS,
    NOISE,
    OPTIMIZER,
    PROBLEM,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SCHEDULE,
    SEED,
    SETTINGS,
    SHUFFLE,
    TRAIN_SHARE,
    WEIGHTS_DRAW,
)
from nntui.experiment.shown_text import visible
from nntui.experiment.user_points import Scale, Units, painted_classes
from nntui.language import InEnglish, _
from nntui.training.snapshot import Snapshot

_LONGEST = 100
_ALWAYS_DESCRIBED = (
    PROBLEM,
    NOISE,
    TRAIN_SHARE,
    BATCH_SIZE,
    INPUT_FEATURES,
    HIDDEN_LAYERS,
    ACTIVATION,
    LEARNING_RATE,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SEED,
    WEIGHTS_DRAW,
    LOSS,
    OPTIMIZER,
    INITIALIZATION,
)
"""The data set has a description of its own, and some settings change only what is drawn."""


class ExportError(NntuiError):
    """An export cannot be written; the message says why and what to do."""

    title = "Export"


_EXTRAS = {"PIL": ("Pillow", "pictures")}
"""By the name that a package is imported by, its own name and the extra that brings it, where they differ."""


def missing_package(name: str) -> str:
    """The sentence for an export whose package, of the name by which it is imported, is not installed."""
    package, extra = _EXTRAS.get(name, (name, name))
    sentence = _("for this the package {name} is needed: pip install 'nntui[{extra}]'")
    return sentence.format(name=package, extra=extra)


@dataclass(frozen=True)
class Layer:
    """One layer of a trained network.

    Attributes:
        weights: A row for each neuron, which holds a number for each of its inputs.
        biases: A number for each neuron.
        activation: The name of its function, as `activation_of` takes it.
    """

    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...]
    activation: str

    @property
    def input_count(self) -> int:
        """How many inputs each neuron has."""
        return len(self.weights[0])


def layers_of(snapshot: Snapshot) -> list[Layer]:
    """The layers, first hidden layer first; the last is the output."""
    network = snapshot.network()
    layers = []
    for index, table in enumerate(network.layers):
        weights = tuple(tuple(column) for column in table[:-1].T.tolist())
        layers.append(Layer(weights, tuple(table[-1].tolist()), network.activations[index].name))
    return layers


def input_output_units(experiment: Experiment) -> Units:
    """The units in which points come in and outputs go out; a class has none, so its label is left as it is."""
    units = experiment.used_points.units
    if experiment.problem == "regression":
        return units
    return Units(units.x1, units.x2)


def scales_of(experiment: Experiment) -> dict[str, Scale]:
    """The scales that are not the identity, by what they are of: "x1", "x2" or "output"."""
    units = input_output_units(experiment)
    scales = {"x1": units.x1, "x2": units.x2, "output": units.label}
    return {name: scale for name, scale in scales.items() if not scale.is_identity}


def classes_of(experiment: Experiment) -> tuple[str, ...] | None:
    """What the classes are called; None for regression.

    Of two the first is what an output below 0 means, and the second what any other means. Of more each has an output.
    """
    count = experiment.class_count
    if not count:
        return None
    if experiment.uses_user_points and (experiment.user_points.problem == "classification" or count > 2):
        return experiment.used_points.classes
    return ("-1", "+1") if count == 2 else painted_classes(count)


def on_one_line(text: str, longest: int = _LONGEST) -> str:
    """A person's text in printable characters alone, on one line, and never long.

    What is not printable is written as its escape: line breaks, halves of surrogate pairs, and characters that turn
    the direction of writing, by which a program would read otherwise than it runs.
    """
    shown = visible(text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def finite(loss: float) -> float | None:
    """A loss, or None if it is no number: formats differ in how they would write that."""
    return float(loss) if math.isfinite(loss) else None


def _loss(loss: float) -> str:
    return repr(float(loss)) if math.isfinite(loss) else "–"


def description(snapshot: Snapshot) -> dict[str, str]:
    """What experiment it is, from what a person calls it to its value, in printable characters alone.

    In English, whatever the language is: it goes into code, and into models that programs read.
    """
    with InEnglish():
        return _description(snapshot)


def _description(snapshot: Snapshot) -> dict[str, str]:
    experiment = snapshot.experiment
    lines = dict(_data(experiment))
    used: dict[str, Any] = {LOSS.name: experiment.used_loss, DROPOUT.name: experiment.used_dropout}
    used[WEIGHTS_DRAW.name] = experiment.weights_draw + 1  # counted from 1, as on the screen
    described = _described(experiment)
    for name, setting in SETTINGS.items():
        if name in described:
            lines[setting.label] = on_one_line(setting.display(used.get(name, getattr(experiment, name))))
    if len(set(experiment.used_activations)) > 1:
        lines[ACTIVATION.label] = ", ".join(map(ACTIVATION.display, experiment.used_activations))
    elif experiment.hidden_layers:
        lines[ACTIVATION.label] = ACTIVATION.display(experiment.used_activations[0])
    lines["Epoch"] = str(snapshot.epoch)
    lines["Training loss"] = _loss(snapshot.train_loss)
    lines["Test loss"] = _loss(snapshot.test_loss)
    if snapshot.is_edited:
        lines["Edited"] = "weights or points were changed by hand, so the settings alone do not lead to these weights"
    return lines


def _described(experiment: Experiment) -> set[str]:
    """The names of the settings that made the network what it is."""
    schedule = SCHEDULES[experiment.schedule]
    names = {setting.name for setting in _ALWAYS_DESCRIBED} | set(OPTIMIZERS[experiment.optimizer].parameters)
    if experiment.schedule != SCHEDULE.default:
        names |= {SCHEDULE.name, *schedule.parameters}
    if experiment.problem == "classification" and experiment.data.classes is None:
        names.add(CLASSES.name)
    if any(experiment.used_dropout):
        names.add(DROPOUT.name)
    if experiment.shuffle:
        names.add(SHUFFLE.name)
    return names


def _data(experiment: Experiment) -> Iterator[tuple[str, str]]:
    own = experiment.user_points
    if not experiment.uses_user_points:
        yield "Data set", experiment.data.label
    else:
        yield "Data set", experiment.data.label + (f": {on_one_line(own.source)}" if own.source else "")
        yield from zip(("x1", "x2", "Label"), map(on_one_line, own.columns), strict=True)
    classes = classes_of(experiment)
    if classes is None:
        return
    if len(classes) > 2:
        for number, name in enumerate(map(on_one_line, classes), start=1):
            yield f"Class of output {number}", name
        yield "Outputs", "the probability of each class"
        return
    below, other = map(on_one_line, classes)
    yield "Class of an output below 0", below
    yield "Class of any other output", other
    if experiment.used_loss == "cross-entropy":
        yield "Output", "2p - 1, where p is the probability of the class of an output of 0 and more"
    if experiment.uses_user_points and own.problem == "regression":
        yield "Class +1", f"{on_one_line(own.columns[2])} of {float(own.units.label.centre)!r} or more"
