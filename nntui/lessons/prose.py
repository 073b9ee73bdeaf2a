"""The prose of a lesson file: lines become paragraphs, and what stands in braces is checked."""

import re
from collections.abc import Iterable, Sequence

from nntui.lessons.document import Line
from nntui.lessons.errors import LessonError, in_column
from nntui.lessons.template import Template, TemplateError, read_template
from nntui.lessons.vocabulary import Names

_BRACES = re.compile(r"\{[^{}]*\}")
_SHOWN = "00000"
"""What braces take when they are filled, about."""


def join_lines(lines: Iterable[str]) -> str:
    """Paragraphs from lines: a blank line parts two, a line that begins with a dash stays a line of its own."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        text = line.strip()
        if not text:
            paragraphs.append([])
        elif text.startswith("- ") or not paragraphs[-1]:
            paragraphs[-1].append(text)
        else:
            paragraphs[-1][-1] += f" {text}"
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs if paragraph)


def read_prose(file: str, lines: Sequence[Line], names: Names) -> Template:
    """Reads prose with live numbers.

    Args:
        file: The name of the file, for messages.
        lines: Its lines.
        names: What it can show.

    Raises:
        LessonError: What stands in braces is not understood.
    """
    for number, line in lines:
        try:
            read_template(line, names)
        except TemplateError as error:
            raise LessonError(file, number, in_column(error.offset + 1, str(error))) from None
    return read_template(join_lines(line for _number, line in lines), names)


def prose_length(lines: Iterable[Line]) -> int:
    """About how many characters prose takes on the screen."""
    return len(_BRACES.sub(_SHOWN, join_lines(line for _number, line in lines)))
