"""The questions to the terminal that are under way, and which of them an answer belongs to.

The question is where the cursor is. Answers come in the order of the questions, but one may be lost, and one that was
given up may still come. So as long as another answer may come, the cursor is first moved to a place of its own, and the
answer names it. A single question under way needs no place, and costs no byte more.
"""

from collections import deque
from dataclasses import dataclass

CURSOR_QUERY = "\x1b[6n"
"""Where is the cursor?"""
LATEST_ANSWER_S = 8.0
"""Seconds in which an answer that was given up may still come."""
MOST_PLACES = 64
"""So many places are used in turn, from the second column of the second row on. An answer from the first row can be
mistaken for a function key."""
_LEAST_PLACES = 16

Place = tuple[int, int]
"""Column and row, from 0."""


@dataclass(frozen=True)
class Question:
    """A question that was asked.

    Attributes:
        at: When, in seconds.
        count: Bytes that were sent since the question before, with the question's own.
        place: Where the cursor was put for it; None if it was left where it was.
        is_alone: Whether the line had nothing to carry before it.
        is_prompt: Whether all those bytes were sent just now, so that their time tells of the line's rate.
    """

    at: float
    count: int
    place: Place | None
    is_alone: bool = False
    is_prompt: bool = True


class Questions:
    """What was asked and not answered.

    Attributes:
        waiting: The questions whose answers are waited for, in their order.
        late: Those that were given up not long ago.
    """

    def __init__(self) -> None:
        self.waiting: deque[Question] = deque()
        self.late: deque[Question] = deque()
        self._places = MOST_PLACES
        self._tells_places = False
        self._turn = 0

    def make_room(self, width: int, height: int) -> None:
        """The terminal has this size; on one that is too small no place is used."""
        places = min(MOST_PLACES, width - 2)
        self._places = places if places >= _LEAST_PLACES and height > 1 else 0

    def ask(self, now: float, count: int, *, is_alone: bool, is_prompt: bool) -> str:
        """Asks; returns what to send.

        Args:
            now: Seconds.
            count: Bytes sent since the question before.
            is_alone: Whether the line had nothing to carry before those.
            is_prompt: Whether all of those were sent just now.
        """
        while self.late and now - self.late[0].at > LATEST_ANSWER_S:
            self.late.popleft()
        place, text = None, CURSOR_QUERY
        if self._places and (self.waiting or self.late):
            self._turn = self._turn % self._places + 1
            place = (self._turn, 1)
            text = f"\x1b[2;{self._turn + 1}H{CURSOR_QUERY}"
        self.waiting.append(Question(now, count + len(text), place, is_alone, is_prompt))
        return text

    def answer(self, place: Place) -> Question | None:
        """Takes an answer.

        Args:
            place: Where the terminal says that its cursor is.

        Returns:
            The question that it answers; None if that is not known, or if the answer was not asked for.
        """
        found = _take(self.waiting, place) or _take(self.late, place)
        if found is not None:
            self._tells_places = True
            return found
        if self.waiting and not (self._tells_places and self.waiting[0].place):
            return self.waiting.popleft()
        if self.late and self.late[0].place is None:
            self.late.popleft()
        return None

    def give_up(self) -> None:
        """The answers are not waited for any longer."""
        self.late += self.waiting
        self.waiting.clear()


def _take(questions: deque[Question], place: Place) -> Question | None:
    """Takes out the question with a place, and those before it: their answers are lost, or they had come before."""
    for number, question in enumerate(questions):
        if question.place == place:
            for _ in range(number):
                questions.popleft()
            return questions.popleft()
    return None
