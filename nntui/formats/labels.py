"""What the labels of points mean: two to six classes, in which order, or numbers to predict."""

import re
from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.engine.classes import labels_of
from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import MOST_CLASSES
from nntui.formats.notes import Notes
from nntui.formats.tables.fields import number_of, plain_class
from nntui.language import _

_OPPOSITES = {
    "no": "yes",
    "n": "y",
    "false": "true",
    "f": "t",
    "negative": "positive",
    "neg": "pos",
    "-": "+",
    "off": "on",
    "low": "high",
    "bad": "good",
    "outside": "inside",
    "absent": "present",
    "dead": "alive",
    "lost": "won",
    "fail": "pass",
    "failed": "passed",
    "fake": "real",
    "wrong": "right",
    "inactive": "active",
    "benign": "malignant",
    "b": "m",
    "ham": "spam",
    "healthy": "sick",
    # German, Dutch, Scandinavian
    "nein": "ja",
    "falsch": "wahr",
    "negativ": "positiv",
    "aus": "ein",
    "schlecht": "gut",
    "niedrig": "hoch",
    "nicht bestanden": "bestanden",
    "nee": "ja",
    "onwaar": "waar",
    "nej": "ja",
    "nei": "ja",
    # French
    "non": "oui",
    "faux": "vrai",
    "négatif": "positif",
    "negatif": "positif",
    "mauvais": "bon",
    "bas": "haut",
    # Spanish, Portuguese, Italian
    "falso": "verdadero",
    "negativo": "positivo",
    "negativa": "positiva",
    "não": "sim",
    "nao": "sim",
    "mau": "bom",
    "ruim": "bom",
    "malo": "bueno",
    "bajo": "alto",
    "baixo": "alto",
    "basso": "alto",
    # Polish, Czech, Turkish, Russian, Japanese, Chinese and others
    "nie": "tak",
    "fałsz": "prawda",
    "ne": "ano",
    "hayır": "evet",
    "hayir": "evet",
    "yanlış": "doğru",
    "нет": "да",
    "ложь": "истина",
    "όχι": "ναι",
    "いいえ": "はい",
    "否": "是",
    "ei": "kyllä",
    "nu": "da",
}
"""Names of which one is obviously −1 and the other +1, by the one that is −1."""
_MORE_OPPOSITES = (("no", "sí"), ("no", "si"), ("no", "sì"), ("falso", "verdadeiro"), ("falso", "vero"), ("ne", "da"))
"""The same for a name that has several opposites."""
_ORANGE = frozenset(("orange", "naranja", "laranja", "arancione", "oranje", "oranžová", "pomarańczowy", "turuncu"))
_BLUE = frozenset(("blue", "blau", "bleu", "bleue", "azul", "blu", "blauw", "blå", "modrá", "niebieski", "mavi"))
"""Names of the two colours in which the web page draws −1 and +1."""
_GREEN = frozenset(("green", "grün", "vert", "verte", "verde", "groen", "grön", "zelená", "zielony", "yeşil"))
_PURPLE = frozenset(("purple", "violet", "lila", "violett", "roxo", "roxa", "morado", "viola", "paars", "fialová"))
_COLOURS = (_ORANGE, _BLUE, _GREEN, _PURPLE)
"""Names of the colours of classes, in the order of the classes."""
_RANKED = (
    *(("low", "medium", "high"), ("low", "middle", "high"), ("small", "medium", "large"), ("small", "medium", "big")),
    *(("negative", "neutral", "positive"), ("bad", "average", "good"), ("bad", "ok", "good"), ("poor", "fair", "good")),
    *(("cold", "warm", "hot"), ("slow", "medium", "fast"), ("young", "middle", "old"), ("mild", "moderate", "severe")),
    *(("baixo", "médio", "alto"), ("baixa", "média", "alta"), ("pequeno", "médio", "grande"), ("ruim", "bom", "ótimo")),
    *(("negativo", "neutro", "positivo"), ("bajo", "medio", "alto"), ("niedrig", "mittel", "hoch")),
    *(("klein", "mittel", "groß"), ("bas", "moyen", "haut"), ("petit", "moyen", "grand")),
)
"""Three names that have an order of their own."""
_SINGLE = (-1.0, 0.0, 1.0)
_MOST_NAMED = 4
_MOST_SPELLINGS = 40
_LEAST_MORE = 3
"""Classes from which there are more than two."""


class LabelsError(NntuiError, ValueError):
    """Labels of more classes than are allowed; the message is a sentence."""

    title = "Points"


def meaning_of(
    texts: list[str], numbers: FloatArray | None, said: Sequence[str], column: str, notes: Notes
) -> tuple[FloatArray, tuple[str, ...] | None]:
    """Labels as classes, and what these are called; or as the numbers that they are, and None.

    Two different values are two classes, whatever they are. Three to six names or whole numbers are so many classes.

    Args:
        texts: The labels as they stand in the table.
        numbers: The same as numbers, if they are some.
        said: What a comment line says: "regression", or what the classes are called, as "-1 is red", "1 is blue".
        column: What they are called, for sentences, with the name of the file where there is one.
        notes: Gets a sentence where there is one class alone, or where numbers are for a regression.

    Returns:
        Two classes as −1 and +1, more as 0 to K − 1, float64, shape (n,); and their names in that order.

    Raises:
        LabelsError: There are more than six names.
    """
    if numbers is None:
        texts = texts if said_classes(said) else _in_one_spelling(texts)
        found = _names(texts, column)
    else:
        found_numbers = _different(numbers, texts, said, column, notes)
        if found_numbers is None:
            return numbers, None
        found = found_numbers
    if len(found) == 1:
        notes.add(_("every label is {name}, so there is one class alone").format(name=shorten(found[0])))
    classes = _classes(found, said)
    if numbers is None:
        place: dict[float | str, int] = {name: index for index, name in enumerate(classes)}
        indices = np.fromiter(map(place.__getitem__, texts), np.intp, len(texts))
    else:
        place = {number_of(name, True) or 0.0: classes.index(name) for name in found}
        indices = np.fromiter(map(place.__getitem__, numbers.tolist()), np.intp, len(texts))
    return labels_of(indices, len(classes)), classes


