"""Small pictures of the data sets to choose from, as on the web page."""

from functools import lru_cache
from typing import ClassVar

import numpy as np
from textual.events import Click

from nntui.drawing.cells import BOLD, Cells, ColorArray
from nntui.drawing.colors import faded
from nntui.drawing.gallery import Tile, draw_thumbnail, tiles
from nntui.drawing.heat_map import Points
from nntui.drawing.palette import Palette
from nntui.engine import datasets
from nntui.engine.datasets import DATASETS, DEFAULT_CLASSES, OWN
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.widgets.cell_widget import CellWidget
from nntui.widgets.messages import SettingChosen

_SAMPLE_SEED = "0"
_POINTS = 250
_LEAST_WIDTH, _LEAST_HEIGHT = 4, 2
_PALER = 0.7
"""How much is left of the colours of what is not used."""


@lru_cache(maxsize=32)
def _picture(name: str, own: UserPoints, width: int, height: int, palette: Palette) -> Cells:
    """A data set without noise; the same picture whatever the experiment's seed is."""
    if name == OWN:
        every = max(1, own.size // _POINTS)  # a file may be sorted
        points, labels = own.points[::every], own.labels[::every]
        count = len(own.classes) if own.problem == "classification" else 0
    else:
        points, labels, _ = datasets.sample_points(name, _SAMPLE_SEED, 0.0)
        count = DEFAULT_CLASSES if DATASETS[name].classes is None else DATASETS[name].classes or 0
    most = _POINTS if name == OWN or DATASETS[name].is_web else len(labels)  # finer patterns need more points
    cells = Cells(width, height)
    draw_thumbnail(cells, Points(points[:most], labels[:most], class_count=count), palette)
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

    needs_pictures: ClassVar[bool] = True
    """Whether nothing is shown where the pictures are too small; if not, the names stand alone."""

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

    @property
    def across(self) -> int:
        """How many stand side by side; 0 for one or two, as there is room."""
        return 0

    def label_of(self, name: str) -> str:
        """What stands below the picture of a data set."""
        return DATASETS[name].parted_label or DATASETS[name].label

    def _tiles(self) -> list[tuple[str, Tile]]:
        labels = [self.label_of(name) for name in self._names]
        return list(zip(self._names, tiles(*self.content_size, labels, self.across), strict=True))

    def _draw_pictures(self) -> None:
        self._is_first = False
        self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the pictures and their names; the first time the names alone.

        To sample all data sets takes a tenth of the time to the first picture on the screen, which does without them.
        """
        if self._is_first and self._names:
            self.call_after_refresh(self._draw_pictures)
        for name, tile in self._tiles():
            x, y, width, height = tile.picture
            has_picture = width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT
            if not has_picture and self.needs_pictures:
                return
            chosen = name == self._chosen
            if has_picture and not self._is_first:
                picture = _picture(name, self._own, width, height, self.palette)
                area = np.s_[y : y + height, x : x + width]
                cells.glyphs[area] = picture.glyphs
                cells.foreground[area] = picture.foreground if chosen else self._paler(picture.foreground)
            for line, text in enumerate(tile.name):
                column = tile.columns.start + (len(tile.columns) - len(text)) // 2
                color, bold = (self.ink, BOLD) if chosen else (self.palette.muted, 0)
                cells.put(column, y + height + line, text, color, attributes=bold)

    def _paler(self, colors: ColorArray) -> ColorArray:
        """The colours of a data set that is not used, as far as there are paler ones."""
        return faded(colors, self.behind, _PALER) if self.palette.has_shades else colors

    def on_click(self, event: Click) -> None:
        """Chooses the data set under the mouse."""
        for name, tile in self._tiles():
            x, y, width, height = tile.picture
            is_over = x <= event.x < x + width and y <= event.y < y + height + len(tile.name)
            if is_over and name != self._chosen:
                self.post_message(SettingChosen(self._setting, name))
