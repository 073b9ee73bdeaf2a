"""The axes around the decision grid: which numbers stand there, and beside which cells."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nntui.drawing.axes import AXIS_HEIGHT, AXIS_WIDTH, axis_width, draw_axes, ticks
from nntui.drawing.cells import Cells
from nntui.drawing.numbers import ends
from nntui.drawing.plane import PixelGrid
from nntui.experiment.user_points import Scale, Units
from tests.drawing import as_number


def test_the_ends_and_the_middle_are_among_the_ticks():
    for cells, room in itertools.product(range(1, 120), (2, 6)):
        found = ticks(cells, 6.0, room)
        assert (found[0], found[-1]) == (-6.0, 6.0), (cells, room)
        assert len(found) == 2 or 0.0 in found, (cells, room)
        assert len(found) == 2 or cells >= len(found) * room, (cells, room)


def test_numbers_stand_beside_their_rows_and_columns():
    width, height = 26, 13
    cells = Cells(width + AXIS_WIDTH, height + AXIS_HEIGHT)
    draw_axes(cells, PixelGrid(width, height), 0x808080)
    assert cells.row_text(0).startswith(" 6")
    assert cells.row_text(height // 2).startswith(" 0")
    assert cells.row_text(height - 1).startswith("−6")
    below = cells.row_text(height)
    assert below.split() == ["−6", "0", "6"]
    assert below.index("0") in (AXIS_WIDTH + width // 2 - 1, AXIS_WIDTH + width // 2)


# In the units of a person's data

finite = st.floats(allow_nan=False, allow_infinity=False)


def fitted(low: float, high: float, limit: float = 6.0) -> Scale:
    return Scale((low + high) / 2, 2 * limit / (high - low))


def drawn(x1: Scale, x2: Scale, width: int = 40, height: int = 20, left: int | None = None) -> tuple[Cells, int]:
    left = axis_width(x2) if left is None else left
    cells = Cells(width + left, height + AXIS_HEIGHT)
    draw_axes(cells, PixelGrid(width, height), 0x808080, Units(x1, x2))
    return cells, left


def at_the_left(cells: Cells, left: int) -> dict[int, str]:
    texts = {y: cells.row_text(y)[:left].strip() for y in range(cells.height - AXIS_HEIGHT)}
    return {y: text for y, text in texts.items() if text}


def test_true_numbers_stand_where_they_lie():
    cells, left = drawn(fitted(0, 1500), fitted(150, 190))
    assert left == 4
    assert at_the_left(cells, left)[0] == "190"
    assert at_the_left(cells, left)[10] == "170"
    assert at_the_left(cells, left)[19] == "150"
    below = cells.row_text(20)
    assert below.split() == ["0", "500", "1000", "1500"]
    assert below.index("500") + 1 == left + 40 // 3
    assert below.endswith("1500")


@pytest.mark.parametrize(
    ("low", "high", "width", "numbers"),
    [
        (0, 1, 3, ["1", ".8", ".6", ".4", ".2", "0"]),
        (-3e6, 2e6, 4, ["2M", "1M", "0", "−1M", "−2M", "−3M"]),
        (0, 100, 4, ["100", "80", "60", "40", "20", "0"]),
        (1990, 2020, 5, ["2020", "2015", "2010", "2005", "2000", "1995", "1990"]),
        (-12000, -11000, 6, ["−11000", "−11200", "−11400", "−11600", "−11800", "−12000"]),
    ],
)
def test_the_axis_is_as_wide_as_its_numbers_need(low, high, width, numbers):
    scale = fitted(low, high)
    assert axis_width(scale) == width
    assert list(at_the_left(*drawn(scale, scale)).values()) == numbers


def test_in_the_playgrounds_own_units_the_axis_is_as_wide_as_ever():
    assert axis_width(Scale()) == AXIS_WIDTH


def test_in_three_columns_numbers_touch_the_picture_rather_than_be_missing():
    cells, left = drawn(fitted(0, 1), fitted(150, 190), left=AXIS_WIDTH)
    assert at_the_left(cells, left)[10] == "170"


def test_numbers_that_do_not_fit_are_not_there():
    cells, left = drawn(fitted(0, 1), fitted(-12000, -11000), left=AXIS_WIDTH)
    assert at_the_left(cells, left) == {}


@given(finite, st.floats(5e-324, 1.7e308), st.integers(1, 90), st.integers(1, 40), st.integers(1, 6))
def test_any_units_have_axes_that_fit(centre, factor, width, height, left):
    scale = Scale(centre, factor)
    assume(not scale.is_identity)
    cells, _ = drawn(scale, scale, width, height, left)
    low, high = ends(scale, 6.0)
    hair = (high - low) * 1e-8
    for row, text in at_the_left(cells, left).items():
        true = as_number(text)
        assert low - hair <= true <= high + hair
        assert abs((high - true) / (high - low) * height - row) <= 1.0 + 1e-6
    assert not (cells.glyphs[:height, left:] != ord(" ")).any(), "the grid is left alone"
    numbers = [as_number(text) for text in cells.row_text(height).split()]
    assert numbers == sorted(set(numbers))
    assert all(low - hair <= number <= high + hair for number in numbers)
    assert AXIS_WIDTH <= axis_width(scale) <= 6
