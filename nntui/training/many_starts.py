"""Many starts of one experiment, trained in stacks, and what came of each."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import Sample
from nntui.engine.random_stream import RandomStream
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.settings import WEIGHTS_DRAW
from nntui.language import _
from nntui.training.engines import NUMPY, can_compile
from nntui.training.predictions import predict
from nntui.training.single import SingleTrainer
from nntui.training.snapshot import Snapshot
from nntui.training.stacked import StackedTrainer, can_stack, first_parameters

_LARGEST = 128
"""Starts in a stack; more gain no more."""
_FEWEST = 5
"""Of the smallest networks so many starts are quicker together than alone."""
_WORK_PER_START = 400
"""Products of weights and points in an iteration for which it takes one start more."""
_MOST_WORK = 6000
"""Products in an iteration beyond which each start is quicker alone."""

StartsTrainer = StackedTrainer | SingleTrainer

MOST_STARTS = 10_000
"""Of an experiment at once."""


@dataclass(frozen=True, eq=False)
class StartState:
    """A start after an epoch: what a goal is asked of.

    Attributes:
        snapshot: Its state.
        sample: Its points.
    """

    snapshot: Snapshot
    sample: Sample


@dataclass(frozen=True, kw_only=True, eq=False)
class StartResult:
    """What came of one start.

    Attributes:
        experiment: Its settings.
        epochs: How many it was trained; of a diverged start up to its last good one, as all that follows.
        train_loss: At the end; NaN for an empty set.
        test_loss: Likewise.
        train_accuracy: The share of training points on the right side; NaN for a regression or an empty set.
        test_accuracy: Likewise, of the test points.
        goal_epoch: The first epoch at which the goal was found reached; None for never, or without a goal. That it held
            before the training counts only for a start that has not diverged.
        diverged_epoch: The epoch in which it diverged; None if it did not.
        seconds: Its share of the time that its stack took.
        parameters: How many weights and biases it has.
        snapshot: Its state at the end.
    """

    experiment: Experiment
    epochs: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    goal_epoch: int | None
    diverged_epoch: int | None
    seconds: float
    parameters: int
    snapshot: Snapshot | None

    @property
    def seed(self) -> str:
        """The seed, which the points and the first weights come from."""
        return self.experiment.seed

    @property
    def weights_draw(self) -> int:
        """Which first weights of the seed."""
        return self.experiment.weights_draw


@dataclass(frozen=True, eq=False)
class Progress:
    """How far the training of many starts has got.

    Attributes:
        trainer: The stack in training; it goes on after the callback.
        first: Which of the starts is the first of that stack, from 0.
        done: Epochs trained, of all starts together.
        total: Of how many.
        results: Of the starts that are through.
        reached: How many starts have reached the goal, those in training too.
    """

    trainer: StartsTrainer
    first: int
    done: int
    total: int
    results: Sequence[StartResult]
    reached: int


Goal = Callable[[StartState], bool]
OnProgress = Callable[[Progress], bool]
"""Called after each epoch of a stack; whether to go on."""


def starts_of(experiment: Experiment, number: int, *, new_data: bool = False) -> tuple[Experiment, ...]:
    """The starts of an experiment.

    Args:
        experiment: The first of them, unless the data are new.
        number: How many, from 1 to `MOST_STARTS`.
        new_data: Whether each has points of its own: then seeds are drawn from the experiment's, and each start has the
            first weights of its seed. Else it is the next first weights of the one seed.

    Raises:
        SettingError: There are not so many first weights after those of the experiment.
    """
    if new_data:
        seeds = islice(_seeds(experiment.seed), number)
        return tuple(experiment.changed(seed=seed, weights_draw=0) for seed in seeds)
    first = experiment.weights_draw
    if first + number - 1 > WEIGHTS_DRAW.high:
        allowed = _("at most {high} for the last start").format(high=f"{WEIGHTS_DRAW.high + 1:g}")
        raise SettingError(WEIGHTS_DRAW.label, first + number, allowed)
    return tuple(experiment.changed(weights_draw=first + start) for start in range(number))


def _seeds(seed: str) -> Iterator[str]:
    """Seeds in the web page's form that follow from another, none of them twice."""
    stream, seen = RandomStream(seed), {seed}
    while True:
        drawn = f"{stream.random():.5f}"
        if drawn not in seen:
            seen.add(drawn)
            yield drawn


def stack_size(experiment: Experiment, number: int) -> int:
    """How many starts of an experiment are best trained together; 1 where each is quicker alone.

    Measured on networks from 2-4-2-1 to 2-32-32-1 and batches of 1 to 30: what is saved are NumPy's calls, so the more
    arithmetic a call has, the more starts it takes to gain by it. Beyond `_MOST_WORK`, BLAS does one network faster.

    Args:
        experiment: Any of the starts.
        number: How many there are.
    """
    if not can_stack(experiment):
        return 1
    hidden = pairwise(experiment.sizes)
    work = sum(inputs * neurons for inputs, neurons in hidden) * experiment.used_batch_size
    if work > _MOST_WORK or number < _FEWEST + work / _WORK_PER_START:
        return 1
    return math.ceil(number / math.ceil(number / _LARGEST))


