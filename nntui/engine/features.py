"""The input features: what the network may see of a point (x₁, x₂). To add one, add an entry to `FEATURES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.engine.deferred import np
from nntui.language import N_, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray


@dataclass(frozen=True)
class Feature:
    """One input feature.

    Attributes:
        name: In files and on the command line.
        link_name: In a link of the web Playground.
        formula: For help and exported code, in terms of x1 and x2.
        compute: From the arrays x₁ and x₂, of one shape, to the feature's values in that shape.
        label: On the screen.
    """

    name: str
    link_name: str
    formula: str
    compute: Callable[[FloatArray, FloatArray], FloatArray]
    label: str = translated()


FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        Feature("x", "x", "x1", lambda x1, x2: x1, "X₁"),
        Feature("y", "y", "x2", lambda x1, x2: x2, "X₂"),
        Feature("x-squared", "xSquared", "x1 * x1", lambda x1, x2: x1 * x1, "X₁²"),
        Feature("y-squared", "ySquared", "x2 * x2", lambda x1, x2: x2 * x2, "X₂²"),
        Feature("x-times-y", "xTimesY", "x1 * x2", lambda x1, x2: x1 * x2, "X₁X₂"),
        Feature("sin-x", "sinX", "sin(x1)", lambda x1, x2: np.sin(x1), N_("sin X₁")),
        Feature("sin-y", "sinY", "sin(x2)", lambda x1, x2: np.sin(x2), N_("sin X₂")),
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
