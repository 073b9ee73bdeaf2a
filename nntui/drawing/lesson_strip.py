"""The strip of a lesson as lines of text with their places: a task, what it asks, what of it holds, and the keys.

A pure function of what there is to say and of the room: every sign has a word beside it, and no colour says anything
that the text does not. What does not fit scrolls; the checklist stays in sight as far as that is possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from nntui.drawing.cells import CONTINUED, by_columns
from nntui.language import N_, _

PASSED, HERE, OPEN = "✓", "●", "·"
"""The marks of the tasks in the title."""
MET, UNMET, LOST = "✓", "○", "✗"
"""The signs of the conditions: it holds, not yet, and not any more without a new start."""
_CURSOR = "▏"
_RULE = "─"
_ELLIPSIS = "…"
_DOWN, _UP = N_("PgDn more"), N_("PgUp more")
"""Keys that scroll the text whatever has the focus."""
_GAPS = (4, 2)
"""Blanks between two items, where there is room and where there is little."""
_KEY_GAP = 3


class Ink(Enum):
    """What a piece of the strip is, from which it gets its colour."""

    RULE = "rule"
    TITLE = "title"
    MARK = "mark"
    TEXT = "text"
    REPLY = "reply"
    MET = "met"
    UNMET = "unmet"
    LOST = "lost"
    CHOICE = "choice"
    CHOSEN = "chosen"
    ENTRY = "entry"
    KEY = "key"
    WORD = "word"


@dataclass(frozen=True)
class Check:
    """One condition of a task.

    Attributes:
        words: What must hold.
        value: What it is now; "" where that would say nothing.
        is_met: Whether it holds.
        is_lost: Whether it cannot hold any more without a new start, as an epoch that has gone by.
    """

    words: str
    value: str
    is_met: bool
    is_lost: bool = False

    @property
    def ink(self) -> Ink:
        """What it is drawn as."""
        return Ink.MET if self.is_met else Ink.LOST if self.is_lost else Ink.UNMET

    def line(self, *, is_short: bool = False) -> str:
        """As it stands in the checklist.

        Args:
            is_short: Whether only a number is shown as the value; words can be read on the control itself.
        """
        is_shown = any(map(str.isdecimal, self.value)) if is_short else self.value
        words = f"{self.words}: {self.value}" if is_shown else self.words
        return f"{_SIGNS[self.ink]} {words}"


_SIGNS = {Ink.MET: MET, Ink.UNMET: UNMET, Ink.LOST: LOST}


@dataclass(frozen=True)
class StripKey:
    """A key and what it does here.

    Attributes:
        key: As it is shown.
        word: What it does.
        action: What a click runs, as in a binding; "" for nothing.
    """

    key: str
    word: str
    action: str = ""


@dataclass(frozen=True)
class StripView:
    """Everything that the strip says.

    Attributes:
        place: The lesson, and which of its tasks it is.
        marks: One for each task.
        text: What is asked or explained.
        said: What was answered, behind the text where there is room for it.
        reply: What is said about it: a hint, an answer to a wrong idea, what has happened.
        choices: What there is to choose from, while that is asked.
        asks_number: Whether a number is to be typed.
        checks: The conditions.
        verdict: In place of the conditions, when all is done; "" before.
        keys: What can be done, at the right.
        takes_digits: Whether digits belong to the task: it asks something, or has asked it.
    """

    place: str = ""
    marks: tuple[str, ...] = ()
    text: str = ""
    said: str = ""
    reply: str = ""
    choices: tuple[str, ...] = ()
    asks_number: bool = False
    checks: tuple[Check, ...] = ()
    verdict: str = ""
    keys: tuple[StripKey, ...] = ()
    takes_digits: bool = False


class Piece(NamedTuple):
    """Some text at a place.

    Attributes:
        x: Column.
        y: Row.
        text: A character for every cell, as of `by_columns`.
        ink: What it is.
        target: What a click on it does: the number of a choice, an action, or nothing.
    """

    x: int
    y: int
    text: str
    ink: Ink
    target: int | str | None = None


@dataclass(frozen=True)
class StripPicture:
    """The strip in so many cells.

    Attributes:
        pieces: What stands where.
        offset: Lines of the text above what is seen.
        most: What `offset` can be at the most; 0 where all is seen.
        page: Lines of the text that are seen, at least 1.
    """

    pieces: tuple[Piece, ...]
    offset: int = 0
    most: int = 0
    page: int = 1

    def target_at(self, x: int, y: int) -> int | str | None:
        """What a click does there."""
        found = (each for each in self.pieces if each.y == y and each.x <= x < each.x + len(each.text))
        return next((each.target for each in found if each.target is not None), None)


@dataclass(frozen=True)
class _Item:
    """What stands in the lower rows: a condition, a choice, the verdict."""

    text: str
    ink: Ink
    target: int | None = None


_Row = list[tuple[int, str, Ink, int | str | None]]
"""Pieces of one row, without the row."""


@lru_cache(maxsize=64)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """A text in lines of so many cells, as of `by_columns`; a word that is too long is broken.

    Args:
        text: The text; its line feeds are kept.
        width: Cells of a line, at least 2.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in by_columns(paragraph).split():
            rest = word
            if line and len(line) + 1 + len(rest) > width:
                lines.append(line)
                line = ""
            while len(rest) > width:
                cut = width - 1 if rest[width] == CONTINUED else width
                lines.append(rest[:cut])
                rest = rest[cut:]
            line = f"{line} {rest}" if line else rest
        lines.append(line)
    return tuple(lines)


