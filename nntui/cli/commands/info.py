"""`nntui --info`: versions, folders and the terminal."""

import argparse
import os
import sys
from collections.abc import Mapping

from nntui.cli import exit_codes
from nntui.cli.parser import Parser
from nntui.cli.terminal_query import ask_terminal
from nntui.experiment.setting import shorten, visible

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def prepare_parser(parser: Parser) -> None:
    """Describes the command."""
    parser.usage = "nntui --info"
    parser.description = (
        "Prints versions, where your preferences, saved sessions, reports and log are, and what the\n"
        "terminal is. Also: nntui info."
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints it.

    Returns:
        The exit code.
    """
    from nntui.storage.environment import terminal, versions

    _print("Versions", versions() | {"NumPy's BLAS": _blas(), "threads": _threads()})
    _print("Folders and files", _places())
    _print("Terminal", terminal() | {"colors": _colors()} | _answers())
    return exit_codes.OK


def _print(title: str, lines: Mapping[str, str]) -> None:
    width = max(map(len, lines))
    print(title)
    for name, value in lines.items():
        print(f"  {name:<{width}}  {visible(value)}")


def _blas() -> str:
    """The library that NumPy was built with."""
    import numpy as np

    try:
        found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    except (TypeError, KeyError):  # an older NumPy, or one that was built in another way
        return "unknown"
    return f"{found.get('name', 'unknown')} {found.get('version', '')}".strip()


def _threads() -> str:
    return ", ".join(f"{name}={shorten(os.environ.get(name, 'not set'))}" for name in _THREADS)


def _places() -> dict[str, str]:
    from nntui.storage.autosave import sessions_in, state_folder
    from nntui.storage.debug_log import log_in
    from nntui.storage.preferences_path import preferences_path
    from nntui.storage.reports import reports_in

    state = state_folder()
    places = {
        "preferences": preferences_path(),
        "saved sessions": sessions_in(state),
        "reports": reports_in(state),
        "log of --debug": log_in(state),
    }
    return {name: f"{path}{'' if path.exists() else '  (not there yet)'}" for name, path in places.items()}


def _colors() -> str:
    """What the screen would be drawn with."""
    from rich.console import Console

    from nntui.terminal.settings import color_system

    console = Console()
    return (console.color_system and color_system(os.environ)) or console.color_system or "none"


def _answers() -> dict[str, str]:
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        return {"answers": "not asked: no terminal"}
    sys.stdout.flush()  # what has been printed comes before the questions
    return ask_terminal(sys.stdin.fileno(), sys.stdout.fileno()) or {"answers": "none"}
