"""What a command works with: the session, the files, and what it may ask of the screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from nntui.experiment.user_points import Brushes
from nntui.kiosk.place import visit
from nntui.playground import presenter
from nntui.session.session import TrainingSession
from nntui.session.stopping import Goal
from nntui.storage.autosave import Autosave
from nntui.storage.path_completion import current_folder, resolve
from nntui.training.snapshot import Snapshot

if TYPE_CHECKING:
    from nntui.dialogs.questions import Answer, Question
    from nntui.dialogs.starts_questions import StartsWish
    from nntui.dialogs.steps import Steps
    from nntui.formats.exports import ExportContext
    from nntui.session.many_starts import ManyStarts, StartsProgress

Severity = Literal["information", "warning", "error"]
Result = TypeVar("Result")


class ScreenAccess(Protocol):
    """What a command may ask of the screen. A test gives it one that only remembers.

    Attributes:
        frame_rate: Frames per second.
        shows_runs: Whether other runs and many starts stand in the plot of the losses.
    """

    frame_rate: float
    shows_runs: bool

    def notify(
        self, message: str, *, title: str = "", severity: Severity = "information", timeout: float | None = None
    ) -> None:
        """Shows a message for some seconds."""

    def clear_messages(self) -> None:
        """Takes all messages away."""

    def wake(self) -> None:
        """There is something new to show, when the next frame is due. May be called from any thread."""

    def ask(self, question: "Question[Answer]", take: "Callable[[Answer | None], None] | None" = None) -> None:
        """Opens a dialog; `take` gets the answer, or None when it is left."""

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard, if the terminal lets programs do that."""

    @property
    def downloads(self) -> bool:
        """Whether a file goes to the person's own machine by way of a browser, and none is written here."""

    def download(self, name: str, data: bytes) -> None:
        """Hands a file to the browser.

        Args:
            name: Of the file, without a folder.
            data: Its content.
        """

    def in_background(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        waiting: str = "",
        steps: "Steps | None" = None,
    ) -> None:
        """Does something slow in a thread, then hands over what it gives.

        Args:
            work: Does it.
            done: Takes what it gives.
            waiting: What is done, in a few words, for a dialog that keeps keys from what is there before; without it
                keys are answered meanwhile.
            steps: What the work reports to, where the dialog is to say how far it is.
        """

    @property
    def keys(self) -> Mapping[str, str]:
        """From the id of every action to its key, as it is shown."""

    def focus_lesson(self) -> None:
        """Gives the focus to the strip of a lesson, where what it asks can be answered."""

    def has_control(self, setting: str) -> bool:
        """Whether a setting has a control on the screen that shows it."""

    # Going somewhere

    @property
    def focused(self) -> object | None:
        """The control that has the focus."""

    @property
    def controls(self) -> tuple[object, ...]:
        """All that can have it, in reading order."""

    def focus(self, control: object) -> None:
        """Gives it to one of them."""

    def go(self, place: str) -> bool:
        """Gives it to a panel; whether that is in sight."""

    # Cards

    @property
    def card_of_focus(self) -> str | None:
        """The id of the card that explains what has the focus; None where nothing does."""

    def is_card_open_for(self, card: str) -> bool:
        """Whether a card is open since the control of this one was asked about, or it is open itself."""

    def open_card(self, card: str, of_focus: bool = False, back: Callable[[], None] | None = None) -> None:
        """Opens a card.

        Args:
            card: Its id.
            of_focus: Whether what has the focus is asked about.
            back: Opens again what the card was asked for in, when it is closed; None for the playground itself.
        """

    def close_card(self) -> None:
        """Closes the card that is open, if one is."""

    # The diagram

    @property
    def cursor_layer(self) -> int:
        """The hidden layer that the cursor is on or nearest to, from 1; 0 if there is none."""

    @property
    def chosen_layer(self) -> int | None:
        """The layer that the cursor is on, 0 for the features; None while the cursor is not seen."""

    def place_cursor(self, layer: int) -> None:
        """Puts the cursor on a hidden layer that is new."""

    # The output

    @property
    def brush(self) -> float | None:
        """The label of the points that are being painted; None if there is no painting."""

    def paint(self, brushes: Brushes) -> None:
        """Starts to paint, or ends it when there is nothing to paint with."""

    def under_the_cursor(self) -> tuple[Snapshot, tuple[int, int], tuple[float, float]]:
        """What is on the screen, the neuron under the cursor, else the output's, and where the crosshair is."""

    def export_context(self) -> "ExportContext":
        """What there is to export."""


