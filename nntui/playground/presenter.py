"""From a snapshot to what the playground's panels say and show: pure functions, without a widget."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from nntui.drawing.class_names import are_numbers, class_names, short_names, spoken_names
from nntui.drawing.numbers import count_text, decimals, ends, loss_text, short_number, true_number
from nntui.engine import features
from nntui.engine.arrays import FloatArray
from nntui.engine.classes import class_indices
from nntui.engine.datasets import GRID_LIMIT
from nntui.experiment.experiment import ACTIVATION, Experiment
from nntui.experiment.settings import INITIALIZATION, LOSS, OPTIMIZER, SCHEDULE, ZERO
from nntui.experiment.user_points import Scale, class_of_brush, with_another_name
from nntui.language import _, ngettext, pgettext
from nntui.playground.layout import FULL_HEIGHT, FULL_WIDTH
from nntui.session.diagnosis import count_zeros
from nntui.session.lesson_place import LessonPlace
from nntui.session.notice import Remark, RunEnd
from nntui.system import portable_name
from nntui.training.predictions import Predictions
from nntui.training.snapshot import Snapshot

_MILLION = 1_000_000
_WIDE = 36
"""Columns of the Output panel from which its words are written out."""
_SIZES = 16
"""Columns of the line below the data, where the terminal is small."""
_FEW_LAYERS = 3
"""Hidden layers up to which the activations of all are named in a line."""
_MOST_NOTES = 3
_MOST_LETTERS = 260
"""What a message may have without covering too much of the screen."""
_READOUT = 22
_NAME = 12
"""Columns of the readout where the terminal is small."""
_CUTS = (28, 20, 14, 10)
"""Characters of what was undone, where there is no room for all of it."""
_ROOMS = (9, 7, 6, 5, 4)
"""Characters for each number of the readout: as many as there is room for."""


def label_text(label: float, experiment: Experiment) -> str:
    """A label as it is shown: a class by its name, a number in the units of the data."""
    if experiment.problem == "classification":
        classes, number = class_names(experiment), class_of_brush(label)
        # A class that is about to be painted has a name already.
        return short_names(classes if number < len(classes) else with_another_name(classes), _NAME)[number]
    return _in_units(label, experiment.used_points.units.label, 1.0, _ROOMS[0])


def _class_of(label: float, experiment: Experiment) -> int:
    """The number of a label's class."""
    return int(class_indices(np.array([label]), experiment.class_count)[0])


def counters(snapshot: Snapshot, room: int, is_complete: bool = True, remarks: tuple[str, ...] = ()) -> str:
    """Epoch, what there is to remark, and the iterations, as far as there is room for whole words.

    Args:
        snapshot: The state of the training.
        room: Columns there are.
        is_complete: Whether the terminal is large enough for everything; if not, that is said.
        remarks: How a run has ended or what a change has done, in ever fewer words; none for nothing.
    """
    padded = f"{snapshot.epoch // 1000:03},{snapshot.epoch % 1000:03}"  # as the web page shows it
    text = _("Epoch {epoch}").format(epoch=padded if snapshot.epoch < _MILLION else f"{snapshot.epoch:,}")
    if len(text) > room:
        return count_text(snapshot.epoch, room)
    if not is_complete and not remarks:
        size = f"{FULL_WIDTH}×{FULL_HEIGHT}"
        remarks = (_("{size} shows all").format(size=size), size)
    done = snapshot.iterations
    iterations = ngettext("{count:,} iteration", "{count:,} iterations", done).format(count=done)
    each = _("{iterations}, {count} an epoch")
    each = each.format(iterations=iterations, count=snapshot.experiment.iterations_per_epoch)
    short = pgettext("short", "{count:,} iterations, {each} an epoch")
    short = short.format(count=done, each=snapshot.experiment.iterations_per_epoch)
    numbers = [(each,), (short,), (iterations,), ()] if is_complete else [()]
    remarked = [[remark] for remark in remarks] or [[]]
    lines = [" · ".join([text, *words, *more]) for words in remarked for more in numbers]
    return next((line for line in lines if len(line) <= room), text)


