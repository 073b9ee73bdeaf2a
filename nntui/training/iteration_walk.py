"""A walk through the next epoch, one iteration after the other, with every number that is computed on the way.

It goes on from a snapshot with a trainer of its own, so the session that the snapshot comes from is not touched; and it
makes the very calls that an epoch is made of, so it comes to the same weights, to the last bit.
"""

from dataclasses import dataclass

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.engine.calls import run
from nntui.engine.features import place_of
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.regularization import REGULARIZATIONS
from nntui.training.batches import Batch
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer

Node = tuple[int, int]
"""Layer and index of a neuron, the layer from 1 on; of layer 0 a feature, by `features.place_of`."""


@dataclass(frozen=True)
class Connection:
    """A connection that leads to a neuron, or its bias, in one iteration.

    Attributes:
        source: The node that it comes from; None for the bias.
        weight: Before the iteration.
        value: What comes from there at the point; 1 for the bias.
        gradient: The loss of the point derived by the weight: the neuron's δ × the value.
        mean: The mean of that over the points of the batch.
        penalty: What regularization takes off besides, its sign included; 0 for a bias, and without any.
        moved: The weight after the iteration.
        was_dead: Whether L1 had killed it before.
        is_dead: Whether it is dead now.
    """

    source: Node | None
    weight: float
    value: float
    gradient: float
    mean: float
    penalty: float
    moved: float
    was_dead: bool
    is_dead: bool

    @property
    def product(self) -> float:
        """What it adds to the sum of the neuron."""
        return self.weight * self.value


@dataclass(frozen=True)
class Onward:
    """A connection that leads on from a neuron.

    Attributes:
        target: The neuron that it leads to.
        weight: Of the connection.
        delta: That neuron's δ.
    """

    target: Node
    weight: float
    delta: float

    @property
    def product(self) -> float:
        """What it adds to the neuron's share in the error."""
        return self.weight * self.delta


@dataclass(frozen=True)
class Answer:
    """What the network answers at a point, and how wrong that is.

    Attributes:
        neuron: Which output neuron answers: for a hidden neuron that of the point's class.
        output: What it answers. Under cross-entropy that is a probability, from 0 to 1: of the neuron's class, or of
            the second one where there is one neuron for two.
        label: What it should answer. Under cross-entropy that is 1 where the point is of that class, else 0.
        error: The output − the label.
        slope: The derivative of the output neuron's activation there; 1 under cross-entropy, which needs none.
        delta: The error × the slope: the output neuron's δ.
        loss: Of the point.
        right: The probability of the point's class; None under the squared error.
    """

    neuron: int
    output: float
    label: float
    error: float
    slope: float
    delta: float
    loss: float
    right: float | None = None


@dataclass(frozen=True)
class Reading:
    """A neuron at a point of a batch: what one iteration computes of it.

    Attributes:
        node: Which neuron.
        inputs: Its connections, in their order.
        bias: Its bias, as a connection.
        total: The sum.
        output: What the activation makes of it.
        slope: The activation's derivative there; 0 where dropout leaves the neuron out, as it is not looked at then.
        onward: Where its output goes; none for an output neuron.
        share: What comes back along those connections; for an output neuron the error.
        delta: The share × the slope × the factor.
        answer: The network's answer.
        factor: What dropout multiplies the neuron's output with for this point: 0 leaves it out; 1 without dropout.
    """

    node: Node
    inputs: tuple[Connection, ...]
    bias: Connection
    total: float
    output: float
    slope: float
    onward: tuple[Onward, ...]
    share: float
    delta: float
    answer: Answer
    factor: float = 1.0


