"""What a sweep varies: a setting with the values that are tried. Every value is checked by the setting's own parser."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nntui.engine.datasets import DATASETS
from nntui.experiment.experiment import Experiment
from nntui.experiment.labels import Labels
from nntui.experiment.layer_settings import LayerChoice, LayerNumbers
from nntui.experiment.setting import Choice, Layers, MultiChoice, Setting
from nntui.experiment.settings import (
    DATASET,
    DATASET_SETTINGS,
    DISCRETIZE,
    PROBLEM,
    REGRESSION_DATASET,
    SETTINGS,
    SHOW_TEST_DATA,
    WEIGHTS_DRAW,
)
from nntui.experiment.shown_text import shorten
from nntui.language import N_, _
from nntui.sweeps.errors import SweepError

_ANY_DATASET = Choice(
    name=DATASET.name,
    label=N_("Data set"),
    help=N_("the points to learn, for classification"),
    group=DATASET.group,
    default=DATASET.default,
    options=Labels(DATASETS),
)
"""One name serves the data sets of both problems, as on the command line."""
_FIXED = (REGRESSION_DATASET, WEIGHTS_DRAW, DISCRETIZE, SHOW_TEST_DATA)
"""What is not varied: another name serves it, the starts do, or it does not change what is learned."""
NAMES: tuple[str, ...] = tuple(name for name, setting in SETTINGS.items() if setting not in _FIXED)
"""The settings that can be varied."""


@dataclass(frozen=True)
class Axis:
    """A setting that is varied.

    Attributes:
        name: One of `NAMES`.
        values: What is tried, each in its canonical form, none of them twice.
    """

    name: str
    values: tuple[Any, ...]

    @property
    def setting(self) -> Setting:
        """The setting: its label, and how its values are shown."""
        return setting_of(self.name)

    @property
    def label(self) -> str:
        """On the screen."""
        return self.setting.label

    def shown(self, value: Any) -> str:
        """A value as on the screen."""
        return self.setting.display(value)

    def text(self, value: Any) -> str:
        """A value as it is typed."""
        return self.setting.format(value)


def setting_of(name: str) -> Setting:
    """The setting that is varied under a name, one of `NAMES`."""
    return _ANY_DATASET if name == DATASET.name else SETTINGS[name]


def experiment_with(base: Experiment, given: Mapping[str, Any]) -> Experiment:
    """An experiment with other values of settings that are varied.

    Args:
        base: All other settings.
        given: From names in `NAMES` to values. A data set brings its problem where it is for another one.

    Raises:
        SweepError: A data set is not for the problem that is given.
        SettingError: The values do not go together.
    """
    changes = {name: value for name, value in given.items() if name != DATASET.name}
    if DATASET.name in given:
        name = given[DATASET.name]
        problems = DATASETS[name].problems
        usual = base.problem if base.problem in problems else problems[0]
        problem = given.get(PROBLEM.name, usual)
        if problem not in problems:
            sentence = _("--vary: the data set {name} is for {problem}, not for {wanted}")
            raise SweepError(sentence.format(name=name, problem=problems[0], wanted=problem))
        changes |= {PROBLEM.name: problem, DATASET_SETTINGS[problem].name: name}
    return base.changed(**changes)


def parse_axis(text: str, base: Experiment) -> Axis:
    """Reads what is to be varied, as `learning-rate=0.03,0.3` or `hidden-layers=none:2:4,2`.

    Args:
        text: As it was typed: a comma parts the values, and a colon where a value may hold commas.
        base: All other settings, which say what is allowed for the data.

    Raises:
        SweepError: The setting cannot be varied, or there is no value.
        SettingError: A value is not allowed.
    """
    name, sign, listed = text.partition("=")
    if not sign:
        raise SweepError(
            _("--vary {text}: give values behind =, as in learning-rate=0.03,0.3").format(text=shorten(text))
        )
    name = checked_name(name)
    setting = setting_of(name)
    holds_commas = isinstance(setting, (Layers, MultiChoice, LayerChoice, LayerNumbers))
    parts = [part for part in (each.strip() for each in listed.split(":" if holds_commas else ",")) if part]
    if not parts:
        sentence = _("--vary {name}: there is no value behind =, and so nothing to train")
        raise SweepError(sentence.format(name=_option(name)))
    axis = make_axis(name, [parse_value(name, part, base) for part in parts], base)
    if isinstance(setting, Layers) and len(parts) == 1 and len(axis.values[0]) > 1:
        sentence = _("--vary {text}: this is one network of {count} layers; a colon parts values, as in {example}")
        example = ":".join(map(str, axis.values[0]))
        raise SweepError(sentence.format(text=shorten(text), count=len(axis.values[0]), example=example))
    return axis


def parse_value(name: str, text: str, base: Experiment) -> Any:
    """A value of a setting from what a person typed.

    Raises:
        SettingError: It is not allowed.
    """
    return _setting_for(name, base).parse(text)


def make_axis(name: str, values: Iterable[Any], base: Experiment) -> Axis:
    """An axis of values, which are checked.

    Args:
        name: The setting, as it is typed or as the field of `Experiment` is called.
        values: What is to be tried.
        base: All other settings.

    Raises:
        SweepError: The setting cannot be varied, or there is no value, or one of them twice.
        SettingError: A value is not allowed.
    """
    name = checked_name(name)
    setting = _setting_for(name, base)
    checked = tuple(setting.check(value) for value in values)
    if not checked:
        sentence = _("--vary {name}: there is no value behind =, and so nothing to train")
        raise SweepError(sentence.format(name=_option(name)))
    twice = next((value for place, value in enumerate(checked) if value in checked[:place]), None)
    if twice is not None:
        sentence = _("--vary {name}: the value {value} is there twice")
        raise SweepError(sentence.format(name=_option(name), value=shorten(setting.format(twice))))
    return Axis(name, checked)


def checked_name(name: str) -> str:
    """The name of a setting that can be varied.

    Raises:
        SweepError: It is none.
    """
    plain = name.strip().lower().replace("-", "_")
    if plain in NAMES:
        return plain
    if plain in (WEIGHTS_DRAW.name, "start", "starts"):
        raise SweepError(_("--vary {name}: --starts NUMBER trains from several starts").format(name=_option(plain)))
    names = ", ".join(map(_option, NAMES))
    sentence = _("--vary: {name} is no setting that can be varied; allowed is one of {names}")
    raise SweepError(sentence.format(name=shorten(name.strip()), names=names))


def _setting_for(name: str, base: Experiment) -> Setting:
    return _ANY_DATASET if name == DATASET.name else base.setting(name)


def _option(name: str) -> str:
    return name.replace("_", "-")
