"""The parts of a condition: what each is in a state. They are built by `conditions.py`, which checks their kinds."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Self

from nntui.lessons.state import State
from nntui.lessons.vocabulary import Entry, Kind, Style, Value

Form = Literal["constant", "name", "arithmetic", "comparison", "negation", "conjunction", "disjunction"]


@dataclass(frozen=True)
class Part:
    """A part of a condition.

    Attributes:
        form: What it is built as.
        kind: What its values are.
        ask: Its value in a state; of a number NaN and of a truth None where it is unknown.
        sign: The sign between the two parts of an operation or a comparison.
        parts: The parts that it is built from.
        entry: Of a name.
        value: Of a constant.
        style: Of a number, how it is shown.
        is_fixed: Whether no training changes it: it is a constant, a kept number, or made of such.
    """

    form: Form
    kind: Kind
    ask: Callable[[State], Any]
    sign: str = ""
    parts: tuple["Part", ...] = ()
    entry: Entry | None = None
    value: Value | None = None
    style: Style = "number"
    is_fixed: bool = False

    @classmethod
    def constant(cls, kind: Kind, value: Value) -> Self:
        """A number, a text or a set that is written out."""
        return cls("constant", kind, lambda state: value, value=value, is_fixed=True)

    @classmethod
    def of_entry(cls, entry: Entry) -> Self:
        """A name."""
        return cls("name", entry.kind, entry.get, entry=entry, style=entry.style, is_fixed=entry.is_kept)

    @classmethod
    def arithmetic(cls, sign: str, operate: Callable[[Any, Any], float], left: "Part", right: "Part") -> Self:
        """Two numbers and a sign between them."""
        first, second = left.ask, right.ask
        style = left.style if left.form != "constant" else right.style
        is_fixed = left.is_fixed and right.is_fixed

        def ask(state: State) -> float:
            return operate(first(state), second(state))

        return cls("arithmetic", "number", ask, sign, (left, right), style=style, is_fixed=is_fixed)

    @classmethod
    def comparison(cls, sign: str, compare: Callable[[Any, Any], bool], left: "Part", right: "Part") -> Self:
        """Two parts of one kind, or a text and a set."""
        first, second = left.ask, right.ask

        def ask(state: State) -> bool | None:
            one, other = first(state), second(state)
            if one is None or other is None or _is_nan(one) or _is_nan(other):
                return None
            return bool(compare(one, other))

        return cls("comparison", "truth", ask, sign, (left, right))

    @classmethod
    def negation(cls, inner: "Part") -> Self:
        """What holds where a part does not; what is unknown stays so."""
        truth = inner.ask

        def ask(state: State) -> bool | None:
            value = truth(state)
            return None if value is None else not value

        return cls("negation", "truth", ask, parts=(inner,))

    @classmethod
    def conjunction(cls, parts: tuple["Part", ...]) -> Self:
        """What holds where all parts do."""
        asks = tuple(part.ask for part in parts)

        def ask(state: State) -> bool | None:
            result: bool | None = True
            for each in asks:
                value = each(state)
                if value is False:
                    return False
                if value is None:
                    result = None
            return result

        return cls("conjunction", "truth", ask, parts=parts)

    @classmethod
    def disjunction(cls, parts: tuple["Part", ...]) -> Self:
        """What holds where any part does."""
        asks = tuple(part.ask for part in parts)

        def ask(state: State) -> bool | None:
            result: bool | None = False
            for each in asks:
                value = each(state)
                if value is True:
                    return True
                if value is None:
                    result = None
            return result

        return cls("disjunction", "truth", ask, parts=parts)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
