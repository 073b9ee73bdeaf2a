"""Where everything of the network's diagram stands, for any size and any network.

From left to right: the features, each with its name and a heat map; the hidden layers, spread over the width; the
output neuron, and what leads the eye from it to the decision grid. Rows from the top: the title, the counts over the
layers, the nodes, a line of words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from nntui.drawing.cells import Area

TITLE_ROW = 0
COUNT_ROW = 1
NODE_TOP = 2
LABEL_WIDTH = 8
"""A box to tick, the longest name of a feature and a blank: "☑sin X₁ "."""
ROOMY = 44
"""Columns from which a blank stands between the box and the name."""
LARGEST_HEIGHT = 6
"""Rows of the largest heat map."""
CROWDED = 32
"""More edges than this between two layers want more columns."""
_LEAST_GAP = 3
"""Columns between two layers, where there is room."""
_SMALL = 6
"""Columns below which a heat map has no more than its own width beside it in a crowd."""
_WITH_A_MIDDLE = 3
"""Rows up to which a heat map may have an odd number of columns, more than twice its rows."""
_LOWEST_WIDTHS = (6, 5, 4, 3, 2)
"""How wide a heat map of one row may be."""
_FEATURE_WIDTHS = (4, 2)
"""How wide that of a feature is: with four cells the sine shows all its signs."""


@dataclass(frozen=True)
class Node:
    """A feature or a neuron in the diagram.

    Attributes:
        layer: 0 for the features, 1 … for the hidden layers, the last for the output.
        index: Its place in the layer, from 0; a feature's place among all features.
        area: Its heat map.
    """

    layer: int
    index: int
    area: Area

    @property
    def middle_row(self) -> int:
        """The row where its edges leave and arrive."""
        return self.area.y + (self.area.height - 1) // 2


@dataclass(frozen=True)
class Geometry:
    """A laid out diagram.

    Attributes:
        width: Of the diagram, in columns.
        height: Of the diagram, in rows.
        counts: Neurons of each hidden layer.
        layers: The nodes that are shown, for the features, the hidden layers and the output. A layer with more neurons
            than there are rows shows some of them.
        label_width: Columns of a feature's box and name, with the blank behind it.
        way_out: The columns from the output neuron to the right edge; none where there is no room.
        feature_count: How many features there are to show; in few rows some of them are shown.
    """

    width: int
    height: int
    counts: tuple[int, ...]
    layers: tuple[tuple[Node, ...], ...]
    label_width: int
    way_out: Area
    feature_count: int

    @cached_property
    def nodes(self) -> dict[tuple[int, int], Node]:
        """Every node that is shown, by (layer, index)."""
        return {(node.layer, node.index): node for layer in self.layers for node in layer}

    @property
    def word_row(self) -> int:
        """The row of the line of words."""
        return self.height - 1

    def node_at(self, x: int, y: int) -> Node | None:
        """The node whose heat map, or whose name, covers a cell."""
        for node in self.nodes.values():
            area = node.area
            if node.layer == 0:
                area = area._replace(x=0, width=area.x + area.width)
            if area.contains(x, y):
                return node
        return None

    def column_of(self, layer: int) -> Area:
        """The columns over a hidden layer, in the row of counts, with the room around it that belongs to it alone."""
        node = self.layers[layer][0].area
        before = self.layers[layer - 1][0].area
        after = self.layers[layer + 1][0].area
        left = (before.x + before.width + node.x + 1) // 2
        if layer == 1:  # over the features' pictures nothing stands
            left = min(left, node.x - 1)
        right = (node.x + node.width + after.x + 1) // 2
        return Area(left, COUNT_ROW, max(1, right - left), 1)


@lru_cache(maxsize=64)
def lay_out(
    width: int,
    height: int,
    features: int,
    counts: tuple[int, ...],
    selected: tuple[int, int] | None = None,
    hidden: frozenset[int] = frozenset(),
    outputs: int = 1,
) -> Geometry:
    """Lays the diagram out.

    Args:
        width: Columns; what does not fit below 30 or so is cut at the right edge.
        height: Rows, at least 4.
        features: How many features there are, on or off. In fewer rows the selected one is among those shown.
        counts: Neurons of each hidden layer.
        selected: The node (layer, index) that must be among those shown.
        hidden: Features that are not shown, by their index; not all of them.
        outputs: How many output neurons there are.
    """
    neurons = (*counts, outputs)
    rows = max(1, height - NODE_TOP - 1)
    label_width = LABEL_WIDTH + (1 if width >= ROOMY else 0)
    all_features = [index for index in range(features) if index not in hidden]
    chosen = all_features.index(selected[1]) if selected and selected[0] == 0 and selected[1] in all_features else 0
    shown_features = [all_features[at] for at in _window(len(all_features), rows, chosen)]
    feature_width, feature_height = _feature_size(width - label_width, rows, len(shown_features), neurons)
    left = label_width + feature_width
    node_width, node_height = _node_size(width - left, rows, neurons)
    gaps, way_out = _gaps(width - left - len(neurons) * node_width, len(neurons))

    room = rows if len(shown_features) == len(all_features) else max(1, rows - 1)
    pitch = min(rows // len(shown_features), feature_height + _LEAST_GAP)
    layers = [_column(0, shown_features, label_width, feature_width, feature_height, room, pitch)]
    x = left
    for layer, count in enumerate(neurons, start=1):
        x += gaps[layer - 1]
        visible = _window(count, rows, selected[1] if selected and selected[0] == layer else 0)
        room = rows if len(visible) == count else max(1, rows - 1)
        layers.append(_column(layer, visible, x, node_width, node_height, room))
        x += node_width
    output = layers[-1][(len(layers[-1]) - 1) // 2]
    end = Area(x, output.middle_row, way_out, 1)
    return Geometry(width, height, counts, tuple(layers), label_width, end, len(all_features))


def _feature_size(width: int, rows: int, features: int, neurons: Sequence[int]) -> tuple[int, int]:
    """How large the features' heat maps are: not larger than a hidden node, but for two rows, which show more."""
    pitch = rows // features
    height = max(1, min(LARGEST_HEIGHT, pitch - 1, max(2, _node_size(width - _FEATURE_WIDTHS[0], rows, neurons)[1])))
    if height > 1:
        return 2 * height + 1, height
    widest, narrow = _FEATURE_WIDTHS
    return (widest if _node_size(width - widest, rows, neurons)[0] > narrow else narrow), 1