def replayed(snapshot: Snapshot, last: int, wanted: int, room: int) -> str:
    """Which epoch that is over is shown, in as many words as there is room for. It begins with a sign of its own.

    Args:
        snapshot: Of that epoch.
        last: The newest epoch.
        wanted: The epoch that is on its way, if it is another.
        room: Columns there are.
    """
    values = {"epoch": snapshot.epoch, "last": last, "wanted": wanted}
    text = _("◂ Epoch {epoch:,} of {last:,}").format(**values)
    if wanted != snapshot.epoch:
        more = [_("training {wanted:,} again …").format(**values), f"→ {wanted:,}"]
    else:
        done = snapshot.iterations
        iterations = ngettext("{count:,} iteration", "{count:,} iterations", done).format(count=done)
        way_back = _("Escape: now")
        more = [f"{iterations} · {way_back}", iterations, way_back]
    lines = [*(f"{text} · {words}" for words in more), text, f"◂ {snapshot.epoch:,}/{last:,}"]
    return next((line for line in lines if len(line) <= room), f"◂ {count_text(snapshot.epoch, max(0, room - 2))}")


def remarks(end: RunEnd | None, remark: Remark | None, snapshot: Snapshot, diagnosis: str | None) -> tuple[str, ...]:
    """What stands beside the epoch, in ever fewer words.

    Args:
        end: How the run ended, if it did.
        remark: What a change has done, if it has done something to a trained network.
        snapshot: The state of the training.
        diagnosis: Why nothing is learned, if so.
    """
    is_new = remark is not None and 0 <= snapshot.epoch - remark.epoch < remark.lasts
    if remark is not None and is_new and (end is None or remark.lasts == 1):
        ways = remark.way_back
        if remark.lasts == 1:  # of an undo, what was undone says more than the way back
            text = remark.text
            return (*(f"{text} · {way}" for way in ways), text, *(f"{text[:most].rstrip()}…" for most in _CUTS))
        return (*(f"{remark.text} · {way}" for way in ways), *ways)
    if end is not None:
        return (end.short,)
    return (_("nothing is learned"),) if diagnosis else ()


def matter(end: RunEnd | None, diagnosis: str | None) -> str:
    """What is the matter; "" for nothing.

    Args:
        end: How the run ended, if it did.
        diagnosis: Why nothing is learned, if so.
    """
    if end is not None and end.advice:
        # That of a failure is also said within a sentence; another one may begin with a key, which is shown as typed.
        return end.advice[0].upper() + end.advice[1:] if end.failed else end.advice
    return diagnosis or ""


def hint(matter: str, control: str, snapshot: Snapshot, first: str) -> str:
    """The line below the network, when no cursor stands there.

    Args:
        matter: What is the matter, unless the person has gone to a control since.
        control: What the control is that they have gone to.
        snapshot: The state of the training.
        first: What to do first; "" once something has been done.
    """
    return matter or control or count_zeros(snapshot) or first


def start(experiment: Experiment) -> str:
    """Which first weights of the seed are in use; "" for the usual ones, its first."""
    if experiment.zero_initialization:
        return _("All weights at 0")
    return _("Start {number}").format(number=experiment.weights_draw + 1) if experiment.weights_draw else ""


def other_settings(experiment: Experiment, room: int, rate: str = "") -> str:
    """What else is not as usual, of the settings that have no place on the first screen.

    Args:
        experiment: The settings.
        room: Columns there are: what does not fit is left out, which an ellipsis says.
        rate: The learning rate of now, to be said with the schedule; "" where it stands elsewhere.

    Returns:
        As "Adam · Cosine · dropout"; "" where all is as usual.
    """
    parts = list(_unusual(experiment, rate))
    for count in range(len(parts), 0, -1):
        text = " · ".join((*parts[:count], *(["…"] if count < len(parts) else [])))
        if len(text) <= room:
            return text
    return ""


