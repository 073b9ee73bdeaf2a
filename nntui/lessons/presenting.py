"""From a lesson that is being taken to what there is to show of it, in the language in use."""

from collections.abc import Mapping

from nntui.drawing.numbers import loss_text
from nntui.language import _, current, ngettext
from nntui.lessons.answers import in_words, is_right, number_of, reply_to, right_in_words
from nntui.lessons.conditions import Check
from nntui.lessons.course import Course
from nntui.lessons.lesson import Words
from nntui.lessons.view import Mark, View
from nntui.training.snapshot import Snapshot

STUCK_EPOCHS = 100
"""When the training loss has not moved for so many epochs, other first weights are named."""
_LEAST_EPOCH = 150
_STILL = 0.01
"""A loss that moves by less than this share of itself stands still."""
_NEW_WEIGHTS = "new-weights"
_NO_KEYS: Mapping[str, str] = {}


def view_of(course: Course, keys: Mapping[str, str] = _NO_KEYS) -> View:
    """What there is to show.

    Args:
        course: The lesson that is being taken; what it has looked at last is shown.
        keys: From the id of an action to the key that the person has for it.
    """
    lesson, state, place = course.lesson, course.state, course.place
    title, marks = lesson.title_in(current()), _marks(course)
    if state.is_opening:
        opening = lesson.opening_in(current()).fill(course.now, keys)
        return View(title, title, place + 1, marks, opening, is_opening=True)
    if state.is_over:
        return View(title, title, place + 1, marks, _end(course), is_over=True)
    words, question = lesson.words_in(current(), place), course.task.question
    return View(
        lesson=title,
        task=words.title,
        place=place + 1,
        marks=marks,
        text=words.prose.fill(course.now, keys),
        checks=_checks(course, words),
        choices=tuple(answer.text for answer in words.answers) if question and question.number is None else (),
        asks_number=question is not None and question.number is not None,
        answer=_answer(course, words),
        reply=_reply(course, words, keys),
        is_passed=course.is_passed,
        passed=_passed(course),
        done=words.done.fill(course.passing, keys) if course.is_passed and words.done else "",
        hints=tuple(hint.fill(course.now, keys) for hint in words.hints[: course.task_state.hints]),
        is_hinting=course.hints.is_newest,
        can_hint=course.hints.has_another and not course.is_passed,
        can_do=course.can_do,
        is_doing=course.is_doing,
        note=_note(course, keys),
    )


def remember_text(course: Course, keys: Mapping[str, str] = _NO_KEYS) -> None:
    """Puts the task's title and text into the state, so that a file says what to do even without the lesson."""
    view = view_of(course, keys)
    course.state.text = f"{view.lesson} · {view.task}\n{view.text}"[:4000]


def _marks(course: Course) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for task in course.lesson.tasks:
        is_here = task.id == course.state.task and not (course.is_passed or course.state.is_over)
        marks.append("here" if is_here else "passed" if _has_passed(course, task.id) else "open")
    return tuple(marks)


def _has_passed(course: Course, task: str) -> bool:
    """Whether a task has passed, now or at another time that is remembered."""
    found = course.state.tasks.get(task)
    done = {} if course.progress is None else course.progress.of(course.lesson.id)
    return (found is not None and found.passed is not None) or (task in done and done[task].has_passed)


def _end(course: Course) -> str:
    """What is said behind the last task."""
    total = len(course.lesson.tasks)
    passed = _marks(course).count("passed")
    title = course.lesson.title_in(current())
    if passed == total:
        return _("That was “{lesson}”: all {total} tasks have passed.").format(lesson=title, total=total)
    text = ngettext("{count} of {total} tasks has passed.", "{count} of {total} tasks have passed.", passed)
    return _("That was “{lesson}”: {tasks}").format(lesson=title, tasks=text.format(count=passed, total=total))


def _checks(course: Course, words: Words) -> tuple[Check, ...]:
    """The checklist; of a task that has passed as it was then."""
    seen = course.passing if course.is_passed else course.now
    own = words.checks or ("",) * len(course.task.checks)
    lines = [
        line for condition, text in zip(course.task.checks, own, strict=True) for line in condition.checks(seen, text)
    ]
    if course.is_passed:
        lines = [Check(line.words, line.value, holds=True) for line in lines]
    return tuple(lines)


def _answer(course: Course, words: Words) -> str:
    question, answer = course.task.question, course.task_state.answer
    return in_words(answer, question, words) if question and answer else ""


def _reply(course: Course, words: Words, keys: Mapping[str, str]) -> str:
    """What is said to the answer or to a wrong idea. A prediction is answered when it is seen what happens."""
    question, answer = course.task.question, course.task_state.answer
    if question and answer and (course.is_passed or not course.task.checks):
        reply = reply_to(answer, question, words)
        if reply is not None:
            return reply.fill(course.passing, keys)
        if not course.is_passed:
            return _("No. Try again, or ask for a hint.")
        if not is_right(number_of(answer, question), question):
            return _("The right answer: {answer}.").format(answer=right_in_words(question, words).rstrip("."))
    return next((words.wrong[at].fill(course.now, keys) for at in course.wrong_ideas), "")


def _passed(course: Course) -> str:
    passed = course.task_state.passed
    if passed is None:
        return ""
    if not course.task.checks:
        return _("Right")
    if passed.test_loss is None:
        return _("Passed at epoch {epoch}").format(epoch=passed.epoch)
    loss = loss_text(passed.test_loss)
    return _("Passed at epoch {epoch}, test loss {loss}").format(epoch=passed.epoch, loss=loss)


def _note(course: Course, keys: Mapping[str, str]) -> str:
    if course.is_passed:
        return ""
    if course.doing.failure:
        return course.doing.failure
    missing = course.missing()
    if missing and not course.is_doing:
        place = min(course.lesson.place_of(name) for name in missing)
        title = course.lesson.words_in(current(), place).title
        sentence = _("This task uses the result of “{task}”: do that one first.")
        return sentence.format(task=title)
    if course.doing.has_failed or is_stuck(course.now.snapshot):
        key = keys.get(_NEW_WEIGHTS, _NEW_WEIGHTS)
        return _("Nothing moves any more? {key} begins with other first weights.").format(key=key)
    return ""


def is_stuck(snapshot: Snapshot) -> bool:
    """Whether the training loss has not moved for long, so that other first weights may do better."""
    if snapshot.epoch < _LEAST_EPOCH or snapshot.experiment.zero_initialization:
        return False
    losses = snapshot.history
    recent = losses.train[-max(2, STUCK_EPOCHS // losses.stride) :]
    return bool(recent.max() - recent.min() < _STILL * abs(recent.mean()))
