"""One training iteration beside the sum of the NumPy calls that it consists of, each timed alone.

The calls are listed by hand, on buffers that lie in memory as the engine's do. That the list is the engine's own is
checked: over an epoch it has to give the very same parameters.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from timeit import Timer
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nntui.engine import features
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import Trainer, first_network, sample_of
from tests.benchmarks.figures import Figure, MissingError

FloatArray = NDArray[np.float64]
Call = tuple[Callable[..., object], tuple[Any, ...]]

BUDGET = 1.25
ROUNDS = 7
REPEATS, CALLS_IN_A_ROW = 40, 50
"""The buffers get their values back after so many calls: a product that is repeated for long ends in denormal numbers,
which are slow."""
FEW, MANY = 10, 90
"""Shares of training points, in percent. Epochs over both take the losses of the same points, so that the difference in
time is that of the iterations."""
EPOCHS = 150


class Buffers:
    """A network's parameters and the buffers of an iteration, one flat vector each, with a view per layer.

    Args:
        experiment: With hidden layers, tanh throughout and no regularization.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.network = first_network(experiment)
        points, sizes = experiment.batch_size, experiment.sizes
        sample = sample_of(experiment)
        inputs = features.inputs(experiment.features, *sample.points.T)
        starts = range(0, sample.train_size - points + 1, points)
        self.batches = [np.ascontiguousarray(inputs[:, start : start + points]) for start in starts]
        self.labels = [sample.labels.reshape(1, -1)[:, start : start + points] for start in starts]
        rows = [neurons + 1 for neurons in sizes[1:-1]] + [sizes[-1]]
        self.all_outputs, self.all_slopes = np.ones(sum(rows) * points), np.ones(sum(rows) * points)
        ends = np.cumsum(rows)[:-1] * points
        self.padded = [part.reshape(-1, points) for part in np.split(self.all_outputs, ends)]
        self.slopes = [part.reshape(-1, points) for part in np.split(self.all_slopes, ends)]
        self.deltas = [np.empty((neurons, points)) for neurons in sizes[1:]]
        self.gradient = np.zeros_like(self.network.parameters)
        self.rate = experiment.learning_rate / points

    def calls(self, batch: int) -> list[Call]:
        """The NumPy calls of one iteration, in their order."""
        return [*self._forward(batch), *self._backward(batch), *self._update()]

    def _forward(self, batch: int) -> Iterable[Call]:
        values = self.batches[batch]
        for layer, delta, padded in zip(self.network.layers, self.deltas, self.padded, strict=True):
            outputs = padded[: len(delta)]
            yield layer.T.dot, (values, outputs)
            yield np.tanh, (outputs, outputs)
            values = padded

    def _backward(self, batch: int) -> Iterable[Call]:
        gradients = self.network.split(self.gradient)
        layers, deltas, padded, slopes = self.network.layers, self.deltas, self.padded, self.slopes
        yield np.subtract, (padded[-1], self.labels[batch], deltas[-1])
        yield np.multiply, (self.all_outputs, self.all_outputs, self.all_slopes)
        yield np.subtract, (1.0, self.all_slopes, self.all_slopes)
        yield np.multiply, (deltas[-1], slopes[-1], deltas[-1])
        for index in range(len(layers) - 1, 0, -1):
            before = deltas[index - 1]
            yield padded[index - 1].dot, (deltas[index].T, gradients[index])
            yield layers[index][:-1].dot, (deltas[index], before)
            yield np.multiply, (before, slopes[index - 1][: len(before)], before)
        yield self.batches[batch].dot, (deltas[0].T, gradients[0])

    def _update(self) -> Iterable[Call]:
        parameters = self.network.parameters
        yield np.multiply, (self.gradient, self.rate, self.gradient)
        yield np.subtract, (parameters, self.gradient, parameters)

    def values(self) -> list[FloatArray]:
        """Everything that the calls write to."""
        return [self.network.parameters, self.gradient, self.all_outputs, self.all_slopes, *self.deltas]


def figures(seed: str) -> Iterable[Figure]:
    """The ratio, with the number of calls.

    Raises:
        MissingError: The list does not compute what the engine computes.
    """
    experiment = Experiment(seed=seed)
    buffers = Buffers(experiment)
    _check(experiment, buffers)
    calls = buffers.calls(0)
    rounds = [(_iteration(seed), sum(_alone(call, buffers) for call in calls)) for _ in range(ROUNDS)]
    whole, alone = (statistics.median(each) for each in zip(*rounds, strict=True))
    note = f"the sum of its {len(calls)} NumPy calls alone"
    yield Figure("one iteration of 2-4-2-1, batch 10", 1e6 * whole, "µs", 1e6 * alone, BUDGET, note=note)


def _check(experiment: Experiment, buffers: Buffers) -> None:
    for batch in range(len(buffers.batches)):
        for call, arguments in buffers.calls(batch):
            call(*arguments)
    trainer = Trainer(experiment)
    trainer.train_epoch()
    if not np.array_equal(trainer.network.parameters, buffers.network.parameters):
        raise MissingError(
            "the list of an iteration's NumPy calls in tests/benchmarks/iteration.py is not the engine's"
        )


def _iteration(seed: str) -> float:
    """Seconds of one iteration: what an epoch with many of them takes longer than one with few, by their number."""
    few, many = (Trainer(Experiment(seed=seed, train_share=share)) for share in (FEW, MANY))
    times: dict[Trainer, list[float]] = {few: [], many: []}
    for _ in range(EPOCHS):
        for trainer, taken in times.items():
            start = time.perf_counter()
            trainer.train_epoch()
            taken.append(time.perf_counter() - start)
    longer = statistics.median(times[many]) - statistics.median(times[few])
    return longer / (many.experiment.iterations_per_epoch - few.experiment.iterations_per_epoch)


def _alone(call: Call, buffers: Buffers) -> float:
    """Seconds of one call, in a tight loop on the buffers of the iteration."""
    function, arguments = call
    names = ", ".join(f"argument_{index}" for index in range(len(arguments)))
    timer = Timer(f"call({names})", f"call = function; {names}, = arguments", globals=locals())
    before = [values.copy() for values in buffers.values()]
    taken = []
    for _ in range(REPEATS):
        taken.append(timer.timeit(CALLS_IN_A_ROW) / CALLS_IN_A_ROW)
        for values, value in zip(buffers.values(), before, strict=True):
            values[:] = value
    return statistics.median(taken)
