"""Colours: of values, of points, of edges, and of the ink around them.

A `Palette` is what a picture needs to know of colour. It is made for a theme's background and for what the terminal can
show. To add one, add an entry to `PALETTES`.

A terminal with 256 colours shows a cube of 6×6×6 and a ramp of greys. Rounding soft shades to them by formula gives
jumps in hue, so every scale has a second form, chosen by hand from the cube. Where there are fewer colours, or none,
the density of a glyph shows the magnitude, and without colour its kind shows the sign.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import BOLD, DEFAULT, REVERSE, UNDERLINE, ColorArray
from nntui.drawing.class_colors import NO_COLORS, ClassColors, cube_classes, fine_classes, standard_classes
from nntui.drawing.colors import between, blend, channels, faded, is_dark
from nntui.drawing.designs import DESIGNS, Design
from nntui.drawing.marks import Mark
from nntui.drawing.scale import nearest_visible, off_the_background
from nntui.engine.arrays import FloatArray
from nntui.language import N_, translated


class ColorLevel(IntEnum):
    """What a terminal can show."""

    MONOCHROME = 0
    STANDARD = 16
    EIGHT_BIT = 256
    TRUECOLOR = 1 << 24


NEUTRAL = 0.1
"""Labels nearer to 0 than this have no hue where there are no shades."""
POINT_SHADES = 4
"""Distinct strengths of a label's hue, from 0 to 1."""
SHADES = 13
"""Distinct shades from −1 to +1: few enough for long runs of one colour, enough for a smooth picture."""
EDGE_SHADES = 4
_FADED = 0.35
"""How much is left of the colour of what is off."""

COLORED_DENSITY = " ░▒▓█"
"""Glyphs by magnitude where the colour shows the sign."""
POSITIVE_DENSITY = " ░▒▓█"
NEGATIVE_DENSITY = " ·-=≡"
"""Glyphs by magnitude where nothing else shows the sign."""