def cut_to(text: str, width: int) -> str:
    """A text in so many cells at the most, with an ellipsis where it is cut."""
    cells = by_columns(text)
    return cells if len(cells) <= width else cells[: max(0, width - 1)].rstrip(CONTINUED) + _ELLIPSIS[:width]


def strip_picture(
    view: StripView, width: int, height: int, *, offset: int | None = None, chosen: int | None = None, typed: str = ""
) -> StripPicture:
    """Lays the strip out.

    Args:
        view: What there is to say.
        width: Columns.
        height: Rows; with 1 there is only the title.
        offset: Lines of the text above what is to be seen; chosen so that the reply is seen when left out.
        chosen: Which of the choices is marked, from 0; None for none.
        typed: What has been typed of a number.
    """
    if width < 4 or height < 1:
        return StripPicture(())
    if height == 1:
        return StripPicture(tuple(_title(view, width)))
    room = height - 1
    reply: list[_Row] = [[(1, line, Ink.REPLY, None)] for line in wrapped(view.reply, width - 1)]
    for words in dict.fromkeys((f"{view.text} {view.said}".strip(), view.text)):
        text: list[_Row] = [[(1, line, Ink.TEXT, None)] for line in wrapped(words, width - 1)]
        lower, above = _lower_rows(view, width, room, len(text) + len(reply), chosen, typed)
        if len(text) + len(reply) + len(lower) <= room:
            break
    column = [*text, *reply]
    if len(lower) > room // 2 and len(lower) + len(column) > room:
        column, lower = [*column, *lower], []
    seen = max(0, room - len(lower))
    most = max(0, len(column) - seen)
    if most and reply:
        most = max(most, len(text))  # so that the reply alone can be seen, and no end of what it answers
    top = (len(text) if reply and most else 0) if offset is None else max(0, min(offset, most))
    shown = column[top : top + seen]
    rows = [*shown, *[[] for _ in range(seen - len(shown))], *lower]
    more = "" if not most else _(_DOWN) if top < most else _(_UP)
    pieces = _title(view, width, more, above)
    for y, row in enumerate(rows, start=1):
        pieces += [Piece(x, y, part, ink, target) for x, part, ink, target in row]
    return StripPicture(tuple(pieces), top, most, max(1, seen))


