"""Other shapes of a network: layers added and removed, neurons more and fewer, and what a layer has of its own."""

from typing import Any

from nntui.engine.activations import ACTIVATIONS
from nntui.errors import NntuiError
from nntui.experiment.experiment import HIDDEN_LAYERS, Experiment
from nntui.experiment.labels import Labels
from nntui.experiment.layer_settings import AS_ALL
from nntui.experiment.setting import Choice, Number, Setting
from nntui.experiment.settings import DROPOUT, LAYER_ACTIVATIONS
from nntui.language import N_, _

NEW_LAYER = 2
"""Neurons of a layer that is added, as on the web page."""


LAYER_ACTIVATION = Choice(
    name="layer_activation",
    label=N_("Activation of the layer"),
    help=N_("the function of this layer's neurons; as all: the one at the top of the screen"),
    default=AS_ALL,
    options=Labels({AS_ALL: N_("as all"), **ACTIVATIONS}),
)
"""The activation of one hidden layer."""
LAYER_DROPOUT: Number = DROPOUT.number
"""The dropout of one hidden layer."""
LAYER_SETTINGS: dict[str, Setting] = {LAYER_ACTIVATIONS.name: LAYER_ACTIVATION, DROPOUT.name: LAYER_DROPOUT}
"""What a hidden layer has of its own, by the setting that has a value for each layer."""


class LayersError(NntuiError, ValueError):
    """The network cannot have that shape; the message is a sentence for the person."""

    title = "Hidden layers"


def with_layer_added(counts: tuple[int, ...], after: int | None = None) -> tuple[tuple[int, ...], int]:
    """One hidden layer more.

    Args:
        counts: Neurons of each hidden layer.
        after: The layer, from 1, that the new one stands behind; 0 for before the first; None for the end.

    Returns:
        The neurons of each layer, and which layer is the new one, from 1.

    Raises:
        LayersError: There are as many as there can be.
    """
    if len(counts) >= HIDDEN_LAYERS.most:
        raise LayersError(_("There are up to {most} hidden layers").format(most=HIDDEN_LAYERS.most))
    at = len(counts) if after is None else min(after, len(counts))
    return (*counts[:at], NEW_LAYER, *counts[at:]), at + 1


def with_layer_removed(counts: tuple[int, ...], layer: int | None = None) -> tuple[int, ...]:
    """One hidden layer less.

    Args:
        counts: Neurons of each hidden layer.
        layer: Which, from 1; one past the end means the last, and so does None.

    Raises:
        LayersError: There is none.
    """
    if not counts:
        raise LayersError(_("There is no hidden layer to remove"))
    at = len(counts) if layer is None else min(max(1, layer), len(counts))
    return counts[: at - 1] + counts[at:]


def with_neurons_changed(counts: tuple[int, ...], layer: int, by: int) -> tuple[int, ...]:
    """More or fewer neurons in a hidden layer.

    Args:
        counts: Neurons of each hidden layer.
        layer: Which, from 1. One that is not there any more leaves all as it is.
        by: How many more; negative for fewer.

    Raises:
        LayersError: There is no hidden layer, or it cannot have so many or so few.
    """
    if not counts:
        raise LayersError(_("There is no hidden layer: ] adds one"))
    wanted = tuple(count + by * (at == layer) for at, count in enumerate(counts, start=1))
    if not all(1 <= count <= HIDDEN_LAYERS.widest for count in wanted):
        raise LayersError(_("A hidden layer has 1 to {widest} neurons").format(widest=HIDDEN_LAYERS.widest))
    return wanted


def changes_for_added(experiment: Experiment, after: int | None = None) -> tuple[dict[str, Any], int]:
    """What changes with one hidden layer more: what the layers behind it have of their own moves on with them.

    Args:
        experiment: As it is.
        after: As of `with_layer_added`.

    Returns:
        The settings that change, the layers themselves first, and which layer is the new one, from 1.

    Raises:
        LayersError: There are as many as there can be.
    """
    counts, new = with_layer_added(experiment.hidden_layers, after)
    activations, dropout = experiment.layer_activations, experiment.dropout
    if new <= len(activations):
        activations = (*activations[: new - 1], AS_ALL, *activations[new - 1 :])
    if new <= len(dropout) and len(dropout) > 1:  # one number is for all layers, and stays so
        dropout = (*dropout[: new - 1], 0.0, *dropout[new - 1 :])
    return _changes(counts, activations, dropout), new


def changes_for_removed(experiment: Experiment, layer: int | None = None) -> dict[str, Any]:
    """What changes with one hidden layer less: what it has of its own goes with it.

    Args:
        experiment: As it is.
        layer: As of `with_layer_removed`.

    Raises:
        LayersError: There is none.
    """
    counts = with_layer_removed(experiment.hidden_layers, layer)
    old = len(experiment.hidden_layers)
    at = old if layer is None else min(max(1, layer), old)
    activations = experiment.layer_activations[: at - 1] + experiment.layer_activations[at:]
    dropout = experiment.dropout
    if len(dropout) > 1:
        dropout = dropout[: at - 1] + dropout[at:]
        dropout = (*dropout, 0.0) if len(dropout) == 1 else dropout  # it does not become that of all layers
    return _changes(counts, activations, dropout)


def _changes(counts: tuple[int, ...], activations: tuple[str, ...], dropout: tuple[float, ...]) -> dict[str, Any]:
    most = HIDDEN_LAYERS.most
    return {
        HIDDEN_LAYERS.name: counts,
        LAYER_ACTIVATIONS.name: activations[:most],
        DROPOUT.name: dropout[:most],
    }


def layer_value(experiment: Experiment, name: str, layer: int) -> Any:
    """What a hidden layer has of its own.

    Args:
        experiment: As it is.
        name: A name in `LAYER_SETTINGS`.
        layer: From 1.
    """
    if name == DROPOUT.name:
        return DROPOUT.for_layers(experiment.dropout, max(layer, len(experiment.hidden_layers)))[layer - 1]
    own = experiment.layer_activations
    return own[layer - 1] if layer <= len(own) else AS_ALL


def with_layer_value(experiment: Experiment, name: str, layer: int, value: Any) -> tuple[Any, ...]:
    """The values of all hidden layers with another one for one of them.

    Args:
        experiment: As it is.
        name: A name in `LAYER_SETTINGS`.
        layer: From 1.
        value: What it is to be.
    """
    given = getattr(experiment, name)
    count = max(layer, len(experiment.hidden_layers))
    values = [layer_value(experiment, name, each) for each in range(1, count + 1)]
    values[layer - 1] = value
    values += given[count:] if len(given) > 1 else ()
    # One number alone would be that of all layers, those added later too.
    return (*values, 0.0) if name == DROPOUT.name and len(values) == 1 else tuple(values)