def said_classes(said: Sequence[str]) -> tuple[str, ...]:
    """What a comment line says that the classes are called, in their order; () where it does not say that."""
    names = tuple(word.split(" is ", 1)[1] for word in said if " is " in word)
    return names if 2 <= len(names) <= MOST_CLASSES and len(set(names)) == len(names) else ()


def _in_one_spelling(texts: list[str]) -> list[str]:
    """The names of a few classes, each as it is spelled first where they differ in capital letters alone."""
    different = set(texts)
    is_few = 2 < len(different) <= _MOST_SPELLINGS
    if not is_few or len({text.casefold() for text in different}) > MOST_CLASSES:
        return texts
    first: dict[str, str] = {}
    return [first.setdefault(text.casefold(), text) for text in texts]


def _names(texts: list[str], column: str) -> list[str]:
    different = set(texts)
    if len(different) > MOST_CLASSES:
        first = nsmallest(_MOST_NAMED, different, key=lambda text: (text.casefold(), text))
        sentence = _(
            "{column} has {count} different names ({names}, …); allowed are two to {most}, or numbers: "
            "keep the rows of {most} of them, or take another column (--columns)"
        )
        names = ", ".join(map(shorten, first))
        raise LabelsError(sentence.format(column=column, count=f"{len(different):,}", names=names, most=MOST_CLASSES))
    return sorted(different, key=_as_people_sort)


def _as_people_sort(name: str) -> tuple[list[tuple[bool, int, str]], str]:
    """By letters, without a difference between capital and small ones, and numbers in names by their value."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+|[0-9]", name.casefold())
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts], name


def _different(
    numbers: FloatArray, texts: list[str], said: Sequence[str], column: str, notes: Notes
) -> list[str] | None:
    """The different numbers as text, or the one that there is; None where they are for a regression."""
    if "regression" in said:
        return None
    low, high = float(numbers.min()), float(numbers.max())
    different = np.array([low, high]) if ((numbers == low) | (numbers == high)).all() else np.unique(numbers)
    is_whole = bool((different % 1 == 0).all())
    if low == high:
        return [plain_class(texts[0])] if low in _SINGLE else None
    if len(different) == 2 or (is_whole and len(different) <= MOST_CLASSES):
        return [plain_class(texts[int(np.argmax(numbers == each))]) for each in different]
    sentence = _("{column} has {values}: opened as regression")
    notes.add(sentence.format(column=column, values=_about_many(different)))
    return None


def _about_many(different: FloatArray) -> str:
    if len(different) > MOST_CLASSES:
        return _("more than {most} distinct values").format(most=MOST_CLASSES)
    values = ", ".join(f"{number:g}" for number in different)
    sentence = _("{count} distinct values ({values}), which are not all whole numbers")
    return sentence.format(count=len(different), values=values)


def _classes(found: list[str], said: Sequence[str]) -> tuple[str, ...]:
    """What the classes are called, in their order, where some spellings were found, the lesser first."""
    names = said_classes(said)
    if set(found) <= set(names):
        return names
    if len(found) >= _LEAST_MORE:
        return _in_their_colours(_ranked(found))
    first, last = found[0].casefold(), found[-1].casefold()
    if len(found) == 2:
        return (found[1], found[0]) if _is_swapped(first, last) else (found[0], found[1])
    number = number_of(first, True)
    if number is not None:
        return ("-1", found[0]) if number == 1 else (found[0], "1")
    for lower, upper in _OPPOSITES.items():
        if first in (lower, upper):
            return (found[0], upper) if first == lower else (lower, found[0])
    return found[0], _("not {name}").format(name=found[0])


def _ranked(found: list[str]) -> list[str]:
    """Three names in the order of their own that they have, others as they are."""
    plain = [name.casefold() for name in found]
    order = next((ranked for ranked in _RANKED if sorted(ranked) == sorted(plain)), None)
    return found if order is None else sorted(found, key=lambda name: order.index(name.casefold()))


def _in_their_colours(found: list[str]) -> tuple[str, ...]:
    """Names in an order in which a class that is named after a colour of the palette has that colour, where it can."""
    places: dict[int, str] = {}
    for name in found:
        colour = next((at for at, names in enumerate(_COLOURS) if name.casefold() in names), None)
        if colour is not None and colour < len(found):
            places.setdefault(colour, name)
    rest = iter([name for name in found if name not in places.values()])
    return tuple(places[at] if at in places else next(rest) for at in range(len(found)))


def _is_swapped(first: str, last: str) -> bool:
    """Whether of two names in alphabetical order the first is +1: by its meaning, or by the colour it names."""
    if _are_opposites(last, first):
        return True
    if _are_opposites(first, last):
        return False
    return first in _BLUE or last in _ORANGE


def _are_opposites(lower: str, upper: str) -> bool:
    return _OPPOSITES.get(lower) == upper or (lower, upper) in _MORE_OPPOSITES
