"""The installed command on a line: what its screen says, and the keys that bring it into a state to measure."""

import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.figures import MissingError
from tests.benchmarks.line import Line, environment
from tests.benchmarks.screen import Screen

SEED = "0.59734"
LIMIT = 60.0
"""Seconds that only a hang can reach."""
PLAY_KEY, RESET_KEY, FASTER_KEY, TEST_DATA_KEY = " ", "r", ".", "t"
TEST_DATA = "Test data"
FLAT_OUT = "flat out"
_EPOCH = re.compile(r"Epoch ([\d,]+)")
_TEST_LOSS = re.compile(r"Test loss +(\d+\.\d+)")
_SPEED = re.compile(r"‹([^›]*)›")
_MOST_SPEEDS = 20
_GLYPH_WIDTH = 2
"""Columns before a toggle's name in which its box is."""


def shown_epoch(screen: Screen) -> int:
    """The epoch on the screen; −1 if there is none."""
    found = _EPOCH.search(screen.row(0))
    return int(found[1].replace(",", "")) if found else -1


def shown_test_loss(screen: Screen) -> float | None:
    """The test loss on the screen; None if there is none."""
    found = _TEST_LOSS.search(screen.text)
    return float(found[1]) if found else None


class Toggle:
    """Where a box to tick is on the screen.

    Args:
        screen: The screen.
        name: The words behind the box.
    """

    def __init__(self, screen: Screen, name: str) -> None:
        place = screen.find(name)
        if place is None:
            raise MissingError(f"the screen shows no {name!r}:\n{screen.text}")
        self.row, self._column = place
        self._screen = screen

    @property
    def glyph(self) -> str:
        """The box as it is."""
        return self._screen.row(self.row)[max(0, self._column - _GLYPH_WIDTH) : self._column]


class Playground(Line):
    """The playground on a line.

    Attributes:
        frames: How many distinct epochs the screen has shown.
        trained: How many epochs have gone by on the screen, those before a reset included.
    """

    frames = 0
    trained = 0
    _shown_epoch = -1

    @property
    def epoch(self) -> int:
        """The epoch on the screen."""
        return shown_epoch(self.screen)

    @property
    def is_playing(self) -> bool:
        """Whether the button would pause it."""
        return "Pause" in self.screen.row(0)

    @property
    def speed(self) -> str:
        """The speed, as the screen says it."""
        found = _SPEED.search(self.screen.row(0))
        return found[1] if found else ""

    def _arrived(self, written: bytes) -> bool:
        goes_on = super()._arrived(written)
        epoch = self.epoch
        if epoch not in (-1, self._shown_epoch):
            self.frames += 1
            self.trained += max(0, epoch - self._shown_epoch) if self._shown_epoch >= 0 else 0
            self._shown_epoch = epoch
        return goes_on

    def wait_for_first_frame(self) -> float:
        """Reads until the test loss is shown, and returns the seconds since the start."""
        if not self.until(lambda: shown_test_loss(self.screen) is not None, LIMIT):
            raise MissingError(f"{self.what_is_wrong}: no test loss is on the screen after {LIMIT:.0f} s")
        return time.monotonic() - self.started

    def play(self) -> None:
        """Plays, if it does not yet."""
        if not self.is_playing:
            self.press(PLAY_KEY)
            self._must(lambda: self.is_playing, "playing")

    def pause(self) -> None:
        """Pauses, if it plays."""
        if self.is_playing:
            self.press(PLAY_KEY)
            self._must(lambda: not self.is_playing, "paused")

    def reset(self) -> None:
        """Goes back to epoch 0, and pauses."""
        self.pause()
        self.press(RESET_KEY)
        self._must(lambda: self.epoch == 0, "back at epoch 0")
        self.until_quiet(0.3, LIMIT)

    def go_flat_out(self) -> None:
        """Raises the speed as far as it goes."""
        for _ in range(_MOST_SPEEDS):
            if self.speed == FLAT_OUT:
                return
            self.key_to_screen(FASTER_KEY, lambda: self.speed, LIMIT)
        raise MissingError(f"the speed never says {FLAT_OUT!r}")

    def _must(self, happened: Callable[[], object], what: str) -> None:
        if not self.until(happened, LIMIT):
            raise MissingError(f"it is not {what} after {LIMIT:.0f} s; {self.what_is_wrong}")

    def key_to_screen(self, key: str, reading: Callable[[], object], limit: float) -> float:
        """Seconds from a key to another reading of the screen; `limit` if that has not come by then."""
        before = reading()
        pressed = self.press(key)
        return time.monotonic() - pressed if self.until(lambda: reading() != before, limit) else limit


@contextmanager
def opened(
    command: Sequence[str],
    columns: int,
    lines: int,
    *,
    rate: float | None = None,
    delay: float = 0.0,
    is_mute: bool = False,
) -> Iterator[Playground]:
    """A playground on a line, with the recorded seed and files of its own, ended at the end."""
    with tempfile.TemporaryDirectory() as home:
        variables = environment(Path(home))
        line = Playground(
            [*command, "--seed", SEED], variables, columns, lines, rate=rate, delay=delay, is_mute=is_mute
        )
        try:
            yield line
        finally:
            line.close()
