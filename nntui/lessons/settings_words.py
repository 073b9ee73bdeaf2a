"""The settings of an experiment in a few sentences; those of the sheet of parameters where they are not as usual."""

from collections.abc import Iterator, Sequence

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.regularization import REGULARIZATIONS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import Number
from nntui.experiment.settings import INITIALIZATION, LOSS, NOISE, OPTIMIZER, SCHEDULE
from nntui.experiment.short_names import feature_label
from nntui.language import _, ngettext

_NAME = 30
"""Characters of the name of a column."""
_TWO = 2
"""Classes of most data, which are not counted in words."""


def settings_in_words(experiment: Experiment) -> str:
    """What is trained, and how, in a few sentences."""
    points = experiment.used_points
    features = [feature_label(name, points, _NAME) for name in experiment.features]
    inputs = _("Inputs: {names}").format(names=joined(features)) if features else _("No inputs")
    return " ".join(
        [
            _data(experiment),
            f"{inputs}; {_layers(experiment)}.",
            _("Learning rate {rate}; {regularization}.").format(
                rate=f"{experiment.learning_rate:g}", regularization=_regularization(experiment)
            ),
            *_unusual(experiment),
            _("Seed {seed}.").format(seed=experiment.seed),
        ]
    )


def _data(experiment: Experiment) -> str:
    name, count = experiment.used_points.source or experiment.data.label, experiment.class_count
    if count > _TWO:
        classes = ngettext("{count} class", "{count} classes", count).format(count=count)
        name = _("{name}, {classes}").format(name=name, classes=classes)
    with_batches = _("Data: {name}, noise {noise}, {training}, {batches}.")
    return (with_batches if experiment.train_size else _("Data: {name}, noise {noise}, {training}.")).format(
        name=name,
        noise=NOISE.display(experiment.noise),
        training=ngettext("{count} training point", "{count} training points", experiment.train_size).format(
            count=f"{experiment.train_size:,}"
        ),
        batches=_("batches of {size}").format(size=experiment.used_batch_size),
    )


def _layers(experiment: Experiment) -> str:
    counts = experiment.hidden_layers
    if not counts:
        return _("no hidden layer")
    layers = ngettext("{count} hidden layer", "{count} hidden layers", len(counts)).format(count=len(counts))
    words = ngettext(
        "{layers} of {counts} neuron, {activation}", "{layers} of {counts} neurons, {activation}", sum(counts)
    )
    labels = [ACTIVATIONS[name].label for name in experiment.used_activations]
    label = joined(labels) if len(set(labels)) > 1 else labels[0]
    return words.format(layers=layers, counts=joined([str(count) for count in counts]), activation=label)


def _regularization(experiment: Experiment) -> str:
    regularization = REGULARIZATIONS[experiment.regularization]
    if regularization.derivative is None:
        return _("no regularization")
    return _("regularization {kind} with rate {rate}").format(
        kind=regularization.label, rate=f"{experiment.regularization_rate:g}"
    )


def _unusual(experiment: Experiment) -> Iterator[str]:
    """A sentence for each of the rarer settings that is not as usual."""
    words = _("{setting}: {value}.")
    if experiment.optimizer != OPTIMIZER.default:
        names = OPTIMIZERS[experiment.optimizer].parameters
        value = _with_parameters(experiment, OPTIMIZER.display(experiment.optimizer), names)
        yield words.format(setting=OPTIMIZER.label, value=value)
    if experiment.schedule != SCHEDULE.default:
        names = SCHEDULES[experiment.schedule].parameters
        value = _with_parameters(experiment, SCHEDULE.display(experiment.schedule), names)
        yield words.format(setting=SCHEDULE.label, value=value)
    if experiment.used_loss != LOSS.default:
        yield words.format(setting=LOSS.label, value=LOSS.display(experiment.used_loss))
    if experiment.initialization != INITIALIZATION.default:
        yield words.format(setting=INITIALIZATION.label, value=INITIALIZATION.display(experiment.initialization))
    dropout = experiment.used_dropout
    if any(dropout):
        shares = [f"{share:g}" for share in dropout]
        yield words.format(
            setting=SETTINGS["dropout"].label, value=joined(shares) if len(set(shares)) > 1 else shares[0]
        )
    if experiment.shuffle:
        yield _("The points are shuffled in each epoch.")


def _with_parameters(experiment: Experiment, label: str, names: tuple[str, ...]) -> str:
    """As "Momentum (momentum 0.9)", with the settings that belong to it."""
    settings = [setting for name in names if isinstance(setting := SETTINGS[name], Number)]
    parts = [f"{each.label} {each.display(getattr(experiment, each.name))}" for each in settings]
    return f"{label} ({', '.join(parts)})" if parts else label


def joined(words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    if len(words) < _TWO:
        return "".join(words)
    return _("{some} and {last}").format(some=", ".join(words[:-1]), last=words[-1])
