"""The running experiment: its settings, its trainer in a thread of its own, its undo.

A session is the one owner of all that changes. It knows nothing of a screen: the app, the commands and the tests drive
the same object. Methods may be called from any thread and return at once; the player's thread trains and publishes
snapshots.

Undo costs no waiting: a snapshot holds all that training needs to go on, so the past is a list of snapshots.
"""

import dataclasses
import time
from collections.abc import Callable
from typing import Any, Self

from nntui.engine.datasets import OWN, Sample
from nntui.engine.random_stream import fresh_seed
from nntui.experiment.experiment import HIDDEN_LAYERS, PARAMETER, SETTINGS, WEIGHTS_DRAW, Experiment
from nntui.experiment.user_points import UserPoints
from nntui.kiosk.sizes import check_experiment
from nntui.language import N_, Wording, _, later, worded
from nntui.session.lesson_place import LessonPlace
from nntui.session.link_extras import NO_LINK_EXTRAS, LinkExtras
from nntui.session.notice import Notice, Remark
from nntui.session.player import Player
from nntui.session.replay import Replay
from nntui.session.runs import NO_RUNS, POINTS, VIEW, WEIGHT, Run, RunChange, RunRecord
from nntui.session.undo import Moment, UndoStack
from nntui.training.checkpoints import NO_CHECKPOINTS, Checkpoints
from nntui.training.snapshot import Snapshot

_ORDER = (*SETTINGS, "user_points")
"""What a remark names first of several changes."""
_LAST_EPOCH_S = 0.1
"""Seconds for which who looks back waits for the epoch that is being trained."""


