"""The starts of an experiment, and their training one after the other."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from time import perf_counter

from nntui.experiment.experiment import Experiment
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import DivergedError, Trainer


@dataclass(frozen=True)
class StartState:
    """The state of a start after an epoch."""

    trainer: Trainer


@dataclass(frozen=True)
class StartResult:
    """What a start has come to."""

    experiment: Experiment
    seed: str
    weights_draw: int
    epochs: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    goal_epoch: int | None
    diverged_epoch: int | None
    seconds: float
    parameters: int
    snapshot: Snapshot | None = None


def starts_of(experiment: Experiment, number: int, *, new_data: bool = False) -> tuple[Experiment, ...]:
    """The starts of an experiment."""
    if new_data:
        stream = Random(experiment.seed)
        seeds = [experiment.seed, *(f"{stream.random():.5f}" for _ in range(number - 1))]
        return tuple(replace(experiment, seed=seed, weights_draw=0) for seed in seeds)
    first = experiment.weights_draw
    return tuple(replace(experiment, weights_draw=first + place) for place in range(number))


def train_starts(
    experiments: Sequence[Experiment], epochs: int, *, goal: Callable[[StartState], bool] | None, every: int = 1
) -> list[StartResult]:
    """Trains some starts."""
    return [_train(experiment, epochs, goal) for experiment in experiments]


def _train(experiment: Experiment, epochs: int, goal: Callable[[StartState], bool] | None) -> StartResult:
    begun = perf_counter()
    trainer, goal_epoch, diverged = Trainer(experiment), None, None
    for epoch in range(epochs + 1):
        try:
            if epoch:
                trainer.train_epoch()
        except DivergedError as error:
            diverged = error.epoch
            break
        if goal is not None and goal_epoch is None and goal(StartState(trainer)):
            goal_epoch = epoch
    shares = predict(trainer.snapshot(), trainer.sample).accuracy or (math.nan, math.nan)
    return StartResult(
        experiment,
        experiment.seed,
        experiment.weights_draw,
        trainer.epoch,
        trainer.train_loss,
        trainer.test_loss,
        *shares,
        goal_epoch,
        diverged,
        perf_counter() - begun,
        trainer.network.parameters.size,
    )
