"""Sentences about what was read: the first few, and how many more there would be."""

from collections.abc import Iterable

MOST_NOTES = 30
"""More than that nobody reads, and a file or a link can ask for thousands."""


class Notes:
    """Collects sentences.

    Args:
        most: How many are kept; the others are counted.
    """

    def __init__(self, most: int = MOST_NOTES) -> None:
        self._most = most
        self._kept: list[tuple[str, str]] = []
        self._more = 0

    def add(self, sentence: str, about: str = "") -> None:
        """Adds a sentence.

        Args:
            sentence: The sentence.
            about: What it is about, by which it can be taken back.
        """
        if len(self._kept) < self._most:
            self._kept.append((sentence, about))
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
        """Those that are kept, and one that counts the others."""
        more = (f"and {self._more:,} more like {'these' if self._more > 1 else 'this'}",) if self._more else ()
        return (*(sentence for sentence, _ in self._kept), *more)
