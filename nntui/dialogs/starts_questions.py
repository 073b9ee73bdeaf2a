"""What is asked and shown of many starts, as data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nntui.dialogs.questions import Question
from nntui.session.many_starts import StartsProgress


@dataclass(frozen=True)
class StartsWish:
    """How many starts are to be trained, and how far.

    Attributes:
        number: How many.
        new_data: Whether each has points of its own.
        epochs: For how long each.
        test_loss: The goal is a test loss under this one; None for no goal.
    """

    number: int = 20
    new_data: bool = False
    epochs: int = 500
    test_loss: float | None = None


@dataclass(frozen=True)
class AskStarts(Question[StartsWish | Literal["results"]]):
    """Asks for many starts; the answer may also be to show the results that there are.

    Attributes:
        last: What was asked for last; Enter alone takes it again.
        past: What came of earlier ones, the newest first.
        has_results: Whether there are results that can still be opened.
    """

    last: StartsWish = StartsWish()
    past: tuple[StartsProgress, ...] = ()
    has_results: bool = False


StartsAnswer = Literal["runs", "best", "worst", "again", "stop", "drop"]


@dataclass(frozen=True)
class ShowStarts(Question[StartsAnswer]):
    """How far many starts have come, and what has come of them.

    Attributes:
        progress: How far they are now; asked again while the dialog is open.
    """

    progress: Callable[[], StartsProgress]
