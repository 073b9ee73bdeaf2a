"""What goes in and out of the playground: links, files, one's own points, code."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from nntui.engine.datasets import OWN
from nntui.experiment.experiment import DATASET, REGRESSION_DATASET
from nntui.experiment.setting import shorten
from nntui.formats import suffixes
from nntui.playground import presenter
from nntui.session.session import TrainingSession
from nntui.storage.atomic_write import write_atomically
from nntui.storage.autosave import Autosave, find
from nntui.storage.path_completion import current_folder, resolve
from nntui.storage.start import saved_session_of

# What reads and writes files is loaded when it is wanted, like the dialogs.
if TYPE_CHECKING:
    from nntui.formats.exports import ExportContext
    from nntui.formats.points import PointsReading
    from nntui.formats.saved_session import SavedSession
    from nntui.storage.autosave import RecoveredSession

_MOST_FOUND = 5
"""Pieces of work that are offered at once."""


class FileCommands(Screen[None]):
    """The part of the playground that opens, saves and exports.

    Args:
        session: The running experiment.
        file: The file that the work was opened from.
        autosave: Saves the work by itself, if it is to be saved.
        classes: As in Textual.
    """

    def __init__(
        self,
        session: TrainingSession,
        *,
        file: Path | None = None,
        autosave: Autosave | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(classes=classes)
        self._session = session
        self._last_folder = current_folder() if file is None else resolve(str(file), current_folder()).parent
        self._file = file
        self._autosave = autosave

    def tell(self, title: str, notes: tuple[str, ...]) -> None:
        """Tells some sentences: in a message, or where they are too many for that, in a dialog."""
        if presenter.is_short(notes):
            if notes:
                self.notify("\n".join(notes), title=title, timeout=12, markup=False)
            return
        from nntui.dialogs.notes import NotesScreen

        self.app.push_screen(NotesScreen(title, notes))

    def _refuse(self, sentence: str) -> None:
        self.notify(sentence, severity="error", timeout=10, markup=False)

    @abstractmethod
    def shown(self) -> "ExportContext":
        """What there is to take away."""

    # Links

    def action_copy_link(self) -> None:
        """Copies a link of the present state, and shows it."""
        from nntui.dialogs.link import LinkScreen
        from nntui.formats.link_writer import write_link

        snapshot = self._session.snapshot
        writing = write_link(snapshot.experiment, self._session.link_extras, is_edited=snapshot.is_edited)
        self.app.copy_to_clipboard(writing.link)
        self.app.push_screen(LinkScreen(writing.link, writing.notes))

    def action_toggle_hidden(self) -> None:
        """Shows the controls that a link hides, or hides them again."""
        link_extras = self._session.link_extras
        if link_extras.asked_to_hide:
            self.app.clear_notifications()  # what they say of hidden controls is true no more
            self._session.reveal(not link_extras.is_revealed)
        else:
            self.notify("Nothing is hidden")

    # Opening

    def action_open(self) -> None:
        """Asks for a link or a file, and opens it."""
        from nntui.dialogs.path import PathScreen, Request
        from nntui.formats.link_reader import looks_like_link

        folder = self._last_folder
        found = self._find()
        request = Request(
            title="Open",
            hint=f"A link, saved work ({suffixes.SESSION}) or points (.csv); in {folder}",
            suffixes=(suffixes.SESSION, *suffixes.POINTS),
            others=tuple((f"Resume {_told(each)}", str(each.path)) for each in found),
            is_other=lambda text: looks_like_link(text) and not _exists(text, folder),
        )

        def take(text: str | None) -> None:
            if not self._resume(found, text) and text is not None:
                self.open_text(text)

        self.app.push_screen(PathScreen(request, folder), take)

    # Resuming

    def offer_to_resume(self) -> None:
        """Offers what was cut off, if anything was; what is declined is offered only where it is asked for."""
        from nntui.dialogs.choice import ChoiceScreen, Offer

        found = self._find(only_cut_off=True)
        if not found:
            return
        offers = [Offer(str(each.path), presenter.work_name(each.work.snapshot), _when(each)) for each in found]

        def take(path: str | None) -> None:
            if path is None:
                for each in found:
                    each.leave(is_declined=True)
                self.notify("It stays: ctrl+o lists it, and so does nntui --resume", timeout=5)
            else:
                self._resume(found, path)

        text = "This work was cut off before you left it:"
        self.app.push_screen(ChoiceScreen("Go on where you were?", offers, text, way_out="starts anew"), take)

    def _find(self, *, only_cut_off: bool = False) -> "list[RecoveredSession]":
        """Work that can be taken up, the nearest few; each is held until it is taken or left."""
        if self._autosave is None:
            return []
        return list(islice(find(self._autosave.path.parent, only_cut_off=only_cut_off), _MOST_FOUND))

    def _resume(self, found: "list[RecoveredSession]", path: str | None) -> bool:
        """Goes on with the one of that path, leaves the others; whether there was one."""
        taken = False
        for each in found:
            if str(each.path) == path and self._autosave is not None:
                taken = True
                self.open_saved_session(each.work)
                self._autosave.replace(each)
            else:
                each.leave(is_declined=False)
        return taken

    # Opening a text

    def open_text(self, text: str) -> None:
        """Opens a link, or the file of that path."""
        from nntui.formats.link_reader import NO_LINK, looks_like_link, read_link
        from nntui.formats.saved_session import SavedSessionError, read_session

        path = resolve(text, self._last_folder)
        if looks_like_link(text) and not _exists(text, self._last_folder):
            reading = read_link(text)
            if not reading.is_of_the_page:
                self._refuse(NO_LINK.format(shorten(text)))
                return
            self._session.open(reading.experiment, link_extras=reading.link_extras)
            self.tell("From the link", reading.notes)
            self._opened("The link is opened", None)
            return
        if path.suffix.lower() == suffixes.SESSION:
            try:
                self.open_saved_session(read_session(path))
            except SavedSessionError as error:
                self._refuse(str(error))
                return
            self._last_folder = path.parent
            self._opened(f"{path.name} is opened", path)
        else:
            # A large file takes a second, in which keys must still be answered.
            self.run_worker(lambda: self._read_points(path), thread=True, exclusive=True, group="points")

    def _opened(self, sentence: str, file: Path | None) -> None:
        self._file = file
        self.notify(sentence, timeout=3, markup=False)

    def open_saved_session(self, work: "SavedSession") -> None:
        """Goes on with work that was saved."""
        self._session.open(work.snapshot.experiment, work.snapshot, work.link_extras)
        self._session.set_speed(work.speed)

    def _read_points(self, path: Path) -> None:
        from nntui.formats.points import PointsError, read_points

        try:
            reading = read_points(path)
        except PointsError as error:
            self.app.call_from_thread(self._refuse, str(error))
        else:
            self.app.call_from_thread(self._open_points, reading, path)

    def _open_points(self, reading: "PointsReading", path: Path) -> None:
        """Learns a person's own points."""
        from nntui.formats.points import describe

        points = reading.points
        self._last_folder = path.parent
        problem = points.problem
        field = DATASET.name if problem == "classification" else REGRESSION_DATASET.name
        changes = {"problem": problem, field: OWN, "user_points": points}
        self._session.open(self._session.experiment.changed(**changes), link_extras=self._session.link_extras)
        self.tell("Your own points", (*describe(points), *reading.notes))

    # Saving

    def _ask_where(self, title: str, name: str, suffix: str, write: Callable[[Path], None]) -> None:
        """Asks for a path, and has a file written there."""
        from nntui.dialogs.path import PathScreen, Request

        folder = self._last_folder
        own = self._file if self._file is not None and self._file.suffix == suffix else None
        text = str(own) if own is not None and own.parent != folder else own.name if own else f"{name}{suffix}"
        request = Request(title=title, hint=f"In {folder}", text=text, suffixes=(suffix,), to_save=True)

        def take(answer: str | None) -> None:
            if answer is not None:
                self._write(Path(answer), write)

        self.app.push_screen(PathScreen(request, folder), take)

    def _write(self, path: Path, write: Callable[[Path], None]) -> None:
        from nntui.formats.exports import ExportError
        from nntui.formats.saved_session import SavedSessionError

        try:
            write(path)
        except OSError as error:
            self._refuse(f"{path} cannot be written: {error.strerror or error}")
            return
        except (ExportError, SavedSessionError) as error:
            self._refuse(str(error))
            return
        self._last_folder = path.parent
        self.notify(f"{path} is saved", timeout=4, markup=False)

    def action_save(self) -> None:
        """Asks where to, and saves the work."""
        from nntui.formats.saved_session import decode_session, encode_session

        def write(path: Path) -> None:
            data = encode_session(saved_session_of(self._session))
            decode_session(data, path.name)  # what could not be opened again must not replace what can
            write_atomically(path, data)
            self._file = path

        self._ask_where("Save", presenter.file_name(self._session.experiment), suffixes.SESSION, write)

    def action_export(self) -> None:
        """Asks what to take away, and where to, and writes it."""
        from nntui.dialogs.choice import ChoiceScreen, Offer
        from nntui.formats.exports import EXPORTS, Export

        offers = [Offer(name, export.label, export.help) for name, export in EXPORTS.items()]

        def take(name: str | None) -> None:
            if name is not None:
                export = EXPORTS[name]
                stem = presenter.file_name(self._session.experiment) + export.addition
                self._ask_where(f"Export {export.label}", stem, export.suffix, partial(write, export))

        def write(export: Export, path: Path) -> None:
            write_atomically(path, export.write(self.shown()))

        self.app.push_screen(ChoiceScreen("Export", offers), take)


def _told(found: "RecoveredSession") -> str:
    return f"{presenter.work_name(found.work.snapshot)}, {_when(found)}"


def _when(found: "RecoveredSession") -> str:
    return f"{datetime.fromtimestamp(found.when):%d %B, %H:%M}"


def _exists(text: str, folder: Path) -> bool:
    try:
        return resolve(text, folder).exists()
    except (OSError, ValueError, RuntimeError):
        return False
