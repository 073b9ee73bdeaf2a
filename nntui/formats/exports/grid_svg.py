"""The decision grid as a vector picture for slides and papers, made from arrays and not from cells.

It is drawn on white, whatever the theme, and needs no font but the reader's own.
"""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len

from nntui.drawing.class_names import SIGNS, UNNAMED, printable_line
from nntui.drawing.colors import between, contrast
from nntui.drawing.heat_map import Points
from nntui.drawing.numbers import aligned_texts, ends, round_ticks, tick_texts
from nntui.drawing.palette import SHADES, ColorLevel, Palette
from nntui.drawing.plane import PixelGrid
from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.user_points import Scale, Units

MOST_POINTS = 5000
"""Of more points so many are drawn, evenly chosen."""

_SIDE = 440
_LEFT = 76
_TOP = 66
_RIGHT = _LEFT + _SIDE
_BOTTOM = _TOP + _SIDE
_BAR = _RIGHT + 18
_BAR_WIDTH = 14
_WIDTH = 636
_HEIGHT = _BOTTOM + 92
_RADIUS = 3.2
_INK = "#222222"
_SOFT = "#666666"
_LETTER = 0.52
"""The width of a letter, about, as a share of its size."""
_MOST_LETTERS = 24
_STEPS = 6
_SAME = Units()
_VISIBLE = 2.0
"""A colour with less contrast to white than this has a dark outline instead of a white one."""


@dataclass(frozen=True, eq=False)
class GridFigure:
    """What the picture shows.

    Attributes:
        values: float64, shape (rows, columns), the values over the square, the top row first.
        points: The points over it; what comes later lies on top. Those outside the square are left out.
        palette: Colours; best those for truecolor on white.
        title: One or two lines of text over it, the first of them in bold: the data set, the epoch, the losses.
        discretize: Only the sign of the values is shown.
        units: Of the axes and of the colour scale.
        names: What the coordinates and the value are called.
        classes: What −1 and +1 are called; None for regression.
    """

    values: FloatArray
    points: tuple[Points, ...]
    palette: Palette
    title: str = ""
    discretize: bool = False
    units: Units = _SAME
    names: tuple[str, str, str] = ("X₁", "X₂", "output")
    classes: tuple[str, str] | None = None


def grid_svg(figure: GridFigure) -> str:
    """The picture: heat map, points, axes, colour scale and legend.

    Args:
        figure: What it shows.

    Returns:
        A complete SVG document. Any text in it is escaped, and freed of characters that XML does not allow.
    """
    palette = _printed(figure.palette)
    parts = (
        _title(figure.title),
        _area(palette.shades(figure.values, figure.discretize), _LEFT, _TOP, _SIDE, _SIDE, "values"),
        _axes(figure.units, figure.names),
        _color_scale(palette, figure),
        _points(palette, figure.points),
        _legend(palette, figure),
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
            f'height="{_HEIGHT}" role="img" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="{_INK}">',
            *(line for part in parts for line in part),
            "</svg>\n",
        )
    )


def _printed(palette: Palette) -> Palette:
    """A palette with shades: where a terminal has none, weak colours or greys stand for them."""
    if palette.has_shades:
        return palette
    if palette.has_colors:
        negative, positive = palette.scale
        return dataclasses.replace(
            palette, level=ColorLevel.TRUECOLOR, scale=between((negative, 0xFFFFFF, positive), SHADES)
        )
    return dataclasses.replace(palette, level=ColorLevel.TRUECOLOR, scale=between((0xFFFFFF, 0x606060), SHADES))


def _title(title: str) -> Iterator[str]:
    lines = [printable_line(line) for line in title.splitlines()]
    if any(lines):
        yield f"<title>{escape(' – '.join(filter(None, lines)))}</title>"
    yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>'
    for row, line in enumerate(lines[:2]):
        size = min((16, 12)[row], (_WIDTH - 2 * 20) / (_LETTER * max(1, cell_len(line))))
        look = 'font-weight="bold"' if row == 0 else f'fill="{_SOFT}"'
        y = _TOP - (36, 16)[row] if len(lines) > 1 else _TOP - 22
        yield _text(_LEFT, y, line, f'font-size="{_number(size)}" {look}')


