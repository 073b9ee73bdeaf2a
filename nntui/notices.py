"""What a run is to reach, and what the person is told."""

from dataclasses import dataclass


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
        if self.epoch is not None and epoch > self.epoch:
            return f"Epoch {self.epoch:,} is past already: this is {epoch:,}"
        if self.epoch is not None and epoch == self.epoch:
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
