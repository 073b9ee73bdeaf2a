"""When the next frame may be drawn: at the rate that is wanted, and never at the cost of all else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

DRAWING_SHARE = 0.25
"""The share of the time that drawing may take."""
LATENESS_FACTOR = 10.0
"""By how many times of its lateness a frame is put off. On a machine with too much to do a timer is late, and so frames
become fewer by themselves, and training and keys keep their share."""

_MOST_DRAWING_S = 1.0
"""Seconds. A frame that takes longer was interrupted, as by a machine that slept."""
_MOST_LATENESS_S = 0.1
"""Seconds. More than that is no lateness: the program was stopped, or the machine asleep."""


class FrameLimiter:
    """Says how long to wait.

    Args:
        rate: Frames per second.
        clock: Seconds.

    Attributes:
        rate: As given; it may be changed.
    """

    def __init__(self, rate: float, clock: Callable[[], float] = monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._drawn_at: float | None = None
        self._took = 0.0
        self._late = 0.0

    def wait(self) -> float:
        """Seconds until the next frame may be drawn; 0 for now."""
        if self._drawn_at is None:
            return 0.0
        interval = max(1 / self.rate, self._took / DRAWING_SHARE, self._late * LATENESS_FACTOR)
        return max(0.0, self._drawn_at + interval - self._clock())

    def late(self, seconds: float) -> None:
        """A timer that was set for a frame came so late."""
        self._late += (min(max(0.0, seconds), _MOST_LATENESS_S) - self._late) / 4

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Around the drawing of a frame."""
        self._drawn_at = self._clock()
        yield
        # An average, so that a single frame that was interrupted does not slow the display down.
        self._took += (min(self._clock() - self._drawn_at, _MOST_DRAWING_S) - self._took) / 4
