"""The decision grid as a vector picture for slides and papers, made from arrays and not from cells.

It is drawn on white, whatever the theme, and needs no font but the reader's own.
"""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import text_width
from nntui.drawing.class_names import SIGNS, UNNAMED
from nntui.drawing.class_values import ClassValues
from nntui.drawing.colors import between, contrast
from nntui.drawing.heat_map import Points, Values
from nntui.drawing.numbers import aligned_texts, ends, round_ticks, tick_texts
from nntui.drawing.palette import SHADES, ColorLevel, Palette
from nntui.drawing.plane import PixelGrid
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.user_points import Scale, Units
from nntui.language import _
from nntui.paper.areas import Box, add_area, hex_color
from nntui.paper.classes import ENTRY, add_class_scale, add_neuron_scale, legend_names, printed_classes
from nntui.paper.svg import INK, LETTER, add, add_text, add_title, cut, document, new_picture, number

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
_MOST_LETTERS = 24
_STEPS = 6
_SAME = Units()
_VISIBLE = 2.0
"""A colour with less contrast to white than this has a dark outline instead of a white one."""


@dataclass(frozen=True, eq=False)
class GridFigure:
    """What the picture shows.

    Attributes:
        values: Of shape (rows, columns), the values over the square, the top row first.
        points: The points over it; what comes later lies on top. Those outside the square are left out.
        palette: Colours; best those for truecolor on white.
        title: One or two lines of text over it, the first of them in bold: the data set, the epoch, the losses.
        discretize: Only the sign of the values is shown.
        units: Of the axes and of the colour scale.
        names: What the coordinates and the value are called.
        classes: What two to six classes are called; None for regression.
    """

    values: Values
    points: tuple[Points, ...]
    palette: Palette
    title: str = ""
    discretize: bool = False
    units: Units = _SAME
    names: tuple[str, str, str] = ("X₁", "X₂", "output")
    classes: tuple[str, ...] | None = None


def grid_svg(figure: GridFigure) -> str:
    """The picture: heat map, points, axes, colour scale and legend.

    Args:
        figure: What it shows.

    Returns:
        A complete SVG document. Any text in it is freed of characters that XML does not allow.
    """
    return document(grid_element(figure))


def grid_element(figure: GridFigure) -> Element:
    """The picture as elements, which `raster.py` can paint, too."""
    palette = _printed(figure.palette)
    root = new_picture(_WIDTH, _HEIGHT)
    add_title(root, figure.title, _LEFT, _TOP)
    add_area(root, _shades(palette, figure), AREA, "values")
    _add_axes(root, figure.units, figure.names)
    _add_color_scale(root, palette, figure)
    _add_points(root, palette, figure.points)
    _add_legend(root, palette, figure)
    return root


AREA = Box(_LEFT, _TOP, _SIDE, _SIDE)
"""Of the values."""


def element_below(figure: GridFigure) -> Element:
    """The picture without title, values and points: for a film, in which these change."""
    root = new_picture(_WIDTH, _HEIGHT)
    palette = _printed(figure.palette)
    _add_axes(root, figure.units, figure.names)
    _add_color_scale(root, palette, figure)
    _add_legend(root, palette, figure)
    return root


def element_above(figure: GridFigure) -> Element:
    """The points, and the edge of the values."""
    root = new_picture(_WIDTH, _HEIGHT)
    add(root, "rect", **AREA._asdict(), fill="none", stroke=INK)
    _add_points(root, _printed(figure.palette), figure.points)
    return root


def printed_shades(figure: GridFigure) -> NDArray[np.int32]:
    """The colours of the values, int32, of their shape."""
    return _shades(_printed(figure.palette), figure)


def _shades(palette: Palette, figure: GridFigure) -> NDArray[np.int32]:
    values = figure.values
    if not isinstance(values, ClassValues):
        return palette.shades(values, figure.discretize)
    colors = palette.classes.shades(values.winners, values.strengths)
    colors[values.boundary] = palette.classes.boundary
    return colors


def _printed(palette: Palette) -> Palette:
    """A palette with shades: where a terminal has none, weak colours or greys stand for them."""
    if palette.has_shades:
        return palette
    classes = printed_classes(palette.classes)
    negative, positive = palette.scale if palette.has_colors else (0xFFFFFF, 0x606060)
    anchors = (negative, 0xFFFFFF, positive) if palette.has_colors else (negative, positive)
    return dataclasses.replace(palette, level=ColorLevel.TRUECOLOR, scale=between(anchors, SHADES), classes=classes)


