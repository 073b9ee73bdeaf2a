"""The program starts itself again, so that nothing of its surroundings is in it: `python -I -B`, a cleared environment.

Isolated, Python heeds no PYTHON… variable and looks for modules neither in the current folder nor in a person's own
packages. What was loaded into the first process (LD_PRELOAD, PYTHONPATH) has already run there and is gone only in the
second: who lets the sender choose such variables has opened the door himself.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from nntui.kiosk.environment import cleared, is_cleared
from nntui.kiosk.errors import KioskError
from nntui.language import _

OPTION, WEB_OPTION = "--kiosk", "--web"
_NEEDED = ("nntui", "numpy", "textual")
"""What must be found by an isolated Python."""
_SEARCH = "import sys; from importlib.util import find_spec as f; print(*(n for n in sys.argv[1:] if f(n) is None))"


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
    home = os.path.abspath(folder_in(words) or "")  # noqa: PTH100
    environment = cleared(os.environ, home, is_web=WEB_OPTION in words)
    missing = () if sys.flags.isolated else _missing(environment)
    if missing:
        sentence = _(
            "{option} runs under python -I, which does not find {names}: install nntui in a virtual environment, "
            "not with pip install --user"
        )
        raise KioskError(sentence.format(option=OPTION, names=", ".join(missing)))
    try:
        # -B: what is imported is not written beside it, which would be outside of the folder.
        os.execve(sys.executable, [sys.executable, "-I", "-B", "-m", "nntui", *words], environment)
    except OSError as error:
        raise KioskError(f"{OPTION}: {sys.executable}: {error.strerror}") from error


def _missing(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What an isolated Python would not find: asked of one, as nobody else knows for sure."""
    import subprocess

    command = [sys.executable, "-I", "-c", _SEARCH, *_NEEDED]
    try:
        answer = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ("python",)
    return tuple(answer.split())
