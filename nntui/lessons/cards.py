"""Cards: what each term and each control is, from files that are read when they are first asked for.

A card is `cards/ID.md`, its translation `cards/ID.CODE.md`. The front matter between two lines `+++` is TOML: the
title, the hint for the line below the network and, in the English file alone, what can be tried and the related cards.
The rest is text with live numbers in braces: paragraphs, and blocks indented by four spaces, which stay as they are.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nntui.errors import NntuiError
from nntui.experiment.setting import SettingError, shorten
from nntui.experiment.settings import SETTINGS
from nntui.language import ENGLISH, _
from nntui.lessons.nearest import nearest
from nntui.lessons.template import Template, TemplateError, read_template

FOLDER = Path(__file__).with_name("cards")
_FENCE = "+++"
_INDENT = "    "
_MOST_BYTES = 20_000
_MOST_TITLE = 40
_MOST_RELATED = 6
_BASE_KEYS = ("title", "hint", "try", "related")
_TRANSLATED_KEYS = ("title", "hint")


class CardError(NntuiError, ValueError):
    """A file of a card cannot be used: `FILE:LINE: what is wrong; what is allowed`."""

    title = "Card"


@dataclass(frozen=True)
class Paragraph:
    """A part of a card's text.

    Attributes:
        template: Its text; the lines of a paragraph are joined, those of a block end with a line feed.
        is_block: Whether its lines are kept as they are.
    """

    template: Template
    is_block: bool = False


@dataclass(frozen=True)
class Card:
    """What a term or a control is.

    Attributes:
        id: Its name in files and in `related`.
        title: In the language of the file.
        hint: A line for the control that has the focus; None where the control says enough by itself.
        changes: What the card offers to try: the settings and their values, in the order in which they are written.
        related: The ids of other cards.
        paragraphs: The text.
    """

    id: str
    title: str
    hint: Template | None
    changes: tuple[tuple[str, Any], ...]
    related: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


@cache
def card_ids() -> tuple[str, ...]:
    """The ids of all cards, by the alphabet."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.md") if "." not in file.stem))


@cache
def card(id: str, language: str = ENGLISH) -> Card:
    """A card in a language; where its translation is missing or broken, in English.

    Args:
        id: Its id.
        language: The code of a language.

    Raises:
        CardError: There is no such card, or its English file is broken.
    """
    base = read_card(FOLDER / f"{id}.md")
    if language == ENGLISH:
        return base
    try:
        return read_card(FOLDER / f"{id}.{language}.md", base)
    except CardError:
        return base


def all_cards(language: str = ENGLISH) -> tuple[Card, ...]:
    """All cards that can be read, by their titles in a language."""
    return tuple(sorted(readable(card_ids(), language), key=lambda each: folded(each.title)))


def readable(ids: Iterable[str], language: str = ENGLISH) -> tuple[Card, ...]:
    """The cards of some ids; what there is not, or is broken, is left out."""
    found = []
    for each in ids:
        with suppress(CardError):
            found.append(card(each, language))
    return tuple(found)


