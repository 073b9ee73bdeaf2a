"""A neuron read as the sum that it is: weight times input, term by term, the bias, the total and the output."""

from dataclasses import dataclass

import numpy as np

from nntui.engine import features
from nntui.engine.arrays import BoolArray
from nntui.engine.features import name_at, place_of
from nntui.engine.network import Network
from nntui.experiment.experiment import Experiment
from nntui.experiment.short_names import feature_label
from nntui.language import _, pgettext

_LONGEST = 14
"""Characters of the title of a column."""


def node_name(experiment: Experiment, node: tuple[int, int]) -> str:
    """A node in words: "X₁" or the title of its column in one's own data, "layer 1 neuron 3", "output", or "output 2"
    of several.

    Args:
        experiment: Whose network it is in.
        node: (layer, index): layer 0 holds the features, by their place among all features; then the hidden layers
            from 1 on, and the output.
    """
    layer, index = node
    if layer == 0:
        return feature_label(name_at(index, experiment.features), experiment.used_points, _LONGEST)
    if layer > len(experiment.hidden_layers):
        return _("output") if experiment.sizes[-1] == 1 else _("output {number}").format(number=index + 1)
    return _("layer {layer} neuron {number}").format(layer=layer, number=index + 1)


def short_node_name(experiment: Experiment, node: tuple[int, int]) -> str:
    """The same where there are few columns."""
    layer, index = node
    if not 0 < layer <= len(experiment.hidden_layers):
        return node_name(experiment, node)
    return pgettext("short", "layer {layer} neuron {number}").format(layer=layer, number=index + 1)


@dataclass(frozen=True)
class Term:
    """One input of a neuron.

    Attributes:
        name: Of the node that it comes from.
        weight: Of the connection.
        value: What comes.
        is_dead: Whether L1 has killed the weight.
    """

    name: str
    weight: float
    value: float
    is_dead: bool = False

    @property
    def product(self) -> float:
        """What it adds."""
        return self.weight * self.value


@dataclass(frozen=True)
class NeuronSum:
    """What a neuron does at a point.

    Attributes:
        name: Of the neuron.
        x1: The point.
        x2: The point.
        terms: Its inputs, in their order.
        bias: Its bias.
        activation: The label of its activation.
        output: Its output.
    """

    name: str
    x1: float
    x2: float
    terms: tuple[Term, ...]
    bias: float
    activation: str
    output: float

    @property
    def total(self) -> float:
        """The sum that goes into the activation."""
        return sum(term.product for term in self.terms) + self.bias


def sum_of(
    experiment: Experiment,
    network: Network,
    node: tuple[int, int],
    x1: float,
    x2: float,
    dead: BoolArray | None = None,
) -> NeuronSum:
    """Reads a neuron at a point.

    Args:
        experiment: Names the features and the activations.
        network: Its parameters.
        node: (layer, index), layer from 1 on.
        x1: The point.
        x2: The point.
        dead: bool, flat, as `Network.parameters`: the weights that L1 has killed; None if there are none.
    """
    layer, index = node
    start = sum(each.size for each in network.layers[: layer - 1])
    shape = network.layers[layer - 1].shape
    killed = np.zeros(shape, bool) if dead is None else dead[start : start + shape[0] * shape[1]].reshape(shape)
    values = features.inputs(experiment.features, np.array([x1]), np.array([x2]))[:-1]
    outputs = [values, *network.outputs(np.vstack([values, np.ones((1, 1))]))]
    sources = [*map(place_of, experiment.features)] if layer == 1 else range(len(outputs[layer - 1]))
    column = network.layers[layer - 1][:, index]
    activation = network.activations[layer - 1]
    return NeuronSum(
        name=node_name(experiment, node),
        x1=x1,
        x2=x2,
        terms=tuple(
            Term(
                name=node_name(experiment, (layer - 1, source)),
                weight=float(column[row]),
                value=float(outputs[layer - 1][row, 0]),
                is_dead=bool(killed[row, index]),
            )
            for row, source in enumerate(sources)
        ),
        bias=float(column[-1]),
        activation=activation.label,
        output=float(outputs[layer][index, 0]),
    )
