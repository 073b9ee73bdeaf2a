"""Numbers as text, for the screen and for pictures: a real minus sign, few characters, round steps."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from nntui.experiment.user_points import Scale

_LARGE_LOSS = 1000
_SUFFIXES = {3: "k", 6: "M", 9: "G", 12: "T"}
_STEPS = ((1, 0), (2, 0), (25, -1), (5, 0), (1, 1))
"""The round steps from a power of ten to the next, each as digits and a power of ten."""
_LARGE_LOSS = 1000
_PRECISION = 12
"""Digits that a place on an axis can have; where a range is narrower than that, there is no telling its ends apart."""


def with_minus(text: str) -> str:
    """A number's text with minus signs (−) in place of hyphens, as it is shown."""
    return text.replace("-", "−")


def with_hyphen(text: str) -> str:
    """A number's text with hyphens in place of minus signs, as it is typed and as Python reads it."""
    return text.replace("−", "-")


def show_number(value: float) -> str:
    """A weight as on the screen: two decimal places, three for a small one."""
    return _signed(f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.3f}")


def general(value: float) -> str:
    """A number in at most six significant digits, without trailing zeros."""
    return _signed(f"{value:g}")


def loss_text(loss: float, places: int = 3) -> str:
    """A loss as it is shown: with so many decimal places, from 1,000 on as 8e+272; "–" for what is none.

    From a thousand on the digits would run out of the panel, and a number that is cut is another number.
    """
    if not math.isfinite(loss):
        return "–"
    text = f"{loss:.{places}f}"
    return _signed(text) if abs(float(text)) < _LARGE_LOSS else f"{loss:.0e}"


def fixed_point(value: float | Decimal, places: int) -> str:
    """A number with so many decimal places; none where that is below 0."""
    return _signed(f"{value:.{max(0, places)}f}")


def _signed(text: str) -> str:
    """A number's text with a minus sign if it has one and any digit but 0: what is rounded to 0 has none."""
    return with_minus(text if text.strip("-0.") else text.removeprefix("-"))


def ends(scale: Scale, limit: float) -> tuple[float, float]:
    """Where an axis from −limit to limit begins and ends in the units of the data."""
    low, high = (true_number(scale, side) for side in (-limit, limit))
    return low, high


def true_number(scale: Scale, value: float) -> float:
    """A number of the playground in the units of the data; infinite where those cannot be written."""
    with np.errstate(over="ignore"):
        return float(scale.outward(np.array(value)))


def round_ticks(low: float, high: float, steps: int) -> list[Decimal]:
    """The multiples of a round step (1, 2, 2.5 or 5 times a power of ten) from one number to another.

    Args:
        low: Where the axis begins.
        high: Where it ends.
        steps: How many steps there may be at the most, from 1 on; the step is the smallest that makes no more.

    Returns:
        The numbers, exact, from the lowest; none where the two ends are practically equal.
    """
    span = high - low
    if not math.isfinite(span) or span <= max(abs(low), abs(high)) * 10.0**-_PRECISION:
        return []
    power = math.floor(math.log10(span / steps))
    for digits, more in _STEPS:
        step = Decimal(digits).scaleb(power + more)
        if step * steps >= Decimal(span) * Decimal("0.999999999"):
            break
    # The ends come from arithmetic with floats: a round one may lie a hair outside.
    hair = Decimal(span).scaleb(-9)
    first = math.ceil((Decimal(low) - hair) / step)
    last = math.floor((Decimal(high) + hair) / step)
    return [number * step for number in range(first, last + 1)]


def tick_texts(numbers: list[Decimal], most: int) -> list[str] | None:
    """Exact numbers as short texts, all of them in the first form that fits: 1500, .5, 1.5k, 2e−7.

    Args:
        numbers: The numbers.
        most: Characters that one may have.

    Returns:
        A text each, or None when they do not fit in any form.
    """
    for form in _FORMS:
        texts = [form(number) for number in numbers]
        if max(map(len, texts), default=0) <= most:
            return texts
    return None


def aligned_texts(numbers: list[Decimal], most: int) -> list[str] | None:
    """Exact numbers with the same decimal places, as few as they need.

    Args:
        numbers: The numbers.
        most: Characters that one may have.

    Returns:
        A text each, or None when one is too long.
    """
    places = max((-int(number.normalize().as_tuple().exponent) for number in numbers), default=0)
    if places >= most:
        return None
    texts = [fixed_point(number, places) for number in numbers]
    return texts if max(map(len, texts), default=0) <= most else None


def decimals(span: float) -> int:
    """Decimal places that show a hundredth of a range or less; negative for tens, hundreds and so on."""
    return 2 - math.floor(math.log10(span)) if math.isfinite(span) and span > 0 else 0


def short_number(value: float, places: int, most: int, fixed: bool = False) -> str:
    """A rounded number in few characters; "–" for what is none.

    Args:
        value: The number.
        places: Decimal places, negative for tens, hundreds and so on. There are fewer where they do not fit.
        most: Characters it may have; it has more only when its first digit and its size alone take more.
        fixed: Whether zeros at the end stay, where there is room, so that a number that changes keeps its form.
    """
    if not math.isfinite(value):
        return "–"
    text = fixed_point(_rounded(value, places), places)
    if fixed and len(text) <= most:
        return text
    least = -math.floor(math.log10(abs(value))) if value else 0
    for fewer in range(places, min(places, least) - 1, -1):
        exact = _rounded(value, fewer)
        texts = tick_texts([exact], most)
        if texts is not None:
            return texts[0]
    return min((form(exact) for form in _FORMS), key=len)


def count_text(count: int, most: int) -> str:
    """A count, with commas where it fits so; else rounded, as 100M; "" where not even that fits."""
    texts = f"{count:,}", short_number(count, 0, most)
    return next((text for text in texts if len(text) <= most), "")


def _rounded(value: float, places: int) -> Decimal:
    exact = Decimal(repr(float(value)))
    if exact and exact.adjusted() < -places - 1:
        return Decimal(0)
    last = exact.as_tuple().exponent
    rounded = exact if isinstance(last, int) and last >= -places else exact.quantize(Decimal(1).scaleb(-places))
    return rounded or Decimal(0)  # there is no −0


def _plain(number: Decimal) -> str:
    return with_minus(f"{number.normalize():f}") if number else "0"


def _bare(number: Decimal) -> str:
    """Without the 0 before the point."""
    return _plain(number).replace("0.", ".", 1) if abs(number) < 1 else _plain(number)


def _suffixed(number: Decimal) -> str:
    """With a letter for thousands and more."""
    power = number.adjusted() // 3 * 3 if number else 0
    return _plain(number.scaleb(-power)) + _SUFFIXES[power] if power in _SUFFIXES else _bare(number)


def _scientific(number: Decimal) -> str:
    power = number.adjusted() if number else 0
    return _plain(number.scaleb(-power)) + with_minus(f"e{power}") if power else _plain(number)


_FORMS: tuple[Callable[[Decimal], str], ...] = (_plain, _bare, _suffixed, _scientific)
