"""The playground's arithmetic written a second time: plain Python, one point and one weight after another.

This is what the engine is judged by where no recording reaches. It shares no code with it but, for an activation that
is not among the four of the web page, the function itself.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.network import Network

Function = Callable[[float], float]


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _gelu_inner(x: float) -> float:
    return math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)


def _gelu_slope(x: float) -> float:
    inner = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
    return (1 + math.tanh(_gelu_inner(x))) / 2 + x / 2 * (1 - math.tanh(_gelu_inner(x)) ** 2) * inner


FORMULAS: dict[str, tuple[Function, Function]] = {
    "relu": (lambda x: max(0.0, x), lambda x: 0.0 if x <= 0 else 1.0),
    "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
    "sigmoid": (_sigmoid, lambda x: _sigmoid(x) * (1 - _sigmoid(x))),
    "linear": (lambda x: x, lambda x: 1.0),
    "leaky-relu": (lambda x: x if x > 0 else 0.01 * x, lambda x: 1.0 if x > 0 else 0.01),
    "elu": (lambda x: x if x > 0 else math.expm1(x), lambda x: 1.0 if x > 0 else math.exp(x)),
    "silu": (lambda x: x * _sigmoid(x), lambda x: _sigmoid(x) + x * _sigmoid(x) * (1 - _sigmoid(x))),
    "gelu": (lambda x: x / 2 * (1 + math.tanh(_gelu_inner(x))), _gelu_slope),
    "sine": (math.sin, math.cos),
    "softplus": (lambda x: math.log1p(math.exp(x)), _sigmoid),
}
"""Each activation and its derivative, of a neuron's total input."""


def activation_formulas(name: str) -> tuple[Function, Function]:
    """The two functions of an activation; for one that is new, the engine's own function, derived numerically."""
    if name in FORMULAS:
        return FORMULAS[name]

    def function(x: float) -> float:
        values = np.array([x])
        ACTIVATIONS[name].apply(values)
        return float(values[0])

    return function, lambda x: (function(x + 1e-6) - function(x - 1e-6)) / 2e-6


@dataclass
class Link:
    weight: float
    gradient: float = 0.0
    dead: bool = False


@dataclass
class Neuron:
    bias: float
    links: list[Link]
    function: Function
    derivative: Function
    bias_gradient: float = 0.0
    total: float = 0.0
    output: float = 0.0
    delta: float = 0.0


@dataclass
class Textbook:
    """A network that learns by the rules of the web page, as they are stated for one point and one weight."""

    layers: list[list[Neuron]]
    accumulated: int = field(default=0)

    @classmethod
    def like(cls, network: Network) -> "Textbook":
        """A network with the same parameters."""
        layers = []
        for index, layer in enumerate(network.layers):
            formulas = activation_formulas(network.activations[index].name)
            columns = layer.T.tolist()
            layers.append([Neuron(bias, [Link(w) for w in weights], *formulas) for *weights, bias in columns])
        return cls(layers)

    def flat(self) -> list[float]:
        """The parameters in the order of `Network.parameters`: of a layer, input by input, the biases last."""
        return self._flat(lambda link: link.weight, lambda neuron: neuron.bias)

    def gradient(self) -> list[float]:
        """The summed gradient, likewise."""
        return self._flat(lambda link: link.gradient, lambda neuron: neuron.bias_gradient)

    def dead(self) -> list[bool]:
        """Which weights are dead, likewise."""
        return [bool(value) for value in self._flat(lambda link: link.dead, lambda neuron: False)]

    def _flat(self, of_link: Callable[[Link], float], of_neuron: Callable[[Neuron], float]) -> list[float]:
        values = []
        for layer in self.layers:
            for i in range(len(layer[0].links)):
                values += [of_link(neuron.links[i]) for neuron in layer]
            values += [of_neuron(neuron) for neuron in layer]
        return values

    def forward(self, inputs: Sequence[float]) -> float:
        values = list(inputs)
        for layer in self.layers:
            for neuron in layer:
                neuron.total = neuron.bias
                for link, value in zip(neuron.links, values, strict=True):
                    neuron.total += link.weight * value
                neuron.output = neuron.function(neuron.total)
            values = [neuron.output for neuron in layer]
        return values[0]

    def loss(self, inputs: Sequence[Sequence[float]], labels: Sequence[float]) -> float:
        """The mean of ½(output − label)²."""
        total = 0.0
        for point, label in zip(inputs, labels, strict=True):
            total += 0.5 * (self.forward(point) - label) ** 2
        return total / len(labels)

    def accumulate(self, inputs: Sequence[float], label: float) -> None:
        """Adds the gradient of the loss at one point."""
        [output] = self.layers[-1]
        output.delta = (self.forward(inputs) - label) * output.derivative(output.total)
        for layer, after in zip(self.layers[-2::-1], self.layers[:0:-1], strict=True):
            for i, neuron in enumerate(layer):
                error = 0.0
                for next_neuron in after:
                    error += next_neuron.links[i].weight * next_neuron.delta
                neuron.delta = error * neuron.derivative(neuron.total)
        values = list(inputs)
        for layer in self.layers:
            for neuron in layer:
                neuron.bias_gradient += neuron.delta
                for link, value in zip(neuron.links, values, strict=True):
                    if not link.dead:
                        link.gradient += neuron.delta * value
            values = [neuron.output for neuron in layer]
        self.accumulated += 1

    def move(self, rate: float, regularization: str = "none", regularization_rate: float = 0.0) -> None:
        """Moves every parameter by the mean of what was summed since the last move, and every weight by the penalty."""
        for neuron in (neuron for layer in self.layers for neuron in layer):
            neuron.bias -= rate * neuron.bias_gradient / self.accumulated
            neuron.bias_gradient = 0.0
            for link in neuron.links:
                if not link.dead:
                    self._move_weight(link, rate, regularization, regularization_rate)
                link.gradient = 0.0
        self.accumulated = 0

    def _move_weight(self, link: Link, rate: float, regularization: str, regularization_rate: float) -> None:
        before = link.weight
        stepped = before - rate / self.accumulated * link.gradient
        if regularization == "L2":
            link.weight = stepped - rate * regularization_rate * before
        elif regularization == "L1":
            sign = (before > 0) - (before < 0)
            link.weight = stepped - rate * regularization_rate * sign
            if stepped * link.weight < 0:
                link.weight = 0.0
                link.dead = True
        else:
            link.weight = stepped

    def train_epoch(
        self,
        inputs: Sequence[Sequence[float]],
        labels: Sequence[float],
        batch_size: int,
        rate: float,
        regularization: str = "none",
        regularization_rate: float = 0.0,
    ) -> None:
        """One epoch, point by point. What is summed after the last full batch stays for the next epoch."""
        for position, (point, label) in enumerate(zip(inputs, labels, strict=True), start=1):
            self.accumulate(point, label)
            if position % batch_size == 0:
                self.move(rate, regularization, regularization_rate)
