"""Activation functions: output and derivative, a pair per name. To add one, add an entry to `ACTIVATIONS`.

Both work in place on the buffers of the training loop, and a derivative is computed from the *output*, which is what
the loop has at hand.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        name: In links, files and on the command line.
        label: On the screen.
        formula: For help.
        apply: Turns total inputs into outputs, in place; None for the identity.
        derivative: Writes the derivative at the outputs given first into the buffer given second; None where it is 1.
    """

    name: str
    label: str
    formula: str
    apply: Callable[[FloatArray], object] | None
    derivative: Callable[[FloatArray, FloatArray], object] | None


def _relu(values: FloatArray) -> None:
    np.maximum(values, 0.0, out=values)


def _relu_derivative(outputs: FloatArray, derivative: FloatArray) -> None:
    # An output is never negative, so its sign is 1 where the unit is on and 0 elsewhere, 0 itself included.
    np.sign(outputs, derivative)


def _tanh(values: FloatArray) -> None:
    np.tanh(values, values)


def _tanh_derivative(outputs: FloatArray, derivative: FloatArray) -> None:
    np.multiply(outputs, outputs, derivative)
    np.subtract(1.0, derivative, derivative)


def _sigmoid(values: FloatArray) -> None:
    # exp overflows to infinity for a very negative input, and 1/∞ is the right answer.
    np.negative(values, values)
    np.exp(values, values)
    np.add(values, 1.0, values)
    np.reciprocal(values, values)


def _sigmoid_derivative(outputs: FloatArray, derivative: FloatArray) -> None:
    np.subtract(1.0, outputs, derivative)
    np.multiply(derivative, outputs, derivative)


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("relu", "ReLU", "max(0, x)", _relu, _relu_derivative),
        Activation("tanh", "Tanh", "tanh x", _tanh, _tanh_derivative),
        Activation("sigmoid", "Sigmoid", "1 / (1 + e⁻ˣ)", _sigmoid, _sigmoid_derivative),
        Activation("linear", "Linear", "x", None, None),
    )
}

OUTPUT_ACTIVATIONS: dict[str, str] = {"classification": "tanh", "regression": "linear"}
"""The activation of the one output neuron, by problem."""
