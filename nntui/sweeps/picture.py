"""The picture of a sweep in cells: a curve with its band over one setting, a heat map over two."""

import math

import numpy as np

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.colors import more_visible
from nntui.drawing.numbers import loss_text, round_ticks, tick_texts
from nntui.drawing.palette import Palette
from nntui.drawing.strokes import BRAILLE, DOT_BITS, joined_columns
from nntui.engine.arrays import FloatArray
from nntui.language import _
from nntui.sweeps.charts import Chart

MOST_WIDTH = 100
_CURVE_HEIGHT = 12
_BAND = ord("░")
_MARK = "●"
_NOTHING = "·"
_WIDEST_LABEL = 16
_LEAST_CELL = 6
_TICKS = 4
_DARK, _LIGHT = 0x000000, 0xFFFFFF


def draw_chart(chart: Chart, palette: Palette, width: int) -> Cells:
    """The picture, with its title and its axes.

    Args:
        chart: What it shows.
        palette: Colours; without shades the numbers and the glyphs say it alone.
        width: Columns at the most, 40 or more.
    """
    width = min(width, MOST_WIDTH)
    return _draw_curve(chart, palette, width) if len(chart.axes) == 1 else _draw_map(chart, palette, width)


def quality(chart: Chart) -> FloatArray:
    """How good each value is, from −1 for the worst to +1 for the best: a place on the scale of colours.

    Returns:
        float64, the shape of the values; NaN where there is none.
    """
    values = chart.values
    if chart.is_share:
        return 2 * values - 1
    finite = values[np.isfinite(values) & (values > 0)]
    if not len(finite):
        return np.where(np.isnan(values), np.nan, np.where(values <= 0, 1.0, -1.0))
    low, high = math.log(float(finite.min())), math.log(float(finite.max()))
    with np.errstate(all="ignore"):
        places = np.log(np.maximum(values, math.exp(low)))
        good = 1 - 2 * (places - low) / (high - low) if high > low else np.where(np.isnan(values), np.nan, 1.0)
    return np.where(np.isposinf(values), -1.0, good)


def value_text(chart: Chart, value: float) -> str:
    """A value in few characters."""
    if math.isnan(value):
        return _NOTHING
    if chart.is_share:
        return f"{100 * value:.0f}%"
    return "∞" if math.isinf(value) else loss_text(value)


def shortened(text: str, most: int) -> str:
    """A text in so many characters."""
    return text if len(text) <= most else text[: max(0, most - 1)] + "…" if most > 1 else text[:most]


