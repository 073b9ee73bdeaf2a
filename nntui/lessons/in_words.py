"""The state of a training run in sentences, for ears as much as for eyes: losses, boundary and settings."""

import math

from nntui.drawing.class_names import spoken_names
from nntui.drawing.numbers import decimals, ends, fixed_point, loss_text, short_number, true_number
from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import GRID_LIMIT, Sample
from nntui.experiment.experiment import Experiment
from nntui.experiment.short_names import titles_of
from nntui.experiment.user_points import Scale
from nntui.language import _, ngettext
from nntui.lessons.confusion_words import confusion_in_words
from nntui.lessons.settings_words import joined, settings_in_words
from nntui.session.diagnosis import count_zeros
from nntui.training.boundary import (
    Boundary,
    Boundless,
    Constant,
    Curved,
    Everywhere,
    Hills,
    Parted,
    Place,
    Ring,
    Slope,
    Straight,
    boundary_of,
)
from nntui.training.predictions import Predictions, predict
from nntui.training.snapshot import Snapshot

TREND_EPOCHS = 20
"""A trend is taken over so many epochs, or over a tenth of all where that is more."""
_TREND = 0.02
"""A loss that changes by less than this share of itself in that time is steady."""
_MOST_REGIONS = 3
"""Regions of a class whose middles are said."""
_NAME = 30
"""Characters of the name of a class."""
_ROOM = 9
"""Characters of a number."""


def state_in_words(snapshot: Snapshot, sample: Sample, advice: str = "") -> str:
    """The state in sentences, in the language in use.

    Args:
        snapshot: The state of the training.
        sample: Its points.
        advice: What can be done about a divergence, in a few words, when the epoch after this one has diverged; "" when
            it has not.

    Returns:
        A paragraph a line: how far the training is, what the network makes of the square, what the points of each class
        are taken for, what has happened to the network, and the settings.
    """
    paragraphs = [_progress(snapshot, sample, has_diverged=bool(advice)), boundary_in_words(snapshot)]
    if advice:
        words = _("It has diverged at epoch {epoch}: {advice}.")
        paragraphs[-1] += " " + words.format(epoch=f"{snapshot.epoch + 1:,}", advice=advice)
    if snapshot.experiment.class_count and sample.size and not advice:
        paragraphs.append(_confusion(snapshot, sample))
    zeros = count_zeros(snapshot)
    if zeros:
        paragraphs.append(f"{zeros}.")
    if snapshot.is_edited:
        paragraphs.append(_("A weight, a bias or the points have been changed by hand since the start."))
    paragraphs.append(settings_in_words(snapshot.experiment))
    return "\n".join(paragraphs)


# How far it is


def _progress(snapshot: Snapshot, sample: Sample, has_diverged: bool) -> str:
    sentences = [_("Epoch {epoch}.").format(epoch=f"{snapshot.epoch:,}")]
    losses = _losses(snapshot, has_diverged)
    if losses:
        sentences.append(losses)
    if not has_diverged and sample.size:
        sentences.append(_right(predict(snapshot, sample)))
    return " ".join(filter(None, sentences))


def _losses(snapshot: Snapshot, has_diverged: bool) -> str:
    """Both losses with the trend of the first; after a divergence, with nothing to compare, the test loss alone."""
    history = snapshot.history
    test = _loss(_("Test loss {loss}"), snapshot.test_loss, history.test, snapshot)
    if not test:
        train = _loss(_("Training loss {loss}"), snapshot.train_loss, history.train, snapshot)
        return train and f"{train}."
    if has_diverged or math.isnan(snapshot.train_loss):
        return f"{test}."
    return f"{test}; " + _("training loss {loss}").format(loss=loss_text(snapshot.train_loss)) + "."


def _loss(words: str, loss: float, history: FloatArray, snapshot: Snapshot) -> str:
    if math.isnan(loss):
        return ""
    said, trend = words.format(loss=loss_text(loss)), _trend(loss, history, snapshot)
    return f"{said}, {trend}" if trend else said


