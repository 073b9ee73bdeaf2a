"""The training loop as plain loops over numbers, which Numba compiles where it is installed (`pip install '.[fast]'`).

Without it, or with `NUMBA_DISABLE_JIT=1`, they run as Python: slowly, with the same results, so they are tested
everywhere. Importing this module imports Numba, which takes a third of a second: `compiled.py` does so when it is about
to train.

Points stand side by side in blocks: float64, a row per neuron and a column per point, one block behind the other in a
flat vector. So arrays have the same types whatever the shape of the network, and all of it is compiled once.
"""

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.training.loop_compiler import compiled, summing
from nntui.training.loop_data import (
    ADAM,
    LOGISTIC,
    NESTEROV,
    RELU,
    RMSPROP,
    SGD,
    SIGMOID,
    TANH,
    Blocks,
    Int64Array,
    Net,
    Pace,
    Room,
)

# The exponential. The compiler turns these loops into vector instructions. A call of the C library's function would do
# one number at a time, and that would be most of what an epoch of a small network costs. Every rounding counts here.

_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""The natural logarithm of 2 in two parts, the first of so few bits that its multiples are exact."""
_ROUND = 6755399441055744.0
"""1.5 · 2⁵²: a number to which it is added loses its fraction and stands as a whole number in the lowest bits."""
_EXPONENT_BIAS, _EXPONENT_AT = 1023, 52
"""What the exponent of a float64 is stored with, and at which bit."""
_FAR = 700.0
"""Beyond, a float64 overflows."""


@compiled
def exponentials(values: FloatArray, factor: float, scratch: FloatArray, bits: Int64Array) -> None:
    """Turns each value x into exp(factor · x) − 1, in place, to some units in the last place.

    exp z = 2ᵏ exp r, with k the whole number next to z / ln 2 and |r| ≤ ½ ln 2, for which 14 terms of the series do.
    """
    count = len(values)
    scale, rest = scratch[:count], scratch[count : 2 * count]
    for at in range(count):
        z = values[at] * factor
        z = _FAR if z > _FAR else z
        z = -_FAR if z < -_FAR else z
        shifted = z * _LOG2_E + _ROUND
        whole = shifted - _ROUND
        scale[at] = shifted
        rest[at] = (z - whole * _LN2_HIGH) - whole * _LN2_LOW
    for at in range(count):
        bits[at] = (bits[at] + _EXPONENT_BIAS) << _EXPONENT_AT  # `scale` is now 2ᵏ
    for at in range(count):
        r = rest[at]
        tail = 1.0 / 6227020800.0
        tail = tail * r + 1.0 / 479001600.0
        tail = tail * r + 1.0 / 39916800.0
        tail = tail * r + 1.0 / 3628800.0
        tail = tail * r + 1.0 / 362880.0
        tail = tail * r + 1.0 / 40320.0
        tail = tail * r + 1.0 / 5040.0
        tail = tail * r + 1.0 / 720.0
        tail = tail * r + 1.0 / 120.0
        tail = tail * r + 1.0 / 24.0
        tail = tail * r + 1.0 / 6.0
        tail = tail * r + 0.5
        values[at] = (tail * r * r + r) * scale[at] + (scale[at] - 1.0)


@compiled
def activate(values: FloatArray, code: int, scratch: FloatArray, bits: Int64Array) -> None:
    """Turns the total inputs of a layer into its outputs, in place. What is not a number stays that."""
    if code == RELU:
        for at in range(len(values)):
            values[at] = 0.0 if values[at] <= 0.0 else values[at]
    elif code in (TANH, LOGISTIC):
        exponentials(values, 2.0 if code == TANH else 1.0, scratch, bits)
        for at in range(len(values)):
            values[at] = values[at] / (values[at] + 2.0)
    elif code == SIGMOID:
        exponentials(values, -1.0, scratch, bits)
        for at in range(len(values)):
            values[at] = 1.0 / (values[at] + 2.0)


@compiled
def times_slope(deltas: FloatArray, outputs: FloatArray, code: int) -> None:
    """Multiplies by the derivative of an activation at its outputs, in place."""
    if code == RELU:
        for at in range(len(deltas)):
            deltas[at] *= 1.0 if outputs[at] > 0.0 else 0.0
    elif code == TANH:
        for at in range(len(deltas)):
            deltas[at] *= 1.0 - outputs[at] * outputs[at]
    elif code == SIGMOID:
        for at in range(len(deltas)):
            deltas[at] *= (1.0 - outputs[at]) * outputs[at]


# A layer. Its weights are (inputs, neurons) with the biases behind. The innermost loop goes along the memory: over the
# points of a block, or over the neurons where there is one point.


@summing
def layer_sums(weights: FloatArray, values: FloatArray, sums: FloatArray, inputs: int, neurons: int) -> None:
    """The total inputs of a layer's neurons, from the outputs of the layer before."""
    points = len(sums) // neurons
    biases = weights[inputs * neurons : (inputs + 1) * neurons]
    if points == 1:
        for j in range(neurons):
            sums[j] = biases[j]
        for i in range(inputs):
            row, value = weights[i * neurons : (i + 1) * neurons], values[i]
            for j in range(neurons):
                sums[j] += value * row[j]
        return
    for j in range(neurons):
        own = sums[j * points : (j + 1) * points]
        bias = biases[j]
        for p in range(points):
            own[p] = bias
        for i in range(inputs):
            weight, value_row = weights[i * neurons + j], values[i * points : (i + 1) * points]
            for p in range(points):
                own[p] += weight * value_row[p]


