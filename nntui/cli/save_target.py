"""Where `--save` writes to: tried before the training, so that hours of it are not for nothing."""

import os
import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.cli.errors import UsageError
from nntui.cli.options import path_of
from nntui.errors import reason_of
from nntui.experiment.shown_text import shorten, visible
from nntui.language import _
from nntui.storage.atomic_write import is_protected, new_draft, open_draft, target_of
from nntui.storage.start import StartState
from nntui.training.snapshot import Snapshot

if TYPE_CHECKING:
    from nntui.paper.film import Film

_RESCUED = "rescued"
"""The folder, in the state folder, for what could not be written where it was meant to go."""


def check_target(text: str, start: StartState, kind: str | None = None) -> Path:
    """The path that is to be written, after a trial of everything but the training.

    Args:
        text: As it was typed.
        start: What will be trained: its network is put into the form of the file once, since a form may need a
            package that is not installed.
        kind: The name of an export, where several have that suffix; None for the usual one.

    Raises:
        UsageError: It could not be written.
    """
    from nntui.formats.exports import ExportError
    from nntui.formats.saved_session import SavedSession
    from nntui.formats.saving import content, saved_as
    from nntui.training.trainer import Trainer

    path = path_of("--save", text)
    if _is_folder(path):
        example = visible(str(path / "model.py"), 80)
        sentence = _("--save: {path} is a folder; give the name of a file in it, as {example}")
        raise UsageError(sentence.format(path=shorten(text), example=example))
    try:
        export = saved_as(path, kind, has_run=True)
    except ExportError as error:
        raise UsageError(f"--save: {error}" if kind is None else f"--as: {error}") from error
    if not path.name.isprintable():
        sentence = _("--save: {name} is not allowed; allowed is a name without control characters")
        raise UsageError(sentence.format(name=shorten(path.name)))
    try:
        _try_to_write(path)
    except (OSError, ValueError) as error:
        raise UsageError(_unwritable(path, reason_of(error))) from error
    if is_protected(path):
        raise UsageError(_about_protection(path, text))
    try:
        snapshot = start.snapshot or Trainer(start.experiment).snapshot()
        film = film_of(snapshot) if export is not None and export.needs_run else None
        content(path, SavedSession(snapshot), kind, film)
    except ExportError as error:
        raise UsageError(_unwritable(path, str(error))) from error
    return path


def film_of(snapshot: Snapshot) -> "Film":
    """A film of a single picture."""
    from nntui.paper.film import Film, Reel

    reel = Reel((snapshot.epoch,))
    reel.add(snapshot)
    return Film(reel)


def _about_protection(path: Path, text: str) -> str:
    sentence = _(
        "--save: {name} is there already and is write-protected; "
        "give another name, or let it be replaced with: chmod u+w {path}"
    )
    return sentence.format(name=shorten(path.name), path=shlex.quote(visible(text, 200)))


def _unwritable(path: Path, reason: str) -> str:
    return _("--save: {name} cannot be written: {reason}").format(name=shorten(path.name), reason=reason)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _try_to_write(path: Path) -> None:
    """Makes a file beside the target and removes it.

    Raises:
        UsageError: It is no file, or its folder is missing.
        OSError: It cannot be written there.
        ValueError: No file can have such a name.
    """
    target = target_of(path)
    if target.exists() and not target.is_file():
        raise UsageError(_unwritable(path, _("it is not a regular file")))
    if not target.parent.is_dir():
        raise UsageError(_("--save: there is no folder {folder}").format(folder=shorten(target.parent)))
    target.lstat() if target.exists() else _make_and_remove(target, target)
    _make_and_remove(new_draft(target), target)


def _make_and_remove(path: Path, target: Path) -> None:
    os.close(open_draft(path, target))
    path.unlink()


def rescue(snapshot: Snapshot, folder: Path) -> Path:
    """Keeps what was trained when it cannot be written where it was meant to go.

    Args:
        snapshot: What was trained.
        folder: The state folder.

    Returns:
        The file; `nntui FILE` opens it.

    Raises:
        OSError: It cannot be written there either.
    """
    from nntui.formats.saved_session import SavedSession, encode_session
    from nntui.formats.suffixes import SESSION
    from nntui.storage.atomic_write import write_atomically

    path = folder / _RESCUED / f"{datetime.now():%Y-%m-%d-%H%M%S}-{os.urandom(2).hex()}{SESSION}"
    write_atomically(path, encode_session(SavedSession(snapshot)), private=True, parents=True)
    return path
