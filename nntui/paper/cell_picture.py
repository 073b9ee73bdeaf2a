"""Character cells as pixels, with Pillow: letters from a font, and what joins to pictures and boxes drawn as shapes.

No font is needed for blocks, braille and lines, so that they meet without gaps.
"""

import math
import unicodedata
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

from nntui.drawing.cells import BOLD, CONTINUED, DIM, REVERSE, STRIKE, UNDERLINE, Cells, Run
from nntui.drawing.colors import between
from nntui.drawing.strokes import BRAILLE, DOT_BITS, QUADRANTS
from nntui.paper.lettering import Font, font_of, has_letter, width_of, write

WIDTH, HEIGHT = 12, 24
"""Pixels of a cell."""
_FINER = 2
_LETTER = 0.8
"""The size of letters as a share of the cell's height."""
_BASE = 0.76
_SHADES = {0x2591: 64, 0x2592: 128, 0x2593: 192}
_RIGHT, _LEFT = ((1, 0), (-1, 1), (-1, -1)), ((-1, 0), (1, 1), (1, -1))
_UP, _DOWN = ((0, -1), (1, 1), (-1, 1)), ((0, 1), (1, -1), (-1, -1))
_SQUARE, _DIAMOND = ((-1, -1), (1, -1), (1, 1), (-1, 1)), ((0, -1), (1, 0), (0, 1), (-1, 0))
_STAR = tuple(
    ((0.45 if at % 2 else 1.0) * math.sin(at * math.pi / 5), -(0.45 if at % 2 else 1.0) * math.cos(at * math.pi / 5))
    for at in range(10)
)
_CHECK = (((-0.7, 0), (-0.2, 0.6), (0.7, -0.7)),)
_CROSS = (((-0.7, -0.7), (0.7, 0.7)), ((-0.7, 0.7), (0.7, -0.7)))
_SIGN_AREAS = {
    **dict.fromkeys("▶►▸", _RIGHT),
    **dict.fromkeys("◀◄◂", _LEFT),
    **dict.fromkeys("▲▴", _UP),
    **dict.fromkeys("▼▾", _DOWN),
    **dict.fromkeys("■▪", _SQUARE),
    "◆": _DIAMOND,
    "★": _STAR,
}
_SIGN_LINES = {
    **dict.fromkeys("✓✔☑", _CHECK),
    **dict.fromkeys("✗✕☒⊗", _CROSS),
    "←": (((1, 0), (-1, 0)), ((-0.4, -0.6), (-1, 0), (-0.4, 0.6))),
    "→": (((-1, 0), (1, 0)), ((0.4, -0.6), (1, 0), (0.4, 0.6))),
    "↑": (((0, 1), (0, -1)), ((-0.6, -0.4), (0, -1), (0.6, -0.4))),
    "↓": (((0, -1), (0, 1)), ((-0.6, 0.4), (0, 1), (0.6, 0.4))),
}
_SIGN_OUTLINES = {"△": _UP, "▽": _DOWN, "◇": _DIAMOND, "☆": _STAR}
_SIGN_DISCS = {"●": 1.0, "•": 0.6}
_SIGN_RINGS = {**dict.fromkeys("○◯◦⊗", "round"), **dict.fromkeys("□☐☑☒", "square")}
"""The signs that few fonts have, in a square from −1 to 1."""

Box = tuple[float, float, float, float]


class _Lines(NamedTuple):
    """A character of lines: where from its middle they go, and how."""

    ways: frozenset[str]
    is_heavy: bool
    is_double: bool
    is_arc: bool


def cells_png(cells: Cells) -> bytes:
    """Cells as the content of a PNG file.

    Args:
        cells: With a colour everywhere: see `Cells.filled`.
    """
    output = BytesIO()
    painted_cells(cells).save(output, "PNG", optimize=True)
    return output.getvalue()


def painted_cells(cells: Cells) -> Image.Image:
    """Cells as a picture, `WIDTH`×`HEIGHT` pixels each."""
    wide, high = WIDTH * _FINER, HEIGHT * _FINER
    image = Image.new("RGB", (max(1, cells.width) * wide, max(1, cells.height) * high))
    draw = ImageDraw.Draw(image)
    for y in range(cells.height):
        x = 0
        for run in cells.runs(y):
            _paint_run(image, draw, run, x * wide, y * high)
            x += len(run.text)
    return image.reduce(_FINER)


