"""The installed command on a pseudo-terminal, and a person before it who reads and presses keys."""

import os
import re
import select
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any

import pyte

from tests.children import LIMIT, TerminalChild, on_terminal
from tests.terminal import look

COLUMNS, LINES = 80, 24
CURSOR_REQUEST = b"\x1b[6n"
BACKGROUND_REQUEST = b"\x1b]11;?\x07"
KIND_REQUEST = b"\x1b[c"
_LONGEST_PART = 7
"""Bytes that a question may be short of, when it arrives in two parts."""
SHOWN_CURSOR, WRAP = "25", "7"
ON_AT_FIRST = {SHOWN_CURSOR, WRAP}
"""What a terminal has switched on before a program changes anything."""


class Terminal:
    """A terminal with a program in it.

    It answers where its cursor is (in the first row, at first in the column that is asked for), what it is and which
    background it has, as terminals do, unless it is mute. After a delay if one is given; that of keys is nobody's.
    """

    def __init__(
        self,
        program: TerminalChild,
        columns: int,
        lines: int,
        is_mute: bool,
        background: str = "0000/0000/0000",
        first_column: int = 1,
        delay: float = 0.0,
    ) -> None:
        self.written = b""
        self.asked = 0
        self.is_mute = is_mute
        self._background = background
        self._column = first_column
        self.delay = delay
        self._answers: deque[tuple[float, str]] = deque()
        self.most_owed = 0
        self._questions: set[bytes] = set()
        self._unread = b""
        self.columns = columns
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._program = program
        self._ended = False

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    @property
    def has_ended(self) -> bool:
        """Whether nothing can arrive any more."""
        return self._ended

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

    @property
    def owed(self) -> int:
        """Questions for the place of the cursor that are not answered yet."""
        return len(self._answers)

    def press(self, keys: str) -> None:
        self._program.write(keys.encode())

    def click(self, words: str) -> None:
        """Clicks on the first letter of words on the screen, when it rests or at once if it does not."""
        self.sees(words)
        lines = self.text.splitlines()
        (row, column) = next((y, line.index(words)) for y, line in enumerate(lines) if words in line)
        self.press(f"\x1b[<0;{column + 1};{row + 1}M\x1b[<0;{column + 1};{row + 1}m")

    def signal(self, number: int) -> None:
        self._program.signal(number)

    def resize(self, columns: int, lines: int) -> None:
        self.columns = columns
        self._screen.resize(lines, columns)
        self._program.resize(columns, lines)

    def read(self, timeout: float) -> bool:
        """Takes what has arrived; False when nothing has."""
        if self._answers:
            timeout = min(timeout, max(0.0, self._answers[0][0] - monotonic()))
        arrived = self._program.read(timeout)
        while self._answers and self._answers[0][0] <= monotonic():
            self.press(self._answers.popleft()[1])
        if arrived is None:
            self._ended = True
            return False
        self.written += arrived
        news = self._unread + arrived  # a question may arrive in two parts
        self._unread = news[-_LONGEST_PART:]
        for question in (CURSOR_REQUEST, BACKGROUND_REQUEST, KIND_REQUEST):
            if question in self._unread:
                self._unread = self._unread[self._unread.rindex(question) + len(question) :]
        asked = news.count(CURSOR_REQUEST)
        if not self.is_mute:
            for _ in range(asked):
                self._answers.append((monotonic() + self.delay, f"\x1b[1;{self._column}R"))
                self._column = 1
        self.most_owed = max(self.most_owed, self.owed)
        while self._answers and not self.delay:
            self.press(self._answers.popleft()[1])
        self.asked += asked
        self._answer(news, BACKGROUND_REQUEST, f"\x1b]11;rgb:{self._background}\x07" if self._background else "")
        self._answer(news, KIND_REQUEST, "\x1b[?62;22c")
        # The one request that the emulator would take for text: the keyboard protocol's end.
        self._stream.feed(re.sub(rb"\x1b\[[<>=][\d;]*u", b"", arrived))
        return bool(arrived)

    def _answer(self, news: bytes, question: bytes, answer: str) -> None:
        """Answers a question that is asked once."""
        if question in news and question not in self._questions:
            self._questions.add(question)
            if not self.is_mute:
                self.press(answer)

    def until(self, happened: Callable[[], object], what: str = "") -> None:
        end = monotonic() + LIMIT
        while not happened():
            assert not self._ended, f"it has ended before {what}:\n{self.text}"
            assert monotonic() < end, f"{what} never happened:\n{self.text}"
            self.read(0.05)

    def sees(self, words: str) -> None:
        self.until(lambda: words in self.text, f"{words!r} on the screen")

    def rest(self, seconds: float = 0.3) -> None:
        """Waits until nothing has arrived for a while, and the program has not just been kept from its work."""
        end = monotonic() + LIMIT
        while self.read(seconds) or self._program.is_busy():
            assert monotonic() < end, "it never rests"

    def end(self) -> int | None:
        """Waits for the program to end, and returns its exit code; None if a signal ended it."""
        end = monotonic() + LIMIT
        while not self._ended:
            assert monotonic() < end, f"it never ended:\n{self.text}"
            self.read(0.05)
        code = self._program.wait()
        return None if code < 0 else code

    def quit(self) -> None:
        """Leaves by the key, and sees the terminal left as it was found."""
        self.press("q")
        assert self.end() == 0
        assert_is_clean(self.written)

    def hang_up(self) -> int:
        """The window is closed; waits for the program to end of it, and returns its exit code."""
        self._program.hang_up()
        return self._program.wait()

    def scribble(self, text: str) -> None:
        """Something else writes to the terminal."""
        self._stream.feed(text.encode())

    def wait_without_reading(self, seconds: float) -> None:
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            select.select([], [], [], left)


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


def environment_of(home: Path, colors: str = "") -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": colors,
    }


def nntui() -> list[str]:
    """The installed command, or the package where it is not installed."""
    installed = shutil.which("nntui", path=str(Path(sys.executable).parent)) or shutil.which("nntui")
    return [installed] if installed else [sys.executable, "-m", "nntui"]


@contextmanager
def program(
    home: Path,
    *arguments: str,
    command: list[str] | None = None,
    columns: int = COLUMNS,
    lines: int = LINES,
    is_mute: bool = False,
    colors: str = "",
    background: str = "0000/0000/0000",
    first_column: int = 1,
    delay: float = 0.0,
    variables: Mapping[str, str] = MappingProxyType({}),
    **options: Any,
) -> Iterator[Terminal]:
    """Starts the command on a terminal of this size. It is killed at the end of the block if it still runs."""
    with on_terminal(
        [*(command or nntui()), *arguments],
        environment=environment_of(home, colors) | dict(variables),
        folder=home,
        columns=columns,
        lines=lines,
        **options,
    ) as child:
        yield Terminal(child, columns, lines, is_mute, background, first_column, delay)


@contextmanager
def opened(home: Path, *arguments: str, **options: Any) -> Iterator[Terminal]:
    """The playground with a fixed seed, when its first frame and its footer are on the screen."""
    with program(home, "--seed", "0.59734", *arguments, **options) as it:
        it.until(lambda: it.epoch == 0 and "Quit" in it.text, "epoch 0")
        yield it
