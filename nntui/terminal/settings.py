"""What variables of the environment say about the terminal, checked before anything is shown."""

from collections.abc import Mapping
from importlib import import_module

from nntui.errors import NntuiError

LAYER = "NNTUI_TERMINAL"
"""The variable that switches our own layer between Textual and the terminal off."""
_TEXTUAL = "textual"
_COLOR_SYSTEMS = ("auto", "standard", "256", "truecolor", "windows")
_MOST_CELLS = 4000
"""Columns or lines that no terminal has; more would only take all memory."""


class TerminalSettingError(NntuiError):
    """A variable says something of the terminal that cannot be; the message is a sentence for the person."""

    title = "Terminal"


def wants_textual(environment: Mapping[str, str]) -> bool:
    """Whether Textual's own driver is asked for."""
    return environment.get(LAYER) == _TEXTUAL


def check_settings(environment: Mapping[str, str]) -> None:
    """Checks the variables that would end the program when it starts; an empty one counts as not set.

    Raises:
        TerminalSettingError: A value is not allowed.
    """
    layer = environment.get(LAYER)
    if layer and layer != _TEXTUAL:
        raise TerminalSettingError(f"{LAYER}={layer!r} is not allowed; allowed is {_TEXTUAL}")
    colors = environment.get("TEXTUAL_COLOR_SYSTEM")
    if colors and colors not in _COLOR_SYSTEMS:
        allowed = ", ".join(_COLOR_SYSTEMS)
        raise TerminalSettingError(f"TEXTUAL_COLOR_SYSTEM={colors!r} is not allowed; allowed is one of {allowed}")
    driver = environment.get("TEXTUAL_DRIVER")
    if driver and not _can_be_imported(driver):
        raise TerminalSettingError(f"TEXTUAL_DRIVER={driver!r} is not allowed; allowed is one as module:Class")
    for name in ("COLUMNS", "LINES"):
        value = environment.get(name)
        if value and value.isdecimal() and int(value[:9]) > _MOST_CELLS:
            raise TerminalSettingError(f"{name}={value!r} is not allowed; allowed is a number up to {_MOST_CELLS}")


def _can_be_imported(name: str) -> bool:
    module, _, symbol = name.partition(":")
    try:
        return isinstance(getattr(import_module(module), symbol, None), type)
    except (ImportError, ValueError):
        return False
