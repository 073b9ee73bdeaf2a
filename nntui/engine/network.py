"""The network: its parameters in one flat vector, and the passes through it."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nntui.engine.activations import Activation
from nntui.engine.randomness import RandomStream

FloatArray = NDArray[np.float64]

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

    def draw(self, stream: RandomStream) -> None:
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
                apply = (self.output_activation if last else self.activation).apply
                if apply is not None:
                    apply(outputs)
                yield outputs
                values = padded


class Pass:
    """A forward and a backward pass for a fixed number of points, with every buffer made once.

    The outputs of all neurons lie in one buffer, a block per layer: float64, shape (neurons + 1, n), whose last row is
    ones for the next layer's bias. So the derivatives of all hidden layers are one or two NumPy calls, whatever
    their number. The tuples that the loops walk hold bound methods: `ndarray.dot` with `out` costs half of `np.dot`.

    Args:
        network: Whose parameters are read at every pass; it may be trained in between.
        points: How many points a pass takes.

    Attributes:
        output: float64, shape (1, n), the output neuron's answers after `forward`.
        gradient: float64, flat, as `Network.parameters`: the loss summed over the points, derived, after `backward`.
    """

    def __init__(self, network: Network, points: int) -> None:
        blocks = [(neurons + 1) * points for neurons in network.sizes[1:-1]]
        hidden = sum(blocks)
        outputs = np.ones(hidden + points)
        slopes = np.ones(hidden + points)
        self._deltas: list[FloatArray] = [np.empty((neurons, points)) for neurons in network.sizes[1:]]
        self.output: FloatArray = outputs[hidden:].reshape(1, points)
        self.gradient = np.zeros_like(network.parameters)
        self._build_forward(network, outputs, points)
        self._build_backward(network, slopes, points)
        same = network.activation is network.output_activation
        self._slope = network.activation.derivative if hidden else None
        self._output_slope = None if same and self._slope else network.output_activation.derivative
        reach = None if same else hidden
        self._slope_of = (outputs[:reach], slopes[:reach])
        self._output_slope_of = (outputs[hidden:], slopes[hidden:])
        output_slope = slopes[hidden:].reshape(1, points)
        self._scale_error = None if network.output_activation.derivative is None else output_slope

    def _build_forward(self, network: Network, outputs: FloatArray, points: int) -> None:
        self._padded: list[FloatArray] = []
        steps = []
        start = 0
        for neurons, layer in zip(network.sizes[1:], network.layers, strict=True):
            last = layer is network.layers[-1]
            rows = neurons if last else neurons + 1
            block = outputs[start : start + rows * points].reshape(rows, points)
            start += rows * points
            apply = (network.output_activation if last else network.activation).apply
            steps.append((layer.T.dot, block[:neurons], apply))
            self._padded.append(block)
        self._first_dot, self._first_out, self._first_apply = steps[0]
        self._forward = [(dot, self._padded[index], out, apply) for index, (dot, out, apply) in enumerate(steps[1:])]

    def _build_backward(self, network: Network, slopes: FloatArray, points: int) -> None:
        gradients = network.split(self.gradient)
        hidden_slopes = []
        start = 0
        for neurons in network.sizes[1:-1]:
            hidden_slopes.append(slopes[start : start + neurons * points].reshape(neurons, points))
            start += (neurons + 1) * points
        has_slope = network.activation.derivative is not None
        self._backward = [
            (
                self._padded[index - 1].dot,
                self._deltas[index].T,
                gradients[index],
                network.layers[index][:-1].dot,
                self._deltas[index],
                self._deltas[index - 1],
                hidden_slopes[index - 1] if has_slope else None,
            )
            for index in range(network.depth - 1, 0, -1)
        ]
        self._first_delta = self._deltas[0].T
        self._first_gradient = gradients[0]

    def forward(self, inputs: FloatArray) -> FloatArray:
        """The network's answers.

        Args:
            inputs: float64, shape (features + 1, n), C-contiguous.

        Returns:
            `output`, the buffer itself.
        """
        self._first_dot(inputs, self._first_out)
        if self._first_apply is not None:
            self._first_apply(self._first_out)
        for dot, values, out, apply in self._forward:
            dot(values, out)
            if apply is not None:
                apply(out)
        return self.output

    def backward(self, inputs: FloatArray, labels: FloatArray) -> FloatArray:
        """The gradient of ½(output − label)², summed over the points of the last `forward`.

        Back-propagation as in Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
        Nature 323 (1986).

        Args:
            inputs: Those given to `forward`.
            labels: float64, shape (1, n).

        Returns:
            `gradient`, the buffer itself.
        """
        delta = self._deltas[-1]
        np.subtract(self.output, labels, delta)
        if self._slope is not None:
            self._slope(*self._slope_of)
        if self._output_slope is not None:
            self._output_slope(*self._output_slope_of)
        if self._scale_error is not None:
            np.multiply(delta, self._scale_error, delta)
        for gradient_dot, delta_across, gradient, back_dot, delta, delta_before, slope in self._backward:
            gradient_dot(delta_across, gradient)
            back_dot(delta, delta_before)
            if slope is not None:
                np.multiply(delta_before, slope, delta_before)
        inputs.dot(self._first_delta, self._first_gradient)
        return self.gradient
