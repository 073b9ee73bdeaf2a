"""When the terminal can be given the next picture.

A picture that is sent before the line has taken the one before only makes the person wait: for this picture, and for
the answer to the next key. So behind each picture the terminal is asked where its cursor is. It answers when it has
come so far.

On a near line nothing more is drawn until then. On a far one that would use the line once in a round trip: there the
next picture goes out when the line has taken the one before, which is reckoned from the answers that have come. For a
small queue a key's picture does not wait. An answer that is overdue means that the line stands still, and so do the
pictures, until it comes or counts as lost.

A few terminals never answer; see `mute_line`.
"""

import math
from collections.abc import Callable

from nntui.terminal.line_model import LineModel
from nntui.terminal.mute_line import MuteLine
from nntui.terminal.questions import Place, Questions

MUTE_AFTER_S = 3.0
"""Seconds after which a terminal that has never answered counts as mute."""
NEAR_S = 0.04
"""Seconds of a round trip up to which a picture waits for the answer to the one before."""
SHORT_QUEUE_S = 0.1
"""Seconds of a queue for which a key's picture does not wait."""
REST_S = 0.05
"""Seconds without anything to carry after which a question shows the length of the line."""
REST_EVERY_S = 2.0
"""Seconds after which a line that always has something to carry gets such a rest."""
MOST_BEFORE_AN_ANSWER = 10_000
"""Bytes after which, before it is known whether the terminal answers, pictures wait, but for those after a key."""
LOST_AFTER_S = 0.9
"""Seconds after it was due from which on an answer is not waited for."""
HURRIED_LOST_AFTER_S = 0.5
"""The same when the person has pressed a key since."""
LONGEST_LOST_AFTER_S = 8.0
"""The same at most, when several answers have stayed out or it is not known how much the line carries."""
_LEAD_NEAR_EVERY_S = 1.0
"""Seconds between two such questions before a picture on a near line."""
_MOST_LOST = 3
"""After so many pictures in a row without an answer the terminal counts as mute."""
_JITTER_S = 0.1
"""Seconds, beside half a round trip, by which an answer may be overdue before the line counts as standing still."""
_ASK_AGAIN_AFTER_S = 15.0
"""Seconds after which a mute terminal is asked again: it may have been busy, as after a pause in the shell."""
_LAST_ANSWER_S = 0.2
"""Seconds, beside what an answer takes, to wait for the last ones."""


