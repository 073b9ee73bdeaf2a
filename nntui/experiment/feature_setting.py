"""The setting of the input features: names of the registry, and at most one formula of one's own."""

import re
from dataclasses import dataclass
from typing import Any

from nntui.engine.features import feature_of, is_formula, known_name, place_of
from nntui.engine.formula import FormulaError, split_features
from nntui.experiment.setting import MultiChoice, SettingError
from nntui.experiment.shown_text import shorten
from nntui.language import _

_WORD = re.compile(r"[^\W\d]+(-[^\W\d]+)*")
"""What is no formula but a name, if a wrong one."""


class FeatureError(SettingError):
    """A feature that is not allowed, with a sentence of its own, as that of its formula."""

    def __init__(self, setting: str, value: object, allowed: str, sentence: str) -> None:
        super().__init__(setting, value, allowed)
        self.args = (sentence,)


@dataclass(frozen=True, kw_only=True)
class Features(MultiChoice):
    """Any number of features, none included, kept in the order of the registry; a formula stands behind all others."""

    @property
    def allowed(self) -> str:
        """The registry's names, and how a formula looks."""
        sentence = _("any of {names}, and one formula in x1 and x2 as {example}, with commas between, or none")
        return sentence.format(names=", ".join(self.options), example="x1*x2^2")

    def check(self, value: Any) -> tuple[str, ...]:
        """The features in their order, the formula in its canonical text.

        Raises:
            SettingError: One of them is none, or there is more than one formula.
        """
        if isinstance(value, str) or not isinstance(value, (tuple, list, set, frozenset)):
            raise self.error(value)
        names = sorted({self._name(each) for each in value}, key=lambda name: (place_of(name), name))
        formulas = [name for name in names if is_formula(name)]
        if len(formulas) > 1:
            sentence = _("{setting}: {count} formulas are too many: {formulas}; allowed is one")
            sentence = sentence.format(
                setting=self.label, count=len(formulas), formulas=", ".join(map(shorten, formulas))
            )
            raise FeatureError(self.label, value, self.allowed, sentence)
        return tuple(names)

    def _name(self, given: object) -> str:
        """The name of a feature, however it was typed."""
        if not isinstance(given, str):
            raise self.error(given)
        try:
            return known_name(given)
        except FormulaError as error:
            if _WORD.fullmatch(given.strip()) or not given.strip():
                raise self.error(given) from None
            raise FeatureError(self.label, given, self.allowed, str(error)) from None

    def parse(self, text: str) -> tuple[str, ...]:
        """Features with commas between; a comma in parentheses belongs to a formula."""
        if text.strip().casefold() in ("", "none", _("none")):
            return ()
        return self.check([self.aliases.get(name, name) for name in split_features(text) if name])

    def display(self, value: Any) -> str:
        """What they are called on the screen."""
        return ", ".join(feature_of(name).label for name in value) or _("none")
