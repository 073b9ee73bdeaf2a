"""What a teacher's link asks for beyond the experiment: controls to hide, and keys of a course that are not ours."""

from dataclasses import dataclass, replace

from nntui.experiment.experiment import (
    ACTIVATION,
    BATCH_SIZE,
    DATASET,
    DISCRETIZE,
    LEARNING_RATE,
    NOISE,
    PROBLEM,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SHOW_TEST_DATA,
    TRAIN_SHARE,
)
from nntui.experiment.setting import Labels
from nntui.language import N_

HIDE = "_hide"
"""A link's key with this end hides the control that the rest names."""

BUTTONS: dict[str, str] = {
    "playButton": N_("Play"),
    "stepButton": N_("Step"),
    "resetButton": N_("Reset"),
    "numHiddenLayers": N_("Number of hidden layers"),
}
"""Controls that a link can hide and that belong to no setting, by the link's name for them, with ours in English."""
HIDEABLE_SETTINGS = (
    PROBLEM,
    DATASET,
    TRAIN_SHARE,
    NOISE,
    BATCH_SIZE,
    LEARNING_RATE,
    ACTIVATION,
    REGULARIZATION,
    REGULARIZATION_RATE,
    SHOW_TEST_DATA,
    DISCRETIZE,
)
"""Settings whose controls a link can hide, as on the web page."""
CONTROLS = Labels({**BUTTONS, **{setting.link_name: setting for setting in HIDEABLE_SETTINGS}})
"""The controls that a link can hide, by its name for them, with ours. Features can be hidden as well."""


@dataclass(frozen=True)
class LinkExtras:
    """What came with a link and is given back when the link is copied.

    Attributes:
        pairs: Keys and values of the link that are not of the experiment, in their order.
        is_revealed: Whether the person has asked to see what is hidden all the same.
    """

    pairs: tuple[tuple[str, str], ...] = ()
    is_revealed: bool = False

    @property
    def asked_to_hide(self) -> frozenset[str]:
        """The link's names of all controls and features that are to be hidden."""
        return frozenset(key.removesuffix(HIDE) for key, text in self.pairs if key.endswith(HIDE) and text == "true")

    @property
    def hidden(self) -> frozenset[str]:
        """Those that are hidden now."""
        return frozenset() if self.is_revealed else self.asked_to_hide

    def revealed(self, is_revealed: bool) -> "LinkExtras":
        """The same, with what is hidden shown or not."""
        return replace(self, is_revealed=is_revealed)


NO_LINK_EXTRAS = LinkExtras()
"""Of an experiment that came with no link."""
