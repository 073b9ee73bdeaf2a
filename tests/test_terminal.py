"""The installed command on a real pseudo-terminal, read back through a terminal emulator.

Pilot never meets a terminal: only here it is seen that the screen arrives, that keys are read, and that the terminal is
left as it was found, however the program ends.
"""

import fcntl
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pexpect
import pyte
import pytest

from tests.terminal import look

COLUMNS, LINES = 80, 24
LIMIT = 60.0
"""Seconds that only a hang can reach."""
MOST_OF_A_FRAME = 12_000
"""Bytes; no frame at 80×24 is that large."""
CURSOR_REQUEST = b"\x1b[6n"
BACKGROUND_REQUEST = b"\x1b]11;?\x07"
KIND_REQUEST = b"\x1b[c"
SHOWN_CURSOR, WRAP = "25", "7"
ON_AT_FIRST = {SHOWN_CURSOR, WRAP}
"""What a terminal has switched on before a program changes anything."""


class Terminal:
    """A terminal with a program in it, and a person before it who reads and presses keys.

    It answers where its cursor is, what it is and which background it has, as terminals do, unless it is mute.
    """

    def __init__(
        self,
        command: list[str],
        home: Path,
        *,
        columns: int = COLUMNS,
        lines: int = LINES,
        is_mute: bool = False,
        colors: str = "",
        background: str = "0000/0000/0000",
        **variables: str,
    ) -> None:
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": colors,
        } | variables
        self.written = b""
        self.asked = 0
        self._is_mute = is_mute
        self._background = background
        self._questions: set[bytes] = set()
        self.columns = columns
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._program = pexpect.spawn(
            command[0], command[1:], env=environment, cwd=str(home), dimensions=(lines, columns), encoding=None
        )
        self._ended = False

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    @property
    def cells(self) -> list[str]:
        """Every cell as a person sees it, glyph and colours."""
        rows = range(self._screen.lines)
        return [str(look(self._screen.buffer[y][x])) for y in rows for x in range(self._screen.columns)]

    @property
    def epoch(self) -> int:
        found = re.search(r"[Ee]poch (\d+),(\d+)", self.text)
        return int("".join(found.groups())) if found else -1

    @property
    def test_loss(self) -> float:
        found = re.search(r"Test loss\s+(\d+\.\d+)", self.text)
        assert found, self.text
        return float(found[1])

    def press(self, keys: str) -> None:
        self._program.send(keys.encode())

    def signal(self, number: int) -> None:
        self._program.kill(number)

    def resize(self, columns: int, lines: int) -> None:
        self._screen.resize(lines, columns)
        self._program.setwinsize(lines, columns)

    def read(self, timeout: float) -> bool:
        """Takes what has arrived; False when nothing has."""
        try:
            arrived = self._program.read_nonblocking(1 << 16, timeout)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self._ended = True
            return False
        self.written += arrived
        asked = self.written.count(CURSOR_REQUEST)
        if not self._is_mute:
            self.press("\x1b[1;1R" * (asked - self.asked))
        self.asked = asked
        self._answer(BACKGROUND_REQUEST, f"\x1b]11;rgb:{self._background}\x07" if self._background else "")
        self._answer(KIND_REQUEST, "\x1b[?62;22c")
        # The one request that the emulator would take for text: the keyboard protocol's end.
        self._stream.feed(re.sub(rb"\x1b\[[<>=][\d;]*u", b"", arrived))
        return True

    def _answer(self, question: bytes, answer: str) -> None:
        """Answers a question that is asked once."""
        if question in self.written and question not in self._questions:
            self._questions.add(question)
            if not self._is_mute:
                self.press(answer)

    def until(self, happened: Callable[[], object], what: str = "") -> None:
        end = monotonic() + LIMIT
        while not happened():
            assert not self._ended, f"it has ended before {what}:\n{self.text}"
            assert monotonic() < end, f"{what} never happened:\n{self.text}"
            self.read(0.05)

    def sees(self, words: str) -> None:
        self.until(lambda: words in self.text, f"{words!r} on the screen")

    def rest(self, seconds: float = 0.5) -> None:
        """Waits until nothing has arrived for a while."""
        end = monotonic() + LIMIT
        while self.read(seconds):
            assert monotonic() < end, "it never rests"

    def end(self) -> int | None:
        """Waits for the program to end, and returns its exit code; None if a signal ended it."""
        end = monotonic() + LIMIT
        while not self._ended:
            assert monotonic() < end, f"it never ended:\n{self.text}"
            self.read(0.05)
        self._program.close()
        return self._program.exitstatus

    def scribble(self, text: str) -> None:
        """Something else writes to the terminal."""
        self._stream.feed(text.encode())

    def wait_without_reading(self, seconds: float) -> None:
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            select.select([], [], [], left)

    def close(self) -> None:
        self._program.close(force=True)


