"""Work that was cut off or left: found, offered and taken up again."""

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from nntui.language import N_, _
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.storage.autosave import find

if TYPE_CHECKING:
    from nntui.formats.saved_session import SavedSession
    from nntui.storage.autosave import RecoveredSession

_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
_MOST_FOUND = 5
"""Pieces of work that are offered at once."""


def offer_to_resume(at: Playground) -> None:
    """Offers what was cut off, if anything was; what is declined is offered only where it is asked for."""
    found = find_work(at, only_cut_off=True)
    if not found:
        return
    from nntui.dialogs.questions import ChooseOne, Offer

    offers = tuple(Offer(str(each.path), name_of(each), when(each)) for each in found)

    def take(path: str | None) -> None:
        if path is None:
            for each in found:
                each.leave(is_declined=True)
            at.notify(_("It stays: ctrl+o lists it, and so does nntui --resume"), timeout=5)
        else:
            resume(at, found, path)

    text = _("This work was cut off before you left it:")
    at.screen.ask(ChooseOne(_("Go on where you were?"), offers, text, way_out=N_("starts a new session")), take)


def find_work(at: Playground, *, only_cut_off: bool = False) -> "list[RecoveredSession]":
    """Work that can be taken up, the nearest few; each is held until it is taken or left."""
    if at.autosave is None:
        return []
    return list(islice(find(at.autosave.path.parent, only_cut_off=only_cut_off), _MOST_FOUND))


def resume(at: Playground, found: "list[RecoveredSession]", path: str | None) -> bool:
    """Goes on with the one of that path and leaves the others; whether there was one."""
    taken = False
    for each in found:
        if str(each.path) == path and at.autosave is not None:
            taken = True
            go_on_with(at, each.work)
            at.autosave.replace(each)
        else:
            each.leave(is_declined=False)
    return taken


def go_on_with(at: Playground, work: "SavedSession") -> None:
    """Goes on with work that was saved."""
    at.session.open(work.snapshot.experiment, work.snapshot, work.link_extras, work.runs, work.checkpoints)
    at.session.keep_lesson(work.lesson)
    at.session.player.set_speed(work.speed)


def name_of(found: "RecoveredSession") -> str:
    """What work it is, in a few words."""
    return presenter.work_name(found.work.snapshot, found.work.lesson)


def when(found: "RecoveredSession") -> str:
    """When it was saved, for the screen."""
    time = datetime.fromtimestamp(found.when)
    month = _MONTHS[time.month - 1]
    return _("{day} {month}, {time}").format(day=f"{time:%d}", month=_(month), time=f"{time:%H:%M}")
