"""`python -m tests.faults [NAME ...]`: tries faults, and prints the table of what became of them."""

import argparse
import fnmatch
import sys
from concurrent.futures import ThreadPoolExecutor

from tests.faults.kinds import Fault
from tests.faults.table import all_faults, in_markdown


def _tried(fault: Fault) -> tuple[Fault, object]:
    try:
        outcome: object = fault.run()
    except Exception as error:  # a fault whose promise is not kept is a row, too
        outcome = error
    print(f"{'FAILED' if isinstance(outcome, Exception) else 'ok':7}{fault.id}", file=sys.stderr, flush=True)
    return fault, outcome


def main() -> int:
    """Tries what is asked for; the exit code is 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", default=["*"], help="ids, * stands for anything; all when left out")
    parser.add_argument("--list", action="store_true", help="only list the ids")
    parser.add_argument("--jobs", type=int, default=2, help="so many at once; 2 when left out")
    arguments = parser.parse_args()
    chosen = [each for each in all_faults() if any(fnmatch.fnmatch(each.id, name) for name in arguments.names)]
    if arguments.list:
        print(*(f"{each.id:24}{each.name}" for each in chosen), sep="\n")
        return 0
    with ThreadPoolExecutor(arguments.jobs) as pool:
        tried = list(pool.map(_tried, chosen))
    print(in_markdown(tried))
    return int(any(isinstance(outcome, Exception) for _fault, outcome in tried))


if __name__ == "__main__":
    sys.exit(main())
