"""What goes in and out of the playground: links, files, one's own points, code."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from nntui.autosave import Found
from nntui.engine.datasets import OWN
from nntui.engine.experiment import DATASET, REGRESSION_DATASET
from nntui.files import write_atomically
from nntui.formats.exports import ExportError
from nntui.formats.link_writing import write_link
from nntui.formats.links import looks_like_link, read_link
from nntui.formats.points import PointsError, PointsReading, read_points
from nntui.formats.work import SUFFIX, Work, WorkError, encode_work, read_work
from nntui.places import LastFolder, resolve
from nntui.screens import pictures
from nntui.session import TrainingSession

if TYPE_CHECKING:
    from nntui.screens.exports import Shown

_SUFFIXES_OF_POINTS = (".csv", ".tsv", ".txt", ".dat")


class InAndOut(Screen[None]):
    """The part of the playground that opens, saves and exports.

    Args:
        session: The running experiment.
        last_folder: Where the person's files are.
        classes: As in Textual.
    """

    def __init__(self, session: TrainingSession, last_folder: LastFolder, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._session = session
        self._last_folder = last_folder
        self._file: Path | None = None

    def tell(self, title: str, notes: tuple[str, ...]) -> None:
        """Tells some sentences: in a message, or where they are too many for that, in a dialog."""
        if len(notes) > pictures.MOST_NOTES:
            from nntui.screens.notes_dialog import NotesScreen

            self.app.push_screen(NotesScreen(title, notes))
        elif notes:
            self.notify("\n".join(notes), title=title, timeout=12, markup=False)

    def _refuse(self, sentence: str) -> None:
        self.notify(sentence, severity="error", timeout=10, markup=False)

    @abstractmethod
    def shown(self) -> "Shown":
        """What there is to take away."""

    # Links

    def action_copy_link(self) -> None:
        """Copies a link of the present state, and shows it."""
        from nntui.screens.link_dialog import LinkScreen

        frame = self._session.frame
        writing = write_link(frame.experiment, self._session.handout, is_edited=frame.is_edited)
        self.app.copy_to_clipboard(writing.link)
        self.app.push_screen(LinkScreen(writing.link, writing.notes))

    def action_toggle_hidden(self) -> None:
        """Shows the controls that a link hides, or hides them again."""
        handout = self._session.handout
        if handout.asked_to_hide:
            self._session.reveal(not handout.is_revealed)
        else:
            self.notify("Nothing is hidden")

    # Opening

    def action_open(self) -> None:
        """Asks for a link or a file, and opens it."""
        from nntui.screens.path_dialog import PathScreen, Request

        folder = self._last_folder.path
        request = Request(
            title="Open",
            hint=f"A link of the web page, work that was saved ({SUFFIX}), or points (.csv)",
            suffixes=(SUFFIX, *_SUFFIXES_OF_POINTS),
            is_other=lambda text: looks_like_link(text) and not _exists(text, folder),
        )

        def take(text: str | None) -> None:
            if text is not None:
                self.open_text(text)

        self.app.push_screen(PathScreen(request, folder), take)

    def open_text(self, text: str) -> None:
        """Opens a link, or the file of that path."""
        path = resolve(text, self._last_folder.path)
        if looks_like_link(text) and not _exists(text, self._last_folder.path):
            reading = read_link(text)
            self._session.open(reading.experiment, handout=reading.handout)
            self.tell("From the link", reading.notes)
            self._opened("The link is opened", None)
            return
        self._last_folder.use(path.parent)
        if path.suffix.lower() == SUFFIX:
            try:
                self.open_work(read_work(path))
            except WorkError as error:
                self._refuse(str(error))
                return
            self._opened(f"{path.name} is opened", path)
        else:
            # A large file takes a second, in which keys must still be answered.
            self.run_worker(lambda: self._read_points(path), thread=True, exclusive=True, group="points")

    def _opened(self, sentence: str, file: Path | None) -> None:
        self._file = file
        self.notify(sentence, timeout=3, markup=False)

    def open_work(self, work: Work) -> None:
        """Goes on with work that was saved."""
        self._session.open(work.frame.experiment, work.frame, work.handout)
        self._session.set_speed(work.speed)

    def resume(self, found: Found) -> None:
        """Goes on with work that was cut off or left."""
        self.open_work(found.work)

    def _read_points(self, path: Path) -> None:
        try:
            reading = read_points(path)
        except PointsError as error:
            self.app.call_from_thread(self._refuse, str(error))
        else:
            self.app.call_from_thread(self.open_points, reading)

    def open_points(self, reading: PointsReading) -> None:
        """Learns a person's own points."""
        points = reading.points
        problem = points.problem
        field = DATASET.name if problem == "classification" else REGRESSION_DATASET.name
        changes = {"problem": problem, field: OWN, "own_points": points}
        self._session.open(self._session.experiment.changed(**changes), handout=self._session.handout)
        counted = f"{points.size:,} points from {points.source}"
        self.tell("Your own points", (counted, *reading.notes))

    # Saving

    def _ask_where(self, title: str, name: str, suffix: str, write: Callable[[Path], None]) -> None:
        """Asks for a path, and has a file written there."""
        from nntui.screens.path_dialog import PathScreen, Request

        folder = self._last_folder.path
        own = self._file if self._file is not None and self._file.suffix == suffix else None
        text = str(own) if own is not None and own.parent != folder else own.name if own else f"{name}{suffix}"
        request = Request(title=title, hint=f"In {folder}", text=text, suffixes=(suffix,), to_save=True, own_file=own)

        def take(answer: str | None) -> None:
            if answer is not None:
                path = Path(answer)
                self._write(path if path.suffix else path.with_suffix(suffix), write)

        self.app.push_screen(PathScreen(request, folder), take)

    def _write(self, path: Path, write: Callable[[Path], None]) -> None:
        try:
            write(path)
        except OSError as error:
            self._refuse(f"{path} cannot be written: {error.strerror or error}")
            return
        except ExportError as error:
            self._refuse(str(error))
            return
        self._last_folder.use(path.parent)
        self.notify(f"{path} is saved", timeout=4, markup=False)

    @property
    def work(self) -> Work:
        """The work as it is."""
        session = self._session
        return Work(session.frame, session.speed, session.handout)

    def action_save(self) -> None:
        """Asks where to, and saves the work."""

        def write(path: Path) -> None:
            write_atomically(path, encode_work(self.work))
            self._file = path

        self._ask_where("Save", pictures.file_name(self._session.experiment), SUFFIX, write)

    def action_export(self) -> None:
        """Asks what to take away, and where to, and writes it."""
        from nntui.screens.choice_dialog import ChoiceScreen, Offer
        from nntui.screens.exports import EXPORTS, Export

        offers = [Offer(name, export.label, export.help) for name, export in EXPORTS.items()]

        def take(name: str | None) -> None:
            if name is not None:
                export = EXPORTS[name]
                stem = pictures.file_name(self._session.experiment) + export.addition
                self._ask_where(f"Export {export.label}", stem, export.suffix, partial(write, export))

        def write(export: Export, path: Path) -> None:
            write_atomically(path, export.write(self.shown()))

        self.app.push_screen(ChoiceScreen("Export", offers), take)


def _exists(text: str, folder: Path) -> bool:
    try:
        return resolve(text, folder).exists()
    except (OSError, ValueError, RuntimeError):
        return False
