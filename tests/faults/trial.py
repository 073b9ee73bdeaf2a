"""One fault: the command on a pseudo-terminal, and the person before it who looks at what becomes of it."""

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from nntui.formats.saved_session import SavedSessionError, read_session
from tests.children import TerminalChild, on_terminal
from tests.pseudo_terminal import Terminal, environment_of, left_on, nntui

INJECTION = Path(__file__).parent / "injection"
_LIMIT_S = 25.0
"""Seconds in which what is promised must happen, on a machine that is busy with other things."""
_SAVE_LIMIT_S = 100.0
_MOMENT_S = 0.4
_LEAVE = "\x1b[?1049l"
_MESSAGE_LINE = re.compile(r"\S.*\S")


@dataclass(frozen=True)
class Outcome:
    """What became of a fault.

    Attributes:
        seen: What the person sees.
        code: The exit code; None where it lived on and was left by a key.
        lost: What is lost.
        seconds: From the fault to what is seen.
    """

    seen: str
    code: int | None
    lost: str
    seconds: float


@dataclass
class Trial:
    """A running program.

    Attributes:
        home: The person's folder, which is the working folder, too.
        it: The terminal.
        child: The process.
        epoch: The newest epoch that was seen.
        begun: When the fault has come.
    """

    home: Path
    it: Terminal
    child: TerminalChild
    epoch: int = 0
    begun: float = field(default_factory=monotonic)
    struck: bool = False

    # What there is

    @property
    def log(self) -> str:
        """What was injected and has happened."""
        path = self.home / "faults.log"
        return path.read_text() if path.exists() else ""

    @property
    def told(self) -> str:
        """What stands in the shell when the program has left the screen; all of it where it never took it."""
        written = self.it.written.decode("utf-8", "replace")
        after = written.rpartition(_LEAVE)[2]
        plain = re.sub(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|.)", "", after)
        return " ".join(plain.split())

    @property
    def saved(self) -> list[int]:
        """The epochs of all work that was saved by itself, the furthest last."""
        epochs = []
        for path in self.home.rglob("sessions/*.nntui"):
            with suppress(SavedSessionError, OSError):
                epochs.append(read_session(path).snapshot.epoch)
        return sorted(epochs)

    @property
    def lost(self) -> str:
        """What is lost of the epochs that were seen."""
        newest = self.saved[-1] if self.saved else 0
        return "nothing" if newest >= self.epoch else f"{self.epoch - newest} of {self.epoch} epochs"

    # What the person does

    def until(self, happened: Callable[[], object], what: str, seconds: float = _LIMIT_S) -> None:
        """Reads until something has happened.

        Raises:
            AssertionError: It never did, or the program has ended before.
        """
        end = monotonic() + seconds
        while not happened():
            is_over = self.it._ended
            assert not is_over, f"it has ended before {what}: {self.told[-300:]}"
            assert monotonic() < end, f"{what} never happened:\n{self.it.text}"
            self.it.read(0.05)
            self.epoch = max(self.epoch, self.it.epoch)

    def sees(self, words: str) -> None:
        """Waits for words on the screen, which may be broken over lines; a busy machine saves seldom."""
        self.until(lambda: self.message(words) or words in self.it.text, repr(words), _SAVE_LIMIT_S)

    def opened(self) -> None:
        """Waits for the first picture."""
        self.until(lambda: self.it.epoch >= 0 and "Quit" in self.it.text, "the first picture")

    def play(self, epochs: int = 5) -> None:
        """Plays some epochs."""
        self.opened()
        self.it.press(" ")
        self.until(lambda: self.it.epoch >= epochs, f"epoch {epochs}")

    def type(self, keys: str) -> None:
        """Presses keys; `|` stands for a moment in which they are answered."""
        for some in keys.split("|"):
            if some:
                self.it.press(some)
            end = monotonic() + _MOMENT_S
            while monotonic() < end and not self.it._ended:
                self.it.read(0.05)
                self.epoch = max(self.epoch, self.it.epoch)

    def strike(self) -> None:
        """From here on the injected fault counts, and the time is taken."""
        (self.home / "now").touch()
        self.begun, self.struck = monotonic(), True

    @property
    def passed(self) -> float:
        """Seconds since the fault."""
        return monotonic() - self.begun

    def message(self, words: str) -> str:
        """The whole of a message in which words stand, on lines of one background; "" if none has them."""
        screen = self.it._screen
        rows = screen.display
        for y, row in enumerate(rows):
            for found in _MESSAGE_LINE.finditer(row):
                x = found.start()
                if words.split()[0] in found[0]:
                    text = self._block(y, row.index(words.split()[0], x))
                    if words in text:
                        return text
        return ""

    def _block(self, y: int, x: int) -> str:
        """The text on one background around a cell."""
        buffer = self.it._screen.buffer
        ground = buffer[y][x].bg

        def line(row: int) -> str | None:
            if not 0 <= row < self.it._screen.lines or buffer[row][x].bg != ground:
                return None
            left = right = x
            while left > 0 and buffer[row][left - 1].bg == ground:
                left -= 1
            while right + 1 < self.it._screen.columns and buffer[row][right + 1].bg == ground:
                right += 1
            return self.it._screen.display[row][left : right + 1].strip(" ▌▐│")

        lines, top = [], y
        while line(top - 1) is not None:
            top -= 1
        while (text := line(top)) is not None:
            lines.append(text)
            top += 1
        return " ".join(" ".join(lines).split())

    # What is promised

    def lives(self, *words: str) -> Outcome:
        """It goes on: says a sentence, if one is given, answers keys, and is left by `q`."""
        seen = []
        for each in words:
            self.sees(each)
            seen.append(self.message(each) or each)
        seconds = self.passed
        self.answers()
        code, lost = self.leave()
        self.assert_tidy()
        return Outcome("; ".join(seen) or "nothing: it goes on", code, lost, seconds)

    def answers(self) -> None:
        """A key is answered: the list of all terms opens and closes."""
        self.type("\x1b|\x1b|")
        self.it.press("/")
        self.until(lambda: "Every term" in self.it.text, "the list of terms")
        self.it.press("\x1b")
        self.until(lambda: "Every term" not in self.it.text, "the end of the list of terms")

    def leave(self) -> tuple[int, str]:
        """Leaves by `q`, through the question if it is asked; returns the exit code and what is lost."""
        self.it.press("q")
        asked = False
        end = monotonic() + _LIMIT_S
        while not self.it._ended:
            assert monotonic() < end, f"q does not leave:\n{self.it.text}"
            self.it.read(0.05)
            self.epoch = max(self.epoch, self.it.epoch)
            if not asked and "without what was not saved" in self.it.text:
                asked = True
                self.it.press("\x1b[B\r")
        code = self.child.wait()
        lost = self.lost
        return code, lost if lost == "nothing" else f"asked first: {lost}" if asked else lost

    def ends(self, code: int, words: str = "", lost: str = "nothing") -> Outcome:
        """It ends with an exit code and a sentence, the terminal as it was, the work saved."""
        self.until_over()
        seconds = self.passed
        got = self.child.wait()
        assert got == code, f"exit code {got} instead of {code}: {self.told[-400:]}"
        told = self.told
        assert words in told, f"{words!r} was not said: {told[-400:]}"
        self.assert_tidy()
        if lost:
            assert self.lost == lost, f"lost: {self.lost}"
        where = told.find("nntui:")
        return Outcome(told[max(0, where) :] or "the terminal restored", code, self.lost, seconds)

    def is_killed(self) -> Outcome:
        """It dies by SIGKILL, against which nothing helps; what it has saved is whole."""
        self.until_over()
        seconds = self.passed
        assert self.child.wait() == -9
        return Outcome(
            "the terminal as it was while it ran (`reset` helps); the work is offered", -9, self.lost, seconds
        )

    def refuses(self, words: str, code: int = 2) -> Outcome:
        """It ends before it takes the screen, with a sentence."""
        self.until_over()
        assert self.child.wait() == code, f"exit code {self.child.wait()}: {self.told}"
        assert words in self.told, f"{words!r} was not said: {self.told}"
        assert b"\x1b[?1049h" not in self.it.written
        assert "Traceback" not in self.told
        return Outcome(self.told, code, "nothing", self.passed)

    def until_over(self) -> None:
        """Waits for the end."""
        end = monotonic() + _LIMIT_S
        while not self.it._ended:
            assert monotonic() < end, f"it never ended:\n{self.it.text}"
            self.it.read(0.05)
            self.epoch = max(self.epoch, self.it.epoch)

    def assert_tidy(self) -> None:
        """The terminal is as it was before, and no traceback was shown."""
        assert b"Traceback" not in self.it.written, self.told[-400:]
        written = self.it.written
        assert left_on(written) == set(), f"left on: {left_on(written)}"
        pushed, popped = (len(re.findall(rb"\x1b\[" + mark + rb"\d*u", written)) for mark in (b">", b"<"))
        assert pushed <= popped, "the keyboard protocol"


