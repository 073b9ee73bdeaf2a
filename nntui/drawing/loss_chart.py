"""The plot of both losses over the epochs, drawn by plotext.

plotext is held at 5.3. Version 6.1 is a rewrite on a compiled kernel: measured side by side on one machine, its import
takes 113 ms and a plot of 2×400 points at 44×12 cells 8.5 ms, against 31 ms and 6.6 ms, and it has no wheel for 32-bit
ARM or musl, where it wants a C++ compiler. It is imported at the first plot, after the first screen is up, and is given
no more points than there are columns of dots: 2×88 points at 44×12 take 2.9 ms.
"""

import math
from dataclasses import dataclass

import numpy as np
from rich.text import Text

from nntui.drawing.cells import DEFAULT, SPACE, Cells
from nntui.drawing.colors import channels
from nntui.engine.arrays import BoolArray, FloatArray, IntArray
from nntui.training.history import Losses

LEAST_WIDTH = 8
LEAST_HEIGHT = 2
_ENDLESS = 1e306
"""A loss beyond it is not drawn: the axis could not be computed. Nor is one below 0, which is no loss: plotext would
draw the line to it far below the axis, dot by dot."""
TRAIN_GLYPH = "•"
TEST_GLYPH = "○"
"""The curves where there is no colour: as the points of the grid."""
_HEIGHT_WITH_TICKS = 5


def draw_losses(losses: Losses, width: int, height: int, test_color: int, train_color: int) -> Cells:
    """Plots both losses; both axes start at 0 and end at a round number.

    Args:
        losses: What to plot.
        width: Columns.
        height: Rows. From 5 on there are ticks at both axes, below that at the vertical one.
        test_color: 0xRRGGBB, of the curve of the test loss.
        train_color: 0xRRGGBB, of the curve of the training loss.

    Returns:
        Cells of that size, blank where it is too small for a plot.
    """
    curves = (_Curve("braille", train_color), _Curve("braille", test_color))
    return _draw(losses, width, height, 2 * width, curves)


def plot_text(losses: Losses, width: int = 72, height: int = 20) -> str:
    """The plot of both losses as plain text, each curve with a glyph of its own.

    Args:
        losses: What to plot.
        width: Columns of the plot; the line below it takes up to 72.
        height: Lines, with the one below the plot that says which curve is which and where both have got to.

    Returns:
        Up to `height` lines without colour and without trailing blanks; only the last of them where there is no plot,
        because it would be too small or there are fewer than two epochs.
    """
    cells = _draw(losses, width, height - 1, width, (_Curve(TRAIN_GLYPH), _Curve(TEST_GLYPH)))
    lines = [line.rstrip() for line in str(cells).splitlines()] if (cells.glyphs != SPACE).any() else []
    train, test = ((_loss(curve[-1]) if len(curve) else "–") for curve in (losses.train, losses.test))
    epoch = int(losses.epochs[-1]) if len(losses.train) else 0
    legend = f"Loss: {TRAIN_GLYPH} training {train}, {TEST_GLYPH} test {test} (on top), epoch {epoch:,}"
    return "\n".join([*lines, legend])


@dataclass(frozen=True)
class _Curve:
    """How a curve looks: its marker as plotext knows it, and its colour, 0xRRGGBB."""

    marker: str
    color: int = 0


def _draw(losses: Losses, width: int, height: int, most: int, curves: tuple[_Curve, _Curve]) -> Cells:
    """The plot of the training loss and over it the test loss, of so many epochs at the most."""
    cells = Cells(width, height)
    chosen = thin(len(losses.train), most)
    epochs, train, test = losses.epochs[chosen], losses.train[chosen], losses.test[chosen]
    finite = np.concatenate([train[_can_be_drawn(train)], test[_can_be_drawn(test)]])
    if width < LEAST_WIDTH or height < LEAST_HEIGHT or len(epochs) < 2 or not len(finite):
        return cells
    import plotext  # not before it is needed: the module docstring says what it costs

    _prepare(width, height, float(finite.max()), int(epochs[-1]))
    for values, curve in zip((train, test), curves, strict=True):
        shown = _can_be_drawn(values)
        if shown.any():
            x, y = epochs[shown].tolist(), values[shown].tolist()
            plotext.plot(x, y, marker=curve.marker, color=channels(curve.color))
    _paint(cells, plotext.build())
    return cells


def _can_be_drawn(values: FloatArray) -> BoolArray:
    return (values >= 0) & (values < _ENDLESS)


def _prepare(width: int, height: int, greatest: float, last_epoch: int) -> None:
    """An empty figure with both axes."""
    import plotext

    top = _round_up(greatest)
    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plot_size(width, height)
    for paint in (plotext.canvas_color, plotext.axes_color, plotext.ticks_color):
        paint("default")
    has_ticks = height >= _HEIGHT_WITH_TICKS
    plotext.xaxes(has_ticks, False)
    plotext.yaxes(True, False)
    plotext.ylim(0, top)
    plotext.yticks([0, top], ["0", f"{top:g}"])
    last = int(_round_up(max(10, last_epoch)))
    plotext.xlim(0, last)
    plotext.xticks([0, last] if has_ticks else [], ["0", f"{last:,}"] if has_ticks else [])


def _loss(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else "–"


def thin(count: int, most: int) -> IntArray:
    """Which of so many values to show when there is room for `most`: evenly spread, with the first and the last."""
    if count <= most:
        return np.arange(count)
    # Further apart than 1, so no two are the same: np.unique would load np.ma, which takes 1.4 MB.
    return np.rint(np.linspace(0, count - 1, most)).astype(np.intp)


def _round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 5, 7 times a power of ten: an axis that moves at every frame redraws the whole plot."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next((step * unit for step in (1, 1.5, 2, 3, 5, 7) if step * unit >= value * 0.999), 10 * unit)


def _paint(cells: Cells, ansi: str) -> None:
    for y, line in enumerate(ansi.splitlines()[: cells.height]):
        text = Text.from_ansi(line)
        cells.put(0, y, text.plain)
        for start, end, style in text.spans:
            color = getattr(style, "color", None)
            if color is not None and color.triplet is not None:
                red, green, blue = color.triplet
                cells.foreground[y, start:end] = red << 16 | green << 8 | blue
            elif color is not None:
                cells.foreground[y, start:end] = DEFAULT
