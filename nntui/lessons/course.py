"""A lesson that is being taken: which task is on, what has passed, what was answered. It knows no screen.

It looks at the newest published snapshot of a session and never at keys, so whatever way leads to a state counts. The
screen calls `observe` with every frame, the plain mode after every few epochs, and shows the `View` that it gives.
"""

import math
from typing import Self

from nntui.language import _
from nntui.lessons.answers import AnswerError, is_right, number_of
from nntui.lessons.beginnings import Beginnings
from nntui.lessons.course_state import CourseState, Passed, TaskState, Trials
from nntui.lessons.doing import Doing
from nntui.lessons.hints import Hints
from nntui.lessons.lesson import Lesson, Task
from nntui.lessons.progress import Progress
from nntui.lessons.stage import Stage
from nntui.lessons.state import State
from nntui.session.session import TrainingSession
from nntui.training.snapshot import Snapshot


class Course:
    """A lesson that is being taken on a session. Use `begin` or `resume`.

    Args:
        lesson: Which.
        stage: The session that it plays on.
        state: Where the person is in it.
        progress: Where it is noted what has passed; None notes nothing.

    Attributes:
        lesson: As given.
        stage: As given.
        session: That of the stage.
        state: As given; it changes.
        progress: As given.
        beginnings: What tasks have begun with; after an undo or a redo those of the course before.
        doing: Carries the solution out.
        hints: Gives the hints.
    """

    def __init__(self, lesson: Lesson, stage: Stage, state: CourseState, progress: Progress | None = None) -> None:
        self.lesson, self.stage, self.state = lesson, stage, state
        self.session, self.progress = stage.session, progress
        self.beginnings = Beginnings()
        self._passing: State | None = None
        self._shown_layer: int | None = None
        self.doing, self.hints = Doing(self), Hints(self)
        self._now = self._state_now()

    @classmethod
    def begin(
        cls, lesson: Lesson, session: TrainingSession, progress: Progress | None = None, task: str | None = None
    ) -> Self:
        """Opens a lesson, which is one step for undo.

        Args:
            lesson: Which.
            session: The running experiment; it is replaced by that of the first task.
            progress: As of the class.
            task: The id of the task to begin with, without the opening. Left out, it is the first that has not passed
                yet, and the opening comes before the first of all.

        Raises:
            KeyError: There is no such task.
        """
        done = progress.of(lesson.id) if progress is not None else {}
        first = next((each.id for each in lesson.tasks if not (each.id in done and done[each.id].has_passed)), None)
        chosen = task or first or lesson.tasks[0].id
        place = lesson.place_of(chosen)
        course = cls(lesson, Stage(session, is_new=True), CourseState(lesson.id, chosen), progress)
        course.state.is_opening = task is None and place == 0
        course._enter(place)
        return course

    @classmethod
    def resume(
        cls, lesson: Lesson, session: TrainingSession, state: CourseState, progress: Progress | None = None
    ) -> Self:
        """Takes a lesson up where it was left; the session has the network of that moment.

        What the lesson has not got any more is left out: a task that has gone leads to the first.
        """
        ids = {task.id for task in lesson.tasks}
        state.tasks = {name: task for name, task in state.tasks.items() if name in ids}
        names = {name for task in lesson.tasks for name in task.keep}
        state.kept = {name: value for name, value in state.kept.items() if name in names}
        state.entered = state.entered if state.entered in ids else None
        if state.task not in ids:
            state.task, state.is_opening = lesson.tasks[0].id, True
        hidden = lesson.setup_of(lesson.place_of(state.task)).hide
        return cls(lesson, Stage(session, is_new=False, hidden=hidden), state, progress)

    # Where it is

    @property
    def place(self) -> int:
        """The place of the task, from 0."""
        return self.lesson.place_of(self.state.task)

    @property
    def task(self) -> Task:
        """The task that is on."""
        return self.lesson.tasks[self.place]

    @property
    def task_state(self) -> TaskState:
        """How far it is."""
        return self.state.of(self.state.task)

    @property
    def now(self) -> State:
        """What was looked at last."""
        return self._now

    @property
    def passing(self) -> State:
        """The moment at which the task passed; what was looked at last if that is not known any more."""
        return self._passing or self._now

    @property
    def is_passed(self) -> bool:
        """Whether the task has passed."""
        return self.task_state.passed is not None

    @property
    def is_doing(self) -> bool:
        """Whether the solution is being carried out."""
        return self.doing.is_on

    @property
    def has_moved(self) -> bool:
        """Whether anything was trained or changed since the task was begun."""
        state = self.state
        return state.entered != state.task or not self.beginnings.is_at(state.begun, self._now.snapshot)

    @property
    def has_trained(self) -> bool:
        """Whether the network has been trained in this task, and not only changed or reset: it has shown something."""
        begun, epoch = self.state.begun, self._now.snapshot.epoch
        return epoch > 0 and (begun is None or self.state.entered != self.state.task or epoch != begun.epoch)

    @property
    def wrong_ideas(self) -> tuple[int, ...]:
        """The places of the wrong ideas whose state this is; none while it is playing or before anything is done."""
        if self.is_passed or self._now.is_playing or not self.has_moved:
            return ()
        return tuple(at for at, wrong in enumerate(self.task.wrong) if wrong.condition.holds(self._now))

    def missing(self) -> frozenset[str]:
        """The ids of the earlier tasks whose kept numbers the task asks for or speaks of, where they are not there."""
        asked = {name for condition in self.task.checks for name in condition.names} | self.task.words.prose.names
        lacking = asked - self.state.kept.keys()
        return frozenset(task.id for task in self.lesson.tasks if lacking & task.keep.keys())

    # Looking

    def observe(self, shown_layer: int | None = None) -> None:
        """Looks at the newest snapshot: what has passed, and how the solution that is carried out goes on.

        Args:
            shown_layer: The layer of the neuron that fills the Output panel; None for no neuron.
        """
        self._shown_layer = shown_layer
        if self.session.player.is_preparing:
            return
        self._look()
        if not (self.state.is_opening or self.state.is_over or self.doing.is_elsewhere):
            self._check()
        self.doing.go_on()

    def _look(self) -> None:
        self._note_trial()
        self._now = self._state_now()

    def _state_now(self) -> State:
        losses = tuple(self.state.trials.losses.values())
        return State.of(self.session, self._shown_layer, losses, dict(self.state.kept))

    def _note_trial(self) -> None:
        snapshot, epochs = self.session.snapshot, self.lesson.setup_of(self.place).trial_epochs
        if epochs is not None and snapshot.epoch >= epochs:
            self.state.trials.note(snapshot.experiment, snapshot.test_loss)

    def _check(self) -> None:
        task = self.task
        if not task.checks or not all(condition.holds(self._now) for condition in task.checks):
            return
        if not self.is_passed:
            self._pass()
        if task.record is not None and self.progress is not None:
            self.progress.note_record(self.lesson.id, task.record.value(self._now))

    def _pass(self) -> None:
        snapshot, task_state = self._now.snapshot, self.task_state
        loss = snapshot.test_loss
        task_state.passed = Passed(snapshot.epoch, loss if math.isfinite(loss) else None)
        self._keep(self.task)
        self._passing = self._now
        if self.progress is not None:
            self.progress.note_passed(self.lesson.id, self.task.id, was_shown=task_state.was_shown)

    def _keep(self, task: Task) -> None:
        for name, expression in task.keep.items():
            value = expression.value(self._now)
            if math.isfinite(value):
                self.state.kept[name] = value
        if task.keep:
            self._now = self._state_now()

    # Answering

    def answer(self, text: str) -> None:
        """Answers the question of the task; nobody has to. A question alone has passed when the right answer comes.

        Args:
            text: The number of a choice, from 1, or the number that is asked for.

        Raises:
            AnswerError: It is no answer, or there is no question.
        """
        question = self.task.question
        if question is None or self.state.is_opening or self.state.is_over:
            raise AnswerError(_("There is no question here"))
        is_correct = is_right(number_of(text, question), question)
        if self.is_passed:
            return
        task_state = self.task_state
        is_first, task_state.answer = not task_state.answer, text.strip()
        self.hints.replied()
        if is_first and self.progress is not None:
            self.progress.note_answer(self.lesson.id, self.task.id, task_state.answer, is_right=is_correct)
        if is_correct and not self.task.checks:
            self._pass()

    # Hints

    def hint(self) -> str:
        """Another hint; "" if there is none left. The last one is the solution in words."""
        return self.hints.next()

    @property
    def can_do(self) -> bool:
        """Whether the solution can be carried out: there is one, every hint has been read, and it has not passed."""
        return self.task.solution is not None and not (self.hints.has_another or self.is_passed or self.is_doing)

    def do_it(self) -> None:
        """Carries the solution out, as `observe` goes on; at the speed of the session, at least the usual one.

        Pausing, or anything else that ends the training by hand, ends it.
        """
        if self.task.solution is not None and not self.is_passed and not self.is_doing:
            self.doing.start()

    def stop_doing(self) -> None:
        """Ends the carrying out; what has been reached stays."""
        self.doing.stop()

    def set_up_anew(self) -> None:
        """Brings the session to what the task, or the one that it goes on from, begins with."""
        self._set_up(self.place)

    def look(self, place: int) -> bool:
        """Looks at the newest snapshot while a task is carried out, this one or one before it.

        Args:
            place: Which, from 0.

        Returns:
            Whether all holds that it asks for.
        """
        self._look()
        if place == self.place:
            self._check()
            return self.is_passed
        checks = self.lesson.tasks[place].checks
        return bool(checks) and all(condition.holds(self._now) for condition in checks)

    def keep(self, place: int) -> None:
        """Keeps what a task keeps, as it is now."""
        self._keep(self.lesson.tasks[place])

    # Going

    def next(self) -> None:
        """Goes on: from the opening to the task, from a task to the next, from the last to the end. Nothing is locked:
        a task that has not passed is skipped.
        """
        self.stop_doing()
        if self.state.is_opening:
            self.state.is_opening = False
            return
        if self.state.is_over:
            return
        if not self.is_passed:
            self.task_state.was_skipped = True
            if self.progress is not None:
                self.progress.note_skipped(self.lesson.id, self.task.id)
        if self.place + 1 == len(self.lesson.tasks):
            self.state.is_over = True
        else:
            self.go_to(self.place + 1)

    def back(self) -> None:
        """Goes to the task before; from the first to the opening."""
        self.stop_doing()
        if self.state.is_over:
            self.state.is_over = False
        elif self.place == 0:
            self.state.is_opening = True
        else:
            self.go_to(self.place - 1)

    def go_to(self, place: int) -> None:
        """Goes to a task. The network stays where the task has passed, or goes on from what is there.

        Args:
            place: Of the task, from 0.
        """
        self.stop_doing()
        self.state.is_opening = self.state.is_over = False
        task = self.lesson.tasks[place]
        entered, self.state.task = self.state.entered, task.id
        self._passing = None
        if entered == task.id or self.is_passed:
            return
        self._enter(place)

    @property
    def can_restart_task(self) -> bool:
        """Whether the task can begin once more with what it began with: it sets that itself, or it is known here."""
        return self.task.setup is not None or self._beginning is not None

    @property
    def _beginning(self) -> Snapshot | None:
        state = self.state
        return self.beginnings.snapshot_of(state.task, state.begun) if state.entered == state.task else None

    def restart_task(self) -> None:
        """Begins the task once more, with what it began with if that is known."""
        self.stop_doing()
        self.state.tasks[self.state.task] = TaskState()
        self.state.is_over = False
        self._passing = None
        begun = self._beginning
        if self.task.setup is None and begun is not None:
            self.session.open(begun.experiment, begun, self.session.link_extras)
            self.state.trials = Trials()
            self._note_begun()
        else:
            self.state.entered = None
            self._enter(self.place)

    def restart_lesson(self) -> None:
        """Begins the lesson once more, at its opening; what has been noted as passed stays noted."""
        self.stop_doing()
        self.state = CourseState(self.lesson.id, self.lesson.tasks[0].id, is_opening=True)
        self._passing = None
        self._enter(0)

    def forget(self) -> None:
        """Forgets what has been noted of the lesson, and begins it once more."""
        if self.progress is not None:
            self.progress.forget(self.lesson.id)
        self.restart_lesson()

    def _enter(self, place: int) -> None:
        """Brings the session to what a task begins with."""
        state, lesson = self.state, self.lesson
        task, root = lesson.tasks[place], lesson.root_of(place)
        before = None if state.entered is None else lesson.place_of(state.entered)
        goes_on = task.setup is None and before is not None and root <= before < place
        if goes_on:
            state.is_continuous &= before == place - 1 and self.is_behind(place - 1)
        else:
            self._set_up(place)
        state.trials = Trials()
        state.entered = task.id
        self._note_begun()

    def _note_begun(self) -> None:
        self.state.begun = self.beginnings.note(self.state.task, self.session.snapshot)
        self._now = self._state_now()

    def _set_up(self, place: int) -> None:
        self.stage.set_up(self.lesson, place)
        self.state.is_continuous = place == self.lesson.root_of(place)

    def is_behind(self, place: int) -> bool:
        """Whether a task has done to the network what it is there for: it has passed, or is a question alone."""
        task = self.lesson.tasks[place]
        return not task.checks or self.state.of(task.id).passed is not None

    # Leaving

    def keep_this(self) -> None:
        """Leaves the lesson with the network as it is."""
        self.stop_doing()
        self.stage.keep_this()

    def back_to_what_was(self) -> None:
        """Leaves the lesson and brings back what was in the session before, if that is known."""
        self.stop_doing()
        self.stage.back_to_what_was()
