"""Input acts in the order in which it comes, however fast that is."""

import asyncio
from collections import deque
from typing import Any

from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.events import Event, InputEvent, Key, MouseMove, Paste
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

_FLOOD = 50
"""Ctrl+c does not wait behind more keys than that: it is what stops a flood, as of a file that is typed in."""
_TICK_S = 0.05
_TICKS = 10
"""Ticks of the event loop, of so many seconds each, after which a key no longer waits for the one before. On a machine
with too much to do a tick comes late, and so does what is waited for."""


class InputOrder(App[None]):
    """An app that handles one key, click or paste after the other.

    Textual sends a key to the widget that has the focus when the key is read. Whatever the key before it has led to, a
    change of focus, a field, a dialog, may still be on its way then. Over a slow line several keys come in one packet,
    and a digit that belongs into a dialog would choose a data set. So the next one waits until the one before has been
    handled by everything that it could mean something to, and until a dialog that it has opened can be typed into.
    """

    class Handled(Message, bubble=True, verbose=True, namespace="input"):
        """Follows an event through the same queues; where it arrives, the event has been handled."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._waiting: deque[Event] = deque()
        self._passed: Event | None = None
        self._marker: InputOrder.Handled | None = None
        self._opening: object | None = None
        self._watched: object | None = None

    @property
    def _is_busy(self) -> bool:
        return self._marker is not None or self._opening is not None

    @property
    def has_input_waiting(self) -> bool:
        """Whether something that has come is not handled yet."""
        return self._is_busy or bool(self._waiting)

    @property
    def input_backlog(self) -> int:
        """How many messages have come that are not handled yet. Asked in any thread."""
        return len(self._waiting) + self._message_queue.qsize()

    async def on_event(self, event: Event) -> None:
        """Takes an event from the terminal, or one that has come back from the widgets."""
        if not isinstance(event, (InputEvent, Paste)):
            await super().on_event(event)
        elif event.is_forwarded:
            await super().on_event(event)
            if event is self._passed:  # nobody else can handle it now
                self._done()
        elif self.has_input_waiting:
            if isinstance(event, Key) and event.key == "ctrl+c" and len(self._waiting) > _FLOOD:
                self._waiting.clear()
            self._waiting.append(event)
            self._watch()
        else:
            await self._pass(event)

    def meant_by(self, event: Event) -> Event:
        """The event that is meant, when its turn has come and it is known what has the focus."""
        return event

    async def _pass(self, event: Event) -> None:
        """Hands an event to Textual, and sends a marker behind it."""
        event = self.meant_by(event)
        try:
            target = self._target(event)
        except ScreenStackError:  # on the way out
            return
        await super().on_event(event)
        if not event.is_forwarded or isinstance(event, MouseMove):
            return
        marker = self.Handled()
        if target.post_message(marker):
            self._passed, self._marker = event, marker

    def _target(self, event: Event) -> Widget:
        """The widget that Textual forwards an event to."""
        if isinstance(event, (Key, Paste)):
            return self.focused or self.screen
        try:
            return self.get_widget_at(int(getattr(event, "x", 0)), int(getattr(event, "y", 0)))[0]
        except (NoWidget, NoMatches):
            return self.screen

    async def on_input_handled(self, message: Handled) -> None:
        """The event before the marker has been handled."""
        if message is self._marker:
            self._done()

    def _done(self) -> None:
        self._passed = self._marker = None
        # Behind what the event has left to be done next, as the answer of a dialog.
        self.call_next(self._pass_waiting)

    async def _pass_waiting(self) -> None:
        while self._waiting and not self._is_busy:
            await self._pass(self._waiting.popleft())
        self._watch()

    def _watch(self) -> None:
        """Sees to it that a widget that is gone, or busy, does not hold up the rest."""
        obstacle = self._marker or self._opening
        if self._waiting and obstacle is not None and obstacle is not self._watched:
            self._watched = obstacle
            self._count_down(obstacle, _TICKS)

    def _count_down(self, obstacle: object, ticks: int) -> None:
        if obstacle is not self._marker and obstacle is not self._opening:
            return
        if ticks:
            asyncio.get_running_loop().call_later(_TICK_S, self._count_down, obstacle, ticks - 1)
        else:
            self.call_later(self._give_up, obstacle)

    def _give_up(self, obstacle: object) -> None:
        if obstacle is self._marker:
            self._done()
        elif obstacle is self._opening:
            self.take_input(obstacle)

    # Dialogs

    def push_screen(self, screen: Any, *arguments: Any, **options: Any) -> Any:
        """Opens a screen; what is typed waits until a dialog says that it takes it."""
        if isinstance(screen, ModalScreen):
            self._opening = screen
        return super().push_screen(screen, *arguments, **options)

    def take_input(self, screen: object) -> None:
        """Lets what has been typed meanwhile come.

        Args:
            screen: The dialog, which now has the focus where it wants it.
        """
        # Behind the change of focus, which Textual also does later: until then nothing may pass.
        self.call_later(self._open_to, screen)

    async def _open_to(self, screen: object) -> None:
        if screen is self._opening:
            self._opening = None
            await self._pass_waiting()
