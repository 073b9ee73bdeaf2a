"""What the picture of a sweep shows, before it is drawn: curves over one setting, or a map over two.

Where more settings are varied, two are shown, and of the others the best value: what a person would choose.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nntui.drawing.loss_titles import loss_name
from nntui.engine.arrays import FloatArray
from nntui.experiment.setting import Choice, Setting
from nntui.experiment.settings import LOSS
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.sweeps.axes import Axis
from nntui.sweeps.errors import SweepError
from nntui.sweeps.results import Results
from nntui.sweeps.summary import Line
from nntui.sweeps.sweep import Sweep
from nntui.sweeps.used import distinct_lines


@dataclass(frozen=True, eq=False)
class Chart:
    """A value for each place of one axis or of two.

    Attributes:
        axes: Those that are shown: one, or the one downwards and the one across.
        best_of: Those of which the best value is taken at each place.
        is_share: Whether the values are shares that reached the goal, and more is better; else median test losses.
        values: float64, shape (values,) or (rows, columns); NaN where nothing has been trained.
        low: float64, the same shape: the lower quartiles of the test loss; of a share what is known of none.
        high: The upper quartiles.
        losses: The names of the losses that the values are of.
    """

    axes: tuple[Axis, ...]
    best_of: tuple[Axis, ...]
    is_share: bool
    values: FloatArray
    low: FloatArray
    high: FloatArray
    losses: tuple[str, ...] = (LOSS.default,)

    @property
    def title(self) -> str:
        """What is shown, in a line."""
        what = _("share of starts that reached the goal") if self.is_share else self._loss
        if not self.best_of:
            return what
        return _("{what}, best of {names}").format(what=what, names=", ".join(axis.label for axis in self.best_of))

    @property
    def _loss(self) -> str:
        """The median test loss, with a word where it is not the squared error of everything."""
        what = _("median test loss")
        if len(self.losses) > 1:
            return _("{loss} (two kinds of loss, not comparable)").format(loss=what)
        name = loss_name(self.losses[0])
        return f"{what} ({name.lower()})" if name else what


def chart_of(lines: Sequence[Line], sweep: Sweep, names: Sequence[str] | None = None) -> Chart:
    """What the picture shows.

    Args:
        lines: Of the sweep.
        sweep: What was trained.
        names: The settings that are shown, one or two of those that are varied. When left out, all of one or two; of
            more the two that change the most.
    """
    shown = [axis.name for axis in sweep.axes] if names is None else list(names)
    # Over one axis the loss is shown with its quartiles, which say more than a share.
    is_share = bool(sweep.goal) and len(shown) > 1
    if len(shown) > 2:
        shown = _most_telling(lines, sweep, is_share)
    order = [[axis.name for axis in sweep.axes].index(name) for name in shown]
    if len(order) == 2:
        order = _down_and_across(sweep, order)
    axes = tuple(sweep.axes[place] for place in order)
    shape = tuple(len(axis.values) for axis in axes)
    values, low, high = (np.full(shape, math.nan) for _each in range(3))
    for line in distinct_lines(lines, sweep):
        at = tuple(axis.values.index(line.values[place]) for axis, place in zip(axes, order, strict=True))
        value = line.share if is_share else line.median
        is_better = math.isnan(values[at]) or (value > values[at] if is_share else value < values[at])
        if is_better and not math.isnan(value):
            values[at], low[at], high[at] = value, line.test_loss[0], line.test_loss[2]
    best_of = tuple(axis for place, axis in enumerate(sweep.axes) if place not in order and len(axis.values) > 1)
    losses = tuple(sorted({each.used_loss for each in sweep.each_value()} or {sweep.base.used_loss}))
    return Chart(axes, best_of, is_share, values, low, high, losses)


def check_axes(text: str, sweep: Sweep) -> tuple[str, ...]:
    """The settings that the picture is to show, one or two of those that are varied, with a comma between.

    Raises:
        SweepError: They are not.
    """
    names = tuple(name.strip().lower().replace("-", "_") for name in text.split(","))
    known = [axis.name for axis in sweep.axes]
    if not 1 <= len(names) <= 2 or len(set(names)) < len(names) or not set(names) <= set(known):
        allowed = ", ".join(name.replace("_", "-") for name in known)
        sentence = _("--axes: {text} is not allowed; allowed are one or two of {names}, with a comma between")
        raise SweepError(sentence.format(text=shorten(text), names=allowed))
    return names


def titles_of(results: Results) -> tuple[str, str]:
    """What stands over the picture: the data, and how much was trained."""
    sweep = results.sweep
    varied = {axis.name for axis in sweep.axes}
    data = "" if varied & {"dataset", "problem"} else sweep.base.used_points.source or sweep.base.data.label
    told = _("{starts} starts each, {epochs} epochs").format(starts=sweep.starts, epochs=f"{sweep.epochs:,}")
    goal = _("goal: {goal}").format(goal=sweep.goal) if sweep.goal else ""
    names = " × ".join(axis.label for axis in sweep.axes)
    return " · ".join(filter(None, (data, names))), " · ".join(filter(None, (told, goal)))


def _down_and_across(sweep: Sweep, order: list[int]) -> list[int]:
    """The axis that goes down first: names go down, and of two alike the longer one goes across."""

    def is_named(setting: Setting) -> bool:
        return isinstance(setting, Choice)

    first, second = (sweep.axes[place] for place in order)
    named = is_named(first.setting), is_named(second.setting)
    if named[0] != named[1]:
        return order if named[0] else order[::-1]
    return order if len(first.values) <= len(second.values) else order[::-1]


def _most_telling(lines: Sequence[Line], sweep: Sweep, is_share: bool) -> list[str]:
    """The two axes along which the mean of what is shown changes the most."""
    changes = []
    for place, axis in enumerate(sweep.axes):
        means = []
        for value in axis.values:
            of_value = [line for line in lines if line.values[place] == value]
            told = [line.share if is_share else _bounded(line.median) for line in of_value]
            told = [each for each in told if math.isfinite(each)]
            if told:
                means.append(float(np.mean(told)))
        changes.append(max(means) - min(means) if means else 0.0)
    chosen = sorted(sorted(range(len(changes)), key=lambda place: -changes[place])[:2])
    return [sweep.axes[place].name for place in chosen]


def _bounded(loss: float) -> float:
    """A loss on a scale on which a diverged one does not hide all others."""
    return loss / (1 + loss) if math.isfinite(loss) else 1.0