def _paint_run(image: Image.Image, draw: ImageDraw.ImageDraw, run: Run, left: int, top: int) -> None:
    wide, high = WIDTH * _FINER, HEIGHT * _FINER
    front, back = run.foreground, run.background
    if run.attributes & REVERSE:
        front, back = back, front
    if run.attributes & DIM:
        front = between((front, back), 3)[1]
    color = _rgb(front)
    end = left + wide * len(run.text)
    draw.rectangle((left, top, end - 1, top + high - 1), _rgb(back))
    for at, glyph in enumerate(run.text):
        if glyph.isspace() or glyph == CONTINUED:
            continue
        mask = _mask(glyph, bool(run.attributes & BOLD), run.text[at + 1 : at + 2] == CONTINUED)
        image.paste(color, (left + at * wide, top), mask)
    for attribute, place in ((UNDERLINE, 0.88), (STRIKE, 0.55)):
        if run.attributes & attribute:
            y = top + round(place * high)
            draw.rectangle((left, y, end - 1, y + _FINER - 1), color)


def _rgb(color: int) -> tuple[int, int, int]:
    return color >> 16, color >> 8 & 0xFF, color & 0xFF


@lru_cache(maxsize=2048)
def _mask(glyph: str, is_bold: bool, is_wide: bool) -> Image.Image:
    """Where a glyph has ink, from 0 to 255."""
    size = WIDTH * _FINER * (1 + is_wide), HEIGHT * _FINER
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    if not (_block(draw, glyph, size) or _braille(draw, glyph, size) or _lines(draw, glyph, size)):
        font = font_of(_LETTER * size[1], is_bold=is_bold, is_mono=True)
        if has_letter(font, glyph) or not _sign(draw, glyph, size):
            return _letter(glyph, font, size)
    return mask


def _letter(glyph: str, font: Font, size: tuple[int, int]) -> Image.Image:
    """A letter in the middle of a cell; a broad one of a font for texts is made as narrow as the cell."""
    width = width_of(glyph, font)
    room = max(size[0], math.ceil(width))
    mask = Image.new("L", (room, size[1]))
    write(ImageDraw.Draw(mask), ((room - width) / 2, _BASE * size[1]), glyph, font, (255,))
    return mask if room == size[0] else mask.resize(size)


def _fill(draw: ImageDraw.ImageDraw, box: Box, size: tuple[int, int], ink: int = 255) -> None:
    """Fills a part of a cell, which is given in shares of it."""
    left, top, right, bottom = (round(share * size[at % 2]) for at, share in enumerate(box))
    if right > left and bottom > top:
        draw.rectangle((left, top, right - 1, bottom - 1), ink)


def _block(draw: ImageDraw.ImageDraw, glyph: str, size: tuple[int, int]) -> bool:
    """Draws a block: a full one, parts of one in eighths, quadrants and shades."""
    code = ord(glyph)
    if glyph in QUADRANTS:
        bits = QUADRANTS.index(glyph)
        for at in range(4):
            if bits >> at & 1:
                x, y = at % 2 / 2, at // 2 / 2
                _fill(draw, (x, y, x + 0.5, y + 0.5), size)
    elif code in _SHADES:
        _fill(draw, (0, 0, 1, 1), size, _SHADES[code])
    elif 0x2581 <= code <= 0x2587:
        _fill(draw, (0, 1 - (code - 0x2580) / 8, 1, 1), size)
    elif 0x2589 <= code <= 0x258F:
        _fill(draw, (0, 0, (0x2590 - code) / 8, 1), size)
    elif glyph == "▔":
        _fill(draw, (0, 0, 1, 0.125), size)
    elif glyph == "▕":
        _fill(draw, (0.875, 0, 1, 1), size)
    else:
        return False
    return True


def _braille(draw: ImageDraw.ImageDraw, glyph: str, size: tuple[int, int]) -> bool:
    bits = ord(glyph) - BRAILLE
    if not 0 <= bits < 256:
        return False
    radius = 0.16 * size[0]
    for row in range(4):
        for column in range(2):
            if bits & int(DOT_BITS[row, column]):
                x, y = (column + 0.5) / 2 * size[0], (row + 0.5) / 4 * size[1]
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    return True


