"""The decision grid as a vector picture, read back as XML."""

import re
from collections import Counter
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.heat_map import Points
from nntui.drawing.palette import PALETTES, SHADES, Palette, make_palette
from nntui.experiment.user_points import Scale, Units
from nntui.paper.grid import MOST_POINTS, GridFigure, grid_svg

NAMESPACE = "{http://www.w3.org/2000/svg}"
LEFT, TOP, SIDE = 76, 66, 440
SLOPE = np.tile(np.linspace(-1, 1, 30), (30, 1))


def palette(name: str = "playground") -> Palette:
    return make_palette(name, 0xFFFFFF)


def figure(values: np.ndarray = SLOPE, points: tuple[Points, ...] = (), **more: object) -> GridFigure:
    return GridFigure(values, points, **({"palette": palette()} | more))


def parse(shown: GridFigure) -> ElementTree.Element:
    return ElementTree.fromstring(grid_svg(shown))


def part(root: ElementTree.Element, name: str) -> ElementTree.Element:
    (found,) = [group for group in root.iter(f"{NAMESPACE}g") if group.get("id") == name]
    return found


def texts(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{NAMESPACE}text")]


def circles(element: ElementTree.Element) -> list[ElementTree.Element]:
    return list(element.iter(f"{NAMESPACE}circle"))


def crosses(element: ElementTree.Element) -> int:
    return sum(
        path.get("d", "").count("l") // 2 for path in element.iter(f"{NAMESPACE}path") if path.get("class") == "cross"
    )


def painted(root: ElementTree.Element, rows: int, columns: int, name: str = "values") -> np.ndarray:
    """The colours of the area, as they come out when it is painted."""
    colors = np.full((rows, columns), -1)
    area = part(root, name)
    for shape in area:
        color = int(shape.get("fill", "")[1:], 16)
        if shape.tag == f"{NAMESPACE}rect":
            colors[: int(shape.get("height", "")), : int(shape.get("width", ""))] = color
        for found in re.finditer(r"M(\d+) (\d+)h(\d+)v(\d+)h-\3z", shape.get("d", "")):
            x, y, width, height = map(int, found.groups())
            colors[y : y + height, x : x + width] = color
    return colors


def scattered(size: int, is_test: bool = False, wrong: bool | None = None) -> Points:
    stream = np.random.default_rng(size)
    places = stream.uniform(-6, 6, (size, 2))
    labels = np.where(places[:, 0] > 0, 1.0, -1.0)
    return Points(places, labels, None if wrong is None else np.full(size, wrong), is_test)


# The values


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("discretize", [False, True])
def test_every_palette_paints_every_value(name, discretize):
    colors = painted(parse(figure(palette=palette(name), discretize=discretize)), 30, 30)
    assert (colors >= 0).all()
    assert len(np.unique(colors)) == (2 if discretize else SHADES)
    if palette(name).has_shades:
        assert (colors == palette(name).shades(SLOPE, discretize)).all()


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 10**6))
def test_any_values_come_out_as_they_are(rows, columns, seed):
    values = np.random.default_rng(seed).choice([-1.0, -0.5, 0.0, 1.0, np.nan], (rows, columns))
    assert (painted(parse(figure(values)), rows, columns) == palette().shades(values)).all()


def test_the_top_row_comes_first():
    values = np.repeat([[1.0], [-1.0]], 4, axis=1)
    colors = painted(parse(figure(values)), 2, 4)
    assert (colors[0] == palette().shade(1.0)).all()
    assert (colors[1] == palette().shade(-1.0)).all()


def test_cells_have_no_seams():
    root = parse(figure())
    assert part(root, "values").get("shape-rendering") == "crispEdges"
    assert len(list(part(root, "values"))) == SHADES, "a path a colour and the square behind them"


def test_without_values_there_is_still_a_picture():
    root = parse(figure(np.empty((0, 0))))
    assert root.tag.endswith("svg")
    assert part(root, "legend") is not None


# The points


def test_training_points_are_discs_and_test_points_rings():
    root = parse(figure(points=(scattered(30, is_test=True), scattered(70))))
    points = part(root, "points")
    assert Counter(group.get("class") for group in points) == {"training": 2, "test": 2}
    assert len(circles(points)) == 100
    rings = [group for group in points.iter(f"{NAMESPACE}g") if group.get("fill") == "none"]
    assert sum(len(circles(group)) for group in rings) == 30
    assert crosses(points) == 0


def test_a_point_lies_at_its_place_in_the_colour_of_its_label():
    points = Points(np.array([[-6.0, 6.0], [3.0, 0.0]]), np.array([-1.0, 1.0]))
    groups = [group for group in part(parse(figure(points=(points,))), "points").iter() if group.get("stroke")]
    found = {group.get("fill"): (float(c.get("cx", "")), float(c.get("cy", ""))) for group in groups for c in group}
    assert found == {
        f"#{palette().shade(-1.0):06x}": (LEFT, TOP),
        f"#{palette().shade(1.0):06x}": (LEFT + 0.75 * SIDE, TOP + 0.5 * SIDE),
    }


def test_what_is_misclassified_is_a_cross_too():
    points = part(parse(figure(points=(scattered(30, is_test=True, wrong=True), scattered(20, wrong=True)))), "points")
    assert crosses(points) == 50
    assert len(circles(points)) == 30, "rings of test points"


