"""The network: its parameters in one flat vector, and the passes through it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np

from nntui.engine.activations import Activation
from nntui.engine.arrays import FloatArray
from nntui.engine.calls import Call, run
from nntui.engine.initializations import INITIALIZATIONS, Initialization
from nntui.engine.losses import TWO_CLASSES, Objective
from nntui.engine.random_stream import RandomStream


class Network:
    """A fully connected feed-forward network.

    All parameters lie in one flat vector, so that a step of training is one subtraction. `layers` are views of it:
    layer l is float64 of shape (inputs + 1, neurons), a column per neuron, whose last row holds the biases.

    Args:
        sizes: Inputs, neurons of each hidden layer, and output neurons.
        activation: Of every hidden neuron, or one for each hidden layer.
        output_activation: Of the output neurons.
        parameters: The flat vector, which is copied; zeros when left out.

    Attributes:
        activations: Of each layer, the output's at the end.

    Raises:
        ValueError: The parameters or the activations do not fit the sizes.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: Activation | Sequence[Activation],
        output_activation: Activation,
        parameters: FloatArray | None = None,
    ) -> None:
        self.sizes = tuple(sizes)
        hidden = [activation] * (self.depth - 1) if isinstance(activation, Activation) else activation
        if len(hidden) != self.depth - 1:
            raise ValueError(f"{len(hidden)} activations for {self.depth - 1} hidden layers")
        self.activations: tuple[Activation, ...] = (*hidden, output_activation)
        shapes = [(inputs + 1, neurons) for inputs, neurons in zip(self.sizes, self.sizes[1:], strict=False)]
        count = sum(rows * columns for rows, columns in shapes)
        if parameters is None:
            parameters = np.zeros(count)
        elif parameters.shape != (count,):
            raise ValueError(f"{len(parameters)} parameters for a network of {count}: {'-'.join(map(str, self.sizes))}")
        self.parameters = np.array(parameters, dtype=np.float64)
        self.layers = self.split(self.parameters)

    def __repr__(self) -> str:
        names = ", ".join(dict.fromkeys(activation.name for activation in self.activations))
        return f"Network({'-'.join(map(str, self.sizes))}, {names})"

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

    def initialize(self, stream: RandomStream, initialization: Initialization = INITIALIZATIONS["web"]) -> None:
        """First parameters, drawn neuron by neuron, layer by layer: a number of the stream for each weight.

        Args:
            stream: Where the numbers come from.
            initialization: How large the weights may be, and the biases.
        """
        for layer in self.layers:
            inputs, neurons = layer.shape[0] - 1, layer.shape[1]
            width = 2 * initialization.limit(inputs, neurons)
            layer[-1] = initialization.bias
            for neuron in range(neurons):
                for i in range(inputs):
                    layer[i, neuron] = (stream.random() - 0.5) * width

    def outputs(self, inputs: FloatArray) -> Iterator[FloatArray]:
        """The outputs of every layer for some points, first hidden layer first, with no neuron left out.

        Args:
            inputs: As `features.inputs` gives them: float64, shape (features + 1, n).

        Yields:
            float64, shape (neurons, n), a row per neuron.
        """
        values = inputs
        with np.errstate(all="ignore"):
            for index, layer in enumerate(self.layers):
                padded = np.ones((layer.shape[1] + 1, inputs.shape[1]))
                outputs = padded[:-1]
                layer.T.dot(values, outputs)
                self.activations[index].apply(outputs)
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
        objective: How the answers are judged; by the squared error when left out.

    Attributes:
        output: float64, shape (output neurons, n), their answers after the forward calls.
        gradient: float64, flat, as `Network.parameters`: the loss summed over the points, derived, after the backward
            calls.
    """

    def __init__(self, network: Network, points: int, objective: Objective = TWO_CLASSES) -> None:
        count = points * (sum(neurons + 1 for neurons in network.sizes[1:]) - 1)
        self._outputs = np.ones(count)
        self._slopes = np.ones(count)
        # Only for activations that need them: for the others the outputs are enough.
        self._totals = np.ones(count if any(each.needs_totals for each in network.activations) else 0)
        self._objective = objective
        self._points = points
        self._network = network
        self._blocks = self._split(self._outputs)
        self._deltas: list[FloatArray] = [np.empty((neurons, points)) for neurons in network.sizes[1:]]
        self.output: FloatArray = self._blocks[-1]
        self.gradient = np.zeros_like(network.parameters)
        self._gradients = network.split(self.gradient)
        self._between = self._calls_between()

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
        """From the outputs of the layer before to those of a layer."""
        network, activation = self._network, self._network.activations[layer]
        values = self._blocks[layer - 1] if inputs is None else inputs
        outputs = self._blocks[layer][: network.sizes[layer + 1]]
        calls: list[Call] = [(network.layers[layer].T.dot, values, outputs)]
        if activation.needs_totals:
            calls.append((np.copyto, self._split(self._totals)[layer][: len(outputs)], outputs))
        return [*calls, *activation.output_calls(outputs)]

    def compile_forward(self, inputs: FloatArray, masks: Sequence[FloatArray | None] = ()) -> list[Call]:
        """What computes the network's answers in `output`.

        Args:
            inputs: float64, shape (features + 1, n), C-contiguous.
            masks: For dropout, one for each hidden layer, or None for a layer without: float64, shape (neurons, n),
                which the outputs are multiplied with. 0 leaves a neuron out; the others are larger than 1 in turn.
        """
        calls = []
        for layer in range(self._network.depth):
            calls += self._layer_calls(layer, None if layer else inputs)
            mask = masks[layer] if layer < len(masks) else None
            if mask is not None:
                calls += self._masked_calls(layer, mask)
        return calls

    def _masked_calls(self, layer: int, mask: FloatArray) -> list[Call]:
        """Dropout of a layer. Its derivatives are taken before, for afterwards the outputs do not tell them."""
        outputs = self._blocks[layer][: len(mask)]
        slopes = self._split(self._slopes)[layer][: len(mask)]
        activation = self._network.activations[layer]
        values = self._split(self._totals)[layer][: len(mask)] if activation.needs_totals else outputs
        kept: Call = (np.multiply, outputs, mask, outputs)
        if activation.is_identity:
            return [kept, (np.copyto, slopes, mask)]
        return [*activation.derivative_calls(values, slopes), kept, (np.multiply, slopes, mask, slopes)]

    def compile_totals(self, inputs: FloatArray) -> list[Call]:
        """What computes, in `output`, the total inputs of the output neurons instead of their answers."""
        last = self._network.depth - 1
        calls = [call for layer in range(last) for call in self._layer_calls(layer, None if layer else inputs)]
        values = self._blocks[last - 1] if last else inputs
        return [*calls, (self._network.layers[last].T.dot, values, self.output)]

    def compile_backward(
        self, inputs: FloatArray, targets: FloatArray, masks: Sequence[FloatArray | None] = ()
    ) -> list[Call]:
        """What computes in `gradient` that of the loss, summed over the points of the forward calls.

        Back-propagation as in Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
        Nature 323 (1986).

        Args:
            inputs: Those of the forward calls.
            targets: float64, shape (output neurons, n): what they should answer (`Objective.targets`).
            masks: Those of the forward calls.
        """
        errors = self._objective.delta_calls(self.output, targets, self._deltas[-1])
        first: Call = (inputs.dot, self._deltas[0].T, self._gradients[0])
        between = self._calls_between(masks) if masks else self._between
        return [*errors, *between, first]

    def _calls_between(self, masks: Sequence[FloatArray | None] = ()) -> list[Call]:
        """From the error at the output to that at the first layer: what is the same for all points."""
        network, deltas, slopes = self._network, self._deltas, self._split(self._slopes)
        is_done = [layer < len(masks) and masks[layer] is not None for layer in range(network.depth)]
        # The derivative by the output neurons' total inputs needs no slope: theirs stay 1.
        is_done[-1] = self._objective.is_by_totals
        calls = self._slope_calls(is_done)
        if not network.activations[-1].is_identity and not self._objective.is_by_totals:
            calls.append((np.multiply, deltas[-1], slopes[-1], deltas[-1]))
        for layer in range(network.depth - 1, 0, -1):
            delta, before = deltas[layer], deltas[layer - 1]
            calls.append((self._blocks[layer - 1].dot, delta.T, self._gradients[layer]))
            calls.append((network.layers[layer][:-1].dot, delta, before))
            is_masked = layer - 1 < len(masks) and masks[layer - 1] is not None
            if is_masked or not network.activations[layer - 1].is_identity:
                calls.append((np.multiply, before, slopes[layer - 1][: len(before)], before))
        return calls

    def _slope_calls(self, is_done: Sequence[bool]) -> list[Call]:
        """The derivatives of all activations, in one row of calls for neighbours of one kind.

        Args:
            is_done: For each layer, whether they are computed already, or not needed.
        """
        network, calls = self._network, list[Call]()
        kinds = [(done, activation) for done, activation in zip(is_done, network.activations, strict=True)]
        sizes = [len(block) * self._points for block in self._blocks]
        start = 0
        for (done, activation), group in groupby(zip(kinds, sizes, strict=True), key=itemgetter(0)):
            stop = start + sum(size for _, size in group)
            if not done:
                values = self._totals if activation.needs_totals else self._outputs
                calls += activation.derivative_calls(values[start:stop], self._slopes[start:stop])
            start = stop
        return calls

    def forward(self, inputs: FloatArray) -> FloatArray:
        """Makes the forward calls; returns `output`, the buffer itself."""
        run(self.compile_forward(inputs))
        return self.output

    def backward(self, inputs: FloatArray, targets: FloatArray) -> FloatArray:
        """Makes the backward calls; returns `gradient`, the buffer itself."""
        run(self.compile_backward(inputs, targets))
        return self.gradient
