"""What the terminal shows and what it should show.

Textual paints whole stretches of lines, however little of them has changed, each piece with all of its style. Here that
output is read instead of sent, as a terminal would read it, and only what really differs goes on its way. So whatever
changes twice before it can be sent is sent once, and what is painted again as it was costs nothing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from nntui.drawing.cells import BOLD, DEFAULT, DIM, ITALIC, REVERSE, STRIKE, UNDERLINE, Area, Cells
from nntui.terminal.encoding import CONTINUED, INDEXED, STANDARD, Clusters, encode, with_whole_words
from nntui.terminal.glyph_set import GlyphSet

_TOKEN = re.compile(
    r"\x1b\[(?P<style>[\d;]*)m"
    r"|\x1b\[(?P<place>\d*(?:;\d*)?)H"
    r"|(?P<line>\r?\n|\r)"
    r"|(?P<dropped>\x1b\[\?2026[hl]|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<other>\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b.|.)",
    re.DOTALL,
)
_ATTRIBUTES = {1: BOLD, 2: DIM, 3: ITALIC, 4: UNDERLINE, 7: REVERSE, 9: STRIKE, 21: UNDERLINE}
_OFF = {22: BOLD | DIM, 23: ITALIC, 24: UNDERLINE, 27: REVERSE, 29: STRIKE}

Style = tuple[int, int, int]
"""Foreground, background, attributes."""
PLAIN: Style = (DEFAULT, DEFAULT, 0)


@lru_cache(maxsize=8192)
def restyled(style: Style, parameters: str) -> Style:
    """A style after the parameters of an SGR sequence; what is unknown changes nothing."""
    foreground, background, attributes = style
    numbers = [int(number or 0) for number in parameters.split(";")]
    while numbers:
        number = numbers.pop(0)
        if number == 0:
            foreground, background, attributes = PLAIN
        elif number in (38, 48):
            color = _extended(numbers)
            foreground, background = (color, background) if number == 38 else (foreground, color)
        elif number in _ATTRIBUTES:
            attributes |= _ATTRIBUTES[number]
        elif number in _OFF:
            attributes &= ~_OFF[number]
        elif 30 <= number % 60 <= 37 or number == 39:
            foreground = DEFAULT if number == 39 else STANDARD + number % 60 - 30 + (8 if number >= 90 else 0)
        elif 40 <= number % 60 <= 47 or number == 49:
            background = DEFAULT if number == 49 else STANDARD + number % 60 - 40 + (8 if number >= 90 else 0)
    return foreground, background, attributes


def _extended(numbers: list[int]) -> int:
    kind = numbers.pop(0) if numbers else 0
    if kind == 5 and numbers:
        return INDEXED + (numbers.pop(0) & 255)
    if kind == 2 and len(numbers) >= 3:
        red, green, blue = (numbers.pop(0) & 255 for _ in range(3))
        return red << 16 | green << 8 | blue
    numbers.clear()  # it is broken off, and what is left of it means nothing
    return DEFAULT


def _can_be_shown(character: str) -> bool:
    """Whether a character is seen, and neither steers a terminal nor turns the direction of text."""
    return character.isprintable() or cell_len(character) > 0


class Image:
    """The screen of a terminal, as it is wanted and as it was sent.

    Attributes:
        is_synchronized: Whether the terminal was found to take a picture as a whole.
        glyph_set: The glyphs that the terminal has; None for all.
    """

    def __init__(self, width: int = 80, height: int = 24) -> None:
        self.is_synchronized = False
        self.glyph_set: GlyphSet | None = None
        self._clusters = Clusters()
        self._glyphs_of = lru_cache(maxsize=4096)(self._find_glyphs)
        self._style = PLAIN
        self._x = self._y = 0
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Takes another size; all of it is to be sent."""
        self._wanted = Cells(width, height)
        self._shown = Cells(width, height)
        self._is_known = False

    def forget(self) -> None:
        """The terminal may show anything, so all is to be sent again."""
        self._is_known = False

    def clear(self) -> None:
        """The terminal has been cleared: whatever is wanted is to be sent, and blanks are there already."""
        self._shown = Cells(*self.size)
        self._is_known = True

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._wanted.width, self._wanted.height

    def write(self, data: str) -> str:
        """Reads output for a terminal; returns what of it is no picture and must be sent as it is."""
        rest: list[str] = []
        for token in _TOKEN.finditer(data):
            match token.lastgroup:
                case "text":
                    self._put(token[0])
                case "style":
                    self._style = restyled(self._style, token["style"])
                case "place":
                    row, _, column = token["place"].partition(";")
                    self._x, self._y = int(column or 1) - 1, int(row or 1) - 1
                case "line":
                    self._x, self._y = 0, self._y + ("\n" in token[0])
                case "dropped":
                    self.is_synchronized |= "2026" in token[0]
                case _:
                    rest.append(token[0])
        return "".join(rest)

    def _put(self, text: str) -> None:
        width, height = self.size
        x, y = self._x, self._y
        glyphs = self._glyphs_of(text)
        self._x += len(glyphs)
        if not 0 <= y < height or x >= width:
            return
        glyphs = glyphs[: width - x]
        area = np.s_[y, x : x + len(glyphs)]
        wanted = self._wanted
        wanted.glyphs[area] = glyphs
        wanted.foreground[area], wanted.background[area], wanted.attributes[area] = self._style

    def _find_glyphs(self, text: str) -> NDArray[np.uint32]:
        """A glyph for every cell that a text covers."""
        text = "".join(filter(_can_be_shown, text))
        if text.isascii() or all(cell_len(character) == 1 for character in text):
            return np.array([ord(character) for character in text], dtype=np.uint32)
        glyphs: list[int] = []
        clusters: list[str] = []
        for character in text:
            if not cell_len(character) and clusters:
                clusters[-1] += character
            else:
                clusters.append(character)
        for cluster in clusters:
            glyphs.append(self._clusters.number(cluster))
            glyphs += [CONTINUED] * (cell_len(cluster) - 1)
        return np.array(glyphs, dtype=np.uint32)

    def paste(self, cells: Cells, x: int, y: int, holes: Iterable[Area] = ()) -> None:
        """Lays a picture over the screen.

        Args:
            cells: The picture, with the colours that the terminal has. One that does not fit is left off.
            x: Its left column.
            y: Its top row.
            holes: Areas of the screen that stay as they are, for something lies over the picture there.
        """
        width, height = self.size
        if x < 0 or y < 0 or x + cells.width > width or y + cells.height > height:
            return
        wanted = self._wanted
        kept = [(wanted.part(hole), max(0, hole.x), max(0, hole.y)) for hole in holes]
        wanted.paste(cells, x, y)
        for part, left, top in kept:
            wanted.paste(part, left, top)

    def changes(self) -> str:
        """What to send so that the terminal shows what is wanted; from now on that counts as shown."""
        wanted, shown = self._wanted, self._shown
        if self.glyph_set is not None:
            wanted = self.glyph_set.fit(wanted, self._clusters)
        differs = wanted.differs(shown) if self._is_known else np.ones((wanted.height, wanted.width), dtype=np.bool_)
        differs = with_whole_words(wanted, differs)
        # A wide glyph is sent as a whole.
        differs[:, :-1] |= differs[:, 1:] & (wanted.glyphs[:, 1:] == CONTINUED)
        text = encode(wanted, differs, self._clusters)
        shown.paste(wanted, 0, 0)
        self._is_known = True
        return text
