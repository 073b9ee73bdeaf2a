"""What the program runs on, for a report of a fault: versions and the terminal, and nothing about the person."""

import os
import platform
import sys

from nntui import __version__
from nntui.language import N_

PACKAGES = ("numpy", "textual", "rich")
_TERMINAL_VARIABLES = (
    "TERM",
    "COLORTERM",
    "TERM_PROGRAM",
    "TERM_PROGRAM_VERSION",
    "NO_COLOR",
    "TEXTUAL_DRIVER",
    "TEXTUAL_COLOR_SYSTEM",
    "NNTUI_TERMINAL",
)
_LONGEST = 80
NONE, UNKNOWN = N_("none"), N_("unknown")
_YES, _NO = N_("yes"), N_("no")
_NO_TERMINAL, _NOT_INSTALLED = N_("unknown: no terminal"), N_("not installed")
WORDS = frozenset((NONE, UNKNOWN, _YES, _NO, _NO_TERMINAL, _NOT_INSTALLED))
"""Values that are words and no names; reports have them in English, as they are."""


def versions() -> dict[str, str]:
    """From the name of a program or package, in English, to its version."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"nntui": __version__, "Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = _NOT_INSTALLED
    return found | {N_("system"): f"{platform.system()} {platform.release()} {platform.machine()}"}


def terminal() -> dict[str, str]:
    """What is known of the terminal without asking it, by names in English."""
    found = {name: _clean(os.environ[name]) for name in _TERMINAL_VARIABLES if name in os.environ}
    found["SSH"] = _YES if os.environ.get("SSH_CONNECTION") else _NO
    found[N_("multiplexer")] = "tmux" if os.environ.get("TMUX") else "screen" if os.environ.get("STY") else NONE
    found[N_("encoding")] = _clean(getattr(sys.stdout, "encoding", None) or UNKNOWN)
    found[N_("size")] = _size()
    return found


def _size() -> str:
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            if stream is not None:
                return "{}×{}".format(*os.get_terminal_size(stream.fileno()))
        except (OSError, ValueError):
            continue
    return _NO_TERMINAL


def _clean(text: str) -> str:
    """A variable's value, short and without characters that could steer a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text[:_LONGEST])
