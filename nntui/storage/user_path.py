"""A path as a person gives it: `~` is the home folder."""

import errno
import os
from pathlib import Path

from nntui.language import _


class NoSuchUserError(OSError):
    """The path is in the home folder of a user whom this system does not know."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.ENOENT, _("there is no such user"), path)


def expanded(path: str | os.PathLike[str]) -> Path:
    """The path with the home folder in place of `~`.

    Raises:
        NoSuchUserError: There is no such home folder.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise NoSuchUserError(os.fspath(path)) from None
