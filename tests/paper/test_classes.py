"""The decision grid of three to six classes as a vector picture."""

from itertools import pairwise

import numpy as np
import pytest

from nntui.drawing.class_values import ClassValues, neuron_values, winner_values
from nntui.drawing.colors import contrast
from nntui.drawing.heat_map import Points
from nntui.drawing.palette import PALETTES, ColorLevel, make_palette
from nntui.paper.classes import legend_names, printed_classes
from nntui.paper.grid import GridFigure, printed_shades
from tests.paper.test_grid import figure, painted, palette, parse, part, texts

NAMES = ("setosa", "versicolor", "virginica")
COLORS = palette().classes


def thirds(side: int = 30) -> ClassValues:
    """Three certain classes, from left to right."""
    probabilities = np.zeros((3, side, side))
    for index in range(3):
        probabilities[index, :, index * side // 3 : (index + 1) * side // 3] = 1
    return winner_values(probabilities)


def classified(**more: object) -> GridFigure:
    return figure(thirds(), classes=NAMES, **more)


def fills(element: object) -> set[str]:
    return {shape.get("fill") for shape in element.iter() if shape.get("fill", "").startswith("#")}


def test_the_area_has_the_colours_of_the_screen_and_the_boundary():
    colors = painted(parse(classified()), 30, 30)
    assert (colors == printed_shades(classified())).all()
    assert colors[0, [0, 9, 10, 19, 29]].tolist() == [
        COLORS.full(0),
        COLORS.boundary,
        COLORS.full(1),
        COLORS.boundary,
        COLORS.full(2),
    ]


def test_the_scale_has_a_part_for_each_class_with_its_name():
    root = parse(classified())
    column = painted(root, 21, 1, "scale")[:, 0].tolist()
    assert [column[at] for at in (0, 7, 14)] == [COLORS.full(index) for index in range(3)]
    assert [column[at] for at in (6, 13, 20)] == [palette().shade(0.0)] * 3
    assert {"setosa", "versic…", "virgin…"} <= set(texts(root))
    discretized = parse(classified(discretize=True))
    assert painted(discretized, 3, 1, "scale")[:, 0].tolist() == [COLORS.full(index) for index in range(3)]


def test_an_output_neuron_has_a_scale_of_probabilities():
    probabilities = np.tile(np.linspace(0, 1, 30), (3, 30, 1)) * np.array([0.2, 0.3, 0.5])[:, None, None]
    root = parse(figure(neuron_values(probabilities, 2), classes=NAMES))
    column = painted(root, len(COLORS.scales[2]), 1, "scale")[:, 0].tolist()
    assert column == list(COLORS.scales[2][::-1])
    assert {"0", "0.5", "1"} <= set(texts(root))


def test_points_and_legend_have_the_colours_and_names_of_the_classes():
    points = Points(np.array([[1.0, 1.0], [2.0, 2.0]]), np.array([0.0, 2.0]), np.array([False, True]), class_count=3)
    root = parse(classified(points=(points,)))
    assert f"#{COLORS.full(0):06x}" in fills(part(root, "points"))
    assert {*NAMES, "misclassified"} <= set(texts(root))
    assert {f"#{COLORS.full(index):06x}" for index in range(3)} <= fills(part(root, "legend"))


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("level", ColorLevel)
def test_on_paper_every_palette_has_six_colours_for_classes(name, level):
    made = make_palette(name, 0xFFFFFF, level)
    classes = made.classes if made.has_shades else printed_classes(made.classes)
    assert len({classes.full(index) for index in range(6)}) == 6
    shades = printed_shades(GridFigure(thirds(), (), made, classes=NAMES))
    assert shades[0, 0] == classes.full(0)


def test_without_colour_on_paper_each_class_is_a_darker_grey():
    greys = printed_classes(make_palette("monochrome", 0xFFFFFF, ColorLevel.MONOCHROME).classes)
    contrasts = [contrast(greys.full(index), 0xFFFFFF) for index in range(6)]
    assert all(darker / lighter > 1.2 for lighter, darker in pairwise(contrasts))


def test_names_in_the_legend_are_as_long_as_there_is_room():
    six = tuple(f"a rather long name {letter}" for letter in "abcdef")
    assert legend_names(NAMES, 560, ["test"]) == NAMES
    short = legend_names(six, 560, ["test", "misclassified"])
    assert len(set(short)) == 6
    assert sum(map(len, short)) < 60
