"""What variables of the environment say about the terminal, checked before anything is shown."""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from nntui.errors import NntuiError
from nntui.language import _

LAYER = "NNTUI_TERMINAL"
"""The variable that switches our own layer between Textual and the terminal off."""
_TEXTUAL = "textual"
_COLOR_SYSTEMS = ("auto", "standard", "256", "truecolor", "windows")
_TRUECOLOR_ENDINGS = ("-direct", "-truecolor", "-24bit")
_TRUECOLOR_TERMINALS = ("alacritty", "contour", "foot", "foot-extra", "rio", "wezterm", "xterm-ghostty", "xterm-kitty")
_MOST_CELLS = 4000
"""Columns or lines that no terminal has; more would only take all memory."""


class TerminalSettingError(NntuiError):
    """A variable says something of the terminal that cannot be; the message is a sentence for the person."""

    title = "Terminal"


def wants_textual(environment: Mapping[str, str]) -> bool:
    """Whether Textual's own driver is asked for."""
    return environment.get(LAYER) == _TEXTUAL


def color_system(environment: Mapping[str, str]) -> str | None:
    """The colours of the terminal where its variables mislead; None for what they say by themselves.

    GNU screen hands on the COLORTERM of the terminal that it was started in, but takes 256 colours. tmux takes all and
    rounds them where it must. The Linux console has 16. Terminals with a name of their own need no COLORTERM, which
    OpenSSH does not hand on.
    """
    if environment.get("TEXTUAL_COLOR_SYSTEM"):
        return None
    term = environment.get("TERM", "").lower()
    family = term.partition("-")[0]
    if term.endswith(_TRUECOLOR_ENDINGS) or term in _TRUECOLOR_TERMINALS:
        return "truecolor"
    if family == "linux":
        return "standard"
    is_named_screen = family.partition(".")[0] == "screen"
    in_screen = bool(environment.get("STY")) and family != "tmux"
    if in_screen or (is_named_screen and environment.get("COLORTERM") and not environment.get("TMUX")):
        return "256"
    return None


def check_settings(environment: Mapping[str, str]) -> None:
    """Checks the variables that would end the program when it starts; an empty one counts as not set.

    Raises:
        TerminalSettingError: A value is not allowed.
    """
    layer = environment.get(LAYER)
    if layer and layer != _TEXTUAL:
        raise _refusal(LAYER, layer, _TEXTUAL)
    colors = environment.get("TEXTUAL_COLOR_SYSTEM")
    if colors and colors not in _COLOR_SYSTEMS:
        allowed = _("one of {names}").format(names=", ".join(_COLOR_SYSTEMS))
        raise _refusal("TEXTUAL_COLOR_SYSTEM", colors, allowed)
    driver = environment.get("TEXTUAL_DRIVER")
    if driver and not _can_be_imported(driver):
        raise _refusal("TEXTUAL_DRIVER", driver, _("one as module:Class"))
    log = environment.get("TEXTUAL_LOG")
    if log and not _can_be_written(Path(log)):
        raise _refusal("TEXTUAL_LOG", log, _("a file that can be written"))
    for name in ("COLUMNS", "LINES"):
        value = environment.get(name)
        if value and value.isdecimal() and int(value[:9]) > _MOST_CELLS:
            raise _refusal(name, value, _("a number up to {most}").format(most=_MOST_CELLS))


def _refusal(name: str, value: str, allowed: str) -> TerminalSettingError:
    sentence = _("{name}={value} is not allowed; allowed is {allowed}")
    return TerminalSettingError(sentence.format(name=name, value=repr(value), allowed=allowed))


def _can_be_written(path: Path) -> bool:
    there = path if path.exists() else path.parent
    return os.access(there, os.W_OK) and not path.is_dir()


def _can_be_imported(name: str) -> bool:
    module, _colon, symbol = name.partition(":")
    try:
        return isinstance(getattr(import_module(module), symbol, None), type)
    except (ImportError, ValueError):
        return False
