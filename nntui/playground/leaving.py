"""The way out: who leaves while the work could not be saved is asked first, whatever is open."""

from collections.abc import Callable

from nntui.dialogs.questions import ChooseOne, Offer
from nntui.language import N_, _
from nntui.playground.commands import COMMANDS
from nntui.playground.context import Playground

_OFFERS = (
    Offer("save", N_("Save"), N_("to a file of its own, somewhere else")),
    Offer("leave", N_("Leave"), N_("without what was not saved")),
)

_DOWNLOAD = Offer("save", N_("Download the work"), N_("to open it at another time, or elsewhere"))
_OFFERS_OF_VISIT = (
    Offer("link", N_("Copy a link"), N_("to these settings and this start, without what it has learned")),
    Offer("leave", N_("Leave"), N_("nothing of the visit is kept")),
)


def leave_question(failure: str, *, downloads: bool = False) -> ChooseOne:
    """The question "Leave?".

    Args:
        failure: Why the work could not be saved; "" where a visit keeps nothing.
        downloads: Whether a visit can save to the person's own computer, by a browser.
    """
    if not failure:
        offers = (_DOWNLOAD, *_OFFERS_OF_VISIT) if downloads else _OFFERS_OF_VISIT
        return ChooseOne(_("Leave?"), offers, way_out=N_("stays"))
    text = _("Your work could not be saved by itself: {reason}").format(reason=failure)
    return ChooseOne(_("Leave?"), _OFFERS, text, way_out=N_("stays"))


def is_leave_question(question: object) -> bool:
    """Whether it is the question "Leave?"."""
    return isinstance(question, ChooseOne) and question.offers[-1] in (_OFFERS[-1], _OFFERS_OF_VISIT[-1])


def ask_to_leave(at: Playground, failure: str, leave: Callable[[], None]) -> None:
    """Asks whether to leave, to save to a file, or to stay.

    Args:
        at: The work.
        failure: Why it could not be saved; "" where a visit keeps nothing.
        leave: Ends the app.
    """

    def take(answer: str | None) -> None:
        if answer == "leave":
            leave()
        elif answer is not None:
            COMMANDS["save" if answer == "save" else "copy-link"].run(at)

    at.screen.ask(leave_question(failure, downloads=at.screen.downloads), take)
