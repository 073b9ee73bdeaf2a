"""Numbers as they are typed, and as they stand in links."""

import math
import re
from decimal import Decimal
from numbers import Integral, Real

NUMBER_CHARACTERS = frozenset("0123456789.,+-−")
"""What a number can begin with."""
_DECIMAL = 1e-6, 1e21
"""From the first on and below the second, JavaScript writes numbers without an exponent."""
_HUGE = 10**1000


def read_number(text: str) -> float:
    """A number as people and pages write it. Python's own reading takes 1_0 and digits of other scripts as well.

    Raises:
        ValueError: It is none.
    """
    _refuse_other_digits(text)
    return float(text)


def read_typed_number(text: str) -> float:
    """A number as a person types it: with a point or a comma before the decimals, and any minus sign.

    Raises:
        ValueError: It is none.
    """
    text = text.replace("−", "-")
    return read_number(text if "." in text else text.replace(",", "."))


def read_whole_number(text: str) -> int:
    """A whole number as people and pages write it.

    Raises:
        ValueError: It is none.
    """
    _refuse_other_digits(text)
    return int(text)


def _refuse_other_digits(text: str) -> None:
    if "_" in text or not text.isascii():
        raise ValueError("not a number in usual digits")


def number_text(number: Real) -> str | None:
    """A finite number as JavaScript, and so the web page, writes it: 42, 0.5, 0.00001, 1e-7; None for any other."""
    if isinstance(number, Integral):
        return str(int(number)) if abs(int(number)) < _HUGE else None
    value = float(number) + 0.0  # no minus zero
    if not math.isfinite(value):
        return None
    if value == 0 or _DECIMAL[0] <= abs(value) < _DECIMAL[1]:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return re.sub(r"(e[+-])0+", r"\1", repr(value))
