"""Plays a trainer: a worker thread that trains while it is asked to, and publishes how far it got.

The worker checks a few times a second what is wanted. It may still be inside an epoch of a network that
has been replaced meanwhile: then it drops its result, and nobody has to wait for it.

A trainer for many points of the person's own takes up to a second or two to make. The worker makes it, too: until then
the snapshot has the new settings and the first weights, no losses, and there are no points to draw.
"""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nntui.engine.datasets import Sample
from nntui.errors import NO_THREAD
from nntui.experiment.experiment import Experiment
from nntui.language import _
from nntui.session.notice import Notice, RunEnd
from nntui.session.pacing import FRAME_RATE, SLICE_S, SPEED, PlayPacer
from nntui.session.runs import VIEW, RunGoal
from nntui.session.stopping import Goal, PlateauDetector
from nntui.session.work import NO_SAMPLE, Preparation, Stretch, run_goal, stopped_by, train_stretch
from nntui.system import start_thread
from nntui.training.checkpoints import NO_CHECKPOINTS, CheckpointLog, Checkpoints
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer

_JOIN_TIMEOUT_S = 5.0
MOST_POINTS_AT_ONCE = 2000
"""So many of the person's own points are prepared at once, which takes up to 15 ms; more of them by the worker."""


class Player:
    """Plays an experiment. Methods may be called from any thread and return at once.

    Args:
        experiment: What to train at first.
        snapshot: Where to go on from; from the start when left out.
        listener: Called without arguments, from any thread, when there is something new to show. It must return at
            once. It may be set later.
        clock: Seconds, for pacing.
        checkpoints: What is kept of the run that the snapshot is of.

    Attributes:
        listener: As given.
        frame_rate: How many snapshots a second are worth publishing; flat out there are as many as there can be.
    """

    def __init__(
        self,
        experiment: Experiment,
        snapshot: Snapshot | None = None,
        listener: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        checkpoints: Checkpoints = NO_CHECKPOINTS,
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
        self._is_stepped = False
        self._goal: Goal | None = None
        self._end: RunEnd | None = None
        self._plateau: PlateauDetector | None = None
        self._pacer = PlayPacer(clock)
        self._run_goal: RunGoal | None = None
        self._trainer: Trainer | None = None
        self._preparation: Preparation | None = None
        self._sample = NO_SAMPLE
        self._log = CheckpointLog()
        self._snapshot: Snapshot
        with self._changed:
            self.install(experiment, snapshot, checkpoints)

    def __repr__(self) -> str:
        state = "playing" if self._playing else "paused"
        return f"{type(self).__name__}({state}, epoch {self._snapshot.epoch}, {SPEED.display(self._pacer.speed)})"

    @property
    def snapshot(self) -> Snapshot:
        """The newest state of the training."""
        return self._snapshot

    @property
    def checkpoints(self) -> Checkpoints:
        """The states of the run that are kept, up to the newest snapshot."""
        with self._changed:
            return self._log.view(self._snapshot.epoch)

    @property
    def sample(self) -> Sample:
        """The points; while a trainer for many is made, those before if they were the person's own, or none."""
        return self._sample

    @property
    def state(self) -> tuple[Snapshot, Sample]:
        """The newest snapshot and its points, which belong together also while another experiment is being put in."""
        with self._changed:
            return self._snapshot, self._sample

    @property
    def is_preparing(self) -> bool:
        """Whether the worker is still making the trainer."""
        return self._preparation is not None

    @property
    def playing(self) -> bool:
        """Whether it trains until it is paused."""
        return self._playing

    @property
    def stepped(self) -> bool:
        """Whether what was trained last was trained by `step`, and nothing was changed since but rates and the view."""
        return self._is_stepped

    @property
    def speed(self) -> float:
        """Epochs per second when playing; `FLAT_OUT` for as many as possible."""
        return self._pacer.speed

    @property
    def held_rate(self) -> float | None:
        """Epochs per second that are trained, as of `RateMeter`: where these are clearly fewer, or flat out."""
        return self._pacer.meter.held if self._playing else None

    @property
    def end(self) -> RunEnd | None:
        """How the run ended by itself; None while something is trained, and after a change."""
        return self._end

    @property
    def run_goal(self) -> RunGoal | None:
        """The last test loss that this network was to get under since it is trained; None if there was none."""
        return self._run_goal

    def take_notices(self) -> list[Notice]:
        """The messages for the person since the last call."""
        with self._changed:
            notices, self._notices = self._notices, []
        return notices

    def notify(self, notice: Notice) -> None:
        """Leaves a message for the person."""
        with self._changed:
            self._notices.append(notice)
        self.publish()

    # Playing

    def play(self) -> None:
        """Trains until `pause`."""
        with self.changing():
            self._run(None)

    def run_until(self, goal: Goal) -> None:
        """Trains until a goal is reached, or until `pause`."""
        with self.changing():
            snapshot = self._snapshot
            end = goal.passed(snapshot.epoch, snapshot.test_loss)
            if end is not None:
                self.stop()
                self._end = end
            else:
                self._run(goal)

    def pause(self) -> None:
        """Stops training at the end of the epoch."""
        with self.changing():
            self.stop()

    def toggle(self) -> None:
        """Plays if paused, pauses if playing."""
        with self.changing():
            if self._playing:
                self.stop()
            else:
                self._run(None)

    def step(self, epochs: int = 1) -> None:
        """Pauses and trains some epochs more, 0 or more, as fast as it can."""
        with self.changing():
            self._playing, self._end = False, None
            self._steps += 0 if self._closed else max(0, epochs)
            self._is_stepped = self._steps > 0
            self._wake()

    def set_speed(self, speed: float) -> None:
        """Sets the epochs per second.

        Raises:
            SettingError: It is not allowed.
        """
        with self.changing():
            self._pacer.change(SPEED.check(speed))

    def change_speed(self, direction: int) -> None:
        """The next of `SPEEDS`, faster for +1 and slower for −1; the same at the end."""
        self.set_speed(SPEED.step(self._pacer.speed, direction))

    def _run(self, goal: Goal | None) -> None:
        if not self._playing:
            self._pacer.start()
        self._goal, self._end, self._is_stepped = goal, None, False
        self._playing = not self._closed
        self._wake()

    # For the session, which changes what is trained; all but `changing` need its lock

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Holds the lock for a change, wakes the worker, and calls the listener when the lock is free again."""
        with self._changed:
            yield
            self._changed.notify_all()
        self.publish()

    def stop(self) -> None:
        """Neither plays nor steps any longer."""
        self._playing = self._is_stepped = False
        self._steps = 0

    def adjust(self, experiment: Experiment) -> None:
        """Takes over settings that change while it trains."""
        if experiment.differences(self._snapshot.experiment) - VIEW:
            self._end = None
            if self._trainer is not None:
                self._watch(experiment)
        # The worker hands it to the trainer between two epochs, and so knows at which of them it begins to count.
        self._snapshot = dataclasses.replace(self._snapshot, experiment=experiment)

    def install(
        self, experiment: Experiment, snapshot: Snapshot | None = None, checkpoints: Checkpoints = NO_CHECKPOINTS
    ) -> None:
        """Trains another experiment from now on.

        Args:
            experiment: Which.
            snapshot: Where to go on from, of the same network; from the start when left out.
            checkpoints: What is kept of the run that is gone on with.
        """
        self._steps, self._end, self._run_goal, self._is_stepped = 0, None, None, False
        self._log = CheckpointLog(checkpoints.until(0 if snapshot is None else snapshot.epoch))
        if not experiment.uses_user_points or experiment.user_points.size <= MOST_POINTS_AT_ONCE:
            self._use(Trainer(experiment, snapshot))
            return
        before = None if self._trainer is None and self._preparation is None else self._snapshot.experiment
        if before is None or not before.uses_user_points or before.problem != experiment.problem:
            self._sample = NO_SAMPLE
        self._preparation = Preparation(experiment, snapshot)
        self._snapshot = self._preparation.provisional()
        self._trainer = self._plateau = None
        self._wake()

    def _use(self, trainer: Trainer) -> None:
        self._trainer, self._preparation = trainer, None
        self._sample = trainer.sample
        self._snapshot = trainer.snapshot()
        self._log.add(trainer.checkpoint(), is_change=True)
        self._watch(trainer.experiment)

    def _watch(self, experiment: Experiment) -> None:
        """Starts to watch whether anything is still learned."""
        iterations, chance = experiment.iterations_per_epoch, self._sample.chance_under(experiment.used_loss)
        self._plateau = PlateauDetector(experiment.learning_rate, iterations, chance, experiment)

    # The worker

    def wait(self, timeout: float | None = None) -> bool:
        """Blocks until nothing is being trained; False if that takes longer than `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._busy or self._wanted()), timeout)

    def close(self) -> None:
        """Ends the worker. What it has come to can still be read."""
        with self._changed:
            self._closed = True
            self.stop()
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=_JOIN_TIMEOUT_S)

    def _wanted(self) -> bool:
        return not self._closed and (self._playing or self._steps > 0 or self.is_preparing)

    def _wake(self) -> None:
        """Starts the worker or wakes it; called with the lock held."""
        if self._trainer is None and self._preparation is None:  # it could not be made
            self._preparation = Preparation(self._snapshot.experiment, None)
        if self._thread is None and not self._closed:
            self._thread = start_thread(self._live, "nntui-training")
            if self._thread is None:
                self._do_without_worker()
        self._changed.notify_all()

    def _do_without_worker(self) -> None:
        """Prepares what is to be shown; nothing can be trained. Called with the lock held."""
        self.stop()
        self._notices.append(Notice(_("Nothing can be trained: {reason}").format(reason=_(NO_THREAD)), failed=True))
        if self._preparation is not None:
            self._prepare(self._preparation)

    def _live(self) -> None:
        """Works until it is closed, whatever happens: the person must hear of it, and can try again."""
        while not self._closed:
            try:
                self._work()
            except Exception as error:
                with self._changed:
                    self.stop()
                    self._preparation, self._busy = None, False
                    self._notices.append(stopped_by(error))
                    self._changed.notify_all()
                self.publish()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                if not self._wanted():
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._closed or self._wanted())
                if self._closed:
                    return
                self._busy = True
                trainer, preparation, plateau = self._trainer, self._preparation, self._plateau
                log = self._log
                by_hand = self._steps > 0
                epochs = 0 if preparation is not None else self._due()
            if preparation is not None:
                self._prepare(preparation)
            elif trainer is not None and epochs:
                self._train(trainer, log, plateau, epochs, by_hand)

    def _due(self) -> int:
        """How many epochs to train now; waits a little where there are none. Called with the lock held."""
        if self._steps:
            return self._steps
        epochs, pause = self._pacer.due(max(SLICE_S, 1 / self.frame_rate))
        if epochs:
            self._pacer.spend(epochs)
        else:
            self._busy = False
            self._changed.wait(pause)  # any change ends it: a step, a pause, the end
        return epochs

    def _prepare(self, preparation: Preparation) -> None:
        """Makes a trainer, and uses it unless another one is wanted meanwhile."""
        trainer, notice = preparation.make()
        with self._changed:
            if self._preparation is not preparation:
                return
            if notice is None:
                trainer.adjust(self._snapshot.experiment)  # a rate may have changed meanwhile
            else:
                self.stop()
                self._notices.append(notice)
            self._use(trainer)
        self.publish()

    def _train(
        self, trainer: Trainer, log: CheckpointLog, plateau: PlateauDetector | None, epochs: int, by_hand: bool
    ) -> None:
        """Trains up to so many epochs, for a slice of time at the most, and publishes where it got to."""

        def goes_on() -> bool:
            if trainer is not self._trainer or not (self._steps if by_hand else self._playing):
                return False
            if trainer.experiment is not self._snapshot.experiment:
                self._adjust(trainer, log)
            return True

        goal = None if by_hand else self._goal or plateau
        stretch = Stretch(trainer, log, goal, epochs, self._clock() + SLICE_S)
        self._pacer.load.begin()
        done, outcome = train_stretch(stretch, goes_on, self._clock)
        if not by_hand:
            self._pacer.trained(done)
        self._hand_over(trainer, done, by_hand, outcome, is_plateau=goal is plateau)

    def _adjust(self, trainer: Trainer, log: CheckpointLog) -> None:
        """Has the next epoch trained with the settings that are wanted; what changes a rate is a checkpoint."""
        with self._changed:
            if trainer is not self._trainer:
                return
            before, experiment = trainer.experiment, self._snapshot.experiment
            trainer.adjust(experiment)
        if experiment.differences(before) - VIEW:
            log.add(trainer.checkpoint(), is_change=True)

    def _hand_over(
        self, trainer: Trainer, done: int, by_hand: bool, outcome: RunEnd | Notice | None, is_plateau: bool
    ) -> None:
        with self._changed:
            if trainer is not self._trainer:
                return
            # Taken with the lock held: a rate that changes meanwhile must not be lost.
            self._snapshot = dataclasses.replace(trainer.snapshot(), experiment=self._snapshot.experiment)
            if by_hand:
                self._steps = max(0, self._steps - done)
            if outcome is not None:
                self.stop()
            if isinstance(outcome, RunEnd):
                self._end = outcome
                if self._goal is not None and not (by_hand or is_plateau):
                    self._run_goal = run_goal(self._goal, self._snapshot) or self._run_goal
                if is_plateau:
                    self._plateau = None  # who plays on all the same is not stopped again
            elif outcome is not None:
                self._notices.append(outcome)
        self.publish()

    def publish(self) -> None:
        """Calls the listener."""
        listener = self.listener
        if listener is None:
            return
        try:
            listener()
        except Exception as error:  # a listener's fault must not end the worker
            with self._changed:
                notice = Notice(_("The screen could not be updated: {error}").format(error=error), failed=True)
                if notice not in self._notices:
                    self._notices.append(notice)