class IterationWalk:
    """Walks through the epoch after a snapshot.

    Args:
        snapshot: Where to go on from.

    Attributes:
        experiment: The settings.
        epoch: The epoch of the snapshot.
        batch: The batch that is looked at, from 0.
        batches: How many there are in this epoch.
        size: How many points it has.
        carried: How many of them, the first ones, were left over by the epoch before.
        loss_before: The mean loss of its points before the iteration.
        loss_after: After it.
        parameters: float64, flat: before the iteration.
        mean_gradient: The mean of the gradient over the points; the penalty is not in it.
        moved: The parameters after the iteration.
        rate: The learning rate of the epoch, by the schedule.

    Raises:
        TrainingError: There is no point to train on.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._trainer = Trainer(snapshot.experiment, snapshot)
        self._trainer.require_points()
        self.experiment = snapshot.experiment
        self.epoch = snapshot.epoch
        self.rate = self.experiment.learning_rate_at(self.epoch)
        self._objective = self.experiment.objective
        self._batches = self._trainer.next_batches
        self.batches = len(self._batches)
        self.batch = 0
        self._iterate()

    @property
    def is_last(self) -> bool:
        """Whether the epoch ends with this batch."""
        return self.batch == self.batches - 1

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All neurons, layer by layer, the output neuron at the end."""
        counts = self._trainer.network.sizes[1:]
        return tuple((layer, index) for layer, count in enumerate(counts, start=1) for index in range(count))

    @property
    def moving(self) -> str:
        """What has a gradient and moves in the whole network: "nothing", the "output bias" alone, or "weights"."""
        biases = self.experiment.sizes[-1]
        if self.mean_gradient[:-biases].any() or (self.moved[:-biases] != self.parameters[:-biases]).any():
            return "weights"
        return "output bias" if self.mean_gradient[-biases:].any() else "nothing"

    @property
    def has_penalty_in_gradient(self) -> bool:
        """Whether regularization is a part of the gradient, as L2 is for all optimizers but SGD."""
        kind = REGULARIZATIONS[self.experiment.regularization]
        return not kind.kills and OPTIMIZERS[self.experiment.optimizer].direction is not None

    def next_batch(self) -> bool:
        """Goes on to the next batch; False at the last one, where it stays."""
        if self.is_last:
            return False
        self.batch += 1
        self._iterate()
        return True

    def place(self, point: int) -> tuple[float, float]:
        """Where a point of the batch lies: x₁ and x₂."""
        x1, x2 = self._trainer.sample.points[self._batches[self.batch].order[point]].tolist()
        return x1, x2

    def class_at(self, point: int) -> int:
        """The number of the class of a point of the batch; of more than two classes."""
        return int(self._labels[point])

    def _iterate(self) -> None:
        """Makes one iteration, and keeps its numbers."""
        trainer, batch = self._trainer, self._batches[self.batch]
        network = trainer.network
        self.size = batch.size
        self.carried = batch.size - self.experiment.used_batch_size
        self._labels = trainer.sample.labels[batch.order]
        self.parameters, was_dead = network.parameters.copy(), self._dead()
        with np.errstate(all="ignore"):
            run(batch.calls)
            # Copies: the buffers are used again for the next pass, and the update makes the gradient its step.
            outputs = [each.copy() for each in batch.step.outputs]
            self._slopes = [each.copy() for each in batch.step.slopes]
            self._deltas = [each.copy() for each in batch.step.deltas]
            self._values = [batch.inputs[:-1].copy(), *outputs]
            self._factors = [None if mask is None else mask.copy() for mask in batch.masks]
            self.mean_gradient = batch.gradient / batch.size
            self._losses = self._point_losses(batch)
            self.loss_before = float(self._losses.mean())
            run(trainer.update_calls(batch))
            self.moved = network.parameters.copy()
            run(batch.step.compile_forward(batch.inputs, batch.masks))
            self.loss_after = float(self._point_losses(batch).mean())
        columns = self.parameters, self.mean_gradient, self._penalty(), self.moved, was_dead, self._dead()
        self._columns = [network.split(each) for each in columns]

    def _point_losses(self, batch: Batch) -> FloatArray:
        """The loss of each point after a forward pass, float64, shape (size,)."""
        answers = batch.step.outputs[-1]
        if self._objective.is_by_totals:
            before = batch.inputs if len(batch.step.outputs) == 1 else _with_ones(batch.step.outputs[-2])
            answers = self._trainer.network.layers[-1].T @ before
        return self._objective.point_losses(answers, self._labels)

    def _dead(self) -> FloatArray:
        """1 for every dead weight, else 0: float64, flat."""
        dead = self._trainer.snapshot().dead
        return np.zeros_like(self._trainer.network.parameters) if dead is None else dead.astype(np.float64)

    def _penalty(self) -> FloatArray:
        """What regularization takes off each parameter, besides the step: float64, flat."""
        experiment, penalty = self.experiment, np.zeros_like(self.parameters)
        derivative = REGULARIZATIONS[experiment.regularization].derivative
        if derivative is not None and not self.has_penalty_in_gradient:
            derivative(self.parameters, penalty)
        rate = self.rate * experiment.regularization_rate
        penalties: FloatArray = penalty * self._trainer.network.weight_mask() * rate
        return penalties

    def read(self, node: Node, point: int) -> Reading:
        """A neuron at a point.

        Args:
            node: One of `nodes`.
            point: From 0 to `size` − 1.
        """
        layer, index = node
        factor = self._factor(node, point)
        with np.errstate(all="ignore"):
            *inputs, bias = self._connections(node, point)
            onward = self._onward(node, point)
            answer = self._answer(point, index if not onward else None)
            total = sum(each.product for each in inputs) + bias.weight
        return Reading(
            node=node,
            inputs=tuple(inputs),
            bias=bias,
            total=total,
            output=float(self._values[layer][index, point]),
            slope=float(self._slopes[layer - 1][index, point]) / (factor or 1.0),  # kept with the factor in it
            onward=onward,
            share=sum(each.product for each in onward) if onward else answer.error,
            delta=float(self._deltas[layer - 1][index, point]),
            answer=answer,
            factor=factor,
        )

    def _factor(self, node: Node, point: int) -> float:
        layer, index = node
        mask = self._factors[layer - 1] if layer <= len(self._factors) else None
        return 1.0 if mask is None else float(mask[index, point])

    def _connections(self, node: Node, point: int) -> list[Connection]:
        """What leads to a neuron, its bias at the end."""
        layer, index = node
        delta = float(self._deltas[layer - 1][index, point])
        values = [*self._values[layer - 1][:, point].tolist(), 1.0]
        places = map(place_of, self.experiment.features) if layer == 1 else range(len(values) - 1)
        sources = [*((layer - 1, place) for place in places), None]
        columns = [each[layer - 1][:, index].tolist() for each in self._columns]
        return [
            Connection(source, weight, value, delta * value, mean, penalty, moved, bool(was_dead), bool(is_dead))
            for source, value, weight, mean, penalty, moved, was_dead, is_dead in zip(
                sources, values, *columns, strict=True
            )
        ]

    def _onward(self, node: Node, point: int) -> tuple[Onward, ...]:
        """Where the output of a neuron goes."""
        layer, index = node
        if layer == len(self._deltas):
            return ()
        weights = self._columns[0][layer][index].tolist()
        deltas = self._deltas[layer][:, point].tolist()
        return tuple(
            Onward((layer + 1, target), weight, delta)
            for target, (weight, delta) in enumerate(zip(weights, deltas, strict=True))
        )

    def _answer(self, point: int, neuron: int | None) -> Answer:
        """What an output neuron answers; that of the point's class when left out."""
        count, label = self._objective.class_count, float(self._labels[point])
        if neuron is None:
            neuron = int(label) if count > 2 else 0
        output, delta = float(self._values[-1][neuron, point]), float(self._deltas[-1][neuron, point])
        loss = float(self._losses[point])
        if not self._objective.is_by_totals:
            return Answer(neuron, output, label, output - label, float(self._slopes[-1][0, point]), delta, loss)
        if count == 2:
            output, label = (output + 1) / 2, (label + 1) / 2
            right = output if label else 1 - output
        else:
            right, label = float(self._values[-1][int(label), point]), float(label == neuron)
        return Answer(neuron, output, label, delta, 1.0, delta, loss, right)


def _with_ones(outputs: FloatArray) -> FloatArray:
    """Outputs of a layer with the row of ones that the biases are multiplied with."""
    return np.vstack([outputs, np.ones((1, outputs.shape[1]))])