def left_on(written: bytes) -> set[str]:
    """The modes of the terminal that differ from those at first, after all that was written."""
    modes = dict.fromkeys(ON_AT_FIRST, True)
    for numbers, switch in re.findall(rb"\x1b\[\?([\d;]+)([hl])", written):
        for number in numbers.decode().split(";"):
            modes[number] = switch == b"h"
    return {number for number, on in modes.items() if on != (number in ON_AT_FIRST)}


def assert_is_clean(written: bytes) -> None:
    for mode in (b"1049", b"1000", b"1003", b"1006", b"2004"):
        assert b"\x1b[?" + mode + b"h" in written, "it was switched on in the first place"
    assert left_on(written) == set()
    pushed, popped = (len(re.findall(rb"\x1b\[" + mark + rb"\d*u", written)) for mark in (b">", b"<"))
    assert pushed == popped, "the keyboard protocol"
    after = written.rpartition(b"\x1b[?1049l")[2]
    assert b"\x1b[?25h" in after or b"\x1b[?25h" in written.rpartition(b"\x1b[?25l")[2]


@contextmanager
def opened(home: Path, *arguments: str, command: list[str] | None = None, **options: Any) -> Iterator[Terminal]:
    installed = shutil.which("nntui", path=str(Path(sys.executable).parent)) or shutil.which("nntui")
    start = command or ([installed] if installed else [sys.executable, "-m", "nntui"])
    terminal = Terminal([*start, "--seed", "0.59734", *arguments], home, **options)
    try:
        yield terminal
    finally:
        terminal.close()


def test_a_lesson_by_keys(tmp_path):
    """Opens, plays, pauses, changes a feature, the activation and the network, undoes, and quits."""
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        for words in ("Data", "Network", "Output", "X₁", "Learning rate", "•", "▀", "Quit"):
            it.sees(words)
        first = it.test_loss

        it.press(" ")
        it.until(lambda: it.epoch >= 40, "epoch 40")
        it.sees("Pause")
        it.press(" ")
        it.sees("▶ Play")
        it.until(lambda: it.test_loss < 0.7 * first, "a loss that has fallen")
        reached = it.epoch
        it.press("s")
        it.until(lambda: it.epoch == reached + 1, "one epoch more")

        it.press("f")
        it.sees("Enter switches it off")
        it.press("\x1b[B")
        it.press("\x1b[B")
        it.sees("Enter switches it on")
        it.press("\r")
        it.sees("☑ X₁²")
        it.until(lambda: it.epoch == 0, "a new start")

        it.press("p")
        it.press("\t")
        it.press("\x1b[C")
        it.until(lambda: "‹Tanh›" not in it.text, "another activation")

        it.press("n")
        it.sees("Layer 1")
        it.press("+")
        it.until(lambda: re.search(r"− 5 \+|\b5\b", it.text.splitlines()[4]), "five neurons")
        it.press("]")
        it.sees("3 hidden layers")
        it.press("u")
        it.sees("2 hidden layers")
        it.press("S")
        it.until(lambda: it.epoch == 10, "epoch 10")

        it.press("q")
        assert it.end() == 0
        assert_is_clean(it.written)


