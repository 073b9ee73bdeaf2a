"""How the playground's panels share a terminal: a pure function of its size."""

from dataclasses import dataclass

from nntui.drawing.axes import AXIS_HEIGHT, AXIS_WIDTH
from nntui.drawing.gallery import gallery_height
from nntui.engine.datasets import WEB_DATASETS

FULL_WIDTH = 80
FULL_HEIGHT = 24
"""The least size at which everything is shown."""
NARROW = 64
"""Columns from which the step, the reset and the speed stand in the line of the play."""
WIDE = 100
"""Columns from which the panels and the gaps between the parameters are wider."""
SIZE_CLASSES: list[tuple[int, str]] = [(0, "-tiny"), (NARROW, "-narrow"), (WIDE, "-wide")]
"""From the least columns to the class that the screen has from there on, as the style sheet knows it."""

_STRIP = 5
"""Rows of the strip of a lesson: a line for the title and one for the checklist, and three for the longest text."""
_WIDE_STRIP = 118
"""Columns from which that text needs two lines."""
_HIGH_STRIP = 41
"""Rows of the terminal from which there is a third all the same, for a hint, and the grid keeps its axes."""
_LONGEST_TASK = 234
"""Characters of the text of a task, for which the strip has room in a narrower terminal too, as far as that goes."""
_LEAST_STRIP = 3
_EDGES, _ARROWS, _GAP = 2, 2, 1
"""Columns at the edges of the line, around the speed, and before it."""
_LINES = 3
"""The status, the parameters and the footer."""
_BORDER = 2
_HEADING = 2
_BELOW_GRID = 2
_LEAST_GRID = 8
_LEAST_PLOT = 3
_LEAST_PICTURE = 4
_DATASETS = max(
    sum(problem in each.problems for each in WEB_DATASETS.values()) for problem in ("classification", "regression")
)
_DATA_WIDTHS = ((180, 30), (160, 24), (WIDE, 20), (0, 18))
"""From so many columns of the terminal on, those of the Data panel."""
_DATA_ROWS = 9
"""Rows of the Data panel but for its picture."""


@dataclass(frozen=True)
class PanelLayout:
    """The sizes of everything, in cells; 0 for what is not shown.

    Attributes:
        data_width: The Data panel with its border.
        network_width: The panel of features and hidden layers with its border.
        output_width: The Output panel with its border.
        grid_width: The decision grid.
        grid_height: The decision grid; half of its width, for a cell is twice as high as wide.
        plot_height: The plot of the losses.
        picture_height: The picture of the data.
        gallery_height: The pictures of all data sets.
        has_axes: Whether the grid has axes at its left and below it, outside of its own size.
        axis_width: Columns that the axis at the left takes.
        has_legend: Whether the colour scale and the boxes to tick are shown below the grid.
        has_losses: Whether the losses stand over the grid.
        has_parameters: Whether the line of hyperparameters is shown.
        is_complete: Whether the terminal is large enough for everything.
        data_rows: Rows of the Data panel within its border.
        strip_height: The strip of a lesson below the panels.
    """

    data_width: int
    network_width: int
    output_width: int
    grid_width: int
    grid_height: int
    plot_height: int
    picture_height: int
    gallery_height: int
    has_axes: bool
    axis_width: int
    has_legend: bool
    has_losses: bool
    has_parameters: bool
    is_complete: bool
    data_rows: int = 0
    strip_height: int = 0

    @property
    def grid_size(self) -> tuple[int, int]:
        """Columns and rows of the grid with its axes."""
        if self.has_axes:
            return self.grid_width + self.axis_width, self.grid_height + AXIS_HEIGHT
        return self.grid_width, self.grid_height

    def picture_height_beside(self, rows: int) -> int:
        """The height of the picture of the data, 0 for none, where some lines more stand below the data."""
        gallery = self.gallery_height + 1 if self.gallery_height else 0
        missing = max(0, _DATA_ROWS + self.picture_height + gallery + rows - self.data_rows)
        return _enough_for_picture(self.picture_height - missing)

    def has_room_for(self, rows: int) -> bool:
        """Whether some lines more fit below the data, if need be without the picture."""
        return self.data_rows >= _DATA_ROWS + rows


