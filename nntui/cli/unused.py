"""Options that come to nothing beside the others: what is used in their place is said, for nobody sees it otherwise."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import (
    CLASSES,
    DATASET,
    DATASET_SETTINGS,
    LOSS,
    OPTIMIZER,
    PROBLEM,
    SCHEDULE,
    SETTINGS,
)
from nntui.language import _, ngettext

_DATA = frozenset((PROBLEM.name, *(setting.name for setting in DATASET_SETTINGS.values())))


def notes_of_unused(given: Mapping[str, Any], experiment: Experiment, varied: Collection[str] = ()) -> Iterator[str]:
    """A sentence for each setting that was given and is not used.

    Args:
        given: The settings that were given, by their names.
        experiment: What is trained.
        varied: Settings that a sweep gives other values: what depends on them may be used yet.
    """
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
