"""Axes around the decision grid: ticks and numbers at its left and below it; and numbers and names in few cells."""

import math
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import numpy as np
from rich.cells import cell_len

from nntui.drawing.cells import Cells
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.user_points import Scale

AXIS_WIDTH = 3
AXIS_HEIGHT = 1
"""What the axes take at the left of the grid and below it."""
UNNAMED = ("-1", "1")
SIGNS = ("−1", "+1")
"""What the classes are called when nobody has named them, in the data and on the screen."""

_SAME = Scale()
_WIDEST = 6
_SHORT = 6
"""Characters of a number below the grid, unless it needs more."""
_MOST_TICKS = 12
_ENOUGH_TICKS = 4
_USUAL_ROWS = 24
_GAP = 2
"""Cells between two numbers below the grid; also rows from one number at its left to the next."""
_SUFFIXES = {3: "k", 6: "M", 9: "G", 12: "T"}
_STEPS = ((1, 0), (2, 0), (25, -1), (5, 0), (1, 1))
"""The round steps from a power of ten to the next, each as digits and a power of ten."""
_PRECISION = 12
"""Digits that a place on an axis can have; where a range is narrower than that, there is no telling its ends apart."""


def axis_width(scale: Scale) -> int:
    """Columns that the axis at the left of a grid should have, its gap to the grid included.

    Args:
        scale: Of the second coordinate.

    Returns:
        `AXIS_WIDTH` for the playground's own units, else as many as its numbers need, up to 6.
    """
    if scale.is_identity:
        return AXIS_WIDTH
    for characters in range(AXIS_WIDTH - 1, _WIDEST - 1):
        if len(_rows(scale, GRID_LIMIT, _USUAL_ROWS, characters)) >= _ENOUGH_TICKS:
            return characters + 1
    return _WIDEST


def draw_axes(
    cells: Cells, width: int, height: int, limit: float, color: int, x1: Scale = _SAME, x2: Scale = _SAME
) -> None:
    """Draws the axes of a grid that stands in the upper right corner.

    Data of a person's own have round numbers in their own units. As many stand there as fit: at the left possibly
    none, when the numbers are long and close to each other.

    Args:
        cells: `AXIS_HEIGHT` higher than the grid, and wider by `AXIS_WIDTH`, or for data of a person's own by any
            number of columns, best by `axis_width`.
        width: Of the grid.
        height: Of the grid.
        limit: Half of the square's side.
        color: Of the numbers, 0xRRGGBB.
        x1: The units of the first coordinate.
        x2: The units of the second coordinate.
    """
    left = cells.width - width
    if x2.is_identity:
        for tick in ticks(height, limit, room=2):
            row = min(height - 1, int((limit - tick) / (2 * limit) * height))
            cells.put(0, row, _text(tick).rjust(left - 1), color)
    else:
        apart, touching = (_rows(x2, limit, height, most) for most in (left - 1, left))
        # A number that touches the picture is better than none.
        rows = touching if len(apart) < _ENOUGH_TICKS and len(apart) < len(touching) else apart
        for row, text in rows:
            cells.put(0, row, text.rjust(left - 1 if rows is apart else left), color)
    if x1.is_identity:
        for tick in ticks(width, limit, room=6):
            column = min(width - 1, int((tick + limit) / (2 * limit) * width))
            text = _text(tick)
            at = left + column - (len(text) - 1)
            cells.put(min(at, left + width - len(text)), height, text, color)
    else:
        for at, text in _columns(x1, limit, left, width):
            cells.put(at, height, text, color)


def ticks(cells: int, limit: float, room: int) -> list[float]:
    """The numbers at an axis: as many as fit, the ends and 0 among them.

    Args:
        cells: How long the axis is.
        limit: It reaches from −limit to limit.
        room: Cells that a number takes with the gap to the next.
    """
    for count in (12, 6, 4, 2):
        if cells >= (count + 1) * room:
            return [-limit + 2 * limit * step / count for step in range(count + 1)]
    return [-limit, limit]


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
        The numbers, exact, from the lowest; none where the two ends cannot be told apart.
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


def decimals(span: float) -> int:
    """Decimal places that tell apart a hundredth of a range or less; negative for tens, hundreds and so on."""
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
    text = f"{_rounded(value, places):.{max(0, places)}f}".replace("-", "−")
    if fixed and len(text) <= most:
        return text
    least = -math.floor(math.log10(abs(value))) if value else 0
    for fewer in range(places, min(places, least) - 1, -1):
        exact = _rounded(value, fewer)
        texts = tick_texts([exact], most)
        if texts is not None:
            return texts[0]
    return min((form(exact) for form in _FORMS), key=len)


