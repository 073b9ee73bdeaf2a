"""A training run in a saved session: settings and the trained network, to the data of its file and back, checked."""

import math
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from msgspec import Meta, Struct

from nntui.engine.arrays import FloatArray
from nntui.engine.network import Network
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.settings import CLASSES, INITIALIZATION
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import UserPoints
from nntui.formats.saved_optimizer import SavedOptimizer, optimizer_state_of, saved_optimizer_of
from nntui.language import _
from nntui.training.history import CAPACITY, Losses
from nntui.training.snapshot import Snapshot, network_of

MOST_EPOCHS = 10**15
Epoch = Annotated[int, Meta(ge=0, le=MOST_EPOCHS)]
_FIRST_LATER = list(SETTINGS).index(CLASSES.name)
_LATER = {name: getattr(Experiment(seed="-"), name) for name in list(SETTINGS)[_FIRST_LATER:]}
"""Settings that came later, with their defaults: at these they are left out, so that older versions open the file."""
_Losses = Annotated[list[float | None], Meta(max_length=CAPACITY)]


class _Layer(Struct):
    weights: Annotated[list[Annotated[list[float], Meta(max_length=100)]], Meta(max_length=100)]
    biases: Annotated[list[float], Meta(max_length=100)]


class SavedTraining(Struct, omit_defaults=True):
    """The state of a training run as it stands in the file."""

    epoch: Epoch
    is_edited: bool
    layers: Annotated[list[_Layer], Meta(max_length=20)]
    dead_weights: Annotated[list[int], Meta(max_length=20_000)]
    stride: Annotated[int, Meta(ge=1, le=MOST_EPOCHS)]
    train_losses: _Losses
    test_losses: _Losses
    optimizer: SavedOptimizer | None = None


def saved_training_of(snapshot: Snapshot) -> SavedTraining:
    """What is written of a snapshot, beside its settings."""
    network = snapshot.network()
    return SavedTraining(
        epoch=snapshot.epoch,
        is_edited=snapshot.is_edited,
        layers=[_Layer(weights=layer[:-1].T.tolist(), biases=layer[-1].tolist()) for layer in network.layers],
        dead_weights=[] if snapshot.dead is None else np.flatnonzero(snapshot.dead).tolist(),
        stride=snapshot.history.stride,
        train_losses=snapshot.history.train.tolist(),
        test_losses=snapshot.history.test.tolist(),
        optimizer=saved_optimizer_of(snapshot.optimizer_state),
    )


def saved_settings_of(experiment: Experiment) -> dict[str, Any]:
    """What is written of the settings."""
    values = {name: getattr(experiment, name) for name in SETTINGS}
    kept = {name: value for name, value in values.items() if name not in _LATER or value != _LATER[name]}
    if experiment.zero_initialization:
        del kept[INITIALIZATION.name]  # the other one says it
    return kept


def has_later_settings(experiment: Experiment) -> bool:
    """Whether something of it is unknown to versions that know no later settings."""
    return not saved_settings_of(experiment).keys().isdisjoint(_LATER)


def experiment_of(settings: dict[str, Any], own: UserPoints) -> Experiment:
    """The settings of a file.

    Raises:
        ValueError: One is unknown, is missing or is not allowed.
    """
    unknown = settings.keys() - SETTINGS.keys()
    if unknown:
        raise ValueError(_("unknown setting {name}").format(name=shorten(min(unknown))))
    if "seed" not in settings:
        raise ValueError(_("it has no seed"))
    return Experiment(**settings, user_points=own)


def snapshot_of(training: SavedTraining, experiment: Experiment) -> Snapshot:
    """The snapshot of a file.

    Raises:
        ValueError: It does not go with the settings, or a number cannot be used.
    """
    network = network_of(experiment)
    _fill(network, training.layers)
    size = network.parameters.size
    dead = None
    if training.dead_weights:
        if not all(0 <= index < size for index in training.dead_weights):
            raise ValueError(_("a dead weight is none of the {count} parameters").format(count=size))
        dead = np.zeros(size, dtype=bool)
        dead[training.dead_weights] = True
        if network.parameters[dead].any():
            raise ValueError(_("a dead weight is not 0"))
    train, test = losses_of(training.train_losses), losses_of(training.test_losses)
    count = training.epoch // training.stride + 1
    if not len(train) == len(test) == count:
        sentence = _("{train} and {test} losses are kept, and {count} should be")
        raise ValueError(sentence.format(train=len(train), test=len(test), count=count))
    return Snapshot(
        experiment=experiment,
        epoch=training.epoch,
        parameters=network.parameters,
        dead=dead,
        train_loss=float(train[-1]),
        test_loss=float(test[-1]),
        history=Losses(training.stride, train, test),
        is_edited=training.is_edited,
        optimizer_state=optimizer_state_of(training.optimizer, experiment, size),
    )


def _fill(network: Network, layers: Sequence[_Layer]) -> None:
    if len(layers) != network.depth:
        sentence = _("{count} layers are given, and the settings have {wanted}")
        raise ValueError(sentence.format(count=len(layers), wanted=network.depth))
    for number, (into, layer) in enumerate(zip(network.layers, layers, strict=True), start=1):
        inputs, neurons = into.shape[0] - 1, into.shape[1]
        if len(layer.biases) != neurons or [len(row) for row in layer.weights] != [inputs] * neurons:
            sentence = _("layer {number} should have {neurons} neurons of {inputs} weights")
            raise ValueError(sentence.format(number=number, neurons=neurons, inputs=inputs))
        into[:-1] = np.array(layer.weights).reshape(neurons, inputs).T
        into[-1] = layer.biases
    if not np.isfinite(network.parameters).all():
        raise ValueError(_("a weight is not a number"))


def losses_of(losses: Sequence[float | None]) -> FloatArray:
    """Losses of a file, NaN where there is none.

    Raises:
        ValueError: One is negative.
    """
    kept = np.array([math.nan if loss is None else loss for loss in losses])
    if (kept < 0).any():
        sentence = _("a loss cannot be negative, and {loss} is")  # and no plot is made for one
        raise ValueError(sentence.format(loss=f"{kept[kept < 0][0]:g}"))
    return kept
