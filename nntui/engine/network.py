"""The network: its parameters in one flat vector, and the passes through it."""

from collections.abc import Iterator, Sequence

import numpy as np

from nntui.engine.activations import Activation
from nntui.engine.arrays import FloatArray
from nntui.engine.calls import Call, run
from nntui.engine.random_stream import RandomStream

FIRST_BIAS = 0.1


class Network:
    """A fully connected feed-forward network with one output neuron.

    All parameters lie in one flat vector, so that a step of training is one subtraction. `layers` are views of it:
    layer l is float64 of shape (inputs + 1, neurons), a column per neuron, whose last row holds the biases.

    Args:
        sizes: Inputs, neurons of each hidden layer, and 1.
        activation: Of every hidden neuron.
        output_activation: Of the output neuron.
        parameters: The flat vector, which is copied; zeros when left out.

    Raises:
        ValueError: The parameters do not fit the sizes.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: Activation,
        output_activation: Activation,
        parameters: FloatArray | None = None,
    ) -> None:
        self.sizes = tuple(sizes)
        self.activation = activation
        self.output_activation = output_activation
        shapes = [(inputs + 1, neurons) for inputs, neurons in zip(self.sizes, self.sizes[1:], strict=False)]
        count = sum(rows * columns for rows, columns in shapes)
        if parameters is None:
            parameters = np.zeros(count)
        elif parameters.shape != (count,):
            raise ValueError(f"{len(parameters)} parameters for a network of {count}: {'-'.join(map(str, self.sizes))}")
        self.parameters = np.array(parameters, dtype=np.float64)
        self.layers = self.split(self.parameters)

    def __repr__(self) -> str:
        return f"Network({'-'.join(map(str, self.sizes))}, {self.activation.name}, {self.output_activation.name})"

    @property
    def depth(self) -> int:
        """How many layers hold neurons: the hidden ones and the output."""
        return len(self.sizes) - 1

    def split(self, flat: FloatArray) -> tuple[FloatArray, ...]:
        """Views of a flat vector, one per layer, shaped as `layers` are."""
        views = []
        start = 0
        for inputs, neurons in zip(self.sizes, self.sizes[1:], strict=False):
            stop = start + (inputs + 1) * neurons
            views.append(flat[start:stop].reshape(inputs + 1, neurons))
            start = stop
        return tuple(views)

    def weight_mask(self) -> FloatArray:
        """A flat vector that is 1 at every weight and 0 at every bias."""
        mask = np.ones_like(self.parameters)
        for view in self.split(mask):
            view[-1] = 0.0
        return mask

    def initialize(self, stream: RandomStream) -> None:
        """First parameters: biases of 0.1, weights uniform in [−½, ½), drawn neuron by neuron, layer by layer."""
        for layer in self.layers:
            inputs, neurons = layer.shape[0] - 1, layer.shape[1]
            layer[-1] = FIRST_BIAS
            for neuron in range(neurons):
                for i in range(inputs):
                    layer[i, neuron] = stream.random() - 0.5

    def outputs(self, inputs: FloatArray) -> Iterator[FloatArray]:
        """The outputs of every layer for some points, first hidden layer first.

        Args:
            inputs: As `features.inputs` gives them: float64, shape (features + 1, n).

        Yields:
            float64, shape (neurons, n), a row per neuron.
        """
        values = inputs
        with np.errstate(all="ignore"):
            for index, layer in enumerate(self.layers):
                last = index == self.depth - 1
                padded = np.ones((layer.shape[1] + 1, inputs.shape[1]))
                outputs = padded[:-1]
                layer.T.dot(values, outputs)
                (self.output_activation if last else self.activation).apply(outputs)
                yield outputs
                values = padded


class Backprop:
    """A forward and a backward pass for a fixed number of points, with every buffer and every call made once.

    The outputs of all neurons lie in one buffer, a block per layer: float64, shape (neurons + 1, n), whose last row is
    ones for the next layer's bias. So the derivatives of all hidden layers are one or two NumPy calls, whatever
    their number. Products are bound methods: `ndarray.dot` with `out` costs half of `np.dot`.

    Args:
        network: Whose parameters are read at every pass; it may be trained in between.
        points: How many points a pass takes.

    Attributes:
        output: float64, shape (1, n), the output neuron's answers after the forward calls.
        gradient: float64, flat, as `Network.parameters`: the loss summed over the points, derived, after the backward
            calls.
    """

    def __init__(self, network: Network, points: int) -> None:
        hidden = sum((neurons + 1) * points for neurons in network.sizes[1:-1])
        self._outputs = np.ones(hidden + points)
        self._slopes = np.ones(hidden + points)
        self._hidden = hidden
        self._points = points
        self._network = network
        self._blocks = self._split(self._outputs)
        self._deltas: list[FloatArray] = [np.empty((neurons, points)) for neurons in network.sizes[1:]]
        self.output: FloatArray = self._blocks[-1]
        self.gradient = np.zeros_like(network.parameters)
        self._gradients = network.split(self.gradient)
        self._between = self._calls_between()
        self._after_first = [call for layer in range(1, network.depth) for call in self._layer_calls(layer)]

    @property
    def outputs(self) -> list[FloatArray]:
        """What the neurons of each layer answer, after the forward calls: float64, shape (neurons, n) each."""
        return [block[:neurons] for block, neurons in zip(self._blocks, self._network.sizes[1:], strict=True)]

    @property
    def slopes(self) -> list[FloatArray]:
        """The derivatives of the activations there, after the backward calls, shaped as `outputs` are."""
        blocks = self._split(self._slopes)
        return [block[:neurons] for block, neurons in zip(blocks, self._network.sizes[1:], strict=True)]

    @property
    def deltas(self) -> list[FloatArray]:
        """The loss of a point derived by the sum of a neuron, after the backward calls, shaped as `outputs` are."""
        return self._deltas

    def _split(self, flat: FloatArray) -> list[FloatArray]:
        """Views of a flat buffer, a block per layer: with a row of ones for the next layer's bias, but for the last."""
        sizes = self._network.sizes[1:]
        rows = [neurons + 1 for neurons in sizes[:-1]] + [sizes[-1]]
        ends = np.cumsum(rows) * self._points
        return [
            flat[end - count * self._points : end].reshape(count, self._points)
            for count, end in zip(rows, ends.tolist(), strict=True)
        ]

    def _layer_calls(self, layer: int, inputs: FloatArray | None = None) -> list[Call]:
        network = self._network
        is_last = layer == network.depth - 1
        values = self._blocks[layer - 1] if inputs is None else inputs
        outputs = self._blocks[layer][: network.sizes[layer + 1]]
        activation = network.output_activation if is_last else network.activation
        return [(network.layers[layer].T.dot, values, outputs), *activation.output_calls(outputs)]

    def compile_forward(self, inputs: FloatArray) -> list[Call]:
        """What computes the network's answers in `output`.

        Args:
            inputs: float64, shape (features + 1, n), C-contiguous.
        """
        return [*self._layer_calls(0, inputs), *self._after_first]

    def compile_backward(self, inputs: FloatArray, labels: FloatArray) -> list[Call]:
        """What computes in `gradient` that of ½(output − label)², summed over the points of the forward calls.

        Back-propagation as in Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
        Nature 323 (1986).

        Args:
            inputs: Those of the forward calls.
            labels: float64, shape (1, n).
        """
        error: Call = (np.subtract, self.output, labels, self._deltas[-1])
        first: Call = (inputs.dot, self._deltas[0].T, self._gradients[0])
        return [error, *self._between, first]

    def _calls_between(self) -> list[Call]:
        """From the error at the output to that at the first layer: what is the same for all points."""
        network, deltas, slopes = self._network, self._deltas, self._split(self._slopes)
        calls = self._slope_calls()
        if not network.output_activation.is_identity:
            calls.append((np.multiply, deltas[-1], slopes[-1], deltas[-1]))
        for layer in range(network.depth - 1, 0, -1):
            delta, before = deltas[layer], deltas[layer - 1]
            calls.append((self._blocks[layer - 1].dot, delta.T, self._gradients[layer]))
            calls.append((network.layers[layer][:-1].dot, delta, before))
            if not network.activation.is_identity:
                calls.append((np.multiply, before, slopes[layer - 1][: len(before)], before))
        return calls

    def _slope_calls(self) -> list[Call]:
        """The derivatives of all activations, in as few calls as there are kinds of them."""
        network, outputs, slopes, hidden = self._network, self._outputs, self._slopes, self._hidden
        if hidden and network.activation is network.output_activation:
            return list(network.activation.derivative_calls(outputs, slopes))
        of_hidden = network.activation.derivative_calls(outputs[:hidden], slopes[:hidden]) if hidden else ()
        return [*of_hidden, *network.output_activation.derivative_calls(outputs[hidden:], slopes[hidden:])]

    def forward(self, inputs: FloatArray) -> FloatArray:
        """Makes the forward calls; returns `output`, the buffer itself."""
        run(self.compile_forward(inputs))
        return self.output

    def backward(self, inputs: FloatArray, labels: FloatArray) -> FloatArray:
        """Makes the backward calls; returns `gradient`, the buffer itself."""
        run(self.compile_backward(inputs, labels))
        return self.gradient
