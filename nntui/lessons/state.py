"""What lessons, cards and the state in words look at: a published snapshot, and what the screen knows beside it.

What is in the snapshot is at hand; what has to be computed (the accuracy, the next iteration) is computed when it is
asked for, and once.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np

from nntui.engine import features
from nntui.engine.arrays import FloatArray
from nntui.engine.calls import run
from nntui.engine.datasets import Sample
from nntui.engine.network import Backprop
from nntui.engine.optimizers import OPTIMIZERS
from nntui.session.session import TrainingSession
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, sample_of
from nntui.training.updates import coefficients_of


@dataclass(frozen=True, eq=False)
class State:
    """A moment of the playground, as a check or a text sees it. It never changes.

    Attributes:
        snapshot: The state of the training: for a lesson the newest one, never one that is replayed.
        points: The points of its experiment; drawn again when left out.
        is_playing: Whether it trains until it is paused.
        has_diverged: Whether the training has diverged, and nothing has been changed since.
        shown_layer: The layer of the neuron that fills the Output panel, the first hidden one is 1; None for no neuron.
        trials: Of every start that this task has trained far enough: its newest test loss.
        kept: What earlier tasks of the lesson have kept.
    """

    snapshot: Snapshot
    points: Sample | None = None
    is_playing: bool = False
    has_diverged: bool = False
    shown_layer: int | None = None
    trials: tuple[float, ...] = ()
    kept: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        session: TrainingSession,
        shown_layer: int | None = None,
        trials: tuple[float, ...] = (),
        kept: Mapping[str, float] | None = None,
    ) -> Self:
        """The newest state of a session.

        Args:
            session: The running experiment.
            shown_layer: As of the class; only a screen knows it.
            trials: As of the class; only a task knows them.
            kept: As of the class.
        """
        player = session.player
        end, snapshot = player.end, player.snapshot
        points = None if player.is_preparing else player.sample
        has_diverged = end is not None and end.failed
        return cls(snapshot, points, player.playing, has_diverged, shown_layer, trials, kept or {})

    @cached_property
    def sample(self) -> Sample:
        """The points."""
        return sample_of(self.snapshot.experiment) if self.points is None else self.points

    @cached_property
    def weights(self) -> FloatArray:
        """All weights without the biases, float64, shape (weights,)."""
        sizes, parameters = self.snapshot.experiment.sizes, self.snapshot.parameters
        parts, start = [], 0
        for inputs, neurons in pairwise(sizes):
            end = start + inputs * neurons  # the biases are the last row of a layer
            parts.append(parameters[start:end])
            start = end + neurons
        return np.concatenate(parts)

    @cached_property
    def accuracy(self) -> tuple[float, float]:
        """The share of training points and of test points on the right side; NaN of an empty set and for regression."""
        return predict(self.snapshot, self.sample).accuracy or (math.nan, math.nan)

    @cached_property
    def lowest_test_loss(self) -> tuple[float, int]:
        """The lowest test loss so far and its epoch; NaN and the epoch of now where there is none."""
        snapshot = self.snapshot
        losses = snapshot.history.test
        if not len(losses) or not np.isfinite(losses).any():
            return snapshot.test_loss, snapshot.epoch
        place = int(np.nanargmin(losses))
        # The newest epoch is not in the history of a long run, which keeps one of so many.
        if snapshot.test_loss < losses[place]:
            return snapshot.test_loss, snapshot.epoch
        return float(losses[place]), place * snapshot.history.stride

    @cached_property
    def lowest_class_accuracy(self) -> float:
        """The least share of test points that are right in a class; of training points where there is none to test.

        NaN for regression, and where there is no point.
        """
        tables = predict(self.snapshot, self.sample).confusion
        if tables is None:
            return math.nan
        counts = tables[1] if tables[1].any() else tables[0]
        totals = counts.sum(axis=1)
        shares = counts.diagonal()[totals > 0] / totals[totals > 0]
        return float(shares.min()) if len(shares) else math.nan

    @cached_property
    def next_step(self) -> float:
        """How far the next iteration moves a weight: the mean of |rate × the optimizer's step|, without a penalty.

        The step of SGD is the gradient. NaN where there is no point to train on, or no weight.
        """
        experiment, end = self.snapshot.experiment, self.sample.train_size
        if not 0 < experiment.used_batch_size <= end or not experiment.features:
            return math.nan
        optimizer, state = OPTIMIZERS[experiment.optimizer], self.snapshot.optimizer_state
        with np.errstate(all="ignore"):
            step = self._next_gradient()
            if optimizer.direction is not None:
                moments = np.zeros((optimizer.moments, len(step))) if state is None else state.moments.copy()
                optimizer.direction(step, moments, 1 + (state.steps if state else 0), coefficients_of(experiment))
            weights = step[self.snapshot.network().weight_mask() == 1]
            return float(np.abs(weights).mean()) * experiment.learning_rate_at(self.snapshot.epoch)

    def _next_gradient(self) -> FloatArray:
        """The mean gradient of the next iteration, float64, flat."""
        experiment, sample = self.snapshot.experiment, self.sample
        if experiment.shuffle or any(experiment.used_dropout):
            batch = Trainer(experiment, self.snapshot).next_batches[0]
            run(batch.calls)
            return batch.gradient / batch.size
        size, end = experiment.used_batch_size, sample.train_size
        carried = end % size if self.snapshot.epoch else 0  # the points that the epoch before has left over
        order = np.array([*range(end - carried, end), *range(size)])
        inputs = np.ascontiguousarray(features.inputs(experiment.features, *sample.points[order].T))
        passes = Backprop(self.snapshot.network(), len(order), experiment.objective)
        passes.forward(inputs)
        return passes.backward(inputs, experiment.objective.targets(sample.labels[order])) / len(order)
