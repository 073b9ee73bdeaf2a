"""The help: what has the focus, and every key."""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from nntui.dialogs.base import ReadingDialog
from nntui.dialogs.questions import ShowHelp
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.experiment import ACTIVATION, REGULARIZATION
from nntui.keys.actions import ACTIONS, keymap_of, keys_of
from nntui.language import N_, _
from nntui.widgets.border_words import set_subtitle, set_title
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle

_WORDS = N_(
    "An epoch is one pass over the training data; the weights move once for each batch. The test loss is taken on "
    "points that the network never trains on: when it rises while the training loss falls, the network learns noise. "
    "In the decision grid • is a training point, ○ a test point, × and ⊗ are those that are misclassified. "
    "Of three classes and more each has a shape of its own, filled for training points and hollow for test points; a "
    "misclassified one has its colours exchanged."
)
_WHAT = N_(
    "nntui is a playground for small neural networks: let one learn, watch it, and change anything while it does. "
    "{lessons} opens lessons for beginners, {cards} explains every term. {more} opens more parameters: optimizer, "
    "schedule, loss, initialization, dropout. {datasets} shows all data sets, {own} adds a feature of your own, "
    "{confusion} shows which classes are taken for which."
)
_KEYS = {
    "lessons": "lessons",
    "cards": "glossary",
    "more": "more-parameters",
    "datasets": "datasets",
    "own": "own-feature",
    "confusion": "confusion",
}
_FIRST = "lessons"
"""The action whose group of keys comes first: a person who asks for help may not know of lessons and cards."""


class HelpScreen(ReadingDialog):
    """Explains the focused widget and lists the keys.

    Args:
        question: What had the focus.
    """

    DEFAULT_CSS = """
    #help {
        width: 90%;
        max-width: 92;
        height: 90%;
    }

    #help .about, #help .words {
        margin: 1 0;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # By the same id as the action, so that the key that opens it closes it, whatever the person has chosen.
        Binding("question_mark,f1", "cancel", N_("Close"), show=False, id="help"),
        Binding("down,j", "scroll(1)", N_("Down"), show=False),
        Binding("up,k", "scroll(-1)", N_("Up"), show=False),
    ]

    def __init__(self, question: ShowHelp) -> None:
        super().__init__()
        self._focused = question.focused

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="help", classes="box") as scroll:
            set_title(scroll, _("Help"))
            set_subtitle(scroll, _("Escape closes"))
            keys = {name: keys_of(self.app, action) for name, action in _KEYS.items()}
            yield Static(Text(_(_WHAT).format(**keys)), classes="first", markup=False)
            about = explain(self._focused)
            if about:
                yield Static(about, classes="about", markup=False)
            yield Static(key_table(keymap_of(self.app)), markup=False)
            yield Static(Text(_(_WORDS)), classes="words", markup=False)

    def action_scroll(self, lines: int) -> None:
        """Scrolls the text."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)


def explain(widget: object | None) -> Text | None:
    """What a widget is for and how it is used; None if there is nothing to say."""
    if isinstance(widget, Stepper):
        setting = widget.setting
        return Text.assemble(
            (setting.label, "bold"),
            f": {widget.help}. ",
            _way(widget),
            " " + _("Allowed is {allowed}.").format(allowed=widget.allowed),
            _formula(widget),
            " "
            + (_("A change restarts the network.") if setting.restarts else _("It can be changed while it trains.")),
        )
    if isinstance(widget, Toggle):
        return Text.assemble((widget.setting.label, "bold"), f": {widget.setting.help}. ", _("Enter switches it."))
    if isinstance(widget, NetworkDiagram):
        return Text.assemble((_("Network"), "bold"), ": ", _(NetworkDiagram.HELP))
    if isinstance(widget, DecisionGrid):
        return Text.assemble((_("Decision grid"), "bold"), ": ", _(DecisionGrid.HELP))
    if isinstance(widget, LossPlot):
        return Text.assemble((_("Loss plot"), "bold"), ": ", _(LossPlot.HELP))
    return None


def _way(stepper: Stepper) -> str:
    """How it is changed."""
    if not stepper.setting.begins("1"):
        return _("Enter types a value.") if stepper.typed else _("← and → change it, Enter types a value.")
    if stepper.typed:
        return _("A digit or Enter types a value.")
    return _("← and → change it, a digit or Enter types a value.")


def _formula(stepper: Stepper) -> str:
    """What the chosen activation or regularization computes."""
    setting, value = stepper.setting, stepper.value
    if setting is ACTIVATION:
        text = _("{function} is {formula}.")
        return " " + text.format(function=setting.display(value), formula=ACTIVATIONS[value].formula)
    if setting is REGULARIZATION:
        text = _("{penalty} adds {formula} for each weight w.")
        return " " + text.format(penalty=setting.display(value), formula=REGULARIZATIONS[value].formula)
    return ""


def key_table(keymap: Mapping[str, str] = MappingProxyType({})) -> Table:
    """Every key with what it does, by groups.

    Args:
        keymap: The keys that the person has chosen.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    order = sorted(ACTIONS, key=lambda action: action.id != _FIRST)
    groups = list(dict.fromkeys(action.group for action in order))
    for group, actions in groupby(sorted(ACTIONS, key=lambda a: groups.index(a.group)), key=lambda a: a.group):
        table.add_row("", Text(group, style="bold underline"), "")
        for action in actions:
            table.add_row(Text(action.key_shown(keymap)), Text(action.title), Text(action.help))
    return table
