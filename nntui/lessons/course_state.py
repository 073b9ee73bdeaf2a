"""Where a person is in a lesson, as plain data: what a file of saved work can hold, and another start can take up."""

import math
import zlib
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from nntui.errors import NntuiError
from nntui.experiment.experiment import SETTINGS, WEIGHTS_DRAW, Experiment
from nntui.experiment.shown_text import visible
from nntui.lessons.beginnings import Begun
from nntui.lessons.document import MOST_TASKS
from nntui.lessons.reading import MOST_KEPT
from nntui.session.runs import VIEW

MOST_TRIALS = 1000
_LONGEST_REASON = 300
_MOST_NAMES = MOST_TASKS * MOST_KEPT
_Id = Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9][a-z0-9-]*$")]
_Count = Annotated[int, Meta(ge=0, le=10**15)]
_Short = Annotated[str, Meta(max_length=100)]
_UNTRAINED = frozenset((WEIGHTS_DRAW.name, *VIEW, "learning_rate", "regularization_rate"))
"""Settings that do not make another network: what differs in nothing else is another start of the same."""


class CourseStateError(NntuiError, ValueError):
    """What stands in a file about a lesson cannot be used; the message is a sentence for the person."""

    title = "Lesson"


class Passed(Struct, frozen=True, forbid_unknown_fields=True):
    """When a task has passed.

    Attributes:
        epoch: The epoch.
        test_loss: The test loss then; None where there was none.
    """

    epoch: _Count
    test_loss: float | None


class TaskState(Struct, forbid_unknown_fields=True):
    """How far a task is.

    Attributes:
        passed: When it has passed; None while it has not.
        answer: What was answered, as it was typed; "" for nothing.
        hints: How many hints have been read.
        was_shown: Whether the solution was read or carried out before it passed.
        was_skipped: Whether it was left unpassed by going on.
    """

    passed: Passed | None = None
    answer: _Short = ""
    hints: Annotated[int, Meta(ge=0, le=9)] = 0
    was_shown: bool = False
    was_skipped: bool = False


class Trials(Struct, forbid_unknown_fields=True):
    """The starts that a task has trained far enough, all of one network.

    Attributes:
        network: What the network is, as a number that differs for another.
        losses: From each start, counted from 0, to its newest test loss.
    """

    network: int = 0
    losses: Annotated[dict[_Count, float], Meta(max_length=MOST_TRIALS)] = field(default_factory=dict)

    def note(self, experiment: Experiment, test_loss: float) -> None:
        """Counts a start that has been trained far enough; starts of another network are forgotten."""
        network = fingerprint(experiment)
        if network != self.network:
            self.network, self.losses = network, {}
        is_known = experiment.weights_draw in self.losses
        if math.isfinite(test_loss) and (is_known or len(self.losses) < MOST_TRIALS):
            self.losses[experiment.weights_draw] = test_loss


def fingerprint(experiment: Experiment) -> int:
    """A number that differs for networks that are trained on other data or are built in another way."""
    values = [(name, getattr(experiment, name)) for name in SETTINGS if name not in _UNTRAINED]
    return zlib.crc32(repr(values).encode("utf-8", "backslashreplace"))


class CourseState(Struct, forbid_unknown_fields=True):
    """Where a person is in a lesson.

    Attributes:
        lesson: The id of the lesson.
        task: The id of the task.
        entered: The id of the task whose network is in the session.
        begun: The state that this task has begun with; None where that is not known.
        is_opening: Whether the opening is shown, before the first task.
        is_over: Whether the last task has been left.
        is_continuous: Whether the network has come here by the tasks before, where the task goes on from them.
        tasks: By their ids.
        kept: What tasks have kept.
        trials: Of the task.
        text: The task's title and text, for a reader who has not got the lesson.
    """

    lesson: _Id
    task: _Id
    entered: _Id | None = None
    begun: Begun | None = None
    is_opening: bool = False
    is_over: bool = False
    is_continuous: bool = True
    tasks: Annotated[dict[_Id, TaskState], Meta(max_length=MOST_TASKS)] = field(default_factory=dict)
    kept: Annotated[dict[_Short, float], Meta(max_length=_MOST_NAMES)] = field(default_factory=dict)
    trials: Trials = field(default_factory=Trials)
    text: Annotated[str, Meta(max_length=4000)] = ""

    def of(self, task_id: str) -> TaskState:
        """How far a task is; it is made when it is asked for first."""
        return self.tasks.setdefault(task_id, TaskState())

    def to_plain(self) -> dict[str, Any]:
        """As dictionaries, numbers and texts, which JSON can hold."""
        plain: dict[str, Any] = msgspec.to_builtins(self, str_keys=True)
        return plain


def task_text(plain: object) -> str:
    """The title and the text of the task that a file of saved work is at; "" where it has none that can be used."""
    try:
        return read_course_state(plain).text.strip()
    except CourseStateError:
        return ""


def read_course_state(plain: object) -> CourseState:
    """The state from what `CourseState.to_plain` has given.

    Raises:
        CourseStateError: It is something else.
    """
    try:
        state = msgspec.convert(plain, CourseState, str_keys=True)
    except msgspec.ValidationError as error:
        raise CourseStateError(visible(f"lesson: {error}", _LONGEST_REASON)) from None
    numbers = [*state.kept.values(), *state.trials.losses.values()]
    numbers += [each.passed.test_loss or 0.0 for each in state.tasks.values() if each.passed]
    if not all(map(math.isfinite, numbers)):
        raise CourseStateError("lesson: a number is not finite")
    if any(not letter.isprintable() and letter != "\n" for letter in state.text):
        raise CourseStateError("lesson: the text has a control character")
    return state
