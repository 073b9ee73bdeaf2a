"""The panels of the playground: each lays out its widgets and shows them what it is given."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Click

from nntui.drawing.class_names import axis_words, class_names
from nntui.drawing.grid_picture import grid_picture
from nntui.drawing.loss_chart import CurveBehind
from nntui.drawing.navigator import node_title
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import WEB_DATASETS, Sample
from nntui.experiment import experiment as settings
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import Setting
from nntui.keys.actions import do, keys_of
from nntui.language import N_, Wording, _, pgettext, worded
from nntui.playground import presenter
from nntui.playground.layout import WIDE, PanelLayout
from nntui.session.pacing import DEFAULT_SPEED, SPEED
from nntui.training.neuron_sum import NeuronSum, sum_of
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.widgets.action_button import ActionButton
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.class_legend import ClassLegend, legend_names
from nntui.widgets.color_scale import ColorScale, scale_texts
from nntui.widgets.data_picture import DataPicture
from nntui.widgets.dataset_gallery import DatasetGallery
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.loss_lines import LossLines
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.stepper import Stepper
from nntui.widgets.sum_text import SumText
from nntui.widgets.text_lines import TextLines
from nntui.widgets.toggle import Toggle

_WEB_ACTIVATIONS = [name for name, activation in ACTIVATIONS.items() if activation.is_web]


def _stepper(experiment: Experiment, setting: Setting, label: Wording | None = None) -> Stepper:
    return Stepper(setting, getattr(experiment, setting.name), label=label)


_AROUND = 2
"""Blank columns around the word of a button."""


def _play() -> str:
    return "▶ " + _("Play")


def _pause() -> str:
    return "‖ " + _("Pause")


class StatusBar(Horizontal):
    """Play, step, reset, the counters and the speed."""

    @staticmethod
    def button_columns() -> tuple[int, int]:
        """Columns of the button that plays or pauses, and of the other two, each with a blank behind it."""
        play, *others = (
            max(map(len, words)) + _AROUND + 1 for words in ((_play(), _pause()), (_("Step"),), (_("Reset"),))
        )
        return play, sum(others)

    def retranslate(self) -> None:
        """The button that plays is as wide as its longer word, so that nothing moves when it changes."""
        self.query_one("#play").styles.width = self.button_columns()[0] - 1

    def on_mount(self) -> None:
        """Takes the widths of the words."""
        self.retranslate()

    def compose(self) -> ComposeResult:
        """From left to right."""
        yield ActionButton(_play, do("play"), id="play")
        yield ActionButton(N_("Step"), do("step"), id="step")
        yield ActionButton(N_("Reset"), do("restart"), id="reset")
        yield TextLines(id="counters")
        yield Stepper(SPEED, DEFAULT_SPEED, label="")

    def update_from(
        self, is_playing: bool, speed: float, counters: str, held: str = "", *, is_replayed: bool = False
    ) -> None:
        """Shows another state of the play, or of a film; `held` says behind the speed what comes of it."""
        self.query_one("#play", ActionButton).label = _pause if is_playing else _play
        stepper = self.query_one(Stepper)
        stepper.value, stepper.note = speed, held
        lines = self.query_one(TextLines)
        lines.set_class(is_replayed, "-replayed")
        lines.update_from(counters)


_WIDE_GAP = 4
"""Columns between the parameters in a wide terminal."""


class ParametersBar(Horizontal):
    """The hyperparameters."""

    def __init__(self, experiment: Experiment, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._experiment = experiment

    def compose(self) -> ComposeResult:
        """From left to right."""
        yield _stepper(self._experiment, settings.LEARNING_RATE, lambda: pgettext("short", "Learning rate"))
        yield Stepper(settings.ACTIVATION, self._experiment.activation, usual=_WEB_ACTIVATIONS)
        yield _stepper(self._experiment, settings.REGULARIZATION)
        yield _stepper(self._experiment, settings.REGULARIZATION_RATE, N_("Rate"))
        more = ActionButton(self._more, do("more-parameters"), id="more")
        more.can_focus = False  # its key is shorter than the way there
        yield more

    def _more(self) -> str:
        return _("More… {key}").format(key=keys_of(self.app, "more-parameters"))

    def show_rate(self, rate: str, width: int) -> bool:
        """Shows what the schedule has made of the learning rate; whether there is room for that.

        Args:
            rate: The rate of now; "" for the learning rate itself.
            width: Columns of the terminal; at the first picture the bar has no width yet.
        """
        stepper = self.query_one("#learning-rate", Stepper)
        if not rate and not stepper.note:
            return True
        note = f" → {rate}" if rate else ""
        others = sum(each.columns for each in self.query(Stepper)) - len(stepper.note)
        others += self.query_one("#more", ActionButton).get_content_width(None, None) if width >= WIDE else 0
        gaps = (_WIDE_GAP if width >= WIDE else 1) * len(self.query(Stepper))
        has_room = others + gaps + len(note) <= width
        stepper.note = note if has_room else ""
        return has_room


class NetworkPanel(Vertical):
    """The network, and in the lower border what is not as usual."""

    _words, _opens_sheet = "", False

    def say(self, words: str, *, opens_sheet: bool) -> None:
        """Says something in the lower border.

        Args:
            words: A line of text.
            opens_sheet: Whether a click on it opens the sheet of the rarer settings.
        """
        self._words, self._opens_sheet = words, opens_sheet
        set_subtitle(self, words)

    async def on_click(self, event: Click) -> None:
        """Opens the sheet, when the click is on the words that name its settings."""
        right, bottom = self.region.bottom_right
        at = right - event.screen_x - _CORNER
        if self._opens_sheet and event.screen_y == bottom - 1 and 0 < at <= cell_len(self._words):
            await self.run_action(do("more-parameters"))


_CORNER = 2
"""Columns of the corner of a border and of the blank between it and the words."""
_ANOTHER_LINE = 1
"""Rows that another line may take beside the names of the classes."""


class DataPanel(Vertical):
    """The problem, the data set and what is done with its points."""

    def retranslate(self) -> None:
        """Shows its title in the language that is in use now."""
        set_title(self, _("Data"))

    def __init__(self, experiment: Experiment, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._experiment = experiment
        self._names: tuple[str, ...] | None = None
        self._layout: PanelLayout | None = None

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        experiment = self._experiment
        dataset = experiment.dataset_setting
        self.retranslate()
        yield _stepper(experiment, settings.PROBLEM, "")
        yield Stepper(dataset, getattr(experiment, dataset.name), label="", id="dataset")
        yield DataPicture(do("datasets"), id="picture")
        yield _stepper(experiment, settings.TRAIN_SHARE, lambda: pgettext("short", "Training"))
        yield _stepper(experiment, settings.NOISE)
        yield _stepper(experiment, settings.BATCH_SIZE, lambda: pgettext("short", "Batch size"))
        yield Stepper(settings.SEED, experiment.seed, typed=True)
        yield TextLines(id="start")
        yield ActionButton(N_("New data"), do("new-data"), id="new-data")
        yield TextLines(id="sizes")
        yield ClassLegend(id="classes")
        yield DatasetGallery(id="gallery")

    def update_from(self, experiment: Experiment, sample: Sample) -> None:
        """Shows other data."""
        dataset = experiment.dataset_setting
        self.query_one("#dataset", Stepper).update_from(dataset, getattr(experiment, dataset.name))
        share = experiment.setting(settings.TRAIN_SHARE.name)
        self.query_one("#train-share", Stepper).update_from(share, experiment.train_share)
        self.query_one(DataPicture).update_from(sample)
        self.query_one("#sizes", TextLines).update_from(presenter.sizes(sample.train_size, sample.test_size))
        start, start_line = presenter.start(experiment), self.query_one("#start", TextLines)
        start_line.update_from(start)
        start_line.set_class(not start, "-no-room")
        self._names = legend_names(experiment)
        self._fit()
        names, chosen = tuple(name for name in dataset.options if name in WEB_DATASETS), experiment.data.name
        self.query_one(DatasetGallery).update_from(dataset.name, names, chosen, experiment.user_points)

    def apply(self, layout: PanelLayout) -> None:
        """Takes its sizes."""
        gallery = self.query_one(DatasetGallery)
        self._layout = layout
        self._fit()
        gallery.set_class(not layout.gallery_height, "-no-room")
        gallery.styles.height = layout.gallery_height

    def _fit(self) -> None:
        """Gives the names of the classes their rows, which the picture has otherwise."""
        layout, names = self._layout, self._names
        rows = len(names or ()) + _ANOTHER_LINE
        has_names = names is not None and (layout is None or layout.has_room_for(rows))
        self.query_one(ClassLegend).update_from(names if has_names else None)
        if layout is not None:
            height = layout.picture_height_beside(rows) if has_names else layout.picture_height
            picture = self.query_one(DataPicture)
            picture.set_class(not height, "-no-room")
            picture.styles.height = height


def _test_data() -> str:
    return pgettext("short", "Test data")


def _discretize() -> str:
    return pgettext("short", "Discretize")


_SUM_AND_PLOT = 9
"""Rows below the grid from which the sum of a neuron has room beside the plot."""
_WIDE = 36
_WAY_BACK = N_("Escape: output")
_WAY_BACK_AND_SUM = N_("Escape: output · i: the sum")
_BORDER = 6
"""Columns of the border and the gaps at either end of a title."""


class OutputPanel(Vertical):
    """The losses, the decision grid, its legend, the plot of the losses, and with room the sum of a neuron.

    Attributes:
        frame_rate: How often the screen is drawn, as a wording.
    """

    def __init__(self, experiment: Experiment, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._experiment = experiment
        self._has_legend = True
        self.frame_rate: Wording = ""

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        set_title(self, _("Output"))
        yield LossLines(muted=(1,), id="losses")
        yield DecisionGrid(id="grid")
        yield ColorScale(id="scale")
        yield TextLines(id="readout")
        with Horizontal(id="switches"):
            yield Toggle(settings.SHOW_TEST_DATA, self._experiment.show_test_data, label=_test_data)
            yield Toggle(settings.DISCRETIZE, self._experiment.discretize, label=_discretize)
        yield LossPlot(id="plot")
        yield SumText(id="sum")

    @property
    def grid(self) -> DecisionGrid:
        """The decision grid."""
        return self.query_one(DecisionGrid)

    def update_from(
        self,
        snapshot: Snapshot,
        sample: Sample,
        node: tuple[int, int] | None,
        layout: PanelLayout,
        behind: tuple[CurveBehind, ...] = (),
        marked: int | None = None,
    ) -> None:
        """Shows another state.

        Args:
            snapshot: The state of the training.
            sample: The points.
            node: (layer, index) of the node that fills the grid; None for the network's output.
            layout: The sizes of everything.
            behind: Other runs in the plot of the losses.
            marked: The epoch to be marked in the plot, while one that is over is shown.
        """
        experiment, grid = snapshot.experiment, self.grid
        predictions = predict(snapshot, sample)
        network = predictions.network
        lines = presenter.losses(snapshot, predictions.accuracy, layout.output_width)
        self.query_one("#losses", TextLines).update_from(*lines)
        self.query_one(LossPlot).update_from(snapshot.history, behind, marked)
        size = layout.grid_width, layout.grid_height
        is_output = node is None or node[0] == network.depth
        has_classes = experiment.class_count > 2
        grid.update_from(grid_picture(predictions, node, *size, layout.has_axes))
        scale = self.query_one(ColorScale)
        if has_classes and is_output:
            one = None if node is None else node[1]
            scale.show_classes(class_names(experiment), one, experiment.discretize)
        else:
            scale.update_from(experiment.discretize, *(scale_texts(experiment) if is_output else ()))
        reading = None
        if grid.is_crosshair_active:
            width = layout.output_width - 2
            reading = presenter.readout(predictions, *grid.crosshair, width)
        self._show_way_back(node is not None, not is_output or (has_classes and node is not None))
        title = node_title(node, experiment, layout.output_width - _BORDER)
        self._show_title(title + axis_words(experiment.used_points, layout.output_width - len(title) - _BORDER))
        if grid.brush is not None:
            label = presenter.label_text(grid.brush, experiment)
            self._show_title(_("Painting {label}").format(label=label))
        self._show_readout(reading)
        has_sum = node is not None and node[0] > 0 and layout.plot_height >= _SUM_AND_PLOT and grid.brush is None
        self._show_sum(sum_of(experiment, network, node, *grid.crosshair, snapshot.dead) if has_sum and node else None)

    def _show_title(self, title: str) -> None:
        """Says what fills the grid."""
        set_title(self, title)

    def _show_way_back(self, is_node: bool, is_other: bool) -> None:
        """Says how the output comes back while a node is looked at."""
        self.set_class(is_other, "-neuron")
        words = _(_WAY_BACK_AND_SUM if self.size.width >= _WIDE else _WAY_BACK) if is_node else worded(self.frame_rate)
        set_subtitle(self, words)

    def _show_readout(self, text: str | None) -> None:
        """Shows what is at the crosshair instead of the colour scale; None brings that back."""
        readout = self.query_one("#readout", TextLines)
        if text is not None:
            readout.update_from(*text.splitlines())
        readout.display = text is not None and self._has_legend
        self.query_one(ColorScale).display = text is None and self._has_legend

    def _show_sum(self, reading: NeuronSum | None) -> None:
        """Shows a neuron's sum beside the plot; None leaves the room to the plot."""
        text = self.query_one(SumText)
        text.display = reading is not None
        self.grid.pin_crosshair(reading is not None)
        if reading is not None:
            text.update_from(reading)

    def apply(self, layout: PanelLayout) -> None:
        """Takes its sizes."""
        width, height = layout.grid_size
        self.grid.styles.width, self.grid.styles.height = width, height
        self._has_legend = layout.has_legend
        self.query_one(ColorScale).display = layout.has_legend
        self.query_one("#switches").display = layout.has_legend
        self.query_one("#losses").display = layout.has_losses
