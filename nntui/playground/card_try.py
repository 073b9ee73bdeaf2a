"""What a card offers to try, done as one change that undo takes back."""

from collections.abc import Mapping
from typing import Any

from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.language import _
from nntui.playground.context import Playground
from nntui.playground.hiding import control_of, label_of
from nntui.playground.replaying import is_refused

TRY_KEY = "t"
"""The key that does what the open card offers to try."""

_DECISIVE = (
    "learning_rate",
    "batch_size",
    "activation",
    "layer_activations",
    "optimizer",
    "schedule",
    "loss",
    "initialization",
    "dropout",
    "regularization",
    "regularization_rate",
)


def try_changes(at: Playground, changes: Mapping[str, Any]) -> None:
    """Sets some settings, or says why nothing has changed.

    Args:
        at: The session.
        changes: From settings to values.
    """
    if is_refused(at):
        return
    experiment, at_once = at.session.experiment, dict(changes)
    hidden = [control_of(experiment.setting(name)) for name in at_once]
    refused = next((name for name in hidden if name in at.session.link_extras.hidden), None)
    at.screen.clear_messages()
    if refused is not None:
        sentence = _("{control} is hidden, as the link asks: v shows it")
        at.notify(sentence.format(control=label_of(refused)), timeout=3)
    elif all(getattr(experiment, name) == value for name, value in at_once.items()):
        at.notify(_("It is so already: {settings}").format(settings=_in_words(experiment, at_once)), timeout=3)
    else:
        try:
            at.session.change(**at_once)
        except SettingError as error:
            at.notify(str(error), severity="error", timeout=6)
            return
        others = other_settings(at.session.experiment, at_once)
        if others:
            at.notify(_("Left as it was: {settings}").format(settings=_in_words(experiment, others)), timeout=5)


def other_settings(experiment: Experiment, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What decides about the learning beside some changes and is not at its default, so that it spoils what is tried.

    Args:
        experiment: As it is after the changes.
        changes: From settings to values.
    """
    is_priced = experiment.regularization != "none" and experiment.regularization_rate > 0
    names = _DECISIVE if is_priced else [name for name in _DECISIVE if not name.startswith("regularization")]
    told = {"initialization"} if "zero_initialization" in changes else set()  # the two are one
    values = {name: getattr(experiment, name) for name in names if name not in {*changes, *told}}
    return {name: value for name, value in values.items() if value != getattr(Experiment, name)}


def _in_words(experiment: Experiment, changes: Mapping[str, Any]) -> str:
    settings = ((experiment.setting(name), value) for name, value in changes.items())
    return ", ".join(f"{setting.label} {setting.display(value)}" for setting, value in settings)
