"""A trained network as a file, in the form that the file's name says: a saved session or one of the exports."""

from pathlib import Path
from typing import TYPE_CHECKING

from nntui.experiment.shown_text import shorten
from nntui.formats.exports import EXPORTS, Export, ExportContext, ExportError, exports_with_suffix, find_export
from nntui.formats.saved_session import SavedSession, encode_session
from nntui.formats.suffixes import SESSION
from nntui.language import _

if TYPE_CHECKING:
    from nntui.paper.film import Film


def saved_as(path: Path, kind: str | None = None, *, has_run: bool = False) -> Export | None:
    """What a trained network is written as to a file of that name.

    Args:
        path: Its suffix chooses: `SESSION` is a saved session, and others are those of exports.
        kind: The name of an export, where several have that suffix; None for the usual one.
        has_run: Whether there is a whole run to be filmed.

    Returns:
        The export; None for a saved session.

    Raises:
        ExportError: The suffix or the kind is not known, the two do not go together, or the export cannot be written
            here: the package that it needs is not installed, or it is a picture of the screen, or a film without a run.
    """
    if path.suffix.lower() == SESSION:
        if kind is not None:
            sentence = _("{name} is a saved session; of {suffix} there is no other kind")
            raise ExportError(sentence.format(name=shorten(path.name), suffix=SESSION))
        return None
    if kind is None and not exports_with_suffix(path.suffix):
        ends = ", ".join(dict.fromkeys((SESSION, *(export.suffix for export in EXPORTS.values()))))
        sentence = _("{name} is not allowed; allowed is a name that ends with {ends}")
        raise ExportError(sentence.format(name=shorten(path.name), ends=ends))
    export = find_export(path.suffix, kind)
    export.check(has_run=has_run)
    return export


def content(path: Path, session: SavedSession, kind: str | None = None, film: "Film | None" = None) -> bytes:
    """What is written to a file of that name.

    Args:
        path: As of `saved_as`.
        session: What was trained.
        kind: As of `saved_as`.
        film: The whole run, where it is at hand.

    Raises:
        ExportError: As of `saved_as`, or the network cannot be written in that form.
    """
    export = saved_as(path, kind, has_run=film is not None)
    return encode_session(session) if export is None else export.write(ExportContext(session.snapshot, film=film))
