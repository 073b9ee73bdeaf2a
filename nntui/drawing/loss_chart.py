"""The plot of both losses over the epochs.

It is drawn with every frame, so that the curve ends at the epoch that is on the screen. What is drawn stays as it is
when epochs are added, until an axis grows: so a frame sends little of it.
"""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nntui.drawing.cells import BOLD, DEFAULT, REVERSE, SPACE, Cells
from nntui.drawing.numbers import count_text
from nntui.drawing.strokes import BRAILLE, DOT_BITS, joined_columns
from nntui.engine.arrays import BoolArray, FloatArray
from nntui.experiment.short_names import one_line
from nntui.language import _
from nntui.training.history import Losses
from nntui.training.loss_band import LossBand

LEAST_WIDTH = 8
LEAST_HEIGHT = 2
_ENDLESS = 1e306
"""A loss beyond it is not drawn: the axis could not be computed. Nor is one below 0, which is no loss."""
TRAIN_GLYPH = "•"
TEST_GLYPH = "○"
"""The curves where there is no colour: as the points of the grid."""
BEHIND_GLYPH = "·"
"""The curve of another run there, which is faint where there is colour."""
MEDIAN_GLYPH = "-"
_WIDE_GLYPH, _NARROW_GLYPH = "░", "▒"
"""The band of many starts there: from least to most, and between the quartiles."""
_HEIGHT_WITH_EPOCHS = 4
_HEIGHT_WITH_NAMES = 6
"""Rows from which on the curves of other runs are named: in fewer there is only the last run as a rule."""
_LONGEST_NAME = 12
_HEIGHT_WITH_LINE = 8


@dataclass(frozen=True)
class Mark:
    """An epoch that is looked at: a line through the plot, with its number where there is room for numbers.

    Attributes:
        epoch: Which.
        color: 0xRRGGBB.
    """

    epoch: int
    color: int


@dataclass(frozen=True, eq=False)
class CurveBehind:
    """The test loss of another run, which stands behind the curves.

    Attributes:
        name: At its end, where there is room.
        losses: Of that run.
    """

    name: str
    losses: Losses


@dataclass(frozen=True, eq=False)
class Band:
    """The test losses of many starts, behind everything: from least to most, denser between the quartiles.

    Attributes:
        losses: Where they are.
        name: At the end of the median, where there is room.
        shades: 0xRRGGBB, the grounds from least to most and between the quartiles; None where no colour is faint, and
            glyphs shade the band instead.
        color: 0xRRGGBB, of the median.
    """

    losses: LossBand
    name: str = ""
    shades: tuple[int, int] | None = None
    color: int = DEFAULT


@dataclass(frozen=True, eq=False)
class Behind:
    """What stands behind the curves.

    Attributes:
        curves: Other runs.
        color: 0xRRGGBB, a faint one; None where no colour is faint, and the curves are dotted instead.
        band: Many starts, behind all of them; None for none.
    """

    curves: tuple[CurveBehind, ...] = ()
    color: int | None = None
    band: Band | None = None


NOTHING_BEHIND = Behind()


def draw_losses(
    losses: Losses,
    width: int,
    height: int,
    test_color: int,
    train_color: int,
    behind: Behind = NOTHING_BEHIND,
    mark: Mark | None = None,
    titles: Sequence[str] = (),
) -> Cells:
    """Plots both losses; both axes start at 0 and end at a round number.

    Args:
        losses: What to plot.
        width: Columns.
        height: Rows. From 4 on the epochs stand below, from 8 on below a line; the losses always stand at the left.
        test_color: 0xRRGGBB, of the curve of the test loss.
        train_color: 0xRRGGBB, of the curve of the training loss.
        behind: Other runs, which the axes take in.
        mark: The epoch that is looked at; None for none.
        titles: What is plotted, in ever fewer characters: the first that fits stands at the upper right. None for the
            loss that needs no name.

    Returns:
        Cells of that size, blank where it is too small for a plot.
    """
    cells = _draw(losses, width, height, (_Curve(train_color), _Curve(test_color)), behind)
    frame = _frame_of(losses, width, height, behind) if mark is not None or titles else None
    if mark is not None and frame is not None:
        _draw_mark(cells, frame, mark)
    if titles:
        _draw_title(cells, frame, titles)
    return cells


