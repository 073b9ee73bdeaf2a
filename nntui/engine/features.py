"""The input features: what the network may see of a point (x₁, x₂). To add one, add an entry to `FEATURES`.

Besides them there may be one formula of one's own; `feature_of` gives both. No feature is scaled: its values are what
the formula says, as on the web page, though a square reaches 36 at the border of the square and a cube 216.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.engine.deferred import np
from nntui.engine.formula import Formula, canonical, formula_of, parse
from nntui.engine.formula_tree import PYTHON, SHOWN, Node, spelled
from nntui.language import N_, translated

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray


@dataclass(frozen=True)
class Feature:
    """One input feature.

    Attributes:
        name: In files and on the command line; of a formula its canonical text.
        link_name: In a link of the web Playground; "" for a feature that the page does not have.
        formula: For help and exported code, in terms of x1 and x2, as an expression of Python.
        compute: From the arrays x₁ and x₂, of one shape, to the feature's values in that shape.
        label: On the screen.
    """

    name: str
    link_name: str
    formula: str
    compute: Callable[[FloatArray, FloatArray], FloatArray]
    label: str = translated()

    @property
    def is_web(self) -> bool:
        """Whether the web Playground has it."""
        return bool(self.link_name)

    @property
    def tree(self) -> Node:
        """The formula, to be walked by what writes it in another language."""
        return parse(self.formula)


def _cube(value: FloatArray) -> FloatArray:
    return value * value * value


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
        Feature("cos-x", "", "cos(x1)", lambda x1, x2: np.cos(x1), N_("cos X₁")),
        Feature("cos-y", "", "cos(x2)", lambda x1, x2: np.cos(x2), N_("cos X₂")),
        Feature("x-cubed", "", "x1 * x1 * x1", lambda x1, x2: _cube(x1), "X₁³"),
        Feature("y-cubed", "", "x2 * x2 * x2", lambda x1, x2: _cube(x2), "X₂³"),
        Feature("radius", "", "sqrt(x1 * x1 + x2 * x2)", lambda x1, x2: np.sqrt(x1 * x1 + x2 * x2), N_("radius")),
    )
}
"""In the order in which they are fed in and shown."""
WEB_FEATURES: dict[str, Feature] = {name: feature for name, feature in FEATURES.items() if feature.is_web}
"""Those of the web page."""
_PLACES = {name: place for place, name in enumerate(FEATURES)}


def is_formula(name: str) -> bool:
    """Whether the name of a feature is a formula of one's own."""
    return name not in FEATURES


@lru_cache(maxsize=256)
def feature_of(name: str) -> Feature:
    """The feature of a name of the registry, or of a formula.

    Args:
        name: A name in `FEATURES`, or a formula as `formula.formula_of` reads it.

    Raises:
        FormulaError: It is neither.
    """
    if name in FEATURES:
        return FEATURES[name]
    formula: Formula = formula_of(name)
    return Feature(formula.text, "", spelled(formula.tree, PYTHON), formula.evaluate, spelled(formula.tree, SHOWN))


@lru_cache(maxsize=256)
def known_name(text: str) -> str:
    """The name that a feature goes by: that of the registry, also for a formula that says the same, as `x1^2`.

    Args:
        text: A name in `FEATURES`, or a formula however it is typed.

    Raises:
        FormulaError: It is neither.
    """
    return text if text in FEATURES else _same_formulas().get(canonical(text), canonical(text))


@lru_cache(maxsize=1)
def _same_formulas() -> dict[str, str]:
    """From the canonical texts of formulas that the registry has, to its names for them."""
    powers = {
        f"x{number}^{power}": f"{letter}-{word}"
        for number, letter in ((1, "x"), (2, "y"))
        for power, word in (
            (2, "squared"),
            (3, "cubed"),
        )
    }
    others = {"x2*x1": "x-times-y", "sqrt(x1^2+x2^2)": "radius"}
    return {spelled(feature.tree): name for name, feature in FEATURES.items()} | powers | others


def all_names(chosen: Iterable[str]) -> tuple[str, ...]:
    """The names of all features in their order, on or off: the registry's and, behind them, the formula that is on.

    Args:
        chosen: Features that are on.
    """
    return (*FEATURES, *(name for name in chosen if is_formula(name)))


def place_of(name: str) -> int:
    """The place of a feature among all features; a formula comes behind the registry."""
    return _PLACES.get(name, len(FEATURES))


def name_at(place: int, chosen: Iterable[str]) -> str:
    """The name of the feature at a place; the last one's where there is none, for a formula may just have gone.

    Args:
        place: Among all features, from 0.
        chosen: Features that are on.
    """
    names = all_names(chosen)
    return names[min(place, len(names) - 1)]


def inputs(names: Iterable[str], x1: FloatArray, x2: FloatArray) -> FloatArray:
    """What is fed to the network for some points.

    Args:
        names: Features that are on; they are taken in the order of `FEATURES` with a formula behind them, whatever
            order they are given in.
        x1: First coordinates, float64, shape (n,).
        x2: Second coordinates, float64, shape (n,).

    Returns:
        float64, shape (features + 1, n): a row per feature, and a last row of ones, which the bias is multiplied with.
    """
    chosen = dict.fromkeys(names)
    rows = [feature_of(name).compute(x1, x2) for name in all_names(chosen) if name in chosen]
    return np.array([*rows, np.ones_like(x1)], dtype=np.float64)
