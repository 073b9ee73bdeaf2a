"""Small pictures of the data sets to choose from, as on the web page."""

from functools import lru_cache

from textual.events import Click

from nntui.drawing.cells import BOLD, Cells
from nntui.drawing.heat_map import Points, draw_points
from nntui.drawing.palette import Palette
from nntui.engine import datasets
from nntui.engine.datasets import DATASETS, OWN
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import SettingChanged

_ROWS_IN_ONE_COLUMN = 7
"""Rows a picture with its name must have for all of them to stand in one column."""
_SAMPLE_SEED = "0"
_POINTS = 150


@lru_cache(maxsize=32)
def _picture(name: str, own: UserPoints, width: int, height: int, palette: Palette) -> Cells:
    """A data set without noise; the same picture whatever the experiment's seed is."""
    if name == OWN:
        every = max(1, own.size // _POINTS)  # a file may be sorted
        points, labels = own.points[::every], own.labels[::every]
    else:
        points, labels, _ = datasets.sample_points(name, _SAMPLE_SEED, 0.0)
    cells = Cells(width, height)
    draw_points(cells, Points(points[:_POINTS], labels[:_POINTS]), palette)
    return cells


class DatasetGallery(CellWidget):
    """All data sets of a problem; a click chooses one.

    The stepper above does the same by keys, so the gallery takes no focus.
    """

    DEFAULT_CSS = """
    DatasetGallery {
        width: 100%;
        height: auto;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names: tuple[str, ...] = ()
        self._chosen = ""
        self._setting = ""
        self._own = NO_POINTS

    def update_from(self, setting: str, names: tuple[str, ...], chosen: str, own: UserPoints) -> None:
        """Shows the choices.

        Args:
            setting: The field of `Experiment` that a click changes.
            names: Of the data sets.
            chosen: The one that is used.
            own: One's own points.
        """
        self._setting, self._names, self._chosen, self._own = setting, names, chosen, own
        self.repaint()

    def _spots(self) -> list[tuple[int, int, int, int]]:
        """Left, top, width and height of each picture; its name stands below it."""
        width, height = self.content_size
        count = max(1, len(self._names))
        columns = 1 if height >= count * _ROWS_IN_ONE_COLUMN else 2
        across, down = width // columns, height // -(-count // columns)
        picture_height = min(down - 1, across // 2)
        picture_width = min(2 * picture_height, across - 1)
        left = (across - picture_width) // 2
        return [
            (i % columns * across + left, i // columns * down, picture_width, picture_height)
            for i in range(len(self._names))
        ]

    def draw(self, cells: Cells) -> None:
        """Draws the pictures and their names."""
        for name, (x, y, width, height) in zip(self._names, self._spots(), strict=True):
            if width < 4 or height < 2:
                return
            picture = _picture(name, self._own, width, height, self.palette)
            cells.glyphs[y : y + height, x : x + width] = picture.glyphs
            chosen = name == self._chosen
            cells.foreground[y : y + height, x : x + width] = picture.foreground if chosen else self.palette.muted
            label = DATASETS[name].label if len(DATASETS[name].label) <= width else name
            label = label.center(width)
            cells.put(
                x, y + height, label, self.ink if chosen else self.palette.muted, attributes=BOLD if chosen else 0
            )

    def on_click(self, event: Click) -> None:
        """Chooses the data set under the mouse."""
        for name, (x, y, width, height) in zip(self._names, self._spots(), strict=True):
            if x <= event.x < x + width and y <= event.y <= y + height and name != self._chosen:
                self.post_message(SettingChanged.to(self._setting, name))
