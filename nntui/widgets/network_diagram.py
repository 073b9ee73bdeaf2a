"""The network: features, hidden layers and edges, with a cursor that walks everything in it and edits the numbers."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Blur, Click, Focus, Key, Leave, MouseMove, Resize
from textual.message import Message

from nntui.drawing.cells import Area, Cells
from nntui.drawing.diagram import Ink, Scene, count_spot, draw_diagram, edge_picture, title_spot
from nntui.drawing.geometry import COUNT_ROW, TITLE_ROW, Geometry, lay_out
from nntui.drawing.navigator import BIAS, DiagramNavigator, DiagramPosition, fitting_clauses, unseen_features
from nntui.drawing.sampling import sample_layers
from nntui.engine.arrays import BoolArray
from nntui.engine.features import all_names, name_at
from nntui.engine.network import Network
from nntui.experiment.experiment import PARAMETER, Experiment
from nntui.language import N_
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import FeatureSwitched, LayersEdited
from nntui.widgets.number_field import NumberField

NUDGE = 0.1
_FIELD_WIDTH = 10


class NetworkDiagram(CellWidget, can_focus=True):
    """Draws the network. The arrows walk it, Enter switches a feature or edits a weight or a bias.

    The cursor alone changes nothing else on the screen. To walk with it, to press Enter, to click a picture or to hover
    over one is to look at it: then it fills the Output panel.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1, 0)", N_("Towards the features"), show=False),
        Binding("right,l", "walk(1, 0)", N_("Towards the output"), show=False),
        Binding("up,k", "walk(0, -1)", N_("Up"), show=False),
        Binding("down,j", "walk(0, 1)", N_("Down"), show=False),
        Binding("enter", "use", N_("Switch the feature, or edit the number"), show=False),
        Binding("escape", "leave", N_("Show the output again"), show=False),
    ]

    HELP = N_(
        "The arrows or h j k l walk features, neurons and, between them, the numbers that a neuron adds up: its "
        "weights and its bias. The line below names what the cursor is on; a neuron or a feature fills the Output "
        "panel, and Escape gives that back. Enter switches a feature on or off and edits a weight or a bias: ← and "
        "→ nudge it, or type a number; on a weight or a bias a digit begins one at once. Elsewhere + and - change "
        "the neurons of the layer under the cursor, ] and [ add and remove a layer. A blue connection has a "
        "positive weight, an orange one a negative weight; the thicker, the larger. i reads the neuron under the "
        "cursor as its sum."
    )

    DEFAULT_CSS = """
    NetworkDiagram {
        width: 1fr;
        height: 1fr;
        & NumberField {
            dock: bottom;
            width: 10;
        }
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

    class ParameterChanged(Message):
        """The person wants another weight or bias.

        Attributes:
            sizes: Of the network that is meant, as `Experiment.sizes`; it may be another one by now.
            parameter: Its place in `Network.parameters`.
            value: The new value.
            merge: Whether it belongs to the change before.
        """

        def __init__(self, sizes: tuple[int, ...], parameter: int, value: float, merge: bool) -> None:
            super().__init__()
            self.sizes, self.parameter, self.value, self.merge = sizes, parameter, value, merge

    def __init__(self, experiment: Experiment, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._experiment = experiment
        self._plan = DiagramNavigator(experiment)
        self._network: Network | None = None
        self._dead: list[bool] | None = None
        self._dropped: BoolArray | None = None
        self._cursor = DiagramPosition(0, 0)
        self._hovered: DiagramPosition | None = None
        self._is_cursor_seen = self._is_looking = False
        self._hidden = unseen_features(experiment.features)
        self.hint = ""
        self.hint_first = False
        self.has_layer_buttons = True

    @property
    def cursor_layer(self) -> int:
        """The hidden layer that the cursor is on or nearest to, from 1; 0 if there is none."""
        return min(max(1, self._cursor.layer), len(self._experiment.hidden_layers))

    @property
    def chosen_layer(self) -> int | None:
        """The layer that the cursor is on, 0 for the features; None while the cursor is not seen."""
        return self._cursor.layer if self._is_cursor_seen else None

    @property
    def shown_node(self) -> tuple[int, int] | None:
        """The node that the Output panel should show, as (layer, index); None for the network's output."""
        place = self.shown_place if self._is_looking or self._hovered is not None else None
        return place.node if place is not None and place.is_node else None

    @property
    def is_looking(self) -> bool:
        """Whether a neuron or a feature fills the Output panel because the cursor has gone to it."""
        return self.has_focus and self._is_looking

    @property
    def output_node(self) -> tuple[int, int]:
        """The output neuron, as (layer, index)."""
        return self._plan.output_layer, 0

    @property
    def geometry(self) -> Geometry:
        """Where everything stands."""
        width, height = self.content_size
        experiment = self._experiment
        features = len(all_names(experiment.features))
        hidden_layers, outputs = experiment.hidden_layers, experiment.sizes[-1]
        return lay_out(width, height, features, hidden_layers, self._cursor.node, self._hidden, outputs)

    @property
    def shown_place(self) -> DiagramPosition | None:
        """What the mouse or the cursor is on; None if neither is seen."""
        if self._hovered is not None:
            return self._hovered
        return self._plan.nearest(self._cursor) if self._is_cursor_seen else None

    def update_from(
        self,
        experiment: Experiment,
        network: Network,
        dead: list[bool] | None = None,
        hidden: frozenset[str] = frozenset(),
        dropped: BoolArray | None = None,
    ) -> None:
        """Shows another state of the network.

        Args:
            experiment: Its settings.
            network: Its parameters.
            dead: For every parameter whether L1 has killed it; None if none is dead.
            hidden: Names of features that are not to be seen; one that is on is seen all the same.
            dropped: As of `Scene`.
        """
        unseen = unseen_features(experiment.features, hidden)
        self._dropped = dropped
        if experiment != self._experiment or unseen != self._hidden:
            self._hidden = unseen
            if experiment.sizes != self._experiment.sizes:
                self.query(NumberField).remove()  # the number it edits is another one now, or none
                self._is_looking = False
            self._experiment = experiment
            self._plan = DiagramNavigator(experiment, unseen)
            self._cursor = self._plan.nearest(self._cursor)
            self._hovered = None
            self._network, self._dead = network, dead
            self._tell()
            return
        self._network, self._dead = network, dead
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the diagram."""
        network = self._network
        if network is None or cells.height < COUNT_ROW + 3:
            return
        geometry = self.geometry
        node = geometry.layers[1][0].area
        experiment = self._experiment
        place = self.shown_place
        scene = Scene(
            features=experiment.features,
            layers=network.layers,
            values=sample_layers(network, experiment.features, node.width, node.height),
            discretize=experiment.discretize,
            cursor=place,
            words=self._hint() if place is None else self._words(place, network),
            has_layer_buttons=self.has_layer_buttons,
            points=experiment.used_points,
            dropped=self._dropped,
        )
        draw_diagram(cells, geometry, scene, Ink(self.palette, self.behind, self.accent))

    def _hint(self) -> str:
        return fitting_clauses(self.hint, self.content_size.width)

    def _words(self, place: DiagramPosition, network: Network) -> str:
        """What the cursor is on, or what is edited, in as many words as there is room for."""
        width = self.content_size.width
        if self._is_editing:
            return self._plan.describe_range(self._plan.nearest(self._cursor), width - _FIELD_WIDTH - 1)
        if self.hint_first and self.hint:
            return self._hint()
        return self._plan.describe(place, network, self._dead, width)

    def is_dead(self, place: DiagramPosition) -> bool:
        """Whether a place is a weight that L1 has killed."""
        parameter = self._plan.parameter(self._plan.nearest(place))
        return self._dead is not None and parameter is not None and self._dead[parameter]

    def areas_at_work(self) -> list[Area]:
        """Where on the screen the cursor is, and the line that says what it is on."""
        x, y = self.content_region.offset
        geometry = self.geometry
        areas = [Area(x, y + geometry.word_row, self.content_size.width, 1)]
        node = geometry.nodes.get(self._cursor.node)
        if node is not None:
            left = node.area.x - 1 if node.layer else 0
            areas.append(Area(x + left, y + node.area.y, node.area.x + node.area.width + 1 - left, node.area.height))
        return areas

    # The cursor

    def go_to(self, layer: int) -> None:
        """Puts the cursor on the first node of a layer: 0 for the features, 1 for the first hidden layer."""
        self._is_looking = False
        self._move_to(self._plan.nearest(DiagramPosition(layer, 0)))

    def place_cursor(self, layer: int) -> None:
        """Puts the cursor on a hidden layer that is new and will be shown next, so that the next key changes that."""
        self._is_looking = False
        self._cursor = DiagramPosition(layer, 0)

    def _move_to(self, place: DiagramPosition) -> None:
        self._cursor = place
        self._hovered = None
        self._is_cursor_seen = True
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.NodeShown(self.shown_node))
        self.repaint()

    def action_walk(self, right: int, down: int) -> None:
        """Moves the cursor, and looks at what it comes to."""
        self._is_looking = True
        self._move_to(self._plan.walk(self._cursor, right, down))

    def action_use(self) -> None:
        """Switches the feature under the cursor, or edits its number; of a neuron, its bias."""
        place = self._cursor
        if place.is_node and place.layer == 0:
            self._switch(place.index)
            return
        self._is_looking = True
        if place.is_node:
            self._move_to(DiagramPosition(place.layer, place.index, BIAS))
        self._edit()

    def action_leave(self) -> None:
        """Gives the Output panel back to the network's output."""
        self._is_cursor_seen = self._is_looking = False
        self._hovered = None
        self._tell()

    def _switch(self, index: int) -> None:
        self.post_message(FeatureSwitched(name_at(index, self._experiment.features)))

    # A number

    @property
    def _is_editing(self) -> bool:
        return any(not field.is_done for field in self.query(NumberField))

    def on_key(self, event: Key) -> None:
        """On a weight or a bias a character that begins a number begins to type it, whatever key it is elsewhere."""
        character = event.character or ""
        if self.has_focus and self.takes_digits and PARAMETER.begins(character):
            event.stop()
            event.prevent_default()
            self._edit(character)

    @property
    def takes_digits(self) -> bool:
        """Whether a digit begins a number: the cursor is on a weight or a bias."""
        return self._is_cursor_seen and not self._cursor.is_node

    def _edit(self, typed: str = "") -> None:
        """Opens a field for the number under the cursor, with what is typed already."""
        parameter = self._plan.parameter(self._cursor)
        if parameter is None or self._network is None or self._is_editing:
            return
        field = NumberField(float(self._network.parameters[parameter]), NUDGE, typed)
        field.parameter, field.sizes = parameter, self._experiment.sizes
        self.mount(field)
        self._put_at_the_right(field)
        self.screen.set_focus(field)  # at once, so that the next key is typed into it
        self.repaint()

    def _put_at_the_right(self, field: NumberField) -> None:
        """Leaves what the field is for in sight."""
        field.styles.margin = (0, 0, 0, max(0, self.size.width - _FIELD_WIDTH))

    def on_resize(self, event: Resize) -> None:
        """The field for a number stays at the right edge."""
        for field in self.query(NumberField):
            self._put_at_the_right(field)

    @on(NumberField.Edited)
    def _on_number(self, message: NumberField.Edited) -> None:
        message.stop()
        field = message.field
        self.post_message(self.ParameterChanged(field.sizes, field.parameter, message.value, message.merge))

    @on(NumberField.Finished)
    def _on_number_left(self, message: NumberField.Finished) -> None:
        message.stop()
        message.field.remove()
        if not self.has_focus:
            self._is_cursor_seen = self._is_looking = False
            self._tell()
        self.call_after_refresh(self.repaint)

    # Focus and mouse

    def on_focus(self, event: Focus) -> None:
        """Shows where the cursor is."""
        self._is_cursor_seen = True
        self._tell()

    def on_blur(self, event: Blur) -> None:
        """Gives the Output panel back, unless the focus only goes to the field for a number."""
        if not self._is_editing:
            self._is_cursor_seen = self._is_looking = False
        self._tell()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Shows what the mouse is on."""
        hovered = self._place_at(event.x, event.y)
        if hovered != self._hovered:
            self._hovered = hovered
            self._tell()

    def on_leave(self, event: Leave) -> None:
        """Gives the Output panel back."""
        if self._hovered is not None:
            self._hovered = None
            self._tell()

    def _place_at(self, x: int, y: int) -> DiagramPosition | None:
        geometry = self.geometry
        node = geometry.node_at(x, y)
        if node is not None:
            return DiagramPosition(node.layer, node.index)
        for node in geometry.nodes.values():
            area = node.area
            if node.layer and (x, y) == (area.x - 1, area.y + area.height - 1):
                return DiagramPosition(node.layer, node.index, BIAS)
        network = self._network
        if network is None or not 0 <= x < geometry.width:
            return None
        ends = edge_picture(geometry, self._experiment.features).at(x, y, network.layers)
        return None if ends is None else DiagramPosition(*ends[1], ends[0][1])

    def on_click(self, event: Click) -> None:
        """Switches a feature, goes to a neuron, edits a weight or a bias, or presses − or + over the layers."""
        place = self._place_at(event.x, event.y)
        if place is not None:
            self._cursor, self._is_looking = place, True
            if place.layer == 0:
                self._switch(place.index)
            elif not place.is_node:
                self._edit()
            self._tell()
        elif event.y == TITLE_ROW:
            self._press(event.x, title_spot(self.geometry, self.has_layer_buttons), self._add_or_remove)
        elif event.y == COUNT_ROW:
            for layer in range(1, len(self._experiment.hidden_layers) + 1):
                self._press(event.x, count_spot(self.geometry, layer), partial(self._resize, layer))

    def _add_or_remove(self, by: int) -> None:
        self.post_message(LayersEdited("add" if by > 0 else "remove", None))

    def _resize(self, layer: int, by: int) -> None:
        self.post_message(LayersEdited("resize", layer, by))

    def _press(self, x: int, spot: tuple[int, str], action: Callable[[int], None]) -> None:
        column, text = spot
        if not text.startswith("−"):
            return
        reach = 2 if " " in text else 1  # with blanks around what they stand beside there is more to hit
        if column <= x < column + reach:
            action(-1)
        elif column + len(text) - reach <= x < column + len(text):
            action(1)
