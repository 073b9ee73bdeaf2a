"""Heat maps: which pixel stands for which point of the plane, and points laid over them."""

import numpy as np
import pytest

from nntui.drawing.cells import DEFAULT, Cells
from nntui.drawing.colors import contrast
from nntui.drawing.heat_map import HeatStyle, Points, draw_layers_of_points, draw_points, draw_values
from nntui.drawing.palette import ColorLevel, make_palette
from nntui.drawing.scale import POINT_CONTRAST

PALETTE = make_palette("playground", 0x14171A)


def draw(
    points: list[tuple[float, float]], labels: list[float], cells: Cells, values: np.ndarray | None = None
) -> None:
    table = np.array(points, dtype=float).reshape(-1, 2)
    draw_points(cells, Points(table, np.array(labels, dtype=float)), PALETTE, values)


# Points


@pytest.mark.parametrize(("width", "height"), [(0, 0), (0, 2), (2, 0), (6, 3)])
def test_no_points_draw_nothing(width, height):
    cells = Cells(width, height)
    draw([], [], cells, np.zeros((2 * height, width)))
    assert cells.changed_areas(Cells(width, height)) == []


def test_points_on_no_cells_draw_nothing():
    for size in ((0, 0), (3, 0), (0, 3)):
        cells = Cells(*size)
        draw([(0, 0)], [1], cells)
        assert cells.changed_areas(Cells(*size)) == []


def test_points_stand_where_they_are():
    cells = Cells(6, 3)
    draw([(-6, 6), (6, 6), (0.5, 0), (-6, -6), (6, -6)], [1, -1, 1, -1, 1], cells)
    assert str(cells) == "•    •\n   •  \n•    •"
    assert [cells.foreground[y, x] for x, y in ((0, 0), (5, 0), (3, 1), (0, 2), (5, 2))] == [
        PALETTE.plain_point(label) for label in (1, -1, 1, -1, 1)
    ]
    assert (cells.background == DEFAULT).all()


def test_points_outside_and_points_that_are_no_numbers_are_left_out():
    cells = Cells(6, 3)
    nan = float("nan")
    draw([(6.1, 0), (-6.1, 0), (0, 6.1), (0, -6.1), (99, 99), (nan, 0), (0, nan)], [1] * 7, cells)
    assert str(cells).strip() == ""


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        ([1], 1),
        ([-1], -1),
        ([1, 1, -1], 1),
        ([-1, 1, -1], -1),
        ([1, -1], 0),
        ([0.5, 0.5], 0.5),
        ([0.02, -0.01], 0),
        ([-0.9, -0.1], -0.5),
    ],
)
def test_a_cell_shows_the_label_that_its_points_have_in_the_middle(labels, shown):
    cells = Cells(1, 1)
    draw([(0, 0)] * len(labels), labels, cells)
    assert cells.row_text(0) == "•"
    assert cells.foreground[0, 0] == PALETTE.plain_point(shown)


def test_a_point_lies_on_one_colour_that_of_the_middle_of_its_cell():
    cells = Cells(2, 2)
    values = np.array([[1.0, 1.0], [-1.0, 0.5], [0.2, 0.3], [0.2, 0.3]])
    cells.pixels(0, 0, PALETTE.shades(values))
    draw([(-3, 3)], [1], cells, values)
    assert cells.glyphs[0, 0] == ord("•")
    assert cells.background[0, 0] == PALETTE.shade(0.0)
    assert cells.foreground[0, 0] == PALETTE.point(1)
    untouched = Cells(2, 2)
    untouched.pixels(0, 0, PALETTE.shades(values))
    assert [(area.x, area.y, area.width, area.height) for area in cells.changed_areas(untouched)] == [(0, 0, 1, 1)]


@pytest.mark.parametrize("value", [-1.0, -0.5, 0.0, 0.5, 1.0, float("nan")])
@pytest.mark.parametrize("label", [-1.0, 0.0, 1.0])
def test_a_point_stands_out_from_what_the_network_answers_there(value, label):
    cells = Cells(1, 1)
    draw([(0, 0)], [label], cells, np.full((2, 1), value))
    foreground, background = int(cells.foreground[0, 0]), int(cells.background[0, 0])
    assert foreground == PALETTE.point(label), "whatever lies behind it"
    assert background == PALETTE.ground(PALETTE.shade(value), label)
    assert contrast(foreground, background) > POINT_CONTRAST


def marked(labels: list[float], wrong: list[bool], is_test: bool, level: ColorLevel) -> tuple[str, int]:
    cells = Cells(1, 1)
    palette = make_palette("playground", 0x14171A, level)
    points = Points(np.zeros((len(labels), 2)), np.array(labels), np.array(wrong), is_test)
    draw_points(cells, points, palette, np.zeros((2, 1)))
    return cells.row_text(0), int(cells.attributes[0, 0])


@pytest.mark.parametrize("level", ColorLevel)
def test_training_and_test_points_right_and_wrong_differ_in_shape_alone(level):
    shapes = {marked([1.0], [wrong], is_test, level) for wrong in (False, True) for is_test in (False, True)}
    assert len(shapes) == 4


