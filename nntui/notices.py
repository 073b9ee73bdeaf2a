"""Where a run stops by itself, and what the person is told."""

import math
from dataclasses import dataclass

SETTLED_CHANGE = 0.0005
"""A loss is shown with three digits: what it moves by less than this cannot be told from standing still."""
SETTLED_EPOCHS = 1000
"""So many epochs without such a change are taken for the end, at a learning rate of `SETTLED_RATE` or more. It is long
enough to cross the flat stretches of the spiral: at 500, one of ten runs of it would have been stopped on one."""
SETTLED_RATE = 0.03


@dataclass(frozen=True)
class Goal:
    """Where a run stops by itself.

    Attributes:
        epoch: At this epoch; None for no such end.
        test_loss: When the test loss is under this value; None for no such end.
    """

    epoch: int | None = None
    test_loss: float | None = None

    def reached(self, epoch: int, train_loss: float, test_loss: float) -> str | None:
        """A sentence when the goal is reached, or None."""
        if self.test_loss is not None and test_loss < self.test_loss:
            return f"The test loss is under {self.test_loss:g} at epoch {epoch:,}"
        if self.epoch is not None and epoch > self.epoch:
            return f"Epoch {self.epoch:,} is past already: this is {epoch:,}"
        if self.epoch is not None and epoch == self.epoch:
            return f"Epoch {epoch:,} is reached"
        return None


class Settling:
    """Notices when nothing is to be learned any more, so that nothing is spent while nothing moves.

    Args:
        learning_rate: Of the run; a slow one is given more epochs in proportion.
    """

    def __init__(self, learning_rate: float) -> None:
        slowness = max(1.0, SETTLED_RATE / learning_rate) if learning_rate else 1.0
        self._epochs = math.ceil(SETTLED_EPOCHS * slowness)
        self._since: int | None = None
        self._low, self._high = (math.inf, math.inf), (-math.inf, -math.inf)

    def reached(self, epoch: int, train_loss: float, test_loss: float) -> str | None:
        """A sentence when no loss has moved for long, or None. To be asked after every epoch."""
        losses = train_loss, test_loss
        low = min(self._low[0], train_loss), min(self._low[1], test_loss)
        high = max(self._high[0], train_loss), max(self._high[1], test_loss)
        has_moved = high[0] - low[0] >= SETTLED_CHANGE or high[1] - low[1] >= SETTLED_CHANGE
        self._low, self._high = low, high
        if has_moved or self._since is None:
            self._low = self._high = losses
            self._since = epoch
        if epoch - self._since < self._epochs:
            return None
        return (
            f"Learned out at epoch {epoch:,}: for {self._epochs:,} epochs no loss has moved by {SETTLED_CHANGE:g}. "
            "Space trains on."
        )


@dataclass(frozen=True)
class Notice:
    """Something that the person should be told.

    Attributes:
        text: A sentence.
        failed: Whether it stopped the training against the person's wish.
    """

    text: str
    failed: bool = False
