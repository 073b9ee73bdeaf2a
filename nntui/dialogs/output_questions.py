"""Questions about what a network answers."""

from collections.abc import Callable
from dataclasses import dataclass

from nntui.dialogs.questions import Question
from nntui.drawing.confusion import ConfusionTable


@dataclass(frozen=True, eq=False)
class ConfusionReading:
    """What the classes of all points are taken for, at one moment.

    Attributes:
        epoch: When that was.
        tables: Of the training and the test points.
        classes: What the classes are called.
    """

    epoch: int
    tables: tuple[ConfusionTable, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ShowConfusion(Question[None]):
    """The confusion matrix, which is read again and again while it is shown.

    Attributes:
        read: Reads it; the same object as long as there is nothing new, and None where there are no classes any more.
    """

    read: Callable[[], ConfusionReading | None]
