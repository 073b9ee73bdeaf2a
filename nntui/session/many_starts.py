"""Many starts of an experiment, trained in a thread of their own beside the session that is played.

They do not know the session: the experiment is that of their beginning, whatever becomes of the session's. The play
goes first: after each slice of work the thread rests, and longer while something is played, or where the machine has
too much to do.
"""

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nntui.errors import NoThreadError, what_failed
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.language import _
from nntui.session.pacing import FLAT_OUT, LoadPacer
from nntui.session.runs import thinned
from nntui.system import start_thread
from nntui.training.loss_band import LossBand, loss_band
from nntui.training.many_starts import (
    Progress,
    StartResult,
    StartState,
    StartsTrainer,
    stack_size,
    starts_of,
    train_starts,
)

LEAST_STARTS, MOST_STARTS = 2, 200
MOST_EPOCHS = 100_000
_MOST_NUMBERS = 8_000_000
"""In the points and errors of the starts that are trained together: 64 MB."""
_SLICE_S = 0.01
_REST_FLAT_OUT, _REST_PLAYING, _REST = 3.0, 1.0, 0.25
"""How long it rests after a slice, in lengths of that slice: while something is played flat out, or at another speed,
and else."""
_PUBLISH_S = 0.25
_BAND_SHARE = 0.1
"""So much of its time may go into bands that nobody but the plot needs."""
_JOIN_TIMEOUT_S = 2.0