def test_a_value_is_typed_and_a_wrong_one_refused(tmp_path):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press("p")
        it.press("\r")
        it.until(lambda: "‹0.03›" not in it.text, "a field")
        it.press("0.25")  # what the field holds is selected, so this replaces it
        it.sees("0.25")
        it.press("\r")
        it.sees("‹0.25›")
        it.press("\r")
        it.until(lambda: "‹0.25›" not in it.text, "a field")
        it.press("77")
        it.sees("77")
        it.press("\r")
        it.sees("from 0 to 10")
        it.press("\x1b")
        it.sees("‹0.25›")
        it.press("q")
        assert it.end() == 0
        assert_is_clean(it.written)


def test_the_mouse_of_a_terminal(tmp_path):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")

        def click(words: str) -> None:
            it.sees(words)
            it.rest(0.2)
            lines = it.text.splitlines()
            (row, column) = next((y, line.index(words)) for y, line in enumerate(lines) if words in line)
            it.press(f"\x1b[<0;{column + 1};{row + 1}M\x1b[<0;{column + 1};{row + 1}m")

        click("☐Discretize")
        it.sees("☑Discretize")
        click("Step")
        it.until(lambda: it.epoch == 1, "epoch 1")
        click("Play")
        it.until(lambda: it.epoch > 5, "epoch 6")
        it.press("q")
        assert it.end() == 0
        assert_is_clean(it.written)


@pytest.mark.parametrize("key", ["q", "\x03"], ids=["q", "ctrl+c"])
def test_it_ends_at_once_while_it_plays_and_leaves_the_terminal_clean(tmp_path, key):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 5, "epoch 6")
        it.press(key)
        assert it.end() == 0
        assert_is_clean(it.written)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_a_clean_terminal(tmp_path, number):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 5, "epoch 6")
        it.signal(number)
        assert it.end() == 128 + number
        assert_is_clean(it.written)


def test_at_rest_nothing_is_sent(tmp_path):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press("S")
        it.until(lambda: it.epoch == 10, "epoch 10")
        it.rest()
        assert not it.read(1.5)
        it.press("s")
        it.until(lambda: it.epoch == 11, "epoch 11")


def test_a_terminal_of_another_size_is_filled(tmp_path):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.resize(120, 40)
        it.until(lambda: "Quit" in it.text.splitlines()[-1] and "accuracy" in it.text, "a screen of 120×40")
        it.resize(40, 12)
        it.until(lambda: "•" in it.text and "Data" not in it.text, "a screen of 40×12")
        it.resize(80, 24)
        it.sees("Learning rate")
        it.press("q")
        assert it.end() == 0


@pytest.mark.parametrize("colors", ["", "truecolor"], ids=["256 colours", "truecolor"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_what_went_to_the_terminal_directly_is_what_textual_would_paint(tmp_path, size, colors):
    """Frames, messages, dialogs and the cursor leave nothing behind: a whole repaint changes no cell."""
    columns, lines = size
    with opened(tmp_path, columns=columns, lines=lines, colors=colors) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 12, "epoch 13")
        it.press("u")  # there is nothing to undo, which a message over the pictures says
        it.sees("nothing to undo")
        it.until(lambda: it.epoch > 24, "epoch 25")
        assert "There is nothing to undo" in it.text, "frames leave a message whole"
        it.press("?")
        it.sees("New first weights")
        it.press("\x1b")
        it.until(lambda: "New first weights" not in it.text, "the end of the help")
        it.press("n")
        it.sees("Layer 1")
        it.press("l")
        it.press("x")
        it.until(lambda: it.epoch > 50, "epoch 51")
        it.until(lambda: "nothing to undo" not in it.text, "the end of the message")
        it.press(" ")
        it.sees("▶ Play")
        it.rest()
        before = it.cells
        it.resize(columns + 3, lines)
        it.rest()
        it.resize(columns, lines)
        it.rest()
        assert it.cells == before


def test_a_terminal_that_something_has_written_over_is_redrawn(tmp_path):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.rest()
        before = it.cells
        it.scribble("\x1b[3;1Hsomebody sends a message to all terminals\x1b[12;40Hand a line is noisy")
        assert it.cells != before
        it.press("\x0c")
        it.until(lambda: it.cells == before, "the screen as it was")


def test_the_last_answer_of_the_terminal_is_taken_before_the_shell_has_it_back(tmp_path):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 30, "epoch 31")
        it.press("q")
        assert it.end() == 0
        last = it.written.rindex(CURSOR_REQUEST)
        assert b"\x1b[?1049l" in it.written[last:], "and none comes when it has left"


