"""What the player's worker does while nobody waits for it: it makes a trainer, and trains for a slice of time."""

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from nntui.engine.datasets import Sample
from nntui.errors import what_failed
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import NO_POINTS
from nntui.language import _, later
from nntui.session.notice import Notice, RunEnd
from nntui.session.runs import RunGoal
from nntui.session.stopping import Goal, PlateauDetector
from nntui.training.checkpoints import CheckpointLog
from nntui.training.history import NO_LOSSES
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import DivergedError, Trainer, TrainingError, first_network

NO_SAMPLE = Sample(np.empty((0, 2)), np.empty(0), 0)
"""Before there are any points."""


@dataclasses.dataclass(frozen=True, eq=False)
class Preparation:
    """A trainer that is to be made.

    Attributes:
        experiment: What it trains.
        snapshot: Where it goes on from; from the start when None.
    """

    experiment: Experiment
    snapshot: Snapshot | None

    def provisional(self) -> Snapshot:
        """The state that is known before the points are looked at: the network, but no losses of these points."""
        if self.snapshot is not None:
            return dataclasses.replace(self.snapshot, experiment=self.experiment)
        parameters = first_network(self.experiment).parameters
        parameters.setflags(write=False)
        return Snapshot(self.experiment, 0, parameters, None, math.nan, math.nan, NO_LOSSES)

    def make(self) -> tuple[Trainer, Notice | None]:
        """The trainer; one without points, and why, where these cannot be used."""
        try:
            return Trainer(self.experiment, self.snapshot), None
        except Exception as error:  # whatever it is, the person must hear of it, and the worker must live on
            notice = Notice(_("These points cannot be used: {error}").format(error=what_failed(error)), failed=True)
            return Trainer(self.experiment.changed(user_points=NO_POINTS)), notice


@dataclasses.dataclass(frozen=True, eq=False)
class Stretch:
    """Some epochs to train in one go.

    Attributes:
        trainer: Which trains them.
        log: Which keeps checkpoints.
        goal: Where the run ends; None for nowhere.
        epochs: How many at the most, from 1 on.
        deadline: When the last of them begins at the latest, but for the first, which is trained in any case.
    """

    trainer: Trainer
    log: CheckpointLog
    goal: Goal | PlateauDetector | None
    epochs: int
    deadline: float


def train_stretch(
    stretch: Stretch, goes_on: Callable[[], bool], clock: Callable[[], float]
) -> tuple[int, RunEnd | Notice | None]:
    """Trains. Whatever goes wrong becomes a message, and the worker lives on.

    Args:
        stretch: What to train.
        goes_on: Asked before each epoch whether it is still wanted.
        clock: Of the deadline.

    Returns:
        How many epochs were trained, and how the run has ended, or what has stopped it; None where it goes on.
    """
    trainer, log, goal, done = stretch.trainer, stretch.log, stretch.goal, 0
    try:
        while done < stretch.epochs and goes_on():
            trainer.train_epoch()
            done += 1
            if trainer.epoch >= log.due:
                log.add(trainer.checkpoint())
            end = goal.reached(trainer.epoch, trainer.train_loss, trainer.test_loss) if goal else None
            if end is not None:
                return done, end
            if clock() >= stretch.deadline:
                break
    except DivergedError as error:
        return done, _divergence(error)
    except TrainingError as error:
        words = str(error)  # names in it stay as they are
        return done, Notice(words[:1].upper() + words[1:], failed=True)
    except Exception as error:  # whatever it is, the person must hear of it
        return done, stopped_by(error)
    return done, None


def run_goal(goal: Goal, snapshot: Snapshot) -> RunGoal | None:
    """Which test loss a run that has ended was to get under, and where it has; None where there was none."""
    if goal.test_loss is None:
        return None
    return RunGoal(goal.test_loss, snapshot.epoch if snapshot.test_loss < goal.test_loss else None)


def _divergence(error: DivergedError) -> RunEnd:
    epoch = error.epoch
    return RunEnd(
        later(lambda: _("Training diverged at epoch {epoch}: {advice}").format(epoch=epoch, advice=_(error.advice))),
        later(lambda: _("diverged in epoch {epoch:,}").format(epoch=epoch)),
        error.advice,
        failed=True,
    )


def stopped_by(error: Exception) -> Notice:
    """What the person hears of an error that nobody has foreseen."""
    return Notice(_("Training stopped by an error: {error}").format(error=what_failed(error)), failed=True)
