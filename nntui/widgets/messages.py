"""What widgets say when the person changes something."""

from collections.abc import Callable
from typing import Any

from textual.message import Message


class SettingChanged(Message):
    """The person wants another value of a setting.

    A widget may show a value that is already outdated when keys come faster than the display. So a step, a switch, one
    neuron more say *how* the value changes, and whoever owns the value applies that to what it is now.

    Args:
        name: The field of `Experiment`.
        change: From the value as it is to the value that is wanted.

    Attributes:
        name: As given.
        change: As given.
    """

    def __init__(self, name: str, change: Callable[[Any], Any]) -> None:
        super().__init__()
        self.name = name
        self.change = change

    @classmethod
    def to(cls, name: str, value: Any) -> "SettingChanged":
        """The person wants this value, whatever it is now."""
        return cls(name, lambda _: value)
