"""The drawn diagram: what stands in its cells."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem

from nntui.drawing.cells import CHECKED as ON
from nntui.drawing.cells import DEFAULT, REVERSE, Cells
from nntui.drawing.cells import UNCHECKED as OFF
from nntui.drawing.colors import channels
from nntui.drawing.diagram import Ink, Scene, count_spot, draw_diagram, title, title_spot
from nntui.drawing.geometry import COUNT_ROW, ROOMY, TITLE_ROW, Geometry, lay_out
from nntui.drawing.navigator import BIAS, DiagramPosition
from nntui.drawing.palette import ColorLevel, Palette, make_palette
from nntui.drawing.sampling import sample_layers
from nntui.drawing.strokes import BRAILLE
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.training.trainer import first_network
from tests.each import each

NAMES = tuple(WEB_FEATURES)
BEHIND, ACCENT = 0x14171A, 0xFFD166
PALETTE = make_palette("playground", BEHIND)
SIZES = [(36, 19), (44, 25), (58, 35), (96, 55)]


def drawn(
    width: int = 58,
    height: int = 27,
    cursor: tuple[int, int] | None = None,
    words: str = "",
    discretize: bool = False,
    layers: list[np.ndarray] | None = None,
    palette: Palette = PALETTE,
    dropped: np.ndarray | None = None,
    **values,
) -> tuple[Cells, Geometry]:
    """A diagram of the first network of an experiment, and where everything stands in it."""
    experiment = Experiment(seed="0.5", **values)
    network = first_network(experiment)
    if layers is not None:
        for mine, given_layer in zip(network.layers, layers, strict=True):
            mine[:] = given_layer
    geometry = lay_out(width, height, len(WEB_FEATURES), experiment.hidden_layers, cursor and cursor[:2])
    node = geometry.layers[1][0].area
    scene = Scene(
        features=experiment.features,
        layers=network.layers,
        values=sample_layers(network, experiment.features, node.width, node.height),
        discretize=discretize,
        cursor=cursor and DiagramPosition(*cursor),
        words=words,
        dropped=dropped,
    )
    cells = Cells(width, height)
    draw_diagram(cells, geometry, scene, Ink(palette, BEHIND, ACCENT))
    return cells, geometry


def look(cells: Cells, area) -> tuple:
    part = np.s_[area.y : area.y + area.height, area.x : area.x + area.width]
    return cells.glyphs[part].tolist(), cells.foreground[part].tolist(), cells.background[part].tolist()


def picture(colors: np.ndarray) -> tuple:
    """What these pixels look like alone."""
    cells = Cells(colors.shape[1], colors.shape[0] // 2)
    cells.pixels(0, 0, colors)
    return cells.glyphs.tolist(), cells.foreground.tolist(), cells.background.tolist()


def rows_of(node) -> range:
    return range(node.area.y, node.area.y + node.area.height)


def text(cells: Cells, y: int, left: int, right: int) -> str:
    return "".join(map(chr, cells.glyphs[y, left:right].tolist()))


def without(cells: Cells, area) -> Cells:
    cells.glyphs[area.y : area.y + area.height, area.x : area.x + area.width] = ord(" ")
    return cells


def in_256_colors(color: int) -> int:
    """What is shown of a colour where there are 256."""
    if color == DEFAULT:
        return DEFAULT
    shown = Color.from_rgb(*channels(color)).downgrade(ColorSystem.EIGHT_BIT)
    return shown.number or 0


# Features


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("features", [(), ("x",), ("x", "y"), NAMES])
def test_every_feature_has_its_name_and_a_box_that_says_whether_it_is_on(features, width, height):
    cells, geometry = drawn(width, height, features=features)
    for node in geometry.layers[0]:
        name = NAMES[node.index]
        text = cells.row_text(node.middle_row)[: node.area.x].rstrip()
        assert (
            text.replace(" ", "", 1 if width >= ROOMY else 0)
            == f"{ON if name in features else OFF}{WEB_FEATURES[name].label}"
        )
        assert cells.row_text(node.middle_row)[node.area.x - 1] == " ", "a name does not touch its picture"


@each("level", ColorLevel)
@each("behind", [BEHIND, 0xFAFAFA])
@each("features", [(), NAMES])
@each(("width", "height"), SIZES)
def test_every_feature_looks_other_than_every_other_on_or_off(width, height, features, behind, level):
    cells, geometry = drawn(width, height, features=features, palette=make_palette("playground", behind, level))
    if level == ColorLevel.EIGHT_BIT:
        for array in (cells.foreground, cells.background):
            array[:] = [[in_256_colors(color) for color in row] for row in array.tolist()]
    looks = [str(look(cells, node.area)) for node in geometry.layers[0]]
    assert len(set(looks)) == len(WEB_FEATURES)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_square_is_blue_with_a_pale_band_and_a_sine_has_stripes(width, height):
    cells, geometry = drawn(width, height, features=NAMES)

    def colors(name: str) -> np.ndarray:
        area = geometry.nodes[0, NAMES.index(name)].area
        part = np.s_[area.y : area.y + area.height, area.x : area.x + area.width]
        back = cells.background[part]
        return np.stack([np.where(cells.glyphs[part] == ord(" "), back, cells.foreground[part]), back])

    blue, orange = PALETTE.scale[-1], PALETTE.scale[0]
    for name in ("x-squared", "y-squared"):
        found = colors(name)
        assert blue in found[:, 0, 0]
        assert blue in found[:, -1, -1]
        paler = {color for color in found.ravel().tolist() if color != blue}
        assert paler
        assert not paler & set(PALETTE.scale[: len(PALETTE.scale) // 2]), "no value of a square is negative"
    for name in ("sin-x", "sin-y"):
        strong = set(colors(name).ravel().tolist())
        assert strong & set(PALETTE.scale[-4:])
        assert strong & set(PALETTE.scale[:4])
    assert orange in colors("x")
    assert blue in colors("x")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_feature_of_x1_is_the_same_in_every_row_and_one_of_x2_in_every_column(width, height):
    cells, geometry = drawn(width, height, features=NAMES)
    for name in ("x", "x-squared", "sin-x", "y", "y-squared", "sin-y"):
        area = geometry.nodes[0, NAMES.index(name)].area
        for array in (cells.glyphs, cells.foreground, cells.background):
            part = array[area.y : area.y + area.height, area.x : area.x + area.width]
            assert (part == (part[:1] if name in ("x", "x-squared", "sin-x") else part[:, :1])).all()


@pytest.mark.parametrize("discretize", [False, True])
def test_discretized_features_are_of_the_two_ends(discretize):
    cells, geometry = drawn(features=NAMES, discretize=discretize)
    used = set()
    for node in geometry.layers[0]:
        _, foreground, background = look(cells, node.area)
        used |= {color for row in foreground + background for color in row} - {DEFAULT}
    assert (used == {PALETTE.scale[0], PALETTE.scale[-1]}) == discretize


def test_a_feature_that_is_off_is_pale():
    on, geometry = drawn(features=NAMES)
    off, _ = drawn(features=())

    def brightness(cells: Cells, area) -> float:
        pixels = cells.background[area.y : area.y + area.height, area.x : area.x + area.width]
        return float(np.abs((pixels >> 8 & 255) - (BEHIND >> 8 & 255)).mean())

    for node in geometry.layers[0]:
        assert brightness(off, node.area) < brightness(on, node.area) / 2


# Neurons


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("discretize", [False, True])
def test_a_neuron_is_a_heat_map_of_its_output(width, height, discretize):
    cells, geometry = drawn(width, height, discretize=discretize, hidden_layers=(4, 2))
    network = first_network(Experiment(seed="0.5"))
    area = geometry.layers[1][0].area
    values = sample_layers(network, ("x", "y"), area.width, area.height)
    for node in itertools.chain(*geometry.layers[1:3]):
        expected = PALETTE.shades(values[node.layer - 1][node.index], discretize)
        assert look(cells, node.area) == picture(expected)


def test_the_output_neuron_is_a_heat_map_too_if_a_small_one():
    # With one feature and no hidden layer, the output is X₁ but for its scale: left and right differ.
    layers = [np.array([[5.0], [0.0]])]
    cells, geometry = drawn(features=("x",), hidden_layers=(), layers=layers)
    area = geometry.layers[-1][0].area
    assert (cells.background[area.y : area.y + area.height, area.x] == PALETTE.scale[0]).all()
    assert (cells.background[area.y : area.y + area.height, area.x + area.width - 1] == PALETTE.scale[-1]).all()


@pytest.mark.parametrize("bias", [-2.0, 2.0])
def test_a_node_with_room_shows_its_bias_in_the_colour_of_its_sign(bias):
    layers = [np.array([[0.0], [bias]]), np.array([[0.0], [0.0]])]
    cells, geometry = drawn(90, 40, features=("x",), hidden_layers=(1,), layers=layers)
    area = geometry.layers[1][0].area
    assert area.height > 1
    assert cells.foreground[area.y + area.height - 1, area.x - 1] == PALETTE.edge(bias)
    assert chr(cells.glyphs[area.y + area.height - 1, area.x - 1]) != " "


# The cursor and the words


@pytest.mark.parametrize("cursor", [(0, 0), (0, 6), (1, 0), (1, 3), (2, 1), (3, 0)])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_cursor_is_seen_beside_its_node_and_else_only_links_change(cursor, width, height):
    plain, _ = drawn(width, height)
    cells, geometry = drawn(width, height, cursor=cursor)
    area = geometry.nodes[cursor].area
    assert (
        cells.foreground[area.y : area.y + area.height, max(0, area.x - 1) : area.x + area.width + 1] == ACCENT
    ).any()
    differs = (cells.glyphs != plain.glyphs) | (cells.background != plain.background)
    differs[area.y : area.y + area.height, : area.x + area.width + 1] = False
    assert not (differs & (plain.glyphs < BRAILLE) & (cells.glyphs < BRAILLE)).any()
    assert look(cells, area) == look(plain, area), "the heat map itself stays"


def test_the_links_of_the_node_under_the_cursor_stand_out():
    cells, geometry = drawn(58, 27, cursor=(1, 0))
    plain, _ = drawn(58, 27)
    edges = cells.glyphs >= BRAILLE
    right = geometry.layers[2][0].area.x + geometry.layers[2][0].area.width
    far = edges[:, right:]
    assert set(cells.foreground[:, right:][far].tolist()) <= {PALETTE.positive_edges[0], PALETTE.negative_edges[0]}
    assert (cells.foreground != plain.foreground).any()


@pytest.mark.parametrize("slot", [0, 1])
def test_a_chosen_link_is_drawn_in_the_accent(slot):
    cells, geometry = drawn(58, 27, cursor=(1, 2, slot))
    source, target = geometry.nodes[0, slot].area, geometry.nodes[1, 2].area
    between = cells.foreground[:, source.x + source.width : target.x]
    assert (between == ACCENT).sum() >= target.x - source.x - source.width


def test_a_chosen_bias_is_a_block_in_the_accent():
    cells, geometry = drawn(58, 27, cursor=(2, 1, BIAS))
    area = geometry.nodes[2, 1].area
    assert cells.foreground[area.y + area.height - 1, area.x - 1] == ACCENT
    assert cells.glyphs[area.y + area.height - 1, area.x - 1] == ord("█")


def test_the_cursor_on_a_feature_is_seen_without_colour():
    cells, geometry = drawn(cursor=(0, 2))
    assert cells.attributes[geometry.nodes[0, 2].middle_row, 0] & REVERSE


def test_words_stand_in_the_last_row_and_are_cut_off_there():
    cells, geometry = drawn(40, 20, words="w" * 99)
    assert cells.row_text(geometry.word_row) == "w" * 40
    cells, geometry = drawn(40, 20, words="a word")
    assert cells.row_text(geometry.word_row).rstrip() == "a word"


# Titles and counts


@pytest.mark.parametrize(
    ("counts", "words"),
    [((), "no hidden layer"), ((3,), "1 hidden layer"), ((4, 2), "2 hidden layers"), ((1,) * 10, "10 hidden layers")],
)
def test_the_title_says_how_many_hidden_layers_there_are(counts, words):
    assert title(counts) == words
    cells, geometry = drawn(hidden_layers=counts)
    column, text = title_spot(geometry)
    assert text == f"− {words} +"
    assert cells.row_text(TITLE_ROW)[column:].rstrip() == text


@pytest.mark.parametrize("counts", [(4, 2), (32,), (1,), (3,) * 4])
def test_over_each_layer_stands_its_count_with_buttons_where_there_is_room(counts):
    cells, geometry = drawn(90, 40, hidden_layers=counts)
    for layer, count in enumerate(counts, start=1):
        column, text = count_spot(geometry, layer)
        assert text == f"− {count} +"
        assert cells.row_text(COUNT_ROW)[column : column + len(text)] == text
        node = geometry.layers[layer][0].area
        assert abs(column + len(text) / 2 - (node.x + node.width / 2)) <= 1


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("counts", [(4, 2), (8, 8), (4,) * 4, (8,) * 6], ids=str)
def test_counts_stand_over_their_layers_with_buttons_at_every_size(counts, width, height):
    geometry = lay_out(width, height, len(WEB_FEATURES), counts)
    forms = set()
    for layer, count in enumerate(counts, start=1):
        column, text = count_spot(geometry, layer)
        forms.add(text.replace(str(count), "n"))
        node = geometry.layers[layer][0].area
        assert abs(column + len(text) / 2 - (node.x + node.width / 2)) <= 0.5
    assert forms in ({"− n +"}, {"−n+"}), "all alike"


@given(
    st.integers(36, 300),
    st.integers(8, 100),
    st.lists(st.integers(1, 32), min_size=1, max_size=10).map(tuple),
)
@example(38, 19, (32,) * 10)
def test_counts_do_not_run_into_each_other(width, height, counts):
    geometry = lay_out(width, height, len(WEB_FEATURES), counts)
    end = -1
    for layer, count in enumerate(counts, start=1):
        column, text = count_spot(geometry, layer)
        assert str(count) in text or text == "…"
        assert column > end, "with a blank between, or two counts would be one"
        end = column + len(text)
    assert end <= width


def test_a_layer_with_more_neurons_than_rows_says_how_many_are_not_shown():
    cells, geometry = drawn(60, 19, hidden_layers=(32, 2))
    shown = len(geometry.layers[1])
    assert shown < 32
    column, _ = count_spot(geometry, 1)
    assert f"+{32 - shown}" in cells.row_text(geometry.word_row - 1)[max(0, column - 3) :]


# Any size, any network


@given(
    st.integers(20, 300),
    st.integers(8, 100),
    st.lists(st.integers(1, 32), max_size=10).map(tuple),
    st.sets(st.sampled_from(NAMES)),
    st.booleans(),
    st.randoms(use_true_random=False),
)
@example(20, 8, (32,) * 10, set(NAMES), True, None)
@example(300, 100, (), set(), False, None)
def test_any_network_at_any_size_is_drawn(width, height, counts, features, discretize, random):
    layer = random.randrange(len(counts) + 2) if random else 0
    cursor = (layer, random.randrange((len(NAMES), *counts, 1)[layer])) if random else (0, 0)
    cells, _ = drawn(width, height, cursor, "words", discretize, features=tuple(features), hidden_layers=counts)
    assert (cells.width, cells.height) == (width, height)


@given(st.integers(10, 40), st.integers(4, 12), st.lists(st.integers(1, 32), max_size=10).map(tuple))
def test_a_diagram_with_no_room_is_cut_off(width, height, counts):
    cells, geometry = drawn(width, height, (0, 0), "words", hidden_layers=counts)
    assert (cells.width, cells.height) == (geometry.width, geometry.height) == (width, height)
    assert cells.row_text(height - 1).startswith("words"[:width])


@pytest.mark.parametrize("level", [ColorLevel.TRUECOLOR, ColorLevel.EIGHT_BIT, ColorLevel.MONOCHROME])
def test_a_neuron_that_dropout_leaves_out_is_dark_and_no_other(level):
    palette = make_palette("playground", BEHIND, level)
    whole, geometry = drawn(hidden_layers=(3, 2), palette=palette)
    dropped = np.array([False, True, False, True, False])
    dark, _ = drawn(hidden_layers=(3, 2), palette=palette, dropped=dropped)
    changed = whole.changed_areas(dark)
    for node in geometry.nodes.values():
        is_dark = any(
            area.y < node.area.y + node.area.height and node.area.contains(area.x, area.y) for area in changed
        )
        assert is_dark == (node.layer in (1, 2) and (node.layer, node.index) in ((1, 1), (2, 0))), node
        rows = [text(dark, y, node.area.x, node.area.x + node.area.width) for y in rows_of(node)]
        assert ("╱" in "".join(rows)) == is_dark, "seen without colours, too"