@summing
def layer_gradient(values: FloatArray, deltas: FloatArray, gradient: FloatArray, inputs: int, neurons: int) -> None:
    """The gradient of a layer's weights and biases, summed over the points."""
    points = len(deltas) // neurons
    if points == 1:
        for i in range(inputs):
            row, value = gradient[i * neurons : (i + 1) * neurons], values[i]
            for j in range(neurons):
                row[j] = value * deltas[j]
        for j in range(neurons):
            gradient[inputs * neurons + j] = deltas[j]
        return
    for j in range(neurons):
        own = deltas[j * points : (j + 1) * points]
        for i in range(inputs):
            value_row = values[i * points : (i + 1) * points]
            total = 0.0
            for p in range(points):
                total += value_row[p] * own[p]
            gradient[i * neurons + j] = total
        total = 0.0
        for p in range(points):
            total += own[p]
        gradient[inputs * neurons + j] = total


@summing
def deltas_before(weights: FloatArray, deltas: FloatArray, before: FloatArray, inputs: int, neurons: int) -> None:
    """The loss derived by the outputs of the layer before."""
    points = len(deltas) // neurons
    if points == 1:
        for i in range(inputs):
            row = weights[i * neurons : (i + 1) * neurons]
            total = 0.0
            for j in range(neurons):
                total += row[j] * deltas[j]
            before[i] = total
        return
    for i in range(inputs):
        own = before[i * points : (i + 1) * points]
        for p in range(points):
            own[p] = 0.0
        for j in range(neurons):
            weight, delta_row = weights[i * neurons + j], deltas[j * points : (j + 1) * points]
            for p in range(points):
                own[p] += weight * delta_row[p]


# The passes, and an epoch of them.


@summing
def forward(net: Net, inputs: FloatArray, points: int, room: Room) -> int:
    """The outputs of all neurons for a block; returns where those of the last layer begin."""
    values = inputs
    place = start = 0
    for layer in range(len(net.codes)):
        before, neurons = net.sizes[layer], net.sizes[layer + 1]
        own = room.outputs[place : place + neurons * points]
        layer_sums(net.parameters[start:], values, own, before, neurons)
        activate(own, net.codes[layer], room.scratch, room.bits)
        values = own
        place += neurons * points
        start += (before + 1) * neurons
    return place - len(values)