@dataclass(frozen=True, kw_only=True)
class StartsPlan:
    """What is to be trained.

    Attributes:
        experiment: The first start.
        number: How many starts.
        new_data: Whether each has points of its own.
        epochs: For how long each.
        test_loss: The goal is a test loss under this one; None for no goal.
    """

    experiment: Experiment
    number: int
    new_data: bool = False
    epochs: int
    test_loss: float | None = None

    def is_of(self, experiment: Experiment) -> bool:
        """Whether these are the starts of an experiment, whichever of them it is at and however it is shown."""
        ours = self.experiment
        same: dict[str, Any] = {name: getattr(ours, name) for name in ("weights_draw", "discretize", "show_test_data")}
        if self.new_data:  # each has a seed of its own
            same["seed"] = ours.seed
        if not experiment.uses_user_points:
            same["user_points"] = ours.user_points
        return replace(experiment, **same) == ours

    def starts(self) -> tuple[Experiment, ...]:
        """The starts.

        Raises:
            SettingError: There are not so many different ones, or they would take too much memory.
        """
        experiment = self.experiment
        if experiment.zero_initialization and not self.new_data:
            raise SettingError(_("Starts"), self.number, _("1, since zero initialization is on; or new data"))
        numbers = experiment.used_points.size or experiment.data.size
        numbers *= len(experiment.features) + 2 if self.new_data else 1
        if stack_size(experiment, self.number) > 1 and numbers * self.number > _MOST_NUMBERS:
            most = max(1, _MOST_NUMBERS // numbers)
            raise SettingError(_("Starts"), self.number, _("at most {most} of so many points").format(most=most))
        return starts_of(experiment, self.number, new_data=self.new_data)


@dataclass(frozen=True, kw_only=True, eq=False)
class StartsProgress:
    """How far many starts have come; nothing in it changes any more.

    Attributes:
        plan: What is trained.
        share: How much of it is done, from 0 to 1.
        test_losses: Of the starts that have begun and have not diverged, as they are now.
        reached: How many have reached the goal.
        diverged: How many have diverged.
        band: The test losses of those that have not diverged, over the epochs; None where there are none.
        results: What has come of each, with its losses thinned; none before the end.
        is_over: Whether nothing more is trained.
        error: Why it has ended before anything came of it; "" if it has not.
    """

    plan: StartsPlan
    share: float = 0.0
    test_losses: tuple[float, ...] = ()
    reached: int = 0
    diverged: int = 0
    band: LossBand | None = None
    results: tuple[StartResult, ...] = ()
    is_over: bool = False
    error: str = ""

    @property
    def settled(self) -> tuple[StartResult, ...]:
        """The results that can be ranked by their test loss, the best first: those of starts that have not diverged."""
        known = (each for each in self.results if each.diverged_epoch is None and math.isfinite(each.test_loss))
        return tuple(sorted(known, key=lambda each: each.test_loss))

    @property
    def is_stopped(self) -> bool:
        """Whether it was stopped before the end."""
        return self.is_over and not self.error and self.share < 1


class ManyStarts:
    """Trains many starts beside what is played, from now on.

    Args:
        plan: What.
        listener: Called without arguments, from the thread, when there is something new. It must return at once.
        speed: At how many epochs a second something is played, which goes first; 0 while nothing is.

    Raises:
        SettingError: As of `StartsPlan.starts`.
        NoThreadError: The system starts no thread more.
    """

    def __init__(
        self,
        plan: StartsPlan,
        listener: Callable[[], None],
        speed: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._progress = StartsProgress(plan=plan)
        self._listener = listener
        self._speed = speed
        self._stop = threading.Event()
        self._closed = False
        self._slice_begun = self._published = time.perf_counter()
        self._pause = _PUBLISH_S
        self._load = LoadPacer(time.perf_counter)
        thread = start_thread(self._work, "nntui-starts", plan.starts())
        if thread is None:
            raise NoThreadError
        self._thread = thread

    @property
    def progress(self) -> StartsProgress:
        """How far it is."""
        return self._progress

    def stop(self) -> None:
        """Ends the training after the epoch that is trained; what has come of the starts so far is kept."""
        self._stop.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Blocks until it is over; False if that takes longer than `timeout` seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def close(self) -> None:
        """Ends the training, and nobody hears of it any more."""
        self._closed = True
        self._stop.set()
        self.wait(_JOIN_TIMEOUT_S)

    # The thread

    def _work(self, starts: Sequence[Experiment]) -> None:
        plan, progress = self._progress.plan, self._progress
        self._load.begin()
        goal = None if plan.test_loss is None else self._reaches
        try:
            results = train_starts(starts, plan.epochs, goal=goal, on_progress=self._on_progress)
            if not self._closed:
                share = self._progress.share if self._stop.is_set() else 1.0
                progress = replace(self._state(results), share=share, results=tuple(map(_slim, results)))
        except Exception as error:  # whatever it is, the person must hear of it
            progress = replace(self._progress, error=what_failed(error))
        self._publish(replace(progress, is_over=True))

    def _reaches(self, state: StartState) -> bool:
        goal = self._progress.plan.test_loss
        return goal is not None and state.snapshot.test_loss < goal

    def _on_progress(self, progress: Progress) -> bool:
        now = time.perf_counter()
        if now - self._published >= self._pause:
            self._publish(self._state_of(progress))
            self._published = time.perf_counter()
            self._pause = max(_PUBLISH_S, (self._published - now) / _BAND_SHARE)
        worked = now - self._slice_begun
        if worked >= _SLICE_S:
            self._load.end()
            self._stop.wait(max(worked * self._rest(), self._load.wait()))
            self._slice_begun = time.perf_counter()
            self._load.begin()
        return not self._stop.is_set()

    def _rest(self) -> float:
        speed = self._speed()
        return _REST_FLAT_OUT if speed == FLAT_OUT else _REST_PLAYING if speed else _REST

    def _state_of(self, progress: Progress) -> StartsProgress:
        state = self._state(progress.results, progress.trainer)
        return replace(state, share=progress.done / max(1, progress.total), reached=progress.reached)

    def _state(self, results: Sequence[StartResult], trainer: StartsTrainer | None = None) -> StartsProgress:
        """What there is of the starts that are through and of those in training; losses without the diverged ones."""
        settled = [each for each in results if each.diverged_epoch is None]
        losses = [each.test_loss for each in settled]
        curves = [each.snapshot.history for each in settled if each.snapshot is not None]
        reached, diverged = sum(each.goal_epoch is not None for each in results), len(results) - len(settled)
        if trainer is not None:
            going_on = np.flatnonzero(trainer.diverged < 0).tolist()
            losses += trainer.test_loss[going_on].tolist()
            curves += [trainer.losses(start) for start in going_on]
            diverged += len(trainer.experiments) - len(going_on)
        band = loss_band(curves, self._progress.plan.number) if curves else None
        return replace(self._progress, test_losses=tuple(losses), reached=reached, diverged=diverged, band=band)

    def _publish(self, progress: StartsProgress) -> None:
        self._progress = progress
        if not self._closed:
            self._listener()


def _slim(result: StartResult) -> StartResult:
    """A result with fewer losses, to be kept."""
    snapshot = result.snapshot
    if snapshot is None:
        return result
    return replace(result, snapshot=replace(snapshot, history=thinned(snapshot.history)))
