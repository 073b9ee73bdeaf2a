"""Ends of a visit that nothing can put off: its folder is gone, and so is its process."""

import os
import signal
import sys
from contextlib import suppress
from time import monotonic, sleep

import psutil
import pytest

from nntui import system
from nntui.kiosk import place
from nntui.kiosk.visit import VISITS
from nntui.system import has_unix_terminal, leave_for_sure, leave_on_signals
from tests.pseudo_terminal import program


class LeftError(BaseException):
    """In place of the end of this process."""


def leave(code: int) -> None:
    """In place of `os._exit`."""
    raise LeftError(code)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of Unix")
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGQUIT"])
def test_a_signal_during_the_start_removes_the_folder(visit, monkeypatch, name):
    number = getattr(signal, name)
    before = signal.getsignal(number)
    monkeypatch.setattr(os, "_exit", leave)
    try:
        leave_on_signals((number,), place.forget_visit)
        with pytest.raises(LeftError) as caught:
            signal.raise_signal(number)
    finally:
        signal.signal(number, before)
    assert caught.value.args == (128 + number,)
    assert not visit.folder.exists()


def test_of_two_ends_the_earlier_counts(visit, monkeypatch):
    threads = []
    monkeypatch.setattr(system._Deadline, "at", float("inf"))
    monkeypatch.setattr(system._thread, "start_new_thread", lambda target, _arguments: threads.append(target))
    monkeypatch.setattr(system.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(os, "_exit", leave)
    leave_for_sure(143, place.forget_visit, 15.0)
    leave_for_sure(0, place.forget_visit)
    leave_for_sure(129, place.forget_visit, 15.0)
    assert len(threads) == 2, "the last is later, and needs none"
    with pytest.raises(LeftError) as caught:
        threads[1]()
    assert caught.value.args == (0,)
    assert not visit.folder.exists()


def fill(name: str) -> int:
    """Writes to a terminal until it takes no more; the descriptor, which is to be closed."""
    descriptor = os.open(name, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    for _ in range(3):  # what has gone through to the other side makes room
        with suppress(BlockingIOError):
            while os.write(descriptor, b" " * 1000):
                pass
        sleep(0.03)
    return descriptor


@pytest.mark.skipif(not has_unix_terminal(), reason="there are no pseudo-terminals")
def test_a_terminal_that_takes_nothing_keeps_no_visit_alive(tmp_path):
    code = "import sys; from nntui import system; system.LAST_S = 0.3; from nntui.cli.main import main; "
    command = [sys.executable, "-I", "-B", "-c", code + "sys.exit(main(sys.argv[1:]))"]
    with program(tmp_path, "--kiosk", str(tmp_path), command=command, colors="truecolor", columns=80, lines=24) as it:
        it.sees("Commands")
        it.rest()
        assert [each for each in (tmp_path / VISITS).iterdir() if each.is_dir()]
        descriptor = fill(str(psutil.Process(it._program.process.pid).terminal()))
        it.press("s")
        it.wait_without_reading(0.3)
        it.signal(signal.SIGTERM)
        end = monotonic() + 10
        while it._program.process.poll() is None and monotonic() < end:
            it.wait_without_reading(0.05)
        assert it._program.process.poll() == 128 + signal.SIGTERM
        os.close(descriptor)
    assert not [each for each in (tmp_path / VISITS).iterdir() if each.is_dir()]
