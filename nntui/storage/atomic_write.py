"""Files written in one step: a reader finds the old content or the new one, never a half."""

import contextlib
import errno
import os
import re
import stat
import time
from pathlib import Path

from nntui.errors import reason_of
from nntui.kiosk.sizes import check_room
from nntui.language import N_, _

_OWNER_ONLY = 0o600
_OWNER_ONLY_FOLDER = 0o700
_EVERYBODY = 0o666
"""What the person's umask is taken from."""
_PERMISSIONS = 0o777
"""What is kept of an old file's mode: what runs with the rights of its owner or group must not get other content."""
_ANY_WRITE = 0o222
_PROTECTED = N_("it is write-protected")
_DRAFT = re.compile(r"\.nntui-[0-9a-f]{16}")
_OLD_DRAFT_S = 24 * 3600.0
"""Seconds after which a draft belongs to no program that still writes it."""
_MOST_LINKS = 40

_tidied: set[Path] = set()
"""Folders in which this program has looked for old drafts."""


def write_atomically(
    path: Path,
    data: bytes,
    *,
    private: bool = False,
    durable: bool = True,
    parents: bool = False,
    replaces_protected: bool = False,
) -> None:
    """Writes a file so that it is replaced as a whole or stays as it was.

    Args:
        path: The file; a link stays a link, and what it leads to is replaced. Other names of it (hard links) keep the
            old content.
        data: All that it is to hold.
        private: Whether its owner alone may read it; if not, an old file keeps its mode and a new one gets the usual.
        durable: Whether it must be on the disk, and not only on its way there, when this returns.
        parents: Whether missing folders are made; for a private file they are the owner's alone, too.
        replaces_protected: Whether a write-protected file is replaced, since the person said so.

    Raises:
        OSError: It cannot be written; the old file is as it was, and nothing else is left behind.
    """
    target = target_of(path)
    mode = _mode_of(target)
    if not replaces_protected and is_protected(target):
        raise PermissionError(errno.EACCES, _(_PROTECTED), str(target))
    if parents:
        _make_folders(target.parent, _OWNER_ONLY_FOLDER if private else 0o777)
    check_room(target, len(data))
    draft = new_draft(target)
    # The usual mode is the kernel's to give: to ask for the umask is to change it for a moment, for every thread.
    is_usual = mode is None and not private
    handle = open_draft(draft, target, _EVERYBODY if is_usual else _OWNER_ONLY)
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
    if durable:
        _sync_folder(target.parent)
    _remove_old_drafts(target.parent)


def target_of(path: Path) -> Path:
    """The file that a path leads to, which need not exist.

    Raises:
        OSError: The path is a link of somebody else in a folder that all may write in, as /tmp: whoever follows it
            writes where that person wants. The kernel refuses such links when a file is opened, and this program
            replaces files without opening them.
    """
    step = path
    for _step in range(_MOST_LINKS):
        if not step.is_symlink():
            break
        folder = step.parent.stat()
        is_for_all = folder.st_mode & stat.S_ISVTX and folder.st_mode & stat.S_IWOTH
        if is_for_all and step.lstat().st_uid not in (os.geteuid(), folder.st_uid):
            sentence = _("it is a link of another user, in a folder that all may write in")
            raise PermissionError(errno.EACCES, sentence, str(step))
        step = step.parent / os.readlink(step)  # noqa: PTH115 (a Path would take the text apart)
    return Path(os.path.realpath(path))


def is_protected(path: Path) -> bool:
    """Whether there is such a file and its mode, or its owner, lets this person write nothing into it."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(mode) and (not mode & _ANY_WRITE or not os.access(path, os.W_OK))


def new_draft(target: Path) -> Path:
    """The name of a file that is to become another; nobody can foresee it."""
    return target.with_name(f".nntui-{os.urandom(8).hex()}")


def open_draft(draft: Path, target: Path, mode: int = _OWNER_ONLY) -> int:
    """Makes a draft, and returns its file descriptor.

    Args:
        draft: Its name.
        target: What it is to become.
        mode: For a new file, from which the umask is taken.

    Raises:
        OSError: It cannot be made. The error names the target, as the draft's name would mean nothing to the person.
    """
    try:
        return os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except PermissionError as error:
        sentence = _("its folder lets no file be made in it ({reason})").format(reason=reason_of(error))
        raise PermissionError(error.errno, sentence, str(target)) from error
    except OSError as error:
        error.filename = str(target)
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
        raise OSError(errno.EINVAL, _("Not a regular file"), str(target))
    return mode & _PERMISSIONS


def _make_folders(folder: Path, mode: int) -> None:
    """Makes a folder and those above it; `Path.mkdir` would give the mode to the last alone."""
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode, exist_ok=True)


def _sync_folder(folder: Path) -> None:
    """Sees that the new name is on the disk, too, as far as the system can."""
    with contextlib.suppress(OSError):  # Windows opens no folder, and some file systems sync none
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_old_drafts(folder: Path) -> None:
    """Removes what a program has left that was killed while it wrote; once a folder."""
    if folder in _tidied:
        return
    _tidied.add(folder)
    with contextlib.suppress(OSError), os.scandir(folder) as scan:
        drafts = [entry for entry in scan if _DRAFT.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)]
        for draft in drafts:
            with contextlib.suppress(OSError):
                if draft.stat(follow_symlinks=False).st_mtime < time.time() - _OLD_DRAFT_S:
                    Path(draft.path).unlink()
