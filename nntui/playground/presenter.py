"""From a frame to what the playground's panels say and show: pure functions, without a widget."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nntui.drawing.class_names import SIGNS, short_names
from nntui.drawing.heat_map import Points
from nntui.drawing.navigator import DiagramNavigator
from nntui.drawing.numbers import decimals, ends, short_number, true_number
from nntui.drawing.sampling import sample_feature, sample_layers
from nntui.engine import features
from nntui.engine.arrays import BoolArray, FloatArray
from nntui.engine.datasets import GRID_LIMIT, Sample
from nntui.engine.features import FEATURES
from nntui.engine.network import Network
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import NO_POINTS, Scale, Units
from nntui.playground.layout import FULL_HEIGHT, FULL_WIDTH
from nntui.training.snapshot import Snapshot
from nntui.widgets.decision_grid import GridPicture

_MILLION = 1_000_000
_NARROW = 34
_MOST_NOTES = 3
_MOST_LETTERS = 260
"""What a message may have without covering too much of the screen."""
_WIDE = 100
_READOUT = 22
_NAME = 12
"""Columns of the readout where the terminal is small."""
_ROOMS = (9, 7, 6, 5, 4)
"""Characters for each number of the readout: as many as there is room for."""


@dataclass(frozen=True, eq=False)
class Predictions:
    """What the network says of every point.

    Attributes:
        outputs: float64, shape (n,).
        wrong: bool, shape (n,), which points are on the wrong side; None for regression.
        train_size: How many of them are training points.
    """

    outputs: FloatArray
    wrong: BoolArray | None
    train_size: int

    @property
    def accuracy(self) -> tuple[float, float] | None:
        """The share of points on the right side, training and test, from 0 to 1; None for regression."""
        if self.wrong is None:
            return None
        return _share_right(self.wrong[: self.train_size]), _share_right(self.wrong[self.train_size :])


def _share_right(wrong: BoolArray) -> float:
    return 1.0 - float(wrong.mean()) if len(wrong) else math.nan


def predict(snapshot: Snapshot, network: Network, sample: Sample) -> Predictions:
    """Asks the network about every point."""
    inputs = features.inputs(snapshot.experiment.features, *sample.points.T)
    *_, output = network.outputs(inputs)
    wrong = None
    if snapshot.experiment.problem == "classification":
        wrong = (output[0] >= 0) != (sample.labels >= 0)
    return Predictions(output[0], wrong, sample.train_size)


def grid_picture(
    snapshot: Snapshot,
    network: Network,
    sample: Sample,
    predictions: Predictions,
    node: tuple[int, int] | None,
    columns: int,
    rows: int,
    has_axes: bool,
) -> GridPicture:
    """What the decision grid shows.

    Args:
        snapshot: The state of the training.
        network: Its network.
        sample: The points.
        predictions: What the network says of them.
        node: (layer, index) of the node that fills the grid; None for the network's output.
        columns: Of the grid, in cells.
        rows: Likewise.
        has_axes: Whether there are axes around it.
    """
    experiment = snapshot.experiment
    if node is not None and node[0] == 0:
        values = sample_feature(tuple(FEATURES)[node[1]], columns, rows)
    else:
        layers = sample_layers(network, experiment.features, columns, rows)
        layer, index = node if node and node[0] <= len(layers) else (len(layers), 0)
        values = layers[layer - 1][min(index, len(layers[layer - 1]) - 1)]
    end = sample.train_size
    wrong = predictions.wrong
    train = Points(sample.points[:end], sample.labels[:end], None if wrong is None else wrong[:end])
    test = Points(sample.points[end:], sample.labels[end:], None if wrong is None else wrong[end:], is_test=True)
    points = (test, train) if experiment.show_test_data else (train,)
    return GridPicture(values, points, experiment.discretize, has_axes, units_of(experiment))


def label_text(label: float, experiment: Experiment) -> str:
    """A label as it is shown: a class by its name, a number in the units of the data."""
    own = experiment.user_points if experiment.uses_user_points else NO_POINTS
    if experiment.problem == "classification":
        return short_names(SIGNS if own.classes == NO_POINTS.classes else own.classes, _NAME)[label > 0]
    return _in_units(label, own.units.label, 1.0, _ROOMS[0])


def units_of(experiment: Experiment) -> Units:
    """The units of the data."""
    return experiment.user_points.units if experiment.uses_user_points else Units()


def counters(snapshot: Snapshot, width: int, is_complete: bool = True) -> str:
    """Epoch, iterations, and where there is room the number of parameters.

    Args:
        snapshot: The state of the training.
        width: Columns of the terminal.
        is_complete: Whether the terminal is large enough for everything; if not, that is said.
    """
    each = snapshot.experiment.iterations_per_epoch
    text = f"Epoch {snapshot.epoch // 1000:03},{snapshot.epoch % 1000:03}"  # as the web page shows it
    if snapshot.epoch >= _MILLION:
        text = f"Epoch {snapshot.epoch:,}"
    if width < _NARROW:
        return f"{snapshot.epoch:,}"
    if not is_complete:
        return f"{text} · {FULL_WIDTH}×{FULL_HEIGHT} shows all" if width >= 48 else text
    text += f" · {snapshot.iterations:,} iterations, {each} an epoch"
    if width >= _WIDE:
        text += f" · {len(snapshot.parameters)} parameters"
    return text


def losses(snapshot: Snapshot, accuracy: tuple[float, float] | None, width: int) -> tuple[str, str]:
    """Both losses, a line each, test before training as on the web page; accuracies beside them for classification."""
    train = test = ""
    if accuracy is not None:
        word = "accuracy " if width >= 36 else "✓"
        train, test = (f"{word}{_percent(share)}" for share in accuracy)
    return f"Test loss  {_loss(snapshot.test_loss)} {test}", f"Train loss {_loss(snapshot.train_loss)} {train}"


def readout(
    snapshot: Snapshot,
    network: Network,
    sample: Sample,
    outputs: FloatArray,
    x1: float,
    x2: float,
    width: int = _READOUT,
) -> str:
    """What is at the crosshair, on two lines: the output there; of the nearest point its label and its output.

    Of a person's own data the numbers are in their own units, and the classes have their own names.

    Args:
        snapshot: The state of the training.
        network: Its network.
        sample: The points.
        outputs: What the network says of each of them.
        x1: The crosshair.
        x2: The crosshair.
        width: Columns that a line should have at the most: numbers lose digits and names are cut for it.
    """
    experiment = snapshot.experiment
    *_, output = network.outputs(features.inputs(experiment.features, np.array([x1]), np.array([x2])))
    seen = sample.size if experiment.show_test_data else sample.train_size
    units = units_of(experiment)
    label_scale = units.label if experiment.problem == "regression" else Scale()

    def here(room: int) -> str:
        place = _in_units(x1, units.x1, GRID_LIMIT, room), _in_units(x2, units.x2, GRID_LIMIT, room)
        return f"({', '.join(place)}) → {_in_units(float(output[0, 0]), label_scale, 1.0, room)}"

    if not seen:
        return _fitting(here, width)
    nearest = int(np.argmin(np.square(sample.points[:seen] - (x1, x2)).sum(axis=1)))
    label, said = float(sample.labels[nearest]), float(outputs[nearest])

    def point(room: int) -> str:
        answer = _in_units(said, label_scale, 1.0, room)
        if experiment.problem == "regression":
            return f"nearest {_in_units(label, label_scale, 1.0, room)} → {answer}"
        classes = experiment.user_points.classes if experiment.uses_user_points else SIGNS
        return f"nearest {short_names(classes, width - len(f'nearest  → {answer}'))[label > 0]} → {answer}"

    return f"{_fitting(here, width)}\n{_fitting(point, width)}"


def _fitting(line: Callable[[int], str], width: int) -> str:
    """The first line that fits, with ever fewer characters for a number; the last where none does."""
    lines = [line(room) for room in _ROOMS]
    return next((each for each in lines if len(each) <= width), lines[-1])


def _in_units(value: float, scale: Scale, limit: float, room: int) -> str:
    """A number of the playground in the units of the data, with the digits that its range from −limit to limit asks."""
    low, high = ends(scale, limit)
    return short_number(true_number(scale, value), decimals(high - low), room, fixed=True)


def is_short(notes: tuple[str, ...]) -> bool:
    """Whether some sentences fit a message."""
    return len(notes) <= _MOST_NOTES and sum(map(len, notes)) <= _MOST_LETTERS


def summary(snapshot: Snapshot) -> str:
    """The epoch and both losses, in a line."""
    return (
        f"epoch {snapshot.epoch:,} · test loss {_loss(snapshot.test_loss)} · training loss {_loss(snapshot.train_loss)}"
    )


def work_name(snapshot: Snapshot) -> str:
    """What a piece of work is, in a few words."""
    experiment = snapshot.experiment
    return f"{experiment.data.label} {'-'.join(map(str, experiment.sizes))}, epoch {snapshot.epoch:,}"


def file_name(experiment: Experiment) -> str:
    """What a file about an experiment may be called, without an end: its data and its layers."""
    return "-".join([experiment.data.name, *map(str, experiment.sizes)])


def node_title(node: tuple[int, int] | None, experiment: Experiment) -> str:
    """The title of the Output panel when it shows a node."""
    plan = DiagramNavigator(experiment)
    if node is None or node[0] >= plan.output_layer:
        return "Output"
    name = plan.name(node)
    return name if node[0] == 0 else name.capitalize()


def _loss(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if math.isfinite(share) else "–"
