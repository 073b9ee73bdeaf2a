"""For widgets that open a field on Enter: keys that come before the field can take them are kept for it."""

from functools import partial

from textual.events import DescendantFocus, Key
from textual.widget import Widget
from textual.widgets import Input

_OPEN_TIMEOUT_S = 0.5
"""Seconds after which keys are let go if Enter has led to nothing."""

_TRY_DELAY_S = 0.005
_MOST_TRIES = 20
"""Seconds between two looks whether a field that is done has given the focus back, and how many there are."""


class TypeAhead(Widget):
    """Opens a field and loses no key.

    A field takes keys only when it is mounted and has the focus, a few turns of the event loop after Enter. Over a slow
    line several keys arrive in one packet; what comes in between must go into the field, and not to the bindings of the
    screen, where a digit chooses a data set.
    """

    _ahead: list[Key] | None = None
    _is_opening = False

    def open_field(self, field: Input) -> None:
        """Mounts a field and gives it the focus."""
        self._is_opening = True
        self.mount(field)
        field.focus()

    def on_key(self, event: Key) -> None:
        """Lets Enter pass to its binding, in its turn, and keeps what follows until that has been done."""
        if self._ahead is not None:
            self._ahead.append(event)
            event.stop()
            event.prevent_default()
        elif event.key == "enter" and self.has_focus:
            self._ahead = []
            self.set_timer(_OPEN_TIMEOUT_S, self.release_keys)

    def release_keys(self) -> None:
        """Passes the keys to the widget with the focus: Enter has opened no field."""
        if not self._is_opening:
            self._pass_on(self._collected())

    def _collected(self) -> list[Key]:
        keys, self._ahead, self._is_opening = self._ahead or [], None, False
        return keys

    def _pass_on(self, keys: list[Key]) -> None:
        for key in keys:
            self.app.post_message(Key(key.key, key.character))

    async def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Gives the field the keys that came before it, up to the one that closes it."""
        keys = self._collected()
        field = event.widget
        if not keys or not isinstance(field, Input):
            return
        if keys[0].is_printable:
            field.value = ""
        while keys:
            key = keys.pop(0)
            if key.is_printable and key.character:
                field.insert_text_at_cursor(key.character)
            elif key.key == "backspace":
                field.action_delete_left()
            elif key.key in ("enter", "escape"):
                await field.run_action("submit" if key.key == "enter" else "cancel")
                self._pass_on_after(keys)
                return

    def _pass_on_after(self, keys: list[Key], tries: int = _MOST_TRIES) -> None:
        """Passes keys on when the field has given the focus back; one that refuses what it holds keeps the focus."""
        if self.has_focus or not tries:
            self._pass_on(keys)
        else:
            self.set_timer(_TRY_DELAY_S, partial(self._pass_on_after, keys, tries - 1))
