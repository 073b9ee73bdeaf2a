"""Undo and redo of what is done to a training run.

A frame holds all that training needs to go on, so the past is a list of frames, and coming back needs no recording of
what was done.
"""

from collections import deque
from dataclasses import dataclass

from nntui.engine.training import Frame
from nntui.handout import Handout

DEPTH = 100
"""How many changes can be taken back."""


@dataclass(frozen=True)
class Moment:
    """A state to come back to.

    Attributes:
        frame: The state.
        handout: What came with the link that it was opened from.
        is_view: Whether what changed it was only the view, for which no network is rewound.
    """

    frame: Frame
    handout: Handout
    is_view: bool


class UndoStack:
    """The states before each change, and those that were come back from."""

    def __init__(self) -> None:
        self._past: deque[Moment] = deque(maxlen=DEPTH)
        self._future: deque[Moment] = deque(maxlen=DEPTH)

    def __repr__(self) -> str:
        return f"UndoStack({len(self._past)} back, {len(self._future)} forth)"

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._future)

    def remember(self, frame: Frame, handout: Handout, is_view: bool = False) -> None:
        """Keeps the state before a change. What was taken back before can't be made again any more."""
        self._past.append(Moment(frame, handout, is_view))
        self._future.clear()

    def undo(self, now: Frame, handout: Handout) -> Moment | None:
        """The state before the last change, or None. The one now can be come back to by `redo`."""
        return _travel(self._past, self._future, now, handout)

    def redo(self, now: Frame, handout: Handout) -> Moment | None:
        """The state that was last come back from, or None."""
        return _travel(self._future, self._past, now, handout)


def _travel(source: deque[Moment], target: deque[Moment], now: Frame, handout: Handout) -> Moment | None:
    if not source:
        return None
    moment = source.pop()
    target.append(Moment(now, handout, moment.is_view))
    return moment
