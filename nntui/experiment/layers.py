"""Other shapes of a network: layers added and removed, neurons more and fewer."""

from nntui.errors import NntuiError
from nntui.experiment.experiment import HIDDEN_LAYERS
from nntui.language import _

NEW_LAYER = 2
"""Neurons of a layer that is added, as on the web page."""


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
