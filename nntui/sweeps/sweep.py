"""A sweep as data: what is varied, from which starts, for how long. Its combinations are counted, never listed."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from random import Random
from typing import Any

from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.settings import BATCH_SIZE, DATASET, PROBLEM, SEED, TRAIN_SHARE, WEIGHTS_DRAW, ZERO_INITIALIZATION
from nntui.language import _
from nntui.lessons.goals import Goal
from nntui.sweeps.axes import Axis, experiment_with
from nntui.sweeps.errors import SweepError
from nntui.training.many_starts import MOST_STARTS, starts_of

Values = tuple[Any, ...]
"""A combination: a value of every axis, in their order."""
_TOGETHER = (PROBLEM.name, DATASET.name, TRAIN_SHARE.name, BATCH_SIZE.name)
"""Settings of which one says what is allowed for another."""


@dataclass(frozen=True)
class Sweep:
    """Every combination of some values, trained from every start.

    Attributes:
        base: All settings that are not varied; its seed and its start are those of the first start.
        axes: What is varied.
        starts: From how many starts each combination is trained.
        epochs: For how long.
        goal: A condition of the lessons' language; "" for none.
        new_data: Whether each start has data of its own, too.
        sample: So many combinations, drawn by the seed, in place of all; None for all.

    Raises:
        SweepError: It makes no sense.
        SettingError: A value does not go with the others.
        GoalError: The goal cannot be read.
    """

    base: Experiment
    axes: tuple[Axis, ...]
    starts: int = 1
    epochs: int = 100
    goal: str = ""
    new_data: bool = False
    sample: int | None = None

    def __post_init__(self) -> None:
        names = [axis.name for axis in self.axes]
        twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
        if twice is not None:
            raise SweepError(_("--vary {name} is given twice").format(name=twice.replace("_", "-")))
        if not names:
            raise SweepError(_("--vary NAME=VALUES is needed: which setting to try with which values"))
        self._check_starts(names)
        if self.goal:
            object.__setattr__(self, "goal", Goal(self.goal).source)
        together = self._check_together()
        if self.goal:
            Goal(self.goal).check_for(together)

    def _check_starts(self, names: list[str]) -> None:
        if self.new_data and SEED.name in names:
            raise SweepError(_("--vary seed and --new-data cannot go together: both choose the data"))
        if self.new_data and self.base.uses_user_points:
            raise SweepError(_("--new-data draws points, and these are your own; leave it out"))
        most = MOST_STARTS if self.new_data else int(WEIGHTS_DRAW.high) - self.base.weights_draw + 1
        if not 1 <= self.starts <= most:
            raise SettingError(
                "--starts", self.starts, _("a whole number from {low} to {high}").format(low=1, high=most)
            )
        zero = next((axis.values for axis in self.axes if axis.name == ZERO_INITIALIZATION.name), ())
        if self.starts > 1 and not self.new_data and True in (*zero, self.base.zero_initialization and not zero):
            raise SweepError(
                _("with zero initialization all starts are the same; --new-data gives each its own points")
            )

    def _check_together(self) -> list[Experiment]:
        """Makes each experiment of those settings that depend on each other: the others are checked one by one."""
        axes = [axis for axis in self.axes if axis.name in _TOGETHER]
        made = []
        for number in range(prod(len(axis.values) for axis in axes)):
            experiment = _changed(self.base, axes, _digits(number, axes))
            if experiment.uses_user_points and not experiment.user_points.size:
                raise SweepError(_("--vary dataset: own has no points; --data FILE brings some"))
            made.append(experiment)
        return made

    @cached_property
    def grid_size(self) -> int:
        """How many combinations the whole grid has."""
        return prod(len(axis.values) for axis in self.axes)

    @property
    def size(self) -> int:
        """How many combinations are trained."""
        return self.grid_size if self.sample is None else min(self.sample, self.grid_size)

    @property
    def trainings(self) -> int:
        """How many networks are trained."""
        return self.size * self.starts

    def combinations(self) -> Iterator[Values]:
        """The combinations that are trained, in the order of the grid, one after the other."""
        for number in range(self.grid_size) if self.size == self.grid_size else self._drawn():
            yield _digits(number, self.axes)

    def _drawn(self) -> list[int]:
        """The numbers of the combinations of a sample, rising; the same for the same seed."""
        stream = Random(f"{self.base.seed} {self.sample}")
        if self.grid_size <= min(sys.maxsize, 2 * self.size):
            return sorted(stream.sample(range(self.grid_size), self.size))
        drawn: set[int] = set()
        while len(drawn) < self.size:
            drawn.add(stream.randrange(self.grid_size))
        return sorted(drawn)

    def experiment(self, values: Values) -> Experiment:
        """The settings of a combination, at its first start."""
        return _changed(self.base, self.axes, values)

    def each_value(self) -> Iterator[Experiment]:
        """Experiments in which every value of every axis stands once: for what hangs on single settings."""
        for axis in self.axes:
            for value in axis.values:
                yield _changed(self.base, (axis,), (value,))

    def starts_of(self, values: Values) -> tuple[Experiment, ...]:
        """The starts of a combination."""
        return starts_of(self.experiment(values), self.starts, new_data=self.new_data)

    def texts(self, values: Values) -> tuple[str, ...]:
        """A combination as it is typed, a text an axis: what a row is found by."""
        return tuple(axis.text(value) for axis, value in zip(self.axes, values, strict=True))

    def in_words(self, values: Values) -> str:
        """A combination as it is read: "Hidden layers 4, 2 · Activation Tanh"."""
        pairs = zip(self.axes, values, strict=True)
        return " · ".join(f"{axis.label} {axis.shown(value)}" for axis, value in pairs)


def _changed(base: Experiment, axes: Sequence[Axis], values: Values) -> Experiment:
    return experiment_with(base, {axis.name: value for axis, value in zip(axes, values, strict=True)})


def _digits(number: int, axes: Sequence[Axis]) -> Values:
    """The combination of that number, where the last axis goes round the fastest."""
    values: list[Any] = []
    for axis in reversed(axes):
        number, place = divmod(number, len(axis.values))
        values.append(axis.values[place])
    return tuple(reversed(values))