def epoch_at(losses: Losses, width: int, height: int, x: int, behind: Behind = NOTHING_BEHIND) -> int | None:
    """The epoch that a column of the plot stands for.

    Args:
        losses: What is plotted.
        width: Columns.
        height: Rows.
        x: The column; left of the curves it is the first epoch.
        behind: Other runs, which the axes take in.

    Returns:
        The epoch, which may lie beyond the newest; None where there is no plot.
    """
    frame = _frame_of(losses, width, height, behind)
    if frame is None:
        return None
    columns = width - frame.left - 1
    cell = min(max(0, x - frame.left - 1), columns - 1)
    if cell in (0, columns - 1):  # the ends can be gone to
        return frame.last if cell else 0
    return round((2 * cell + 0.5) / (2 * columns - 1) * frame.last)


def plot_text(losses: Losses, width: int = 72, height: int = 20, name: str = "") -> str:
    """The plot of both losses as plain text, each curve with a glyph of its own.

    Args:
        losses: What to plot.
        width: Columns of the plot; the line below it takes up to 72.
        name: The loss, where it needs a name; "" for the squared error.
        height: Lines, with the one below the plot that says which curve is which and where both have got to.

    Returns:
        Up to `height` lines without colour and without trailing blanks; only the last of them where there is no plot,
        because it would be too small or there are fewer than two epochs.
    """
    cells = _draw(losses, width, height - 1, (_Curve(glyph=TRAIN_GLYPH), _Curve(glyph=TEST_GLYPH)))
    lines = [line.rstrip() for line in str(cells).splitlines()] if (cells.glyphs != SPACE).any() else []
    train, test = ((_loss(curve[-1]) if len(curve) else "–") for curve in (losses.train, losses.test))
    epoch = int(losses.epochs[-1]) if len(losses.train) else 0
    legend = _("{loss}: {train_glyph} training {train}, {test_glyph} test {test} (on top), epoch {epoch:,}")
    values = {
        "loss": name or _("Loss"),
        "train_glyph": TRAIN_GLYPH,
        "train": train,
        "test_glyph": TEST_GLYPH,
        "test": test,
        "epoch": epoch,
    }
    return "\n".join([*lines, legend.format(**values)])


@dataclass(frozen=True)
class _Curve:
    """How a curve looks: its colour, 0xRRGGBB, and its glyph, which takes a cell; "" for dots of braille."""

    color: int = DEFAULT
    glyph: str = ""


@dataclass(frozen=True)
class _Frame:
    """Where the curves have room.

    Attributes:
        left: The column of the axis at the left.
        rows: Rows of the curves.
        below: Rows of the axis of the epochs.
        top: The loss at the upper edge.
        last: The epoch at the right edge.
    """

    left: int
    rows: int
    below: int
    top: float
    last: int

    def last_text(self, width: int) -> str:
        """That epoch as it stands below a plot of so many columns, with a blank behind the 0; "" without room."""
        return count_text(self.last, max(0, width - self.left - 3))


def _draw(
    losses: Losses,
    width: int,
    height: int,
    curves: tuple[_Curve, _Curve],
    behind: Behind = NOTHING_BEHIND,
) -> Cells:
    """The plot of the training loss and over it the test loss, with other runs and many starts behind both."""
    cells = Cells(width, height)
    frame = _frame_of(losses, width, height, behind)
    if frame is None:
        return cells
    faint = _Curve(DEFAULT, BEHIND_GLYPH) if behind.color is None else _Curve(behind.color)
    others = [(each, faint) for each in behind.curves]
    band = behind.band
    if band is not None:
        _shade_band(cells, frame, band)
        median = _Curve(band.color, MEDIAN_GLYPH if band.shades is None else "")
        others.append((CurveBehind(band.name, band.losses.median), median))
    for each, curve in others:
        _draw_loss(cells, frame, each.losses, each.losses.test, curve)
    if height >= _HEIGHT_WITH_NAMES:
        for each, curve in others:
            _draw_name(cells, frame, each, curve.color)
    _draw_axes(cells, frame)
    for curve_values, curve in zip((losses.train, losses.test), curves, strict=True):
        _draw_loss(cells, frame, losses, curve_values, curve)
    return cells


