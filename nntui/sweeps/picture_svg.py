"""The picture of a sweep as SVG, for slides and papers: on white, with a font of the reader's own."""

import math
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from nntui.drawing.class_names import printable_line
from nntui.drawing.colors import more_visible
from nntui.drawing.numbers import round_ticks, tick_texts
from nntui.drawing.palette import make_palette
from nntui.language import _
from nntui.sweeps.charts import Chart
from nntui.sweeps.picture import axis_top, quality, shortened, value_text

_WHITE = 0xFFFFFF
_INK, _SOFT, _CURVE, _BAND = "#222222", "#666666", "#0877bd", "#cfe3f1"
_TOP, _LEFT, _RIGHT, _BELOW = 64, 110, 24, 64
_CELL_WIDTH, _CELL_HEIGHT = 64, 34
_CURVE_WIDTH, _CURVE_HEIGHT = 520, 300
_LETTER = 6.6
"""The width of a letter of 12 pixels, about."""
_TICKS = 5


def chart_svg(chart: Chart, title: str, subtitle: str = "") -> str:
    """The picture of a chart.

    Args:
        chart: What it shows.
        title: A line in bold over it.
        subtitle: A line below that.

    Returns:
        A complete SVG document. Any text in it is freed of characters that XML does not allow.
    """
    return _curve(chart, title, subtitle) if len(chart.axes) == 1 else _heat_map(chart, title, subtitle)


def _begin(width: float, height: float, title: str, subtitle: str) -> Element:
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {_number(width)} {_number(height)}",
        "width": _number(width),
        "height": _number(height),
        "role": "img",
        "font-family": "Helvetica, Arial, sans-serif",
        "font-size": "12",
        "fill": _INK,
    }
    root = Element("svg", attributes)
    _add(root, "title", printable_line(title))
    _add(root, "rect", width=_number(width), height=_number(height), fill="#ffffff")
    for text, y, size, look in (
        (title, 26, 16, {"font_weight": "bold"}),
        (subtitle, 46, 12, {"fill": _SOFT}),
    ):
        line = printable_line(text)
        fitting = min(size, (width - 32) / (_LETTER / 12 * max(1, len(line))))
        _text(root, 16, y, line, font_size=_number(fitting), **look)
    return root


def _end(root: Element) -> str:
    indent(root, "")
    return tostring(root, encoding="unicode") + "\n"


def _add(parent: Element, tag: str, text: str | None = None, **attributes: object) -> Element:
    """Adds an element; in the name of an attribute an underscore stands for a hyphen."""
    element = SubElement(parent, tag, {name.replace("_", "-"): str(value) for name, value in attributes.items()})
    element.text = text
    return element


def _text(parent: Element, x: float, y: float, text: str, **look: object) -> None:
    _add(parent, "text", printable_line(text), x=_number(x), y=_number(y), **look)


def _heat_map(chart: Chart, title: str, subtitle: str) -> str:
    down, across = chart.axes
    rows, columns = [[axis.shown(value) for value in axis.values] for axis in chart.axes]
    left = max(_LEFT, 40 + _LETTER * max(len(shortened(text, 30)) for text in (*rows, down.label)))
    cell = max(_CELL_WIDTH, 12 + _LETTER * max(len(shortened(text, 16)) for text in columns))
    width, height = left + len(columns) * cell + _RIGHT, _TOP + 22 + len(rows) * _CELL_HEIGHT + _BELOW - 22
    root = _begin(max(width, 420), height, title, subtitle)
    palette, good = make_palette("playground", _WHITE), quality(chart)
    top = _TOP + 22
    _text(root, left - 12, top - 8, down.label, text_anchor="end", font_weight="bold")
    for number, text in enumerate(columns):
        _text(root, left + (number + 0.5) * cell, top - 8, shortened(text, 16), text_anchor="middle")
    for row, text in enumerate(rows):
        y = top + row * _CELL_HEIGHT
        _text(root, left - 12, y + _CELL_HEIGHT / 2 + 4, shortened(text, 30), text_anchor="end")
        for column in range(len(columns)):
            value = float(good[row, column])
            behind = _WHITE if math.isnan(value) else palette.shade(value)
            box = f"M{_number(left + column * cell)} {_number(y)}h{_number(cell)}v{_CELL_HEIGHT}h-{_number(cell)}z"
            _add(root, "path", d=box, fill=_hex(behind), stroke="#ffffff")
            ink = _hex(more_visible(0x222222, _WHITE, behind))
            middle = left + (column + 0.5) * cell, y + _CELL_HEIGHT / 2 + 4
            _text(root, *middle, value_text(chart, float(chart.values[row, column])), text_anchor="middle", fill=ink)
    below = top + len(rows) * _CELL_HEIGHT + 24
    _text(root, left + len(columns) * cell / 2, below, across.label, text_anchor="middle", font_weight="bold")
    return _end(root)


