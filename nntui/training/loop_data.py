"""What the compiled loops work on, as tuples of arrays, and the numbers by which they know activations and rules."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nntui.engine.arrays import FloatArray

Int64Array = NDArray[np.int64]

RELU, TANH, SIGMOID, LINEAR, LOGISTIC = range(5)
"""The activations, as the loops know them. The logistic one is of an output neuron, by cross-entropy."""
SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM = range(5)
"""The rules of optimizers, likewise."""


class Net(NamedTuple):
    """A network in training.

    Attributes:
        parameters: float64, flat, as `Network.parameters`.
        alive: float64, as those: 0 for a weight that L1 has killed, else 1.
        moments: float64, shape (m, parameters): what the optimizer remembers.
        sizes: int64: inputs, neurons of each hidden layer, outputs.
        codes: int64, shape (layers,): which activation each layer has.
    """

    parameters: FloatArray
    alive: FloatArray
    moments: FloatArray
    sizes: Int64Array
    codes: Int64Array


class Pace(NamedTuple):
    """How the parameters move in an epoch.

    Attributes:
        rule: Of the optimizer.
        steps: How many updates it has made.
        rate: The learning rate.
        in_gradient: The share of a weight that is added to its gradient: L2 where there is an optimizer.
        shrink: The share of a weight that is taken off it: L2 without an optimizer, and weight decay.
        toward_zero: What L1 takes off a weight's size.
        keep: How much of the mean of the gradient, or of its square for RMSProp, or of the velocity stays.
        keep_square: How much of the mean of its square stays, for Adam.
        epsilon: Added to a divisor.
    """

    rule: int
    steps: int
    rate: float
    in_gradient: float
    shrink: float
    toward_zero: float
    keep: float
    keep_square: float
    epsilon: float


class Blocks(NamedTuple):
    """Points, block by block.

    Attributes:
        inputs: float64, flat: of each block (features, points of the block).
        labels: float64, shape (points,).
        bounds: int64, shape (blocks + 1,): where each block begins, counted in points, and where the last one ends.
    """

    inputs: FloatArray
    labels: FloatArray
    bounds: Int64Array


class Room(NamedTuple):
    """The buffers of a pass over one block of at most `points` points.

    Attributes:
        outputs: float64, shape (points · neurons of all layers,).
        deltas: float64, as those: the loss of a point derived by the sum of a neuron.
        gradient: float64, as the parameters.
        scratch: float64, shape (2 · points · neurons of the largest layer,).
        bits: int64, a view of `scratch`.
    """

    outputs: FloatArray
    deltas: FloatArray
    gradient: FloatArray
    scratch: FloatArray
    bits: Int64Array
