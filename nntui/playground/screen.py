"""The playground: joins panels and session. It holds no knowledge of its own."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.widget import Widget

from nntui.drawing.axes import axis_width
from nntui.drawing.palette import DEFAULT_PALETTE, ColorLevel, make_palette
from nntui.engine.features import FEATURES
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.user_points import LABELS
from nntui.keys.actions import ACTIONS, keys_of
from nntui.playground import presenter
from nntui.playground.file_commands import FileCommands
from nntui.playground.hiding import CAN_BE_HIDDEN, HIDEABLE, hidden_actions, hideable
from nntui.playground.layout import FULL_HEIGHT, FULL_WIDTH, PanelLayout, compute_layout
from nntui.playground.painting import Painting
from nntui.playground.panels import DataPanel, OutputPanel, ParametersBar, StatusBar
from nntui.playground.playback import Playing
from nntui.playground.redraw import RedrawScheduler
from nntui.session.link_extras import LinkExtras
from nntui.session.pacing import FRAME_RATE, SPEED
from nntui.session.session import TrainingSession
from nntui.storage.autosave import Autosave
from nntui.training.neuron_sum import sum_of
from nntui.training.snapshot import Snapshot
from nntui.widgets.cell_widget import PALETTE_VARIABLE
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.key_footer import KeyFooter
from nntui.widgets.messages import SettingChanged
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.sum_text import SumText
from nntui.widgets.toggle import Toggle

if TYPE_CHECKING:
    from nntui.formats.exports import ExportContext

_PAPER = 0xFFFFFF
_FULL = f"{FULL_WIDTH}×{FULL_HEIGHT}"


def commands() -> type[Provider]:
    """The commands; like the dialogs they are loaded when they are wanted, for the first picture does without them."""
    from nntui.playground.palette_commands import PlaygroundCommands

    return PlaygroundCommands


class PlaygroundScreen(FileCommands, Playing, Painting, inherit_bindings=False):
    """The one screen with everything on it.

    Args:
        session: The running experiment.
        notes: Sentences to tell at first.
        frame_rate: Frames per second at first; the training does not depend on it.
        width: Columns of the terminal.
        file: The file that the work was opened from.
        autosave: Saves the work by itself, if it is to be saved.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(action.binding for action in ACTIONS),
        # For controls that have no use for an arrow of their own: whoever knows only arrows gets everywhere.
        Binding("down,right", "app.focus_next", "Next control", show=False),
        Binding("up,left", "app.focus_previous", "Control before", show=False),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {commands}
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (64, "-narrow"), (100, "-wide")]  # noqa: RUF012 (no ClassVar in Textual either)

    class Published(Message):
        """The session has something new. Many of them at once are one.

        Args:
            by_person: Whether a key or the mouse has done it; then it is shown at once.
        """

        def __init__(self, by_person: bool) -> None:
            super().__init__()
            self.by_person = by_person

        def can_replace(self, message: Message) -> bool:
            """A newer one says all that an older one said."""
            return isinstance(message, PlaygroundScreen.Published) and message.by_person >= self.by_person

    def __init__(
        self,
        session: TrainingSession,
        notes: tuple[str, ...] = (),
        frame_rate: float = FRAME_RATE.default,
        width: int = FULL_WIDTH,
        file: Path | None = None,
        autosave: Autosave | None = None,
    ) -> None:
        # With the class that Textual would give it at the first resize: to change it later styles every widget again.
        size = next(name for least, name in reversed(self.HORIZONTAL_BREAKPOINTS) if width >= least)
        super().__init__(session, file=file, autosave=autosave, classes=size)
        self._redraws = RedrawScheduler(self, self._draw_frame, frame_rate)
        self._notes = notes
        self._panels = compute_layout(80, 24)
        self._shown_snapshot: Snapshot | None = None
        self._shown_link_extras: LinkExtras | None = None
        self._shown_node: tuple[int, int] | None = None
        self._is_ready = False
        self._thread = threading.get_ident()
        self._laid_out_for = Size(0, 0)

    def compose(self) -> ComposeResult:
        """The panels, in reading order."""
        experiment = self._session.experiment
        yield StatusBar(id="status")
        yield ParametersBar(experiment, id="parameters")
        with Horizontal(id="panels"):
            yield DataPanel(experiment, id="data", classes="panel")
            with Vertical(id="network-panel", classes="panel") as network:
                network.border_title = "Network"
                yield NetworkDiagram(experiment, id="network")
            yield OutputPanel(experiment, id="output", classes="panel")
        yield KeyFooter(show_command_palette=True)

    @property
    def diagram(self) -> NetworkDiagram:
        """The diagram of the network."""
        return self.query_one(NetworkDiagram)

    @property
    def output(self) -> OutputPanel:
        """The Output panel."""
        return self.query_one(OutputPanel)

    @property
    def shown_epoch(self) -> int:
        """The epoch that is on the screen; −1 before the first."""
        return -1 if self._shown_snapshot is None else self._shown_snapshot.epoch

    def on_mount(self) -> None:
        """Joins the session."""
        self._is_ready = True
        self._laid_out_for = self.app.size
        self._apply(compute_layout(*self.app.size, self._axis_width))
        self._session.listener = self._listen
        self._set_frame_rate(self._redraws.rate)
        self.tell("Please note", self._notes)
        self._show_all()

    def on_unmount(self) -> None:
        """Leaves the session."""
        self._session.listener = None

    def _listen(self) -> None:
        """Called by the session: from its own thread for an epoch, from ours for what a key has changed."""
        if self._autosave is not None:
            self._autosave.touch()
        by_person = threading.get_ident() == self._thread
        if by_person or not self._redraws.is_due:  # what is due shows the newest anyway
            self.post_message(self.Published(by_person))

    # From the session to the widgets

    @on(Published)
    def _on_published(self, message: Published) -> None:
        self._redraws.ask(message.by_person)

    def _show_all(self) -> None:
        """Shows the newest state of everything; what has not changed repaints nothing."""
        self._redraws.redraw_now()

    def _draw_frame(self) -> None:
        if not self._is_ready or self.query_one_optional(SumText) is None:  # it comes too early, or on the way out
            return
        session = self._session
        snapshot = session.snapshot
        before = self._shown_snapshot
        self._shown_snapshot = snapshot
        link_extras, shown_link_extras = session.link_extras, self._shown_link_extras
        self._shown_link_extras = link_extras
        if before is None or snapshot.experiment != before.experiment or link_extras is not shown_link_extras:
            self._show_experiment(snapshot.experiment)
            self._hide(link_extras)
        counters = presenter.counters(snapshot, self.size.width, self._panels.is_complete)
        self.query_one(StatusBar).update_from(session.playing, session.speed, counters)
        if snapshot is not before or link_extras is not shown_link_extras:
            self._show_snapshot(snapshot)
        self._show_failure()
        for notice in session.take_notices():
            severity: SeverityLevel = "error" if notice.failed else "information"
            self.notify(notice.text, severity=severity, timeout=8, markup=False)

    def _show_failure(self) -> None:
        """As long as the work is not saved by itself, that stays to be seen."""
        failed = self._autosave is not None and self._autosave.failure
        panel, words = self.query_one("#network-panel"), "not saved by itself: w saves" if failed else ""
        if (panel.border_subtitle or "") != words:
            panel.border_subtitle = words

    def _show_experiment(self, experiment: Experiment) -> None:
        for stepper in self.query(Stepper):
            if stepper.setting.name in SETTINGS and stepper.id != "dataset":
                stepper.value = getattr(experiment, stepper.setting.name)
        for toggle in self.query(Toggle):
            toggle.value = getattr(experiment, toggle.setting.name)
        self.query_one(DataPanel).update_from(experiment, self._session.sample)
        if self.output.grid.brush is not None:
            self.output.grid.paint(LABELS[experiment.problem] if experiment.uses_user_points else ())
        if self._panels.has_axes and self._panels.axis_width != self._axis_width:
            self._apply(compute_layout(*self.app.size, self._axis_width))

    @property
    def _axis_width(self) -> int:
        return axis_width(self._session.experiment.used_points.units.x2)

    def _hide(self, link_extras: LinkExtras) -> None:
        """Hides the controls that a link asks to hide."""
        for control, selector in HIDEABLE.items():
            for widget in self.query(selector):
                widget.set_class(control in link_extras.hidden, "-hidden")
        self.diagram.has_layer_buttons = "numHiddenLayers" not in link_extras.hidden
        count = len(link_extras.asked_to_hide & CAN_BE_HIDDEN)
        words = f"v hides {count}" if link_extras.is_revealed else f"{count} hidden · v"
        self.query_one(DataPanel).border_subtitle = words if count else ""
        self.query_one(KeyFooter).hidden_actions = hidden_actions(self, link_extras)
        self.refresh_bindings()
        if self.focused is not None and not is_in_sight(self.focused):
            self.set_focus(None)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        network, link_extras = snapshot.network(), self._session.link_extras
        self.diagram.hint = self._hint if not snapshot.epoch and not self._session.playing else ""
        hidden = frozenset(feature.name for feature in FEATURES.values() if feature.link_name in link_extras.hidden)
        dead = None if snapshot.dead is None else snapshot.dead.tolist()
        self.diagram.update_from(snapshot.experiment, network, dead, hidden)
        self._show_output(snapshot)

    @property
    def _hint(self) -> str:
        """What to do first."""
        if "playButton" in self.link_extras.hidden:
            return ""
        play, help_ = (keys_of(self.app, action) for action in ("play", "help"))
        return f"{play if len(play) == 1 else play.capitalize()} plays, {help_} helps"

    def _show_output(self, snapshot: Snapshot) -> None:
        # Asked for, and not kept: the node of a message may have gone with the layer it was in.
        self.output.update_from(snapshot, self._session.sample, self.diagram.shown_node, self._panels)

    @on(NetworkDiagram.NodeShown)
    def _on_node_shown(self, message: NetworkDiagram.NodeShown) -> None:
        if message.node != self._shown_node:
            self._shown_node = message.node
            self._show_newest()

    @on(DecisionGrid.CrosshairMoved)
    def _on_crosshair_moved(self) -> None:
        self._show_newest()

    def _show_newest(self) -> None:
        """The Output panel of the frame that is on the screen; a newer one is on its way."""
        if self._shown_snapshot is not None:
            self._show_output(self._shown_snapshot)

    def on_resize(self, event: Resize) -> None:
        """Shares the terminal out anew.

        By the size of the terminal as it is, not by that of the event: of two events on their way each would undo the
        other's layout, which makes new events, for ever. And the first may come before the panels hold their widgets.
        """
        panels = compute_layout(*self.app.size, self._axis_width)
        if not self._is_ready or (panels == self._panels and self.app.size == self._laid_out_for):
            return
        self._laid_out_for = self.app.size
        self._apply(panels)
        if self.focused is not None and not is_in_sight(self.focused):
            self.set_focus(None)
        self._shown_snapshot = None
        self.call_after_refresh(self._show_all)

    def _apply(self, layout: PanelLayout) -> None:
        self._panels = layout
        for name, width in (
            ("#data", layout.data_width),
            ("#network-panel", layout.network_width),
            ("#output", layout.output_width),
        ):
            panel = self.query_one(name)
            panel.display = width > 0
            panel.styles.width = width
        self.query_one(DataPanel).apply(layout)
        self.output.apply(layout)
        self.query_one(ParametersBar).display = layout.has_parameters

    # From the widgets to the session

    @on(SettingChanged)
    def _on_setting_changed(self, message: SettingChanged) -> None:
        session = self._session
        try:
            if message.name == SPEED.name:
                session.set_speed(message.change(session.speed))
            else:
                session.change(**{message.name: message.change(getattr(session.experiment, message.name))})
        except SettingError as error:
            self.notify(str(error), severity="error", timeout=6, markup=False)

    @on(NetworkDiagram.ParameterChanged)
    def _on_parameter_changed(self, message: NetworkDiagram.ParameterChanged) -> None:
        if message.sizes == self._session.experiment.sizes:
            self._session.set_parameter(message.parameter, message.value, merge=message.merge)

    def action_change_frame_rate(self, direction: int) -> None:
        """More or fewer frames a second."""
        self._set_frame_rate(FRAME_RATE.step(self._redraws.rate, direction))

    def _set_frame_rate(self, rate: float) -> None:
        self._redraws.rate = self._session.frame_rate = rate
        self.output.border_subtitle = FRAME_RATE.display(rate)

    def action_change_neurons(self, by: int) -> None:
        """More or fewer neurons in the layer under the cursor."""
        self.diagram.change_neurons(self.diagram.cursor_layer, by)

    @hideable("numHiddenLayers")
    def action_add_layer(self) -> None:
        """One hidden layer more."""
        self.diagram.add_layer()

    @hideable("numHiddenLayers")
    def action_remove_layer(self) -> None:
        """One hidden layer less."""
        self.diagram.remove_layer()

    def shown(self) -> "ExportContext":
        """What there is to take away."""
        from nntui.formats.exports import ExportContext

        name = self.app.theme_variables.get(PALETTE_VARIABLE, DEFAULT_PALETTE)
        palette = make_palette(name, _PAPER, ColorLevel.TRUECOLOR)
        session, node = self._session, self.diagram.shown_node
        return ExportContext(session.snapshot, session.sample, node, palette, self.app.export_screenshot)

    def action_go(self, place: str) -> None:
        """Moves the focus to a panel."""
        first = {"data": "#problem", "parameters": "#learning-rate", "output": "#grid"}
        target = self.query_one(first.get(place, "#network"))
        if not is_in_sight(target) and place in first and is_in_sight(self.query_one(f"#{place}")):
            # A link may hide the first control of a panel, and then the next one is gone to.
            inside = self.query_one(f"#{place}").query("*").results(Widget)
            target = next((each for each in inside if each.focusable and is_in_sight(each)), target)
        if not is_in_sight(target):
            words = (
                "is hidden, as the link asks: v shows it" if self.link_extras.hidden else f"is shown from {_FULL} on"
            )
            self.notify(f"{place.capitalize()} {words}", severity="warning")
            return
        self.set_focus(target)
        if target is self.diagram:
            self.diagram.go_to(0 if place == "features" else 1)

    def action_jump(self) -> None:
        """Shows a letter on every control; the next key goes there."""
        from nntui.dialogs.jump import JumpScreen

        def go(target: Widget | None) -> None:
            if target is not None:
                self.set_focus(target)

        self.app.push_screen(JumpScreen(list(self.focus_chain)), go)

    def action_help(self) -> None:
        """Explains what has the focus, and the keys."""
        from nntui.dialogs.help import HelpScreen

        self.app.push_screen(HelpScreen(self.focused))

    def action_inspect(self) -> None:
        """Reads the neuron under the cursor as its sum; the output neuron when the cursor is on none."""
        from nntui.dialogs.inspect import InspectScreen

        # Of the frame that is on the screen: a newer one may have lost the layer that the cursor is in.
        place, snapshot = self.diagram.shown_place, self._shown_snapshot or self._session.snapshot
        node = place.node if place is not None and place.layer > 0 else self.diagram.output_node
        reading = sum_of(snapshot.experiment, snapshot.network(), node, *self.output.grid.crosshair)
        self.app.push_screen(InspectScreen(reading, snapshot.epoch))


def is_in_sight(widget: Widget) -> bool:
    """Whether a widget is shown, and everything that it stands in."""
    return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
