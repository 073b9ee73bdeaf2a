"""A catalogue that marks every text that has gone through it, so that a test finds what has not."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from nntui import language

BEGIN, END = "⟦", "⟧"
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_WORD = re.compile(r"[^\W\d_₁₂²]{2,}")


class Marking:
    """Marks a text, but for its placeholders: what is put in for them may be a name."""

    def gettext(self, message: str) -> str:
        parts = _PLACEHOLDER.split(message)
        return "".join(part if at % 2 or not part else f"{BEGIN}{part}{END}" for at, part in enumerate(parts))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def info(self) -> dict[str, str]:
        return {}


@contextmanager
def marking() -> Iterator[None]:
    """Marks every text while it lasts, whichever language is chosen; then all is English, whatever happened."""
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(language, "_catalogue", lambda folder, code: Marking())
            language.use(language.ENGLISH)
            yield
    finally:
        language.use(language.ENGLISH)


def words_outside(text: str, names: Iterable[str] = ()) -> list[str]:
    """The words that are outside of all marks and in no name.

    Args:
        text: What was printed.
        names: Texts whose words may stand there: names, and what was typed.
    """
    outside, depth = [], 0
    for letter in text:
        depth += (letter == BEGIN) - (letter == END)
        outside.append(letter if not depth and letter != END else " ")
    assert depth == 0, "a mark was cut"
    known = {word for name in names for word in _WORD.findall(name)}
    return [word for word in _WORD.findall("".join(outside)) if word not in known]
