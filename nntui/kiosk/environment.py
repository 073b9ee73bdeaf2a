"""The environment of a visit: what a terminal and a language need, and nothing else.

A variable can make Python, the C library or Textual load code, write a log or open a port. So only some names are
kept, and of these only values that cannot be a path.
"""

import re
from collections.abc import Mapping

from nntui import THREAD_VARIABLES

_LOCALE = r"[A-Za-z0-9][A-Za-z0-9_.@:-]{0,39}"
_SIZE = r"[1-9][0-9]{0,2}"
_KEPT = (
    ("TERM", r"[A-Za-z0-9][A-Za-z0-9+._-]{0,39}"),
    ("COLORTERM|TERM_PROGRAM|TERM_PROGRAM_VERSION", r"[A-Za-z0-9][A-Za-z0-9+._-]{0,39}"),
    ("LANG|LANGUAGE|LC_[A-Z]{1,16}", _LOCALE),
    ("NO_COLOR", r"[A-Za-z0-9]{0,9}"),
    ("SSH_CONNECTION", r"[0-9A-Fa-f:.%a-z ]{1,160}"),
    ("|".join(THREAD_VARIABLES), r"[0-9]{1,3}"),
)
_KEPT_FOR_WEB = ("COLUMNS|ROWS", _SIZE)
"""A browser says by them how large its window is; a terminal is asked."""
_HOME = "HOME"


def cleared(environment: Mapping[str, str], home: str, *, is_web: bool) -> dict[str, str]:
    """The part of an environment that a visit may have.

    Args:
        environment: That of the process.
        home: The folder that stands for the home folder.
        is_web: Whether it is shown in a browser.
    """
    kept = {name: value for name, value in environment.items() if name != _HOME and _is_kept(name, value, is_web)}
    return kept | {_HOME: home}


def is_cleared(environment: Mapping[str, str], home: str, *, is_web: bool) -> bool:
    """Whether there is nothing in an environment that a visit may not have. Arguments as of `cleared`."""
    return dict(environment) == cleared(environment, home, is_web=is_web)


def _is_kept(name: str, value: str, is_web: bool) -> bool:
    rules = (*_KEPT, _KEPT_FOR_WEB) if is_web else _KEPT
    return any(re.fullmatch(names, name) and re.fullmatch(values, value, re.ASCII) for names, values in rules)
