"""Where everything of the diagram stands, for any terminal and any network."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nntui.drawing.cells import Area
from nntui.drawing.geometry import COUNT_ROW, LABEL_WIDTH, NODE_TOP, Geometry, lay_out
from nntui.drawing.geometry import ROOMY as ROOMY_DIAGRAM
from nntui.engine.features import FEATURES, WEB_FEATURES
from nntui.experiment.experiment import HIDDEN_LAYERS

FEATURE_COUNT = len(WEB_FEATURES)
ROOMY = 36
"""From this width on everything must fit."""

WIDTHS, HEIGHTS = st.integers(20, 300), st.integers(8, 100)
COUNTS = st.lists(st.integers(1, HIDDEN_LAYERS.widest), max_size=HIDDEN_LAYERS.most).map(tuple)
MOST = (HIDDEN_LAYERS.widest,) * HIDDEN_LAYERS.most


def lay(width: int, height: int, counts: tuple[int, ...], selected: tuple[int, int] | None = None) -> Geometry:
    return lay_out(width, height, FEATURE_COUNT, counts, selected)


def overlap(one: Area, other: Area) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@st.composite
def networks_with_a_cursor(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[int, int]]:
    counts = draw(COUNTS)
    layer = draw(st.integers(0, len(counts) + 1))
    size = (FEATURE_COUNT, *counts, 1)[layer]
    return counts, (layer, draw(st.integers(0, size - 1)))


# The default


@pytest.mark.parametrize(("width", "height"), [(38, 19), (58, 27), (80, 40)])
def test_the_default_network_is_shown_whole(width, height):
    geometry = lay(width, height, (4, 2))
    assert [len(layer) for layer in geometry.layers] == [FEATURE_COUNT, 4, 2, 1]
    assert set(geometry.nodes) == {
        *((0, i) for i in range(FEATURE_COUNT)),
        *((1, i) for i in range(4)),
        *((2, i) for i in range(2)),
        (3, 0),
    }


def test_a_network_without_hidden_layers_has_features_and_an_output():
    geometry = lay(60, 20, ())
    assert [len(layer) for layer in geometry.layers] == [FEATURE_COUNT, 1]


def test_nodes_grow_with_the_room():
    areas = [lay(size, size // 2, (4, 2)).layers[1][0].area.width for size in range(36, 200, 4)]
    assert areas == sorted(areas)
    assert areas[0] < areas[-1]


# Any size, any network


@given(WIDTHS, HEIGHTS, COUNTS)
@example(ROOMY, 8, MOST)
@example(ROOMY, 100, MOST)
@example(300, 100, ())
def test_with_room_every_node_is_inside_the_diagram(width, height, counts):
    geometry = lay(width, height, counts)
    for node in geometry.nodes.values():
        area = node.area
        assert area.width >= 1
        assert area.height >= 1
        assert area.x >= LABEL_WIDTH
        assert area.y >= NODE_TOP
        assert area.y + area.height <= geometry.word_row
        if width >= ROOMY:
            assert area.x + area.width <= width


@given(WIDTHS, HEIGHTS, COUNTS)
@example(ROOMY, 8, MOST)
@example(ROOMY, 100, MOST)
def test_with_room_no_two_nodes_overlap(width, height, counts):
    geometry = lay(max(width, ROOMY), height, counts)
    for one, other in itertools.combinations(geometry.nodes.values(), 2):
        assert not overlap(one.area, other.area), (one, other)


@given(WIDTHS, HEIGHTS, COUNTS)
@example(ROOMY, 8, MOST)
def test_layers_go_to_the_right_with_room_for_links_and_neurons_go_down(width, height, counts):
    width = max(width, ROOMY)
    geometry = lay(width, height, counts)
    for before, after in itertools.pairwise(geometry.layers):
        assert before[0].area.x + before[0].area.width < after[0].area.x
    for layer in geometry.layers:
        assert len({(node.area.x, node.area.width, node.area.height) for node in layer}) == 1
        tops = [node.area.y for node in layer]
        assert tops == sorted(tops)
    output, way_out = geometry.layers[-1][0].area, geometry.way_out
    assert output.x + output.width == way_out.x
    assert way_out.x + way_out.width == width


@given(WIDTHS, HEIGHTS, COUNTS)
def test_the_output_neuron_is_as_large_as_the_others(width, height, counts):
    sizes = {(node.area.width, node.area.height) for layer in lay(width, height, counts).layers[1:] for node in layer}
    assert len(sizes) == 1


@given(WIDTHS, HEIGHTS, COUNTS)
def test_a_heat_map_is_about_square_unless_it_is_one_row_high(width, height, counts):
    for layer in lay(width, height, counts).layers:
        area = layer[0].area
        assert abs(area.width - 2 * area.height) <= 1 or (area.height == 1 and area.width <= 6)


@given(WIDTHS, HEIGHTS, COUNTS)
@example(36, 19, (8,) * 6)
@example(36, 19, (8, 8))
@example(44, 25, (8, 8))
def test_gaps_are_even(width, height, counts):
    geometry = lay(max(width, ROOMY), height, counts)
    starts = [layer[0].area.x for layer in geometry.layers[1:-1]]
    assert len({after - before for before, after in itertools.pairwise(starts)}) <= 1
    for layer in geometry.layers:
        tops = [node.area.y for node in layer]
        assert len({below - above for above, below in itertools.pairwise(tops)}) <= 1


@pytest.mark.parametrize(
    ("width", "height", "counts", "least", "gap"),
    [
        (36, 19, (4, 2), (5, 3), 2),
        (36, 19, (8, 8), (4, 1), 3),
        (36, 19, (8,) * 6, (2, 1), 1),
        (44, 25, (8, 8), (4, 1), 3),
        (58, 35, (4, 2), (9, 4), 4),
        (58, 35, (8,) * 6, (3, 2), 3),
        (96, 55, (4, 2), (12, 6), 6),
        (96, 55, (8,) * 6, (5, 3), 5),
    ],
    ids=str,
)
def test_the_columns_are_used_for_pictures_and_for_connections(width, height, counts, least, gap):
    geometry = lay(width, height, counts)
    for before, after in itertools.pairwise(layer[0].area for layer in geometry.layers):
        assert after.x - before.x - before.width >= gap
    for layer in geometry.layers[1:]:
        assert layer[0].area.width >= least[0]
        assert layer[0].area.height >= least[1]


@pytest.mark.parametrize(("width", "height"), [(36, 19), (44, 25), (58, 35), (96, 55)])
def test_a_blank_stands_between_a_name_and_its_picture(width, height):
    geometry = lay(width, height, (4, 2))
    longest = max(len(feature.label) for feature in FEATURES.values())
    box = 2 if width >= ROOMY_DIAGRAM else 1
    assert geometry.layers[0][0].area.x == geometry.label_width > box + longest


@pytest.mark.parametrize("height", [19, 35, 55])
def test_features_stay_together_where_others_are_hidden(height):
    nodes = lay_out(58, height, FEATURE_COUNT, (4, 2), hidden=frozenset(range(2, FEATURE_COUNT))).layers[0]
    first, second = (node.area for node in nodes)
    assert second.y - first.y - first.height <= 3


@given(WIDTHS, HEIGHTS, networks_with_a_cursor())
def test_the_selected_neuron_is_among_those_shown(width, height, network):
    counts, (layer, index) = network
    geometry = lay(width, height, counts, (layer, index))
    if layer:
        assert (layer, index) in geometry.nodes
    for number, count in enumerate(counts, start=1):
        shown = [node.index for node in geometry.layers[number]]
        assert shown == list(range(shown[0], shown[0] + len(shown)))
        rows = height - NODE_TOP - 1
        # Where not all have room, one row says how many more there are.
        assert len(shown) == (count if count <= rows else max(1, rows - 1))


@given(st.integers(ROOMY, 300), st.integers(10, 100), networks_with_a_cursor())
def test_the_selected_feature_is_among_those_shown(width, height, network):
    counts, selected = network
    assert selected in lay(width, height, counts, selected).nodes


@given(WIDTHS, HEIGHTS, networks_with_a_cursor())
def test_a_node_is_found_under_each_of_its_cells(width, height, network):
    counts, selected = network
    geometry = lay(max(width, ROOMY), height, counts, selected)
    for node in geometry.nodes.values():
        area = node.area
        for x, y in itertools.product(
            (area.x, area.x + area.width - 1), (area.y, node.middle_row, area.y + area.height - 1)
        ):
            assert geometry.node_at(x, y) == node


def test_a_feature_is_found_under_its_name_and_nothing_between_the_nodes():
    geometry = lay(60, 20, (4, 2))
    feature = geometry.layers[0][3]
    assert geometry.node_at(0, feature.middle_row) == feature
    neuron = geometry.layers[1][0].area
    assert geometry.node_at(neuron.x - 1, neuron.y) is None
    assert geometry.node_at(neuron.x + neuron.width, neuron.y) is None
    assert geometry.node_at(neuron.x, COUNT_ROW) is None
    assert geometry.node_at(neuron.x, geometry.word_row) is None
    assert geometry.node_at(-1, -1) is None
    assert geometry.node_at(600, 200) is None


@given(WIDTHS, HEIGHTS, COUNTS)
@example(ROOMY, 8, MOST)
def test_each_hidden_layer_has_columns_of_its_own_for_its_count(width, height, counts):
    geometry = lay(max(width, ROOMY), height, counts)
    end = 0
    for layer in range(1, len(counts) + 1):
        area = geometry.column_of(layer)
        node = geometry.layers[layer][0].area
        assert area.y == COUNT_ROW
        assert area.x >= end
        assert area.x <= node.x
        assert node.x + node.width <= area.x + area.width
        end = area.x + area.width
    assert end <= geometry.width


@given(WIDTHS, HEIGHTS, COUNTS)
def test_links_leave_and_arrive_inside_their_node(width, height, counts):
    for node in lay(width, height, counts).nodes.values():
        assert node.area.y <= node.middle_row < node.area.y + node.area.height


@given(st.integers(0, 20), st.integers(4, 8), COUNTS)
def test_there_is_a_geometry_for_no_room_at_all(width, height, counts):
    geometry = lay(width, height, counts)
    assert len(geometry.layers) == len(counts) + 2
    assert all(geometry.layers)


@given(WIDTHS, HEIGHTS, networks_with_a_cursor())
@example(ROOMY, 12, ((32,), (1, 31)))
def test_every_node_that_is_shown_is_one_of_the_network(width, height, network):
    counts, cursor = network
    geometry = lay_out(width, height, FEATURE_COUNT, counts, cursor)
    for layer, count in zip(geometry.layers, (FEATURE_COUNT, *counts, 1), strict=True):
        assert {node.index for node in layer} <= set(range(count))


# Several outputs


@pytest.mark.parametrize("outputs", range(3, 7))
@pytest.mark.parametrize(("width", "height"), [(38, 19), (58, 27), (80, 40)])
def test_each_class_has_an_output_neuron_beside_the_others(width, height, outputs):
    geometry = lay_out(width, height, FEATURE_COUNT, (4, 2), outputs=outputs)
    areas = [node.area for node in geometry.layers[-1]]
    assert [node.index for node in geometry.layers[-1]] == list(range(outputs))
    assert len({area.x for area in areas}) == 1
    assert all(above.y + above.height < below.y + 1 for above, below in itertools.pairwise(areas))
    assert all(area.y >= NODE_TOP and area.y + area.height <= geometry.word_row for area in areas)
    assert all(area.x + area.width <= width for area in areas)
    assert not any(overlap(one.area, other.area) for one, other in itertools.combinations(geometry.nodes.values(), 2))
    assert geometry.way_out.y in {node.middle_row for node in geometry.layers[-1]}


def test_one_output_more_or_less_leaves_the_title_and_the_features_where_they_are():
    one, three = (lay_out(58, 27, FEATURE_COUNT, (4, 2), outputs=outputs) for outputs in (1, 3))
    assert [node.area for node in one.layers[0]] == [node.area for node in three.layers[0]]


def test_more_features_than_rows_are_shown_around_the_selected_one():
    height = NODE_TOP + 8 + 1
    for selected, shown in ((0, range(7)), (6, range(3, 10)), (12, range(6, 13))):
        geometry = lay_out(58, height, 13, (4, 2), (0, selected))
        assert [node.index for node in geometry.layers[0]] == list(shown)
        assert geometry.feature_count == 13
        assert max(node.area.y for node in geometry.layers[0]) < geometry.word_row - 1, "there it says how many more"