def _unusual(experiment: Experiment, rate: str) -> Iterator[str]:
    if experiment.optimizer != OPTIMIZER.default:
        yield OPTIMIZER.display(experiment.optimizer)
    if experiment.schedule != SCHEDULE.default:
        yield " ".join(filter(None, (SCHEDULE.display(experiment.schedule), rate)))
    if experiment.initialization not in (INITIALIZATION.default, ZERO):  # that of 0 is said with the seed
        yield INITIALIZATION.display(experiment.initialization)
    if any(experiment.used_dropout):
        yield _("dropout")
    activations = experiment.used_activations
    if any(each != experiment.activation for each in activations):
        is_short = len(activations) <= _FEW_LAYERS
        yield "/".join(map(ACTIVATION.display, activations)) if is_short else _("activation by layer")
    if experiment.shuffle:
        yield _("shuffled")
    if experiment.class_count == 2 and experiment.used_loss != LOSS.default:  # the plot says so as well
        yield LOSS.display(experiment.used_loss)


def present_rate(experiment: Experiment, epoch: int) -> str:
    """The learning rate of the next epoch, where the schedule has made another of it; "" where it looks the same.

    Args:
        experiment: The settings.
        epoch: How many epochs are trained.
    """
    if experiment.schedule == SCHEDULE.default:
        return ""
    rate = f"{experiment.learning_rate_at(epoch):.2g}"
    return "" if rate == f"{experiment.learning_rate:.2g}" else rate


def sizes(train_size: int, test_size: int) -> str:
    """How many points there are for training and for the test; of many, the numbers alone, which then fit."""
    numbers = f"{train_size} + {test_size}"
    line = _("{numbers} points").format(numbers=numbers)
    return line if len(line) <= _SIZES else numbers


def losses(snapshot: Snapshot, accuracy: tuple[float, float] | None, width: int) -> tuple[str, str]:
    """Both losses, a line each, test before training as on the web page; accuracies beside them for classification."""
    train = test = ""
    is_wide = width >= _WIDE
    if accuracy is not None:
        word = _("accuracy") + " " if is_wide else "✓"
        train, test = (f"{word}{_percent(share)}" for share in accuracy)
    names = [_("Test loss"), _("Train loss")]
    if not is_wide:
        names = [pgettext("short", "Test loss"), pgettext("short", "Train loss")]
    first, second = (name.ljust(max(map(len, names))) for name in names)
    return f"{first} {loss_text(snapshot.test_loss)} {test}", f"{second} {loss_text(snapshot.train_loss)} {train}"


def readout(predictions: Predictions, x1: float, x2: float, width: int = _READOUT) -> str:
    """What is at the crosshair, on two lines: the output there; of the nearest point its label and its output.

    Of a person's own data the numbers are in their own units, and the classes have their own names.

    Args:
        predictions: The network and its answers at the points.
        x1: The crosshair.
        x2: The crosshair.
        width: Columns that a line should have at the most: numbers lose digits and names are cut for it.
    """
    experiment, sample = predictions.snapshot.experiment, predictions.sample
    *_hidden, output = predictions.network.outputs(features.inputs(experiment.features, np.array([x1]), np.array([x2])))
    seen = sample.size if experiment.show_test_data else sample.train_size
    units = experiment.used_points.units
    label_scale = units.label if experiment.problem == "regression" else Scale()

    def here(room: int) -> str:
        place = _in_units(x1, units.x1, GRID_LIMIT, room), _in_units(x2, units.x2, GRID_LIMIT, room)
        return f"({', '.join(place)}) → {_in_units(float(output[0, 0]), label_scale, 1.0, room)}"

    nearest = int(np.argmin(np.square(sample.points[:seen] - (x1, x2)).sum(axis=1))) if seen else None
    if experiment.class_count > 2:
        return _class_readout(predictions, (x1, x2), output[:, 0], nearest, width)
    if nearest is None:
        return _fitting(here, width)
    label, said = float(sample.labels[nearest]), float(predictions.outputs[nearest])

    def point(room: int) -> str:
        answer = _in_units(said, label_scale, 1.0, room)
        if experiment.problem == "regression":
            return _nearest(width).format(label=_in_units(label, label_scale, 1.0, room), answer=answer)
        classes = experiment.used_points.classes
        if are_numbers(classes):  # they are no values of the output
            return _nearest_class(width).format(label=classes[label > 0], answer=answer)
        form = _nearest(width)
        names = short_names(classes, width - len(form.format(label="", answer=answer)))
        return form.format(label=names[label > 0], answer=answer)

    return f"{_fitting(here, width)}\n{_fitting(point, width)}"