def _draw_map(chart: Chart, palette: Palette, width: int) -> Cells:
    down, across = chart.axes
    rows = [shortened(down.shown(value), _WIDEST_LABEL) for value in down.values]
    heads = [across.shown(value) for value in across.values]
    texts = [[value_text(chart, float(value)) for value in line] for line in chart.values]
    left = max(len(shortened(down.label, _WIDEST_LABEL)), *map(len, rows)) + 1
    wanted = max(_LEAST_CELL, *(len(text) + 2 for text in (*heads, *(each for line in texts for each in line))))
    cell = max(1, min(wanted, (width - left) // max(1, len(heads))))
    shown = min(len(heads), (width - left) // cell)
    cells = Cells(max(left + shown * cell, len(chart.title), 30), len(rows) + 3 + (shown < len(heads)))
    cells.put(0, 0, chart.title)
    cells.put(left, 1, shortened(across.label, cells.width - left))
    cells.put(0, 2, shortened(down.label, _WIDEST_LABEL))
    good = quality(chart)
    for column in range(shown):
        x = left + column * cell
        cells.put(x, 2, _middle(heads[column], cell))
        for row in range(len(rows)):
            text = _middle(texts[row][column], cell) if cell >= len(texts[row][column]) else " " * cell
            behind = _shade(palette, float(good[row, column]))
            ink = DEFAULT if behind == DEFAULT else more_visible(_DARK, _LIGHT, behind)
            cells.put(x, 3 + row, text, ink, behind)
    for row, label in enumerate(rows):
        cells.put(0, 3 + row, label)
    if shown < len(heads):
        cells.put(left, len(rows) + 3, _("… and {count} more").format(count=len(heads) - shown))
    return cells


def _middle(text: str, width: int) -> str:
    return shortened(text, width).center(width)


def _shade(palette: Palette, good: float) -> int:
    return palette.shade(good) if palette.has_shades and not math.isnan(good) else DEFAULT


def _draw_curve(chart: Chart, palette: Palette, width: int) -> Cells:
    (axis,) = chart.axes
    top = axis_top(chart)
    ticks = round_ticks(0.0, top, _TICKS)
    texts = tick_texts(ticks, 8) or [f"{float(tick):g}" for tick in ticks]
    left = max(map(len, texts), default=1) + 1
    cells = Cells(width, _CURVE_HEIGHT + 4)
    cells.put(0, 0, _("{title}, with its quartiles").format(title=chart.title))
    for tick, text in zip(ticks, texts, strict=True):
        y = 1 + round((1 - float(tick) / top) * (_CURVE_HEIGHT - 1))
        cells.put(0, y, text.rjust(left - 1))
        cells.put(left - 1, y, "┤")
    for y in range(1, _CURVE_HEIGHT + 1):
        if cells.glyphs[y, left - 1] != ord("┤"):
            cells.put(left - 1, y, "│")
    room = width - left
    places = [left + round((number + 0.5) * room / len(axis.values) - 0.5) for number in range(len(axis.values))]
    _draw_band(cells, chart, places, top, palette)
    _draw_median(cells, chart, places, top, palette)
    cells.put(left - 1, _CURVE_HEIGHT + 1, "└" + "─" * room)
    _draw_labels(cells, [axis.shown(value) for value in axis.values], places)
    cells.put(left, _CURVE_HEIGHT + 3, axis.label.center(room).rstrip())
    return cells


def axis_top(chart: Chart) -> float:
    """Where the axis of the losses ends: above the highest upper quartile that is finite."""
    finite = [value for value in (*chart.high, *chart.values) if math.isfinite(value)]
    highest = max(finite, default=1.0) or 1.0
    ticks = round_ticks(0.0, 1.25 * highest, _TICKS)
    return next((float(tick) for tick in ticks if float(tick) >= highest), 1.25 * highest)


def _row_of(value: float, top: float) -> float:
    """How far below the upper edge of the curves a loss is, in rows."""
    return (1 - min(max(value, 0.0), top) / top) * _CURVE_HEIGHT


def _draw_band(cells: Cells, chart: Chart, places: list[int], top: float, palette: Palette) -> None:
    """Fills what lies between the quartiles."""
    known = [number for number in range(len(places)) if not math.isnan(chart.low[number])]
    if not known:
        return
    at = [places[number] for number in known]
    low, high = ([_row_of(float(values[number]), top) for number in known] for values in (chart.low, chart.high))
    for x in range(at[0], at[-1] + 1):
        first, last = (float(np.interp(x, at, rows)) for rows in (high, low))
        for y in range(math.floor(first), max(math.floor(first) + 1, math.ceil(last))):
            cells.glyphs[1 + min(y, _CURVE_HEIGHT - 1), x] = _BAND
            cells.foreground[1 + min(y, _CURVE_HEIGHT - 1), x] = palette.muted


def _draw_median(cells: Cells, chart: Chart, places: list[int], top: float, palette: Palette) -> None:
    """The line through the medians, and a mark at each."""
    known = [number for number in range(len(places)) if not math.isnan(chart.values[number])]
    color = palette.positive_edges[-1]
    if len(known) > 1:
        x = [2 * places[number] + 1 for number in known]
        y = [4 * _row_of(float(chart.values[number]), top) for number in known]
        along = np.arange(x[0], x[-1] + 1)
        down = np.clip(np.rint(np.interp(along, x, y)), 0, 4 * _CURVE_HEIGHT - 1).astype(np.intp)
        at, down = joined_columns(down)
        at = at + along[0]
        place = 1 + down // 4, at // 2
        dots = np.zeros(cells.glyphs.shape, dtype=np.intp)
        np.bitwise_or.at(dots, place, DOT_BITS[down % 4, at % 2])
        cells.glyphs[dots > 0] = (dots[dots > 0] + BRAILLE).astype(np.uint32)
        cells.foreground[dots > 0] = color
    for number in known:
        row = min(_CURVE_HEIGHT - 1, math.floor(_row_of(float(chart.values[number]), top)))
        cells.put(places[number], 1 + row, _MARK, color)


def _draw_labels(cells: Cells, labels: list[str], places: list[int]) -> None:
    """The values below the axis; where they do not fit beside each other, every second, third and so on."""
    step = next(
        (step for step in range(1, len(labels) + 1) if _fit(labels[::step], places[::step], cells.width)), len(labels)
    )
    for label, place in list(zip(labels, places, strict=True))[::step]:
        cells.put(min(max(0, place - len(label) // 2), cells.width - len(label)), _CURVE_HEIGHT + 2, label)


def _fit(labels: list[str], places: list[int], width: int) -> bool:
    return (
        all(
            (len(one) + len(other)) / 2 + 1 < there - here
            for one, other, here, there in zip(labels, labels[1:], places, places[1:], strict=False)
        )
        and max(map(len, labels)) < width
    )