class FlowControl:
    """Knows what is on its way.

    Args:
        clock: Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._questions = Questions()
        self._line = LineModel()
        self._mute = MuteLine(clock)
        self._answers: bool | None = None  # None: it is not known yet whether it answers
        self._asked_at = self._led_at = -math.inf
        self._took = 0.0
        self._count = 0
        self._lost = 0
        self._is_hurried = False

    # What is sent

    def resize(self, width: int, height: int) -> None:
        """The terminal has this size."""
        self._questions.make_room(width, height)

    def ask_before(self) -> str:
        """A question to send before a picture; "" if none is needed.

        Where answers take their time, it tells the length of the empty line, and when the picture begins to go.
        """
        self._give_up()
        if not self._answers or self._took <= NEAR_S or self._rest() < 0:
            return ""
        now = self._clock()
        if self._line.round_trip <= NEAR_S and now - self._led_at < _LEAD_NEAR_EVERY_S:
            return ""  # the line is slow, or the machine busy: it is seldom asked whether it has become a far one
        self._led_at = now
        return self._ask(0)

    def ask(self, count: int = 0) -> str:
        """A question to send behind a picture; "" if none is to be asked now.

        Args:
            count: Bytes of the picture.
        """
        self._give_up()
        now = self._clock()
        if not self._answers:
            is_early = self._answers is False and now - self._asked_at < _ASK_AGAIN_AFTER_S
            if is_early or self._questions.waiting:
                self._count += count
                return ""
        self._asked_at = now
        self._is_hurried = False
        return self._ask(count)

    def _ask(self, count: int) -> str:
        is_alone = self._rest() >= REST_S and not self._questions.late
        before, self._count = self._count, 0
        return self._questions.ask(self._clock(), before + count, is_alone=is_alone, is_prompt=not before)

    def sent(self, count: int) -> None:
        """So many bytes, of pictures and questions or anything else, were handed to be written."""
        self._mute.sent(count)

    def sent_beside(self, count: int) -> None:
        """So many of them belong to no picture; the next question is behind them, too."""
        self._count += count

    def written(self, count: int, seconds: float) -> None:
        """So many bytes have been taken by the system, after so many seconds."""
        self._mute.written(count, seconds)

    def hurry(self) -> None:
        """The person has done something and wants to see it."""
        self._is_hurried = True

    # What comes back

    def answered(self, place: Place = (0, 0), at: float | None = None) -> None:
        """The terminal has answered. What comes unasked is a key that looks like an answer.

        Args:
            place: Where its cursor is: column and row from 0.
            at: When the answer came; now when left out.
        """
        at = self._clock() if at is None else at
        was_late = len(self._questions.late)
        question = self._questions.answer(place)
        if question is None and len(self._questions.late) == was_late:
            return
        self._answers = True
        self._lost = 0
        if question is not None:
            is_sure = question.place == place or not was_late
            self._line.answered(question, at, is_sure=is_sure)
            self._took = at - question.at

    @property
    def owed(self) -> int:
        """So many answers may still come."""
        self._give_up()
        return 0 if self._answers is False else len(self._questions.waiting) + len(self._questions.late)

    @property
    def last_answer_limit(self) -> float:
        """Seconds after which the last answers will have come if they come at all."""
        if not self._answers:
            return LOST_AFTER_S
        return min(LOST_AFTER_S, _LAST_ANSWER_S + 2 * self._took)

    # When

    def wait(self) -> float:
        """Seconds until the next picture may be drawn; less if an answer or a finished write comes before."""
        self._give_up()
        now = self._clock()
        if not self._answers:
            return min(self._mute.wait(), MUTE_AFTER_S) or self._wait_for_the_first(now)
        if not self._questions.waiting:
            return 0.0
        if self._line.round_trip > NEAR_S and self._line.has_rate and now <= self._due_at() + self._tolerance:
            if self._is_hurried:
                return max(0.0, -SHORT_QUEUE_S - self._rest())
            needs_rest = now - self._line.length_taken_at > REST_EVERY_S
            return max(0.0, (REST_S if needs_rest else 0.0) - self._rest())
        return max(0.0, self._lost_at() - now)

    def _wait_for_the_first(self, now: float) -> float:
        is_free = self._is_hurried or self._count < MOST_BEFORE_AN_ANSWER or not self._questions.waiting
        if self._answers is False or is_free:
            return 0.0
        return max(0.0, self._questions.waiting[0].at + MUTE_AFTER_S - now)

    @property
    def _tolerance(self) -> float:
        return _JITTER_S + self._line.round_trip / 2

    def _rest(self) -> float:
        """Seconds since the line has taken all that was sent; negative for the seconds until it will have."""
        *_, free_at = (-math.inf, *self._line.taken_at(self._questions.waiting))
        return self._clock() - free_at

    def _due_at(self) -> float:
        """When the answer to the first question is to be expected."""
        return next(iter(self._line.taken_at(self._questions.waiting))) + self._line.round_trip

    def _lost_at(self) -> float:
        """When the answer to the first question counts as lost."""
        asked_at = self._questions.waiting[0].at
        if not self._answers:
            return asked_at + LONGEST_LOST_AFTER_S
        patience = (HURRIED_LOST_AFTER_S if self._is_hurried else LOST_AFTER_S) * 2.0**self._lost
        return min(self._due_at() + patience, asked_at + LONGEST_LOST_AFTER_S)

    def _give_up(self) -> None:
        if not self._questions.waiting:
            return
        now, asked_at = self._clock(), self._questions.waiting[0].at
        if self._answers is None and now - asked_at >= MUTE_AFTER_S:
            self._answers = False
        if now >= self._lost_at():
            self._questions.give_up()
            self._lost += 1
            if self._answers and self._lost >= _MOST_LOST:
                self._answers = False
