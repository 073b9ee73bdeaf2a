"""What is wrong with a lesson file, and where."""

from nntui.errors import NntuiError
from nntui.experiment.shown_text import visible
from nntui.language import _

_LONGEST_NAME = 100
_LONGEST_SENTENCE = 700
"""Characters of a file's name, and of what is wrong with it."""


class LessonError(NntuiError, ValueError):
    """A lesson cannot be used; the message is `FILE:LINE: what is wrong; allowed is what is allowed`.

    Attributes:
        file: The name of the file.
        line: The line, from 1.
        sentence: The message without the place.
    """

    title = "Lesson"

    def __init__(self, file: str, line: int, sentence: str) -> None:
        super().__init__(f"{visible(file, _LONGEST_NAME)}:{line}: {visible(sentence, _LONGEST_SENTENCE)}")
        self.file, self.line, self.sentence = file, line, sentence


def refusal(what: str, allowed: str) -> str:
    """What is wrong and what is allowed, as one sentence."""
    return _("{what}; allowed is {allowed}").format(what=what, allowed=allowed)


def in_column(column: int, sentence: str) -> str:
    """A sentence about a place in a line.

    Args:
        column: From 1.
        sentence: What is wrong there.
    """
    return _("column {column}: {sentence}").format(column=column, sentence=sentence)