def _add_axes(root: Element, units: Units, names: tuple[str, str, str]) -> None:
    lines = add(root, "g", id="axes", stroke=INK)
    across, down = _ticks(units.x1, GRID_LIMIT), _ticks(units.x2, GRID_LIMIT)
    for share, _text in across:
        add(lines, "path", d=f"M{number(_LEFT + share * _SIDE)} {_BOTTOM}v5")
    for share, _text in down:
        add(lines, "path", d=f"M{_LEFT} {number(_BOTTOM - share * _SIDE)}h-5")
    for share, text in across:
        add_text(root, _LEFT + share * _SIDE, _BOTTOM + 18, text, text_anchor="middle")
    for share, text in down:
        add_text(root, _LEFT - 9, _BOTTOM - share * _SIDE + 4, text, text_anchor="end")
    add_text(root, _LEFT + _SIDE / 2, _BOTTOM + 38, cut(names[0], 60), text_anchor="middle", font_size=13)
    _add_turned_text(root, 22, cut(names[1], 60))


def _add_turned_text(root: Element, x: int, text: str) -> None:
    """Adds a text that is read from below, beside the middle of the grid."""
    middle = _TOP + _SIDE / 2
    turn = f"rotate(-90 {x} {number(middle)})"
    add_text(root, x, middle, text, text_anchor="middle", font_size=13, transform=turn)


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


def _add_color_scale(root: Element, palette: Palette, figure: GridFigure) -> None:
    """The bar at the right. Where only signs are shown, the one number that means something is that between the two."""
    bar = Box(_BAR, _TOP, _BAR_WIDTH, _SIDE)
    if isinstance(figure.values, ClassValues):
        if figure.values.has_boundary:
            add_class_scale(root, bar, palette.classes, figure.classes or (), figure.discretize)
        else:
            add_neuron_scale(root, bar, palette.classes.scales[int(figure.values.winners[0, 0])], figure.discretize)
        _add_turned_text(root, _WIDTH - 10, cut(figure.names[2], 60))
        return
    values = np.linspace(1.0, -1.0, 2 if figure.discretize else len(palette.scale))
    colors = palette.shades(values, figure.discretize)[:, np.newaxis]
    add_area(root, colors, bar, "scale")
    right = _BAR + _BAR_WIDTH
    for share, text in _ticks(figure.units.label, 1.0):
        if figure.discretize and not math.isclose(share, 0.5):
            continue
        y = _BOTTOM - share * _SIDE
        add(root, "path", d=f"M{right} {number(y)}h4", stroke=INK)
        add_text(root, right + 7, y + 4, text)
    _add_turned_text(root, _WIDTH - 10, cut(figure.names[2], 60))


class _Look(NamedTuple):
    """What a point looks like: its colour, 0xRRGGBB, and its kind."""

    color: int
    is_test: bool = False
    is_wrong: bool = False


def _add_points(root: Element, palette: Palette, layers: tuple[Points, ...]) -> None:
    """Discs for training points, rings for test points, crosses for what is misclassified, each colour in a group."""
    total = sum(len(points.labels) for points in layers)
    group = add(root, "g", id="points")
    for points in layers:
        size = len(points.labels)
        count = size if total <= MOST_POINTS else math.floor(MOST_POINTS * size / total)
        chosen = np.rint(np.linspace(0, size - 1, count)).astype(np.intp)
        chosen = chosen[(np.abs(points.points[chosen]) <= GRID_LIMIT).all(axis=1)]
        wrong = np.zeros(size, dtype=bool) if points.wrong is None else points.wrong
        fills = _point_colors(palette, points)
        for is_wrong in (False, True):
            of_kind = chosen[wrong[chosen] == is_wrong]
            for color in np.unique(fills[of_kind]).tolist():
                x1, x2 = points.points[of_kind[fills[of_kind] == color]].T
                right, down = PixelGrid(_SIDE, _SIDE).positions(x1, x2)
                places = list(zip((_LEFT + right).tolist(), (_TOP + down).tolist(), strict=True))
                _add_marks(group, places, _Look(color, points.is_test, is_wrong))


