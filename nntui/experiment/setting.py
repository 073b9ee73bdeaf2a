"""What a setting is: its words, its default, what is allowed, and the values that a stepper walks through.

Widgets, the command line and the file formats all read these; none keeps a range of its own.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
from nntui.experiment.typed_number import (
    NUMBER_CHARACTERS,
    number_text,
    read_typed_number,
    read_whole_number,
)
from nntui.language import _, translated, worded

_LONGEST_SHOWN = 8
"""A number of more characters is shown in short."""


class SettingError(NntuiError, ValueError):
    """A value that a setting does not allow. Its message names the setting, the value and what is allowed.

    Attributes:
        setting: The setting's label.
        value: What was given.
        allowed: What is allowed, in words.
    """

    title = "Setting"

    def __init__(self, setting: str, value: object, allowed: str) -> None:
        sentence = _("{setting}: {value} is not allowed; allowed is {allowed}")
        super().__init__(sentence.format(setting=setting, value=shorten(value), allowed=allowed))
        self.setting = setting
        self.value = value
        self.allowed = allowed


@dataclass(frozen=True, kw_only=True)
class Setting(ABC):
    """One setting of an experiment.

    Attributes:
        name: The field of `Experiment`, and with dashes the option of the command line.
        label: On the screen.
        help: What it does, in a line.
        link_name: In a link of the web Playground; "" if links have no such key.
        own_link_name: A key of ours in a link, which the web page ignores; "" if there is none. It stands in a link
            where the value is not the default, or not one that the page has.
        group: The heading under which the help of the command line lists it.
        restarts: Whether a change restarts the network.
    """

    name: str
    label: str = translated()
    help: str = translated()
    group: str = ""
    link_name: str = ""
    own_link_name: str = ""
    restarts: bool = True

    @property
    def option(self) -> str:
        """The option of the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    @abstractmethod
    def allowed(self) -> str:
        """What is allowed, in words that fit after "allowed is"."""

    @property
    def allowed_in_short(self) -> str:
        """The same where there is little room, beside the value itself."""
        return self.allowed

    @abstractmethod
    def check(self, value: Any) -> Any:
        """The value in its canonical form.

        Raises:
            SettingError: The value is not allowed.
        """

    @abstractmethod
    def parse(self, text: str) -> Any:
        """A value from what a person typed.

        Raises:
            SettingError: It cannot be read, or is not allowed.
        """

    def display(self, value: Any) -> str:
        """A value as on the screen."""
        return str(value)

    def format(self, value: Any) -> str:
        """A value as `parse` reads it."""
        return str(value)

    def step(self, value: Any, direction: int) -> Any:
        """The next value of a stepper, up for +1 and down for −1; the same value at the end."""
        return value

    def begins(self, character: str) -> bool:
        """Whether a character typed on the setting begins a number for it. Elsewhere it may be a key of its own."""
        return False

    def error(self, value: object) -> SettingError:
        """The exception for a value of this setting that is not allowed."""
        return SettingError(self.label, value, self.allowed)


