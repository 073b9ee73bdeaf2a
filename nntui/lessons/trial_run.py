"""Tries a lesson with the engine: the intended way must pass, and the untouched start, idle play and mistakes must not.

Every seed walks a whole lesson, task after task. What a task asks for is looked at after every sixth epoch, as the
screen is drawn at 60 epochs and 10 frames a second.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.lessons.course import Course
from nntui.lessons.lesson import Lesson, Setup, Task
from nntui.lessons.lesson_file import read_lesson
from nntui.lessons.ways import Way, expanded, take
from nntui.session.session import TrainingSession

LOOK_EVERY = 6
"""Epochs between two looks."""
MOST_SHARE = 0.05
"""Of the seeds, on which the intended way may fail, and on which idle play or a mistake may pass: with luck that
happens."""
_FEW_SEEDS = 10
"""Of so many seeds on, one at least is allowed to be unlucky for the intended way."""
_IDLE_EPOCHS = 300
_NEEDS_SCREEN = frozenset(("shown_layer",))


@dataclass
class TaskTrials:
    """What a task's ways have led to.

    Attributes:
        lesson: The id of the lesson.
        task: The id of the task.
        why_not: Why it is not tried: it is a question alone, or needs the screen, or has no solution; "" where it is.
        is_idle_tried: Whether idle play is something else than the intended way.
        seeds: How many seeds have been tried.
        passed: On how many the intended way has passed.
        started: On how many the start has passed, with nothing done.
        idled: On how many idle play has passed.
        epochs: At which epochs the intended way has passed.
        mistakes: From each mistake to on how many it has passed.
        unknown: The conditions that had no value where the intended way has not passed.
    """

    lesson: str
    task: str
    why_not: str = ""
    is_idle_tried: bool = True
    seeds: int = 0
    passed: int = 0
    started: int = 0
    idled: int = 0
    epochs: list[int] = field(default_factory=list)
    mistakes: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def faults(self) -> tuple[str, ...]:
        """What must not be, as the names of what was tried: "way", "start", "idle", or that of a mistake."""
        if self.why_not or not self.seeds:
            return ()
        allowed = int(MOST_SHARE * self.seeds)
        faults = ["way"] if self.passed < self.least else []
        faults += ["start"] if self.started else []
        faults += ["idle"] if self.idled > allowed else []
        return (*faults, *(name for name, count in self.mistakes.items() if count > allowed))

    @property
    def least(self) -> int:
        """On how many of the seeds the intended way must pass."""
        allowed = int(MOST_SHARE * self.seeds)
        return self.seeds - (max(1, allowed) if self.seeds >= _FEW_SEEDS else 0)

    @property
    def epoch_range(self) -> tuple[int, int, int] | None:
        """The median epoch at which the intended way has passed, the least and the greatest; None for none."""
        return (int(median(self.epochs)), min(self.epochs), max(self.epochs)) if self.epochs else None


def seeds_for(lesson: Lesson, count: int) -> list[str]:
    """So many seeds: the lesson's own and others."""
    return [lesson.seed, *(str(number) for number in range(1, count))][:count]


def try_lesson(lesson: Lesson, seeds: Iterable[str], most_epochs: int | None = None) -> tuple[TaskTrials, ...]:
    """Walks a lesson on some seeds.

    Args:
        lesson: Which.
        seeds: As a person types them.
        most_epochs: How far idle play and mistakes are trained at the most, where there is little time; 0 leaves them
            out.

    Returns:
        For each task what was tried and has passed.
    """
    trials = tuple(_trials_for(lesson, task) for task in lesson.tasks)
    for seed in seeds:
        walk_lesson(_with_seed(lesson, seed), trials, most_epochs)
    return trials


def try_file(path: Path, seeds: int) -> tuple[TaskTrials, ...]:
    """The same of a file, on so many seeds: what another process can be asked for.

    Raises:
        LessonError: The lesson cannot be used.
    """
    lesson = read_lesson(path)
    return try_lesson(lesson, seeds_for(lesson, seeds))


