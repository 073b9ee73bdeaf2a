"""A film as an asciinema cast, version 2: what a terminal is sent, with the times; `asciinema play` shows it."""

import json
from collections.abc import Iterable, Iterator

from nntui.drawing.cells import CONTINUED, Cells, by_columns
from nntui.drawing.grid_picture import paint
from nntui.drawing.loss_chart import Behind, CurveBehind, draw_losses
from nntui.drawing.loss_titles import plot_titles
from nntui.drawing.palette import ColorLevel, Palette, make_palette
from nntui.paper.film import FRAME_S, LAST_S, FilmStyle, Frame

WIDTH, HEIGHT = 80, 24
GRID_CELLS = 40, 20
"""Columns and rows of the grid: twice as wide as high in cells, so that it is a square."""
_GROUND, _INK, _SOFT, _FAINT = 0x101418, 0xE6E6E6, 0x9A9A9A, 0x4A4F55
_TEST, _TRAIN = 0x6FB1F5, 0xE0995A
_TOP = 2
_PLOT_LEFT, _PLOT_WIDTH, _PLOT_HEIGHT = 43, 36, 16


def film_cast(frames: Iterable[Frame], style: FilmStyle) -> str:
    """The film, a line of JSON for each picture.

    Args:
        frames: With grids of `GRID_CELLS`.
        style: What is the same in all.
    """
    head = {"version": 2, "width": WIDTH, "height": HEIGHT, "title": style.title}
    lines = [json.dumps(head, ensure_ascii=False)]
    palette = make_palette(style.figure.palette.name, _GROUND, ColorLevel.TRUECOLOR)
    before: Cells | None = None
    time = 0.0
    for at, frame in enumerate(frames):
        cells = _cells(frame, style, palette).filled(_INK, _GROUND)
        time = round(at * FRAME_S, 3)
        start = "\x1b[?25l\x1b[2J" if before is None else ""
        lines.append(_event(time, start + "".join(_changes(cells, before))))
        before = cells
    lines.append(_event(round(time + LAST_S, 3), f"\x1b[0m\x1b[{HEIGHT};1H\x1b[?25h"))
    return "\n".join(lines) + "\n"


def _event(time: float, text: str) -> str:
    return json.dumps([time, "o", text], ensure_ascii=False)


def _cells(frame: Frame, style: FilmStyle, palette: Palette) -> Cells:
    """A picture: the grid at the left, the losses at the right."""
    cells = Cells(WIDTH, HEIGHT)
    cells.put(1, 0, by_columns(style.title), _INK)
    cells.paste(paint(frame.picture, palette, *GRID_CELLS), 1, _TOP)
    snapshot = frame.snapshot
    whole = Behind((CurveBehind("", snapshot.history),), _FAINT)
    titles = plot_titles(snapshot.experiment.used_loss)
    so_far = snapshot.history.until(snapshot.epoch)
    cells.paste(
        draw_losses(so_far, _PLOT_WIDTH, _PLOT_HEIGHT, _TEST, _TRAIN, whole, titles=titles), _PLOT_LEFT, _TOP + 4
    )
    for row, text in enumerate(style.summary(snapshot).split(" · ")):
        cells.put(_PLOT_LEFT, _TOP + row, text, (_INK, _TEST, _TRAIN)[min(row, 2)])
    return cells


def _changes(cells: Cells, before: Cells | None) -> Iterator[str]:
    """What a terminal is sent to show some cells after others."""
    look: tuple[int, int] | None = None
    for area in cells.changed_areas(Cells(cells.width, cells.height) if before is None else before):
        part = cells.part(area)
        for row in range(part.height):
            yield f"\x1b[{area.y + row + 1};{area.x + 1}H"
            for run in part.runs(row):
                if (run.foreground, run.background) != look:
                    look = run.foreground, run.background
                    yield f"\x1b[38;2;{_rgb(run.foreground)};48;2;{_rgb(run.background)}m"
                yield run.text.replace(CONTINUED, "")


def _rgb(color: int) -> str:
    return f"{color >> 16};{color >> 8 & 0xFF};{color & 0xFF}"
