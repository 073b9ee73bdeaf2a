"""What a program starts with: settings, a link, saved work, one's own points, or work that was cut off."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nntui.engine.datasets import OWN
from nntui.engine.experiment import DATASET, REGRESSION_DATASET, SETTINGS, Experiment
from nntui.engine.settings import shorten
from nntui.engine.training import Frame
from nntui.handout import NO_HANDOUT, Handout
from nntui.session import TrainingSession
from nntui.speed import DEFAULT_SPEED

# What reads files is loaded when there is one to read.
if TYPE_CHECKING:
    from nntui.autosave import Found
    from nntui.formats.work import Work


class OpeningError(ValueError):
    """There is nothing to start with; the message is a sentence for the person."""


@dataclass(frozen=True, eq=False)
class Opening:
    """What to start with.

    Attributes:
        experiment: The settings.
        frame: Where the training goes on from; from its start when there is none.
        handout: What came with a link.
        speed: Epochs per second when playing.
        notes: What the person should be told about it, a sentence each.
        file: The file that it was opened from, whose name a save offers.
        found: Work that was cut off or left, and is taken up again.
        is_plain: Whether nothing was asked for, so that something may be offered.
    """

    experiment: Experiment
    frame: Frame | None = None
    handout: Handout = NO_HANDOUT
    speed: float = DEFAULT_SPEED
    notes: tuple[str, ...] = ()
    file: Path | None = None
    found: "Found | None" = None
    is_plain: bool = False

    def changed(self, given: dict[str, Any]) -> "Opening":
        """The same with other settings. The network starts anew where one of them asks for that.

        Args:
            given: From the name of a setting to its value.

        Raises:
            SettingError: A value is not allowed.
        """
        experiment = self.experiment.changed(**given)
        differing = self.experiment.differences(experiment)
        frame = self.frame
        if frame is not None:
            is_anew = any(name not in SETTINGS or SETTINGS[name].restarts for name in differing)
            frame = None if is_anew else replace(frame, experiment=experiment)
        return replace(self, experiment=experiment, frame=frame)


def open_source(source: str) -> Opening:
    """Opens a link or the path of saved work.

    Raises:
        OpeningError: It is neither, or the file cannot be opened.
    """
    from nntui.autosave import SUFFIX
    from nntui.formats.links import NO_LINK, looks_like_link, read_link

    path = Path(source).expanduser()
    source = source.encode("utf-8", "replace").decode()
    if source.lower().endswith(SUFFIX):
        return open_file(path)
    if not looks_like_link(source):
        if path.is_file():
            return open_data(path, {})
        raise OpeningError(f"{source!r} is neither a link, nor a file, nor a command; the command is train")
    reading = read_link(source)
    if not reading.is_of_the_page:
        raise OpeningError(NO_LINK.format(shorten(source)))
    return Opening(reading.experiment, handout=reading.handout, notes=tuple(f"link: {note}" for note in reading.notes))


def open_file(path: Path) -> Opening:
    """Opens saved work.

    Raises:
        OpeningError: It cannot be opened.
    """
    from nntui.formats.work import WorkError, read_work

    try:
        return of_work(read_work(path), file=path)
    except WorkError as error:
        raise OpeningError(str(error)) from error


def of_work(work: "Work", *, file: Path | None = None, found: "Found | None" = None) -> Opening:
    """To start with saved work."""
    return Opening(work.frame.experiment, work.frame, work.handout, work.speed, file=file, found=found)


def work_of(session: TrainingSession) -> "Work":
    """What of a session is saved."""
    from nntui.formats.work import Work

    return Work(session.frame, session.speed, session.handout)


def open_data(path: Path, given: dict[str, Any], opening: Opening | None = None) -> Opening:
    """Opens a file with one's own points.

    Args:
        path: The file.
        given: Settings that were given beside it: a problem counts more than what the labels look like.
        opening: What else there is to start with.

    Raises:
        OpeningError: It cannot be opened.
    """
    from nntui.formats.points import PointsError, describe, read_points

    try:
        reading = read_points(path)
    except PointsError as error:
        raise OpeningError(str(error)) from error
    before = opening or Opening(Experiment())
    points = reading.points
    problem = given.get("problem", points.problem)
    field = DATASET.name if problem == "classification" else REGRESSION_DATASET.name
    changed = before.changed({"problem": problem, field: OWN, "own_points": points})
    return replace(changed, notes=(*before.notes, *describe(points), *reading.notes))


def resume(folder: Path) -> Opening:
    """Takes up what was cut off last, or else what was left last.

    Args:
        folder: Where work is saved by itself.

    Raises:
        OpeningError: There is nothing.
    """
    from nntui.autosave import count_files, find

    found = next(find(folder), None)
    if found is None:
        count = count_files(folder)
        rest = f": the {count} file{'s' * (count > 1)} there are in use or cannot be read" if count else ""
        raise OpeningError(f"There is nothing to resume in {folder}{rest}")
    return of_work(found.work, found=found)
