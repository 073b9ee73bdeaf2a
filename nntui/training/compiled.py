"""Training by compiled loops, with the same face and the same numbers as `Trainer`, but for the rounding.

Importing this module imports Numba: `engines.py` says whether that pays.
"""

import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nntui.engine.arrays import FloatArray, IntArray
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import SCHEDULE
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.training import compiling, loop_compiler, loop_data, loops
from nntui.training.batches import batch_orders
from nntui.training.compiling import EngineError, missing
from nntui.training.loop_data import Blocks, Net, Pace, Room
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer

_BLOCK = 64
"""Points that the losses are taken of at once: their buffers stay in the processor's first cache."""
_ACTIVATIONS = {
    "relu": loop_data.RELU,
    "tanh": loop_data.TANH,
    "sigmoid": loop_data.SIGMOID,
    "linear": loop_data.LINEAR,
    "logistic": loop_data.LOGISTIC,
}
_RULES = {
    "sgd": loop_data.SGD,
    "momentum": loop_data.MOMENTUM,
    "nesterov": loop_data.NESTEROV,
    "rmsprop": loop_data.RMSPROP,
    "adam": loop_data.ADAM,
    "adamw": loop_data.ADAM,
}


class CompiledTrainer(Trainer):
    """Trains one experiment, an epoch at a time, as `Trainer` does; `engines.can_compile` says which ones.

    In an epoch the parameters differ from those of `Trainer` by the rounding of sums and exponentials, some 1e-15. A
    calm run stays at that; one at the edge of divergence multiplies it, as it does any rounding.

    Args:
        experiment: What to train.
        snapshot: Where to go on from, as of `Trainer`; from the start when left out.

    Raises:
        EngineError: Numba is missing, or does not work.
    """

    def __init__(self, experiment: Experiment, snapshot: Snapshot | None = None) -> None:
        self._train = prepare()
        super().__init__(experiment, snapshot)
        self._take_net()
        features_of_points = self._inputs[:-1]
        first, later = batch_orders(self.sample.train_size, experiment.used_batch_size)
        size = self.sample.size
        whole = [np.arange(start, min(start + _BLOCK, size)) for start in range(0, size, _BLOCK)]
        self._all_points = self._cut(features_of_points, whole)
        self._first_blocks = self._cut(features_of_points, first)
        self._later_blocks = self._first_blocks if later is first else self._cut(features_of_points, later)
        self._room = _room(experiment.sizes, max(map(len, (*first, *later, *whole)), default=1))

    def _take_net(self) -> None:
        """Shows the loops the network and what its updates keep."""
        experiment, updates, parameters = self.experiment, self._updates, self.network.parameters
        dead = updates.dead
        alive = np.ones_like(parameters) if dead is None else np.where(dead, 0.0, 1.0)
        names = (*experiment.used_activations, experiment.output_activation)
        codes = np.array([_ACTIVATIONS[name] for name in names], np.int64)
        self._net = Net(parameters, alive, updates.moments, np.array(experiment.sizes, np.int64), codes)
        self._judged = codes.copy()
        if codes[-1] == loop_data.LOGISTIC:
            self._judged[-1] = loop_data.LINEAR
        self._paced_for: Experiment | None = None
        self._alive_before = alive.copy()

    def _cut(self, inputs: FloatArray, orders: list[IntArray]) -> Blocks:
        """The points of each block, one block behind the other."""
        nothing = np.empty(0)
        flat = np.concatenate([nothing, *(inputs[:, order].ravel() for order in orders)])
        labels = np.concatenate([nothing, *(self.sample.labels[order] for order in orders)])
        return Blocks(flat, labels, np.cumsum([0, *map(len, orders)], dtype=np.int64))

    def train_epoch(self) -> None:
        """Trains one epoch and takes both losses.

        Raises:
            DivergedError: The training loss or a weight is not finite any more; the network is the one before.
            TrainingError: There is no point to train on.
        """
        self.require_points()
        train_size = self.sample.train_size
        if self._paced_for is not self.experiment:
            self._set_pace()
        blocks, steps = self._blocks(), self._updates.steps
        with np.errstate(all="ignore"):
            train, test, check = self._train(
                *self._net,
                *blocks,
                *self._all_points,
                *self._room,
                self._judged,
                train_size,
                self._rule,
                steps,
                self._rates,
            )
        if not math.isfinite(train) or not math.isfinite(check):
            self._train_by_numpy()
            return
        self._keep(len(blocks.bounds) - 1)
        self.epoch += 1
        self.train_loss, self.test_loss = _mean(train, train_size), _mean(test, self.sample.size - train_size)
        self.history.append(self.epoch, self.train_loss, self.test_loss)

    def _blocks(self) -> Blocks:
        """The batches of the next epoch."""
        if self.experiment.shuffle:
            return self._cut(self._inputs[:-1], [batch.order for batch in self.next_batches])
        return self._later_blocks if self.epoch else self._first_blocks

    def _set_pace(self) -> None:
        """Finds how the parameters move in the next epoch, and for how long that holds."""
        experiment, rates = self.experiment, self._updates.rates(self.experiment, self.epoch)
        given, kills = rates.coefficients, REGULARIZATIONS[experiment.regularization].kills
        rule = self._rule = _RULES[experiment.optimizer]
        pace = Pace(
            rule=rule,
            steps=self._updates.steps,
            rate=rates.rate,
            in_gradient=rates.gradient_penalty,
            shrink=rates.decay if kills else rates.decay + rates.penalty,
            toward_zero=rates.penalty if kills else 0.0,
            keep={loop_data.RMSPROP: given.rho, loop_data.ADAM: given.beta1}.get(rule, given.momentum),
            keep_square=given.beta2,
            epsilon=given.epsilon,
        )
        self._rates = np.array(pace[2:], np.float64)
        self._may_kill = pace.toward_zero > 0
        self._paced_for = experiment if experiment.schedule == SCHEDULE.default else None

    def _keep(self, steps: int) -> None:
        """Takes the state as the last good one, and tells it to what `Trainer` keeps of the updates."""
        alive = self._net.alive
        self._good[:] = self._net.parameters
        has_killed = self._may_kill and not np.array_equal(alive, self._alive_before)
        if has_killed:
            self._alive_before[:] = alive
        if has_killed or self._rule != loop_data.SGD:
            self._updates.take_over(alive.copy() if has_killed else None, steps)

    def _train_by_numpy(self) -> None:
        """Trains the epoch again by NumPy, from the last good state: it decides on divergence, and has the words."""
        self.network.parameters[:] = self._good
        self._updates.take_back()
        self._net.alive[:] = self._alive_before
        super().train_epoch()
        self._take_net()


