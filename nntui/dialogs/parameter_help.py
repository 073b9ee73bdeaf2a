"""What a setting of the sheet does, in a few lines: its help, the formula of what is chosen, and where that is from."""

from collections.abc import Mapping
from typing import Protocol

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import Experiment
from nntui.experiment.layers import LAYER_ACTIVATION
from nntui.experiment.setting import Number, Setting
from nntui.experiment.settings import (
    ACTIVATION,
    DROPOUT,
    INITIALIZATION,
    LOSS,
    OPTIMIZER,
    SCHEDULE,
    SCHEDULE_EPOCHS,
    SCHEDULE_FACTOR,
)
from nntui.language import _


class _Entry(Protocol):
    """An entry of a registry."""

    @property
    def label(self) -> str:
        """On the screen."""

    @property
    def formula(self) -> str:
        """What it computes."""

    @property
    def source(self) -> str:
        """Where it was proposed."""


_REGISTRIES: dict[str, Mapping[str, _Entry]] = {
    OPTIMIZER.name: OPTIMIZERS,
    SCHEDULE.name: SCHEDULES,
    LOSS.name: LOSSES,
    INITIALIZATION.name: INITIALIZATIONS,
    ACTIVATION.name: ACTIVATIONS,
    LAYER_ACTIVATION.name: ACTIVATIONS,
}


_SYMBOLS = {SCHEDULE_EPOCHS.name: "T", SCHEDULE_FACTOR.name: "γ"}
"""What settings are called in a formula."""


def help_lines(setting: Setting, value: object, experiment: Experiment) -> tuple[str, ...]:
    """What a setting does, and what its present value is.

    Args:
        setting: Which.
        value: As it is now.
        experiment: All settings as they are now.

    Returns:
        Up to three lines.
    """
    symbol = _SYMBOLS.get(setting.name)
    first = f"{setting.label}{f' ({symbol})' if symbol else ''}: {setting.help}"
    if setting.name == DROPOUT.number.name:
        first = _("Dropout of this layer: the share of its neurons that each training point leaves out")
    if isinstance(setting, Number):
        return first, _("Allowed is {allowed}.").format(allowed=experiment.allowed(setting))
    entry = _REGISTRIES.get(setting.name, {}).get(str(value) or experiment.activation)
    if entry is None:
        return (first,)
    help_ = getattr(entry, "help", "")
    what = f"{entry.label}: {help_}" if help_ else first
    formula = _(entry.formula)
    if setting is SCHEDULE and str(value) != SCHEDULE.default:
        formula = "   ".join((formula, _schedule_symbols(SCHEDULES[str(value)].parameters)))
    if setting is INITIALIZATION:
        formula = _("weights from −{limit} to {limit}").format(limit=formula) if str(value) != "zero" else ""
    return tuple(line for line in (what, formula, entry.source and _(entry.source)) if line)


def name_help(setting: Setting, name: str) -> str:
    """What one of the names of a setting is, for the list of them; "" where the name says it.

    Args:
        setting: Which has the names.
        name: One of them.
    """
    entry = _REGISTRIES.get(setting.name, {}).get(name)
    return "" if entry is None else getattr(entry, "help", "") or _(entry.formula)


def _schedule_symbols(parameters: tuple[str, ...]) -> str:
    """What the letters in the formula of a schedule stand for."""
    meant = [_("η: learning rate"), _("e: epoch, from 0"), _("T: schedule's epochs"), _("γ: schedule's factor")]
    return ", ".join(meant if SCHEDULE_FACTOR.name in parameters else meant[:-1])


def fixed_loss(experiment: Experiment) -> str:
    """Which loss the data ask for, and why; "" where it can be chosen."""
    if experiment.class_count == 2:
        return ""
    loss = LOSSES[experiment.used_loss].label
    if not experiment.class_count:
        return _("Loss: {loss} (in regression)").format(loss=loss)
    return _("Loss: {loss} (for {count} classes)").format(loss=loss, count=experiment.class_count)
