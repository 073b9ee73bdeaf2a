"""The diagram of the network: heat maps in the nodes, links between them, names and counts around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import BOLD, REVERSE, Cells, ColorArray
from nntui.drawing.geometry import COUNT_ROW, LABEL_WIDTH, TITLE_ROW, Geometry, Node
from nntui.drawing.links import LinkPicture
from nntui.drawing.palette import Palette, blend
from nntui.drawing.sampling import sample_feature
from nntui.engine.features import FEATURES

FloatArray = NDArray[np.float64]

ON = "☑"
OFF = "☐"
_OFF_STRENGTH = 0.25
_NAMES = tuple(FEATURES)
_WIDTH_OF_BUTTONS = 5


@dataclass(frozen=True, eq=False)
class Scene:
    """What the diagram shows.

    Attributes:
        features: Names of those that are on.
        layers: Parameters, as `Network.layers`.
        values: As `sampling.sample_layers` gives them for the size of the hidden nodes.
        discretize: Show only signs.
        cursor: The node (layer, index) that the cursor is on, or None.
        words: The line below.
    """

    features: tuple[str, ...]
    layers: Sequence[FloatArray]
    values: Sequence[FloatArray]
    discretize: bool
    cursor: tuple[int, int] | None
    words: str


@lru_cache(maxsize=8)
def link_picture(geometry: Geometry, features: tuple[str, ...]) -> LinkPicture:
    """The curves for a geometry and the features that are on."""
    return LinkPicture(geometry, tuple(index for index, name in enumerate(_NAMES) if name in features))


def draw_diagram(cells: Cells, geometry: Geometry, scene: Scene, palette: Palette, behind: int, accent: int) -> None:
    """Draws the diagram.

    Args:
        cells: Blank, of the geometry's size.
        geometry: Where everything stands.
        scene: What is shown.
        palette: Colours.
        behind: The background, 0xRRGGBB.
        accent: The colour of the cursor, 0xRRGGBB.
    """
    link_picture(geometry, scene.features).draw(cells, scene.layers, palette)
    _draw_titles(cells, geometry, palette)
    for node in geometry.nodes.values():
        if node.layer == 0:
            _draw_feature(cells, node, scene, palette, behind, accent)
        else:
            colors = _neuron_colors(node, geometry, scene, palette)
            cells.pixels(node.area.x, node.area.y, colors)
            _draw_bias(cells, node, scene, palette)
        if (node.layer, node.index) == scene.cursor:
            _draw_cursor(cells, node, accent)
    cells.put(0, geometry.word_row, scene.words.ljust(cells.width)[: cells.width])


def title(counts: Sequence[int]) -> str:
    """How many hidden layers there are, in words."""
    number = len(counts)
    return "no hidden layer" if not number else f"{number} hidden layer{'s' if number > 1 else ''}"


def title_spot(geometry: Geometry) -> tuple[int, str]:
    """The column and the text of the title over the hidden layers, with its buttons at both ends."""
    text = f"− {title(geometry.counts)} +"
    left = geometry.layers[0][0].area.x + geometry.layers[0][0].area.width + 1
    return left + max(0, (geometry.width - left - len(text)) // 2), text


def count_spot(geometry: Geometry, layer: int) -> tuple[int, str]:
    """The column and the text of the count over a hidden layer; with buttons where there is room."""
    area = geometry.column_of(layer)
    count = str(geometry.counts[layer - 1])
    text = f"− {count} +" if area.width > _WIDTH_OF_BUTTONS + len(count) - 1 else count
    node = geometry.layers[layer][0].area
    middle = node.x + node.width / 2
    return max(0, round(middle - len(text) / 2)), text


def _draw_titles(cells: Cells, geometry: Geometry, palette: Palette) -> None:
    cells.put(0, TITLE_ROW, "Features", attributes=BOLD)
    column, text = title_spot(geometry)
    cells.put(column, TITLE_ROW, text, attributes=BOLD)
    for layer in range(1, len(geometry.counts) + 1):
        column, text = count_spot(geometry, layer)
        cells.put(column, COUNT_ROW, text, palette.muted)
        hidden = geometry.counts[layer - 1] - len(geometry.layers[layer])
        if hidden:
            cells.put(column, geometry.word_row - 1, f"+{hidden}", palette.muted)


def _draw_feature(cells: Cells, node: Node, scene: Scene, palette: Palette, behind: int, accent: int) -> None:
    name = _NAMES[node.index]
    on = name in scene.features
    area = node.area
    colors = palette.shades(sample_feature(name, area.width, area.height), scene.discretize)
    if not on:
        colors = _faded(colors, behind)
    cells.pixels(area.x, area.y, colors)
    chosen = (0, node.index) == scene.cursor
    text = f"{ON if on else OFF} {FEATURES[name].label}".ljust(LABEL_WIDTH - 1)
    color = accent if chosen else -1 if on else palette.muted
    cells.put(0, node.middle_row, text, color, attributes=(REVERSE | BOLD) if chosen else 0)


def _faded(colors: ColorArray, behind: int) -> ColorArray:
    distinct, where = np.unique(colors, return_inverse=True)
    faded = np.array([blend(behind, int(color), _OFF_STRENGTH) for color in distinct], dtype=np.int32)
    return faded[where.reshape(colors.shape)]


def _neuron_colors(node: Node, geometry: Geometry, scene: Scene, palette: Palette) -> ColorArray:
    values = scene.values[node.layer - 1][node.index]
    rows = np.linspace(0, values.shape[0] - 1, 2 * node.area.height).round().astype(np.intp)
    columns = np.linspace(0, values.shape[1] - 1, node.area.width).round().astype(np.intp)
    return palette.shades(values[np.ix_(rows, columns)], scene.discretize)


def _draw_bias(cells: Cells, node: Node, scene: Scene, palette: Palette) -> None:
    """A small square at the lower left corner of a node that is large enough to have one."""
    area = node.area
    if area.height > 1 and area.x > 0:
        bias = float(scene.layers[node.layer - 1][-1, node.index])
        cells.put(area.x - 1, area.y + area.height - 1, "▗", palette.link(bias))


def _draw_cursor(cells: Cells, node: Node, accent: int) -> None:
    area = node.area
    for y in range(area.y, area.y + area.height):
        if node.layer > 0:
            cells.put(area.x - 1, y, "▐", accent)
        cells.put(area.x + area.width, y, "▌", accent)
