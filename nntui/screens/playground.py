"""The playground: joins panels and session. It holds no knowledge of its own."""

import threading
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget

from nntui.drawing.neuron_sum import NeuronSum, sum_of
from nntui.engine.datasets import DATASETS
from nntui.engine.experiment import SETTINGS, Experiment
from nntui.engine.settings import SettingError
from nntui.engine.training import Frame
from nntui.notices import Goal
from nntui.screens import pictures
from nntui.screens.actions import ACTIONS
from nntui.screens.frames import FrameSchedule
from nntui.screens.layout import FULL_HEIGHT, FULL_WIDTH, PanelLayout, share_out
from nntui.screens.panels import DataPanel, OutputPanel, ParametersBar, StatusBar
from nntui.session import TrainingSession
from nntui.speed import FRAME_RATE, SPEED
from nntui.widgets.color_scale import ColorScale
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.key_footer import KeyFooter
from nntui.widgets.messages import SettingChanged
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.sum_text import SumText
from nntui.widgets.toggle import Toggle


def commands() -> type[Provider]:
    """The commands; like the dialogs they are loaded when they are wanted, for the first picture does without them."""
    from nntui.screens.commands import PlaygroundCommands

    return PlaygroundCommands


class PlaygroundScreen(Screen[None], inherit_bindings=False):
    """The one screen with everything on it.

    Args:
        session: The running experiment.
        notes: Sentences to tell at first.
        frame_rate: Frames per second at first; the training does not depend on it.
        width: Columns of the terminal.
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
    ) -> None:
        # With the class that Textual would give it at the first resize: to change it later styles every widget again.
        super().__init__(classes=next(name for least, name in reversed(self.HORIZONTAL_BREAKPOINTS) if width >= least))
        self._frames = FrameSchedule(self, self._draw_frame, frame_rate)
        self._session = session
        self._notes = notes
        self._panels = share_out(80, 24)
        self._shown_frame: Frame | None = None
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
        return -1 if self._shown_frame is None else self._shown_frame.epoch

    def on_mount(self) -> None:
        """Joins the session."""
        self._is_ready = True
        self._panels, self._laid_out_for = share_out(*self.app.size), self.app.size
        self._apply(self._panels)
        self._session.listener = self._listen
        self._set_frame_rate(self._frames.rate)
        if self._notes:
            self.notify(pictures.in_short(self._notes), title="Please note", timeout=12, markup=False)
        self._show_all()

    def on_unmount(self) -> None:
        """Leaves the session."""
        self._session.listener = None

    def _listen(self) -> None:
        """Called by the session: from its own thread for an epoch, from ours for what a key has changed."""
        by_person = threading.get_ident() == self._thread
        if by_person or not self._frames.is_due:  # what is due shows the newest anyway
            self.post_message(self.Published(by_person))

    # From the session to the widgets

    @on(Published)
    def _on_published(self, message: Published) -> None:
        self._frames.ask(message.by_person)

    def _show_all(self) -> None:
        """Shows the newest state of everything; what has not changed repaints nothing."""
        self._frames.show()

    def _draw_frame(self) -> None:
        if not self._is_ready or self.query_one_optional(SumText) is None:  # it comes too early, or on the way out
            return
        session = self._session
        frame = session.frame
        before = self._shown_frame
        self._shown_frame = frame
        if before is None or frame.experiment != before.experiment:
            self._show_experiment(frame.experiment)
        counters = pictures.counters(frame, self.size.width, self._panels.is_complete)
        self.query_one(StatusBar).show(session.playing, session.speed, counters)
        if frame is not before:
            self._show_frame(frame)
        for notice in session.take_notices():
            severity: SeverityLevel = "error" if notice.failed else "information"
            self.notify(notice.text, severity=severity, timeout=8, markup=False)

    def _show_experiment(self, experiment: Experiment) -> None:
        for stepper in self.query(Stepper):
            if stepper.setting.name in SETTINGS and stepper.id != "dataset":
                stepper.value = getattr(experiment, stepper.setting.name)
        for toggle in self.query(Toggle):
            toggle.value = getattr(experiment, toggle.setting.name)
        self.query_one(DataPanel).show(experiment, self._session.sample)
        self.query_one(ColorScale).show(experiment.discretize)

    def _show_frame(self, frame: Frame) -> None:
        network = frame.network()
        self.diagram.hint = "Space plays, ? helps" if not frame.epoch and not self._session.playing else ""
        self.diagram.show(frame.experiment, network, None if frame.dead is None else frame.dead.tolist())
        self._show_output(frame)

    def _show_output(self, frame: Frame) -> None:
        """Everything in the Output panel."""
        # Asked for, and not kept: the node of a message may have gone with the layer it was in.
        network, sample, node, layout = frame.network(), self._session.sample, self.diagram.shown_node, self._panels
        output, grid = self.output, self.output.grid
        predictions = pictures.predict(frame, network, sample)
        output.show_losses(pictures.losses(frame, predictions.accuracy, layout.output_width), frame.history)
        grid.show(
            pictures.grid_picture(
                frame, network, sample, predictions, node, layout.grid_width, layout.grid_height, layout.has_axes
            )
        )
        output.show_title(pictures.node_title(node, frame.experiment))
        reading = None
        if grid.is_crosshair_active:
            reading = pictures.readout(frame, network, sample, predictions.outputs, *grid.crosshair)
        output.show_readout(reading)
        output.show_sum(self._sum(node) if node is not None and node[0] > 0 and layout.plot_height > 1 else None)

    def _sum(self, node: tuple[int, int]) -> NeuronSum:
        frame = self._shown_frame or self._session.frame
        return sum_of(frame.experiment, frame.network(), node, *self.output.grid.crosshair)

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
        if self._shown_frame is not None:
            self._show_output(self._shown_frame)

    def on_resize(self, event: Resize) -> None:
        """Shares the terminal out anew.

        By the size of the terminal as it is, not by that of the event: of two events on their way each would undo the
        other's layout, which makes new events, for ever. And the first may come before the panels hold their widgets.
        """
        panels = share_out(*self.app.size)
        if not self._is_ready or (panels == self._panels and self.app.size == self._laid_out_for):
            return
        self._panels, self._laid_out_for = panels, self.app.size
        self._apply(panels)
        if self.focused is not None and not is_in_sight(self.focused):
            self.set_focus(None)
        self._shown_frame = None
        self.call_after_refresh(self._show_all)

    def _apply(self, layout: PanelLayout) -> None:
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

    def action_toggle_play(self) -> None:
        """Plays or pauses."""
        self._session.toggle()

    def action_step(self, epochs: int) -> None:
        """Trains some epochs."""
        self._session.step(epochs)

    def action_restart(self) -> None:
        """Back to the same first weights."""
        self._session.restart()

    def action_new_weights(self) -> None:
        """New first weights on the same data."""
        self._session.new_weights()

    def action_new_data(self) -> None:
        """New points from a new seed."""
        self._session.new_data()

    def action_change_speed(self, direction: int) -> None:
        """Faster or slower."""
        self._session.change_speed(direction)

    def action_change_frame_rate(self, direction: int) -> None:
        """More or fewer frames a second."""
        self._set_frame_rate(FRAME_RATE.step(self._frames.rate, direction))

    def _set_frame_rate(self, rate: float) -> None:
        self._frames.rate = self._session.frame_rate = rate
        self.output.border_subtitle = FRAME_RATE.show(rate)

    def action_undo(self) -> None:
        """Takes the last change back."""
        if self._session.can_undo:
            self._session.undo()
        else:
            self.notify("There is nothing to undo")

    def action_redo(self) -> None:
        """Makes it again."""
        if self._session.can_redo:
            self._session.redo()
        else:
            self.notify("There is nothing to redo")

    def action_choose_dataset(self, name: str) -> None:
        """Another data set, with its problem."""
        experiment, problems = self._session.experiment, DATASETS[name].problems
        problem = experiment.problem if experiment.problem in problems else problems[0]
        field = "dataset" if problem == "classification" else "regression_dataset"
        self._session.change(**{"problem": problem, field: name})

    def action_flip(self, name: str) -> None:
        """Switches a setting that is on or off."""
        value = not getattr(self._session.experiment, name)
        self._session.change(**{name: value})
        if not self.query(f"#{name.replace('_', '-')}"):
            self.notify(f"{SETTINGS[name].label} is {SETTINGS[name].show(value)}")

    def action_change_neurons(self, by: int) -> None:
        """More or fewer neurons in the layer under the cursor."""
        self.diagram.change_neurons(self.diagram.cursor_layer, by)

    def action_add_layer(self) -> None:
        """One hidden layer more."""
        self.diagram.add_layer()

    def action_remove_layer(self) -> None:
        """One hidden layer less."""
        self.diagram.remove_layer()

    def action_go(self, place: str) -> None:
        """Moves the focus to a panel."""
        first = {"data": "#problem", "parameters": "#learning-rate", "output": "#grid"}
        target = self.query_one(first.get(place, "#network"))
        if not is_in_sight(target):
            self.notify(f"{place.capitalize()} is shown from {FULL_WIDTH}×{FULL_HEIGHT} on", severity="warning")
            return
        self.set_focus(target)
        if target is self.diagram:
            self.diagram.go_to(0 if place == "features" else 1)

    def action_jump(self) -> None:
        """Shows a letter on every control; the next key goes there."""
        from nntui.screens.jump import JumpScreen

        def go(target: Widget | None) -> None:
            if target is not None:
                self.set_focus(target)

        self.app.push_screen(JumpScreen(list(self.focus_chain)), go)

    def action_help(self) -> None:
        """Explains what has the focus, and the keys."""
        from nntui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.focused))

    def action_inspect(self) -> None:
        """Reads the neuron under the cursor as its sum; the output neuron when the cursor is on none."""
        from nntui.screens.inspect import InspectScreen

        place = self.diagram.shown_place
        node = place.node if place is not None and place.layer > 0 else self.diagram.output_node
        self.app.push_screen(InspectScreen(self._sum(node), self._session.frame.epoch))

    def action_run_until(self) -> None:
        """Asks how far to train, and trains."""
        from nntui.screens.run_until import RunUntilScreen

        def run(goal: Goal | None) -> None:
            if goal is not None:
                self._session.run_until(goal)

        epoch = self._session.frame.epoch
        self.app.push_screen(RunUntilScreen((epoch // 100 + 1) * 100), run)


def is_in_sight(widget: Widget) -> bool:
    """Whether a widget is shown, and everything that it stands in."""
    return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
