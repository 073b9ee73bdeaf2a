"""What a terminal sends for keys, where Textual's parser takes it for something else, or does not understand it."""

import re
from collections.abc import Callable, Iterable

from textual._xterm_parser import XTermParser
from textual.events import CursorPosition, Key
from textual.keys import Keys
from textual.message import Message

from nntui.terminal.layouts import latin_at

_EXTENDED = re.compile(r"\x1b\[(\d*)(?::(\d*))?(?::(\d*))?;(\d*)(?::(\d*))?((?:;[\d:]*)?[u~ABCDEFHPQRS])")
"""Key (with what shift makes of it, and the key at its place on a Latin layout), modifiers (with what happened to the
key), and the rest: https://sw.kovidgoyal.net/kitty/keyboard-protocol/"""
_RELEASED = "3"
_ALT, _CTRL, _SUPER = 2, 4, 8
_ASCII = 128
_PAIR = 2
_INTRODUCERS = "[O]PX^_N"
"""What after Escape may begin a longer sequence."""
_CURSOR = re.compile(r"\x1b\[(\d+);(\d+)R")
_KEYPAD = {"57409": ".", "57410": "/", "57411": "*", "57412": "-", "57413": "+", "57415": "=", "57416": ","}
"""Keys of the keypad that Textual gives names of their own."""


class KeyParser(XTermParser):
    """Textual's parser, and more keys.

    Args:
        is_bound: Whether a key, as Textual names it, does something.
        debug: As Textual has it.
    """

    def __init__(self, is_bound: Callable[[str], bool], debug: bool = False) -> None:
        super().__init__(debug)
        self._is_bound = is_bound

    def _parse_extended_key(self, sequence: str) -> list[Key] | None:  # type: ignore[override]
        found = _EXTENDED.fullmatch(sequence)
        if found is None:
            return super()._parse_extended_key(sequence)
        code, _, at_place, modifiers, kind, rest = found.groups(default="")
        if kind == _RELEASED:
            return [Key(Keys.Ignore, sequence)]
        held = int(modifiers or 1) - 1
        if code in _KEYPAD:
            code = str(ord(_KEYPAD[code]))
        elif code and int(code) >= _ASCII and held & (_ALT | _CTRL | _SUPER):
            # What is held with such a key makes a command of it, and commands are Latin letters.
            code = at_place or _code_at(int(code)) or code
        return super()._parse_extended_key(f"\x1b[{code};{modifiers}{rest}")

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        keys = [*super()._sequence_to_key_events(sequence, alt)]
        character = sequence.removeprefix("\x1b")
        is_pair = len(sequence) == _PAIR and len(character) == 1 and character.isprintable()
        is_complete = alt or bool(keys) or character not in _INTRODUCERS
        if (alt or is_pair) and is_complete and not any(self._is_bound(key.key) for key in keys):
            alone = [*super()._sequence_to_key_events(character)]
            if any(self._is_bound(f"alt+{key.key}") for key in alone):
                return keys  # once it is known that nothing more comes
            # Escape and a key in one packet, and no alt+key: some terminals and tmux hold Escape back for a while.
            keys = [Key("escape", "\x1b"), *alone]
        return keys

    def feed(self, data: str) -> Iterable[Message]:
        """Takes out where the cursor is; it may come between Escape and what follows, which it would tear apart."""
        for answer in _CURSOR.finditer(data):
            yield CursorPosition(int(answer[2]) - 1, int(answer[1]) - 1)
        rest = _CURSOR.sub("", data)
        if rest:  # nothing would mean that the terminal is gone
            yield from super().feed(rest)


def _code_at(code: int) -> str:
    latin = latin_at(chr(code)) if code <= 0x10FFFF else None
    return str(ord(latin.lower())) if latin else ""
