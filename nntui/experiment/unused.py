"""Settings that come to nothing beside the others."""

from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import CLASSES


def unused_settings(experiment: Experiment) -> frozenset[str]:
    """The names of the settings that are not used: those of other optimizers, schedules and data sets."""
    known = {name for optimizer in OPTIMIZERS.values() for name in optimizer.parameters}
    known.update(*(schedule.parameters for schedule in SCHEDULES.values()))
    used = {*OPTIMIZERS[experiment.optimizer].parameters, *SCHEDULES[experiment.schedule].parameters}
    of_data = {CLASSES.name} if experiment.class_count == 0 or experiment.data.classes is not None else set()
    return frozenset(known - used | of_data)
