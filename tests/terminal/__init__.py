"""What goes to the terminal, judged by a terminal emulator."""

import pyte

from nntui.drawing.cells import BOLD, DEFAULT, HALF_BLOCK, REVERSE, SPACE, UNDERLINE, Cells
from nntui.terminal.encoding import INDEXED

Look = tuple[str, str, str, bool, bool, bool]
LOWER_HALF_BLOCK = "▄"


class Emulator:
    """A terminal whose cells can be compared with ours, by what a person sees."""

    def __init__(self, width: int, height: int) -> None:
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self._screen)

    def feed(self, text: str) -> None:
        self._stream.feed(text)

    def picture(self) -> list[list[Look]]:
        rows = range(self._screen.lines)
        return [[look(self._screen.buffer[y][x]) for x in range(self._screen.columns)] for y in rows]

    @staticmethod
    def expected(cells: Cells) -> list[list[Look]]:
        """The same of cells, without any escape sequence between."""
        return [[_seen(*_cell(cells, x, y)) for x in range(cells.width)] for y in range(cells.height)]


def _cell(cells: Cells, x: int, y: int) -> tuple[str, str, str, bool, bool, bool]:
    attributes = int(cells.attributes[y, x])
    return (
        chr(cells.glyphs[y, x]),
        _name(int(cells.foreground[y, x])),
        _name(int(cells.background[y, x])),
        bool(attributes & BOLD),
        bool(attributes & UNDERLINE),
        bool(attributes & REVERSE),
    )


def _name(color: int) -> str:
    """As pyte names a colour."""
    if color == DEFAULT:
        return "default"
    if color >= INDEXED:
        return str(pyte.graphics.FG_BG_256[color - INDEXED])
    return f"{color:06x}"


def look(char: pyte.screens.Char) -> Look:
    """What a person sees of a cell."""
    return _seen(char.data, char.fg, char.bg, char.bold, char.underscore, char.reverse)


def _seen(glyph: str, fore: str, back: str, bold: bool, underline: bool, reverse: bool) -> Look:
    """Two half blocks that are each other upside down are one look, and a blank has no ink."""
    if glyph == LOWER_HALF_BLOCK and not reverse:
        glyph, fore, back = chr(HALF_BLOCK), back, fore
    if glyph == chr(SPACE) and not (underline or reverse):
        fore, bold = back, False
    if glyph == chr(HALF_BLOCK) and fore == back and not (underline or reverse):
        glyph, bold = " ", False
    return glyph, fore, back, bold, underline, reverse
