"""The states of a run that are kept on the way, in bounded memory: from each of them training goes on to the bit.

A checkpoint is a snapshot without its losses, which are kept once for the whole run. An epoch between two of them is
trained again from the one before (`training/rerun.py`), since the same numbers always give the same numbers.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nntui.training.snapshot import Snapshot

CAPACITY = 400
"""Checkpoints of a run at the most."""
MOST_BYTES = 8_000_000
"""Their memory at the most; it counts first. The first and the last are kept whatever they take."""
HEAD = 50
"""The first epochs are all kept, as far as that reaches: in these most happens."""
_OVERHEAD = 400
"""Bytes of a checkpoint besides its numbers: measured."""
_POINT_BYTES = 24
_ENDLESS = 2**62


class Kept(NamedTuple):
    """A checkpoint in its place.

    Attributes:
        snapshot: The state, without losses of the epochs before.
        is_change: Whether something was changed here: a rate, a weight by hand, a point.
        reach: The last epoch that training from here leads to; beyond it lies a change that is not kept.
    """

    snapshot: Snapshot
    is_change: bool
    reach: int = _ENDLESS


@dataclass(frozen=True, eq=False)
class Checkpoints:
    """The checkpoints of a run so far; nothing in it changes any more.

    Attributes:
        kept: By epoch, rising. The run can be shown from the first on.
        stride: Of the epochs after the first `HEAD`, one of so many is kept.
    """

    kept: tuple[Kept, ...] = ()
    stride: int = 1

    def __len__(self) -> int:
        return len(self.kept)

    def __repr__(self) -> str:
        span = f"epochs {self.kept[0].snapshot.epoch} to {self.kept[-1].snapshot.epoch}" if self.kept else "none"
        return f"Checkpoints({len(self.kept)}, {span})"

    @property
    def first(self) -> int:
        """The first epoch that is kept. There must be one."""
        return self.kept[0].snapshot.epoch

    @property
    def epochs(self) -> NDArray[np.int64]:
        """The epochs that are kept, int64, shape (n,), rising."""
        return np.array([each.snapshot.epoch for each in self.kept], dtype=np.int64)

    @cached_property
    def bytes(self) -> int:
        """Their memory, of points that several share once."""
        return bytes_of(self.kept)

    def index_before(self, epoch: int) -> int:
        """The place of the last checkpoint at an epoch or before it; −1 for none."""
        return bisect_right(self.kept, epoch, key=lambda each: each.snapshot.epoch) - 1

    def until(self, epoch: int) -> "Checkpoints":
        """Those up to an epoch, that one included."""
        return Checkpoints(self.kept[: self.index_before(epoch) + 1], self.stride)

    def changes(self) -> "Checkpoints":
        """The first one and those of changes: the whole run can be trained again from them."""
        first = self.kept[:1]
        return Checkpoints(thinned(self.kept, lambda each: each.is_change or each in first), self.stride)


NO_CHECKPOINTS = Checkpoints()
"""Before anything is kept."""


class CheckpointLog:
    """Collects the checkpoints of a run. When there are too many, of those behind the first epochs every other goes.

    One thread adds; any may look.

    Args:
        checkpoints: Where to go on from.

    Attributes:
        due: The epoch from which the next one is wanted.
    """

    def __init__(self, checkpoints: Checkpoints = NO_CHECKPOINTS) -> None:
        self._kept = list(checkpoints.kept)
        self._stride = checkpoints.stride
        self._bytes = bytes_of(self._kept)
        self.due = 0
        if self._kept:
            self._set_due()

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, snapshot: Snapshot, *, is_change: bool = False) -> None:
        """Keeps a state; it takes the place of one of the same epoch.

        Args:
            snapshot: The state, without the losses before it; of no earlier epoch than the last one.
            is_change: Whether training goes on from here otherwise than it came here.
        """
        last = self._kept[-1] if self._kept else None
        if last is not None and last.snapshot.epoch == snapshot.epoch:
            is_change |= last.is_change
            self._kept = self._kept[:-1]  # another list: somebody may be looking at this one
            self._bytes = bytes_of(self._kept)
        self._bytes += _bytes_behind(snapshot, self._kept[-1].snapshot if self._kept else None)
        self._kept.append(Kept(snapshot, is_change))
        if len(self._kept) > CAPACITY or self._bytes > MOST_BYTES:
            self._thin()
        self._set_due()

    def add_kept(self, kept: Iterable[Kept]) -> None:
        """Takes what was kept at another time, within the bounds of now."""
        self._kept = [*self._kept, *kept]
        self._bytes = bytes_of(self._kept)
        epochs = [each.snapshot.epoch for each in self._kept if not each.is_change and each.snapshot.epoch > HEAD]
        if len(epochs) > 1:
            self._stride = median_low(later - epoch for epoch, later in pairwise(epochs))  # as it was kept
        self._thin()
        if self._kept:
            self._set_due()

    def view(self, until: int = _ENDLESS) -> Checkpoints:
        """Those so far, up to an epoch."""
        return Checkpoints(tuple(self._kept), self._stride).until(until)

    def _set_due(self) -> None:
        epoch = self._kept[-1].snapshot.epoch
        self.due = epoch + 1 if epoch < HEAD else (epoch // self._stride + 1) * self._stride

    def _thin(self) -> None:
        """Lets checkpoints go: usual ones, then those of the first epochs, then the changes; never both ends."""
        while len(self._kept) > 2 and (len(self._kept) > CAPACITY or self._bytes > MOST_BYTES):
            if any(not each.is_change and each.snapshot.epoch > HEAD for each in self._kept[1:-1]):
                self._stride *= 2
                self._keep(self._is_on_stride)
            elif any(not each.is_change for each in self._kept[1:-1]):
                self._keep_every_other([each for each in self._kept[1:-1] if not each.is_change])
            else:
                self._keep_every_other(self._kept[1:-1])

    def _is_on_stride(self, kept: Kept) -> bool:
        epoch = kept.snapshot.epoch
        return kept.is_change or epoch <= HEAD or not epoch % self._stride

    def _keep_every_other(self, of: list[Kept]) -> None:
        gone = set(map(id, of[::2]))
        self._keep(lambda each: id(each) not in gone)

    def _keep(self, is_kept: Callable[[Kept], bool]) -> None:
        ends = self._kept[0], self._kept[-1]
        self._kept = list(thinned(self._kept, lambda each: each in ends or is_kept(each)))
        self._bytes = bytes_of(self._kept)


def within_bounds(kept: Iterable[Kept]) -> Checkpoints:
    """Checkpoints from elsewhere, thinned to what may be kept.

    Args:
        kept: By epoch, rising.
    """
    log = CheckpointLog()
    log.add_kept(kept)
    return log.view()


def thinned(kept: Iterable[Kept], is_kept: Callable[[Kept], bool]) -> tuple[Kept, ...]:
    """The checkpoints without some, with what can still be reached from each.

    Args:
        kept: All of them; the first one is kept.
        is_kept: Whether one stays.
    """
    left: list[Kept] = []
    for each in kept:
        if not left or is_kept(each):
            left.append(each)
        elif left[-1].reach >= each.snapshot.epoch:
            # Up to a change that goes; through a usual one, as far as that has led.
            left[-1] = left[-1]._replace(reach=each.snapshot.epoch if each.is_change else each.reach)
    return tuple(left)


def bytes_of(kept: Iterable[Kept]) -> int:
    """Memory of some checkpoints, of points that several share once."""
    snapshots = [each.snapshot for each in kept]
    return sum(map(_bytes_behind, snapshots, [None, *snapshots]))


def _bytes_behind(snapshot: Snapshot, before: Snapshot | None) -> int:
    """Memory of a checkpoint behind another one: points that both have count once."""
    points = snapshot.experiment.user_points
    own = 0 if before is not None and points is before.experiment.user_points else _POINT_BYTES * points.size
    dead = 0 if snapshot.dead is None else snapshot.dead.nbytes
    state = snapshot.optimizer_state
    moments = 0 if state is None else state.moments.nbytes
    return snapshot.parameters.nbytes + moments + dead + own + _OVERHEAD
