"""The input features: what the network may see of a point (x₁, x₂). To add one, add an entry to `FEATURES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.engine.deferred import np

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray


@dataclass(frozen=True)
class Feature:
    """One input feature.

    Attributes:
        name: In files and on the command line.
        link_name: In a link of the web Playground.
        label: On the screen.
        formula: For help and exported code, in terms of x1 and x2.
        compute: From the arrays x₁ and x₂, of one shape, to the feature's values in that shape.
    """

    name: str
    link_name: str
    label: str
    formula: str
    compute: Callable[[FloatArray, FloatArray], FloatArray]


FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        Feature("x", "x", "X₁", "x1", lambda x1, x2: x1),
        Feature("y", "y", "X₂", "x2", lambda x1, x2: x2),
        Feature("x-squared", "xSquared", "X₁²", "x1 * x1", lambda x1, x2: x1 * x1),
        Feature("y-squared", "ySquared", "X₂²", "x2 * x2", lambda x1, x2: x2 * x2),
        Feature("x-times-y", "xTimesY", "X₁X₂", "x1 * x2", lambda x1, x2: x1 * x2),
        Feature("sin-x", "sinX", "sin X₁", "sin(x1)", lambda x1, x2: np.sin(x1)),
        Feature("sin-y", "sinY", "sin X₂", "sin(x2)", lambda x1, x2: np.sin(x2)),
    )
}
"""In the order in which they are fed in and shown."""


def inputs(names: Iterable[str], x1: FloatArray, x2: FloatArray) -> FloatArray:
    """What is fed to the network for some points.

    Args:
        names: Features that are on; they are taken in the order of `FEATURES`, whatever order they are given in.
        x1: First coordinates, float64, shape (n,).
        x2: Second coordinates, float64, shape (n,).

    Returns:
        float64, shape (features + 1, n): a row per feature, and a last row of ones, which the bias is multiplied with.
    """
    chosen = set(names)
    rows = [feature.compute(x1, x2) for name, feature in FEATURES.items() if name in chosen]
    return np.array([*rows, np.ones_like(x1)], dtype=np.float64)
