"""Resident memory of the playground after the same thing a hundred times and more, on a pseudo-terminal.

`python -m tests.benchmarks.memory` prints a line for each of them: MiB at the start and after each hundred.
"""

import argparse
import tempfile
from pathlib import Path

from tests.monkey.actions import ESCAPE, Action
from tests.monkey.on_terminal import Person, started

PAIRS: dict[str, tuple[Action, Action]] = {
    "resize": (Action("", size=(120, 40), pause=0.03), Action("", size=(80, 24), pause=0.03)),
    "help": (Action("", "?", pause=0.06), Action("", ESCAPE, pause=0.06)),
    "export": (Action("", "\x05", pause=0.06), Action("", ESCAPE, pause=0.06)),
    "save": (Action("", "w", pause=0.06), Action("", ESCAPE, pause=0.06)),
    "palette": (Action("", "\x10", pause=0.15), Action("", ESCAPE, pause=0.06)),
    "jump": (Action("", ";", pause=0.06), Action("", ESCAPE, pause=0.06)),
    "message": (Action("", "u", pause=0.06), Action("", "U", pause=0.06)),
}
"""What is done and what undoes it."""


def measure(person: Person, pair: tuple[Action, Action], times: int) -> list[float]:
    """MiB at the start and after each hundred times."""
    found = [person.memory()]
    for number in range(1, times + 1):
        for action in pair:
            person.do(action)
        if number % 100 == 0:
            person.read(0.5)
            found.append(person.memory())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=400)
    parser.add_argument("names", nargs="*", default=list(PAIRS))
    given = parser.parse_args()
    for name in given.names:
        with tempfile.TemporaryDirectory() as home, started(Path(home)) as person:
            print(f"{name:10}", *(f"{each:6.1f}" for each in measure(person, PAIRS[name], given.times)), flush=True)


if __name__ == "__main__":
    main()
