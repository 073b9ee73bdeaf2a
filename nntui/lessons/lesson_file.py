"""Reads a lesson from its Markdown file, and its translations. Everything in it is checked when it is read.

A file is data: its text is shown as text, its conditions are of a small language, and what is wrong is refused with its
line. README, "Writing a lesson", says what a file looks like.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from nntui.errors import reason_of
from nntui.experiment.settings import SEED
from nntui.experiment.shown_text import shorten
from nntui.formats.bounded_read import read_bounded
from nntui.language import _
from nntui.lessons.document import ID, MOST_BYTES, Block, Document, Section, split_document
from nntui.lessons.errors import LessonError, refusal
from nntui.lessons.lesson import Lesson, Task, Translation, Wrong
from nntui.lessons.prose import prose_length, read_prose
from nntui.lessons.reading import Place, read_checks, read_keep, read_record, read_setup, read_way, read_wrong
from nntui.lessons.vocabulary import VOCABULARY, Entry, kept_entry
from nntui.lessons.ways import Way
from nntui.lessons.words import ASKED, read_question, read_words

LONGEST_TEXT = 234
"""Characters of a task's text that fit three lines at 80 columns."""
MOST_MINUTES = 600
_FRONT = ("id", "title", "minutes", "seed")
_ONCE = ("set", "ask", "check", "keep", "solution", "done", "record")
_BLOCKS = (*_ONCE, "wrong", "hint", "mistake")
_MACHINE = ("set", "keep", "solution", "mistake", "record")
"""Blocks that a translation leaves out: they are those of the base file."""
_LONGEST_NAME = 100
_USUAL_MINUTES = 5
_USUAL_SEED = "0.5"


def read_lesson(path: Path) -> Lesson:
    """Reads a lesson and the translations that lie beside it as `NAME.LANGUAGE.md`.

    A translation that cannot be used is left out, and `faults` says why.

    Raises:
        LessonError: The lesson cannot be used.
    """
    lesson = parse_lesson(path.name, _bytes(path))
    translations: dict[str, Translation] = {}
    faults: list[str] = []
    for other in sorted(path.parent.glob("*.md")):
        language = language_of(other.name)
        if language is None or other.name != f"{path.stem}.{language}.md":
            continue
        try:
            translations[language] = parse_translation(other.name, _bytes(other), lesson, language)
        except LessonError as error:
            faults.append(str(error))
    return replace(lesson, translations=translations, faults=tuple(faults), path=path)


def language_of(name: str) -> str | None:
    """The language of a file's name: "pt_BR" of `batch.pt_BR.md`, None of `batch.md`."""
    _stem, dot, language = name.removesuffix(".md").partition(".")
    return language if dot else None


def _bytes(path: Path) -> bytes:
    try:
        return read_bounded(path, MOST_BYTES)
    except OSError as error:
        raise LessonError(path.name, 1, _("it cannot be read: {reason}").format(reason=reason_of(error))) from None


def parse_lesson(file: str, data: bytes) -> Lesson:
    """A lesson from the content of its file, without translations.

    Args:
        file: The name of the file, for messages.
        data: Its content.

    Raises:
        LessonError: It cannot be used.
    """
    document = split_document(file, data)
    _check_front(document, _FRONT)
    front = document.front
    if document.opening.blocks:
        block = document.opening.blocks[0]
        what = _("a block before the first task")
        raise LessonError(file, block.line, refusal(what, _("text, and behind it tasks")))
    names: dict[str, Entry] = dict(VOCABULARY)
    tasks: list[Task] = []
    notes: list[str] = []
    for section in document.sections:
        task, names = _task(file, section, names)
        tasks.append(task)
        notes += _too_long(file, section)
    return Lesson(
        id=front["id"],
        title=front["title"].strip(),
        minutes=front.get("minutes", _USUAL_MINUTES),
        seed=SEED.parse(front.get("seed", _USUAL_SEED)),
        opening=read_prose(file, document.opening.prose, VOCABULARY),
        tasks=tuple(tasks),
        notes=tuple(notes),
    )


def _check_front(document: Document, allowed: tuple[str, ...], needed: tuple[str, ...] = ("id", "title")) -> None:
    for name, value in document.front.items():
        sentence = _fault_of(name, value, allowed)
        if sentence:
            raise LessonError(document.file, document.front_lines.get(name, 1), sentence)
    for name in needed:
        if name not in document.front:
            what = _("the front matter has no {name}").format(name=name)
            example = _("a line as {example}").format(example=f'{name} = "…"')
            raise LessonError(document.file, 1, refusal(what, example))


def _fault_of(name: str, value: object, allowed: tuple[str, ...]) -> str:
    """What is wrong with an entry of the front matter; "" for nothing."""
    if name not in allowed:
        return refusal(_("{name} is unknown").format(name=shorten(name)), ", ".join(allowed))
    if name == "id":
        is_right, wanted = (
            isinstance(value, str) and ID.fullmatch(value) is not None,
            _("a name of a to z, 0 to 9 and -"),
        )
    elif name == "minutes":
        is_right = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_MINUTES
        wanted = _("a whole number from {low} to {high}").format(low=1, high=MOST_MINUTES)
    else:
        is_right = isinstance(value, str) and 1 <= len(value.strip()) <= _LONGEST_NAME and value.isprintable()
        wanted = _("a text in quotes of 1 to {most} characters").format(most=_LONGEST_NAME)
    what = _("{name} = {value} cannot be used").format(name=name, value=shorten(value))
    return "" if is_right else refusal(what, wanted)


