"""The hints of a task: they come one at a time, and each stands in front of what was said before it."""

from typing import Protocol

from nntui.lessons.course_state import CourseState, TaskState
from nntui.lessons.lesson import Task
from nntui.lessons.state import State
from nntui.training.snapshot import Snapshot


class TakenTask(Protocol):
    """The lesson that is being taken, as far as it is needed here: a `Course`."""

    state: CourseState

    @property
    def task(self) -> Task:
        """The task that is on."""

    @property
    def task_state(self) -> TaskState:
        """How far the task is."""

    @property
    def now(self) -> State:
        """What is looked at."""

    @property
    def is_passed(self) -> bool:
        """Whether the task has passed."""

    @property
    def wrong_ideas(self) -> tuple[int, ...]:
        """The places of the wrong ideas whose state this is."""


class Hints:
    """Gives the hints of the task that is on.

    Args:
        course: The lesson that is being taken.
    """

    def __init__(self, course: TakenTask) -> None:
        self._course = course
        self._asked: tuple[str, Snapshot] | None = None

    def next(self) -> str:
        """Another hint; "" if there is none left. The last one is the solution in words.

        It stands in front of what is said to an answer or to a wrong idea, until there is another. The last one comes
        again when such a reply has taken its place.
        """
        course, hints = self._course, self._course.task.words.hints
        if not self.has_another or course.state.is_opening or course.state.is_over:
            return ""
        task_state = course.task_state
        task_state.hints = min(len(hints), task_state.hints + 1)
        task_state.was_shown |= task_state.hints == len(hints) and not course.is_passed
        self._asked = course.task.id, course.now.snapshot
        return hints[task_state.hints - 1].text

    @property
    def is_newest(self) -> bool:
        """Whether the last hint is what is to be shown: no newer reply has taken its place."""
        course = self._course
        if not course.task_state.hints:
            return False
        is_answered = bool(course.task_state.answer) and not course.task.checks
        if not (is_answered or course.wrong_ideas):
            return True
        if self._asked is None:
            return False
        task, snapshot = self._asked
        return task == course.task.id and (is_answered or snapshot is course.now.snapshot)

    @property
    def has_another(self) -> bool:
        """Whether there is another hint, or the last one has been replaced by a reply."""
        course = self._course
        if course.task_state.hints < len(course.task.words.hints):
            return True
        return bool(course.task_state.hints) and not self.is_newest and not course.is_passed

    def replied(self) -> None:
        """Something newer is to be said."""
        self._asked = None