@dataclass(frozen=True)
class Palette:
    """The colours of a picture.

    Attributes:
        name: As in the settings.
        level: What it is made for.
        scale: Colours of values from −1 to +1, an odd number of them; two, for the signs, where a density shows the
            magnitude; none without colour.
        negative_point: Of points labelled below 0.
        positive_point: Of points labelled above 0.
        neutral_point: Of points labelled about 0, in regression.
        negative_edges: From the weakest to the strongest.
        positive_edges: The same for positive weights.
        muted: For what is off or less important.
        classes: Of three to six classes.
    """

    name: str
    level: ColorLevel
    scale: tuple[int, ...]
    negative_point: int
    positive_point: int
    neutral_point: int
    negative_edges: tuple[int, ...]
    positive_edges: tuple[int, ...]
    muted: int
    classes: ClassColors

    @property
    def has_shades(self) -> bool:
        """Whether colours alone show values; if not, the density of glyphs does."""
        return self.level >= ColorLevel.EIGHT_BIT

    @property
    def has_colors(self) -> bool:
        """Whether there is any colour."""
        return self.level > ColorLevel.MONOCHROME

    def shades(self, values: FloatArray, discretize: bool = False) -> ColorArray:
        """The colours of some values.

        Args:
            values: Any shape; clamped to [−1, 1]. What is not a number counts as 0.
            discretize: Only the two ends, by sign.

        Returns:
            int32, the same shape.
        """
        table = np.array(self.scale or (DEFAULT,), dtype=np.int32)
        values = np.nan_to_num(values, nan=0.0)
        if discretize or len(table) < 3:
            ends: ColorArray = np.where(values >= 0, table[-1], table[0])
            return ends
        half = (len(table) - 1) / 2
        index = np.rint(np.clip(values, -1.0, 1.0) * half + half)
        shades: ColorArray = np.take(table, index.astype(np.intp))
        return shades

    def faded(self, values: FloatArray, background: int) -> ColorArray:
        """The colours of some values of what is off, near to the background; as `shades` else."""
        if self.level >= ColorLevel.TRUECOLOR:
            return faded(self.shades(values), background, _FADED)
        # Mixed colours would be rounded to strange hues here, so there are only a few.
        middle = blend(background, self.muted, 0.5)
        low, high = self.negative_edges[0], self.positive_edges[0]
        falling, rising = ((side, _greyer(side, middle), blend(side, middle, 0.7)) for side in (low, high))
        weak = *falling, middle, *reversed(rising)
        places = np.digitize(values, (-0.9, -0.6, -0.3, 0.3, 0.6, 0.9))
        colors: ColorArray = np.take(np.array(weak, dtype=np.int32), places)
        return colors

    def densities(self, values: FloatArray, discretize: bool = False) -> NDArray[np.uint32]:
        """The glyphs of some values where colours do not show them: code points, uint32, the same shape."""
        up = COLORED_DENSITY if self.has_colors else POSITIVE_DENSITY
        down = COLORED_DENSITY if self.has_colors else NEGATIVE_DENSITY
        table = np.array([ord(glyph) for glyph in (*reversed(down), *up[1:])], dtype=np.uint32)
        half = len(up) - 1
        exact = np.where(values >= 0, 1.0, -1.0) if discretize else np.clip(np.nan_to_num(values, nan=0.0), -1.0, 1.0)
        glyphs: NDArray[np.uint32] = np.take(table, np.rint(exact * half + half).astype(np.intp))
        return glyphs

    def shade(self, value: float) -> int:
        """The colour of one value."""
        return int(self.shades(np.array([value]))[0])

    def edge(self, weight: float) -> int:
        """The colour of an edge: the sign is its hue, the magnitude its strength."""
        strength = min(abs(weight), 1.0)
        edges = self.positive_edges if weight > 0 else self.negative_edges
        return edges[min(int(strength * len(edges)), len(edges) - 1)]

    def strengths(self, labels: FloatArray) -> FloatArray:
        """Labels rounded to those from −1 to 1 that points have a colour for."""
        strengths: FloatArray = np.rint(np.clip(labels, -1.0, 1.0) * POINT_SHADES) / POINT_SHADES
        return strengths

    def point(self, label: float) -> int:
        """The colour of a point over a picture, the same wherever it lies; greyer towards 0."""
        side = self.positive_point if label > 0 else self.negative_point
        if not self.has_shades:
            return side if abs(label) >= NEUTRAL else self.neutral_point
        return blend(self.neutral_point, side, self._strength(label))

    def ground(self, shade: int, label: float) -> int:
        """What stands behind a point on a shade of the scale: the nearest shade on which the point is seen.

        So a point has a pale or a dark ring where it would vanish, as on the web page each one has.
        """
        return nearest_visible(self.scale, shade, self.point(label))

    @staticmethod
    def _strength(label: float) -> float:
        return round(min(1.0, abs(label)) * POINT_SHADES) / POINT_SHADES

    def plain_point(self, label: float) -> int:
        """The colour of a point on the plain background."""
        side = (self.positive_edges if label > 0 else self.negative_edges)[-1]
        if not self.has_shades:
            return side if abs(label) >= NEUTRAL else self.muted
        return blend(self.muted, side, self._strength(label))

    def mark(self, label: float, is_test: bool = False, is_wrong: bool = False) -> Mark:
        """The shape of a point: what colour says, it says too where there is no colour."""
        if self.has_colors:
            return Mark(("⊗" if is_test else "×") if is_wrong else ("○" if is_test else "•"), BOLD if is_wrong else 0)
        glyph = "o" if abs(label) < NEUTRAL else "+" if label > 0 else "−"
        return Mark(glyph, (UNDERLINE if is_test else BOLD) | (REVERSE if is_wrong else 0))


