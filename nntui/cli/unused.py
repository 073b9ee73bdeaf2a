"""Options that come to nothing beside the others: what is used in their place is said, for nobody sees it otherwise."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.errors import NntuiError
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import (
    ACTIVATION,
    CLASSES,
    DATASET,
    DATASET_SETTINGS,
    DROPOUT,
    HIDDEN_LAYERS,
    LAYER_ACTIVATIONS,
    LOSS,
    OPTIMIZER,
    PROBLEM,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SCHEDULE,
    SETTINGS,
)
from nntui.experiment.shown_text import shorten
from nntui.language import _, ngettext

if TYPE_CHECKING:
    from nntui.sweeps.axes import Axis
    from nntui.sweeps.sweep import Sweep

_DATA = frozenset((PROBLEM.name, *(setting.name for setting in DATASET_SETTINGS.values())))


def notes_of_unused(given: Mapping[str, Any], experiment: Experiment, varied: Collection[str] = ()) -> Iterator[str]:
    """A sentence for each setting that was given and is not used.

    Args:
        given: The settings that were given, by their names.
        experiment: What is trained.
        varied: Settings that a sweep gives other values: what depends on them may be used yet.
    """
    yield from _without_layers(given, experiment, varied)
    is_data_varied = not _DATA.isdisjoint(varied)
    if LOSS.name in given and not is_data_varied and CLASSES.name not in varied:
        yield from _other_loss(experiment)
    if CLASSES.name in given and not is_data_varied and experiment.data.classes is not None:
        sentence = _("{option} is for the data set {name} alone, and {data} has its own")
        name = DATASET.display("blobs")
        yield sentence.format(option=CLASSES.option, name=name, data=experiment.data.label)
    for setting, registry in ((OPTIMIZER, OPTIMIZERS), (SCHEDULE, SCHEDULES)):
        chosen = getattr(experiment, setting.name)
        known = dict.fromkeys(name for each in registry.values() for name in each.parameters)
        for name in known:
            if name in given and setting.name not in varied and name not in registry[chosen].parameters:
                users = ", ".join(each.name for each in registry.values() if name in each.parameters)
                sentence = _("{option} is not used by {setting} {chosen}, but by {users}")
                yield sentence.format(option=SETTINGS[name].option, setting=setting.option, chosen=chosen, users=users)


def _without_layers(given: Mapping[str, Any], experiment: Experiment, varied: Collection[str]) -> Iterator[str]:
    """Values by layer for which there is no layer."""
    layers = len(experiment.hidden_layers)
    for setting in (LAYER_ACTIVATIONS, DROPOUT):
        values = getattr(experiment, setting.name)
        is_for_all = setting is DROPOUT and len(values) == 1 and layers
        if setting.name in given and HIDDEN_LAYERS.name not in varied and len(values) > layers and not is_for_all:
            if not layers:
                sentence = _("{option} {values} is not used: there is no hidden layer")
                yield sentence.format(option=setting.option, values=setting.format(values))
                continue
            sentence = ngettext(
                "{option} {values}: there is {count} hidden layer, and the rest is not used",
                "{option} {values}: there are {count} hidden layers, and the rest is not used",
                layers,
            )
            yield sentence.format(option=setting.option, values=setting.format(values), count=layers)


_TOGETHER: tuple[frozenset[str], ...] = (
    _DATA | {CLASSES.name, LOSS.name},
    frozenset((HIDDEN_LAYERS.name, LAYER_ACTIVATIONS.name, DROPOUT.name, ACTIVATION.name)),
    frozenset((REGULARIZATION.name, REGULARIZATION_RATE.name)),
    frozenset((OPTIMIZER.name,)),
    frozenset((SCHEDULE.name,)),
)
"""Settings of which one decides whether another is used."""
_MOST_TRIED = 1000


def notes_of_sweep(sweep: "Sweep") -> Iterator[str]:
    """What of the varied settings is not used where, a sentence each, before anything is trained."""
    from nntui.sweeps.axes import experiment_with

    names = {axis.name for axis in sweep.axes}
    notes: dict[str, None] = {}
    for together in _TOGETHER:
        axes = [axis for axis in sweep.axes if axis.name in together]
        for values in islice(product(*(axis.values for axis in axes)), _MOST_TRIED):
            changes = {axis.name: value for axis, value in zip(axes, values, strict=True)}
            try:
                experiment = experiment_with(sweep.base, changes)
            except NntuiError:  # only goes with values of other settings
                continue
            given = changes
            if together <= {OPTIMIZER.name, SCHEDULE.name}:
                given = {name: getattr(experiment, name) for name in names if name in SETTINGS}
            notes |= dict.fromkeys(notes_of_unused(given, experiment))
            notes |= dict.fromkeys(_not_used_by_others(changes, experiment))
    yield from notes


def _not_used_by_others(given: Mapping[str, Any], experiment: Experiment) -> Iterator[str]:
    if REGULARIZATION_RATE.name in given and experiment.regularization == REGULARIZATION.default:
        sentence = _("{option} is not used without {other}")
        yield sentence.format(option=REGULARIZATION_RATE.option, other=REGULARIZATION.option)
    if ACTIVATION.name in given and not experiment.hidden_layers:
        yield _("{option} is not used without {other}").format(option=ACTIVATION.option, other=HIDDEN_LAYERS.option)


def note_of_one_value(text: str, axis: "Axis") -> str:
    """What is said of an axis of one value with commas, which was perhaps meant as several; "" for any other.

    Args:
        text: As it was typed.
        axis: What was read.
    """
    listed = text.partition("=")[2].strip()
    if len(axis.values) > 1 or "," not in listed or ":" in listed:
        return ""
    sentence = _("--vary {text}: this is one value; a colon parts several, as in {example}")
    return sentence.format(text=shorten(text), example=shorten(":".join(part.strip() for part in listed.split(","))))


def _other_loss(experiment: Experiment) -> Iterator[str]:
    used, asked = experiment.used_loss, experiment.loss
    if used == asked:
        return
    if experiment.class_count:
        sentence = ngettext(
            "{option} {asked} is not for {count} class: {used} is used",
            "{option} {asked} is not for {count} classes: {used} is used",
            experiment.class_count,
        )
    else:
        sentence = _("{option} {asked} is not for regression: {used} is used")
    yield sentence.format(option=LOSS.option, asked=asked, used=used, count=experiment.class_count)
