"""Messages do not pile up: the same is shown once, and a new one takes the place of an older one."""

import time
from typing import Any

from textual._styles_cache import StylesCache
from textual.app import App

from nntui.experiment.shown_text import visible

_REPEAT_WINDOW_S = 3.0
"""Seconds in which the same message is not shown again."""
_TOGETHER_S = 0.5
"""Messages that come within so many seconds of each other are shown together."""

_LONGEST_LINE = 600
_LEAST_LEFT_S = 0.25
"""Seconds that a message must have left to be shown again."""


def forget_drawn_widgets() -> None:
    """Lets widgets go that have been removed: dialogs, messages.

    Textual keeps the last 1,024 widgets alive that asked for their colours, each with the lines that it drew last, by
    a cache on a method. A hundred looks at the help took 5 MB by that. To fill it again takes microseconds.
    """
    clear = getattr(StylesCache.get_inner_outer, "cache_clear", None)
    if clear is not None:  # another version of Textual may have no such cache
        clear()


class NoRepeats(App[None]):
    """An app that does not repeat a message, as when a key is held down that is refused, nor piles them up."""

    _last_message = ("", 0.0)

    def notify(self, message: str, **options: Any) -> None:
        """Shows a message instead of older ones, unless it is the one that was shown just now.

        It may name a file or a column: what is not printable is shown as its escape, a long one is shortened, and
        brackets are no markup.
        """
        message = "\n".join(visible(line, _LONGEST_LINE) for line in message.split("\n"))
        forget_drawn_widgets()
        last, now = self._last_message, time.monotonic()
        passed = now - last[1]
        if passed > _TOGETHER_S and last[0] != message:
            self.clear_notifications()
        self._last_message = (message, now)
        if last[0] != message or passed > _REPEAT_WINDOW_S:
            self._remove_empty_frames()
            super().notify(message, **{**options, "markup": False})

    def clear_notifications(self) -> None:
        """Takes all messages away. One that comes again after that is no repetition: the person would not see it."""
        self._last_message = ("", 0.0)
        super().clear_notifications()

    def _refresh_notifications(self) -> None:
        # Every dialog that opens or closes shows the messages again. The timer of one that ends just then would never
        # fire, or never stop: Textual's own loops for ever over a time below 0.
        for each in list(self._notifications):
            if each.time_left < _LEAST_LEFT_S:
                del self._notifications[each]
        super()._refresh_notifications()

    def _remove_empty_frames(self) -> None:
        """Textual leaves the frame around a message where the message itself was taken away."""
        for holder in self.screen.query("ToastHolder"):
            if holder.is_mounted and not holder.children:
                holder.remove()
