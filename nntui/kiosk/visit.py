"""The folder of a visit: made at its start, removed at its end; and the removal of what dead visits have left."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from nntui.errors import reason_of
from nntui.experiment.shown_text import shorten
from nntui.kiosk.bounds import Bounds
from nntui.kiosk.errors import KioskError
from nntui.kiosk.restart import OPTION
from nntui.language import _
from nntui.system import lock_file

VISITS = "visits"
"""The folder in that of the kiosk in which each visit has one."""
_LOCK = "lock"
_OWNER_ONLY = 0o700
_NAME_BYTES = 8
_NAME = re.compile(rf"[0-9a-f]{{{2 * _NAME_BYTES}}}")
"""Names of the folders of visits; with the lock in it, a folder is known by that."""


@dataclass(frozen=True)
class Visit:
    """A visit.

    Attributes:
        root: The folder of the kiosk, without symbolic links in it. What lies in it can be opened in every visit.
        folder: That of this visit; nothing else is written.
        bounds: How much it may take.
        lock: The descriptor of its lock, which the system releases when this process ends for any reason.
    """

    root: Path
    folder: Path
    bounds: Bounds
    lock: int

    @property
    def work(self) -> Path:
        """What the visitor saves."""
        return self.folder / "work"

    @property
    def state(self) -> Path:
        """What the program remembers by itself: lessons passed, reports."""
        return self.folder / "state"

    @property
    def preferences(self) -> Path:
        """The file of theme, palette and language."""
        return self.folder / "preferences.toml"

    def close(self) -> None:
        """Removes everything of it."""
        _remove(self.folder)
        with suppress(OSError):
            os.close(self.lock)


def begin(folder: str, bounds: Bounds) -> Visit:
    """Begins a visit: removes what dead ones have left and makes a folder for this one.

    Args:
        folder: That of the kiosk, as it was typed.
        bounds: How much the visit may take.

    Raises:
        KioskError: It is not a folder, or nothing can be made in it.
    """
    root = _root_of(folder)
    visits = root / VISITS
    try:
        with suppress(FileExistsError):
            visits.mkdir(_OWNER_ONLY)
        if not stat.S_ISDIR(visits.lstat().st_mode):
            sentence = _("{option}: {path} must be a folder, and is not; the folders of visits are made in it")
            raise KioskError(sentence.format(option=OPTION, path=shorten(str(visits), 200)))
        with _alone(visits):
            _remove_dead(visits)
            return _make(root, visits, bounds)
    except OSError as error:
        sentence = _("{option}: {path} cannot be used: {reason}; this account must be able to write there")
        raise KioskError(
            sentence.format(option=OPTION, path=shorten(str(visits), 200), reason=reason_of(error))
        ) from error


def _root_of(folder: str) -> Path:
    try:
        root = Path(folder).resolve(strict=True)
        is_folder = root.is_dir()
    except (OSError, ValueError, RuntimeError):
        is_folder = False
    if not is_folder:
        raise KioskError(_("{option}: {folder} is not a folder").format(option=OPTION, folder=shorten(folder, 200)))
    if root == Path(root.anchor):
        raise KioskError(_("{option}: {folder} is the whole system; name a folder").format(option=OPTION, folder=root))
    return root


@contextmanager
def _alone(visits: Path) -> Iterator[None]:
    """While it lasts no other visit begins, so that none takes a folder for dead whose lock is not made yet."""
    import fcntl

    handle = os.open(visits / f".{_LOCK}", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make(root: Path, visits: Path, bounds: Bounds) -> Visit:
    folder = visits / os.urandom(_NAME_BYTES).hex()
    folder.mkdir(_OWNER_ONLY)
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    lock_file(lock)
    visit = Visit(root, folder, bounds, lock)
    for each in (visit.work, visit.state):
        each.mkdir(_OWNER_ONLY)
    return visit


def _remove_dead(visits: Path) -> None:
    """Removes the folders of visits whose process is gone, and with it their lock; what else stands there, stays."""
    with os.scandir(visits) as scan:
        folders = [
            Path(entry.path) for entry in scan if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
        ]
    for folder in folders:
        if _is_dead(folder):
            _remove(folder)


def _is_dead(folder: Path) -> bool:
    import fcntl

    try:
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:  # killed between two steps, or no visit at all
        with suppress(OSError):
            folder.rmdir()  # if it is empty
        return False
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # it lives; or the file system has no locks, and nobody can tell
        return False
    finally:
        os.close(handle)
    return True


def _remove(folder: Path) -> None:
    """Removes a folder with all in it, by whole paths; `shutil.rmtree` names files by their folder's descriptor.

    The lock goes last: where this is cut off, the next visit knows the folder by it.
    """
    for place, folders, files in os.walk(folder, topdown=False):
        for name in (*files, *folders):
            path = Path(place, name)
            if path == folder / _LOCK:
                continue
            with suppress(OSError):
                if name in files or path.is_symlink():  # not through a symbolic link
                    path.unlink()
                else:
                    path.rmdir()
    with suppress(OSError):
        (folder / _LOCK).unlink(missing_ok=True)
        folder.rmdir()
