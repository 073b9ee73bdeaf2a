"""Runs in the playground: the table, side by side, what is taken away, and the curves behind the losses."""

from pathlib import Path

import pytest

from nntui.dialogs.compare_runs import CompareRunsScreen, Comparison
from nntui.dialogs.questions import AskPath, AskText, ChooseOne, CompareRuns, RunsAnswer, RunsPlace, ShowRuns
from nntui.dialogs.runs import RunsScreen, whole_columns
from nntui.drawing.cells import CHECKED
from nntui.formats.run_rows import RunRow
from nntui.storage.preferences import load
from nntui.widgets.loss_plot import LossPlot
from tests.playground import Driver, opened, opened_with, text_of
from tests.playground.fake_screen import Desk


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A playground with two runs before the present one."""
    monkeypatch.chdir(tmp_path)
    it = Desk()
    it.do("step-ten", "new-weights", "step-ten", "step-ten", "new-weights")
    yield it
    it.session.close()


def table(it: Desk) -> ShowRuns:
    it.do("runs")
    question = it.screen.asked[-1]
    assert isinstance(question, ShowRuns)
    return question


def titles(rows: tuple[RunRow, ...]) -> list[str]:
    return [row.title for row in rows]


# The commands


def test_a_run_is_brought_back_and_one_undo_returns(desk):
    question = table(desk)
    assert titles(question.rows) == ["run 3", "run 2", "run 1"]
    desk.screen.answer(RunsAnswer("open", RunsPlace(question.rows[2].key)))
    assert desk.epoch == 10
    assert titles(table(desk).rows) == ["run 1", "run 2"]  # the one before had not begun to train
    desk.do("undo")
    assert desk.epoch == 0
    assert titles(table(desk).rows)[1:] == ["run 1", "run 2"]


def test_runs_are_pinned_named_deleted_and_restored(desk):
    question = table(desk)
    key = question.rows[1].key
    assert [row.is_pinned for row in question.edit("pin", key)] == [False, True, False]
    assert [row.is_pinned for row in question.edit("pin", question.rows[0].key)] == [True, True, False]
    assert titles(question.edit("delete", key)) == ["run 3", "run 1"]
    assert titles(question.edit("delete", question.rows[0].key)) == ["run 3", "run 1"]  # the present one stays
    assert titles(question.edit("undo", key)) == ["run 3", "run 2", "run 1"]
    assert titles(question.edit("undo", key)) == ["run 3", "run 2", "run 1"]
    desk.screen.answer(RunsAnswer("name", RunsPlace(key, marked=(key,))))
    asked = desk.screen.asked[-1]
    assert isinstance(asked, AskText)
    desk.screen.answer("two layers")
    again = desk.screen.asked[-1]
    assert isinstance(again, ShowRuns)
    assert titles(again.rows) == ["run 3", "two layers", "run 1"]
    assert again.place == RunsPlace(key, marked=(key,))


def test_two_marked_runs_stand_side_by_side_and_the_table_comes_back(desk):
    question = table(desk)
    marked = (question.rows[2].key, question.rows[1].key)
    place = RunsPlace(marked[0], "test_loss", True, marked)
    desk.screen.answer(RunsAnswer("compare", place))
    shown = desk.screen.asked[-1]
    assert isinstance(shown, CompareRuns)
    assert (shown.left.title, shown.right.title) == ("run 1", "run 2")
    desk.screen.answer(None)
    again = desk.screen.asked[-1]
    assert isinstance(again, ShowRuns)
    assert again.place == place


@pytest.mark.parametrize(("kind", "begins"), [("csv", "run,problem,"), ("md", "| Run |")])
def test_the_marked_runs_are_taken_away_or_all_of_them(desk, tmp_path, kind, begins):
    key = table(desk).rows[1].key
    for marked, count in (((key,), 1), ((), 3)):
        table(desk)
        desk.screen.answer(RunsAnswer("take", RunsPlace(marked=marked)))
        assert isinstance(desk.screen.asked[-1], ChooseOne)
        desk.screen.answer(kind)
        asked = desk.screen.asked[-1]
        assert isinstance(asked, AskPath)
        assert asked.text.endswith(f"-runs.{kind}")
        path = tmp_path / f"table.{kind}"
        desk.screen.answer(str(path))
        text = path.read_text()
        assert text.startswith(begins)
        assert text.count("run ") == count
        said = f"1 of 3 runs (the marked one) is in {path}" if marked else f"All 3 runs are in {path}"
        assert said in desk.screen.shown[-1]


def test_the_name_on_a_report_is_asked_for_once(desk, tmp_path):
    for number, name in enumerate(("Ada <Lovelace>", None)):
        question = table(desk)
        desk.screen.answer(RunsAnswer("report", RunsPlace(marked=(question.rows[1].key,))))
        if name is not None:
            assert isinstance(desk.screen.asked[-1], AskText)
            desk.screen.answer(name)
        asked = desk.screen.asked[-1]
        assert isinstance(asked, AskPath)
        assert asked.text == "Ada-_Lovelace_-report.html"
        path = tmp_path / f"{number}.html"
        desk.screen.answer(str(path))
        page = path.read_text()
        assert "Ada &lt;Lovelace&gt;" in page
        assert page.count("<section>") == 1
    assert desk.at.remembered.author == "Ada <Lovelace>"


def test_other_runs_are_shown_in_the_plot_or_not(desk):
    desk.do("runs-in-plot")
    assert not desk.screen.shows_runs
    desk.do("runs-in-plot")
    assert desk.screen.shows_runs


# On the screen


def marked_rows(it: Driver) -> list[str]:
    return [line for line in text_of(it.one("#run-table")).splitlines() if CHECKED in line]


@pytest.mark.asyncio
async def test_the_table_by_keys_and_by_mouse_at_every_size():
    async with opened(size=(80, 24)) as it:
        await it.press("S", "S", "R", "S", "full_stop")
        await it.press("V")
        assert isinstance(it.app.screen, RunsScreen)
        shown = text_of(it.one("#run-table"))
        assert "Start" in shown.splitlines()[0]  # that is what differs
        assert [line[3:9].strip() for line in shown.splitlines()[1:3]] == ["run 2", "run 1"]
        await it.press("c")
        assert "Mark two runs" in text_of(it.one("#runs-detail"))
        await it.press("space", "down", "space")
        assert len(marked_rows(it)) == 2
        await it.click(it.one("#run-table"), 1, 1)  # the box of the first row
        assert len(marked_rows(it)) == 1
        await it.press("x")
        assert "run 1" in text_of(it.one("#run-table"))
        assert "cannot be deleted" in text_of(it.one("#runs-detail"))
        # A click on a title sorts, a second one the other way round.
        epoch = shown.splitlines()[0].index("Epoch")
        await it.click(it.one("#run-table"), epoch, 0)
        assert "Epoch ▲" in text_of(it.one("#run-table"))
        await it.click(it.one("#run-table"), epoch, 0)
        assert "Epoch ▼" in text_of(it.one("#run-table"))
        assert "run 1" in text_of(it.one("#run-table"))  # no column has become narrower
        for size in ((20, 8), (120, 40)):
            await it.pilot.resize_terminal(*size)
            await it.rush("down", "right", "left", "s", "S", "k")
            assert it.one("#run-table").size.height > 0


def test_columns_are_shown_whole_and_every_one_can_be_reached():
    widths = [6, 6, 6, 20, 12]
    assert whole_columns(widths, 50, 0) == range(5)
    assert whole_columns(widths, 49, 0) == range(4)
    assert whole_columns(widths, 49, 1) == range(1, 5)
    assert whole_columns(widths, 49, 4) == range(1, 5)  # there is room for more
    assert whole_columns(widths, 10, 3) == range(3, 4)  # one is always there
    assert whole_columns([], 10, 2) == range(0)
    for room in range(1, 60):
        seen = {at for first in range(5) for at in whole_columns(widths, room, first)}
        assert seen == set(range(5))


@pytest.mark.asyncio
async def test_no_number_is_cut_at_80_columns():
    async with opened(size=(80, 24)) as it:
        it.session.change(learning_rate=0.1, hidden_layers=(4, 3), noise=10)
        await it.press("S", "R", "S")
        it.session.change(activation="relu", regularization="L2", train_share=70)
        it.session.change(learning_rate=0.3, regularization_rate=0.01, noise=25)
        await it.press("S", "V")
        assert isinstance(it.app.screen, RunsScreen)
        seen: list[str] = []
        for _number in range(12):
            shown = text_of(it.one("#run-table")).splitlines()
            assert max(len(line.rstrip()) for line in shown) <= 76
            seen += shown[0].split()
            await it.press("right")
        first = seen[:4]
        assert first == ["Run", "Epoch", "Test", "Train"]
        assert {"Gap", "Accuracy", "Param.", "Curve", "Noise"} <= set(seen)
        assert "more columns" in str(it.one("#runs").border_subtitle)


@pytest.mark.asyncio
async def test_side_by_side_then_back_to_the_table_then_a_run_is_brought_back():
    async with opened(size=(80, 24)) as it:
        await it.press("S", "S", "R", "S")
        await it.press("V", "space", "down", "c")  # with one marked, the other is that under the cursor
        assert isinstance(it.app.screen, CompareRunsScreen)
        words = text_of(it.app.screen.query_one(Comparison))
        assert "run 2" in words.splitlines()[0]
        assert any(line.startswith("≠ Start") for line in words.splitlines())
        for size in ((20, 8), (120, 40)):
            await it.pilot.resize_terminal(*size)
            await it.rush("pagedown", "up")
        await it.press("escape")
        assert isinstance(it.app.screen, RunsScreen)
        assert len(marked_rows(it)) == 2
        await it.press("enter")
        await it.settle()
        assert it.epoch == 20
        assert it.app.screen is it.screen
        await it.press("u")
        assert it.epoch == 10


def behind(it: Driver) -> tuple[str, ...]:
    return tuple(each.name for each in it.screen.query_one(LossPlot)._behind)


@pytest.mark.asyncio
async def test_the_last_run_and_pinned_ones_stand_behind_the_losses():
    async with opened(size=(120, 40)) as it:
        await it.press("S")
        assert behind(it) == ()
        await it.press("R", "S")
        assert behind(it) == ("run 1",)
        assert "run 1" in it.text("#plot")
        await it.press("R", "S", "R")
        assert behind(it) == ("run 3",)
        await it.press("V", "end", "down", "down", "down", "p", "escape")
        assert behind(it)[0] == "run 1"
        await it.press("G")
        assert behind(it) == ()
        assert "run 1" not in it.text("#plot")
        await it.press("G")
        assert len(behind(it)) == 2


@pytest.mark.asyncio
async def test_the_name_is_kept_in_the_preferences(tmp_path, monkeypatch):
    from nntui.experiment.experiment import Experiment
    from nntui.storage.start import StartState

    monkeypatch.chdir(tmp_path)
    file = tmp_path / "config.toml"
    async with opened_with(StartState(Experiment(seed="1")), (80, 24), preferences_file=file) as it:
        await it.press("S", "V", "r")
        await it.enter("Ada Lovelace")
        await it.press("enter")
        await it.until(lambda: list(Path(tmp_path).glob("*.html")))
    assert load(file, {"theme": ("x",), "palette": ("x",)})[0].author == "Ada Lovelace"
