"""`nntui --info`: versions, folders and the terminal."""

import argparse
import os
import sys
from collections.abc import Mapping

from nntui.cli import exit_codes
from nntui.cli.parser import Parser
from nntui.cli.terminal_query import ask_terminal
from nntui.experiment.shown_text import shorten, visible
from nntui.language import N_, _
from nntui.storage.environment import NONE, UNKNOWN, WORDS, terminal, versions

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def prepare_parser(parser: Parser) -> None:
    """Describes the command."""
    parser.usage = "nntui --info"
    parser.description = _(
        "Prints versions, where your preferences, saved sessions, reports and log are,\n"
        "and what the terminal is. Also: nntui info."
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints it.

    Returns:
        The exit code.
    """
    _print(_("Versions"), versions() | {N_("NumPy's BLAS"): _blas(), N_("threads"): _threads()})
    _print(_("Folders and files"), _places())
    _print(_("Terminal"), terminal() | {N_("colors"): _colors()} | _answers())
    return exit_codes.OK


def _print(title: str, lines: Mapping[str, str]) -> None:
    """Prints some lines, whose names are in English, and the values that are words."""
    names = [_(name) for name in lines]
    width = max(map(len, names))
    print(title)
    for name, value in zip(names, lines.values(), strict=True):
        print(f"  {name:<{width}}  {visible(_(value) if value in WORDS else value)}")


def _blas() -> str:
    """The library that NumPy was built with."""
    import numpy as np

    try:
        found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    except (TypeError, KeyError):  # an older NumPy, or one that was built in another way
        return UNKNOWN
    return f"{found.get('name', _(UNKNOWN))} {found.get('version', '')}".strip()


def _threads() -> str:
    values = {name: os.environ.get(name) or _("not set") for name in _THREADS}
    return ", ".join(f"{name}={shorten(value)}" for name, value in values.items())


def _places() -> dict[str, str]:
    from nntui.storage.autosave import sessions_in, state_folder
    from nntui.storage.debug_log import log_in
    from nntui.storage.preferences_path import preferences_path
    from nntui.storage.reports import reports_in

    state = state_folder()
    places = {
        N_("preferences"): preferences_path(),
        N_("saved sessions"): sessions_in(state),
        N_("reports"): reports_in(state),
        N_("log of --debug"): log_in(state),
    }
    missing = "  " + _("(not there yet)")
    return {name: f"{path}{'' if path.exists() else missing}" for name, path in places.items()}


def _colors() -> str:
    """What the screen would be drawn with."""
    from rich.console import Console

    from nntui.terminal.settings import color_system

    console = Console()
    return (console.color_system and color_system(os.environ)) or console.color_system or NONE


def _answers() -> dict[str, str]:
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        return {N_("answers"): _("not asked: no terminal")}
    sys.stdout.flush()  # what has been printed comes before the questions
    return ask_terminal(sys.stdin.fileno(), sys.stdout.fileno()) or {N_("answers"): NONE}
