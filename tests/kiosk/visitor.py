"""A visitor over SSH who presses keys and reads the screen, and means harm."""

import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import psutil

from tests.benchmarks.ssh_server import SshServer
from tests.kiosk.bait import TOKEN, Bait
from tests.pseudo_terminal import Terminal, program

LIMIT = 40.0
WELCOME, BACK = "A visit: nothing is kept", "Quit"
OPENING, SAVING = "Tab completes, ↓ lists, ctrl+o", "Tab completes, ↓ lists, Enter"


@dataclass
class Visitor:
    """One who is logged in.

    Attributes:
        it: The terminal before him.
        process: The program that serves him, on the server.
        folder: Of his visit.
    """

    it: Terminal
    process: psutil.Process
    folder: Path

    @property
    def text(self) -> str:
        """What is on his screen, on one line."""
        return " ".join(self.it.text.replace("│", " ").replace("▌", " ").split())

    @property
    def has_seen_the_secret(self) -> bool:
        """Whether anything of what is not for visitors has come to his terminal."""
        return TOKEN.encode() in self.it.written or TOKEN in self.it.text

    def press(self, keys: str) -> None:
        """Types."""
        self.it.press(keys)

    def sees(self, *words: str, seconds: float = LIMIT) -> str:
        """Waits until one of these is on the screen; which, or "" for none."""
        end = monotonic() + seconds
        while monotonic() < end:
            self.it.read(0.05)
            found = next((each for each in words if each in self.text), "")
            if found:
                return found
            if self.it._ended:
                break
        return ""

    def misses(self, words: str, seconds: float = LIMIT) -> bool:
        """Waits until this is not on the screen; whether it has gone."""
        end = monotonic() + seconds
        while words in self.text and monotonic() < end:
            self.it.read(0.05)
        return words not in self.text

    def dwell(self, seconds: float) -> None:
        """Reads for a while."""
        end = monotonic() + seconds
        while monotonic() < end and not self.it._ended:
            self.it.read(0.05)

    def ends(self, seconds: float = LIMIT) -> bool:
        """Waits until the connection has ended; whether it has."""
        end = monotonic() + seconds
        while not self.it._ended and monotonic() < end:
            self.it.read(0.05)
        return self.it._ended

    def answers(self) -> bool:
        """Whether a key still gets an answer: a dialog opens and closes."""
        self.press("\x1b")
        self.dwell(0.5)
        self.press("\x1b")
        self.dwell(0.5)
        self.press("\x0f")
        opened = bool(self.sees(OPENING, seconds=60))
        self.press("\x1b")
        return opened and self.misses(OPENING)

    def wipe(self) -> None:
        """Has the screen sent again, after what has been scribbled on it."""
        self.press("\x0c")


@dataclass(frozen=True)
class Door:
    """A server with a kiosk behind it.

    Attributes:
        server: It.
        bait: What lies around.
        home: The visitor's own machine.
    """

    server: SshServer
    bait: Bait
    home: Path

    def ssh(self, *options: str, command: str = "") -> list[str]:
        """The command of a client."""
        port = ["-p", str(self.server.port)]
        words = ["ssh", *port, *self.server.client_options(), *options, self.server.address]
        return [*words, command] if command else words

    def run(self, *options: str, command: str = "", keys: bytes = b"") -> tuple[int, str]:
        """Runs a client without a terminal: its exit code, and what it printed. 124 if it did not end."""
        return self.call(self.ssh(*options, command=command), keys)

    def call(self, words: Sequence[str], keys: bytes = b"") -> tuple[int, str]:
        """As `run`, with any program."""
        try:
            done = subprocess.run(words, input=keys, capture_output=True, timeout=LIMIT, cwd=self.home)
        except subprocess.TimeoutExpired as error:
            return 124, ((error.stdout or b"") + (error.stderr or b"")).decode(errors="replace")
        return done.returncode, (done.stdout + done.stderr).decode(errors="replace")

    def programs(self) -> list[psutil.Process]:
        """The programs of visits that run."""
        found = []
        for process in self.server.process.children(recursive=True):
            try:
                words = process.cmdline()
            except psutil.Error:
                continue
            if "--kiosk" in words and words[:1] == [sys.executable] and "-B" in words:
                found.append(process)
        return found

    @contextmanager
    def visit(
        self, *options: str, command: str = "", welcome: str = BACK, columns: int = 80, lines: int = 24, **more: object
    ) -> Iterator[Visitor]:
        """Logs in on a terminal, and waits for the playground."""
        before = {process.pid for process in self.programs()}
        known = set(self.bait.visits())
        words = self.ssh("-tt", *options, command=command)
        with program(self.home, command=words, columns=columns, lines=lines, **more) as it:  # type: ignore[arg-type]
            it.until(lambda: welcome in it.text, f"the playground, by {shlex.join(words)}")
            new = [process for process in self.programs() if process.pid not in before]
            folders = [each for each in self.bait.visits() if each not in known]
            yield Visitor(it, new[0], folders[0] if folders else Path())
        psutil.wait_procs(new, timeout=15)