class Remembered(Protocol):
    """What commands ask once and remember.

    Attributes:
        author: Who hands work in; None before that was asked for.
    """

    author: str | None


class NotRemembered:
    """What is remembered until the program ends, and no longer.

    Attributes:
        author: As of `Remembered`.
    """

    author: str | None = None


class Closing(Protocol):
    """What has something to write before the end."""

    def close(self) -> None:
        """Waits until it is written."""


@dataclass(frozen=True)
class LessonFolders:
    """Where there is something of lessons, beside those that come with the program.

    Attributes:
        state: Where what has passed is remembered; None for nowhere.
        own: A teacher's lessons; None for none.
    """

    state: Path | None = None
    own: Path | None = None


NO_LESSON_FOLDERS = LessonFolders()


@dataclass
class Playground:
    """What a command works with.

    Attributes:
        session: The running experiment.
        screen: What it may ask of the screen.
        autosave: Saves the work by itself, if it is to be saved.
        file: The file that the work was opened from or saved to last.
        downloaded: What was downloaded last, by a browser; None for nothing.
        folder: Where the next dialog for files starts.
        results: The results of a sweep that were looked at last.
        last_goal: How far was trained last, to be offered again.
        lesson_folders: Where there is something of lessons.
        remembered: What is asked once.
        desk: The lesson that is on and those that there are, as of `lesson_desk.desk_of`; None until it is asked for.
        many: Many starts that are trained beside, or were; None until they are asked for.
        starts_wish: What was asked for last of many starts, to be offered again.
        past_starts: What came of earlier ones, the newest first.
    """

    session: TrainingSession
    screen: ScreenAccess
    autosave: Autosave | None = None
    file: Path | None = None
    downloaded: Snapshot | None = None
    folder: Path = field(default_factory=current_folder)
    last_goal: Goal | None = None
    lesson_folders: LessonFolders = NO_LESSON_FOLDERS
    remembered: Remembered = field(default_factory=NotRemembered)
    desk: Closing | None = None
    many: "ManyStarts | None" = None
    starts_wish: "StartsWish | None" = None
    past_starts: "tuple[StartsProgress, ...]" = ()
    results: Path | None = None

    def __post_init__(self) -> None:
        if self.file is not None and visit() is None:
            self.folder = resolve(str(self.file), self.folder).parent

    def go_to(self, folder: Path) -> None:
        """The next dialog for files starts in this folder; that of a visit always in its own."""
        if visit() is None:
            self.folder = folder

    def close(self) -> None:
        """Ends what trains beside, and waits until what is remembered of lessons is written."""
        if self.many is not None:
            self.many.close()
        if self.desk is not None:
            self.desk.close()

    def notify(
        self, message: str, *, title: str = "", severity: Severity = "information", timeout: float | None = None
    ) -> None:
        """Shows a message for some seconds."""
        self.screen.notify(message, title=title, severity=severity, timeout=timeout)

    def refuse(self, sentence: str) -> None:
        """Says why something cannot be done."""
        self.notify(sentence, severity="error", timeout=10)

    def show_notes(self, title: str, notes: tuple[str, ...]) -> None:
        """Shows some sentences: in a message, or in a dialog where they are too many for that."""
        if not presenter.is_short(notes):
            from nntui.dialogs.questions import ShowNotes

            self.screen.ask(ShowNotes(title, notes))
        elif notes:
            self.notify("\n".join(notes), title=title, timeout=12)
