"""The decision grid: its picture, its crosshair, and what painting asks for."""

import numpy as np
import pytest
from textual.events import MouseDown, MouseMove, MouseUp

from nntui.drawing.cells import Cells
from nntui.drawing.heat_map import Points
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.user_points import Brushes
from nntui.widgets.decision_grid import DecisionGrid, GridPicture
from tests.widgets import Hosted, hosted
from tests.widgets.sent import sent_by

COLUMNS, ROWS = 24, 12
CLASSES = Brushes((-1.0, 1.0), are_classes=True)


class SizedGrid(DecisionGrid):
    DEFAULT_CSS = f"SizedGrid {{ width: {COLUMNS}; height: {ROWS}; }}"


@pytest.fixture
def grid() -> DecisionGrid:
    return SizedGrid()


def picture(value: float = 0.0, *points: Points, **options: bool) -> GridPicture:
    """The same value everywhere."""
    return GridPicture(
        np.full((2 * ROWS, COLUMNS), value),
        points,
        **({"discretize": False, "has_axes": False} | options),
    )


async def show(it: Hosted, grid: DecisionGrid, what: GridPicture | None = None, focus: bool = True) -> None:
    grid.update_from(picture() if what is None else what)
    if focus:
        grid.focus()
    await it.pause()


def crosshair(grid: DecisionGrid) -> tuple[int, int] | None:
    """The cell it is seen in, as (column, row)."""
    rows, columns = np.nonzero(grid._cells.glyphs == ord("┼"))
    return (int(columns[0]), int(rows[0])) if len(rows) else None


def color_at(cells: Cells, place: tuple[int, int]) -> int:
    """The colour that the crosshair gives to its cell."""
    column, row = place
    return int(cells.background[row, column])


async def test_the_values_fill_it_and_only_their_signs_when_discretized(grid):
    async with hosted(grid) as it:
        await show(it, grid, picture(0.3), focus=False)
        assert (grid._cells.background == grid.palette.shade(0.3)).all()
        await show(it, grid, picture(0.3, discretize=True), focus=False)
        assert (grid._cells.background == grid.palette.scale[-1]).all()


async def test_values_of_another_size_wait_for_those_of_the_new_one(grid):
    async with hosted(grid) as it:
        other = GridPicture(np.zeros((4, 4)), (), discretize=False, has_axes=False)
        await show(it, grid, other, focus=False)
        assert (grid._cells.glyphs == ord(" ")).all()


async def test_what_comes_later_lies_on_top(grid):
    at = np.array([[0.1, 0.1]])
    under, over = Points(at, np.array([1.0]), is_test=True), Points(at, np.array([1.0]))
    async with hosted(grid) as it:
        await show(it, grid, picture(0.0, under, over), focus=False)
        assert grid._cells.glyphs[5, 12] == ord("•")
        await show(it, grid, picture(0.0, over, under), focus=False)
        assert grid._cells.glyphs[5, 12] == ord("○")


async def test_the_crosshair_is_seen_with_the_focus_and_when_it_is_pinned(grid):
    async with hosted(grid) as it:
        await show(it, grid, focus=False)
        assert crosshair(grid) is None
        grid.pin_crosshair(True)
        await it.pause()
        assert crosshair(grid) == (16, 5), "x₁ 2, x₂ 1"
        grid.pin_crosshair(False)
        await it.pause()
        assert crosshair(grid) is None
        grid.focus()
        await it.pause()
        assert crosshair(grid) == (16, 5)


async def test_keys_move_it_by_cells_up_to_the_edge_and_say_where_it_is(grid):
    async with hosted(grid) as it:
        await show(it, grid)
        for key, place in (("left", (15, 5)), ("up", (15, 4)), ("k", (15, 3)), ("L", (19, 3)), ("shift+down", (19, 7))):
            moves = sent_by(grid, DecisionGrid.CrosshairMoved)
            await it.press(key)
            assert crosshair(grid) == place, key
            assert len(moves) == 1
        await it.press(*["L"] * 9, *["K"] * 9)
        assert crosshair(grid) == (COLUMNS - 1, 0)
        assert max(grid.crosshair) < GRID_LIMIT


