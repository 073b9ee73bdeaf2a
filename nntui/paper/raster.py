"""Paints the pictures for paper in pixels, with Pillow: of SVG just what `svg.py` and those who use it write.

So every picture is laid out once, and is the same in lines and in pixels. Everything is painted several times larger
and made smaller at the end, which gives smooth edges.
"""

import math
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from PIL import Image, ImageColor, ImageDraw

from nntui.paper.lettering import Color, font_of, width_of, write

SCALE = 2
"""Pixels of a picture for one of its units, as screens of today show it."""
_FINER = 2
_TOKENS = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:e-?\d+)?")
_NUMBERS = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_INHERITED = ("fill", "stroke", "stroke-width", "font-size", "font-weight", "stroke-dasharray")
_HALF_CIRCLE = 16

Point = tuple[float, float]
Look = Mapping[str, str]


class _View(NamedTuple):
    """How the units of an element become pixels."""

    across: float = 1.0
    down: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def at(self, x: float, y: float) -> Point:
        return self.left + x * self.across, self.top + y * self.down


class Stroke(NamedTuple):
    """A stroke of a path.

    Attributes:
        points: Its corners.
        is_closed: Whether it ends where it begins.
    """

    points: list[Point]
    is_closed: bool


def png_bytes(root: Element, scale: int = SCALE) -> bytes:
    """A picture as the content of a PNG file, so many pixels for one of its units."""
    image = painted(root, scale)
    output = BytesIO()
    image.save(output, "PNG", optimize=True)
    return output.getvalue()


def painted(root: Element, scale: float = SCALE) -> Image.Image:
    """A picture on white."""
    size = math.ceil(float(root.get("width", "0")) * scale), math.ceil(float(root.get("height", "0")) * scale)
    large = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), "#ffffff")
    paint(large, root, scale * _FINER)
    return large.reduce(_FINER)


def paint(image: Image.Image, element: Element, scale: float) -> None:
    """Paints an element with all that is in it over a picture.

    Args:
        image: What is painted on.
        element: Of the elements and attributes of SVG those that are used here.
        scale: Pixels for a unit.
    """
    _Painter(image).paint(element, _View(scale, scale), {"fill": "#000000", "stroke": "none"})


class _Painter:
    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image, "RGBA" if image.mode == "RGB" else None)

    def paint(self, element: Element, view: _View, look: Look) -> None:
        look = {**look, **{name: element.attrib[name] for name in _INHERITED if name in element.attrib}}
        if element.tag == "text":
            self._text(element, view, look)
            return
        view = _moved(view, element.get("transform", ""))
        shape = {"rect": self._rect, "circle": self._circle, "path": self._path, "image": self._picture}
        if element.tag in shape:
            shape[element.tag](element, view, look)
        for child in element:
            self.paint(child, view, look)

    def _rect(self, element: Element, view: _View, look: Look) -> None:
        x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self._stroke(Stroke([view.at(*corner) for corner in corners], True), view, look, element)

    def _path(self, element: Element, view: _View, look: Look) -> None:
        for stroke in strokes_of(element.get("d", "")):
            placed = Stroke([view.at(*point) for point in stroke.points], stroke.is_closed)
            self._stroke(placed, view, look, element)

    def _stroke(self, stroke: Stroke, view: _View, look: Look, element: Element) -> None:
        fill, line = _color(look["fill"], element.get("fill-opacity", "1")), _color(look["stroke"])
        points = stroke.points
        if fill is not None and len(points) > 2:
            if _is_rectangle(points):
                (left, top), (right, bottom) = (tuple(map(round, points[at])) for at in (0, 2))
                if right > left and bottom > top:
                    self._draw.rectangle((left, top, right - 1, bottom - 1), fill)
            else:
                self._draw.polygon(points, fill)
        if line is None or len(points) < 2:
            return
        width = max(1, round(float(look.get("stroke-width", "1")) * view.across))
        dashes = [float(each) * view.across for each in _NUMBERS.findall(look.get("stroke-dasharray", ""))]
        around = [*points, *(points[:2] if stroke.is_closed else ())]
        for part in dashed(around, dashes) if dashes else (around,):
            self._draw.line(part, line, width, joint="curve")

    def _circle(self, element: Element, view: _View, look: Look) -> None:
        x, y = view.at(*(float(element.get(name, "0")) for name in ("cx", "cy")))
        fill, line = _color(look["fill"]), _color(look["stroke"])
        width = 0.0 if line is None else float(look.get("stroke-width", "1")) * view.across
        radius = float(element.get("r", "0")) * view.across + width / 2
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, fill, line, max(1, round(width)) if line else 0)

    def _picture(self, element: Element, view: _View, look: Look) -> None:
        x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
        (left, top), (right, bottom) = view.at(x, y), view.at(x + width, y + height)
        data = element.get("href", "").partition(",")[2]
        with Image.open(BytesIO(b64decode(data))) as picture:
            size = round(right) - round(left), round(bottom) - round(top)
            placed = picture.convert("RGB").resize(size, Image.Resampling.NEAREST)
        self._image.paste(placed, (round(left), round(top)))

    def _text(self, element: Element, view: _View, look: Look) -> None:
        text, color = element.text or "", _color(look["fill"])
        if not text or color is None:
            return
        size = float(look.get("font-size", "12")) * view.across
        font = font_of(size, is_bold=look.get("font-weight") == "bold")
        x, y = view.at(float(element.get("x", "0")), float(element.get("y", "0")))
        width = width_of(text, font)
        back = width * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", "start"), 0.0)
        if "rotate(-90" not in element.get("transform", ""):
            write(self._draw, (x - back, y), text, font, color)
            return
        above, below = round(1.2 * size), round(0.4 * size)
        mask = Image.new("L", (math.ceil(width) + 2, above + below))
        write(ImageDraw.Draw(mask), (1, above), text, font, (255,))
        turned = mask.rotate(90, expand=True)
        self._image.paste(color[:3], (round(x) - above, round(y - width + back)), turned)


