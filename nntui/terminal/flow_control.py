"""When the terminal can be given the next picture.

A picture that is sent before the line has taken the one before only makes the person wait: for this picture, and for
the answer to the next key. So after each picture the terminal is asked where its cursor is. It answers when it has come
so far, and until then nothing more is drawn.

A few terminals never answer. There the only sign of a slow line is a write that blocks, when what the system holds for
it is full: 17 KB for a Linux pseudo-terminal, which lets a write go on when most of that has gone. From such a write
the rate of the line is taken, and what may still be on its way is reckoned by the clock.
"""

import math
from collections.abc import Callable

CURSOR_QUERY = "\x1b[6n"
"""Where is the cursor?"""

MUTE_AFTER_S = 3.0
"""Seconds after which a terminal that has never answered counts as mute."""
ANSWER_LOST_AFTER_S = 8.0
"""Seconds after which an answer is not waited for any longer."""
FAST_ANSWER_S = 0.25
"""Seconds within which an answer shows that the line takes as many bytes at once."""
FAST_ANSWER_LOST_AFTER_S = 1.0
"""Seconds after which an answer is not waited for where answers to as much were fast."""
HURRIED_ANSWER_LOST_AFTER_S = 0.5
"""The same when the person has pressed a key since."""
_ASK_AGAIN_AFTER_S = 15.0
"""Seconds after which a mute terminal is asked again: it may have been busy, as after a pause in the shell."""
_BLOCKED_FROM_S = 0.05
"""Seconds from which on a write was blocked."""
_RATE_SHARE = 0.8
"""Of a measured rate this share is used, so that the line runs empty between two pictures."""
_LEAST_BYTES = 1000
"""Bytes from which on a rate is taken."""
_IDLE_AFTER_S = 2.0
"""Seconds without a picture after which the line counts as empty."""
_RATE_GROWTH = 0.02
"""Bytes per second that a rate is raised by for every byte that did not block, for a line may get faster."""


class FlowControl:
    """Knows what is on its way.

    Args:
        clock: Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers: bool | None = None  # None: it is not known yet whether it answers
        self._asked_at: float | None = None
        self._last_asked = -math.inf
        self._is_hurried = False
        self._unanswered = self._taken_fast = 0
        self._writing = 0
        self._rate = 0.0
        self._empty_at = 0.0
        self._count = 0
        self._counted_since = self._sent_at = clock()

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is to be expected."""
        self._give_up()
        return self._asked_at is not None and self._answers is not False

    def ask(self) -> bool:
        """Whether to ask now; if so, it counts as asked."""
        self._give_up()
        now = self._clock()
        if self._asked_at is not None or (self._answers is False and now - self._last_asked < _ASK_AGAIN_AFTER_S):
            return False
        self._asked_at = self._last_asked = now
        self._is_hurried = False
        return True

    def hurry(self) -> None:
        """The person has done something and wants to see it."""
        self._is_hurried = True

    @property
    def _lost_after(self) -> float:
        """Seconds after which the answer counts as lost."""
        if not self._taken_fast or self._unanswered > 2 * self._taken_fast:
            return ANSWER_LOST_AFTER_S
        return HURRIED_ANSWER_LOST_AFTER_S if self._is_hurried else FAST_ANSWER_LOST_AFTER_S

    def answered(self) -> None:
        """The terminal has answered. What comes unasked is a key that looks like an answer."""
        if self._asked_at is not None:
            if self._clock() - self._asked_at <= FAST_ANSWER_S:
                self._taken_fast = max(self._taken_fast, self._unanswered)
            self._answers = True
            self._asked_at = None
            self._unanswered = 0

    def sent(self, count: int) -> None:
        """So many bytes were handed to be written."""
        now = self._clock()
        if now - self._sent_at > _IDLE_AFTER_S:
            self._count, self._counted_since = 0, now
        self._writing += 1
        self._count += count
        self._unanswered += count
        self._sent_at = now
        if self._rate:
            self._empty_at = max(self._empty_at, now) + count / self._rate

    def written(self, count: int, seconds: float) -> None:
        """So many bytes have been taken by the system, after so many seconds."""
        self._writing -= 1
        if seconds >= _BLOCKED_FROM_S:
            self._measure(count)
        elif self._rate:
            self._rate += _RATE_GROWTH * count

    def _measure(self, last: int) -> None:
        """All that was sent before the last write has gone through the line."""
        now = self._clock()
        gone, passed = self._count - last, now - self._counted_since
        if gone > _LEAST_BYTES:
            self._rate = _RATE_SHARE * gone / passed
        elif not self._rate:
            self._rate = _RATE_SHARE * last / passed
        self._empty_at = now + min(last / self._rate, _IDLE_AFTER_S)
        self._count, self._counted_since = last, now

    def wait(self) -> float:
        """Seconds until the next picture may be drawn, 0 for now; less if the terminal answers before."""
        self._give_up()
        now = self._clock()
        if self._answers:
            return 0.0 if self._asked_at is None else max(0.0, self._asked_at + self._lost_after - now)
        if self._writing:
            return MUTE_AFTER_S
        return max(0.0, self._empty_at - now)

    def _give_up(self) -> None:
        if self._asked_at is None:
            return
        passed = self._clock() - self._asked_at
        if self._answers is None and passed >= MUTE_AFTER_S:
            self._answers = False
        if passed >= (self._lost_after if self._answers else ANSWER_LOST_AFTER_S):
            self._asked_at = None
            self._unanswered = 0
            if self._answers:
                self._answers = None  # it may have stopped answering: the next question shows
