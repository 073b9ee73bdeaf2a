"""Why nothing is learned: a run that stays at chance or above it is seen early, with the likely cause."""

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import Sample
from nntui.engine.features import inputs
from nntui.engine.optimizers import OPTIMIZERS
from nntui.experiment.settings import EPSILON, LOSS, MOMENTUM, WEIGHT_DECAY
from nntui.language import _
from nntui.training.snapshot import Snapshot

STUCK_EPOCHS = 100
"""So many epochs at chance are a sign: the default network leaves it within ten, and the spiral within fifty."""
_AT_CHANCE = 0.97
"""A training loss above this share of chance is at chance."""
_STILL = 0.01
"""A loss that falls by less than this share of chance in that time stands still."""
_HIGH_RATE = 1.0
_HIGH_FOR_FEW = 0.1
_FEW = 2
"""Points of a batch whose gradient is so uncertain that a rate from `_HIGH_FOR_FEW` on can be too high."""
_LOW_RATE = 0.0003
_HIGH_SCALED_RATE = 0.1
"""The same where the optimizer makes every step about as long as the rate, however small the gradient is."""
_LOW_SCALED_RATE = 0.00001
_SPENT = 0.001
"""A schedule that leaves a smaller share of the learning rate has ended the training."""
_LARGE_DECAY = 0.3
_LARGE_DROPOUT = 0.5
_NEAR_ZERO = 0.05
_SLOW_DEPTH = 2
"""So many hidden layers of sigmoids are slow to begin to learn."""
_STRAIGHT = {"x", "y"}


def diagnose(snapshot: Snapshot, sample: Sample) -> str | None:
    """The likely cause in a few words when nothing is learned; None while something is.

    Args:
        snapshot: The state of the training.
        sample: Its points, which tell what chance is: the training loss of the best answer that is the same everywhere.
    """
    if snapshot.epoch < STUCK_EPOCHS or not sample.train_size:
        return None
    losses, chance = snapshot.history, _chance(snapshot, sample)
    if not chance or not snapshot.train_loss > _AT_CHANCE * chance:
        return None
    recent = losses.train[-max(2, STUCK_EPOCHS // losses.stride) :]
    early, late = (float(half.mean()) for half in np.array_split(recent, 2))
    if not late > _AT_CHANCE * chance or early - late > _STILL * chance:
        return None
    return _cause(snapshot, sample, chance) or _("Nothing is learned so far")


def _chance(snapshot: Snapshot, sample: Sample) -> float:
    """The training loss of the best answer that is the same everywhere."""
    labels = sample.labels[: sample.train_size]
    if snapshot.experiment.used_loss == LOSS.default:
        return float(labels.var()) / 2
    shares = np.unique(labels, return_counts=True)[1] / len(labels)
    return float(-(shares * np.log(shares)).sum())


def _cause(snapshot: Snapshot, sample: Sample, chance: float) -> str | None:
    experiment = snapshot.experiment
    weights = np.concatenate([layer[:-1].ravel() for layer in snapshot.network().layers])
    if not experiment.features:
        return _("No feature is on: f, then Enter")
    if not experiment.learning_rate:
        return _("Learning rate 0: no weight moves")
    if experiment.zero_initialization and not weights.any():
        return _("All weights are 0: z gives others")
    is_penalized = experiment.regularization != "none" and experiment.regularization_rate
    if is_penalized and abs(weights).max() < _NEAR_ZERO:
        return _("{regularization} holds all weights at 0: lower it").format(regularization=experiment.regularization)
    return _cause_in_rate(snapshot, weights, chance) or _cause_in_layers(snapshot, sample)


def _cause_in_rate(snapshot: Snapshot, weights: FloatArray, chance: float) -> str | None:
    """What the learning rate has to do with it, and with it the optimizer and the schedule."""
    experiment = snapshot.experiment
    rate, parameters = experiment.learning_rate, OPTIMIZERS[experiment.optimizer].parameters
    decays = WEIGHT_DECAY.name in parameters and experiment.weight_decay >= _LARGE_DECAY
    if decays and abs(weights).max() < _NEAR_ZERO * 10:
        return _("Weight decay too high: lower it")
    if experiment.learning_rate_at(snapshot.epoch) < _SPENT * rate:
        return _("Learning rate 0 by its schedule")
    is_scaled = EPSILON.name in parameters
    # Steps in one direction add up to 1 / (1 − momentum) of them.
    reach = rate / (1 - experiment.momentum) if MOMENTUM.name in parameters else rate
    if is_scaled and rate >= _HIGH_SCALED_RATE:
        return _("Rate {rate:g} is high for {optimizer}").format(
            rate=rate, optimizer=OPTIMIZERS[experiment.optimizer].label
        )
    if reach >= _HIGH_RATE > rate:
        return _("Rate {rate:g} high for momentum {momentum:g}").format(rate=rate, momentum=experiment.momentum)
    if experiment.batch_size <= _FEW and _HIGH_FOR_FEW <= reach < _HIGH_RATE:
        return _("Rate {rate:g} is high for batches of {size}").format(rate=rate, size=experiment.batch_size)
    if rate >= _HIGH_RATE or snapshot.train_loss > (2 - _AT_CHANCE) * chance:
        return _("Learning rate {rate:g} is too high").format(rate=rate)
    if rate <= (_LOW_SCALED_RATE if is_scaled else _LOW_RATE):
        return _("Learning rate {rate:g} is very low").format(rate=rate)
    return None


def _cause_in_layers(snapshot: Snapshot, sample: Sample) -> str | None:
    """What the activations have to do with it."""
    experiment = snapshot.experiment
    activations, depth = set(experiment.used_activations), len(experiment.hidden_layers)
    if max(experiment.used_dropout, default=0) > _LARGE_DROPOUT:
        return _("Too much dropout: lower it")
    if activations == {"sigmoid"} and depth >= _SLOW_DEPTH:
        return _("Deep sigmoids begin slowly: try Tanh")
    points = sample.points[: sample.train_size]
    *hidden, _output = snapshot.network().outputs(inputs(experiment.features, points[:, 0], points[:, 1]))
    silent = next((layer for layer, outputs in enumerate(hidden, 1) if not outputs.any()), None)
    if silent is not None and silent <= depth and experiment.used_activations[silent - 1] == "relu":
        return _("All neurons of layer {layer} answer 0: R").format(layer=silent)
    is_straight = activations <= {"linear"} and set(experiment.features) <= _STRAIGHT
    if is_straight and experiment.problem == "classification":
        return _("No straight line parts these classes")
    return None


def count_zeros(snapshot: Snapshot) -> str:
    """How many weights are 0 and how many of them L1 has killed, in a few words; "" when none is dead."""
    dead = snapshot.dead
    if dead is None or not dead.any():
        return ""
    weights = np.concatenate([layer[:-1].ravel() for layer in snapshot.network().layers])
    zeros = int((weights == 0).sum())
    count = int(dead.sum())
    sentence = _("{zeros} of {weights} weights are 0 ({dead} dead)")
    if count == zeros:
        sentence = _("{zeros} of {weights} weights are 0 (all dead)")
    return sentence.format(zeros=zeros, weights=weights.size, dead=count)