@summing
def backward(net: Net, inputs: FloatArray, points: int, end: int, room: Room) -> None:
    """The gradient, from the errors at the last layer, which stand in front of `end` in the deltas."""
    start = len(net.parameters)
    for layer in range(len(net.codes) - 1, -1, -1):
        before, neurons = net.sizes[layer], net.sizes[layer + 1]
        place = end - neurons * points
        start -= (before + 1) * neurons
        own = room.deltas[place:end]
        times_slope(own, room.outputs[place:end], net.codes[layer])
        if layer:
            end = place
            place -= before * points
            layer_gradient(room.outputs[place:end], own, room.gradient[start:], before, neurons)
            deltas_before(net.parameters[start:], own, room.deltas[place:end], before, neurons)
        else:
            layer_gradient(inputs, own, room.gradient[start:], before, neurons)


@summing
def direct(net: Net, gradient: FloatArray, pace: Pace, step: int) -> None:
    """Turns the gradient into the direction of the optimizer, in place; `step` counts its updates, from 1 on."""
    keep, keep_square, epsilon = pace.keep, pace.keep_square, pace.epsilon
    if pace.rule == RMSPROP:
        square = net.moments[0]
        for k in range(len(gradient)):
            square[k] = keep * square[k] + (1.0 - keep) * gradient[k] * gradient[k]
            gradient[k] /= np.sqrt(square[k]) + epsilon
    elif pace.rule == ADAM:
        mean, square = net.moments[0], net.moments[1]
        first, second = 1.0 - keep**step, np.sqrt(1.0 - keep_square**step)
        for k in range(len(gradient)):
            mean[k] = keep * mean[k] + (1.0 - keep) * gradient[k]
            square[k] = keep_square * square[k] + (1.0 - keep_square) * gradient[k] * gradient[k]
            gradient[k] = (mean[k] / first) / (np.sqrt(square[k]) / second + epsilon)
    else:
        velocity = net.moments[0]
        for k in range(len(gradient)):
            velocity[k] = keep * velocity[k] + gradient[k]
            gradient[k] = gradient[k] + keep * velocity[k] if pace.rule == NESTEROV else velocity[k]


@summing
def mean_gradient(net: Net, gradient: FloatArray, points: int, in_gradient: float) -> None:
    """Makes the sum over the points a mean, with the part of the regularization, in place."""
    at = 0
    for layer in range(len(net.codes)):
        weights, neurons = net.sizes[layer] * net.sizes[layer + 1], net.sizes[layer + 1]
        for k in range(at, at + weights):
            gradient[k] = (gradient[k] / points + in_gradient * net.parameters[k]) * net.alive[k]
        at += weights
        for k in range(at, at + neurons):
            gradient[k] /= points
        at += neurons


@summing
def move(net: Net, gradient: FloatArray, rate: float, shrink: float, toward_zero: float) -> None:
    """Moves the parameters by a step, and weights by the penalty at their value before it."""
    at = 0
    for layer in range(len(net.codes)):
        weights, neurons = net.sizes[layer] * net.sizes[layer + 1], net.sizes[layer + 1]
        for k in range(at, at + weights):
            weight = net.parameters[k]
            moved = weight - rate * gradient[k] * net.alive[k] - shrink * weight
            if toward_zero:
                stepped, moved = moved, moved - toward_zero * np.sign(weight)
                if stepped * moved < 0.0:
                    moved = 0.0
                    net.alive[k] = 0.0
            net.parameters[k] = moved
        at += weights
        for k in range(at, at + neurons):
            net.parameters[k] -= rate * gradient[k]
        at += neurons