def _trend(loss: float, history: FloatArray, snapshot: Snapshot) -> str:
    """Where a loss is going; "" before there is anything to compare."""
    stride = snapshot.history.stride
    epochs = min(snapshot.epoch, max(TREND_EPOCHS, snapshot.epoch // 10))
    index = (snapshot.epoch - epochs) // stride
    if not epochs or index >= len(history) or math.isnan(history[index]):
        return ""
    before = float(history[index])
    if loss < before * (1 - _TREND):
        return _("falling")
    return _("rising") if loss > before * (1 + _TREND) else _("steady")


def _right(predictions: Predictions) -> str:
    """The share of points on the right side; of the training points where there are none for the test."""
    if predictions.accuracy is None:
        return ""
    train, test = predictions.accuracy
    if math.isfinite(test):
        return _("{share}% of the test points are right.").format(share=f"{100 * test:.0f}")
    if math.isfinite(train):
        return _("{share}% of the training points are right.").format(share=f"{100 * train:.0f}")
    return ""


def _confusion(snapshot: Snapshot, sample: Sample) -> str:
    """What the test points of each class are taken for; the training points where there are none for the test."""
    tables = predict(snapshot, sample).confusion
    assert tables is not None
    is_test = bool(tables[1].sum())
    return confusion_in_words(tables[is_test], spoken_names(snapshot.experiment, _NAME), is_test)


# The boundary


def boundary_in_words(snapshot: Snapshot) -> str:
    """What the network makes of the square, in a sentence: the boundary, or the shape of a regression's answers.

    Places are in the units of one's own data, and its classes and columns go by their names.

    Args:
        snapshot: The state of the training.
    """
    return _Words(snapshot.experiment).of(boundary_of(snapshot))


class _Words:
    """Says where something is, in the words and units of the data.

    Args:
        experiment: Whose data.
    """

    def __init__(self, experiment: Experiment) -> None:
        points = experiment.used_points
        self._units = points.units
        self._names = spoken_names(experiment, _NAME)
        self._negative, self._positive = (*self._names, "", "")[:2]
        self._axes = titles_of(points) or ("x₁", "x₂")
        self._label = points.units.label if experiment.problem == "regression" else Scale()

    def of(self, boundary: Boundary) -> str:
        """A boundary in a sentence."""
        if isinstance(boundary, Boundless):
            return _("The answers are beyond all bounds.")
        if isinstance(boundary, Everywhere):
            name = self._positive if boundary.is_positive else self._negative
            return _("No boundary: every place is taken for {name}.").format(name=name)
        if isinstance(boundary, Straight):
            return self._straight(boundary)
        if isinstance(boundary, Ring):
            return self._ring(boundary)
        if isinstance(boundary, Curved):
            return self._curved(boundary)
        if isinstance(boundary, Parted):
            return self._parted(boundary)
        return self._numbers(boundary)

    def _straight(self, line: Straight) -> str:
        first, last = line.ends
        if line.direction == "level":
            at = _("level, at {axis} {value}").format(axis=self._axes[1], value=self._value(line.at, 1))
        elif line.direction == "upright":
            at = _("upright, at {axis} {value}").format(axis=self._axes[0], value=self._value(line.at, 0))
        elif line.direction == "rising":
            at = _("rising from {first} to {last}").format(first=self._place(first), last=self._place(last))
        else:
            at = _("falling from {first} to {last}").format(first=self._place(first), last=self._place(last))
        side = {
            "above": _("{name} above it"),
            "below": _("{name} below it"),
            "left": _("{name} to its left"),
            "right": _("{name} to its right"),
        }[line.positive].format(name=self._positive)
        return _("The boundary is a straight line, {line}; {side}.").format(line=at, side=side)

    def _ring(self, ring: Ring) -> str:
        width = self._length(ring.width, self._units.x1)
        height = self._length(ring.height, self._units.x2)
        name = self._positive if ring.positive_inside else self._negative
        words = _("The boundary is a closed ring around {middle}, {width} wide and {height} high; {name} inside.")
        return words.format(middle=self._place(ring.middle), width=width, height=height, name=name)

    def _curved(self, curved: Curved) -> str:
        # With one region of either the middles tell both; else a single region is what is left between the others.
        are_single = len(curved.positive) == len(curved.negative) == 1
        parts = [
            self._regions(name, middles, is_said=are_single or len(middles) > 1)
            for name, middles in ((self._positive, curved.positive), (self._negative, curved.negative))
        ]
        share = _("{name} has {share}% of the square").format(name=self._positive, share=f"{100 * curved.share:.0f}")
        return _("The boundary is curved: {parts}.").format(parts="; ".join([*parts, share]))

    def _parted(self, parted: Parted) -> str:
        shares = [100 * each.share for each in parted.classes]
        if max(shares) == 100:
            return _("No boundary: every place is taken for {name}.").format(name=self._names[shares.index(100)])
        parts = []
        for name, share, each in zip(self._names, shares, parted.classes, strict=True):
            if not each.middles:
                parts.append(_("{name} has nothing").format(name=name))
                continue
            regions = self._regions(name, each.middles, is_said=True)
            parts.append(_("{regions}, {share}%").format(regions=regions, share=f"{share:.0f}"))
        return _("The classes share the square: {parts}.").format(parts="; ".join(parts))

    def _regions(self, name: str, middles: tuple[Place, ...], is_said: bool) -> str:
        count = len(middles)
        said = ngettext("{count} region of {name}", "{count} regions of {name}", count).format(count=count, name=name)
        if not is_said:
            return said
        places = joined([self._place(middle) for middle in middles[:_MOST_REGIONS]])
        if count > _MOST_REGIONS:
            return _("{regions}, the largest around {places}").format(regions=said, places=places)
        return _("{regions}, around {places}").format(regions=said, places=places)

    def _numbers(self, shape: Constant | Slope | Hills) -> str:
        if isinstance(shape, Constant):
            return _("The answer is the same everywhere: {value}.").format(value=self._answer(shape.value))
        if isinstance(shape, Slope):
            steps = self._step(shape.per_x1, self._units.x1), self._step(shape.per_x2, self._units.x2)
            words = _("The answer is a slope: {first} for each step of {x1}, {second} for each of {x2}.")
            return words.format(first=steps[0], x1=self._axes[0], second=steps[1], x2=self._axes[1])
        words = _("The answer is least at {low_place}: {low}; it is greatest at {high_place}: {high}.")
        return words.format(
            low_place=self._place(shape.least_at),
            low=self._answer(shape.least),
            high_place=self._place(shape.greatest_at),
            high=self._answer(shape.greatest),
        )

    # Numbers, in the units of the data

    def _place(self, place: Place) -> str:
        values = (
            short_number(true_number(scale, value), _places(scale) - 1, _ROOM)
            for scale, value in zip((self._units.x1, self._units.x2), place, strict=True)
        )
        return f"({', '.join(values)})"

    def _value(self, value: float, axis: int) -> str:
        scale = (self._units.x1, self._units.x2)[axis]
        return short_number(true_number(scale, value), _places(scale), _ROOM)

    def _length(self, length: float, scale: Scale) -> str:
        length /= scale.factor
        first = -math.floor(math.log10(length)) if length > 0 else 0  # a small one has one digit, and not 0
        return short_number(length, max(_places(scale) - 1, first), _ROOM)

    def _answer(self, value: float) -> str:
        low, high = ends(self._label, 1.0)
        return short_number(true_number(self._label, value), decimals(high - low), _ROOM)

    def _step(self, slope: float, scale: Scale) -> str:
        """How much the answer rises for each 1 of a column, with its sign."""
        steepest = scale.factor / self._label.factor * 2 / (2 * GRID_LIMIT)
        text = fixed_point(slope * scale.factor / self._label.factor, decimals(steepest) - 1)
        return text if text.startswith("−") else f"+{text}"


def _places(scale: Scale) -> int:
    """Decimal places that show a hundredth of an axis."""
    low, high = ends(scale, GRID_LIMIT)
    return decimals(high - low)
