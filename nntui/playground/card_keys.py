"""The keys of an open card, over those of the control that has the focus."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nntui.language import N_
from nntui.playground.card_try import TRY_KEY, try_changes
from nntui.playground.screen import PlaygroundScreen

if TYPE_CHECKING:
    from nntui.playground.card_view import CardView


class CardKeys(App[None]):
    """An app whose playground may have a card open. A few keys are the card's then, and no other key is touched.

    They are bindings of the app, with priority: the control keeps the focus, and its own keys would come first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(TRY_KEY, "card_try", N_("Try it"), priority=True),
        Binding("tab", "card_mark(1)", N_("Related"), priority=True),
        Binding("shift+tab", "card_mark(-1)", N_("Related"), show=False, priority=True),
        Binding("enter", "card_go", N_("Open"), priority=True),
        Binding("escape", "card_close", N_("Close"), key_display="esc", priority=True),
        Binding("pagedown", "card_scroll(1)", N_("Further down"), show=False, priority=True),
        Binding("pageup", "card_scroll(-1)", N_("Further up"), show=False, priority=True),
    ]

    @property
    def _open_card(self) -> "CardView | None":
        """The card that is open, where its keys are its own: not while a dialog or a field takes them."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if not isinstance(screen, PlaygroundScreen) or isinstance(screen.focused, Input):
            return None
        return screen.view.open_card

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of a card are there while there is something for them to do."""
        if not action.startswith("card_"):
            return super().check_action(action, parameters)
        card = self._open_card
        if card is None:
            return False
        return {
            "card_try": bool(card.changes),
            "card_mark": bool(card.related),
            "card_go": card.has_marked,
            "card_scroll": card.can_scroll,
        }.get(action, True)

    def action_card_try(self) -> None:
        """Does what the card offers to try."""
        card = self._open_card
        if card is not None:
            try_changes(card.at, card.changes)

    def action_card_mark(self, direction: int) -> None:
        """Marks the next related card."""
        card = self._open_card
        if card is not None:
            card.mark(direction)

    def action_card_go(self) -> None:
        """Opens the related card that is marked."""
        card = self._open_card
        if card is not None:
            card.go()

    def action_card_close(self) -> None:
        """Closes the card."""
        card = self._open_card
        if card is not None:
            card.close()

    def action_card_scroll(self, pages: int) -> None:
        """Shows other lines of a long text."""
        card = self._open_card
        if card is not None:
            card.scroll(pages * card.page)
