"""The edges of the diagram: smooth curves in braille, a colour for the sign, a thickness for the magnitude.

A braille character is two dots wide and four high. Where the curves run depends on the geometry alone, so it is
computed once; each frame only chooses the dots that the weights' thickness switches on, and the colour of each cell,
which is that of the strongest edge through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import DEFAULT, Area, Cells
from nntui.drawing.geometry import Geometry, Node
from nntui.drawing.palette import Palette
from nntui.engine.arrays import BoolArray, FloatArray, IntArray

NodeKey = tuple[int, int]
"""A node by its layer and its index in the diagram."""
BRAILLE = 0x2800
_DOT_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
"""The bit of the dot in a row and a column of a braille character."""

FAINT = 0.05
"""Weights below this magnitude are not drawn: a dead weight disappears, a tiny one nearly."""
THICKNESS = (0.0, 0.9, 2.5)
"""From which magnitude an edge is one, two and three dots thick."""

CROWDED = 32
"""With more edges than this between two layers, fewer and slimmer ones are drawn."""
SLIMMER = 2.0
"""By how much a weight must be larger in a crowd to be drawn as thick."""


class Edge(NamedTuple):
    """What two nodes an edge joins, and where its weight stands.

    Attributes:
        source: (layer, index) of the node that it comes from, in the diagram.
        target: (layer, index) of the node that it goes to.
        layer: The place of its layer in `Network.layers`.
        row: Its row there.
        column: Its column there.
    """

    source: NodeKey
    target: NodeKey
    layer: int
    row: int
    column: int


class _Gap(NamedTuple):
    """The edges between two layers, target by target.

    Attributes:
        edges: Which they are.
        sources: How many come from the layer before.
        room: How many there is room for at each target.
        is_crowded: Whether they are slimmer.
    """

    edges: slice
    sources: int
    room: int
    is_crowded: bool


class _Dots(NamedTuple):
    """Dots of curves, an entry for each, shape (dots,) all.

    Attributes:
        cells: intp, the cell: row times width plus column.
        bits: intp, the dot's bit in that cell's braille character.
        gaps: bool, whether it is left out where the edge is dashed.
        edges: intp, the edge.
        levels: intp, from which thickness on it is drawn.
    """

    cells: IntArray
    bits: IntArray
    gaps: BoolArray
    edges: IntArray
    levels: IntArray


@dataclass(frozen=True, eq=False)
class Emphasis:
    """What of the edges is shown before all others.

    Attributes:
        edges: bool, shape (edges,), those to show at full strength, while the others are shown weakly; None for all.
        chosen: The one edge that the cursor is on, drawn in the accent whatever its weight; None for none.
        accent: The colour of what is chosen, 0xRRGGBB.
    """

    edges: BoolArray | None = None
    chosen: int | None = None
    accent: int = DEFAULT


_NO_EMPHASIS = Emphasis()


class EdgePicture:
    """The curves of one geometry.

    Args:
        geometry: Where the nodes stand.
        inputs: The features that are on, by their index among all features, rising.
    """

    def __init__(self, geometry: Geometry, inputs: tuple[int, ...]) -> None:
        self._width = geometry.width
        self._edges: list[Edge] = []
        self._gaps: list[_Gap] = []
        for layer in range(1, len(geometry.layers)):
            before = [node for node in geometry.layers[layer - 1] if layer > 1 or node.index in inputs]
            if before:
                self._add_layer(before, geometry.layers[layer], inputs)
        self._numbers = {(edge.source, edge.target): number for number, edge in enumerate(self._edges)}
        self._slimness = np.ones(len(self._edges))
        for gap in self._gaps:
            self._slimness[gap.edges] = SLIMMER if gap.is_crowded else 1.0
        self._dots = _dots_of(geometry, self._edges)
        where = np.array([edge[2:] for edge in self._edges], dtype=np.intp).reshape(-1, 3)
        self._layer_rows = [
            (layer, np.flatnonzero(where[:, 0] == layer), where[where[:, 0] == layer, 1:])
            for layer in range(len(geometry.layers) - 1)
        ]

    def _add_layer(self, before: list[Node], here: Sequence[Node], inputs: tuple[int, ...]) -> None:
        """Adds all edges between two layers."""
        first, count = len(self._edges), len(here) * len(before)
        is_crowded = count > CROWDED
        between = here[0].area.x - before[0].area.x - before[0].area.width
        room = max(1, between // 2 if is_crowded else between - 1)
        self._gaps.append(_Gap(slice(first, first + count), len(before), room, is_crowded))
        for target in here:
            for source in before:
                row = inputs.index(source.index) if source.layer == 0 else source.index
                ends = (source.layer, source.index), (target.layer, target.index)
                self._edges.append(Edge(*ends, target.layer - 1, row, target.index))

    def __len__(self) -> int:
        return len(self._edges)

    def weights(self, layers: Sequence[FloatArray]) -> FloatArray:
        """The weight of every edge.

        Args:
            layers: As `Network.layers`.

        Returns:
            float64, shape (edges,).
        """
        weights = np.zeros(len(self))
        for layer, places, indexes in self._layer_rows:
            weights[places] = layers[layer][indexes[:, 0], indexes[:, 1]]
        return weights

    def indexes_of(self, node: NodeKey) -> BoolArray:
        """Which edges arrive at or leave a node (layer, index in the diagram), bool, shape (edges,)."""
        return np.array([node in (edge.source, edge.target) for edge in self._edges], dtype=np.bool_)

    def index_of(self, source: NodeKey, target: NodeKey) -> int | None:
        """The number of the edge between two nodes; None if it is not shown."""
        return self._numbers.get((source, target))

    def at(self, x: int, y: int, layers: Sequence[FloatArray]) -> tuple[NodeKey, NodeKey] | None:
        """The strongest edge that is drawn in a cell, as its two nodes (layer, index); None if there is none.

        Args:
            x: Column of the cell.
            y: Row of the cell.
            layers: As `Network.layers`.
        """
        dots = self._dots
        inside = dots.edges[(dots.cells == y * self._width + x) & (dots.levels == 0)]
        here = np.unique(inside, return_counts=True)[0]  # without the counts it would load np.ma, which takes 1.4 MB
        magnitude = np.abs(np.nan_to_num(self.weights(layers)))
        drawn = here[self._seen(magnitude)[here]]
        if not len(drawn):
            return None
        edge = self._edges[int(drawn[np.argmax(magnitude[drawn])])]
        return edge.source, edge.target

    def _seen(self, magnitude: FloatArray) -> BoolArray:
        """Which edges there is room for: of each neuron the strongest, by the width of the gap and the crowd in it.

        So a narrow gap shows where each neuron listens most, and a wide one shows all.
        """
        seen = magnitude >= FAINT
        for edges, sources, room, _ in self._gaps:
            if sources > room:
                table = magnitude[edges].reshape(-1, sources)
                least = np.partition(table, sources - room, axis=1)[:, sources - room]
                seen[edges] &= (table >= least[:, None]).ravel()
        return seen

    def draw(
        self,
        cells: Cells,
        layers: Sequence[FloatArray],
        palette: Palette,
        emphasis: Emphasis = _NO_EMPHASIS,
    ) -> None:
        """Paints the edges for these weights.

        Args:
            cells: The diagram, of the geometry's size, blank where edges run.
            layers: As `Network.layers`.
            palette: Colours.
            emphasis: What stands out.
        """
        if not len(self):
            return
        standing_out, chosen = emphasis.edges, emphasis.chosen
        weights = np.nan_to_num(self.weights(layers))
        rank = np.abs(weights)
        thickness = np.searchsorted(THICKNESS, rank / self._slimness, side="right") - 1
        seen = self._seen(rank)
        if standing_out is not None:
            seen |= standing_out & (rank >= FAINT)
        levels = np.where(seen, thickness, -1)
        colors = np.array([palette.edge(weight) for weight in weights.tolist()], dtype=np.int32)
        if standing_out is not None:
            weak = [
                palette.edge(np.sign(weight) * FAINT) if palette.has_shades else palette.muted for weight in weights
            ]
            colors = np.where(standing_out, colors, np.array(weak, dtype=np.int32))
            levels = np.where(standing_out, levels, np.minimum(levels, 0))
            rank = rank + 1e6 * standing_out
        if chosen is not None:
            colors[chosen], levels[chosen], rank[chosen] = emphasis.accent, max(1, levels[chosen]), np.inf
        self._paint(cells, levels, colors, rank, None if palette.has_colors else weights < 0)

    def _paint(
        self,
        cells: Cells,
        levels: IntArray,
        colors: NDArray[np.int32],
        rank: FloatArray,
        dashed: BoolArray | None,
    ) -> None:
        """Paints from the lowest to the highest rank, so that a cell has the colour of its highest edge."""
        all_dots = self._dots
        seen = levels[all_dots.edges] >= all_dots.levels
        if dashed is not None:
            seen &= ~(dashed[all_dots.edges] & all_dots.gaps)
        at, bits, edges = all_dots.cells[seen], all_dots.bits[seen], all_dots.edges[seen]
        order = np.argsort(rank[edges], kind="stable")
        dots = np.zeros(cells.width * cells.height, dtype=np.intp)
        np.bitwise_or.at(dots, at, bits)
        foreground = np.zeros(cells.width * cells.height, dtype=np.int32)
        foreground[at[order]] = colors[edges[order]]
        drawn = (dots > 0).reshape(cells.height, cells.width)
        cells.glyphs[drawn] = (dots.reshape(drawn.shape)[drawn] + BRAILLE).astype(np.uint32)
        cells.foreground[drawn] = foreground.reshape(drawn.shape)[drawn]


def _dots_of(geometry: Geometry, edges: Sequence[Edge]) -> _Dots:
    """The dots of all curves at every thickness."""
    nodes = geometry.nodes
    curves = [
        (number, level, _curve(geometry, nodes[edge.source].area, nodes[edge.target].area, level))
        for number, edge in enumerate(edges)
        for level in range(len(THICKNESS))
    ]
    if not curves:
        nothing = np.empty(0, dtype=np.intp)
        return _Dots(nothing, nothing, np.empty(0, dtype=np.bool_), nothing, nothing)
    numbers, levels, parts = zip(*curves, strict=True)
    cells, bits, gaps = (np.concatenate(each) for each in zip(*parts, strict=True))
    lengths = [len(part[0]) for part in parts]
    return _Dots(cells, bits, gaps, np.repeat(numbers, lengths), np.repeat(levels, lengths))


def _curve(geometry: Geometry, source: Area, target: Area, level: int) -> tuple[IntArray, IntArray, BoolArray]:
    """The cells and dot bits of a curve from a node's right edge to another's left edge, and where a dashed one gaps.

    The first level is the thin curve; each further one adds the dots that make it thicker.
    """
    start, end = 2 * (source.x + source.width), 2 * target.x
    length = end - start
    if length <= 0:
        nothing = np.empty(0, dtype=np.intp)
        return nothing, nothing, np.empty(0, dtype=np.bool_)
    from_y = 4 * source.y + 2 * source.height
    to_y = 4 * target.y + 2 * target.height
    # An even number of rows has its middle between two dots: one that falls takes the upper, so the curve is shorter.
    columns, rows = _path(length, to_y - from_y)
    x = columns + start
    y = rows + from_y - (1 if from_y > to_y else 0)
    y = y + (0, 1, -1)[level]
    inside = (y >= 0) & (y < 4 * geometry.height) & (x >= 0) & (x < 2 * geometry.width)
    x, y = x[inside], y[inside]
    return (y // 4) * geometry.width + x // 2, _DOT_BITS[y % 4, x % 2], (x + y) // 2 % 2 == 1


@lru_cache(maxsize=4096)
def _path(length: int, rise: int) -> tuple[IntArray, IntArray]:
    """A smooth path of dots from (0, 0) to (length − 1, rise), level at both ends and without gaps."""
    along = np.arange(length)
    share = along / max(1, length - 1)
    y = np.rint(rise * share * share * (3 - 2 * share)).astype(np.intp)
    # A column reaches half of the way to each neighbour, so a steep part is a stroke and not a row of lone dots.
    ahead = np.append((y[1:] + y[:-1]) // 2, y[-1])
    behind = np.insert((y[1:] + y[:-1] + 1) // 2, 0, y[0])
    low = np.minimum(np.minimum(ahead, behind), y)
    high = np.maximum(np.maximum(ahead, behind), y)
    columns = np.repeat(along, high - low + 1)
    rows = np.concatenate([np.arange(one, other + 1) for one, other in zip(low, high, strict=True)])
    return columns, rows
