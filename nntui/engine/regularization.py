"""Regularization: what is taken off a weight at every step besides its gradient. Biases are never regularized."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.engine.deferred import np
from nntui.language import N_, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray


@dataclass(frozen=True)
class Regularization:
    """One kind of regularization.

    Attributes:
        name: In links, files and on the command line.
        formula: The penalty's part for one weight, for help.
        derivative: Writes the penalty's derivative at the weights given first into the buffer given second; None for no
            penalty.
        kills: A weight that this penalty would carry across zero becomes zero for good: it is dead.
        label: On the screen.
    """

    name: str
    formula: str
    derivative: Callable[[FloatArray, FloatArray], object] | None
    kills: bool
    label: str = translated()


def _l1_derivative(weights: FloatArray, derivative: FloatArray) -> None:
    np.sign(weights, derivative)


def _l2_derivative(weights: FloatArray, derivative: FloatArray) -> None:
    np.copyto(derivative, weights)


REGULARIZATIONS: dict[str, Regularization] = {
    regularization.name: regularization
    for regularization in (
        Regularization("none", "0", None, kills=False, label=N_("None")),
        Regularization("L1", "|w|", _l1_derivative, kills=True, label="L1"),
        Regularization("L2", "½w²", _l2_derivative, kills=False, label="L2"),
    )
}
