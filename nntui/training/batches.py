"""The batches of an epoch: which points each takes, in which order, and the neurons that dropout leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nntui.engine.arrays import BoolArray, FloatArray, IntArray
from nntui.engine.calls import Call
from nntui.engine.epoch_draws import EpochDraws
from nntui.engine.network import Backprop, Network
from nntui.experiment.experiment import Experiment


def batch_orders(train_size: int, batch_size: int) -> tuple[list[IntArray], list[IntArray]]:
    """Which training points make up the batches of the first epoch, and those of every later one.

    Points after the last full batch are carried into the first batch of the next epoch. Where there are none, the two
    are one list.

    Returns:
        intp, shape (points of the batch,), for each batch.
    """
    whole = range(0, train_size - batch_size + 1, batch_size)
    carried = train_size - len(whole) * batch_size
    first = [np.arange(start, start + batch_size) for start in whole]
    if not carried or not first:
        return first, first
    joined = np.array([*range(train_size - carried, train_size), *range(batch_size)])
    return first, [joined, *first[1:]]


@dataclass(frozen=True, eq=False)
class Batch:
    """The points that the weights move for at once.

    Attributes:
        calls: What computes the gradient from the parameters.
        gradient: The buffer for it, float64, flat: summed over the points.
        size: How many points there are.
        order: intp, shape (size,): which of the training points they are; shuffled, others in each epoch.
        inputs: float64, shape (features + 1, size): what is fed to the network.
        targets: float64, shape (output neurons, size): what it should answer.
        step: The passes that the calls make.
        masks: For each hidden layer what dropout multiplies its outputs with, (neurons, size), or None; empty without.
    """

    calls: list[Call]
    gradient: FloatArray
    size: int
    order: IntArray
    inputs: FloatArray
    targets: FloatArray
    step: Backprop
    masks: tuple[FloatArray | None, ...]


class Batches:
    """The batches of a training run, with all buffers and calls made once.

    What is drawn for an epoch is drawn from the seed, the start and the epoch: the same whenever it is asked for.

    Args:
        experiment: Its settings.
        network: Whose gradient the batches compute.
        inputs: float64, shape (features + 1, n): what is fed to the network, training points first.
        targets: float64, shape (output neurons, n): what it should answer.
        train_size: How many of them are training points.
    """

    def __init__(
        self, experiment: Experiment, network: Network, inputs: FloatArray, targets: FloatArray, train_size: int
    ) -> None:
        self._experiment, self._network = experiment, network
        self._inputs, self._targets = inputs, targets
        self._train_size = train_size
        self._rates = experiment.used_dropout if any(experiment.used_dropout) else ()
        self._positions = batch_orders(self._train_size, experiment.used_batch_size)
        self._batches = self._cut()
        self._drawn: int | None = None

    def of_epoch(self, epoch: int) -> list[Batch]:
        """The batches of the epoch after so many, in their order. Their buffers hold those of one epoch at a time."""
        which = 1 if epoch else 0
        batches = self._batches[which]
        if epoch != self._drawn and self._experiment.shuffle:
            self._shuffle(which, epoch)
        if epoch != self._drawn and self._rates:
            for mask, drawn in self._drawn_masks(batches, epoch):
                mask[:] = drawn
        self._drawn = epoch
        return batches

    def dropped(self, epoch: int) -> BoolArray | None:
        """The neurons that dropout leaves out for the last point of the epoch after so many.

        Returns:
            bool, a neuron after the other, hidden layer by hidden layer; None without dropout.
        """
        if not self._rates or epoch < 0 or not self._batches[0]:
            return None
        batches, counts = self._batches[1 if epoch else 0], self._experiment.hidden_layers
        masks = batches[-1].masks
        if epoch != self._drawn:  # the buffers stay as they are, for somebody may be on the way through their epoch
            drawn = {id(mask): kept for mask, kept in self._drawn_masks(batches, epoch)}
            masks = tuple(None if mask is None else drawn[id(mask)] for mask in masks)
        return np.concatenate(
            [np.zeros(n, bool) if mask is None else mask[:, -1] == 0 for mask, n in zip(masks, counts, strict=True)]
        )

    def _cut(self) -> tuple[list[Batch], ...]:
        first, later = self._positions
        objective = self._experiment.objective
        usual = Backprop(self._network, self._experiment.used_batch_size, objective)
        plain = [self._batch(usual, order) for order in first]
        if later is first:
            return plain, plain
        larger = Backprop(self._network, len(later[0]), objective)
        return plain, [self._batch(larger, later[0]), *plain[1:]]

    def _batch(self, step: Backprop, order: IntArray) -> Batch:
        inputs = np.ascontiguousarray(self._inputs[:, order])
        targets = np.ascontiguousarray(self._targets[:, order])
        masks = tuple(
            np.ones((neurons, len(order))) if rate else None
            for neurons, rate in zip(self._experiment.hidden_layers, self._rates, strict=False)
        )
        calls = [*step.compile_forward(inputs, masks), *step.compile_backward(inputs, targets, masks)]
        return Batch(calls, step.gradient, len(order), order.copy(), inputs, targets, step, masks)

    def _order(self, epoch: int) -> IntArray:
        """The order of the training points in an epoch."""
        if epoch < 0:
            return np.arange(self._train_size)
        return self._draws("order", epoch).order(self._train_size)

    def _shuffle(self, which: int, epoch: int) -> None:
        """Puts other points into the batches; those carried over are the last ones of the epoch before."""
        order, before = self._order(epoch), self._order(epoch - 1)
        batches, positions = self._batches[which], self._positions[which]
        for number, (batch, places) in enumerate(zip(batches, positions, strict=True)):
            carried = 0 if number else len(places) - self._experiment.used_batch_size
            batch.order[:carried] = before[places[:carried]]
            batch.order[carried:] = order[places[carried:]]
            np.take(self._inputs, batch.order, axis=1, out=batch.inputs)
            np.take(self._targets, batch.order, axis=1, out=batch.targets)

    def _drawn_masks(self, batches: Sequence[Batch], epoch: int) -> Iterator[tuple[FloatArray, FloatArray]]:
        """The neurons that are left out, for each point others; those that stay are made larger in turn.

        Srivastava and others, "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15 (2014).

        Yields:
            A buffer, and what is drawn for it.
        """
        all_masks = [(layer, mask) for batch in batches for layer, mask in enumerate(batch.masks)]
        buffers = [(mask, self._rates[layer]) for layer, mask in all_masks if mask is not None]
        numbers = self._draws("dropout", epoch).uniform(sum(mask.size for mask, _ in buffers))
        start = 0
        for mask, rate in buffers:
            part = numbers[start : start + mask.size].reshape(mask.shape)
            yield mask, (part >= rate) / (1 - rate)
            start += mask.size

    def _draws(self, purpose: str, epoch: int) -> EpochDraws:
        return EpochDraws(purpose, self._experiment.seed, self._experiment.weights_draw, epoch)
