"""A neuron's sum as a few lines of text."""

from nntui.drawing.cells import Cells
from nntui.drawing.neuron_sum import sum_lines
from nntui.training.neuron_sum import NeuronSum
from nntui.widgets.cell_widget import CellWidget


class SumText(CellWidget):
    """Shows what a neuron adds up at the crosshair, as far as there is room."""

    DEFAULT_CSS = """
    SumText {
        width: 100%;
        height: 1fr;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._reading: NeuronSum | None = None

    def update_from(self, reading: NeuronSum) -> None:
        """Shows another sum."""
        self._reading = reading
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the lines."""
        if self._reading is not None:
            for row, line in enumerate(sum_lines(self._reading, cells.width, cells.height)):
                cells.put(0, row, line)
