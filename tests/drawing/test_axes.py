import pytest

from nntui.drawing.axes import AXIS_HEIGHT, AXIS_WIDTH, draw_axes, ticks
from nntui.drawing.cells import Cells


@pytest.mark.parametrize("cells", range(1, 120))
@pytest.mark.parametrize("room", [2, 6])
def test_the_ends_and_the_middle_are_among_the_ticks(cells, room):
    found = ticks(cells, 6.0, room)
    assert (found[0], found[-1]) == (-6.0, 6.0)
    assert len(found) == 2 or 0.0 in found
    assert len(found) == 2 or cells >= len(found) * room


def test_numbers_stand_beside_their_rows_and_columns():
    width, height = 26, 13
    cells = Cells(width + AXIS_WIDTH, height + AXIS_HEIGHT)
    draw_axes(cells, width, height, 6.0, 0x808080)
    assert cells.row_text(0).startswith(" 6")
    assert cells.row_text(height // 2).startswith(" 0")
    assert cells.row_text(height - 1).startswith("−6")
    below = cells.row_text(height)
    assert below.split() == ["−6", "0", "6"]
    assert below.index("0") in (AXIS_WIDTH + width // 2 - 1, AXIS_WIDTH + width // 2)
