"""Controls that a teacher's link may hide: never the losses, and v shows all of them again."""

from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import SETTINGS
from nntui.experiment.setting import Labels
from nntui.session.link_extras import BUTTONS, CONTROLS, HIDEABLE_SETTINGS

HIDEABLE: dict[str, str] = {
    **{name: f"#{name.removesuffix('Button')}" for name in BUTTONS if name.endswith("Button")},
    **{setting.link_name: f"#{setting.name.replace('_', '-')}" for setting in HIDEABLE_SETTINGS},
}
"""The widgets of each control that a link can hide, by the link's name for it."""
HIDEABLE["dataset"] += ", #gallery"

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
