"""The edges of the diagram: smooth curves, a colour for the sign, a thickness and a strength for the magnitude.

Where a curve runs depends on the geometry alone, and the stroke of a width is computed when it is first needed. Each
frame only chooses the widths by the weights; where they have not changed since the last frame, its picture is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.geometry import CROWDED, Geometry, Node
from nntui.drawing.palette import Palette
from nntui.drawing.strokes import BRAILLE, DOTTED_STEPS, LOW_STEPS, QUADRANTS, STEPS, Ends, Step, Stroke, stroke
from nntui.engine.arrays import BoolArray, FloatArray, IntArray

NodeKey = tuple[int, int]
"""A node by its layer and its index in the diagram."""
FAINT = STEPS[0].least
"""Weights below this magnitude are not drawn."""
_LEAST = np.array([step.least for step in STEPS])
_BLOCKS = np.array([ord(block) for block in QUADRANTS], dtype=np.uint32)
_SLIMMER = 2.0
"""In a crowd strokes are slimmer: there the strength of the colour shows more of the weight."""
_FEW = 16
"""So many edges between two layers are all drawn, however narrow the gap is."""
_APART = 4
"""Dots between two edges that arrive at one node, where it is high enough."""


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
        slimness: How many times as large as elsewhere a weight must be for the same stroke.
    """

    edges: slice
    sources: int
    room: int
    slimness: float


