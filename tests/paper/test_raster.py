"""The pictures for paper in pixels: the same as in lines, whatever fonts there are."""

from io import BytesIO
from xml.etree.ElementTree import Element

import numpy as np
import pytest

pytest.importorskip("PIL", reason="pictures in pixels need the package Pillow")

from PIL import Image, ImageDraw

from nntui.drawing.cells import DIM, REVERSE, Cells
from nntui.drawing.heat_map import Points
from nntui.drawing.palette import make_palette
from nntui.paper import lettering
from nntui.paper.cell_picture import HEIGHT, WIDTH, painted_cells
from nntui.paper.grid import AREA, GridFigure, grid_element
from nntui.paper.lettering import width_of, write
from nntui.paper.losses import LossFigure, losses_element
from nntui.paper.raster import dashed, painted, png_bytes, strokes_of
from nntui.paper.svg import add, new_picture
from nntui.training.history import Losses

PALETTE = make_palette("playground", 0xFFFFFF)


def number_of(pixel: tuple[int, ...]) -> int:
    return pixel[0] << 16 | pixel[1] << 8 | pixel[2]


def test_the_grid_has_the_colours_of_its_values_and_its_points_where_they_lie():
    values = np.tile(np.linspace(-1, 1, 10), (10, 1))
    points = Points(np.array([[0.0, 3.0]]), np.array([-1.0]))
    picture = painted(grid_element(GridFigure(values, (points,), PALETTE)), 2)
    assert picture.size == (2 * 636, 2 * 598)
    for column, color in enumerate(PALETTE.shades(values[0]).tolist()):
        place = 2 * (AREA.x + AREA.width * (column + 0.5) / 10), 2 * (AREA.y + AREA.height * 0.95)
        assert number_of(picture.getpixel(tuple(map(round, place)))) == color
    place = 2 * (AREA.x + AREA.width / 2), 2 * (AREA.y + AREA.height / 4)
    assert number_of(picture.getpixel(tuple(map(round, place)))) == int(PALETTE.shades(np.array([-1.0]))[0])
    assert picture.getpixel((3, 3)) == (255, 255, 255)


def test_a_file_is_png_and_the_curves_stand_in_it():
    losses = Losses(1, np.array([0.5, 0.25, 0.1]), np.array([0.5, 0.3, 0.2]))
    with Image.open(BytesIO(png_bytes(losses_element(LossFigure(losses))))) as picture:
        assert picture.format == "PNG"
        colors = {number_of(color) for _count, color in picture.convert("RGB").getcolors(10**6) or ()}
    assert {0x1F5FA8, 0xD06F1C} <= colors


def test_a_path_is_read_as_svg_means_it():
    assert [tuple(stroke.points) for stroke in strokes_of("M1 2h3v4h-3zM5 5l1 -1L0 0")] == [
        ((1, 2), (4, 2), (4, 6), (1, 6)),
        ((5, 5), (6, 4), (0, 0)),
    ]
    assert [stroke.is_closed for stroke in strokes_of("M1 2h3v4h-3zM5 5l1 -1")] == [True, False]
    (ring,) = strokes_of("M-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z")
    assert np.hypot(*np.array(ring.points).T) == pytest.approx(2)
    down = np.array(ring.points)[:, 1]
    assert down.max() == pytest.approx(2)
    assert down.min() == pytest.approx(-2)


def test_dashes_go_on_round_a_corner():
    parts = list(dashed([(0, 0), (4, 0), (4, 6)], [3, 2]))
    assert parts == [[(0, 0), (3, 0)], [(4, 1), (4, 4)]]


def test_a_text_that_is_read_from_below_goes_up_from_its_middle():
    root = new_picture(60, 100)
    look = {"text_anchor": "middle", "font_size": 12, "transform": "rotate(-90 30 50)"}
    add(root, "text", "WWWW", x=30, y=50, **look)
    ink = np.asarray(painted(root, 2).convert("L")) < 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert rows[0] + rows[-1] == pytest.approx(2 * 2 * 50, abs=4)
    assert columns[-1] == pytest.approx(2 * 30, abs=3)
    assert len(rows) > 2 * len(columns)