def short_names(names: tuple[str, str], most: int) -> tuple[str, str]:
    """What two classes are called, in so many cells and in characters of one cell each.

    Where only the ends of the names differ, their beginnings go. Where nothing that can be shown tells them apart they
    are −1 and +1.

    Args:
        names: As they stand in a file: any text.
        most: Cells that a name may have.
    """
    negative, positive = (_plain_name(name) for name in names)
    if (negative, positive) != UNNAMED:
        for cut in (_cut_end, _cut_beginning):
            short = cut(negative, most), cut(positive, most)
            if all(short) and short[0] != short[1]:
                return short
    return SIGNS


@lru_cache(maxsize=64)
def _rows(scale: Scale, limit: float, height: int, most: int) -> tuple[tuple[int, str], ...]:
    """The rows of the numbers at the left, and the numbers: as many as have room in so many characters."""
    low, high = ends(scale, limit)
    for steps in range(min(_MOST_TICKS, height // _GAP), 0, -1):
        numbers = round_ticks(low, high, steps)
        texts = tick_texts(numbers, most) if len(numbers) > 1 else None
        rows = [_place(number, high, low, height) for number in numbers]
        if texts is not None and all(above - below >= _GAP for above, below in pairwise(rows)):
            return tuple(zip(rows, texts, strict=True))
    return ()


@lru_cache(maxsize=64)
def _columns(scale: Scale, limit: float, left: int, width: int) -> tuple[tuple[int, str], ...]:
    """The columns at which the numbers below begin, and the numbers: short ones, unless those are all alike."""
    low, high = ends(scale, limit)
    end = left + width
    for most in (_SHORT, end):
        for steps in range(min(_MOST_TICKS, width // 3), 0, -1):
            numbers = round_ticks(low, high, steps)
            texts = tick_texts(numbers, most) if len(numbers) > 1 else None
            if texts is None:
                continue
            middles = [left + _place(number, low, high, width) for number in numbers]
            starts = [
                max(0, min(middle - len(text) // 2, end - len(text)))
                for middle, text in zip(middles, texts, strict=True)
            ]
            placed = tuple(zip(starts, texts, strict=True))
            if all(start + len(text) + _GAP <= after for (start, text), (after, _) in pairwise(placed)):
                return placed
    return ()


def _place(number: Decimal, start: float, end: float, cells: int) -> int:
    return max(0, min(cells - 1, int((float(number) - start) / (end - start) * cells)))


def _rounded(value: float, places: int) -> Decimal:
    exact = Decimal(repr(float(value)))
    if exact and exact.adjusted() < -places - 1:
        return Decimal(0)
    last = exact.as_tuple().exponent
    rounded = exact if isinstance(last, int) and last >= -places else exact.quantize(Decimal(1).scaleb(-places))
    return rounded or Decimal(0)  # there is no −0


def _text(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}".replace("-", "−") if number else "0"


def _bare(number: Decimal) -> str:
    """Without the 0 before the point."""
    return _plain(number).replace("0.", ".", 1) if abs(number) < 1 else _plain(number)


def _suffixed(number: Decimal) -> str:
    """With a letter for thousands and more."""
    power = number.adjusted() // 3 * 3 if number else 0
    return _plain(number.scaleb(-power)) + _SUFFIXES[power] if power in _SUFFIXES else _bare(number)


def _scientific(number: Decimal) -> str:
    power = number.adjusted() if number else 0
    return _plain(number.scaleb(-power)) + f"e{power}".replace("-", "−") if power else _plain(number)


_FORMS: tuple[Callable[[Decimal], str], ...] = (_plain, _bare, _suffixed, _scientific)


def _plain_name(name: str) -> str:
    """A name without what a terminal does not show in one cell."""
    spaced = " ".join(unicodedata.normalize("NFC", name).split())
    return "".join(letter for letter in spaced if letter.isprintable() and cell_len(letter) == 1).strip()


def _cut_end(name: str, most: int) -> str:
    return name if len(name) <= most else name[: max(0, most - 1)].rstrip() + "…" if most > 1 else ""


def _cut_beginning(name: str, most: int) -> str:
    return name if len(name) <= most else "…" + name[len(name) - most + 1 :] if most > 1 else ""
