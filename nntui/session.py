"""The running experiment: its settings, its trainer in a thread of its own, its undo.

A session is the one owner of all that changes. It knows nothing of a screen: the app and the tests drive the same
object. Methods may be called from any thread and return at once; the worker thread trains and publishes frames.

Undo costs no waiting: a frame holds all that training needs to go on, so the past is a list of frames.
"""

import dataclasses
import time
from collections.abc import Callable
from typing import Any

from nntui.engine.datasets import OWN
from nntui.engine.experiment import DATASET, PARAMETER, REGRESSION_DATASET, SETTINGS, WEIGHTS_DRAW, Experiment
from nntui.engine.own_points import OwnPoints
from nntui.engine.randomness import fresh_seed
from nntui.engine.training import Frame, Trainer
from nntui.handout import NO_HANDOUT, Handout
from nntui.notices import Notice
from nntui.player import VIEW, Player
from nntui.undo import Moment, UndoStack

_DATASET_FIELDS = {"classification": DATASET.name, "regression": REGRESSION_DATASET.name}


class TrainingSession(Player):
    """Plays an experiment, changes it, and takes changes back.

    Args:
        experiment: What to train at first.
        listener: As of `Player`.
        clock: As of `Player`.
        frame: Where to go on from; from the start when left out.
        handout: What came with the link that it is opened from.
    """

    def __init__(
        self,
        experiment: Experiment,
        listener: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        frame: Frame | None = None,
        handout: Handout = NO_HANDOUT,
    ) -> None:
        super().__init__(Trainer(experiment, frame), listener, clock)
        self._undo = UndoStack()
        self._handout = handout

    @property
    def handout(self) -> Handout:
        """What came with the link that the experiment was opened from."""
        return self._handout

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._undo.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return self._undo.can_redo

    # Changing

    def change(self, **changes: Any) -> None:
        """Changes settings. Rates and what is only shown change in flight; all else starts the network anew.

        Raises:
            SettingError: A value is not allowed; nothing is changed.
        """
        with self._changing():
            old = self.experiment
            new = old.changed(**changes)
            if new == old:
                return
            if new.batch_size != old.batch_size and "batch_size" not in changes:
                sentence = f"The batch size is now {new.batch_size}, as large as the training set"
                self._notices.append(Notice(sentence))
            differing = old.differences(new)
            self._remember(is_view=differing <= VIEW)
            if any(name not in SETTINGS or SETTINGS[name].restarts for name in differing):
                self._install(Trainer(new))
            else:
                self._adjust(new)

    def open(self, experiment: Experiment, frame: Frame | None = None, handout: Handout = NO_HANDOUT) -> None:
        """Goes on with another experiment, from its start or from where a frame of it left off; paused.

        Args:
            experiment: Which.
            frame: Where to go on from.
            handout: What came with its link.
        """
        with self._changing():
            self._stop()
            self._remember()
            self._handout = handout
            self._install(Trainer(experiment, frame))

    def reveal(self, is_revealed: bool) -> None:
        """Shows the controls that a link hides, or hides them again."""
        with self._changing():
            self._handout = self._handout.revealed(is_revealed)

    def restart(self) -> None:
        """Back to the same first weights."""
        with self._changing():
            self._restart()

    def new_weights(self) -> None:
        """New first weights on the same points: the next that the seed gives, as the web page's reset does."""
        with self._changing():
            experiment = self.experiment
            if experiment.zero_initialization:
                self._notices.append(Notice("All first weights are 0, since zero initialization is on"))
                self._restart()
                return
            draw = (experiment.weights_draw + 1) % int(WEIGHTS_DRAW.high + 1)
            self._open(experiment.changed(weights_draw=draw))

    def new_data(self) -> None:
        """A new seed: new points and new first weights."""
        with self._changing():
            self._open(self.experiment.changed(seed=fresh_seed(), weights_draw=0))

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
        with self._changing():
            self._remember(merge=merge)
            edited = self._frame.edited(parameter, value)
            self._install(Trainer(edited.experiment, edited))

    def set_points(self, points: OwnPoints, *, merge: bool = False) -> None:
        """Changes one's own points while they are learned: the network goes on from where it is.

        If another data set is in use, one's own takes its place, and a new network starts.

        Args:
            points: The points as they should be.
            merge: Whether it belongs to the change before, so that one undo takes both back.

        Raises:
            SettingError: Never for points alone; as of `change`.
        """
        with self._changing():
            old, field = self.experiment, _DATASET_FIELDS[self.experiment.problem]
            new = old.changed(**{field: OWN, "own_points": points})
            self._remember(merge=merge)
            if old.uses_own_points and (self._frame.epoch or self._frame.is_edited):
                frame = dataclasses.replace(self._frame, experiment=new, is_edited=True)
                self._install(Trainer(new, frame))
            else:
                self._install(Trainer(new))

    def undo(self) -> None:
        """Takes the last change back and brings back the network as it was trained; pauses."""
        with self._changing():
            self._return_to(self._undo.undo(self._frame, self._handout))

    def redo(self) -> None:
        """Makes the last change again that was taken back; pauses."""
        with self._changing():
            self._return_to(self._undo.redo(self._frame, self._handout))

    def _return_to(self, moment: Moment | None) -> None:
        if moment is None:
            return
        self._handout = moment.handout
        if moment.is_view:
            self._adjust(moment.frame.experiment)
        else:
            self._stop()
            self._install(Trainer(moment.frame.experiment, moment.frame))

    def _open(self, experiment: Experiment) -> None:
        self._remember()
        self._install(Trainer(experiment))

    def _restart(self) -> None:
        if self._frame.epoch:
            self._remember()
        self._install(Trainer(self.experiment))

    def _remember(self, *, is_view: bool = False, merge: bool = False) -> None:
        self._undo.remember(self._frame, self._handout, is_view=is_view, merge=merge)
