"""The runs of a session: what was trained before the present run, in bounded memory, to compare it with.

A run begins with a new network and ends when another one takes its place; what changes while it trains begins none, but
is noted. Everything here is immutable: the session keeps one `RunRecord`, and each step gives another one.

A run that undo brings back is the present one again, and no longer among those that are kept: so none is kept twice.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np

from nntui.experiment.experiment import DISCRETIZE, SETTINGS, SHOW_TEST_DATA
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.language import _
from nntui.training.history import Losses
from nntui.training.snapshot import Snapshot

LEAST_EPOCHS = 10
"""A run of fewer epochs got nowhere and is not kept."""
MOST_RUNS = 50
MOST_BYTES = 2_000_000
"""Of parameters, losses and points of the user's own in all kept runs."""
MOST_LOSSES = 256
"""Epochs of which a kept run has the losses: more than a plot in the terminal has columns of dots."""
MOST_CHANGES = 20
LONGEST_NAME = 40
"""Characters of a name."""
VIEW = frozenset((DISCRETIZE.name, SHOW_TEST_DATA.name))
"""Settings that change only what is shown."""
WEIGHT, POINTS = "parameter", "user_points"
"""What changes that are no setting are called: a weight or bias set by hand, and points painted while it learns."""
CHANGES_ON_THE_WAY = frozenset(
    (WEIGHT, POINTS, *(each.name for each in SETTINGS.values() if not each.restarts and each.name not in VIEW))
)
"""The names of all that can change while a run trains."""
_IDS = count()


@dataclass(frozen=True)
class RunChange:
    """What was changed while a run trained.

    Attributes:
        epoch: After so many epochs.
        setting: The name of a setting that restarts nothing, or `WEIGHT` or `POINTS`.
        old: The value of the setting before; 0 where it is no setting.
        new: The value since then.
    """

    epoch: int
    setting: str
    old: float | str = 0.0
    new: float | str = 0.0


@dataclass(frozen=True)
class RunGoal:
    """A test loss that the run was to get under.

    Attributes:
        test_loss: Which.
        epoch: When it was; None if the run ended before.
    """

    test_loss: float
    epoch: int | None


@dataclass(frozen=True)
class RunMark:
    """Which run it is, and what has happened to it beside training. Undo brings it back with the network.

    Attributes:
        id: No other run of this program has it.
        number: What it is called by, from 1; no other kept run has it.
        changes: On the way, the first ones first.
        goal: The last test loss that it was to get under; None if there was none.
        start: The epoch from which it was trained on its own; what is before it belongs to another run, too.
    """

    id: int = field(default_factory=_IDS.__next__)
    number: int = 1
    changes: tuple[RunChange, ...] = ()
    goal: RunGoal | None = None
    start: int = 0

    def changed(self, change: RunChange) -> "RunMark":
        """The same after a change. Changes of one setting in the same epoch are one, and none if it is as before."""
        changes = list(self.changes)
        for at, each in enumerate(changes):
            if (each.epoch, each.setting) == (change.epoch, change.setting):
                change = replace(change, old=each.old)
                del changes[at]
                break
        if change.old != change.new or change.setting in (WEIGHT, POINTS):
            changes.append(change)
        return replace(self, changes=tuple(changes[-MOST_CHANGES:]))


@dataclass(frozen=True, eq=False)
class Run:
    """A run as it was at its end, or as it is now.

    Attributes:
        mark: Which run it is.
        snapshot: Its state, with its losses.
        name: The person's own; "" if it has none.
        is_pinned: Whether the person wants to keep it in sight: it is kept longest, and stands in the loss plot.
    """

    mark: RunMark
    snapshot: Snapshot
    name: str = ""
    is_pinned: bool = False

    @property
    def id(self) -> int:
        """No other run of this program has it."""
        return self.mark.id

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or _("run {number}").format(number=self.mark.number)