def test_letters_that_a_font_lacks_are_put_together(monkeypatch):
    for names in ("_SANS", "_BOLD"):
        monkeypatch.setattr(lettering, names, ())
    monkeypatch.setattr(lettering, "_EVERYWHERE", ("none.ttf", "none.ttf"))
    font = lettering.font_of.__wrapped__(20)

    def ink(text: str) -> np.ndarray:
        image = Image.new("L", (60, 40))
        write(ImageDraw.Draw(image), (4, 28), text, font, (255,))
        return np.asarray(image) > 128

    plain, accented, low = ink("a"), ink("ã"), ink("ç")
    assert (accented & plain).sum() == plain.sum()
    assert np.flatnonzero(accented.any(axis=1))[0] < np.flatnonzero(plain.any(axis=1))[0]
    assert np.flatnonzero(low.any(axis=1))[-1] > np.flatnonzero(ink("c").any(axis=1))[-1]
    assert ink("₁").sum() < ink("1").sum()
    assert (ink("−") == ink("-")).all()
    assert (ink("中") == ink("?")).all()
    assert width_of("época", font) == pytest.approx(width_of("epoca", font), abs=1)


# Cells


def cells_of(text: str, front: int = 0xFF0000, back: int = 0x000080) -> np.ndarray:
    """The ink of cells, from 0 to 1, shape (height, width) in pixels."""
    cells = Cells(len(text), 1)
    cells.put(0, 0, text, front, back)
    return np.asarray(painted_cells(cells))[:, :, 0] / 255


@pytest.mark.parametrize(
    ("glyph", "area"),
    [
        ("▀", np.s_[:12, :]),
        ("▄", np.s_[12:, :]),
        ("▌", np.s_[:, :6]),
        ("▐", np.s_[:, 6:]),
        ("█", np.s_[:, :]),
        ("▘", np.s_[:12, :6]),
        ("▗", np.s_[12:, 6:]),
        ("▂", np.s_[18:, :]),
        ("▔", np.s_[:3, :]),
    ],
)
def test_a_block_fills_its_part_of_the_cell_and_nothing_else(glyph, area):
    expected = np.zeros((HEIGHT, WIDTH))
    expected[area] = 1
    assert (cells_of(glyph) == expected).all()


def test_braille_has_its_dots():
    ink = cells_of("⡁")  # dots 1 and 7: the upper and the lower one at the left
    assert ink[:6, :6].max() == 1
    assert ink[18:, :6].max() == 1
    assert ink[:, 6:].max() == 0
    assert ink[7:17].max() == 0


@pytest.mark.parametrize("text", ["──", "━━", "╭╮", "└┘", "┼┤", "══", "╔╗"])
def test_lines_meet_without_a_gap(text):
    ink = cells_of(text)
    assert (ink[:, WIDTH - 1 : WIDTH + 1].max(axis=0) > 0.5).all()


def test_lines_go_where_their_names_say():
    ink = cells_of("├")
    assert ink[0].max() > 0.5
    assert ink[-1].max() > 0.5
    assert ink[:, -1].max() > 0.5
    assert ink[:, 0].max() == 0


def test_looks_of_cells():
    cells = Cells(3, 1)
    cells.put(0, 0, "█", 0xFF0000, 0x0000FF)
    cells.put(1, 0, "█", 0xFF0000, 0x0000FF, REVERSE)
    cells.put(2, 0, "█", 0xFF0000, 0x0000FF, DIM)
    picture = painted_cells(cells)
    assert picture.getpixel((2, 2)) == (255, 0, 0)
    assert picture.getpixel((WIDTH + 2, 2)) == (0, 0, 255)
    red, _green, blue = picture.getpixel((2 * WIDTH + 2, 2))
    assert 100 < red < 155
    assert 100 < blue < 155


@pytest.mark.parametrize("glyph", "aW☑☐▶●○×✓→⊗◆▾é")
def test_every_sign_of_the_screen_has_ink_inside_its_cell(glyph):
    assert cells_of(f" {glyph} ")[:, WIDTH : 2 * WIDTH].max() > 0.3
    assert cells_of(f" {glyph} ")[:, : WIDTH - 1].max() == 0


def test_an_element_that_is_not_known_is_left_out():
    root = new_picture(10, 10)
    root.append(Element("title"))
    assert painted(root, 1).getpixel((5, 5)) == (255, 255, 255)
