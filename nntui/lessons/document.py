"""A lesson file taken apart, by lines, into front matter, headings and blocks. What they mean comes later."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.lessons.errors import LessonError, refusal

MOST_BYTES = 100_000
MOST_TASKS = 30
LONGEST_LINE = 2000
"""Characters. The standard library's TOML parser takes memory with the square of the parts of a dotted key."""
_FRONT = "+++"
_FENCE = "```"
_HEADING = re.compile(r"##\s+(?P<title>.*?)\s*(?:\{#(?P<id>[^{}]*)\})?\s*")
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""What the id of a lesson or a task may be."""
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")

Line = tuple[int, str]
"""The number of a line, from 1, and the line."""


@dataclass(frozen=True)
class Block:
    """What stands between two fences.

    Attributes:
        kind: The first word behind the opening fence.
        argument: The rest behind it.
        line: Where it opens.
        lines: What is in it, blank lines included.
    """

    kind: str
    argument: str
    line: int
    lines: tuple[Line, ...]

    @property
    def entries(self) -> tuple[Line, ...]:
        """The lines that are not blank."""
        return tuple((number, line) for number, line in self.lines if line.strip())


@dataclass
class Section:
    """A heading and what stands below it.

    Attributes:
        title: The heading; "" of the opening.
        id: Its id.
        line: Where it stands.
        prose: The lines that are in no block.
        blocks: The blocks.
    """

    title: str
    id: str
    line: int
    prose: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A file taken apart.

    Attributes:
        file: Its name, for messages.
        front: The front matter.
        front_lines: Where each of its entries stands.
        opening: What stands before the first heading.
        sections: The tasks.
    """

    file: str
    front: dict[str, Any]
    front_lines: dict[str, int]
    opening: Section
    sections: tuple[Section, ...]


def split_document(file: str, data: bytes) -> Document:
    """Takes a file apart.

    Args:
        file: Its name, for messages.
        data: What is in it.

    Raises:
        LessonError: It is too large, no text, or a fence, a heading or the front matter is not as it should be.
    """
    lines = read_lines(file, data)
    front, front_lines, start = front_matter(file, lines)
    opening = Section("", "", start + 1)
    sections: list[Section] = []
    rest = iter(lines[start:])
    for number, line in rest:
        section = sections[-1] if sections else opening
        if line.startswith(_FENCE):
            section.blocks.append(_block(file, number, line, rest))
        elif line.startswith("## "):
            sections.append(_section(file, number, line, sections))
        else:
            section.prose.append((number, line))
    if not sections:
        raise LessonError(file, len(lines), refusal(_("there is no task"), "## Title {#id}"))
    return Document(file, front, front_lines, opening, tuple(sections))


def read_lines(file: str, data: bytes) -> list[Line]:
    """A file as numbered lines without blanks at their ends.

    Raises:
        LessonError: It is too large, or no text.
    """
    if len(data) > MOST_BYTES:
        raise LessonError(file, 1, _("it has more than {count} kB, which is the most").format(count=MOST_BYTES // 1000))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = data[: error.start].count(b"\n") + 1
        raise LessonError(file, place, refusal(_("this is no text in UTF-8"), "UTF-8")) from None
    numbered = [(number, line.removesuffix("\r").rstrip(" ")) for number, line in enumerate(text.split("\n"), 1)]
    for number, line in numbered:
        if len(line) > LONGEST_LINE:
            what = _("a line of {count} characters").format(count=len(line))
            raise LessonError(file, number, refusal(what, _("at most {count} characters").format(count=LONGEST_LINE)))
        hidden = next((letter for letter in line if _is_hidden(letter)), None)
        if hidden is not None:
            what = _("a control character, {code}").format(code=f"U+{ord(hidden):04X}")
            raise LessonError(file, number, refusal(what, _("text that can be seen")))
    return numbered


def _is_hidden(letter: str) -> bool:
    """Whether a character could steer a terminal, turn the direction, or stand for nothing."""
    category = unicodedata.category(letter)
    return category[0] == "C" or category in ("Zl", "Zp")


def front_matter(file: str, lines: list[Line]) -> tuple[dict[str, Any], dict[str, int], int]:
    """The front matter, the lines of its entries, and how many lines it takes.

    Raises:
        LessonError: There is none, or it is no TOML.
    """
    first = next((place for place, each in enumerate(lines) if each[1]), len(lines))
    if first == len(lines) or lines[first][1] != _FRONT:
        what = _("the front matter is missing")
        raise LessonError(file, 1, refusal(what, _('{fence}, lines as id = "name", {fence}').format(fence=_FRONT)))
    end = next((place for place in range(first + 1, len(lines)) if lines[place][1] == _FRONT), None)
    if end is None:
        raise LessonError(file, lines[first][0], refusal(_("the front matter is not closed"), _FRONT))
    inner = tuple(lines[first + 1 : end])
    return read_toml(file, inner), toml_lines(inner), end + 1


def read_toml(file: str, lines: tuple[Line, ...]) -> dict[str, Any]:
    """Lines of TOML as a table.

    Raises:
        LessonError: They are none.
    """
    try:
        return tomllib.loads("\n".join(line for _number, line in lines))
    except (ValueError, RecursionError) as error:
        found = _TOML_LINE.search(str(error))
        place = min(int(found[1]) - 1, len(lines) - 1) if found and lines else 0
        number = lines[place][0] if lines else 1
        # The catalogue has what the standard library says.
        reason = (
            _(_TOML_LINE.sub("", str(error)).strip()) if isinstance(error, ValueError) else _("it is nested too deeply")
        )
        what = _("this is no TOML ({reason})").format(reason=shorten(reason))
        raise LessonError(file, number, refusal(what, _("lines as {example}").format(example="noise = 25"))) from None


def toml_lines(lines: tuple[Line, ...]) -> dict[str, int]:
    """Where the entries of a table begin, by their names."""
    return {line.partition("=")[0].strip().strip("\"'"): number for number, line in lines if "=" in line}


def _block(file: str, number: int, line: str, rest: Iterator[Line]) -> Block:
    kind, _blank, argument = line.removeprefix(_FENCE).strip().partition(" ")
    inner: list[Line] = []
    for place, text in rest:
        if text == _FENCE:
            return Block(kind, argument.strip(), number, tuple(inner))
        if text.startswith((_FENCE, "## ")):
            break
        inner.append((place, text))
    what = _("the block {name} is not closed").format(name=shorten(kind or _FENCE))
    raise LessonError(file, number, refusal(what, _("a line of {fence} behind it").format(fence=_FENCE)))


def _section(file: str, number: int, line: str, before: list[Section]) -> Section:
    found = _HEADING.fullmatch(line)
    if found is None or not found["title"] or not ID.fullmatch(found["id"] or ""):
        what = _("this heading has no id") if found and not found["id"] else _("this heading cannot be used")
        allowed = _("## Title {example}, with an id of a to z, 0 to 9 and -").format(example="{#id}")
        raise LessonError(file, number, refusal(what, allowed))
    if found["id"] in (section.id for section in before):
        what = _("the id {name} is there twice").format(name=found["id"])
        raise LessonError(file, number, refusal(what, _("an id of its own for each task")))
    if len(before) == MOST_TASKS:
        what = _("there are more than {count} tasks").format(count=MOST_TASKS)
        raise LessonError(file, number, refusal(what, _("at most {count}").format(count=MOST_TASKS)))
    return Section(found["title"], found["id"], number)