def _area(colors: NDArray[np.int32], x: int, y: int, width: int, height: int, name: str) -> Iterator[str]:
    """One path for each colour over an area of the commonest one; the coordinates in it are columns and rows."""
    rows, columns = colors.shape
    if not rows or not columns:
        return
    shades, counts = np.unique(colors, return_counts=True)
    common = int(shades[np.argmax(counts)])
    scale = f"{width / columns:.6g} {height / rows:.6g}"
    yield f'<g id="{name}" shape-rendering="crispEdges" transform="translate({x} {y}) scale({scale})">'
    yield f'<rect width="{columns}" height="{rows}" fill="{_hex(common)}"/>'
    rectangles: dict[int, list[str]] = {}
    for color, left, top, across, down in _rectangles(colors):
        rectangles.setdefault(color, []).append(f"M{left} {top}h{across}v{down}h-{across}z")
    for color in sorted(rectangles.keys() - {common}):
        yield f'<path fill="{_hex(color)}" d="{"".join(rectangles[color])}"/>'
    yield "</g>"
    yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="{_INK}"/>'


def _rectangles(colors: NDArray[np.int32]) -> Iterator[tuple[int, int, int, int, int]]:
    """Runs of one colour, those that are alike in rows below each other as one: colour, x, y, width, height."""
    rows, columns = colors.shape
    growing: dict[tuple[int, int, int], int] = {}
    for y in range(rows + 1):
        here: dict[tuple[int, int, int], int] = {}
        if y < rows:
            starts = [0, *(np.flatnonzero(np.diff(colors[y])) + 1).tolist()]
            for start, end in zip(starts, [*starts[1:], columns], strict=True):
                run = int(colors[y, start]), start, end
                here[run] = growing.get(run, y)
        for run, top in growing.items():
            if run not in here:
                color, start, end = run
                yield color, start, top, end - start, y - top
        growing = here


def _axes(units: Units, names: tuple[str, str, str]) -> Iterator[str]:
    yield f'<g id="axes" stroke="{_INK}">'
    across, down = _ticks(units.x1, GRID_LIMIT), _ticks(units.x2, GRID_LIMIT)
    yield from (f'<path d="M{_number(_LEFT + share * _SIDE)} {_BOTTOM}v5"/>' for share, _ in across)
    yield from (f'<path d="M{_LEFT} {_number(_BOTTOM - share * _SIDE)}h-5"/>' for share, _ in down)
    yield "</g>"
    for share, text in across:
        yield _text(_LEFT + share * _SIDE, _BOTTOM + 18, text, 'text-anchor="middle"')
    for share, text in down:
        yield _text(_LEFT - 9, _BOTTOM - share * _SIDE + 4, text, 'text-anchor="end"')
    middle = _TOP + _SIDE / 2
    yield _text(_LEFT + _SIDE / 2, _BOTTOM + 38, _cut(names[0], 60), 'text-anchor="middle" font-size="13"')
    turn = f'text-anchor="middle" font-size="13" transform="rotate(-90 22 {_number(middle)})"'
    yield _text(22, middle, _cut(names[1], 60), turn)


def _ticks(scale: Scale, limit: float) -> list[tuple[float, str]]:
    """The ticks of an axis: how far along it each is, from 0 to 1, and its number."""
    low, high = ends(scale, limit)
    steps = _STEPS
    while steps:
        numbers = round_ticks(low, high, steps)
        texts = aligned_texts(numbers, 7) or tick_texts(numbers, 8)
        if texts is not None:
            shares = [(float(number) - low) / (high - low) for number in numbers]
            return list(zip(shares, texts, strict=True))
        steps -= 1
    return []


def _color_scale(palette: Palette, figure: GridFigure) -> Iterator[str]:
    """The bar at the right. Where only signs are shown, the one number that means something is that between the two."""
    values = np.linspace(1.0, -1.0, 2 if figure.discretize else len(palette.scale))
    yield from _area(palette.shades(values, figure.discretize)[:, np.newaxis], _BAR, _TOP, _BAR_WIDTH, _SIDE, "scale")
    right = _BAR + _BAR_WIDTH
    for share, text in _ticks(figure.units.label, 1.0):
        if figure.discretize and not math.isclose(share, 0.5):
            continue
        y = _BOTTOM - share * _SIDE
        yield f'<path d="M{right} {_number(y)}h4" stroke="{_INK}"/>'
        yield _text(right + 7, y + 4, text, "")
    middle = _TOP + _SIDE / 2
    turn = f'text-anchor="middle" font-size="13" transform="rotate(-90 {_WIDTH - 10} {_number(middle)})"'
    yield _text(_WIDTH - 10, middle, _cut(figure.names[2], 60), turn)


