"""A neuron read as the sum that it is: weight times input, term by term, the bias, the total and the output."""

from dataclasses import dataclass

import numpy as np

from nntui.drawing.navigator import DiagramNavigator
from nntui.drawing.numbers import fixed_point, show_number
from nntui.engine import features
from nntui.engine.network import Network
from nntui.experiment.experiment import Experiment


@dataclass(frozen=True)
class Term:
    """One input of a neuron."""

    name: str
    weight: float
    value: float

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


def sum_of(experiment: Experiment, network: Network, node: tuple[int, int], x1: float, x2: float) -> NeuronSum:
    """Reads a neuron at a point.

    Args:
        experiment: Names the features and the activations.
        network: Its parameters.
        node: (layer, index), layer from 1 on.
        x1: The point.
        x2: The point.
    """
    layer, index = node
    plan = DiagramNavigator(experiment)
    values = features.inputs(experiment.features, np.array([x1]), np.array([x2]))[:-1]
    outputs = [values, *network.outputs(np.vstack([values, np.ones((1, 1))]))]
    sources = plan.sources(layer)
    column = network.layers[layer - 1][:, index]
    activation = network.output_activation if layer == network.depth else network.activation
    return NeuronSum(
        name=plan.name(node),
        x1=x1,
        x2=x2,
        terms=tuple(
            Term(plan.name((layer - 1, source)), float(column[row]), float(outputs[layer - 1][row, 0]))
            for row, source in enumerate(sources)
        ),
        bias=float(column[-1]),
        activation=activation.label,
        output=float(outputs[layer][index, 0]),
    )


def sum_lines(reading: NeuronSum, width: int, height: int) -> list[str]:
    """The sum as lines of text. Where they do not all fit, the terms that add least are put together.

    Args:
        reading: What to show.
        width: Columns.
        height: Rows; at least 3 for anything but the total.
    """
    total = f"{show_number(reading.total)} → {reading.activation} {show_number(reading.output)}"
    if height < 3:
        return [f"Σ {total}"[:width]][:height]
    lines = [f"at x₁ {fixed_point(reading.x1, 1)}, x₂ {fixed_point(reading.x2, 1)}"[:width]]
    room = height - 3
    order = sorted(range(len(reading.terms)), key=lambda i: -abs(reading.terms[i].product))
    kept = order if len(order) <= room else order[: max(0, room - 1)]
    short = [_short(term.name) for term in reading.terms]
    for i in sorted(kept):
        term = reading.terms[i]
        left = f"{short[i]} {show_number(term.weight)}·{show_number(term.value)}"
        lines.append(_spread(left, show_number(term.product), width))
    rest = [reading.terms[i].product for i in order if i not in kept]
    if rest:
        lines.append(_spread(f"{len(rest)} other inputs", show_number(sum(rest)), width))
    lines.append(_spread("bias", show_number(reading.bias), width))
    lines.append(_spread("sum", total, width))
    return lines[:height]


def _short(name: str) -> str:
    """Of "layer 1 neuron 3" only "neuron 3": the layer is always the one before."""
    return name.split(" ", 2)[-1] if name.startswith("layer") else name


def _spread(left: str, right: str, width: int) -> str:
    return (left[: max(0, width - len(right) - 1)].ljust(width - len(right)) + right)[:width]
