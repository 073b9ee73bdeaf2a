"""Hiding controls, as a teacher's link may ask: never the losses, and whoever wants to sees them all the same."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from nntui.engine.features import FEATURES
from nntui.keys.actions import ACTIONS
from nntui.session.link_extras import CONTROLS, LinkExtras

HIDEABLE: dict[str, str] = {
    "playButton": "#play",
    "stepButton": "#step",
    "resetButton": "#reset",
    "problem": "#problem",
    "dataset": "#dataset, #gallery",
    "percTrainData": "#train-share",
    "noise": "#noise",
    "batchSize": "#batch-size",
    "learningRate": "#learning-rate",
    "activation": "#activation",
    "regularization": "#regularization",
    "regularizationRate": "#regularization-rate",
    "showTestData": "#show-test-data",
    "discretize": "#discretize",
}
"""The widgets of each control that a link can hide, by the link's name for it."""

CAN_BE_HIDDEN = CONTROLS.keys() | {feature.link_name for feature in FEATURES.values()}
"""The link's names of everything that can be hidden."""

Arguments = ParamSpec("Arguments")


def hidden_actions(screen: object, link_extras: LinkExtras) -> frozenset[str]:
    """The actions of a screen that do nothing while what they belong to is hidden."""
    controls = ((each.action, getattr(screen, "action_" + each.action.partition("(")[0], None)) for each in ACTIONS)
    return frozenset(action for action, method in controls if getattr(method, "control", "") in link_extras.hidden)


def hideable(control: str) -> Callable[[Callable[Arguments, None]], Callable[Arguments, None]]:
    """An action that does nothing while its control is hidden, but says so.

    Args:
        control: The link's name for it.
    """

    def decorate(action: Callable[Arguments, None]) -> Callable[Arguments, None]:
        @wraps(action)
        def guarded(*arguments: Arguments.args, **options: Arguments.kwargs) -> None:
            screen: Any = arguments[0]
            if control in screen.link_extras.hidden:
                screen.notify(f"{CONTROLS[control]} is hidden, as the link asks: v shows it", timeout=3)
            else:
                action(*arguments, **options)

        guarded.__dict__["control"] = control
        return guarded

    return decorate
