"""The footer with the keys, drawn with cells in one widget."""

from typing import NamedTuple

from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.events import Leave, MouseDown, MouseMove
from textual.screen import Screen

from nntui.drawing.cells import BOLD, DIM, Cells
from nntui.drawing.colors import contrast
from nntui.language import N_, _
from nntui.widgets.cell_widget import CellWidget

COMMANDS = N_("Commands")
"""The word for the command palette, in English."""
_EDGE = "▏"
"""Between the keys and the command palette."""
_EDGE_SHARE = 0.2
"""How much of the text's colour that line has."""
_LEAST_CONTRAST = 2.0
"""Below it a key of a theme could hardly be read, and has the colour of the words."""
_BLANKS = 3
"""Around a key and behind its word."""


class FooterKey(NamedTuple):
    """A key and what it does.

    Attributes:
        key: The key as Textual names it.
        shown: The key as the person reads it.
        word: What it does.
        action: The action that it runs.
        is_enabled: Whether it does anything at the moment.
        tooltip: A sentence for the mouse; "" for none.
    """

    key: str
    shown: str
    word: str
    action: str
    is_enabled: bool
    tooltip: str

    @property
    def width(self) -> int:
        """Columns of the key and its word with the blanks around them."""
        return len(self.shown) + len(self.word) + _BLANKS


class KeyFooter(CellWidget):
    """Shows the keys of what has the focus, then those of the screen; the command palette stands at the right edge.

    Under a dialog it shows what it showed before, as all that lies there. It is one widget and not one for each key:
    Textual's own footer mounts all its keys again at every change of focus, and keeps those that it has removed alive.

    Attributes:
        hidden_actions: Actions whose keys are not shown.
        spare_actions: Actions whose keys give way first where not all fit, since a button on the screen does the same.
    """

    DEFAULT_CSS = """
    KeyFooter {
        dock: bottom;
        width: 100%;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
    }
    """

    hidden_actions: frozenset[str] = frozenset()
    spare_actions: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self._active: tuple[ActiveBinding, ...] = ()
        self._palette: ActiveBinding | None = None
        self._under_mouse: FooterKey | None = None

    def on_mount(self) -> None:
        """Follows the keys of the screen. They are looked up at once: a dialog may open before anything is drawn."""
        self._find_active()
        self.screen.bindings_updated_signal.subscribe(self, self._on_bindings_updated)

    def on_unmount(self) -> None:
        """The screen may live on."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _on_bindings_updated(self, screen: Screen[object]) -> None:
        """Shows the keys that are active now.

        While the terminal is not in front nothing has the focus. What had it gets it back, so its keys stay. Under a
        dialog they stay as well: Textual asks the dialog on top whether the keys of this screen do anything.
        """
        if self.app.app_focus and self.app.screen is self.screen:
            self._find_active()
        self.repaint()

    def _find_active(self) -> None:
        """The active keys that are to be shown: those of what has the focus, those of the screen, the palette's."""
        active = self.screen.active_bindings
        self._palette = active.get(self.app.COMMAND_PALETTE_BINDING)
        by_action: dict[str, ActiveBinding] = {}
        for each in active.values():
            if each.binding.show and each is not self._palette:
                by_action.setdefault(each.binding.action, each)
        # In the order of the screen: Textual itself puts those that the person has chosen last.
        actions = [each.action for each in self.screen.BINDINGS if isinstance(each, Binding) and each.show]
        places = {action: place for place, action in enumerate(actions)}
        self._active = tuple(sorted(by_action.values(), key=lambda each: places.get(each.binding.action, -1)))

    @property
    def active_keys(self) -> tuple[FooterKey, ...]:
        """All keys that are active, in the language that is in use."""
        shown = [self._shown(each, each.binding.description) for each in self._active]
        # Where an open card has a key of what has the focus, it comes first and counts.
        first = {each.shown: each for each in reversed(shown)}
        shown = [each for each in shown if first[each.shown] is each]
        return (*shown, *([self._shown(self._palette, COMMANDS)] if self._palette else ()))

    def _shown(self, active: ActiveBinding, word: str) -> FooterKey:
        binding = active.binding
        display = self.app.get_key_display(binding)
        return FooterKey(binding.key, display, _(word), binding.action, active.enabled, active.tooltip)

    @property
    def placed_keys(self) -> tuple[tuple[int, FooterKey], ...]:
        """The keys that are shown, each with its column: as many whole ones as fit, the last at the right edge."""
        keys = [key for key in self.active_keys if key.action not in self.hidden_actions]
        if not keys:
            return ()
        *others, last = keys
        for spare in self.spare_actions:
            if sum(key.width for key in keys) <= self.size.width + 1:
                break
            others = [key for key in others if key.action != spare]
            keys = [*others, last]
        # It ends where the screen does. The line before it may take the place of the blank behind the key at its left.
        right = self.size.width - last.width + 1
        placed, x = [], 0
        for key in others:
            if x + key.width > right:
                break
            placed.append((x, key))
            x += key.width
        return (*placed, (right, last))

    def draw(self, cells: Cells) -> None:
        """Draws the keys."""
        keys = self.placed_keys
        for x, key in keys:
            ground = (
                self.theme_color("block-hover-background", self.behind) if key == self._under_mouse else self.behind
            )
            dim = 0 if key.is_enabled else DIM
            key_color = self.theme_color("footer-key-foreground", ground)
            word_color = self.theme_color("footer-description-foreground", ground)
            if contrast(key_color, ground) < _LEAST_CONTRAST:
                key_color = word_color
            cells.put(x, 0, f" {key.shown} ", key_color, ground, BOLD | dim)
            cells.put(x + len(key.shown) + 2, 0, f"{key.word} ", word_color, ground, dim)
        if keys and keys[-1][1].word == _(COMMANDS):
            cells.put(keys[-1][0] - 1, 0, _EDGE, self.theme_color("foreground", self.behind, _EDGE_SHARE))

    def _key_at(self, x: int) -> FooterKey | None:
        return next((key for left, key in self.placed_keys if left <= x < left + key.width), None)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Marks the key under the mouse."""
        self._point_at(self._key_at(event.x))

    def on_leave(self, event: Leave) -> None:
        """The mouse is somewhere else."""
        self._point_at(None)

    def _point_at(self, key: FooterKey | None) -> None:
        if key != self._under_mouse:
            self._under_mouse = key
            self.tooltip = Content(key.tooltip) if key and key.tooltip else None
            self.repaint()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Does what the key does."""
        key = self._key_at(event.x)
        if key is not None and key.is_enabled:
            self.app.simulate_key(key.key)
        elif key is not None:
            self.app.bell()
