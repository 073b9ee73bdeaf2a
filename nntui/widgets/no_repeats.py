"""Messages that say the same again and again are shown once."""

import time
from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App

from nntui.experiment.setting import visible

_REPEAT_WINDOW_S = 3.0
"""Seconds in which the same message is not shown again."""

_LONGEST_LINE = 600
_MOST_AT_ONCE = 5
_MOST_SHOWN_S = 5.0
"""Seconds that most messages are shown."""


def forget_drawn_widgets() -> None:
    """Lets widgets go that have been removed: dialogs, messages.

    Textual keeps the last 1,024 widgets alive that asked for their colours, each with the lines that it drew last, by
    a cache on a method. A hundred looks at the help took 5 MB by that. To fill it again takes microseconds.
    """
    clear = getattr(StylesCache.get_inner_outer, "cache_clear", None)
    if clear is not None:  # another version of Textual may have no such cache
        clear()


class NoRepeats(App[None]):
    """An app that does not repeat a message on top of itself, as when a key is held down that is refused."""

    _last_message = ("", 0.0)
    _shown_since_clear: tuple[float, ...] = ()

    def notify(self, message: str, **options: Any) -> None:
        """Shows a message, unless it is the one that was shown just now.

        It may name a file or a column: what is not printable is shown as its escape, and a long one is shortened.
        """
        message = "\n".join(visible(line, _LONGEST_LINE) for line in message.split("\n"))
        forget_drawn_widgets()
        last, self._last_message = self._last_message, (message, time.monotonic())
        if last[0] != message or self._last_message[1] - last[1] > _REPEAT_WINDOW_S:
            self._make_room()
            super().notify(message, **options)

    def _make_room(self) -> None:
        """Takes the messages away when there are so many that nobody reads them: each costs time and memory."""
        now = time.monotonic()
        shown = tuple(when for when in self._shown_since_clear if now - when < _MOST_SHOWN_S)
        if len(shown) >= _MOST_AT_ONCE:
            self.clear_notifications()
            shown = ()
        self._shown_since_clear = (*shown, now)
        # Textual leaves the frame around a message where the message itself was taken away: one more widget each time.
        for holder in self.screen.query("ToastHolder"):
            if holder.is_mounted and not holder.children:
                holder.remove()