def strip_rows(width: int, height: int) -> int:
    """Rows of the strip of a lesson: never more than half of a low terminal.

    Args:
        width: Columns of the terminal.
        height: Rows of the terminal.
    """
    if width >= FULL_WIDTH:
        rows = _STRIP - (width >= _WIDE_STRIP and height < _HIGH_STRIP)
    else:
        rows = 2 - (-_LONGEST_TASK // max(1, width - 4))
    return min(rows, max(_LEAST_STRIP, height // 2))


def compute_layout(width: int, height: int, axis_width: int = AXIS_WIDTH, strip: int = 0) -> PanelLayout:
    """Lays out the panels for a terminal.

    In a smaller terminal than 80×24 the least needed goes first: the Data panel, then the network, then what stands
    around the decision grid. At 80×24 every control is shown beside a lesson, too.

    Args:
        width: Columns of the terminal.
        height: Rows of the terminal.
        axis_width: Columns for an axis at the left of the grid.
        strip: Rows between the panels and the footer, for a lesson.
    """
    is_complete = width >= FULL_WIDTH and height >= FULL_HEIGHT
    height -= strip
    has_parameters = height >= 16 and width >= FULL_WIDTH
    rows = max(1, height - (_LINES if has_parameters else _LINES - 1) - _BORDER)
    has_data = width >= FULL_WIDTH and height >= 16
    has_network = width >= 58 and height >= 16
    has_legend = rows >= _HEADING + _LEAST_GRID + _BELOW_GRID

    data_width = next(columns for least, columns in _DATA_WIDTHS if width >= least) if has_data else 0
    has_losses = rows >= _HEADING + 2
    around = (_HEADING if has_losses else 0) + (_BELOW_GRID if has_legend else 0)
    most_by_height = rows - around - (_LEAST_PLOT if rows >= 14 else 0)
    if has_network:
        most_by_width = max(22, (width - data_width) * 2 // 5) if width > FULL_WIDTH else 22
    else:
        most_by_width = width - data_width - _BORDER
    has_axes = width >= 110 and height >= 36
    axis_width, axis_height = (axis_width, AXIS_HEIGHT) if has_axes else (0, 0)
    around += axis_height
    grid_height = min(most_by_height - axis_height, (most_by_width - axis_width) // 2, (width - _BORDER) // 2)
    grid_height = max(1, grid_height)
    grid_width = 2 * grid_height
    output_width = max(grid_width + axis_width + _BORDER, 24) if has_network else width - data_width
    output_width = min(output_width, width)
    picture_height = _picture_height(data_width - _BORDER, rows) if has_data else 0
    # A blank line stands before the gallery.
    shown_gallery = gallery_height(data_width - _BORDER, rows - _DATA_ROWS - picture_height - 1, _DATASETS)
    return PanelLayout(
        data_width=data_width,
        network_width=width - data_width - output_width if has_network else 0,
        output_width=output_width,
        grid_width=grid_width,
        grid_height=grid_height,
        plot_height=max(0, rows - around - grid_height),
        picture_height=picture_height,
        gallery_height=shown_gallery if has_data else 0,
        has_axes=has_axes,
        axis_width=axis_width,
        has_legend=has_legend,
        has_losses=has_losses,
        has_parameters=has_parameters,
        is_complete=is_complete,
        data_rows=rows if has_data else 0,
        strip_height=strip,
    )


def counters_room(width: int, speed: str, play: int, others: int) -> int:
    """Columns for the counters between the buttons and the speed.

    Args:
        width: Columns of the terminal.
        speed: As it is shown.
        play: Columns of the button that plays.
        others: Columns of the other buttons.
    """
    return width - _EDGES - play - (others + len(speed) + _ARROWS + _GAP if width >= NARROW else 0)


def _picture_height(width: int, rows: int) -> int:
    return _enough_for_picture(min(width // 2, rows - _DATA_ROWS))


def _enough_for_picture(height: int) -> int:
    return height if height >= _LEAST_PICTURE else 0