class TrainingSession:
    """Changes an experiment while it is played, and takes changes back.

    Args:
        experiment: What to train at first.
        listener: As of `Player`.
        clock: As of `Player`.
        snapshot: Where to go on from; from the start when left out.
        link_extras: What came with the link that it is opened from.
        lesson: The lesson that is on, as of the attribute.
        runs: The runs before, and which one it is that the snapshot is of.
        checkpoints: Those of the run that the snapshot is of, if they are known.

    Attributes:
        player: Plays it: play, pause, steps, goals and speed.
    """

    def __init__(
        self,
        experiment: Experiment,
        listener: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        snapshot: Snapshot | None = None,
        link_extras: LinkExtras = NO_LINK_EXTRAS,
        lesson: LessonPlace | None = None,
        runs: RunRecord = NO_RUNS,
        checkpoints: Checkpoints = NO_CHECKPOINTS,
    ) -> None:
        self.player = Player(experiment, snapshot, listener, clock, checkpoints)
        self._undo = UndoStack()
        self._remark: Remark | None = None
        self._link_extras = link_extras
        self._lesson = lesson
        self._replay: Replay | None = None
        self._runs = runs

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return repr(self.player).replace("Player", "TrainingSession", 1)

    def close(self) -> None:
        """Ends the training. The session can still be read."""
        self._end_replay(waits=True)
        self.player.close()

    @property
    def experiment(self) -> Experiment:
        """The settings as they are now: the one source of truth."""
        return self.player.snapshot.experiment

    @property
    def snapshot(self) -> Snapshot:
        """The newest state of the training."""
        return self.player.snapshot

    @property
    def sample(self) -> Sample:
        """The points, as of `Player`."""
        return self.player.sample

    @property
    def replay(self) -> Replay | None:
        """The run as it was, while an epoch of it is looked at; None while it is now."""
        return self._replay

    @property
    def shown(self) -> Snapshot:
        """What is to be shown: the epoch that is looked at, else the newest state."""
        replay = self._replay
        return self.player.snapshot if replay is None else replay.shown

    @property
    def shown_state(self) -> tuple[Snapshot, Sample]:
        """That with its points."""
        replay = self._replay
        return self.player.state if replay is None else replay.state

    @property
    def frame_rate(self) -> float:
        """How many snapshots a second are worth publishing, of the training and of a film."""
        return self.player.frame_rate

    @frame_rate.setter
    def frame_rate(self, rate: float) -> None:
        self.player.frame_rate = rate
        if self._replay is not None:
            self._replay.frame_rate = rate

    @property
    def link_extras(self) -> LinkExtras:
        """What came with the link that the experiment was opened from."""
        return self._link_extras

    @property
    def lesson(self) -> LessonPlace | None:
        """Which lesson is on and how far it is: only kept here, for undo and for the file; None for none."""
        return self._lesson

    @property
    def runs(self) -> RunRecord:
        """The runs before, and which one it is now."""
        present = self.present_run
        return self._runs if present.mark == self._runs.mark else dataclasses.replace(self._runs, mark=present.mark)

    @property
    def present_run(self) -> Run:
        """The run that is trained now."""
        return self._runs.present(self.snapshot, self.player.run_goal)

    @property
    def remark(self) -> Remark | None:
        """What the last change has done, if it has thrown a trained network away or brought one back.

        Not with a lesson: its tasks speak of the counters, whose place it would take.
        """
        return self._remark if self._lesson is None else None

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return self._undo.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to redo."""
        return self._undo.can_redo

    # Changing

    def change(self, **changes: Any) -> None:
        """Changes settings. Rates and the view change while it trains; every other setting restarts the network.

        Raises:
            SettingError: A value is not allowed; nothing is changed.
        """
        with self.player.changing():
            old = self.experiment
            new = old.changed(**changes)
            if new == old:
                return
            check_experiment(new)
            if new.batch_size != old.batch_size and "batch_size" not in changes:
                sentence = _("The batch size is now {size}, as large as the training set")
                self.player.notify(Notice(sentence.format(size=new.batch_size)))
            differing = old.differences(new)
            if differing <= VIEW and self._replay is not None:
                self.player.adjust(new)
                self._replay.change_view(new)
                return
            self._remember(is_view=differing <= VIEW)
            if any(name not in SETTINGS or SETTINGS[name].restarts for name in differing):
                self._replace(new, lambda: _in_words(new, tuple(changes)))
            else:
                for name in sorted(differing - VIEW, key=_ORDER.index):
                    self._note(RunChange(self.snapshot.epoch, name, getattr(old, name), getattr(new, name)))
                self.player.adjust(new)

    def open(
        self,
        experiment: Experiment,
        snapshot: Snapshot | None = None,
        link_extras: LinkExtras = NO_LINK_EXTRAS,
        runs: RunRecord = NO_RUNS,
        checkpoints: Checkpoints = NO_CHECKPOINTS,
    ) -> None:
        """Goes on with another experiment, from its start or from a snapshot of it; paused. A lesson stays on.

        Args:
            experiment: Which.
            snapshot: Where to go on from.
            link_extras: What came with its link.
            runs: Its own runs, which come to those that there are.
            checkpoints: Those of the run, if they are known.
        """
        with self.player.changing():
            self.player.stop()
            self._remember(what=N_("Opened"))
            self._link_extras = link_extras
            record, present = self._runs, self.present_run
            self._replace(experiment, N_("Opened"), snapshot, checkpoints)
            self._runs = record.joined(present, runs, self.snapshot)

    def keep_lesson(self, lesson: LessonPlace | None) -> None:
        """The lesson that is on has got somewhere, begins or ends. This is no change that could be undone.

        While it plays there is always something new to show anyway, and nobody is told of this besides.
        """
        if lesson == self._lesson:
            return
        if lesson is not None and self._lesson is not None and self.player.playing:
            self._lesson = lesson
            return
        with self.player.changing():
            if self._lesson is None:
                self._remark = None
            self._lesson = lesson

    def hide(self, link_extras: LinkExtras) -> None:
        """Hides other controls; this is no change that could be undone either."""
        if link_extras != self._link_extras:
            with self.player.changing():
                self._link_extras = link_extras

    def reveal(self, is_revealed: bool) -> None:
        """Shows the controls that a link hides, or hides them again."""
        with self.player.changing():
            self._link_extras = self._link_extras.revealed(is_revealed)

    def restart(self) -> None:
        """Back to the same first weights."""
        with self.player.changing():
            self._restart()

    def new_weights(self) -> None:
        """New first weights on the same points: the next that the seed gives, as the web page's reset does."""
        with self.player.changing():
            experiment = self.experiment
            if experiment.zero_initialization:
                self.player.notify(Notice(_("All first weights are 0, since zero initialization is on")))
                self._restart()
                return
            draw = (experiment.weights_draw + 1) % int(WEIGHTS_DRAW.high + 1)
            self._open(experiment.changed(weights_draw=draw), lambda: _("Start {number}").format(number=draw + 1))

    def new_data(self) -> None:
        """A new seed: new points and new first weights."""
        with self.player.changing():
            self._open(self.experiment.changed(seed=fresh_seed(), weights_draw=0), N_("New data"))

    def set_parameter(self, parameter: int, value: float, *, merge: bool = False) -> None:
        """Sets one weight or bias by hand; training goes on from there. A dead weight that is not set to 0 revives.

        Args:
            parameter: Its place in `Network.parameters`.
            value: The new value.
            merge: Whether it belongs to the change before, so that one undo takes both back.

        Raises:
            SettingError: The value is not allowed.
            IndexError: The network has no such parameter.
        """
        value = PARAMETER.check(value)
        with self.player.changing():
            self._remember(merge=merge, what=N_("a weight or bias"))
            self._note(RunChange(self.snapshot.epoch, WEIGHT))
            edited = self.snapshot.edited(parameter, value)
            self.player.install(edited.experiment, edited, self.player.checkpoints)

    def set_points(self, points: UserPoints, *, merge: bool = False) -> None:
        """Changes the user points while they are learned: the network goes on from where it is.

        If another data set is in use, the user points take its place and a new network starts; so it does where there
        is another number of classes.

        Args:
            points: The points as they should be.
            merge: Whether it belongs to the change before, so that one undo takes both back.

        Raises:
            SettingError: Never for points alone; as of `change`.
        """
        with self.player.changing():
            old, field = self.experiment, self.experiment.dataset_setting.name
            new = old.changed(**{field: OWN, "user_points": points})
            self._remember(merge=merge)
            goes_on = old.uses_user_points and old.sizes == new.sizes
            if goes_on and (self.snapshot.epoch or self.snapshot.is_edited):
                self._note(RunChange(self.snapshot.epoch, POINTS))
                snapshot = dataclasses.replace(self.snapshot, experiment=new, is_edited=True)
                self.player.install(new, snapshot, self.player.checkpoints)
            else:
                self._replace(new, N_("Own points"))

    # The run as it was

    def look_back(self) -> Replay | None:
        """Begins to look at the run as it was, and pauses it; None while there is nothing to look at yet."""
        if self._replay is None and not self.player.is_preparing:
            self.player.pause()
            self.player.wait(_LAST_EPOCH_S)
            with self.player.changing():
                checkpoints = self.player.checkpoints
                if len(checkpoints) and self.snapshot.epoch > checkpoints.first:
                    self._replay = Replay(self.snapshot, checkpoints, self.sample, self.player.publish)
                    self._replay.frame_rate = self.player.frame_rate
                    self._replay.set_speed(self.player.speed)
        return self._replay

    def look_at_now(self) -> None:
        """Ends that: the newest state is shown again."""
        with self.player.changing():
            self._end_replay()

    def go_on_from_shown(self) -> None:
        """Goes on with the run from the epoch that is looked at, paused; one undo brings the whole run back."""
        replay = self._replay
        if replay is None:
            return
        with self.player.changing():
            shown, newest = replay.shown, self.snapshot.epoch
            checkpoints = self.player.checkpoints.until(shown.epoch)
            self._remember(what=N_("From here on"))
            snapshot = dataclasses.replace(shown, history=shown.history.until(shown.epoch))
            self._runs = self._runs.continued(self.present_run, snapshot.epoch)
            self.player.install(snapshot.experiment, snapshot, checkpoints)
            self._remark = _way_back(newest, snapshot.epoch, N_("From here on"))

    def _end_replay(self, *, waits: bool = False) -> None:
        replay, self._replay = self._replay, None
        if replay is not None:
            replay.close(waits=waits)

    def bring_back(self, run_id: int) -> None:
        """Goes on with a run that is kept; paused. The present one is kept for it, and one undo brings that back.

        Args:
            run_id: Of the run; of one that is not kept nothing happens.
        """
        with self.player.changing():
            run = self._runs.find(run_id)
            if run is None:
                return
            self.player.stop()
            self._remember(what=lambda: run.title)
            experiment, own = run.snapshot.experiment, self.experiment.user_points
            if not experiment.uses_user_points:  # a kept run has only the points that it uses
                experiment = dataclasses.replace(experiment, user_points=own)
            record, present = self._runs, self.present_run
            snapshot = dataclasses.replace(run.snapshot, experiment=experiment)
            self._replace(experiment, lambda: run.title, snapshot)
            self._runs = record.returned(present, run)

    def keep_runs(self, runs: RunRecord) -> None:
        """Names, pins, removes or restores runs; this is no change that undo takes back."""
        with self.player.changing():
            self._runs = runs

    def undo(self) -> None:
        """Takes the last change back and brings back the network as it was trained; pauses."""
        with self.player.changing():
            self._return_to(self._undo.undo(self._now()), N_("Undone"), N_("U goes forward"))

    def redo(self) -> None:
        """Makes the change again that was undone last; pauses."""
        with self.player.changing():
            self._return_to(self._undo.redo(self._now()), N_("Made again"), N_("u goes back"))

    def _return_to(self, moment: Moment | None, what: str, way_back: str) -> None:
        if moment is None:
            return
        self._end_replay()
        experiment = moment.snapshot.experiment
        changed = tuple(sorted(self.experiment.differences(experiment), key=_ORDER.index))

        def text() -> str:
            named = _in_words(experiment, changed) if changed else worded(moment.what)
            return f"{_(what)}: {named}" if named else _(what)

        self._remark = Remark((way_back,), moment.snapshot.epoch, later(text), lasts=1)
        self._link_extras = moment.link_extras
        if moment.lesson is None or self._lesson is None or moment.lesson.lesson != self._lesson.lesson:
            self._lesson = moment.lesson  # within a lesson it stays at its task
        if moment.is_view:
            self.player.adjust(moment.snapshot.experiment)
        else:
            self._runs = self._runs.returned(self.present_run, Run(moment.run, moment.snapshot))
            self.player.stop()
            self.player.install(moment.snapshot.experiment, moment.snapshot, moment.checkpoints)

    def _open(self, experiment: Experiment, what: Wording) -> None:
        self._remember()
        self._replace(experiment, what)

    def _restart(self) -> None:
        self._end_replay()
        if self.snapshot.epoch:
            self._remember(what=N_("Reset"))
        self._replace(self.experiment, N_("Reset"))

    def _replace(
        self,
        experiment: Experiment,
        what: Wording,
        snapshot: Snapshot | None = None,
        checkpoints: Checkpoints = NO_CHECKPOINTS,
    ) -> None:
        """Trains another network from now on; of a trained one that goes it is said how it comes back."""
        epoch = self.snapshot.epoch
        self._runs = self._runs.begun(self.present_run)
        self.player.install(experiment, snapshot, checkpoints)
        self._remark = _way_back(epoch, self.snapshot.epoch, what) if epoch else None

    def _remember(self, *, is_view: bool = False, merge: bool = False, what: Wording = "") -> None:
        self._remark = None
        self._end_replay()
        self._undo.remember(dataclasses.replace(self._now(is_view=is_view), what=what), merge=merge)

    def _note(self, change: RunChange) -> None:
        """Notes a change on the way; before the first epoch it is none."""
        if change.epoch:
            self._runs = dataclasses.replace(self._runs, mark=self.runs.mark.changed(change))

    def _now(self, *, is_view: bool = False) -> Moment:
        return Moment(
            self.snapshot, self._link_extras, is_view, self._lesson, self.present_run.mark, self.player.checkpoints
        )


def _way_back(epoch: int, now: int, what: Wording) -> Remark:
    """That a trained network has gone at its epoch, and how it comes back."""
    way_back = (
        lambda: _("u brings epoch {epoch:,} back").format(epoch=epoch),
        lambda: _("u: back to epoch {epoch:,}").format(epoch=epoch),
        N_("u undoes"),
    )
    return Remark(way_back, now, later(what))


def _in_words(experiment: Experiment, changed: tuple[str, ...]) -> str:
    """What was changed, by the first of the settings that the person has changed."""
    setting = SETTINGS.get(experiment.dataset_setting.name if "problem" in changed else changed[0])
    if setting is None:
        return _("points")
    if setting is HIDDEN_LAYERS:
        return _("Network {sizes}").format(sizes="-".join(map(str, experiment.sizes)))
    if setting is WEIGHTS_DRAW:
        return _("Start {number}").format(number=experiment.weights_draw + 1)
    value = setting.display(getattr(experiment, setting.name))
    return value if setting is experiment.dataset_setting else f"{setting.label} {value}"
