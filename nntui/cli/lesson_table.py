"""The list of lessons, and the table of what passes when they are tried."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nntui.language import N_, _, current, ngettext

if TYPE_CHECKING:
    from nntui.lessons.lesson import Lesson
    from nntui.lessons.progress import Progress
    from nntui.lessons.shelf import Shelf
    from nntui.lessons.trial_run import TaskTrials

_FEW = 40
"""So many walks through a lesson are made in this process; more of them by several."""
_WHY_NOT = {
    "question": N_("a question alone"),
    "screen": N_("needs the screen"),
    "no solution": N_("has no solution"),
}
_FAULTS = {"way": N_("the solution"), "start": N_("the start"), "idle": N_("idle play")}
_WIDTHS = (18, 7, 6, 6, 18)


def list_of(shelf: "Shelf", progress: "Progress") -> Iterator[str]:
    """A line for each lesson: its id, title, minutes, and how many tasks have passed; and its record, if it has one."""
    width = max((len(lesson.id) for lesson in shelf.lessons), default=0)
    for number, lesson in enumerate(shelf.lessons, 1):
        done, total = progress.passed(lesson.id), len(lesson.tasks)
        parts = [
            lesson.title_in(current()),
            _("{minutes} min").format(minutes=lesson.minutes),
            _("{done} of {total} passed").format(done=min(done, total), total=total),
        ]
        record = progress.record(lesson.id)
        if record is not None:
            parts.append(_("record {number}").format(number=f"{record:g}"))
        yield f"{number:>2}  {lesson.id:<{width}}  {' · '.join(parts)}"


def check_lessons(lessons: Sequence["Lesson"], seeds: int) -> bool:
    """Tries lessons and prints the table, a lesson after the other.

    Returns:
        Whether all of them hold what they promise.
    """
    count = ngettext("{count} lesson", "{count} lessons", len(lessons)).format(count=len(lessons))
    times = ngettext("{count} seed", "{count} seeds", seeds).format(count=seeds)
    print(_("{lessons} on {seeds}; passes of").format(lessons=count, seeds=times))
    print(_row("", _("way"), _("start"), _("idle"), _("epoch"), _("mistakes")))
    faults: list[str] = []
    for lesson, trials in zip(lessons, _tried(lessons, seeds), strict=True):
        print(f"{lesson.id}: {lesson.title_in(current())}")
        for trial in trials:
            print(_line(trial))
            faults += [_fault(trial, name) for name in trial.faults]
        sys.stdout.flush()
    for fault in faults:
        print(fault)
    return not faults


def _tried(lessons: Sequence["Lesson"], seeds: int) -> Iterator[tuple["TaskTrials", ...]]:
    from nntui.lessons.trial_run import seeds_for, try_file, try_lesson

    workers = min(os.cpu_count() or 1, len(lessons))
    paths = [lesson.path for lesson in lessons if lesson.path is not None]
    if workers == 1 or seeds * len(lessons) <= _FEW or len(paths) < len(lessons):
        for lesson in lessons:
            yield try_lesson(lesson, seeds_for(lesson, seeds))
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(try_file, paths, [seeds] * len(paths))


def _line(trial: "TaskTrials") -> str:
    if trial.why_not:
        return f"  {trial.task:<{_WIDTHS[0] - 2}}  {_(_WHY_NOT[trial.why_not])}"
    epochs = trial.epoch_range
    passed_at = "–" if epochs is None else f"{epochs[0]}" if epochs[1] == epochs[2] else "{} ({}–{})".format(*epochs)
    mistakes = ", ".join(f"{name} {count}" for name, count in trial.mistakes.items())
    idle = str(trial.idled) if trial.is_idle_tried else "–"
    return _row(f"  {trial.task}", f"{trial.passed}/{trial.seeds}", str(trial.started), idle, passed_at, mistakes)


def _row(*cells: str) -> str:
    padded = [f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join([*padded, *cells[len(_WIDTHS) :]]).rstrip()


def _fault(trial: "TaskTrials", name: str) -> str:
    """What must not be, as a sentence."""
    where = f"{trial.lesson}, {trial.task}"
    if name == "way":
        sentence = _("{where}: the solution passes on {count} of {seeds} seeds; allowed is {least} or more")
        sentence = sentence.format(where=where, count=trial.passed, seeds=trial.seeds, least=trial.least)
        why = _("{condition} has no value there, as with a division by zero")
        return "; ".join([sentence, *(why.format(condition=each) for each in trial.unknown)])
    counts = {"start": trial.started, "idle": trial.idled} | trial.mistakes
    what = _(_FAULTS[name]) if name in _FAULTS else _("the mistake {name}").format(name=name)
    sentence = _("{where}: {what} passes on {count} of {seeds} seeds; it must not")
    return sentence.format(where=where, what=what, count=counts[name], seeds=trial.seeds)
