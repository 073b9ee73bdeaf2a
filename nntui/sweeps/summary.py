"""What a sweep has shown: a line for each combination, in the order that was asked for."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nntui.experiment.setting import Choice
from nntui.language import N_, _
from nntui.sweeps.axes import checked_name
from nntui.sweeps.errors import SweepError
from nntui.sweeps.results import Results
from nntui.sweeps.rows import Row
from nntui.sweeps.sweep import Sweep, Values
from nntui.sweeps.used import distinct_lines, unused_axes


@dataclass(frozen=True)
class Line:
    """A combination, over all of its starts that have been trained.

    Attributes:
        values: The combination.
        starts: How many starts have been trained.
        reached: How many of them have reached the goal; None where there is none.
        diverged: How many have diverged. Their loss counts as infinite.
        test_loss: The median of the test losses at the end, and the quartiles around it: lower, median, upper.
        train_loss: The median of the training losses.
        goal_epoch: The median epoch at which those that have reached the goal did; NaN for none.
        parameters: Weights and biases.
        seconds: The mean time that a start has taken.
    """

    values: Values
    starts: int
    reached: int | None
    diverged: int
    test_loss: tuple[float, float, float]
    train_loss: float
    goal_epoch: float
    parameters: int
    seconds: float

    @property
    def share(self) -> float:
        """The share of its starts that have reached the goal; NaN where there is none."""
        return math.nan if self.reached is None or not self.starts else self.reached / self.starts

    @property
    def median(self) -> float:
        """The median of the test losses."""
        return self.test_loss[1]


SORTS = ("loss", "share", "epochs", "parameters", "seconds")
"""What lines can be sorted by, the best first, beside the settings that are varied."""
_KEYS: Mapping[str, Callable[[Line], float]] = {
    "loss": lambda line: line.median,
    "share": lambda line: -line.share,
    "epochs": lambda line: line.goal_epoch,
    "parameters": lambda line: line.parameters,
    "seconds": lambda line: line.seconds,
}
_LEADING: Mapping[str, str] = {
    "loss": N_("The least median test loss"),
    "share": N_("The greatest share of starts at the goal"),
    "epochs": N_("The fewest epochs to the goal"),
    "parameters": N_("The fewest parameters"),
    "seconds": N_("The least time for a start"),
}


class Tally:
    """Gathers what has been trained, and keeps the line of each combination up to date.

    Args:
        sweep: What is trained.
        rows: What has been.
    """

    def __init__(self, sweep: Sweep, rows: Iterable[Row] = ()) -> None:
        self._sweep = sweep
        self._rows: dict[Values, list[Row]] = {}
        self._lines: dict[Values, Line] = {}
        self.add(rows)

    def add(self, rows: Iterable[Row]) -> None:
        """Takes rows."""
        for row in rows:
            self._rows.setdefault(row.values, []).append(row)
            self._lines.pop(row.values, None)

    def lines(self) -> list[Line]:
        """A line for each combination that has been trained, in the order of the grid."""
        for values in self._rows.keys() - self._lines.keys():
            self._lines[values] = _line(self._sweep, values, self._rows[values])
        return sorted(self._lines.values(), key=lambda line: places_of(self._sweep, line.values))


def summarize(results: Results) -> list[Line]:
    """A line for each combination that has been trained, in the order of the grid."""
    return Tally(results.sweep, results.rows).lines()


def places_of(sweep: Sweep, values: Values) -> tuple[int, ...]:
    """Where the values of a combination stand in their axes."""
    return tuple(axis.values.index(value) for axis, value in zip(sweep.axes, values, strict=True))


def _line(sweep: Sweep, values: Values, rows: Sequence[Row]) -> Line:
    goals = [row.goal_epoch for row in rows if row.goal_epoch is not None]
    low, middle, high = quartiles([_end_loss(row, row.test_loss) for row in rows])
    return Line(
        values=values,
        starts=len(rows),
        reached=len(goals) if sweep.goal else None,
        diverged=sum(row.diverged_epoch is not None for row in rows),
        test_loss=(low, middle, high),
        train_loss=quartiles([_end_loss(row, row.train_loss) for row in rows])[1],
        goal_epoch=float(np.median(goals)) if goals else math.nan,
        parameters=rows[0].parameters,
        seconds=float(np.mean([row.seconds for row in rows])),
    )


def _end_loss(row: Row, loss: float) -> float:
    return loss if row.diverged_epoch is None else math.inf


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The lower quartile, the median and the upper quartile, between neighbours in proportion; infinities allowed.

    NaN where any value is NaN or there is none.
    """
    ordered = sorted(values)
    if not ordered or any(map(math.isnan, ordered)):
        return math.nan, math.nan, math.nan

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
        return low if low == high else low + (high - low) * (place % 1)  # two infinities have no difference

    return at(0.25), at(0.5), at(0.75)