def _task(file: str, section: Section, known: Mapping[str, Entry]) -> tuple[Task, dict[str, Entry]]:
    """A task, and the names that those after it know."""
    blocks = _by_kind(file, section, _BLOCKS)
    first = {kind: found[0] for kind, found in blocks.items()}
    place = Place(file, known)
    keep = read_keep(place, first["keep"]) if "keep" in first else {}
    later: dict[str, Entry] = dict(known) | {name: kept_entry(name, each.style) for name, each in keep.items()}
    question = read_question(Place(file, later), first["ask"]) if "ask" in first else None
    checks, own_words = read_checks(place, first["check"]) if "check" in first else ((), ())
    if question is None and not checks:
        what = _("the task {name} asks for nothing").format(name=section.id)
        raise LessonError(file, section.line, refusal(what, _("a block check, or ask")))
    words = read_words(file, section, known, later, () if question is None else question.answers, own_words)
    conditions = tuple(read_wrong(place, block) for block in blocks.get("wrong", ()))
    task = Task(
        id=section.id,
        line=section.line,
        words=words,
        setup=read_setup(place, first["set"]) if "set" in first else None,
        question=question,
        checks=checks,
        keep=keep,
        wrong=tuple(Wrong(condition, reply) for condition, reply in zip(conditions, words.wrong, strict=True)),
        solution=read_way(place, first["solution"]) if "solution" in first else None,
        mistakes=_mistakes(place, blocks.get("mistake", [])),
        record=read_record(place, first["record"]) if "record" in first else None,
        asked=tuple(block.kind for block in section.blocks if block.kind in ASKED),
    )
    return task, later


def _mistakes(place: Place, blocks: list[Block]) -> dict[str, Way]:
    mistakes: dict[str, Way] = {}
    for block in blocks:
        if not block.argument or block.argument in mistakes:
            what = _("this mistake has no name of its own")
            raise LessonError(place.file, block.line, refusal(what, "```mistake batch 2"))
        mistakes[block.argument] = read_way(place, block)
    return mistakes


def _by_kind(file: str, section: Section, allowed: tuple[str, ...]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for block in section.blocks:
        if block.kind not in allowed:
            what = _("{name} is no block").format(name=shorten(block.kind or "```"))
            raise LessonError(file, block.line, refusal(what, ", ".join(allowed)))
        if block.kind in found and block.kind in _ONCE:
            what = _("there are two blocks {name} in this task").format(name=block.kind)
            raise LessonError(file, block.line, refusal(what, _("one")))
        if block.argument and block.kind not in ("wrong", "mistake"):
            what = _("{text} stands behind {name}").format(text=shorten(block.argument), name=block.kind)
            raise LessonError(file, block.line, refusal(what, f"```{block.kind}"))
        found.setdefault(block.kind, []).append(block)
    return found


def _too_long(file: str, section: Section) -> tuple[str, ...]:
    length = prose_length(section.prose)
    if length <= LONGEST_TEXT:
        return ()
    sentence = _("the text has {count} characters, and {most} fit three lines at 80 columns")
    return (f"{file}:{section.line}: {sentence.format(count=length, most=LONGEST_TEXT)}",)


def parse_translation(file: str, data: bytes, lesson: Lesson, language: str) -> Translation:
    """The words of a lesson in another language.

    Args:
        file: The name of the file, for messages.
        data: Its content.
        lesson: The lesson, from the base file.
        language: The code of the language.

    Raises:
        LessonError: It cannot be used, as where a heading differs.
    """
    document = split_document(file, data)
    _check_front(document, _FRONT, ("title",))
    if document.front.get("id", lesson.id) != lesson.id:
        line = document.front_lines.get("id", 1)
        what = _("the id is {name}").format(name=document.front["id"])
        raise LessonError(file, line, refusal(what, _("{name}, as in the base file").format(name=lesson.id)))
    ids, base = [section.id for section in document.sections], [task.id for task in lesson.tasks]
    for place, section in enumerate(document.sections):
        if place >= len(base) or section.id != base[place]:
            expected = f"{{#{base[place]}}}" if place < len(base) else _("no more tasks")
            what = _("the task {name} is not that of the base file").format(name=section.id)
            raise LessonError(file, section.line, refusal(what, expected))
    if len(ids) < len(base):
        what = _("the task {name} of the base file is missing").format(name=base[len(ids)])
        raise LessonError(file, document.sections[-1].line, refusal(what, _("the same tasks in the same order")))
    names: dict[str, Entry] = dict(VOCABULARY)
    tasks = []
    for section, task in zip(document.sections, lesson.tasks, strict=True):
        later = names | {name: kept_entry(name, each.style) for name, each in task.keep.items()}
        _by_kind(file, section, _BLOCKS)
        section.blocks = [block for block in section.blocks if block.kind not in _MACHINE]
        tasks.append(read_words(file, section, names, later, base=task))
        names = later
    opening = read_prose(file, document.opening.prose, VOCABULARY)
    return Translation(language, document.front["title"].strip(), opening, tuple(tasks))
