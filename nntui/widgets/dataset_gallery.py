"""Small pictures of the data sets to choose from, as on the web page."""

from functools import lru_cache

from textual.events import Click

from nntui.drawing.cells import BOLD, Area, Cells
from nntui.drawing.gallery import picture_areas
from nntui.drawing.heat_map import Points, draw_points
from nntui.drawing.palette import Palette
from nntui.engine import datasets
from nntui.engine.datasets import DATASETS, OWN
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import SettingChosen

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
        self._is_first = True

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

    def _areas(self) -> list[Area]:
        return picture_areas(*self.content_size, len(self._names))

    def _draw_pictures(self) -> None:
        self._is_first = False
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the pictures and their names; the first time the names alone.

        To sample all data sets takes a tenth of the time to the first picture on the screen, which does without them.
        """
        if self._is_first and self._names:
            self.call_after_refresh(self._draw_pictures)
        for name, (x, y, width, height) in zip(self._names, self._areas(), strict=True):
            if width < 4 or height < 2:
                return
            chosen = name == self._chosen
            if not self._is_first:
                picture = _picture(name, self._own, width, height, self.palette)
                cells.glyphs[y : y + height, x : x + width] = picture.glyphs
                cells.foreground[y : y + height, x : x + width] = picture.foreground if chosen else self.palette.muted
            label = DATASETS[name].label if len(DATASETS[name].label) <= width else name
            label = label.center(width)
            cells.put(
                x, y + height, label, self.ink if chosen else self.palette.muted, attributes=BOLD if chosen else 0
            )

    def on_click(self, event: Click) -> None:
        """Chooses the data set under the mouse."""
        for name, (x, y, width, height) in zip(self._names, self._areas(), strict=True):
            if x <= event.x < x + width and y <= event.y <= y + height and name != self._chosen:
                self.post_message(SettingChosen(self._setting, name))
