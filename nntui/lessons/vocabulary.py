"""The names that conditions, cards and the state in words can use: one table.

Of every name it says what kind of value it is, how a person reads it, and how it is got from a state. To add a name,
add an entry to `VOCABULARY`.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from nntui.drawing.numbers import general, loss_text, show_number, with_minus
from nntui.engine.features import FEATURES
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import Choice
from nntui.experiment.settings import (
    ACTIVATION,
    DATASET,
    HIDDEN_LAYERS,
    INITIALIZATION,
    LOSS,
    OPTIMIZER,
    PROBLEM,
    REGRESSION_DATASET,
    REGULARIZATION,
    SCHEDULE,
)
from nntui.language import N_, _, translated
from nntui.lessons.in_words import boundary_in_words
from nntui.lessons.state import State

__all__ = ["VOCABULARY", "Entry", "Kind", "Names", "State", "Style", "Value", "kept_entry", "show_number_as"]

Kind = Literal["number", "text", "truth", "set"]
Value = float | str | bool | frozenset[str]
Style = Literal["count", "loss", "share", "weight", "number"]
"""How a number is shown."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A name that can be asked for.

    Attributes:
        name: As it is written.
        kind: What its values are.
        get: Its value in a state; NaN for a number that is not there.
        label: In a checklist, as in "test loss under 0.05".
        negative: The label of a truth that does not hold; "" for other kinds.
        style: How a number is shown.
        labels: From each text or member of a set that there can be to what a person reads; None where any text can be.
        in_checks: Whether a condition can ask for it; if not, only a text.
        is_kept: Whether a task of the lesson has kept it.
    """

    name: str
    kind: Kind
    get: Callable[[State], Any]
    label: str = translated()
    negative: str = translated()
    style: Style = "number"
    labels: Callable[[], Mapping[str, str]] | None = None
    in_checks: bool = True
    is_kept: bool = False

    def show(self, value: Value) -> str:
        """A value as a person reads it."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, frozenset):
            return self._members(value)
        if isinstance(value, str):
            return self.labels().get(value, value) if self.labels else value
        return show_number_as(self.style, value)

    def _members(self, value: Iterable[str]) -> str:
        labels = self.labels() if self.labels else {}
        order = list(labels)
        members = sorted(value, key=lambda name: order.index(name) if name in labels else len(order))
        return ", ".join(labels.get(name, name) for name in members) or _("none")


_SMALL, _LARGE = 1e-6, 1e6
"""Between these a number is shown without an exponent."""
Names = Mapping[str, Entry]
"""From each name to its entry."""


def show_number_as(style: Style, value: float) -> str:
    """A number in a style: 25, 0.061, 96%, 0.43; "–" for what is none."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if style == "loss":
        return loss_text(value)
    if style == "share":
        return f"{100 * value:.0f}%"
    if style == "weight":
        return show_number(value)
    if style == "count" and value == int(value):
        return str(int(value))
    return _without_exponent(value)


def _without_exponent(value: float) -> str:
    """In at most six significant digits, as a rate is shown: 0.00001 and not 1e−05."""
    if not _SMALL <= abs(value) < _LARGE:
        return general(value)
    return with_minus(f"{Decimal(f'{value:.6g}').normalize():f}")


def kept_entry(name: str, style: Style) -> Entry:
    """The entry of a number that a task of a lesson keeps under a name of its own."""
    return Entry(
        name=name,
        kind="number",
        get=lambda state: state.kept.get(name, math.nan),
        label=name,
        negative="",
        style=style,
        is_kept=True,
    )


def _labels_of(setting: Choice) -> Callable[[], Mapping[str, str]]:
    return lambda: {name: setting.display(name) for name in setting.options}


def _feature_labels() -> Mapping[str, str]:
    """Of the registry; a formula of one's own is shown as its text."""
    return {name: feature.label for name, feature in FEATURES.items()}


def _dataset_labels() -> Mapping[str, str]:
    return {name: choice.display(name) for choice in (REGRESSION_DATASET, DATASET) for name in choice.options}


def _number(name: str, label: str, get: Callable[[State], float], style: Style = "count", checks: bool = True) -> Entry:
    return Entry(name=name, kind="number", get=get, label=label, negative="", style=style, in_checks=checks)


