"""The cursor of the diagram: where it can stand, how it walks, and what it stands on, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from nntui.drawing.numbers import general, show_number
from nntui.engine.features import FEATURES, all_names, place_of
from nntui.engine.network import Network
from nntui.experiment.experiment import PARAMETER, Experiment
from nntui.language import _
from nntui.training.neuron_sum import node_name, short_node_name

BIAS = -1


@dataclass(frozen=True)
class DiagramPosition:
    """A place in the diagram: a node, or one of the numbers that a neuron adds up.

    Attributes:
        layer: 0 for the features, 1 … for the hidden layers, the last for the output.
        index: The node in the layer, from 0; a feature's place among all features.
        slot: None for the node itself; for a number of a neuron, the index of the node that its edge comes from, or
            `BIAS`.
    """

    layer: int
    index: int
    slot: int | None = None

    @property
    def node(self) -> tuple[int, int]:
        """The node that it is or belongs to."""
        return self.layer, self.index

    @property
    def is_node(self) -> bool:
        """Whether it is a feature or a neuron."""
        return self.slot is None


def unseen_features(chosen: Sequence[str], hidden: frozenset[str] = frozenset()) -> frozenset[int]:
    """The features that the diagram does not show, by their places: never one that is on.

    Those that the web page does not have are seen while they are on alone, so that the column stays short.

    Args:
        chosen: Names of those that are on.
        hidden: Names of those of the page that a link hides. Where it would leave none, all of them are seen: there
            would be nothing left to learn from.
    """
    off = [feature for feature in FEATURES.values() if feature.name not in chosen]
    ours = frozenset(place_of(feature.name) for feature in off if not feature.is_web)
    unseen = ours | {place_of(feature.name) for feature in off if feature.name in hidden}
    return ours if len(unseen) == len(all_names(chosen)) else unseen


class DiagramNavigator:
    """What there is to walk over in an experiment's diagram.

    Args:
        experiment: Its features and hidden layers count.
        hidden: Features that are not shown, by their index; not all of them. When left out, `unseen_features`.
    """

    def __init__(self, experiment: Experiment, hidden: frozenset[int] | None = None) -> None:
        self._experiment = experiment
        if hidden is None:
            hidden = unseen_features(experiment.features)
        self._features = tuple(index for index in range(len(all_names(experiment.features))) if index not in hidden)
        self._counts = (len(self._features), *experiment.hidden_layers, experiment.sizes[-1])
        self._on = tuple(map(place_of, experiment.features))

    @property
    def output_layer(self) -> int:
        """The layer of the output neuron."""
        return len(self._counts) - 1

    def sources(self, layer: int) -> Sequence[int]:
        """The nodes in the layer before that feed a layer, by their index in the diagram."""
        return self._on if layer == 1 else range(self._counts[layer - 1])

    def nearest(self, place: DiagramPosition) -> DiagramPosition:
        """The place itself, or the nearest there is when the network has become smaller."""
        layer = min(max(0, place.layer), self.output_layer)
        index = min(max(0, place.index), self._counts[layer] - 1)
        if layer == 0:
            index = min(self._features, key=lambda shown: abs(shown - place.index))
        known = place.slot == BIAS or place.slot in self.sources(layer) if layer else False
        return DiagramPosition(layer, index, place.slot if known else None)

    def walk(self, place: DiagramPosition, right: int, down: int) -> DiagramPosition:
        """A step of the cursor.

        From node to node lies what connects them: to the right of a node its edge to the neuron nearest in height, to
        the left of a neuron the numbers it adds up, one above the other, its bias last.
        """
        if down:
            return self._vertical(place, down)
        if place.is_node:
            return self._from_node(place, right)
        if right > 0:
            return DiagramPosition(*place.node)
        if place.slot == BIAS:
            return DiagramPosition(place.layer - 1, self._across(place.layer, place.index, place.layer - 1))
        return DiagramPosition(place.layer - 1, place.slot or 0)

    def _vertical(self, place: DiagramPosition, down: int) -> DiagramPosition:
        if place.slot is None:
            return self.nearest(self._place(place.layer, self._row(place.layer, place.index) + down))
        slots = [*self.sources(place.layer), BIAS]
        at = min(max(0, slots.index(place.slot) + down), len(slots) - 1)
        return DiagramPosition(place.layer, place.index, slots[at])

    def _from_node(self, place: DiagramPosition, right: int) -> DiagramPosition:
        if right > 0:
            if place.layer == self.output_layer:
                return place
            target = self._across(place.layer, place.index, place.layer + 1)
            fed = place.index in self.sources(place.layer + 1)
            return DiagramPosition(place.layer + 1, target, place.index if fed else None)
        if place.layer == 0:
            return place
        sources = self.sources(place.layer)
        wanted = self._across(place.layer, place.index, place.layer - 1)
        return DiagramPosition(
            place.layer, place.index, min(sources, key=lambda s: abs(s - wanted)) if sources else BIAS
        )

    def _across(self, layer: int, index: int, other: int) -> int:
        """The node of another layer at about the same height."""
        row = int((self._row(layer, index) + 0.5) / self._counts[layer] * self._counts[other])
        return self._place(other, row).index

    def _row(self, layer: int, index: int) -> int:
        """How many nodes of its layer are shown above a node."""
        return self._features.index(index) if layer == 0 else index

    def _place(self, layer: int, row: int) -> DiagramPosition:
        """The node of a layer with so many shown above it; the last when there are not as many."""
        if layer:
            return DiagramPosition(layer, row)
        return DiagramPosition(0, self._features[min(max(0, row), len(self._features) - 1)])

    def parameter(self, place: DiagramPosition) -> int | None:
        """The place in `Network.parameters` of the number that is stood on; None on a node."""
        if place.is_node:
            return None
        start = 0
        for layer in range(1, place.layer):
            start += (len(self.sources(layer)) + 1) * self._counts[layer]
        sources = self.sources(place.layer)
        row = len(sources) if place.slot == BIAS else list(sources).index(place.slot or 0)
        return start + row * self._counts[place.layer] + place.index

    def name(self, node: tuple[int, int]) -> str:
        """A node in words: "X₁", "layer 1 neuron 3" or "output"."""
        return node_name(self._experiment, node)

    def _short_name(self, node: tuple[int, int]) -> str:
        """A node in few characters: "X₁", "L1·3" or "output"."""
        layer, index = node
        if 0 < layer < self.output_layer:
            return _("L{layer}·{number}").format(layer=layer, number=index + 1)
        return self.name(node)

    def _number_names(self, place: DiagramPosition) -> list[str]:
        """What the number that is stood on is called, in ever fewer characters."""
        if place.slot == BIAS:
            return [_("bias of {neuron}").format(neuron=name(place.node)) for name in (self.name, self._short_name)]
        ends = (place.layer - 1, place.slot or 0), place.node
        long, short = (f"{name(ends[0])} → {name(ends[1])}" for name in (self.name, self._short_name))
        weight = _("weight {connection}")
        return [weight.format(connection=long), weight.format(connection=short), short]

    def describe(
        self, place: DiagramPosition, network: Network, dead: Sequence[bool] | None = None, width: int = 80
    ) -> str:
        """What is stood on, with its value.

        Args:
            place: What it is.
            network: Its parameters.
            dead: For every parameter whether L1 has killed it; None if none is dead.
            width: Columns there are; names are shortened for it, and numbers never cut.
        """
        parameter = self.parameter(place)
        if parameter is not None:
            note = _(", dead") if dead is not None and dead[parameter] else ""
            value = f" = {show_number(float(network.parameters[parameter]))}{note}"
            return _first_that_fits([name + value for name in self._number_names(place)], width)
        if place.layer == 0:
            on = place.index in self._on
            text = _("{feature}: on, Enter switches it off") if on else _("{feature}: off, Enter switches it on")
            return fitting_clauses(text.format(feature=self.name(place.node)), width)
        bias = show_number(float(network.layers[place.layer - 1][-1, place.index]))
        words = {"neuron": self.name(place.node), "bias": bias}
        text = _("{neuron}, bias {bias}").format(**words)
        if not self._has_own_activations or place.layer == self.output_layer:
            return text
        activation = network.activations[place.layer - 1].label
        return _first_that_fits(
            [_("{neuron}, {activation}, bias {bias}").format(activation=activation, **words), text], width
        )

    @property
    def _has_own_activations(self) -> bool:
        """Whether the hidden layers do not all have the activation that the top of the screen names."""
        return any(each != self._experiment.activation for each in self._experiment.used_activations)

    def describe_range(self, place: DiagramPosition, width: int) -> str:
        """What is edited, with the keys that nudge it and what is allowed, as far as there is room.

        Args:
            place: The number that is edited.
            width: Columns there are.
        """
        names = self._number_names(place)
        low, high = (general(number) for number in (PARAMETER.low, PARAMETER.high))
        ranges = _(" (← → {low} to {high})").format(low=low, high=high), f" (← → ±{high})", " (← →)", ""
        return _first_that_fits([name + more for more in ranges for name in names], width)


def fitting_clauses(text: str, width: int) -> str:
    """A sentence up to the last comma before which it fits; with an ellipsis where even its beginning is too long.

    Args:
        text: The sentence.
        width: Columns there are.
    """
    clauses = text.split(", ")
    for count in range(len(clauses), 0, -1):
        begun = ", ".join(clauses[:count])
        if len(begun) <= width:
            return begun
    return text[: max(0, width - 1)] + "…"


def _first_that_fits(texts: Sequence[str], width: int) -> str:
    return next((text for text in texts if len(text) <= width), texts[-1])


def node_title(node: tuple[int, int] | None, experiment: Experiment, width: int) -> str:
    """What a picture of a node is titled: "Output" for that neuron and for None.

    Args:
        node: Which.
        experiment: Whose network it is in.
        width: Columns there are.
    """
    if node is None or (node[0] > len(experiment.hidden_layers) and experiment.sizes[-1] == 1):
        return _("Output")
    name = _first_that_fits([node_name(experiment, node), short_node_name(experiment, node)], width)
    return name if node[0] == 0 else name.capitalize()
