"""The footer with the keys."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Footer


class KeyFooter(Footer):
    """Textual's footer, made anew only when other keys are to be shown.

    The original mounts all its keys again at every change of focus: measured, that was 48 of the 63 ms that Tab took.
    """

    _shown: tuple[tuple[str, bool], ...] = ()

    def compose(self) -> ComposeResult:
        """The keys of what has the focus, then those of the screen in its order.

        Textual itself puts those that the person has chosen last.
        """
        actions = [each.action for each in self.screen.BINDINGS if isinstance(each, Binding) and each.show]
        places = {action: place for place, action in enumerate(actions)}
        keys = list(super().compose())
        yield from sorted(keys, key=lambda key: places.get(getattr(key, "action", ""), -1))

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Shows the keys that are active now, if they are others."""
        active = screen.active_bindings.values()
        shown = tuple((binding.key, enabled) for _, binding, enabled, _ in active if binding.show)
        if shown != self._shown:
            self._shown = shown
            super().bindings_changed(screen)
