"""What a run has found, and how it is repeated."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.monkey.actions import Action, save
from tests.monkey.coverage import Coverage

_SHOWN = 25


@dataclass(frozen=True)
class Fault:
    """Something that must not be.

    Attributes:
        what: In words; the first line says which kind of fault it is.
        number: After so many actions.
        latest: The last actions, in words.
        file: The actions since the program was started, to be repeated; None where none was written.
        command: What repeats them.
    """

    what: str
    number: int
    latest: tuple[str, ...]
    file: Path | None
    command: str

    def __str__(self) -> str:
        again = f"\nagain: {self.command}" if self.command else ""
        return f"after {self.number} actions: {self.what}\nlast: {' '.join(self.latest)}{again}"


@dataclass
class Report:
    """What happened in one run.

    Attributes:
        seed: Of the actions.
        way: The option that chooses the monkey.
        folder: Where actions are written that lead to a fault; None for nowhere.
        faults: What must not be.
        left: How often something asked for left the program.
        memory: MiB, at the start of a program and at each look.
        done: So many actions.
        looks: So many looks, at all that is looked at.
        coverage: What was reached.
    """

    seed: int
    way: str
    folder: Path | None = None
    faults: list[Fault] = field(default_factory=list)
    left: int = 0
    memory: list[float] = field(default_factory=list)
    done: int = 0
    looks: int = 0
    coverage: Coverage = field(default_factory=Coverage)
    since_start: list[Action] = field(default_factory=list)
    _latest: deque[Action] = field(default_factory=lambda: deque(maxlen=_SHOWN))

    def began(self) -> None:
        """The program was started."""
        self.since_start.clear()

    def did(self, action: Action) -> None:
        """An action was done."""
        self.done += 1
        self.since_start.append(action)
        self._latest.append(action)

    def fault(self, what: str) -> None:
        """Notes something that must not be, with all that is needed to repeat it; at once, for a run may take hours."""
        file, command = None, f"python -m tests.monkey {self.way} --seed {self.seed} --actions {self.done}"
        if self.folder is not None:
            file = self.folder / f"monkey{self.way}-{self.seed}-{self.done}.jsonl"
            save(self.since_start, file)
            command = f"python -m tests.monkey {self.way} --seed {self.seed} --replay {file}"
        fault = Fault(what, self.done, tuple(map(str, self._latest)), file, command)
        self.faults.append(fault)
        if file is not None:
            file.with_suffix(".txt").write_text(f"{fault}\n")


def shrink(actions: list[Action], fails: Callable[[list[Action]], bool]) -> list[Action]:
    """Fewer actions that still lead to a fault: leaves out ever smaller parts for as long as it fails without them."""
    size = max(1, len(actions) // 2)
    while True:
        at, was = 0, len(actions)
        while at < len(actions):
            shorter = actions[:at] + actions[at + size :]
            if shorter and fails(shorter):
                actions = shorter
            else:
                at += size
        if size == 1 and len(actions) == was:
            return actions
        size = max(1, size // 2)
