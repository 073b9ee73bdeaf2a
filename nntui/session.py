"""The running experiment: its settings, its trainer in a thread of its own, its undo.

A session is the one owner of all that changes. It knows nothing of a screen: the app and the tests drive the same
object. Methods may be called from any thread and return at once; the worker thread trains and publishes frames.

Undo costs no waiting: a frame holds all that training needs to go on, so the past is a list of frames, and the worker,
which may still be inside an epoch of the network that was put aside, finds its work outdated and drops it.
"""

import dataclasses
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from nntui.engine.datasets import Sample
from nntui.engine.experiment import DISCRETIZE, SETTINGS, SHOW_TEST_DATA, WEIGHTS_DRAW, Experiment
from nntui.engine.randomness import fresh_seed
from nntui.engine.settings import Setting
from nntui.engine.training import Frame, Trainer, TrainingError

FLAT_OUT = math.inf
SPEEDS: tuple[float, ...] = (1, 5, 10, 30, 60, 120, 300, FLAT_OUT)
"""Epochs per second that can be chosen."""
DEFAULT_SPEED = 60.0

_SLICE = 1 / 30
"""Seconds of training between two looks at what is wanted; the display is never faster than that."""
_UNDO_DEPTH = 100
_VIEW = frozenset((DISCRETIZE.name, SHOW_TEST_DATA.name))


