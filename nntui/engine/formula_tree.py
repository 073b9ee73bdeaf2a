"""The tree of a formula in x1 and x2: its parts, what they come to and how they are written.

Everything that writes formulas, as the exports, walks the tree (`Node`) or spells it by `spelled`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nntui.engine.deferred import np

if TYPE_CHECKING:
    from nntui.engine.arrays import FloatArray

CONSTANTS: dict[str, float] = {"pi": 3.141592653589793, "e": 2.718281828459045}
FUNCTIONS: dict[str, tuple[int, Callable[..., FloatArray]]] = {
    "sin": (1, lambda value: np.sin(value)),
    "cos": (1, lambda value: np.cos(value)),
    "tan": (1, lambda value: np.tan(value)),
    "tanh": (1, lambda value: np.tanh(value)),
    "exp": (1, lambda value: np.exp(value)),
    "log": (1, lambda value: np.log(value)),
    "sqrt": (1, lambda value: np.sqrt(value)),
    "abs": (1, lambda value: np.abs(value)),
    "sign": (1, lambda value: np.sign(value)),
    "min": (2, lambda one, other: np.minimum(one, other)),
    "max": (2, lambda one, other: np.maximum(one, other)),
}
"""How many values each function takes, and how it is computed. NumPy, PyTorch, Keras and ONNX have all of them."""
_OPERATIONS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "^": lambda base, exponent: np.power(base, exponent),
}
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 6)
_STRENGTHS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}
"""How strongly an operation binds."""


@dataclass(frozen=True)
class Variable:
    """x1 or x2.

    Attributes:
        name: "x1" or "x2".
    """

    name: str


@dataclass(frozen=True)
class Number:
    """A number.

    Attributes:
        value: Finite, 0 or more.
        name: "pi" or "e"; "" for one in digits.
    """

    value: float
    name: str = ""


@dataclass(frozen=True)
class Negative:
    """A minus sign before a part."""

    operand: Node


@dataclass(frozen=True)
class Operation:
    """Two parts and a sign between them.

    Attributes:
        sign: One of + - * / ^.
        left: The part before it; of ^ the base.
        right: The part behind it; of ^ the exponent.
    """

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    """A function of one value or, for min and max, of two.

    Attributes:
        function: A name in `FUNCTIONS`.
        arguments: As many as it takes.
    """

    function: str
    arguments: tuple[Node, ...]


Node = Variable | Number | Negative | Operation | Call


def parts_of(tree: Node) -> Iterator[Node]:
    """Every part of a tree, the inner ones before what they stand in, and itself at the end."""
    match tree:
        case Negative(operand):
            yield from parts_of(operand)
        case Operation(_sign, left, right):
            yield from parts_of(left)
            yield from parts_of(right)
        case Call(_function, arguments):
            for argument in arguments:
                yield from parts_of(argument)
    yield tree


# Computing


def values_of(node: Node, x1: FloatArray, x2: FloatArray) -> FloatArray:
    """The values of a part: of the points' shape, or a float64 where it holds neither coordinate."""
    match node:
        case Variable(name):
            return x1 if name == "x1" else x2
        case Number(value):
            return np.float64(value)  # type: ignore[return-value] # a NumPy scalar: its powers overflow to infinity
        case Negative(operand):
            return -values_of(operand, x1, x2)
        case Operation(sign, left, right):
            return _OPERATIONS[sign](values_of(left, x1, x2), values_of(right, x1, x2))
        case Call(function, arguments):
            return FUNCTIONS[function][1](*(values_of(argument, x1, x2) for argument in arguments))


# Writing


@dataclass(frozen=True)
class Spelling:
    """How a formula is written.

    Attributes:
        signs: How the signs + - * / ^ and the comma are written, with the blanks around them.
        names: What variables, constants and functions are called where that differs.
        powers: How the powers of 2 and 3 are written, where they have a sign of their own.
    """

    signs: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    powers: tuple[tuple[float, str], ...] = ()


CANONICAL = Spelling()
"""As it is typed and kept: `x1*x2^2`."""
SHOWN = Spelling(signs=(("*", "·"), ("-", "−")), powers=((2.0, "²"), (3.0, "³")))
"""As it stands on the screen: `x1·x2²`. `formula_reader.parse` reads it, too."""
PYTHON = Spelling(
    signs=(("+", " + "), ("-", " - "), ("*", " * "), ("/", " / "), ("^", "**")),
    names=tuple((name, repr(value)) for name, value in CONSTANTS.items()),
)
"""As an expression of Python, with the functions by their names here: `x1 * x2**2`."""


def spelled(node: Node, spelling: Spelling = CANONICAL) -> str:
    """The text of a tree, with no more parentheses than keep it the same tree."""
    return _Writer(spelling).text(node)


class _Writer:
    def __init__(self, spelling: Spelling) -> None:
        self._signs, self._names = dict(spelling.signs), dict(spelling.names)
        self._powers = dict(spelling.powers)

    def text(self, node: Node) -> str:
        """The text of a part."""
        match node:
            case Variable(name):
                return self._names.get(name, name)
            case Number(value, name):
                return self._names.get(name, name) if name else _digits(value)
            case Negative(operand):
                return self._signs.get("-", "-").strip() + self._within(operand, _SIGN)
            case Operation("^", base, Number(value, "")) if value in self._powers:
                return self._within(base, _ATOM) + self._powers[value]
            case Operation("^", base, exponent):
                return self._within(base, _ATOM) + self._signs.get("^", "^") + self._within(exponent, _SIGN)
            case Operation(sign, left, right):
                strength = _STRENGTHS[sign]
                return self._within(left, strength) + self._signs.get(sign, sign) + self._within(right, strength + 1)
            case Call(function, arguments):
                comma = self._signs.get(",", ",")
                return f"{self._names.get(function, function)}({comma.join(map(self.text, arguments))})"

    def _within(self, node: Node, least: int) -> str:
        """The text of a part, in parentheses where it binds less strongly than this."""
        strength = _ATOM
        if isinstance(node, Operation):
            strength = _STRENGTHS[node.sign]
        elif isinstance(node, Negative):
            strength = _SIGN
        return self.text(node) if strength >= least else f"({self.text(node)})"


def _digits(value: float) -> str:
    return re.sub(r"e\+?(-?)0*", r"e\1", repr(value).removesuffix(".0"))
