"""Activation functions: output and derivative, a pair per name. To add one, add an entry to `ACTIVATIONS`.

Both are NumPy calls that work in place on the buffers of the training loop (see `calls.py`), and a derivative is
computed from the *output*, which is what the loop has at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from nntui.engine.calls import Call, run
from nntui.engine.deferred import np
from nntui.language import N_, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray

Calls = tuple[Call, ...]


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        name: In links, files and on the command line.
        formula: For help.
        output_calls: For a buffer of total inputs, the calls that turn them into outputs; none for the identity.
        derivative_calls: For a buffer of outputs and another, the calls that write the derivative at the outputs into
            the other; none where it is 1.
        label: On the screen.
        faster_calls: As `output_calls`, equal to float64 rounding, and faster for thousands of numbers at once; None
            where there is no such way.
    """

    name: str
    formula: str
    output_calls: Callable[[FloatArray], Calls]
    derivative_calls: Callable[[FloatArray, FloatArray], Calls]
    label: str = translated()
    faster_calls: Callable[[FloatArray], Calls] | None = None

    def long_calls(self, values: FloatArray) -> Calls:
        """As `output_calls`, for a long buffer: to float64 rounding the same."""
        return (self.faster_calls or self.output_calls)(values)

    @property
    def is_identity(self) -> bool:
        """Whether outputs are inputs, and the derivative is 1."""
        nothing = np.empty(0)
        return not self.output_calls(nothing)

    def apply(self, values: FloatArray) -> None:
        """Turns total inputs into outputs, in place."""
        run(self.output_calls(values))

    def derive(self, outputs: FloatArray, derivative: FloatArray) -> None:
        """Writes the derivative at some outputs into a buffer, which is left as it is where the derivative is 1."""
        run(self.derivative_calls(outputs, derivative))


def _relu(values: FloatArray) -> Calls:
    return ((partial(np.maximum, out=values), values, 0.0),)


def _relu_derivative(outputs: FloatArray, derivative: FloatArray) -> Calls:
    # An output is never negative, so its sign is 1 where the unit is on and 0 elsewhere, 0 itself included.
    return ((np.sign, outputs, derivative),)


def _tanh(values: FloatArray) -> Calls:
    return ((np.tanh, values, values),)


def _tanh_derivative(outputs: FloatArray, derivative: FloatArray) -> Calls:
    return ((np.multiply, outputs, outputs, derivative), (np.subtract, 1.0, derivative, derivative))


def _tanh_by_exp(values: FloatArray) -> Calls:
    # tanh x = 1 − 2/(e²ˣ + 1). Without AVX-512, np.tanh takes three times as long as np.exp. Off by 2⁻⁵³ or so, which
    # for a small x is much of it, so this is not for single numbers; for a large one exp overflows, and 1 is right.
    return (
        (np.add, values, values, values),
        (np.exp, values, values),
        (np.add, values, 1.0, values),
        (np.divide, -2.0, values, values),
        (np.add, values, 1.0, values),
    )


def _sigmoid(values: FloatArray) -> Calls:
    # exp overflows to infinity for a very negative input, and 1/∞ is the right answer.
    return (
        (np.negative, values, values),
        (np.exp, values, values),
        (np.add, values, 1.0, values),
        (np.reciprocal, values, values),
    )


def _sigmoid_derivative(outputs: FloatArray, derivative: FloatArray) -> Calls:
    return ((np.subtract, 1.0, outputs, derivative), (np.multiply, derivative, outputs, derivative))


def _nothing(*_: FloatArray) -> Calls:
    return ()


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("relu", "max(0, x)", _relu, _relu_derivative, N_("ReLU")),
        Activation("tanh", "tanh x", _tanh, _tanh_derivative, N_("Tanh"), _tanh_by_exp),
        Activation("sigmoid", "1 / (1 + e⁻ˣ)", _sigmoid, _sigmoid_derivative, N_("Sigmoid")),
        Activation("linear", "x", _nothing, _nothing, N_("Linear")),
    )
}

OUTPUT_ACTIVATIONS: dict[str, str] = {"classification": "tanh", "regression": "linear"}
"""The activation of the one output neuron, by problem."""