def _points(palette: Palette, layers: tuple[Points, ...]) -> Iterator[str]:
    """Discs for training points, rings for test points, crosses for what is misclassified, each colour in a group."""
    total = sum(len(points.labels) for points in layers)
    yield '<g id="points">'
    for points in layers:
        size = len(points.labels)
        count = size if total <= MOST_POINTS else math.floor(MOST_POINTS * size / total)
        chosen = np.rint(np.linspace(0, size - 1, count)).astype(np.intp)
        chosen = chosen[(np.abs(points.points[chosen]) <= GRID_LIMIT).all(axis=1)]
        wrong = np.zeros(size, dtype=bool) if points.wrong is None else points.wrong
        fills = palette.shades(points.labels)
        for is_wrong in (False, True):
            of_kind = chosen[wrong[chosen] == is_wrong]
            for color in np.unique(fills[of_kind]).tolist():
                x1, x2 = points.points[of_kind[fills[of_kind] == color]].T
                right, down = PixelGrid(_SIDE, _SIDE).positions(x1, x2)
                places = list(zip((_LEFT + right).tolist(), (_TOP + down).tolist(), strict=True))
                yield from _marks(places, color, points.is_test, is_wrong)
    yield "</g>"


def _marks(places: list[tuple[float, float]], color: int, is_test: bool, is_wrong: bool) -> Iterator[str]:
    """Points of one colour and kind, in a group; what is their outline lies below all of them."""
    outline = "#ffffff" if contrast(color, 0xFFFFFF) > _VISIBLE else _INK
    ink = _hex(color)
    radius = _RADIUS + 0.8 if is_test and is_wrong else _RADIUS
    yield f'<g class="{"test" if is_test else "training"}{" wrong" if is_wrong else ""}">'
    circles = [f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"/>' for x, y in places]
    if is_test:
        arc = f"a{_number(radius)} {_number(radius)} 0 1 "
        around = "".join(
            f"M{_number(x - radius)} {_number(y)}{arc}0 {_number(2 * radius)} 0{arc}0 {_number(-2 * radius)} 0z"
            for x, y in places
        )
        yield f'<path d="{around}" fill="#ffffff" stroke="{outline}" stroke-width="{2.7 if outline == _INK else 3.3}"/>'
        yield from (f'<g fill="none" stroke="{ink}" stroke-width="1.7">', *circles, "</g>")
    elif not is_wrong:
        yield from (f'<g fill="{ink}" stroke="{outline}" stroke-width="0.8">', *circles, "</g>")
    if is_wrong:
        arm = 2.2 if is_test else _RADIUS + 0.3
        there, back = _number(2 * arm), _number(-2 * arm)
        crosses = "".join(
            f"M{_number(x - arm)} {_number(y - arm)}l{there} {there}m0 {back}l{back} {there}" for x, y in places
        )
        if not is_test:
            yield f'<path class="outline" d="{crosses}" stroke="{outline}" stroke-width="4.2"/>'
        yield f'<path class="cross" d="{crosses}" stroke="{ink}" stroke-width="{1.4 if is_test else 2.2}"/>'
    yield "</g>"


def _legend(palette: Palette, figure: GridFigure) -> Iterator[str]:
    """A line below the picture: what the colours and the shapes of the points mean, as far as there are such points."""
    negative, neutral, positive = (int(color) for color in palette.shades(np.array([-1.0, 0.0, 1.0])))
    shown = [points for points in figure.points if len(points.labels)]
    entries: list[tuple[int, bool, bool, str]] = []
    if figure.classes is not None:
        named = SIGNS if figure.classes == UNNAMED else figure.classes
        low, high = (_cut(name, _MOST_LETTERS) or sign for name, sign in zip(named, SIGNS, strict=True))
        entries += [(negative, False, False, low), (positive, False, False, high)]
    elif not all(points.is_test for points in shown):
        entries.append((positive, False, False, "training"))
    if any(points.is_test for points in shown):
        entries.append((neutral if figure.classes else positive, True, False, "test"))
    if any(points.wrong is not None and points.wrong.any() for points in shown):
        entries.append((positive, False, True, "misclassified"))
    x, y = float(_LEFT + _RADIUS), float(_HEIGHT - 20)
    yield '<g id="legend">'
    for color, is_test, is_wrong, text in entries:
        yield from _marks([(x, y - 4)], color, is_test, is_wrong)
        yield _text(x + 9, y, text, "")
        x += 9 + 22 + cell_len(text) * 12 * _LETTER
    yield "</g>"


def _text(x: float, y: float, text: str, look: str) -> str:
    return f'<text x="{_number(x)}" y="{_number(y)}" {look}>{escape(text)}</text>'


def _cut(text: str, most: int) -> str:
    text = printable_line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _hex(color: int) -> str:
    return f"#{color:06x}"
