"""A terminal at the end of a line, by a clock of its own: what a program sends goes out at a rate and arrives late."""

import heapq
import random
from collections.abc import Callable

from nntui.terminal.flow_control import FlowControl
from nntui.terminal.questions import CURSOR_QUERY, Place

FRAME_S = 0.1
"""Seconds between two pictures that are wanted."""


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def place_of(question: str) -> Place:
    """Where the cursor is after a question: where it was put, or the first column and row."""
    moved = question.removesuffix(CURSOR_QUERY)
    if not moved:
        return 0, 0
    row, column = moved.removeprefix("\x1b[").removesuffix("H").split(";")
    return int(column) - 1, int(row) - 1


class SimulatedLine:
    """A program that draws ten pictures a second if it may, keys, and a line between them and the terminal.

    Args:
        rate: Bytes per second.
        round_trip: Seconds.
        jitter: Seconds by which an answer comes later at most.
        size: Bytes of a picture, or a function that says them.
        tells_places: Whether the terminal says where its cursor is; it always says the first column and row if not.

    Attributes:
        loses: Whether the answer with this number is lost; may be replaced.
        shown: When pictures had arrived.
        most_on_the_line: The longest queue, in seconds; may be set back.
        keys: For each key, the seconds until its picture had arrived.
    """

    def __init__(
        self,
        rate: float = 1e7,
        round_trip: float = 0.0,
        jitter: float = 0.0,
        size: Callable[[], int] | int = 2500,
        tells_places: bool = True,
    ) -> None:
        self.clock = Clock()
        self.flow = FlowControl(self.clock)
        self.rate, self.round_trip, self.jitter = rate, round_trip, jitter
        self.loses: Callable[[int], bool] = lambda number: False
        self.shown: list[float] = []
        self.keys: list[float] = []
        self.most_on_the_line = 0.0
        self._size = size if callable(size) else lambda: size
        self._tells_places = tells_places
        self._random = random.Random(1)
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._number = self._answers = 0
        self._free_at = self._last_answer_at = self.clock.now
        self._is_due = False
        self._pressed: list[float] = []
        self._woken_at = float("inf")
        question = self.flow.ask()
        self._send(len(question), question)
        self._frame()

    def run(self, seconds: float, key_every: float = 0.0) -> "SimulatedLine":
        """Lets time pass, with a key pressed now and then."""
        end = self.clock.now + seconds
        if key_every:
            when = self.clock.now
            while (when := when + self._random.uniform(0.5, 1.5) * key_every) < end - 3:
                self._at(when + self.round_trip / 2, self._key)
        while self._events and self._events[0][0] <= end:
            self.clock.now, _, happens = heapq.heappop(self._events)
            happens()
        self.clock.now = end
        return self

    def frames_per_second(self, seconds: float) -> float:
        """Of the last seconds."""
        return sum(at > self.clock.now - seconds for at in self.shown) / seconds

    def key_p95(self) -> float:
        """Seconds from a key to the screen."""
        return sorted(self.keys)[int(0.95 * len(self.keys))]

    def stand_still(self, seconds: float) -> None:
        """Carries nothing for a while, neither way."""
        until = self.clock.now + seconds
        self._events = [
            event if event[2] in (self._frame, self._woken) else (max(event[0], until), *event[1:])
            for event in self._events
        ]
        heapq.heapify(self._events)
        self._free_at = self._last_answer_at = until

    def _at(self, when: float, happens: Callable[[], None]) -> None:
        self._number += 1
        heapq.heappush(self._events, (when, self._number, happens))

    def _frame(self) -> None:
        self._is_due = True
        self._at(self.clock.now + FRAME_S, self._frame)
        self._draw()

    def _key(self) -> None:
        self.flow.hurry()
        self._pressed.append(self.clock.now - self.round_trip / 2)
        self._is_due = True
        self._draw()

    def _woken(self) -> None:
        self._woken_at = float("inf")
        self._draw()

    def _draw(self) -> None:
        """As the driver does."""
        if not self._is_due:
            return
        if wait := self.flow.wait():
            when = self.clock.now + max(0.005, wait)
            if when < self._woken_at:
                self._woken_at = when
                self._at(when, self._woken)
            return
        self._is_due = False
        pressed, self._pressed = self._pressed, []
        before = self.flow.ask_before()
        if before:
            self._send(len(before), before)
        size = self._size()
        question = self.flow.ask(size)
        taken = self._send(size + len(question), question)
        self._at(taken, lambda: self._arrived(pressed))

    def _arrived(self, pressed: list[float]) -> None:
        self.shown.append(self.clock.now)
        self.keys += [self.clock.now - at for at in pressed]

    def _send(self, count: int, question: str) -> float:
        """Returns when it has arrived; the answer comes half a round trip later."""
        now = self.clock.now
        self.flow.sent(count)
        self.flow.written(count, 0.0)
        self._free_at = max(self._free_at, now) + count / self.rate
        self.most_on_the_line = max(self.most_on_the_line, self._free_at - now)
        arrives = self._free_at + self.round_trip / 2
        if question:
            self._answers += 1
            place = place_of(question) if self._tells_places else (0, 0)
            if not self.loses(self._answers):
                late = self._random.uniform(0, self.jitter)
                self._last_answer_at = max(self._last_answer_at, arrives + self.round_trip / 2 + late)
                self._at(self._last_answer_at, lambda: self._answered(place))
        return arrives

    def _answered(self, place: Place) -> None:
        self.flow.answered(place)
        self._draw()
