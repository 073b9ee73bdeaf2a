"""The edges: where their curves run, and what their dots and colours say of the weight."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.edges import BRAILLE, FAINT, THICKNESS, EdgePicture
from nntui.drawing.geometry import NODE_TOP, Geometry, lay_out
from nntui.drawing.palette import make_palette
from nntui.engine.features import FEATURES

PALETTE = make_palette("playground", 0x14171A)
ALL_ON = tuple(range(len(FEATURES)))
DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])


def geometry_of(counts: tuple[int, ...], width: int = 60, height: int = 22) -> Geometry:
    return lay_out(width, height, len(FEATURES), counts)


def no_weights(inputs: int, counts: tuple[int, ...]) -> list[np.ndarray]:
    sizes = (inputs, *counts, 1)
    return [np.zeros((before + 1, after)) for before, after in itertools.pairwise(sizes)]


def draw(
    geometry: Geometry,
    weights: dict[tuple[int, int, int], float],
    inputs: tuple[int, ...] = ALL_ON,
) -> Cells:
    """Draws with these weights, by (layer, source, target) as in `Network.layers`, and all others 0."""
    layers = no_weights(len(inputs), geometry.counts)
    for (layer, source, target), weight in weights.items():
        layers[layer][source, target] = weight
    cells = Cells(geometry.width, geometry.height)
    EdgePicture(geometry, inputs).draw(cells, layers, PALETTE)
    return cells


def dots(cells: Cells) -> np.ndarray:
    """Every dot of the braille characters, bool, shape (4·height, 2·width)."""
    bits = np.where(cells.glyphs >= BRAILLE, cells.glyphs.astype(int) - BRAILLE, 0)
    return (bits[:, None, :, None] & DOTS[None, :, None, :] > 0).reshape(4 * cells.height, 2 * cells.width)


def pieces(drawn: np.ndarray) -> int:
    """How many pieces dots fall into, when dots that touch at a side or a corner belong together."""
    left = set(zip(*(axis.tolist() for axis in np.nonzero(drawn)), strict=True))
    count = 0
    while left:
        count += 1
        edge = [left.pop()]
        while edge:
            y, x = edge.pop()
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            edge.extend(near)
    return count


def drawn_cells(cells: Cells) -> np.ndarray:
    return cells.glyphs > BRAILLE


ONE_LINK = [(0, source, target) for source in (0, 3, 6) for target in (0, 1, 3)] + [
    (1, 0, 0),
    (1, 3, 1),
    (1, 1, 0),
    (2, 0, 0),
    (2, 1, 0),
]


# Where an edge runs


@pytest.mark.parametrize("weight", [0.1, 1.0, 3.0])
@pytest.mark.parametrize(("width", "height"), [(38, 19), (60, 22), (110, 43)])
@pytest.mark.parametrize(("layer", "source", "target"), ONE_LINK)
def test_a_link_runs_from_the_right_edge_of_its_source_to_the_left_edge_of_its_target(
    layer, source, target, width, height, weight
):
    geometry = geometry_of((4, 2), width, height)
    drawn = dots(draw(geometry, {(layer, source, target): weight}))
    start, end = geometry.nodes[layer, source].area, geometry.nodes[layer + 1, target].area
    columns = np.flatnonzero(drawn.any(axis=0))
    # A dot in every column of dots, from the first beside the source to the last before the target.
    assert columns.tolist() == list(range(2 * (start.x + start.width), 2 * end.x))
    for area, column in ((start, columns[0]), (end, columns[-1])):
        rows = np.flatnonzero(drawn[:, column])
        assert abs(rows.mean() - (4 * area.y + 2 * area.height - 0.5)) <= 2
    assert pieces(drawn) == 1


@given(
    st.integers(36, 160),
    st.integers(8, 60),
    st.lists(st.integers(1, 32), max_size=6).map(tuple),
    st.floats(0.1, 4),
    st.randoms(use_true_random=False),
)
def test_any_one_link_of_any_network_is_without_gaps(width, height, counts, weight, random):
    geometry = geometry_of(counts, width, height)
    layer = random.randrange(len(counts) + 1)
    source, target = (random.choice(geometry.layers[at]) for at in (layer, layer + 1))
    drawn = dots(draw(geometry, {(layer, source.index, target.index): weight}))
    first, end = 2 * (source.area.x + source.area.width), 2 * target.area.x
    assert np.flatnonzero(drawn.any(axis=0)).tolist() == list(range(first, end))
    assert pieces(drawn) == 1
    rows = np.flatnonzero(drawn.any(axis=1)) // 4
    assert rows.min() >= NODE_TOP - 1
    assert rows.max() <= geometry.word_row


def test_a_link_between_nodes_on_one_height_is_straight():
    geometry = geometry_of((1,), 60, 23)
    source = geometry.layers[1][0].area
    target = geometry.layers[2][0].area
    assert 2 * source.y + source.height == 2 * target.y + target.height
    drawn = dots(draw(geometry, {(1, 0, 0): 0.5}))
    assert np.count_nonzero(drawn.any(axis=1)) == 1


def test_links_are_drawn_nowhere_over_the_nodes():
    geometry = geometry_of((4, 2))
    layers = [np.ones_like(layer) * 9 for layer in no_weights(7, (4, 2))]
    cells = Cells(geometry.width, geometry.height)
    EdgePicture(geometry, ALL_ON).draw(cells, layers, PALETTE)
    drawn = drawn_cells(cells)
    for node in geometry.nodes.values():
        area = node.area
        assert not drawn[area.y : area.y + area.height, area.x : area.x + area.width].any()


# What it says of the weight


@pytest.mark.parametrize("weight", [0.0, -0.0, FAINT / 2, -FAINT / 2, float("nan")])
def test_a_weight_of_about_0_draws_nothing(weight):
    cells = draw(geometry_of((4, 2)), {(0, 0, 0): weight})
    assert cells.changed_areas(Cells(cells.width, cells.height)) == []


def test_a_bias_is_no_link():
    geometry = geometry_of((4, 2))
    cells = draw(geometry, {(0, 7, 0): 3.0, (1, 4, 1): 3.0, (2, 2, 0): 3.0})
    assert not drawn_cells(cells).any()


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("layer", "source", "target"), ONE_LINK)
def test_a_larger_weight_is_thicker(layer, source, target, sign):
    geometry = geometry_of((4, 2))
    weights = [max(FAINT, least) for least in THICKNESS] + [1e9]
    pictures = [dots(draw(geometry, {(layer, source, target): sign * weight})) for weight in weights]
    counts = [np.count_nonzero(picture) for picture in pictures]
    assert 0 < counts[0] < counts[1] < counts[2] == counts[3]
    for thin, thick in itertools.pairwise(pictures):
        assert not (thin & ~thick).any(), "a thicker edge has all the dots of a thinner one"


@pytest.mark.parametrize("weight", [-9.0, -1.0, -0.3, -0.06, 0.06, 0.3, 1.0, 9.0])
def test_the_colour_says_the_sign_and_the_strength(weight):
    cells = draw(geometry_of((4, 2)), {(0, 1, 2): weight})
    drawn = drawn_cells(cells)
    assert set(cells.foreground[drawn].tolist()) == {PALETTE.edge(weight)}
    assert (cells.foreground[~drawn] == DEFAULT).all()
    assert (cells.background == DEFAULT).all()


@pytest.mark.parametrize(("one", "other"), [(0.2, -2.0), (-2.0, 0.2), (2.0, -0.2), (-0.5, 0.9)])
def test_where_links_meet_the_stronger_lies_over_the_weaker(one, other):
    geometry = geometry_of((4, 2))
    first, second = (0, 0, 3), (0, 6, 0)
    alone = [drawn_cells(draw(geometry, {edge: weight})) for edge, weight in ((first, one), (second, other))]
    both = alone[0] & alone[1]
    assert both.any(), "these two edges cross"
    cells = draw(geometry, {first: one, second: other})
    assert set(cells.foreground[both].tolist()) == {PALETTE.edge(max(one, other, key=abs))}
    assert set(cells.foreground[alone[0] & ~both].tolist()) == {PALETTE.edge(one)}
    assert set(cells.foreground[alone[1] & ~both].tolist()) == {PALETTE.edge(other)}


def test_where_links_meet_the_dots_of_both_are_seen():
    geometry = geometry_of((4, 2))
    first, second = {(0, 0, 3): 1.0}, {(0, 6, 0): -2.0}
    together = dots(draw(geometry, first | second))
    np.testing.assert_array_equal(together, dots(draw(geometry, first)) | dots(draw(geometry, second)))


# Which edges there are


def test_there_is_a_link_for_every_weight():
    picture = EdgePicture(geometry_of((4, 2)), ALL_ON)
    assert len(picture) == 7 * 4 + 4 * 2 + 2


def test_each_link_finds_its_weight():
    geometry = geometry_of((4, 2))
    layers = [
        np.arange(layer.size, dtype=float).reshape(layer.shape) + 100 * i
        for i, layer in enumerate(no_weights(2, (4, 2)))
    ]
    weights = EdgePicture(geometry, (1, 5)).weights(layers)
    assert sorted(weights.tolist()) == sorted(np.concatenate([layer[:-1].ravel() for layer in layers]).tolist())


def test_a_feature_that_is_off_has_no_links_and_one_that_is_on_takes_its_own_row():
    geometry = geometry_of((4, 2))
    # Of the features only 1 and 5 are on: feature 5 is the second row of the first layer's weights.
    cells = draw(geometry, {(0, 1, 2): 1.0}, inputs=(1, 5))
    whole = draw(geometry, {(0, 5, 2): 1.0})
    assert cells.changed_areas(whole) == []


def test_without_features_only_the_other_layers_have_edges():
    geometry = geometry_of((4, 2))
    picture = EdgePicture(geometry, ())
    assert len(picture) == 4 * 2 + 2
    assert drawn_cells(draw(geometry, {(1, 0, 0): 1.0}, inputs=())).any()


def test_without_features_and_hidden_layers_there_is_no_link():
    geometry = geometry_of(())
    assert len(EdgePicture(geometry, ())) == 0
    cells = draw(geometry, {}, inputs=())
    assert cells.changed_areas(Cells(cells.width, cells.height)) == []


def test_a_diagram_too_narrow_for_links_has_none():
    geometry = geometry_of((4,) * 10, 20, 10)
    layers = [np.ones_like(layer) for layer in no_weights(7, (4,) * 10)]
    cells = Cells(20, 10)
    EdgePicture(geometry, ALL_ON).draw(cells, layers, PALETTE)
    right_of_nodes = max(node.area.x + node.area.width for node in geometry.layers[0])
    assert not drawn_cells(cells)[:, right_of_nodes + 2 :].any()
