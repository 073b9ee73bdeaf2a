"""Many networks of one shape, computed together: a last axis for them, and one NumPy call for all.

On matrices as small as these a call costs more than its arithmetic, so that sixty networks take little more time than a
few. The axis of the networks is the last: every loop within NumPy runs along it, whatever the sizes of the layers.
Products of matrices are sums by Einstein's convention, which take half as long as products and their sums, or as a
small matrix product for each network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nntui.engine.activations import Activation
from nntui.engine.arrays import FloatArray
from nntui.engine.calls import Call


def _sum_of(subscripts: str) -> Callable[[FloatArray, FloatArray, FloatArray], object]:
    """A sum of products that writes into its third argument: p counts the points, i and o neurons, n networks."""

    def compute(first: FloatArray, second: FloatArray, out: FloatArray) -> object:
        return np.einsum(subscripts, first, second, out=out)

    return compute


_FORWARD = _sum_of("pin,ion->pon")
_GRADIENT = _sum_of("pin,pon->ion")
_BACKWARD = _sum_of("ion,pon->pin")


@dataclass(frozen=True, eq=False)
class NetworkStack:
    """Some networks that differ only in their parameters.

    Attributes:
        sizes: Inputs, neurons of each hidden layer, and 1.
        activation: Of every hidden neuron.
        output_activation: Of the output neuron.
        parameters: float64, shape (parameters, n): a column per network, each as `Network.parameters`.
    """

    sizes: tuple[int, ...]
    activation: Activation
    output_activation: Activation
    parameters: FloatArray

    @property
    def number(self) -> int:
        """How many networks there are."""
        return int(self.parameters.shape[1])

    @property
    def depth(self) -> int:
        """How many layers hold neurons: the hidden ones and the output."""
        return len(self.sizes) - 1

    def split(self, flat: FloatArray) -> list[FloatArray]:
        """Views of an array shaped as `parameters`, one per layer: (inputs + 1, neurons, n), biases in the last row."""
        views = []
        start = 0
        for inputs, neurons in zip(self.sizes, self.sizes[1:], strict=False):
            stop = start + (inputs + 1) * neurons
            views.append(flat[start:stop].reshape(inputs + 1, neurons, -1))
            start = stop
        return views


class StackedPass:
    """A forward and a backward pass of a stack for a fixed number of points, with every buffer made once.

    The outputs of all neurons lie in one buffer, a block per layer: float64, shape (points, neurons, n). So the
    derivatives of all hidden layers are one or two NumPy calls.

    Args:
        stack: Whose parameters are read at every pass; they may be trained in between.
        points: How many points a pass takes.

    Attributes:
        output: float64, shape (points, n), the answers after the forward calls.
        gradient: float64, shaped as the parameters: the loss summed over the points, derived, after the backward calls.
    """

    def __init__(self, stack: NetworkStack, points: int) -> None:
        self._stack = stack
        self._points = points
        self._layers = stack.split(stack.parameters)
        width = points * stack.number
        self._hidden = sum(stack.sizes[1:-1]) * width
        self._outputs = np.empty(self._hidden + width)
        self._slopes = np.ones(self._hidden + width)
        self._deltas = self._split(np.empty(self._hidden + width))
        self._blocks = self._split(self._outputs)
        self.output: FloatArray = self._blocks[-1][:, 0]
        self.gradient = np.zeros_like(stack.parameters)
        self._gradients = stack.split(self.gradient)

    def _split(self, flat: FloatArray) -> list[FloatArray]:
        sizes = self._stack.sizes[1:]
        ends = (np.cumsum(sizes) * self._points * self._stack.number).tolist()
        starts = [0, *ends[:-1]]
        return [
            flat[start:end].reshape(self._points, neurons, -1)
            for start, end, neurons in zip(starts, ends, sizes, strict=True)
        ]

    def compile_forward(self, inputs: FloatArray) -> list[Call]:
        """What computes the networks' answers in `output`.

        Args:
            inputs: float64, C-contiguous: of shape (features + 1, points) as `features.inputs` gives them, the same for
                all networks; or (points, features, n), for each its own, without the ones.
        """
        calls: list[Call] = []
        values = inputs
        for layer, outputs in enumerate(self._blocks):
            is_last = layer == self._stack.depth - 1
            calls += self._weighted_sums(layer, values, outputs)
            calls += (self._stack.output_activation if is_last else self._stack.activation).long_calls(outputs)
            values = outputs
        return calls

    def _weighted_sums(self, layer: int, values: FloatArray, outputs: FloatArray) -> list[Call]:
        parameters = self._layers[layer]
        if values.ndim == 2:  # the same points for all: the weights of all networks are one matrix
            flat = parameters.reshape(len(parameters), -1)
            return [(np.ascontiguousarray(values.T).dot, flat, outputs.reshape(self._points, -1))]
        weights, bias = parameters[:-1], parameters[-1]
        return [(_FORWARD, values, weights, outputs), (np.add, outputs, bias, outputs)]

    def compile_backward(self, inputs: FloatArray, labels: FloatArray) -> list[Call]:
        """What computes in `gradient` that of ½(output − label)², summed over the points of the forward calls.

        Args:
            inputs: Those of the forward calls.
            labels: float64, shape (points, 1), or (points, n) for each network its own.
        """
        stack, deltas, slopes = self._stack, self._deltas, self._split(self._slopes)
        calls: list[Call] = [(np.subtract, self.output, labels, deltas[-1][:, 0]), *self._slope_calls()]
        if not stack.output_activation.is_identity:
            calls.append((np.multiply, deltas[-1], slopes[-1], deltas[-1]))
        for layer in range(stack.depth - 1, 0, -1):
            calls += self._layer_gradient(layer, self._blocks[layer - 1])
            calls += self._delta_before(layer)
            if not stack.activation.is_identity:
                calls.append((np.multiply, deltas[layer - 1], slopes[layer - 1], deltas[layer - 1]))
        return calls + self._layer_gradient(0, inputs)

    def _slope_calls(self) -> list[Call]:
        """The derivatives of all activations, in as few calls as there are kinds of them."""
        stack, outputs, slopes, hidden = self._stack, self._outputs, self._slopes, self._hidden
        if hidden and stack.activation is stack.output_activation:
            return list(stack.activation.derivative_calls(outputs, slopes))
        of_hidden = stack.activation.derivative_calls(outputs[:hidden], slopes[:hidden]) if hidden else ()
        return [*of_hidden, *stack.output_activation.derivative_calls(outputs[hidden:], slopes[hidden:])]

    def _layer_gradient(self, layer: int, values: FloatArray) -> list[Call]:
        delta, gradient = self._deltas[layer], self._gradients[layer]
        if values.ndim == 2:
            return [(values.dot, delta.reshape(self._points, -1), gradient.reshape(len(gradient), -1))]
        return [(_GRADIENT, values, delta, gradient[:-1]), (np.add.reduce, delta, 0, None, gradient[-1])]

    def _delta_before(self, layer: int) -> list[Call]:
        """The errors of the layer before, from those of this one, but for the derivative there."""
        weights, delta, before = self._layers[layer][:-1], self._deltas[layer], self._deltas[layer - 1]
        if delta.shape[1] == 1:
            return [(np.multiply, delta, weights[:, 0], before)]
        return [(_BACKWARD, weights, delta, before)]


def stack_of(
    sizes: Sequence[int], activation: Activation, output_activation: Activation, parameters: FloatArray
) -> NetworkStack:
    """A stack of networks.

    Args:
        sizes: Inputs, neurons of each hidden layer, and 1.
        activation: Of every hidden neuron.
        output_activation: Of the output neuron.
        parameters: float64, shape (n, parameters): a row per network. They are copied.
    """
    columns = np.ascontiguousarray(np.asarray(parameters, dtype=np.float64).T)
    return NetworkStack(tuple(sizes), activation, output_activation, columns)
