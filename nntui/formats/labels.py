"""What the labels of points mean: two classes, which of them is −1 and which +1, or numbers to predict."""

from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from nntui.engine.arrays import FloatArray
from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
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
PAINTED_CLASSES = ("-1", "1")
_SINGLE = (-1.0, 0.0, 1.0)
_MOST_CLASSES = 6
"""More different numbers are hardly meant as classes."""
_MOST_NAMED = 4
_MOST_SPELLINGS = 20


class LabelsError(NntuiError, ValueError):
    """Labels of more than two classes; the message is a sentence."""

    title = "Points"


def meaning_of(
    texts: list[str], numbers: FloatArray | None, said: Sequence[str], column: str, notes: Notes
) -> tuple[FloatArray, tuple[str, str] | None]:
    """Labels as classes, −1 or +1, and what these are called; or as the numbers that they are, and None.

    Two different values are two classes, whatever they are.

    Args:
        texts: The labels as they stand in the table.
        numbers: The same as numbers, if they are some.
        said: What a comment line says: "regression", or which class is −1 and which is 1.
        column: What they are called, for sentences, with the name of the file where there is one.
        notes: Gets a sentence where there is one class alone, or where numbers are for a regression.

    Raises:
        LabelsError: There are more than two names.
    """
    if numbers is None:
        texts = _in_one_spelling(texts)
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
        is_upper = np.fromiter(map(classes[1].__eq__, texts), np.bool_, len(texts))
        return np.where(is_upper, 1.0, -1.0), classes
    return np.where(numbers == number_of(classes[1], True), 1.0, -1.0), classes


def _in_one_spelling(texts: list[str]) -> list[str]:
    """The names of two classes, each as it is spelled first where they differ in capital letters alone."""
    different = set(texts)
    if not 2 < len(different) <= _MOST_SPELLINGS or len({text.casefold() for text in different}) > 2:
        return texts
    first: dict[str, str] = {}
    return [first.setdefault(text.casefold(), text) for text in texts]


def _names(texts: list[str], column: str) -> list[str]:
    different = set(texts)
    found = nsmallest(_MOST_NAMED, different, key=lambda text: (text.casefold(), text))
    if len(different) > 2:
        few = ", ".join(map(shorten, found)) + ", …" * (len(different) > _MOST_NAMED)
        sentence = _(
            "{column} has {count} different names ({names}); allowed are two, or numbers: "
            "keep the rows of two of them, or take another column (--columns)"
        )
        raise LabelsError(sentence.format(column=column, count=f"{len(different):,}", names=few))
    return found


def _different(
    numbers: FloatArray, texts: list[str], said: Sequence[str], column: str, notes: Notes
) -> list[str] | None:
    """The two different numbers as text, or the one that there is; None where they are for a regression."""
    if "regression" in said:
        return None
    low, high = float(numbers.min()), float(numbers.max())
    is_either = (numbers == low) | (numbers == high)
    if is_either.all() and (low != high or low in _SINGLE):
        return [plain_class(texts[int(np.argmax(numbers == end))]) for end in sorted({low, high})]
    if not is_either.all():
        sentence = _("{column} has {values}: opened as regression")
        notes.add(sentence.format(column=column, values=_about_many(numbers)))
    return None


def _about_many(numbers: FloatArray) -> str:
    different = np.unique(numbers)
    if len(different) > _MOST_CLASSES:
        return _("more than {most} distinct values").format(most=_MOST_CLASSES)
    listed = ", ".join(f"{number:g}" for number in different)
    is_whole = (different % 1 == 0).all()
    sentence = (
        _("{count} distinct values ({values}), where two classes are the most")
        if is_whole
        else _("{count} distinct values ({values}), more than two")
    )
    return sentence.format(count=len(different), values=listed)


def _classes(found: list[str], said: Sequence[str]) -> tuple[str, str]:
    """What −1 and +1 are called, where one or two spellings were found, the lesser first."""
    names = [word.split(" is ", 1)[1] for word in said if " is " in word]
    if len(names) == 2 and set(found) <= set(names):
        return names[0], names[1]
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


def _is_swapped(first: str, last: str) -> bool:
    """Whether of two names in alphabetical order the first is +1: by its meaning, or by the colour it names."""
    if _are_opposites(last, first):
        return True
    if _are_opposites(first, last):
        return False
    return first in _BLUE or last in _ORANGE


def _are_opposites(lower: str, upper: str) -> bool:
    return _OPPOSITES.get(lower) == upper or (lower, upper) in _MORE_OPPOSITES
