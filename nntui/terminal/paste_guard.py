"""A paste that begins and never ends must not swallow all keys that follow.

A terminal marks the beginning and the end of what is pasted. The end may be missing: the line was cut, or a program
printed the beginning.
"""

import re
from collections.abc import Callable

from nntui.terminal.layouts import latin_at

LONGEST_SILENCE_S = 2.0
"""Seconds after which a paste that does not go on has ended, and after which what comes one by one is keys."""
_BEGIN, END = "\x1b[200~", "\x1b[201~"
_MARK = re.compile(r"\x1b\[20([01])~")
_KEY_LENGTH = 24
"""Characters that one key is sent as, at most."""
_KEY_GAP_S = 0.1
"""Seconds before a key in which nothing came."""
_INTERRUPT = re.compile(r"\x03|\x1b\[(\d+)(?::\d*)?(?::(\d*))?;(\d+)u")
_CTRL, _LOCKS, _C = 4, 64 + 128, ord("c")


class PasteGuard:
    """Ends a paste that was not ended.

    Args:
        clock: Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._begun_at: float | None = None
        self._came_at = clock()
        self._tail = ""

    def feed(self, text: str) -> str:
        """Takes what has been sent; returns it, with the end of a paste where one was missing."""
        now = self._clock()
        gap, self._came_at = now - self._came_at, now
        is_late = self._begun_at is not None and now - self._begun_at >= LONGEST_SILENCE_S
        if is_late and gap >= _KEY_GAP_S and len(text) <= _KEY_LENGTH and END not in self._tail + text:
            text = self._ended() + text
        self._follow(text, now)
        if self._begun_at is not None:
            text = self._interrupted(text)
        return text

    def tick(self) -> str:
        """What to add when nothing has come: the end of a paste that does not go on."""
        is_silent = self._clock() - self._came_at >= LONGEST_SILENCE_S
        return self._ended() if self._begun_at is not None and is_silent else ""

    def _follow(self, text: str, now: float) -> None:
        seen = self._tail + text
        for mark in _MARK.finditer(seen):
            self._begun_at = now if mark[1] == "0" else None
        self._tail = seen[-len(END) + 1 :]

    def _interrupted(self, text: str) -> str:
        """Of a paste that has not ended: ctrl+c is the person's."""
        for key in _INTERRUPT.finditer(text, text.rfind(_BEGIN) + 1):
            if _is_interrupt(key):
                return text[: key.start()] + self._ended() + text[key.start() :]
        return text

    def _ended(self) -> str:
        self._begun_at, self._tail = None, ""
        return END


def _is_interrupt(key: re.Match[str]) -> bool:
    if key[0] == "\x03":
        return True
    code = int(key[1])
    is_c = code == _C or key[2] == str(_C) or (code <= 0x10FFFF and latin_at(chr(code)) == "c")
    return is_c and (int(key[3]) - 1) & ~_LOCKS == _CTRL
