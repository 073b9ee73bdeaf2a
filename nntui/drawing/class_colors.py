"""The colours of three to six classes: a scale for each from nothing to certainty, and the ink of points over it.

Two classes have the two ends of a palette's scale. Here, too, everything is made for a background and for what the
terminal can show. Without shades there is a colour a class, and without colour none: then shapes and digits tell the
classes apart.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nntui.drawing.cells import DEFAULT, ColorArray
from nntui.drawing.colors import between, blend, channels, contrast, is_dark, luminance, more_visible
from nntui.drawing.scale import POINT_CONTRAST
from nntui.engine.arrays import FloatArray, IntArray

MOST_CLASSES = 6
CLASS_SHADES = 7
"""Distinct shades of a class with truecolor, the first of them the middle of the palette's scale."""
_DARK_INK, _PALE_INK = 0.03, 0.7
"""Luminance of the ink of points: one of the two is seen on any shade."""
_PLAIN_CONTRAST = 3.5
"""What the colour of a class has at least to the plain background."""
_BOUNDARY = 0.5
"""How far the boundary is from the middle of the scale towards black or white."""
_CUBE = (0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF)
_BLACK, _WHITE = 0x000000, 0xFFFFFF
_STEPS = 20


@dataclass(frozen=True)
class ClassColors:
    """The colours of classes, by their number.

    Attributes:
        scales: Of each class from no confidence to certainty; one colour each where a density shows the confidence;
            none without colour.
        inks: Of points over a picture, two of each class: the usual one, and one for where that is not seen; the same
            colour twice without shades.
        plain: Of points on the plain background, and of the names of classes.
        boundary: Between two classes.
    """

    scales: tuple[tuple[int, ...], ...]
    inks: tuple[tuple[int, int], ...]
    plain: tuple[int, ...]
    boundary: int

    def shades(self, winners: IntArray, strengths: FloatArray) -> ColorArray:
        """The colours of some places.

        Args:
            winners: The class of each place, intp, any shape.
            strengths: How strong its colour is, from 0 to 1, float64, the same shape. What is not a number counts as 0.

        Returns:
            int32, the same shape.
        """
        table = _table(self.scales)
        steps = np.rint(np.clip(np.nan_to_num(strengths, nan=0.0), 0.0, 1.0) * (table.shape[1] - 1)).astype(np.intp)
        shades: ColorArray = np.take(table.ravel(), winners * table.shape[1] + steps)
        return shades

    def full(self, index: int) -> int:
        """The colour of a class at its strongest."""
        return self.scales[index][-1] if self.scales else DEFAULT

    def point(self, index: int, shade: int) -> int:
        """The colour of a point of a class on a shade.

        It is a dark or a pale one of its hue: the one that is seen where no class is likelier, so that as many points
        as can be are alike, and the other where that one is not seen.
        """
        first, second = self.inks[index]
        if first == second or contrast(first, shade) > POINT_CONTRAST:
            return first
        return more_visible(first, second, shade)


@lru_cache(maxsize=16)
def _table(scales: tuple[tuple[int, ...], ...]) -> ColorArray:
    """Classes by shades, int32; without colours `DEFAULT` for each class."""
    return np.array(scales or ((DEFAULT,),) * MOST_CLASSES, dtype=np.int32)


NO_COLORS = ClassColors((), ((DEFAULT, DEFAULT),) * MOST_CLASSES, (DEFAULT,) * MOST_CLASSES, DEFAULT)
"""Without any colour."""


def fine_classes(colors: tuple[int, ...], middle: int, background: int) -> ClassColors:
    """The colours of classes with truecolor.

    Args:
        colors: Of each class, 0xRRGGBB.
        middle: Of the palette's scale: no class is likelier than others.
        background: What is behind the picture.
    """
    return ClassColors(
        scales=tuple(between((middle, color), CLASS_SHADES) for color in colors),
        inks=tuple(_inks(color, middle) for color in colors),
        plain=tuple(_visible(color, background) for color in colors),
        boundary=_boundary(middle),
    )


def cube_classes(scales: tuple[tuple[int, ...], ...], middle: int, background: int) -> ClassColors:
    """The same from the 256 colours.

    Args:
        scales: Of each class, from weak to strong, from the cube.
        middle: As in `fine_classes`.
        background: As in `fine_classes`.
    """
    return ClassColors(
        scales=tuple((middle, *scale) for scale in scales),
        inks=tuple(
            (on_cube(first), on_cube(second)) for first, second in (_inks(scale[-1], middle) for scale in scales)
        ),
        plain=tuple(on_cube(_visible(scale[-1], background)) for scale in scales),
        boundary=_on_ramp(_boundary(middle)),
    )


def standard_classes(dark: bool) -> ClassColors:
    """The same of the 16 colours: brown and bright blue first, as two classes have them.

    Args:
        dark: Whether the background is.
    """
    colors = (0xAA5500, 0x5555FF, 0x00AA00, 0xAA00AA, 0x00AAAA, 0xAA0000)
    bright = (0xFFFF55, 0x5555FF, 0x55FF55, 0xFF55FF, 0x55FFFF, 0xFF5555) if dark else colors
    return ClassColors(tuple((color,) for color in colors), tuple((ink, ink) for ink in bright), bright, DEFAULT)


def on_cube(color: int) -> int:
    """The colour of the 6×6×6 cube next to another, channel by channel."""
    red, green, blue = (min(_CUBE, key=lambda level: abs(level - part)) for part in channels(color))
    return red << 16 | green << 8 | blue


def _on_ramp(grey: int) -> int:
    """The grey of the 256 colours next to another: 8, 18, … 238."""
    return (8 + 10 * min(23, round((channels(grey)[1] - 8) / 10))) * 0x010101


def _inks(color: int, middle: int) -> tuple[int, int]:
    """The inks of a class: first the one that is seen better on the middle of the scale."""
    dark, pale = _toward(color, _BLACK), _toward(color, _WHITE)
    return (pale, dark) if more_visible(dark, pale, middle) == pale else (dark, pale)


def _toward(color: int, end: int) -> int:
    """A colour mixed with black or white just as far as the ink of a point needs."""
    for step in range(_STEPS):
        mixed = blend(color, end, step / _STEPS)
        if luminance(mixed) <= _DARK_INK if end == _BLACK else luminance(mixed) >= _PALE_INK:
            return mixed
    return end


def _visible(color: int, background: int) -> int:
    """A colour mixed with black or white just as far as it must be to be seen on the plain background."""
    end = _WHITE if is_dark(background) else _BLACK
    mixes = (blend(color, end, step / _STEPS) for step in range(_STEPS))
    return next((mixed for mixed in mixes if contrast(mixed, background) >= _PLAIN_CONTRAST), end)


def _boundary(middle: int) -> int:
    return blend(middle, _WHITE if is_dark(middle) else _BLACK, _BOUNDARY)
