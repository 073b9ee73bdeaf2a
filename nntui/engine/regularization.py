"""Regularization: what is taken off a weight at every step besides its gradient. Biases are never regularized."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.engine.deferred import np

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray


@dataclass(frozen=True)
class Regularization:
    """One kind of regularization.

    Attributes:
        name: In links, files and on the command line.
        label: On the screen.
        formula: The penalty's part for one weight, for help.
        derivative: Writes the penalty's derivative at the weights given first into the buffer given second; None for no
            penalty.
        kills: A weight that this penalty would carry across zero becomes zero for good: it is dead.
    """

    name: str
    label: str
    formula: str
    derivative: Callable[[FloatArray, FloatArray], object] | None
    kills: bool


def _l1_derivative(weights: FloatArray, derivative: FloatArray) -> None:
    np.sign(weights, derivative)


def _l2_derivative(weights: FloatArray, derivative: FloatArray) -> None:
    np.copyto(derivative, weights)


REGULARIZATIONS: dict[str, Regularization] = {
    regularization.name: regularization
    for regularization in (
        Regularization("none", "None", "0", None, kills=False),
        Regularization("L1", "L1", "|w|", _l1_derivative, kills=True),
        Regularization("L2", "L2", "½w²", _l2_derivative, kills=False),
    )
}
