"""A card over the playground: it shows its text and says what is clicked. It never takes the focus."""

from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message

from nntui.drawing.card_box import CardFace, close_column, draw_card, related_spots
from nntui.drawing.cells import Area, Cells
from nntui.widgets.cell_widget import CARD, CellWidget


class CardBox(CellWidget):
    """Shows a card. Its place and size are set from outside."""

    DEFAULT_CSS = """
    CardBox {
        layer: card;
        position: absolute;
        background: $surface;
        color: $foreground;
    }
    """

    class RelatedPressed(Message):
        """A related card is wanted.

        Attributes:
            index: Which of those that are shown.
        """

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class ClosePressed(Message):
        """The card should go away."""

    class Scrolled(Message):
        """Other lines of the text are wanted.

        Attributes:
            down: How many further down.
        """

        def __init__(self, down: int) -> None:
            super().__init__()
            self.down = down

    def __init__(self) -> None:
        super().__init__(id=CARD)
        self._face = CardFace("", ())
        self._scroll = 0
        self._place = Area(0, 0, 0, 0)

    def update_from(self, face: CardFace, scroll: int, place: Area) -> None:
        """Shows a card, or the same one with other words.

        Args:
            face: What is shown.
            scroll: Lines of the text above the first that is seen.
            place: Where on the screen.
        """
        before = self._face, self._scroll
        self._face, self._scroll = face, scroll
        if place != self._place:
            self._place = place
            self.styles.width, self.styles.height = place.width, place.height
            self.styles.offset = place.x, place.y
        if before != (face, scroll):
            self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the card."""
        if cells.width > 2 and cells.height > 2:
            draw_card(cells, self._face, self._scroll, self.theme_color("primary", self.behind))

    def on_click(self, event: Click) -> None:
        """Goes to a related card, or closes this one by its ×."""
        event.stop()
        if event.y == 0 and event.x in range(close_column(self.size.width) - 1, self.size.width):
            self.post_message(self.ClosePressed())
        elif event.y == self.size.height - 1:
            for index, (column, title) in enumerate(related_spots(self._face, self.size.width)):
                if column <= event.x < column + len(title):
                    self.post_message(self.RelatedPressed(index))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel scrolls the text."""
        event.stop()
        self.post_message(self.Scrolled(-1))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel scrolls the text."""
        event.stop()
        self.post_message(self.Scrolled(1))
