"""The dialog that shows a table and asks for three of its columns, and the one that waits for a file."""

from threading import Event

import pytest
from textual.app import App
from textual.events import Key, Paste
from textual.widgets import Input, Label

from nntui.dialogs import waiting
from nntui.dialogs.columns import ColumnTable, ColumnWindow, moved, next_place
from nntui.dialogs.questions import AskPath, ChooseColumns, Wait, WithColumns
from nntui.dialogs.steps import LeftError, Steps
from nntui.dialogs.table import dialog_for
from nntui.formats.points import parse_points
from nntui.formats.tables.layout import TableView

FLOWERS = "Id,SepalLengthCm,SepalWidthCm,PetalLengthCm,PetalWidthCm,Species\n" + "".join(
    f"{row},{row / 9:.1f},{row / 7:.1f},{row / 5:.1f},{row / 3:.1f},Iris-{('setosa', 'versicolor')[row % 2]}\n"
    for row in range(1, 41)
)


def view_of(text: str) -> TableView:
    view = parse_points(text, "iris.csv").view
    assert view is not None
    return view


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.pressed: list[str] = []

    def on_key(self, event: Key) -> None:
        if len(self.screen_stack) == 1:
            event.prevent_default()  # the app has nothing to do for it, and may be on its way out
            self.pressed.append(event.key)


@pytest.mark.parametrize(
    ("role", "place", "after"),
    [(0, 3, (3, 1, 2)), (1, 0, (1, 0, 2)), (2, 2, (0, 1, 2)), (2, 0, (2, 1, 0))],
)
def test_a_column_that_is_taken_changes_places(role: int, place: int, after: tuple[int, int, int]) -> None:
    assert moved((0, 1, 2), role, place) == after


@pytest.mark.parametrize(
    ("indices", "role", "direction", "count", "place"),
    [((1, 2, 5), 0, 1, 6, 3), ((1, 2, 5), 1, -1, 6, 0), ((3, 4, 5), 2, 1, 6, 0), ((0, 1, 2), 0, 1, 3, 1)],
)
def test_arrows_pass_over_the_columns_of_the_others(indices, role, direction, count, place) -> None:
    assert next_place(indices, role, direction, count) == place


@pytest.mark.parametrize("width", [12, 40, 72, 200])
@pytest.mark.parametrize("count", [3, 6, 40])
def test_the_wanted_column_is_always_seen_and_no_line_is_too_long(width: int, count: int) -> None:
    view = TableView(tuple(f"a long title {at}" for at in range(count)), (("1",) * count,), (0, 1, 2))
    for wanted in (0, count // 2, count - 1):
        window = ColumnWindow(view, width, wanted)
        assert wanted in window.places
        line = window.line(list(view.titles), {}, "").plain.rstrip()
        assert len(line) <= max(width, window.widths[wanted] + 5)
        starts = [window.place_at(x) for x in range(2, len(line))]
        assert [at for at in dict.fromkeys(starts) if at is not None] == list(window.places)


def test_a_wide_table_is_made_narrow_where_it_fits_then() -> None:
    window = ColumnWindow(view_of(FLOWERS), 72, 1)
    assert list(window.places) == list(range(6))


async def test_arrows_and_the_mouse_choose_columns_on_the_least_screen() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        for answer in ("enter", "escape"):
            app.push_screen(dialog_for(ChooseColumns("iris.csv", view_of(FLOWERS), "")), app.answers.append)
            await pilot.pause()
            table = app.screen.query_one(ColumnTable)
            assert all(app.screen.region.contains_region(box.region) for box in app.screen.query(".box"))
            shown = str(table.render())
            assert "x      ‹ SepalLengthCm ›" in shown
            assert "label    Species" in shown
            assert "Iris-vers" in shown
            await pilot.press("right", "down", "right", answer)
            await pilot.pause()
        assert app.answers == [(3, 4, 5), None]
        app.push_screen(dialog_for(ChooseColumns("iris.csv", view_of(FLOWERS), "")), app.answers.append)
        await pilot.pause()
        window = ColumnWindow(view_of(FLOWERS), app.screen.query_one(ColumnTable).content_size.width, 1)
        at = next(x for x in range(80) if window.place_at(x) == 4)
        assert await pilot.click(ColumnTable, offset=(3, 1))
        assert await pilot.click(ColumnTable, offset=(at, 6))
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers[-1] == (1, 4, 5)


async def test_keys_that_are_typed_ahead_are_for_what_comes_and_later_ones_for_nothing(monkeypatch) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 60)  # not by the clock: on a busy machine a key may come late
    app, go_on = Host(), Event()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(dialog_for(Wait("Reading a.csv …", lambda: go_on.wait(5))), app.answers.append)
        await pilot.pause()
        box = app.screen.query_one("#waiting")
        assert not box.display, "what is fast is not seen"
        await pilot.press("a", "b")
        app.screen.add_class("-seen")
        await pilot.pause()
        assert box.display
        assert str(app.screen.query_one(Label).content) == "Reading a.csv …"
        await pilot.press("c")
        assert app.pressed == []
        go_on.set()
        for _ in range(500):
            if len(app.pressed) == 2:
                break
            await pilot.pause(0.01)
        assert app.answers == [True]
        assert app.pressed == ["a", "b"]


async def test_what_takes_long_says_how_far_it_is_and_ends_when_it_is_left(monkeypatch) -> None:
    monkeypatch.setattr(waiting, "SHOWN_AFTER", 0.01)
    app, steps, ended = Host(), Steps(), Event()

    def work() -> None:
        try:
            while True:
                steps(15, 60)
                ended.wait(0.01)
        except LeftError:
            ended.set()

    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(dialog_for(Wait("Filming …", work, steps)), app.answers.append)
        for _ in range(500):
            await pilot.pause(0.01)
            if str(app.screen.query_one(Label).content) == "Filming … 25 %":
                break
        assert str(app.screen.query_one(Label).content) == "Filming … 25 %"
        await pilot.press("escape")
        await pilot.pause()
        assert app.answers == [None]
        assert ended.wait(5)


async def test_a_paste_of_several_lines_is_one_path_and_a_table_may_be_opened_with_its_columns_to_choose(
    tmp_path,
) -> None:
    (tmp_path / "my points.csv").write_text("1,2,3\n")
    app, question = Host(), AskPath("Open", "", tmp_path, has_columns=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(dialog_for(question), app.answers.append)
        await pilot.pause()
        app.screen.query_one(Input).post_message(Paste("my poi\r\nnts.csv\n"))
        await pilot.pause()
        assert app.screen.query_one(Input).value == "my points.csv"
        await pilot.press("ctrl+o")
        await pilot.pause()
    (answer,) = app.answers
    assert answer == str(tmp_path / "my points.csv")
    assert isinstance(answer, WithColumns)
