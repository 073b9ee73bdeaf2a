"""What a picture on paper has for three to six classes: their colours on white, their scale and their names."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np

from nntui.drawing.cells import text_width
from nntui.drawing.class_colors import ClassColors, fine_classes
from nntui.drawing.class_names import short_names
from nntui.paper.areas import Box, add_area
from nntui.paper.svg import INK, LETTER, add, add_text, number

ENTRY = 31
"""What an entry of the legend takes beside its text."""
_MOST_LETTERS = 24
_SCALE_LETTERS = 7
_SIZE = 12
_PAPER = 0xFFFFFF
_GREYS = (0xDCDCDC, 0xBCBCBC, 0x9A9A9A, 0x7A7A7A, 0x585858, 0x303030)


def printed_classes(colors: ClassColors) -> ClassColors:
    """The colours of classes as shades on white, where a terminal has none; greys where it has no colour."""
    full = tuple(scale[-1] for scale in colors.scales) or _GREYS
    return fine_classes(full, _PAPER, _PAPER)


def add_class_scale(root: Element, bar: Box, colors: ClassColors, names: Sequence[str], discretize: bool) -> None:
    """Adds a bar with a part for each class, from certainty at its top to none, and the class beside it."""
    count = max(1, len(names))
    scales = [scale[-1:] if discretize else scale[::-1] for scale in colors.scales[:count]]
    column = np.array([color for scale in scales for color in scale], dtype=np.int32)[:, np.newaxis]
    add_area(root, column, bar, "scale")
    shown = short_names(tuple(names), _SCALE_LETTERS) if names else ()
    for index, name in enumerate(shown):
        top = bar.y + index * bar.height / count
        if index:
            add(root, "path", d=f"M{bar.x} {number(top)}h{bar.width + 4}", stroke=INK)
        add_text(root, bar.x + bar.width + 7, top + bar.height / count / 2 + 4, name)


def add_neuron_scale(root: Element, bar: Box, scale: tuple[int, ...], discretize: bool) -> None:
    """Adds a bar from probability 1 at its top to 0."""
    shown = (scale[-1], scale[0]) if discretize else scale[::-1]
    add_area(root, np.array(shown, dtype=np.int32)[:, np.newaxis], bar, "scale")
    for share in () if discretize else (0.0, 0.5, 1.0):
        y = bar.y + (1 - share) * bar.height
        add(root, "path", d=f"M{bar.x + bar.width} {number(y)}h4", stroke=INK)
        add_text(root, bar.x + bar.width + 7, y + 4, f"{share:g}")


def legend_names(names: tuple[str, ...], room: float, others: Sequence[str]) -> tuple[str, ...]:
    """What classes are called in the legend, as long as there is room for all entries in a line.

    Args:
        names: In full.
        room: Width of the line.
        others: The texts of the other entries.
    """
    for most in range(_MOST_LETTERS, 1, -1):
        short = short_names(names, most)
        if sum(ENTRY + text_width(text) * _SIZE * LETTER for text in (*short, *others)) <= room:
            return short
    return short_names(names, 1)
