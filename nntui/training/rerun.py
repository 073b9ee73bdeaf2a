"""A run shown again: any of its epochs, from its checkpoints, and trained again between two of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nntui.engine.datasets import Sample
from nntui.experiment.experiment import Experiment
from nntui.training.checkpoints import Checkpoints
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, sample_of

_AS_LONG_AS_A_TRAINER = 1
"""Epochs that take about as long to train as a trainer takes to be made."""


def _always() -> bool:
    return True


class Rerun:
    """The epochs of a run, in any order; going forwards costs least.

    Args:
        newest: The run as it is now. Its losses are those of every snapshot that is given out.
        checkpoints: Those of the run; without any there is its newest state alone.

    Attributes:
        first: The first epoch that can be shown.
        last: The newest.
    """

    def __init__(self, newest: Snapshot, checkpoints: Checkpoints) -> None:
        self._newest = newest
        self._checkpoints = checkpoints.until(newest.epoch)
        self.last = newest.epoch
        self.first = self._checkpoints.kept[0].snapshot.epoch if len(self._checkpoints) else newest.epoch
        self._trainer: Trainer | None = None
        self._from = -1
        self._sample: Sample | None = None
        self._sampled: Experiment | None = None

    def is_at_hand(self, epoch: int) -> bool:
        """Whether an epoch is kept, and nothing has to be trained for it."""
        return epoch == self.last or self._kept_epoch(epoch) == epoch

    def nearest(self, epoch: int, direction: int = 0) -> int:
        """The epoch that can be shown: all can, unless there were more changes than are kept.

        Args:
            epoch: Which is wanted; beyond an end it is that end.
            direction: Whether rather a later one (+1) or an earlier one (−1) is taken; 0 for the nearest.
        """
        epoch = min(max(epoch, self.first), self.last)
        at = self._checkpoints.index_before(epoch)
        if epoch == self.last or at < 0 or epoch <= self._checkpoints.kept[at].reach:
            return epoch
        before = self._checkpoints.kept[at].reach
        after = min((int(each) for each in self._checkpoints.epochs[at + 1 :]), default=self.last)
        if direction:
            return after if direction > 0 else before
        return before if epoch - before <= after - epoch else after

    def at_hand_before(self, epoch: int) -> int:
        """The last epoch at one or before it that is kept."""
        return self.last if epoch >= self.last else max(self.first, self._kept_epoch(epoch))

    def at(self, epoch: int, is_wanted: Callable[[], bool] = _always) -> Snapshot | None:
        """The state after an epoch, as it was.

        Args:
            epoch: Which; the nearest that can be shown.
            is_wanted: Asked after each epoch that is trained; where it says no, there is no snapshot. What has been
                trained so far is gone on from the next time.
        """
        epoch = self.nearest(epoch)
        if epoch == self.last:
            return self._newest
        at = self._checkpoints.index_before(epoch)
        snapshot = self._checkpoints.kept[at].snapshot
        if snapshot.epoch == epoch:
            return self._with_losses(snapshot)
        trainer = self._trainer
        if trainer is None or not self._leads_on(trainer, at, epoch):
            trainer = self._trainer = Trainer(snapshot.experiment, snapshot)
        self._from = at
        while trainer.epoch < epoch:
            if not is_wanted():
                return None
            trainer.train_epoch()
        return self._with_losses(trainer.checkpoint())

    def snapshots(self, epochs: Iterable[int]) -> Iterator[Snapshot]:
        """The states after some epochs, one after the other."""
        for epoch in epochs:
            snapshot = self.at(epoch)
            if snapshot is not None:
                yield snapshot

    def checkpoints_until(self, epoch: int) -> Checkpoints:
        """What of the run goes on when it is gone on with from an epoch."""
        return self._checkpoints.until(epoch)

    def sample_for(self, experiment: Experiment) -> Sample:
        """The points as they were: only a person's own ones ever change within a run."""
        if self._sample is None or self._sampled is None or not _has_same_points(experiment, self._sampled):
            self._sample, self._sampled = sample_of(experiment), experiment
        return self._sample

    def _leads_on(self, trainer: Trainer, at: int, epoch: int) -> bool:
        """Whether a trainer that stands anywhere need not be made again for an epoch behind a checkpoint."""
        kept = self._checkpoints.kept
        is_near = kept[at].snapshot.epoch - _AS_LONG_AS_A_TRAINER <= trainer.epoch <= epoch
        return is_near and not any(each.is_change for each in kept[self._from + 1 : at + 1])

    def _kept_epoch(self, epoch: int) -> int:
        at = self._checkpoints.index_before(epoch)
        return self._checkpoints.kept[at].snapshot.epoch if at >= 0 else -1

    def _with_losses(self, snapshot: Snapshot) -> Snapshot:
        return replace(snapshot, history=self._newest.history)


def _has_same_points(experiment: Experiment, other: Experiment) -> bool:
    return experiment.used_points is other.used_points
