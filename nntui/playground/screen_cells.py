"""The whole screen as cells, for a picture of it."""

from collections.abc import Iterable
from itertools import chain

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App

from nntui.drawing.cells import BOLD, DEFAULT, DIM, ITALIC, REVERSE, STRIKE, UNDERLINE, Cells, by_columns

_PAPER, _INK = 0x000000, 0xFFFFFF
"""What stands where a terminal has its own colours."""


def screen_cells(app: App[object]) -> Cells:
    """The screen as it is, dialogs included, with a colour in every cell."""
    width, height = app.size
    cells = Cells(width, height)
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    for y, strips in enumerate(getattr(update, "strips", ())):
        _put(cells, y, chain.from_iterable(strips))
    return cells.filled(_INK, _PAPER)


def _put(cells: Cells, y: int, segments: Iterable[Segment]) -> None:
    x = 0
    for text, style, control in segments:
        if control:
            continue
        shown, style = by_columns(text), style or Style.null()
        cells.put(x, y, shown, _number(style.color), _number(style.bgcolor), _attributes(style))
        x += len(shown)


def _number(color: Color | None) -> int:
    if color is None or color.is_default:
        return DEFAULT
    red, green, blue = color.get_truecolor()
    return red << 16 | green << 8 | blue


def _attributes(style: Style) -> int:
    named = {
        BOLD: style.bold,
        DIM: style.dim,
        UNDERLINE: style.underline,
        REVERSE: style.reverse,
        ITALIC: style.italic,
        STRIKE: style.strike,
    }
    return sum(attribute for attribute, is_set in named.items() if is_set)
