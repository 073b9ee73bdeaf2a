"""Arithmetic of colours, which are numbers 0xRRGGBB."""

from functools import lru_cache

import numpy as np

from nntui.drawing.cells import ColorArray


def channels(color: int) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255 each."""
    return color >> 16 & 255, color >> 8 & 255, color & 255


def blend(one: int, other: int, share: float) -> int:
    """A colour between two, 0 for the first and 1 for the second."""
    mixed = [round(a + (b - a) * share) for a, b in zip(channels(one), channels(other), strict=True)]
    return mixed[0] << 16 | mixed[1] << 8 | mixed[2]


def faded(colors: ColorArray, background: int, strength: float) -> ColorArray:
    """Colours mixed into a background, of any shape; strength 1 leaves them as they are."""
    distinct, where = np.unique(colors, return_inverse=True)
    mixed = np.array([blend(background, int(color), strength) for color in distinct], dtype=np.int32)
    mixture: ColorArray = mixed[where.reshape(colors.shape)]
    return mixture


@lru_cache(maxsize=4096)
def luminance(color: int) -> float:
    """Relative luminance, from 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in channels(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: int, other: int) -> float:
    """The contrast ratio of two colours, from 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=4096)
def more_visible(one: int, other: int, background: int) -> int:
    """Whichever of two colours stands out more from a background."""
    return max((one, other), key=lambda color: contrast(color, background))


def is_dark(background: int) -> bool:
    """Whether light text belongs on a background."""
    return luminance(background) < 0.2


def between(anchors: tuple[int, ...], shades: int) -> tuple[int, ...]:
    """So many colours along a line through some anchors."""
    colors = []
    for step in range(shades):
        place = step / (shades - 1) * (len(anchors) - 1)
        first = min(int(place), len(anchors) - 2)
        colors.append(blend(anchors[first], anchors[first + 1], place - first))
    return tuple(colors)
