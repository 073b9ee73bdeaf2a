"""Numbers of a calculation, in eight characters at the most: with five decimal places where they fit, and so that sums
add up as they are seen.
"""

import math
from collections.abc import Sequence

from nntui.drawing.numbers import with_minus

PLACES = 5
"""With four, what is seen would often not add up: 0.0728 + 0.2105 + 0.1044 is not 0.3876."""
_DIGITS = 7
"""Characters without the sign."""
WIDTH = _DIGITS + 1
"""Characters that a number may have."""


def five_digits(value: float) -> str:
    """A number with up to five decimal places.

    A whole number has none, so 0 is told from what is only small: 2e−7. Large ones lose places, then become 1.2e+99.
    """
    if not math.isfinite(value):
        return "–" if math.isnan(value) else with_minus("∞" if value > 0 else "-∞")
    if value == round(value) and abs(value) < 10**_DIGITS:
        return with_minus(f"{value:.0f}" if value else "0")
    places = places_for([value])
    if places is None or not round(value, places):
        return _scientific(value)
    return with_minus(f"{value:.{places}f}")


def rate_text(value: float) -> str:
    """A rate as it was set, in as many digits as eight characters hold: 0.03."""
    texts = (_short_power(f"{value:.{digits}g}") for digits in range(WIDTH, 0, -1))
    return with_minus(next(text for text in texts if len(text) <= WIDTH))


def places_for(values: Sequence[float]) -> int | None:
    """The decimal places, up to five, with which all of some numbers fit; None where one does not fit at all."""
    largest = max(map(abs, values), default=0.0)
    if not all(map(math.isfinite, values)):
        return None
    fitting = (places for places in range(PLACES, 0, -1) if len(f"{largest:.{places}f}") <= _DIGITS)
    return next(fitting, None)


def _scientific(value: float) -> str:
    """1.2e+99, or 8e+272 where that is too long."""
    texts = [_short_power(f"{abs(value):.{digits}e}") for digits in (1, 0)]
    return ("−" if value < 0 else "") + with_minus(next((text for text in texts if len(text) <= _DIGITS), texts[-1]))


def _short_power(text: str) -> str:
    return text.replace("e-0", "e-").replace("e+0", "e+")


def adding_up(parts: Sequence[float], last: float, total: float) -> tuple[list[str], str, str]:
    """The parts of a sum with the same decimal places, so that what is seen adds up.

    The last part and the total are rounded, for they are seen elsewhere, too. Of the other parts those that are nearest
    to the next number are rounded to it instead, where rounding would leave a difference. A part of 0 stays 0.

    Args:
        parts: Any numbers.
        last: One more.
        total: Their sum.

    Returns:
        The texts of the parts, of the last one and of the total.
    """
    values = [*parts, last, total]
    places = places_for(values)
    if places is None:
        return [five_digits(part) for part in parts], five_digits(last), five_digits(total)
    scale = 10**places
    whole = [round(value * scale) for value in values]
    off = whole[-1] - sum(whole[:-1])
    # The difference between a part and its rounded form, in the direction that is wanted; the largest gives way first.
    sign = 1 if off > 0 else -1
    order = sorted((i for i, part in enumerate(parts) if part), key=lambda i: sign * (whole[i] - parts[i] * scale))
    for step in range(abs(off) if order else 0):
        whole[order[step % len(order)]] += sign
    texts = [_fixed(number, places) if value else "0" for value, number in zip(values, whole, strict=True)]
    return texts[:-2], texts[-2], texts[-1]


def difference(first: float, second: float) -> tuple[str, str, str]:
    """Two numbers and the first less the second as texts, so that what is seen is right."""
    values = first, second, first - second
    places = places_for(values)
    if places is None:
        return five_digits(first), five_digits(second), five_digits(values[-1])
    whole = [round(value * 10**places) for value in values[:2]]
    texts = [
        five_digits(value) if value == round(value) else _fixed(number, places)
        for value, number in zip(values, whole, strict=False)
    ]
    off = whole[0] - whole[1]
    return texts[0], texts[1], _fixed(off, places) if off else "0"


def _fixed(number: int, places: int) -> str:
    """A whole number of the last decimal place as text."""
    return with_minus(f"{number / 10**places:.{places}f}")
