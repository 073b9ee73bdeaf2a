"""Cards: what each term and each control is, from files that are read when they are first asked for.

A card is `cards/ID.md`, its translation `cards/ID.CODE.md`. The front matter between two lines `+++` is TOML: the
title, other words for it, the hint for the line below the network and, in the English file alone, what can be tried and
the related cards.
The rest is text with live numbers in braces: paragraphs, and blocks indented by four spaces, which stay as they are.
"""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nntui.experiment.shown_text import shorten
from nntui.language import ENGLISH, _
from nntui.lessons.document import Line, front_matter, read_lines
from nntui.lessons.errors import LessonError, refusal
from nntui.lessons.prose import read_prose
from nntui.lessons.template import Template, read_template
from nntui.lessons.vocabulary import VOCABULARY
from nntui.lessons.ways import check_setting

FOLDER = Path(__file__).with_name("cards")
_INDENT = "    "
_MOST_TITLE = 40
_MOST_HINT = 200
_MOST_RELATED = 8
_MOST_ALSO = 20
_BASE_KEYS = ("title", "also", "hint", "try", "related")
_TRANSLATED_KEYS = ("title", "also", "hint")
_EXAMPLE = "batch_size = 1, noise = 25"


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
        also: Other words for it, by which it is found: those of the language and, of a translation, the English ones
            and the English title.
    """

    id: str
    title: str
    hint: Template | None
    changes: tuple[tuple[str, Any], ...]
    related: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    also: tuple[str, ...] = ()


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
        LessonError: There is no such card, or its English file is broken.
    """
    base = read_card(FOLDER / f"{id}.md")
    if language == ENGLISH:
        return base
    try:
        return read_card(FOLDER / f"{id}.{language}.md", base)
    except LessonError:
        return base


def all_cards(language: str = ENGLISH) -> tuple[Card, ...]:
    """All cards that can be read, by their titles in a language."""
    return tuple(sorted(readable(card_ids(), language), key=lambda each: folded(each.title)))


def readable(ids: Iterable[str], language: str = ENGLISH) -> tuple[Card, ...]:
    """The cards of some ids; what there is not, or is broken, is left out."""
    found = []
    for each in ids:
        with suppress(LessonError):
            found.append(card(each, language))
    return tuple(found)


def read_card(file: Path, base: Card | None = None) -> Card:
    """Reads a card.

    Args:
        file: Its file.
        base: The English card that it is a translation of.

    Raises:
        LessonError: The file cannot be read, or something in it is not understood.
    """
    try:
        data = file.read_bytes()
    except OSError:
        raise LessonError(file.name, 1, refusal(_("the file cannot be read"), _("the file of a card"))) from None
    return _Reader(file.name, read_lines(file.name, data), base).card(base.id if base else file.stem)