@dataclass(frozen=True)
class RunRecord:
    """All runs of a session.

    Attributes:
        kept: Those before, the one that was left last at the end.
        mark: Which one is trained now.
        name: Of that; "" if it has none.
        is_pinned: Whether that is pinned.
    """

    kept: tuple[Run, ...] = ()
    mark: RunMark = field(default_factory=RunMark)
    name: str = ""
    is_pinned: bool = False

    def present(self, snapshot: Snapshot, goal: RunGoal | None = None) -> Run:
        """The run that is trained now.

        Args:
            snapshot: Its newest state.
            goal: A goal that it has come to since the mark was made.
        """
        mark = self.mark if goal is None else replace(self.mark, goal=goal)
        return Run(mark, snapshot, self.name, self.is_pinned)

    def begun(self, present: Run) -> "RunRecord":
        """A new run begins, and the present one is kept if it got anywhere."""
        kept = _with(self.kept, present)
        return RunRecord(kept, RunMark(number=_free_number(kept)))

    def continued(self, present: Run, epoch: int) -> "RunRecord":
        """The present run is gone on with from an earlier epoch: that is another run, with the changes up to there.

        Args:
            present: The run as it is now; it is kept if it got anywhere.
            epoch: Where the other one begins.
        """
        begun = self.begun(present)
        changes = tuple(each for each in present.mark.changes if each.epoch <= epoch)
        return replace(begun, mark=replace(begun.mark, changes=changes, start=epoch))

    def returned(self, present: Run, to: Run) -> "RunRecord":
        """Undo or redo has brought a run back, or another state of the present one.

        Args:
            present: The run that was trained until now. It is kept if it is another one, or was trained on since then.
            to: The run as it is again.
        """
        kept, mark, epoch = self.kept, to.mark, to.snapshot.epoch
        goes_back = present.id == to.id and present.snapshot.epoch - epoch >= LEAST_EPOCHS
        if goes_back:
            kept = _with(kept, replace(present, mark=replace(present.mark, id=next(_IDS))))
            mark = replace(mark, start=epoch)
        elif present.id != to.id:
            kept = _with(kept, present)
        back = next((run for run in kept if run.id == to.id), None) or _same_as(to, kept)
        if back is not None:
            others = tuple(run for run in kept if run is not back)
            return RunRecord(others, replace(mark, number=back.mark.number), back.name, back.is_pinned)
        if present.id == to.id and not goes_back:
            return replace(self, mark=replace(mark, number=self.mark.number))
        return RunRecord(kept, _numbered(kept, replace(to, mark=mark)).mark)

    def joined(self, present: Run, other: "RunRecord", snapshot: Snapshot) -> "RunRecord":
        """A piece of work is opened, and its runs come to those that there are, with other numbers where they must.

        Args:
            present: The run that was trained until now.
            other: The runs of what is opened.
            snapshot: The state that it goes on from.
        """
        kept = _with(self.kept, present)
        for run in other.kept:
            kept = _with(kept, replace(run, mark=replace(run.mark, id=next(_IDS))))
        opened = Run(replace(other.mark, id=next(_IDS)), snapshot)
        kept = tuple(run for run in kept if not _is_same(run, opened))
        return RunRecord(kept, _numbered(kept, opened).mark, other.name, other.is_pinned)

    def edited(self, run_id: int, *, name: str | None = None, is_pinned: bool | None = None) -> "RunRecord":
        """A run gets another name or is pinned; what is None stays."""

        def new(before: "Run | RunRecord") -> tuple[str, bool]:
            return before.name if name is None else name, before.is_pinned if is_pinned is None else is_pinned

        if run_id == self.mark.id:
            own_name, own_pin = new(self)
            return replace(self, name=own_name, is_pinned=own_pin)
        kept = []
        for run in self.kept:
            its_name, its_pin = new(run)
            kept.append(replace(run, name=its_name, is_pinned=its_pin) if run.id == run_id else run)
        return replace(self, kept=tuple(kept))

    def without(self, run_id: int) -> "RunRecord":
        """A kept run goes."""
        return replace(self, kept=tuple(run for run in self.kept if run.id != run_id))

    def restored(self, run: Run, place: int) -> "RunRecord":
        """A run that has gone is kept again.

        Args:
            run: Which.
            place: Where it was in `kept`.
        """
        return replace(self, kept=bounded((*self.kept[:place], run, *self.kept[place:]), run))

    def compared(self, most: int) -> tuple[Run, ...]:
        """The runs to compare the present one with: the last one, and before it those that are pinned.

        Args:
            most: So many at the most, the newest ones.
        """
        last = self.kept[-1:]
        return (*(run for run in self.kept[:-1] if run.is_pinned), *last)[-most:]

    def find(self, run_id: int) -> Run | None:
        """The kept run of that id."""
        return next((run for run in self.kept if run.id == run_id), None)