@summing
def train_batches(net: Net, batches: Blocks, room: Room, pace: Pace) -> None:
    """An update for each batch."""
    features = net.sizes[0]
    for batch in range(len(batches.bounds) - 1):
        first, points = batches.bounds[batch], batches.bounds[batch + 1] - batches.bounds[batch]
        inputs = batches.inputs[first * features : (first + points) * features]
        last = forward(net, inputs, points, room)
        scale = 0.5 if net.codes[-1] == LOGISTIC else 1.0
        for p in range(points):
            room.deltas[last + p] = scale * (room.outputs[last + p] - batches.labels[first + p])
        backward(net, inputs, points, last + points, room)
        if pace.rule == SGD:
            move(net, room.gradient, pace.rate / points, pace.shrink, pace.toward_zero)
        else:
            mean_gradient(net, room.gradient, points, pace.in_gradient)
            direct(net, room.gradient, pace, pace.steps + batch + 1)
            move(net, room.gradient, pace.rate, pace.shrink, pace.toward_zero)


@summing
def loss_sums(net: Net, points_of: Blocks, train_size: int, room: Room, is_by_totals: bool) -> tuple[float, float]:
    """The losses of all points, summed over those for training and over the others.

    `net` answers with the total input of its output where `is_by_totals`: then the loss is cross-entropy.
    """
    features = net.sizes[0]
    train = test = 0.0
    for block in range(len(points_of.bounds) - 1):
        first, points = points_of.bounds[block], points_of.bounds[block + 1] - points_of.bounds[block]
        last = forward(net, points_of.inputs[first * features : (first + points) * features], points, room)
        for p in range(points):
            answer, label = room.outputs[last + p], points_of.labels[first + p]
            if is_by_totals:
                wrong = -label * answer
                loss = max(wrong, 0.0) + np.log1p(np.exp(-abs(wrong)))
            else:
                loss = 0.5 * (answer - label) * (answer - label)
            if first + p < train_size:
                train += loss
            else:
                test += loss
    return train, test


@compiled
def finite_sum(net: Net) -> float:
    """A number that is finite where all parameters and moments are, but for an overflow."""
    total = 0.0
    for k in range(len(net.parameters)):
        total += abs(net.parameters[k])
    for m in range(len(net.moments)):
        for k in range(len(net.parameters)):
            total += abs(net.moments[m, k])
    return total


def epoch(
    parameters: FloatArray,
    alive: FloatArray,
    moments: FloatArray,
    sizes: Int64Array,
    codes: Int64Array,
    inputs: FloatArray,
    labels: FloatArray,
    bounds: Int64Array,
    all_inputs: FloatArray,
    all_labels: FloatArray,
    all_bounds: Int64Array,
    outputs: FloatArray,
    deltas: FloatArray,
    gradient: FloatArray,
    scratch: FloatArray,
    bits: Int64Array,
    judged: Int64Array,
    train_size: int,
    rule: int,
    steps: int,
    rates: FloatArray,
) -> tuple[float, float, float]:
    """Trains an epoch, then takes both losses. `compiled.py` compiles it, and keeps that on disk with all it calls.

    The arguments are the fields of a `Net`, of the `Blocks` of the batches, of those of all points, the ones for
    training first, and of a `Room`: tuples would take a tenth of an epoch to hand over. `judged` is as `codes`, for the
    losses: by cross-entropy the output is linear, and so its total input. `rates` is float64, shape (7,): the fields of
    a `Pace` behind `rule` and `steps`.

    Returns:
        The losses, summed over the training points and over the others, and a number that is finite where all
        parameters and moments are.
    """
    net = Net(parameters, alive, moments, sizes, codes)
    room = Room(outputs, deltas, gradient, scratch, bits)
    pace = Pace(rule, steps, rates[0], rates[1], rates[2], rates[3], rates[4], rates[5], rates[6])
    train_batches(net, Blocks(inputs, labels, bounds), room, pace)
    all_points = Blocks(all_inputs, all_labels, all_bounds)
    judge = Net(parameters, alive, moments, sizes, judged)
    train, test = loss_sums(judge, all_points, train_size, room, codes[-1] == LOGISTIC)
    return train, test, finite_sum(net)
