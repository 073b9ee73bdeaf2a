"""The confusion matrix in cells: counts, shares and colours, and how it fits."""

import numpy as np
import pytest

from nntui.drawing.cells import BOLD, Cells
from nntui.drawing.confusion import ConfusionTable, confusion_rows, count_text, draw_confusion, share_text
from nntui.drawing.palette import ColorLevel, make_palette

PALETTE = make_palette("playground", 0x14171A)
MONOCHROME = make_palette("monochrome", 0, ColorLevel.MONOCHROME)
IRIS = ("Iris-setosa", "Iris-versicolor", "Iris-virginica")
COUNTS = np.array([[40, 0, 0], [0, 30, 10], [1, 3, 36]])


def drawn(names, tables, width=74, height=16, palette=MONOCHROME) -> Cells:
    cells = Cells(width, height)
    draw_confusion(cells, [ConfusionTable(*each) for each in tables], names, palette)
    return cells


def test_rows_are_classes_and_columns_answers():
    lines = str(drawn(IRIS, [("Training", COUNTS)], width=44)).splitlines()
    assert lines[0].strip() == "Training: 88% right, 106 of 120"
    assert lines[1].strip() == "rows: class · columns: answer"
    assert [line.split() for line in lines[2:9]] == [
        ["●1", "▲2", "■3"],
        ["●", "setosa", "40", "·", "·"],
        ["100%"],
        ["▲", "versicolor", "·", "30", "10"],
        ["75%", "25%"],
        ["■", "virginica", "1", "3", "36"],
        ["2%", "8%", "90%"],
    ]


def test_training_and_test_stand_side_by_side_for_six_classes_at_80_columns():
    counts = np.full((6, 6), 7) + np.diag([993, 100, 50, 20, 10, 0])
    names = ("one", "two", "three", "four", "five", "sixth one")
    lines = str(drawn(names, [("Training", counts), ("Test", counts)], 74, 15)).splitlines()
    assert [lines[0][:36].strip(), lines[0][38:].strip()] == [
        "Training: 85% right, 1,215 of 1,425",
        "Test: 85% right, 1,215 of 1,425",
    ]
    assert lines[2].split() == ["●1", "▲2", "■3", "◆4", "▼5", "★6"] * 2
    assert lines[3].split() == ["●", "one", "1k", *"7" * 5] * 2
    assert lines[4].split() == ["97%", *["1%"] * 5] * 2
    assert lines[13].split() == ["★", "sixth", "one", *"7" * 6] * 2
    assert lines[14].split() == ["17%"] * 12
    assert all(line[36:38] == "  " for line in lines)


def test_shares_go_first_where_there_are_few_rows():
    lines = str(drawn(IRIS, [("Test", COUNTS)], 40, 6)).splitlines()
    assert [line.split()[-1] for line in lines[3:]] == ["·", "10", "36"]


def test_two_classes_have_a_matrix_too_with_the_names_over_it():
    lines = str(drawn(("-1", "1"), [("Test", np.array([[5, 1], [0, 4]]))], 36, 7)).splitlines()
    assert lines[0].strip() == "Test: 90% right, 9 of 10"
    assert lines[2].split() == ["−1", "+1"]
    assert lines[3].split() == ["●", "−1", "5", "1"]
    assert lines[5].split() == ["▲", "+1", "·", "4"]


def test_the_right_answers_are_bold_and_each_answer_has_its_colour():
    cells = drawn(IRIS, [("Test", COUNTS)], 44, 9, PALETTE)
    colors = PALETTE.classes
    x = {glyph: int(np.flatnonzero(cells.glyphs[2] == ord(glyph))[0]) for glyph in "●▲■"}
    assert cells.background[3, x["●"]] == colors.full(0)
    assert cells.attributes[3, x["●"]] & BOLD
    shade = int(colors.shades(np.array([2]), np.array([0.25]))[0])
    assert cells.background[5, x["■"]] == cells.background[6, x["■"]] == shade
    assert not cells.attributes[5, x["■"]] & BOLD
    assert cells.background[3, x["▲"]] == -1, "no point, no colour"


def test_without_points_that_is_said():
    lines = str(drawn(IRIS, [("Test", np.zeros((3, 3), dtype=np.intp))], 44, 9)).splitlines()
    assert lines[0].strip() == "Test: no points"
    assert lines[3].split() == ["●", "setosa", "·", "·", "·"]


@pytest.mark.parametrize(
    ("count", "total", "text"),
    [(0, 0, "–"), (0, 9, "0%"), (9, 9, "100%"), (1, 1000, "1%"), (999, 1000, "99%"), (1, 2, "50%")],
)
def test_only_all_are_all(count, total, text):
    assert share_text(count, total) == text


@pytest.mark.parametrize(
    ("count", "room", "text"), [(7, 4, "7"), (999, 4, "999"), (1234, 4, "1k"), (1234, 5, "1234"), (123_456, 5, "123k")]
)
def test_many_points_are_thousands(count, room, text):
    assert count_text(count, room) == text


@pytest.mark.parametrize("count", range(2, 7))
@pytest.mark.parametrize("size", [(20, 4), (36, 9), (76, 18), (120, 40), (0, 0)])
def test_it_draws_at_every_size(count, size):
    names = tuple(f"class {'abcdef'[index]}" for index in range(count))
    counts = np.arange(count * count).reshape(count, count)
    for palette in (PALETTE, MONOCHROME):
        drawn(names, [("Training", counts), ("Test", counts)], *size, palette)


@pytest.mark.parametrize(
    "names", [("0", "1", "2"), ("a", "b", "c", "d", "e", "f"), ("x", "bb", "z"), ("1", "2", "3", "4")]
)
@pytest.mark.parametrize("width", [76, 40])
def test_names_of_one_character_stand_over_the_columns_and_beside_the_rows(names, width):
    counts = np.eye(len(names), dtype=np.intp)
    lines = str(drawn(names, [("Test", counts)], width, 20)).splitlines()
    shapes = "●▲■◆▼★"
    assert lines[2].split() == [f"{shape}{name}" for shape, name in zip(shapes, names, strict=False)]
    rows = [line.split()[:2] for line in lines[3:] if line.strip() and line[0] in shapes]
    assert rows == [[shape, name] for shape, name in zip(shapes, names, strict=False)]


@pytest.mark.parametrize(("width", "height"), [(35, 8), (56, 20), (75, 20), (28, 8)])
def test_no_class_is_cut_off_where_two_matrices_do_not_fit_side_by_side(width, height):
    names, counts = tuple("abcdef"), np.full((6, 6), 123)
    rows = confusion_rows(6, width, height)
    text = str(drawn(names, [("Training", counts), ("Test", counts)], width, rows))
    assert text.count("123") == 2 * 36
    assert all(text.count("●▲■◆▼★"[index] + name) == 2 for index, name in enumerate(names))


def test_too_few_columns_for_one_matrix_are_said():
    assert confusion_rows(6, 27, 20) == 1
    assert str(drawn(tuple("abcdef"), [("Test", np.eye(6, dtype=np.intp))], 27, 1)).strip() == "33 columns are needed"
