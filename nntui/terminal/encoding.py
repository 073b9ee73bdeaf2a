"""From cells that have changed to the fewest bytes that make a terminal show them.

Colours are what costs: a truecolor pair takes up to 38 bytes, a move of the cursor 4 to 8, a half block 3. So the cells
go out in the order of their colours and not of their places: each pair of colours is set once a picture, and the cursor
jumps. A half block is written upside down where the colours are set the other way round.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import numpy as np

from nntui.drawing.cells import BOLD, DEFAULT, DIM, HALF_BLOCK, ITALIC, REVERSE, SPACE, STRIKE, UNDERLINE, Cells
from nntui.engine.arrays import BoolArray, IntArray

INDEXED = 1 << 24
"""Added to a number of the 256 colours."""
STANDARD = 1 << 25
"""Added to a number of the 16 colours."""
CONTINUED = 0
"""The glyph of a cell that a wide glyph at its left covers."""
FIRST_CLUSTER = 0x110000
"""Glyphs from here on stand for several code points in one cell; see `Clusters`."""

_ON_A_BLANK = UNDERLINE | REVERSE | STRIKE
"""Attributes that can be seen on a space."""
_FIRST_DRAWN = 0x2500
"""Glyphs from here on, the frames and blocks, are drawn with and make no words."""
_RESET = "\x1b[0m"
_CODES = {BOLD: "1", DIM: "2", ITALIC: "3", UNDERLINE: "4", REVERSE: "7", STRIKE: "9"}


class Clusters:
    """Numbers for glyphs of several code points, such as a letter with a combining accent."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The glyph for a text; a single code point is its own."""
        if len(text) == 1:
            return ord(text)
        if text not in self._numbers:
            self._numbers[text] = FIRST_CLUSTER + len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    def text(self, glyph: int) -> str:
        """The text of a glyph."""
        return chr(glyph) if glyph < FIRST_CLUSTER else self._texts[glyph - FIRST_CLUSTER]


@lru_cache(maxsize=4096)
def color_code(color: int, *, is_background: bool) -> str:
    """The parameters that set a colour: 0xRRGGBB, `DEFAULT`, or a number plus `INDEXED` or `STANDARD`."""
    if color == DEFAULT:
        return "49" if is_background else "39"
    if color >= STANDARD:
        number = color - STANDARD
        return str(number + (40 if is_background else 30) + (52 if number >= 8 else 0))
    kind = "48" if is_background else "38"
    if color >= INDEXED:
        return f"{kind};5;{color - INDEXED}"
    return f"{kind};2;{color >> 16};{color >> 8 & 255};{color & 255}"


@lru_cache(maxsize=64)
def attribute_codes(attributes: int) -> tuple[str, ...]:
    """The parameters that set attributes on top of none."""
    return tuple(code for attribute, code in _CODES.items() if attributes & attribute)


class _Pen:
    """Where the terminal's cursor is and what it writes with; collects what is sent."""

    def __init__(self, width: int) -> None:
        self.parts: list[str] = []
        self._width = width
        self._x = self._y = -1
        self._foreground = self._background = DEFAULT
        self._attributes = 0

    def move(self, x: int, y: int) -> None:
        """Goes to a cell by the shortest way that every terminal knows."""
        right = x - self._x
        if y == self._y and self._x >= 0:
            if right:
                count = abs(right) if abs(right) > 1 else ""
                self.parts.append(f"\x1b[{count}{'C' if right > 0 else 'D'}")
        elif not right and self._y >= 0:
            down = y - self._y
            self.parts.append(f"\x1b[{abs(down) if abs(down) > 1 else ''}{'B' if down > 0 else 'A'}")
        else:
            self.parts.append(f"\x1b[{y + 1};{x + 1}H")
        self._x, self._y = x, y

    def write(self, text: str, cells: int) -> None:
        """Writes; at the right margin, and after what some terminals find wider, the place of the cursor is unknown."""
        self.parts.append(text)
        self._x += cells
        if self._x >= self._width or cells != len(text):
            self._x = self._y = -1

    def color(self, foreground: int | None, background: int, attributes: int) -> None:
        """Sets what differs; a foreground of None is any."""
        codes: list[str] = []
        if attributes != self._attributes:
            codes += ("0", *attribute_codes(attributes))
            self._foreground = self._background = DEFAULT
            self._attributes = attributes
        if foreground is not None and foreground != self._foreground:
            codes.append(color_code(foreground, is_background=False))
            self._foreground = foreground
        if background != self._background:
            codes.append(color_code(background, is_background=True))
            self._background = background
        if codes:
            self.parts.append(f"\x1b[{';'.join(codes)}m")

    def color_pair(self, one: int, other: int, attributes: int) -> int:
        """Sets a pair of colours, whichever way round is the cheaper; returns the foreground."""
        if attributes == self._attributes and (self._foreground == one or self._background == other):
            self.color(one, other, attributes)
        else:
            self.color(other, one, attributes)
        return self._foreground

    def finish(self) -> str:
        """All that was sent, with nothing left set."""
        if self._attributes or self._foreground != DEFAULT or self._background != DEFAULT:
            self.parts.append(_RESET)
        return "".join(self.parts)


