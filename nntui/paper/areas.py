"""Areas of a vector picture that are painted by arrays of colours."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from nntui.paper.svg import INK, add


class Box(NamedTuple):
    """Where an area lies in the picture."""

    x: int
    y: int
    width: int
    height: int


def add_area(root: Element, colors: NDArray[np.int32], box: Box, name: str) -> None:
    """One path for each colour over an area of the commonest one; the coordinates in it are columns and rows."""
    rows, columns = colors.shape
    if not rows or not columns:
        return
    shades, counts = np.unique(colors, return_counts=True)
    common = int(shades[np.argmax(counts)])
    place = f"translate({box.x} {box.y}) scale({box.width / columns:.6g} {box.height / rows:.6g})"
    area = add(root, "g", id=name, shape_rendering="crispEdges", transform=place)
    add(area, "rect", width=columns, height=rows, fill=hex_color(common))
    rectangles: dict[int, list[str]] = {}
    for color, left, top, across, down in _rectangles(colors):
        rectangles.setdefault(color, []).append(f"M{left} {top}h{across}v{down}h-{across}z")
    for color in sorted(rectangles.keys() - {common}):
        add(area, "path", fill=hex_color(color), d="".join(rectangles[color]))
    add(root, "rect", **box._asdict(), fill="none", stroke=INK)


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


def hex_color(color: int) -> str:
    """A colour, 0xRRGGBB, as SVG takes it."""
    return f"#{color:06x}"