class _Reader:
    """Reads the lines of one file."""

    def __init__(self, file: str, lines: list[Line], base: Card | None) -> None:
        self._file, self._base = file, base
        self._values, self._places, start = front_matter(file, lines)
        self._lines = lines[start:]
        allowed = _TRANSLATED_KEYS if base else _BASE_KEYS
        for key in self._values:
            if key not in allowed:
                what = _("{name} is unknown here").format(name=shorten(key))
                raise self._error(key, what, ", ".join(allowed))

    def card(self, name: str) -> Card:
        """The card.

        Args:
            name: Its id.
        """
        base, paragraphs = self._base, tuple(self._paragraphs())
        if not paragraphs:
            raise self._error("title", _("the card has no text"), _("paragraphs with blank lines between them"))
        return Card(
            id=name,
            title=self._text("title", _MOST_TITLE),
            hint=self._hint(),
            changes=base.changes if base else tuple(self._changes()),
            related=base.related if base else self._list("related", _MOST_RELATED, _("ids of cards")),
            paragraphs=paragraphs,
            also=self._list("also", _MOST_ALSO, _("words")) + ((base.title, *base.also) if base else ()),
        )

    def _error(self, key: str, what: str, allowed: str) -> LessonError:
        return LessonError(self._file, self._places.get(key, 1), refusal(what, allowed))

    def _refused(self, key: str, allowed: str) -> LessonError:
        return self._error(key, _("{name} is not allowed").format(name=key), allowed)

    def _text(self, key: str, most: int) -> str:
        text = self._values.get(key)
        if not isinstance(text, str) or not 0 < len(text.strip()) <= most or not text.isprintable():
            raise self._refused(key, _("a text of at most {count} characters").format(count=most))
        return text.strip()

    def _hint(self) -> Template | None:
        if "hint" not in self._values:
            return self._base.hint if self._base else None
        return read_prose(self._file, [(self._places.get("hint", 1), self._text("hint", _MOST_HINT))], VOCABULARY)

    def _changes(self) -> Iterator[tuple[str, Any]]:
        """What stands in `try`, which is the inside of an inline table of TOML."""
        text = self._values.get("try", "")
        try:
            values = tomllib.loads(f"values = {{{text}}}")["values"] if isinstance(text, str) else None
        except (tomllib.TOMLDecodeError, RecursionError):
            values = None
        if values is None:
            raise self._refused("try", _EXAMPLE)
        for name, value in values.items():
            try:
                yield name, check_setting(name, tuple(value) if isinstance(value, list) else value)
            except ValueError as error:
                raise LessonError(self._file, self._places.get("try", 1), str(error)) from None

    def _list(self, key: str, most: int, what: str) -> tuple[str, ...]:
        """Some texts; none where there is no such line."""
        texts = self._values.get(key, [])
        is_list = isinstance(texts, list) and all(isinstance(each, str) and each.isprintable() for each in texts)
        if not is_list or len(texts) > most:
            raise self._refused(key, _("a list of at most {count} {what}").format(count=most, what=what))
        return tuple(texts)

    def _paragraphs(self) -> Iterator[Paragraph]:
        begun: list[Line] = []
        for number, line in (*self._lines, (0, "")):
            if begun and (not line or begun[0][1].startswith(_INDENT) != line.startswith(_INDENT)):
                yield self._paragraph(begun)
                begun = []
            if line:
                begun.append((number, line))

    def _paragraph(self, lines: Sequence[Line]) -> Paragraph:
        is_block = lines[0][1].startswith(_INDENT)
        template = read_prose(self._file, lines, VOCABULARY)  # of a block, to find its faults by line
        if is_block:
            template = read_template("\n".join(line.removeprefix(_INDENT) for _number, line in lines))
        return Paragraph(template, is_block)


# Searching


def folded(text: str) -> str:
    """A text as it is compared: without regard to case and accents, x₁² as x12."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def search(query: str, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """The cards that have every word of a query.

    First those whose title or other word it is, then those whose title begins with it, then those with an other word
    that does, then those with its words in their title or in an other word, at last those with them in their text.

    Args:
        query: What is typed; "" finds all.
        cards: By their titles.
    """
    wanted = " ".join(folded(query).split())
    if not wanted:
        return cards
    found: tuple[list[Card], ...] = ([], [], [], [], [])
    for each in cards:
        rank = _rank(wanted, each)
        if rank is not None:
            found[rank].append(each)
    return tuple(each for cards_ in found for each in cards_)


def nearest_cards(query: str, cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """The cards with a title or an other word that is spelt much like a query, the nearest first; at most five.

    Args:
        query: What is typed.
        cards: Where it is looked for.
    """
    by_name: dict[str, Card] = {}
    for each in cards:
        for name in (*_titles(each), *map(folded, each.also)):
            by_name.setdefault(name, each)
    near = difflib.get_close_matches(folded(query)[:100], by_name, n=_MOST_NEAR, cutoff=_NEAR)
    return tuple({by_name[name].id: by_name[name] for name in near}.values())


_MOST_NEAR = 5
_NEAR = 0.6
"""How much alike two words must be, from 0 to 1, as difflib counts it."""


def _rank(wanted: str, card: Card) -> int | None:
    """How well a card meets a query, 0 the best; None where it does not."""
    words, titles = wanted.split(), _titles(card)
    names = (*titles, *map(folded, card.also))
    text = " ".join((*names, _folded_text(card)))
    ranks = (
        wanted in names,
        any(name.startswith(wanted) for name in titles),
        any(name.startswith(wanted) for name in names),
        any(all(word in name for word in words) for name in names),
        all(word in text for word in words),
    )
    return ranks.index(True) if True in ranks else None


def _titles(card: Card) -> tuple[str, ...]:
    """A card's title and its parts, as of "Features (características)", folded."""
    title = folded(card.title)
    return (title, *filter(None, (part.strip() for part in re.split(r"[(),]", title))))


def _folded_text(card: Card) -> str:
    return folded(" ".join(paragraph.template.text for paragraph in card.paragraphs))
