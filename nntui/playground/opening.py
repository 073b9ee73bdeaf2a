"""The command that opens a link, saved work or a person's own points. Loaded when it is first run."""

from pathlib import Path

from nntui.dialogs.questions import AskPath
from nntui.formats.link_reader import looks_like_link
from nntui.formats.suffixes import POINTS, SESSION
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.playground.resuming import find_work, resume, when
from nntui.storage.path_completion import resolve
from nntui.storage.start import StartError, StartState, open_anything


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
