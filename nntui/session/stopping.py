"""Where a run stops by itself: at a goal, or when no loss moves any more."""

import math
from dataclasses import dataclass
from typing import Any

from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import Experiment
from nntui.language import N_, _, later
from nntui.session.notice import RunEnd

PLATEAU_CHANGE = 0.0005
"""A loss is shown with three digits, so a smaller change can hardly be seen."""
PLATEAU_SHARE = 0.01
"""Of a small loss a small change counts, too: this share of it, down to `PLATEAU_LEAST_CHANGE`."""
PLATEAU_LEAST_CHANGE = 0.0001
PLATEAU_EPOCHS = 1000
"""So many epochs without such a change count as a plateau, or more if they are of fewer than `PLATEAU_ITERATIONS` at
`PLATEAU_RATE`. It is long enough to cross the flat stretches of the spiral; at 500 a run was stopped on one."""
PLATEAU_ITERATIONS = 25_000
PLATEAU_RATE = 0.03
UNLEARNED_SHARE = 0.8
"""While the training loss is above this share of that of the answer 0 everywhere, ten times as many epochs are given:
deep networks of sigmoids stay at chance for thousands of epochs before they learn."""
SPENT_SHARE = 1e-6
"""With a smaller share of its learning rate than this a schedule has ended: no weight moves visibly any more."""
_RESET = N_("r begins from epoch 0 again")
_MOST_EPOCHS = 1e15
"""An upper limit for the number of epochs, which nobody reaches."""


@dataclass(frozen=True)
class Goal:
    """Where a run stops by itself.

    Attributes:
        epoch: At this epoch; None for no such end.
        test_loss: When the test loss is under this value; None for no such end.
    """

    epoch: int | None = None
    test_loss: float | None = None

    def reached(self, epoch: int, train_loss: float, test_loss: float) -> RunEnd | None:
        """How the run ends when the goal is reached, or None."""
        if self.test_loss is not None and test_loss < self.test_loss:
            return RunEnd(
                _wording(N_("The test loss is under {loss:g} at epoch {epoch:,}"), loss=self.test_loss, epoch=epoch),
                _wording(N_("test loss under {loss:g}"), loss=self.test_loss),
            )
        if self.epoch is not None and epoch >= self.epoch:
            short = N_("goal reached")
            if self.test_loss is not None:
                short = _wording(N_("test loss not under {loss:g}"), loss=self.test_loss)
            return RunEnd(_wording(N_("Epoch {epoch:,} is reached"), epoch=self.epoch), short)
        return None

    def passed(self, epoch: int, test_loss: float) -> RunEnd | None:
        """Why there is nothing to train from here on, or None."""
        if self.test_loss is not None and test_loss < self.test_loss:
            sentence = _wording(N_("The test loss is under {loss:g} already"), loss=self.test_loss)
            return RunEnd(sentence, _wording(N_("already under {loss:g}"), loss=self.test_loss), _RESET)
        if self.epoch is not None and epoch >= self.epoch:
            sentence, short = (
                N_("This is epoch {epoch:,}, past epoch {goal:,} already"),
                N_("already past epoch {goal:,}"),
            )
            if epoch == self.epoch:
                sentence, short = (
                    N_("This is epoch {epoch:,}, at epoch {goal:,} already"),
                    N_("already at epoch {goal:,}"),
                )
            return RunEnd(_wording(sentence, epoch=epoch, goal=self.epoch), _wording(short, goal=self.epoch), _RESET)
        return None


def _wording(text: str, **values: float) -> Any:
    """A text, marked by `N_`, with numbers in it."""
    return later(lambda: _(text).format(**values))


def _schedule_end(experiment: Experiment, epoch: int) -> RunEnd | None:
    """How a run ends whose schedule has brought the learning rate to 0 for good after so many epochs, or None."""
    share = SCHEDULES[experiment.schedule].share
    if (
        not experiment.learning_rate
        or share(epoch, experiment.schedule_epochs, experiment.schedule_factor) > SPENT_SHARE
    ):
        return None
    text = N_("The schedule has brought the learning rate to 0 at epoch {epoch:,}: r restarts, P changes the schedule.")
    return RunEnd(_wording(text, epoch=epoch), N_("learning rate at 0"), N_("Rate 0: r restarts, P changes it"))


class PlateauDetector:
    """Detects that nothing is learned any more, so that no processor time is spent while nothing moves.

    Args:
        learning_rate: Of the run.
        iterations: In an epoch.
        chance: The training loss of a network that answers 0 everywhere.
        experiment: Whose schedule may end; None for a learning rate that stays.
    """

    def __init__(
        self, learning_rate: float, iterations: int, chance: float, experiment: Experiment | None = None
    ) -> None:
        self._experiment = experiment
        travelled = learning_rate * max(1, iterations)
        slowness = max(1.0, PLATEAU_RATE * PLATEAU_ITERATIONS / PLATEAU_EPOCHS / travelled) if travelled else 1.0
        self._epochs = math.ceil(min(PLATEAU_EPOCHS * slowness, _MOST_EPOCHS))
        self._learned_below = UNLEARNED_SHARE * chance
        self._since: int | None = None
        self._low, self._high = (math.inf, math.inf), (-math.inf, -math.inf)

    def reached(self, epoch: int, train_loss: float, test_loss: float) -> RunEnd | None:
        """How the run ends when no loss has moved for long, or None. To be asked after every epoch."""
        if self._experiment is not None:
            end = _schedule_end(self._experiment, epoch)
            if end is not None:
                return end
        losses = train_loss, test_loss
        low = min(self._low[0], train_loss), min(self._low[1], test_loss)
        high = max(self._high[0], train_loss), max(self._high[1], test_loss)
        least = min(PLATEAU_CHANGE, max(PLATEAU_LEAST_CHANGE, PLATEAU_SHARE * train_loss))
        has_moved = high[0] - low[0] >= least or high[1] - low[1] >= least  # of no test points it is NaN
        self._low, self._high = low, high
        if has_moved or self._since is None:
            self._low = self._high = losses
            self._since = epoch
        has_learned = train_loss < self._learned_below
        epochs = self._epochs if has_learned else 10 * self._epochs
        if epoch - self._since < epochs:
            return None
        values = {"epoch": epoch, "epochs": epochs, "least": least}
        if has_learned:
            text = N_(
                "Learned out at epoch {epoch:,}: for {epochs:,} epochs no loss has moved by {least:.1g}. "
                "Space trains on."
            )
            return RunEnd(_wording(text, **values), N_("learned out"), N_("No loss moves: space trains on"))
        text = N_(
            "Nothing is learned at epoch {epoch:,}: for {epochs:,} epochs no loss has moved by {least:.1g}. "
            "Space trains on."
        )
        return RunEnd(_wording(text, **values), N_("nothing is learned"))
