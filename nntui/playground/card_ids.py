"""Which card explains which control, and what stands in the control."""

from textual.widget import Widget

from nntui.drawing.navigator import BIAS, DiagramPosition
from nntui.engine.features import name_at
from nntui.experiment.experiment import Experiment
from nntui.experiment.layers import LAYER_ACTIVATION, LAYER_DROPOUT
from nntui.widgets.action_button import ActionButton
from nntui.widgets.class_legend import ClassLegend
from nntui.widgets.color_scale import ColorScale
from nntui.widgets.data_picture import DataPicture
from nntui.widgets.dataset_gallery import DatasetGallery
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.feature_toggle import FeatureToggle
from nntui.widgets.lesson_strip import LessonStrip
from nntui.widgets.loss_lines import LossLines
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle

_OF_SETTINGS = {
    "show_test_data": "test_data",
    "regression_dataset": "dataset",
    "loss": "loss_function",
    "beta1": "beta",
    "beta2": "beta",
    "schedule_epochs": "schedule",
    "schedule_factor": "schedule",
    LAYER_ACTIVATION.name: "layer_activations",
    LAYER_DROPOUT.name: "dropout",
}
"""Settings whose card has another name than theirs."""
_OF_FEATURES = {
    "x": "coordinates",
    "y": "coordinates",
    "x-squared": "squares",
    "y-squared": "squares",
    "x-times-y": "product",
    "sin-x": "sines",
    "sin-y": "sines",
    "cos-x": "cosines",
    "cos-y": "cosines",
    "x-cubed": "cubes",
    "y-cubed": "cubes",
    "radius": "radius",
}
"""Any other is a formula of one's own."""
_OF_WIDGETS: tuple[tuple[type[Widget], str], ...] = (
    (LossLines, "loss"),
    (LossPlot, "loss_plot"),
    (LessonStrip, "lessons"),
    (ColorScale, "colors"),
    (ClassLegend, "colors"),
    (DataPicture, "dataset"),
    (DatasetGallery, "dataset"),
)
_OF_IDS = {"counters": "epoch", "start": "start", "sizes": "train_share", "readout": "crosshair"}
"""What takes no focus, but the mouse can be over it."""


def card_of_setting(name: str) -> str:
    """The card of a setting or of the speed.

    Args:
        name: The field of `Experiment`, or that of the speed.
    """
    return _OF_SETTINGS.get(name, name)


def card_of_feature(name: str) -> str:
    """The card of an input feature.

    Args:
        name: In the registry, or a formula.
    """
    return _OF_FEATURES.get(name, "own_feature")


def card_of_place(place: DiagramPosition, experiment: Experiment, is_dead: bool = False) -> str:
    """The card of a place in the diagram of the network.

    Args:
        place: A feature, a neuron, a weight or a bias.
        experiment: Whose network it is.
        is_dead: Whether it is a weight that L1 has killed.
    """
    if place.slot == BIAS:
        return "bias"
    if place.slot is not None:
        return "dead_weight" if is_dead else "weight"
    if place.layer == 0:
        return card_of_feature(name_at(place.index, experiment.features))
    return "output" if place.layer > len(experiment.hidden_layers) else "neuron"


def card_of(widget: Widget | None, experiment: Experiment) -> str | None:
    """The card of the control that a widget is or stands in; None where nothing is explained.

    Args:
        widget: What has the focus or is under the mouse.
        experiment: The settings of now.
    """
    for each in widget.ancestors_with_self if widget is not None else ():
        if isinstance(each, FeatureToggle):
            return card_of_feature(each.feature)
        if isinstance(each, (Stepper, Toggle)):
            return card_of_setting(each.setting.name)
        if isinstance(each, ActionButton):
            return (each.id or "").replace("-", "_")
        if isinstance(each, NetworkDiagram):
            place = each.shown_place
            return "hidden_layers" if place is None else card_of_place(place, experiment, each.is_dead(place))
        if isinstance(each, DecisionGrid):
            return "point" if each.is_on_point else "decision_grid"
        found = next((card for kind, card in _OF_WIDGETS if isinstance(each, kind)), _OF_IDS.get(each.id or ""))
        if found is not None:
            return found
    return None
