"""The program starts itself again, so that nothing of its surroundings is in it: `python -I -B`, a cleared environment.

Isolated, Python heeds no PYTHON… variable and looks for modules neither in the current folder nor in a person's own
packages. What was loaded into the first process (LD_PRELOAD, PYTHONPATH) has already run there and is gone only in the
second: who lets the sender choose such variables has opened the door himself.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NoReturn

from nntui.kiosk.environment import cleared, is_cleared
from nntui.kiosk.errors import KioskError
from nntui.language import _

OPTION, WEB_OPTION = "--kiosk", "--web"
_NEEDED = ("nntui", "numpy", "textual")
"""What must be found by an isolated Python."""
_SEARCH = "import sys; from importlib.util import find_spec as f; print(*(n for n in sys.argv[1:] if f(n) is None))"


def folders_in(words: Sequence[str]) -> list[str]:
    """The folders that a command line gives to `--kiosk`; none where it asks for no kiosk, or names no folder."""
    found: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            break
        if word == OPTION:
            found += [*islice(left, 1)]
        elif word.startswith(f"{OPTION}="):
            found.append(word.partition("=")[2])
    return found


def _home(words: Sequence[str]) -> str:
    return os.path.abspath(next(iter(folders_in(words)), ""))  # noqa: PTH100 (pathlib is slow to import)


def is_isolated(words: Sequence[str]) -> bool:
    """Whether this process is what `start_again` makes: seen by what it is, since a variable can be set by anybody."""
    return bool(sys.flags.isolated) and is_cleared(os.environ, _home(words), is_web=WEB_OPTION in words)


def start_again(words: Sequence[str]) -> NoReturn:
    """Replaces this process by an isolated one with the same command line.

    Raises:
        KioskError: An isolated Python would not find the program, or cannot be started.
    """
    environment = cleared(os.environ, _home(words), is_web=WEB_OPTION in words)
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
