"""What stands for a glyph that a terminal cannot show, or shows two cells wide.

Everything is drawn with the same glyphs for every terminal. Only here, on the way out, some are replaced, each by one
that is one cell wide, so that no place on the screen changes.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nntui.drawing.cells import DEFAULT, HALF_BLOCK, SPACE, Cells
from nntui.terminal.encoding import CONTINUED, INDEXED, Clusters
from nntui.terminal.spelling import spell

PROBE = "▀─•²"
"""Characters of the kinds that the screen is made of; where the cursor is after them tells how wide they are."""
_UNKNOWN = "?"
_FIRST_BRAILLE, _LAST_BRAILLE = 0x2800, 0x28FF
_FULL, _LEFT, _RIGHT = 0x2588, 0x258C, 0x2590
_LAST_ASCII = 126

# One character each, of those with which the screen is drawn and of those that come in texts.
_ASCII_FOR = {
    "─━╌┄┈═–—−‐‑―▔▁": "-",
    "│┃╎┆┊║‖▏▎▍▕": "|",
    "╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬": "+",
    "╱": "/",
    "╲": "\\",
    "•▪◆": "*",
    "●": "O",
    "■": "#",
    "★": "&",
    "○◯◦°º": "o",
    "△": "A",
    "□": "n",
    "◇": "+",
    "▽": "V",
    "☆": "x",
    "×✕✗⨯": "x",
    "⊗": "@",
    "·…∙": ".",
    "✓✔√": "v",
    "▶►▸→›»": ">",
    "◀◄◂←‹«": "<",
    "▲↑⁻³⁵⁶⁷⁸⁹ᵏ": "^",
    "▼↓▾": "v",
    "☐": "_",
    "☑☒": "X",
    "⁰₀": "0",
    "¹₁": "1",
    "²": "^",
    "₂": "2",
    "₃": "3",
    "₄": "4",
    "⁴": "^",
    "⌊": "[",
    "⌋": "]",
    "≤": "<",
    "≥": ">",
    "α": "a",
    "β": "b",
    "γ": "G",  # g is the gradient
    "δ": "d",
    "ε": "e",
    "η": "n",
    "λ": "L",
    "μµ": "u",
    "π": "p",
    "ρ": "r",
    "σ": "s",
    "ˣ": "x",
    "≡≈≠": "=",
    "±": "+",
    "½": "/",
    "∞": "8",
    "Σ∑": "S",
    "░": ":",
    "▒": "%",
    "▓█": "#",
    "‘’‚‛´": "'",
    "“”„‟": '"',
    "▖▗▄▂▃▅": "_",
    "▘▝▀": '"',
    "▙▚▛▜▞▟▆▇": "#",
    "▌▐": "|",
}
_CP437_FOR = {
    "╭": "┌",
    "╮": "┐",
    "╰": "└",
    "╯": "┘",
    "▶▸": "►",
    "◀◂": "◄",
    "✓✔": "√",
    "‖": "║",
    "●": "•",
    "◆": "♦",
    "★": "☼",
    "☆": "*",
    "◇": "+",
    "☐": "○",
    "☑☒": "•",
    "▏▎▍": "│",
    "▔▘▝": "▀",
    "▁▂▃▖▗": "▄",
    "▆▇▙▟▛▜": "█",
    "▚▞": "▒",
    "″“”": '"',
    "β": "ß",  # in the fonts of the console they look the same
    "γ": "Γ",
    "μ": "µ",
}


def _each(table: dict[str, str]) -> dict[str, str]:
    return {character: stand_in for characters, stand_in in table.items() for character in characters}


_ASCII, _CP437 = _each(_ASCII_FOR), _each(_CP437_FOR)
_IN_CP437 = {bytes([code]).decode("cp437") for code in range(128, 255)} | set("☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼")


@dataclass(frozen=True)
class GlyphSet:
    """The glyphs of a kind of terminal.

    Attributes:
        has: Whether it can show a character, one cell wide.
        stand_ins: What to show for others, before what ASCII has for them.
    """

    has: Callable[[str], bool]
    stand_ins: dict[str, str]

    def stand_in(self, character: str) -> str:
        """A character to show instead; itself if it can be shown."""
        if character.isascii() or self.has(character):
            return character
        if _FIRST_BRAILLE <= ord(character) <= _LAST_BRAILLE:
            return self.stand_in(_line(ord(character) - _FIRST_BRAILLE))
        found = self.stand_ins.get(character) or _ASCII.get(character) or _without_accent(character)
        return found if found.isascii() or self.has(found) else _ASCII.get(found, _UNKNOWN)

    def fit(self, cells: Cells, clusters: Clusters) -> Cells:
        """A copy of cells with glyphs that can be shown.

        Args:
            cells: The screen.
            clusters: What its glyphs of several code points stand for.
        """
        fitted = Cells(cells.width, cells.height)
        fitted.paste(cells, 0, 0)
        spell(fitted, clusters, self.has)
        glyphs = fitted.glyphs
        if not self.has(chr(_FULL)):
            _fill(fitted)
        distinct, where = np.unique(glyphs, return_inverse=True)
        shown = np.array([self._glyph(int(glyph), clusters) for glyph in distinct], dtype=np.uint32)
        is_replaced = (shown != distinct)[where].reshape(glyphs.shape)
        glyphs[:] = shown[where].reshape(glyphs.shape)
        # Stand-ins are one cell wide: the second cell of what was wide is free.
        glyphs[:, 1:][(glyphs[:, 1:] == CONTINUED) & is_replaced[:, :-1]] = SPACE
        return fitted

    def _glyph(self, glyph: int, clusters: Clusters) -> int:
        if glyph == CONTINUED:
            return glyph
        text = clusters.text(glyph)
        if all(self.stand_in(character) == character for character in text):
            return glyph
        return ord(self.stand_in(text[0]))


def _fill(cells: Cells) -> None:
    """Blocks that cannot be shown become blanks in their colour, half ones in the colour between the two."""
    foreground, background = cells.foreground, cells.background
    full, half = cells.glyphs == _FULL, (cells.glyphs == HALF_BLOCK) | (cells.glyphs == ord("▄"))
    full &= foreground != DEFAULT
    half &= (foreground != DEFAULT) | (background != DEFAULT)
    background[full] = foreground[full]
    one, other = foreground[half], background[half]
    is_mixed = (one >= 0) & (other >= 0) & (one < INDEXED) & (other < INDEXED)
    between = ((one ^ other) & 0xFEFEFE) // 2 + (one & other)
    background[half] = np.where(is_mixed, between, np.where(one == other, one, np.where(other >= 0, other, one)))
    cells.glyphs[full | half] = SPACE
    left = cells.glyphs == _LEFT
    foreground[left], background[left] = background[left], foreground[left]
    cells.glyphs[left] = _RIGHT


@lru_cache(maxsize=256)
def _line(dots: int) -> str:
    """A line that runs about as the dots of a braille character do."""
    # Dots 1 2 3 7 are the left column from the top, 4 5 6 8 the right one; a bit each.
    left = [row for row, bit in enumerate((0, 1, 2, 6)) if dots >> bit & 1]
    right = [row for row, bit in enumerate((3, 4, 5, 7)) if dots >> bit & 1]
    rows = left + right
    if len(rows) >= 6:
        return "▒"
    if not rows:
        return " "
    if left and right:
        fall = sum(right) / len(right) - sum(left) / len(left)
        if abs(fall) >= 1:
            return "\\" if fall > 0 else "/"
        return "─" if max(rows) - min(rows) <= 1 else "│"
    if max(rows) - min(rows) >= 1:
        return "│"
    return "'" if rows[0] <= 1 else "."


def _without_accent(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0]


def _is_narrow(character: str) -> bool:
    return unicodedata.east_asian_width(character) != "A"


NARROW = GlyphSet(has=_is_narrow, stand_ins={})
"""For a terminal that shows characters of ambiguous width (Unicode Standard Annex 11) two cells wide."""
CONSOLE = GlyphSet(has=_IN_CP437.__contains__, stand_ins=_CP437)
"""For the Linux console, whose font has about the characters of code page 437."""
ASCII = GlyphSet(has=str.isascii, stand_ins={})
"""For a terminal that does not take UTF-8."""


def glyph_set_of(term: str) -> GlyphSet | None:
    """What a terminal cannot show, by its name (TERM); None if it can show all."""
    return CONSOLE if term.split("-")[0] == "linux" else None


def glyph_set_after_probe(column: int) -> GlyphSet | None:
    """What a terminal needs that has its cursor in some column, from 0, after the probe at the left margin.

    Returns:
        None for one that shows all of it one cell wide, and for one that does not say where its cursor is.
    """
    if not len(PROBE) < column <= len(PROBE.encode()):
        return None
    return NARROW if column == 2 * len(PROBE) else ASCII