def _moved(view: _View, transform: str) -> _View:
    for name, values in re.findall(r"(translate|scale)\(([^)]*)\)", transform):
        numbers = [float(each) for each in _NUMBERS.findall(values)]
        across, down = numbers[0], numbers[-1]
        if name == "translate":
            left, top = view.at(across, down)
            view = view._replace(left=left, top=top)
        else:
            view = view._replace(across=view.across * across, down=view.down * down)
    return view


def _color(name: str, opacity: str = "1") -> Color | None:
    if name == "none":
        return None
    color = ImageColor.getrgb(name)
    return color if opacity == "1" else (*color[:3], round(255 * float(opacity)))


def _is_rectangle(points: list[Point]) -> bool:
    if len(points) != 4:
        return False
    (left, top), (right, upper), (edge, bottom), (start, lower) = points
    return top == upper and right == edge and bottom == lower and left == start


def strokes_of(path: str) -> Iterator[Stroke]:
    """The strokes of a path's data, in its units.

    Args:
        path: Of commands M, L, H, V, z, and l, m, h, v, a of arcs that are half circles from left to right or back.
    """
    tokens = _TOKENS.findall(path)
    points: list[Point] = []
    x = y = 0.0
    at, command = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        if command == "z":
            yield Stroke(points, True)
            points = []
            continue
        count = {"h": 1, "v": 1, "a": 7}.get(command.lower(), 2)
        values = [float(each) for each in tokens[at : at + count]]
        at += count
        if command in "Mm" and points:
            yield Stroke(points, False)
            points = []
        if command == "a":
            points.extend(_half_circle(x, y, values[5], values[4] == 0))
        x, y = _next_place(command, x, y, values)
        points.append((x, y))
        command = {"M": "L", "m": "l"}.get(command, command)
    if points:
        yield Stroke(points, False)


def _next_place(command: str, x: float, y: float, values: list[float]) -> Point:
    if command in "Hh":
        return values[0] + (x if command == "h" else 0), y
    if command in "Vv":
        return x, values[0] + (y if command == "v" else 0)
    across, down = values[-2:]
    return (across, down) if command in "ML" else (x + across, y + down)


def _half_circle(x: float, y: float, across: float, is_below: bool) -> Iterator[Point]:
    radius = abs(across) / 2
    middle, side = x + across / 2, math.copysign(1, across)
    for step in range(1, _HALF_CIRCLE):
        angle = math.pi * step / _HALF_CIRCLE
        yield middle - side * radius * math.cos(angle), y + side * radius * math.sin(angle) * (1 if is_below else -1)


def dashed(points: list[Point], dashes: list[float]) -> Iterator[list[Point]]:
    """The parts of a line that are drawn where it is dashed: lengths of strokes and gaps by turns."""
    left, turn, part = dashes[0], 0, [points[0]]
    for (x, y), (end_x, end_y) in pairwise(points):
        length = math.hypot(end_x - x, end_y - y)
        done = 0.0
        while length - done > left:
            done += left
            share = done / length
            place = x + share * (end_x - x), y + share * (end_y - y)
            if turn % 2 == 0:
                yield [*part, place]
            turn += 1
            left, part = dashes[turn % len(dashes)], [place]
        left -= length - done
        part.append((end_x, end_y))
    if turn % 2 == 0 and len(part) > 1:
        yield part
