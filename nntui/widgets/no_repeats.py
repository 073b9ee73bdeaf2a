"""Messages that say the same again and again are shown once."""

import time
from typing import Any

from textual.app import App

from nntui.experiment.setting import visible

_REPEAT_WINDOW_S = 3.0
"""Seconds in which the same message is not shown again."""

_LONGEST_LINE = 600


class NoRepeats(App[None]):
    """An app that does not repeat a message on top of itself, as when a key is held down that is refused."""

    _last_message = ("", 0.0)

    def notify(self, message: str, **options: Any) -> None:
        """Shows a message, unless it is the one that was shown just now.

        It may name a file or a column: what is not printable is shown as its escape, and a long one is shortened.
        """
        message = "\n".join(visible(line, _LONGEST_LINE) for line in message.split("\n"))
        last, self._last_message = self._last_message, (message, time.monotonic())
        if last[0] != message or self._last_message[1] - last[1] > _REPEAT_WINDOW_S:
            super().notify(message, **options)