def _shaded(design: Design, background: int, level: ColorLevel) -> Palette:
    """The palette of a design for a background and a terminal with shades."""
    dark = is_dark(background)
    fine = level >= ColorLevel.TRUECOLOR
    edges = (design.positive, design.negative) if fine else (design.cube_positive, design.cube_negative)
    positive, negative = (color[0 if dark else 1] for color in edges)
    scale = off_the_background(between(design.anchors, SHADES) if fine else design.cube, background, fine)
    middle = scale[len(scale) // 2]
    return Palette(
        name=design.name,
        level=level,
        scale=scale,
        negative_point=design.negative_point if fine else design.cube_negative_point,
        positive_point=design.positive_point if fine else design.cube_positive_point,
        neutral_point=design.neutral_point,
        negative_edges=_strengths(background, negative, fine),
        positive_edges=_strengths(background, positive, fine),
        muted=blend(background, 0xFFFFFF if dark else 0x000000, 0.5) if fine else 0x808080,
        classes=fine_classes(design.classes, middle, background)
        if fine
        else cube_classes(design.cube_classes, middle, background),
    )


_DIM_IN_CUBE = {0: 0x00, 0x5F: 0x00, 0x87: 0x5F, 0xAF: 0x5F, 0xD7: 0x87, 0xFF: 0x87}


def _greyer(color: int, middle: int) -> int:
    """A dim colour of the cube nearer to a grey; a strong one is mixed with it."""
    red, green, blue = (part or 0x5F for part in channels(color))
    greyer = red << 16 | green << 8 | blue
    return greyer if greyer != color else blend(color, middle, 0.4)


def _strengths(background: int, color: int, fine: bool) -> tuple[int, ...]:
    """The colours of an edge from the weakest to the strongest."""
    if fine:
        shares = [0.15 + 0.85 * (step + 1) / EDGE_SHADES for step in range(EDGE_SHADES)]
        return tuple(blend(background, color, share) for share in shares)
    if not is_dark(background):
        return (blend(0xFFFFFF, color, 0.5), color)
    red, green, blue = (_DIM_IN_CUBE.get(part, part) for part in channels(color))
    return (red << 16 | green << 8 | blue, color)


def _standard(name: str, background: int) -> Palette:
    """16 colours: brown, which most terminals show as orange, and bright blue; densities for the magnitude."""
    brown, blue = 0xAA5500, 0x5555FF
    dark = is_dark(background)
    return Palette(
        name=name,
        level=ColorLevel.STANDARD,
        scale=(brown, blue),
        negative_point=0xFFFF55,
        positive_point=0x55FFFF,
        neutral_point=0xFFFFFF,
        negative_edges=(brown,),
        positive_edges=(blue,),
        muted=0x555555 if dark else 0xAAAAAA,
        classes=standard_classes(dark),
    )


def _monochrome(name: str, background: int) -> Palette:
    return Palette(
        name=name,
        level=ColorLevel.MONOCHROME,
        scale=(),
        negative_point=DEFAULT,
        positive_point=DEFAULT,
        neutral_point=DEFAULT,
        negative_edges=(DEFAULT,),
        positive_edges=(DEFAULT,),
        muted=DEFAULT,
        classes=NO_COLORS,
    )


def _maker(design: Design) -> Callable[[int, ColorLevel], Palette]:
    def make(background: int, level: ColorLevel) -> Palette:
        if level < ColorLevel.STANDARD:
            return _monochrome(design.name, background)
        if level < ColorLevel.EIGHT_BIT:
            return _standard(design.name, background)
        return _shaded(design, background, level)

    return make


@dataclass(frozen=True)
class PaletteKind:
    """A palette that can be chosen.

    Attributes:
        name: As in the settings.
        make: From the background, 0xRRGGBB, and what the terminal can show, to the palette.
        label: As on the screen.
        help: What it is for, in a line.
    """

    name: str
    make: Callable[[int, ColorLevel], Palette]
    label: str = translated()
    help: str = translated()


PALETTES: dict[str, PaletteKind] = {
    kind.name: kind
    for kind in (
        *(PaletteKind(design.name, _maker(design), design.label, design.help) for design in DESIGNS),
        PaletteKind(
            "density",
            lambda background, level: (_standard if level > ColorLevel.MONOCHROME else _monochrome)(
                "density", background
            ),
            N_("Density"),
            N_("two colours, and the density of glyphs for the magnitude"),
        ),
        PaletteKind(
            "monochrome",
            lambda background, level: _monochrome("monochrome", background),
            N_("Monochrome"),
            N_("no colour: shapes show the sign, densities the magnitude"),
        ),
    )
}
DEFAULT_PALETTE = "playground"


@lru_cache(maxsize=64)
def make_palette(name: str, background: int, level: ColorLevel = ColorLevel.TRUECOLOR) -> Palette:
    """The palette of that name for a background, 0xRRGGBB, and what the terminal can show."""
    return PALETTES[name].make(background, level)
