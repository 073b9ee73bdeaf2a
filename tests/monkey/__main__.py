"""Runs a monkey, again and again with other seeds, and prints what it has found."""

import argparse
import sys
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from time import monotonic

from tests.monkey.actions import Action, actions, load, save
from tests.monkey.coverage import Coverage
from tests.monkey.report import Report, shrink

IN_PROCESS, ON_TERMINAL = "--in-process", "--terminal"


def _run(way: str, source: Iterable[Action], count: int, report: Report, tell: bool = False) -> Report:
    with tempfile.TemporaryDirectory() as home:
        prepare(Path(home))
        if way == ON_TERMINAL:
            from tests.monkey import on_terminal

            return on_terminal.run(source, count, report, Path(home), tell=tell)
        from tests.monkey import in_process

        return in_process.run(source, count, report, Path(home), tell=tell)


def prepare(home: Path) -> None:
    """Some files that can be opened."""
    (home / "points.csv").write_text("x,y,label\n" + "".join(f"{n % 7 - 3},{n % 5 - 2},{n % 3}\n" for n in range(60)))
    header = '{"nntui_sweep": 1}\n'
    (home / "results.jsonl").write_text(header)


def main() -> int:
    """Runs it from the command line; returns 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the actions (default 1)")
    parser.add_argument("--seeds", type=int, default=1, help="so many seeds, from that one on")
    parser.add_argument("--actions", type=int, default=2_000, help="for each seed (default 2000)")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="the actions of this file, which a fault has left")
    parser.add_argument("--shrink", action="store_true", help="leave out of these what the fault does not need")
    parser.add_argument("--faults", type=Path, metavar="FOLDER", help="where actions go that lead to a fault")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(IN_PROCESS, dest="way", action="store_const", const=IN_PROCESS, help="under Pilot (default)")
    ways.add_argument(ON_TERMINAL, dest="way", action="store_const", const=ON_TERMINAL, help="on a pseudo-terminal")
    parser.set_defaults(way=IN_PROCESS)
    given = parser.parse_args()
    if given.replay is not None:
        return _replay(given.way, given.seed, given.replay, given.shrink)
    folder = given.faults or Path(tempfile.mkdtemp(prefix="monkey-"))
    folder.mkdir(exist_ok=True)
    everything, faults = Coverage(), 0
    for seed in range(given.seed, given.seed + given.seeds):
        start = monotonic()
        report = _run(given.way, actions(seed), given.actions, Report(seed, given.way, folder), tell=True)
        everything.add(report.coverage)
        faults += len(report.faults)
        _print(report, monotonic() - start)
    print(everything)
    return 1 if faults else 0


def _print(report: Report, seconds: float) -> None:
    for fault in report.faults:
        print(f"--- {fault}")
    memory = report.memory
    print(
        f"seed {report.seed}: {report.done:,} actions, {report.done / seconds:.0f} a second, {report.looks} looks, "
        f"left {report.left} times, {len(report.faults)} faults; memory {memory[0]:.0f} MiB at first, "
        f"{max(memory):.0f} at most, {memory[-1]:.0f} at the end",
        flush=True,
    )


def _replay(way: str, seed: int, file: Path, wants_shrunk: bool) -> int:
    given = load(file)
    report = _run(way, given, len(given), Report(seed, way))
    _print(report, 1.0)
    if not report.faults:
        return 0
    if wants_shrunk:
        kind = report.faults[0].what.splitlines()[0][:30]

        def fails(shorter: list[Action]) -> bool:
            again = _run(way, shorter, len(shorter), Report(seed, way))
            return any(fault.what.startswith(kind) for fault in again.faults)

        shrunk = shrink(given, fails)
        save(shrunk, file.with_suffix(".small.jsonl"))
        print(f"{len(shrunk)} of {len(given)} actions are enough:", *islice(map(str, shrunk), 200), sep="\n  ")
    return 1


if __name__ == "__main__":
    sys.exit(main())
