"""A rectangle of character cells, painted by array operations and compared with the one before.

A cell holds a glyph, two colours and a few attributes. Colours are numbers 0xRRGGBB, or `DEFAULT` for whatever stands
behind. A cell is about twice as high as wide, so an upper half block with a foreground and a background is two square
pixels: that is how every picture here is drawn.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nntui.engine.arrays import BoolArray

ColorArray = NDArray[np.int32]

DEFAULT = -1
"""The colour of whatever the cells are laid on."""

BOLD = 1
DIM = 2
UNDERLINE = 4
REVERSE = 8
ITALIC = 16
STRIKE = 32

JOIN = 3
"""Changes this near to each other are repainted together."""

HALF_BLOCK = ord("▀")
SPACE = ord(" ")
CHECKED = "☑"
UNCHECKED = "☐"
_UNKNOWN = "\ufffd"


CONTINUED = "\0"
"""Stands in a cell that a wide character at its left covers."""


def by_columns(text: str) -> str:
    """A text with a character for every cell that it covers, to be written into cells.

    A wide character is followed by `CONTINUED`; what has no width of its own, such as a combining accent, is left out.
    """
    if text.isascii():
        return text
    from rich.cells import cell_len

    widths = ((character, cell_len(character)) for character in text)
    return "".join(character + CONTINUED * (width - 1) for character, width in widths if width)


def text_width(text: str) -> int:
    """How many cells a text covers; in a picture, about how many letters of the usual width."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


class Run(NamedTuple):
    """Some cells beside each other that look alike."""

    text: str
    foreground: int
    background: int
    attributes: int