def _frame_of(losses: Losses, width: int, height: int, behind: Behind) -> _Frame | None:
    """Where the curves have room; None where there is nothing to draw, or no room."""
    values = [losses.train, losses.test, *(each.losses.test for each in behind.curves)]
    every = [losses, *(each.losses for each in behind.curves)]
    if behind.band is not None:
        values.append(behind.band.losses.spread[-1])
        every.append(behind.band.losses.median)
    finite = np.concatenate([each[can_be_drawn(each)] for each in values])
    last = max((int(each.epochs[-1]) for each in every if len(each.train)), default=0)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT or last < 1 or not len(finite):
        return None
    below = 2 if height >= _HEIGHT_WITH_LINE else 1 if height >= _HEIGHT_WITH_EPOCHS else 0
    top = round_up(float(finite.max()))
    return _Frame(len(f"{top:g}"), height - below, below, top, int(round_up(max(10, last))))


def _shade_band(cells: Cells, frame: _Frame, band: Band) -> None:
    """Shades the cells between least and most, and between the quartiles over them; of each column one at least."""
    columns = cells.width - frame.left - 1
    at = np.linspace(0, frame.last, columns)
    spread, epochs = band.losses.spread, band.losses.epochs
    shown = can_be_drawn(spread).all(axis=0)
    if not shown.any():
        return
    is_there = (at >= epochs[shown][0]) & (at <= epochs[shown][-1] + frame.last / columns / 2)
    for low, high, glyph, shade in ((0, 4, _WIDE_GLYPH, 0), (1, 3, _NARROW_GLYPH, 1)):
        ends = [np.interp(at, epochs[shown], spread[place][shown]) for place in (high, low)]
        upper, lower = (
            np.clip(((1 - end / frame.top) * frame.rows).astype(np.intp), 0, frame.rows - 1) for end in ends
        )
        rows = np.arange(frame.rows)[:, None]
        place = np.zeros(cells.glyphs.shape, dtype=bool)
        place[: frame.rows, frame.left + 1 :] = (rows >= upper) & (rows <= lower) & is_there
        if band.shades is None:
            cells.glyphs[place] = ord(glyph)
            cells.foreground[place] = band.color
        else:
            cells.background[place] = band.shades[shade]


def _draw_loss(cells: Cells, frame: _Frame, losses: Losses, values: FloatArray, curve: _Curve) -> None:
    shown = can_be_drawn(values)
    if shown.any():
        _draw_curve(cells, frame, losses.epochs[shown] / frame.last, values[shown] / frame.top, curve)


def _draw_name(cells: Cells, frame: _Frame, behind: CurveBehind, color: int) -> None:
    """The name of another run over the end of its curve, below or behind it; nowhere if something stands there."""
    shown, name = can_be_drawn(behind.losses.test), _cut(behind.name)
    if not shown.any() or not name:
        return
    columns = cells.width - frame.left - 1
    across = float(behind.losses.epochs[shown][-1]) / frame.last
    up = min(1.0, float(behind.losses.test[shown][-1]) / frame.top)
    row = round((1 - up) * (frame.rows - 1))
    right = frame.left + 1 + min(columns, round(across * (columns - 1)) + 1)
    left = max(frame.left + 1, right - len(name))
    for x, y in ((left, row - 1), (left, row + 1), (right + 1, row), (left, row - 2), (left, row + 2)):
        place = np.s_[y, x - 1 : x + len(name)]
        if 0 <= y < frame.rows and x + len(name) <= cells.width and (cells.glyphs[place] == SPACE).all():
            cells.put(x, y, name, color)
            return


