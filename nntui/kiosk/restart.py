"""The program starts itself again, so that nothing of its surroundings is in it: `python -I -B`, a cleared environment.

Isolated, Python heeds no PYTHON… variable and looks for modules neither in the current folder nor in a person's own
packages. What was loaded into the first process (LD_PRELOAD, PYTHONPATH) has already run there and is gone only in the
second: who lets the sender choose such variables has opened the door himself.
"""

import os
import site
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import PathFinder
from typing import NoReturn

from nntui.kiosk.environment import cleared, is_cleared
from nntui.kiosk.errors import KioskError
from nntui.language import _

OPTION, WEB_OPTION = "--kiosk", "--web"
_NEEDED = ("nntui", "numpy", "textual")
"""What must be found by an isolated Python."""


def folder_in(words: Sequence[str]) -> str | None:
    """The folder that a command line gives to `--kiosk`; None where it asks for no kiosk, or names no folder."""
    for at, word in enumerate(words):
        if word == "--":
            break
        if word == OPTION:
            return words[at + 1] if at + 1 < len(words) else None
        if word.startswith(f"{OPTION}="):
            return word.partition("=")[2]
    return None


def is_isolated(words: Sequence[str]) -> bool:
    """Whether this process is what `start_again` makes: seen by what it is, since a variable can be set by anybody."""
    home = os.path.abspath(folder_in(words) or "")  # noqa: PTH100 (pathlib is slow to import)
    return bool(sys.flags.isolated) and is_cleared(os.environ, home, is_web=WEB_OPTION in words)


def start_again(words: Sequence[str]) -> NoReturn:
    """Replaces this process by an isolated one with the same command line.

    Raises:
        KioskError: An isolated Python would not find the program, or cannot be started.
    """
    missing = [name for name in _NEEDED if PathFinder.find_spec(name, list(_isolated_path())) is None]
    if missing or not sys.executable:
        sentence = _(
            "{option} runs under python -I, which does not find {names}: install nntui in a virtual environment, "
            "not with pip install --user"
        )
        raise KioskError(sentence.format(option=OPTION, names=", ".join(missing) or "python"))
    home = os.path.abspath(folder_in(words) or "")  # noqa: PTH100
    environment = cleared(os.environ, home, is_web=WEB_OPTION in words)
    try:
        # -B: what is imported is not written beside it, which would be outside of the folder.
        os.execve(sys.executable, [sys.executable, "-I", "-B", "-m", "nntui", *words], environment)
    except OSError as error:
        raise KioskError(f"{OPTION}: {sys.executable}: {error.strerror}") from error


def _isolated_path() -> Iterable[str]:
    """The folders of modules that an isolated Python would have, too."""
    variable = os.environ.get("PYTHONPATH", "")
    dropped = {os.path.abspath(each) for each in variable.split(os.pathsep) if each}  # noqa: PTH100
    if not sys.flags.safe_path and not sys.flags.isolated:
        dropped.add(os.path.abspath(sys.path[0]) if sys.path else "")  # noqa: PTH100 (of the script, or the current)
    if site.ENABLE_USER_SITE:
        dropped.add(os.path.abspath(site.getusersitepackages()))  # noqa: PTH100
    return (each for each in sys.path if os.path.abspath(each) not in dropped)  # noqa: PTH100
