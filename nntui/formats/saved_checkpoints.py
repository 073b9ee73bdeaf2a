"""The checkpoints of a run in a file of saved work: each is small, for a run has hundreds of them.

The numbers of a network stand in base64, as float64 of the least byte first: that is to the last bit, in half of the
characters that digits take. Settings and points are written only where they differ from those of the run.
"""

import math
from typing import Annotated, Any

import numpy as np
from msgspec import Meta, Struct

from nntui.engine.arrays import BoolArray, FloatArray
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import BATCH_SIZE, SETTINGS
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import UserPoints
from nntui.formats.saved_optimizer import (
    SavedOptimizer,
    from_base64,
    in_base64,
    optimizer_state_of,
    saved_optimizer_of,
)
from nntui.formats.saved_points import SavedPoints, points_of, saved_points_of
from nntui.language import _
from nntui.session.runs import CHANGES_ON_THE_WAY
from nntui.training.checkpoints import CAPACITY, Checkpoints, Kept, within_bounds
from nntui.training.history import NO_LOSSES
from nntui.training.snapshot import Snapshot

_MOST_EPOCHS = 10**15
_LONGEST = 12_000_000
"""Characters of the numbers of one checkpoint."""
_CAN_DIFFER = tuple(name for name in SETTINGS if name in CHANGES_ON_THE_WAY or name == BATCH_SIZE.name)
"""Settings that may have been others earlier in the run: every other one begins a new run."""


class SavedCheckpoint(Struct, omit_defaults=True):
    """A checkpoint as it stands in a file."""

    epoch: Annotated[int, Meta(ge=0, le=_MOST_EPOCHS)]
    numbers: Annotated[str, Meta(max_length=_LONGEST)]
    losses: tuple[float | None, float | None]
    settings: Annotated[dict[str, Any], Meta(max_length=len(_CAN_DIFFER))] = {}
    points: Annotated[int, Meta(ge=0)] | None = None
    dead_weights: Annotated[list[int], Meta(max_length=20_000)] = []
    is_change: bool = False
    is_edited: bool = False
    reach: Annotated[int, Meta(ge=0, le=_MOST_EPOCHS)] | None = None
    optimizer: SavedOptimizer | None = None


class SavedCheckpoints(Struct, omit_defaults=True):
    """The checkpoints of a run as they stand in a file, and the points that were others earlier in it."""

    kept: Annotated[list[SavedCheckpoint], Meta(max_length=CAPACITY)]
    points: Annotated[list[SavedPoints], Meta(max_length=CAPACITY)] = []


def from_checkpoints(checkpoints: Checkpoints, experiment: Experiment) -> SavedCheckpoints:
    """The checkpoints of a run for a file.

    Args:
        checkpoints: Which.
        experiment: The settings of the run as they are now.
    """
    points: dict[int, tuple[int, UserPoints]] = {}
    kept = []
    for each in checkpoints.kept:
        snapshot = each.snapshot
        own = snapshot.experiment.user_points
        if own is not experiment.user_points:
            points.setdefault(id(own), (len(points), own))
        differing = [name for name in _CAN_DIFFER if getattr(snapshot.experiment, name) != getattr(experiment, name)]
        kept.append(
            SavedCheckpoint(
                epoch=snapshot.epoch,
                numbers=in_base64(snapshot.parameters),
                losses=(_finite(snapshot.train_loss), _finite(snapshot.test_loss)),
                settings={name: getattr(snapshot.experiment, name) for name in differing},
                points=points[id(own)][0] if id(own) in points else None,
                dead_weights=[] if snapshot.dead is None else np.flatnonzero(snapshot.dead).tolist(),
                is_change=each.is_change,
                is_edited=snapshot.is_edited,
                reach=each.reach if each.reach <= _MOST_EPOCHS else None,
                optimizer=saved_optimizer_of(snapshot.optimizer_state),
            )
        )
    return SavedCheckpoints(kept, [saved_points_of(own) for _place, own in points.values()])


def to_checkpoints(saved: SavedCheckpoints, newest: Snapshot) -> Checkpoints:
    """The checkpoints of a run from a file.

    Args:
        saved: What stands there.
        newest: The run as it is now.

    Raises:
        ValueError: They are not usable; the message says why.
    """
    sets = [points_of(each) for each in saved.points]
    experiments: dict[tuple[object, ...], Experiment] = {}
    kept: list[Kept] = []
    for each in saved.kept:
        if each.epoch > newest.epoch or (kept and each.epoch <= kept[-1].snapshot.epoch):
            sentence = _("checkpoints: epoch {epoch:,} is not in its place")
            raise ValueError(sentence.format(epoch=each.epoch))
        experiment = _experiment(each, newest.experiment, sets, experiments)
        parameters = _parameters(each, newest.parameters.size)
        dead = _dead(each, parameters)
        for array in (parameters, dead):
            if array is not None:
                array.setflags(write=False)
        train, test = (math.nan if loss is None else loss for loss in each.losses)
        state = optimizer_state_of(each.optimizer, experiment, parameters.size)
        snapshot = Snapshot(experiment, each.epoch, parameters, dead, train, test, NO_LOSSES, each.is_edited, state)
        kept.append(
            Kept(snapshot, each.is_change) if each.reach is None else Kept(snapshot, each.is_change, each.reach)
        )
    return within_bounds(kept)


def _finite(loss: float) -> float | None:
    return loss if math.isfinite(loss) else None


def _experiment(
    each: SavedCheckpoint, now: Experiment, sets: list[UserPoints], made: dict[tuple[object, ...], Experiment]
) -> Experiment:
    """The settings of a checkpoint; checkpoints with the same settings have one experiment in common."""
    unknown = each.settings.keys() - set(_CAN_DIFFER)
    if unknown:
        sentence = _("checkpoints: {setting} cannot change within a run")
        raise ValueError(sentence.format(setting=shorten(min(unknown))))
    if each.points is not None and each.points >= len(sets):
        sentence = _("checkpoints: there are {count} sets of points, and number {number} is asked for")
        raise ValueError(sentence.format(count=len(sets), number=each.points + 1))
    if not each.settings and each.points is None:
        return now
    key = (each.points, *((name, repr(value)) for name, value in sorted(each.settings.items())))
    if key not in made:
        points = now.user_points if each.points is None else sets[each.points]
        made[key] = now.changed(**each.settings, user_points=points)
    return made[key]


def _parameters(each: SavedCheckpoint, size: int) -> FloatArray:
    parameters = from_base64(each.numbers)
    if parameters is None or len(parameters) != size:
        sentence = _("checkpoints: epoch {epoch:,} should have {count} numbers in base64")
        raise ValueError(sentence.format(epoch=each.epoch, count=size))
    if not np.isfinite(parameters).all():
        raise ValueError(_("checkpoints: a weight of epoch {epoch:,} is not a number").format(epoch=each.epoch))
    return parameters


def _dead(each: SavedCheckpoint, parameters: FloatArray) -> BoolArray | None:
    if not each.dead_weights:
        return None
    size = parameters.size
    if not all(0 <= index < size for index in each.dead_weights):
        raise ValueError(_("a dead weight is none of the {count} parameters").format(count=size))
    dead = np.zeros(size, dtype=bool)
    dead[each.dead_weights] = True
    if parameters[dead].any():
        raise ValueError(_("a dead weight is not 0"))
    return dead
