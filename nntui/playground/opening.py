"""The command that opens a link, saved work or a person's own points. Loaded when it is first run."""

import re
from pathlib import Path
from urllib.parse import unquote

from nntui.dialogs.questions import AskPath, ChooseOne, Offer
from nntui.experiment.setting import shorten
from nntui.formats.link_reader import looks_like_link
from nntui.formats.suffixes import POINTS, SESSION
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.playground.resuming import find_work, resume, when
from nntui.storage.path_completion import resolve
from nntui.storage.start import StartError, StartState, open_anything

_LINK = re.compile(r"https?://|#\w|[\w.-]+=[^\s&]*(&|$)")
"""How a link of the web Playground, or the part of it behind the #, begins."""


def open_(at: Playground) -> None:
    """Asks for a link or a file, and opens it."""
    folder, found = at.folder, find_work(at)
    question = AskPath(
        title="Open",
        hint=f"A link, saved work ({SESSION}) or points (.csv); in {folder}",
        folder=folder,
        suffixes=(SESSION, *POINTS),
        others=tuple(
            (f"Resume {presenter.work_name(each.work.snapshot)}, {when(each)}", str(each.path)) for each in found
        ),
        is_other=lambda text: _is_link(text, folder),
    )

    def take(text: str | None) -> None:
        if not resume(at, found, text) and text is not None:
            open_text(at, text)

    at.screen.ask(question, take)


def open_text(at: Playground, text: str) -> None:
    """Opens a link, or the file of that path."""
    session, folder = at.session, at.folder
    now = StartState(session.experiment, link_extras=session.link_extras, speed=session.player.speed)

    def read() -> StartState | StartError:
        try:
            return open_anything(text, folder, now)
        except StartError as error:
            return error

    # A large file takes a second, in which keys must still be answered.
    at.screen.in_background(read, lambda start: _take(at, start))


def paste(at: Playground, text: str) -> None:
    """Opens what is pasted on the playground: a link or the path of a file; of anything else says what it is not."""
    target = _pasted(text, at.folder)
    if target is None:
        at.notify(f"What was pasted is neither a link nor a file: {shorten(text.strip())}", severity="warning")
        return
    snapshot = at.session.snapshot
    if not snapshot.epoch and not snapshot.is_edited:
        open_text(at, target)
        return
    offers = (
        Offer("open", "Open it", f"u brings epoch {snapshot.epoch:,} back"),
        Offer("leave", "Leave it", "go on with what is on the screen"),
    )

    def take(answer: str | None) -> None:
        if answer == "open":
            open_text(at, target)

    at.screen.ask(ChooseOne("Pasted", offers, text=shorten(target)), take)


def _pasted(text: str, folder: Path) -> str | None:
    """The link or the path in a text that was pasted or dropped on the terminal; None if it is neither."""
    bare = text.strip()
    if _LINK.match(bare):
        return bare
    line = bare.strip("'\"")
    for path in (line, unquote(line.removeprefix("file://")), line.replace("\\ ", " ")):
        try:
            if path and resolve(path, folder).is_file():
                return path
        except (OSError, ValueError, RuntimeError):
            continue
    return None


def _take(at: Playground, start: StartState | StartError) -> None:
    """Goes on with what was opened."""
    if isinstance(start, StartError):
        at.refuse(str(start))
        return
    at.session.open(start.experiment, start.snapshot, start.link_extras)
    if start.snapshot is not None:
        at.session.player.set_speed(start.speed)
    at.file = start.file
    if start.path is not None:
        at.folder = start.path.parent
    at.show_notes("Opened", start.notes)
    if start.path is None:
        at.notify("The link is opened", timeout=3)
    elif not start.notes:
        at.notify(f"{start.path.name} is opened", timeout=3)


def _is_link(text: str, folder: Path) -> bool:
    """Whether a text is a link; a file of that name counts more."""
    try:
        exists = resolve(text, folder).exists()
    except (OSError, ValueError, RuntimeError):
        exists = False
    return not exists and looks_like_link(text)
