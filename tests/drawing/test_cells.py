"""The buffer of cells: what is written where, what joins into one run, and what has changed."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nntui.drawing.cells import BOLD, DEFAULT, DIM, JOIN, REVERSE, UNDERLINE, Area, Cells, Run, by_columns

RED, GREEN, BLUE = 0xFF0000, 0x00FF00, 0x0000FF


def cells_of(*rows: str) -> Cells:
    cells = Cells(len(rows[0]) if rows else 0, len(rows))
    for y, row in enumerate(rows):
        cells.put(0, y, row)
    return cells


# Blank


@pytest.mark.parametrize(("width", "height"), [(0, 0), (3, 0), (0, 2), (3, 2)])
def test_new_cells_are_blank(width, height):
    cells = Cells(width, height)
    assert str(cells) == "\n".join([" " * width] * height)
    assert repr(cells) == f"Cells({width}×{height})"
    for array, blank in (
        (cells.glyphs, ord(" ")),
        (cells.foreground, DEFAULT),
        (cells.background, DEFAULT),
        (cells.attributes, 0),
    ):
        assert array.shape == (height, width)
        assert (array == blank).all()


def test_a_negative_size_is_none():
    cells = Cells(-3, -1)
    assert (cells.width, cells.height) == (0, 0)
    assert str(cells) == ""


def test_an_area_holds_its_left_and_top_edge_but_not_its_right_and_bottom():
    area = Area(2, 3, 4, 1)
    assert [x for x in range(9) if area.contains(x, 3)] == [2, 3, 4, 5]
    assert [y for y in range(9) if area.contains(2, y)] == [3]
    assert not Area(2, 3, 0, 1).contains(2, 3)


# Text


@pytest.mark.parametrize(
    ("x", "y", "row"),
    [
        (0, 1, "abcd  "),
        (1, 1, " abcd "),
        (3, 1, "   abc"),
        (5, 1, "     a"),
        (6, 1, "      "),
        (60, 1, "      "),
        (-1, 1, "bcd   "),
        (-3, 1, "d     "),
        (-4, 1, "      "),
        (-60, 1, "      "),
        (1, -1, "      "),
        (1, 3, "      "),
    ],
)
def test_text_is_cut_off_at_the_edges(x, y, row):
    cells = Cells(6, 3)
    cells.put(x, y, "abcd", RED, BLUE, BOLD)
    assert str(cells) == "\n".join(["      ", row, "      "])
    written = np.array([[False] * 6, [glyph != " " for glyph in row], [False] * 6])
    assert ((cells.foreground == RED) == written).all()
    assert ((cells.background == BLUE) == written).all()
    assert ((cells.attributes == BOLD) == written).all()


def test_text_longer_than_the_row_is_cut_off_at_both_ends():
    cells = Cells(3, 1)
    cells.put(-2, 0, "abcdefgh")
    assert str(cells) == "cde"


@pytest.mark.parametrize(("width", "height"), [(0, 0), (0, 1), (1, 0)])
def test_text_into_nothing_is_no_error(width, height):
    cells = Cells(width, height)
    cells.put(0, 0, "abc", RED, BLUE)
    assert str(cells).strip() in ("", "a")


def test_no_text_changes_nothing():
    cells = cells_of("abc")
    cells.put(1, 0, "", RED, BLUE, BOLD)
    assert cells.changed_areas(cells_of("abc")) == []


def test_text_keeps_the_background_unless_it_brings_one():
    cells = Cells(4, 1)
    cells.background[:] = GREEN
    cells.put(0, 0, "a")
    cells.put(1, 0, "b", background=BLUE)
    cells.put(2, 0, "c", background=DEFAULT)
    assert cells.background.tolist() == [[GREEN, BLUE, DEFAULT, GREEN]]


def test_later_text_replaces_the_attributes_too():
    cells = Cells(2, 1)
    cells.put(0, 0, "ab", RED, attributes=BOLD | UNDERLINE)
    cells.put(1, 0, "c")
    assert cells.attributes.tolist() == [[BOLD | UNDERLINE, 0]]
    assert cells.foreground.tolist() == [[RED, DEFAULT]]
    assert cells.row_text(0) == "ac"


# Pixels


def test_two_pixels_of_a_cell_are_an_upper_half_block():
    cells = Cells(2, 1)
    cells.pixels(0, 0, np.array([[RED, GREEN], [BLUE, RED]], dtype=np.int32))
    assert cells.row_text(0) == "▀▀"
    assert cells.foreground.tolist() == [[RED, GREEN]]
    assert cells.background.tolist() == [[BLUE, RED]]


def test_two_equal_pixels_are_a_blank_on_their_colour_and_join_whatever_was_there():
    cells = cells_of("xyz")
    cells.put(1, 0, "y", GREEN, BLUE, DIM)
    cells.pixels(0, 0, np.full((2, 3), RED, dtype=np.int32))
    assert list(cells.runs(0)) == [Run("   ", DEFAULT, RED, 0)]


def test_a_picture_is_painted_where_it_is_put_and_nowhere_else():
    cells = cells_of("....", "....", "....", "....")
    picture = np.array([[RED, RED], [BLUE, RED], [RED, GREEN], [RED, GREEN]], dtype=np.int32)
    cells.pixels(1, 1, picture)
    assert str(cells) == "....\n.▀ .\n.  .\n...."
    assert cells.background.tolist() == [
        [DEFAULT] * 4,
        [DEFAULT, BLUE, RED, DEFAULT],
        [DEFAULT, RED, GREEN, DEFAULT],
        [DEFAULT] * 4,
    ]
    assert (cells.foreground == RED).sum() == 1


def test_an_empty_picture_paints_nothing():
    cells = cells_of("ab")
    cells.pixels(1, 0, np.empty((2, 0), dtype=np.int32))
    cells.pixels(1, 0, np.empty((0, 1), dtype=np.int32))
    assert cells.changed_areas(cells_of("ab")) == []


# Runs


def test_a_row_of_no_width_has_no_runs():
    assert list(Cells(0, 1).runs(0)) == []


def test_a_row_of_one_cell_is_one_run():
    cells = Cells(1, 1)
    cells.put(0, 0, "a", RED, BLUE, REVERSE)
    assert list(cells.runs(0)) == [Run("a", RED, BLUE, REVERSE)]


def test_cells_that_look_alike_are_one_run_whatever_their_glyphs():
    assert list(cells_of("hello").runs(0)) == [Run("hello", DEFAULT, DEFAULT, 0)]


def test_a_run_ends_where_a_colour_or_an_attribute_changes():
    cells = cells_of("aabbccd")
    cells.foreground[0, 2:] = RED
    cells.background[0, 4:] = BLUE
    cells.attributes[0, 6:] = BOLD
    assert list(cells.runs(0)) == [
        Run("aa", DEFAULT, DEFAULT, 0),
        Run("bb", RED, DEFAULT, 0),
        Run("cc", RED, BLUE, 0),
        Run("d", RED, BLUE, BOLD),
    ]


FEW = st.sampled_from([DEFAULT, RED, BLUE])


@st.composite
def drawn_cells(draw: st.DrawFn, shape: tuple[int, int] | None = None) -> Cells:
    height, width = shape or draw(st.tuples(st.integers(1, 4), st.integers(1, 9)))
    cells = Cells(width, height)
    size = (height, width)
    cells.glyphs[:] = draw(hnp.arrays(np.uint32, size, elements=st.sampled_from([ord(c) for c in " ▀•"])))
    cells.foreground[:] = draw(hnp.arrays(np.int32, size, elements=FEW))
    cells.background[:] = draw(hnp.arrays(np.int32, size, elements=FEW))
    cells.attributes[:] = draw(hnp.arrays(np.uint8, size, elements=st.sampled_from([0, BOLD])))
    return cells


@given(drawn_cells())
def test_runs_are_the_row_cut_only_where_it_must_be(cells):
    for y in range(cells.height):
        runs = list(cells.runs(y))
        looks = [(glyph, run.foreground, run.background, run.attributes) for run in runs for glyph in run.text]
        assert looks == [
            (chr(cells.glyphs[y, x]), cells.foreground[y, x], cells.background[y, x], cells.attributes[y, x])
            for x in range(cells.width)
        ]
        for one, other in itertools.pairwise(runs):
            assert one[1:] != other[1:]
            assert one.text


# What has changed


def test_equal_cells_have_not_changed():
    assert cells_of("ab", "cd").changed_areas(cells_of("ab", "cd")) == []
    assert Cells(0, 0).changed_areas(Cells(0, 0)) == []
    assert Cells(0, 3).changed_areas(Cells(0, 3)) == []


@pytest.mark.parametrize("array", ["glyphs", "foreground", "background", "attributes"])
def test_one_cell_that_differs_in_anything_has_changed(array):
    cells = cells_of("....", "....")
    getattr(cells, array)[1, 2] = 5
    assert cells.changed_areas(cells_of("....", "....")) == [Area(2, 1, 1, 1)]


def test_changes_near_to_each_other_in_a_row_are_one_area_and_others_are_not():
    near, far = "x" + "." * (JOIN - 1) + "x", "x" + "." * JOIN + "x"
    assert cells_of(near).changed_areas(cells_of("." * len(near))) == [Area(0, 0, JOIN + 1, 1)]
    assert cells_of(far).changed_areas(cells_of("." * len(far))) == [Area(0, 0, 1, 1), Area(JOIN + 1, 0, 1, 1)]


def test_rows_that_change_in_the_same_columns_are_joined_and_others_are_not():
    before = cells_of(*["......"] * 7)
    now = cells_of(
        ".xx...",
        ".yz...",
        "......",
        ".xx...",
        ".xxx..",
        ".xxx..",
        "x.....",
    )
    assert now.changed_areas(before) == [
        Area(1, 0, 2, 2),
        Area(1, 3, 2, 1),
        Area(1, 4, 3, 2),
        Area(0, 6, 1, 1),
    ]


def test_two_columns_of_changes_are_two_areas():
    before = cells_of(*["........."] * 3)
    now = cells_of("x......x.", "x......x.", "x......xx")
    assert sorted(now.changed_areas(before)) == [Area(0, 0, 1, 3), Area(7, 0, 1, 2), Area(7, 2, 2, 1)]


@given(st.data())
def test_changed_areas_are_the_changes_and_short_gaps_between_them_each_cell_once(data):
    now = data.draw(drawn_cells())
    before = data.draw(drawn_cells((now.height, now.width)))
    differs = np.zeros((now.height, now.width), dtype=bool)
    for array in ("glyphs", "foreground", "background", "attributes"):
        differs |= getattr(now, array) != getattr(before, array)
    times = np.zeros(differs.shape, dtype=int)
    for area in now.changed_areas(before):
        times[area.y : area.y + area.height, area.x : area.x + area.width] += 1
    expected = differs.astype(int)
    for y, row in enumerate(differs):
        for start, end in itertools.pairwise(np.flatnonzero(row)):
            if end - start <= JOIN:
                expected[y, start:end] = 1
    np.testing.assert_array_equal(times, expected)


def test_a_text_that_would_steer_the_terminal_is_put_as_question_marks_or_left_out():
    for text, shown in (("a\x1b[31mb\x7f", "a\ufffd[31mb\ufffd"), (by_columns("a\x1b漢\x9b\u202eb"), "a漢\0b")):
        cells = Cells(9, 1)
        cells.put(0, 0, text)
        assert "".join(run.text for run in cells.runs(0)).rstrip() == shown
