"""A run shown again: an epoch of it instead of the newest, walked to, or played as a film.

Epochs between two checkpoints are trained again in a thread of their own, so that no key waits for them. Of epochs that
are asked for faster than that goes, the latest counts.
"""

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nntui.engine.datasets import Sample
from nntui.errors import NO_THREAD, what_failed
from nntui.experiment.experiment import DISCRETIZE, SHOW_TEST_DATA, Experiment
from nntui.language import _
from nntui.session.notice import Notice
from nntui.session.pacing import FLAT_OUT, FRAME_RATE, SLICE_S, SPEED, EpochPacer, LoadPacer
from nntui.system import start_thread
from nntui.training.checkpoints import Checkpoints
from nntui.training.rerun import Rerun
from nntui.training.snapshot import Snapshot

_AT_ONCE_S = 0.02
"""Seconds for which who asks for an epoch waits for it: what is there by then needs no second picture."""
_SOON_S = 0.3
"""Seconds for which an epoch that a key asks for is trained before it gives way to others; a film always does."""
_WHOLE_FILM_S = 10.0
"""Seconds that a film takes flat out."""
_JOIN_TIMEOUT_S = 5.0


class Replay:
    """Shows a run as it was. Methods may be called from any thread and return soon, but for those that say otherwise.

    Args:
        newest: The run as it is now.
        checkpoints: Those of the run.
        sample: The points of the newest epoch, if they are at hand.
        listener: Called without arguments, from any thread, when there is something new to show.
        clock: Seconds, for the film.

    Attributes:
        frame_rate: Pictures a second of the film.
    """

    def __init__(
        self,
        newest: Snapshot,
        checkpoints: Checkpoints,
        sample: Sample | None = None,
        listener: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.frame_rate = FRAME_RATE.default
        self._newest, self._checkpoints = newest, checkpoints
        self._listener = listener
        self._rerun = Rerun(newest, checkpoints)
        self._changed = threading.Condition()
        self._clock = clock
        self._pacer = EpochPacer(clock)
        self._load = LoadPacer(clock)
        self._slice_end = math.inf
        self._thread: threading.Thread | None = None
        self._is_playing = self._is_closed = False
        self._notices: list[Notice] = []
        self._wanted = newest.epoch
        self._sample = self._rerun.sample_for(newest.experiment) if sample is None else sample
        self._shown = self._raw = newest

    def __repr__(self) -> str:
        return f"Replay(epoch {self.shown.epoch} of {self.first} to {self.last})"

    @property
    def first(self) -> int:
        """The first epoch that can be shown: 0, unless what came before is not known."""
        return self._rerun.first

    @property
    def last(self) -> int:
        """The newest epoch."""
        return self._rerun.last

    @property
    def shown(self) -> Snapshot:
        """The state that is shown: of its epoch, with the losses of the whole run."""
        return self._shown

    @property
    def state(self) -> tuple[Snapshot, Sample]:
        """What is shown and its points, which belong together also while another epoch is being put in."""
        with self._changed:
            return self._shown, self._sample

    @property
    def wanted(self) -> int:
        """The epoch that was asked for; another than the one shown while it is being trained again."""
        return self._wanted

    @property
    def is_playing(self) -> bool:
        """Whether the film runs."""
        return self._is_playing

    @property
    def speed(self) -> float:
        """Epochs a second of the film; `FLAT_OUT` for the whole of it in some seconds."""
        return self._pacer.speed

    def take_notices(self) -> list[Notice]:
        """The messages for the person since the last call."""
        with self._changed:
            notices, self._notices = self._notices, []
        return notices

    # For pictures and films: these wait

    def at(self, epoch: int) -> Snapshot:
        """The state after an epoch, as it was, with the losses of the whole run. Waits until it is trained again.

        Args:
            epoch: Which; the nearest that can be shown.
        """
        return next(self.snapshots((epoch,)))

    def snapshots(self, epochs: Iterable[int]) -> Iterator[Snapshot]:
        """The states after some epochs, each as of `at`; rising epochs cost least. What is shown stays."""
        return Rerun(self._newest, self._checkpoints).snapshots(epochs)

    # Going to an epoch

    def go_to(self, epoch: int, direction: int = 0) -> None:
        """Shows another epoch, and stops the film.

        Args:
            epoch: Which; beyond an end it is that end.
            direction: Which way it is walked, where not every epoch can be shown.
        """
        with self._changed:
            self._is_playing = False
            self._want(self._rerun.nearest(epoch, direction))
            self._changed.wait_for(self._is_there, _AT_ONCE_S)
        self._listener()

    def walk(self, epochs: int) -> None:
        """Shows an epoch so many later, or earlier when negative, than the one that was asked for last."""
        self.go_to(self._wanted + epochs, 1 if epochs > 0 else -1)

    def toggle(self) -> None:
        """Plays the film from the epoch that is shown, from the first at the end of the run; or stops it."""
        with self._changed:
            self._is_playing = not self._is_playing and self.first < self.last
            if self._is_playing:
                if self._wanted >= self.last:
                    self._want(self.first)
                self._pacer.start()
                self._load.start()
                self._wake()
        self._listener()

    def set_speed(self, speed: float) -> None:
        """Sets the epochs a second of the film.

        Raises:
            SettingError: It is not allowed.
        """
        with self._changed:
            self._pacer.change(SPEED.check(speed))
            self._changed.notify_all()
        self._listener()

    def change_view(self, experiment: Experiment) -> None:
        """Takes over from the newest settings what is only shown."""
        with self._changed:
            self._newest = replace(self._newest, experiment=self._viewed(self._newest.experiment, experiment))
            self._show(self._raw)
        self._listener()

    def wait(self, timeout: float | None = None) -> bool:
        """Blocks until what was asked for is shown and no film runs; False if that takes longer than that."""
        with self._changed:
            return self._changed.wait_for(self._is_at_rest, timeout)

    def close(self, *, waits: bool = False) -> None:
        """Ends it. What is shown can still be read.

        Args:
            waits: Whether until the thread has ended, which it does behind the epoch that it trains.
        """
        with self._changed:
            self._is_closed, self._is_playing = True, False
            self._changed.notify_all()
        if waits and self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=_JOIN_TIMEOUT_S)

    def _is_at_rest(self) -> bool:
        return self._is_closed or (self._is_there() and not self._is_playing)

    def _is_there(self) -> bool:
        return self._raw.epoch == self._wanted

    def _want(self, epoch: int) -> None:
        self._wanted = epoch
        if not self._is_there():
            self._wake()

    def _wake(self) -> None:
        """Starts the thread or wakes it; called with the lock held."""
        if self._thread is None and not self._is_closed:
            self._thread = start_thread(self._live, "nntui-replay")
            if self._thread is None:
                self._stay(_(NO_THREAD))
        self._changed.notify_all()

    def _stay(self, reason: str) -> None:
        """Stays at the epoch that is shown, since another cannot be. Called with the lock held."""
        sentence = _("Epoch {epoch:,} cannot be shown: {error}")
        self._notices.append(Notice(sentence.format(epoch=self._wanted, error=reason), failed=True))
        self._wanted, self._is_playing = self._raw.epoch, False
        self._changed.notify_all()

    # The thread

    def _live(self) -> None:
        """Works until it is closed, whatever happens: the person must hear of it, and what is shown stays."""
        while not self._is_closed:
            try:
                self._work()
            except Exception as error:
                with self._changed:
                    self._stay(what_failed(error))
                self._listener()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._is_playing or not self._is_there())
                if self._is_closed:
                    return
                if self._is_there():
                    self._advance()
                wanted = self._wanted
            if wanted != self._raw.epoch:
                self._fetch(wanted)

    def _advance(self) -> None:
        """Wants the epoch of the film that is due; waits a little where there is none. Called with the lock held."""
        if self._wanted >= self.last:
            self._is_playing = False
            self._changed.notify_all()
            return
        if pause := self._load.wait():
            self._changed.wait(pause)
            return
        if self._pacer.speed == FLAT_OUT:
            step = math.ceil((self.last - self.first) / (_WHOLE_FILM_S * self.frame_rate))
            kept = self._rerun.at_hand_before(self._wanted + step)
            self._changed.wait(1 / self.frame_rate)
            if self._is_playing and not self._is_closed:
                self._wanted = kept if kept > self._wanted else self._rerun.nearest(self._wanted + step, 1)
            return
        epochs, pause = self._pacer.due(1 / self.frame_rate)
        if epochs:
            self._pacer.spend(epochs)
            # What is trained more slowly than the film should run would else be owed ever more epochs.
            epochs = min(epochs, math.ceil(self._pacer.speed / self.frame_rate))
            self._wanted = self._rerun.nearest(self._wanted + epochs, 1)
        else:
            self._changed.wait(pause)

    def _fetch(self, wanted: int) -> None:
        """Gets an epoch and shows it, unless another one is wanted meanwhile."""
        self._begin_slice(SLICE_S if self._is_playing else _SOON_S)
        snapshot = self._rerun.at(wanted, lambda: self._goes_on(wanted))
        if self._is_playing:
            self._load.end()
        sample = None if snapshot is None else self._sample_of(snapshot)
        if snapshot is not None and sample is not None:
            with self._changed:
                if self._is_closed:
                    return
                self._sample = sample
                self._show(snapshot)
                is_done = self._is_there()
                self._is_playing &= self._wanted < self.last
                self._changed.notify_all()
            if not is_done:
                return
        self._listener()

    def _begin_slice(self, seconds: float) -> None:
        self._load.begin()
        self._slice_end = self._clock() + seconds

    def _goes_on(self, wanted: int) -> bool:
        """Whether an epoch is still wanted. Between two slices of its training it may have to wait."""
        if self._clock() >= self._slice_end:
            self._load.end()
            with self._changed:
                self._changed.wait_for(lambda: not self._is_wanted(wanted), self._load.wait())
            self._begin_slice(SLICE_S)
        return self._is_wanted(wanted)

    def _is_wanted(self, wanted: int) -> bool:
        return self._wanted == wanted and not self._is_closed

    def _sample_of(self, snapshot: Snapshot) -> Sample:
        if snapshot.experiment.used_points is self._raw.experiment.used_points:
            return self._sample
        return self._rerun.sample_for(snapshot.experiment)

    def _show(self, snapshot: Snapshot) -> None:
        self._raw = snapshot
        experiment = self._viewed(snapshot.experiment, self._newest.experiment)
        is_same = experiment == snapshot.experiment
        self._shown = snapshot if is_same else replace(snapshot, experiment=experiment)

    def _viewed(self, experiment: Experiment, view: Experiment) -> Experiment:
        """Settings as they were, but with what is only shown as it is now."""
        names = (DISCRETIZE.name, SHOW_TEST_DATA.name)
        return experiment.changed(**{name: getattr(view, name) for name in names})