@dataclass(frozen=True, kw_only=True)
class Choice(Setting):
    """One of some names.

    Attributes:
        default: The name at first.
        options: From each name to its label on the screen, in the order of the stepper, which goes round.
    """

    default: str
    options: Mapping[str, str]

    @property
    def allowed(self) -> str:
        return _("one of {names}").format(names=", ".join(self.options))

    def check(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise self.error(value)
        return value

    def parse(self, text: str) -> str:
        wanted = text.strip().casefold()
        names = {name.casefold(): name for name in self.options}
        names |= {label.casefold(): name for name, label in self.options.items()}
        if wanted in names:
            return names[wanted]
        begun = {name for spelling, name in names.items() if wanted and spelling.startswith(wanted)}
        if len(begun) == 1:
            return begun.pop()
        raise self.error(text)

    def display(self, value: Any) -> str:
        return self.options[value]

    def step(self, value: Any, direction: int) -> str:
        names = list(self.options)
        return names[(names.index(value) + direction) % len(names)]


@dataclass(frozen=True, kw_only=True)
class Number(Setting):
    """A number in a range.

    Attributes:
        default: The number at first.
        low: The least allowed.
        high: The greatest allowed.
        steps: The values of the stepper, rising: those of the web page's slider or menu.
        unit: Shown behind the number.
        whole: Only whole numbers are allowed.
    """

    default: float
    low: float
    high: float
    steps: tuple[float, ...]
    unit: str = ""
    whole: bool = False

    @property
    def allowed(self) -> str:
        sentence = _("a whole number from {low} to {high}") if self.whole else _("a number from {low} to {high}")
        return sentence.format(low=self._text(self.low), high=self._text(self.high))

    @property
    def allowed_in_short(self) -> str:
        return _("from {low} to {high}").format(low=self._text(self.low), high=self._text(self.high))

    def check(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.error(value)
        # The comparison first: it also holds for a whole number that is too large for a float.
        if not self.low <= value <= self.high:
            raise self.error(value)
        if self.whole:
            if value != int(value):
                raise self.error(value)
            return int(value)
        return float(value)

    def parse(self, text: str) -> float:
        bare = text.strip()
        unit = next((unit for unit in (worded(self.unit), self.unit) if bare.endswith(unit)), "")
        bare = bare.removesuffix(unit).strip()
        try:
            return self.check(read_typed_number(bare))
        except ValueError:
            raise self.error(text) from None

    def begins(self, character: str) -> bool:
        return character in NUMBER_CHARACTERS

    def nearest(self, number: float) -> float:
        """The allowed value that is nearest to a finite number."""
        clamped = min(max(number, self.low), self.high)
        return self.check(math.floor(clamped) if self.whole else clamped)

    def display(self, value: Any) -> str:
        text = self._text(value)
        return (text if len(text) <= _LONGEST_SHOWN else f"{value:.3g}") + worded(self.unit)

    def format(self, value: Any) -> str:
        return self._text(value)

    def step(self, value: Any, direction: int) -> float:
        if direction > 0:
            return self.check(next((step for step in self.steps if step > value), value))
        return self.check(next((step for step in reversed(self.steps) if step < value), value))

    def _text(self, value: float) -> str:
        if value == int(value):
            return str(int(value))
        return f"{Decimal(repr(float(value))):f}"


@dataclass(frozen=True, kw_only=True)
class Flag(Setting):
    """On or off."""

    default: bool = False

    @property
    def allowed(self) -> str:
        return _("on or off")

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.error(value)
        return value

    def parse(self, text: str) -> bool:
        word = text.strip().casefold()
        if word in ("on", "true", "yes", "1", _("on")):
            return True
        if word in ("off", "false", "no", "0", _("off")):
            return False
        raise self.error(text)

    def display(self, value: Any) -> str:
        return _("on") if value else _("off")

    def format(self, value: Any) -> str:
        return "on" if value else "off"

    def step(self, value: Any, direction: int) -> bool:
        return not value


@dataclass(frozen=True, kw_only=True)
class MultiChoice(Setting):
    """Any number of some names, none included; kept in the order of the options.

    Attributes:
        default: The names at first.
        options: From each name to its label on the screen.
        aliases: Other spellings of the names that are understood.
    """

    default: tuple[str, ...]
    options: Mapping[str, str]
    aliases: Mapping[str, str]

    @property
    def allowed(self) -> str:
        return _("any of {names} with commas between, or none").format(names=", ".join(self.options))

    def check(self, value: Any) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, (tuple, list, set, frozenset)):
            raise self.error(value)
        for name in value:
            if not isinstance(name, str) or name not in self.options:
                raise self.error(name)
        return tuple(name for name in self.options if name in value)

    def parse(self, text: str) -> tuple[str, ...]:
        if text.strip().casefold() in ("", "none", _("none")):
            return ()
        names = [name.strip() for name in text.split(",")]
        return self.check([self.aliases.get(name, name) for name in names if name])

    def display(self, value: Any) -> str:
        return ", ".join(self.options[name] for name in value) or _("none")

    def format(self, value: Any) -> str:
        return ",".join(value) or "none"


@dataclass(frozen=True, kw_only=True)
class Layers(Setting):
    """The number of neurons of each hidden layer.

    Attributes:
        default: The layers at first.
        most: How many layers are allowed.
        widest: How many neurons a layer may have.
    """

    default: tuple[int, ...]
    most: int
    widest: int

    @property
    def allowed(self) -> str:
        sentence = _("up to {most} layers of 1 to {widest} neurons, as in 4,2, or none")
        return sentence.format(most=self.most, widest=self.widest)

    def check(self, value: Any) -> tuple[int, ...]:
        if isinstance(value, str) or not isinstance(value, (tuple, list)):
            raise self.error(value)
        numbers = tuple(value)
        whole = all(isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= self.widest for n in numbers)
        if not whole or len(numbers) > self.most:
            raise self.error(",".join(map(shorten, numbers)))
        return numbers

    def parse(self, text: str) -> tuple[int, ...]:
        if text.strip().casefold() in ("", "none", _("none")):
            return ()
        try:
            numbers = [read_whole_number(part) for part in text.split(",")]
        except ValueError:
            raise self.error(text) from None
        return self.check(numbers)

    def display(self, value: Any) -> str:
        return ", ".join(map(str, value)) or _("none")

    def format(self, value: Any) -> str:
        return ",".join(map(str, value)) or "none"


@dataclass(frozen=True, kw_only=True)
class Text(Setting):
    """A line of text. A finite number is taken as its text.

    Attributes:
        longest: How many characters are allowed.
    """

    longest: int

    @property
    def allowed(self) -> str:
        return _("a line of 1 to {longest} characters without spaces around it").format(longest=self.longest)

    def check(self, value: Any) -> str:
        text = number_text(value) if isinstance(value, Real) and not isinstance(value, bool) else value
        if not isinstance(text, str) or not 1 <= len(text) <= self.longest or not text.isprintable():
            raise self.error(value)
        if text != text.strip():
            raise self.error(value)
        return text

    def parse(self, text: str) -> str:
        return self.check(text.strip())

    def begins(self, character: str) -> bool:
        return character in NUMBER_CHARACTERS