@pytest.mark.parametrize("wrong", [False, True])
def test_all_points_have_the_size_of_their_kind(wrong):
    """A ring is as large as a disc; around a cross it is a little larger, so that the cross is seen in it."""
    shown = figure(points=(scattered(30, is_test=True, wrong=wrong), scattered(70, wrong=False)))
    groups = {group.get("class"): group for group in part(parse(shown), "points")}
    radii = {kind: {circle.get("r") for circle in circles(group)} for kind, group in groups.items()}
    assert radii == {"training": {"3.2"}, "test wrong" if wrong else "test": {"4" if wrong else "3.2"}}


def test_points_outside_the_square_are_left_out():
    points = Points(np.array([[0.0, 0.0], [6.1, 0.0], [0.0, -7.0], [np.nan, 0.0]]), np.ones(4))
    assert len(circles(part(parse(figure(points=(points,))), "points"))) == 1


def test_of_very_many_points_some_are_chosen_evenly():
    text = grid_svg(figure(points=(scattered(40_000, is_test=True), scattered(60_000))))
    points = part(ElementTree.fromstring(text), "points")
    assert MOST_POINTS - 2 <= len(circles(points)) <= MOST_POINTS
    assert len(text) < 800_000


@pytest.mark.parametrize("wrong", [None, False, True])
def test_the_file_is_small(wrong):
    grid = np.linspace(-6, 6, 120)
    values = np.sin(grid[:, np.newaxis] * 1.5) * np.cos(grid * 1.5)
    text = grid_svg(figure(values, (scattered(500, is_test=True, wrong=wrong), scattered(500, wrong=wrong))))
    assert len(text.encode()) < 300_000


# The words


def test_axes_have_ticks_in_true_units():
    units = Units(Scale(170, 0.3), Scale(750, 12 / 1500), Scale(7000, 2 / 10000))
    found = texts(parse(figure(units=units, names=("height", "mass", "price"))))
    assert [text for text in found if text.isdigit()] == [
        *("150", "160", "170", "180", "190"),
        *("0", "250", "500", "750", "1000", "1250", "1500"),
        *("2000", "4000", "6000", "8000", "10000", "12000"),
    ]
    assert {"height", "mass", "price"} <= set(found)


def test_axes_in_the_playgrounds_own_units():
    found = texts(parse(figure()))
    assert [text for text in found if text == "−4"] == ["−4", "−4"]
    assert found.count("X₁") == found.count("X₂") == 1
    assert {"−1.0", "−0.5", "0.0", "0.5", "1.0"} <= set(found)


def test_of_signs_only_the_middle_of_the_scale_has_a_number():
    root = parse(figure(discretize=True))
    assert len(np.unique(painted(root, 2, 1, "scale"))) == 2
    assert "0.0" in texts(root)
    assert "1.0" not in texts(root)


def test_the_scale_has_its_positive_end_on_top():
    colors = painted(parse(figure()), SHADES, 1, "scale")[:, 0]
    assert colors.tolist() == list(reversed(palette().scale))


def test_the_title_has_two_lines_and_a_long_one_shrinks():
    root = parse(figure(title="Spiral\nepoch 500 · test loss 0.012"))
    assert texts(root)[:2] == ["Spiral", "epoch 500 · test loss 0.012"]
    assert root.findtext(f"{NAMESPACE}title") == "Spiral – epoch 500 · test loss 0.012"
    (long,) = [
        text for text in parse(figure(title="long " * 40)).iter(f"{NAMESPACE}text") if "long" in (text.text or "")
    ]
    assert float(long.get("font-size", "")) < 8


def test_names_are_escaped_and_cut():
    shown = figure(
        title="<script>&\x00\x1b[2J",
        names=("a<b", "c&d", '"e"'),
        classes=("<cat>", "x" * 99),
        points=(scattered(9, wrong=False),),
    )
    found = texts(parse(shown))
    assert found[0] == "<script>&[2J"
    assert {"a<b", "c&d", '"e"', "<cat>"} <= set(found)
    assert any(text.startswith("xxx") and text.endswith("…") and len(text) <= 24 for text in found)


def test_the_legend_tells_what_there_is():
    both = scattered(9, is_test=True, wrong=True), scattered(9, wrong=False)
    legend = texts(part(parse(figure(points=both, classes=("cat", "dog"))), "legend"))
    assert legend == ["cat", "dog", "test", "misclassified"]
    assert texts(part(parse(figure(points=both[1:], classes=("cat", "dog"))), "legend")) == ["cat", "dog"]
    assert texts(part(parse(figure(points=both[1:], classes=("-1", "1"))), "legend")) == ["−1", "+1"]
    plain = scattered(9, is_test=True), scattered(9)
    assert texts(part(parse(figure(points=plain)), "legend")) == ["training", "test"]


@given(st.text(), st.text(), st.text())
def test_any_words_make_valid_xml(title, name, label):
    root = parse(figure(np.zeros((2, 2)), title=title, names=(name, name, name), classes=(label, label)))
    assert (painted(root, 2, 2) == palette().shade(0.0)).all()


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(5e-324, 1.7e308))
def test_any_units_make_valid_xml(centre, factor):
    scale = Scale(centre, factor)
    root = parse(figure(np.zeros((2, 2)), units=Units(scale, scale, scale)))
    assert (painted(root, 2, 2) == palette().shade(0.0)).all()