def _trials_for(lesson: Lesson, task: Task) -> TaskTrials:
    names = {name for condition in task.checks for name in condition.names}
    if not task.checks:
        why_not = "question"
    elif names & _NEEDS_SCREEN:
        why_not = "screen"
    else:
        why_not = "" if task.solution else "no solution"
    is_idle_way = all(step.act == "train" for step in task.solution or ())
    mistakes = dict.fromkeys(task.mistakes, 0)
    return TaskTrials(lesson.id, task.id, why_not, is_idle_tried=not is_idle_way, mistakes=mistakes)


def _with_seed(lesson: Lesson, seed: str) -> Lesson:
    """The lesson on another seed, whatever its tasks name."""
    tasks = tuple(dataclasses.replace(task, setup=_without_seed(task.setup)) for task in lesson.tasks)
    return dataclasses.replace(lesson, seed=seed, tasks=tasks)


def _without_seed(setup: Setup | None) -> Setup | None:
    if setup is None:
        return None
    settings: Mapping[str, object] = {name: value for name, value in setup.settings.items() if name != "seed"}
    return dataclasses.replace(setup, settings=settings)


def walk_lesson(lesson: Lesson, trials: tuple[TaskTrials, ...], most_epochs: int | None = None) -> None:
    """Walks a lesson on its seed, and counts what passes.

    Args:
        lesson: Which.
        trials: For each of its tasks; they are changed.
        most_epochs: As of `try_lesson`.
    """
    with TrainingSession(Experiment(seed=lesson.seed)) as session:
        course = Course.begin(lesson, session, task=lesson.tasks[0].id)
        for task, trial in zip(lesson.tasks, trials, strict=True):
            trial.seeds += 1
            course.observe()
            if not trial.why_not:
                trial.started += course.is_passed
                if most_epochs != 0:
                    _try_others(course, task, trial, most_epochs)
            if task.solution is not None:
                _take_way(course, task.solution)
            passed = course.task_state.passed
            if passed is not None:
                trial.passed += 1
                trial.epochs.append(passed.epoch)
            else:
                unknown = [each.source for each in task.checks if each.is_unknown(course.now)]
                trial.unknown += [each for each in unknown if each not in trial.unknown]
                course.keep(course.place)  # so that the tasks behind it can be tried all the same
            course.next()


def _try_others(course: Course, task: Task, trial: TaskTrials, most_epochs: int | None) -> None:
    """Idle play and the mistakes, each from the beginning of the task."""
    if trial.is_idle_tried:
        course.restart_task()
        length = sum(step.value for step in task.solution or () if step.act == "train")
        train(course, most_epochs or max(_IDLE_EPOCHS, 2 * length))
        trial.idled += course.is_passed
    for name, way in task.mistakes.items():
        course.restart_task()
        course.observe()
        _take_way(course, way, most_epochs)
        trial.mistakes[name] += course.is_passed
    course.restart_task()
    course.observe()


def _take_way(course: Course, way: Way, most_epochs: int | None = None) -> None:
    for step in expanded(way):
        if course.is_passed:
            return
        if step.act == "train":
            train(course, min(step.value, most_epochs or step.value))
        elif step.act == "answer":
            course.answer(str(step.value))
        else:
            try:
                take(course.session, step)
            except SettingError:
                return
            course.observe()


def train(course: Course, epochs: int, *, is_stopped_by_passing: bool = True) -> None:
    """Trains and looks now and then, as a screen does; waits for it.

    Args:
        course: The lesson that is being taken.
        epochs: How many at the most: a training that diverges ends before.
        is_stopped_by_passing: Whether it ends when the task has passed.
    """
    player = course.session.player
    left = epochs
    while left > 0 and not (is_stopped_by_passing and course.is_passed):
        player.step(min(LOOK_EVERY, left))
        player.wait()
        course.observe()
        left -= LOOK_EVERY
        if player.end is not None:
            return
