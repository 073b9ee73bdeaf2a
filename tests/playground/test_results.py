"""Results of a sweep in the playground: the table, and rows that are opened."""

import pytest

from nntui.dialogs.questions import AskPath, ChooseOne, CompareRuns, RunsAnswer, RunsPlace, ShowRuns
from nntui.dialogs.runs import RunsScreen
from nntui.experiment.experiment import Experiment
from nntui.formats.run_rows import columns_of
from nntui.playground import results
from nntui.playground.opening import open_text, paste
from nntui.storage.start import StartState
from nntui.sweeps.pools import ThisProcess
from nntui.sweeps.results import ResultsFile, read_results
from nntui.sweeps.running import train_sweep
from tests.playground import opened_with, text_of
from tests.playground.fake_screen import Desk
from tests.sweeps.support import row_of, sweep_of

SWEEP = sweep_of("hidden-layers=none:2", "learning-rate=0.03,0.3", starts=2, epochs=5, goal="epoch > 3")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Files of a sweep that has been trained, as JSON lines and as CSV."""
    folder = tmp_path_factory.mktemp("sweep")
    rows = []
    train_sweep(SWEEP, frozenset(), ThisProcess(), rows.extend)
    for name in ("r.jsonl", "r.csv"):
        with ResultsFile(folder / name, SWEEP) as file:
            file.append(rows)
    return folder


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A playground that has trained ten epochs."""
    monkeypatch.chdir(tmp_path)
    it = Desk()
    it.do("step-ten")
    it.session.player.wait()
    yield it
    it.session.close()


def table(it: Desk) -> ShowRuns:
    question = it.screen.asked[-1]
    assert isinstance(question, ShowRuns), it.told
    return question


@pytest.mark.parametrize("name", ["r.jsonl", "r.csv"])
@pytest.mark.parametrize("ending", ["", ".nntui", ".txt"])
def test_a_row_is_trained_again_whatever_the_file_is_called_and_one_undo_returns(desk, trained, tmp_path, name, ending):
    path = tmp_path / (name + ending)
    path.write_bytes((trained / name).read_bytes())
    open_text(desk.at, str(path))
    question = table(desk)
    assert question.place.sorted_by == "test_loss"
    assert [column.title for column in columns_of(question.rows, question.varied)][:2] == ["Layers", "Rate"]
    before = desk.session.snapshot
    desk.screen.answer(RunsAnswer("open", RunsPlace(question.rows[5].key)))
    desk.session.player.wait()
    row, snapshot = read_results(path).rows[5], desk.session.snapshot
    assert snapshot.experiment == read_results(path).experiment(row)
    assert (snapshot.epoch, snapshot.test_loss) == (5, pytest.approx(row.test_loss, abs=1e-9))
    assert f"row 6 of {path.name} is trained again, to epoch 5; u brings back" in desk.told
    assert desk.session.present_run.title == f"row 6 · {path.name}"
    desk.do("undo")
    assert (desk.session.snapshot.epoch, desk.experiment) == (10, before.experiment)


def test_side_by_side_taken_away_and_open_again(desk, trained):
    open_text(desk.at, str(trained / "r.jsonl"))
    place = RunsPlace("2", marked=("3", "8"))
    desk.screen.answer(RunsAnswer("compare", place))
    shown = desk.screen.asked[-1]
    assert isinstance(shown, CompareRuns)
    assert (shown.left.title, shown.right.title) == ("row 3", "row 8")
    desk.screen.answer(None)
    assert table(desk).place == place
    desk.screen.answer(RunsAnswer("take", place))
    assert isinstance(desk.screen.asked[-1], ChooseOne)
    for kind, told in (("csv", "row 8,"), ("md", "| row 8 |"), ("html", "goal epoch &gt; 3: epoch 4")):
        desk.screen.answer(kind)
        if kind == "html":
            desk.screen.answer("Ada")
        asked = desk.screen.asked[-1]
        assert isinstance(asked, AskPath)
        path = trained / f"taken.{kind}"
        desk.screen.answer(str(path))
        assert told in path.read_text()
        assert "nan" not in path.read_text()
        open_text(desk.at, str(trained / "r.jsonl"))
        desk.screen.answer(RunsAnswer("take", place))
    desk.do("open")
    asked = desk.screen.asked[-1]
    assert isinstance(asked, AskPath)
    assert asked.others[0] == ("Results of r.jsonl", str(trained / "r.jsonl"))


def test_a_large_file_shows_its_best_rows_and_says_so(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(results, "MOST_ROWS", 2)
    rows = [row_of((layers, 0.3), start, 0.1 * start + len(layers)) for layers in ((2,), ()) for start in (1, 0)]
    rows[3] = row_of(((), 0.3), 0, 0.05, diverged_epoch=7, version="0.0.1")
    with ResultsFile(tmp_path / "r.jsonl", SWEEP) as file:
        file.append(rows)
    open_text(desk.at, "r.jsonl")
    question = table(desk)
    assert [row.title for row in question.rows] == ["row 3", "row 4"]
    assert question.about.startswith("The 2 rows with the lowest test loss, of 4;")
    assert question.rows[1].note == "diverged in epoch 7 · trained by nntui 0.0.1"
    # What is varied is a column even where these rows agree.
    assert [column.title for column in columns_of(question.rows, question.varied)][:3] == ["Layers", "Rate", "Start"]


def test_what_cannot_be_used_is_one_sentence(desk, trained, tmp_path):
    lines = (trained / "r.jsonl").read_bytes().splitlines(keepends=True)
    for content, told in (
        (lines[0][:-1], "r.jsonl: its first line does not say which sweep it is"),
        (lines[0].replace(b'"format": 1', b'"format": 2'), "r.jsonl was written by a newer nntui"),
        (lines[0] + lines[1].replace(b"0.03", b"0.04"), "r.jsonl: line 2 is no row of this sweep"),
        (lines[0], "r.jsonl has no results yet"),
        (lines[0] + lines[1][:9], "r.jsonl has no results yet"),
    ):
        (tmp_path / "r.jsonl").write_bytes(content)
        asked, before = len(desk.screen.asked), len(desk.screen.told)
        open_text(desk.at, "r.jsonl")
        assert len(desk.screen.asked) == asked
        ((_severity, sentence),) = desk.screen.told[before:]
        assert sentence.startswith(told)


def test_a_path_that_is_dropped_is_opened_when_that_is_wanted(desk, trained):
    paste(desk.at, f"'{trained / 'r.csv'}' ")
    desk.screen.answer("open")
    assert len(table(desk).rows) == 8


@pytest.mark.asyncio
async def test_the_program_begins_with_the_table_whose_keys_stay_in_sight(trained):
    async with opened_with(StartState(Experiment(seed="1"), results=trained / "r.jsonl"), (80, 24)) as it:
        await it.until(lambda: isinstance(it.app.screen, RunsScreen))
        await it.pilot.resize_terminal(80, 14)
        await it.pause()
        keys, box = it.one("#runs-keys"), it.one("#runs")
        assert keys.size.height == 2
        assert keys.region.bottom < box.region.bottom <= 14
        shown = text_of(it.one("#run-table")).splitlines()
        assert "Test ▲" in shown[0]
        title = " ".join(shown[2][3:].split()[:2])
        await it.press("down", "enter")
        await it.settle()
        assert it.epoch == 5
        assert f"{title} of r.jsonl is trained again, to epoch 5" in it.told
        await it.press("u")
        assert it.epoch == 0
        assert it.experiment == Experiment(seed="1")
