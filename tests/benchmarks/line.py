"""A program on a pseudo-terminal, read as fast as a line of some speed would carry it, and as late."""

import os
import re
import select
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil
from ptyprocess import PtyProcess, PtyProcessError

from tests.benchmarks.figures import MissingError
from tests.benchmarks.screen import Screen

_CHUNK = 1 << 16
_TICK = 0.01
"""Seconds between two readings of a slow line."""
_MOST_CREDIT = 0.1
"""Seconds that a slow line may catch up on, when this process was kept waiting; a line that stood still has no more."""
_QUERY = re.compile(rb"\x1b\[6n|\x1b\[\?2026\$p|\x1b\]11;\?\x07|\x1b\[c")
_LONGEST_QUERY = 9
_ANSWERS = {
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b]11;?\x07": b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b[c": b"\x1b[?62c",
}
"""Where the cursor is: any position will do. Whether it knows synchronized output: it does, switched off. Its
background, which is dark, and what it is: a VT220."""
_POLL = 0.02


def environment(home: Path, has_truecolor: bool = True) -> dict[str, str]:
    """A person's environment at a local terminal, with all files of theirs in `home`."""
    variables = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    return variables | ({"COLORTERM": "truecolor"} if has_truecolor else {})


class Line:
    """A program on a pseudo-terminal.

    Args:
        command: The program with its arguments.
        variables: Its environment.
        columns: Of the terminal.
        lines: Of the terminal.
        rate: Bytes per second that are read; None for as many as come.
        delay: Seconds of a round trip: half of it for what comes, half for what is sent.
        is_mute: Whether the terminal leaves every query unanswered.

    Attributes:
        screen: What is on the screen.
        received: Bytes read so far.
        last_arrival: When the last byte was read, as `time.monotonic`.
        has_ended: Whether the program has closed the terminal.
        answered: How many queries were answered.
    """

    def __init__(
        self,
        command: Sequence[str],
        variables: Mapping[str, str],
        columns: int,
        lines: int,
        *,
        rate: float | None = None,
        delay: float = 0.0,
        is_mute: bool = False,
    ) -> None:
        self.screen = Screen(columns, lines)
        self.received = 0
        self.answered = 0
        self.has_ended = False
        self.started = self.last_arrival = self._last_reading = time.monotonic()
        self._rate, self._is_mute = rate, is_mute
        self._credit = 0.0
        self._one_way = delay / 2
        self._coming: deque[tuple[float, bytes]] = deque()
        self._going: deque[tuple[float, bytes]] = deque()
        self._query_start = b""
        self._recording: list[bytes] | None = None
        self._program = PtyProcess.spawn(list(command), env=dict(variables), dimensions=(lines, columns))

    def fileno(self) -> int:
        """For `select`."""
        return int(self._program.fd)

    @property
    def process(self) -> psutil.Process:
        """The program."""
        return psutil.Process(self._program.pid)

    @property
    def processor_seconds(self) -> float:
        """Processor time that the program has used, all its threads together."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    @property
    def resident_megabytes(self) -> float:
        """Memory of the program that is resident."""
        return float(self.process.memory_info().rss) / 1e6

    @property
    def what_is_wrong(self) -> str:
        """A sentence for a screen that is not as awaited."""
        shown = [line.strip() for line in self.screen.text.splitlines()]
        state = "the program has ended" if self.has_ended else "the program runs"
        return f"{state}; its screen: {' / '.join(filter(None, shown))}"

    def press(self, keys: str) -> float:
        """Sends keys, and returns when that was."""
        now = time.monotonic()
        if self._one_way:
            self._going.append((now + self._one_way, keys.encode()))
        else:
            self._write(keys.encode())
        return now

    def _write(self, keys: bytes) -> None:
        try:
            os.write(self.fileno(), keys)
        except OSError:
            self.has_ended = True

    def take(self, timeout: float = 0.0) -> bool:
        """Reads what the line carries by now; False if nothing has come.

        Args:
            timeout: Seconds to wait for something at the most.
        """
        if self.has_ended:
            time.sleep(timeout)
            return False
        if not self._one_way:
            written = self._read(timeout)
            return written is not None and self._arrived(written)
        due = min([queue[0][0] for queue in (self._coming, self._going) if queue], default=time.monotonic() + timeout)
        written = self._read(max(0.0, min(timeout, due - time.monotonic())))
        if written is not None:
            self._coming.append((time.monotonic() + self._one_way, written))
        while self._going and self._going[0][0] <= time.monotonic():
            self._write(self._going.popleft()[1])
        has_come = False
        while self._coming and self._coming[0][0] <= time.monotonic():
            has_come |= self._arrived(self._coming.popleft()[1])
        return has_come

    def _read(self, timeout: float) -> bytes | None:
        """What leaves the program's side of the line; None if nothing does, empty at its end."""
        if self._rate is not None:
            time.sleep(min(_TICK, timeout))
            timeout = 0.0
        allowed = self._allowed()
        if allowed < 1 or not select.select([self], [], [], timeout)[0]:
            return None
        try:
            written = os.read(self.fileno(), allowed)
        except OSError:  # a pseudo-terminal's way to say that the other end is closed
            written = b""
        if self._rate is not None:
            self._credit -= len(written)
        return written

    def _allowed(self) -> int:
        if self._rate is None:
            return _CHUNK
        now = time.monotonic()
        self._credit += self._rate * (now - self._last_reading)
        self._credit = min(self._credit, self._rate * _MOST_CREDIT)
        self._last_reading = now
        return int(self._credit)

    def _arrived(self, written: bytes) -> bool:
        """Takes what has come to the terminal; False at the end."""
        if not written:
            self.has_ended = True
            return False
        self.last_arrival = time.monotonic()
        self.received += len(written)
        if not self._is_mute:
            self._answer(written)
        if self._recording is not None:
            self._recording.append(written)
        self.screen.feed(written)
        return True

    def _answer(self, written: bytes) -> None:
        """Answers the queries in what was read; one may have begun in the reading before."""
        written = self._query_start + written
        end = 0
        for query in _QUERY.finditer(written):
            self.press(_ANSWERS[query[0]].decode())
            self.answered += 1
            end = query.end()
        self._query_start = written[max(end, len(written) - _LONGEST_QUERY + 1) :]

    def run(self, seconds: float) -> None:
        """Reads for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.take(min(left, _POLL))

    def until(self, happened: Callable[[], object], limit: float) -> bool:
        """Reads until something has happened; False if it has not, `limit` seconds later.

        Raises:
            MissingError: The program has ended.
        """
        end = time.monotonic() + limit
        while not happened():
            if self.has_ended:
                raise MissingError(self.what_is_wrong)
            if time.monotonic() > end:
                return False
            self.take(_POLL)
        return True

    def until_quiet(self, quiet: float, limit: float) -> bool:
        """Reads until nothing has come for `quiet` seconds; False if it has not been so, `limit` seconds later."""
        start = time.monotonic()
        return self.until(lambda: time.monotonic() - max(start, self.last_arrival) > quiet, limit)

    def record(self) -> list[bytes]:
        """The list to which all is appended that is read from now on."""
        self._recording = []
        return self._recording

    def close(self) -> None:
        """Ends the program if it has not ended by itself."""
        try:
            self._program.close(force=True)
        except PtyProcessError:  # killed, but on a busy machine not gone after a tenth of a second
            self._program.wait()