def _curve(chart: Chart, title: str, subtitle: str) -> str:
    (axis,) = chart.axes
    top, left = axis_top(chart), 72
    root = _begin(left + _CURVE_WIDTH + _RIGHT, _TOP + _CURVE_HEIGHT + _BELOW, title, subtitle)
    places = [left + (number + 0.5) * _CURVE_WIDTH / len(axis.values) for number in range(len(axis.values))]

    def down(loss: float) -> float:
        return _TOP + (1 - min(max(loss, 0.0), top) / top) * _CURVE_HEIGHT

    _add_axis(root, left, top)
    known = [number for number in range(len(places)) if not math.isnan(chart.values[number])]
    high = [(places[number], down(float(chart.high[number]))) for number in known]
    low = [(places[number], down(float(chart.low[number]))) for number in reversed(known)]
    middle = [(places[number], down(float(chart.values[number]))) for number in known]
    _add(root, "polygon", points=_points([*high, *low]), fill=_BAND, stroke=_BAND, stroke_width=2)
    _add(root, "polyline", points=_points(middle), fill="none", stroke=_CURVE, stroke_width=2)
    for x, y in middle:
        _add(root, "circle", cx=_number(x), cy=_number(y), r=4, fill=_CURVE, stroke="#ffffff")
    bottom = _TOP + _CURVE_HEIGHT
    room = int(_CURVE_WIDTH / len(places) / _LETTER)
    for value, x in zip(axis.values, places, strict=True):
        _text(root, x, bottom + 20, shortened(axis.shown(value), max(3, room)), text_anchor="middle")
    _text(root, left + _CURVE_WIDTH / 2, bottom + 44, axis.label, text_anchor="middle", font_weight="bold")
    turn = f"rotate(-90 18 {_number(_TOP + _CURVE_HEIGHT / 2)})"
    words = _("{title}, with its quartiles").format(title=chart.title)
    _text(root, 18, _TOP + _CURVE_HEIGHT / 2, words, text_anchor="middle", transform=turn)
    return _end(root)


def _add_axis(root: Element, left: float, top: float) -> None:
    bottom = _TOP + _CURVE_HEIGHT
    ticks = round_ticks(0.0, top, _TICKS)
    for tick, text in zip(ticks, tick_texts(ticks, 8) or map(str, ticks), strict=True):
        y = bottom - float(tick) / top * _CURVE_HEIGHT
        _add(root, "path", d=f"M{_number(left)} {_number(y)}h{_CURVE_WIDTH}", stroke="#dddddd")
        _text(root, left - 8, y + 4, text, text_anchor="end")
    _add(root, "path", d=f"M{_number(left)} {_TOP}v{_CURVE_HEIGHT}h{_CURVE_WIDTH}", stroke=_INK, fill="none")


def _points(places: list[tuple[float, float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in places)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _hex(color: int) -> str:
    return f"#{color:06x}"
