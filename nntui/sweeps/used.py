"""What a combination really uses of what is varied: combinations that differ only in the rest are the same training."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import (
    ACTIVATION,
    DROPOUT,
    LAYER_ACTIVATIONS,
    LOSS,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SETTINGS,
)
from nntui.experiment.unused import unused_settings
from nntui.sweeps.axes import Axis
from nntui.sweeps.sweep import Sweep, Values

if TYPE_CHECKING:
    from nntui.sweeps.summary import Line

_NOTHING = "–"


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


def distinct_lines(lines: Iterable["Line"], sweep: Sweep) -> list["Line"]:
    """One line of those that are the same training, in the order in which they come: that of which most is used."""
    found: dict[Hashable, Line] = {}
    for line in lines:
        key = _used_key(sweep.experiment(line.values))
        other = found.setdefault(key, line)
        if len(unused_axes(sweep, line.values)) < len(unused_axes(sweep, other.values)):
            found[key] = line
    return list(found.values())


def _used_key(experiment: Experiment) -> Hashable:
    """Every setting as it is used; the points are those of the sweep."""
    used = {name: getattr(experiment, name) for name in SETTINGS}
    used |= dict.fromkeys(unused_names(experiment))
    used |= {LOSS.name: experiment.used_loss, DROPOUT.name: experiment.used_dropout}
    used |= {ACTIVATION.name: None, LAYER_ACTIVATIONS.name: experiment.used_activations}
    return tuple(used.values())
