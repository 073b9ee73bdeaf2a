"""What a program starts with: settings, a link, saved work, one's own points, or work that was cut off."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nntui.engine.datasets import OWN
from nntui.errors import NntuiError
from nntui.experiment.experiment import DATASET, REGRESSION_DATASET, SETTINGS, Experiment
from nntui.experiment.setting import shorten
from nntui.formats.suffixes import SESSION
from nntui.session.link_extras import NO_LINK_EXTRAS, LinkExtras
from nntui.session.pacing import DEFAULT_SPEED
from nntui.session.session import TrainingSession
from nntui.training.snapshot import Snapshot

# What reads files is loaded when there is one to read.
if TYPE_CHECKING:
    from nntui.formats.saved_session import SavedSession
    from nntui.storage.autosave import RecoveredSession


class StartError(NntuiError, ValueError):
    """There is nothing to start with; the message is a sentence for the person."""

    title = "Start"


@dataclass(frozen=True, eq=False)
class StartState:
    """What to start with.

    Attributes:
        experiment: The settings.
        snapshot: Where the training goes on from; from its start when there is none.
        link_extras: What came with a link.
        speed: Epochs per second when playing.
        notes: What the person should be told about it, a sentence each.
        file: The file that it was opened from, whose name a save offers.
        found: Work that was cut off or left, and is taken up again.
        is_plain: Whether nothing was asked for, so that something may be offered.
    """

    experiment: Experiment
    snapshot: Snapshot | None = None
    link_extras: LinkExtras = NO_LINK_EXTRAS
    speed: float = DEFAULT_SPEED
    notes: tuple[str, ...] = ()
    file: Path | None = None
    found: "RecoveredSession | None" = None
    is_plain: bool = False

    def changed(self, given: dict[str, Any]) -> "StartState":
        """The same with other settings. The network starts anew where one of them asks for that.

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


def open_source(source: str) -> StartState:
    """Opens a link or the path of saved work.

    Raises:
        StartError: It is neither, or the file cannot be opened.
    """
    from nntui.formats.link_reader import NO_LINK, looks_like_link, read_link

    path = Path(source).expanduser()
    source = source.encode("utf-8", "replace").decode()
    if source.lower().endswith(SESSION):
        return open_file(path)
    if not looks_like_link(source):
        if path.is_file():
            return open_data(path, {})
        raise StartError(f"{source!r} is neither a link, nor a file, nor a command; the command is train")
    reading = read_link(source)
    if not reading.is_of_the_page:
        raise StartError(NO_LINK.format(shorten(source)))
    return StartState(
        reading.experiment, link_extras=reading.link_extras, notes=tuple(f"link: {note}" for note in reading.notes)
    )


def open_file(path: Path) -> StartState:
    """Opens saved work.

    Raises:
        StartError: It cannot be opened.
    """
    from nntui.formats.saved_session import SavedSessionError, read_session

    try:
        return from_saved_session(read_session(path), file=path)
    except SavedSessionError as error:
        raise StartError(str(error)) from error


def from_saved_session(
    work: "SavedSession", *, file: Path | None = None, found: "RecoveredSession | None" = None
) -> StartState:
    """To start with saved work."""
    return StartState(work.snapshot.experiment, work.snapshot, work.link_extras, work.speed, file=file, found=found)


def saved_session_of(session: TrainingSession) -> "SavedSession":
    """What of a session is saved."""
    from nntui.formats.saved_session import SavedSession

    return SavedSession(session.snapshot, session.speed, session.link_extras)


def open_data(path: Path, given: dict[str, Any], start: StartState | None = None) -> StartState:
    """Opens a file with one's own points.

    Args:
        path: The file.
        given: Settings that were given beside it: a problem counts more than what the labels look like.
        start: What else there is to start with.

    Raises:
        StartError: It cannot be opened.
    """
    from nntui.formats.points import PointsError, describe, read_points

    try:
        reading = read_points(path)
    except PointsError as error:
        raise StartError(str(error)) from error
    before = start or StartState(Experiment())
    points = reading.points
    problem = given.get("problem", points.problem)
    field = DATASET.name if problem == "classification" else REGRESSION_DATASET.name
    changed = before.changed({"problem": problem, field: OWN, "user_points": points})
    return replace(changed, notes=(*before.notes, *describe(points), *reading.notes))


def resume(folder: Path) -> StartState:
    """Takes up what was cut off last, or else what was left last.

    Args:
        folder: Where work is saved by itself.

    Raises:
        StartError: There is nothing.
    """
    from nntui.storage.autosave import count_files, find

    found = next(find(folder), None)
    if found is None:
        count = count_files(folder)
        rest = f": the {count} file{'s' * (count > 1)} there are in use or cannot be read" if count else ""
        raise StartError(f"There is nothing to resume in {folder}{rest}")
    return from_saved_session(found.work, found=found)