def _class_readout(
    predictions: Predictions, place: tuple[float, float], here: FloatArray, nearest: int | None, width: int
) -> str:
    """Of three classes and more: the likeliest class at the crosshair, and of the nearest point its class and that."""
    experiment, units = predictions.snapshot.experiment, predictions.snapshot.experiment.used_points.units
    names = spoken_names(experiment, _NAME) if width >= _WIDE else class_names(experiment)

    def answer(probabilities: FloatArray, room: int) -> str:
        winner = int(probabilities.argmax())
        return f"{short_names(names, room)[winner]} {_percent(float(probabilities[winner]))}"

    def at_place(room: int) -> str:
        x1, x2 = (
            _in_units(value, unit, GRID_LIMIT, room) for value, unit in zip(place, (units.x1, units.x2), strict=True)
        )
        return f"({x1}, {x2}) → {answer(here, 2 * room - 6)}"

    line = _fitting(at_place, width)
    if nearest is None:
        return line
    probabilities = predictions.outputs[:, nearest]
    label = _class_of(float(predictions.sample.labels[nearest]), experiment)
    kinds = zip(_nearest_forms(width, is_test=nearest >= predictions.sample.train_size), (6, 4), strict=True)
    lines = [
        form.format(label=short_names(names, most)[label], answer=answer(probabilities, most))
        for form, least in kinds
        for most in range(_NAME, least - 1, -1)
        if short_names(names, most) != short_names(names, 0) or short_names(names, _NAME) == short_names(names, 0)
    ]
    lines.append(_nearest(width).format(label=short_names(names, 0)[label], answer=answer(probabilities, 0)))
    return f"{line}\n{next((each for each in lines if len(each) <= width), lines[-1])}"


def _nearest_forms(width: int, *, is_test: bool) -> tuple[str, str]:
    """How the nearest point is said; the second leaves more room for names: the mark of such a point instead."""
    mark = "○" if is_test else "•"
    return _nearest(width), f"{mark} {{label}} → {{answer}}"


def _nearest(width: int) -> str:
    if width < _WIDE:
        return pgettext("short", "nearest {label} → {answer}")
    return _("nearest {label} → {answer}")


def _nearest_class(width: int) -> str:
    if width < _WIDE:
        return pgettext("short", "nearest class {label} → {answer}")
    return _("nearest class {label} → {answer}")


def _fitting(line: Callable[[int], str], width: int) -> str:
    """The first line that fits, with ever fewer characters for a number; the last where none does."""
    lines = [line(room) for room in _ROOMS]
    return next((each for each in lines if len(each) <= width), lines[-1])


def _in_units(value: float, scale: Scale, limit: float, room: int) -> str:
    """A number of the playground in the units of the data, with the digits that its range from −limit to limit asks."""
    low, high = ends(scale, limit)
    return short_number(true_number(scale, value), decimals(high - low), room, fixed=True)


def is_short(notes: tuple[str, ...]) -> bool:
    """Whether some sentences fit a message."""
    return len(notes) <= _MOST_NOTES and sum(map(len, notes)) <= _MOST_LETTERS


def work_name(snapshot: Snapshot, lesson: LessonPlace | None = None) -> str:
    """What a piece of work is, in a few words.

    Args:
        snapshot: Its state.
        lesson: The lesson that is on in it.
    """
    experiment = snapshot.experiment
    text = _("{dataset} {sizes}, epoch {epoch:,}")
    sizes = "-".join(map(str, experiment.sizes))
    name = text.format(dataset=experiment.data.label, sizes=sizes, epoch=snapshot.epoch)
    return name if lesson is None else _("{work}, lesson {name}").format(work=name, name=lesson.lesson)


def file_name(experiment: Experiment) -> str:
    """What a file about an experiment may be called on every system, without an end: its data and its layers."""
    return portable_name("-".join([experiment.data.name, *map(str, experiment.sizes)]))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if math.isfinite(share) else "–"
