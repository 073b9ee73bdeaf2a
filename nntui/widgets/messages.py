"""What widgets say when the person changes something: data, which can be compared and logged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from textual.message import Message

from nntui.experiment.setting import Choice


@dataclass
class ExperimentEdit(Message):
    """The person wants another experiment, or another speed.

    A widget may show a value that is already outdated when keys come faster than the display. So a step, a switch, one
    neuron more say *how* the value changes, and the owner of the value applies that to what it is now.
    """


@dataclass
class SettingStepped(ExperimentEdit):
    """The next value of a setting is wanted.

    Attributes:
        name: The field of `Experiment`, or that of the speed.
        direction: +1 for the next value, −1 for the one before.
    """

    name: str
    direction: int


@dataclass
class SettingChosen(ExperimentEdit):
    """This value of a setting is wanted, whatever it is now.

    Attributes:
        name: The field of `Experiment`, or that of the speed.
        value: The value.
    """

    name: str
    value: Any


@dataclass
class SettingSwitched(ExperimentEdit):
    """A setting that is on should be off, or the other way round.

    Attributes:
        name: The field of `Experiment`.
    """

    name: str


@dataclass
class FeatureSwitched(ExperimentEdit):
    """A feature that the network sees should not be seen, or the other way round.

    Attributes:
        name: Of the feature: a name in `FEATURES`, or the formula.
    """

    name: str


@dataclass
class LayersEdited(ExperimentEdit):
    """Another shape of the network is wanted.

    Attributes:
        kind: "add" puts a layer behind `layer`, "remove" takes `layer` away, "resize" changes its neurons.
        layer: The hidden layer, from 1; 0 is before the first. None for the last.
        by: How many neurons more; negative for fewer. Of "resize" alone.
    """

    kind: Literal["add", "remove", "resize"]
    layer: int | None
    by: int = 0


@dataclass
class LayerValueStepped(ExperimentEdit):
    """The next value of what one hidden layer has of its own is wanted.

    Attributes:
        name: The setting that has a value for each layer.
        layer: The hidden layer, from 1.
        direction: +1 for the next value, −1 for the one before.
    """

    name: str
    layer: int
    direction: int


@dataclass
class LayerValueChosen(ExperimentEdit):
    """This value is wanted of what one hidden layer has of its own.

    Attributes:
        name: The setting that has a value for each layer.
        layer: The hidden layer, from 1.
        value: The value.
    """

    name: str
    layer: int
    value: Any


@dataclass
class ListWanted(Message):
    """A name is to be chosen from the list of all of them.

    Attributes:
        setting: What there is to choose from.
        value: The name as it is now.
        edit_to: From a name to what is asked for by it.
    """

    setting: Choice
    value: str
    edit_to: Callable[[str], ExperimentEdit]


@dataclass
class Explained(Message):
    """What is being edited should be explained where it covers nothing.

    Attributes:
        text: A line; "" when nothing is being edited any more.
    """

    text: str
