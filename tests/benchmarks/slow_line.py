"""Part `slow-line`: the same command behind a line that carries less than it could send."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

from tests.benchmarks.figures import Figure, MissingError, Options, PartResult, key_figures
from tests.benchmarks.playground import LIMIT, PLAY_KEY, TEST_DATA, Playground, Toggle, opened

RATES = {20: 0.7, 5: 2.0}
"""kB per second that the line carries, with the budget in seconds for a key and for a pause."""
SECONDS = 20.0
SETTLE = 5.0
"""Seconds of play before anything is measured. The first picture is through before that."""
AFTER = f"after the first picture and {SETTLE:.0f} s of play"
LEAST_KEYS = 8
KEY_LIMIT = 30.0
"""Seconds after which a key counts as lost, and no other is tried."""
PAUSES = 3
QUIET = 1.5
"""Seconds without a byte after which a picture is complete."""
COLUMNS, LINES = 80, 24
DISCRETIZE = "Discretize"


@dataclass(frozen=True)
class Aim:
    """What is wanted of a line.

    Attributes:
        key: Seconds for a key at the 95th percentile.
        pause: Seconds from the key that pauses to the last byte; as for any key when left out.
        least_frames: Frames per second; nothing is wanted when left out.
    """

    key: float
    pause: float | None = None
    least_frames: float | None = None


def measure(options: Options, result: PartResult) -> None:
    """Both rates, with a terminal that answers queries and with one that does not."""
    for rate, budget in RATES.items():
        for is_mute in (False, True):
            name = f"{rate} kB/s{', mute terminal' if is_mute else ''}: "
            with opened(options.command, COLUMNS, LINES, rate=1000 * rate, is_mute=is_mute) as playground:
                try:
                    measure_line(playground, name, Aim(budget), options.seconds or SECONDS, result)
                except MissingError as error:
                    result.left_out.append(f"{name}{error}")


def measure_line(playground: Playground, name: str, aim: Aim, seconds: float, result: PartResult) -> None:
    """The first picture, keys and frames while it plays, and how soon a pause is seen.

    Raises:
        MissingError: Something that is awaited never comes.
    """
    first = playground.wait_for_first_frame()
    playground.until_quiet(QUIET, LIMIT)
    result.add(
        Figure(f"{name}first useful frame", first, "s"),
        Figure(f"{name}all bytes of the first picture", playground.received / 1000, "kB"),
    )
    playground.play()
    playground.run(SETTLE)
    _measure_keys(playground, name, aim, seconds, result)
    _measure_pause(playground, name, aim.key if aim.pause is None else aim.pause, result)


def _measure_keys(playground: Playground, name: str, aim: Aim, seconds: float, result: PartResult) -> None:
    """Key to screen with different keys, and the frames that were shown meanwhile."""
    keys = _keys(playground)
    shown, received, start = playground.frames, playground.received, time.monotonic()
    taken: list[float] = []
    while time.monotonic() - start < seconds or len(taken) < LEAST_KEYS:
        playground.run(random.uniform(0.2, 1.0))
        if not playground.is_playing:  # it has learned out
            playground.reset()
            playground.play()
        key, reading = next(keys)
        taken.append(playground.key_to_screen(key, reading, KEY_LIMIT))
        if taken[-1] >= KEY_LIMIT:
            break
    took = time.monotonic() - start
    note = f"the last not shown after {KEY_LIMIT:.0f} s" if taken[-1] >= KEY_LIMIT else ""
    result.add(
        *key_figures(name, taken, aim.key, "s", note),
        Figure(
            f"{name}frames shown",
            (playground.frames - shown) / took,
            "frames/s",
            budget=aim.least_frames,
            at_least=True,
            note=AFTER,
        ),
        Figure(f"{name}bytes", (playground.received - received) / took / 1000, "kB/s"),
    )


def _keys(playground: Playground) -> "cycle[tuple[str, Callable[[], str]]]":
    """Keys, each with what it changes on the screen. The speed and the discretized output are soon changed back."""
    test_data, discretize = Toggle(playground.screen, TEST_DATA), Toggle(playground.screen, DISCRETIZE)

    def test_data_glyph() -> str:
        return test_data.glyph

    def discretize_glyph() -> str:
        return discretize.glyph

    def speed() -> str:
        return playground.speed

    return cycle(
        (
            ("t", test_data_glyph),
            (",", speed),
            (".", speed),
            ("x", discretize_glyph),
            ("x", discretize_glyph),
        )
    )


def _measure_pause(playground: Playground, name: str, budget: float, result: PartResult) -> None:
    """From the key that pauses to the last byte of the picture, early in the training, when much changes."""
    taken = []
    for _ in range(PAUSES):
        playground.reset()
        playground.play()
        playground.run(random.uniform(2.0, 3.0))
        pressed = playground.press(PLAY_KEY)
        stopped = playground.until(lambda: not playground.is_playing, LIMIT) and playground.until_quiet(QUIET, LIMIT)
        taken.append(playground.last_arrival - pressed if stopped else LIMIT)
        if not stopped:
            break
    result.add(Figure(f"{name}pause stops the picture within", max(taken), "s", budget=budget, note="the worst"))
