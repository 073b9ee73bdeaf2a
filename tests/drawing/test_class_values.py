"""What a picture shows of three to six classes: the likeliest class, how sure it is, and where it changes."""

import numpy as np
import pytest

from nntui.drawing.cells import HALF_BLOCK, REVERSE, Cells
from nntui.drawing.class_values import SURE, ClassValues, draw_classes, neuron_values, winner_values
from nntui.drawing.heat_map import HeatStyle, Points, draw_layers_of_points, draw_points, draw_values, shown_classes
from nntui.drawing.palette import ColorLevel, make_palette

PALETTE = make_palette("playground", 0x14171A)
STANDARD = make_palette("playground", 0, ColorLevel.STANDARD)
MONOCHROME = make_palette("monochrome", 0, ColorLevel.MONOCHROME)


def probabilities(*places: tuple[float, ...]) -> np.ndarray:
    """Of some places beside each other, in one row: shape (classes, 1, places)."""
    return np.array(places).T[:, None, :]


def halves(rows: int = 4, columns: int = 8) -> ClassValues:
    """Class 0 at the left, class 2 at the right, both certain."""
    winners = np.zeros((2 * rows, columns), dtype=np.intp)
    winners[:, columns // 2 :] = 2
    return ClassValues(winners, np.ones(winners.shape))


# Values


def test_the_likeliest_class_wins_and_its_strength_goes_from_a_tie_to_certainty():
    values = winner_values(probabilities((1, 0, 0), (1 / 3, 1 / 3, 1 / 3), (0, 0.5, 0.5), (0.2, 0.2, 0.6)))
    assert values.winners.tolist() == [[0, 0, 1, 2]]
    assert values.strengths[0] == pytest.approx([1, 0, 0.25, 0.4])


def test_discretized_every_place_is_certain():
    values = winner_values(probabilities((0.4, 0.3, 0.3), (0.3, 0.3, 0.4)), discretize=True)
    assert values.winners.tolist() == [[0, 2]]
    assert values.strengths.tolist() == [[1, 1]]


def test_of_six_classes_the_strength_counts_from_a_sixth():
    assert winner_values(probabilities((7 / 12, *(1 / 12,) * 5))).strengths[0, 0] == pytest.approx(0.5)


def test_what_is_no_number_has_no_strength():
    assert winner_values(np.full((3, 2, 2), np.nan)).strengths.tolist() == [[0, 0], [0, 0]]


def test_a_neuron_shows_how_likely_its_class_is_and_has_no_boundary():
    values = neuron_values(probabilities((0.7, 0.2, 0.1), (0.1, 0.2, 0.7)), 2)
    assert values.winners.tolist() == [[2, 2]]
    assert values.strengths.tolist() == [[0.1, 0.7]]
    assert not values.boundary.any()
    discretized = neuron_values(probabilities((0.7, 0.2, 0.1), (0.1, 0.2, 0.7)), 2, discretize=True)
    assert discretized.strengths.tolist() == [[0, 1]]


def test_the_boundary_is_one_pixel_wide_on_the_side_of_the_left_or_upper_class():
    winners = np.array([[0, 0, 1], [0, 0, 1], [2, 2, 2]])
    boundary = ClassValues(winners, np.ones((3, 3))).boundary
    assert boundary.tolist() == [[False, True, False], [True, True, True], [False, False, False]]


def test_a_cell_has_the_stronger_of_its_two_pixels():
    values = ClassValues(np.array([[0, 1], [2, 2]]), np.array([[0.5, 0.2], [0.4, 0.3]])).in_cells()
    assert values.winners.tolist() == [[0, 2]]
    assert values.strengths.tolist() == [[0.5, 0.3]]


# Pictures


@pytest.mark.parametrize("level", [ColorLevel.EIGHT_BIT, ColorLevel.TRUECOLOR])
def test_half_blocks_have_the_colours_of_the_classes_and_of_the_boundary(level):
    palette = make_palette("playground", 0x14171A, level)
    cells = Cells(10, 5)
    draw_values(cells, 1, 1, halves(), HeatStyle(palette))
    colors = palette.classes
    assert cells.background[1, 1:9].tolist() == [colors.full(0)] * 3 + [colors.boundary] + [colors.full(2)] * 4
    assert str(cells).strip() == "", "pixels alike in a cell need no glyph"
    assert cells.background[0].tolist() == [-1] * 10


def test_two_pixels_in_a_cell_can_be_of_two_classes():
    values = ClassValues(np.array([[0], [1]]), np.array([[1.0], [1.0]]), has_boundary=False)
    cells = Cells(1, 1)
    draw_classes(cells, 0, 0, values, PALETTE)
    assert (cells.glyphs[0, 0], cells.foreground[0, 0], cells.background[0, 0]) == (
        HALF_BLOCK,
        PALETTE.classes.full(0),
        PALETTE.classes.full(1),
    )


def test_without_colour_a_digit_says_the_class_and_a_line_the_boundary():
    cells = Cells(8, 4)
    draw_classes(cells, 0, 0, halves(), MONOCHROME)
    assert str(cells).splitlines() == ["1  │3   ", "   │    ", "  1│  3 ", "   │    "]
    assert set(cells.foreground.ravel().tolist()) == {-1}


def test_without_colour_an_unsure_place_is_blank():
    values = halves()
    unsure = ClassValues(values.winners, np.full(values.shape, SURE - 0.01))
    cells = Cells(8, 4)
    draw_classes(cells, 0, 0, unsure, MONOCHROME)
    assert {line.strip() for line in str(cells).splitlines()} == {"│"}


def test_lines_of_the_boundary_run_along_it():
    winners = np.zeros((6, 3), dtype=np.intp)
    winners[4:], winners[:, 2:] = 1, 2
    cells = Cells(3, 3)
    draw_classes(cells, 0, 0, ClassValues(winners, np.zeros((6, 3))), MONOCHROME)
    assert str(cells).splitlines() == [" │ ", "─┘ ", " │ "]


def test_16_colours_show_the_class_by_colour_and_digit_and_its_strength_by_density():
    strengths = np.ones((8, 8))
    strengths[:2] = 0.25
    cells = Cells(8, 4)
    draw_classes(cells, 0, 0, ClassValues(halves().winners, strengths), STANDARD)
    assert str(cells).splitlines() == ["░░░│░░░░", "███│████", "██1│██3█", "███│████"]
    colors = STANDARD.classes
    assert cells.foreground[1].tolist() == [colors.full(0)] * 3 + [colors.boundary] + [colors.full(2)] * 4


# Points


def points(*places: tuple[float, float, float], **more: object) -> Points:
    rows = np.array(places)
    return Points(rows[:, :2], rows[:, 2], class_count=3, **more)


def test_a_cell_shows_the_class_that_most_of_its_points_have():
    cells, classes = shown_classes(np.array([4, 1, 4, 4, 1]), np.array([2.0, 1.0, 0.0, 2.0, 0.0]), 3)
    assert cells.tolist() == [1, 4]
    assert classes == [0, 2], "of as many the first"


@pytest.mark.parametrize("palette", [PALETTE, STANDARD, MONOCHROME], ids=["fine", "16", "none"])
def test_points_have_the_shape_of_their_class(palette):
    cells = Cells(8, 4)
    layers = [points((-5, 5, 0), (0.1, 5, 1), is_test=True), points((5, 5, 2), (-5, -5, 1))]
    draw_values(cells, 0, 0, halves(), HeatStyle(palette))
    draw_layers_of_points(cells, layers, palette, halves())
    assert [chr(cells.glyphs[y, x]) for y, x in ((0, 0), (0, 4), (0, 7), (3, 0))] == ["○", "△", "■", "▲"]


def test_a_point_lies_on_the_colour_of_the_picture_and_a_misclassified_one_is_reversed():
    cells = Cells(8, 4)
    wrong = np.array([False, True])
    draw_values(cells, 0, 0, halves(), HeatStyle(PALETTE))
    draw_points(cells, points((-5, 5, 0), (5, -5, 1), wrong=wrong), PALETTE, halves())
    colors = PALETTE.classes
    assert cells.background[0, 0] == colors.full(0)
    assert cells.foreground[0, 0] == colors.point(0, colors.full(0))
    assert cells.background[3, 7] == colors.full(2)
    assert cells.foreground[3, 7] == colors.point(1, colors.full(2))
    assert [bool(cells.attributes[y, x] & REVERSE) for y, x in ((0, 0), (3, 7))] == [False, True]


def test_points_lie_over_the_picture_of_a_hidden_neuron_too():
    cells, values = Cells(8, 4), np.full((8, 8), -1.0)
    draw_values(cells, 0, 0, values, HeatStyle(PALETTE))
    draw_points(cells, points((-5, 5, 2)), PALETTE, values)
    assert chr(cells.glyphs[0, 0]) == "■"
    assert cells.background[0, 0] == PALETTE.shade(-1.0)


def test_without_a_picture_points_have_the_plain_colour_of_their_class():
    cells = Cells(8, 4)
    draw_points(cells, points((-5, 5, 2), (-5, -5, 0)), PALETTE)
    assert [cells.foreground[y, 0] for y in (0, 3)] == [PALETTE.classes.plain[2], PALETTE.classes.plain[0]]
    assert cells.background[0, 0] == -1


def test_points_of_classes_are_all_shown_however_many_there_are():
    places = [(x, y, 0.0) for x in np.linspace(-5.9, 5.9, 30) for y in np.linspace(-5.9, 5.9, 30)]
    cells = Cells(8, 4)
    draw_layers_of_points(cells, [points(*places)], PALETTE, halves())
    assert set(str(cells)) == {"●", "\n"}


def test_without_shades_one_class_alone_is_a_density():
    strengths = np.repeat([[0.0, 0.25, 0.5, 1.0]], 2, axis=0)
    for palette in (STANDARD, MONOCHROME):
        cells = Cells(4, 1)
        values = ClassValues(np.full((2, 4), 3, dtype=np.intp), strengths, has_boundary=False)
        draw_classes(cells, 0, 0, values, palette)
        assert str(cells) == " ░▒█", "from nothing to certainty"
        assert set(cells.foreground.ravel().tolist()) == {-1 if palette is MONOCHROME else 0xAA00AA}
