"""What the program runs on, for a report of a fault: versions and the terminal, and nothing about the person."""

import os
import platform
import sys

from nntui import __version__

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


def versions() -> dict[str, str]:
    """From the name of a program or package to its version."""
    from importlib.metadata import PackageNotFoundError, version

    found = {"nntui": __version__, "Python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found | {"system": f"{platform.system()} {platform.release()} {platform.machine()}"}


def terminal() -> dict[str, str]:
    """What is known of the terminal without asking it."""
    found = {name: _clean(os.environ[name]) for name in _TERMINAL_VARIABLES if name in os.environ}
    found["SSH"] = "yes" if os.environ.get("SSH_CONNECTION") else "no"
    found["multiplexer"] = "tmux" if os.environ.get("TMUX") else "screen" if os.environ.get("STY") else "none"
    found["encoding"] = _clean(getattr(sys.stdout, "encoding", None) or "unknown")
    found["size"] = _size()
    return found


def _size() -> str:
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            if stream is not None:
                return "{}×{}".format(*os.get_terminal_size(stream.fileno()))
        except (OSError, ValueError):
            continue
    return "unknown: no terminal"


def _clean(text: str) -> str:
    """A variable's value, short and without characters that could steer a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text[:_LONGEST])
