"""Painting one's own points: by keys, by mouse, erased, undone, and learned at once."""

import numpy as np
import pytest

from nntui.drawing.plane import PixelGrid
from nntui.formats.exports import EXPORTS
from nntui.formats.points import parse_points
from nntui.formats.saved_session import decode_session, encode_session
from nntui.storage.start import saved_session_of
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.key_footer import KeyFooter
from tests.playground import Driver, opened


def grid(it: Driver) -> DecisionGrid:
    return it.screen.query_one(DecisionGrid)


def points(it: Driver) -> list[tuple[float, float]]:
    return [(x1, x2) for x1, x2 in it.experiment.user_points.points.tolist()]


def labels(it: Driver) -> list[float]:
    return it.experiment.user_points.labels.tolist()


def cells(it: Driver) -> list[tuple[int, int]]:
    """Column and row of each own point."""
    width, height = it.screen.view.layout.grid_width, it.screen.view.layout.grid_height
    x1, x2 = it.experiment.user_points.points.T
    columns, rows = PixelGrid(width, height).cells_at(x1, x2)
    return list(zip(columns.astype(int).tolist(), rows.astype(int).tolist(), strict=True))


async def test_points_are_laid_by_keys():
    async with opened() as it:
        await it.press("a")
        assert it.focused == "grid"
        assert it.experiment.dataset == "own"
        assert points(it) == []
        assert "Painting" in str(it.screen.view.output.border_title)
        first = grid(it).crosshair
        await it.press("enter", "right", "b")
        second = grid(it).crosshair
        await it.press("enter")
        assert points(it) == [first, second]
        assert labels(it) == [1.0, -1.0]
        assert it.experiment.show_test_data, "one of them is for testing and must be seen"


async def test_each_of_many_points_in_a_cell_is_another():
    async with opened() as it:
        await it.press("a", *["enter"] * 5)
        assert len(set(points(it))) == 5
        assert len(set(cells(it))) == 1


async def test_keys_faster_than_the_display_lose_no_point():
    async with opened() as it:
        await it.press("a")
        await it.rush(*["enter", "right"] * 8)
        await it.settle()
        assert len(points(it)) == 8
        assert len(set(cells(it))) == 8


async def test_erasing_takes_what_is_in_the_cell_and_nothing_else():
    async with opened() as it:
        await it.press("a", "enter", "enter", "right", "enter", "left", "backspace")
        assert len(points(it)) == 1
        await it.press("backspace")
        assert len(points(it)) == 1
        assert "no point" in it.told


async def test_undo_takes_a_point_back_and_redo_brings_it():
    async with opened() as it:
        await it.press("a", "enter", "right", "enter", "u")
        assert len(points(it)) == 1
        await it.press("U")
        assert len(points(it)) == 2
        await it.press("u", "u", "u", "u")
        assert it.experiment.dataset == "circle"


async def test_without_points_there_is_nothing_to_train_and_that_is_said():
    async with opened() as it:
        await it.press("a", "s")
        await it.settle()
        assert it.epoch == 0
        assert "paint points" in it.told


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_stroke_of_the_mouse_lays_a_point_in_each_cell(size):
    async with opened(size) as it:
        await it.press("a")
        left = grid(it)._picture.axis_width
        await it.drag("#grid", *((left + x, 3) for x in (4, 5, 5, 6, 7)))
        assert cells(it) == [(4, 3), (5, 3), (6, 3), (7, 3)]
        assert labels(it) == [1.0] * 4
        await it.press("u")
        assert points(it) == [], "a stroke is one change"
        await it.press("U")
        await it.drag("#grid", (left + 5, 3), (left + 6, 3), button=3)
        assert cells(it) == [(4, 3), (7, 3)]


async def test_the_mouse_paints_only_when_it_is_asked_to():
    async with opened() as it:
        await it.drag("#grid", (4, 3), (5, 3))
        assert it.experiment.dataset == "circle"
        await it.press("a", "escape")
        await it.drag("#grid", (4, 3), (5, 3))
        assert points(it) == []


async def test_escape_and_the_key_itself_end_it():
    async with opened() as it:
        for key in ("escape", "a"):
            await it.press("a")
            assert grid(it).brush is not None
            await it.press(key)
            assert grid(it).brush is None
            await it.press("enter", "b", "backspace")
            assert points(it) == []


async def test_the_footer_shows_the_keys_of_painting():
    async with opened() as it:

        def words() -> list[str]:
            return [key.word for _, key in it.screen.query_one(KeyFooter).placed_keys]

        await it.press("a")
        await it.until(lambda: "Lay point" in words())
        assert words()[:4] == ["Lay point", "Class", "Erase", "Done"]
        await it.press("escape")
        await it.until(lambda: "Lay point" not in words())


async def test_numbers_are_painted_for_a_regression():
    async with opened(problem="regression") as it:
        await it.press("a")
        for _ in range(5):
            await it.press("enter", "b", "right")
        assert labels(it) == [1.0, 0.5, 0.0, -0.5, -1.0]
        assert it.experiment.regression_dataset == "own"
        assert it.experiment.user_points.problem == "regression"


async def test_ones_own_points_stay_while_another_set_is_used():
    async with opened() as it:
        await it.press("a", "enter", "escape", "2")
        assert it.experiment.dataset == "xor"
        assert len(points(it)) == 1
        await it.press("7")
        assert it.experiment.dataset == "own"
        assert len(it.session.sample.labels) == 1


