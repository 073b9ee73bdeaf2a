"""The square cut into cells: which pixel stands for which point of the plane, and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.plane import PixelGrid

LIMIT = 6.0
sizes = st.integers(1, 60), st.integers(1, 30)


def grid(columns: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    x1, x2 = PixelGrid(columns, rows).centres
    return x1.reshape(2 * rows, columns), x2.reshape(2 * rows, columns)


def where_is_it(x1: float, x2: float, columns: int = 6, rows: int = 3) -> tuple[int, int]:
    column, row = PixelGrid(columns, rows).cells_at(np.array([x1]), np.array([x2]))
    return int(column[0]), int(row[0])


# Pixels


def test_the_pixel_of_a_picture_of_one_cell():
    x1, x2 = PixelGrid(1, 1).centres
    assert x1.tolist() == [0, 0]
    assert x2.tolist() == [3, -3]


def test_x1_rises_to_the_right_and_x2_upwards():
    x1, x2 = grid(4, 1)
    assert x1.tolist() == [[-4.5, -1.5, 1.5, 4.5]] * 2
    assert x2.tolist() == [[3] * 4, [-3] * 4]


@given(st.integers(1, 60), st.integers(1, 30))
def test_pixels_lie_inside_the_square_evenly_and_alike_on_both_sides(columns, rows):
    x1, x2 = grid(columns, rows)
    assert (np.abs(x1) < LIMIT).all()
    assert (np.abs(x2) < LIMIT).all()
    np.testing.assert_allclose(x1, -x1[:, ::-1], atol=1e-12)
    np.testing.assert_allclose(x2, -x2[::-1], atol=1e-12)
    np.testing.assert_allclose(np.diff(x1), 2 * LIMIT / columns)
    np.testing.assert_allclose(np.diff(x2, axis=0), -LIMIT / rows)


@pytest.mark.parametrize(("columns", "rows"), [(0, 0), (0, 3), (3, 0)])
def test_a_picture_without_cells_has_no_pixels(columns, rows):
    with np.errstate(all="ignore"):
        x1, x2 = PixelGrid(columns, rows).centres
    assert len(x1) == len(x2) == 0


def test_pixels_are_shared_and_cannot_be_written():
    x1, x2 = PixelGrid(4, 2).centres
    assert PixelGrid(4, 2).centres[0] is x1
    for array in (x1, x2):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


# The cell of a point


@pytest.mark.parametrize(
    ("x1", "x2", "cell"),
    [
        (-6, 6, (0, 0)),
        (6, 6, (5, 0)),
        (-6, -6, (0, 2)),
        (6, -6, (5, 2)),
        (-0.001, 0, (2, 1)),
        (0, 0, (3, 1)),
        (5.999, 2.001, (5, 0)),
        (0, 2, (3, 1)),
    ],
)
def test_points_inside_and_on_the_edge_have_a_cell(x1, x2, cell):
    assert where_is_it(x1, x2) == cell


@pytest.mark.parametrize(("x1", "x2"), [(6.001, 0), (-6.001, 0), (0, 6.001), (0, -6.001), (1e9, -1e9)])
def test_points_outside_the_square_have_a_cell_outside_the_picture(x1, x2):
    column, row = where_is_it(x1, x2)
    assert not (0 <= column < 6 and 0 <= row < 3)


@given(st.integers(1, 60), st.integers(1, 30))
def test_a_pixel_lies_in_its_own_cell(columns, rows):
    column, row = PixelGrid(columns, rows).cells_at(*PixelGrid(columns, rows).centres)
    assert column.tolist() == list(range(columns)) * (2 * rows)
    assert row.tolist() == [y // 2 for y in range(2 * rows) for _ in range(columns)]


# One cell


@given(*sizes, st.data())
def test_the_middle_of_a_cell_lies_in_it_and_between_its_pixels(columns, rows, data):
    grid = PixelGrid(columns, rows)
    column, row = data.draw(st.integers(0, columns - 1)), data.draw(st.integers(0, rows - 1))
    x1, x2 = grid.centre(column, row)
    assert grid.cell_at(x1, x2) == (column, row)
    across, down = (axis.reshape(2 * rows, columns) for axis in grid.centres)
    assert x1 == across[2 * row, column]
    assert x2 == pytest.approx(down[2 * row : 2 * row + 2, column].mean(), abs=1e-12)


@given(*sizes, st.floats(-LIMIT, LIMIT), st.floats(-LIMIT, LIMIT))
def test_a_point_lies_between_the_bounds_of_its_cell(columns, rows, x1, x2):
    grid = PixelGrid(columns, rows)
    low, high = grid.bounds(*grid.cell_at(x1, x2))
    assert low[0] - 1e-12 <= x1 <= high[0] + 1e-12
    assert low[1] - 1e-12 <= x2 <= high[1] + 1e-12
    assert (high[0] - low[0], high[1] - low[1]) == pytest.approx(grid.step)
    assert (grid.column_of(x1), grid.row_of(x2)) == grid.cell_at(x1, x2)


@given(*sizes, st.floats(-LIMIT, LIMIT), st.floats(-LIMIT, LIMIT))
def test_one_point_and_many_lie_in_the_same_cells(columns, rows, x1, x2):
    grid = PixelGrid(columns, rows)
    column, row = grid.cells_at(np.array([x1]), np.array([x2]))
    assert (int(column[0]), int(row[0])) == grid.cell_at(x1, x2)


@pytest.mark.parametrize("x1", [6.0, np.nextafter(6.0, 0.0)])
def test_what_is_rounded_to_the_edge_is_in_the_last_cell(x1):
    grid = PixelGrid(7, 3)
    assert grid.cell_at(x1, -x1) == (6, 2)
    assert [axis.tolist() for axis in grid.cells_at(np.array([x1]), np.array([-x1]))] == [[6], [2]]


@pytest.mark.parametrize(("x1", "x2"), [(6.1, 0), (0, -6.1), (float("inf"), 0)])
def test_outside_the_square_there_is_no_cell(x1, x2):
    assert PixelGrid(6, 3).cell_at(x1, x2) is None


@given(*sizes, st.floats(-50, 50), st.floats(-50, 50))
def test_what_is_brought_inside_is_in_a_cell_and_stays_there(columns, rows, x1, x2):
    grid = PixelGrid(columns, rows)
    inside = grid.inside(x1, x2)
    assert grid.cell_at(*inside) is not None
    assert grid.inside(*inside) == inside


def test_positions_are_measured_from_the_left_and_from_the_top():
    across, down = PixelGrid(440, 440).positions(np.array([-6.0, 6.0, 0.0]), np.array([6.0, -6.0, 3.0]))
    assert across.tolist() == [0, 440, 220]
    assert down.tolist() == [0, 440, 110]
