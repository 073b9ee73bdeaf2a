"""What widgets say when the person changes something."""

from typing import Any

from textual.message import Message


class SettingChanged(Message):
    """The person wants another value of a setting.

    Attributes:
        name: The field of `Experiment`.
        value: The value, which the setting allows.
    """

    def __init__(self, name: str, value: Any) -> None:
        super().__init__()
        self.name = name
        self.value = value
