"""What a program starts with: settings, a link, a saved session, user points, or an interrupted session."""

import errno
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from nntui.engine.datasets import OWN
from nntui.errors import NntuiError, reason_of
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.settings import DATASET_SETTINGS, PROBLEM, SETTINGS
from nntui.experiment.shown_text import shorten, visible
from nntui.formats.results_mark import holds_results
from nntui.formats.suffixes import POINTS, SESSION
from nntui.kiosk.doors import found
from nntui.kiosk.sizes import check_experiment
from nntui.language import _, ngettext
from nntui.session.lesson_place import LessonPlace
from nntui.session.link_extras import NO_LINK_EXTRAS, LinkExtras
from nntui.session.pacing import DEFAULT_SPEED
from nntui.session.runs import NO_RUNS, RunRecord
from nntui.session.session import TrainingSession
from nntui.storage.user_path import NoSuchUserError, expanded
from nntui.training.checkpoints import NO_CHECKPOINTS, Checkpoints
from nntui.training.snapshot import Snapshot

# What reads files is loaded when there is one to read.
if TYPE_CHECKING:
    from nntui.formats.points import Columns
    from nntui.formats.saved_session import SavedSession
    from nntui.formats.tables.layout import TableView
    from nntui.storage.autosave import RecoveredSession

_LONGEST_PATH = 300

NOTHING_GIVEN: Mapping[str, Any] = MappingProxyType({})


class StartError(NntuiError, ValueError):
    """There is nothing to start with; the message is a sentence for the person."""

    title = "Start"


class TableError(StartError):
    """A table from which no points can be taken.

    Attributes:
        path: The file.
        table: The table, where other columns of it could be taken; else None.
    """

    def __init__(self, sentence: str, path: Path, table: "TableView | None") -> None:
        super().__init__(sentence)
        self.path = path
        self.table = table


class NothingThereError(StartError):
    """What was named looks neither like a link nor like a file.

    Attributes:
        text: What was named.
    """

    def __init__(self, text: str) -> None:
        super().__init__(_("{text} is neither a link nor a file").format(text=shorten(text)))
        self.text = text