def _cut(name: str) -> str:
    """A name in characters of one column each, and in few of them."""
    name = one_line(name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def can_be_drawn(values: FloatArray) -> BoolArray:
    """Which losses have a place in a plot, bool of the same shape."""
    return (values >= 0) & (values < _ENDLESS)


def _draw_axes(cells: Cells, frame: _Frame) -> None:
    """Both axes with the numbers at their ends."""
    left, rows, below = frame.left, frame.rows, frame.below
    for y in range(rows):
        cells.put(left, y, "┤" if y in (0, rows - 1) else "│")
    cells.put(0, 0, f"{frame.top:g}".rjust(left))
    cells.put(0, rows - 1, "0".rjust(left))
    if below == 2:
        cells.put(left, rows, "└┬".ljust(cells.width - left - 1, "─") + "┬")
    if below:
        cells.put(left + 1, rows + below - 1, "0" + frame.last_text(cells.width).rjust(cells.width - left - 2))


def _draw_mark(cells: Cells, frame: _Frame, mark: Mark) -> None:
    """A line through the plot, on which the curves can still be seen, and below it the epoch."""
    columns = cells.width - frame.left - 1
    x = frame.left + 1 + round((2 * columns - 1) * min(1.0, mark.epoch / frame.last)) // 2  # a cell has two dots
    column = cells.glyphs[: frame.rows, x]
    is_blank = column == SPACE
    column[is_blank] = ord("│")
    cells.foreground[: frame.rows, x] = mark.color
    cells.attributes[: frame.rows, x] = np.where(is_blank, BOLD, BOLD | REVERSE)
    text = f" {mark.epoch:,} "
    if frame.below and len(text) <= columns:
        at = min(max(frame.left + 1, x - len(text) // 2), cells.width - len(text))
        row, end = frame.rows + frame.below - 1, len(frame.last_text(cells.width))
        if at + len(text) > cells.width - end:
            cells.put(cells.width - end, row, " " * end)  # no part of the last epoch stays behind the mark's
        cells.put(at, row, text, mark.color, attributes=BOLD)


def _draw_title(cells: Cells, frame: _Frame | None, titles: Sequence[str]) -> None:
    """The first title that fits, at the right of the highest row that is blank there; of none in the first row."""
    left, rows = (0, cells.height) if frame is None else (frame.left + 1, frame.rows)
    title = next((each for each in titles if each and len(each) <= cells.width - left), "")
    if not title or not rows:
        return
    x = cells.width - len(title)
    blank = (y for y in range(rows) if (cells.glyphs[y, max(left, x - 1) :] == SPACE).all())
    cells.put(x, next(blank, 0), title)


def _draw_curve(cells: Cells, frame: _Frame, across: FloatArray, up: FloatArray, curve: _Curve) -> None:
    """A line through points, whose places are shares of the width, rising, and of the height."""
    wide, high = (1, 1) if curve.glyph else (2, 4)
    columns, rows = wide * (cells.width - frame.left - 1), high * frame.rows
    x, y = across * (columns - 1), (1 - np.clip(up, 0, 1)) * (rows - 1)
    along = np.arange(round(float(x[0])), round(float(x[-1])) + 1)
    at, down = joined_columns(np.rint(np.interp(along, x, y)).astype(np.intp))
    at = at + along[0]
    place = down // high, at // wide + frame.left + 1
    if curve.glyph:
        cells.glyphs[place] = ord(curve.glyph)
    else:
        before = cells.glyphs.astype(np.intp)
        dots = np.where(before > BRAILLE, before - BRAILLE, 0)
        np.bitwise_or.at(dots, place, DOT_BITS[down % high, at % wide])
        cells.glyphs[place] = (dots[place] + BRAILLE).astype(np.uint32)
    cells.foreground[place] = curve.color


def _loss(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else "–"


def round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 5, 7 times a power of ten: an axis that moves at every frame redraws the whole plot."""
    if value < sys.float_info.min or not math.isfinite(value):  # a power of ten near the least number would be 0
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next((step * unit for step in (1, 1.5, 2, 3, 5, 7) if step * unit >= value * 0.999), 10 * unit)
