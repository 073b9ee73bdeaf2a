"""The large picture: what the network, or one of its neurons, answers over the square, with the points over it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from textual.binding import Binding, BindingType
from textual.events import Blur, Click, Focus, Leave, MouseMove
from textual.message import Message

from nntui.drawing.axes import AXIS_HEIGHT, AXIS_WIDTH, draw_axes
from nntui.drawing.cells import BOLD, DEFAULT, Cells
from nntui.drawing.heat_map import Points, cell_of, draw_points, draw_values
from nntui.engine.datasets import GRID_LIMIT
from nntui.widgets.cell_widget import CellWidget

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GridPicture:
    """What the grid shows.

    Attributes:
        values: float64, shape (2·rows, columns), for a grid of so many cells.
        points: The points over it; what comes later lies on top.
        discretize: Only the sign of the values is shown.
        has_axes: Whether there are axes around it.
    """

    values: FloatArray
    points: tuple[Points, ...]
    discretize: bool
    has_axes: bool


class DecisionGrid(CellWidget, can_focus=True):
    """A heat map with data points and a crosshair. Its size is set from outside."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1, 0)", "Crosshair left", show=False),
        Binding("right,l", "move(1, 0)", "Crosshair right", show=False),
        Binding("up,k", "move(0, 1)", "Crosshair up", show=False),
        Binding("down,j", "move(0, -1)", "Crosshair down", show=False),
        Binding("shift+left,H", "move(-4, 0)", "Crosshair far left", show=False),
        Binding("shift+right,L", "move(4, 0)", "Crosshair far right", show=False),
        Binding("shift+up,K", "move(0, 4)", "Crosshair far up", show=False),
        Binding("shift+down,J", "move(0, -4)", "Crosshair far down", show=False),
    ]

    HELP = (
        "The arrows or h j k l move the crosshair, with Shift four cells at a time; the mouse moves it, too. Below the "
        "grid stand (x₁, x₂) → the output there, and of the nearest point its label → the output for it. "
        "• is a training point, ○ a test point; × and ⊗ are those that the network takes for the other class."
    )

    DEFAULT_CSS = """
    DecisionGrid {
        width: auto;
        height: auto;
    }
    """

    class CrosshairMoved(Message):
        """The crosshair is at another point, or has appeared or gone.

        Attributes:
            x1: Its first coordinate.
            x2: Its second coordinate.
            is_shown: Whether it is seen.
        """

        def __init__(self, x1: float, x2: float, is_shown: bool) -> None:
            super().__init__()
            self.x1, self.x2, self.is_shown = x1, x2, is_shown

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: GridPicture | None = None
        self._crosshair = (2.0, 1.0)
        self._is_hovered = False
        self.always_shown = False

    def show(self, picture: GridPicture) -> None:
        """Shows another picture."""
        self._picture = picture
        self.repaint()

    def pin_crosshair(self, is_pinned: bool) -> None:
        """Keeps the crosshair in sight, or only while the grid has the focus or the mouse."""
        if is_pinned != self.always_shown:
            self.always_shown = is_pinned
            self.repaint()

    @property
    def crosshair(self) -> tuple[float, float]:
        """Where the crosshair is: x₁ and x₂."""
        return self._crosshair

    @property
    def is_crosshair_active(self) -> bool:
        """Whether the person is pointing with it."""
        return self.has_focus or self._is_hovered

    def _grid_size(self) -> tuple[int, int]:
        width, height = self.content_size
        if self._picture is not None and self._picture.has_axes:
            width, height = width - AXIS_WIDTH, height - AXIS_HEIGHT
        return max(0, width), max(0, height)

    def draw(self, cells: Cells) -> None:
        """Draws the heat map, the points, the crosshair and the axes."""
        picture = self._picture
        width, height = self._grid_size()
        if picture is None or picture.values.shape != (2 * height, width) or not width:
            return
        values = np.where(picture.values >= 0, 1.0, -1.0) if picture.discretize else picture.values
        palette = self.palette
        left = AXIS_WIDTH if picture.has_axes else 0
        grid = Cells(width, height)
        draw_values(grid, 0, 0, values, palette)
        for points in picture.points:
            draw_points(grid, points, palette, GRID_LIMIT, values, picture.discretize)
        if self.is_crosshair_active or self.always_shown:
            self._draw_crosshair(grid)
        cells.paste(grid, left, 0)
        if picture.has_axes:
            draw_axes(cells, width, height, GRID_LIMIT, palette.muted)

    def _draw_crosshair(self, grid: Cells) -> None:
        x1, x2 = (np.array(part) for part in self._crosshair)
        column, row = (int(part) for part in cell_of(x1, x2, grid.width, grid.height, GRID_LIMIT))
        if not (0 <= column < grid.width and 0 <= row < grid.height):
            return
        if grid.background[row, column] == DEFAULT:
            grid.put(column, row, "┼", self.accent, None, BOLD)
        else:
            grid.put(column, row, "┼", 0x000000, self.accent, BOLD)

    def action_move(self, right: int, up: int) -> None:
        """Moves the crosshair by cells."""
        width, height = self._grid_size()
        if width and height:
            x1 = self._crosshair[0] + right * 2 * GRID_LIMIT / width
            x2 = self._crosshair[1] + up * 2 * GRID_LIMIT / height
            self._place(x1, x2)

    def _place(self, x1: float, x2: float) -> None:
        width, height = self._grid_size()
        edge = GRID_LIMIT * (1 - 1 / max(1, width)), GRID_LIMIT * (1 - 1 / max(1, height))
        self._crosshair = min(max(x1, -edge[0]), edge[0]), min(max(x2, -edge[1]), edge[1])
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.CrosshairMoved(*self._crosshair, self.is_crosshair_active))
        self.repaint()

    def _point_under(self, x: int, y: int) -> tuple[float, float] | None:
        width, height = self._grid_size()
        left = AXIS_WIDTH if self._picture is not None and self._picture.has_axes else 0
        column = x - left
        if not (0 <= column < width and 0 <= y < height):
            return None
        x1 = (column + 0.5) / width * 2 * GRID_LIMIT - GRID_LIMIT
        x2 = GRID_LIMIT - (y + 0.5) / height * 2 * GRID_LIMIT
        return x1, x2

    def on_focus(self, event: Focus) -> None:
        """Shows the crosshair."""
        self._tell()

    def on_blur(self, event: Blur) -> None:
        """Hides it."""
        self._tell()

    def on_mouse_move(self, event: MouseMove) -> None:
        """The crosshair follows the mouse."""
        point = self._point_under(event.x, event.y)
        self._is_hovered = point is not None
        if point is not None:
            self._place(*point)

    def on_click(self, event: Click) -> None:
        """Puts the crosshair there."""
        point = self._point_under(event.x, event.y)
        if point is not None:
            self._place(*point)

    def on_leave(self, event: Leave) -> None:
        """Hides it again."""
        if self._is_hovered:
            self._is_hovered = False
            self._tell()
