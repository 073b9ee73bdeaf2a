"""A saved session as a file: the experiment, the trained network, its history, the user points, the view.

The file is JSON that a person can read, and holds all that is needed to go on to the last bit: JSON writes a float64
with as many digits as bring the same one back. What comes from a file is believed only when it has been checked, piece
by piece; every fault is reported in a sentence.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from nntui.errors import NntuiError, in_our_words, reason_of
from nntui.experiment.setting import SettingError
from nntui.experiment.shown_text import shorten, visible
from nntui.experiment.user_points import NO_POINTS
from nntui.formats.bounded_read import read_bounded
from nntui.formats.saved_checkpoints import SavedCheckpoints, from_checkpoints, to_checkpoints
from nntui.formats.saved_points import SavedPoints, points_of, saved_points_of
from nntui.formats.saved_runs import SavedRuns, runs_of, saved_runs_of
from nntui.formats.saved_training import (
    SavedTraining,
    experiment_of,
    has_later_settings,
    saved_settings_of,
    saved_training_of,
    snapshot_of,
)
from nntui.formats.shown_names import shown_name
from nntui.language import N_, _
from nntui.session.lesson_place import LessonPlace
from nntui.session.link_extras import NO_LINK_EXTRAS, LinkExtras
from nntui.session.pacing import DEFAULT_SPEED, FLAT_OUT, SPEED
from nntui.session.runs import NO_RUNS, RunRecord
from nntui.training.checkpoints import NO_CHECKPOINTS, Checkpoints
from nntui.training.snapshot import Snapshot

FORMAT = "nntui"
VERSION = 2
"""The newest that can be read. Work that has nothing of the later settings is written as version 1."""
_LONGEST_REASON = 300
_LONGEST_PATH = 200
"""Characters of a path in a sentence."""
MOST_BYTES = 20_000_000
"""A file may be this large: 200,000 user points are about 12 MB, the runs before up to 5 MB, and 8 MB of checkpoints
(points among them) 11 MB. A larger one is not written."""
_LONGEST_LESSON = 100_000
"""Characters of a lesson in one language."""
_MALFORMED = re.compile(r"JSON is malformed: .* \(byte (\d+)\)")
_NOT_FINITE = re.compile(rb"(-Infinity|Infinity|NaN)\b", re.IGNORECASE)
_AT = re.compile(r"(.*) - at `([^`]*)`", re.DOTALL)
_OF_MSGSPEC = (
    ("Input data was truncated", N_("Input data was truncated")),
    (r"JSON is malformed: (?P<what>.*) \(byte (?P<byte>\d+)\)", N_("JSON is malformed: {what} (byte {byte})")),
    ("Object missing required field `(?P<field>[^`]*)`", N_("Object missing required field `{field}`")),
    ("Expected `(?P<wanted>[^`]*)`, got `(?P<given>[^`]*)`", N_("Expected `{wanted}`, got `{given}`")),
    ("Expected `(?P<wanted>[^`]*)` (?P<range>[<>=]+ [-\\d]+)", N_("Expected `{wanted}` {range}")),
    (
        "Expected `(?P<wanted>[^`]*)` of length (?P<range>[<>=]+ \\d+)",
        N_("Expected `{wanted}` of length {range}"),
    ),
    ("Number out of range", N_("Number out of range")),
)
"""What msgspec says of bytes that are no such file."""


class SavedSessionError(NntuiError, ValueError):
    """A file cannot be opened as a piece of work; the message is a sentence that names it."""

    title = "Saved session"


@dataclass(frozen=True)
class SavedSession:
    """What is saved.

    Attributes:
        snapshot: The experiment and the state of its training.
        speed: Epochs per second when playing.
        link_extras: What came with a link.
        lesson: Which lesson is on, with its text; who goes on with it checks that as any lesson's.
        runs: Those before, and which one it is now.
        checkpoints: Those of the run, to be replayed; none where that is not asked for.
        author: Whose work it is; "" where that is not known.
    """

    snapshot: Snapshot
    speed: float = DEFAULT_SPEED
    link_extras: LinkExtras = NO_LINK_EXTRAS
    lesson: LessonPlace | None = None
    runs: RunRecord = NO_RUNS
    checkpoints: Checkpoints = NO_CHECKPOINTS
    author: str = ""


_Text = Annotated[str, Meta(max_length=1000)]


class _Head(Struct):
    format: str
    version: int


class _View(Struct):
    speed: float | None
    link_pairs: Annotated[list[tuple[_Text, _Text]], Meta(max_length=1000)]
    shows_hidden: bool


class _Lesson(Struct, rename={"lesson": "id"}):
    lesson: _Text
    task: _Text
    state: Annotated[dict[_Text, Any], Meta(max_length=100)]
    texts: Annotated[dict[_Text, Annotated[str, Meta(max_length=_LONGEST_LESSON)]], Meta(max_length=20)]


class _File(Struct, rename={"user_points": "own_points"}, omit_defaults=True):
    format: str
    version: int
    settings: dict[str, Any]
    user_points: SavedPoints | None
    training: SavedTraining
    view: _View
    lesson: _Lesson | None = None
    runs: SavedRuns | None = None
    checkpoints: SavedCheckpoints | None = None
    author: _Text = ""


# Writing


def encode_session(work: SavedSession, *, is_readable: bool = True) -> bytes:
    """A piece of work as the bytes of a file.

    Args:
        work: What to save.
        is_readable: Whether in lines for a person, which takes longer.
    """
    snapshot, experiment = work.snapshot, work.snapshot.experiment
    experiments = (experiment, *(run.snapshot.experiment for run in work.runs.kept))
    file = _File(
        format=FORMAT,
        version=VERSION if any(map(has_later_settings, experiments)) else 1,
        settings=saved_settings_of(experiment),
        user_points=saved_points_of(experiment.user_points) if experiment.user_points.size else None,
        training=saved_training_of(snapshot),
        view=_View(
            speed=None if work.speed == FLAT_OUT else work.speed,
            link_pairs=list(work.link_extras.pairs),
            shows_hidden=work.link_extras.is_revealed,
        ),
        lesson=None if work.lesson is None else _from_lesson(work.lesson),
        runs=saved_runs_of(work.runs, experiment.user_points),
        checkpoints=from_checkpoints(work.checkpoints, experiment) if len(work.checkpoints) else None,
        author=work.author,
    )
    data = msgspec.json.encode(file)
    return (_in_lines(msgspec.json.decode(data)) + "\n").encode() if is_readable else data


def _in_lines(value: Any, indent: str = "") -> str:
    """JSON with a line for each entry, but numbers that belong together in one."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        entries = [f"{inner}{_compact(key)}: {_in_lines(each, inner)}" for key, each in value.items()]
        return "{\n" + ",\n".join(entries) + f"\n{indent}}}"
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], (dict, list, tuple)):
        entries = [inner + _in_lines(each, inner) for each in value]
        return "[\n" + ",\n".join(entries) + f"\n{indent}]"
    return _compact(value)


