"""A card as cells: a text in a box, with its title in the upper border and related cards in the lower one."""

import re
import textwrap
from dataclasses import dataclass
from typing import NamedTuple

from nntui.drawing.cells import BOLD, DEFAULT, REVERSE, Cells

BORDER = 1
CLOSE = "×"
_MARGIN = 3
"""Columns of a corner, a line and a blank at either end of a border."""
_LEAST_PADDED = 30
"""Columns from which a blank stands between the border and the text."""
_LEAD = re.compile(r"\w+:(?= )")
_BETWEEN = " · "


class CardText(NamedTuple):
    """A paragraph of a card.

    Attributes:
        text: With line feeds where a line ends for sure.
        is_block: Whether its lines are not wrapped.
    """

    text: str
    is_block: bool = False


@dataclass(frozen=True)
class CardFace:
    """What a card shows.

    Attributes:
        title: In the upper border.
        paragraphs: The text.
        related: Titles of other cards, in the lower border.
        marked: Which of them is marked; None for none.
        way: A few words before them: how to get there.
        note: A few words in the upper border, if there is room.
        more: A few words at the end of the lower border while not all of the text is seen.
    """

    title: str
    paragraphs: tuple[CardText, ...]
    related: tuple[str, ...] = ()
    marked: int | None = None
    way: str = ""
    note: str = ""
    more: str = ""


def text_width(width: int) -> int:
    """Columns for the text of a card that is so wide."""
    return max(1, width - 2 * BORDER - 2 * _padding(width))


def _padding(width: int) -> int:
    return 1 if width >= _LEAST_PADDED else 0


def card_lines(face: CardFace, width: int) -> list[str]:
    """The text in lines, with a blank one between two paragraphs.

    Args:
        face: What is shown.
        width: Columns of the text.
    """
    lines: list[str] = []
    for paragraph in face.paragraphs:
        if lines:
            lines.append("")
        for line in paragraph.text.split("\n"):
            lines += [line] if paragraph.is_block else textwrap.wrap(line, width, break_on_hyphens=False)
    return lines


def rows_for(face: CardFace, width: int) -> int:
    """Rows of a card that is so wide."""
    return len(card_lines(face, text_width(width))) + 2 * BORDER


def related_spots(face: CardFace, width: int) -> list[tuple[int, str]]:
    """The column and the text of each related card in the lower border, as many whole ones as fit."""
    spots: list[tuple[int, str]] = []
    end = width - _MARGIN - (len(face.more) + 1 if face.more else 0)
    x = _MARGIN + (len(face.way) + 1 if face.way else 0)
    for title in face.related:
        if x + len(title) > end:
            break
        spots.append((x, title))
        x += len(title) + len(_BETWEEN)
    return spots


def close_column(width: int) -> int:
    """The column of the × that closes the card."""
    return max(0, width - _MARGIN - BORDER)


def draw_card(cells: Cells, face: CardFace, scroll: int = 0, accent: int = DEFAULT) -> None:
    """Draws a card that fills the cells.

    Args:
        cells: Blank.
        face: What is shown.
        scroll: Lines of the text above the first that is seen.
        accent: The colour of the border, 0xRRGGBB.
    """
    width, height = cells.width, cells.height
    _draw_border(cells, accent)
    _draw_upper(cells, face, accent)
    _draw_lower(cells, face, accent)
    left = BORDER + _padding(width)
    lines = card_lines(face, text_width(width))[scroll : scroll + max(0, height - 2 * BORDER)]
    for row, line in enumerate(lines, start=BORDER):
        cells.put(left, row, line[: text_width(width)])
        lead = _LEAD.match(line)
        if lead:
            cells.put(left, row, lead[0], attributes=BOLD)


def _draw_border(cells: Cells, accent: int) -> None:
    width, height = cells.width, cells.height
    cells.put(0, 0, "╭" + "─" * (width - 2) + "╮", accent)
    for row in range(1, height - 1):
        cells.put(0, row, "│", accent)
        cells.put(width - 1, row, "│", accent)
    cells.put(0, height - 1, "╰" + "─" * (width - 2) + "╯", accent)


def _draw_upper(cells: Cells, face: CardFace, accent: int) -> None:
    close = close_column(cells.width)
    title = face.title[: max(0, close - _MARGIN - 1)]
    cells.put(_MARGIN - 1, 0, f" {title} ", accent, attributes=BOLD)
    if close > _MARGIN:
        cells.put(close - 1, 0, f" {CLOSE} ", accent, attributes=BOLD)
    column = close - len(face.note) - 3
    if face.note and column > _MARGIN + len(title) + 1:
        cells.put(column, 0, f" {face.note} ")


def _draw_lower(cells: Cells, face: CardFace, accent: int) -> None:
    width, row = cells.width, cells.height - 1
    spots = related_spots(face, width)
    if spots:
        first, (last_column, last) = spots[0][0], spots[-1]
        cells.put(_MARGIN - 1, row, " " * (last_column + len(last) + 2 - _MARGIN))
        cells.put(_MARGIN, row, face.way[: first - _MARGIN], accent)
        for column, _ in spots[1:]:
            cells.put(column - len(_BETWEEN), row, _BETWEEN, accent)
        for index, (column, title) in enumerate(spots):
            cells.put(column, row, title, attributes=BOLD | REVERSE if index == face.marked else BOLD)
    if face.more and len(face.more) + 2 * _MARGIN <= width:
        cells.put(width - _MARGIN - len(face.more) - 1, row, f" {face.more} ", accent)
