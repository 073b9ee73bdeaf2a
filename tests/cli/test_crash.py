"""An unexpected error: a report, one sentence, and nothing of the person's data."""

import os
import re

import pytest
from textual.worker import WorkerFailed

from nntui.cli.crash import reporting_threads, tell_of_crash
from nntui.storage.debug_log import start_log, stop_log
from nntui.storage.reports import KEPT, describe, record_action, reports_in, write_report
from nntui.training.trainer import Trainer
from tests.cli.support import Terminal

SECRET = "my-private-data-4711"


def raise_with(kind: type[Exception]) -> None:
    private = SECRET
    raise kind(private)


def caught(kind: type[Exception] = ValueError) -> Exception:
    try:
        raise_with(kind)
    except Exception as error:
        return error
    raise AssertionError


def test_an_unexpected_error_of_a_command_is_a_sentence_and_a_report(call, state, monkeypatch):
    monkeypatch.setattr(Trainer, "train_epoch", lambda trainer: raise_with(ValueError))
    output = call("train", "--epochs", "3", "--json")
    assert output.code == 70
    (report,) = (state / "reports").iterdir()
    assert output.err == f"nntui: an unexpected error; a report is in {report}\n"
    text = report.read_text()
    assert "in raise_with" in text
    assert "ValueError" in text
    assert "nntui: 0.1.0" in text
    assert SECRET not in text
    assert report.stat().st_mode & 0o077 == 0
    assert report.parent.stat().st_mode & 0o077 == 0


def test_where_no_report_can_be_written_it_is_printed(capsys, state):
    state.parent.mkdir()
    state.write_text("a file")
    tell_of_crash(caught(), can_resume=True)
    error = capsys.readouterr().err
    assert "in raise_with" in error
    assert "no report could be written" in error
    assert error.endswith("nntui --resume goes on where you were\n")
    assert SECRET not in error


def test_the_text_of_an_error_is_kept_where_it_speaks_of_the_program(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    text = write_report(caught(AttributeError), tmp_path).read_text()
    assert f"AttributeError: {SECRET}" in text
    home = AttributeError(f"{tmp_path}/x has no y")
    assert "AttributeError: ~/x has no y" in write_report(home, tmp_path).read_text()
    missing = FileNotFoundError(2, "No such file or directory", SECRET)
    assert write_report(missing, tmp_path).read_text().rstrip().endswith("FileNotFoundError: No such file or directory")


def test_what_caused_an_error_is_reported_without_its_text(tmp_path):
    try:
        try:
            raise_with(KeyError)
        except KeyError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        text = write_report(error, tmp_path).read_text()
    assert text.index("RuntimeError") < text.index("which came after") < text.index("KeyError")
    assert SECRET not in text


def test_the_last_ten_reports_are_kept(tmp_path):
    for number in range(KEPT + 3):
        path = write_report(caught(), tmp_path)
        path.rename(tmp_path / f"2026-01-01-0000{number:02}.txt")
    last = write_report(caught(), tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == KEPT
    assert names[-1] == last.name
    assert names[0] == "2026-01-01-000004.txt"


def test_the_last_actions_are_in_it_the_newest_last(tmp_path):
    for number in range(60):
        record_action(f"action_{number}")
    text = write_report(caught(), tmp_path).read_text()
    assert re.findall(r"action_(\d+)", text) == [str(number) for number in range(20, 60)]


def test_an_error_that_ends_a_thread_is_reported_and_not_printed(capsys, state):
    import threading

    with reporting_threads() as reports:
        thread = threading.Thread(target=raise_with, args=(ValueError,))
        thread.start()
        thread.join()
    assert reports == list(reports_in(state).iterdir())
    assert len(reports) == 1
    assert capsys.readouterr() == ("", "")


# The log


@pytest.fixture
def log(state):
    start_log(state)
    yield state / "nntui.log"
    stop_log()


def test_the_log_tells_of_actions_and_errors_and_no_data(log):
    record_action("play")
    tell_of_crash(caught(), can_resume=False)
    text = log.read_text()
    assert "INFO nntui 0.1.0" in text
    assert "INFO action play" in text
    assert "ERROR" in text
    assert "in raise_with" in text
    assert SECRET not in text
    assert log.stat().st_mode & 0o077 == 0


def test_the_log_does_not_grow_without_end(log):
    for _ in range(17):  # more than two files full
        record_action("x" * 120_000)
    sizes = {path.name: path.stat().st_size for path in log.parent.iterdir() if path.name.startswith("nntui.log")}
    assert set(sizes) == {"nntui.log", "nntui.log.1"}
    assert max(sizes.values()) <= 1_000_000


def test_a_log_that_cannot_be_written_is_none(tmp_path):
    (tmp_path / "file").write_text("")
    start_log(tmp_path / "file")
    record_action("play")


def test_debug_writes_a_log(call, state):
    try:
        assert call("train", "--seed", "1", "--epochs", "1", "--debug").code == 0
        assert "nntui 0.1.0" in (state / "nntui.log").read_text()
    finally:
        stop_log()


# The app

CRASHING = """
from nntui.playground.commands import COMMANDS, Command

def redo(at):
    private = "my-private-data-4711"
    raise ValueError(private)

COMMANDS["redo"] = Command(redo)
from nntui.__main__ import run
run()
"""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_a_crash_of_the_app_leaves_the_terminal_whole_and_the_work_saved(state):
    """Fails loudly, too, when a newer Textual no longer hands its errors to what we override."""
    with Terminal("--seed", "1", "--debug", code=CRASHING) as terminal:
        terminal.expect("Hidden|hidden")
        terminal.send("s")
        terminal.expect("000,001")
        terminal.send("U")
        assert terminal.end() == 70
    text = terminal.raw.decode()
    assert "Traceback" not in text
    assert SECRET not in text
    assert "\x1b[?1049l" in text
    assert not terminal.screen.cursor.hidden
    (report,) = (state / "reports").iterdir()
    end = text.rpartition("\x1b[?1049l")[2].replace("\r\n", "")
    assert end.endswith(f"nntui: an unexpected error; a report is in {report}; nntui --resume goes on where you were")
    written = report.read_text()
    assert "in redo" in written
    actions = re.findall(r"^ +[\d.]+  (\w+)$", written, re.MULTILINE)
    assert [name for name in actions if name != "autosave"] == ["step", "redo"]
    assert SECRET not in written
    assert "action redo" in (state / "nntui.log").read_text()
    assert [path.suffix for path in sorted((state / "sessions").iterdir())] == [".lock", ".nntui"], "not offered again"


def test_a_thread_that_the_system_refuses_is_said_without_a_report(capsys, state):
    try:
        try:
            raise RuntimeError("can't start new thread")
        finally:
            raise RuntimeError("cannot join thread before it is started")
    except RuntimeError as error:
        tell_of_crash(error, can_resume=True)
    told = capsys.readouterr().err
    assert told.startswith("nntui: no thread can be started: is there a limit, as of ulimit -u or -v?")
    assert told.endswith("; nntui --resume goes on where you were\n")
    assert not state.exists()


def test_missing_memory_is_said_without_a_report(capsys, state):
    tell_of_crash(MemoryError(), can_resume=True)
    told = capsys.readouterr().err
    assert told.startswith("nntui: there is not enough memory (is there a limit, as of ulimit -v?)")
    assert told.endswith("; nntui --resume goes on where you were\n")
    assert not state.exists()


def test_the_error_of_a_worker_is_in_the_report():
    assert "IndexError: too far" in describe(WorkerFailed(IndexError("too far")))
