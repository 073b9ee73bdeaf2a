"""When the terminal can be given the next picture.

A picture that is sent before the line has taken the one before only makes the person wait: for this picture, and for
the answer to the next key. So after each picture the terminal is asked where its cursor is. It answers when it has come
so far, and until then nothing more is drawn.

A few terminals never answer. There the only sign of a slow line is a write that blocks, when what the system holds for
it is full. From such a write the rate of the line is taken, and what may still be on its way is reckoned by the clock.
"""

from collections.abc import Callable

ASKED = "\x1b[6n"
"""Where is the cursor?"""

SILENCE = 3.0
"""Seconds after which a terminal that has never answered counts as mute."""
LOST = 15.0
"""Seconds after which an answer is not waited for any longer."""
HELD = 16384
"""Bytes that a Linux pseudo-terminal takes before a write blocks: measured, 17408."""
_BLOCKED = 0.05
"""Seconds from which on a write was blocked."""
_CAREFUL = 0.8
"""Of a measured rate this share is used, so that the line runs empty between two pictures."""
_BOLDER = 1.03
"""By this much a rate is raised with every picture that did not block, for a line may get faster."""


class Pace:
    """Knows what is on its way.

    Args:
        clock: Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers: bool | None = None
        self._asked_at: float | None = None
        self._writing = 0
        self._rate = 0.0
        self._empty_at = 0.0

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is to be expected."""
        self._give_up()
        return self._asked_at is not None and self._answers is not False

    def ask(self) -> bool:
        """Whether to ask now; if so, it counts as asked."""
        self._give_up()
        if self._answers is False or self._asked_at is not None:
            return False
        self._asked_at = self._clock()
        return True

    def answered(self) -> None:
        """The terminal has answered."""
        self._answers = True
        self._asked_at = None

    def sent(self, count: int) -> None:
        """So many bytes were handed to be written."""
        self._writing += 1
        if self._rate:
            self._empty_at = max(self._empty_at, self._clock()) + count / self._rate

    def written(self, count: int, seconds: float) -> None:
        """So many bytes have been taken by the system, after so many seconds."""
        self._writing -= 1
        if seconds >= _BLOCKED:
            # What the system holds is full now, and the line has taken `count` bytes while we waited.
            self._rate = _CAREFUL * count / seconds
            self._empty_at = self._clock() + HELD / self._rate
        elif self._rate:
            self._rate *= _BOLDER

    def wait(self) -> float:
        """Seconds until the next picture may be drawn, 0 for now; less if the terminal answers before."""
        self._give_up()
        now = self._clock()
        if self._answers:
            return 0.0 if self._asked_at is None else max(0.0, self._asked_at + LOST - now)
        if self._writing:
            return SILENCE
        return max(0.0, self._empty_at - now)

    def _give_up(self) -> None:
        if self._asked_at is None:
            return
        passed = self._clock() - self._asked_at
        if self._answers is None and passed >= SILENCE:
            self._answers = False
        if passed >= LOST:
            self._asked_at = None
