"""Controls that a teacher's link may hide: never the losses, and v shows all of them again."""

from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import SETTINGS
from nntui.experiment.labels import Labels
from nntui.experiment.setting import Setting
from nntui.experiment.settings import (
    ACTIVATION,
    CLASSES,
    DATASET,
    INITIALIZATION,
    LAYER_ACTIVATIONS,
    ZERO_INITIALIZATION,
)
from nntui.session.link_extras import BUTTONS, CONTROLS, HIDEABLE_SETTINGS, LinkExtras

HIDEABLE: dict[str, str] = {
    **{name: f"#{name.removesuffix('Button')}" for name in BUTTONS if name.endswith("Button")},
    **{setting.link_name: f"#{setting.name.replace('_', '-')}" for setting in HIDEABLE_SETTINGS},
}
"""The widgets of each control that a link can hide, by the link's name for it."""
HIDEABLE["dataset"] += ", #gallery"

_HIDDEN_WITH = {
    INITIALIZATION.name: ZERO_INITIALIZATION.link_name,
    LAYER_ACTIVATIONS.name: ACTIVATION.link_name,
    CLASSES.name: DATASET.link_name,
}
"""Settings that the web page does not have, and the control that says the same there: they are hidden with it."""

CAN_BE_HIDDEN = CONTROLS.keys() | {feature.link_name for feature in WEB_FEATURES.values()}
"""The link's names of everything that can be hidden."""

_LABELS = Labels(
    {
        **{setting.link_name: setting for setting in SETTINGS.values()},
        **{feature.link_name: feature for feature in WEB_FEATURES.values()},
        **BUTTONS,
    }
)


def label_of(control: str) -> str:
    """What a control is called on the screen.

    Args:
        control: The link's name for it.
    """
    return _LABELS[control]


def control_of(setting: Setting) -> str:
    """The control that a setting is hidden with, by the link's name for it; "" if it cannot be hidden.

    Args:
        setting: Of the experiment.
    """
    return _HIDDEN_WITH.get(setting.name, setting.link_name)


def hidden_settings(link_extras: LinkExtras) -> frozenset[str]:
    """The settings, by name, whose controls are hidden now.

    Args:
        link_extras: What hides them.
    """
    return frozenset(name for name, setting in SETTINGS.items() if control_of(setting) in link_extras.hidden)