def _setting_number(name: str, label: str, style: Style = "number") -> Entry:
    return _number(name, label, lambda state: float(getattr(state.snapshot.experiment, name)), style)


def _text(
    name: str, label: str, get: Callable[[Experiment], str], labels: Callable[[], Mapping[str, str]] | None
) -> Entry:
    return Entry(
        name=name,
        kind="text",
        get=lambda state: get(state.snapshot.experiment),
        label=label,
        negative="",
        labels=labels,
    )


def _truth(name: str, label: str, negative: str, get: Callable[[State], bool]) -> Entry:
    return Entry(name=name, kind="truth", get=get, label=label, negative=negative)


def _setting_truth(name: str, label: str, negative: str) -> Entry:
    return _truth(name, label, negative, lambda state: bool(getattr(state.snapshot.experiment, name)))


def _largest_weight(state: State) -> float:
    return float(abs(state.weights).max()) if len(state.weights) else math.nan


def _mean_weight(state: State) -> float:
    return float(abs(state.weights).mean()) if len(state.weights) else math.nan


def _dead_weights(state: State) -> float:
    dead = state.snapshot.dead
    return 0.0 if dead is None else float(dead.sum())


def _losses_and_counts() -> tuple[Entry, ...]:
    return (
        _number("epoch", N_("epoch"), lambda state: state.snapshot.epoch),
        _number("iterations", N_("iterations"), lambda state: state.snapshot.iterations),
        _number(
            "iterations_per_epoch",
            N_("iterations an epoch"),
            lambda state: state.snapshot.experiment.iterations_per_epoch,
        ),
        _number("train_points", N_("training points"), lambda state: state.snapshot.experiment.train_size),
        _number("train_loss", N_("training loss"), lambda state: state.snapshot.train_loss, "loss"),
        _number("test_loss", N_("test loss"), lambda state: state.snapshot.test_loss, "loss"),
        _number("gap", N_("gap"), lambda state: state.snapshot.test_loss - state.snapshot.train_loss, "loss"),
        _number("accuracy", N_("accuracy"), lambda state: state.accuracy[1], "share"),
        _number("test_accuracy", N_("test accuracy"), lambda state: state.accuracy[1], "share"),
        _number("train_accuracy", N_("training accuracy"), lambda state: state.accuracy[0], "share"),
        _number("best_test_loss", N_("lowest test loss"), lambda state: state.lowest_test_loss[0], "loss"),
        _number("best_epoch", N_("epoch of the lowest test loss"), lambda state: state.lowest_test_loss[1]),
        _number(
            "lowest_accuracy", N_("lowest accuracy of a class"), lambda state: state.lowest_class_accuracy, "share"
        ),
        _number("next_step", N_("next step of a weight"), lambda state: state.next_step, "number"),
        _number(
            "rate_now",
            N_("learning rate of the next epoch"),
            lambda state: state.snapshot.experiment.learning_rate_at(state.snapshot.epoch),
            "number",
        ),
    )


def _network() -> tuple[Entry, ...]:
    return (
        _number("parameters", N_("parameters"), lambda state: len(state.snapshot.parameters)),
        _number("weights", N_("weights"), lambda state: len(state.weights)),
        _number("zero_weights", N_("weights at 0"), lambda state: float((state.weights == 0).sum())),
        _number("dead_weights", N_("dead weights"), _dead_weights),
        _number("mean_weight", N_("mean weight"), _mean_weight, "weight"),
        _number("largest_weight", N_("largest weight"), _largest_weight, "weight"),
        _number("neurons", N_("hidden neurons"), lambda state: sum(state.snapshot.experiment.hidden_layers)),
        _number("layers", N_("hidden layers"), lambda state: len(state.snapshot.experiment.hidden_layers)),
        _number("features", N_("features"), lambda state: len(state.snapshot.experiment.features)),
        Entry(
            name="inputs",
            kind="set",
            get=lambda state: frozenset(state.snapshot.experiment.features),
            label=N_("inputs"),
            negative="",
            labels=_feature_labels,
        ),
        Entry(
            name="activations",
            kind="set",
            get=lambda state: frozenset(state.snapshot.experiment.used_activations),
            label=N_("activations"),
            negative="",
            labels=_labels_of(ACTIVATION),
        ),
        _number("classes", N_("classes"), lambda state: state.snapshot.experiment.class_count),
        _text(
            "hidden_layers",
            N_("network"),
            lambda experiment: HIDDEN_LAYERS.format(experiment.hidden_layers),
            None,
        ),
    )


