"""What a benchmark finds: figures, each beside what it is held against and its budget, as a table or as JSON."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table


class MissingError(Exception):
    """Something that a part needs is not there; the message names it."""


@dataclass(frozen=True)
class Options:
    """What the command line asks for.

    Attributes:
        command: The program that is measured, with its arguments.
        seconds: How long each measurement lasts; None for the part's own time.
        sessions: How many people there are in the classroom.
        processors: How many processors they have between them, and this process none of these; None for all, shared.
        against: Another program that is measured before; None for none.
        node: A Node to run the web Playground's code with; None for none.
        web: A checkout of it; None for none.
    """

    command: tuple[str, ...]
    seconds: float | None = None
    sessions: int = 30
    processors: int | None = None
    against: tuple[str, ...] | None = None
    node: str | None = None
    web: str | None = None


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        what: What was measured.
        measured: In `unit`; None if it did not happen.
        unit: Of `measured` and `held_against`; of the budget, too, where nothing is held against it.
        held_against: Measured in the same run. Where there is one, their ratio is what counts.
        budget: For the ratio, or for the measured value.
        at_least: Whether the budget is the least and not the most.
        note: What else there is to know.
    """

    what: str
    measured: float | None
    unit: str
    held_against: float | None = None
    budget: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def value(self) -> float | None:
        """What the budget is for: the ratio, or else what was measured."""
        if self.measured is None or not self.held_against:
            return self.measured
        return self.measured / self.held_against

    @property
    def is_kept(self) -> bool | None:
        """Whether the budget is kept; None without a budget or a value."""
        if self.budget is None or self.value is None:
            return None
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def as_dictionary(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"value": self.value, "ok": self.is_kept}

    def cells(self) -> tuple[str, ...]:
        """For a row of the table."""
        is_ratio = self.held_against is not None
        value_unit = "×" if is_ratio else self.unit
        budget = "" if self.budget is None else f"{'≥' if self.at_least else '≤'} {_show(self.budget, value_unit)}"
        verdict = {None: "", True: "ok", False: "short"}[self.is_kept]
        measured = "did not happen" if self.measured is None else _show(self.measured, self.unit)
        against = _show(self.held_against, self.unit) if self.held_against is not None else ""
        value = "" if self.value is None else _show(self.value, value_unit)
        what = f"{self.what} ({self.note})" if self.note else self.what
        return what, measured, against, value, budget, verdict


@dataclass
class PartResult:
    """All figures of a part, and the sentences on what was left out."""

    figures: list[Figure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        """Adds figures."""
        self.figures.extend(figures)

    def say_once(self, sentence: str) -> None:
        """Says what is left out, if that has not been said."""
        if sentence not in self.left_out:
            self.left_out.append(sentence)

    def as_dictionary(self) -> dict[str, Any]:
        """For JSON."""
        return {"figures": [figure.as_dictionary() for figure in self.figures], "left_out": self.left_out}


def print_part(console: Console, name: str, result: PartResult) -> None:
    """Prints a part's table, and what was left out below it."""
    if result.figures:
        table = Table(title=name, title_justify="left", title_style="bold")
        table.add_column("what", overflow="fold")
        for heading in ("measured", "held against", "ratio or value", "budget"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        for figure in result.figures:
            table.add_row(*figure.cells())
        console.print(table)
    for sentence in result.left_out:
        console.print(f"{name}: left out: {sentence}", markup=False)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]


def key_figures(
    name: str, seconds: Sequence[float], budget: float | None, unit: str = "ms", note: str = ""
) -> Iterable[Figure]:
    """The three figures of key to screen, of which p95 has the budget.

    Args:
        name: What comes before "key to screen".
        seconds: From each key to the screen.
        budget: For p95, in `unit`.
        unit: "ms" or "s".
        note: What else there is to know.
    """
    scale = 1000.0 if unit == "ms" else 1.0
    counted = f"{len(seconds)} keys" + (f", {note}" if note else "")
    if not seconds:
        yield Figure(f"{name}key to screen", None, unit, note=counted)
        return
    yield Figure(f"{name}key to screen, p50", scale * statistics.median(seconds), unit)
    yield Figure(f"{name}key to screen, p95", scale * percentile(seconds, 95), unit, budget=budget, note=counted)
    yield Figure(f"{name}key to screen, worst", scale * max(seconds), unit)


def _show(value: float, unit: str) -> str:
    size = abs(value)
    digits = 0 if size >= 1000 or value == int(value) else 1 if size >= 100 else 2 if size >= 0.1 else 4
    return f"{value:,.{digits}f} {unit}".rstrip()
