"""A saved session as a file: the experiment, the trained network, its history, the user points, the view.

The file is JSON that a person can read, and holds all that is needed to go on to the last bit: JSON writes a float64
with as many digits as bring the same one back. What comes from a file is believed only when it has been checked, piece
by piece; every fault is reported in a sentence.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta, Struct

from nntui.engine.arrays import FloatArray
from nntui.engine.network import Network
from nntui.errors import NntuiError, in_our_words, reason_of
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import SettingError, shorten
from nntui.experiment.user_points import NO_POINTS
from nntui.formats.bounded_read import read_bounded
from nntui.formats.saved_checkpoints import SavedCheckpoints, from_checkpoints, to_checkpoints
from nntui.formats.saved_points import SavedPoints, Text, from_points, to_points
from nntui.language import N_, _
from nntui.session.lesson_place import LessonPlace
from nntui.session.link_extras import NO_LINK_EXTRAS, LinkExtras
from nntui.session.pacing import DEFAULT_SPEED, FLAT_OUT, SPEED
from nntui.training.checkpoints import NO_CHECKPOINTS, Checkpoints
from nntui.training.history import CAPACITY, Losses
from nntui.training.snapshot import Snapshot, network_of

FORMAT = "nntui"
VERSION = 1
MOST_BYTES = 20_000_000
"""A file may be this large: 200,000 user points are about 12 MB, and 8 MB of checkpoints 11 MB (points among them)."""
_MOST_EPOCHS = 10**15
_LONGEST_LESSON = 100_000
"""Characters of a lesson in one language."""
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
        checkpoints: Those of the run, to be replayed; none where that is not asked for.
    """

    snapshot: Snapshot
    speed: float = DEFAULT_SPEED
    link_extras: LinkExtras = NO_LINK_EXTRAS
    lesson: LessonPlace | None = None
    checkpoints: Checkpoints = NO_CHECKPOINTS


_Losses = Annotated[list[float | None], Meta(max_length=CAPACITY)]


class _Head(Struct):
    format: str
    version: int


class _Layer(Struct):
    weights: Annotated[list[Annotated[list[float], Meta(max_length=100)]], Meta(max_length=100)]
    biases: Annotated[list[float], Meta(max_length=100)]


class _Training(Struct):
    epoch: Annotated[int, Meta(ge=0, le=_MOST_EPOCHS)]
    is_edited: bool
    layers: Annotated[list[_Layer], Meta(max_length=20)]
    dead_weights: Annotated[list[int], Meta(max_length=20_000)]
    stride: Annotated[int, Meta(ge=1, le=_MOST_EPOCHS)]
    train_losses: _Losses
    test_losses: _Losses


class _View(Struct):
    speed: float | None
    link_pairs: Annotated[list[tuple[Text, Text]], Meta(max_length=1000)]
    shows_hidden: bool


class _Lesson(Struct, rename={"lesson": "id"}):
    lesson: Text
    task: Text
    state: Annotated[dict[Text, Any], Meta(max_length=100)]
    texts: Annotated[dict[Text, Annotated[str, Meta(max_length=_LONGEST_LESSON)]], Meta(max_length=20)]


class _File(Struct, rename={"user_points": "own_points"}, omit_defaults=True):
    format: str
    version: int
    settings: dict[str, Any]
    user_points: SavedPoints | None
    training: _Training
    view: _View
    lesson: _Lesson | None = None
    checkpoints: SavedCheckpoints | None = None


# Writing


def encode_session(work: SavedSession, *, is_readable: bool = True) -> bytes:
    """A piece of work as the bytes of a file.

    Args:
        work: What to save.
        is_readable: Whether in lines for a person, which takes longer.
    """
    snapshot, experiment = work.snapshot, work.snapshot.experiment
    file = _File(
        format=FORMAT,
        version=VERSION,
        settings={name: getattr(experiment, name) for name in SETTINGS},
        user_points=from_points(experiment.user_points) if experiment.user_points.size else None,
        training=_from_snapshot(snapshot),
        view=_View(
            speed=None if work.speed == FLAT_OUT else work.speed,
            link_pairs=list(work.link_extras.pairs),
            shows_hidden=work.link_extras.is_revealed,
        ),
        lesson=None if work.lesson is None else _from_lesson(work.lesson),
        checkpoints=from_checkpoints(work.checkpoints, experiment) if len(work.checkpoints) else None,
    )
    if not is_readable:
        return msgspec.json.encode(file)
    return (_in_lines(msgspec.to_builtins(file)) + "\n").encode()


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


