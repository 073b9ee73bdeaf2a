"""What a visit may open and write: asked wherever a path comes in. Outside of a kiosk everything is allowed."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from nntui.experiment.shown_text import visible
from nntui.kiosk.place import visit
from nntui.kiosk.visit import VISITS, Visit
from nntui.language import _

_LONGEST = 200
"""Characters of a path in a sentence."""
HIDDEN = "."
"""Begins the names of files that are nobody's to see: of the account itself, as .ssh."""


class ClosedError(PermissionError):
    """A visit may not have this path; the reason is a sentence for the visitor."""

    def __init__(self, reason: str, path: str | os.PathLike[str]) -> None:
        super().__init__(errno.EACCES, reason, os.fspath(path))


def found(path: Path) -> Path:
    """The file that is meant by a path: what the visitor has not, the folder of the kiosk may have.

    Args:
        path: As it was typed, from the visitor's own folder on.

    Raises:
        ClosedError: A visit may not read it. Whether there is such a file makes no difference.
    """
    here = visit()
    if here is None:
        return path
    path = here.work / path
    check_reading(path)
    try:
        offered = here.root / path.relative_to(here.work)
    except ValueError:
        return path
    return offered if not is_there(path) and may_read(here, offered) and is_there(offered) else path


def check_reading(path: Path) -> None:
    """Sees that a visit may open a file or list a folder.

    Raises:
        ClosedError: It may not.
    """
    if not is_readable(path):
        raise ClosedError(
            _("in a visit only what is offered here, and what you have saved, can be opened"), _shown(path)
        )


def check_writing(path: Path) -> None:
    """Sees that a visit may write a file.

    Raises:
        ClosedError: It may not.
    """
    here = visit()
    if here is not None and not may_write(here, path):
        raise ClosedError(
            _("in a visit files are saved under a plain name, as {name}").format(name="my.nntui"), _shown(path)
        )


def is_readable(path: str | os.PathLike[str]) -> bool:
    """Whether a visit may open a file or list a folder."""
    here = visit()
    return here is None or may_read(here, path)


def is_writable(path: Path) -> bool:
    """Whether a visit may write a file."""
    here = visit()
    return here is None or may_write(here, path)


def may_read(here: Visit, path: str | os.PathLike[str]) -> bool:
    """Whether a visitor may open a file: his own, or one in the kiosk's folder; symbolic links lead nowhere else."""
    real = _real(path)
    if real is None:
        return False
    if _is_in(real, here.work):
        return True
    parts = _parts_below(real, here.root)
    return parts is not None and parts[:1] != (VISITS,) and not any(each.startswith(HIDDEN) for each in parts)


def may_write(here: Visit, path: str | os.PathLike[str]) -> bool:
    """Whether a visitor may write a file: in his own folder, and none whose name is hidden."""
    real = _real(path)
    parts = None if real is None else _parts_below(real, here.work)
    return bool(parts) and not any(each.startswith(HIDDEN) for each in parts or ())


def offered_files(suffixes: tuple[str, ...], most: int) -> tuple[Path, ...]:
    """The files in the kiosk's folder itself that can be opened, by their names; none outside of a kiosk.

    Args:
        suffixes: Ends of their names.
        most: So many at the most.
    """
    here = visit()
    if here is None:
        return ()
    with os.scandir(here.root) as scan:
        paths = [Path(each.path) for each in scan if each.name.lower().endswith(suffixes) and each.name.isprintable()]
    return tuple(path for path in sorted(paths) if may_read(here, path) and path.is_file())[:most]


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder. What cannot be the name of one, as a long link, is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def named(path: Path) -> str:
    """A path as a visitor may read it, from his own folder or that of the kiosk on: where these are is not his to know.

    Outside of a kiosk the path as it is.
    """
    here = visit()
    for folder in () if here is None else (here.work, here.folder, here.root):
        with suppress(ValueError):
            return str(path.relative_to(folder))
    return str(path)


def _shown(path: Path) -> str:
    return visible(named(path), _LONGEST)


def _real(path: str | os.PathLike[str]) -> Path | None:
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):  # a ValueError: it holds a NUL
        return None


def _is_in(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


def _parts_below(path: Path, folder: Path) -> tuple[str, ...] | None:
    try:
        return path.relative_to(folder).parts
    except ValueError:
        return None
