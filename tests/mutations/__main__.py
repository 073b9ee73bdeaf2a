"""Puts each deliberate fault into a copy of the tree and runs the tests that should notice.

python -m tests.mutations [NAME ...] [--jobs N] [--tests FOLDER]

A fault that survives means a missing test. The exit code is 1 if one does, or does not apply to the code any more.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from os import environ
from pathlib import Path
from time import monotonic

from tests.children import run
from tests.mutations.faults import Fault, FaultError, all_faults

ROOT = Path(__file__).parents[2]
LIMIT = 900.0
"""Seconds after which a fault that makes the tests hang counts as noticed."""
KILLED, SURVIVED, UNFIT, BROKEN = "killed", "SURVIVED", "DOES NOT APPLY", "TESTS DID NOT RUN"


def try_fault(fault: Fault, tests: Path) -> tuple[str, str]:
    """What became of a fault, and a word about it: the first test that noticed."""
    with tempfile.TemporaryDirectory(prefix="nntui-fault-") as folder:
        tree = Path(folder)
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / "nntui", tree / "nntui", ignore=ignored)
        shutil.copytree(tests, tree / "tests", ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", tree)
        try:
            for path, text in fault.changed(tree).items():
                path.write_text(text, encoding="utf-8")
        except FaultError as error:
            return UNFIT, str(error)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "--tb=no", "-p", "no:cacheprovider"]
        variables = environ | {"PYTHONPATH": str(tree)}
        try:
            done = run([*command, *fault.tests], timeout=LIMIT, cwd=tree, env=variables)
        except subprocess.TimeoutExpired:
            return KILLED, "the tests hang"
    notice = next((line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
    if done.returncode == 0:
        return SURVIVED, fault.breaks
    if done.returncode == 1:
        return KILLED, notice.partition(" - ")[0].removeprefix("FAILED ")
    return BROKEN, (notice or done.stdout[-200:] + done.stderr[-200:]).replace("\n", " ")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="faults to try; all when left out")
    parser.add_argument("--jobs", type=int, default=2, help="how many at the same time (2)")
    parser.add_argument(
        "--tests", type=Path, default=ROOT / "tests", help="another folder of tests, as of an older state"
    )
    parser.add_argument("--list", action="store_true", help="only list them")
    options = parser.parse_args()
    faults = [fault for fault in all_faults() if not options.names or fault.name in options.names]
    unknown = set(options.names) - {fault.name for fault in faults}
    if unknown:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    if options.list:
        for fault in faults:
            print(f"{fault.name:34} {fault.breaks}")
        return 0
    outcomes: list[str] = []

    def report(fault: Fault) -> None:
        start = monotonic()
        outcome, word = try_fault(fault, options.tests)
        outcomes.append(outcome)
        print(f"{fault.name:34} {outcome:17} {monotonic() - start:4.0f} s  {word}", flush=True)

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(report, faults))
    print(", ".join(f"{outcomes.count(outcome)} {outcome}" for outcome in sorted(set(outcomes))))
    return int(any(outcome != KILLED for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
