"""What there is to show of a lesson at a moment, as data: a strip on the screen and the plain mode read the same."""

from dataclasses import dataclass
from typing import Literal

from nntui.lessons.conditions import Check

Mark = Literal["passed", "here", "open"]


@dataclass(frozen=True)
class View:
    """A moment of a lesson, in the language in use.

    Attributes:
        lesson: The lesson's title.
        task: The task's title; the lesson's while the opening is shown.
        place: The task's place, from 1.
        marks: Of every task, whether it is here and has not passed since the lesson was begun, has passed, now or
            at another time, or is open.
        text: The opening, what the task asks, or what is said behind the last task.
        checks: The checklist with its live values.
        choices: Of a question, numbered from 1; none of a question for a number.
        asks_number: Whether the question asks for a number.
        answer: What was answered, as it is shown; "" for nothing.
        reply: What is said of the answer, or to a wrong idea; "" for nothing.
        is_passed: Whether the task has passed. It stays so.
        passed: A sentence: when it passed, and how far the network was then; "" while it has not.
        done: Why it worked; "" while it has not passed.
        hints: Those that have been asked for, in their order.
        is_hinting: Whether the last of them is newer than the reply.
        can_hint: Whether there is another, or the last can be shown again in place of the reply.
        can_do: Whether the solution can be carried out now: every hint has been read, or there is none.
        is_doing: Whether it is being carried out.
        note: What else is to be said: that nothing moves, that something is missing; "" for nothing.
        is_opening: Whether the opening is shown.
        is_over: Whether the last task has been left.
    """

    lesson: str
    task: str
    place: int
    marks: tuple[Mark, ...]
    text: str
    checks: tuple[Check, ...] = ()
    choices: tuple[str, ...] = ()
    asks_number: bool = False
    answer: str = ""
    reply: str = ""
    is_passed: bool = False
    passed: str = ""
    done: str = ""
    hints: tuple[str, ...] = ()
    is_hinting: bool = False
    can_hint: bool = False
    can_do: bool = False
    is_doing: bool = False
    note: str = ""
    is_opening: bool = False
    is_over: bool = False

    @property
    def count(self) -> int:
        """How many tasks the lesson has."""
        return len(self.marks)

    @property
    def is_last(self) -> bool:
        """Whether it is the last task."""
        return self.place == self.count

    @property
    def asks(self) -> bool:
        """Whether there is a question."""
        return bool(self.choices) or self.asks_number