@dataclass(frozen=True, kw_only=True)
class _Speed(Setting):
    """Epochs per second; not a setting of the experiment, but changed in the same way."""

    restarts: bool = False

    @property
    def allowed(self) -> str:
        """In words."""
        return f"a number from {SPEEDS[0]:g} to {SPEEDS[-2]:g}, or flat out"

    def check(self, value: Any) -> float:
        """The speed, if it is allowed."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.error(value)
        if not (SPEEDS[0] <= value <= SPEEDS[-2] or value == FLAT_OUT):
            raise self.error(value)
        return float(value)

    def parse(self, text: str) -> float:
        """From "60", "60/s" or "flat out"."""
        bare = text.strip().casefold().removesuffix("/s")
        if bare and "flat out".startswith(bare):
            return FLAT_OUT
        try:
            return self.check(float(bare))
        except ValueError:
            raise self.error(text) from None

    def show(self, value: Any) -> str:
        """As on the screen."""
        return "flat out" if value == FLAT_OUT else f"{value:g}/s"

    def format(self, value: Any) -> str:
        """As `parse` reads it."""
        return "flat out" if value == FLAT_OUT else f"{value:g}"

    def step(self, value: Any, direction: int) -> float:
        """The next of `SPEEDS`; the same at the end."""
        if direction > 0:
            return next((speed for speed in SPEEDS if speed > value), float(value))
        return next((speed for speed in reversed(SPEEDS) if speed < value), float(value))


SPEED = _Speed(name="speed", label="Speed", help="epochs per second while it plays")


@dataclass(frozen=True)
class Goal:
    """Where a run stops by itself.

    Attributes:
        epoch: At this epoch; None for no such end.
        test_loss: When the test loss is under this value; None for no such end.
    """

    epoch: int | None = None
    test_loss: float | None = None

    def reached(self, epoch: int, test_loss: float) -> str | None:
        """A sentence when the goal is reached, or None."""
        if self.test_loss is not None and test_loss < self.test_loss:
            return f"The test loss is under {self.test_loss:g} at epoch {epoch:,}"
        if self.epoch is not None and epoch >= self.epoch:
            return f"Epoch {epoch:,} is reached"
        return None


@dataclass(frozen=True)
class Notice:
    """Something that the person should be told.

    Attributes:
        text: A sentence.
        failed: Whether it stopped the training against the person's wish.
    """

    text: str
    failed: bool = False


@dataclass(frozen=True)
class _Moment:
    """A state to come back to, and whether what changed it was only the view."""

    frame: Frame
    is_view: bool


class TrainingSession:
    """Plays an experiment.

    Args:
        experiment: What to train at first.
        listener: Called without arguments, from any thread, when there is something new to show. It must return at
            once. It may be set later.
        clock: Seconds, for pacing.
    """

    def __init__(
        self,
        experiment: Experiment,
        listener: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.listener = listener
        self._clock = clock
        self._changed = threading.Condition()
        self._past: deque[_Moment] = deque(maxlen=_UNDO_DEPTH)
        self._future: list[_Moment] = []
        self._notices: list[Notice] = []
        self._thread: threading.Thread | None = None
        self._closed = False
        self._playing = False
        self._busy = False
        self._steps = 0
        self._goal: Goal | None = None
        self._speed = DEFAULT_SPEED
        self._trainer = Trainer(experiment)
        self._frame = self._trainer.frame()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "playing" if self._playing else "paused"
        return f"TrainingSession({state}, epoch {self._frame.epoch}, {SPEED.show(self._speed)})"

    @property
    def experiment(self) -> Experiment:
        """The settings as they are now: the one source of truth."""
        return self._frame.experiment

    @property
    def frame(self) -> Frame:
        """The newest state of the training."""
        return self._frame

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
        return self._speed

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._future)

    def take_notices(self) -> list[Notice]:
        """What the person should be told since the last call."""
        with self._changed:
            notices, self._notices = self._notices, []
        return notices

    # Playing

    def play(self) -> None:
        """Trains until `pause`."""
        self._run(None)

    def run_until(self, goal: Goal) -> None:
        """Trains until a goal is reached, or until `pause`."""
        sentence = goal.reached(self._frame.epoch, self._frame.test_loss)
        if sentence:
            self.pause()
            self._tell(Notice(sentence))
        else:
            self._run(goal)

    def _run(self, goal: Goal | None) -> None:
        with self._changed:
            self._goal = goal
            self._playing = not self._closed
            self._wake()
        self._publish()

    def pause(self) -> None:
        """Stops training at the end of the epoch."""
        with self._changed:
            self._playing = False
            self._steps = 0
            self._changed.notify_all()
        self._publish()

    def toggle(self) -> None:
        """Plays if paused, pauses if playing."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def step(self, epochs: int = 1) -> None:
        """Pauses and trains some epochs more, as fast as it can."""
        with self._changed:
            self._playing = False
            self._steps += 0 if self._closed else epochs
            self._wake()
        self._publish()

    def set_speed(self, speed: float) -> None:
        """Sets the epochs per second.

        Raises:
            SettingError: It is not allowed.
        """
        with self._changed:
            self._speed = SPEED.check(speed)
            self._changed.notify_all()
        self._publish()

    def change_speed(self, direction: int) -> None:
        """The next of `SPEEDS`, faster for +1 and slower for −1; the same at the end."""
        self.set_speed(SPEED.step(self._speed, direction))

    # Changing

    def change(self, **changes: Any) -> None:
        """Changes settings. Rates and what is only shown change in flight; all else starts the network anew.

        Raises:
            SettingError: A value is not allowed; nothing is changed.
        """
        with self._changed:
            old = self.experiment
            new = old.changed(**changes)
            if new == old:
                return
            if new.batch_size != old.batch_size and "batch_size" not in changes:
                self._tell(Notice(f"The batch size is now {new.batch_size}, as large as the training set"))
            self._remember(is_view=_differ(old, new) <= _VIEW)
            self._move_to(new)

    def open(self, experiment: Experiment) -> None:
        """Goes on with another experiment, from its start."""
        with self._changed:
            self._remember()
            self._install(Trainer(experiment))

    def restart(self) -> None:
        """Back to the same first weights."""
        with self._changed:
            if self._frame.epoch:
                self._remember()
            self._install(Trainer(self.experiment))

    def new_weights(self) -> None:
        """New first weights on the same points: the next that the seed gives, as the web page's reset does."""
        with self._changed:
            experiment = self.experiment
            if experiment.zero_initialization:
                self._tell(Notice("All first weights are 0, since zero initialization is on"))
                self.restart()
                return
            draw = (experiment.weights_draw + 1) % int(WEIGHTS_DRAW.high + 1)
            self.open(experiment.changed(weights_draw=draw))

    def new_data(self) -> None:
        """A new seed: new points and new first weights."""
        with self._changed:
            self.open(self.experiment.changed(seed=fresh_seed(), weights_draw=0))

    def undo(self) -> None:
        """Takes the last change back and brings back the network as it was trained; pauses."""
        with self._changed:
            if self._past:
                moment = self._past.pop()
                self._future.append(_Moment(self._frame, moment.is_view))
                self._return_to(moment)

    def redo(self) -> None:
        """Makes the last change again that was taken back; pauses."""
        with self._changed:
            if self._future:
                moment = self._future.pop()
                self._past.append(_Moment(self._frame, moment.is_view))
                self._return_to(moment)

    def _remember(self, is_view: bool = False) -> None:
        self._past.append(_Moment(self._frame, is_view))
        self._future.clear()

    def _return_to(self, moment: _Moment) -> None:
        if moment.is_view:
            # The network is not rewound for what is only shown.
            self._adjust(moment.frame.experiment)
            return
        self._playing = False
        self._steps = 0
        self._install(Trainer(moment.frame.experiment, moment.frame))

    def _move_to(self, experiment: Experiment) -> None:
        if any(restarts(name) for name in _differ(experiment, self.experiment)):
            self._install(Trainer(experiment))
        else:
            self._adjust(experiment)

    def _adjust(self, experiment: Experiment) -> None:
        with self._changed:
            self._trainer.adjust(experiment)
            self._frame = dataclasses.replace(self._frame, experiment=experiment)
        self._publish()

    def _install(self, trainer: Trainer) -> None:
        with self._changed:
            self._trainer = trainer
            self._frame = trainer.frame()
            self._steps = 0
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
            self._playing = False
            self._steps = 0
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
        last = self._clock()
        while True:
            with self._changed:
                self._busy = False
                if not self._wanted():
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._closed or self._wanted())
                    last = self._clock() - 1 / self._speed
                if self._closed:
                    return
                epochs, pause = self._due(last)
                if not epochs:
                    self._changed.wait(pause)
                    continue
                trainer, by_hand = self._trainer, self._steps > 0
                self._busy = True
            if not by_hand:
                # What a slow machine could not keep up with is forgotten after a quarter of a second.
                last = max(last + epochs / self._speed, self._clock() - 0.25)
            self._train(trainer, epochs, by_hand)

    def _due(self, last: float) -> tuple[int, float]:
        """How many epochs to train now, and if none, how many seconds to wait; called with the lock held."""
        if self._steps:
            return self._steps, 0.0
        if self._speed == FLAT_OUT:
            return 1_000_000, 0.0
        passed = self._clock() - last
        interval = max(_SLICE, 1 / self._speed)
        if passed < interval:
            return 0, interval - passed
        return max(1, int(passed * self._speed + 1e-6)), 0.0

    def _train(self, trainer: Trainer, epochs: int, by_hand: bool) -> None:
        """Trains up to so many epochs, for a slice of time at the most, and publishes where it got to."""
        end = self._clock() + _SLICE
        done = 0
        notice: Notice | None = None
        try:
            while done < epochs and trainer is self._trainer and (self._steps if by_hand else self._playing):
                trainer.train_epoch()
                done += 1
                goal = None if by_hand else self._goal
                sentence = goal.reached(trainer.epoch, trainer.test_loss) if goal else None
                if sentence:
                    notice = Notice(sentence)
                    break
                if self._clock() >= end:
                    break
        except TrainingError as error:
            notice = Notice(f"Training {error}" if "diverged" in str(error) else str(error).capitalize(), failed=True)
        except Exception as error:  # whatever it is, the person must hear of it, and the worker must live on
            notice = Notice(f"Training stopped by an error: {type(error).__name__}: {error}", failed=True)
        self._hand_over(trainer, done, by_hand, notice)

    def _hand_over(self, trainer: Trainer, done: int, by_hand: bool, notice: Notice | None) -> None:
        with self._changed:
            if trainer is not self._trainer:
                return
            # Taken with the lock held: a rate that changes meanwhile must not be lost.
            self._frame = trainer.frame()
            if by_hand:
                self._steps = max(0, self._steps - done)
            if notice is not None:
                self._playing = False
                self._steps = 0
                self._notices.append(notice)
        self._publish()

    def _tell(self, notice: Notice) -> None:
        with self._changed:
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
                self._notices.append(Notice(f"The screen could not be told: {error}", failed=True))


def restarts(name: str) -> bool:
    """Whether a change of this setting starts the network anew."""
    return SETTINGS[name].restarts


def _differ(one: Experiment, other: Experiment) -> frozenset[str]:
    names = (field.name for field in dataclasses.fields(Experiment))
    return frozenset(name for name in names if getattr(one, name) != getattr(other, name))
