"""The heat map of a feature over the square."""

from nntui.drawing.cells import Cells
from nntui.drawing.heat_map import HeatStyle, draw_values
from nntui.drawing.sampling import sample_feature
from nntui.widgets.cell_widget import CellWidget


class FeaturePicture(CellWidget):
    """Draws a feature as the diagram does: from −1 to 1 in the colours of the palette, what is beyond as these.

    Args:
        name: Of the feature, or its formula; "" for none, which leaves it blank.
    """

    DEFAULT_CSS = """
    FeaturePicture {
        width: 24;
        height: 12;
    }
    """

    def __init__(self, name: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._name = name

    def update_from(self, name: str) -> None:
        """Shows another feature.

        Args:
            name: As at first.
        """
        if name != self._name:
            self._name = name
            self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws it."""
        if self._name and cells.width and cells.height:
            values = sample_feature(self._name, cells.width, cells.height)
            draw_values(cells, 0, 0, values, HeatStyle(self.palette))