async def test_the_mouse_moves_it_and_leaving_hides_it(grid):
    async with hosted(grid) as it:
        await show(it, grid, focus=False)
        await it.hover(grid, 3, 2)
        assert crosshair(grid) == (3, 2)
        x1, x2 = grid.crosshair
        assert (x1, x2) == ((3 + 0.5) / COLUMNS * 12 - 6, 6 - (2 + 0.5) / ROWS * 12)


@pytest.mark.parametrize("label", CLASSES.labels)
async def test_while_painting_the_crosshair_has_the_colour_of_the_class_that_would_be_laid(grid, label):
    async with hosted(grid) as it:
        await show(it, grid)
        plain = color_at(grid._cells, crosshair(grid))
        assert plain == grid.accent
        grid.paint(CLASSES)
        await it.pause()
        if grid.brush != label:
            await it.press("b")
        assert grid.brush == label
        strongest = grid.palette.positive_edges[-1] if label > 0 else grid.palette.negative_edges[-1]
        assert color_at(grid._cells, crosshair(grid)) == strongest
        laid = sent_by(grid, DecisionGrid.PointLaid)
        await it.press("enter")
        assert [message.label for message in laid] == [label]
        await it.press("escape")
        assert color_at(grid._cells, crosshair(grid)) == plain


async def test_a_point_is_laid_at_the_crosshair_and_the_next_beside_it_in_the_same_cell(grid):
    async with hosted(grid) as it:
        await show(it, grid)
        grid.paint(CLASSES)
        laid = sent_by(grid, DecisionGrid.PointLaid)
        await it.press("enter", "enter")
        first, second = laid
        assert (first.x1, first.x2) == (2.0, 1.0)
        assert (second.x1, second.x2) != (first.x1, first.x2)
        assert 2.0 <= second.x1 <= 2.5
        assert 0.0 <= second.x2 <= 1.0 or 1.0 <= second.x2 <= 2.0
        assert not first.merge
        assert not second.merge


async def test_erase_names_the_cell_that_the_crosshair_is_in(grid):
    async with hosted(grid) as it:
        await show(it, grid)
        grid.paint(CLASSES)
        erased = sent_by(grid, DecisionGrid.CellErased)
        await it.press("l", "backspace")
        (message,) = erased
        x1, x2 = grid.crosshair
        assert message.low[0] <= x1 <= message.high[0]
        assert message.low[1] <= x2 <= message.high[1]
        assert message.high[0] - message.low[0] == pytest.approx(12 / COLUMNS)
        assert message.high[1] - message.low[1] == pytest.approx(12 / ROWS)


async def test_a_stroke_of_the_mouse_lays_one_point_a_cell_that_undo_takes_back_together(grid):
    async with hosted(grid) as it:
        await show(it, grid)
        grid.paint(CLASSES)
        laid = sent_by(grid, DecisionGrid.PointLaid)
        for kind, x in ((MouseDown, 4), (MouseMove, 5), (MouseMove, 5), (MouseMove, 6), (MouseUp, 6), (MouseMove, 7)):
            it._mouse(kind, grid, x, 3)
        await it.pause()
        assert [message.merge for message in laid] == [False, True, True]
        columns = [int((message.x1 + 6) / 12 * COLUMNS) for message in laid]
        assert columns == [4, 5, 6]


async def test_without_painting_its_keys_and_the_mouse_lay_nothing(grid):
    async with hosted(grid) as it:
        await show(it, grid)
        sent = sent_by(grid, DecisionGrid.PointLaid, DecisionGrid.CellErased)
        await it.press("enter", "backspace")
        await it.click(grid, 4, 4)
        assert sent == []
        assert crosshair(grid) == (4, 4), "but a click moves the crosshair"
