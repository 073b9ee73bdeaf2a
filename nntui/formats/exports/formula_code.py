"""The formulas of features in exported code."""

from collections.abc import Mapping

import numpy as np

from nntui.engine.formula_tree import (
    FUNCTIONS,
    Call,
    Negative,
    Node,
    Number,
    Operation,
    Spelling,
    Variable,
    parts_of,
    spelled,
    values_of,
)

_SIGNS = (("+", " + "), ("-", " - "), ("*", " * "), ("/", " / "), ("^", "**"), (",", ", "))
_CONSTANTS = (("pi", "math.pi"), ("e", "math.e"))
_BOUNDS = {"min": "minimum", "max": "maximum"}
"""Of two values all libraries call it so, and keep min for the least of one array."""


def is_constant(tree: Node) -> bool:
    """Whether a part is the same at every point."""
    return not any(isinstance(part, Variable) for part in parts_of(tree))


def folded(tree: Node) -> Node:
    """The same formula with a number for every part that is the same at every point.

    So every function is given an array: PyTorch's take no plain number, and ONNX's need no constant of their own. And
    no result depends on how a language counts with whole numbers.
    """
    if isinstance(tree, (Variable, Number)):
        return tree
    if is_constant(tree):
        with np.errstate(all="ignore"):
            value = float(values_of(tree, np.zeros(1), np.zeros(1)))
        return Negative(Number(-value)) if value < 0 else Number(abs(value))
    match tree:
        case Negative(operand):
            return Negative(folded(operand))
        case Operation(sign, left, right):
            return Operation(sign, folded(left), folded(right))
        case Call(function, arguments):
            return Call(function, tuple(map(folded, arguments)))


def expression(tree: Node, module: str, bounds: Mapping[str, str] | None = None) -> str:
    """A formula as an expression of Python, in x1, x2 and functions of a module.

    Args:
        tree: The formula.
        module: As which the library of arrays is imported, with all functions by NumPy's names for them.
        bounds: What min and max of an array and a number are called, where it is not the same as of two arrays.
    """
    functions = {name: _BOUNDS.get(name, name) for name in FUNCTIONS} | {name: name for name in (bounds or {}).values()}
    names = tuple((name, f"{module}.{called}") for name, called in functions.items())
    return spelled(_with_bounds(folded(tree), bounds or {}), Spelling(_SIGNS, names + _CONSTANTS))


def _with_bounds(tree: Node, bounds: Mapping[str, str]) -> Node:
    """The tree with other functions for the min and max of an array and a number, the number last."""
    match tree:
        case Negative(operand):
            return Negative(_with_bounds(operand, bounds))
        case Operation(sign, left, right):
            return Operation(sign, _with_bounds(left, bounds), _with_bounds(right, bounds))
        case Call(function, arguments):
            given = tuple(_with_bounds(argument, bounds) for argument in arguments)
            if function in bounds and any(map(is_constant, given)):
                return Call(bounds[function], tuple(sorted(given, key=is_constant)))
            return Call(function, given)
    return tree
