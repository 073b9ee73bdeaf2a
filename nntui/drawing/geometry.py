"""Where everything of the network's diagram stands, for any size and any network.

From left to right: the features, each with its name and a heat map; the hidden layers, spread over the width; the
output neuron at the right edge. Rows from the top: the title, the counts over the layers, the nodes, a line of words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from nntui.drawing.cells import Area

TITLE_ROW = 0
COUNT_ROW = 1
NODE_TOP = 2
LABEL_WIDTH = 8
"""A box to tick and the longest name of a feature: "☑ sin X₁"."""
LARGEST_NODE = 12
_OUTPUT_WIDTH = 2


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
    """

    width: int
    height: int
    counts: tuple[int, ...]
    layers: tuple[tuple[Node, ...], ...]

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
        right = (node.x + node.width + after.x) // 2
        return Area(left, COUNT_ROW, max(1, right - left), 1)


@lru_cache(maxsize=64)
def lay_out(
    width: int,
    height: int,
    features: int,
    counts: tuple[int, ...],
    selected: tuple[int, int] | None = None,
    hidden: frozenset[int] = frozenset(),
) -> Geometry:
    """Lays the diagram out.

    Args:
        width: Columns; what does not fit below 30 or so is cut at the right edge.
        height: Rows, at least 4.
        features: How many features there are, on or off.
        counts: Neurons of each hidden layer.
        selected: The node (layer, index) that must be among those shown.
        hidden: Features that are not shown, by their index; not all of them.
    """
    rows = max(1, height - NODE_TOP - 1)
    shown_features = [index for index in range(features) if index not in hidden][:rows]
    pitch = rows // len(shown_features)
    feature_height = max(1, min(LARGEST_NODE // 2, pitch - 1, _node_height(width, rows, counts)))
    feature_width = 2 * feature_height
    area_left = LABEL_WIDTH + feature_width
    node_width, node_height = _node_size(width - area_left, rows, counts)

    layers = [
        tuple(
            Node(
                0,
                i,
                Area(LABEL_WIDTH, NODE_TOP + at * pitch + (pitch - feature_height) // 2, feature_width, feature_height),
            )
            for at, i in enumerate(shown_features)
        )
    ]
    output_width = min(_OUTPUT_WIDTH, node_width)
    free = width - area_left - output_width - len(counts) * node_width
    for layer, count in enumerate(counts, start=1):
        x = area_left + (layer - 1) * node_width + free * layer // (len(counts) + 1)
        visible = _window(count, rows, selected[1] if selected and selected[0] == layer else 0)
        room = rows if len(visible) == count else max(1, rows - 1)
        layers.append(_column(layer, visible, x, node_width, node_height, room))
    output_height = max(1, min(node_height, 2))
    layers.append(_column(len(counts) + 1, range(1), max(0, width - output_width), output_width, output_height, rows))
    return Geometry(width, height, counts, tuple(layers))


def _node_height(width: int, rows: int, counts: Sequence[int]) -> int:
    """How high a hidden node may be, as a measure for the features', which should not be larger."""
    return max(2, _node_size(width - LABEL_WIDTH - 4, rows, counts)[1])


def _node_size(width: int, rows: int, counts: Sequence[int]) -> tuple[int, int]:
    """The largest heat map that leaves room for edges beside it and a free row below it."""
    layers = len(counts)
    pitch = rows // max((1, *counts))
    for node in range(LARGEST_NODE, 1, -2):
        gap = max(2, node // 2)
        if node // 2 <= max(1, pitch - 1) and layers * node + _OUTPUT_WIDTH + (layers + 1) * gap <= width:
            return node, node // 2
    if layers * 2 + _OUTPUT_WIDTH + layers + 1 <= width:
        return 2, 1
    return 1, 1


def _window(count: int, rows: int, index: int) -> range:
    """Which neurons of a layer are shown; where not all of them, a row stays free to say how many more there are."""
    if count <= rows:
        return range(count)
    room = max(1, rows - 1)
    first = min(max(0, index - room // 2), count - room)
    return range(first, first + room)


def _column(layer: int, visible: range, x: int, width: int, height: int, rows: int) -> tuple[Node, ...]:
    nodes = []
    for place, index in enumerate(visible):
        top = NODE_TOP + (rows * (2 * place + 1) // len(visible) - height + 1) // 2
        top = min(max(NODE_TOP, top), NODE_TOP + rows - height)
        nodes.append(Node(layer, index, Area(x, top, width, height)))
    return tuple(nodes)
