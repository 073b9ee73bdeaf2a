"""Answers to a task's question."""

import math

from nntui.drawing.numbers import general
from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
from nntui.experiment.typed_number import read_typed_number
from nntui.language import _
from nntui.lessons.lesson import Question, Words
from nntui.lessons.template import Template


class AnswerError(NntuiError, ValueError):
    """An answer that cannot be one; the message says what is allowed."""

    title = "Answer"


def number_of(text: str, question: Question) -> float:
    """The number that was answered: of a choice, from 1, or the one that is asked for.

    Raises:
        AnswerError: It is no answer.
    """
    try:
        number = float(read_typed_number(text.strip()))
    except (ValueError, OverflowError):
        number = math.nan
    if question.number is not None and math.isfinite(number):
        return number
    if question.number is None and number in range(1, len(question.answers) + 1):
        return number
    allowed = _("a number") if question.number is not None else _("1 to {count}").format(count=len(question.answers))
    raise AnswerError(_("{text} is no answer; allowed is {allowed}").format(text=shorten(text), allowed=allowed))


def is_right(number: float, question: Question) -> bool:
    """Whether a number is the right answer."""
    return number == (question.right + 1 if question.number is None else question.number)


def in_words(text: str, question: Question, words: Words) -> str:
    """An answer as it is shown: the choice itself, or the number."""
    number = number_of(text, question)
    return general(number) if question.number is not None else words.answers[int(number) - 1].text


def right_in_words(question: Question, words: Words) -> str:
    """The right answer as it is shown."""
    return words.answers[question.right].text if question.number is None else general(question.number)


def reply_to(text: str, question: Question, words: Words) -> Template | None:
    """What the lesson says to an answer; None for nothing."""
    number = number_of(text, question)
    if question.number is None:
        reply = words.answers[int(number) - 1].reply
        return reply if reply.text else None
    for given, answer in zip(question.answers, words.answers, strict=True):
        if number_of(given.text, question) == number:
            return answer.reply
    return None