def _compact(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _from_lesson(place: LessonPlace) -> _Lesson:
    return _Lesson(place.lesson, place.task, dict(place.state), dict(place.texts))


# Reading


def read_session(path: Path) -> SavedSession:
    """Reads a file. Sentences name its path as it is given, for the same name may stand in several folders.

    Raises:
        SavedSessionError: It cannot be read, or is no piece of work that this version can open.
    """
    name = visible(str(path), _LONGEST_PATH)
    try:
        data = read_bounded(path, MOST_BYTES)
    except OSError as error:
        sentence = _("{name} cannot be read: {reason}")
        raise SavedSessionError(sentence.format(name=name, reason=reason_of(error))) from error
    return decode_session(data, name)


def decode_session(data: bytes, name: str) -> SavedSession:
    """Reads the bytes of a file.

    Args:
        data: The bytes.
        name: What to call it in a sentence.

    Raises:
        SavedSessionError: As of `read_session`.
    """
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        sentence = _("{name} is no nntui file, or was cut off: {reason}")
        reason = _not_finite(error, data) or _reason(error)
        raise SavedSessionError(sentence.format(name=name, reason=reason)) from error
    if head.format != FORMAT:
        sentence = _("{name} is no nntui file: its format is {format}")
        raise SavedSessionError(sentence.format(name=name, format=shorten(head.format)))
    if head.version > VERSION:
        sentence = _("{name} was written by a newer nntui: it is version {version}, known here is {known}")
        raise SavedSessionError(sentence.format(name=name, version=head.version, known=VERSION))
    if head.version < 1:
        sentence = _("{name} has version {version}; allowed is 1 to {known}")
        raise SavedSessionError(sentence.format(name=name, version=head.version, known=VERSION))
    try:
        return _to_saved_session(msgspec.json.decode(data, type=_File))
    except (msgspec.DecodeError, SettingError, RecursionError, ValueError) as error:
        sentence = _("{name} cannot be opened: {reason}")
        raise SavedSessionError(sentence.format(name=name, reason=_reason(error))) from error


def _not_finite(error: Exception, data: bytes) -> str:
    """Where the file has a number that JSON has not, as some programs write it; "" where that is not what is wrong."""
    found = _MALFORMED.search(str(error))
    place = int(found[1]) if found else len(data)
    value = _NOT_FINITE.match(data, max(0, place - 1)) or _NOT_FINITE.match(data, place)
    if value is None:
        return ""
    return _("{value} is not a number that can be used (byte {byte})").format(value=value[0].decode(), byte=place)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    if not isinstance(error, msgspec.DecodeError):
        return str(error)
    text = visible(str(error), _LONGEST_REASON)
    found = _AT.fullmatch(text)
    if found is None:
        return in_our_words(text, _OF_MSGSPEC)
    return _("{reason} - at `{place}`").format(reason=in_our_words(found[1], _OF_MSGSPEC), place=found[2])


def _to_saved_session(file: _File) -> SavedSession:
    own = NO_POINTS if file.user_points is None else points_of(file.user_points)
    experiment = experiment_of(file.settings, own)
    speed = SPEED.check(FLAT_OUT if file.view.speed is None else file.view.speed)
    link_extras = LinkExtras(tuple(file.view.link_pairs), file.view.shows_hidden)
    lesson = None if file.lesson is None else _to_lesson(file.lesson)
    runs = NO_RUNS if file.runs is None else runs_of(file.runs, own)
    snapshot, checkpoints = snapshot_of(file.training, experiment), NO_CHECKPOINTS
    if file.checkpoints is not None:
        checkpoints = to_checkpoints(file.checkpoints, snapshot)
    return SavedSession(snapshot, speed, link_extras, lesson, runs, checkpoints, shown_name(file.author))


def _to_lesson(lesson: _Lesson) -> LessonPlace:
    return LessonPlace(lesson.lesson, lesson.task, lesson.state, lesson.texts)
