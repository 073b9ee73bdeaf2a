"""How long the line to the terminal is and how much it carries, from when the answers came.

An answer comes later than it was asked for the length of the line (the round trip), for what was on its way before it,
and for the bytes that it comes behind. The shortest time seen is the length. It is forgotten after a while, for a line
may get longer, and only taken from questions that found the line empty for a moment: else the queue would count as
length in the end, and grow. From the times between two answers that follow each other closely comes the rate, whatever
the length. With both it is known when the line has taken all that was sent: until then it has a queue.
"""

import math
from collections.abc import Iterable, Iterator

from nntui.terminal.questions import Question

LENGTH_KEPT_S = 4.0
"""Seconds in which a shortest time is taken; it counts for as long again."""
LEAST_BYTES = 500
"""Bytes from which on a rate is taken; of fewer the time says more of the line's whims."""
_MEMORY = 0.7
"""The weight of all rates before beside the newest."""
_CAUTION = 1.1
"""By how much more time than it took before a picture is given, so that a queue goes by itself."""
_SLOWEST = 1 / 1000
"""Seconds for a byte where the rate is not known."""


class LineModel:
    """Round trip and rate of a line, and what is on it. All times are in seconds by the same clock.

    Attributes:
        length_taken_at: When the length was measured last.
    """

    def __init__(self) -> None:
        self._shortest = self._shortest_before = math.inf
        self._since = -math.inf
        self._seconds = self._bytes = 0.0
        self._answered_at = -math.inf
        self.length_taken_at = -math.inf

    @property
    def round_trip(self) -> float:
        """The round trip of the empty line; infinite before the first answer."""
        return min(self._shortest, self._shortest_before)

    @property
    def has_rate(self) -> bool:
        """Whether enough was sent to know how much it carries."""
        return self._bytes > 0

    def answered(self, question: Question, now: float, *, is_sure: bool = True) -> None:
        """Learns from an answer.

        Args:
            question: What it answers.
            now: When it came.
            is_sure: Whether it is certain that it belongs to this question.
        """
        if is_sure and question.is_alone:
            self._take_length(now - question.at, now)
        busy_from = max(self._answered_at, question.at + min(self.round_trip, now - question.at))
        self._answered_at = now
        if question.count >= LEAST_BYTES and question.is_prompt and is_sure:
            self._seconds = _MEMORY * self._seconds + now - busy_from
            self._bytes = _MEMORY * self._bytes + question.count

    def _take_length(self, seconds: float, now: float) -> None:
        self.length_taken_at = now
        if now - self._since > LENGTH_KEPT_S:
            is_recent = now - self._since <= 2 * LENGTH_KEPT_S
            self._shortest_before = self._shortest if is_recent else math.inf
            self._shortest, self._since = math.inf, now
        self._shortest = min(self._shortest, seconds)

    def taken_at(self, questions: Iterable[Question]) -> Iterator[float]:
        """When the line has taken what was sent before each question that is under way.

        The answer to the question comes a round trip later.
        """
        per_byte = _CAUTION * self._seconds / self._bytes if self._bytes else _SLOWEST
        free_at = self._answered_at - self.round_trip
        for question in questions:
            free_at = max(free_at, question.at) + question.count * per_byte
            yield free_at