def _from_snapshot(snapshot: Snapshot) -> _Training:
    network = snapshot.network()
    return _Training(
        epoch=snapshot.epoch,
        is_edited=snapshot.is_edited,
        layers=[_Layer(weights=layer[:-1].T.tolist(), biases=layer[-1].tolist()) for layer in network.layers],
        dead_weights=[] if snapshot.dead is None else np.flatnonzero(snapshot.dead).tolist(),
        stride=snapshot.history.stride,
        train_losses=snapshot.history.train.tolist(),
        test_losses=snapshot.history.test.tolist(),
    )


# Reading


def read_session(path: Path) -> SavedSession:
    """Reads a file.

    Raises:
        SavedSessionError: It cannot be read, or is no piece of work that this version can open.
    """
    try:
        data = read_bounded(path, MOST_BYTES)
    except OSError as error:
        sentence = _("{name} cannot be read: {reason}")
        raise SavedSessionError(sentence.format(name=path.name or path, reason=reason_of(error))) from error
    return decode_session(data, path.name)


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
        raise SavedSessionError(sentence.format(name=name, reason=_reason(error))) from error
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


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    if not isinstance(error, msgspec.DecodeError):
        return str(error)
    found = _AT.fullmatch(str(error))
    if found is None:
        return in_our_words(str(error), _OF_MSGSPEC)
    return _("{reason} - at `{place}`").format(reason=in_our_words(found[1], _OF_MSGSPEC), place=found[2])


def _to_saved_session(file: _File) -> SavedSession:
    unknown = file.settings.keys() - SETTINGS.keys()
    if unknown:
        raise ValueError(_("unknown setting {name}").format(name=shorten(min(unknown))))
    if "seed" not in file.settings:
        raise ValueError(_("it has no seed"))
    own = NO_POINTS if file.user_points is None else to_points(file.user_points)
    experiment = Experiment(**file.settings, user_points=own)
    speed = SPEED.check(FLAT_OUT if file.view.speed is None else file.view.speed)
    link_extras = LinkExtras(tuple(file.view.link_pairs), file.view.shows_hidden)
    lesson = None if file.lesson is None else _to_lesson(file.lesson)
    snapshot, checkpoints = _to_snapshot(file.training, experiment), NO_CHECKPOINTS
    if file.checkpoints is not None:
        checkpoints = to_checkpoints(file.checkpoints, snapshot)
    return SavedSession(snapshot, speed, link_extras, lesson, checkpoints)


def _to_lesson(lesson: _Lesson) -> LessonPlace:
    return LessonPlace(lesson.lesson, lesson.task, lesson.state, lesson.texts)


def _to_snapshot(training: _Training, experiment: Experiment) -> Snapshot:
    network = network_of(experiment)
    _fill(network, training.layers)
    size = network.parameters.size
    dead = None
    if training.dead_weights:
        if not all(0 <= index < size for index in training.dead_weights):
            raise ValueError(_("a dead weight is none of the {count} parameters").format(count=size))
        dead = np.zeros(size, dtype=bool)
        dead[training.dead_weights] = True
        if network.parameters[dead].any():
            raise ValueError(_("a dead weight is not 0"))
    train, test = _losses(training.train_losses), _losses(training.test_losses)
    count = training.epoch // training.stride + 1
    if not len(train) == len(test) == count:
        sentence = _("{train} and {test} losses are kept, and {count} should be")
        raise ValueError(sentence.format(train=len(train), test=len(test), count=count))
    return Snapshot(
        experiment=experiment,
        epoch=training.epoch,
        parameters=network.parameters,
        dead=dead,
        train_loss=float(train[-1]),
        test_loss=float(test[-1]),
        history=Losses(training.stride, train, test),
        is_edited=training.is_edited,
    )


def _fill(network: Network, layers: Sequence[_Layer]) -> None:
    if len(layers) != network.depth:
        sentence = _("{count} layers are given, and the settings have {wanted}")
        raise ValueError(sentence.format(count=len(layers), wanted=network.depth))
    for number, (into, layer) in enumerate(zip(network.layers, layers, strict=True), start=1):
        inputs, neurons = into.shape[0] - 1, into.shape[1]
        if len(layer.biases) != neurons or [len(row) for row in layer.weights] != [inputs] * neurons:
            sentence = _("layer {number} should have {neurons} neurons of {inputs} weights")
            raise ValueError(sentence.format(number=number, neurons=neurons, inputs=inputs))
        into[:-1] = np.array(layer.weights).reshape(neurons, inputs).T
        into[-1] = layer.biases
    if not np.isfinite(network.parameters).all():
        raise ValueError(_("a weight is not a number"))


def _losses(losses: Sequence[float | None]) -> FloatArray:
    kept = np.array([math.nan if loss is None else loss for loss in losses])
    if (kept < 0).any():
        sentence = _("a loss cannot be negative, and {loss} is")  # and no plot is made for one
        raise ValueError(sentence.format(loss=f"{kept[kept < 0][0]:g}"))
    return kept
