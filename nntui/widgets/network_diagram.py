"""The network: features, hidden layers and links, with a cursor that walks the nodes."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from textual.binding import Binding, BindingType
from textual.events import Blur, Click, Focus, Leave, MouseMove
from textual.message import Message

from nntui.drawing.cells import Cells
from nntui.drawing.diagram import Scene, count_spot, draw_diagram, title_spot
from nntui.drawing.geometry import COUNT_ROW, TITLE_ROW, Geometry, Node, lay_out
from nntui.drawing.sampling import sample_layers
from nntui.engine.experiment import HIDDEN_LAYERS, INPUT_FEATURES, Experiment
from nntui.engine.features import FEATURES
from nntui.engine.network import Network
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import SettingChanged

FloatArray = NDArray[np.float64]

_NAMES = tuple(FEATURES)
_WIDEST_LAYER = HIDDEN_LAYERS.widest


class NetworkDiagram(CellWidget, can_focus=True):
    """Draws the network. The arrows walk its nodes, Enter switches a feature."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1, 0)", "The layer before", show=False),
        Binding("right,l", "walk(1, 0)", "The next layer", show=False),
        Binding("up,k", "walk(0, -1)", "The node above", show=False),
        Binding("down,j", "walk(0, 1)", "The node below", show=False),
        Binding("enter", "switch", "Switch the feature on or off", show=False),
        Binding("escape", "leave", "Show the output again", show=False),
    ]

    HELP = (
        "The arrows or h j k l walk the features, the neurons and the output; the Output panel shows what the cursor "
        "is on, and Escape gives it back to the network's output. Enter switches a feature on or off. + and - change "
        "the neurons of the layer under the cursor, ] and [ add and remove a layer. A blue link has a positive weight, "
        "an orange one a negative weight; the thicker, the larger."
    )

    DEFAULT_CSS = """
    NetworkDiagram {
        width: 1fr;
        height: 1fr;
    }
    """

    class NodeShown(Message):
        """The Output panel should show a node.

        Attributes:
            node: (layer, index), layer 0 for the features; None for the network's output.
        """

        def __init__(self, node: tuple[int, int] | None) -> None:
            super().__init__()
            self.node = node

    def __init__(self, experiment: Experiment, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._experiment = experiment
        self._network: Network | None = None
        self._cursor = (0, 0)
        self._hovered: tuple[int, int] | None = None
        self._shows_cursor = False
        self.hint = ""

    @property
    def cursor_layer(self) -> int:
        """The hidden layer that the cursor is on or nearest to, from 1; 0 if there is none."""
        return min(max(1, self._cursor[0]), len(self._experiment.hidden_layers))

    @property
    def geometry(self) -> Geometry:
        """Where everything stands."""
        width, height = self.content_size
        return lay_out(width, height, len(FEATURES), self._experiment.hidden_layers, self._cursor)

    def show(self, experiment: Experiment, network: Network) -> None:
        """Shows another state of the network."""
        self._experiment, self._network = experiment, network
        self._cursor = self._nearest(*self._cursor)
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the diagram."""
        network = self._network
        if network is None or cells.height < COUNT_ROW + 3:
            return
        geometry = self.geometry
        layers = geometry.layers
        node = layers[1][0].area
        experiment = self._experiment
        scene = Scene(
            features=experiment.features,
            layers=network.layers,
            values=sample_layers(network, experiment.features, node.width, node.height),
            discretize=experiment.discretize,
            cursor=self._shown_node() or (self._cursor if self.has_focus else None),
            words=self._words(),
        )
        draw_diagram(cells, geometry, scene, self.palette, self.behind, self.accent)

    def _words(self) -> str:
        node = self._shown_node()
        if node is None or self._network is None:
            return self.hint
        layer, index = node
        if layer == 0:
            name = _NAMES[index]
            state = "on, Enter switches it off" if name in self._experiment.features else "off, Enter switches it on"
            return f"{FEATURES[name].label}: {state}"
        bias = self._network.layers[layer - 1][-1, index]
        if layer == len(self._experiment.hidden_layers) + 1:
            return f"Output neuron, bias {bias:.2f}"
        return f"Layer {layer}, neuron {index + 1}, bias {bias:.2f}"

    def _shown_node(self) -> tuple[int, int] | None:
        if self._hovered is not None:
            return self._hovered
        return self._cursor if self._shows_cursor and self.has_focus else None

    # The cursor

    def go_to(self, layer: int) -> None:
        """Puts the cursor on a layer: 0 for the features, 1 for the first hidden layer."""
        self._move_to(*self._nearest(layer, self._cursor[1] if self._cursor[0] == layer else 0))

    def _size_of(self, layer: int) -> int:
        counts = self._experiment.hidden_layers
        return len(FEATURES) if layer == 0 else counts[layer - 1] if layer <= len(counts) else 1

    def _nearest(self, layer: int, index: int) -> tuple[int, int]:
        layer = min(max(0, layer), len(self._experiment.hidden_layers) + 1)
        return layer, min(max(0, index), self._size_of(layer) - 1)

    def _move_to(self, layer: int, index: int) -> None:
        self._cursor = (layer, index)
        self._hovered = None
        self._shows_cursor = True
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.NodeShown(self._shown_node()))
        self.repaint()

    def action_walk(self, layers: int, nodes: int) -> None:
        """Moves the cursor; to another layer, to the node at about the same height."""
        layer, index = self._cursor
        if layers:
            share = (index + 0.5) / self._size_of(layer)
            layer = self._nearest(layer + layers, 0)[0]
            index = int(share * self._size_of(layer))
        self._move_to(*self._nearest(layer, index + nodes))

    def action_switch(self) -> None:
        """Switches the feature under the cursor."""
        if self._cursor[0] == 0:
            self._switch(self._cursor[1])

    def action_leave(self) -> None:
        """Gives the Output panel back to the network's output."""
        self._shows_cursor = False
        self._hovered = None
        self._tell()

    def _switch(self, index: int) -> None:
        features = set(self._experiment.features) ^ {_NAMES[index]}
        self.post_message(SettingChanged(INPUT_FEATURES.name, INPUT_FEATURES.check(features)))

    # The layers

    def change_neurons(self, layer: int, by: int) -> None:
        """Adds neurons to a hidden layer, or takes some away."""
        counts = list(self._experiment.hidden_layers)
        if 1 <= layer <= len(counts) and 1 <= counts[layer - 1] + by <= _WIDEST_LAYER:
            counts[layer - 1] += by
            self.post_message(SettingChanged(HIDDEN_LAYERS.name, tuple(counts)))
        elif layer:
            self.app.notify(f"A hidden layer has 1 to {_WIDEST_LAYER} neurons", severity="warning")
        else:
            self.app.notify("There is no hidden layer: ] adds one", severity="warning")

    def add_layer(self) -> None:
        """Adds a hidden layer behind the one under the cursor; like the web page's, it has 2 neurons."""
        counts = list(self._experiment.hidden_layers)
        if len(counts) >= HIDDEN_LAYERS.most:
            self.app.notify(f"There are up to {HIDDEN_LAYERS.most} hidden layers", severity="warning")
            return
        at = self.cursor_layer if self.has_focus else len(counts)
        counts.insert(at, 2)
        self.post_message(SettingChanged(HIDDEN_LAYERS.name, tuple(counts)))

    def remove_layer(self) -> None:
        """Removes the hidden layer under the cursor, or the last."""
        counts = list(self._experiment.hidden_layers)
        if not counts:
            self.app.notify("There is no hidden layer to remove", severity="warning")
            return
        del counts[(self.cursor_layer if self.has_focus else len(counts)) - 1]
        self.post_message(SettingChanged(HIDDEN_LAYERS.name, tuple(counts)))

    # Focus and mouse

    def on_focus(self, event: Focus) -> None:
        """Shows where the cursor is."""
        self._shows_cursor = True
        self._tell()

    def on_blur(self, event: Blur) -> None:
        """Gives the Output panel back."""
        self._shows_cursor = False
        self._tell()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Shows what the mouse is on."""
        node = self._node_at(event.x, event.y)
        hovered = (node.layer, node.index) if node else None
        if hovered != self._hovered:
            self._hovered = hovered
            self._tell()

    def on_leave(self, event: Leave) -> None:
        """Gives the Output panel back."""
        if self._hovered is not None:
            self._hovered = None
            self._tell()

    def _node_at(self, x: int, y: int) -> Node | None:
        return self.geometry.node_at(x, y)

    def on_click(self, event: Click) -> None:
        """Switches a feature, goes to a neuron, or presses − or + over the layers."""
        node = self._node_at(event.x, event.y)
        if node is not None:
            self._cursor = (node.layer, node.index)
            if node.layer == 0:
                self._switch(node.index)
            self._tell()
        elif event.y == TITLE_ROW:
            self._press(
                event.x, title_spot(self.geometry), lambda by: self.add_layer() if by > 0 else self.remove_layer()
            )
        elif event.y == COUNT_ROW:
            for layer in range(1, len(self._experiment.hidden_layers) + 1):
                self._press(event.x, count_spot(self.geometry, layer), partial(self.change_neurons, layer))

    def _press(self, x: int, spot: tuple[int, str], action: Callable[[int], None]) -> None:
        column, text = spot
        if not text.startswith("−"):
            return
        if x in (column, column + 1):
            action(-1)
        elif x in (column + len(text) - 1, column + len(text) - 2):
            action(1)
