"""Two runs side by side: both decision grids, both plots of the losses, and below them a line for each setting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nntui.drawing.cells import BOLD, DEFAULT, Cells
from nntui.drawing.grid_picture import GridPicture, paint
from nntui.drawing.loss_chart import Behind, CurveBehind, draw_losses
from nntui.drawing.loss_titles import plot_titles
from nntui.drawing.palette import Palette
from nntui.experiment.settings import LOSS
from nntui.experiment.short_names import one_line
from nntui.training.history import NO_LOSSES, Losses

DIFFERS = "≠"
_GAP = 2
_LEAST_ROWS, _MOST_ROWS = 4, 20
"""Of the decision grids."""
_LEAST_PLOT = 11
"""Columns."""
_LEAST_LINES = 4
_LONGEST_LABEL = 32


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two.

    Attributes:
        title: What the run is called.
        picture: Makes its decision grid, of so many columns and rows; None where there is no network.
        losses: Of the run; None where they are not known.
        loss: Which loss that is, a name in `LOSSES`. Those of two kinds are not drawn into one plot.
    """

    title: str
    picture: Callable[[int, int], GridPicture] | None
    losses: Losses | None
    loss: str = LOSS.default


@dataclass(frozen=True)
class ComparedLine:
    """A setting or a result of both.

    Attributes:
        label: What it is.
        left: Of the one at the left.
        right: Of the other.
    """

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.left != self.right


@dataclass(frozen=True)
class Colors:
    """What it is drawn with.

    Attributes:
        palette: Of the grids.
        test: 0xRRGGBB, of the test loss.
        accent: 0xRRGGBB, of titles.
        faint: 0xRRGGBB, of the other one's curve; None where no colour is faint.
    """

    palette: Palette
    test: int
    accent: int
    faint: int | None


def grid_rows(width: int, height: int) -> int:
    """Rows of the decision grids, which are twice as many columns wide; 0 where there is no room for them."""
    half = (width - _GAP) // 2
    rows = min(_MOST_ROWS, (height - 2) * 9 // 20, (half - 1 - _LEAST_PLOT) // 2)
    return rows if rows >= _LEAST_ROWS and height - rows - 2 >= _LEAST_LINES else 0


def lines_room(width: int, height: int) -> int:
    """Lines below the pictures."""
    rows = grid_rows(width, height)
    return max(0, height - 1 - (rows + 1 if rows else 0))


def draw_comparison(
    cells: Cells, sides: tuple[Side, Side], lines: Sequence[ComparedLine], colors: Colors, first: int = 0
) -> None:
    """Draws both.

    Args:
        cells: Where to.
        sides: The two.
        lines: What is compared; what differs is marked.
        colors: What it is drawn with.
        first: The first line that is shown.
    """
    half, rows = (cells.width - _GAP) // 2, grid_rows(cells.width, cells.height)
    for side, other, left in ((sides[0], sides[1], 0), (sides[1], sides[0], half + _GAP)):
        cells.put(left, 0, _fitting(side.title, half), colors.accent, None, BOLD)
        if rows:
            _draw_pictures(cells, (side, other), (left, half, rows), colors)
    top = rows + 2 if rows else 1
    _draw_lines(cells, top, lines[first : first + max(0, cells.height - top)], colors)


def _draw_pictures(cells: Cells, sides: tuple[Side, Side], place: tuple[int, int, int], colors: Colors) -> None:
    """The grid of the first of the sides, and beside it its losses with the other's behind them."""
    side, other = sides
    left, half, rows = place
    if side.picture is not None:
        cells.paste(paint(side.picture(2 * rows, rows), colors.palette, 2 * rows, rows), left, 1)
    is_alone = other.losses is None or other.loss != side.loss
    others = () if other.losses is None or is_alone else (CurveBehind("", other.losses),)
    room, losses = half - 2 * rows - 1, side.losses or NO_LOSSES
    muted = colors.palette.muted
    plot = draw_losses(
        losses, room, rows, colors.test, muted, Behind(others, colors.faint), titles=plot_titles(side.loss)
    )
    cells.paste(plot, left + 2 * rows + 1, 1)


def _draw_lines(cells: Cells, top: int, lines: Sequence[ComparedLine], colors: Colors) -> None:
    label = min(_LONGEST_LABEL, max((len(line.label) for line in lines), default=0), max(0, 2 * cells.width // 5))
    start = label + 4
    room = max(0, (cells.width - start - _GAP) // 2)
    for y, line in enumerate(lines, start=top):
        attributes = BOLD if line.differs else 0
        color = DEFAULT if line.differs else colors.palette.muted
        if line.differs:
            cells.put(0, y, DIFFERS, colors.accent, None, BOLD)
        cells.put(2, y, _fitting(line.label, label), color, None, attributes)
        cells.put(start, y, _fitting(line.left, room), color, None, attributes)
        cells.put(start + room + _GAP, y, _fitting(line.right, room), color, None, attributes)


def _fitting(text: str, room: int) -> str:
    text = one_line(text)
    return text if len(text) <= room else text[: max(0, room - 1)] + "…"[:room]
