"""Rows that are left out: the first few by their reasons, the others counted."""

from collections.abc import Callable, Sequence

from nntui.language import _, ngettext

_MOST_NAMED = 5


class BadRows:
    """Collects rows that are left out. A reason is formed only for those that are named: there may be millions."""

    def __init__(self) -> None:
        self._count = 0
        self._first: list[tuple[int, str]] = []

    def add(self, line: int, reason: Callable[[], str]) -> None:
        """Leaves a row out.

        Args:
            line: The physical line on which it begins.
            reason: Says what is wrong with it.
        """
        self._count += 1
        if len(self._first) < _MOST_NAMED or line < self._first[-1][0]:
            self._first = sorted([*self._first, (line, reason())])[:_MOST_NAMED]

    def add_all(self, lines: Sequence[int], reason: Callable[[int], str]) -> None:
        """Leaves some rows out.

        Args:
            lines: The physical lines on which they begin, rising.
            reason: Says what is wrong with one of them, by its place in `lines`.
        """
        for place in range(min(len(lines), _MOST_NAMED)):
            self.add(lines[place], lambda place=place: reason(place))  # type: ignore[misc]
        self._count += max(0, len(lines) - _MOST_NAMED)

    def take(self, others: "BadRows", line_of: Callable[[int], int]) -> None:
        """Takes over rows whose lines were counted in another way.

        Args:
            others: Which collected them.
            line_of: The physical line for one of its own.
        """
        for line, reason in others._first:
            self.add(line_of(line), lambda reason=reason: reason)  # type: ignore[misc]
        self._count += others._count - len(others._first)

    @property
    def named(self) -> list[str]:
        """The first few, a sentence each."""
        sentence = _("line {line} is left out: {reason}")
        return [sentence.format(line=line, reason=reason) for line, reason in self._first]

    @property
    def notes(self) -> list[str]:
        """All of them: the first few with their reasons, and how many more there are."""
        more = self._count - len(self._first)
        rest = ngettext("and {count} more row is left out", "and {count} more rows are left out", more)
        return [*self.named, *([rest.format(count=more)] if more else [])]
