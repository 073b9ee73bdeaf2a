"""Keyboard layouts without Latin letters: which Latin key is at the place of a letter.

A key is meant by its place: who has a Cyrillic layout on presses the key on which q is, and gets й.
"""

import unicodedata
from itertools import chain

_ROWS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю",  # Russian
    "йцукенгшщзхїфівапролджєячсмитьбю",  # Ukrainian
    "йцукенгшўзх'фывапролджэячсмітьбю",  # Belarusian
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.",  # Greek
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ",  # Hebrew
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوز",  # Arabic
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدئو.",  # Persian
)
_UPPER = str.maketrans("[];',.", '{}:"<>')
"""What shift makes of the keys that are no letters."""


def _tables() -> dict[str, str]:
    """From a letter to the Latin key, the first layout that has it first; what is ASCII is meant as it is."""
    pairs = list(chain.from_iterable(zip(layout, _ROWS, strict=True) for layout in _LAYOUTS))
    pairs += [(letter.upper(), key.upper().translate(_UPPER)) for letter, key in pairs if letter.upper() != letter]
    table: dict[str, str] = {}
    for letter, key in pairs:
        if not letter.isascii():
            table.setdefault(letter, key)
    return table


_LATIN = _tables()


def latin_at(character: str) -> str | None:
    """The character of the Latin key at the place of a letter; None where that is not known."""
    return _LATIN.get(character)


def is_foreign_letter(character: str) -> bool:
    """Whether this is a letter, and no Latin one."""
    return len(character) == 1 and character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")
