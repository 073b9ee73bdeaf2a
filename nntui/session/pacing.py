"""How fast the playground plays, in epochs per second, and how often it is drawn."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nntui.experiment.setting import Number, Setting
from nntui.experiment.typed_number import NUMBER_CHARACTERS, read_typed_number
from nntui.language import N_, _
from nntui.system import PROCESSOR_CLOCK_GRAIN_S

FLAT_OUT = math.inf
SPEEDS: tuple[float, ...] = (1, 5, 10, 30, 60, 120, 300, FLAT_OUT)
"""Epochs per second that can be chosen."""
DEFAULT_SPEED = 60.0


@dataclass(frozen=True, kw_only=True)
class _Speed(Setting):
    """Epochs per second; not a setting of the experiment, but changed in the same way."""

    restarts: bool = False

    @property
    def allowed(self) -> str:
        """In words."""
        return _("a number from {low:g} to {high:g}, or flat out").format(low=SPEEDS[0], high=SPEEDS[-2])

    @property
    def allowed_in_short(self) -> str:
        """In fewer words."""
        return _("from {low:g} to {high:g}, or flat out").format(low=SPEEDS[0], high=SPEEDS[-2])

    def check(self, value: Any) -> float:
        """The speed, if it is allowed."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.error(value)
        if not (SPEEDS[0] <= value <= SPEEDS[-2] or value == FLAT_OUT):
            raise self.error(value)
        return float(value)

    def parse(self, text: str) -> float:
        """From "60", "60/s" or "flat out"."""
        bare = text.strip().casefold().removesuffix("/s")
        if bare and any(words.startswith(bare) for words in ("flat out", _("flat out"))):
            return FLAT_OUT
        try:
            return self.check(read_typed_number(bare))
        except ValueError:
            raise self.error(text) from None

    def begins(self, character: str) -> bool:
        """Whether a character begins a number of epochs."""
        return character in NUMBER_CHARACTERS

    def display(self, value: Any) -> str:
        """As on the screen."""
        return _("flat out") if value == FLAT_OUT else f"{value:g}/s"

    def format(self, value: Any) -> str:
        """As `parse` reads it."""
        return "flat out" if value == FLAT_OUT else f"{value:g}"

    def step(self, value: Any, direction: int) -> float:
        """The next of `SPEEDS`; the same at the end."""
        if direction > 0:
            return next((speed for speed in SPEEDS if speed > value), float(value))
        return next((speed for speed in reversed(SPEEDS) if speed < value), float(value))


SPEED = _Speed(name="speed", label=N_("Speed"), help=N_("epochs per second while it plays"))

FRAME_RATE = Number(
    name="fps",
    label=N_("Frames per second"),
    help=N_("how often the screen is drawn while it plays"),
    default=10,
    low=1,
    high=30,
    steps=(1, 2, 5, 10, 15, 20, 30),
    unit=N_(" frames/s"),
    restarts=False,
)
SSH_FRAME_RATE = 5.0
"""Over SSH the line and the machine are shared, so it starts gentler."""

SLICE_S = 1 / 30
"""Seconds of training between two checks of what is wanted."""
GIVING_WAY = 30.0
"""How many times as long as a slice was kept from the processor training waits before the next one."""
UNNOTICED_SHARE = 0.1
"""The share of a slice for which it may be kept from the processor: on a free machine, too, something else runs now and
then, and threads of this process that take turns lose some time between them."""
CLEARLY_LESS, NEARLY_ALL = 0.8, 0.95
"""Under this share of the speed that was asked for it is said what is held; from the other one on no longer."""
_MEASURED_S, _MEASURED_EPOCHS = 2.0, 10.0
"""A rate is measured for so long at least, and for as long as so many epochs should take."""
_SAME_RATE = 0.15
"""A rate that has changed by less than this share is said as it was, so that the number stands still."""
_KEPT_IN_A_ROW = 3
"""After so many slices in a row that others kept waiting, flat out is played as at the usual speed."""
_CROWDED_S, _MOST_CROWDED_S = 2.0, 30.0
"""For so long at first, and at most: twice as long after each slice that was tried between and kept waiting as well."""
MOST_WAIT_S = 1.0
"""The longest wait: large networks go on as well, and there is a frame now and then."""


