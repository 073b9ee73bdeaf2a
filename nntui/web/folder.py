"""The temporary folder of a server: made at its start, removed at its end; and those that dead servers have left."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from nntui.system import lock_file

_PREFIX = "nntui-serve-"
_NEW_S = 2.0
"""Seconds in which a folder may have no lock yet."""


@contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder of this process, which tells by a lock on it that it is in use; removes those of dead servers first."""
    _remove_dead(Path(gettempdir()))
    with TemporaryDirectory(prefix=_PREFIX) as folder:
        lock = _opened(Path(folder))
        try:
            lock_file(lock)
            yield folder
        finally:
            os.close(lock)


def _remove_dead(place: Path) -> None:
    """Removes the folders of servers of this user that were killed: with the process its lock is gone."""
    for folder in place.glob(f"{_PREFIX}*"):
        try:
            handle = _opened(folder)
        except OSError:  # no folder, or nobody else may look into it
            continue
        try:
            if _is_dead(handle):
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


def _is_dead(handle: int) -> bool:
    import fcntl

    status = os.fstat(handle)
    if status.st_uid != os.geteuid() or time.time() - status.st_mtime < _NEW_S:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # it lives; or the file system has no locks, and nobody can tell
        return False
    return True


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