@lru_cache(maxsize=256)
def _lines_of(glyph: str) -> _Lines | None:
    """What a box-drawing character is made of, by its name in Unicode."""
    name = unicodedata.name(glyph, "")
    if not name.startswith("BOX DRAWINGS ") or "DIAGONAL" in name:
        return None
    words = set(name.split())
    ways = words & {"UP", "DOWN", "LEFT", "RIGHT"}
    ways |= {"LEFT", "RIGHT"} if "HORIZONTAL" in words else set()
    ways |= {"UP", "DOWN"} if "VERTICAL" in words else set()
    return _Lines(frozenset(ways), "HEAVY" in words, "DOUBLE" in words, "ARC" in words)


def _lines(draw: ImageDraw.ImageDraw, glyph: str, size: tuple[int, int]) -> bool:
    """Draws lines from the middle of a cell to its edges."""
    width, height = size
    x, y = width / 2, height / 2
    if glyph in "╱╲":
        start, end = ((0, height), (width, 0)) if glyph == "╱" else ((0, 0), (width, height))
        draw.line((start, end), 255, 2 * _FINER)
        return True
    lines = _lines_of(glyph)
    if lines is None:
        return False
    thick = (3 if lines.is_heavy else 1.5) * _FINER / 2
    if lines.is_arc:
        _arc(draw, lines, size, thick)
        return True
    gap = 2 * _FINER if lines.is_double else 0.0
    for shift in (-gap, gap) if gap else (0.0,):
        across, down = x + shift, y + shift
        for way in lines.ways:
            box = {
                "LEFT": (0, down - thick, x + thick + gap, down + thick),
                "RIGHT": (x - thick - gap, down - thick, width, down + thick),
                "UP": (across - thick, 0, across + thick, y + thick + gap),
                "DOWN": (across - thick, y - thick - gap, across + thick, height),
            }[way]
            left, top, right, bottom = map(round, box)
            draw.rectangle((left, top, right - 1, bottom - 1), 255)
    return True


def _arc(draw: ImageDraw.ImageDraw, lines: _Lines, size: tuple[int, int], thick: float) -> None:
    """Draws a rounded corner: a quarter of a circle, and a straight part to the farther edge."""
    width, height = size
    x, y, radius = width / 2, height / 2, width / 2
    is_down, is_right = "DOWN" in lines.ways, "RIGHT" in lines.ways
    middle = x + (radius if is_right else -radius), y + (radius if is_down else -radius)
    outer = radius + thick
    start = {(True, True): 180, (True, False): 270, (False, False): 0, (False, True): 90}[is_down, is_right]
    box = (middle[0] - outer, middle[1] - outer, middle[0] + outer - 1, middle[1] + outer - 1)
    draw.arc(box, start, start + 90, 255, round(2 * thick))
    top, bottom = (middle[1], height) if is_down else (0, middle[1])
    draw.rectangle((round(x - thick), round(top), round(x + thick) - 1, round(bottom) - 1), 255)


def _sign(draw: ImageDraw.ImageDraw, glyph: str, size: tuple[int, int]) -> bool:
    """Draws one of the signs that few fonts have."""
    x, y, radius = size[0] / 2, size[1] / 2, size[0] * 0.38
    lines, filled, outline = _SIGN_LINES.get(glyph, ()), glyph in _SIGN_DISCS, _SIGN_RINGS.get(glyph)
    for line in lines:
        draw.line([(x + radius * across, y + radius * down) for across, down in line], 255, round(1.5 * _FINER))
    if glyph in _SIGN_AREAS:
        draw.polygon([(x + radius * across, y + radius * down) for across, down in _SIGN_AREAS[glyph]], 255)
    around = _SIGN_OUTLINES.get(glyph, ())
    if around:
        corners = [(x + radius * across, y + radius * down) for across, down in (*around, around[0])]
        draw.line(corners, 255, round(1.5 * _FINER))
    if filled:
        small = radius * _SIGN_DISCS[glyph]
        draw.ellipse((x - small, y - small, x + small, y + small), 255)
    if outline == "round":
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), None, 255, round(1.5 * _FINER))
    if outline == "square":
        draw.rectangle((x - radius, y - radius, x + radius, y + radius), None, 255, round(1.5 * _FINER))
    return bool(lines or filled or outline or glyph in _SIGN_AREAS)
