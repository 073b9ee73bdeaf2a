"""What a teacher's link asks for beyond the experiment: controls to hide, and keys of a course that are not ours."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nntui.engine.features import WEB_FEATURES, feature_of
from nntui.errors import NntuiError
from nntui.experiment.labels import Labels
from nntui.experiment.settings import (
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
from nntui.experiment.shown_text import shorten
from nntui.language import N_, _

# The names of the controls are needed without NumPy.
if TYPE_CHECKING:
    from nntui.experiment.experiment import Experiment

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
CONTROL_NAMES: dict[str, str] = {
    "play": "playButton",
    "step": "stepButton",
    "reset": "resetButton",
    **{setting.name.replace("_", "-"): setting.link_name for setting in HIDEABLE_SETTINGS},
    "hidden-layers": "numHiddenLayers",
    **{feature.name: feature.link_name for feature in WEB_FEATURES.values()},
}
"""What can be hidden: from its name on the command line, which is that of its option, to the link's name for it."""


class ControlError(NntuiError, ValueError):
    """There is no such control to hide; the message is a sentence that names what there is."""

    title = "Link"


def read_controls(text: str) -> tuple[str, ...]:
    """The controls that a person named, by the link's names for them, in the order of `CONTROL_NAMES`.

    Args:
        text: Names of ours or of links with commas between, or "none".

    Raises:
        ControlError: One of them is none.
    """
    words = [] if text.strip().casefold() in ("", "none", _("none")) else [word.strip() for word in text.split(",")]
    of_links = set(CONTROL_NAMES.values())
    asked = set()
    for word in filter(None, words):
        control = word if word in of_links else CONTROL_NAMES.get(_as_in_lessons(word), "")
        if not control:
            sentence = _("{name} is not allowed; allowed is {names}")
            raise ControlError(sentence.format(name=shorten(word), names=", ".join((*CONTROL_NAMES, "none"))))
        asked.add(control)
    return tuple(control for control in CONTROL_NAMES.values() if control in asked)


def _as_in_lessons(word: str) -> str:
    """A name of ours for what a lesson calls `batch_size` or `restart`."""
    return "reset" if word == "restart" else word.replace("_", "-")


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

    def hiding(self, controls: Iterable[str]) -> "LinkExtras":
        """The same, with these controls to be hidden and no others.

        Args:
            controls: The link's names of them. A feature is to be off, for a link that hides it takes it away.
        """
        known = {f"{control}{HIDE}" for control in CONTROL_NAMES.values()}
        kept = [pair for pair in self.pairs if pair[0] not in known]
        return replace(self, pairs=(*kept, *((f"{control}{HIDE}", "true") for control in controls)))

    def with_pair(self, key: str, text: str) -> "LinkExtras":
        """The same with another value of a key, in its old place if it has one."""
        return replace(self, pairs=tuple((dict(self.pairs) | {key: text}).items()))

    def revealed(self, is_revealed: bool) -> "LinkExtras":
        """The same, with what is hidden shown or not."""
        return replace(self, is_revealed=is_revealed)


NO_LINK_EXTRAS = LinkExtras()
"""Of an experiment that came with no link."""


def _hidden_features(experiment: "Experiment", link_extras: LinkExtras) -> tuple[str, ...]:
    """Which features that are on a link hides; it knows no other than those of the page."""
    hidden = link_extras.asked_to_hide
    return tuple(
        name for name in experiment.features if name in WEB_FEATURES and WEB_FEATURES[name].link_name in hidden
    )


def without_hidden_features(experiment: "Experiment", link_extras: LinkExtras) -> "Experiment":
    """The experiment that a link opens which hides features: the page takes a hidden feature away."""
    hidden = _hidden_features(experiment, link_extras)
    return experiment.changed(features=tuple(name for name in experiment.features if name not in hidden))


def about_hidden_features(experiment: "Experiment", link_extras: LinkExtras) -> tuple[str, ...]:
    """A sentence about features that are on, and off behind a link that hides them; none where there are none."""
    labels = [feature_of(name).label for name in _hidden_features(experiment, link_extras)]
    return (_("A feature that is hidden is off: {names}").format(names=", ".join(labels)),) if labels else ()
