"""All lessons that can be taken: those that come with the program, and behind them a teacher's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nntui.errors import reason_of
from nntui.experiment.shown_text import shorten
from nntui.language import ENGLISH, _, current
from nntui.lessons.errors import LessonError, refusal
from nntui.lessons.lesson import Lesson
from nntui.lessons.lesson_file import language_of, read_lesson
from nntui.lessons.nearest import nearest

BUILT_IN = Path(__file__).parent / "builtin"
MOST_FILES = 500
"""So many files of a folder are looked at."""


@dataclass(frozen=True)
class Shelf:
    """The lessons at hand.

    Attributes:
        lessons: In their order; no two with the same id.
        own: The ids of those that come with the program.
        faults: What cannot be used, a sentence each.
        notes: What is unusual in those that can, a sentence each.
    """

    lessons: tuple[Lesson, ...]
    own: frozenset[str]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lesson(self, name: str) -> Lesson:
        """The lesson of an id or of a file's name, with its number or without, or the only one that begins so.

        Raises:
            LookupError: There is none; the message is a sentence.
        """
        ids = {lesson.id: lesson for lesson in self.lessons}
        files = {each: lesson for lesson in reversed(self.lessons) for each in _file_names(lesson)}
        wanted = name.strip().casefold().removesuffix(".md")
        found = ids.get(wanted) or files.get(wanted)
        if found is not None:
            return found
        begun = [lesson for lesson_id, lesson in ids.items() if wanted and lesson_id.startswith(wanted)]
        if len(begun) == 1:
            return begun[0]
        if begun:
            what = _("several lessons begin with {name}").format(name=repr(name[:40]))
            raise LookupError(refusal(what, ", ".join(lesson.id for lesson in begun)))
        near = nearest(wanted, {**ids, **files})
        allowed = _("{name}, for example").format(name=near) if near else ", ".join(ids)
        raise LookupError(refusal(_("there is no lesson {name}").format(name=repr(name[:40])), allowed))


def _file_names(lesson: Lesson) -> tuple[str, ...]:
    """What a lesson's file is called, in lower case: with the number that it begins with, and without."""
    if lesson.path is None:
        return ()
    stem = lesson.path.stem.casefold()
    return stem, stem.lstrip("0123456789").lstrip("-_ ") or stem


def read_shelf(folder: Path | None = None) -> Shelf:
    """Reads all lessons; broken ones are reported and the others kept.

    Args:
        folder: A teacher's folder; None for none.
    """
    lessons, faults = _read_folder(BUILT_IN)
    own = frozenset(lesson.id for lesson in lessons)
    if folder is not None:
        more, complaints = _read_folder(folder, lessons)
        if not more and not complaints:
            complaints = [_("there is no lesson (.md) in {folder}").format(folder=shorten(folder, 200))]
        lessons, faults = lessons + more, faults + complaints
    return _shelf(lessons, faults, own)


def read_one_folder(folder: Path) -> Shelf:
    """Reads the lessons of a folder alone, to try them; the ids of those that come with the program are taken.

    Args:
        folder: A teacher's folder, or that of our own lessons.
    """
    is_ours = folder.resolve() == BUILT_IN.resolve()
    lessons, faults = _read_folder(folder, () if is_ours else _read_folder(BUILT_IN)[0])
    return _shelf(lessons, faults, frozenset(lesson.id for lesson in lessons if is_ours))


def _shelf(lessons: list[Lesson], faults: list[str], own: frozenset[str]) -> Shelf:
    notes = tuple(note for lesson in lessons for note in lesson.notes)
    return Shelf(tuple(lessons), own, tuple(faults), notes)


def in_base_language(lesson: Lesson, language: str) -> str:
    """A sentence that a lesson is not there in the language that is in use; "" where it is.

    Args:
        lesson: The lesson.
        language: The code of the language in use. The language of a base file is not known, and taken for English.
    """
    if language == ENGLISH or language in lesson.translations:
        return ""
    return _("This lesson has not been translated")


def _read_folder(folder: Path, known: Iterable[Lesson] = ()) -> tuple[list[Lesson], list[str]]:
    """The lessons of a folder in the order of their file names, and what is wrong with the others."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".md" and not path.name.startswith("."))
    except (OSError, ValueError) as error:  # a path with a null character is a ValueError
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        return [], [_("{folder} cannot be read: {reason}").format(folder=shorten(folder, 200), reason=reason)]
    taken = {lesson.id: lesson for lesson in known}
    lessons: list[Lesson] = []
    faults: list[str] = []
    bases = {path.name.removesuffix(".md") for path in files if language_of(path.name) is None}
    for path in files[:MOST_FILES]:
        if language_of(path.name) is not None:
            if path.name.partition(".")[0] not in bases:
                what = _("a translation without a lesson")
                faults.append(str(LessonError(path.name, 1, refusal(what, f"{path.name.partition('.')[0]}.md"))))
            continue
        try:
            lesson = read_lesson(path)
            if lesson.id in taken:
                what = _("the id {name} is that of “{title}”").format(
                    name=lesson.id, title=taken[lesson.id].title_in(current())
                )
                raise LessonError(path.name, 1, refusal(what, _("an id of its own")))
        except LessonError as error:
            faults.append(str(error))
            continue
        taken[lesson.id] = lesson
        faults += lesson.faults
        lessons.append(lesson)
    return lessons, faults
