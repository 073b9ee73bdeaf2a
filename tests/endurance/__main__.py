"""`python -m tests.endurance`: flat out for an hour's worth of epochs; exits with 1 where something has gone wrong."""

import argparse
import sys
from collections.abc import Sequence

from tests.benchmarks.command import installed_command
from tests.benchmarks.figures import MissingError
from tests.endurance.in_process import STAGES, EndlessRun, Look
from tests.endurance.on_terminal import Sight, sights

EPOCHS, SECONDS = 10_000_000, 1800.0
MOST_GROWTH = 1.1
"""Memory at the end over that after a tenth of the run: undo and history fill up to their bounds, and no more."""
LEAST_SPEED = 0.75
"""Epochs a second in the last tenth over those in the first: less is slower and not chance."""
MOST_BYTES = 1.5
"""Bytes of a frame at the end over those after a tenth of the run."""
LEAST_PARTS = 10
"""Of a shorter run the speed is not judged: what else the machine does weighs more."""


def main(arguments: Sequence[str]) -> int:
    """Runs both parts, or the one asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("in-process", "terminal"), help="one of the two (default: both)")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help=f"in this process (default: {EPOCHS:,})")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"on the terminal (default: {SECONDS:g})")
    parser.add_argument("--command", help="the installed command (default: the nntui beside this Python)")
    asked = parser.parse_args(arguments)
    if asked.epochs < STAGES or asked.seconds <= 0:
        parser.error(f"--epochs must be {STAGES} at least, and --seconds greater than 0")
    faults: list[str] = []
    if asked.part != "terminal":
        run = EndlessRun(asked.epochs)
        looks = run.looks(lambda look: print(_line(look), flush=True))
        faults += run.faults + growth(looks)
    if asked.part != "in-process":
        try:
            command = installed_command(asked.command)
        except MissingError as error:
            parser.error(str(error))
        seen = []
        for sight in sights(command, asked.seconds):
            seen.append(sight)
            print(_line(sight), flush=True)
        faults += growth(seen)
    for fault in faults:
        print(f"fault: {fault}")
    return 1 if faults else 0


def growth(parts: Sequence[Look] | Sequence[Sight]) -> list[str]:
    """What has grown, or become slower, from the first tenth of a run to its last, a sentence each."""
    tenth = max(1, len(parts) // 10)
    early, late = parts[:tenth], parts[-tenth:]
    faults = []
    if late[-1].resident > MOST_GROWTH * early[-1].resident:
        faults.append(f"memory has grown from {early[-1].resident / 1e6:.1f} to {late[-1].resident / 1e6:.1f} MB")
    before, after = (sum(part.rate for part in some) / tenth for some in (early, late))
    if len(parts) >= LEAST_PARTS and after < LEAST_SPEED * before:
        faults.append(f"{after:,.0f} epochs a second of processor time at the end, {before:,.0f} at first")
    frames = [[part.frame for part in some if isinstance(part, Sight)] for some in (early, late)]
    if all(frames) and max(frames[1]) > MOST_BYTES * max(frames[0]):
        faults.append(f"{max(frames[1]):.0f} bytes a frame at the end, {max(frames[0]):.0f} at first")
    return faults


def _line(part: Look | Sight) -> str:
    words = f"epoch {part.epoch:>12,} · {part.resident / 1e6:6.1f} MB · {part.rate:7,.0f} epochs/s of processor time"
    if isinstance(part, Sight):
        more = f"{part.frame:5.0f} bytes a frame"
    else:
        more = f"{part.losses:,} losses · {part.kept} checkpoints of {part.kept_bytes / 1e3:.0f} kB"
    return f"{words} · {more} · stopped {part.stops} times"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