def test_a_mute_terminal_is_asked_once_and_shown_all_the_same(tmp_path):
    with opened(tmp_path, is_mute=True) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 60, "epoch 61")
        assert it.asked == 1
        it.press("q")
        assert it.end() == 0


def test_a_terminal_that_does_not_read_gets_no_pictures(tmp_path):
    """Frames are dropped and never queued: what was not read for a while is at most what was under way."""
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 6, "epoch 7")
        seen, read = it.epoch, len(it.written)
        it.wait_without_reading(2.0)
        it.until(lambda: it.epoch > seen + 60, "an epoch of a second later")
        assert len(it.written) - read < 2 * MOST_OF_A_FRAME
        assert it.written[read:].count(CURSOR_REQUEST) <= 4


@pytest.mark.parametrize("is_mute", [False, True], ids=["answers", "mute"])
def test_after_a_pause_in_the_shell_it_plays_on(tmp_path, is_mute):
    with opened(tmp_path, "--dataset", "spiral", is_mute=is_mute) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 12, "epoch 13")
        it.signal(signal.SIGTSTP)
        it.until(lambda: b"\x1b[?1049l" in it.written, "the shell")
        it.rest()
        it.signal(signal.SIGCONT)
        it.sees("Test loss")
        back = it.epoch
        shown = set()
        it.until(lambda: shown.add(it.epoch) or it.epoch > back + 180, "three seconds more")
        assert len(shown) > 6, "and is drawn as often as before, or nearly so"
        it.press("q")
        assert it.end() == 0


def test_a_terminal_that_was_another_size_for_a_moment_is_redrawn(tmp_path):
    with opened(tmp_path) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.rest()
        before = it.cells
        it.resize(60, 20)
        it.resize(80, 24)
        it.until(lambda: it.cells == before, "the screen as it was")


BREAKING = """
import sys
from nntui.cli.main import main
from nntui.playground.commands import COMMANDS, Command

def fail(at):
    raise RuntimeError("broken on purpose")

COMMANDS["step"] = Command(fail)
sys.exit(main(sys.argv[1:]))
"""


def test_after_an_error_in_the_app_the_terminal_is_clean_and_the_exit_code_says_so(tmp_path):
    script = tmp_path / "breaking.py"
    script.write_text(BREAKING)
    with opened(tmp_path, command=[sys.executable, str(script)]) as it:
        it.until(lambda: it.epoch == 0, "epoch 0")
        it.press(" ")
        it.until(lambda: it.epoch > 5, "epoch 6")
        it.press("s")
        assert it.end() not in (0, None)
        assert_is_clean(it.written)
        assert "an unexpected error; a report is in" in it.text, "and where to read what it was is said"


def test_a_terminal_that_vanishes_without_a_word_ends_it(tmp_path):
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    # Without a controlling terminal there is no hang-up signal either.
    command = [sys.executable, "-m", "nntui"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ) as process:
        os.close(theirs)
        seen = b""
        while b"Quit" not in seen:
            seen += os.read(ours, 1 << 16)
        os.write(ours, b" ")
        os.close(ours)
        assert process.wait(LIMIT) == 129
