"""Colours: of values, of points, of links, and of the ink around them.

`Palette` is what a picture needs to know of colour; it is made for a theme's background. To add one, add an entry to
`PALETTES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import ColorArray

FloatArray = NDArray[np.float64]

NEGATIVE = 0xF59322
ZERO = 0xE8EAEB
POSITIVE = 0x0877BD
"""The web page's own orange, light grey and blue."""

SHADES = 15
"""Distinct shades from −1 to +1: few enough for long runs of one colour, enough for a smooth picture."""
NEUTRAL = 0.1
"""Labels nearer to 0 than this have no hue."""
LINK_SHADES = 4


@dataclass(frozen=True)
class Palette:
    """The colours of a picture.

    Attributes:
        name: As in the settings.
        scale: Colours of values from −1 to +1, an odd number of them.
        negative_points: A dark and a light colour for points labelled below 0.
        positive_points: Likewise above 0.
        neutral_points: Likewise for labels about 0, in regression.
        negative_links: From the weakest to the strongest.
        positive_links: Likewise.
        muted: For what is off or less important.
    """

    name: str
    scale: tuple[int, ...]
    negative_points: tuple[int, int]
    positive_points: tuple[int, int]
    neutral_points: tuple[int, int]
    negative_links: tuple[int, ...]
    positive_links: tuple[int, ...]
    muted: int

    def shades(self, values: FloatArray, discretize: bool = False) -> ColorArray:
        """The colours of some values.

        Args:
            values: Any shape; clamped to [−1, 1]. What is not a number counts as 0.
            discretize: Only the two ends, by sign.

        Returns:
            int32, the same shape.
        """
        table = np.array(self.scale, dtype=np.int32)
        if discretize:
            ends: ColorArray = np.where(values >= 0, table[-1], table[0])
            return ends
        half = (len(table) - 1) / 2
        index = np.rint(np.clip(np.nan_to_num(values, nan=0.0), -1.0, 1.0) * half + half)
        shades: ColorArray = np.take(table, index.astype(np.intp))
        return shades

    def shade(self, value: float) -> int:
        """The colour of one value."""
        return int(self.shades(np.array([value]))[0])

    def link(self, weight: float) -> int:
        """The colour of a link: the sign is its hue, the magnitude its strength."""
        strength = min(abs(weight), 1.0)
        links = self.positive_links if weight > 0 else self.negative_links
        return links[min(int(strength * len(links)), len(links) - 1)]

    def mark(self, label: float) -> int:
        """The colour of a point on the plain background."""
        if abs(label) < NEUTRAL:
            return self.muted
        return (self.positive_links if label > 0 else self.negative_links)[-1]

    def point(self, label: float, background: int) -> int:
        """The colour of a point, dark or light, whichever stands out more from what is behind it."""
        if abs(label) < NEUTRAL:
            return more_visible(*self.neutral_points, background)
        return more_visible(*(self.positive_points if label > 0 else self.negative_points), background)


def channels(color: int) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255 each."""
    return color >> 16 & 255, color >> 8 & 255, color & 255


def blend(one: int, other: int, share: float) -> int:
    """A colour between two, 0 for the first and 1 for the second."""
    mixed = [round(a + (b - a) * share) for a, b in zip(channels(one), channels(other), strict=True)]
    return mixed[0] << 16 | mixed[1] << 8 | mixed[2]


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


def _playground(background: int) -> Palette:
    half = SHADES // 2
    down = [blend(NEGATIVE, ZERO, step / half) for step in range(half)]
    up = [blend(ZERO, POSITIVE, (step + 1) / half) for step in range(half)]
    dark = luminance(background) < 0.2
    positive = 0x3FA9F5 if dark else POSITIVE
    strengths = [(step + 1) / LINK_SHADES for step in range(LINK_SHADES)]
    return Palette(
        name="playground",
        scale=(*down, ZERO, *up),
        negative_points=(0x7A3600, 0xFFE2C0),
        positive_points=(0x00284D, 0xCFE8FF),
        neutral_points=(0x3A3A3A, 0xF4F4F4),
        negative_links=tuple(blend(background, NEGATIVE, 0.15 + 0.85 * strength) for strength in strengths),
        positive_links=tuple(blend(background, positive, 0.15 + 0.85 * strength) for strength in strengths),
        muted=blend(background, 0xFFFFFF if dark else 0x000000, 0.5),
    )


PALETTES: dict[str, Callable[[int], Palette]] = {"playground": _playground}
"""Each makes a palette for the background of a theme."""


@lru_cache(maxsize=32)
def make_palette(name: str, background: int) -> Palette:
    """The palette of that name for a background, 0xRRGGBB."""
    return PALETTES[name](background)
