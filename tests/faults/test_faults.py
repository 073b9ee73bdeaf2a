"""A handful of the faults: the others are tried by `python -m tests.faults`."""

import os
import subprocess
import sys

import pytest

from nntui.terminal.last_resort import left_as_found
from tests.faults.table import all_faults, in_markdown
from tests.faults.trial import INJECTION, Outcome, trial

READER = "nntui.terminal.paste_guard:PasteGuard.tick#1=ValueError:on purpose"
SESSION = "nntui.session.session:TrainingSession.close#1=ValueError:on purpose"
DRIVER = "nntui.terminal.driver:TerminalDriver.stop_application_mode#1=ValueError:on purpose"


def test_errors_one_upon_the_other_cost_neither_the_work_nor_the_terminal(tmp_path):
    """In the thread that reads; then where the session is closed, and where the terminal is given back."""
    with trial(fault="\n".join((READER, SESSION, DRIVER)), home=tmp_path) as it:
        it.play()
        it.strike()
        it.ends(70, "an unexpected error; a report is in")
        assert set(it.log.splitlines()) == {READER, SESSION, DRIVER}
    (report,) = tmp_path.rglob("reports/*.txt")
    assert "in run_input_thread" in report.read_text()


def test_a_terminal_that_was_left_changed_is_set_back(monkeypatch):
    tty = pytest.importorskip("tty")
    termios = pytest.importorskip("termios")
    ours, theirs = os.openpty()
    written, screen = os.pipe()
    monkeypatch.setattr("nntui.terminal.last_resort._SCREEN", screen)
    before = termios.tcgetattr(theirs)
    with left_as_found(theirs):
        tty.setraw(theirs)
    assert termios.tcgetattr(theirs) == before
    os.close(screen)
    assert b"\x1b[?1049l" in os.read(written, 1000)
    for descriptor in (ours, theirs, written):
        os.close(descriptor)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("textwrap:dedent#2=ValueError:no", "[False, 'ValueError: no', False]"),
        (
            "textwrap:dedent#2+=OSError:28",
            "[False, 'OSError: [Errno 28] No space left on device', 'OSError: [Errno 28] No space left on device']",
        ),
        ("textwrap:dedent?2=MemoryError", "[False, False, 'MemoryError: ']"),
        ("json.decoder:JSONDecoder.decode=ValueError", "[False, False, False]"),
    ],
)
def test_what_is_asked_for_fails(tmp_path, fault, told):
    code = """
import textwrap
def tried(text):
    try: textwrap.dedent(text); return False
    except Exception as error: return f"{type(error).__name__}: {error}"
print([tried(text) for text in "012"])
"""
    environment = {"PYTHONPATH": str(INJECTION), "FAULTS": fault, "FAULTS_LOG": str(tmp_path / "log")}
    words = [sys.executable, "-c", code]
    assert subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout.strip() == told
    assert (tmp_path / "log").exists() == ("dedent" in fault)


def test_the_table_names_each_fault_once_and_says_which_promise_is_broken():
    faults = all_faults()
    assert len({fault.id for fault in faults}) == len(faults) > 150
    table = in_markdown(
        [(faults[0], Outcome("a | sentence", 70, "nothing", 0.25)), (faults[1], AssertionError("not so"))]
    )
    assert f"| {faults[0].name} | a \\| sentence | 70 | nothing | 0.2 |" in table
    assert "PROMISE BROKEN" in table
    assert "not so" in table