NO_RUNS = RunRecord()
"""Before anything has been trained."""


def bounded(runs: Iterable[Run], newest: Run) -> tuple[Run, ...]:
    """As many runs as may be kept: the oldest go first, and pinned ones last.

    Args:
        runs: The oldest first.
        newest: Points of the user's own that this one has count nothing: the session has them anyway.
    """
    kept = list(runs)
    while len(kept) > MOST_RUNS or (kept and _bytes_of(kept, newest.snapshot.experiment.user_points) > MOST_BYTES):
        kept.remove(next((run for run in kept if not run.is_pinned), kept[0]))
    return tuple(kept)


def thinned(losses: Losses, most: int = MOST_LOSSES) -> Losses:
    """Every second, fourth, eighth … of the losses, so that there are at most so many; a copy."""
    step = 1
    while math.ceil(len(losses.train) / step) > most:
        step *= 2
    return Losses(losses.stride * step, losses.train[::step].copy(), losses.test[::step].copy())


def _with(kept: tuple[Run, ...], present: Run) -> tuple[Run, ...]:
    """The kept runs with one more, if that got anywhere; a run of the same number or in the same state goes for it."""
    if present.snapshot.epoch - present.mark.start < LEAST_EPOCHS:
        return kept
    present = _settled(present)
    same = [run for run in kept if run.id == present.id or _is_same(run, present)]
    if same:
        name = present.name or same[-1].name
        present = replace(present, name=name, is_pinned=present.is_pinned or any(run.is_pinned for run in same))
    snapshot, experiment = present.snapshot, present.snapshot.experiment
    own = experiment.user_points if experiment.uses_user_points else NO_POINTS
    slim = replace(snapshot, experiment=replace(experiment, user_points=own), history=thinned(snapshot.history))
    others = tuple(run for run in kept if run not in same)
    return bounded((*others, replace(_numbered(others, present), snapshot=slim)), present)


def _settled(run: Run) -> Run:
    """A run with the settings of its last epoch: a rate that was changed after that has trained nothing."""
    snapshot, changes = run.snapshot, run.mark.changes
    idle = {each.setting: each.old for each in changes if each.epoch == snapshot.epoch and each.setting in SETTINGS}
    if not idle:
        return run
    changes = tuple(each for each in changes if each.epoch != snapshot.epoch or each.setting not in idle)
    snapshot = replace(snapshot, experiment=snapshot.experiment.changed(**idle))
    return replace(run, mark=replace(run.mark, changes=changes), snapshot=snapshot)


def _same_as(run: Run, kept: tuple[Run, ...]) -> Run | None:
    """The kept run that is in the state of a run."""
    settled = _settled(run)
    return next((each for each in kept if _is_same(each, settled)), None)


def _numbered(kept: tuple[Run, ...], run: Run) -> Run:
    """A run with a number that none of the others has."""
    if all(run.mark.number != other.mark.number for other in kept):
        return run
    return replace(run, mark=replace(run.mark, number=_free_number(kept)))


def _free_number(kept: tuple[Run, ...]) -> int:
    return 1 + max((run.mark.number for run in kept), default=0)


def _is_same(run: Run, other: Run) -> bool:
    """Whether two runs have come to the same network from the same settings; what is only shown does not count."""
    one, two = run.snapshot, other.snapshot
    if one.epoch != two.epoch or len(one.parameters) != len(two.parameters):
        return False
    differing = one.experiment.differences(two.experiment) - VIEW
    if not one.experiment.uses_user_points and not two.experiment.uses_user_points:
        differing -= {"user_points"}
    return not differing and np.array_equal(one.parameters, two.parameters)


def _bytes_of(runs: Iterable[Run], free: UserPoints) -> int:
    """What runs take in memory, each set of points counted once."""
    total, sets = 0, {id(free)}
    for run in runs:
        snapshot, own = run.snapshot, run.snapshot.experiment.user_points
        total += 8 * len(snapshot.parameters) + 16 * len(snapshot.history.train)
        if own.size and id(own) not in sets:
            sets.add(id(own))
            total += 24 * own.size
    return total
