"""A small picture of the points that are to be learned."""

from nntui.drawing.cells import Cells
from nntui.drawing.heat_map import Points, draw_points
from nntui.engine.datasets import Sample
from nntui.widgets.cell_widget import CellWidget


class DataPicture(CellWidget):
    """The training points, without any network.

    Args:
        action: What a click does, as Textual names it; "" for nothing.
    """

    DEFAULT_CSS = """
    DataPicture {
        width: 100%;
        height: auto;
    }
    """

    def __init__(self, action: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._action = action
        self._sample: Sample | None = None

    def update_from(self, sample: Sample) -> None:
        """Shows other points."""
        self._sample = sample
        self.repaint()

    async def on_click(self) -> None:
        """Does what a click on it is for."""
        if self._action:
            await self.run_action(self._action)

    def draw(self, cells: Cells) -> None:
        """Draws the points of the training set."""
        sample = self._sample
        if sample is not None:
            end = sample.train_size
            draw_points(
                cells, Points(sample.points[:end], sample.labels[:end], class_count=sample.class_count), self.palette
            )
