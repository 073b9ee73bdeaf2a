"""The fields of a table: numbers in every usual spelling, what counts as missing, and what is wrong with one."""

import math
from collections.abc import Sequence

import numpy as np

from nntui.drawing.numbers import with_hyphen
from nntui.engine.arrays import FloatArray
from nntui.experiment.shown_text import shorten
from nntui.language import _

LARGEST = 1e15
"""The greatest magnitude of a number that is used."""
MISSING = ("", "NA", "N/A", "#N/A", "#NV", "?", "null", "NULL")
_LONGEST_SHOWN = 40


def number_of(text: str, decimal_comma: bool) -> float | None:
    """A field as a number, perhaps not a finite one; None if it is none."""
    plain = with_hyphen(text.strip())
    if decimal_comma:
        plain = plain.replace(",", ".")
    try:
        return None if "_" in plain else float(plain)
    except ValueError:
        return None


def numbers_of(cells: Sequence[str], decimal_comma: bool) -> FloatArray:
    """A column as numbers, NaN where it holds none.

    Args:
        cells: The fields.
        decimal_comma: Whether a comma stands for the point.

    Returns:
        float64, shape (n,).
    """
    try:
        plain = (cell.replace(",", ".") for cell in cells) if decimal_comma else cells
        numbers = np.fromiter(map(float, plain), np.float64, len(cells))
        if "_" not in "".join(cells):  # Python reads 1_0 as 10
            return numbers
    except ValueError:
        pass
    known = {cell: number_of(cell, decimal_comma) for cell in set(cells)}
    values = {cell: math.nan if number is None else number for cell, number in known.items()}
    return np.fromiter(map(values.__getitem__, cells), np.float64, len(cells))


def quoted(text: str) -> str:
    """A field as it is named in a sentence: in quotes, and never long."""
    return repr(text) if len(text) <= _LONGEST_SHOWN else repr(text[:_LONGEST_SHOWN]) + "…"


def complaint(title: str, text: str, decimal_comma: bool) -> str:
    """What is wrong with a field that should be a number; "" if nothing is."""
    text = text.strip()
    if text in MISSING:
        return _("{title} is missing").format(title=shorten(title))
    number = number_of(text, decimal_comma)
    sentence = ""
    if number is None:
        sentence = _("{title} is {value}, which is not a number")
    elif not math.isfinite(number):
        sentence = _("{title} is {value}, which is not a finite number")
    elif abs(number) > LARGEST:
        sentence = _("{title} is {value}; allowed is ±{most} at most")
    return sentence.format(title=shorten(title), value=quoted(text), most=f"{LARGEST:g}")


def plain_class(text: str) -> str:
    """What a class that is a number is called: 0 for 0.000000000000000000e+00, 1 for 1.0, and +1 as it stands."""
    number = number_of(text, True)
    is_long = number is not None and any(letter in text.lower() for letter in ".,e")
    if number is None or not is_long or not math.isfinite(number):
        return text
    return str(int(number)) if number.is_integer() else repr(number)