Prepare = Callable[[Path], None]


@contextmanager
def trial(
    *arguments: str,
    fault: str = "",
    from_start: bool = False,
    prepare: Prepare | None = None,
    command: Sequence[str] | None = None,
    variables: Mapping[str, str | None] | None = None,
    columns: int = 80,
    lines: int = 24,
    is_mute: bool = False,
    home: Path | None = None,
    **options: Any,
) -> Iterator[Trial]:
    """Starts the program.

    Args:
        arguments: Of its command line, behind `--seed 0.5`.
        fault: What is injected, as `injection/sitecustomize.py` has it.
        from_start: Whether that counts from the start, and not from `strike` on.
        prepare: Makes the home folder what it is to be.
        command: The command.
        variables: Of the environment, beside the usual; None takes one out, `{home}` is the home folder.
        columns: Of the terminal.
        lines: Of the terminal.
        is_mute: Whether it answers nothing.
        home: The home folder; one of its own, which is removed, when left out.
        options: As of `on_terminal`.
    """
    with ExitStack() as stack:
        if home is None:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        if prepare is not None:
            prepare(home)
        environment: dict[str, str | None] = {**environment_of(home)}
        if fault:
            environment |= {
                "PYTHONPATH": str(INJECTION),
                "FAULTS": fault,
                "FAULTS_LOG": str(home / "faults.log"),
                "FAULTS_WHEN": "" if from_start else str(home / "now"),
            }
        environment |= variables or {}
        kept = {name: value.replace("{home}", str(home)) for name, value in environment.items() if value is not None}
        words = [*(command or nntui()), *(arguments or ("--seed", "0.5"))]
        folder = options.pop("folder", home)
        child = stack.enter_context(
            on_terminal(words, environment=kept, folder=folder, columns=columns, lines=lines, **options)
        )
        yield Trial(home, Terminal(child, columns, lines, is_mute), child)


def limited(limits: str) -> list[str]:
    """The command under limits of the system, as `ulimit` of the shell has them."""
    return ["sh", "-c", f'{limits}; exec "$@"', "sh", *nntui()]


def is_root() -> bool:
    """Whether permissions bind nobody here."""
    return os.geteuid() == 0
