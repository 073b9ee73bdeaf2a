"""Which engine trains without a screen: the option, what is taken without it, and the wait while it is compiled."""

import argparse
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from nntui.cli.errors import UsageError
from nntui.experiment.setting import SettingError
from nntui.experiment.shown_text import shorten
from nntui.language import _

if TYPE_CHECKING:
    from nntui.experiment.experiment import Experiment

_PATIENCE_S = 3.0
"""Seconds of silence before it is said what takes so long."""


def add_engine(group: argparse._ArgumentGroup) -> None:
    """Adds the option."""
    group.add_argument(
        "--engine",
        metavar=_("NAME"),
        help=_(
            "what trains: numpy, or compiled, which are loops that Numba compiles (pip install 'nntui[fast]'; default: "
            "compiled where that is installed and saves time)"
        ),
    )


def asked_engine(text: str | None, experiments: Iterable["Experiment"]) -> str | None:
    """The engine that is asked for; None where none is.

    Args:
        text: The option, as it was typed.
        experiments: What is to be trained.

    Raises:
        SettingError: There is no such engine.
        UsageError: It cannot train one of these.
        EngineError: It cannot be used here.
    """
    from nntui.training.compiling import is_installed, missing
    from nntui.training.engines import COMPILED, ENGINES, obstacle

    if text is None:
        return None
    if text not in ENGINES:
        raise SettingError("--engine", text, _("one of {names}").format(names=", ".join(ENGINES)))
    if text != COMPILED:
        return text
    if not is_installed():
        raise missing()
    for experiment in experiments:
        found = obstacle(experiment)
        if found is not None:
            sentence = _("--engine compiled cannot train with {setting}: {value}; --engine numpy can")
            raise UsageError(sentence.format(setting=found[0], value=shorten(found[1])))
    return text


def ready_engine(asked: str | None, usual: str) -> str:
    """The engine that trains, loaded, and compiled if need be, which is said where it takes long.

    Args:
        asked: What `asked_engine` gives.
        usual: What is taken where none is asked for.

    Raises:
        EngineError: The one that is asked for cannot be used here.
    """
    from nntui.training.compiling import EngineError
    from nntui.training.engines import COMPILED, NUMPY

    if (asked or usual) != COMPILED:
        return NUMPY
    waiting = threading.Timer(_PATIENCE_S, _tell_of_wait)
    waiting.daemon = True
    waiting.start()
    try:
        from nntui.training.compiled import prepare

        prepare()
    except EngineError:
        if asked is not None:
            raise
        return NUMPY
    finally:
        waiting.cancel()
    return COMPILED


def _tell_of_wait() -> None:
    from nntui.cli.messages import say

    say(_("compiling the engine once, about 10 s"))
