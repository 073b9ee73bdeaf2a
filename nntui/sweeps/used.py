"""What a combination really uses of what is varied: combinations that differ only in the rest are the same training."""

from collections.abc import Hashable, Iterable
from itertools import compress
from typing import Protocol, TypeVar

from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import (
    ACTIVATION,
    CLASSES,
    DATASET,
    DROPOUT,
    HIDDEN_LAYERS,
    LAYER_ACTIVATIONS,
    LOSS,
    OPTIMIZER,
    PROBLEM,
    REGRESSION_DATASET,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SCHEDULE,
    SETTINGS,
)
from nntui.experiment.unused import unused_settings
from nntui.sweeps.axes import Axis
from nntui.sweeps.sweep import Sweep, Values

_NOTHING = "–"
_DEPENDENT = frozenset(
    (
        *(PROBLEM.name, DATASET.name, REGRESSION_DATASET.name, CLASSES.name, LOSS.name),
        *(HIDDEN_LAYERS.name, ACTIVATION.name, LAYER_ACTIVATIONS.name, DROPOUT.name),
        *(REGULARIZATION.name, REGULARIZATION_RATE.name, OPTIMIZER.name, SCHEDULE.name),
        *(name for optimizer in OPTIMIZERS.values() for name in optimizer.parameters),
        *(name for schedule in SCHEDULES.values() for name in schedule.parameters),
    )
)
"""Settings that decide whether another is used, or whose use another decides."""


class _HasValues(Protocol):
    @property
    def values(self) -> Values: ...


OfValues = TypeVar("OfValues", bound=_HasValues)
"""What there is one of for each combination, as a line of the table."""


def unused_names(experiment: Experiment) -> frozenset[str]:
    """The names of settings whose value changes nothing beside the others."""
    names = set(unused_settings(experiment))
    if experiment.regularization == REGULARIZATION.default:
        names.add(REGULARIZATION_RATE.name)
    if not experiment.hidden_layers:
        names |= {ACTIVATION.name, LAYER_ACTIVATIONS.name, DROPOUT.name}
    return frozenset(names)


def unused_axes(sweep: Sweep, values: Values) -> tuple[str, ...]:
    """The settings that are varied and change nothing in a combination; the loss where another one is used."""
    experiment = sweep.experiment(values)
    unused = unused_names(experiment)
    if experiment.used_loss != experiment.loss:
        unused |= {LOSS.name}
    return tuple(axis.name for axis in sweep.axes if axis.name in unused)


def shown_used(axis: Axis, sweep: Sweep, values: Values) -> str:
    """The value of an axis in a combination as it is used: a dash where it is not, and of the loss the used one."""
    experiment = sweep.experiment(values)
    if axis.name == LOSS.name:
        return axis.shown(experiment.used_loss)
    value = values[sweep.axes.index(axis)]
    return _NOTHING if axis.name in unused_names(experiment) else axis.shown(value)


def distinct_lines(lines: Iterable[OfValues], sweep: Sweep) -> list[OfValues]:
    """One line of those that are the same training, in the order in which they come: that of which most is used."""
    depends = [axis.name in _DEPENDENT for axis in sweep.axes]
    if not any(depends):
        return list(lines)
    seen: dict[Values, tuple[Hashable, int]] = {}
    found: dict[Hashable, tuple[int, OfValues]] = {}
    for line in lines:
        chosen = tuple(compress(line.values, depends))
        if chosen not in seen:  # the others change nothing of that
            seen[chosen] = _used_key(sweep.experiment(line.values), sweep), len(unused_axes(sweep, line.values))
        used, unused = seen[chosen]
        key = (used, *(value for value, is_chosen in zip(line.values, depends, strict=True) if not is_chosen))
        if key not in found or unused < found[key][0]:
            found[key] = unused, line
    return [line for _unused, line in found.values()]


def _used_key(experiment: Experiment, sweep: Sweep) -> Hashable:
    """Every setting as it is used, but for those that are varied and always used; the points are those of the sweep."""
    always = {axis.name for axis in sweep.axes} - _DEPENDENT
    used = {name: None if name in always else getattr(experiment, name) for name in SETTINGS}
    used |= dict.fromkeys(unused_names(experiment))
    used |= {LOSS.name: experiment.used_loss, DROPOUT.name: experiment.used_dropout}
    used |= {ACTIVATION.name: None, LAYER_ACTIVATIONS.name: experiment.used_activations}
    return tuple(used.values())
