"""The blocks of a lesson file that a person reads: ask, wrong, hint, done, and the words behind conditions."""

from collections.abc import Mapping
from itertools import zip_longest

from nntui.experiment.shown_text import shorten
from nntui.experiment.typed_number import read_typed_number
from nntui.language import _
from nntui.lessons.document import Block, Line, Section
from nntui.lessons.errors import LessonError, refusal
from nntui.lessons.lesson import Answer, Question, Task, Words
from nntui.lessons.prose import read_prose
from nntui.lessons.reading import Place
from nntui.lessons.template import Template
from nntui.lessons.vocabulary import Entry

MOST_CHOICES = 3
"""As many as there are keys for."""
MOST_HINTS = 9
_CHOICE, _NUMBER, _RIGHT, _REPLY = "- ", "= ", " !", " = "
ASKED = ("ask", "wrong", "hint", "done")
"""The blocks that a translation has, too."""


def read_question(place: Place, block: Block) -> Question:
    """What a task asks.

    Raises:
        LessonError: A line is neither a choice nor the number, or not exactly one choice is right.
    """
    answers: list[Answer] = []
    right: list[int] = []
    number: float | None = None
    for line_number, line in block.entries:
        text = line.strip()
        if text.startswith(_NUMBER) and number is None:
            number = _number(place, line_number, text.removeprefix(_NUMBER))
            continue
        answer, is_right = _answer(place, line_number, text)
        if is_right:
            right.append(len(answers))
        answers.append(answer)
    if number is not None:
        if right:
            what = _("a question for a number has no choices")
            raise LessonError(place.file, block.line, refusal(what, "- 10 = That is the batch size"))
        for (line_number, _line), answer in zip(block.entries[1:], answers, strict=False):
            _number(place, line_number, answer.text)
        return Question(tuple(answers), number=number)
    if len(right) != 1 or not 2 <= len(answers) <= MOST_CHOICES:
        what = _("{count} choices, of which {right} are right").format(count=len(answers), right=len(right))
        allowed = _("2 to {most} lines as {example}, one of them with ! at its end, or {number}")
        sentence = refusal(what, allowed.format(most=MOST_CHOICES, example="- faster", number="= 25"))
        raise LessonError(place.file, block.line, sentence)
    return Question(tuple(answers), right[0])


def _answer(place: Place, number: int, text: str) -> tuple[Answer, bool]:
    """A choice with its reply, and whether it is marked as the right one."""
    choice, _equals, reply = text.removeprefix(_CHOICE).partition(_REPLY)
    choice = choice.strip()
    is_right = choice.endswith(_RIGHT)
    choice = choice.removesuffix(_RIGHT).strip()
    if not text.startswith(_CHOICE) or not choice:
        what = _("{text} is no choice").format(text=shorten(text))
        raise LessonError(place.file, number, refusal(what, _("a line as {example}").format(example="- faster")))
    return Answer(choice, read_prose(place.file, [(number, reply.strip())], place.names)), is_right


def _number(place: Place, line: int, text: str) -> float:
    try:
        return read_typed_number(text.strip())
    except ValueError:
        what = _("{text} is no number").format(text=shorten(text.strip()))
        raise LessonError(place.file, line, refusal(what, _("a line as {example}").format(example="= 25"))) from None


def read_words(
    file: str,
    section: Section,
    names: Mapping[str, Entry],
    later: Mapping[str, Entry],
    answers: tuple[Answer, ...] = (),
    checks: tuple[str, ...] = (),
    base: Task | None = None,
) -> Words:
    """What a person reads of a task.

    Args:
        file: The name of the file, for messages.
        section: The task, of a translation without the blocks that are for the machine.
        names: What its prose can show.
        later: What can be shown when it has passed.
        answers: Of its question, where the file is the base file.
        checks: The words behind its conditions, where the file is the base file.
        base: The task of the base file, where this is a translation.

    Raises:
        LessonError: A text shows an unknown name; or the blocks are not those of the base file.
    """
    blocks: dict[str, list[Block]] = {}
    for block in section.blocks:
        blocks.setdefault(block.kind, []).append(block)
    if base is not None:
        _compare(file, section, base)
        answers = _translated_answers(Place(file, later), blocks.get("ask", []), base)
        checks = _check_words(file, blocks.get("check", []), base)
    if len(blocks.get("hint", [])) > MOST_HINTS:
        block = blocks["hint"][MOST_HINTS]
        what = _("there are more than {count} hints").format(count=MOST_HINTS)
        raise LessonError(file, block.line, refusal(what, _("at most {count}").format(count=MOST_HINTS)))
    done = [_text(file, block, later) for block in blocks.get("done", [])]
    return Words(
        title=section.title,
        prose=read_prose(file, section.prose, names),
        answers=answers,
        wrong=tuple(_text(file, block, names) for block in blocks.get("wrong", [])),
        hints=tuple(_text(file, block, names) for block in blocks.get("hint", [])),
        done=done[0] if done else None,
        checks=checks,
    )


