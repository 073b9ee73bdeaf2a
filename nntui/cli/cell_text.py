"""Cells on a terminal without an app: as text of rich, in as many colours as there are."""

from typing import TYPE_CHECKING

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.palette import ColorLevel

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_LEVELS = {
    "standard": ColorLevel.STANDARD,
    "256": ColorLevel.EIGHT_BIT,
    "truecolor": ColorLevel.TRUECOLOR,
    "windows": ColorLevel.STANDARD,
}


def console_and_level() -> "tuple[Console, ColorLevel]":
    """The terminal of standard output, and what it can show."""
    from rich.console import Console

    console = Console(highlight=False)
    level = (
        ColorLevel.MONOCHROME if console.no_color else _LEVELS.get(console.color_system or "", ColorLevel.MONOCHROME)
    )
    return console, level


def rich_text(cells: Cells) -> "Text":
    """The cells as text with styles, a line a row; blanks at the ends of lines are left out."""
    from rich.style import Style
    from rich.text import Text

    lines = []
    for y in range(cells.height):
        line = Text(no_wrap=True)
        for run in cells.runs(y):
            foreground, background = (None if color == DEFAULT else f"#{color:06x}" for color in run[1:3])
            line.append(run.text, Style(color=foreground, bgcolor=background))
        line.rstrip()
        lines.append(line)
    return Text("\n").join(lines)
