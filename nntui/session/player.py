"""Plays a trainer: a worker thread that trains while it is asked to, and publishes how far it got.

The worker looks a few times a second at what is wanted. It may still be inside an epoch of a network that has been put
aside meanwhile: then it finds its work outdated and drops it, and nobody has to wait for it.
"""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from nntui.engine.datasets import Sample
from nntui.experiment.experiment import DISCRETIZE, SHOW_TEST_DATA, Experiment
from nntui.session.pacing import FRAME_RATE, SPEED, EpochPacer
from nntui.session.stopping import Goal, Notice, PlateauDetector
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, TrainingError

_SLICE = 1 / 30
"""Seconds of training between two looks at what is wanted."""
VIEW = frozenset((DISCRETIZE.name, SHOW_TEST_DATA.name))
"""Settings that change only what is shown."""


class Player:
    """Plays an experiment. Methods may be called from any thread and return at once.

    Args:
        trainer: What to train at first.
        listener: Called without arguments, from any thread, when there is something new to show. It must return at
            once. It may be set later.
        clock: Seconds, for pacing.

    Attributes:
        listener: As given.
        frame_rate: How many frames a second are worth publishing; flat out there are as many as there can be.
    """

    def __init__(
        self,
        trainer: Trainer,
        listener: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.listener = listener
        self.frame_rate = FRAME_RATE.default
        self._clock = clock
        self._changed = threading.Condition()
        self._notices: list[Notice] = []
        self._thread: threading.Thread | None = None
        self._closed = False
        self._playing = False
        self._busy = False
        self._steps = 0
        self._goal: Goal | None = None
        self._plateau: PlateauDetector | None = None
        self._pacer = EpochPacer(clock)
        self._trainer = trainer
        self._snapshot = trainer.snapshot()
        self._watch()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "playing" if self._playing else "paused"
        return f"{type(self).__name__}({state}, epoch {self._snapshot.epoch}, {SPEED.display(self._pacer.speed)})"

    @property
    def experiment(self) -> Experiment:
        """The settings as they are now: the one source of truth."""
        return self._snapshot.experiment

    @property
    def snapshot(self) -> Snapshot:
        """The newest state of the training."""
        return self._snapshot

    @property
    def sample(self) -> Sample:
        """The points."""
        return self._trainer.sample

    @property
    def playing(self) -> bool:
        """Whether it trains until it is paused."""
        return self._playing

    @property
    def speed(self) -> float:
        """Epochs per second when playing; `FLAT_OUT` for as many as possible."""
        return self._pacer.speed

    def take_notices(self) -> list[Notice]:
        """What the person should be told since the last call."""
        with self._changed:
            notices, self._notices = self._notices, []
        return notices

    def tell(self, notice: Notice) -> None:
        """Has the person told something."""
        with self._changed:
            self._notices.append(notice)
        self._publish()

    # Playing

    def play(self) -> None:
        """Trains until `pause`."""
        with self._changing():
            self._run(None)

    def run_until(self, goal: Goal) -> None:
        """Trains until a goal is reached, or until `pause`."""
        with self._changing():
            sentence = goal.reached(self._snapshot.epoch, self._snapshot.train_loss, self._snapshot.test_loss)
            if sentence:
                self._stop()
                self._notices.append(Notice(sentence))
            else:
                self._run(goal)

    def pause(self) -> None:
        """Stops training at the end of the epoch."""
        with self._changing():
            self._stop()

    def toggle(self) -> None:
        """Plays if paused, pauses if playing."""
        with self._changing():
            if self._playing:
                self._stop()
            else:
                self._run(None)

    def step(self, epochs: int = 1) -> None:
        """Pauses and trains some epochs more, 0 or more, as fast as it can."""
        with self._changing():
            self._playing = False
            self._steps += 0 if self._closed else max(0, epochs)
            self._wake()

    def set_speed(self, speed: float) -> None:
        """Sets the epochs per second.

        Raises:
            SettingError: It is not allowed.
        """
        with self._changing():
            self._pacer.change(SPEED.check(speed))

    def change_speed(self, direction: int) -> None:
        """The next of `SPEEDS`, faster for +1 and slower for −1; the same at the end."""
        self.set_speed(SPEED.step(self._pacer.speed, direction))

    def _run(self, goal: Goal | None) -> None:
        if not self._playing:
            self._pacer.start()
        self._goal = goal
        self._playing = not self._closed
        self._wake()

    def _stop(self) -> None:
        self._playing = False
        self._steps = 0

    # What is trained

    def _adjust(self, experiment: Experiment) -> None:
        self._trainer.adjust(experiment)
        if experiment.differences(self._snapshot.experiment) - VIEW:
            self._watch()
        self._snapshot = dataclasses.replace(self._snapshot, experiment=experiment)

    def _install(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._snapshot = trainer.snapshot()
        self._steps = 0
        self._watch()

    def _watch(self) -> None:
        """From here on it is watched whether anything is still learned."""
        experiment, chance = self._trainer.experiment, self._trainer.sample.chance
        self._plateau = PlateauDetector(experiment.learning_rate, experiment.iterations_per_epoch, chance)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Holds the lock for a change, wakes the worker, and tells the listener when the lock is free again."""
        with self._changed:
            yield
            self._changed.notify_all()
        self._publish()

    # The worker

    def wait(self, timeout: float | None = None) -> bool:
        """Blocks until nothing is being trained; False if that takes longer than `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._busy or self._wanted()), timeout)

    def close(self) -> None:
        """Ends the worker. The session can still be read."""
        with self._changed:
            self._closed = True
            self._stop()
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)

    def _wanted(self) -> bool:
        return self._playing or self._steps > 0

    def _wake(self) -> None:
        """Starts the worker or wakes it; called with the lock held."""
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._work, name="nntui-training", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                if not self._wanted():
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._closed or self._wanted())
                if self._closed:
                    return
                interval = max(_SLICE, 1 / self.frame_rate)
                epochs, pause = (self._steps, 0.0) if self._steps else self._pacer.due(interval)
                if not epochs:
                    self._changed.wait(pause)
                    continue
                trainer, plateau, by_hand = self._trainer, self._plateau, self._steps > 0
                self._busy = True
                if not by_hand:
                    self._pacer.spend(epochs)
            self._train(trainer, plateau, epochs, by_hand)

    def _train(self, trainer: Trainer, plateau: PlateauDetector | None, epochs: int, by_hand: bool) -> None:
        """Trains up to so many epochs, for a slice of time at the most, and publishes where it got to."""
        end = self._clock() + _SLICE
        done = 0
        notice: Notice | None = None
        is_plateau = False
        try:
            while done < epochs and trainer is self._trainer and (self._steps if by_hand else self._playing):
                trainer.train_epoch()
                done += 1
                end_of_run = None if by_hand else self._goal or plateau
                losses = trainer.train_loss, trainer.test_loss
                sentence = end_of_run.reached(trainer.epoch, *losses) if end_of_run else None
                if sentence:
                    notice, is_plateau = Notice(sentence), end_of_run is plateau
                    break
                if self._clock() >= end:
                    break
        except TrainingError as error:
            notice = Notice(f"Training {error}" if "diverged" in str(error) else str(error).capitalize(), failed=True)
        except Exception as error:  # whatever it is, the person must hear of it, and the worker must live on
            notice = Notice(f"Training stopped by an error: {type(error).__name__}: {error}", failed=True)
        self._hand_over(trainer, done, by_hand, notice, plateau if is_plateau else None)

    def _hand_over(self, trainer: Trainer, done: int, by_hand: bool, notice: Notice | None, settled: object) -> None:
        with self._changed:
            if trainer is not self._trainer:
                return
            # Taken with the lock held: a rate that changes meanwhile must not be lost.
            self._snapshot = trainer.snapshot()
            if by_hand:
                self._steps = max(0, self._steps - done)
            if notice is not None:
                self._playing = False
                self._steps = 0
                if self._plateau is settled:
                    self._plateau = None  # whoever plays on all the same is not stopped again
                self._notices.append(notice)
        self._publish()

    def _publish(self) -> None:
        listener = self.listener
        if listener is None:
            return
        try:
            listener()
        except Exception as error:  # a listener's fault must not end the worker
            with self._changed:
                notice = Notice(f"The screen could not be told: {error}", failed=True)
                if notice not in self._notices:
                    self._notices.append(notice)
