"""Random keys, clicks, pastes and sizes of the window, on a pseudo-terminal: does it end, go deaf, or grow?

`python -m tests.random_actions --actions 10000 --seed 1` reports exits that nobody asked for, crashes, deafness and
memory. After each hundred actions some Escapes must lead back to the screen on which `?` shows the help.
"""

import argparse
import random
import re
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.children import TerminalChild, on_terminal
from tests.pseudo_terminal import BACKGROUND_REQUEST, CURSOR_REQUEST, KIND_REQUEST, environment_of, nntui

ESCAPE = "\x1b"
_KEYS = (
    *"sSrRg,.<>eaAEtx+-z;dfnpouUwyvcihjkl0123456789",
    *(" ", "\t", "\r", "\x7f", ESCAPE, "[", "]", "?", "=", "|"),
    *("\x1b[Z", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[3~"),
    *("\x0f", "\x13", "\x05", "\x10", "\x0c", "\x01", "\x0b"),  # ctrl+o, s, e, p, l, a, k
)
"""Without q, ctrl+c and ctrl+z, which leave."""
_OPENERS = ("?", "w", "e", "\x05", "\x0f", ";", "i", "y", "\x10")
_WORDS = ("noise", "pal", "dark", "data", "save", "layer", "undo", "0.5", "12", "x.csv", "/tmp/", "~", "none", "é漢")
_PASTES = (
    "https://playground.tensorflow.org/#dataset=xor&networkShape=4,2&seed=0.5",
    "#&".join(f"k{n}=1" for n in range(300)),
    "one\ntwo\nthree",
    "0.25",
    "\u202e\u200b漢字",
    "x" * 5000,
    "",
)
_SIZES = ((80, 24), (80, 24), (120, 40), (160, 50), (40, 12), (60, 19), (100, 30), (20, 8), (200, 60), (3, 50), (1, 1))
_PAUSES = (0.0, 0.0, 0.005, 0.02, 0.05, 0.15)
_EACH = 100
"""So many actions between two looks at whether it still hears."""
_LOOK_SIZE = (80, 24)
_DEAF_AFTER_S = 40.0
_HELP_WITHIN_S = 6.0
"""Seconds that a busy machine may take for it."""
_MOST_OUTPUT = 400_000
_ANSWERS = {
    CURSOR_REQUEST: b"\x1b[1;1R",
    BACKGROUND_REQUEST: b"\x1b]11;rgb:0000/0000/0000\x07",
    KIND_REQUEST: b"\x1b[?62;22c",
}
"""What a terminal answers to what a program may ask."""
_HELP = re.compile("Play or pause.*Train ten epochs", re.DOTALL)
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


@dataclass(frozen=True)
class Action:
    """Something done at once: bytes that are typed, or another size of the window.

    Attributes:
        name: For the report.
        typed: What the terminal sends.
        size: Columns and lines from now on; None leaves them.
        pause: Seconds until the next action.
    """

    name: str
    typed: str = ""
    size: tuple[int, int] | None = None
    pause: float = 0.0


def actions(seed: int) -> Iterator[Action]:
    """Random actions without end; the same ones for the same seed."""
    chance = random.Random(seed)
    size = _LOOK_SIZE
    while True:
        kind = chance.random()
        pause = chance.choice(_PAUSES)
        if kind < 0.07:
            size = chance.choice((*_SIZES, (chance.randint(1, 210), chance.randint(1, 70))))
            typed = _typed(chance, size) if chance.random() < 0.3 else ""
            yield Action(f"{size[0]}×{size[1]}", typed, size, pause)
        else:
            several = chance.randint(2, 5) if kind > 0.75 else 1
            typed = "".join(_typed(chance, size) for _ in range(several))
            yield Action(ascii(typed[:60]), typed, None, pause)


def _typed(chance: random.Random, size: tuple[int, int]) -> str:
    """Something that a keyboard or a mouse sends."""
    kind = chance.random()
    column, line = chance.randint(1, size[0]), chance.randint(1, size[1])
    if kind < 0.45:
        return chance.choice(_KEYS)
    if kind < 0.65:
        return chance.choice(_OPENERS)
    if kind < 0.85:
        button = chance.choice((0, 0, 0, 2, 64, 65, 35))
        release = f"\x1b[<{button};{column};{line}m" if button < 3 else ""
        return f"\x1b[<{button};{column};{line}M{release}"
    if kind < 0.93:
        return chance.choice(_WORDS) + chance.choice(("\r", ESCAPE, "", "\t"))
    if kind < 0.96:
        return f"\x1b[200~{chance.choice(_PASTES)}\x1b[201~"
    return "\x10" + chance.choice(_WORDS) + chance.choice(("", "\r", ESCAPE))


class Player:
    """The person before the terminal, who reads all that comes and answers what is asked.

    Args:
        child: The program.
    """

    def __init__(self, child: TerminalChild) -> None:
        self._child = child
        self._output = self._unanswered = b""
        self.has_ended = False

    def do(self, action: Action) -> None:
        """Does something, and reads for as long as its pause."""
        if action.size is not None:
            self._child.resize(*action.size)
        if action.typed:
            self._child.write(action.typed.encode())
        self.read(action.pause)

    def press(self, keys: str, pause: float = 0.05) -> None:
        """Types something."""
        self._child.write(keys.encode())
        self.read(pause)

    def read(self, seconds: float) -> None:
        """Takes what arrives within some seconds, and what is there already."""
        end = monotonic() + seconds
        while not self.has_ended:
            arrived = self._child.read(max(0.0, end - monotonic()))
            if arrived is None:
                self.has_ended = True
            elif arrived:
                self._output = (self._output + arrived)[-_MOST_OUTPUT:]
                self._answer(arrived)
            if monotonic() >= end and not arrived:
                return

    def _answer(self, arrived: bytes) -> None:
        """Answers what the program asks the terminal; a question may arrive in two parts."""
        asked = self._unanswered + arrived
        for question, answer in _ANSWERS.items():
            self._child.write(answer * asked.count(question))
        end = asked.rfind(b"\x1b")
        is_part = end >= 0 and any(each.startswith(asked[end:]) and each != asked[end:] for each in _ANSWERS)
        self._unanswered = asked[end:] if is_part else b""

    @property
    def text(self) -> str:
        """What has arrived last, without what steers the terminal."""
        return _SEQUENCE.sub("", self._output.decode("utf-8", "replace"))

    def hears(self) -> bool:
        """Whether Escapes lead back to where `?` shows the help; it is closed again."""
        self._child.resize(*_LOOK_SIZE)
        end = monotonic() + _DEAF_AFTER_S
        while not self.has_ended and monotonic() < end:
            for _ in range(5):
                self.press(ESCAPE, 0.08)
            self._output = b""
            self.press("?", 0.1)
            until = monotonic() + _HELP_WITHIN_S
            while monotonic() < until and not _HELP.search(self.text) and not self.has_ended:
                self.read(0.05)
            if _HELP.search(self.text):
                self.press(ESCAPE, 0.1)
                return True
        return False

    def memory(self) -> float:
        """Resident memory of the program, in MiB; 0 where the system does not say."""
        try:
            status = Path(f"/proc/{self._child.process.pid}/status").read_text()
        except OSError:
            return 0.0
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def exit_code(self) -> int:
        """The exit code; negative for the signal that ended it."""
        return self._child.wait()


@dataclass
class Report:
    """What happened.

    Attributes:
        faults: Crashes, exits that nobody asked for, deafness: a text each, with the actions before it.
        left: How often a command of the palette or a click left the program.
        memory: MiB, at the start and after each hundred actions, of the first program.
        done: So many actions.
    """

    faults: list[str] = field(default_factory=list)
    left: int = 0
    memory: list[float] = field(default_factory=list)
    done: int = 0


@contextmanager
def started(home: Path) -> Iterator[Player]:
    """The playground at 80×24, when it shows its first picture."""
    columns, lines = _LOOK_SIZE
    command = [*nntui(), "--seed", "0.5"]
    with on_terminal(command, environment=environment_of(home), folder=home, columns=columns, lines=lines) as child:
        player = Player(child)
        end = monotonic() + 30
        while "Quit" not in player.text and monotonic() < end:
            player.read(0.1)
        player.press(ESCAPE)
        yield player


def run(count: int, seed: int, home: Path, tell: bool = False) -> Report:
    """Does so many random actions; a program that has ended is started again."""
    report, source = Report(), actions(seed)
    latest: deque[str] = deque(maxlen=25)
    while report.done < count:
        with started(home) as player:
            report.memory.append(player.memory())
            while report.done < count and not player.has_ended:
                action = next(source)
                latest.append(action.name)
                player.do(action)
                report.done += 1
                if report.done % _EACH == 0 and not player.has_ended:
                    if not player.hears() and not player.has_ended:
                        report.faults.append(f"deaf after {report.done}: {' '.join(latest)}\n{player.text[-600:]}")
                        break
                    report.memory.append(player.memory())
                    if tell and report.done % (10 * _EACH) == 0:
                        print(f"{report.done:6,} actions: {player.memory():.0f} MiB", flush=True)
            if player.has_ended:
                code = player.exit_code()
                report.left += code == 0
                if code != 0:
                    report.faults.append(f"exit {code} after {report.done}: {' '.join(latest)}\n{player.text[-600:]}")
                elif "Traceback" in player.text:
                    report.faults.append(f"a traceback after {report.done}: {' '.join(latest)}\n{player.text[-600:]}")
    for path in sorted((home / ".local/state/nntui/reports").glob("*.txt")):
        report.faults.append(path.read_text())
    return report


def main() -> int:
    """Runs it from the command line; returns 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        report = run(given.actions, given.seed, Path(home), tell=True)
    print(f"{report.done:,} actions, left {report.left} times, {len(report.faults)} faults")
    print("memory in MiB after each 1,000:", " ".join(f"{each:.0f}" for each in report.memory[:: 1000 // _EACH]))
    print(f"at first {report.memory[0]:.0f}, most {max(report.memory):.0f}, at the end {report.memory[-1]:.0f}")
    for fault, count in Counter(report.faults).items():
        print(f"--- {count} ×\n{fault}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
