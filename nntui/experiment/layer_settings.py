"""Settings with a value for each hidden layer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nntui.experiment.setting import Number, Setting, SettingError
from nntui.experiment.typed_number import read_typed_number
from nntui.language import _

AS_ALL = ""
"""In the place of a layer's name: as the setting for all layers says."""


@dataclass(frozen=True, kw_only=True)
class LayerChoice(Setting):
    """One of some names for each hidden layer, or `AS_ALL`.

    Layers behind the last name are as all. Names of layers that are not there are kept, for they may come back.

    Attributes:
        default: The names at first.
        options: From each name to its label on the screen.
        most: How many layers there may be.
    """

    default: tuple[str, ...] = ()
    options: Mapping[str, str]
    most: int

    @property
    def allowed(self) -> str:
        sentence = _("up to {most} of {names} with commas between, one for each hidden layer, or none")
        return sentence.format(most=self.most, names=", ".join(self.options))

    def check(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, (tuple, list)):
            raise self.error(value)
        if len(value) > self.most:
            raise self.error(",".join(map(str, value)))
        for name in value:
            if not isinstance(name, str) or (name != AS_ALL and name not in self.options):
                raise self.error(name)
        return _without_end(tuple(value), AS_ALL)

    def parse(self, text: str) -> tuple[str, ...]:
        if text.strip().casefold() in ("", "none", _("none")):
            return ()
        names = {name.casefold(): name for name in self.options}
        names |= {label.casefold(): name for name, label in self.options.items()}
        words = [word.strip() for word in text.split(",")]
        return self.check([names.get(word.casefold(), word) for word in words])

    def display(self, value: Any) -> str:
        return ", ".join(self.options[name] if name else "–" for name in value) or _("none")

    def format(self, value: Any) -> str:
        return ",".join(value) or "none"


@dataclass(frozen=True, kw_only=True)
class LayerNumbers(Setting):
    """A number for each hidden layer, or one number for all of them.

    Numbers of layers that are not there are kept, for they may come back.

    Attributes:
        default: The numbers at first; none for 0 everywhere.
        number: What each may be.
        most: How many layers there may be.
    """

    default: tuple[float, ...] = ()
    number: Number
    most: int

    @property
    def allowed(self) -> str:
        sentence = _("{number}, or up to {most} of them with commas between, one for each hidden layer, or none")
        return sentence.format(number=self.number.allowed, most=self.most)

    def check(self, value: Any) -> tuple[float, ...]:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = (value,)
        if isinstance(value, str) or not isinstance(value, (tuple, list)) or len(value) > self.most:
            raise self.error(value)
        try:
            numbers = tuple(self.number.check(each) for each in value)
        except SettingError as error:
            raise self.error(error.value) from None
        return numbers if any(numbers) else ()

    def parse(self, text: str) -> tuple[float, ...]:
        if text.strip().casefold() in ("", "none", _("none")):
            return ()
        try:
            return self.check([read_typed_number(part) for part in text.split(",")])
        except ValueError:
            raise self.error(text) from None

    def display(self, value: Any) -> str:
        return ", ".join(map(self.number.display, value)) or _("none")

    def format(self, value: Any) -> str:
        return ",".join(map(self.number.format, value)) or "none"

    def for_layers(self, value: tuple[float, ...], count: int) -> tuple[float, ...]:
        """The number of each of so many layers: one number is for all, and layers behind the last have 0."""
        return value * count if len(value) == 1 else (*value, *[0.0] * count)[:count]


def _without_end(names: tuple[str, ...], empty: str) -> tuple[str, ...]:
    while names and names[-1] == empty:
        names = names[:-1]
    return names
