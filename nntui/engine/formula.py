"""A feature of one's own: a formula in x1 and x2, checked, and computed by NumPy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from nntui.engine.deferred import np
from nntui.engine.formula_reader import LONGEST, FormulaError, parse, split_features, too_long
from nntui.engine.formula_tree import Node, Variable, parts_of, spelled, values_of
from nntui.language import _

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray

__all__ = ["LARGEST", "LONGEST", "Formula", "FormulaError", "canonical", "formula_of", "parse", "split_features"]

LARGEST = 1e6
"""The greatest magnitude that a formula may have on the square: beyond it no learning rate trains."""
_TENTHS = 60
"""The raster on which values are checked has a point every tenth, from −6 to 6."""


@dataclass(frozen=True)
class Formula:
    """A formula that has a finite value everywhere on the square.

    Attributes:
        text: The canonical text, as `x1*x2^2`.
        tree: What it says.
    """

    text: str
    tree: Node = field(compare=False)

    def evaluate(self, x1: FloatArray, x2: FloatArray) -> FloatArray:
        """The values at some points.

        Args:
            x1: First coordinates, float64, of any shape.
            x2: Second coordinates, float64, of that shape.

        Returns:
            float64, of that shape. Between the points of the raster, or outside the square, a value may be infinite or
            not a number; training then diverges, as it does for other reasons.
        """
        with np.errstate(all="ignore"):
            return values_of(self.tree, x1, x2)


@lru_cache(maxsize=256)
def formula_of(text: str) -> Formula:
    """Reads and checks a formula.

    Raises:
        FormulaError: It cannot be read, is too long, is the same everywhere, or is not finite or too large somewhere.
    """
    tree = parse(text)
    formula = Formula(spelled(tree), tree)
    if len(formula.text) > LONGEST:
        raise FormulaError(too_long(len(formula.text)))
    if not any(isinstance(part, Variable) for part in parts_of(tree)):
        raise FormulaError(_same_everywhere(formula.text))
    _check_values(formula)
    return formula


def canonical(text: str) -> str:
    """The one text of a formula, however it was typed: without blanks and needless parentheses.

    Raises:
        FormulaError: As `formula_of`.
    """
    return formula_of(text).text


def _check_values(formula: Formula) -> None:
    """Refuses what is not finite at some point of the raster, is too large, or is the same everywhere."""
    side = np.arange(-_TENTHS, _TENTHS + 1) / 10
    x1, x2 = np.meshgrid(side, side)
    values = x1
    with np.errstate(all="ignore"):
        for part in parts_of(formula.tree):
            values = np.broadcast_to(values_of(part, x1, x2), x1.shape)
            wrong = ~np.isfinite(values)
            if wrong.any():
                at = int(np.argmax(wrong))
                sentence = _("Formula: {part} is not a number{where}; a feature is finite everywhere from −6 to 6")
                if np.isinf(values.flat[at]):
                    sentence = _("Formula: {part} is infinite{where}; a feature is finite everywhere from −6 to 6")
                where = _where(part, float(x1.flat[at]), float(x2.flat[at]))
                raise FormulaError(sentence.format(part=spelled(part), where=where))
    if values.min() == values.max():
        raise FormulaError(_same_everywhere(formula.text))
    at = int(np.argmax(np.abs(values)))
    if abs(values.flat[at]) > LARGEST:
        where = _where(formula.tree, float(x1.flat[at]), float(x2.flat[at]))
        sentence = _("Formula: {part} reaches {value}{where}; allowed is up to {most}, so divide it")
        value = f"{values.flat[at]:.2g}".replace("-", "−", 1 if values.flat[at] < 0 else 0)
        raise FormulaError(sentence.format(part=formula.text, value=value, where=where, most=f"{LARGEST:,.0f}"))


def _where(part: Node, x1: float, x2: float) -> str:
    """At which point, in words that stand behind a verb; only the coordinates that the part depends on."""
    used = {each.name for each in parts_of(part) if isinstance(each, Variable)}
    values = {"x1": x1, "x2": x2}
    named = [f"{name} = {values[name]:g}".replace("-", "−") for name in values if name in used]
    return " " + _("at {point}").format(point=", ".join(named)) if named else ""


def _same_everywhere(text: str) -> str:
    return _("Formula: {text} is the same at every point; a feature needs x1 or x2").format(text=text)
