"""Carries the solution of a task out on the session: "do it for me". It waits for nothing, and can be stopped."""

from collections.abc import Generator
from typing import Protocol

from nntui.experiment.setting import SettingError
from nntui.lessons.course_state import CourseState, TaskState
from nntui.lessons.lesson import Lesson
from nntui.lessons.ways import Way, expanded, take
from nntui.session.pacing import DEFAULT_SPEED
from nntui.session.session import TrainingSession
from nntui.session.stopping import Goal


class Taken(Protocol):
    """The lesson that is being taken, as far as it is needed here: a `Course`."""

    lesson: Lesson
    session: TrainingSession
    state: CourseState

    @property
    def place(self) -> int:
        """The place of the task, from 0."""

    @property
    def task_state(self) -> TaskState:
        """How far the task is."""

    def answer(self, text: str) -> None:
        """Answers its question."""

    def set_up_anew(self) -> None:
        """Brings the session to what the task begins with."""

    def look(self, place: int) -> bool:
        """Whether all holds that a task asks for."""

    def is_behind(self, place: int) -> bool:
        """Whether a task has done to the network what it is there for."""

    def keep(self, place: int) -> None:
        """Keeps what a task keeps."""


class Doing:
    """Takes the steps of a solution, and before them of the earlier tasks that it needs.

    Args:
        course: The lesson that is being taken.

    Attributes:
        failure: Why it could not be done; "" if it could.
        has_failed: Whether it came to its end and the task has not passed.
    """

    def __init__(self, course: Taken) -> None:
        self.failure = ""
        self.has_failed = False
        self._course = course
        self._steps: Generator[int, None, None] | None = None
        self._place: int | None = None
        self._goal_epoch: int | None = None

    @property
    def is_on(self) -> bool:
        """Whether something is being carried out."""
        return self._steps is not None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is an earlier task that is being carried out."""
        return self._place is not None and self._place != self._course.place

    def has_arrived(self) -> bool:
        """Whether all holds that the task asks for whose solution is being carried out."""
        return self._course.look(self._course.place if self._place is None else self._place)

    # Without waiting

    def start(self) -> None:
        """Begins; `go_on` goes on."""
        player = self._course.session.player
        if player.speed < DEFAULT_SPEED:
            player.set_speed(DEFAULT_SPEED)
        self._steps = self.steps()
        self.go_on()

    def go_on(self) -> None:
        """Goes on, as far as it does not have to wait for the training."""
        session = self._course.session
        while self._steps is not None:
            if self._goal_epoch is not None:
                if self.has_arrived():
                    session.player.pause()
                elif session.player.playing:
                    return
                elif session.player.end is None and session.snapshot.epoch < self._goal_epoch:
                    self.stop()  # somebody has paused it
                    return
                self._goal_epoch = None
            epochs = next(self._steps, None)
            if epochs is None:
                self.stop()
                self.has_failed = not self.failure and not self.has_arrived()
                return
            self._goal_epoch = session.snapshot.epoch + epochs
            session.player.run_until(Goal(epoch=self._goal_epoch))

    def stop(self) -> None:
        """Ends it; what has been reached stays."""
        self.has_failed = False
        if self._steps is not None:
            steps, self._steps, self._goal_epoch = self._steps, None, None
            steps.close()

    # The steps

    def steps(self) -> Generator[int, None, None]:
        """Takes the steps. Whoever runs it trains between two of them, no longer than until `has_arrived`.

        Yields:
            How many epochs to train at the most.
        """
        course = self._course
        course.task_state.was_shown = True
        self.failure, self.has_failed = "", False
        try:
            for place in self._way_here():
                self._place = place
                yield from self._take(course.lesson.tasks[place].solution or ())
                if self.is_elsewhere:
                    course.keep(place)
            course.state.is_continuous = True
        except SettingError as error:
            self.failure = str(error)
        finally:
            self._place = None

    def _way_here(self) -> range:
        """The places of the tasks whose solutions lead through this one."""
        course, place = self._course, self._course.place
        root = course.lesson.root_of(place)
        if course.state.is_continuous and all(map(course.is_behind, range(root, place))):
            return range(place, place + 1)
        course.set_up_anew()
        return range(root, place + 1)

    def _take(self, way: Way) -> Generator[int, None, None]:
        for step in expanded(way):
            if self.has_arrived():
                return
            if step.act == "train":
                yield step.value
            elif step.act == "answer":
                if not self.is_elsewhere:
                    self._course.answer(str(step.value))
            else:
                take(self._course.session, step)
        self.has_arrived()  # what the last step has led to
