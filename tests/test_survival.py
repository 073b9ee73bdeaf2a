"""The installed command ends against the person's will and comes back: on a real pseudo-terminal, by real signals."""

import re
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from nntui.formats.saved_session import SavedSession, decode_session
from nntui.system import ending_signals
from tests.pseudo_terminal import Terminal, assert_is_clean, program

EPOCHS_A_SECOND = 60
MOST_SECONDS = 10
"""What may be lost on a machine that is busy with other tests; the save itself is due after two."""


def saved(home: Path) -> list[SavedSession]:
    """All that was saved by itself, whole files only: each is replaced in one step."""
    works = []
    for path in (home / ".local" / "state" / "nntui" / "sessions").glob("*.nntui"):
        with suppress(FileNotFoundError):  # it may go between the two
            works.append(decode_session(path.read_bytes(), path.name))
    return works


def epochs(home: Path) -> list[int]:
    return sorted(work.snapshot.epoch for work in saved(home))


def play(terminal: Terminal) -> None:
    """Plays some epochs."""
    terminal.sees("Space plays")
    terminal.press(" ")
    terminal.until(lambda: terminal.epoch > 0, "some epochs")


def play_until_saved(terminal: Terminal, home: Path) -> None:
    """Plays until some of it is saved, which it is by itself after a while."""
    play(terminal)
    terminal.until(lambda: any(epoch > 0 for epoch in epochs(home)), "a save")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_after_a_signal_it_goes_on_where_it_was(tmp_path, number):
    with program(tmp_path, "--seed", "0.5") as it:
        if number == signal.SIGKILL:
            play_until_saved(it, tmp_path)
        else:
            play(it)
        epoch = it.epoch
        it.signal(number)
        code = it.end()
        assert code == (None if number == signal.SIGKILL else 128 + number)
        if number != signal.SIGKILL:
            assert_is_clean(it.written)
    [last] = epochs(tmp_path)
    assert last >= epoch - EPOCHS_A_SECOND * MOST_SECONDS
    if number != signal.SIGKILL:
        assert last >= epoch, "nothing at all is lost"
    with program(tmp_path, "--resume") as it:
        it.until(lambda: it.epoch == last, f"epoch {last}")
        it.sees("0.5")
        it.press("s")
        it.until(lambda: it.epoch == last + 1, "one epoch more")
        it.press("q")
        assert it.end() == 0
    assert epochs(tmp_path) == [last + 1], "one file, which went on"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGQUIT])
def test_other_signals_that_would_end_it_leave_the_terminal_clean_and_the_work_saved(tmp_path, number):
    assert {signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGXCPU, number} <= set(ending_signals())
    with program(tmp_path, "--seed", "0.5") as it:
        play(it)
        epoch = it.epoch
        it.signal(number)
        assert it.end() == 128 + number
        assert_is_clean(it.written)
    [last] = epochs(tmp_path)
    assert last >= epoch


def test_a_terminal_that_is_closed_is_no_crash_with_textuals_own_driver(tmp_path):
    driver = "textual.drivers.linux_driver:LinuxDriver"
    with program(tmp_path, "--seed", "0.5", variables={"TEXTUAL_DRIVER": driver}) as it:
        play(it)
        assert it.hang_up() == 129
    assert not [*(tmp_path / ".local").rglob("reports/*")]


def test_a_terminal_that_is_closed_leaves_its_work_to_the_next_start(tmp_path):
    with program(tmp_path, "--seed", "0.5") as it:
        play(it)
        assert it.hang_up() == 128 + signal.SIGHUP
    assert not [*(tmp_path / ".local").rglob("reports/*")], "that is no crash"
    [last] = epochs(tmp_path)
    with program(tmp_path) as it:
        it.sees("Go on where you were?")
        it.sees(f"epoch {last:,}")
        it.press("\r")
        it.until(lambda: it.epoch == last and "Go on where" not in it.text, f"epoch {last}")
        it.press("q")
        assert it.end() == 0
    with program(tmp_path) as it:
        it.sees("Space plays")
        it.rest()
        assert "Go on where" not in it.text, "whoever has left by q is offered nothing"


def test_two_at_once_keep_their_own(tmp_path):
    with program(tmp_path, "--seed", "0.5") as one, program(tmp_path, "--seed", "0.6") as other:
        play_until_saved(one, tmp_path)
        other.sees("Space plays")
        other.press("S")
        other.until(lambda: other.epoch == 10, "ten epochs")
        other.until(lambda: len(epochs(tmp_path)) == 2, "a save of both")
        one.signal(signal.SIGKILL)
        one.end()
        with program(tmp_path, "--resume") as third:
            third.until(lambda: third.epoch > 0, "what was cut off")
            assert "0.5" in third.text, "and not what is still going on"
            third.press("q")
            third.end()
        other.press("q")
        assert other.end() == 0
    assert {work.snapshot.experiment.seed for work in saved(tmp_path)} == {"0.5", "0.6"}


def test_nothing_to_resume_is_said(tmp_path):
    with program(tmp_path, "--resume") as it:
        assert it.end() == 2
        assert re.search(r"nntui: There is nothing to resume in \S+", " ".join(it.text.split()))


def test_the_copy_of_a_link_goes_to_the_terminals_clipboard(tmp_path):
    with program(tmp_path, "--seed", "0.5") as it:
        it.sees("Space plays")
        it.press("y")
        it.until(lambda: b"\x1b]52;c;" in it.written, "the clipboard")
        it.sees("seed=0.5")


def test_a_home_that_cannot_be_written_ends_nothing(tmp_path):
    (tmp_path / ".local").write_text("")  # a file in the way of the folder stops root as well
    with program(tmp_path, "--seed", "0.5") as it:
        it.sees("Space plays")
        it.press(" ")
        it.sees("cannot be saved by itself")
        it.press("q")
        it.sees("without what was not saved")
        it.press("\x1b")
        it.until(lambda: "without what was not saved" not in it.text, "the end of the question")
        reached = it.epoch
        it.until(lambda: it.epoch > reached, "an epoch more: it plays on")
        it.press("q")
        it.sees("without what was not saved")
        it.press("\x1b[B")
        it.press("\r")
        assert it.end() == 1, "what was not saved is lost, and a script can know"
        assert_is_clean(it.written)
