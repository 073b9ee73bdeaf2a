"""When the screen is drawn: for a key at once, for an epoch at the display's rate, never faster than it is taken."""

import asyncio
from collections.abc import Callable
from time import monotonic

from textual.screen import Screen

from nntui.terminal.direct import HasTerminal
from nntui.terminal.frame_limiter import FrameLimiter


class RedrawScheduler:
    """Calls for the next frame when its time has come. It lives in the event loop.

    Args:
        screen: Whose timers and whose terminal.
        draw: Draws the newest state.
        rate: Frames per second for what comes by itself.

    Attributes:
        is_due: Whether a frame is on its way, which will show the newest.
    """

    def __init__(self, screen: Screen[None], draw: Callable[[], None], rate: float) -> None:
        self.is_due = False
        self._screen = screen
        self._draw = draw
        self._clock = FrameLimiter(rate)
        self._is_pressed = False
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def rate(self) -> float:
        """Frames per second."""
        return self._clock.rate

    @rate.setter
    def rate(self, rate: float) -> None:
        self._clock.rate = rate

    def ask(self, by_person: bool) -> None:
        """There is something new; what the person has done is shown without waiting for the next frame."""
        self._is_pressed |= by_person
        app = self._screen.app
        if isinstance(app, HasTerminal) and app.terminal is not None and not app.terminal.is_ready:
            app.terminal.when_ready(self._ask_again)
            return
        wait = self._clock.wait()
        if not wait or self._is_pressed:
            self.redraw_now()
        elif not self.is_due:
            self.is_due, self._due = True, monotonic() + wait
            # Not a timer of Textual: that never fires if its time has come before its task has begun to wait.
            self._timer = asyncio.get_running_loop().call_later(wait, self._tell_time)

    def _ask_again(self) -> None:
        self._screen.call_later(self.ask, False)

    def _tell_time(self) -> None:
        # By way of the screen's messages, as all that draws.
        self._screen.call_later(self._on_time)

    def _on_time(self) -> None:
        self._clock.late(monotonic() - self._due)
        self.is_due, self._timer = False, None
        self.ask(False)

    def redraw_now(self) -> None:
        """Draws now."""
        self.is_due = self._is_pressed = False
        if self._timer is not None:
            self._timer.cancel()  # or each key would start one more series of frames
            self._timer = None
        with self._clock.drawing():
            self._draw()
