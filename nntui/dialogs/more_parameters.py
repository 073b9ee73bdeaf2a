"""The sheet of the rarer settings: optimizer, schedule, loss, initialization, dropout, and more features."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus, Resize
from textual.widget import Widget
from textual.widgets import Input, Static

from nntui.dialogs.base import Dialog
from nntui.dialogs.parameter_help import fixed_loss, help_lines
from nntui.dialogs.parameter_questions import CardWanted, MoreParameters
from nntui.dialogs.parameter_ways import SheetPlaces, control_at_work
from nntui.engine.features import FEATURES, feature_of, is_formula
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.layers import LAYER_SETTINGS, layer_value
from nntui.experiment.settings import (
    BETA1,
    BETA2,
    CLASSES,
    DROPOUT,
    EPSILON,
    INITIALIZATION,
    LAYER_ACTIVATIONS,
    LOSS,
    MOMENTUM,
    OPTIMIZER,
    RHO,
    SCHEDULE,
    SCHEDULE_EPOCHS,
    SCHEDULE_FACTOR,
    SHUFFLE,
    WEIGHT_DECAY,
)
from nntui.experiment.shown_text import shorten
from nntui.keys.actions import keys_of
from nntui.language import _, pgettext
from nntui.widgets.action_button import ActionButton
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.feature_toggle import FeatureToggle
from nntui.widgets.layer_stepper import LayerStepper
from nntui.widgets.messages import ExperimentEdit, Explained, ListWanted
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import SheetToggle, Toggle

_OF_OPTIMIZERS = (MOMENTUM, BETA1, BETA2, RHO, EPSILON, WEIGHT_DECAY)
_OF_SCHEDULES = (SCHEDULE_EPOCHS, SCHEDULE_FACTOR)
_OURS = tuple(feature.name for feature in FEATURES.values() if not feature.is_web)
_BLOBS = "blobs"
"""The data set whose classes can be chosen."""
_ONE_COLUMN, _TWO_COLUMNS = 0, 72
"""Columns of the terminal from which the settings stand so."""


class LayerRow(Horizontal):
    """What one hidden layer has of its own.

    Args:
        experiment: The settings at first.
        layer: From 1.

    Attributes:
        hidden_layer: From 1.
    """

    DEFAULT_CSS = """
    LayerRow {
        height: 1;
        width: 100%;
    }
    """

    def __init__(self, experiment: Experiment, layer: int) -> None:
        super().__init__()
        self.hidden_layer = layer
        self._values = {name: layer_value(experiment, name, layer) for name in LAYER_SETTINGS}

    def compose(self) -> ComposeResult:
        """The activation, then the dropout."""
        words = {LAYER_ACTIVATIONS.name: self._layer_words, DROPOUT.name: self._dropout}
        for name, value in self._values.items():
            stepper = LayerStepper(name, self.hidden_layer, value, label=words[name])
            stepper.set_class(name == DROPOUT.name, "-dropout")
            yield stepper

    def _layer_words(self) -> str:
        return _("Layer {number}").format(number=self.hidden_layer)

    def _dropout(self) -> str:
        """With the layer where nothing before it says that."""
        word = pgettext("short", "dropout")
        return f"{self._layer_words()}: {word}" if self.has_class("-dropout-alone") else word


class MoreParametersScreen(Dialog[CardWanted]):
    """Shows the settings that have no place on the first screen. Each change acts at once, behind the sheet.

    Args:
        question: What there is, and what a change does.
    """

    DEFAULT_CSS = """
    MoreParametersScreen { align: center top; }

    MoreParametersScreen.-wide {
        align: left top;
        background: transparent;
    }

    MoreParametersScreen.-tall > #more-parameters { margin: 2 0 0 0; }

    MoreParametersScreen > #more-parameters {
        width: 80;
        max-width: 100%;
        padding: 0;
    }

    #more-parameters VerticalScroll {
        height: auto;
        max-height: 100%;
        padding: 0 1;
        scrollbar-size-vertical: 1;
    }

    #more-parameters .column, #more-parameters .columns, #more-parameters .features {
        height: auto;
        width: 1fr;
    }

    #more-parameters .column Stepper { width: 100%; }
    #more-parameters .column LayerRow Stepper { width: 1fr; }
    #more-parameters .column LayerRow Stepper.-dropout { width: 14; margin: 0 0 0 1; }
    #more-parameters .column LayerRow.-dropout-alone Stepper.-dropout { width: 1fr; margin: 0; }
    #more-parameters .column.-right { margin: 0 0 0 3; }
    #more-parameters .heading { color: $text-muted; text-style: bold; width: 100%; }
    #more-parameters .fixed { color: $text-muted; width: 100%; }
    #more-parameters .features Toggle { margin: 0 1 0 0; }

    #parameter-help {
        width: 100%;
        height: 4;
        padding: 0 1;
        border-top: solid $primary;
        color: $text-muted;
    }

    MoreParametersScreen.-small #more-parameters .columns { layout: vertical; }
    MoreParametersScreen.-small #more-parameters .column.-right { margin: 0; }
    MoreParametersScreen.-low #parameter-help { height: 2; }
    MoreParametersScreen.-tall #parameter-help { height: 6; }
    MoreParametersScreen.-lowest #parameter-help { display: none; }
    """

    # It stands at the top, so that a row that comes moves only those below it. From 120 columns on it leaves the output
    # panel in sight, and in a high terminal the lines above the panels.
    HORIZONTAL_BREAKPOINTS = [(_ONE_COLUMN, "-small"), (_TWO_COLUMNS, "-middle"), (120, "-wide")]  # noqa: RUF012 (as Textual declares them)
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (12, "-low"), (22, "-high"), (30, "-tall")]  # noqa: RUF012

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "go(1)", "Below", show=False),
        Binding("up,k", "go(-1)", "Above", show=False),
        # A stepper takes the arrows for its value; the others leave them to these.
        Binding("left,h", "step(-1)", "Less", show=False),
        Binding("right,l", "step(1)", "More", show=False),
        Binding("ctrl+left", "beside(-1)", "At the left", show=False),
        Binding("ctrl+right", "beside(1)", "At the right", show=False),
        Binding("q", "cancel", "Close", show=False),
        # By the ids of the actions: the person's own keys do the same here.
        Binding("P,upper_p", "cancel", "Close", show=False, id="more-parameters"),
        Binding("question_mark,f1", "explain", "Card", show=False, id="help"),
        Binding("F,upper_f", "run('own-feature')", "Own feature", show=False, id="own-feature"),
        Binding("space", "run('play')", "Play", show=False, id="play"),
        Binding("s", "run('step')", "Step", show=False, id="step"),
        Binding("r", "run('restart')", "Reset", show=False, id="restart"),
        Binding("u", "run('undo')", "Undo", show=False, id="undo"),
        Binding("U,upper_u", "run('redo')", "Redo", show=False, id="redo"),
    ]

    def __init__(self, question: MoreParameters) -> None:
        super().__init__()
        self._question = question
        self._explanation = ""
        self._is_shown = False

    def compose(self) -> ComposeResult:
        """Two columns, the features below them, and what explains the setting that has the focus."""
        # The classes that Textual gives at the first resize: else the first picture has another layout than the next.
        size = self.app.size
        for extent, steps in ((size.width, self.HORIZONTAL_BREAKPOINTS), (size.height, self.VERTICAL_BREAKPOINTS)):
            self.add_class(max(step for step in steps if extent >= step[0])[1])
        experiment = self._question.experiment()
        with Vertical(id="more-parameters", classes="box") as box:
            set_title(box, _("More parameters"))
            with VerticalScroll(can_focus=False):
                with Horizontal(classes="columns"):
                    with Vertical(classes="column", id="training"):
                        yield from self._training(experiment)
                    with Vertical(classes="column -right", id="layer-rows"):
                        yield Static(_("Hidden layers"), classes="heading", markup=False)
                        for layer in range(1, len(experiment.hidden_layers) + 1):
                            yield LayerRow(experiment, layer)
                yield Static(_("More features"), classes="heading", markup=False)
                with Horizontal(classes="features"):
                    for name in _OURS:
                        yield FeatureToggle(name, name in experiment.features)
                with Horizontal(classes="features"):
                    yield ActionButton(self._own_feature, "screen.run('own-feature')", id="own-feature")
            yield Static(id="parameter-help", markup=False)

    def _training(self, experiment: Experiment) -> Iterator[Widget]:
        yield Static(_("Training"), classes="heading", markup=False)
        for setting in (OPTIMIZER, *_OF_OPTIMIZERS, SCHEDULE, *_OF_SCHEDULES, LOSS):
            yield Stepper(setting, getattr(experiment, setting.name))
        yield Static(id="fixed-loss", classes="fixed", markup=False)
        for setting in (INITIALIZATION, CLASSES):
            yield Stepper(setting, getattr(experiment, setting.name))
        yield SheetToggle(SHUFFLE, experiment.shuffle)

    def _own_feature(self) -> str:
        own = next(filter(is_formula, self._question.experiment().features), None)
        key = keys_of(self.app, "own-feature")
        if own is None:
            return _("Own feature… ({key})").format(key=key)
        return _("Own feature: {formula} ({key})").format(formula=shorten(feature_of(own).label), key=key)

    async def on_mount(self) -> None:
        """The control that was asked about has the focus, else the first; no message lies over it."""
        self.app.clear_notifications()
        with self.app.batch_update():
            await self._show()
        self._focus_first()
        asked = self._question.control
        for control in self.query(f"#{asked}") if asked else ():
            if control.focusable:
                control.focus()

    def _focus_first(self) -> None:
        SheetPlaces.of(self).training[0].focus()

    def on_resize(self, event: Resize) -> None:
        """The list leaves its lines to what explains the setting, and scrolls."""
        high = event.size.height
        lines = next(lines for least, lines in ((30, 8), (22, 4), (12, 2), (0, 0)) if high >= least)
        self.query_one(VerticalScroll).styles.max_height = max(1, high - 2 - lines)
        self._say_keys()

    async def on_screen_resume(self) -> None:  # type: ignore[override]
        """The dialog of a formula may have changed something."""
        super().on_screen_resume()
        if self._is_shown:  # at first it is as it was composed
            self.call_after_refresh(self._show)
        self._is_shown = True

    async def _show(self) -> None:
        """Shows the settings as they are now, and of them those that are used."""
        experiment = self._question.experiment()
        if self._is_open:
            await self._fit_rows(experiment)
        if not self._is_open:
            return
        used = (*OPTIMIZERS[experiment.optimizer].parameters, *SCHEDULES[experiment.schedule].parameters)
        fixed, hidden = fixed_loss(experiment), self._question.hidden()
        unused = {each.name for each in (*_OF_OPTIMIZERS, *_OF_SCHEDULES) if each.name not in used}
        unused |= ({LOSS.name} if fixed else set()) | (set() if experiment.data.name == _BLOBS else {CLASSES.name})
        unused |= hidden
        for row in self.query(LayerRow):
            row.set_class(LAYER_ACTIVATIONS.name in hidden, "-dropout-alone")
        for stepper in self.query(Stepper):
            if isinstance(stepper, LayerStepper):
                stepper.value = layer_value(experiment, stepper.of_all, stepper.hidden_layer)
                stepper.display = stepper.of_all not in hidden
            elif stepper.setting.name in SETTINGS:
                stepper.value = getattr(experiment, stepper.setting.name)
                stepper.display = stepper.setting.name not in unused
        line = self.query_one("#fixed-loss", Static)
        line.update(fixed)
        line.display = bool(fixed)
        for toggle in self.query(FeatureToggle):
            toggle.value = toggle.feature in experiment.features
        self.query_one("#shuffle", Toggle).value = experiment.shuffle
        button = self.query_one("#own-feature", ActionButton)
        button.refresh(layout=True)
        button.repaint()
        if self.focused is None or not self.focused.display:
            self._focus_first()
        self._explain()

    @property
    def _is_open(self) -> bool:
        """Not any more when what is asked for comes after it is closed: its controls go, and may be gone."""
        return self in self.app.screen_stack

    async def _fit_rows(self, experiment: Experiment) -> None:
        """As many rows as there are hidden layers."""
        rows, count = list(self.query(LayerRow)), len(experiment.hidden_layers)
        for row in rows[count:]:
            await row.remove()
        if len(rows) < count:
            new = (LayerRow(experiment, layer) for layer in range(len(rows) + 1, count + 1))
            await self.query_one("#layer-rows").mount(*new)

    # What has the focus

    @on(DescendantFocus)
    def _explain(self) -> None:
        """Says what the setting with the focus does."""
        focused = self.focused
        lines: tuple[str, ...] = ()
        if isinstance(focused, Stepper):
            lines = help_lines(focused.setting, focused.value, self._question.experiment())
        elif isinstance(focused, FeatureToggle):
            lines = (_("Feature {name}: {formula}").format(name=focused.label, formula=focused.setting.help),)
        elif isinstance(focused, Toggle):
            lines = (f"{focused.label}: {focused.setting.help}",)
        elif isinstance(focused, ActionButton):
            lines = (_("A formula in x1 and x2 as one more input"),)
        self.query_one("#parameter-help", Static).update("\n".join(filter(None, (self._explanation, *lines))))
        self._say_keys()

    def _say_keys(self) -> None:
        """Says in the border which keys act on the control that has the focus."""
        focused = control_at_work(self.focused)
        if isinstance(focused, Toggle):
            act = _("Space ticks")
        else:
            act = _("Enter opens") if isinstance(focused, ActionButton) else _("← → change")
        is_beside = SheetPlaces.of(self).beside(focused, 1) is not None
        across = _("Ctrl+→ across") if is_beside and self.app.size.width >= _TWO_COLUMNS else ""
        card = _("{help} card").format(help=keys_of(self.app, "help"))
        words = filter(None, (_("Tab next"), act, across, card, _("Escape closes")))
        set_subtitle(self.query_one("#more-parameters"), " · ".join(words))

    @on(Explained)
    def _on_explained(self, message: Explained) -> None:
        """What is allowed, while it is typed."""
        message.stop()
        self._explanation = message.text
        if isinstance(self.focused, Input):
            self.query_one("#parameter-help", Static).update(message.text)
        else:
            self._explain()

    # What is changed

    @on(ExperimentEdit)
    async def _on_edit(self, message: ExperimentEdit) -> None:
        message.stop()
        self._question.edit(message)
        await self._show()

    @on(ListWanted)
    def _on_list_wanted(self, message: ListWanted) -> None:
        message.stop()
        self._question.choose(message)

    def action_step(self, direction: int) -> None:
        """Changes the value of a stepper; from any other control goes to the one beside it."""
        if isinstance(self.focused, Stepper):
            self.focused.action_step(direction)
        else:
            self.action_beside(direction)

    def action_beside(self, direction: int) -> None:
        """Goes to the control at the right, or at the left."""
        control = SheetPlaces.of(self).beside(control_at_work(self.focused), direction)
        if control is not None:
            control.focus()

    def action_go(self, direction: int) -> None:
        """Goes to the control below, or to that above."""
        places, control = SheetPlaces.of(self), control_at_work(self.focused)
        (places.below(control) if direction > 0 else places.above(control)).focus()

    def action_explain(self) -> None:
        """Opens the card of the setting with the focus, in place of the sheet."""
        control = control_at_work(self.focused)
        card = self._question.card(control)
        if control is not None and card is not None:
            self.answer(CardWanted(card, control.id or ""))

    async def action_run(self, command: str) -> None:
        """Runs a command of the playground, behind the sheet.

        Args:
            command: The id of its action.
        """
        self._question.run(command)
        await self._show()
