"""Many epochs by the real command on a pseudo-terminal: its memory, and the bytes of a frame."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.playground import LIMIT, PLAY_KEY, Playground, opened

NETWORK = ("--noise", "50", "--train-share", "10", "--batch-size", "15", "--hidden-layers", "2", "--shuffle")
"""As quick and as restless as the experiment of `in_process`."""
RATE = ("--learning-rate", "0.3")
STAGES = 10
_SETTLE_S = 2.0


@dataclass(frozen=True)
class Sight:
    """What was seen in one part of the run.

    Attributes:
        epoch: The epoch on the screen.
        resident: Memory of the command, in bytes.
        rate: Epochs a second of processor time.
        frame: Bytes of a frame.
        stops: How often it has stopped by itself so far.
    """

    epoch: int
    resident: int
    rate: float
    frame: float
    stops: int


def sights(command: tuple[str, ...], seconds: float, stages: int = STAGES) -> Iterator[Sight]:
    """Plays flat out for so many seconds at 80×24; what was seen after each part.

    Args:
        command: The program.
        seconds: How long in all.
        stages: In how many parts.
    """
    with opened((*command, *NETWORK, *RATE), 80, 24) as line:
        line.wait_for_first_frame()
        line.play()
        line.go_flat_out()
        line.run(_SETTLE_S)
        stops = 0
        for _ in range(stages):
            epochs, frames, received, used = line.epoch, line.frames, line.received, line.processor_seconds
            stops += _play(line, seconds / stages)
            rate = (line.epoch - epochs) / max(0.01, line.processor_seconds - used)
            frame = (line.received - received) / max(1, line.frames - frames)
            yield Sight(line.epoch, line.process.memory_info().rss, rate, frame, stops)


def _play(line: Playground, seconds: float) -> int:
    """Reads the terminal, and plays on where it stops by itself; returns how often it has."""
    stops, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        line.run(min(0.5, seconds))
        if not line.is_playing:
            stops += 1
            line.press(PLAY_KEY)
            line.until(lambda: line.is_playing, LIMIT)
    return stops
