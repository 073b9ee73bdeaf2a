"""Messages do not pile up: the same is shown once, and a new one takes the place of an older one."""

import time
from typing import Any

from textual.app import App

_REPEAT_WINDOW_S = 3.0
"""Seconds in which the same message is not shown again."""
_TOGETHER_S = 0.5
"""Messages that come within so many seconds of each other are shown together."""


class NoRepeats(App[None]):
    """An app that does not repeat a message, as when a key is held down that is refused, nor piles them up."""

    _last_message = ("", 0.0)

    def notify(self, message: str, **options: Any) -> None:
        """Shows a message instead of older ones, unless it is the one that was shown just now."""
        last, self._last_message = self._last_message, (message, time.monotonic())
        passed = self._last_message[1] - last[1]
        if passed > _TOGETHER_S and last[0] != message:
            self.clear_notifications()
        if last[0] != message or passed > _REPEAT_WINDOW_S:
            super().notify(message, **options)
