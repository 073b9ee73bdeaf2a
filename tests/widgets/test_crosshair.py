"""The crosshair of the decision grid: where it stands, and in which colour."""

import numpy as np
import pytest

from nntui.drawing.grid_picture import GridPicture
from nntui.drawing.plane import PixelGrid
from nntui.experiment.user_points import Brushes
from nntui.widgets.decision_grid import DecisionGrid
from tests.widgets import hosted

WIDTH, HEIGHT = 24, 12
PLANE = PixelGrid(WIDTH, HEIGHT)


async def shown(it: object, grid: DecisionGrid) -> None:
    grid.styles.width, grid.styles.height = WIDTH, HEIGHT
    grid.update_from(GridPicture(np.zeros((2 * HEIGHT, WIDTH)), (), discretize=False, has_axes=False))
    grid.focus()
    await it.pause()


def mark(grid: DecisionGrid) -> tuple[int, int]:
    (cell,) = np.argwhere(grid._cells.glyphs == ord("┼")).tolist()
    return cell[1], cell[0]


async def test_it_stands_in_the_cell_of_its_point_and_moves_by_cells():
    grid = DecisionGrid()
    async with hosted(grid) as it:
        await shown(it, grid)
        column, row = PLANE.cell_at(2.0, 1.0)
        assert mark(grid) == (column, row)
        await it.press("right", "up")
        assert mark(grid) == (column + 1, row - 1)
        await it.press("shift+left")
        assert mark(grid) == (column - 3, row - 1)
        assert PLANE.cell_at(*grid.crosshair) == (column - 3, row - 1)


async def test_it_stops_in_the_outermost_cell():
    grid = DecisionGrid()
    async with hosted(grid) as it:
        await shown(it, grid)
        await it.press(*["shift+right"] * 7, *["shift+up"] * 4)
        assert mark(grid) == (WIDTH - 1, 0)


@pytest.mark.parametrize("presses", [0, 1])
async def test_while_painting_it_has_the_colour_of_the_class_that_is_laid(presses):
    grid = DecisionGrid()
    async with hosted(grid) as it:
        await shown(it, grid)
        grid.paint(Brushes((-1.0, 1.0), are_classes=True))
        await it.press(*["b"] * presses)
        await it.pause()
        label = (1.0, -1.0)[presses]
        assert grid.brush == label
        column, row = mark(grid)
        colors = grid._cells.background[row, column], grid.palette.plain_point(label)
        assert colors[0] == colors[1]
        assert colors[0] != grid.palette.plain_point(-label)