def read_card(file: Path, base: Card | None = None) -> Card:
    """Reads a card.

    Args:
        file: Its file.
        base: The English card that it is a translation of.

    Raises:
        CardError: The file cannot be read, or something in it is not understood.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            most = _("at most {count:,} bytes").format(count=_MOST_BYTES)
            raise _error(file, 1, _("the file is too large"), most)
        lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _error(file, 1, _("the file cannot be read"), _("a text in UTF-8")) from error
    for number, line in enumerate(lines, start=1):
        if not line.isprintable():
            raise _error(file, number, _("a control character"), _("what can be seen"))
    return _Reader(file, lines, base).card()


class _Reader:
    """Reads the lines of one file."""

    def __init__(self, file: Path, lines: list[str], base: Card | None) -> None:
        self._file, self._lines, self._base = file, lines, base
        self._end = self._end_of_front_matter()
        self._values = self._front_matter()

    def card(self) -> Card:
        """The card."""
        paragraphs = tuple(self._paragraphs())
        if not paragraphs:
            allowed = _("paragraphs with blank lines between them")
            raise self._error(self._end + 1, _("the card has no text"), allowed)
        base = self._base
        return Card(
            id=base.id if base else self._file.stem,
            title=self._title(),
            hint=self._hint() or (base.hint if base else None),
            changes=base.changes if base else self._changes(),
            related=base.related if base else self._related(),
            paragraphs=paragraphs,
        )

    def _error(self, line: int, what: str, allowed: str) -> CardError:
        return _error(self._file, line, what, allowed)

    def _refused(self, key: str, allowed: str) -> CardError:
        """A value of the front matter is not allowed."""
        return self._error(self._line_of(key), _("{key} is not allowed").format(key=key), allowed)

    # The front matter

    def _end_of_front_matter(self) -> int:
        """The index of the line that ends it."""
        if not self._lines or self._lines[0].strip() != _FENCE:
            raise self._error(1, _("the file begins without +++"), _("a front matter between two lines +++"))
        for index, line in enumerate(self._lines[1:], start=1):
            if line.strip() == _FENCE:
                return index
        raise self._error(1, _("the front matter has no end"), _("a second line +++"))

    def _front_matter(self) -> Mapping[str, Any]:
        try:
            values = tomllib.loads("\n".join(["", *self._lines[1 : self._end]]))
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+)", str(error))
            line = int(place[1]) if place else self._end
            what = _("this cannot be read: {reason}").format(reason=str(error).split(" (at ")[0])
            raise self._error(line, what, "TOML") from None
        allowed = _TRANSLATED_KEYS if self._base else _BASE_KEYS
        for key in values:
            if key not in allowed:
                what = _("{name} is unknown here").format(name=shorten(key))
                raise self._error(self._line_of(key), what, ", ".join(allowed))
        return values

    def _line_of(self, key: str) -> int:
        """The number of the line of the front matter that a key stands in."""
        begun = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
        return next((n for n, line in enumerate(self._lines[: self._end], start=1) if begun.match(line)), 1)

    def _title(self) -> str:
        title = self._values.get("title")
        if not isinstance(title, str) or not 0 < len(title.strip()) <= _MOST_TITLE or not title.isprintable():
            allowed = _("a text of at most {count} letters").format(count=_MOST_TITLE)
            raise self._refused("title", allowed)
        return title.strip()

    def _hint(self) -> Template | None:
        hint = self._values.get("hint", "")
        if not isinstance(hint, str) or not (hint.isprintable() or not hint):
            raise self._refused("hint", _("a text on one line"))
        return self._template([(self._line_of("hint"), hint)], "") if hint else None

    def _changes(self) -> tuple[tuple[str, Any], ...]:
        """What stands in `try`, which is the inside of an inline table of TOML."""
        text, line = self._values.get("try", ""), self._line_of("try")
        try:
            values = tomllib.loads(f"values = {{{text}}}")["values"] if isinstance(text, str) else None
        except tomllib.TOMLDecodeError:
            values = None
        if values is None:
            raise self._refused("try", '"batch_size = 1, noise = 20"')
        return tuple((name, self._checked(name, value, line)) for name, value in values.items())

    def _checked(self, name: str, value: Any, line: int) -> Any:
        if name not in SETTINGS:
            near = nearest(name, SETTINGS)
            allowed = _("{name}, for example").format(name=near or "batch_size")
            raise self._error(line, _("{name} is no setting").format(name=shorten(name)), allowed)
        try:
            return SETTINGS[name].check(value)
        except SettingError as error:
            raise CardError(f"{self._file.name}:{line}: {error}") from None

    def _related(self) -> tuple[str, ...]:
        related = self._values.get("related", [])
        is_list = isinstance(related, list) and all(isinstance(each, str) for each in related)
        if not is_list or len(related) > _MOST_RELATED:
            raise self._refused("related", _("a list of at most {count} ids of cards").format(count=_MOST_RELATED))
        return tuple(related)

    # The text

    def _paragraphs(self) -> Iterator[Paragraph]:
        begun: list[tuple[int, str]] = []
        for number, line in enumerate([*self._lines[self._end + 1 :], ""], start=self._end + 2):
            is_block = bool(begun) and begun[0][1].startswith(_INDENT)
            if begun and (not line.strip() or is_block != line.startswith(_INDENT)):
                yield self._paragraph(begun, is_block)
                begun = []
            if line.strip():
                begun.append((number, line))

    def _paragraph(self, lines: list[tuple[int, str]], is_block: bool) -> Paragraph:
        if is_block:
            kept = [(number, line.removeprefix(_INDENT).rstrip()) for number, line in lines]
            return Paragraph(self._template(kept, "\n"), is_block=True)
        return Paragraph(self._template([(number, line.strip()) for number, line in lines], " "))

    def _template(self, lines: list[tuple[int, str]], between: str) -> Template:
        """A text of some numbered lines as one template."""
        try:
            return read_template(between.join(line for _, line in lines))
        except TemplateError as error:
            offset, at = error.offset, lines[0][0]
            for number, line in lines:
                if offset >= 0:
                    at = number
                offset -= len(line) + len(between)
            raise CardError(f"{self._file.name}:{at}: {error}") from None


def _error(file: Path, line: int, what: str, allowed: str) -> CardError:
    sentence = _("{what}; allowed is {allowed}").format(what=what, allowed=allowed)
    return CardError(f"{file.name}:{line}: {sentence}")


# Searching


def folded(text: str) -> str:
    """A text as it is compared: without regard to case and accents, x₁² as x12."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def search(query: str, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """The cards that have every word of a query: first those that begin with it, then those with it in their title.

    Args:
        query: What is typed; "" finds all.
        cards: By their titles.
    """
    words = folded(query).split()
    found: tuple[list[Card], ...] = ([], [], [])
    for each in cards:
        title = folded(each.title)
        if title.startswith(" ".join(words)):
            found[0].append(each)
        elif all(word in title for word in words):
            found[1].append(each)
        elif all(word in title or word in _folded_text(each) for word in words):
            found[2].append(each)
    return tuple(each for cards_ in found for each in cards_)


def _folded_text(card: Card) -> str:
    return folded(" ".join(paragraph.template.text for paragraph in card.paragraphs))
