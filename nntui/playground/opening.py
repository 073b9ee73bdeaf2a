"""The command that opens a link, saved work, points or results of a sweep. Loaded when it is first run."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from nntui.dialogs.questions import AskPath, ChooseColumns, ChooseOne, Offer, WithColumns
from nntui.experiment.shown_text import shorten
from nntui.formats.bounded_read import descriptor_of
from nntui.formats.link_reader import looks_like_link
from nntui.formats.link_text import HOST, link_in
from nntui.formats.results_mark import RESULTS
from nntui.formats.suffixes import POINTS, SESSION
from nntui.kiosk.doors import offered_files
from nntui.kiosk.place import visit
from nntui.language import N_, _, later
from nntui.playground.context import Playground
from nntui.playground.going_on import go_on_with
from nntui.playground.resuming import find_work, name_of, resume, when
from nntui.storage.path_completion import resolve
from nntui.storage.start import ResultsError, StartError, StartState, TableError, open_anything

if TYPE_CHECKING:
    from nntui.storage.autosave import RecoveredSession

_Columns = tuple[int, int, int]

_MOST_OFFERED = 20
"""Files in the folder of a kiosk that are listed."""

_LINK = re.compile(r"https?://|#\w|[\w.-]+=[^\s&]*(&|$)")
"""How a link of the web Playground, or the part of it behind the #, begins."""


def open_(at: Playground, text: str = "") -> None:
    """Asks for a link or a file, and opens it.

    Args:
        at: What the command works with.
        text: What is typed at first.
    """
    folder, found = at.folder, find_work(at)
    suffixes = (SESSION, *dict.fromkeys((*POINTS, *RESULTS)))
    offered = offered_files(suffixes, _MOST_OFFERED)
    hint = _("A link, saved work ({suffix}), points (.csv) or results of a sweep; in {folder}")
    if visit() is not None:
        hint = _("A link, or a file: one that is offered here, or that you have saved")
    question = AskPath(
        title=_("Open"),
        hint=hint.format(suffix=SESSION, folder=folder),
        folder=folder,
        text=text,
        suffixes=suffixes,
        others=(
            *_again(at),
            *((_resuming(each), str(each.path)) for each in found),
            *((shorten(path.name), str(path)) for path in offered),
        ),
        is_other=lambda text: _is_link(text, folder),
        joined=_joined,
        has_columns=True,
    )

    def take(answer: str | None) -> None:
        if not resume(at, found, answer) and answer is not None:
            open_text(at, answer, asks_columns=isinstance(answer, WithColumns))

    at.screen.ask(question, take)


def _again(at: Playground) -> tuple[tuple[str, str], ...]:
    """The results that were looked at last."""
    path = at.results
    return () if path is None else ((_("Results of {name}").format(name=shorten(path.name)), str(path)),)


def _resuming(found: "RecoveredSession") -> str:
    return _("Resume {work}, {time}").format(work=name_of(found), time=when(found))


def open_text(at: Playground, text: str, columns: _Columns | None = None, *, asks_columns: bool = False) -> None:
    """Opens a link, or the file of that path.

    Args:
        at: What the command works with.
        text: The link or the path.
        columns: The places of x, y and the label in a table, from 0; chosen by titles and values when left out.
        asks_columns: Whether the columns of a table are asked for, however certain they are.
    """
    session, folder = at.session, at.folder
    now = StartState(session.experiment, link_extras=session.link_extras, speed=session.player.speed)
    numbers = None if columns is None else [place + 1 for place in columns]

    def read() -> StartState | StartError:
        try:
            if descriptor_of(Path(text)) is not None:
                return StartError(_("A table from a pipe is read at the start alone: nntui --data <(COMMAND)"))
            return open_anything(text, folder, now, numbers)
        except StartError as error:
            return error

    def done(start: StartState | StartError) -> None:
        if isinstance(start, ResultsError):
            from nntui.playground.results import show_results

            show_results(at, start.path)
            return
        asks = asks_columns or (columns is None and isinstance(start, StartState))
        if not (asks and _ask_columns(at, text, start, asks_columns)):
            _take(at, text, start)

    waiting = _("Reading {name} …").format(name=shorten(Path(text).name))
    at.screen.in_background(read, done, "" if _is_link(text, folder) else waiting)


def paste(at: Playground, text: str) -> None:
    """Opens what is pasted on the playground: a link or the path of a file; of anything else says what it is not."""
    target = _pasted(text, at.folder)
    if target is None:
        sentence = _("What was pasted is neither a link nor a file: {text}")
        at.notify(sentence.format(text=shorten(text.strip())), severity="warning")
        return
    snapshot = at.session.snapshot
    if not snapshot.epoch and not snapshot.is_edited:
        open_text(at, target)
        return
    offers = (
        Offer("open", N_("Open it"), later(lambda: _("u brings epoch {epoch:,} back").format(epoch=snapshot.epoch))),
        Offer("leave", N_("Leave it"), N_("go on with what is on the screen")),
    )

    def take(answer: str | None) -> None:
        if answer == "open":
            open_text(at, target)

    at.screen.ask(ChooseOne(_("Pasted"), offers, text=shorten(target)), take)


def _pasted(text: str, folder: Path) -> str | None:
    """The link or the path in a text that was pasted or dropped on the terminal; None if it is neither."""
    link = link_in(text)
    if HOST in link or _LINK.match(link):
        return link
    line = text.strip().strip("'\"")
    for path in (line, unquote(line.removeprefix("file://")), line.replace("\\ ", " ")):
        try:
            if path and resolve(path, folder).is_file():
                return path
        except (OSError, ValueError, RuntimeError):
            continue
    return None


def _ask_columns(at: Playground, text: str, start: StartState | StartError, always: bool) -> bool:
    """Asks for the columns where something else could be meant, before anything is opened; whether it does."""
    table = start.table if isinstance(start, (StartState, TableError)) else None
    if table is None or (table.is_certain and not always):
        return False
    reason = str(start) if isinstance(start, TableError) else ""

    def take(columns: _Columns | None) -> None:
        if columns is None:
            open_(at, text)
        elif columns == table.indices and isinstance(start, StartState):
            _take(at, text, start)
        else:
            open_text(at, text, columns)

    at.screen.ask(ChooseColumns(shorten(Path(text).name), table, reason), take)
    return True


def _take(at: Playground, text: str, start: StartState | StartError) -> None:
    """Goes on with what was opened."""
    if isinstance(start, TableError) and _ask_columns(at, text, start, always=True):
        return
    if isinstance(start, StartError):
        at.refuse(str(start))
        return
    go_on_with(at, start)
    at.show_notes(_("Opened"), start.notes)
    if start.path is None:
        at.notify(_("The link is opened"), timeout=3)
    elif not start.notes:
        at.notify(_("{name} is opened").format(name=start.path.name), timeout=3)


def _joined(text: str) -> str:
    """What is pasted on one line: a link without what is around it, or a path."""
    return link_in(text) if looks_like_link(text) else "".join(text.splitlines())


def _is_link(text: str, folder: Path) -> bool:
    """Whether a text is a link; a file of that name counts more."""
    try:
        exists = resolve(text, folder).exists()
    except (OSError, ValueError, RuntimeError):
        exists = False
    return not exists and looks_like_link(text)