def encode(cells: Cells, differs: BoolArray, clusters: Clusters) -> str:
    """What to send for some of the cells.

    Args:
        cells: The screen as it should be, with the colours of `color_code`.
        differs: bool, shape (height, width): which cells the terminal does not show yet.
        clusters: What glyphs from `FIRST_CLUSTER` on stand for.

    Returns:
        Text with escape sequences that starts and ends with nothing set; "" when nothing differs.
    """
    pen = _Pen(cells.width)
    foreground, background = cells.foreground.ravel(), cells.background.ravel()
    for start, glyphs, places, is_half, is_blank in _runs(cells, differs):
        y, x = divmod(start, cells.width)
        fore, back, attributes = int(foreground[start]), int(background[start]), int(cells.attributes[y, x])
        pen.move(x, y)
        if is_half:
            upper = pen.color_pair(fore, back, attributes)
            tops = foreground[places].tolist()
            pen.write("".join("▀" if top == upper else "▄" for top in tops), len(tops))
        elif is_blank:
            pen.color(None, back, attributes)
            pen.write(" " * len(glyphs), len(glyphs))
        else:
            pen.color(fore, back, attributes)
            _write_glyphs(pen, cells, x, y, glyphs, clusters)
    return pen.finish()


def _write_glyphs(pen: _Pen, cells: Cells, x: int, y: int, glyphs: list[int], clusters: Clusters) -> None:
    for offset, glyph in enumerate(glyphs):
        pen.move(x + offset, y)
        after = x + offset + 1
        is_wide = after < cells.width and cells.glyphs[y, after] == CONTINUED
        pen.write(clusters.text(glyph), 2 if is_wide else 1)


def _runs(cells: Cells, differs: BoolArray) -> Iterator[tuple[int, list[int], IntArray, bool, bool]]:
    """Changed cells beside each other that are written alike, in the order of their colours.

    Yields:
        The place of the first cell, the glyphs, the places, whether they are half blocks, whether they are blanks.
    """
    places = np.flatnonzero(differs & (cells.glyphs != CONTINUED))
    if not len(places):
        return
    within_text = _spaces_in_text(cells)[places]
    glyphs = cells.glyphs.ravel()[places]
    foreground, background = cells.foreground.ravel()[places], cells.background.ravel()[places]
    attributes = cells.attributes.ravel()[places]
    half = (glyphs == HALF_BLOCK) & (attributes & REVERSE == 0)
    blank = (glyphs == SPACE) & (attributes & _ON_A_BLANK == 0) & ~within_text
    # Half blocks of a and b are those of b and a upside down; of a blank only what is behind it counts.
    low = np.where(half, np.minimum(foreground, background), background)
    high = np.where(half, np.maximum(foreground, background), np.where(blank, background, foreground))
    kind = half + 2 * blank
    order = np.lexsort((places, kind, high, low, attributes))
    places, glyphs = places[order], glyphs[order]
    breaks = (np.diff(places) != 1) | (places[1:] % cells.width == 0)
    for values in (low, high, kind, attributes):
        breaks |= np.diff(values[order].astype(np.int64)) != 0
    bounds = [0, *(np.flatnonzero(breaks) + 1).tolist(), len(places)]
    half, blank = half[order], blank[order]
    for start, end in pairwise(bounds):
        yield int(places[start]), glyphs[start:end].tolist(), places[start:end], bool(half[start]), bool(blank[start])


def _continues(cells: Cells) -> BoolArray:
    """Flat: which cells look like the one at their left, but for the glyph."""
    continues = np.zeros((cells.height, cells.width), dtype=np.bool_)
    continues[:, 1:] = True
    for values in (cells.foreground, cells.background, cells.attributes):
        continues[:, 1:] &= values[:, 1:] == values[:, :-1]
    flat: BoolArray = continues.ravel()
    return flat


def _spaces_in_text(cells: Cells) -> BoolArray:
    """Flat: the spaces that follow a word in its colours; to jump over each of them would cost more."""
    glyphs = cells.glyphs.ravel()
    within: BoolArray = (glyphs == SPACE) & _continues(cells)
    within[1:] &= (glyphs[:-1] != SPACE) & (glyphs[:-1] != HALF_BLOCK)
    return within


def with_whole_words(cells: Cells, differs: BoolArray) -> BoolArray:
    """Changed cells, and all of the words that they are in: for a screen reader or a log."""
    glyphs = cells.glyphs.ravel()
    is_letter = (glyphs > SPACE) & (glyphs < _FIRST_DRAWN)
    goes_on = is_letter & _continues(cells)
    goes_on[1:] &= is_letter[:-1]
    word = np.cumsum(~goes_on)
    has_changed = np.zeros(len(word) + 1, dtype=np.bool_)
    has_changed[word[differs.ravel() & is_letter]] = True
    whole: BoolArray = np.logical_or(differs, (has_changed[word] & is_letter).reshape(differs.shape))
    return whole