def check_sort(sort: str, sweep: Sweep) -> str:
    """What to sort by: a name in `SORTS`, or of a setting that is varied.

    Raises:
        SweepError: There is no such order.
    """
    name = sort.strip().lower()
    if name in SORTS:
        if name in ("share", "epochs") and not sweep.goal:
            raise SweepError(_("--sort {name} needs a goal, as in --goal 'test_loss < 0.04'").format(name=name))
        return name
    names = [axis.name for axis in sweep.axes]
    plain = name.replace("-", "_")
    if plain in names:
        return checked_name(plain)
    allowed = ", ".join([*SORTS, *(each.replace("_", "-") for each in names)])
    sentence = _("--sort: {name} is not allowed; allowed is one of {names}")
    raise SweepError(sentence.format(name=sort, names=allowed))


def usual_sort(sweep: Sweep) -> str:
    """What is sorted by when nothing is asked for."""
    return "share" if sweep.goal else "loss"


def sorted_lines(lines: Sequence[Line], sweep: Sweep, sort: str) -> list[Line]:
    """The lines in an order: what is not a number comes last, and where two are as good the lower loss first.

    Args:
        lines: Of the sweep.
        sweep: What was trained.
        sort: As of `check_sort`.
    """

    def key(line: Line) -> tuple[Any, ...]:
        places = places_of(sweep, line.values)
        if sort not in SORTS:
            return places[[axis.name for axis in sweep.axes].index(sort)], places
        first = _KEYS[sort](line)
        return math.isnan(first), 0.0 if math.isnan(first) else first, *_ties(line), places

    return sorted(lines, key=key)


def _ties(line: Line) -> tuple[float, float]:
    share = 0.0 if math.isnan(line.share) else -line.share
    return share, math.inf if math.isnan(line.median) else line.median


@dataclass(frozen=True)
class Answer:
    """The first line of an order that will do.

    Attributes:
        where: For which value of which setting, in words; "" where it is for the whole sweep.
        line: That line; None where none will do.
    """

    where: str
    line: Line | None


def is_enough(line: Line, share: float) -> bool:
    """Whether so great a share of its starts has reached the goal."""
    return line.share >= share - 1e-9


def answers(lines: Sequence[Line], sweep: Sweep, sort: str, share: float) -> list[Answer]:
    """The best combination, for each value of the first setting that is a choice between names, if there is one.

    Args:
        lines: Of the sweep.
        sweep: What was trained.
        sort: What is best.
        share: How great a share of the starts must have reached the goal.
    """
    ordered = [line for line in distinct_lines(sorted_lines(lines, sweep, sort), sweep) if is_enough(line, share)]
    place = next((place for place, axis in enumerate(sweep.axes) if isinstance(axis.setting, Choice)), None)
    if place is None or len(sweep.axes) == 1:
        return [Answer("", next(iter(ordered), None))]
    axis = sweep.axes[place]
    return [
        Answer(
            f"{axis.label} {axis.shown(value)}",
            next((line for line in ordered if line.values[place] == value), None),
        )
        for value in axis.values
    ]


def leading_words(sort: str, sweep: Sweep) -> str:
    """What the first line of an order is, in words."""
    if sort in _LEADING:
        return _(_LEADING[sort])
    return _("The first by {name}").format(name=next(axis.label for axis in sweep.axes if axis.name == sort))


def line_data(line: Line, sweep: Sweep, share: float | None = None) -> dict[str, Any]:
    """A line of the table by names, for programs."""
    data = {axis.name: value for axis, value in zip(sweep.axes, line.values, strict=True)}
    data |= {"used_loss": sweep.experiment(line.values).used_loss, "unused": unused_axes(sweep, line.values)}
    low, middle, high = line.test_loss
    data |= {"starts": line.starts, "reached": line.reached, "share": line.share, "diverged": line.diverged}
    data |= {"test_loss_lower": low, "test_loss": middle, "test_loss_upper": high, "train_loss": line.train_loss}
    data |= {"goal_epoch": line.goal_epoch, "parameters": line.parameters, "seconds": line.seconds}
    if share is not None:
        data["enough"] = is_enough(line, share)
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in data.items()
    }
