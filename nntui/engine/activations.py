"""Activation functions: output and derivative, a pair per name. To add one, add an entry to `ACTIVATIONS`.

Both are NumPy calls that work in place on the buffers of the training loop (see `calls.py`). A derivative is computed
from the *output*, which is what the loop has at hand, but for those functions that take one value at several places:
these have `needs_totals`, and the loop keeps the neurons' total inputs for them.
"""

from __future__ import annotations

import math
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
        derivative_calls: For a buffer of outputs (of total inputs where `needs_totals`) and another, the calls that
            write the derivative there into the other; none where it is 1.
        label: On the screen.
        faster_calls: As `output_calls`, equal to float64 rounding, and faster for thousands of numbers at once; None
            where there is no such way.
        needs_totals: The derivative is computed from the total inputs, for the output does not tell it.
        is_web: Whether the web page has it.
        source: Where the function was proposed; "" for those that every textbook has.
    """

    name: str
    formula: str
    output_calls: Callable[[FloatArray], Calls]
    derivative_calls: Callable[[FloatArray, FloatArray], Calls]
    label: str = translated()
    faster_calls: Callable[[FloatArray], Calls] | None = None
    needs_totals: bool = False
    is_web: bool = True
    source: str = ""

    def long_calls(self, values: FloatArray) -> Calls:
        """As `output_calls`, for a long buffer: to float64 rounding the same."""
        return (self.faster_calls or self.output_calls)(values)

    @property
    def is_identity(self) -> bool:
        """Whether outputs are inputs, and the derivative is 1."""
        return self.derivative_calls is _nothing

    def apply(self, values: FloatArray) -> None:
        """Turns total inputs into outputs, in place."""
        run(self.output_calls(values))

    def derive(self, values: FloatArray, derivative: FloatArray) -> None:
        """Writes the derivative at some outputs into a buffer, which is left as it is where the derivative is 1.

        Args:
            values: Outputs; total inputs where `needs_totals`.
            derivative: The buffer.
        """
        run(self.derivative_calls(values, derivative))


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


LEAK = 0.01
"""The slope of the leaky ReLU below 0."""


def _leaky(values: FloatArray) -> None:
    np.maximum(values, LEAK * values, out=values)


def _leaky_derivative(outputs: FloatArray, derivative: FloatArray) -> None:
    derivative[...] = np.where(outputs > 0, 1.0, LEAK)


def _elu(values: FloatArray) -> None:
    np.copyto(values, np.expm1(values), where=values < 0)


def _elu_derivative(outputs: FloatArray, derivative: FloatArray) -> None:
    # Below 0 the output is eˣ − 1, and the derivative eˣ.
    np.minimum(outputs, 0.0, out=derivative)
    np.add(derivative, 1.0, out=derivative)


def _logistic_of(values: FloatArray) -> FloatArray:
    return 1.0 / (1.0 + np.exp(-values))


def _silu(values: FloatArray) -> None:
    np.multiply(values, _logistic_of(values), out=values)


def _silu_derivative(totals: FloatArray, derivative: FloatArray) -> None:
    share = _logistic_of(totals)
    derivative[...] = share * (1.0 + totals * (1.0 - share))


_GELU_SCALE = math.sqrt(2 / math.pi)
_GELU_CUBE = 0.044715


def _gelu_tanh(values: FloatArray) -> FloatArray:
    inner: FloatArray = np.tanh(_GELU_SCALE * (values + _GELU_CUBE * values * values * values))
    return inner


def _gelu(values: FloatArray) -> None:
    np.multiply(0.5 * values, 1.0 + _gelu_tanh(values), out=values)


def _gelu_derivative(totals: FloatArray, derivative: FloatArray) -> None:
    inner = _gelu_tanh(totals)
    slope = _GELU_SCALE * (1.0 + 3.0 * _GELU_CUBE * totals * totals)
    derivative[...] = 0.5 * (1.0 + inner) + 0.5 * totals * (1.0 - inner * inner) * slope


def _sine(values: FloatArray) -> Calls:
    return ((np.sin, values, values),)


def _sine_derivative(totals: FloatArray, derivative: FloatArray) -> Calls:
    return ((np.cos, totals, derivative),)


def _softplus(values: FloatArray) -> None:
    np.logaddexp(0.0, values, out=values)


def _softplus_derivative(outputs: FloatArray, derivative: FloatArray) -> None:
    # The output is ln(1 + eˣ), and the derivative 1/(1 + e⁻ˣ) = 1 − e^(−output).
    np.expm1(-outputs, out=derivative)
    np.negative(derivative, out=derivative)


def _in_one_call(function: Callable[..., None]) -> Callable[..., Calls]:
    """A function of one or two buffers as calls."""
    return lambda *buffers: ((function, *buffers),)


def _beyond(
    name: str,
    formula: str,
    output: Callable[[FloatArray], None],
    derivative: Callable[[FloatArray, FloatArray], None],
    label: str,
    source: str,
    needs_totals: bool = False,
) -> Activation:
    """An activation that the web page does not have."""
    return Activation(
        name,
        formula,
        _in_one_call(output),
        _in_one_call(derivative),
        label,
        needs_totals=needs_totals,
        is_web=False,
        source=source,
    )


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("relu", "max(0, x)", _relu, _relu_derivative, N_("ReLU")),
        Activation("tanh", "tanh x", _tanh, _tanh_derivative, N_("Tanh"), _tanh_by_exp),
        Activation("sigmoid", "1 / (1 + e⁻ˣ)", _sigmoid, _sigmoid_derivative, N_("Sigmoid")),
        Activation("linear", "x", _nothing, _nothing, N_("Linear")),
        _beyond(
            "leaky-relu",
            "max(0.01x, x)",
            _leaky,
            _leaky_derivative,
            N_("Leaky ReLU"),
            N_("Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013"),
        ),
        _beyond(
            "elu",
            "x above 0, eˣ − 1 below",
            _elu,
            _elu_derivative,
            N_("ELU"),
            N_("Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by ELUs, 2016"),
        ),
        _beyond(
            "silu",
            "x / (1 + e⁻ˣ)",
            _silu,
            _silu_derivative,
            N_("SiLU"),
            N_("Elfwing, Uchibe and Doya, Sigmoid-weighted linear units, 2018"),
            needs_totals=True,
        ),
        _beyond(
            "gelu",
            "x/2 · (1 + tanh(√(2/π)(x + 0.044715x³)))",
            _gelu,
            _gelu_derivative,
            N_("GELU"),
            N_("Hendrycks and Gimpel, Gaussian error linear units, 2016 (the form by tanh)"),
            needs_totals=True,
        ),
        Activation(
            "sine",
            "sin x",
            _sine,
            _sine_derivative,
            N_("Sine"),
            needs_totals=True,
            is_web=False,
            source=N_("Sitzmann and others, Implicit neural representations with periodic activation functions, 2020"),
        ),
        _beyond(
            "softplus",
            "ln(1 + eˣ)",
            _softplus,
            _softplus_derivative,
            N_("Softplus"),
            N_("Dugas and others, Incorporating second-order functional knowledge, 2001"),
        ),
    )
}
"""What hidden neurons can have, those of the web page first."""


def _half_tanh(values: FloatArray) -> Calls:
    # 2σ(z) − 1 = tanh(z/2): the probability of the second class, from −1 to 1.
    return ((np.multiply, values, 0.5, values), (np.tanh, values, values))


def _half_tanh_derivative(outputs: FloatArray, derivative: FloatArray) -> Calls:
    return (
        (np.multiply, outputs, outputs, derivative),
        (np.subtract, 1.0, derivative, derivative),
        (np.multiply, derivative, 0.5, derivative),
    )


def _softmax(values: FloatArray) -> None:
    """Turns total inputs, shape (classes, n), into probabilities: each column sums to 1."""
    np.subtract(values, values.max(axis=0), out=values)
    np.exp(values, out=values)
    np.divide(values, values.sum(axis=0), out=values)


def _softmax_derivative(outputs: FloatArray, derivative: FloatArray) -> None:
    # By a neuron's own total input. Training does not need it: cross-entropy's error is by the total inputs already.
    derivative[...] = outputs * (1.0 - outputs)


_OUTPUTS = {
    activation.name: activation
    for activation in (
        Activation("logistic", "2 / (1 + e⁻ˣ) − 1", _half_tanh, _half_tanh_derivative, N_("Logistic"), is_web=False),
        Activation(
            "softmax",
            "eˣ / Σeˣ",
            _in_one_call(_softmax),
            _in_one_call(_softmax_derivative),
            N_("Softmax"),
            is_web=False,
        ),
    )
}


def activation_of(name: str) -> Activation:
    """An activation of hidden or output neurons.

    Args:
        name: A name in `ACTIVATIONS`, "logistic" or "softmax".
    """
    return ACTIVATIONS[name] if name in ACTIVATIONS else _OUTPUTS[name]
