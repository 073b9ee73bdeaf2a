"""The strip of a lesson below the panels: it shows a task and takes answers, and knows nothing of lessons."""

from dataclasses import dataclass

from textual.events import Click, Key, MouseScrollDown, MouseScrollUp
from textual.message import Message

from nntui.drawing.cells import BOLD, DEFAULT, UNDERLINE, Cells
from nntui.drawing.lesson_strip import Ink, StripPicture, StripView, strip_picture
from nntui.experiment.typed_number import NUMBER_CHARACTERS
from nntui.widgets.cell_widget import CellWidget

_LONGEST_NUMBER = 12
_COLORS = {
    Ink.TITLE: "foreground",
    Ink.MARK: "foreground",
    Ink.REPLY: "accent",
    Ink.MET: "success",
    Ink.LOST: "warning",
    Ink.KEY: "primary",
    Ink.WORD: "text-muted",
    Ink.ENTRY: "accent",
}
"""The theme's colour of each kind of text; the text itself has the usual one."""
_RULE_SHARE = 0.3
"""How much of the text's colour the rule has, as the borders of the panels."""
_BOLD = frozenset((Ink.TITLE, Ink.KEY, Ink.CHOSEN, Ink.ENTRY))


@dataclass
class Answered(Message):
    """What is asked was answered.

    Attributes:
        text: The number of a choice, from 1, or the number that was typed.
    """

    text: str


@dataclass
class MenuWanted(Message):
    """Enter was pressed where nothing is asked."""


class LessonStrip(CellWidget, can_focus=True):
    """Shows a `StripView`. While it has the focus, digits and Enter answer what is asked, and arrows scroll.

    Every other key acts as it does everywhere.
    """

    DEFAULT_CSS = """
    LessonStrip {
        width: 100%;
        height: 5;
        display: none;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view = StripView()
        self._picture = StripPicture(())
        self._offset: int | None = None
        self._chosen: int | None = None
        self._typed = ""
        self._is_sent = False

    def update_from(self, view: StripView) -> None:
        """Shows something else; what it shows already costs nothing."""
        if view == self.view:
            return
        before, self.view = self.view, view
        if (before.text, before.reply) != (view.text, view.reply):
            self._offset = None
        if (before.place, before.choices, before.asks_number) != (view.place, view.choices, view.asks_number):
            self._chosen, self._typed, self._is_sent = None, "", False
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the lines."""
        self._picture = strip_picture(
            self.view, cells.width, cells.height, offset=self._offset, chosen=self._chosen, typed=self._typed
        )
        ground = self.behind  # once for all pieces: every ancestor is asked for its colours
        colors = {ink: self._color(ink, ground) for ink in {piece.ink for piece in self._picture.pieces}}
        for piece in self._picture.pieces:
            cells.put(piece.x, piece.y, piece.text, colors[piece.ink], attributes=self._attributes(piece.ink))

    def _color(self, ink: Ink, ground: int) -> int:
        if ink is Ink.RULE and not self.has_focus:
            return self.theme_color("foreground", ground, _RULE_SHARE)
        if self.has_focus and ink in (Ink.RULE, Ink.TITLE):
            return self.theme_color("primary", ground)
        name = _COLORS.get(ink)
        return DEFAULT if name is None else self.theme_color(name, ground)

    def _attributes(self, ink: Ink) -> int:
        return (BOLD if ink in _BOLD else 0) | (UNDERLINE if ink is Ink.CHOSEN else 0)

    # Keys

    def on_key(self, event: Key) -> None:
        """Answers what is asked; every other key goes its way."""
        if self._scrolls(event.key) or self._chooses(event) or self._types(event):
            event.stop()
            event.prevent_default()

    def _scrolls(self, key: str) -> bool:
        step = {"up": -1, "down": 1}.get(key, 0)
        return step != 0 and self._scroll(step)

    def turn(self, pages: int) -> None:
        """Shows other lines of a text that is longer than the strip, whatever has the focus.

        Args:
            pages: How far, in as many lines as are seen; below 0 up.
        """
        self._scroll(pages * self._picture.page)

    def _scroll(self, by: int) -> bool:
        """Scrolls the text; whether there is anything to scroll."""
        if not self._picture.most:
            return False
        self._offset = max(0, min(self._picture.most, self._picture.offset + by))
        self.repaint()
        return True

    def _chooses(self, event: Key) -> bool:
        """Whether a key answers: a digit, an arrow and Enter among choices, Enter alone where nothing is asked."""
        choices = len(self.view.choices)
        if choices and event.key in ("left", "right"):
            step = 1 if event.key == "right" else -1
            self._chosen = (step - 1) // 2 % choices if self._chosen is None else (self._chosen + step) % choices
            self.repaint()
        elif event.key == "enter" and not self.view.asks_number:
            if choices and self._chosen is not None:
                self.post_message(Answered(str(self._chosen + 1)))
            elif not choices:
                self.post_message(MenuWanted())
        elif self.view.takes_digits and not self.view.asks_number and (event.character or "").isdecimal():
            number = int(event.character or 0)
            if 0 < number <= choices:
                self.post_message(Answered(str(number)))
        else:
            return False
        return True

    def _types(self, event: Key) -> bool:
        """Whether a key belongs to a number that is typed."""
        if not self.view.asks_number:
            return False
        if event.key == "enter":
            if self._typed:
                self.post_message(Answered(self._typed))
                self._is_sent = True
        elif event.key == "backspace":
            self._typed, self._is_sent = self._typed[:-1], False
        elif event.character and (event.character in NUMBER_CHARACTERS and event.character != "+"):
            before = "" if self._is_sent else self._typed  # after a wrong number another one begins
            self._typed, self._is_sent = (before + event.character)[:_LONGEST_NUMBER], False
        else:
            return False
        self.repaint()
        return True

    # The mouse

    async def on_click(self, event: Click) -> None:
        """A click on a choice takes it, one on a key does what the key does."""
        target = self._picture.target_at(event.x, event.y)
        if isinstance(target, int):
            self.post_message(Answered(str(target + 1)))
        elif target is not None:
            await self.run_action(target)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel scrolls the text."""
        if self._scroll(-1):
            event.stop()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel scrolls the text."""
        if self._scroll(1):
            event.stop()
