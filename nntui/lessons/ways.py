"""Ways through a task, a step a line: the solution, and mistakes that must not pass.

`setting = value` · `train N` (at the most) · `restart` · `new_weights` · `again N` (new weights and the training once
more, while it fails, N times at the most) · `weight x-times-y = 0.5` (of the first neuron that is fed) · `answer N`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from nntui.engine.features import FEATURES, known_name
from nntui.engine.formula import FormulaError
from nntui.experiment.experiment import PARAMETER, SETTINGS, Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.lessons.errors import refusal
from nntui.lessons.nearest import nearest
from nntui.session.session import TrainingSession

MOST_EPOCHS = 10_000
MOST_TIMES = 20
Act = Literal["change", "train", "restart", "new_weights", "again", "weight", "answer"]
_COUNTED = {"train": MOST_EPOCHS, "again": MOST_TIMES, "answer": 1_000_000}
_BARE = ("restart", "new_weights")
_EXAMPLES = "batch_size = 125, train 20, restart, new_weights, again 2, weight x = 0.5, answer 2"
_STEP = re.compile(r"(?P<word>[a-z_]+)(?:\s+(?P<rest>.*))?")


@dataclass(frozen=True)
class Step:
    """One step of a way.

    Attributes:
        act: What is done.
        name: Of `change` the setting, of `weight` the feature.
        value: Of `change` the checked value, of `weight` the number, else how many or which.
    """

    act: Act
    name: str = ""
    value: Any = None


Way = tuple[Step, ...]


def read_step(text: str) -> Step:
    """Reads a step.

    Raises:
        ValueError: It is none; the message says what is allowed.
    """
    text = text.strip()
    found = _STEP.fullmatch(text)
    word, rest = (found["word"], (found["rest"] or "").strip()) if found else ("", "")
    if word in _BARE and not rest:
        return Step(word)  # type: ignore[arg-type] # the two of `Act`
    if word in _COUNTED and not rest.startswith("="):
        return Step(word, value=_count(word, rest))  # type: ignore[arg-type]
    if word == "weight" and not rest.startswith("="):
        return _weight(rest)
    if "=" in text:
        return _change(text)
    raise ValueError(refusal(_("{text} is no step").format(text=shorten(text)), _EXAMPLES))


def _count(word: str, text: str) -> int:
    most = _COUNTED[word]
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)) or not 1 <= int(text) <= most:
        what = _("{text} cannot be used").format(text=shorten(f"{word} {text}".strip()))
        raise ValueError(refusal(what, _("{word} and a whole number from 1 to {most}").format(word=word, most=most)))
    return int(text)


def _weight(text: str) -> Step:
    name, equals, number = (part.strip() for part in text.partition("="))
    try:
        name = known_name(name) if equals else ""
    except FormulaError:
        equals = ""
    if not equals:
        what = _("{text} is no feature").format(text=shorten(name or "weight"))
        raise ValueError(refusal(what, f"weight {nearest(name, FEATURES) or 'x'} = 0.5"))
    return Step("weight", name, PARAMETER.parse(number))


def _change(text: str) -> Step:
    try:
        ((name, value),) = tomllib.loads(text).items()
    except (ValueError, RecursionError):
        what = _("{text} cannot be read").format(text=shorten(text))
        raise ValueError(refusal(what, 'batch_size = 125, activation = "relu", hidden_layers = [4, 2]')) from None
    return Step("change", name, check_setting(name, value))


def check_setting(name: str, value: object) -> Any:
    """A setting's value in its canonical form.

    Raises:
        ValueError: There is no such setting, or the value is not allowed.
    """
    if name not in SETTINGS:
        near = nearest(name, SETTINGS)
        allowed = _("{name}, for example").format(name=near) if near else ", ".join(SETTINGS)
        raise ValueError(refusal(_("{name} is no setting").format(name=shorten(name)), allowed))
    return SETTINGS[name].check(value)


def parameter_of(experiment: Experiment, feature: str) -> int:
    """The place in `Network.parameters` of a feature's weight to the first neuron that it feeds.

    Raises:
        SettingError: The feature is off.
    """
    names = experiment.features
    if feature not in names:
        raise SettingError(PARAMETER.label, feature, ", ".join(names) or _("a feature that is on"))
    return names.index(feature) * experiment.sizes[1]


def take(session: TrainingSession, step: Step) -> None:
    """Takes a step on a session, but for those that train or answer: they are the caller's.

    Raises:
        SettingError: It cannot be taken as things are.
    """
    if step.act == "change":
        session.change(**{step.name: step.value})
    elif step.act == "restart":
        session.restart()
    elif step.act == "new_weights":
        session.new_weights()
    elif step.act == "weight":
        session.set_parameter(parameter_of(session.experiment, step.name), step.value)


def expanded(way: Way) -> Iterator[Step]:
    """The steps one after the other, with those that are taken again written out."""
    trained = Step("train", value=0)
    for step in way:
        if step.act == "again":
            for _time in range(step.value):
                yield Step("new_weights")
                yield trained
        else:
            trained = step if step.act == "train" else trained
            yield step