class Area(NamedTuple):
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int

    def contains(self, x: int, y: int) -> bool:
        """Whether a cell lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Cells:
    """A buffer of character cells, blank at first.

    Args:
        width: Columns, 0 or more.
        height: Rows, 0 or more.

    Attributes:
        glyphs: uint32, shape (height, width), code points.
        foreground: int32, shape (height, width).
        background: int32, shape (height, width).
        attributes: uint8, shape (height, width), of `BOLD`, `DIM`, `UNDERLINE`, `REVERSE`, `ITALIC`, `STRIKE`.
    """

    __slots__ = ("attributes", "background", "foreground", "glyphs", "height", "width")

    def __init__(self, width: int, height: int) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        shape = (self.height, self.width)
        self.glyphs = np.full(shape, SPACE, dtype=np.uint32)
        self.foreground = np.full(shape, DEFAULT, dtype=np.int32)
        self.background = np.full(shape, DEFAULT, dtype=np.int32)
        self.attributes = np.zeros(shape, dtype=np.uint8)

    def __repr__(self) -> str:
        return f"Cells({self.width}×{self.height})"

    def __str__(self) -> str:
        return "\n".join(self.row_text(y) for y in range(self.height))

    def row_text(self, y: int) -> str:
        """The glyphs of a row."""
        return "".join(map(chr, self.glyphs[y].tolist()))

    def put(
        self,
        x: int,
        y: int,
        text: str,
        foreground: int = DEFAULT,
        background: int | None = None,
        attributes: int = 0,
    ) -> None:
        """Writes a line of single-width text; what lies outside is cut off, what cannot be shown is a question mark.

        Args:
            x: Column of the first character; may be negative.
            y: Row.
            text: The text.
            foreground: Its colour.
            background: The colour behind it; None leaves it as it is.
            attributes: As in the class.
        """
        if not 0 <= y < self.height:
            return
        text = text[max(0, -x) : max(0, self.width - x)]
        x = max(0, x)
        end = x + len(text)
        if not text.isprintable():  # nothing that is drawn may steer the terminal
            text = "".join(each if each.isprintable() or each == CONTINUED else _UNKNOWN for each in text)
        self.glyphs[y, x:end] = [ord(character) for character in text]
        self.foreground[y, x:end] = foreground
        self.attributes[y, x:end] = attributes
        if background is not None:
            self.background[y, x:end] = background

    def pixels(self, x: int, y: int, colors: ColorArray) -> None:
        """Paints a picture in half blocks. It must lie inside.

        Args:
            x: Left column.
            y: Top row.
            colors: int32, shape (2·rows, columns), one colour a pixel, `DEFAULT` allowed in pairs.
        """
        top, bottom = colors[0::2], colors[1::2]
        rows, columns = top.shape
        same = top == bottom
        area = np.s_[y : y + rows, x : x + columns]
        # One colour needs no glyph and no foreground: such cells join into one long run with their neighbours.
        self.glyphs[area] = np.where(same, SPACE, HALF_BLOCK)
        self.foreground[area] = np.where(same, DEFAULT, top)
        self.background[area] = bottom
        self.attributes[area] = 0

    def paste(self, other: "Cells", x: int, y: int) -> None:
        """Copies other cells over these. They must lie inside."""
        area = np.s_[y : y + other.height, x : x + other.width]
        self.glyphs[area] = other.glyphs
        self.foreground[area] = other.foreground
        self.background[area] = other.background
        self.attributes[area] = other.attributes

    def part(self, area: Area) -> "Cells":
        """A copy of some of them; what of the area lies outside is left off."""
        left, top = max(0, area.x), max(0, area.y)
        rows, columns = slice(top, area.y + area.height), slice(left, area.x + area.width)
        glyphs = self.glyphs[rows, columns]
        part = Cells(glyphs.shape[1], glyphs.shape[0])
        part.glyphs[:] = glyphs
        part.foreground[:] = self.foreground[rows, columns]
        part.background[:] = self.background[rows, columns]
        part.attributes[:] = self.attributes[rows, columns]
        return part

    def filled(self, foreground: int, background: int) -> "Cells":
        """The same cells with colours for `DEFAULT`."""
        filled = Cells(self.width, self.height)
        filled.paste(self, 0, 0)
        filled.foreground[filled.foreground == DEFAULT] = foreground
        filled.background[filled.background == DEFAULT] = background
        return filled

    def runs(self, y: int) -> Iterator[Run]:
        """The row as runs of cells that look alike, from left to right."""
        if not self.width:
            return
        foreground, background, attributes = self.foreground[y], self.background[y], self.attributes[y]
        changes = (
            (foreground[1:] != foreground[:-1])
            | (background[1:] != background[:-1])
            | (attributes[1:] != attributes[:-1])
        )
        starts = [0, *(np.flatnonzero(changes) + 1).tolist(), self.width]
        text = self.row_text(y)
        for start, end in pairwise(starts):
            yield Run(text[start:end], int(foreground[start]), int(background[start]), int(attributes[start]))

    def differs(self, before: "Cells") -> BoolArray:
        """Which cells look other than those of the same size: shape (height, width)."""
        differs: BoolArray = (
            (self.glyphs != before.glyphs)
            | (self.foreground != before.foreground)
            | (self.background != before.background)
            | (self.attributes != before.attributes)
        )
        return differs

    def changed_areas(self, before: "Cells") -> list[Area]:
        """Where these cells differ from others of the same size, row by row, from left to right.

        Changes in a row with fewer than `JOIN` unchanged cells between them are one area: to go there costs the
        terminal as much as to write those cells again. Areas below each other in the same columns are joined.
        """
        differs = self.differs(before)
        areas: list[Area] = []
        above: dict[tuple[int, int], int] = {}
        for y in np.flatnonzero(differs.any(axis=1)).tolist():
            columns = np.flatnonzero(differs[y])
            here: dict[tuple[int, int], int] = {}
            for part in np.split(columns, np.flatnonzero(np.diff(columns) > JOIN) + 1):
                span = int(part[0]), int(part[-1]) + 1 - int(part[0])
                place = above.get(span)
                if place is not None and areas[place].y + areas[place].height == y:
                    areas[place] = areas[place]._replace(height=areas[place].height + 1)
                else:
                    place = len(areas)
                    areas.append(Area(span[0], y, span[1], 1))
                here[span] = place
            above = here
        return areas
