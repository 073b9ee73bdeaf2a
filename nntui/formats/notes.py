"""Sentences about what was read: the first few, and how many more there would be."""

from collections import Counter
from collections.abc import Iterable

from nntui.language import _, ngettext

MOST_NOTES = 30
"""More than that nobody reads, and a file or a link can ask for thousands."""
MOST_OF_A_KIND = 4
"""So many sentences of one kind are kept; they differ in a name alone."""


class Notes:
    """Collects sentences.

    Args:
        most: How many are kept; the others are counted.
    """

    def __init__(self, most: int = MOST_NOTES) -> None:
        self._most = most
        self._kept: list[tuple[str, str, str]] = []
        self._more = 0
        self._more_of: Counter[str] = Counter()

    def add(self, sentence: str, about: str = "", kind: str = "") -> None:
        """Adds a sentence.

        Args:
            sentence: The sentence.
            about: What it is about, by which it can be taken back.
            kind: What it has in common with others, of which only the first few are kept; "" for nothing.
        """
        if kind and sum(each[2] == kind for each in self._kept) >= MOST_OF_A_KIND:
            self._more_of[kind] += 1
        elif len(self._kept) < self._most:
            self._kept.append((sentence, about, kind))
        else:
            self._more += 1

    def extend(self, sentences: Iterable[str]) -> None:
        """Adds some sentences."""
        for sentence in sentences:
            self.add(sentence)

    def take_back(self, about: str) -> None:
        """Removes the sentences about something, if they are among those that are kept."""
        self._kept = [each for each in self._kept if each[1] != about]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Those that are kept, and one that counts the others; the count of a kind stands behind the last of it."""
        last = {kind: sentence for sentence, _about, kind in self._kept if kind}
        and_more = _(", and {count} more")
        counts = {last[kind]: and_more.format(count=f"{n:,}") for kind, n in self._more_of.items() if kind in last}
        sentences = (sentence + counts.get(sentence, "") for sentence, _about, _kind in self._kept)
        more = ngettext("and {count} more like this", "and {count} more like these", self._more)
        return (*sentences, *((more.format(count=f"{self._more:,}"),) if self._more else ()))
