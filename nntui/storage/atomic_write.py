"""Files written in one step: a reader finds the old content or the new one, never a half."""

import contextlib
import errno
import os
import stat
from pathlib import Path

_OWNER_ONLY = 0o600
_OWNER_ONLY_FOLDER = 0o700
_EVERYBODY = 0o666
"""What the person's umask is taken from."""


def write_atomically(
    path: Path, data: bytes, *, private: bool = False, durable: bool = True, parents: bool = False
) -> None:
    """Writes a file so that it is replaced as a whole or stays as it was.

    Args:
        path: The file; a link stays a link, and what it leads to is replaced.
        data: All that it is to hold.
        private: Whether its owner alone may read it; if not, an old file keeps its mode and a new one gets the usual.
        durable: Whether it must be on the disk, and not only on its way there, when this returns.
        parents: Whether missing folders are made; for a private file they are the owner's alone, too.

    Raises:
        OSError: It cannot be written; the old file is as it was, and nothing else is left behind.
    """
    target = Path(os.path.realpath(path))
    mode = _mode_of(target)
    if parents:
        _make_folders(target.parent, _OWNER_ONLY_FOLDER if private else 0o777)
    draft = target.with_name(f".nntui-{os.urandom(8).hex()}")
    # The usual mode is the kernel's to give: to ask for the umask is to change it for a moment, for every thread.
    is_usual = mode is None and not private
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _EVERYBODY if is_usual else _OWNER_ONLY)
    except OSError as error:
        error.filename = str(target)  # the draft's name would mean nothing to the person
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(handle)
        if mode is not None and not private:
            draft.chmod(mode)
        os.replace(draft, target)  # noqa: PTH105 (the one call that tests let fail)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _mode_of(target: Path) -> int | None:
    """The mode of a file that is there already; None for a new one.

    Raises:
        OSError: It is no file, as a folder or a device, and must not be replaced by one.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Not a regular file", str(target))
    return stat.S_IMODE(mode)


def _make_folders(folder: Path, mode: int) -> None:
    """Makes a folder and those above it; `Path.mkdir` would give the mode to the last alone."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode, exist_ok=True)
