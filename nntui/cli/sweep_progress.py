"""How far a sweep is: a bar with the best so far on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, Self

from nntui.cli.messages import say
from nntui.language import _, ngettext
from nntui.sweeps.rows import Row
from nntui.sweeps.summary import Tally
from nntui.sweeps.sweep import Sweep
from nntui.sweeps.table import table_lines

if TYPE_CHECKING:
    from rich.console import Group

_BEST = 5
"""Lines of the table of the best so far."""
_REDRAW_S = 0.5
_PLAIN_S = 10.0
"""Seconds between two plain lines."""
_UNITS: tuple[tuple[int, Callable[[int], str]], ...] = (
    (365 * 86400, lambda count: ngettext("{count} year", "{count} years", count)),
    (86400, lambda count: ngettext("{count} day", "{count} days", count)),
    (3600, lambda count: ngettext("{count} hour", "{count} hours", count)),
    (60, lambda count: ngettext("{count} minute", "{count} minutes", count)),
    (1, lambda count: ngettext("{count} second", "{count} seconds", count)),
)


def duration(seconds: float) -> str:
    """A time in words, in the largest unit of which there are two or more."""
    for unit, words in _UNITS:
        if seconds >= 2 * unit or unit == 1:
            number = round(seconds / unit)
            return words(number).format(count=f"{number:,}")
    raise AssertionError


class Progress(Protocol):
    """Shows how far a sweep is, while it lasts."""

    def __enter__(self) -> Self:
        """Begins to show it."""

    def __exit__(self, *exception: object) -> None:
        """Takes away what is not to stay."""

    def take(self, rows: Sequence[Row]) -> None:
        """Shows what has been trained."""


class PlainProgress:
    """A line on standard error now and then.

    Args:
        sweep: What is trained.
        rows: What was done before.
    """

    def __init__(self, sweep: Sweep, rows: Iterable[Row]) -> None:
        self._all = sweep.trainings
        self._before = self._done = len(list(rows))
        self._begun = self._said = time.monotonic()

    def __enter__(self) -> Self:
        if self._before:
            self._say(_("{done} of {all} were done already"))
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def take(self, rows: Sequence[Row]) -> None:
        """Says how far it is, unless that was said a moment ago."""
        self._done += len(rows)
        now = time.monotonic()
        if now - self._said >= _PLAIN_S and self._done < self._all:
            self._said = now
            left = (now - self._begun) / max(1, self._done - self._before) * (self._all - self._done)
            self._say(_("{done} of {all} trained, about {time} left"), duration(left))

    def _say(self, sentence: str, left: str = "") -> None:
        say(sentence.format(done=f"{self._done:,}", all=f"{self._all:,}", time=left))


class LiveProgress:
    """A bar with the time left, and the best combinations so far, on the terminal of standard error.

    Args:
        sweep: What is trained.
        rows: What was done before.
        sort: What is best.
    """

    def __init__(self, sweep: Sweep, rows: Sequence[Row], sort: str) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._sweep, self._sort = sweep, sort
        self._tally = Tally(sweep, rows)
        self._bar = Bar(
            TextColumn(_("trained")),
            MofNCompleteColumn(),
            BarColumn(),
            TextColumn(_("time left")),
            TimeRemainingColumn(),
            speed_estimate_period=300,
        )
        self._task = self._bar.add_task("", total=sweep.trainings, completed=len(rows))
        self._drawn = -_REDRAW_S
        self._live = Live(self._bar, console=Console(file=sys.stderr), transient=True, refresh_per_second=4)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._live.stop()

    def take(self, rows: Sequence[Row]) -> None:
        """Moves the bar on, and now and then sorts the best."""
        self._tally.add(rows)
        self._bar.advance(self._task, len(rows))
        now = time.monotonic()
        if now - self._drawn >= _REDRAW_S:
            self._drawn = now
            self._live.update(self._picture())

    def _picture(self) -> "Group":
        from rich.console import Group
        from rich.text import Text

        lines = table_lines(self._tally.lines(), self._sweep, self._sort, most=_BEST)
        return Group(self._bar, Text(_("The best so far:")), *(Text(line, no_wrap=True) for line in lines))
