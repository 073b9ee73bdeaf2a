"""The search over all cards, which is a glossary when nothing is typed."""

from nntui.dialogs.questions import SearchCards
from nntui.playground.context import Playground


def search_cards(at: Playground) -> None:
    """Asks for a card and opens it."""

    def take(card: str | None) -> None:
        if card is not None:
            at.screen.open_card(card)

    at.screen.ask(SearchCards(), take)
