"""What a person has done in the lessons, remembered between starts: a small file in the state folder.

Several programs may write it at once. Each writes under a lock what it has noted on top of what the file holds by then.
A file that cannot be read is set aside and never stands in the way.
"""

import math
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from nntui.errors import reason_of, what_failed
from nntui.formats.bounded_read import read_bounded
from nntui.kiosk.doors import named
from nntui.language import _
from nntui.storage.atomic_write import write_atomically
from nntui.system import start_thread

NAME = "progress.json"
_MOST_BYTES = 1_000_000
_LOCK_TIMEOUT_S = 2.0
_JOIN_TIMEOUT_S = 3.0
_SET_ASIDE = ".broken"
_MOST_ASIDE = 100
_PLACE = re.compile(r"\(byte (\d+)\)")
_Id = Annotated[str, Meta(max_length=40)]


class Done(Struct):
    """What is remembered of a task.

    Attributes:
        passed: Whether it has passed without its solution.
        shown: Whether it has passed after its solution was shown.
        skipped: Whether it was skipped.
        answer: What was answered first; "" for nothing.
        is_right: Whether that was right; None where nothing was answered.
    """

    passed: bool = False
    shown: bool = False
    skipped: bool = False
    answer: Annotated[str, Meta(max_length=100)] = ""
    is_right: bool | None = None

    @property
    def has_passed(self) -> bool:
        """Whether it has passed in either way."""
        return self.passed or self.shown


class LessonProgress(Struct):
    """What is remembered of a lesson.

    Attributes:
        tasks: By their ids.
        record: The least value of the number that the lesson keeps a record of; None for none.
    """

    tasks: dict[_Id, Done] = field(default_factory=dict)
    record: float | None = None


class _File(Struct):
    format: str = "nntui progress"
    version: int = 1
    lessons: dict[_Id, LessonProgress] = field(default_factory=dict)


_Edit = Callable[[dict[str, LessonProgress]], None]


class Progress:
    """What has been done, read at the start and noted as it comes. Writing happens in a thread of its own.

    Args:
        path: The file; it need not exist. None remembers nothing beyond this program.
        on_failure: Called, from any thread, with a sentence when it cannot be read or written.
    """

    def __init__(self, path: Path | None, on_failure: Callable[[str], None] | None = None) -> None:
        self._path, self._on_failure = path, on_failure
        self._changed = threading.Condition()
        self._edits: list[_Edit] = []
        self._thread: threading.Thread | None = None
        self._is_busy = False
        self._lessons: dict[str, LessonProgress] = {}
        if path is not None:
            try:
                self._lessons = self._read(path)
            except OSError as error:
                self._fail(_("Your progress cannot be read: {reason}").format(reason=reason_of(error)))

    def of(self, lesson: str) -> Mapping[str, Done]:
        """What is remembered of a lesson's tasks, by their ids."""
        found = self._lessons.get(lesson)
        return {} if found is None else found.tasks

    def passed(self, lesson: str) -> int:
        """How many tasks of a lesson have passed."""
        return sum(done.has_passed for done in self.of(lesson).values())

    def record(self, lesson: str) -> float | None:
        """The least value that was reached; None for none."""
        found = self._lessons.get(lesson)
        return None if found is None else found.record

    # Noting

    def note_passed(self, lesson: str, task: str, *, was_shown: bool) -> None:
        """A task has passed. Once it has passed without its solution, that stays."""

        def edit(lessons: dict[str, LessonProgress]) -> None:
            done = _done(lessons, lesson, task)
            done.shown |= was_shown
            done.passed |= not was_shown
            done.skipped = False

        self._note(edit)

    def note_skipped(self, lesson: str, task: str) -> None:
        """A task was left before it has passed."""

        def edit(lessons: dict[str, LessonProgress]) -> None:
            done = _done(lessons, lesson, task)
            done.skipped = not done.has_passed

        self._note(edit)

    def note_answer(self, lesson: str, task: str, answer: str, *, is_right: bool) -> None:
        """A question was answered; the first answer is remembered."""

        def edit(lessons: dict[str, LessonProgress]) -> None:
            done = _done(lessons, lesson, task)
            if not done.answer:
                done.answer, done.is_right = answer[:100], is_right

        self._note(edit)

    def note_record(self, lesson: str, value: float) -> None:
        """A number was reached of which the least is remembered."""
        best = self.record(lesson)
        if not math.isfinite(value) or (best is not None and best <= value):
            return

        def edit(lessons: dict[str, LessonProgress]) -> None:
            known = lessons.setdefault(lesson, LessonProgress())
            known.record = value if known.record is None else min(known.record, value)

        self._note(edit)

    def forget(self, lesson: str) -> None:
        """Forgets all that is remembered of a lesson."""

        def edit(lessons: dict[str, LessonProgress]) -> None:
            lessons.pop(lesson, None)

        self._note(edit)

    def _note(self, edit: _Edit) -> None:
        edit(self._lessons)
        if self._path is None:
            return
        with self._changed:
            self._edits.append(edit)
            if self._is_busy:
                return
            self._is_busy = True
            self._thread = start_thread(self._write_all, "nntui-progress")
        if self._thread is None:
            self._write_all()

    def close(self) -> None:
        """Waits until all is written; for a slow disk a few seconds only."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout=_JOIN_TIMEOUT_S)

    # The file

    def _write_all(self) -> None:
        while True:
            with self._changed:
                edits, self._edits = self._edits, []
                if not edits:
                    self._is_busy = False
                    return
            try:
                self._write(edits)
            except Exception as error:  # whatever it is, the person must hear of it, and the lesson go on
                self._fail(_("Your progress cannot be saved: {reason}").format(reason=what_failed(error)))

    def _write(self, edits: list[_Edit]) -> None:
        from filelock import FileLock

        path = self._path
        if path is None:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock"), timeout=_LOCK_TIMEOUT_S, mode=0o600):
            lessons = self._read(path)
            for edit in edits:
                edit(lessons)
            data = msgspec.json.format(msgspec.json.encode(_File(lessons=lessons)))
            write_atomically(path, data, private=True, durable=False, parents=True)

    def _read(self, path: Path) -> dict[str, LessonProgress]:
        try:
            data = read_bounded(path, _MOST_BYTES)
        except FileNotFoundError:
            return {}
        try:
            file = msgspec.json.decode(data, type=_File)
            if file.version != _File().version or file.format != _File().format:
                raise ValueError(_("it is of another version"))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            place = _PLACE.search(str(error))
            reason = _("it is damaged, at byte {number}").format(number=place[1]) if place else _("it is damaged")
            return self._set_aside(path, reason if isinstance(error, msgspec.MsgspecError) else str(error))
        return file.lessons

    def _set_aside(self, path: Path, reason: str) -> dict[str, LessonProgress]:
        names = (path.with_name(f"{path.stem}{number}{_SET_ASIDE}") for number in ("", *range(2, _MOST_ASIDE)))
        aside = next((name for name in names if not name.exists()), path.with_suffix(_SET_ASIDE))
        path.replace(aside)
        sentence = _("Your progress cannot be read ({reason}), so it starts from nothing; the file is now {path}")
        self._fail(sentence.format(reason=reason, path=named(aside)))
        return {}

    def _fail(self, sentence: str) -> None:
        if self._on_failure is not None:
            self._on_failure(sentence)


def progress_in(state: Path) -> Path:
    """Where in the state folder the file is."""
    return state / NAME


def _done(lessons: dict[str, LessonProgress], lesson: str, task: str) -> Done:
    return lessons.setdefault(lesson, LessonProgress()).tasks.setdefault(task, Done())