class _Paint(NamedTuple):
    """The cells in which edges are seen, shape (cells,) all.

    Attributes:
        cells: intp, row times width plus column.
        glyphs: uint32, code points.
        colors: int32.
    """

    cells: IntArray
    glyphs: NDArray[np.uint32]
    colors: NDArray[np.int32]


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
        self._size = geometry.width, geometry.height
        self._most = (LOW_STEPS if geometry.layers[-1][0].area.height < 2 else len(STEPS)) - 1
        self._edges: list[Edge] = []
        self._ends: list[Ends] = []
        self._gaps: list[_Gap] = []
        self._strokes: dict[tuple[int, Step, bool], Stroke] = {}
        self._painted: tuple[bytes, _Paint] | None = None
        for layer in range(1, len(geometry.layers)):
            before = [node for node in geometry.layers[layer - 1] if layer > 1 or node.index in inputs]
            if before:
                self._add_layer(before, geometry.layers[layer], inputs)
        self._numbers = {(edge.source, edge.target): number for number, edge in enumerate(self._edges)}
        self._slimness = np.ones(len(self._edges))
        for gap in self._gaps:
            self._slimness[gap.edges] = gap.slimness
        where = np.array([edge[2:] for edge in self._edges], dtype=np.intp).reshape(-1, 3)
        self._layer_rows = [
            (layer, np.flatnonzero(where[:, 0] == layer), where[where[:, 0] == layer, 1:])
            for layer in range(len(geometry.layers) - 1)
        ]

    def _add_layer(self, before: list[Node], here: Sequence[Node], inputs: tuple[int, ...]) -> None:
        """Adds all edges between two layers."""
        first, count = len(self._edges), len(here) * len(before)
        between = here[0].area.x - before[0].area.x - before[0].area.width
        is_crowded = count > CROWDED
        room = max(1, (between + 2) // 4 if is_crowded else max(between - 1, _FEW // len(here)))
        self._gaps.append(_Gap(slice(first, first + count), len(before), room, _SLIMMER if is_crowded else 1.0))
        for target in here:
            for place, source in enumerate(before):
                row = inputs.index(source.index) if source.layer == 0 else source.index
                keys = (source.layer, source.index), (target.layer, target.index)
                self._edges.append(Edge(*keys, target.layer - 1, row, target.index))
                self._ends.append(_ends(source, target, place, len(before)))

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
        cell = y * self._size[0] + x
        magnitude = np.abs(np.nan_to_num(self.weights(layers)))
        levels = np.where(self._seen(magnitude), self._levels(magnitude), -1)
        for number in np.argsort(-magnitude, kind="stable").tolist():
            if levels[number] >= 0 and cell in self._stroke(number, STEPS[max(1, int(levels[number]))], False).cells:
                edge = self._edges[number]
                return edge.source, edge.target
        return None

    def _levels(self, magnitude: FloatArray) -> IntArray:
        """The step of every edge, an index of `STEPS`, intp, shape (edges,); −1 for weights that are too small."""
        levels = np.searchsorted(_LEAST, magnitude / self._slimness, side="right") - 1
        return np.where(magnitude >= FAINT, np.clip(levels, 0, self._most), -1)

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
        levels, seen = self._levels(rank), self._seen(rank)
        levels = np.where(seen if standing_out is None else seen | standing_out, levels, -1)
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
        dashed = np.zeros(len(self), dtype=np.bool_) if palette.has_colors else weights < 0
        # From the lowest to the highest rank, so that a cell has the colour of its highest edge.
        order = np.argsort(rank, kind="stable")
        order = order[levels[order] >= 0]
        steps = STEPS if palette.has_shades else DOTTED_STEPS
        paint = self._paint(order, levels[order], colors[order], dashed[order], steps)
        at = np.unravel_index(paint.cells, (cells.height, cells.width))
        cells.glyphs[at], cells.foreground[at] = paint.glyphs, paint.colors

    def _paint(
        self, edges: IntArray, levels: IntArray, colors: NDArray[np.int32], dashed: BoolArray, steps: tuple[Step, ...]
    ) -> _Paint:
        """Lays strokes over each other, in this order; the last picture again if they are the same."""
        key = b"".join(array.tobytes() for array in (edges, levels, colors, dashed)) + (
            b"solid" if steps is STEPS else b"dotted"
        )
        if self._painted is None or self._painted[0] != key:
            chosen = [steps[level] for level in levels.tolist()]
            strokes = [self._stroke(*which) for which in zip(edges.tolist(), chosen, dashed.tolist(), strict=True)]
            is_solid = np.array([step.is_solid for step in chosen], dtype=np.bool_)
            self._painted = key, _laid_over(strokes, is_solid, colors, self._size[0] * self._size[1])
        return self._painted[1]

    def _stroke(self, number: int, step: Step, is_dashed: bool) -> Stroke:
        """The stroke of an edge, computed once."""
        key = number, step, is_dashed
        if key not in self._strokes:
            self._strokes[key] = stroke(self._ends[number], step, self._size, is_dashed)
        return self._strokes[key]


def _laid_over(strokes: list[Stroke], is_solid: BoolArray, colors: NDArray[np.int32], size: int) -> _Paint:
    """Strokes over each other, the last on top. Dots of several are seen in one cell, of blocks only the topmost."""
    if not strokes:
        nothing = np.empty(0, dtype=np.intp)
        return _Paint(nothing, nothing.astype(np.uint32), nothing.astype(np.int32))
    owners = np.repeat(np.arange(len(strokes)), [len(each.cells) for each in strokes])
    at, masks = np.concatenate([each.cells for each in strokes]), np.concatenate([each.masks for each in strokes])
    dotted = ~is_solid[owners]
    dots = np.zeros(size, dtype=np.intp)
    np.bitwise_or.at(dots, at[dotted], masks[dotted])
    top = np.full(size, -1, dtype=np.intp)
    top[at] = np.arange(len(at))
    cells = np.flatnonzero(top >= 0)
    top = top[cells]
    solid = is_solid[owners[top]]
    glyphs = np.where(solid, _BLOCKS[np.where(solid, masks[top], 0)], dots[cells] + BRAILLE).astype(np.uint32)
    return _Paint(cells, glyphs, colors[owners[top]])


def _ends(source: Node, target: Node, place: int, count: int) -> Ends:
    """Where an edge leaves a node, in its middle, and where it arrives: one below the other, as their sources are."""
    start, end = source.area, target.area
    apart = min(_APART, (4 * end.height - 2) / count)
    arrival = 4 * end.y + 2 * end.height + round((place - (count - 1) / 2) * apart)
    return Ends(2 * (start.x + start.width), 2 * end.x, 4 * start.y + 2 * start.height, arrival)
