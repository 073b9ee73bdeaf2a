"""The session that a lesson plays on: what a task begins with, and what was there before the lesson."""

from nntui.lessons.lesson import Lesson
from nntui.session.link_extras import HIDE, LinkExtras
from nntui.session.pacing import DEFAULT_SPEED
from nntui.session.session import TrainingSession
from nntui.training.checkpoints import Checkpoints
from nntui.training.snapshot import Snapshot


class Stage:
    """A session while a lesson is taken on it.

    Args:
        session: The running experiment.
        is_new: Whether the lesson begins now: then what is in the session is remembered, to come back to.
        hidden: The link's names of what the lesson hides already, where it goes on.

    Attributes:
        session: As given.
        before: What was in the session before the lesson, with its speed and checkpoints; None where that is not known.
        pairs: What came with a link, and stays beside what the lesson hides.
    """

    def __init__(self, session: TrainingSession, *, is_new: bool, hidden: tuple[str, ...] = ()) -> None:
        self.session = session
        self.before: tuple[Snapshot, LinkExtras, float, Checkpoints] | None = None
        if is_new:
            player = session.player
            self.before = session.snapshot, session.link_extras, player.speed, player.checkpoints
        own = hiding(hidden)
        self.pairs = tuple(pair for pair in session.link_extras.pairs if pair not in own)

    @property
    def can_go_back(self) -> bool:
        """Whether it is known what was in the session before."""
        return self.before is not None

    def set_up(self, lesson: Lesson, place: int) -> None:
        """Opens the experiment that a task, or the one that it goes on from, begins with.

        Args:
            lesson: The lesson.
            place: The place of the task, from 0.
        """
        setup, session = lesson.setup_of(place), self.session
        session.open(setup.experiment(lesson.seed, session.experiment), link_extras=self.extras(setup.hide))
        session.player.set_speed(setup.speed or DEFAULT_SPEED)

    def extras(self, hidden: tuple[str, ...]) -> LinkExtras:
        """What came with a link, and what a task hides by the link's names."""
        return LinkExtras(tuple(dict.fromkeys((*self.pairs, *hiding(hidden)))))

    def keep_this(self) -> None:
        """Leaves the network as it is; what the lesson hides is shown again."""
        session = self.session
        if session.link_extras.pairs != self.pairs:
            checkpoints = session.player.checkpoints
            session.open(session.experiment, session.snapshot, LinkExtras(self.pairs), checkpoints=checkpoints)

    def back_to_what_was(self) -> None:
        """Brings back what was in the session before, if that is known; undo takes that back."""
        if self.before is not None:
            snapshot, link_extras, speed, checkpoints = self.before
            self.session.open(snapshot.experiment, snapshot, link_extras, checkpoints=checkpoints)
            self.session.player.set_speed(speed)


def hiding(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What a link says to hide controls, by its names for them."""
    return tuple((f"{name}{HIDE}", "true") for name in names)
