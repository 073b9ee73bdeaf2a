"""Undo and redo of what is done to a training run.

A frame holds all that training needs to go on, so the past is a list of frames, and coming back needs no recording of
what was done.
"""

from collections import deque
from dataclasses import dataclass

from nntui.session.link_extras import LinkExtras
from nntui.training.snapshot import Snapshot

DEPTH = 100
"""How many changes can be taken back."""
MOST_POINTS_KEPT = 4_000_000
"""Points of one's own in all the sets that are kept, 24 bytes each: with very large sets fewer changes are kept."""


@dataclass(frozen=True)
class Moment:
    """A state to come back to.

    Attributes:
        snapshot: The state.
        link_extras: What came with the link that it was opened from.
        is_view: Whether what changed it was only the view, for which no network is rewound.
    """

    snapshot: Snapshot
    link_extras: LinkExtras
    is_view: bool


class UndoStack:
    """The states before each change, and those that were come back from."""

    def __init__(self) -> None:
        self._past: deque[Moment] = deque(maxlen=DEPTH)
        self._future: deque[Moment] = deque(maxlen=DEPTH)
        self._can_merge = False

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

    def remember(
        self, snapshot: Snapshot, link_extras: LinkExtras, *, is_view: bool = False, merge: bool = False
    ) -> None:
        """Keeps the state before a change. What was taken back before can't be made again any more.

        Args:
            snapshot: The state.
            link_extras: What came with its link.
            is_view: Whether the change is only of the view.
            merge: Whether the change only goes on with the one before, so that one undo takes both back. After an undo
                there is none to go on with.
        """
        if merge and self._can_merge:
            return
        self._can_merge = True
        self._past.append(Moment(snapshot, link_extras, is_view))
        self._future.clear()
        while len(self._past) > 1 and _points_kept(self._past) > MOST_POINTS_KEPT:
            self._past.popleft()

    def undo(self, now: Snapshot, link_extras: LinkExtras) -> Moment | None:
        """The state before the last change, or None. The one now can be come back to by `redo`."""
        self._can_merge = False
        return _travel(self._past, self._future, now, link_extras)

    def redo(self, now: Snapshot, link_extras: LinkExtras) -> Moment | None:
        """The state that was last come back from, or None."""
        self._can_merge = False
        return _travel(self._future, self._past, now, link_extras)


def _travel(source: deque[Moment], target: deque[Moment], now: Snapshot, link_extras: LinkExtras) -> Moment | None:
    if not source:
        return None
    moment = source.pop()
    target.append(Moment(now, link_extras, moment.is_view))
    return moment


def _points_kept(moments: deque[Moment]) -> int:
    """Points in all sets of one's own points, each set counted once."""
    sets = {id(own): own.size for own in (moment.snapshot.experiment.user_points for moment in moments)}
    return sum(sets.values())
