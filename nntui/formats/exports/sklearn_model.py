"""The network as a fitted model of scikit-learn, in memory."""

from importlib import import_module
from typing import Any

import numpy as np

from nntui.engine import features
from nntui.engine.arrays import FloatArray, IntArray
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import ACTIVATION
from nntui.experiment.user_points import Scale
from nntui.formats.exports.spellings import SPELLINGS
from nntui.formats.exports.trained import ExportError, classes_of, input_output_units
from nntui.language import _
from nntui.training.snapshot import Snapshot

_COORDINATES = ("x", "y")
_WAYS = {"one": 'save("network.onnx")', "other": 'save("network.py", "pytorch")'}


def feature_table(
    points: FloatArray, names: tuple[str, ...] = _COORDINATES, x1: Scale | None = None, x2: Scale | None = None
) -> FloatArray:
    """What the network sees of some points.

    Args:
        points: float64, shape (n, 2), in the units of the data.
        names: The features that are on.
        x1: From the units of the first coordinate to the playground's; None where they are the same.
        x2: The same for the second coordinate.

    Returns:
        float64, shape (n, features), in the order of `FEATURES`, a formula behind them.
    """
    scales = x1 or Scale(), x2 or Scale()
    columns = [scale.inward(points[:, axis]) for axis, scale in enumerate(scales)]
    return np.ascontiguousarray(features.inputs(names, *columns)[:-1].T)


def network_inputs(points: Any, **given: Any) -> FloatArray:
    """What a pipeline feeds its network: the features, or a column of zeros without any, as scikit-learn needs one.

    It stands here by its name so that a pipeline can be pickled.
    """
    table = feature_table(np.asarray(points, dtype=np.float64), **given)
    return table if table.shape[1] else np.zeros((len(table), 1))


def class_values(experiment: Experiment) -> tuple[Any, ...] | None:
    """What the classes are, in their order: numbers where all names are numbers, else names; None for regression."""
    names = classes_of(experiment)
    if names is None:
        return None
    try:
        numbers = tuple(map(float, names))
    except ValueError:
        return names
    if not (np.isfinite(numbers).all() and len(set(numbers)) == len(numbers)):
        return names
    is_whole = all(number.is_integer() for number in numbers)
    return tuple(map(int, numbers)) if is_whole else numbers


def to_sklearn(snapshot: Snapshot) -> Any:
    """A fitted `MLPClassifier` or `MLPRegressor` with the weights of a network.

    Where the network sees something else than the two coordinates as they are, the model is a `Pipeline` of two steps,
    "features" and "network", so that `predict` takes points in any case.

    Args:
        snapshot: The trained network.

    Raises:
        ExportError: The package scikit-learn is not there, or it has no such network; the message says why.
    """
    try:
        neural: Any = import_module("sklearn.neural_network")
    except ImportError:
        raise ExportError(_("for this the package scikit-learn is needed: pip install scikit-learn")) from None
    _check(snapshot.experiment)
    experiment, units = snapshot.experiment, input_output_units(snapshot.experiment)
    model = _regressor(neural, snapshot) if experiment.problem == "regression" else _classifier(neural, snapshot)
    if experiment.features == _COORDINATES and units.x1.is_identity and units.x2.is_identity:
        return model
    given = {"names": experiment.features, "x1": units.x1, "x2": units.x2}
    transformer = import_module("sklearn.preprocessing").FunctionTransformer(network_inputs, kw_args=given)
    return import_module("sklearn.pipeline").Pipeline([("features", transformer), ("network", model)])


def _check(experiment: Experiment) -> None:
    """Refuses a network that scikit-learn's models cannot be.

    Raises:
        ExportError: With a sentence that says what they do not have, and what does.
    """
    labels = {name: ACTIVATION.display(name) for name in experiment.used_activations}
    unknown = [label for name, label in labels.items() if not SPELLINGS[name].sklearn]
    if unknown:
        sentence = _("scikit-learn's networks do not have the activation {names}; {one} or {other} can hold it")
        raise ExportError(sentence.format(names=", ".join(unknown), **_WAYS))
    if len(labels) > 1:
        sentence = _(
            "scikit-learn's networks have one activation for all layers, not {names}; {one} or {other} can hold it"
        )
        raise ExportError(sentence.format(names=", ".join(labels.values()), **_WAYS))


def _classifier(neural: Any, snapshot: Snapshot) -> Any:
    """A classifier, whose output is the logistic function, or softmax for three and more classes.

    Of tanh as the output (1 + tanh z) / 2 is the logistic of 2z; the output of cross-entropy is it of z itself.
    """
    classes = class_values(snapshot.experiment) or (-1, 1)
    model = neural.MLPClassifier(**_shape(snapshot))
    model.partial_fit(np.zeros((len(classes), _width(snapshot))), np.array(classes), classes=np.array(classes))
    # scikit-learn sorts the classes, and gives the probability of the second, or of each.
    order = np.argsort(np.array(classes))
    if len(classes) > 2:
        return _with_parameters(model, snapshot, 1.0, 0.0, order)
    factor = 2.0 if snapshot.experiment.output_activation == "tanh" else 1.0
    return _with_parameters(model, snapshot, factor if order[0] == 0 else -factor, 0.0)


def _regressor(neural: Any, snapshot: Snapshot) -> Any:
    """A regressor; its last layer gives the units of the data."""
    label = input_output_units(snapshot.experiment).label
    model = neural.MLPRegressor(**_shape(snapshot))
    model.partial_fit(np.zeros((2, _width(snapshot))), np.zeros(2))
    return _with_parameters(model, snapshot, 1.0 / label.factor, label.centre)


def _shape(snapshot: Snapshot) -> dict[str, Any]:
    experiment = snapshot.experiment
    activation = experiment.used_activations[0] if experiment.hidden_layers else "linear"
    return {
        "hidden_layer_sizes": experiment.hidden_layers,
        "activation": SPELLINGS[activation].sklearn,
        "solver": "sgd",
        "random_state": 0,
    }


def _width(snapshot: Snapshot) -> int:
    return max(1, len(snapshot.experiment.features))


def _with_parameters(model: Any, snapshot: Snapshot, factor: float, shift: float, order: IntArray | None = None) -> Any:
    """The model with a network's parameters. It was fitted to a few points before, for all else that it keeps.

    Args:
        model: The model.
        snapshot: The network.
        factor: What the total inputs of the output are multiplied with.
        shift: What is added to them then.
        order: intp, shape (classes,): which output comes first, second and so on; as they are when left out.
    """
    layers = [(layer[:-1].copy(), layer[-1].copy()) for layer in snapshot.network().layers]
    if not snapshot.experiment.features:
        biases = layers[0][1]
        layers[0] = np.zeros((1, len(biases))), biases
    weights, biases = layers[-1]
    if order is not None:
        weights, biases = np.ascontiguousarray(weights[:, order]), biases[order]
    layers[-1] = weights * factor, biases * factor + shift
    model.coefs_ = [weights for weights, _biases in layers]
    model.intercepts_ = [biases for _weights, biases in layers]
    model.n_iter_ = snapshot.epoch
    model.t_ = snapshot.epoch * snapshot.experiment.train_size
    model.loss_ = model.best_loss_ = snapshot.train_loss
    model.loss_curve_ = snapshot.history.train[1:].tolist()
    return model
