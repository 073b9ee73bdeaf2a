"""A feature that is on or off, as a box to tick."""

from nntui.engine.features import feature_of
from nntui.experiment.setting import Flag
from nntui.language import later
from nntui.widgets.messages import FeatureSwitched
from nntui.widgets.toggle import SheetToggle


class FeatureToggle(SheetToggle):
    """A box to tick for an input feature.

    Args:
        name: Of the feature, in the registry.
        value: Whether it is on.

    Attributes:
        feature: Its name.
    """

    def __init__(self, name: str, value: bool) -> None:
        feature = feature_of(name)
        super().__init__(Flag(name=f"feature-{name}", label=later(lambda: feature.label), help=feature.formula), value)
        self.feature = name

    def action_switch(self) -> None:
        """Switches it."""
        self.post_message(FeatureSwitched(self.feature))
