"""How much a line carries to a terminal that answers nothing.

The only sign of a slow line is then a write that blocks, when what the system holds for it is full: 17 KB for a Linux
pseudo-terminal, which lets a write go on when most of that has gone. From such a write the rate of the line is taken,
and what may still be on its way is reckoned by the clock.
"""

from collections.abc import Callable

LONGEST_WAIT_S = 2.0
"""Seconds that a picture is put off at most for what may be on its way; a rate that is far off must not freeze it."""
_BLOCKED_FROM_S = 0.05
"""Seconds from which on a write was blocked."""
_RATE_SHARE = 0.8
"""Of a measured rate this share is used, so that the line runs empty between two pictures."""
_LEAST_BYTES = 1000
"""Bytes from which on a rate is taken."""
_IDLE_AFTER_S = 2.0
"""Seconds without a picture after which the line counts as empty."""
_IDLE_BEFORE_A_RATE_S = 0.5
"""The same as long as no write has blocked: pictures that come as seldom do not fill a line."""
_MOST_DECREASE = 0.5
"""Of the rate before, at least this share is kept: the line may have had nothing to carry for a part of the time."""
_RATE_GROWTH = 0.02
"""Bytes per second that a rate is raised by for every byte that did not block, for a line may get faster."""


class MuteLine:
    """Reckons what is on its way.

    Args:
        clock: Seconds.

    Attributes:
        writing: So many writes are under way.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.writing = 0
        self._clock = clock
        self._rate = 0.0
        self._empty_at = 0.0
        self._count = 0
        self._counted_since = self._sent_at = clock()

    def sent(self, count: int) -> None:
        """So many bytes were handed to be written."""
        now = self._clock()
        if now - self._sent_at > (_IDLE_AFTER_S if self._rate else _IDLE_BEFORE_A_RATE_S):
            self._count, self._counted_since = 0, now
        self.writing += 1
        self._count += count
        self._sent_at = now
        if self._rate:
            self._empty_at = min(max(self._empty_at, now) + count / self._rate, now + LONGEST_WAIT_S)

    def written(self, count: int, seconds: float) -> None:
        """So many bytes have been taken by the system, after so many seconds."""
        self.writing -= 1
        if seconds >= _BLOCKED_FROM_S:
            self._measure(count)
        elif self._rate:
            self._rate += _RATE_GROWTH * count

    def _measure(self, last: int) -> None:
        """All that was sent before the last write has gone through the line."""
        now = self._clock()
        gone, passed = self._count - last, now - self._counted_since
        if gone > _LEAST_BYTES:
            self._rate = max(_RATE_SHARE * gone / passed, _MOST_DECREASE * self._rate)
        elif not self._rate:
            self._rate = _RATE_SHARE * last / passed
        self._empty_at = now + min(last / self._rate, LONGEST_WAIT_S)
        self._count, self._counted_since = last, now

    def wait(self) -> float:
        """Seconds until the next picture may be drawn, 0 for now; infinite while a write is under way."""
        return float("inf") if self.writing else max(0.0, self._empty_at - self._clock())
