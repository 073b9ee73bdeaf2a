"""How a widget gets its picture to the terminal without the detour of Textual's compositor."""

from collections.abc import Callable, Sequence
from typing import Protocol

from nntui.drawing.cells import Area, Cells


class DirectTerminal(Protocol):
    """What a terminal offers to widgets and screens."""

    @property
    def is_ready(self) -> bool:
        """Whether it has taken the picture before, so that it is worth drawing another."""

    def paste(self, cells: Cells, x: int, y: int, holes: Sequence[Area] = ()) -> None:
        """Lays cells over the screen but for some holes, where something lies over them.

        They are sent when this turn of the event loop is over and the line is free.
        """

    def when_ready(self, callback: Callable[[], None]) -> None:
        """Calls back once, in the event loop but in no widget's context, when it is ready."""

    @property
    def size(self) -> tuple[int, int] | None:
        """Columns and rows as the system says them now; None if the terminal tells of its size itself."""

    def resize(self, width: int, height: int) -> bool:
        """Takes the terminal's size; returns whether it has changed, so that everything must be painted again."""

    def redraw(self) -> None:
        """Sends the whole screen again, for a terminal that something else has written to."""


class HasTerminal:
    """An app that may be shown on a terminal.

    Attributes:
        terminal: That terminal; None in a test or in a browser.
        follows_background: Whether the terminal is to be asked if its background is light.
    """

    terminal: DirectTerminal | None = None
    follows_background: bool = False

    def take_background(self, is_light: bool) -> None:
        """The terminal has said what its background is. Called in the event loop, before the first picture or later."""

    def has_action(self, key: str) -> bool:
        """Whether the person has given an action a key, as Textual names it. Called in any thread."""
        return False

    @property
    def input_backlog(self) -> int:
        """How many keys, clicks and the like have come that are not handled yet. Asked in any thread."""
        return 0
