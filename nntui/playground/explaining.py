"""Commands that say the state in words and show how it comes about."""

from nntui.dialogs.questions import ShowWords
from nntui.language import _
from nntui.lessons.in_words import state_in_words
from nntui.playground.context import Playground


def in_words(at: Playground) -> None:
    """Shows the state of this moment in sentences."""

    def copy(text: str | None) -> None:
        if text is not None:
            at.screen.copy(text)
            at.notify(_("Copied, if your terminal lets programs do that"))

    player = at.session.player
    end = player.end
    advice = end.advice if end is not None and end.failed else ""
    at.screen.ask(ShowWords(state_in_words(at.session.snapshot, player.sample, advice)), copy)