class EpochPacer:
    """Tells by the clock how many epochs are due.

    Args:
        clock: Seconds.

    Attributes:
        speed: Epochs per second, or `FLAT_OUT`.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.speed = DEFAULT_SPEED
        self._clock = clock
        self._trained_until = -math.inf
        self.start()

    def start(self, wait: float = 0.0) -> None:
        """From now on, or some seconds later; the first epoch is due at once, even at one a second."""
        self._trained_until = self._clock() + wait - 1 / self.speed

    def change(self, speed: float) -> None:
        """Takes another speed; time that has passed at the one before does not count."""
        if speed != self.speed:
            self.speed = speed
            self._trained_until = self._clock()

    def due(self, interval: float) -> tuple[int, float]:
        """How many epochs to train now, and if none, how many seconds to wait.

        Args:
            interval: Seconds that should pass between two calls that give any.
        """
        if self.speed == FLAT_OUT:
            return 1_000_000, 0.0
        interval = max(interval, 1 / self.speed)
        passed = self._clock() - self._trained_until
        if passed < interval:
            return 0, interval - passed
        return max(1, int(passed * self.speed + 1e-6)), 0.0

    def spend(self, epochs: int) -> None:
        """So many epochs are being trained: all that are due, so a slow machine never has to catch up."""
        self._trained_until += epochs / self.speed


class LoadPacer:
    """Has training give way on a machine with too much to do, so that keys come first, then frames, then epochs.

    A slice of training would run all the time. The time in which nothing of this process ran is what others took, who
    then wait for it as well. After such a slice training waits many times as long. What the drawing of a frame takes
    does not count, although it keeps training waiting: that is processor time of this process.

    Args:
        clock: Seconds.
        processor_clock: Seconds for which this process, with all its threads, had a processor.
    """

    def __init__(self, clock: Callable[[], float], processor_clock: Callable[[], float] = time.process_time) -> None:
        self._clock, self._processor_clock = clock, processor_clock
        self._free_at = -math.inf
        self._begun = self._used = 0.0

    def start(self) -> None:
        """The next slice may begin at once: somebody waits for it."""
        self._free_at = -math.inf

    def wait(self) -> float:
        """Seconds until the next slice may begin; 0 for now."""
        return max(0.0, self._free_at - self._clock())

    def begin(self) -> None:
        """A slice of training begins."""
        self._begun, self._used = self._clock(), self._processor_clock()

    def end(self) -> None:
        """It ends; the next one waits if this one was kept from the processor."""
        now = self._clock()
        took, ran = now - self._begun, self._processor_clock() - self._used
        kept = took - ran - max(took * UNNOTICED_SHARE, PROCESSOR_CLOCK_GRAIN_S)
        if kept > 0:
            self._free_at = now + min(MOST_WAIT_S, GIVING_WAY * kept)


class RateMeter:
    """Measures how many epochs a second are trained, a number now and then.

    Args:
        clock: Seconds.

    Attributes:
        held: Epochs a second, in two digits; None where about as many are trained as were asked for, and before it is
            known. Of `FLAT_OUT` it is told in any case.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.held: float | None = None
        self._clock = clock
        self._since = 0.0
        self._epochs = 0
        self.start()

    def start(self) -> None:
        """From now on."""
        self.held = None
        self._since, self._epochs = self._clock(), 0

    def count(self, epochs: int, speed: float) -> None:
        """So many epochs have been trained; at such a speed there should be."""
        self._epochs += epochs
        took = self._clock() - self._since
        if took < max(_MEASURED_S, _MEASURED_EPOCHS / speed):
            return
        rate = self._epochs / took
        self._since, self._epochs = self._clock(), 0
        if speed != FLAT_OUT and rate >= speed * (CLEARLY_LESS if self.held is None else NEARLY_ALL):
            self.held = None
        elif self.held is None or abs(rate - self.held) > _SAME_RATE * self.held:
            self.held = float(f"{rate:.2g}")


def held_text(speed: float, held: float | None) -> str:
    """What stands behind a speed: the rate that is held, as of `RateMeter`; "" for nothing."""
    if held is None:
        return ""
    if speed == FLAT_OUT:
        return f", {held:,.0f}/s" if held >= 1 else f", {held:g}/s"
    return _(", {rate:g} now").format(rate=held)


class PlayPacer(EpochPacer):
    """Paces the play: by the speed, by what else the machine has to do, and by what has come of it.

    The longest slices are kept from the processor most of all, and so flat out alone would come to less than the usual
    speed. Where others wait it is therefore played as at the usual speed, and tries a slice after a while.

    Args:
        clock: Seconds.

    Attributes:
        load: What else there is to do.
        meter: Which rate is held.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.load = LoadPacer(clock)
        self.meter = RateMeter(clock)
        self._usual = EpochPacer(clock)
        self._kept_in_a_row = 0
        self._crowded_s, self._crowded_until = _CROWDED_S, -math.inf
        super().__init__(clock)

    @property
    def _is_crowded(self) -> bool:
        return self._clock() < self._crowded_until

    def start(self, wait: float = 0.0) -> None:
        """From now on; the first epoch is due at once."""
        super().start(wait)
        self.load.start()
        self.meter.start()

    def change(self, speed: float) -> None:
        """Takes another speed."""
        super().change(speed)
        self.meter.start()

    def due(self, interval: float) -> tuple[int, float]:
        """As of `EpochPacer`, and none while others go first."""
        wait = self.load.wait()
        if wait:
            return 0, wait
        if self.speed == FLAT_OUT and self._is_crowded:
            return self._usual.due(interval)
        return super().due(interval)

    def spend(self, epochs: int) -> None:
        """So many epochs are being trained."""
        super().spend(epochs)
        self._usual.spend(epochs)

    def trained(self, epochs: int) -> None:
        """A slice of so many epochs, which `load.begin` has begun, is over."""
        self.load.end()
        self.meter.count(epochs, self.speed)
        if not self._is_crowded:
            self._look_at_crowd(self.load.wait())

    def _look_at_crowd(self, wait: float) -> None:
        if not wait:
            self._kept_in_a_row, self._crowded_s = 0, _CROWDED_S
            return
        self._kept_in_a_row += 1
        if self._kept_in_a_row >= _KEPT_IN_A_ROW:
            self._usual.start(wait)  # or what was not trained meanwhile would be one more long slice
            self._crowded_until = self._clock() + wait + self._crowded_s
            self._crowded_s = min(_MOST_CROWDED_S, 2 * self._crowded_s)
