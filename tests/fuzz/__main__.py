"""`python -m tests.fuzz [--part NAME] [--seconds N] [--seed N] [--case N] [--atheris]`: for as long as one likes."""

import argparse
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from time import monotonic, process_time

from tests.fuzz.part import Part, hold, size_of
from tests.fuzz.parts import PARTS

_MEASURED_EACH = 25
_LARGE = 100_000
_SHOWN = 400


@dataclass
class Report:
    """What came of the cases of a part.

    Attributes:
        cases: How many there were.
        read: How many of them were read rather than refused.
        largest: The size of the largest, in bytes.
        slowest: The most processor time that one took with all that follows, in seconds.
        faults: What broke the promise, each with the first case that did and how many.
    """

    cases: int = 0
    read: int = 0
    largest: int = 0
    slowest: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)


def case_of(part: Part, seed: int, number: int) -> object:
    return part.make(Random(f"{part.name} {seed} {number}"))


def run(part: Part, seconds: float, seed: int) -> Report:
    """Tries cases for so long."""
    report, end = Report(), monotonic() + seconds
    first: dict[str, str] = {}
    while monotonic() < end:
        report.cases += 1
        number = report.cases
        case = case_of(part, seed, number)
        size, start = size_of(case), process_time()
        try:
            report.read += hold(
                part, case, measure_memory=(size > _LARGE and number % 2 == 0) or number % _MEASURED_EACH == 0
            )
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            about = f"{type(error).__name__} at {place.filename.rpartition('/nntui/')[2]}:{place.lineno}"
            if about not in first:
                again = f"--part {part.name} --seed {seed} --case {number}"
                first[about] = f"{str(error)[:_SHOWN]}\n    {again}: {ascii(case)[:_SHOWN]}"
                print(f"! {about}: {first[about]}", flush=True)
            report.faults[about] += 1
        report.largest = max(report.largest, size)
        report.slowest = max(report.slowest, process_time() - start)
    return report


def main() -> int:
    """Runs it from the command line; returns 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--part", choices=[*PARTS, "all"], default="all")
    parser.add_argument("--seconds", type=float, default=60.0, help="for all parts together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="this case of the seed alone, with its traceback")
    parser.add_argument("--atheris", action="store_true", help="guided by what of the code a case reaches")
    given = parser.parse_args()
    if given.atheris:
        from tests.fuzz.guided import run_guided

        return run_guided(given.part, given.seconds, given.seed)
    parts = list(PARTS.values()) if given.part == "all" else [PARTS[given.part]]
    if given.case is not None:
        for part in parts:
            case = case_of(part, given.seed, given.case)
            print(f"{part.name}: {ascii(case)[:4000]}")
            print("read" if hold(part, case) else "refused")
        return 0
    faults = 0
    for part in parts:
        report = run(part, given.seconds / len(parts), given.seed)
        faults += report.faults.total()
        print(
            f"{part.name:<10} {report.cases:9,} cases, {report.read:9,} read, the largest {report.largest:9,} bytes, "
            f"the slowest {report.slowest:.2f} s, {report.faults.total():,} faults of {len(report.faults)} kinds",
            flush=True,
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
