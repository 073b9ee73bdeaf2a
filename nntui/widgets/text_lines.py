"""Lines of text that change all the time, drawn as cells so that only the words that differ are sent."""

from rich.cells import set_cell_size

from nntui.drawing.cells import DEFAULT, Cells
from nntui.widgets.cell_widget import CellWidget


class TextLines(CellWidget):
    """Shows lines of text; what is too long ends with an ellipsis.

    Args:
        muted: The rows in the colour of what is less important.
        id: As in Textual.
    """

    DEFAULT_CSS = """
    TextLines {
        width: 100%;
        height: 1;
    }
    """

    def __init__(self, *, muted: tuple[int, ...] = (), id: str | None = None) -> None:
        super().__init__(id=id)
        self._muted = muted
        self._lines: tuple[str, ...] = ()

    def update_from(self, *lines: str) -> None:
        """Shows other lines; what they are already costs nothing."""
        if lines != self._lines:
            self._lines = lines
            self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the lines."""
        for row, line in enumerate(self._lines):
            if len(line) > cells.width:
                line = set_cell_size(line, max(0, cells.width - 1)) + "…"
            cells.put(0, row, line, self.palette.muted if row in self._muted else DEFAULT)
