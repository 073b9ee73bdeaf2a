"""Undo and redo of what is done to a training run.

A snapshot holds all that training needs to go on, so the past is a list of snapshots, and undo needs no record of what
was done.
"""

from collections import deque
from dataclasses import dataclass, field, replace

from nntui.language import Wording
from nntui.session.lesson_place import LessonPlace
from nntui.session.link_extras import LinkExtras
from nntui.session.runs import RunMark
from nntui.training.checkpoints import NO_CHECKPOINTS, Checkpoints, bytes_of
from nntui.training.snapshot import Snapshot

DEPTH = 100
"""How many changes can be taken back."""
MOST_POINTS_KEPT = 4_000_000
"""User points in all the sets that are kept, 24 bytes each: with very large sets fewer changes are kept."""
MOST_CHECKPOINT_BYTES = 8_000_000
"""Checkpoints of all the runs that can be gone back to: of the oldest only the last state is kept where it is more."""


@dataclass(frozen=True)
class Moment:
    """A state to come back to.

    Attributes:
        snapshot: The state.
        link_extras: What came with the link that it was opened from.
        is_view: Whether what changed it was only the view, for which no network is rewound.
        lesson: Which lesson was on, as the session keeps it; None for none.
        run: Which run it was.
        checkpoints: Those of the run, which can be replayed again.
        what: What changed it, where no setting did.
    """

    snapshot: Snapshot
    link_extras: LinkExtras
    is_view: bool = False
    lesson: LessonPlace | None = None
    run: RunMark = field(default_factory=RunMark)
    checkpoints: Checkpoints = NO_CHECKPOINTS
    what: Wording = ""


class UndoStack:
    """States to undo to, and states to redo."""

    def __init__(self) -> None:
        self._past: deque[Moment] = deque(maxlen=DEPTH)
        self._future: deque[Moment] = deque(maxlen=DEPTH)
        self._can_merge = False

    def __repr__(self) -> str:
        return f"UndoStack({len(self._past)} to undo, {len(self._future)} to redo)"

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to redo."""
        return bool(self._future)

    def remember(self, moment: Moment, *, merge: bool = False) -> None:
        """Keeps the state before a change. This clears the states to redo.

        Args:
            moment: The state.
            merge: Whether the change continues the one before, so that one undo takes both back. After an undo there is
                nothing to continue.
        """
        if merge and self._can_merge:
            return
        self._can_merge = True
        self._past.append(moment)
        self._future.clear()
        while len(self._past) > 1 and _points_kept(self._past) > MOST_POINTS_KEPT:
            self._past.popleft()
        _let_checkpoints_go(self._past)

    def undo(self, now: Moment) -> Moment | None:
        """The state before the last change, or None. `redo` returns to the present one."""
        self._can_merge = False
        return self._travel(self._past, self._future, now)

    def redo(self, now: Moment) -> Moment | None:
        """The state to redo, or None."""
        self._can_merge = False
        return self._travel(self._future, self._past, now)

    def _travel(self, source: deque[Moment], target: deque[Moment], now: Moment) -> Moment | None:
        if not source:
            return None
        moment = source.pop()
        target.append(replace(now, is_view=moment.is_view, what=moment.what))
        _let_checkpoints_go(self._past, self._future)
        return moment


def _points_kept(moments: deque[Moment]) -> int:
    """User points in all sets, each set counted once."""
    sets = {id(own): own.size for own in (moment.snapshot.experiment.user_points for moment in moments)}
    return sum(sets.values())


def _let_checkpoints_go(*stacks: deque[Moment]) -> None:
    """Keeps the checkpoints of all moments within their bounds; each stack has its newest moment last."""
    moments = [(stack, at) for stack in stacks for at in range(len(stack))]
    if sum(stack[at].checkpoints.bytes for stack, at in moments) <= MOST_CHECKPOINT_BYTES:
        return
    known: set[int] = set()  # runs that a change in flight parts have their beginning in common
    taken = 0
    for stack, at in sorted(moments, key=lambda each: len(each[0]) - each[1]):
        new = [each for each in stack[at].checkpoints.kept if id(each.snapshot) not in known]
        taken += bytes_of(new)
        known.update(id(each.snapshot) for each in new)
        if taken > MOST_CHECKPOINT_BYTES:
            stack[at] = replace(stack[at], checkpoints=NO_CHECKPOINTS)
