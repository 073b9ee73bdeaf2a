"""The edges of the diagram: smooth curves in braille, a colour for the sign, a thickness for the magnitude.

A braille character is two dots wide and four high. Where the curves run depends on the geometry alone, so it is
computed once; each frame only chooses the dots that the weights' thickness switches on, and the colour of each cell,
which is that of the strongest edge through it.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.cells import DEFAULT, Area, Cells
from nntui.drawing.geometry import Geometry
from nntui.drawing.palette import Palette
from nntui.engine.arrays import BoolArray, FloatArray, IntArray

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


class EdgePicture:
    """The curves of one geometry.

    Args:
        geometry: Where the nodes stand.
        inputs: The features that are on, by their index among all features, rising.
    """

    def __init__(self, geometry: Geometry, inputs: tuple[int, ...]) -> None:
        self._width = geometry.width
        cells: list[IntArray] = []
        bits: list[IntArray] = []
        edges: list[IntArray] = []
        thickness: list[IntArray] = []
        gaps: list[BoolArray] = []
        self._weights_at: list[tuple[int, int, int]] = []
        self._ends: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self._number: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}
        self._thinned: list[tuple[slice, int, int]] = []
        self._slimmer: list[bool] = []
        for layer in range(1, len(geometry.layers)):
            before = [node for node in geometry.layers[layer - 1] if layer > 1 or node.index in inputs]
            here = geometry.layers[layer]
            if before:
                first = len(self._weights_at)
                count = len(here) * len(before)
                between = here[0].area.x - before[0].area.x - before[0].area.width
                room = max(1, between // 2 if count > CROWDED else between - 1)
                self._thinned.append((slice(first, first + count), len(before), room))
                self._slimmer += [count > CROWDED] * count
            for target in here:
                for source in before:
                    row = inputs.index(source.index) if layer == 1 else source.index
                    edge = len(self._weights_at)
                    self._weights_at.append((layer - 1, row, target.index))
                    ends = (source.layer, source.index), (target.layer, target.index)
                    self._ends.append(ends)
                    self._number[ends] = edge
                    for level in range(len(THICKNESS)):
                        cell, bit, gap = _curve(geometry, source.area, target.area, level)
                        gaps.append(gap)
                        cells.append(cell)
                        bits.append(bit)
                        edges.append(np.full(len(cell), edge))
                        thickness.append(np.full(len(cell), level))
        empty = [np.empty(0, dtype=np.intp)]
        self._cells = np.concatenate(cells or empty)
        self._bits = np.concatenate(bits or empty)
        self._edges = np.concatenate(edges or empty)
        self._thickness = np.concatenate(thickness or empty)
        self._gaps = np.concatenate(gaps or [np.empty(0, dtype=np.bool_)])
        where = np.array(self._weights_at, dtype=np.intp).reshape(-1, 3)
        self._layer_rows = [
            (layer, np.flatnonzero(where[:, 0] == layer), where[where[:, 0] == layer, 1:])
            for layer in range(len(geometry.layers) - 1)
        ]

    def __len__(self) -> int:
        return len(self._weights_at)

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

    def indexes_of(self, node: tuple[int, int]) -> BoolArray:
        """Which edges arrive at or leave a node (layer, index in the diagram), bool, shape (edges,)."""
        return np.array([node in ends for ends in self._ends], dtype=np.bool_)

    def index_of(self, source: tuple[int, int], target: tuple[int, int]) -> int | None:
        """The number of the edge between two nodes; None if it is not shown."""
        return self._number.get((source, target))

    def at(self, x: int, y: int, layers: Sequence[FloatArray]) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The strongest edge that is drawn in a cell, as its two nodes (layer, index); None if there is none.

        Args:
            x: Column of the cell.
            y: Row of the cell.
            layers: As `Network.layers`.
        """
        inside = self._edges[(self._cells == y * self._width + x) & (self._thickness == 0)]
        here = np.unique(inside, return_counts=True)[0]  # without the counts it would load np.ma, which takes 1.4 MB
        magnitude = np.abs(np.nan_to_num(self.weights(layers)))
        drawn = here[self._seen(magnitude)[here]]
        return self._ends[int(drawn[np.argmax(magnitude[drawn])])] if len(drawn) else None

    def _seen(self, magnitude: FloatArray) -> BoolArray:
        """Which edges there is room for: of each neuron the strongest, by the width of the gap and the crowd in it.

        So a narrow gap shows where each neuron listens most, and a wide one shows all.
        """
        seen = magnitude >= FAINT
        for edges, sources, room in self._thinned:
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
        standing_out: BoolArray | None = None,
        chosen: int | None = None,
        accent: int = DEFAULT,
    ) -> None:
        """Paints the edges for these weights.

        Args:
            cells: The diagram, of the geometry's size, blank where edges run.
            layers: As `Network.layers`.
            palette: Colours.
            standing_out: The edges to show at full strength before all others, which are shown weakly; None for all.
            chosen: The one edge that the cursor is on, drawn in the accent whatever its weight.
            accent: The colour of what is chosen.
        """
        if not len(self):
            return
        weights = np.nan_to_num(self.weights(layers))
        rank = np.abs(weights)
        thickness = np.searchsorted(THICKNESS, rank / np.where(self._slimmer, SLIMMER, 1.0), side="right") - 1
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
            colors[chosen], levels[chosen], rank[chosen] = accent, max(1, levels[chosen]), np.inf
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
        seen = levels[self._edges] >= self._thickness
        if dashed is not None:
            seen &= ~(dashed[self._edges] & self._gaps)
        at, bits, edges = self._cells[seen], self._bits[seen], self._edges[seen]
        order = np.argsort(rank[edges], kind="stable")
        dots = np.zeros(cells.width * cells.height, dtype=np.intp)
        np.bitwise_or.at(dots, at, bits)
        foreground = np.zeros(cells.width * cells.height, dtype=np.int32)
        foreground[at[order]] = colors[edges[order]]
        drawn = (dots > 0).reshape(cells.height, cells.width)
        cells.glyphs[drawn] = (dots.reshape(drawn.shape)[drawn] + BRAILLE).astype(np.uint32)
        cells.foreground[drawn] = foreground.reshape(drawn.shape)[drawn]


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
