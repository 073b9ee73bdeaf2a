"""What stands for three classes and more beside the grid: the scale and the legend."""

import numpy as np
import pytest

from nntui.drawing.cells import Cells
from nntui.drawing.palette import ColorLevel, make_palette
from nntui.widgets.color_scale import draw_class_names

PALETTE = make_palette("playground", 0x14171A)
MONOCHROME = make_palette("monochrome", 0, ColorLevel.MONOCHROME)
IRIS = ("Iris-setosa", "Iris-versicolor", "Iris-virginica")
SIX = tuple("123456")


def row(names: tuple[str, ...], width: int, palette=PALETTE) -> Cells:
    cells = Cells(width, 1)
    draw_class_names(cells, names, palette)
    return cells


@pytest.mark.parametrize("width", [22, 36, 44])
@pytest.mark.parametrize("palette", [PALETTE, MONOCHROME], ids=["fine", "none"])
def test_six_classes_stand_in_a_row_with_shape_and_number(width, palette):
    text = str(row(SIX, width, palette))
    shapes = [text.index(shape) for shape in "●▲■◆▼★"]
    digits = [text.index(digit) for digit in SIX]
    assert all(shape < digit for shape, digit in zip(shapes, digits, strict=True))
    assert digits == sorted(digits)


def test_names_are_as_long_as_there_is_room():
    assert str(row(IRIS, 44)).split() == ["●", "setosa", "▲", "versicolor", "■", "virginica"]
    assert str(row(IRIS, 22)).split()[1::2][0].startswith("se")


def test_a_swatch_has_the_colour_of_the_class_and_of_its_points():
    cells = row(SIX, 36)
    for index, shape in enumerate("●▲■◆▼★"):
        (x,) = np.flatnonzero(cells.glyphs[0] == ord(shape))
        assert cells.background[0, x] == PALETTE.classes.full(index)
        assert cells.foreground[0, x] == PALETTE.classes.point(index, PALETTE.classes.full(index))