def test_without_colour_the_shape_tells_the_label_too():
    shapes = {marked([label], [False], False, ColorLevel.MONOCHROME)[0] for label in (-1.0, 0.0, 1.0)}
    assert len(shapes) == 3


@pytest.mark.parametrize(("wrong", "told"), [([True, False, False], False), ([True, True, False], True)])
def test_a_cell_is_misclassified_when_most_of_its_points_are(wrong, told):
    alone = marked([1.0], [told], False, ColorLevel.TRUECOLOR)
    assert marked([1.0] * 3, wrong, False, ColorLevel.TRUECOLOR) == alone


# Many points


def on_a_surface(layers: list[Points], width: int = 22, height: int = 11) -> Cells:
    cells = Cells(width, height)
    draw_layers_of_points(cells, layers, PALETTE, np.zeros((2 * height, width)))
    return cells


def strewn(count: int, labels: np.ndarray | float, is_test: bool = False) -> Points:
    points = np.random.default_rng(3 + is_test).uniform(-6, 6, (count, 2))
    return Points(points, np.broadcast_to(np.asarray(labels, dtype=float), (count,)), is_test=is_test)


def test_of_numbers_that_would_cover_the_picture_half_of_it_stays_free():
    cells = on_a_surface([strewn(3000, 0.5)])
    marks = cells.glyphs == ord("•")
    assert 0.4 < marks.mean() <= 0.5
    assert not (marks[:, 1:] & marks[:, :-1]).any()
    assert not (marks[1:] & marks[:-1]).any()


def test_of_crowded_training_and_test_points_both_kinds_are_seen():
    cells = on_a_surface([strewn(3000, 0.5, is_test=True), strewn(3000, -0.5)])
    train, test = cells.glyphs == ord("•"), cells.glyphs == ord("○")
    assert train.sum() == pytest.approx(test.sum(), rel=0.1)
    assert 0.4 < (train | test).mean() <= 0.5
    assert set(cells.foreground[train].tolist()) == {PALETTE.point(-0.5)}
    assert set(cells.foreground[test].tolist()) == {PALETTE.point(0.5)}


def test_a_mark_among_many_has_the_mean_of_the_points_at_its_place():
    points = strewn(4000, 0.0).points
    cells = on_a_surface([Points(points, np.where(points[:, 0] > 0, 0.75, -0.75))])
    left, right = (set(part[part != DEFAULT].tolist()) for part in (cells.foreground[:, :10], cells.foreground[:, 12:]))
    assert (left, right) == ({PALETTE.point(-0.75)}, {PALETTE.point(0.75)})


def test_classes_are_all_shown_however_many_there_are():
    assert (on_a_surface([strewn(4000, 1.0)]).glyphs == ord("•")).all()


@pytest.mark.parametrize("count", [0, 1, 60])
def test_few_numbers_are_all_shown_where_they_are(count):
    points, plain = strewn(count, 0.5), Cells(22, 11)
    draw_points(plain, points, PALETTE, np.zeros((22, 22)))
    assert on_a_surface([points]).changed_areas(plain) == []


@pytest.mark.parametrize("size", [(4, 1), (4, 3), (5, 2)])
def test_many_points_in_few_cells_are_marks_of_both_kinds(size):
    assert set(str(on_a_surface([strewn(300, 0.5, True), strewn(300, 0.5)], *size))) <= set("•○ \n")
    assert {"•", "○"} <= set(str(on_a_surface([strewn(300, 0.5, True), strewn(300, 0.5)], *size)))


# Values


VALUES = np.array([[-1.0, 0.0, 1.0], [-1.0, 0.0, 0.0]])


def test_values_are_half_blocks_where_there_are_shades():
    cells = Cells(3, 1)
    draw_values(cells, 0, 0, VALUES, HeatStyle(PALETTE))
    assert cells.row_text(0) == "  ▀"
    assert cells.background[0].tolist() == [PALETTE.shade(-1), PALETTE.shade(0), PALETTE.shade(0)]
    assert cells.foreground[0, 2] == PALETTE.shade(1)


@pytest.mark.parametrize("level", [ColorLevel.STANDARD, ColorLevel.MONOCHROME])
def test_values_are_densities_where_there_are_none(level):
    palette = make_palette("playground", 0, level)
    cells = Cells(3, 1)
    draw_values(cells, 0, 0, VALUES, HeatStyle(palette))
    assert cells.glyphs[0].tolist() == palette.densities(np.array([-1.0, 0.0, 0.5])).tolist()
    assert cells.row_text(0)[1] == " "
    assert (cells.background == DEFAULT).all()
    assert (cells.foreground == DEFAULT).all() == (level == ColorLevel.MONOCHROME)


def test_what_is_off_fades_into_what_is_behind():
    cells, faded = Cells(3, 1), Cells(3, 1)
    draw_values(cells, 0, 0, VALUES, HeatStyle(PALETTE))
    draw_values(faded, 0, 0, VALUES, HeatStyle(PALETTE, fade=0x14171A))
    assert faded.row_text(0) == cells.row_text(0)
    assert (faded.background != cells.background).all()
