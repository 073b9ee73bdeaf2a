"""The footer with the keys."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer


class KeyFooter(Footer):
    """Textual's footer, made anew only when other keys are to be shown.

    The original mounts all its keys again at every change of focus: measured, that was 48 of the 63 ms that Tab took.

    Attributes:
        hidden_actions: Actions whose keys are not shown.
    """

    _shown: tuple[object, ...] = ()
    hidden_actions: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """The keys of what has the focus, then those of the screen in its order.

        Textual itself puts those that the person has chosen last.
        """
        actions = [each.action for each in self.screen.BINDINGS if isinstance(each, Binding) and each.show]
        places = {action: place for place, action in enumerate(actions)}

        def place(key: Widget) -> int:
            action = str(getattr(key, "action", ""))
            return places.get(action, -1 if action and not action.endswith("command_palette") else len(places))

        keys = [key for key in super().compose() if getattr(key, "action", "") not in self.hidden_actions]
        yield from _fitting(sorted(keys, key=place), self.app.size.width)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Shows the keys that are active now, if they are others."""
        active = screen.active_bindings.values()
        keys = tuple((binding.key, enabled) for _, binding, enabled, _ in active if binding.show)
        shown = keys, self.hidden_actions, self.app.size.width
        if shown != self._shown:
            self._shown = shown
            super().bindings_changed(screen)

    def on_resize(self, event: Resize) -> None:
        """Another width has room for more keys, or for fewer."""
        self.bindings_changed(self.screen)


def _fitting(keys: list[Widget], width: int) -> Iterator[Widget]:
    """As many whole keys as there is room for, and the last, which stands at the right edge."""
    room = width - _width(keys[-1]) - 1 if keys else 0
    for key in keys[:-1]:
        room -= _width(key)
        if room < 0:
            break
        yield key
    yield from keys[-1:]


def _width(key: Widget) -> int:
    """Columns of a key and its word, with the blanks around them."""
    return len(getattr(key, "key_display", "")) + len(getattr(key, "description", "")) + 3