def _node_size(width: int, rows: int, neurons: Sequence[int]) -> tuple[int, int]:
    """The largest heat map that leaves room for the edges beside it and a free row below it."""
    nodes, pitch = len(neurons), rows // max(neurons)
    is_crowded = any(one * other > CROWDED for one, other in pairwise(neurons))
    for height in range(max(1, min(LARGEST_HEIGHT, pitch - 1)), 0, -1):
        for node in _widths(height):
            gap = max(_LEAST_GAP, _crowd_gap(node) if is_crowded else node // 2)
            if nodes * (node + gap) <= width:
                return node, height
    return (2 if nodes * (2 + 1) <= width else 1), 1


def _widths(height: int) -> tuple[int, ...]:
    """How wide a heat map may be, the best first: about square, a small one with a column in its middle."""
    if height == 1:
        return _LOWEST_WIDTHS
    even = 2 * height, 2 * height - 1
    return (2 * height + 1, *even) if height <= _WITH_A_MIDDLE else even


def _crowd_gap(node: int) -> int:
    """The columns that many edges want beside nodes of a width: more than these, but for the smallest."""
    return node if node < _SMALL else -(-6 * node // 5)


def _gaps(free: int, count: int) -> tuple[list[int], int]:
    """The columns before each layer, those between hidden ones all alike, and the columns behind the output."""
    each, rest = divmod(max(0, free), count)
    between = count - 2
    if 0 < between <= rest:
        gaps, rest = [each, *[each + 1] * between, each], rest - between
    else:
        gaps = [each] * count
    gaps[0] += (rest + 1) // 2
    gaps[-1] += rest // 2
    way_out = 0 if gaps[-1] < _LEAST_GAP else min(3, gaps[-1] // 3)
    gaps[-1] -= way_out
    return gaps, way_out


def _window(count: int, rows: int, index: int) -> range:
    """Which neurons of a layer are shown; where not all of them, a row stays free to say how many more there are."""
    if count <= rows:
        return range(count)
    room = max(1, rows - 1)
    first = min(max(0, index - room // 2), count - room)
    return range(first, first + room)


def _column(
    layer: int, visible: Sequence[int], x: int, width: int, height: int, rows: int, pitch: int = 0
) -> tuple[Node, ...]:
    """A layer's nodes below each other, as far apart as there is room, or by `pitch`, around the middle."""
    pitch = pitch or rows // len(visible)
    top = NODE_TOP + (rows - len(visible) * pitch) // 2 + max(0, pitch - height + 1) // 2
    return tuple(Node(layer, index, Area(x, top + at * pitch, width, height)) for at, index in enumerate(visible))
