"""What one hidden layer has of its own, on one line."""

from typing import Any

from nntui.experiment.layers import LAYER_SETTINGS
from nntui.language import Wording
from nntui.widgets.messages import ExperimentEdit, LayerValueChosen, LayerValueStepped
from nntui.widgets.stepper import Stepper


class LayerStepper(Stepper):
    """A stepper of a setting that has a value for each hidden layer: it changes that of one.

    Args:
        name: The setting, a name in `LAYER_SETTINGS`.
        layer: The hidden layer, from 1.
        value: Its value at first.
        label: Its name on the line, as a wording.

    Attributes:
        hidden_layer: From 1.
        of_all: The setting that has a value for each layer.
    """

    def __init__(self, name: str, layer: int, value: Any, *, label: Wording) -> None:
        super().__init__(LAYER_SETTINGS[name], value, label=label, id=f"{name.replace('_', '-')}-{layer}")
        self.hidden_layer = layer
        self.of_all = name

    def edit_by(self, direction: int) -> ExperimentEdit:
        """What is asked for by a step."""
        return LayerValueStepped(self.of_all, self.hidden_layer, direction)

    def edit_to(self, value: Any) -> ExperimentEdit:
        """What is asked for by a value that was typed."""
        return LayerValueChosen(self.of_all, self.hidden_layer, value)
