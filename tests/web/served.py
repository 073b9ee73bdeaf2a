"""`nntui serve` as a child, and what its visitors' processes take."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from tests.children import LIMIT, child

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Served:
    """A server that runs.

    Attributes:
        url: Of its page.
        process: The server.
        lines: What it has printed.
        reader: Reads them.
    """

    url: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    @property
    def visitors(self) -> list[int]:
        """The processes of the visitors that there are."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(each) for each in children]

    def wait_for_visitors(self, count: int) -> float:
        """Waits until there are so many; returns the seconds that took."""
        start = monotonic()
        while len(self.visitors) != count:
            assert monotonic() - start < LIMIT, f"{len(self.visitors)} visitors in place of {count}"
            sleep(0.05)
        return monotonic() - start

    def stop(self) -> int:
        """Presses ctrl+c and returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(LIMIT)
        assert self.reader is not None
        self.reader.join(LIMIT)
        return code


def processor_seconds(process: int) -> float:
    """The processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def private_megabytes(process: int) -> float:
    """The memory that a process shares with no other."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000


@contextmanager
def serving(*options: str) -> Iterator[Served]:
    """A server on a free port of this machine."""
    command = [sys.executable, "-m", "nntui", "--language", "en", "serve", "--port", "0", *options]
    with child(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.search(r"http://\S+", first)
        assert found, first
        served = Served(found[0], process, [first])
        served.reader = threading.Thread(target=_read, args=(served,), daemon=True)
        served.reader.start()
        yield served


def _read(served: Served) -> None:
    assert served.process.stdout is not None
    try:
        for line in served.process.stdout:
            served.lines.append(line)
    except ValueError:  # closed at the end
        return