def train_starts(
    experiments: Sequence[Experiment],
    epochs: int,
    *,
    goal: Goal | None = None,
    every: int = 1,
    on_progress: OnProgress | None = None,
    engine: str = NUMPY,
) -> list[StartResult]:
    """Trains starts, a stack at a time.

    Args:
        experiments: What to train; they differ only in seed and weights draw, as those of `starts_of`.
        epochs: How many epochs each, at least 0.
        goal: What is asked of every start, until it holds.
        every: Ask only after each so many epochs, and after the last.
        on_progress: Called after each epoch of a stack. Where it returns False, the training ends there.
        engine: What trains. The compiled one trains each start alone, which is quicker than a stack; what it cannot
            train, NumPy does.

    Returns:
        A result for each start, in their order. Where `on_progress` ended it, those of the stack in training have fewer
        epochs, and those of the stacks after it are left out.

    Raises:
        TrainingError: There is no point to train on.
        EngineError: The engine cannot be used here.
    """
    results: list[StartResult] = []
    if not experiments:
        return results
    is_stacked = engine == NUMPY or not can_compile(experiments[0])
    size = stack_size(experiments[0], len(experiments)) if is_stacked else 1
    parameters = first_parameters(experiments)
    for first in range(0, len(experiments), size):
        chosen = experiments[first : first + size]
        stack = _Stack(_trainer_of(chosen, parameters, engine), goal)
        through = sum(each.goal_epoch is not None for each in results)
        total = len(experiments) * epochs
        for epoch in range(1, epochs + 1):
            stack.train(asks=epoch % every == 0 or epoch == epochs)
            done = first * epochs + epoch * len(chosen)
            if on_progress is None or on_progress(
                Progress(stack.trainer, first, done, total, results, through + stack.reached)
            ):
                continue
            return results + stack.results()
        results += stack.results()
    return results


def _trainer_of(experiments: Sequence[Experiment], parameters: Iterator[FloatArray], engine: str) -> StartsTrainer:
    """What trains some starts from the next first parameters."""
    if len(experiments) == 1:
        return SingleTrainer(experiments[0], next(parameters), engine)
    return StackedTrainer(experiments, np.array(list(islice(parameters, len(experiments)))))


class _Stack:
    """A stack in training, and when each of its starts reached the goal.

    Args:
        trainer: At its beginning.
        goal: What is asked of every start.
    """

    def __init__(self, trainer: StartsTrainer, goal: Goal | None) -> None:
        self.trainer = trainer
        self._goal = goal
        self._goal_epochs: dict[int, int] = {}
        self._seconds = 0.0
        self._ask()

    def train(self, asks: bool) -> None:
        """Trains an epoch; `asks` says whether the goal is asked for after it."""
        begun = time.perf_counter()
        self.trainer.train()
        if asks:
            self._ask()
        self._seconds += time.perf_counter() - begun

    def _ask(self) -> None:
        if self._goal is None:
            return
        for start in np.flatnonzero(self.trainer.diverged < 0).tolist():
            if start in self._goal_epochs:
                continue
            if self._goal(StartState(self.trainer.snapshot(start), self.trainer.sample(start))):
                self._goal_epochs[start] = self.trainer.epoch

    @property
    def reached(self) -> int:
        """How many starts have reached the goal so far."""
        return sum(self._goal_epoch_of(start) is not None for start in self._goal_epochs)

    def _goal_epoch_of(self, start: int) -> int | None:
        """When a start reached the goal; one that has diverged has not reached what held before its training."""
        epoch = self._goal_epochs.get(start)
        return None if epoch == 0 and self.trainer.diverged[start] >= 0 else epoch

    def results(self) -> list[StartResult]:
        """What has come of each start so far."""
        return [self._result(start) for start in range(len(self.trainer.experiments))]

    def _result(self, start: int) -> StartResult:
        trainer = self.trainer
        snapshot = trainer.snapshot(start)
        accuracies = predict(snapshot, trainer.sample(start)).accuracy or (math.nan, math.nan)
        diverged = int(trainer.diverged[start])
        return StartResult(
            experiment=snapshot.experiment,
            epochs=snapshot.epoch,
            train_loss=snapshot.train_loss,
            test_loss=snapshot.test_loss,
            train_accuracy=accuracies[0],
            test_accuracy=accuracies[1],
            goal_epoch=self._goal_epoch_of(start),
            diverged_epoch=None if diverged < 0 else diverged,
            seconds=self._seconds / len(trainer.experiments),
            parameters=len(snapshot.parameters),
            snapshot=snapshot,
        )
