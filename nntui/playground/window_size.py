"""An app that follows the size of its window, also when changes come in quick succession."""

from textual.app import App
from textual.events import Resize
from textual.geometry import Size

from nntui.terminal.direct import HasTerminal


class FollowsWindow(HasTerminal, App[None]):
    """Has everything painted and sent again when the window has another size, or when the person asks for it.

    Attributes:
        is_shown: Whether the first picture has been there.
    """

    is_shown = False

    def on_resize(self, event: Resize) -> None:
        """A terminal of another size has moved things about, so everything is sent again."""
        if self.terminal is None:
            return
        if self._is_outdated(event):
            event.prevent_default()
        elif self.terminal.resize(*event.size):
            self.screen.refresh()
        elif self.is_shown:
            self.terminal.redraw()  # it may have had another size for a moment, too short for an event

    def action_redraw(self) -> None:
        """Paints and sends the whole screen again."""
        if self.terminal is not None and not self._is_outdated(Resize(self.size, self.size)):
            self.screen.refresh()
            self.terminal.redraw()

    def _is_outdated(self, event: Resize) -> bool:
        """Whether the terminal has another size by now, which then follows.

        Of two changes in quick succession the first can be told last: the handler of a signal may interrupt itself.
        """
        now = None if self.terminal is None else self.terminal.size
        if now is None or now == tuple(event.size):
            return False
        self.post_message(Resize(Size(*now), Size(*now)))
        return True
