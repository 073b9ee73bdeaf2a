"""Links, files, points and exports, by keys in the dialogs."""

import argparse
import re
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree import ElementTree

import numpy as np
import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Paste
from textual.widgets import Input, Label, OptionList

from nntui.cli.commands.play import _resume
from nntui.dialogs.choice import ChoiceScreen
from nntui.dialogs.link import LinkScreen
from nntui.dialogs.path import PathScreen
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.formats.exports import EXPORTS
from nntui.formats.link_reader import read_link
from nntui.formats.link_writer import write_link
from nntui.formats.saved_session import SavedSession, decode_session, encode_session, read_session
from nntui.storage.autosave import find, sessions_in
from nntui.storage.start import StartState, from_saved_session, open_anything, open_data, resume
from nntui.training.trainer import Trainer
from tests.playground import Driver, opened, opened_with, text_of

CSV = "height,weight,who\n172.5,61.2,cat\n180.1,80.3,dog\n165,55,cat\n190,88,dog\n158,48,cat\n185,90,dog\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """Where the person is."""
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def line(it: Driver) -> Input:
    return it.app.screen.query_one("#path-line", Input)


def listed(it: Driver) -> list[str]:
    options = it.app.screen.query_one("#path-list", OptionList)
    return [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]


def refusal(it: Driver) -> str:
    return str(it.app.screen.query_one("#path-refusal", Label).content)


async def ask(it: Driver, key: str, kind: type = PathScreen) -> None:
    await it.press(key)
    await it.until(lambda: isinstance(it.app.screen, kind) and it.app.focused)
    await it.pause()


async def give(it: Driver, text: str) -> None:
    """Types into the line of a dialog, and Enter."""
    line(it).value = ""
    await it.rush(*text)
    await it.pause()
    await it.rush("enter")
    await it.pause()
    if it.app.screen is it.screen:
        await it.settle()


async def saved(it: Driver, name: str) -> None:
    await ask(it, "w")
    await give(it, name)
    await it.until(lambda: it.app.screen is it.screen)


# Links


async def test_a_link_is_copied_and_shown_in_full():
    async with opened(hidden_layers=(3,), noise=15) as it:
        await ask(it, "y", LinkScreen)
        [link] = it.app.copied
        assert link == write_link(it.experiment).link
        shown = it.text("#link-text").splitlines()
        assert "".join(shown) == link
        assert all(len(row) == 80 for row in shown[:-1]), "from edge to edge, to be selected by the mouse"
        await it.press("escape")
        assert it.app.screen is it.screen


async def test_a_link_is_opened_and_goes_back_by_undo():
    async with opened() as it:
        await ask(it, "ctrl+o")
        await give(it, "https://playground.tensorflow.org/#dataset=xor&networkShape=3&seed=0.7&noise=20")
        wanted = read_link("#dataset=xor&networkShape=3&seed=0.7&noise=20").experiment
        await it.until(lambda: it.experiment == wanted)
        await it.press("u")
        assert it.experiment.dataset == "circle"


async def test_a_paste_on_the_playground_is_never_a_key_for_each_letter():
    async with opened() as it:
        it.app.post_message(Paste("rg5qz"))
        await it.until(lambda: "neither a link nor a file" in it.told)
        assert it.experiment.dataset == "circle"
        it.app.post_message(Paste("#dataset=xor&seed=0.7"))
        await it.until(lambda: it.experiment.dataset == "xor")


async def test_a_link_with_a_homework_in_it_comes_back_with_it():
    link = "#seed=1&tutorial=dp&goalTestLossMinThresholdFirst=0.2&noise_hide=true"
    async with opened_with(open_anything(link)) as it:
        await it.press("2")
        await ask(it, "y", LinkScreen)
        reading = read_link(it.app.copied[0])
        assert reading.experiment.dataset == "xor"
        assert dict(reading.link_extras.pairs)["tutorial"] == "dp"
        assert reading.link_extras.hidden == {"noise"}


# Work


async def test_work_is_saved_and_opened_and_goes_on(folder):
    async with opened() as it:
        await it.press("S", "period", "full_stop")
        await it.settle()
        await saved(it, "mine")
        assert (folder / "mine.nntui").exists()
        snapshot, speed = it.session.snapshot, it.session.player.speed
        await it.press("S", "2")
        await it.settle()
        await ask(it, "ctrl+o")
        await give(it, "mine.nntui")
        await it.until(lambda: it.epoch == 10)
        assert it.session.snapshot.parameters.tobytes() == snapshot.parameters.tobytes()
        assert it.experiment == snapshot.experiment
        assert it.session.player.speed == speed
        assert not it.session.player.playing
        await it.press("u")
        assert it.experiment.dataset == "xor"


async def test_the_name_is_offered_and_what_was_opened_is_saved_again_by_enter_twice(folder):
    async with opened(hidden_layers=(3,)) as it:
        await ask(it, "w")
        assert line(it).value == "circle-2-3-1.nntui"
        await it.press("enter")
        assert (folder / "circle-2-3-1.nntui").exists()
        await it.press("S")
        await it.settle()
        await ask(it, "ctrl+s")
        assert line(it).value == "circle-2-3-1.nntui"
        await it.press("enter")
        # Letters that came before the dialog was there are lost, and then this would be another file than was meant.
        assert "is there already" in refusal(it)
        await it.press("enter")
        assert it.app.screen is it.screen
        assert read_session(folder / "circle-2-3-1.nntui").snapshot.epoch == 10


async def test_another_file_is_replaced_only_after_a_question(folder):
    (folder / "theirs.nntui").write_text("precious")
    async with opened() as it:
        await ask(it, "w")
        await give(it, "theirs.nntui")
        assert "is there already" in refusal(it)
        assert (folder / "theirs.nntui").read_text() == "precious"
        await it.press("x")
        await it.press("backspace", "enter")
        assert "is there already" in refusal(it), "after typing it is asked again"
        await it.press("enter")
        assert it.app.screen is it.screen
        assert read_session(folder / "theirs.nntui").snapshot.epoch == 0


async def test_a_suffix_that_is_left_out_is_asked_about_too(folder):
    (folder / "theirs.nntui").write_text("precious")
    async with opened() as it:
        await ask(it, "w")
        await give(it, "theirs")
        assert "theirs.nntui is there already" in refusal(it)
        assert (folder / "theirs.nntui").read_text() == "precious"


async def test_where_nothing_can_be_saved_the_dialog_says_so():
    async with opened() as it:
        await ask(it, "w")
        for text, sentence in (
            ("", "Type a name"),
            (".nntui", "Type a name"),
            ("missing/x", "There is no folder"),
            ("a\0b", "cannot be used"),
            ("x" * 300, "cannot be used"),
        ):
            line(it).value = text
            await it.press("enter")
            assert sentence in refusal(it)
        await it.press("escape")
        assert it.app.screen is it.screen


async def test_a_work_starts_where_it_was_left(folder):
    trainer = Trainer(Experiment(seed="1", dataset="xor"))
    for _ in range(12):
        trainer.train_epoch()
    (folder / "a.nntui").write_bytes(encode_session(SavedSession(trainer.snapshot(), 5.0)))
    async with opened_with(open_anything("a.nntui")) as it:
        assert it.epoch == 12
        assert it.session.player.speed == 5
        await ask(it, "w")
        assert line(it).value == "a.nntui"


# The dialog


async def test_the_list_shows_folders_and_files_and_is_walked_by_keys(folder):
    (folder / "data").mkdir()
    (folder / "data" / "points.csv").write_text(CSV)
    (folder / "other.png").write_text("")
    async with opened() as it:
        await ask(it, "ctrl+o")
        assert listed(it) == ["data/"]
        await it.press("down", "enter")
        assert line(it).value == "data/"
        assert listed(it) == ["points.csv"]
        await it.press("tab")
        assert line(it).value == "data/points.csv"
        await it.press("enter")
        await it.until(lambda: it.experiment.dataset == "own")


async def test_enter_on_a_folder_goes_into_it(folder):
    (folder / "data").mkdir()
    async with opened() as it:
        await ask(it, "ctrl+o")
        await give(it, "data")
        assert line(it).value == "data/"
        assert isinstance(it.app.screen, PathScreen)
        await give(it, "nowhere.csv")
        assert "There is no" in refusal(it)


async def test_keys_twice_answer_once(folder):
    async with opened() as it:
        await ask(it, "w")
        await it.rush("enter", "enter", "escape", "escape")
        await it.settle()
        assert it.app.screen is it.screen
        assert len(list(folder.iterdir())) == 1


# One's own points


async def test_points_are_opened_with_their_units_and_what_is_wrong_with_them(folder):
    (folder / "pets.csv").write_text(CSV + "170,abc,cat\n")
    async with opened((120, 40)) as it:
        await ask(it, "ctrl+o")
        await give(it, "pets.csv")
        await it.until(lambda: it.experiment.dataset == "own")
        told = ("6 points from pets.csv", "line 8 is left out: weight is 'abc'", "fitted to the square")

        def words() -> str:
            return it.told + " ".join(str(label.content) for label in it.app.screen.query(Label))

        await it.until(lambda: all(word in words() for word in told))
        if it.app.screen is not it.screen:
            await it.press("escape")
        assert it.experiment.user_points.classes == ("cat", "dog")
        assert "cat" in it.text("#scale")
        assert "180" in it.text("#grid").splitlines()[-1]
        await it.press("o")
        assert re.match(r"\(1\d\d\.?\d*, \d\d\.?\d*\) →", it.text("#readout"))


async def test_points_from_the_command_line(folder):
    (folder / "prices.csv").write_text("x,y,label\n" + "".join(f"{i},{i * i},{i * 1000}\n" for i in range(20)))
    async with opened_with(open_data(folder / "prices.csv", {})) as it:
        assert it.experiment.problem == "regression"
        assert it.experiment.regression_dataset == "own"
        assert "20 points from prices.csv" in " ".join(str(each.content) for each in it.app.screen.query(Label))
        await it.press("escape")
        await it.press("S")
        await it.settle()
        assert it.epoch == 10


# Exports


async def test_everything_is_exported_by_keys(folder):
    async with opened((120, 40)) as it:
        await it.press("S")
        await it.settle()
        for at, (name, export) in enumerate(EXPORTS.items()):
            if name not in ("pytorch", "points", "screen"):  # what the others write is tested with the exports
                continue
            await ask(it, "ctrl+e", ChoiceScreen)
            await it.press(*["down"] * at)
            await it.press("enter")
            await it.until(lambda: isinstance(it.app.screen, PathScreen))
            await it.pause()
            await it.press("enter")
            await it.until(lambda: it.app.screen is it.screen)
            [path] = folder.iterdir()
            assert path.name.startswith("circle-2-4-2-1"), name
            assert path.suffix == export.suffix
            assert path.stat().st_size > 100
            assert f"{path} is saved" in it.told
            if path.suffix == ".svg":
                assert ElementTree.parse(path).getroot().tag.endswith("svg")
            path.unlink()


async def test_the_run_is_filmed_with_its_size_said_before(folder, monkeypatch):
    async with opened() as it:
        await ask(it, "ctrl+e", ChoiceScreen)
        await it.press("end", "enter")
        await it.until(lambda: "there is no run to film yet" in it.told)
        await it.press("s")
        await it.settle()
        await ask(it, "ctrl+e", ChoiceScreen)
        await it.press("end", "enter")
        await it.until(lambda: isinstance(it.app.screen, PathScreen))
        await it.pause()
        title = str(it.app.screen.query_one(".box").border_title)
        assert title == "Export Film .cast: 2 pictures, about 12 kB"
        await it.press("enter")
        path = folder / "circle-2-4-2-1-film.cast"
        await it.until(lambda: f"{path} is saved" in it.told)
        assert len(path.read_text().splitlines()) == 2 + 2
        monkeypatch.setattr("nntui.formats.exports.find_spec", lambda name: None)
        await ask(it, "ctrl+e", ChoiceScreen)
        await it.press("end", "up", "enter")
        await it.until(lambda: "nntui[pictures]" in it.told)


async def test_an_export_that_needs_what_is_not_there_says_so(folder, monkeypatch):
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("nntui.formats.exports.onnx_file.import_module", missing)
    async with opened() as it:
        await ask(it, "ctrl+e", ChoiceScreen)
        await it.press("down", "down", "down", "enter")
        await it.until(lambda: isinstance(it.app.screen, PathScreen))
        await it.pause()
        await it.press("enter")
        await it.until(lambda: "nntui[onnx]" in it.told)
        assert not list(folder.iterdir())


async def test_the_picture_of_the_grid_is_that_of_the_node_that_is_shown():
    async with opened() as it:
        output = EXPORTS["grid"].write(it.screen.playground.screen.export_context())
        await it.press("n", "down", "up")
        neuron = EXPORTS["grid"].write(it.screen.playground.screen.export_context())
        assert neuron != output
        assert b"neuron 1" in neuron.lower()


async def test_exported_points_are_those_that_are_shown():
    async with opened(dataset="spiral", noise=20) as it:
        text = EXPORTS["points"].write(it.screen.playground.screen.export_context()).decode()
        rows = [row.split(",") for row in text.splitlines() if not row.startswith(("#", "x"))]
        np.testing.assert_array_equal(np.array(rows, dtype=float)[:, :2], it.session.sample.points)


# Resuming


def cut_off(state: Path, epochs: int, seed: str = "1") -> Path:
    """A piece of work that a program has left behind which was killed."""
    trainer = Trainer(Experiment(seed=seed))
    for _ in range(epochs):
        trainer.train_epoch()
    folder = sessions_in(state)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"of-{seed}.nntui"
    path.write_bytes(encode_session(SavedSession(trainer.snapshot()), is_readable=False))
    path.with_suffix(".lock").touch()
    return path


def still_there(state: Path) -> list[tuple[str, bool]]:
    found = list(find(sessions_in(state)))
    for each in found:
        each.leave(is_declined=False)
    return [(each.work.snapshot.experiment.seed, each.was_cut_off) for each in found]


async def test_what_was_cut_off_is_offered_and_goes_on(tmp_path):
    cut_off(tmp_path, 7)
    async with opened_with(StartState(Experiment(seed="new"), is_plain=True), state_folder=tmp_path) as it:
        await it.until(lambda: isinstance(it.app.screen, ChoiceScreen))
        await it.pause()
        assert "epoch 7" in it.text("OptionList")
        await it.press("enter")
        await it.settle()
        assert it.experiment.seed == "1"
        assert it.epoch == 7
        await it.press("s")
        await it.settle()
    assert still_there(tmp_path) == [("1", False)], "it lives on in the file of the new program, which was left"
    [left] = find(sessions_in(tmp_path))
    assert left.work.snapshot.epoch == 8


async def test_who_asks_for_something_is_offered_nothing(tmp_path):
    cut_off(tmp_path, 7)
    async with opened_with(open_anything("#seed=5"), state_folder=tmp_path) as it:
        await it.pause()
        assert it.app.screen is it.screen


async def test_resuming_from_the_command_line_takes_the_newest(tmp_path):
    cut_off(tmp_path, 4, "1")
    start = resume(sessions_in(tmp_path))
    assert resume_fails(tmp_path), "it is held"
    async with opened_with(start, state_folder=tmp_path) as it:
        assert (it.experiment.seed, it.epoch) == ("1", 4)
    assert still_there(tmp_path) == [("1", False)]


def resume_fails(state: Path) -> bool:
    try:
        resume(sessions_in(state))
    except ValueError as error:
        return "nothing to resume" in str(error)
    return False


async def test_a_session_is_saved_when_it_is_left(tmp_path):
    async with opened_with(StartState(Experiment(seed="1")), state_folder=tmp_path) as it:
        await it.press("S")
        await it.settle()
        await it.press("v")
    assert still_there(tmp_path) == [("1", False)]
    [found] = find(sessions_in(tmp_path))
    assert found.work.snapshot.epoch == 10


async def test_who_does_nothing_leaves_nothing(tmp_path):
    async with opened_with(StartState(Experiment(seed="1")), state_folder=tmp_path):
        pass
    assert still_there(tmp_path) == []
    assert not sessions_in(tmp_path).exists()


async def test_where_nothing_can_be_saved_it_is_told_and_goes_on(tmp_path, monkeypatch):
    (tmp_path / "state").write_text("no folder")
    monkeypatch.setattr("nntui.storage.autosave.SAVE_DELAY_S", 0.0)
    async with opened_with(StartState(Experiment(seed="1")), state_folder=tmp_path / "state") as it:
        it.screen.playground.autosave._delay = 0.0
        await it.press("S")
        await it.settle()
        await it.until(lambda: "cannot be saved by itself" in it.told)
        await it.press("S")
        await it.settle()
        assert it.epoch == 20


def test_of_a_work_everything_is_taken_over():
    trainer = Trainer(Experiment(seed="1"))
    trainer.train_epoch()
    start = from_saved_session(SavedSession(trainer.snapshot(), 5.0))
    assert start.snapshot is not None
    assert start.changed({"learning_rate": 0.1}).snapshot is not None, "a rate changes in flight"
    assert start.changed({"noise": 5.0}).snapshot is None, "noise restarts it"


async def test_a_click_beside_a_dialog_leaves_it():
    async with opened() as it:
        for key in ("w", "ctrl+o", "ctrl+e", "question_mark", "e"):
            await it.press(key)
            await it.until(lambda: it.app.screen is not it.screen)
            await it.pause()
            await it.click(it.app.screen, 0, 0)
            await it.until(lambda: it.app.screen is it.screen)


async def test_a_folder_that_is_gone_is_no_end(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with opened() as it:
        await ask(it, "w")
        await it.press("escape")
        await ask(it, "ctrl+o")
        await it.press("escape")
    monkeypatch.chdir(tmp_path)


def test_a_setting_that_starts_anew_leaves_the_work_where_it_is(tmp_path):
    path = cut_off(tmp_path / "nntui", 7)
    arguments = argparse.Namespace(link=None, data=None, columns=None, start=None, **dict.fromkeys(SETTINGS))
    arguments.batch_size = "5"
    start = _resume(arguments, sessions_in(tmp_path / "nntui"))
    assert start.snapshot is None
    assert start.found is None
    assert start.experiment.batch_size == 5
    assert path.exists()
    arguments.batch_size, arguments.learning_rate = None, "0.1"
    start = _resume(arguments, sessions_in(tmp_path / "nntui"))
    assert start.snapshot is not None
    assert start.snapshot.epoch == 7
    assert start.found is not None
    start.found.leave(is_declined=False)


# In a browser


async def test_in_a_browser_a_name_is_asked_for_and_the_file_is_handed_to_it(folder, monkeypatch):
    delivered: list[tuple[str, str | None, bytes]] = []

    def deliver(driver: HeadlessDriver, binary: BinaryIO, *, save_path: Path, mime_type: str | None, **_: Any) -> None:
        delivered.append((save_path.name, mime_type, binary.read()))

    monkeypatch.setattr(HeadlessDriver, "is_web", True)
    monkeypatch.setattr(HeadlessDriver, "deliver_binary", deliver)
    (folder / "secret.nntui").write_bytes(b"")
    async with opened() as it:
        await it.press("s")
        await ask(it, "w")
        assert listed(it) == []
        assert str(folder) not in text_of(it.one("#path-hint"))
        await it.press("tab")  # completes nothing
        await give(it, "a/b<c")
        await it.until(lambda: delivered)
        assert "is downloaded" in it.told
        await ask(it, "y", LinkScreen)
        said = [str(each.content) for each in it.app.screen.query(Label)]
        assert "Copied; if your browser refused it, select it with the mouse." in said
        await it.press("escape")
    ((name, kind, data),) = delivered
    assert (name, kind) == ("a_b_c.nntui", "application/octet-stream")
    assert decode_session(data, name).snapshot.epoch == 1
    assert [each.name for each in folder.iterdir()] == ["secret.nntui"]
