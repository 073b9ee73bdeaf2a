"""Part `far-line`: the same command on a line where everything takes its time, as over an ocean or a satellite."""

from tests.benchmarks.figures import MissingError, Options, PartResult
from tests.benchmarks.playground import opened
from tests.benchmarks.slow_line import COLUMNS, LINES, SECONDS, Aim, measure_line

DELAYS = (100, 300, 600)
"""Milliseconds of a round trip, on a line that carries as much as is sent."""
KEY_OVER_ROUND_TRIP = 0.1
"""Seconds that a key may take longer than the round trip."""
PAUSE_OVER_ROUND_TRIP = 0.5
"""The same until the whole picture rests: the last plot of the losses comes up to 0.4 s after its frame."""
LEAST_FRAMES = 9.0
"""Frames per second that are to be shown however long the round trip."""
SLOW_KBPS, SLOW_DELAY = 5, 300
"""A line that is slow as well: kB per second, and milliseconds."""
SLOW_KEY = 1.0


def measure(options: Options, result: PartResult) -> None:
    """All round trips, then the one that is slow as well; the last with a terminal that does not answer, too."""
    for delay in DELAYS:
        round_trip = delay / 1000
        aim = Aim(round_trip + KEY_OVER_ROUND_TRIP, round_trip + PAUSE_OVER_ROUND_TRIP, LEAST_FRAMES)
        _measure(f"{delay} ms: ", None, delay, False, aim, options, result)
    for is_mute in (False, True):
        name = f"{SLOW_DELAY} ms and {SLOW_KBPS} kB/s{', mute terminal' if is_mute else ''}: "
        _measure(name, 1000.0 * SLOW_KBPS, SLOW_DELAY, is_mute, Aim(SLOW_KEY), options, result)


def _measure(
    name: str, rate: float | None, delay: int, is_mute: bool, aim: Aim, options: Options, result: PartResult
) -> None:
    with opened(options.command, COLUMNS, LINES, rate=rate, delay=delay / 1000, is_mute=is_mute) as playground:
        try:
            measure_line(playground, name, aim, options.seconds or SECONDS, result)
        except MissingError as error:
            result.left_out.append(f"{name}{error}")