async def test_painted_points_are_saved_and_read_back():
    async with opened() as it:
        await it.press("a", "enter", "b", "up", "enter", "right", "enter")
        text = EXPORTS["points"].write(it.screen.playground.screen.export_context()).decode()
        own, reading = it.experiment.user_points, parse_points(text, "own.csv")
        np.testing.assert_array_equal(reading.points.points, own.points)
        np.testing.assert_array_equal(reading.points.labels, own.labels)
        assert reading.notes == ()


async def test_another_problem_while_painting_has_its_own_brush():
    async with opened() as it:
        await it.press("a", "enter", "right", "b", "enter")
        it.session.change(problem="regression", regression_dataset="own")
        await it.settle()
        assert grid(it).brush == 1.0
        await it.press("right", "b", "enter")
        assert labels(it) == [1.0, -1.0, 0.5]
        assert it.experiment.user_points.problem == "regression"
        it.session.change(problem="classification")
        await it.settle()
        await it.press("right", "enter")
        assert labels(it) == [1.0, -1.0, 1.0, 1.0]
        assert it.experiment.user_points.problem == "classification"


@pytest.mark.parametrize("problem", ["classification", "regression"])
async def test_whatever_was_painted_is_saved_and_opened_again(problem):
    async with opened() as it:
        await it.press("a", "enter", "right", "b", "enter")
        it.session.change(problem=problem, dataset="own", regression_dataset="own")
        await it.settle()
        await it.press("right", "b", "enter")
        work = decode_session(encode_session(saved_session_of(it.session)), "it")
        np.testing.assert_array_equal(work.snapshot.experiment.user_points.labels, labels(it))
        again = parse_points(
            EXPORTS["points"].write(it.screen.playground.screen.export_context()).decode(), "own.csv"
        ).points
        assert again.problem == problem
        np.testing.assert_array_equal(again.labels, labels(it))


async def test_another_data_set_ends_painting():
    async with opened() as it:
        await it.press("a", "enter", "d", "1")
        assert it.experiment.dataset == "circle"
        assert grid(it).brush is None
        assert it.screen.view.output.border_title == "Output"
        await it.press("7", "o", "enter")
        assert len(points(it)) == 1


async def test_after_an_undo_a_stroke_begins_anew():
    async with opened() as it:
        await it.press("a", "enter")
        await it.drag("#grid", (4, 3), (5, 3), (6, 3))
        assert len(points(it)) == 4
        await it.press("u")
        assert len(points(it)) == 1
        it.screen.post_message(DecisionGrid.PointLaid(1.0, 1.0, 1.0, merge=True))
        await it.settle()
        assert len(points(it)) == 2
        await it.press("u")
        assert len(points(it)) == 1, "and not what was laid before"


def title(it: Driver) -> str:
    return str(it.screen.view.output.border_title)


async def test_a_digit_takes_the_class_of_that_number():
    async with opened() as it:
        await it.press("a", "1", "enter", "right", "2", "enter")
        assert labels(it) == [-1.0, 1.0]
        assert it.experiment.dataset == "own", "and not the data set of that key"
        await it.press("4")
        assert "There are 2 classes; 3 adds one" in it.told
        await it.press("right", "enter")
        assert labels(it) == [-1.0, 1.0, 1.0]


async def test_the_digit_behind_the_last_class_adds_one_that_can_be_undone():
    async with opened() as it:
        await it.press("a", "1", "enter", "right", "2", "enter", "right", "3")
        assert title(it) == "Painting 3"
        assert it.experiment.user_points.classes == ("-1", "1"), "until a point of it is laid"
        await it.rush("enter", "right", "enter")
        await it.settle()
        assert labels(it) == [0.0, 1.0, 2.0, 2.0]
        assert it.experiment.user_points.classes == ("1", "2", "3")
        assert it.experiment.sizes[-1] == 3
        assert title(it) == "Painting 3"
        await it.press("b", "right", "enter")
        assert labels(it) == [0.0, 1.0, 2.0, 2.0, 0.0]
        await it.press("s")
        await it.settle()
        assert it.epoch == 1
        await it.press("4", "enter")
        assert it.experiment.sizes[-1] == 4
        assert it.epoch == 0, "a network with another output begins"
        work = decode_session(encode_session(saved_session_of(it.session)), "it")
        again = work.snapshot.experiment.user_points
        assert (again.labels.tolist(), again.classes) == (labels(it), ("1", "2", "3", "4"))
        await it.press("u")
        assert it.experiment.sizes[-1] == 3
        assert it.epoch == 1
        await it.press("u", "u", "u")
        assert labels(it) == [-1.0, 1.0]
        assert it.experiment.user_points.classes == ("-1", "1")
        assert it.experiment.sizes[-1] == 1


async def test_a_digit_takes_a_value_of_a_regression():
    async with opened(problem="regression") as it:
        await it.press("a", "1", "enter", "4", "right", "enter", "6")
        assert labels(it) == [-1.0, 0.5]
        assert "allowed are 1 to 5" in it.told


async def test_the_first_point_is_learned():
    async with opened() as it:
        await it.press("a", "enter", "s")
        await it.settle()
        assert it.epoch == 1
        assert it.session.sample.train_size == 1
