"""Hiding controls, as a teacher's link may ask: never the losses, and whoever wants to sees them all the same."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, Protocol

from nntui.handout import CONTROLS, Handout

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

Arguments = ParamSpec("Arguments")


class _HasSession(Protocol):
    @property
    def handout(self) -> Handout: ...

    def notify(self, message: str) -> None: ...


def hideable(control: str) -> Callable[[Callable[Arguments, None]], Callable[Arguments, None]]:
    """An action that does nothing while its control is hidden, but says so.

    Args:
        control: The link's name for it.
    """

    def decorate(action: Callable[Arguments, None]) -> Callable[Arguments, None]:
        @wraps(action)
        def guarded(*arguments: Arguments.args, **options: Arguments.kwargs) -> None:
            screen: Any = arguments[0]
            if control in screen.handout.hidden:
                screen.notify(f"{CONTROLS[control]} is hidden, as the link asks: v shows it")
            else:
                action(*arguments, **options)

        return guarded

    return decorate