def _room(sizes: tuple[int, ...], points: int) -> Room:
    """Buffers for blocks of at most so many points."""
    neurons = sum(sizes[1:])
    scratch = np.empty(2 * points * max(sizes[1:]))
    count = sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))
    return Room(
        np.empty(points * neurons), np.empty(points * neurons), np.empty(count), scratch, scratch.view(np.int64)
    )


def _mean(losses: float, count: int) -> float:
    return losses / count if count else math.nan


@cache
def prepare() -> Any:
    """The compiled `loops.epoch`: from the folder where it is kept, else compiled now and kept, which takes seconds.

    Where nothing can be kept it is compiled for this process alone.

    Raises:
        EngineError: Numba is missing, or does not work.
    """
    if not compiling.is_installed():
        raise missing()
    if loop_compiler.NUMBA is None:
        raise _broken(loop_compiler.FAULT)
    if loop_compiler.NUMBA.config.DISABLE_JIT:
        raise _broken("NUMBA_DISABLE_JIT")
    kept = compiling.folder()
    if kept is not None:
        # What is kept may be broken, or the disk may be full: then it is compiled without.
        try:
            made = _compile(kept)
        except Exception:
            kept = None
        else:
            compiling.remember(kept)
            return made
    try:
        return _compile(None)
    except Exception as error:
        raise _broken(str(error)) from error


def _broken(reason: str) -> EngineError:
    sentence = _("the compiled engine cannot be used, for numba does not work here: {reason}")
    return EngineError(sentence.format(reason=shorten(reason)))


def _compile(kept: Path | None) -> Any:
    """Compiles the epoch, by training one of a tiny network."""
    config = loop_compiler.NUMBA.config
    made: Any = loop_compiler.summing(loops.epoch)
    if kept is not None:
        before, config.CACHE_DIR = config.CACHE_DIR, str(kept)
        try:
            made.enable_caching()
        finally:
            config.CACHE_DIR = before
    blocks = Blocks(np.zeros(1), np.zeros(1), np.array([0, 1], np.int64))
    linear = np.array([loop_data.LINEAR], np.int64)
    net = Net(np.zeros(2), np.ones(2), np.zeros((0, 2)), np.array([1, 1], np.int64), linear)
    made(*net, *blocks, *blocks, *_room((1, 1), 1), linear, 1, loop_data.SGD, 0, np.zeros(7))
    return made
