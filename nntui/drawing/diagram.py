"""The diagram of the network: heat maps in the nodes, edges between them, names and counts around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nntui.drawing.cells import BOLD, CHECKED, DEFAULT, REVERSE, UNCHECKED, Cells
from nntui.drawing.class_values import neuron_values
from nntui.drawing.edges import EdgePicture, Emphasis
from nntui.drawing.fine_blocks import draw_quadrants, draw_signs_of_halves, draw_stripes
from nntui.drawing.geometry import COUNT_ROW, ROOMY, TITLE_ROW, Geometry, Node
from nntui.drawing.heat_map import HeatStyle, Values, draw_values
from nntui.drawing.navigator import BIAS, DiagramPosition
from nntui.drawing.palette import Palette
from nntui.drawing.sampling import average_feature, sample_feature
from nntui.engine.arrays import BoolArray, FloatArray
from nntui.engine.features import name_at, place_of
from nntui.experiment.short_names import feature_label
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.language import _, ngettext

_STRIPE_SAMPLES = 24
_LEFT_OUT = "╱"


@dataclass(frozen=True, eq=False)
class Scene:
    """What the diagram shows.

    Attributes:
        features: Names of those that are on.
        layers: Parameters, as `Network.layers`.
        values: As `sampling.sample_layers` gives them for the size of the hidden nodes.
        discretize: Show only signs.
        cursor: Where the cursor or the mouse is, or None.
        words: The line below.
        has_layer_buttons: Whether layers can be added and removed at the title.
        points: Those that are used, whose columns name the features.
        dropped: bool, a hidden neuron after the other: those that dropout has left out, drawn dark and
            hatched; None for none.
    """

    features: tuple[str, ...]
    layers: Sequence[FloatArray]
    values: Sequence[FloatArray]
    discretize: bool
    cursor: DiagramPosition | None
    words: str
    has_layer_buttons: bool = True
    points: UserPoints = NO_POINTS
    dropped: BoolArray | None = None


_BOX = 3
"""Cells for the mark whether a feature is on, and the gaps around its label."""


@dataclass(frozen=True)
class Ink:
    """The colours around the picture, 0xRRGGBB each.

    Attributes:
        palette: Of the picture itself.
        behind: The background.
        accent: What is chosen.
    """

    palette: Palette
    behind: int
    accent: int


@lru_cache(maxsize=8)
def edge_picture(geometry: Geometry, features: tuple[str, ...]) -> EdgePicture:
    """The curves for a geometry and the features that are on."""
    return EdgePicture(geometry, tuple(map(place_of, features)))


def draw_diagram(cells: Cells, geometry: Geometry, scene: Scene, ink: Ink) -> None:
    """Draws the diagram.

    Args:
        cells: Blank, of the geometry's size.
        geometry: Where everything stands.
        scene: What is shown.
        ink: Colours.
    """
    _draw_edges(cells, geometry, scene, ink)
    _draw_titles(cells, geometry, ink.palette, scene.has_layer_buttons)
    _draw_way_out(cells, geometry)
    style = HeatStyle(ink.palette, scene.discretize)
    for node in geometry.nodes.values():
        if node.layer == 0:
            _draw_feature(cells, geometry, node, scene, ink)
        else:
            if _is_dropped(node, geometry, scene):
                _draw_dropped(cells, node, ink.palette)
            else:
                draw_values(cells, node.area.x, node.area.y, _values_of(node, scene), style)
            _draw_bias(cells, node, scene, ink)
        if scene.cursor == DiagramPosition(node.layer, node.index):
            _draw_cursor(cells, node, ink.accent)
    cells.put(0, geometry.word_row, scene.words.ljust(cells.width)[: cells.width])


def _is_dropped(node: Node, geometry: Geometry, scene: Scene) -> bool:
    if scene.dropped is None or node.layer > len(geometry.counts):
        return False
    place = sum(geometry.counts[: node.layer - 1]) + node.index
    return place < len(scene.dropped) and bool(scene.dropped[place])


def _draw_dropped(cells: Cells, node: Node, palette: Palette) -> None:
    """A neuron that is left out: dark and hatched, so that it is told from every heat map without colours, too."""
    area = node.area
    for y in range(area.y, area.y + area.height):
        cells.put(area.x, y, _LEFT_OUT * area.width, palette.muted, DEFAULT)


def _values_of(node: Node, scene: Scene) -> Values:
    """What a neuron answers; of the output neuron of one of several classes how likely that class is."""
    layer = scene.values[node.layer - 1]
    if node.layer == len(scene.values) and len(layer) > 1:
        return neuron_values(layer, node.index, scene.discretize)
    values: FloatArray = layer[node.index]
    return values


def _draw_edges(cells: Cells, geometry: Geometry, scene: Scene, ink: Ink) -> None:
    picture = edge_picture(geometry, scene.features)
    cursor = scene.cursor
    emphasis = Emphasis()
    if cursor is not None and cursor.is_node:
        emphasis = Emphasis(edges=picture.indexes_of(cursor.node))
    elif cursor is not None and cursor.slot != BIAS:
        chosen = picture.index_of((cursor.layer - 1, cursor.slot or 0), cursor.node)
        emphasis = Emphasis(chosen=chosen, accent=ink.accent)
    picture.draw(cells, scene.layers, ink.palette, emphasis)


def title(counts: Sequence[int]) -> str:
    """How many hidden layers there are, in words."""
    number = len(counts)
    if not number:
        return _("no hidden layer")
    return ngettext("{number} hidden layer", "{number} hidden layers", number).format(number=number)


def title_spot(geometry: Geometry, has_buttons: bool = True) -> tuple[int, str]:
    """The column and the text of the title over the hidden layers, with its buttons at both ends."""
    text = f"− {title(geometry.counts)} +" if has_buttons else title(geometry.counts)
    left = geometry.layers[0][0].area.x + geometry.layers[0][0].area.width + 1
    return left + max(0, (geometry.width - left - len(text)) // 2), text


def count_spot(geometry: Geometry, layer: int) -> tuple[int, str]:
    """The column and the text of the count over a hidden layer; with buttons, close to it where room is short."""
    count = str(geometry.counts[layer - 1])
    # All layers have the form that the narrowest has room for, with a blank to the next.
    least = min(geometry.column_of(each).width for each in range(1, len(geometry.counts) + 1))
    longest = len(str(max(geometry.counts)))
    text = f"− {count} +" if least > longest + 5 else f"−{count}+" if least > longest + 2 else count
    if len(text) >= max(2, least):
        text = "…"  # beside its neighbours it would become another number
    node = geometry.layers[layer][0].area
    middle = node.x + node.width / 2
    return max(0, round(middle - len(text) / 2)), text


def _draw_titles(cells: Cells, geometry: Geometry, palette: Palette, has_layer_buttons: bool) -> None:
    cells.put(0, TITLE_ROW, _("Features"), attributes=BOLD)
    column, text = title_spot(geometry, has_layer_buttons)
    cells.put(column, TITLE_ROW, text, attributes=BOLD)
    unseen = geometry.feature_count - len(geometry.layers[0])
    if unseen:
        cells.put(0, geometry.word_row - 1, f"+{unseen}", palette.muted)
    for layer in range(1, len(geometry.counts) + 1):
        column, text = count_spot(geometry, layer)
        cells.put(column, COUNT_ROW, text, palette.muted)
        hidden = geometry.counts[layer - 1] - len(geometry.layers[layer])
        if hidden:
            cells.put(column, geometry.word_row - 1, f"+{hidden}", palette.muted)


def _draw_way_out(cells: Cells, geometry: Geometry) -> None:
    """An arrow from the output neuron towards the decision grid, which shows the same larger."""
    x, y, width, _ = geometry.way_out
    if width:
        cells.put(x, y, "▸".rjust(width, "─"))


def _draw_feature(cells: Cells, geometry: Geometry, node: Node, scene: Scene, ink: Ink) -> None:
    name = name_at(node.index, scene.features)
    on = name in scene.features
    area = node.area
    style = HeatStyle(ink.palette, scene.discretize, None if on else ink.behind)
    cells.paste(_feature_picture(name, area.width, area.height, style), area.x, area.y)
    chosen = scene.cursor == DiagramPosition(0, node.index)
    blank = " " if geometry.width >= ROOMY else ""
    label = feature_label(name, scene.points, geometry.label_width - _BOX + 1 - len(blank))
    text = f"{CHECKED if on else UNCHECKED}{blank}{label}".ljust(geometry.label_width - 1)
    color = ink.accent if chosen else DEFAULT if on else ink.palette.muted
    cells.put(0, node.middle_row, text, color, attributes=(REVERSE | BOLD) if chosen else 0)


@lru_cache(maxsize=64)
def _feature_picture(name: str, width: int, height: int, style: HeatStyle) -> Cells:
    """A feature's heat map; it is the same in every frame, so it may have finer blocks."""
    picture, palette = Cells(width, height), style.palette
    if height == 1 and not style.discretize:
        down = average_feature(name, width, _STRIPE_SAMPLES)
        if draw_stripes(picture, 0, 0, down, palette, style.fade):
            return picture
    if palette.has_shades and not style.discretize:
        draw_quadrants(picture, 0, 0, average_feature(name, 2 * width, 2 * height), palette, style.fade)
        return picture
    values = sample_feature(name, width, height)
    draw_values(picture, 0, 0, values, style)
    if not style.discretize:
        draw_signs_of_halves(picture, 0, 0, values, palette)
    return picture


def _draw_bias(cells: Cells, node: Node, scene: Scene, ink: Ink) -> None:
    """A small square at the lower left corner: of every node that is large enough, and of the one that is chosen."""
    area = node.area
    chosen = scene.cursor == DiagramPosition(node.layer, node.index, BIAS)
    if area.x > 0 and (chosen or area.height > 1):
        bias = float(scene.layers[node.layer - 1][-1, node.index])
        color = ink.accent if chosen else ink.palette.edge(bias)
        glyph = "▗" if ink.palette.has_colors else "+" if bias > 0 else "−"
        cells.put(area.x - 1, area.y + area.height - 1, "█" if chosen else glyph, color)


def _draw_cursor(cells: Cells, node: Node, accent: int) -> None:
    area = node.area
    for y in range(area.y, area.y + area.height):
        if node.layer > 0:
            cells.put(area.x - 1, y, "▐", accent)
        cells.put(area.x + area.width, y, "▌", accent)
