"""The keys of an open card, before those of the control that has the focus."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Event, Key
from textual.widgets import Input

from nntui.language import N_
from nntui.playground.card_try import TRY_KEY, try_changes
from nntui.playground.screen import PlaygroundScreen
from nntui.widgets.input_order import InputOrder

if TYPE_CHECKING:
    from nntui.playground.card_view import CardView

_MEANT = {
    TRY_KEY: "card_try",
    "tab": "card_next",
    "shift+tab": "card_previous",
    "enter": "card_go",
    "escape": "card_close",
    "pagedown": "card_down",
    "pageup": "card_up",
}
"""From a key to the action of the card, under whose name it goes its way."""


class CardKeys(InputOrder):
    """An app whose playground may have a card open. A few keys are the card's then, and no other key is touched.

    The control keeps the focus and would take them for its own, so each is given the name of its action, which only the
    bindings here have. They are no bindings with priority: those would overtake what the key before has led to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("card_try", "card_try", N_("Try it"), key_display=TRY_KEY),
        Binding("card_try_again", "card_try_again", N_("Try it"), show=False),
        Binding("card_next", "card_mark(1)", N_("Related"), key_display="tab"),
        Binding("card_previous", "card_mark(-1)", N_("Related"), show=False),
        Binding("card_go", "card_go", N_("Open"), key_display="enter"),
        Binding("card_close", "card_close", N_("Close"), key_display="esc"),
        Binding("card_down", "card_scroll(1)", N_("Further down"), show=False),
        Binding("card_up", "card_scroll(-1)", N_("Further up"), show=False),
    ]

    def meant_by(self, event: Event) -> Event:
        """A key of the card, if it is one now."""
        event = super().meant_by(event)
        action = _MEANT.get(event.key) if isinstance(event, Key) else None
        if action == "card_try" and not self._takes(action):
            action = "card_try_again"
        return Key(action, None) if action is not None and self._takes(action) else event

    @property
    def _open_card(self) -> "CardView | None":
        """The card that is open, where its keys are its own: not while a dialog or a field takes them."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if not isinstance(screen, PlaygroundScreen) or isinstance(screen.focused, Input):
            return None
        return screen.view.open_card

    def _takes(self, action: str) -> bool:
        """Whether there is something to do for a key of the card."""
        card = self._open_card
        if card is None:
            return False
        if action == "card_try":
            return card.would_change
        if action == "card_try_again":  # the key stays the card's, and says that it is so already
            return bool(card.changes)
        if action in ("card_next", "card_previous", "card_mark"):
            return bool(card.related)
        if action in ("card_down", "card_up", "card_scroll"):
            return card.can_scroll
        return card.has_marked if action == "card_go" else True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer shows the keys of a card while there is something for them to do."""
        if not action.startswith("card_"):
            return super().check_action(action, parameters)
        return self._takes(action)

    def action_card_try(self) -> None:
        """Does what the card offers to try."""
        card = self._open_card
        if card is not None:
            card.stay()
            try_changes(card.at, card.changes)

    def action_card_try_again(self) -> None:
        """Says that what the card offers to try is so already."""
        self.action_card_try()

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
            card.leave()

    def action_card_scroll(self, pages: int) -> None:
        """Shows other lines of a long text."""
        card = self._open_card
        if card is not None:
            card.scroll(pages * card.page)
