"""What a start has to do with lessons. The room of the lessons is loaded only where there is something to do."""

from nntui.language import _
from nntui.playground.context import Playground
from nntui.storage.start import StartState

TUTORIAL = "tutorial"
"""The link's key that names a lesson."""


def begin_with(at: Playground, start: StartState) -> None:
    """Begins the lesson that was named, or the one that a link names if it is at hand, or shows that of saved work.

    Args:
        at: The playground, with what it has started with.
        start: That.
    """
    if start.begins:
        from nntui.playground.lessons import begin_named

        begin_named(at, start.begins)
    elif start.lesson is not None:
        from nntui.playground.lessons import show_opening

        show_opening(at)
    else:
        begin_of_link(at)


def begin_of_link(at: Playground) -> bool:
    """Begins the lesson that the link of this work names, if it is at hand; whether it does."""
    name = dict(at.session.link_extras.pairs).get(TUTORIAL, "")
    if not name:
        return False
    from nntui.playground.lessons import begin_named

    has_begun = begin_named(at, name)
    if not has_begun:
        sentence = _(
            "The lesson {name} that the link names is not at hand: --lessons FOLDER brings lessons of one's own"
        )
        at.notify(sentence.format(name=name[:40]), severity="warning", timeout=8)
    return has_begun
