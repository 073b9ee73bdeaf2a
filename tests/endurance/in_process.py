"""Many epochs in this process: the session flat out, now and then changed in flight and looked back at."""

import gc
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import psutil

from nntui.experiment.experiment import Experiment
from nntui.session.pacing import FLAT_OUT
from nntui.session.session import TrainingSession
from nntui.training import checkpoints, history
from nntui.training.snapshot import Snapshot

EXPERIMENT = Experiment(noise=50, train_share=10, batch_size=15, hidden_layers=(2,), learning_rate=0.3, shuffle=True)
"""Quick, for it has few points; never settled, for they are noisy, shuffled and much is learned from each."""
STAGES = 50
"""In so many parts the run goes; after each something is changed and everything is looked at."""
_STAGE_LIMIT_S = 3600.0
_REPLAY_LIMIT_S = 120.0


@dataclass(frozen=True)
class Look:
    """What there was after one part of the run.

    Attributes:
        epoch: Epochs so far.
        resident: Memory of this process, in bytes.
        rate: Epochs a second in this part, of processor time: what else runs on the machine does not count.
        losses: Epochs of which the losses are kept.
        kept: Checkpoints.
        kept_bytes: Their memory.
        stops: How often it has stopped by itself so far.
    """

    epoch: int
    resident: int
    rate: float
    losses: int
    kept: int
    kept_bytes: int
    stops: int


class EndlessRun:
    """A run of many epochs.

    Args:
        epochs: How many.
        stages: In how many parts.
        experiment: Of what.
    """

    def __init__(self, epochs: int, stages: int = STAGES, experiment: Experiment = EXPERIMENT) -> None:
        self._epochs, self._stages = epochs, stages
        self._session = TrainingSession(experiment)
        self._stops = 0
        self.faults: list[str] = []

    def looks(self, on_look: Callable[[Look], None] = lambda look: None) -> list[Look]:
        """Runs all of it; what is wrong on the way is in `faults`."""
        looks = []
        with self._session as session:
            session.player.set_speed(FLAT_OUT)
            for stage in range(1, self._stages + 1):
                rate = self._run_to(self._epochs * stage // self._stages)
                looks.append(self._look(rate))
                on_look(looks[-1])
                self._check(session.snapshot)
                self._look_back()
                self._change(stage)
        return looks

    def _run_to(self, epoch: int) -> float:
        """Plays until an epoch at least, on and on where it stops by itself; returns the epochs a second."""
        player, begun, used = self._session.player, self._session.snapshot.epoch, time.process_time()
        end = time.monotonic() + _STAGE_LIMIT_S
        player.play()
        while player.snapshot.epoch < epoch and time.monotonic() < end:
            if not player.playing:
                self._stops += 1
                player.play()
            time.sleep(0.02)
        player.pause()
        if not player.wait(10.0) or player.snapshot.epoch < epoch:
            self.faults.append(f"stands at epoch {player.snapshot.epoch:,}, before {epoch:,}")
        return (player.snapshot.epoch - begun) / (time.process_time() - used)

    def _look(self, rate: float) -> Look:
        gc.collect()
        kept, now = self._session.player.checkpoints, self._session.snapshot
        resident = psutil.Process().memory_info().rss
        return Look(now.epoch, resident, rate, len(now.history.train), len(kept), kept.bytes, self._stops)

    def _check(self, now: Snapshot) -> None:
        """History and checkpoints: bounded, in order, with the first and nearly the last epoch."""
        losses, kept = now.history, self._session.player.checkpoints
        if not len(losses.train) == len(losses.test) == len(losses.epochs) <= history.CAPACITY:
            self.faults.append(f"{len(losses.train)} losses at epoch {now.epoch:,}")
        if losses.epochs[0] != 0 or not 0 <= now.epoch - losses.epochs[-1] < losses.stride:
            self.faults.append(f"losses of epochs {losses.epochs[0]} to {losses.epochs[-1]:,} at {now.epoch:,}")
        if not (np.isfinite(losses.train).all() and math.isfinite(now.train_loss)):
            self.faults.append(f"a loss is no number at epoch {now.epoch:,}")
        if len(kept) > checkpoints.CAPACITY or kept.bytes > checkpoints.MOST_BYTES:
            self.faults.append(f"{len(kept)} checkpoints of {kept.bytes:,} bytes at epoch {now.epoch:,}")
        if kept.first != 0 or (np.diff(kept.epochs) <= 0).any():
            self.faults.append(f"checkpoints out of order at epoch {now.epoch:,}")

    def _look_back(self) -> None:
        """An epoch in the middle, trained again from a checkpoint, has the loss that it had; the newest comes back."""
        session, now = self._session, self._session.snapshot
        middle = len(now.history.train) // 2
        epoch, loss = int(now.history.epochs[middle]), now.history.train[middle]
        replay = session.look_back()
        if replay is None:
            self.faults.append(f"no replay at epoch {now.epoch:,}")
            return
        replay.go_to(epoch)
        if not replay.wait(_REPLAY_LIMIT_S) or replay.shown.epoch != epoch or replay.shown.train_loss != loss:
            self.faults.append(f"epoch {epoch:,} is not what it was, at {now.epoch:,}")
        session.look_at_now()
        if session.shown is not now:
            self.faults.append(f"after looking back it is not at epoch {now.epoch:,}")

    def _change(self, stage: int) -> None:
        """A change in flight, now and then taken back at once."""
        self._session.change(learning_rate=(0.1, 0.3)[stage % 2])
        self._session.change(discretize=bool(stage % 3))
        if stage % 5 == 0:
            before = self._session.snapshot.epoch
            self._session.undo()
            if self._session.snapshot.epoch != before:
                self.faults.append(f"undo of a view went from epoch {before:,} to {self._session.snapshot.epoch:,}")
