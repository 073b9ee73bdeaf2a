"""Commands that take something out: saved work, a link. Loaded when one of them is first run."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from nntui.dialogs.questions import AskPath, ChooseHidden, Control, ShowLink, WithExtra
from nntui.errors import NntuiError, reason_of
from nntui.experiment.shown_text import visible
from nntui.formats.exports import ExportError
from nntui.formats.link_writer import LinkWriting, write_link
from nntui.formats.saved_session import MOST_BYTES, SavedSessionError, decode_session, encode_session
from nntui.formats.suffixes import SESSION
from nntui.kiosk.doors import is_writable, named
from nntui.kiosk.place import visit
from nntui.language import _
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.playground.hiding import label_of
from nntui.session.link_extras import CONTROL_NAMES, about_hidden_features, without_hidden_features
from nntui.storage.atomic_write import write_atomically
from nntui.storage.start import saved_session_of

_LONGEST = 200
"""Characters of a path in a message."""
_MEGABYTE = 1_000_000


def copy_link(at: Playground) -> None:
    """Copies a link of the present state, and shows it."""
    snapshot = at.session.snapshot
    writing = write_link(snapshot.experiment, at.session.link_extras, is_edited=snapshot.is_edited)
    at.screen.copy(writing.link)
    at.screen.ask(ShowLink(writing.link, writing.notes))


def hand_over(at: Playground) -> str:
    """Gives the work of a visit that ends away, as far as that can be done.

    Args:
        at: The work. In a browser it is downloaded.

    Returns:
        A link to its settings, in a sentence.
    """
    snapshot = at.session.snapshot
    if at.screen.downloads:
        with suppress(NntuiError, OSError):
            data = encode_session(saved_session_of(at.session, author=at.remembered.author or ""))
            at.screen.download(presenter.file_name(snapshot.experiment) + SESSION, data)
    link = write_link(snapshot.experiment, at.session.link_extras, is_edited=snapshot.is_edited).link
    return _("A link to its settings: {link}").format(link=link)


def hide_controls(at: Playground) -> None:
    """Asks which controls a link is to hide, copies it, and shows it. Nothing is hidden here."""
    snapshot, before = at.session.snapshot, at.session.link_extras
    controls = tuple(Control(name, label_of(name), option) for option, name in CONTROL_NAMES.items())

    def writing(hidden: tuple[str, ...]) -> LinkWriting:
        extras = before.hiding(hidden)
        experiment = without_hidden_features(snapshot.experiment, extras)
        return write_link(experiment, extras, is_edited=snapshot.is_edited)

    def take(hidden: tuple[str, ...] | None) -> None:
        if hidden is not None:
            written = writing(hidden)
            at.screen.copy(written.link)
            taken_away = about_hidden_features(snapshot.experiment, before.hiding(hidden))
            at.screen.ask(ShowLink(written.link, (*taken_away, *written.notes)))

    at.screen.ask(ChooseHidden(controls, before.asked_to_hide, lambda hidden: writing(hidden).link), take)


def save(at: Playground) -> None:
    """Asks where to, and saves the work."""

    def content(with_replay: bool) -> bytes:
        author = at.remembered.author or ""
        data = encode_session(saved_session_of(at.session, with_checkpoints=with_replay, author=author))
        if len(data) > MOST_BYTES:
            sentence = _("With the replay it would take {size}; allowed are at most {most}: save it without")
            raise SavedSessionError(sentence.format(size=size_text(len(data)), most=size_text(MOST_BYTES)))
        decode_session(data, SESSION)  # what could not be opened again must not replace what can
        return data

    def take(path: Path, with_replay: bool) -> None:
        if write_and_say(at, path, lambda: content(with_replay)):
            at.file = at.folder / path
            at.downloaded = at.session.snapshot if at.screen.downloads else None

    ask_path(at, _("Save"), presenter.file_name(at.session.experiment), SESSION, take, _replay_offer(at))


def _replay_offer(at: Playground) -> str:
    """What the run adds to a file that can be replayed, with both sizes; "" where there is nothing to replay."""
    epoch = at.session.snapshot.epoch
    if not epoch or not len(at.session.player.checkpoints.until(epoch - 1)):
        return ""
    alone, both = (len(encode_session(saved_session_of(at.session, with_checkpoints=each))) for each in (False, True))
    return _("ctrl+r: with the replay, {both} instead of {alone}").format(both=size_text(both), alone=size_text(alone))


def _said(is_download: bool) -> str:
    if is_download:
        return _("{path} is downloaded")
    return _("{path} is saved") if visit() is None else _("{path} is saved until you leave")


def size_text(count: int) -> str:
    """Bytes in the unit in which they are read most easily."""
    return f"{count / 1e6:.1f} MB" if count >= _MEGABYTE else f"{max(1, round(count / 1000))} kB"


def ask_where(at: Playground, title: str, name: str, suffix: str, content: Callable[[], bytes]) -> None:
    """Asks for a path, as `ask_path`, and writes a file there.

    Args:
        at: The session.
        title: Over the dialog.
        name: Of the file, without its end.
        suffix: Its end.
        content: Makes what is in it.
    """
    ask_path(at, title, name, suffix, lambda path, _extra: write_and_say(at, path, content))


def ask_path(
    at: Playground, title: str, name: str, suffix: str, take: Callable[[Path, bool], object], extra: str = ""
) -> None:
    """Asks for a path; in a browser, for the name that a file is downloaded under.

    Args:
        at: The session.
        title: Over the dialog.
        name: Of the file, without its end.
        suffix: Its end.
        take: Takes the path, and whether what is offered besides is wanted.
        extra: What that is; "" for nothing.
    """
    folder, is_download = at.folder, at.screen.downloads
    own = at.file if at.file is not None and at.file.suffix == suffix and is_writable(at.file) else None
    text = str(own) if own is not None and own.parent != folder else own.name if own else f"{name}{suffix}"

    def answered(answer: str | None) -> None:
        if answer is not None:
            take(Path(answer), isinstance(answer, WithExtra))

    hint = _("In {folder}").format(folder=folder)
    if is_download:
        hint = _("Your browser downloads it under this name")
    elif visit() is not None:
        hint = _("Kept only until you leave, and not to be taken out; y copies a link to these settings")
    question = AskPath(title, hint, folder, text, (suffix,), to_save=True, extra=extra, is_download=is_download)
    at.screen.ask(question, answered)


def write_and_say(
    at: Playground, path: Path, content: Callable[[], bytes], said: Callable[[Path], str] | None = None
) -> bool:
    """Writes a file, or in a browser has it downloaded, and says so or why not.

    Args:
        at: The session.
        path: Of the file; in a browser its name.
        content: Makes what is in it.
        said: What is said then, if not only that it is saved.

    Returns:
        Whether it is written.
    """
    try:
        data = content()
        if at.screen.downloads:
            at.screen.download(path.name, data)
        else:
            write_atomically(path, data, replaces_protected=True)  # the dialog has said that it is
    except OSError as error:
        sentence = _("{path} cannot be written: {reason}")
        at.refuse(sentence.format(path=visible(named(path), _LONGEST), reason=reason_of(error)))
        return False
    except (ExportError, SavedSessionError) as error:
        at.refuse(str(error))
        return False
    is_download = at.screen.downloads
    shown = visible(str(path) if visit() is None else path.name, _LONGEST)
    words = [_said(is_download).format(path=shown)]
    if said is not None:
        words = [said(path), *(words if is_download else ())]
    if not is_download:
        at.go_to(path.parent)
    at.notify("\n".join(words), timeout=4)
    return True
