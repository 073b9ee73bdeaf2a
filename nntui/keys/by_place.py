"""Letters of a keyboard layout that has no Latin ones: each means the Latin key at its place, but not in a text."""

from textual.events import Event, Key
from textual.widgets import Input, TextArea

from nntui.keys.actions import keymap_of
from nntui.keys.keymap import key_name
from nntui.language import N_, _
from nntui.terminal.layouts import is_foreign_letter, latin_at
from nntui.widgets.input_order import InputOrder

_HINT = N_("The keys are Latin letters: switch the keyboard layout")

_IN_TEXT = ("ctrl+left", "ctrl+right")
"""A word on or back; some terminals send Escape and a letter for them."""


class KeysByPlace(InputOrder):
    """An app that takes letters of common layouts for the Latin ones at their place, and says a word of others."""

    _has_hinted = False

    def meant_by(self, event: Event) -> Event:
        """Replaces a key before it goes its way."""
        return self._by_place(event) if isinstance(event, Key) else event

    def _by_place(self, event: Key) -> Key:
        modifiers, _plus, letter = event.key.rpartition("+")
        is_text = isinstance(self.focused, (Input, TextArea)) and not modifiers
        if not is_foreign_letter(letter) or is_text or self.has_action(event.key):
            return event
        latin = latin_at(letter)
        if latin is not None:
            key = key_name(latin)
            return Key(f"{modifiers}+{key}" if modifiers else key, None if modifiers else latin)
        if not self._has_hinted:
            self._has_hinted = True
            self.notify(_(_HINT), severity="warning")
        return event

    def has_action(self, key: str) -> bool:
        """Whether a key that few terminals send does something: an action of the person's, or a text field's.

        May be called in any thread.
        """
        if isinstance(self.focused, (Input, TextArea)) and key in _IN_TEXT:
            return True
        return any(key in keys.split(",") for keys in keymap_of(self).values())