def _text(file: str, block: Block, names: Mapping[str, Entry]) -> Template:
    text = read_prose(file, block.lines, names)
    if not text.text:
        raise LessonError(file, block.line, refusal(_("this block is empty"), _("a sentence")))
    return text


def _compare(file: str, section: Section, base: Task) -> None:
    """Refuses a translation whose blocks are not those of the base file, in their order."""
    mine = [(block.kind, block.line) for block in section.blocks if block.kind in ASKED]
    for kind, expected in zip_longest(mine, base.asked):
        if kind is None or kind[0] != expected:
            line = section.line if kind is None else kind[1]
            what = _("the blocks of {name} are not those of the base file").format(name=section.id)
            raise LessonError(file, line, refusal(what, expected or _("no more blocks")))
    conditions = [wrong.condition.source for wrong in base.wrong]
    for block, condition in zip((each for each in section.blocks if each.kind == "wrong"), conditions, strict=True):
        if block.argument not in ("", condition):
            what = _("{text} is not the condition of the base file").format(text=shorten(block.argument))
            raise LessonError(file, block.line, refusal(what, condition))


def _translated_answers(place: Place, blocks: list[Block], base: Task) -> tuple[Answer, ...]:
    if not blocks or base.question is None:
        return ()
    block, question = blocks[0], base.question
    lines = [(number, line.strip()) for number, line in block.entries]
    if question.number is not None:
        lines = _without_number(place, lines, question.number)
    read = [_answer(place, number, line) for number, line in lines]
    answers = tuple(answer for answer, _is_right in read)
    if len(answers) != len(question.answers):
        what = _("{count} choices").format(count=len(answers))
        allowed = _("{count}, as in the base file").format(count=len(question.answers))
        raise LessonError(place.file, block.line, refusal(what, allowed))
    for at, (line, (answer, is_right), expected) in enumerate(zip(lines, read, question.answers, strict=True)):
        sentence = _differing(answer, expected, is_number=question.number is not None)
        if is_right and at != question.right:
            sentence = refusal(_("another choice is marked as the right one"), question.answers[question.right].text)
        if sentence:
            raise LessonError(place.file, line[0], sentence)
    return answers


def _without_number(place: Place, lines: list[Line], right: float) -> list[Line]:
    """The lines of a translated question without the right number, which must be that of the base file."""
    for number, line in lines:
        if line.startswith(_NUMBER) and _number(place, number, line.removeprefix(_NUMBER)) != right:
            what = _("the number {text} is not that of the base file").format(text=shorten(line.removeprefix(_NUMBER)))
            raise LessonError(place.file, number, refusal(what, f"{right:g}"))
    return [(number, line) for number, line in lines if not line.startswith(_NUMBER)]


def _differing(answer: Answer, expected: Answer, *, is_number: bool) -> str:
    """What is wrong with a translated answer beside that of the base file; "" for nothing."""
    if is_number and answer.text != expected.text:
        what = _("the number {text} is not that of the base file").format(text=shorten(answer.text))
        return refusal(what, expected.text)
    if expected.reply.text and not answer.reply.text:
        what = _("the reply to {text} is missing").format(text=shorten(answer.text))
        return refusal(what, f"- {answer.text} = …")
    return ""


def _check_words(file: str, blocks: list[Block], base: Task) -> tuple[str, ...]:
    """The words behind the conditions of a translation: a line for each condition of the base file."""
    if not blocks:
        return ()
    lines = [(number, *line.partition("#")[::2]) for number, line in blocks[0].entries]
    words = tuple(own.strip() for _number, _condition, own in lines)
    if len(words) != len(base.checks):
        what = _("{count} conditions").format(count=len(words))
        allowed = _("{count}, as in the base file").format(count=len(base.checks))
        raise LessonError(file, blocks[0].line, refusal(what, allowed))
    for (number, condition, _own), expected in zip(lines, base.checks, strict=True):
        if condition.strip() not in ("", expected.source):
            what = _("{text} is not the condition of the base file").format(text=shorten(condition.strip()))
            raise LessonError(file, number, refusal(what, expected.source))
    return words