def _point_colors(palette: Palette, points: Points) -> NDArray[np.int32]:
    """The colour of each point: int32, shape (n,)."""
    if points.are_many_classes:
        return palette.classes.shades(np.rint(points.labels).astype(np.intp), np.ones(len(points.labels)))
    return palette.shades(points.labels)


def _add_marks(parent: Element, places: list[tuple[float, float]], look: _Look) -> None:
    """Points of one colour and kind, in a group; what is their outline lies below all of them."""
    outline = "#ffffff" if contrast(look.color, 0xFFFFFF) > _VISIBLE else INK
    kind = f"{'test' if look.is_test else 'training'}{' wrong' if look.is_wrong else ''}"
    group = SubElement(parent, "g", {"class": kind})
    if look.is_test:
        _add_rings(group, places, look, outline)
    elif not look.is_wrong:
        discs = add(group, "g", fill=hex_color(look.color), stroke=outline, stroke_width=0.8)
        _add_circles(discs, places, _RADIUS)
    if look.is_wrong:
        _add_crosses(group, places, look, outline)


def _add_circles(parent: Element, places: list[tuple[float, float]], radius: float) -> None:
    for x, y in places:
        add(parent, "circle", cx=number(x), cy=number(y), r=number(radius))


def _add_rings(group: Element, places: list[tuple[float, float]], look: _Look, outline: str) -> None:
    radius = _RADIUS + 0.8 if look.is_wrong else _RADIUS
    arc = f"a{number(radius)} {number(radius)} 0 1 "
    around = "".join(
        f"M{number(x - radius)} {number(y)}{arc}0 {number(2 * radius)} 0{arc}0 {number(-2 * radius)} 0z"
        for x, y in places
    )
    add(group, "path", d=around, fill="#ffffff", stroke=outline, stroke_width=2.7 if outline == INK else 3.3)
    _add_circles(add(group, "g", fill="none", stroke=hex_color(look.color), stroke_width=1.7), places, radius)


def _add_crosses(group: Element, places: list[tuple[float, float]], look: _Look, outline: str) -> None:
    arm = 2.2 if look.is_test else _RADIUS + 0.3
    there, back = number(2 * arm), number(-2 * arm)
    crosses = "".join(
        f"M{number(x - arm)} {number(y - arm)}l{there} {there}m0 {back}l{back} {there}" for x, y in places
    )
    if not look.is_test:
        SubElement(group, "path", {"class": "outline", "d": crosses, "stroke": outline, "stroke-width": "4.2"})
    width = "1.4" if look.is_test else "2.2"
    SubElement(group, "path", {"class": "cross", "d": crosses, "stroke": hex_color(look.color), "stroke-width": width})


def _add_legend(root: Element, palette: Palette, figure: GridFigure) -> None:
    """A line below the picture: what the colours and the shapes of the points mean, as far as there are such points."""
    x, y = float(_LEFT + _RADIUS), float(_HEIGHT - 20)
    legend = add(root, "g", id="legend")
    for look, text in _legend_entries(palette, figure):
        _add_marks(legend, [(x, y - 4)], look)
        add_text(legend, x + 9, y, text)
        x += ENTRY + text_width(text) * 12 * LETTER


def _legend_entries(palette: Palette, figure: GridFigure) -> Iterator[tuple[_Look, str]]:
    negative, neutral, positive = (int(color) for color in palette.shades(np.array([-1.0, 0.0, 1.0])))
    shown = [points for points in figure.points if len(points.labels)]
    if figure.classes is not None and len(figure.classes) > 2:
        others = [_("test")] * any(points.is_test for points in shown) + [_("misclassified")]
        names = legend_names(figure.classes, _WIDTH - _LEFT, others)
        for index, name in enumerate(names):
            yield _Look(palette.classes.full(index)), name
    elif figure.classes is not None:
        named = SIGNS if figure.classes == UNNAMED else figure.classes
        low, high = (cut(name, _MOST_LETTERS) or sign for name, sign in zip(named, SIGNS, strict=True))
        yield _Look(negative), low
        yield _Look(positive), high
    elif not all(points.is_test for points in shown):
        yield _Look(positive), _("training")
    if any(points.is_test for points in shown):
        yield _Look(neutral if figure.classes else positive, is_test=True), _("test")
    if any(points.wrong is not None and points.wrong.any() for points in shown):
        yield _Look(positive, is_wrong=True), _("misclassified")
