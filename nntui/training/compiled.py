"""Training by compiled loops, with the same face and the same numbers as `Trainer`, but for the rounding.

Importing this module imports Numba: `engines.py` says whether that pays.
"""

import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nntui.engine import features
from nntui.engine.arrays import FloatArray, IntArray
from nntui.experiment.experiment import Experiment
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.training import compiling, loops
from nntui.training.compiling import EngineError, missing
from nntui.training.loops import Blocks, Net, Room
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, batch_orders

_BLOCK = 64
"""Points that the losses are taken of at once: their buffers stay in the processor's first cache."""
_ACTIVATIONS = {"relu": loops.RELU, "tanh": loops.TANH, "sigmoid": loops.SIGMOID, "linear": loops.LINEAR}
_PENALTIES = {"none": loops.NO_PENALTY, "L1": loops.L1, "L2": loops.L2}


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
        sizes, parameters = experiment.sizes, self.network.parameters
        alive = np.ones_like(parameters) if self._alive is None else self._alive.copy()
        codes = [_ACTIVATIONS[experiment.activation]] * len(experiment.hidden_layers)
        codes.append(_ACTIVATIONS[experiment.output_activation])
        self._net = Net(parameters, alive, np.array(sizes, np.int64), np.array(codes, np.int64))
        self._alive_before = alive.copy()
        inputs = features.inputs(experiment.features, *self.sample.points.T)[:-1]
        first, later = batch_orders(self.sample.train_size, experiment.used_batch_size)
        size = self.sample.size
        whole = [np.arange(start, min(start + _BLOCK, size)) for start in range(0, size, _BLOCK)]
        self._all_points = self._cut(inputs, whole)
        self._first_blocks = self._cut(inputs, first)
        self._later_blocks = self._first_blocks if later is first else self._cut(inputs, later)
        self._room = _room(sizes, max(map(len, (*first, *later, *whole)), default=1))

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
        experiment, parameters = self.experiment, self.network.parameters
        kind, rate = _PENALTIES[experiment.regularization], experiment.learning_rate
        blocks = self._later_blocks if self.epoch else self._first_blocks
        train_size = self.sample.train_size
        with np.errstate(all="ignore"):
            train, test = self._train(
                self._net,
                blocks,
                self._all_points,
                train_size,
                self._room,
                rate,
                kind,
                rate * experiment.regularization_rate,
            )
        if not math.isfinite(train) or not np.isfinite(parameters).all():
            self._train_by_numpy()
            return
        self._keep()
        self.epoch += 1
        self.train_loss, self.test_loss = _half_mean(train, train_size), _half_mean(test, self.sample.size - train_size)
        self.history.append(self.epoch, self.train_loss, self.test_loss)

    def _keep(self) -> None:
        """Takes the state as the last good one, and notes which weights are dead in the way of `Trainer`."""
        net = self._net
        self._good[:] = net.parameters
        if _kills(self.experiment) and not np.array_equal(net.alive, self._alive_before):
            self._alive_before[:] = net.alive
            self._alive = net.alive.copy()
        self._good_alive = self._alive

    def _train_by_numpy(self) -> None:
        """Trains the epoch again by NumPy, from the last good state: it decides on divergence, and has the words."""
        self.network.parameters[:] = self._good
        self._net.alive[:] = self._alive_before
        super().train_epoch()
        if self._alive is not None:
            self._net.alive[:] = self._alive_before[:] = self._alive


def _kills(experiment: Experiment) -> bool:
    """Whether the regularization kills weights."""
    return _PENALTIES[experiment.regularization] == loops.L1


def _room(sizes: tuple[int, ...], points: int) -> Room:
    """Buffers for blocks of at most so many points."""
    neurons = sum(sizes[1:])
    scratch = np.empty(2 * points * max(sizes[1:]))
    count = sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))
    return Room(
        np.empty(points * neurons), np.empty(points * neurons), np.empty(count), scratch, scratch.view(np.int64)
    )


def _half_mean(squares: float, count: int) -> float:
    return squares / (2 * count) if count else math.nan


@cache
def prepare() -> Any:
    """The compiled `loops.epoch`: from the folder where it is kept, else compiled now and kept, which takes seconds.

    Where nothing can be kept it is compiled for this process alone.

    Raises:
        EngineError: Numba is missing, or does not work.
    """
    if not compiling.is_installed():
        raise missing()
    if loops.NUMBA is None:
        raise _broken(loops.FAULT)
    if loops.NUMBA.config.DISABLE_JIT:
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
    config = loops.NUMBA.config
    made = loops.compiled(loops.epoch, loops.FREEDOM)
    if kept is not None:
        before, config.CACHE_DIR = config.CACHE_DIR, str(kept)
        try:
            made.enable_caching()  # type: ignore[attr-defined]
        finally:
            config.CACHE_DIR = before
    blocks = Blocks(np.zeros(1), np.zeros(1), np.array([0, 1], np.int64))
    net = Net(np.zeros(2), np.ones(2), np.array([1, 1], np.int64), np.array([loops.LINEAR], np.int64))
    made(net, blocks, blocks, 1, _room((1, 1), 1), 0.0, loops.NO_PENALTY, 0.0)
    return made
