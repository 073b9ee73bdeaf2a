"""The playground: lays the widgets out and joins them to the session. It holds no knowledge of its own."""

import math
from collections.abc import Callable
from time import monotonic
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Footer, Static

from nntui.drawing.sampling import sample_feature, sample_layers
from nntui.engine import experiment as settings
from nntui.engine.datasets import DATASETS
from nntui.engine.experiment import SETTINGS, Experiment
from nntui.engine.features import FEATURES
from nntui.engine.settings import Choice, Setting, SettingError
from nntui.engine.training import Frame, accuracy
from nntui.screens.actions import ACTIONS
from nntui.screens.commands import PlaygroundCommands
from nntui.screens.help import HelpScreen
from nntui.screens.layout import FULL_HEIGHT, FULL_WIDTH, PanelLayout, share_out
from nntui.screens.run_until import RunUntilScreen
from nntui.session import Goal, TrainingSession
from nntui.speed import SPEED
from nntui.widgets.color_scale import ColorScale
from nntui.widgets.data_picture import DataPicture
from nntui.widgets.dataset_gallery import DatasetGallery
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.messages import SettingChanged
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle

FloatArray = NDArray[np.float64]

FRAMES_PER_SECOND = 10.0
"""The display rate; the training does not depend on it."""


class PlaygroundScreen(Screen[None], inherit_bindings=False):
    """The one screen with everything on it.

    Args:
        session: The running experiment.
        notes: Sentences to tell at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(action.binding for action in ACTIONS),
        # For controls that have no use for an arrow of their own: whoever knows only arrows gets everywhere.
        Binding("down,right", "app.focus_next", "Next control", show=False),
        Binding("up,left", "app.focus_previous", "Control before", show=False),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {PlaygroundCommands}
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 (no ClassVar in Textual either)

    class Published(Message):
        """The session has something new. Many of them at once are one."""

        def can_replace(self, message: Message) -> bool:
            """A newer one says all that an older one said."""
            return isinstance(message, PlaygroundScreen.Published)

    def __init__(self, session: TrainingSession, notes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._session = session
        self._notes = notes
        self._panels = share_out(80, 24)
        self._shown_frame: Frame | None = None
        self._shown_node: tuple[int, int] | None = None
        self._last_drawn = -math.inf
        self._is_due = False

    def compose(self) -> ComposeResult:
        """The panels, in reading order."""
        experiment = self._session.experiment
        with Horizontal(id="status"):
            yield Button("▶ Play", id="play", compact=True, action="screen.toggle_play")
            yield Button("Step", id="step", compact=True, action="screen.step(1)")
            yield Button("Reset", id="reset", compact=True, action="screen.restart")
            yield Static("", id="counters", markup=False)
            yield Stepper(SPEED, self._session.speed, label="")
        with Horizontal(id="parameters"):
            yield self._stepper(settings.LEARNING_RATE)
            yield self._stepper(settings.ACTIVATION)
            yield self._stepper(settings.REGULARIZATION)
            yield self._stepper(settings.REGULARIZATION_RATE, "Rate")
        with Horizontal(id="panels"):
            with Vertical(id="data", classes="panel") as data:
                data.border_title = "Data"
                yield self._stepper(settings.PROBLEM, "")
                yield self._dataset_stepper()
                yield DataPicture(id="picture")
                yield self._stepper(settings.TRAIN_SHARE, "Training")
                yield self._stepper(settings.NOISE)
                yield self._stepper(settings.BATCH_SIZE)
                yield Stepper(settings.SEED, experiment.seed, typed=True)
                yield Button("New data", id="new-data", compact=True, action="screen.new_data")
                yield Static("", id="sizes", markup=False)
                yield DatasetGallery(id="gallery")
            with Vertical(id="network-panel", classes="panel") as network:
                network.border_title = "Network"
                yield NetworkDiagram(experiment, id="network")
            with Vertical(id="output", classes="panel") as output:
                output.border_title = "Output"
                yield Static("", id="losses", markup=False)
                yield DecisionGrid(id="grid")
                yield ColorScale(id="scale")
                with Horizontal(id="switches"):
                    yield Toggle(settings.SHOW_TEST_DATA, experiment.show_test_data, label="Test data")
                    yield Toggle(settings.DISCRETIZE, experiment.discretize, label="Discretize")
                yield LossPlot(id="plot")
        yield Footer(show_command_palette=True)

    def _stepper(self, setting: Setting, label: str | None = None) -> Stepper:
        return Stepper(setting, getattr(self._session.experiment, setting.name), label=label)

    def _dataset_stepper(self) -> Stepper:
        setting = dataset_setting(self._session.experiment)
        return Stepper(setting, getattr(self._session.experiment, setting.name), label="", id="dataset")

    def on_mount(self) -> None:
        """Joins the session."""
        self._session.listener = self._listen
        if self._notes:
            self.notify("\n".join(self._notes), title="What the link holds besides", timeout=20, markup=False)
        self._show_all()

    def on_unmount(self) -> None:
        """Leaves the session."""
        self._session.listener = None

    @property
    def shown_epoch(self) -> int:
        """The epoch that is on the screen; −1 before the first."""
        return -1 if self._shown_frame is None else self._shown_frame.epoch

    def _listen(self) -> None:
        """Called by the session from any thread."""
        self.post_message(self.Published())

    # From the session to the widgets

    @on(Published)
    def _on_published(self) -> None:
        now = monotonic()
        wait = self._last_drawn + 1 / FRAMES_PER_SECOND - now
        if wait <= 0:
            self._show_all()
        elif not self._is_due:
            self._is_due = True
            self.set_timer(wait, self._show_all)

    def _show_all(self) -> None:
        """Shows the newest state of everything; what has not changed repaints nothing."""
        self._is_due = False
        self._last_drawn = monotonic()
        session = self._session
        frame = session.frame
        before = self._shown_frame
        self._shown_frame = frame
        if before is None or frame.experiment != before.experiment:
            self._show_experiment(frame.experiment)
        self._show_play(frame)
        if frame is not before:
            self._show_frame(frame)
        for notice in session.take_notices():
            severity: SeverityLevel = "error" if notice.failed else "information"
            self.notify(notice.text, severity=severity, timeout=8, markup=False)

    def _show_experiment(self, experiment: Experiment) -> None:
        for stepper in self.query(Stepper):
            if stepper.id == "dataset":
                setting = dataset_setting(experiment)
                stepper.show(setting, getattr(experiment, setting.name))
            elif stepper.setting is not SPEED:
                stepper.value = getattr(experiment, stepper.setting.name)
        for toggle in self.query(Toggle):
            toggle.value = getattr(experiment, toggle.setting.name)
        sample = self._session.sample
        self.query_one(DataPicture).show(sample)
        dataset = dataset_setting(experiment)
        self.query_one(DatasetGallery).show(dataset.name, tuple(dataset.options), experiment.data.name)
        self.query_one("#sizes", Static).update(f"{sample.train_size} + {sample.test_size} points")
        self.query_one(ColorScale).show(experiment.discretize)

    def _show_play(self, frame: Frame) -> None:
        session = self._session
        self.query_one("#play", Button).label = "‖ Pause" if session.playing else "▶ Play"
        self.query_one("#speed", Stepper).value = session.speed
        self.query_one("#counters", Static).update(
            counters(frame, self.size.width, self._panels.is_complete), layout=False
        )

    def _show_frame(self, frame: Frame) -> None:
        network = frame.network()
        diagram = self.query_one(NetworkDiagram)
        diagram.hint = "Space plays, ? helps" if not frame.epoch and not self._session.playing else ""
        diagram.show(frame.experiment, network)
        self._show_losses(frame)
        self._show_grid(frame)
        self.query_one(LossPlot).show(frame.history)

    def _show_losses(self, frame: Frame) -> None:
        train, test = "", ""
        if frame.experiment.problem == "classification":
            shares = accuracy(frame, self._session.sample)
            word = "accuracy " if self._panels.output_width >= 36 else "✓"
            train, test = (f"{word}{_percent(share)}" for share in shares)
        self.query_one("#losses", Static).update(
            f"Test loss  {_loss(frame.test_loss)} {test}\nTrain loss {_loss(frame.train_loss)} {train}", layout=False
        )

    def _show_grid(self, frame: Frame) -> None:
        grid = self.query_one(DecisionGrid)
        width, height = self._panels.grid_width, self._panels.grid_height
        experiment = frame.experiment
        node = self._shown_node
        if node is not None and node[0] == 0:
            values = sample_feature(tuple(FEATURES)[node[1]], width, height)
        else:
            layers = sample_layers(frame.network(), experiment.features, width, height)
            layer, index = node if node and node[0] <= len(layers) else (len(layers), 0)
            values = layers[layer - 1][min(index, len(layers[layer - 1]) - 1)]
        grid.show(values, self._session.sample, experiment.discretize, experiment.show_test_data)
        panel, title = self.query_one("#output", Vertical), node_title(node, experiment)
        if panel.border_title != title:
            panel.border_title = title

    @on(NetworkDiagram.NodeShown)
    def _on_node_shown(self, message: NetworkDiagram.NodeShown) -> None:
        if message.node != self._shown_node:
            self._shown_node = message.node
            self._show_grid(self._session.frame)

    def on_resize(self, event: Resize) -> None:
        """Shares the terminal out anew."""
        self._panels = share_out(event.size.width, event.size.height)
        self._apply(self._panels)
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
        grid = self.query_one(DecisionGrid)
        grid.styles.width, grid.styles.height = layout.grid_width, layout.grid_height
        picture = self.query_one(DataPicture)
        picture.display = layout.picture_height > 0
        picture.styles.height = layout.picture_height
        gallery = self.query_one(DatasetGallery)
        gallery.display = layout.gallery_height > 0
        gallery.styles.height = layout.gallery_height
        self.query_one("#parameters").display = layout.has_parameters
        self.query_one("#scale").display = layout.has_legend
        self.query_one("#switches").display = layout.has_legend
        self.query_one("#plot").display = layout.plot_height > 0

    # From the widgets to the session

    @on(SettingChanged)
    def _on_setting_changed(self, message: SettingChanged) -> None:
        try:
            if message.name == SPEED.name:
                self._session.set_speed(message.value)
            else:
                self._session.change(**{message.name: message.value})
        except SettingError as error:
            self.notify(str(error), severity="error", timeout=6, markup=False)

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
        problem = DATASETS[name].problem
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
        diagram = self.query_one(NetworkDiagram)
        diagram.change_neurons(diagram.cursor_layer, by)

    def action_add_layer(self) -> None:
        """One hidden layer more."""
        self.query_one(NetworkDiagram).add_layer()

    def action_remove_layer(self) -> None:
        """One hidden layer less."""
        self.query_one(NetworkDiagram).remove_layer()

    def action_go(self, place: str) -> None:
        """Moves the focus to a panel."""
        diagram = self.query_one(NetworkDiagram)
        first: dict[str, Widget] = {
            "data": self.query_one("#problem"),
            "parameters": self.query_one("#learning-rate"),
            "output": self.query_one("#show-test-data"),
        }
        if place in first:
            self.set_focus(first[place])
        else:
            self.set_focus(diagram)
            diagram.go_to(0 if place == "features" else 1)

    def action_help(self) -> None:
        """Explains what has the focus, and the keys."""
        self.app.push_screen(HelpScreen(self.focused))

    def action_run_until(self) -> None:
        """Asks how far to train, and trains."""

        def run(goal: Goal | None) -> None:
            if goal is not None:
                self._session.run_until(goal)

        epoch = self._session.frame.epoch
        self.app.push_screen(RunUntilScreen((epoch // 100 + 1) * 100), run)


def dataset_setting(experiment: Experiment) -> Choice:
    """The setting that holds the data set of an experiment's problem."""
    return settings.DATASET if experiment.problem == "classification" else settings.REGRESSION_DATASET


def counters(frame: Frame, width: int, is_complete: bool = True) -> str:
    """Epoch, iterations, and where there is room the number of parameters.

    Args:
        frame: The state of the training.
        width: Columns of the terminal.
        is_complete: Whether the terminal is large enough for everything; if not, that is said.
    """
    each = frame.experiment.iterations_per_epoch
    text = f"Epoch {frame.epoch // 1000:03},{frame.epoch % 1000:03}"
    if not is_complete:
        return f"{text} · {FULL_WIDTH}×{FULL_HEIGHT} shows all"
    text += f" · {frame.iterations:,} iterations, {each} an epoch"
    if width >= 100:
        text += f" · {len(frame.parameters)} parameters"
    return text


def node_title(node: tuple[int, int] | None, experiment: Experiment) -> str:
    """The title of the Output panel when it shows a node."""
    if node is None or node[0] > len(experiment.hidden_layers):
        return "Output"
    layer, index = node
    if layer == 0:
        return list(FEATURES.values())[index].label
    return f"Layer {layer} neuron {index + 1}"


def _loss(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "–"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if math.isfinite(share) else "–"
