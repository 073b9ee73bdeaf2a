"""The command that opens a link, saved work or a person's own points. Loaded when it is first run."""

from pathlib import Path

from nntui.dialogs.questions import AskPath
from nntui.engine.datasets import OWN
from nntui.experiment.experiment import DATASET, REGRESSION_DATASET
from nntui.experiment.setting import shorten
from nntui.formats.link_reader import NO_LINK, looks_like_link, read_link
from nntui.formats.points import PointsError, PointsReading, describe, read_points
from nntui.formats.saved_session import SavedSessionError, read_session
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.playground.resuming import find_work, go_on_with, resume, when
from nntui.storage.autosave import SUFFIX
from nntui.storage.path_completion import resolve

_SUFFIXES_OF_POINTS = (".csv", ".tsv", ".txt", ".dat")


def open_(at: Playground) -> None:
    """Asks for a link or a file, and opens it."""
    folder, found = at.folder, find_work(at)
    question = AskPath(
        title="Open",
        hint=f"A link, saved work ({SUFFIX}) or points (.csv); in {folder}",
        folder=folder,
        suffixes=(SUFFIX, *_SUFFIXES_OF_POINTS),
        others=tuple(
            (f"Resume {presenter.work_name(each.work.snapshot)}, {when(each)}", str(each.path)) for each in found
        ),
        is_other=lambda text: _is_link(text, folder),
    )

    def take(text: str | None) -> None:
        if not resume(at, found, text) and text is not None:
            open_text(at, text)

    at.screen.ask(question, take)


def open_text(at: Playground, text: str) -> None:
    """Opens a link, or the file of that path."""
    path = resolve(text, at.folder)
    if _is_link(text, at.folder):
        _open_link(at, text)
    elif path.suffix.lower() == SUFFIX:
        try:
            go_on_with(at, read_session(path))
        except SavedSessionError as error:
            at.refuse(str(error))
            return
        at.folder = path.parent
        _opened(at, f"{path.name} is opened", path)
    else:
        # A large file takes a second, in which keys must still be answered.
        at.screen.in_background(lambda: _read_points(path), lambda reading: _take_points(at, reading, path))


def _open_link(at: Playground, text: str) -> None:
    reading = read_link(text)
    if not reading.is_of_the_page:
        at.refuse(NO_LINK.format(shorten(text)))
        return
    at.session.open(reading.experiment, link_extras=reading.link_extras)
    at.tell("From the link", reading.notes)
    _opened(at, "The link is opened", None)


def _opened(at: Playground, sentence: str, file: Path | None) -> None:
    at.file = file
    at.notify(sentence, timeout=3)


def _read_points(path: Path) -> PointsReading | PointsError:
    try:
        return read_points(path)
    except PointsError as error:
        return error


def _take_points(at: Playground, reading: PointsReading | PointsError, path: Path) -> None:
    """Learns a person's own points."""
    if isinstance(reading, PointsError):
        at.refuse(str(reading))
        return
    points = reading.points
    at.folder = path.parent
    field = DATASET.name if points.problem == "classification" else REGRESSION_DATASET.name
    changes = {"problem": points.problem, field: OWN, "user_points": points}
    at.session.open(at.session.experiment.changed(**changes), link_extras=at.session.link_extras)
    at.tell("Your own points", (*describe(points), *reading.notes))


def _is_link(text: str, folder: Path) -> bool:
    """Whether a text is a link; a file of that name counts more."""
    try:
        exists = resolve(text, folder).exists()
    except (OSError, ValueError, RuntimeError):
        exists = False
    return not exists and looks_like_link(text)
