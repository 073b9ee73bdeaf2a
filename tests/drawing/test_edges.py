"""The edges: where their curves run, and what their dots and colours say of the weight."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.colors import contrast
from nntui.drawing.edges import FAINT, EdgePicture
from nntui.drawing.geometry import NODE_TOP, Geometry, lay_out
from nntui.drawing.palette import ColorLevel, Palette, make_palette
from nntui.drawing.strokes import BRAILLE, LOW_STEPS, QUADRANTS, STEPS, is_drawn
from nntui.engine.features import WEB_FEATURES
from tests.each import each

PALETTE = make_palette("playground", 0x14171A)
ALL_ON = tuple(range(len(WEB_FEATURES)))
DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])


def geometry_of(counts: tuple[int, ...], width: int = 60, height: int = 22) -> Geometry:
    return lay_out(width, height, len(WEB_FEATURES), counts)


def no_weights(inputs: int, counts: tuple[int, ...]) -> list[np.ndarray]:
    sizes = (inputs, *counts, 1)
    return [np.zeros((before + 1, after)) for before, after in itertools.pairwise(sizes)]


def draw(
    geometry: Geometry,
    weights: dict[tuple[int, int, int], float],
    inputs: tuple[int, ...] = ALL_ON,
    palette: Palette = PALETTE,
) -> Cells:
    """Draws with these weights, by (layer, source, target) as in `Network.layers`, and all others 0."""
    layers = no_weights(len(inputs), geometry.counts)
    for (layer, source, target), weight in weights.items():
        layers[layer][source, target] = weight
    cells = Cells(geometry.width, geometry.height)
    EdgePicture(geometry, inputs).draw(cells, layers, palette)
    return cells


def dots(cells: Cells) -> np.ndarray:
    """Every dot of the braille characters, and of blocks each pixel as two dots, bool, shape (4·height, 2·width)."""
    bits = np.where(cells.glyphs >= BRAILLE, cells.glyphs.astype(int) - BRAILLE, 0)
    lit = (bits[:, None, :, None] & DOTS[None, :, None, :] > 0).reshape(4 * cells.height, 2 * cells.width)
    masks = np.array([[max(0, QUADRANTS.find(glyph)) for glyph in cells.row_text(y)] for y in range(cells.height)])
    pixels = (masks[:, None, :, None] & np.array([[1, 2], [4, 8]])[None, :, None, :] > 0).reshape(2 * cells.height, -1)
    return lit | np.repeat(pixels, 2, axis=0)


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
    return is_drawn(cells.glyphs)


ONE_LINK = [(0, source, target) for source in (0, 3, 6) for target in (0, 1, 3)] + [
    (1, 0, 0),
    (1, 3, 1),
    (1, 1, 0),
    (2, 0, 0),
    (2, 1, 0),
]


# Where an edge runs


@each("weight", [0.3, 1.0, 3.0])
@each(("width", "height"), [(36, 19), (60, 22), (110, 43)])
@each(("layer", "source", "target"), ONE_LINK)
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
        assert drawn[4 * area.y : 4 * (area.y + area.height), column].any()
    assert pieces(drawn) == 1


@given(
    st.integers(36, 160),
    st.integers(8, 60),
    st.lists(st.integers(1, 32), max_size=6).map(tuple),
    st.floats(0.6, 20),
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
    drawn = dots(draw(geometry, {(1, 0, 0): 0.3}))
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


SIZES = {"80x24": (36, 19), "100x30": (44, 25), "120x40": (58, 35), "200x60": (96, 55)}
"""Of the diagram in a terminal of that size."""


def ink(cells: Cells, palette: Palette, background: int) -> float:
    """How much stands out: of each cell the share that is inked, times the contrast of the colour."""
    drawn, total = drawn_cells(cells), 0.0
    for glyph, color in zip(cells.glyphs[drawn].tolist(), cells.foreground[drawn].tolist(), strict=True):
        # A dot fills less than half of the eighth of a cell that is its own; a block all of its quarter.
        block = QUADRANTS.find(chr(glyph))
        share = block.bit_count() / 4 if block > 0 else (glyph - BRAILLE).bit_count() * 0.4 / 8
        total += share * (contrast(color, background) - 1 if palette.has_colors else 1.0)
    return total


def steps_of(counts: tuple[int, ...], edge: tuple[int, int, int], size: str, palette: Palette) -> list[float]:
    """The ink of an edge with ever larger weights, of those that differ from the one before by a sixth."""
    geometry = geometry_of(counts, *SIZES[size])
    picture, layers, inks = EdgePicture(geometry, (0, 1)), no_weights(2, counts), []
    for weight in np.geomspace(0.06, 20, 30).tolist():
        layers[edge[0]][edge[1:]] = weight
        cells = Cells(geometry.width, geometry.height)
        picture.draw(cells, layers, palette)
        inks.append(ink(cells, palette, 0x14171A))
    assert all(more >= less * 0.999 for less, more in itertools.pairwise(inks)), "never less ink for a larger weight"
    seen = inks[:1]
    for amount in inks[1:]:
        if amount > 1.17 * seen[-1]:
            seen.append(amount)
    return seen


@each("level", ColorLevel)
@each("size", SIZES)
@each(
    ("counts", "edge"), [((4, 2), (1, 3, 0)), ((4, 2), (0, 1, 2)), ((8, 8), (0, 1, 6)), ((8,) * 6, (2, 0, 1))], ids=str
)
def test_weights_are_told_apart_by_the_ink_of_their_connection(counts, edge, size, level):
    palette = make_palette("playground", 0x14171A, level)
    steps = steps_of(counts, edge, size, palette)
    is_low = geometry_of(counts, *SIZES[size]).layers[-1][0].area.height < 2
    assert len(steps) >= (5 if is_low else 8 if size in ("120x40", "200x60") else 6)


@each("name", ["playground", "dark", "every-eye"])
@each("level", [ColorLevel.EIGHT_BIT, ColorLevel.TRUECOLOR])
@each("size", SIZES)
@each("counts", [(4, 2), (8, 8), (8,) * 6], ids=str)
def test_a_small_and_a_large_weight_differ_at_a_glance(counts, size, level, name):
    palette = make_palette(name, 0x14171A, level)
    for sign in (1, -1):
        small, large = (
            ink(draw(geometry_of(counts, *SIZES[size]), {(1, 3, 1): sign * w}, (0, 1), palette), palette, 0x14171A)
            for w in (0.3, 2.6)
        )
        assert large > 3 * small


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("layer", "source", "target"), ONE_LINK)
def test_a_larger_weight_is_thicker(layer, source, target, sign):
    geometry = geometry_of((4, 2), 60, 30)
    weights = [step.least for step in STEPS] + [1e9]
    counts = [np.count_nonzero(dots(draw(geometry, {(layer, source, target): sign * weight}))) for weight in weights]
    assert counts[3] < counts[5], "of solid ones each has more ink than of dots"
    for few, more in itertools.pairwise(counts[:4]):
        assert 0 < few < more
    for few, more in itertools.pairwise(counts[4:-1]):
        assert few < more
    assert counts[-1] == counts[-2]


def test_the_thickest_is_five_times_as_wide_as_a_thin_one():
    geometry = geometry_of((1,), 60, 30)
    assert geometry.layers[1][0].middle_row == geometry.layers[2][0].middle_row
    rows = [np.count_nonzero(dots(draw(geometry, {(1, 0, 0): weight})).any(axis=1)) for weight in (0.3, 9.0)]
    assert rows[1] >= 5 * rows[0]


def test_where_nodes_are_one_row_high_no_connection_is_higher():
    geometry = geometry_of((8, 8), 36, 19)
    assert geometry.layers[1][0].area.height == 1
    source = geometry.layers[1][3].area
    drawn = drawn_cells(draw(geometry, {(1, 3, 3): 1e9}))
    assert set(np.flatnonzero(drawn.any(axis=1)).tolist()) == {source.y}
    assert len(STEPS) > LOW_STEPS


def test_in_a_crowd_a_stroke_is_slimmer_and_the_weakest_give_way():
    crowd, few = geometry_of((8, 8), 58, 35), geometry_of((8, 4), 58, 35)
    layers = [np.zeros((8, 8)), np.tile(np.arange(1.0, 10.0)[:, None] / 10, (1, 8)), np.zeros((9, 1))]
    cells = Cells(58, 35)
    EdgePicture(crowd, ALL_ON).draw(cells, layers, PALETTE)
    columns = slice(crowd.layers[1][0].area.x + crowd.layers[1][0].area.width, crowd.layers[2][0].area.x)
    assert drawn_cells(cells)[:, columns].mean() < 0.7
    thick = [np.count_nonzero(dots(draw(geometry, {(1, 0, 0): 1.2}))) for geometry in (crowd, few)]
    assert thick[0] < thick[1]


@pytest.mark.parametrize("counts", [(8, 8), (8,) * 6], ids=str)
def test_steep_connections_use_all_columns_of_their_gap(counts):
    geometry = geometry_of(counts, 58, 35)
    drawn = dots(draw(geometry, {(1, 0, 7): 0.5}))
    _, x = np.nonzero(drawn)
    per_column = np.bincount(x - x.min())
    assert per_column[1:-1].max() <= 1.35 * per_column.mean(), "no upright bundle in the middle"


def test_connections_arrive_one_below_the_other():
    geometry = geometry_of((4, 2), 58, 35)
    end = geometry.nodes[2, 0].area
    arrivals = [
        np.flatnonzero(dots(draw(geometry, {(1, source, 0): 0.3}))[:, 2 * end.x - 1]).mean() for source in range(4)
    ]
    assert all(above < below for above, below in itertools.pairwise(arrivals))


@pytest.mark.parametrize("weight", [0.3, 1.2, 3.0, 9.0])
def test_without_colour_a_negative_connection_has_gaps(weight):
    palette = make_palette("playground", 0x14171A, ColorLevel.MONOCHROME)
    plus, minus = (
        dots(draw(geometry_of((4, 2)), {(1, 0, 1): sign * weight}, palette=palette)).sum() for sign in (1, -1)
    )
    assert 0.3 * plus < minus < 0.7 * plus


def test_only_glyphs_are_used_that_fonts_with_half_blocks_have():
    for weight in (0.1, 0.3, 0.7, 1.2, 2.0, 3.0, 5.0, 9.0):
        cells = draw(geometry_of((4, 2)), {(0, 0, 3): weight})
        used = {chr(glyph) for glyph in cells.glyphs[drawn_cells(cells)].tolist()}
        assert all(glyph in QUADRANTS or 0x2800 < ord(glyph) < 0x2900 for glyph in used)


@pytest.mark.parametrize("level", [ColorLevel.STANDARD, ColorLevel.MONOCHROME])
def test_where_heat_maps_are_of_solid_characters_connections_are_of_dots(level):
    palette = make_palette("playground", 0x14171A, level)
    for weight in (0.1, 1.2, 3.0, 9.0):
        cells = draw(geometry_of((4, 2)), {(0, 0, 3): weight}, palette=palette)
        assert (cells.glyphs[drawn_cells(cells)] > BRAILLE).all()


def test_the_same_weights_are_the_same_picture_and_others_another():
    geometry = geometry_of((4, 2))
    picture, pictures = EdgePicture(geometry, ALL_ON), []
    for weight in (0.3, 0.3, 3.0, 0.3):
        layers = no_weights(7, (4, 2))
        layers[0][0, 0] = weight
        cells = Cells(geometry.width, geometry.height)
        picture.draw(cells, layers, PALETTE)
        pictures.append(cells)
    assert [each.changed_areas(pictures[0]) == [] for each in pictures] == [True, True, False, True]


@pytest.mark.parametrize("weight", [0.06, 0.3, 3.0])
def test_a_drawn_connection_is_found_under_the_mouse(weight):
    geometry = geometry_of((4, 2))
    layers = no_weights(7, (4, 2))
    layers[1][2, 1] = weight
    cells = Cells(geometry.width, geometry.height)
    picture = EdgePicture(geometry, ALL_ON)
    picture.draw(cells, layers, PALETTE)
    for y, x in zip(*(axis.tolist() for axis in np.nonzero(drawn_cells(cells))), strict=True):
        assert picture.at(x, y, layers) == ((1, 2), (2, 1))
    assert picture.at(0, 0, layers) is None


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
    first, second = {(0, 0, 3): 0.6}, {(0, 6, 0): -1.2}
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
    assert len(EdgePicture(geometry, (1, 5))) == 2 * 4 + 4 * 2 + 2
    drawn = dots(draw(geometry, {(0, 1, 2): 1.0}, inputs=(1, 5)))
    source, target = geometry.nodes[0, 5].area, geometry.nodes[1, 2].area
    for area, column in ((source, 2 * (source.x + source.width)), (target, 2 * target.x - 1)):
        assert drawn[4 * area.y : 4 * (area.y + area.height), column].any()


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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("counts", [(4, 2), (8, 8), (8,) * 6], ids=str)
def test_every_connection_runs_into_the_output(counts, size):
    geometry = geometry_of(counts, *SIZES[size])
    layers = no_weights(2, counts)
    layers[-1][:-1, 0] = np.linspace(0.3, 2.6, counts[-1])
    cells = Cells(geometry.width, geometry.height)
    EdgePicture(geometry, (0, 1)).draw(cells, layers, PALETTE)
    for node in geometry.layers[-2]:
        area = node.area
        assert drawn_cells(cells)[area.y : area.y + area.height, area.x + area.width].any()
    end = geometry.layers[-1][0].area
    assert drawn_cells(cells)[end.y : end.y + end.height, end.x - 1].any()
