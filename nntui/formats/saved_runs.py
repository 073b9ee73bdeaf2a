"""The runs of a session in its file: to the data of the file and back, checked piece by piece.

The losses of runs before are for a curve alone, and are written in six digits; their networks go on to the last bit.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, Struct

from nntui.experiment.experiment import SETTINGS
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.formats.saved_points import SavedPoints, points_of, saved_points_of
from nntui.formats.saved_training import (
    MOST_EPOCHS,
    Epoch,
    SavedTraining,
    experiment_of,
    losses_of,
    saved_settings_of,
    saved_training_of,
    snapshot_of,
)
from nntui.formats.shown_names import shown_name
from nntui.language import _
from nntui.session.runs import (
    CHANGES_ON_THE_WAY,
    LONGEST_NAME,
    MOST_CHANGES,
    MOST_RUNS,
    Run,
    RunChange,
    RunGoal,
    RunMark,
    RunRecord,
    thinned,
)

_Text = Annotated[str, Meta(max_length=1000)]


class _Change(Struct):
    epoch: Epoch
    setting: _Text
    old: float | _Text
    new: float | _Text


class _Goal(Struct):
    test_loss: float
    epoch: Epoch | None


class _RunMark(Struct, omit_defaults=True):
    number: Annotated[int, Meta(ge=1, le=MOST_EPOCHS)] = 1
    name: Annotated[str, Meta(max_length=LONGEST_NAME)] = ""
    pinned: bool = False
    changes: Annotated[list[_Change], Meta(max_length=MOST_CHANGES)] = []
    goal: _Goal | None = None


class _Run(Struct):
    mark: _RunMark
    settings: dict[str, Any]
    training: SavedTraining
    train_loss: float | None
    test_loss: float | None


class _KeptRun(Struct):
    points: Annotated[int, Meta(ge=0, le=MOST_RUNS)] | None
    run: Raw


class SavedRuns(Struct):
    """The runs as they stand in the file. Of points 0 are those of the present run, and n is the nth of the sets."""

    present: _RunMark
    point_sets: Annotated[list[SavedPoints], Meta(max_length=MOST_RUNS)]
    kept: Annotated[list[_KeptRun], Meta(max_length=MOST_RUNS)]


def saved_runs_of(runs: RunRecord, own: UserPoints) -> SavedRuns | None:
    """What is written of the runs; None where there is nothing to say.

    Args:
        runs: All of them.
        own: The points of the present run, which stand in the file anyway.
    """
    present = _from_mark(runs.mark, runs.name, runs.is_pinned)
    if not runs.kept and present == _RunMark():
        return None
    sets = {id(own): own}
    kept = []
    for run in runs.kept:
        experiment = run.snapshot.experiment
        points = experiment.user_points if experiment.uses_user_points else None
        if points is not None:
            sets.setdefault(id(points), points)
        kept.append(_KeptRun(None if points is None else [*sets].index(id(points)), _encoded(run)))
    return SavedRuns(present, [saved_points_of(each) for each in list(sets.values())[1:]], kept)


@lru_cache(maxsize=2 * MOST_RUNS)
def _encoded(run: Run) -> Raw:
    """A kept run as it is written: once, for it is saved again every few seconds, and never changes."""
    snapshot = run.snapshot
    training = saved_training_of(snapshot)
    training.train_losses, training.test_losses = map(_in_short, (training.train_losses, training.test_losses))
    settings, mark = saved_settings_of(snapshot.experiment), _from_mark(run.mark, run.name, run.is_pinned)
    kept = _Run(mark, settings, training, snapshot.train_loss, snapshot.test_loss)
    return Raw(msgspec.json.encode(kept))


def _in_short(losses: Sequence[float | None]) -> list[float | None]:
    """Losses for a curve alone."""
    return [None if loss is None else float(f"{loss:.6g}") for loss in losses]


def _from_mark(mark: RunMark, name: str, is_pinned: bool) -> _RunMark:
    changes = [_Change(each.epoch, each.setting, each.old, each.new) for each in mark.changes]
    goal = None if mark.goal is None else _Goal(mark.goal.test_loss, mark.goal.epoch)
    return _RunMark(mark.number, name, is_pinned, changes, goal)


def runs_of(saved: SavedRuns, own: UserPoints) -> RunRecord:
    """The runs of a file.

    Args:
        saved: As they stand in it.
        own: The points of the present run.

    Raises:
        ValueError: One of them cannot be used; the message says which.
        msgspec.DecodeError: The same, of data of another shape.
    """
    sets = [own, *map(points_of, saved.point_sets)]
    kept: list[Run] = []
    for number, each in enumerate(saved.kept, start=1):
        try:
            run = msgspec.json.decode(each.run, type=_Run)
            if each.points is not None and each.points >= len(sets):
                raise ValueError(_("it has no points"))
            kept.append(_to_run(run, NO_POINTS if each.points is None else sets[each.points]))
        except ValueError as error:
            sentence = _("run {number} of those before: {reason}")
            raise ValueError(sentence.format(number=number, reason=error)) from error
    present = _to_mark(saved.present)
    record = RunRecord((), present, shown_name(saved.present.name), saved.present.pinned)
    for each_kept in kept:
        record = record.restored(each_kept, len(record.kept))
    return record


def _to_run(saved: _Run, own: UserPoints) -> Run:
    snapshot = snapshot_of(saved.training, experiment_of(saved.settings, own))
    train, test = losses_of([saved.train_loss, saved.test_loss]).tolist()
    snapshot = replace(snapshot, train_loss=train, test_loss=test, history=thinned(snapshot.history))
    return Run(_to_mark(saved.mark), snapshot, shown_name(saved.mark.name), saved.mark.pinned)


def _to_mark(saved: _RunMark) -> RunMark:
    changes = []
    for each in saved.changes:
        if each.setting not in CHANGES_ON_THE_WAY:
            raise ValueError(_("unknown setting {name}").format(name=shorten(each.setting)))
        if each.setting in SETTINGS:
            setting = SETTINGS[each.setting]
            change = RunChange(each.epoch, each.setting, setting.check(each.old), setting.check(each.new))
        elif isinstance(each.old, str) or isinstance(each.new, str):
            raise ValueError(_("{name} is no number").format(name=shorten(each.setting)))
        else:
            change = RunChange(each.epoch, each.setting, each.old, each.new)
        changes.append(change)
    goal = None if saved.goal is None else RunGoal(saved.goal.test_loss, saved.goal.epoch)
    return RunMark(number=saved.number, changes=tuple(changes), goal=goal)
