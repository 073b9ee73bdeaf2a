"""The large picture: what the network, or one of its neurons, answers over the square, with the points over it."""

from random import uniform
from typing import ClassVar

import numpy as np
from textual.binding import Binding, BindingType
from textual.events import Blur, Click, Focus, Leave, MouseDown, MouseMove, MouseUp
from textual.message import Message

from nntui.drawing.axes import AXIS_HEIGHT, draw_axes
from nntui.drawing.cells import BOLD, DEFAULT, Cells
from nntui.drawing.grid_picture import GridPicture, paint
from nntui.drawing.plane import PixelGrid
from nntui.experiment.user_points import MOST_CLASSES, Brushes, class_of_brush
from nntui.language import N_, _
from nntui.widgets.cell_widget import CellWidget


class DecisionGrid(CellWidget, can_focus=True):
    """A heat map with data points and a crosshair. Its size is set from outside."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1, 0)", N_("Crosshair left"), show=False),
        Binding("right,l", "move(1, 0)", N_("Crosshair right"), show=False),
        Binding("up,k", "move(0, 1)", N_("Crosshair up"), show=False),
        Binding("down,j", "move(0, -1)", N_("Crosshair down"), show=False),
        Binding("shift+left,H", "move(-4, 0)", N_("Crosshair far left"), show=False),
        Binding("shift+right,L", "move(4, 0)", N_("Crosshair far right"), show=False),
        Binding("shift+up,K", "move(0, 4)", N_("Crosshair far up"), show=False),
        Binding("shift+down,J", "move(0, -4)", N_("Crosshair far down"), show=False),
        Binding("enter", "lay", N_("Lay point"), key_display="enter"),
        Binding("b", "next_label", N_("Class")),
        *(
            Binding(str(digit), f"take_label({digit})", N_("Class by its number"), show=False)
            for digit in range(1, MOST_CLASSES + 1)
        ),
        Binding("backspace,delete", "erase", N_("Erase"), key_display="bksp"),
        Binding("escape", "stop_painting", N_("Done"), key_display="esc"),
    ]

    HELP = N_(
        "The arrows or h j k l move the crosshair, with Shift four cells at a time; the mouse moves it, too. Below the "
        "grid stand (x₁, x₂) → the output there, and of the nearest point its label → the output for it. "
        "• is a training point, ○ a test point; × and ⊗ are those that the network takes for the other class. "
        "Where the points of a regression would cover the picture, only some of them are drawn. "
        "a paints points of your own: Enter lays one, b takes the next class, a digit the class of that number or adds "
        "the next one, Backspace erases those in the cell, Escape ends; the left mouse button lays points, the right "
        "one erases."
    )

    DEFAULT_CSS = """
    DecisionGrid {
        width: auto;
        height: auto;
    }
    """

    class CrosshairMoved(Message):
        """The crosshair is at another point, or has appeared or gone."""

    class PointLaid(Message):
        """The person lays a point.

        Attributes:
            x1: Its first coordinate.
            x2: Its second coordinate.
            label: What it is.
            merge: Whether it belongs to the stroke of the point before.
        """

        def __init__(self, x1: float, x2: float, label: float, merge: bool) -> None:
            super().__init__()
            self.x1, self.x2, self.label, self.merge = x1, x2, label, merge

    class CellErased(Message):
        """The person erases what lies in a cell.

        Attributes:
            low: Its corner with the least coordinates.
            high: The opposite corner.
            merge: Whether it belongs to the stroke of the cell before.
        """

        def __init__(self, low: tuple[float, float], high: tuple[float, float], merge: bool) -> None:
            super().__init__()
            self.low, self.high, self.merge = low, high, merge

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: GridPicture | None = None
        self._crosshair = (2.0, 1.0)
        self._is_hovered = False
        self.always_shown = False
        self._brushes = Brushes()
        self._brush: float | None = None
        self._laid_at: tuple[float, float] | None = None
        self._stroke: set[tuple[float, float]] | None = None
        self._is_erasing = False

    def update_from(self, picture: GridPicture) -> None:
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

    @property
    def is_on_point(self) -> bool:
        """Whether one of the points that are shown lies in the crosshair's cell."""
        if self._picture is None or not self._grid.columns or not self._grid.rows:
            return False
        low, high = self._cell_around(*self._crosshair)
        points = np.concatenate([layer.points for layer in self._picture.points])
        return bool(((points >= low) & (points < high)).all(axis=1).any())

    @property
    def _grid(self) -> PixelGrid:
        """The square as it is cut into this widget's cells, without the axes."""
        width, height = self.content_size
        if self._picture is not None and self._picture.has_axes:
            width, height = width - self._picture.axis_width, height - AXIS_HEIGHT
        return PixelGrid(max(0, width), max(0, height))

    def draw(self, cells: Cells) -> None:
        """Draws the heat map, the points, the crosshair and the axes."""
        picture = self._picture
        plane = self._grid
        if picture is None or picture.values.shape != (2 * plane.rows, plane.columns) or not plane.columns:
            return
        palette = self.palette
        left = picture.axis_width
        grid = paint(picture, palette, plane.columns, plane.rows)
        if self.is_crosshair_active or self.always_shown:
            self._draw_crosshair(grid)
        cells.paste(grid, left, 0)
        if picture.has_axes:
            draw_axes(cells, plane, palette.muted, picture.units)

    def _draw_crosshair(self, grid: Cells) -> None:
        cell = self._grid.cell_at(*self._crosshair)
        if cell is None:
            return
        column, row = cell
        # While there is painting it has the colour of what would be laid.
        color = self.accent if self.brush is None else self._color_of(self.brush)
        if grid.background[row, column] == DEFAULT:
            grid.put(column, row, "┼", color, None, BOLD)
        else:
            grid.put(column, row, "┼", 0x000000, color, BOLD)

    def _color_of(self, brush: float) -> int:
        """The colour of what is painted; a third class, too, that is about to be added."""
        index = class_of_brush(brush)
        if self._brushes.are_classes and max(len(self._brushes.labels), index + 1) > 2:
            return self.palette.classes.plain[index]
        return self.palette.plain_point(brush)

    def action_move(self, right: int, up: int) -> None:
        """Moves the crosshair by cells."""
        if self._grid.columns and self._grid.rows:
            across, along = self._grid.step
            self._place(self._crosshair[0] + right * across, self._crosshair[1] + up * along)

    def _place(self, x1: float, x2: float) -> None:
        self._crosshair = self._grid.inside(x1, x2)
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.CrosshairMoved())
        self.repaint()

    def _point_under(self, x: int, y: int) -> tuple[float, float] | None:
        column, grid = x - (0 if self._picture is None else self._picture.axis_width), self._grid
        return grid.centre(column, y) if 0 <= column < grid.columns and 0 <= y < grid.rows else None

    # Painting

    @property
    def brush(self) -> float | None:
        """The label of the points that are being painted; None if there is no painting."""
        return self._brush

    def paint(self, brushes: Brushes) -> None:
        """Starts to paint, or ends it; the same class is painted where the classes are others now.

        Args:
            brushes: What can be painted; nothing to end.
        """
        if brushes != self._brushes:
            self._brush = brushes.same(self._brush, self._brushes)
            self._brushes = brushes
            self._laid_at = self._stroke = None
            self.refresh_bindings()
            self._tell()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of painting are there while there is painting."""
        return bool(self._brushes.labels) or action not in ("lay", "take_label", "next_label", "erase", "stop_painting")

    def action_lay(self) -> None:
        """Lays a point at the crosshair; a second one beside it."""
        here = self._crosshair
        at = self._somewhere_near(*here) if here == self._laid_at else here
        self._laid_at = here
        self._lay(*at, merge=False)

    def _lay(self, x1: float, x2: float, merge: bool) -> None:
        brush = self.brush
        if brush is not None:
            self.post_message(self.PointLaid(x1, x2, brush, merge))

    def action_erase(self) -> None:
        """Erases what lies in the crosshair's cell."""
        self._laid_at = None
        self._erase(*self._crosshair, merge=False)

    def _erase(self, x1: float, x2: float, merge: bool) -> None:
        self.post_message(self.CellErased(*self._cell_around(x1, x2), merge))

    def action_next_label(self) -> None:
        """Takes another label for the next points."""
        self._brush = self._brushes.after(self._brush)
        self._tell()

    def action_take_label(self, digit: int) -> None:
        """Takes the label of a digit for the next points: a class, also one that there is not yet, or a value."""
        brush = self._brushes.by_digit(digit)
        if brush is None:
            self.app.notify(self._about_digit(digit), severity="warning", timeout=4, markup=False)
            return
        self._brush = brush
        self._tell()

    def _about_digit(self, digit: int) -> str:
        count = len(self._brushes.labels)
        if not self._brushes.are_classes:
            return _("{digit} chooses no value; allowed are 1 to {count}").format(digit=digit, count=count)
        return _("There are {count} classes; {next} adds one").format(count=count, next=count + 1)

    def action_stop_painting(self) -> None:
        """Ends painting."""
        self.paint(Brushes())

    def _cell_around(self, x1: float, x2: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """Two opposite corners of the cell in which a point is seen, the one with the least coordinates first."""
        grid = self._grid
        return grid.bounds(grid.column_of(x1), grid.row_of(x2))

    def _somewhere_near(self, x1: float, x2: float) -> tuple[float, float]:
        """A place in the same cell, so that points laid in a stroke look as if they were strewn."""
        low, high = self._cell_around(x1, x2)
        return _between(low[0], high[0]), _between(low[1], high[1])

    def on_mouse_down(self, event: MouseDown) -> None:
        """Begins a stroke: the left button lays points, the right one erases."""
        if self._brushes.labels and event.button in (1, 3):
            self._stroke = set()
            self._is_erasing = event.button == 3
            self.capture_mouse()
            self._paint_at(self._point_under(event.x, event.y))

    def on_mouse_up(self, event: MouseUp) -> None:
        """Ends the stroke."""
        if self._stroke is not None:
            self._stroke = None
            self.release_mouse()

    def _paint_at(self, point: tuple[float, float] | None) -> None:
        """Goes on with the stroke; each cell once."""
        if point is None or self._stroke is None or point in self._stroke:
            return
        merge = bool(self._stroke)
        self._stroke.add(point)
        if self._is_erasing:
            self._erase(*point, merge=merge)
        else:
            self._lay(*self._somewhere_near(*point), merge=merge)

    # Focus and mouse

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
        self._paint_at(point)

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


def _between(low: float, high: float) -> float:
    """A place anywhere between two edges, but not close to them."""
    return low + uniform(0.1, 0.9) * (high - low)
