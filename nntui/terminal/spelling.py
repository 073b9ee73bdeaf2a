"""What takes more cells on a terminal that lacks a glyph: "^3" for a raised 3, "m^" for an m with a hat, "...".

It is written out where blanks follow in the row, which it takes up. Where there are none, one stand-in has to do.
"""

import unicodedata
from collections.abc import Callable

from nntui.drawing.cells import SPACE, Cells
from nntui.terminal.encoding import CONTINUED, Clusters

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ˣᵏ", "0123456789-xk", strict=True))
_HAT = "\u0302"
_HATTED = {"ŝ"}
"""Letters of formulas; an ê of a word stays an e."""
_FIRST_DRAWN, _LAST_DRAWN = 0x2500, 0x259F
_FIRST_BRAILLE, _LAST_BRAILLE = 0x2800, 0x28FF


def spell(cells: Cells, clusters: Clusters, has: Callable[[str], bool]) -> None:
    """Writes out what the terminal lacks, as far as blanks follow in the row.

    Args:
        cells: The screen, which is changed.
        clusters: What its glyphs of several code points stand for.
        has: Whether the terminal can show a character.
    """
    texts: dict[int, str] = {}
    for glyph in set(cells.glyphs.ravel().tolist()):
        text = " " if glyph == CONTINUED else clusters.text(glyph)
        if not text.isascii() and not all(map(has, text)) and _is_spelled(text):
            texts[glyph] = text
    if not texts:
        return
    for row in range(cells.height):
        column = cells.width - 1
        glyphs = cells.glyphs[row].tolist()
        if texts.keys().isdisjoint(glyphs):
            continue
        while column >= 0:  # from the right, so that what is shifted is done
            glyph = int(cells.glyphs[row, column])
            if glyph in texts:
                first = column
                if texts[glyph] in _RAISED:
                    while first and chr(int(cells.glyphs[row, first - 1])) in _RAISED:
                        first -= 1
                _write(cells, row, first, column, _spelled(cells, row, first, column, texts[glyph]))
                column = first
            column -= 1


def _is_spelled(text: str) -> bool:
    return text in _RAISED or text in _HATTED or text in "…√" or (len(text) == 2 and text[1] == _HAT)


def _spelled(cells: Cells, row: int, first: int, last: int, text: str) -> str:
    """What is written for the cells from the first to the last."""
    if text == "…":
        return "..."
    if text == "√":
        follows = int(cells.glyphs[row, last + 1]) if last + 1 < cells.width else SPACE
        return "sqrt" if follows == ord("(") else "sqrt "
    if text in _RAISED:
        raised = (chr(int(glyph)) for glyph in cells.glyphs[row, first : last + 1])
        return "^" + "".join(_RAISED[each] for each in raised)
    return unicodedata.normalize("NFD", text)[0] + "^"


def _write(cells: Cells, row: int, first: int, last: int, text: str) -> None:
    """Puts a text in place of some cells, and shifts what is behind them into the next blanks that are enough."""
    more = len(text) - (last + 1 - first)
    end = _end_of_blanks(cells, row, last + 1, more)
    if end is None:
        return
    for part in (cells.glyphs, cells.foreground, cells.background, cells.attributes):
        line = part[row]
        line[last + 1 + more : end] = line[last + 1 : end - more].copy()
        line[last + 1 : last + 1 + more] = line[last]
    cells.glyphs[row, first : first + len(text)] = [ord(character) for character in text]


def _end_of_blanks(cells: Cells, row: int, start: int, count: int) -> int | None:
    """The column behind the first so many blanks from some column on with another one, or nothing, behind them."""
    blanks = 0
    background = int(cells.background[row, start - 1])
    for column in range(start, cells.width):
        glyph = int(cells.glyphs[row, column])
        is_blank = glyph == SPACE and int(cells.background[row, column]) == background
        if is_blank:
            if blanks == count:
                return column
            blanks += 1
            continue
        if _is_drawn(glyph) or glyph == SPACE:  # a picture of colours, or another panel
            return column if blanks == count else None
        blanks = 0
    return cells.width if blanks == count else None


def _is_drawn(glyph: int) -> bool:
    return _FIRST_DRAWN <= glyph <= _LAST_DRAWN or _FIRST_BRAILLE <= glyph <= _LAST_BRAILLE
