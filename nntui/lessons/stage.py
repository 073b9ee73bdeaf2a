"""The session that a lesson plays on: what a task begins with, and what was there before the lesson."""

from nntui.lessons.lesson import Lesson
from nntui.session.link_extras import HIDE, LinkExtras
from nntui.session.pacing import DEFAULT_SPEED
from nntui.session.session import TrainingSession
from nntui.training.snapshot import Snapshot

_NONE: tuple[tuple[str, str], ...] = ()


class Stage:
    """A session while a lesson is taken on it.

    Args:
        session: The running experiment.
        is_new: Whether the lesson begins now: then what is in the session is remembered, to come back to.

    Attributes:
        session: As given.
    """

    def __init__(self, session: TrainingSession, *, is_new: bool) -> None:
        self.session = session
        self._before: tuple[Snapshot, LinkExtras, float] | None = None
        if is_new:
            self._before = session.snapshot, session.link_extras, session.player.speed

    @property
    def can_go_back(self) -> bool:
        """Whether it is known what was in the session before."""
        return self._before is not None

    @property
    def _pairs(self) -> tuple[tuple[str, str], ...]:
        """What came with the link that was in the session before."""
        return _NONE if self._before is None else self._before[1].pairs

    def set_up(self, lesson: Lesson, place: int) -> None:
        """Opens the experiment that a task, or the one that it goes on from, begins with.

        Args:
            lesson: The lesson.
            place: The place of the task, from 0.
        """
        setup, session = lesson.setup_of(place), self.session
        pairs = [*self._pairs]
        pairs += [(f"{name}{HIDE}", "true") for name in setup.hide if (f"{name}{HIDE}", "true") not in pairs]
        session.open(setup.experiment(lesson.seed, session.experiment), link_extras=LinkExtras(tuple(pairs)))
        session.player.set_speed(setup.speed or DEFAULT_SPEED)

    def keep_this(self) -> None:
        """Leaves the network as it is; what the lesson hides is shown again."""
        session = self.session
        if session.link_extras.pairs != self._pairs:
            session.open(session.experiment, session.snapshot, LinkExtras(self._pairs))

    def back_to_what_was(self) -> None:
        """Brings back what was in the session before, if that is known; undo takes that back."""
        if self._before is not None:
            snapshot, link_extras, speed = self._before
            self.session.open(snapshot.experiment, snapshot, link_extras)
            self.session.player.set_speed(speed)
