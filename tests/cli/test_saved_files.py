"""`nntui show` and `nntui report`: what is in files of saved work, and a lab report of them."""

import json

import pytest

from nntui.cli import exit_codes
from nntui.experiment.experiment import Experiment
from nntui.formats.link_reader import read_link
from nntui.formats.saved_session import SavedSession, encode_session
from nntui.session.lesson_place import LessonPlace
from nntui.session.session import TrainingSession
from nntui.storage.start import saved_session_of
from nntui.training.predictions import predict
from tests.cli.support import assert_one_sentence

STATE = {"lesson": "batch", "task": "two", "tasks": {"one": {"passed": {"epoch": 5, "test_loss": 0.1}}}, "text": ""}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the work of a student, a lesson under way, and two files that cannot be read."""
    monkeypatch.chdir(tmp_path)
    with TrainingSession(Experiment(seed="0.5")) as session:
        for _ in range(2):
            session.player.step(12)
            assert session.player.wait(20)
            session.new_weights()
        first = session.runs.kept[0]
        session.keep_runs(session.runs.edited(first.id, name="<tanh>", is_pinned=True))
        session.player.step(30)
        assert session.player.wait(20)
        work = saved_session_of(session)
    (tmp_path / "ada.nntui").write_bytes(encode_session(work))
    place = LessonPlace("batch", "two", STATE | {"text": "Batch · Second task\nWhat is a <batch>?"})
    (tmp_path / "bob.nntui").write_bytes(encode_session(SavedSession(work.snapshot, lesson=place)))
    (tmp_path / "cut.nntui").write_text('{"format": "nntui", "ver')
    return tmp_path


def test_a_file_is_shown_for_people(call, folder):
    output = call("show", "ada.nntui")
    assert (output.code, output.err) == (0, "")
    lines = output.out.splitlines()
    assert lines[0] == "ada.nntui"
    assert lines[1].startswith("  epoch 30 · test loss 0.")
    assert "25 parameters" in lines[1]
    assert any(line.split() == ["Activation", "Tanh"] for line in lines)
    assert "  2 runs before:" in lines
    assert any(line.startswith("    <tanh>: epoch 12") for line in lines)
    assert "  Batch · Second task" in call("show", "bob.nntui").out.splitlines()


def test_a_file_is_shown_for_programs(call, folder):
    output = call("show", "--json", "ada.nntui", "bob.nntui")
    first, second = map(json.loads, output.out.splitlines())
    with TrainingSession(Experiment(seed="0.5", weights_draw=2)) as again:
        again.player.step(30)
        assert again.player.wait(20)
        accuracy = predict(again.snapshot, again.sample).accuracy
        assert (first["epoch"], first["test_loss"]) == (30, again.snapshot.test_loss)
        assert (first["train_accuracy"], first["test_accuracy"]) == accuracy
    assert first["settings"]["weights_draw"] == 2
    assert read_link(first["link"]).experiment.seed == "0.5"
    assert [(run["run"], run["pinned"], run["epoch"]) for run in first["runs"]] == [
        ("run 2", False, 12),
        ("<tanh>", True, 12),
    ]
    assert first["lesson"] is None
    assert second["lesson"] == {
        "id": "batch",
        "task": "two",
        "tasks": {"one": {"passed": True, "hints": 0, "shown": False}},
    }


@pytest.mark.parametrize("command", [("show",), ("show", "--json"), ("report", "--output", "all.html")])
def test_a_file_that_cannot_be_read_hides_no_other(call, folder, command):
    output = call(*command, "cut.nntui", "ada.nntui", "missing.nntui", ".", "")
    assert output.code == exit_codes.USAGE
    complaints = output.err.splitlines()
    assert len(complaints) == 4
    assert "cut.nntui is no nntui file" in complaints[0]
    assert "missing.nntui cannot be read" in complaints[1]
    assert call("show", "week1/missing.nntui").err.startswith("nntui: week1/missing.nntui cannot be read: ")
    assert all(line.startswith("nntui: ") for line in complaints)
    assert output.out.count("\n") >= 1
    if command[0] == "report":
        assert "ada.nntui" in (folder / "all.html").read_text()


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("report",),
        ("report", "cut.nntui"),
        ("report", "ada.nntui", "--output", ""),
        ("report", "ada.nntui", "--output", "ada.nntui"),
    ],
)
def test_nothing_to_do_is_a_sentence(call, folder, words):
    output = call(*words)
    assert output.code == exit_codes.USAGE
    assert output.err.splitlines()[-1].startswith("nntui: ")
    assert not list(folder.glob("*.html"))
    if "cut.nntui" not in words:
        assert_one_sentence(output)


def test_a_report_has_the_last_run_of_each_file_and_the_pinned_ones(call, folder):
    output = call("report", "ada.nntui", "bob.nntui", "--name", "Ada & Bob")
    assert (output.code, output.err) == (0, "")
    assert output.out == "lab-report.html has 3 runs\n"
    page = (folder / "lab-report.html").read_text()
    assert page.count("<section>") == 3
    assert "Ada &amp; Bob" in page
    assert "What is a &lt;batch&gt;?" in page
    assert "ada.nntui · &lt;tanh&gt;" in page
    assert call("report", "ada.nntui", "--all-runs", "--output", "x.html").code == 0
    assert (folder / "x.html").read_text().count("<section>") == 3


def test_the_name_comes_from_the_preferences_where_none_is_given(call, folder):
    config = folder / "config" / "nntui"
    config.mkdir(parents=True)
    (config / "preferences.toml").write_text('author = "Ada Lovelace"\n')
    assert call("report", "ada.nntui").code == 0
    assert "Ada Lovelace" in (folder / "lab-report.html").read_text()


def test_a_page_that_cannot_be_written_is_a_sentence(call, folder):
    output = call("report", "ada.nntui", "--output", "no/such/folder.html")
    assert output.code == exit_codes.NOT_WRITTEN
    assert output.err.startswith("nntui: no/such/folder.html cannot be written: ")