def _settings() -> tuple[Entry, ...]:
    return (
        _text("problem", N_("problem"), lambda experiment: experiment.problem, _labels_of(PROBLEM)),
        _text("dataset", N_("data set"), lambda experiment: experiment.data.name, _dataset_labels),
        _text("activation", N_("activation"), lambda experiment: experiment.activation, _labels_of(ACTIVATION)),
        _text(
            "regularization",
            N_("regularization"),
            lambda experiment: experiment.regularization,
            _labels_of(REGULARIZATION),
        ),
        _text("seed", N_("seed"), lambda experiment: experiment.seed, None),
        _setting_number("noise", N_("noise")),
        _setting_number("train_share", N_("share of data for training")),
        _setting_number("batch_size", N_("batch size"), "count"),
        _setting_number("learning_rate", N_("learning rate")),
        _setting_number("regularization_rate", N_("regularization rate")),
        _setting_number("weights_draw", N_("first weights"), "count"),
        _setting_truth("zero_initialization", N_("zero initialization on"), N_("zero initialization off")),
        _setting_truth("discretize", N_("output discretized"), N_("output not discretized")),
        _setting_truth("show_test_data", N_("test data shown"), N_("test data not shown")),
    )


def _training() -> tuple[Entry, ...]:
    """The settings of the sheet of parameters. Of the loss and the dropout it is what is really used."""
    return (
        _text("optimizer", N_("optimizer"), lambda experiment: experiment.optimizer, _labels_of(OPTIMIZER)),
        _text("schedule", N_("schedule"), lambda experiment: experiment.schedule, _labels_of(SCHEDULE)),
        _text("loss", N_("loss"), lambda experiment: experiment.used_loss, _labels_of(LOSS)),
        _text(
            "initialization",
            N_("initialization"),
            lambda experiment: experiment.initialization,
            _labels_of(INITIALIZATION),
        ),
        _setting_number("momentum", N_("momentum")),
        _setting_number("beta1", N_("beta 1")),
        _setting_number("beta2", N_("beta 2")),
        _setting_number("rho", N_("rho")),
        _setting_number("epsilon", N_("epsilon")),
        _setting_number("weight_decay", N_("weight decay")),
        _setting_number("schedule_epochs", N_("schedule's epochs"), "count"),
        _setting_number("schedule_factor", N_("schedule's factor")),
        _number(
            "dropout",
            N_("largest dropout of a layer"),
            lambda state: max(state.snapshot.experiment.used_dropout, default=0.0),
            "number",
        ),
        _setting_truth("shuffle", N_("shuffled each epoch"), N_("not shuffled each epoch")),
    )


def _moment() -> tuple[Entry, ...]:
    def shown(state: State) -> float:
        return math.nan if state.shown_layer is None else state.shown_layer

    return (
        _number("shown_layer", N_("layer of the neuron shown"), shown),
        _number("trials", N_("starts trained"), lambda state: len(state.trials)),
        _number("trials_best", N_("best start's test loss"), lambda state: min(state.trials, default=math.nan), "loss"),
        _number(
            "trials_worst", N_("worst start's test loss"), lambda state: max(state.trials, default=math.nan), "loss"
        ),
        _truth("diverged", N_("training diverged"), N_("not diverged"), lambda state: state.has_diverged),
        _truth("playing", N_("playing"), N_("paused"), lambda state: state.is_playing),
        _truth("edited", N_("edited by hand"), N_("not edited by hand"), lambda state: state.snapshot.is_edited),
        _number("start", N_("start"), lambda state: state.snapshot.experiment.weights_draw + 1, checks=False),
        Entry(
            name="boundary",
            kind="text",
            get=lambda state: boundary_in_words(state.snapshot),
            label=N_("boundary"),
            negative="",
            in_checks=False,
        ),
    )


VOCABULARY: dict[str, Entry] = {
    entry.name: entry for entry in (*_losses_and_counts(), *_network(), *_settings(), *_training(), *_moment())
}
"""Every name. `features` is how many are on and `inputs` which; `dataset` is the one in use, whatever the
problem; `classes` is their number in it, 0 for regression."""