def _title(view: StripView, width: int, more: str = "", keys: Sequence[StripKey] = ()) -> list[Piece]:
    """The rule with the place, the marks, and what else has no room below: keys, and how the text goes on."""
    marks = _marks(view.marks, width // 3)
    right = width - 1 - (len(marks) + 2 if marks else 0)
    pieces = [Piece(0, 0, _RULE * width, Ink.RULE)]
    if marks:
        pieces.append(Piece(right, 0, f" {marks} ", Ink.MARK))
    if keys:
        right -= _columns_of(keys) + 3
        for x, text, ink, target in _key_row(keys, right + 1):
            is_key = ink is Ink.KEY
            pieces.append(Piece(x - is_key, 0, f" {text}" if is_key else f"{text} ", ink, target))
    if more and right - 4 >= 3 * len(more):
        right -= len(more) + 3
        pieces.append(Piece(right, 0, f" {more} ", Ink.MARK))
    return [*pieces, Piece(1, 0, f" {cut_to(view.place, max(0, right - 4))} ", Ink.TITLE)]


def _columns_of(keys: Sequence[StripKey]) -> int:
    """The columns that some keys with their words take beside each other."""
    return sum(len(each.key) + 1 + len(each.word) for each in keys) + _KEY_GAP * (len(keys) - 1)


def _key_row(keys: Sequence[StripKey], x: int) -> _Row:
    """Some keys with their words beside each other, from a column on."""
    row: _Row = []
    for each in keys:
        target = each.action or None
        row.append((x, each.key, Ink.KEY, target))
        row.append((x + len(each.key), f" {each.word}", Ink.WORD, target))
        x += _columns_of([each]) + _KEY_GAP
    return row


def _marks(marks: Sequence[str], room: int) -> str:
    """The marks with blanks between, without, or none, as there is room."""
    return next((text for text in (" ".join(marks), "".join(marks)) if len(text) <= room), "")


def _lower_rows(
    view: StripView, width: int, room: int, above: int, chosen: int | None, typed: str
) -> tuple[list[_Row], Sequence[StripKey]]:
    """The conditions or the choices with the keys in the last row, in the widest form with which all fits.

    Returns:
        The rows, and the keys that stand in the title because no row has room for them.
    """
    acting = tuple(key for key in view.keys if key.action)
    for is_short, keys in ((False, view.keys), (False, acting), (True, acting)):
        items = _items(view, chosen, typed, is_short=is_short)
        for gap in _GAPS:
            rows = _with_keys(_flow(items, width - 2, gap), keys, width, has_all=True)
            if len(rows) + above <= room:
                return rows, ()
    if acting and _columns_of(acting) <= width // 3:
        for is_short in (False, True):
            rows = _flow(_items(view, chosen, typed, is_short=is_short), width - 2, _GAPS[-1])
            if len(rows) + above <= room:
                break
        return rows, acting
    return _with_keys(rows, acting, width, has_all=False), ()


def _items(view: StripView, chosen: int | None, typed: str, *, is_short: bool) -> list[_Item]:
    if view.verdict:
        return [_Item(f"{MET} {view.verdict}", Ink.MET)]
    if view.choices:
        return [
            _Item(f"{number + 1} {choice}", Ink.CHOSEN if number == chosen else Ink.CHOICE, number)
            for number, choice in enumerate(view.choices)
        ]
    if view.asks_number:
        return [_Item(_("your answer: {typed}").format(typed=typed + _CURSOR), Ink.ENTRY)]
    met = sum(check.is_met for check in view.checks)
    missing = [_Item(check.line(is_short=is_short), check.ink) for check in view.checks if not check.is_met]
    if is_short and met and missing:
        count = _("{number} of {count}").format(number=met, count=len(view.checks))
        return [_Item(f"{MET} {count}", Ink.MET), *missing]
    return [_Item(check.line(is_short=is_short), check.ink) for check in view.checks]


def _flow(items: Sequence[_Item], width: int, gap: int) -> list[_Row]:
    """The items beside each other, as many in a row as fit; one that is too long has rows of its own."""
    rows: list[_Row] = []
    x = width + 1
    for item in items:
        lines = wrapped(item.text, width)
        if len(lines) > 1 or x + len(lines[0]) > width + 1:
            rows += [[(1, line, item.ink, item.target)] for line in lines]
            x = 1 if len(lines) == 1 else width
        else:
            rows[-1].append((x, lines[0], item.ink, item.target))
        x += len(lines[-1]) + gap
    return rows


def _with_keys(rows: list[_Row], keys: Sequence[StripKey], width: int, *, has_all: bool) -> list[_Row]:
    """All keys at the right of the last row or else in one of their own; or those for which there is room there."""
    used = max((x + len(text) for x, text, *rest in rows[-1]), default=0) if rows else 0
    for count in range(len(keys), 0, -1):
        x = width - 1 - _columns_of(keys[:count])
        is_beside = bool(rows) and used + _KEY_GAP <= x
        if x < 1 or not (is_beside or has_all or not rows):
            continue
        last = _key_row(keys[:count], x)
        return [*rows[:-1], [*rows[-1], *last]] if is_beside else [*rows, last]
    return rows
