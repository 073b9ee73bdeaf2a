"""Digits answer a lesson's question, whatever has the focus, unless they belong to a number or to painted points."""

from textual.events import Event, Key

from nntui.playground.digits import keeps_digits
from nntui.playground.screen import PlaygroundScreen
from nntui.widgets.input_order import InputOrder


class LessonKeys(InputOrder):
    """An app whose playground may ask something. A digit then goes to the strip that asks, and the focus with it.

    Elsewhere it would choose another data set, and so change what the question is about.
    """

    def meant_by(self, event: Event) -> Event:
        """Every event is what it was; the strip has the focus before a digit goes its way."""
        event = super().meant_by(event)
        if isinstance(event, Key) and (event.character or "").isdecimal():
            screen = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(screen, PlaygroundScreen) and not keeps_digits(screen.focused):
                strip = screen.view.strip
                if strip.display and (strip.view.choices or strip.view.asks_number):
                    screen.set_focus(strip)
        return event