class ResultsError(StartError):
    """The file holds the results of a sweep, which are many experiments and not one.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        sentence = _(
            "{name} holds the results of a sweep: nntui sweep --show {name} shows them, nntui {name} opens them"
        )
        super().__init__(sentence.format(name=shorten(path.name)))
        self.path = path


@dataclass(frozen=True, eq=False)
class StartState:
    """What to start with.

    Attributes:
        experiment: The settings.
        snapshot: Where the training goes on from; from its start when there is none.
        link_extras: What came with a link.
        speed: Epochs per second when playing.
        notes: Messages about it for the person, a sentence each.
        file: The file that it was opened from, whose name a save offers.
        found: Work that was cut off or left, and is taken up again.
        is_plain: Whether nothing was asked for, so that something may be offered.
        path: The file that it came from, whatever kind it is.
        table: The table that points came from.
        lesson: The lesson that was on.
        begins: The id of the lesson that is to begin; "" for none.
        runs: The runs before.
        checkpoints: Those of the run that the snapshot is of, if they came with it.
        results: Of a sweep, to choose from at first.
    """

    experiment: Experiment
    snapshot: Snapshot | None = None
    link_extras: LinkExtras = NO_LINK_EXTRAS
    speed: float = DEFAULT_SPEED
    notes: tuple[str, ...] = ()
    file: Path | None = None
    found: "RecoveredSession | None" = None
    is_plain: bool = False
    path: Path | None = None
    table: "TableView | None" = None
    lesson: LessonPlace | None = None
    begins: str = ""
    runs: RunRecord = NO_RUNS
    checkpoints: Checkpoints = NO_CHECKPOINTS
    results: Path | None = None

    def changed(self, given: dict[str, Any]) -> "StartState":
        """The same with other settings. The network restarts if one of them requires it.

        Args:
            given: From the name of a setting to its value.

        Raises:
            SettingError: A value is not allowed.
        """
        experiment = self.experiment.changed(**given)
        differing = self.experiment.differences(experiment)
        snapshot = self.snapshot
        if snapshot is not None:
            is_anew = any(name not in SETTINGS or SETTINGS[name].restarts for name in differing)
            snapshot = None if is_anew else replace(snapshot, experiment=experiment)
        return replace(self, experiment=experiment, snapshot=snapshot)


def open_anything(
    text: str,
    folder: Path | None = None,
    now: StartState | None = None,
    columns: "Columns | None" = None,
    given: Mapping[str, Any] = NOTHING_GIVEN,
) -> StartState:
    """Opens what a person named: a file, or a link of the web Playground. An existing file counts more than a link.

    Args:
        text: A link, or the path of saved work (`.nntui`) or of a table of points.
        folder: Where a relative path starts; the current folder when left out.
        now: The settings that points of a table are learned with; the usual ones when left out.
        columns: Which columns of a table are taken; chosen by titles and values when left out.
        given: Settings that are given beside it; a table is opened for their problem.

    Raises:
        NothingThereError: It looks like neither.
        ResultsError: It holds the results of a sweep.
        StartError: It cannot be opened.
    """
    from nntui.formats.link_reader import looks_like_link

    if not text.strip():
        raise NothingThereError(text)
    if text == "-":
        return open_data(Path(text), given, now, columns)
    is_link = looks_like_link(text)
    try:
        path = _path_of(text, folder)
        is_file = path is not None and stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as error:  # a ValueError: it holds a NUL
        if is_link:
            return _checked(_open_link(text))
        raise _refusal(text, error) from error
    if path is not None and (is_file or not is_link):
        is_work = is_file and path.suffix.lower() == SESSION and not holds_results(path)
        return open_file(path) if is_work else open_data(path, given, now, columns)
    if is_link:
        return _checked(_open_link(text))
    raise StartError(f"{shorten(text)}: " + _("there is no such user"))


def _path_of(text: str, folder: Path | None) -> Path | None:
    """The path that is meant; None where it is in the home of a user who does not exist."""
    try:
        path = expanded(text)
    except NoSuchUserError:
        return None
    return found(path if folder is None else folder / path)


def _checked(start: StartState) -> StartState:
    """The same, where it is small enough.

    Raises:
        StartError: It is more than a visit may train with.
    """
    try:
        check_experiment(start.experiment)
    except SettingError as error:
        raise StartError(str(error)) from None
    return start


def _refusal(text: str, error: OSError | ValueError) -> StartError:
    """Why what is no link cannot be opened as a file."""
    name = text.rstrip("/").rpartition("/")[2] or text
    is_missing = not isinstance(error, OSError) or error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
    is_path = "/" in text or Path(name).suffix.lower() in (SESSION, *POINTS)
    if is_missing and (not is_path or " " in text.strip()):
        return NothingThereError(text)
    reason = reason_of(error) if isinstance(error, OSError) else _("no name of a file holds a NUL")
    return StartError(_("{name} cannot be read: {reason}").format(name=shorten(name), reason=reason))


def _open_link(text: str) -> StartState:
    from nntui.formats.link_reader import NO_LINK, read_link
    from nntui.formats.link_text import link_in

    text = link_in(text)
    reading = read_link(text)
    if not reading.is_of_the_page:
        raise StartError(_(NO_LINK).format(text=shorten(text)))
    notes = tuple(_("link: {note}").format(note=note) for note in reading.notes)
    return StartState(reading.experiment, link_extras=reading.link_extras, notes=notes)


def open_file(path: Path) -> StartState:
    """Opens saved work.

    Raises:
        StartError: It cannot be opened.
    """
    from nntui.formats.saved_session import SavedSessionError, read_session

    try:
        return _checked(replace(from_saved_session(read_session(path), file=path), path=path))
    except SavedSessionError as error:
        raise StartError(str(error)) from error


def from_saved_session(
    work: "SavedSession", *, file: Path | None = None, found: "RecoveredSession | None" = None
) -> StartState:
    """To start with saved work."""
    state = StartState(work.snapshot.experiment, work.snapshot, work.link_extras, work.speed, file=file, found=found)
    return replace(state, lesson=work.lesson, runs=work.runs, checkpoints=work.checkpoints)


def saved_session_of(session: TrainingSession, *, with_checkpoints: bool = False, author: str = "") -> "SavedSession":
    """What of a session is saved.

    Args:
        session: Which.
        with_checkpoints: Whether the run can be replayed from it. What is saved by itself every few seconds goes
            without: they may take a hundred times as long to write.
        author: Whose work it is; "" where that is not known.
    """
    from nntui.formats.saved_session import SavedSession

    player = session.player
    checkpoints = player.checkpoints if with_checkpoints else NO_CHECKPOINTS
    extras, lesson, runs = session.link_extras, session.lesson, session.runs
    return SavedSession(session.snapshot, player.speed, extras, lesson, runs, checkpoints, author)


def open_data(
    path: Path, given: Mapping[str, Any], start: StartState | None = None, columns: "Columns | None" = None
) -> StartState:
    """Opens a file of user points.

    Args:
        path: The file.
        given: Settings that were given beside it: a problem counts more than what the labels look like.
        start: What else there is to start with.
        columns: Which columns are taken; chosen by titles and values when left out.

    Raises:
        ResultsError: It holds the results of a sweep.
        StartError: It cannot be opened.
    """
    from nntui.formats.bounded_read import descriptor_of
    from nntui.formats.points import PointsError, describe, read_points

    if holds_results(path):
        raise ResultsError(path)
    try:
        reading = read_points(path, columns)
    except PointsError as error:
        raise TableError(str(error), path, error.view) from error
    before = start or StartState(Experiment())
    points = reading.points
    problem = given.get(PROBLEM.name, points.problem)
    changed = before.changed({PROBLEM.name: problem, DATASET_SETTINGS[problem].name: OWN, "user_points": points})
    notes = (*before.notes, *describe(points, problem), *reading.notes)
    is_file = descriptor_of(path) is None
    return _checked(replace(changed, notes=notes, path=path if is_file else None, table=reading.view))


def resume(folder: Path) -> StartState:
    """Takes up the newest work, whether it was cut off or left.

    Args:
        folder: Where work is saved by itself.

    Raises:
        StartError: There is nothing.
    """
    from nntui.storage.autosave import count_files, find

    found = next(find(folder), None)
    if found is None:
        count = count_files(folder)
        sentence = _("There is nothing to resume in {folder}").format(folder=visible(str(folder), _LONGEST_PATH))
        if count:
            rest = ngettext(
                "the {count} file there is in use or cannot be read",
                "the {count} files there are in use or cannot be read",
                count,
            )
            sentence = f"{sentence}: {rest.format(count=count)}"
        raise StartError(sentence)
    return from_saved_session(found.work, found=found)
