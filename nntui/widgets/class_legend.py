"""Which colour, and of three classes and more which shape, is which class of one's own data: a line for each class."""

import numpy as np

from nntui.drawing.cells import Cells
from nntui.drawing.class_names import UNNAMED, short_names
from nntui.drawing.heat_map import HeatStyle, draw_swatch, draw_values
from nntui.experiment.experiment import Experiment
from nntui.widgets.cell_widget import CellWidget

_BARE = 2
"""Characters of a name that does not speak for itself."""
_SWATCH = 2
"""Cells of colour before a name."""


def legend_names(experiment: Experiment) -> tuple[str, ...] | None:
    """What the classes are called in one's own data; None where they have no names, and for a regression."""
    points = experiment.used_points
    if experiment.problem == "regression" or points.classes == UNNAMED:
        return None
    if max(map(len, points.classes)) > _BARE or points.columns[2] == "label":
        return points.classes
    return tuple(f"{points.columns[2]} {name}" for name in points.classes)  # 0 and 1 alone say little


class ClassLegend(CellWidget):
    """A line for each class: its colour and its name. It takes no room where classes have no names."""

    DEFAULT_CSS = """
    ClassLegend {
        width: 100%;
        height: auto;
        display: none;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names: tuple[str, ...] | None = None

    def update_from(self, names: tuple[str, ...] | None) -> None:
        """Shows other names, or none."""
        if names != self._names:
            self._names = names
            self.display = names is not None
            self.styles.height = len(names or ())
            self.repaint()

    def draw(self, cells: Cells) -> None:
        """Draws the lines."""
        if self._names is None or cells.width <= _SWATCH + 1:
            return
        names = short_names(self._names, cells.width - _SWATCH - 1)
        for row, name in enumerate(names):
            if len(names) > 2:
                draw_swatch(cells, 0, row, row, self.palette)
            else:
                draw_values(cells, 0, row, np.full((2, _SWATCH), (-1.0, 1.0)[row]), HeatStyle(self.palette))
            cells.put(_SWATCH + 1, row, name)
