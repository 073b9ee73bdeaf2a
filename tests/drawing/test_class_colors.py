"""The colours and shapes of three to six classes: told apart by every eye and on every terminal."""

import itertools

import numpy as np
import pytest

from nntui.drawing.cells import REVERSE
from nntui.drawing.class_colors import MOST_CLASSES, on_cube
from nntui.drawing.colors import channels, contrast
from nntui.drawing.marks import TEST_SHAPES, TRAINING_SHAPES, class_digit, class_mark
from nntui.drawing.palette import PALETTES, ColorLevel, make_palette
from nntui.drawing.scale import POINT_CONTRAST
from nntui.terminal.glyph_set import ASCII, CONSOLE, NARROW
from tests.each import each

BACKGROUNDS = {"dark": 0x14171A, "light": 0xFAFAFA, "black": 0x000000, "white": 0xFFFFFF}
SHADED = [name for name in PALETTES if make_palette(name, 0).has_shades]
FINE = (ColorLevel.EIGHT_BIT, ColorLevel.TRUECOLOR)

SIMULATIONS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Of linear RGB, at severity 1: Machado, Oliveira and Fernandes 2009, table 1."""
TO_LMS = np.array(
    [
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    ]
)
TO_LAB = np.array(
    [
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    ]
)
"""Oklab: Ottosson 2020. A distance of 0.02 is just seen between two large areas."""
LEAST = 0.12


PLACES = list(itertools.product(SHADED, BACKGROUNDS, FINE))
every_palette = each(
    "palette",
    [make_palette(name, BACKGROUNDS[background], level) for name, background, level in PLACES],
    ids=[f"{name}-{background}-{level.name}" for name, background, level in PLACES],
)


def seen(color: int, eye: str) -> np.ndarray:
    """A colour in Oklab as an eye sees it."""
    parts = np.array(channels(color)) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    simulated = np.clip(np.array(SIMULATIONS[eye]) @ linear, 0, 1)
    return TO_LAB @ np.cbrt(TO_LMS @ simulated)


def away(one: int, other: int, eye: str) -> float:
    return float(np.linalg.norm(seen(one, eye) - seen(other, eye)))


def test_the_measure_knows_what_a_green_blind_eye_mixes_up():
    """A red and a green of one lightness: far from each other for most eyes, and about the same for some."""
    red, green = 0xC8553D, 0x7A8B2A
    assert away(red, green, "usual") > LEAST > 2 * away(red, green, "deuteranopia")
    assert away(0x000000, 0xFFFFFF, "usual") == pytest.approx(1, abs=0.01)


@every_palette
@each("eye", SIMULATIONS)
def test_six_classes_are_told_apart_by_every_eye(palette, eye):
    colors = [palette.classes.full(index) for index in range(MOST_CLASSES)]
    for one, other in itertools.combinations(colors, 2):
        assert away(one, other, eye) > LEAST, f"{one:06x} and {other:06x}"


@every_palette
@each("eye", SIMULATIONS)
def test_certainty_is_told_from_none_by_every_eye(palette, eye):
    for index in range(MOST_CLASSES):
        assert away(palette.classes.full(index), palette.shade(0.0), eye) > 0.08


def test_the_first_two_classes_have_the_colours_of_two_classes():
    for name in ("playground", "dark"):
        for level in FINE:
            palette = make_palette(name, 0x14171A, level)
            assert [palette.classes.full(index) for index in (0, 1)] == [palette.shade(-1.0), palette.shade(1.0)]
    palette = make_palette("playground", 0x14171A, ColorLevel.STANDARD)
    assert [palette.classes.full(index) for index in (0, 1)] == list(palette.scale)


@every_palette
def test_a_class_goes_from_the_middle_of_the_scale_to_its_colour(palette):
    strengths = np.linspace(0, 1, 101)
    for index in range(MOST_CLASSES):
        shades = palette.classes.shades(np.full(101, index), strengths).tolist()
        assert shades[0] == palette.shade(0.0)
        assert shades[-1] == palette.classes.full(index)
        distances = [away(shades[0], shade, "usual") for shade in shades]
        assert distances == sorted(distances)
        assert len(set(shades)) >= 3


@every_palette
def test_shades_have_the_shape_of_the_places_and_what_is_no_number_counts_as_0(palette):
    winners = np.array([[0, 5], [2, 2]])
    strengths = np.array([[1.0, 7.0], [np.nan, -1.0]])
    shades = palette.classes.shades(winners, strengths)
    assert shades.dtype == np.int32
    middle = palette.shade(0.0)
    assert shades.tolist() == [[palette.classes.full(0), palette.classes.full(5)], [middle, middle]]


@every_palette
def test_every_point_is_seen_on_every_shade_of_every_class(palette):
    colors = palette.classes
    for index in range(MOST_CLASSES):
        for shade in itertools.chain(*colors.scales):
            assert contrast(colors.point(index, shade), shade) > POINT_CONTRAST


@every_palette
def test_the_boundary_is_seen_where_no_class_is_sure(palette):
    assert contrast(palette.classes.boundary, palette.shade(0.0)) > 2


@each(("name", "background", "level"), PLACES)
def test_on_the_plain_background_the_colours_of_classes_are_seen(name, background, level):
    for color in make_palette(name, BACKGROUNDS[background], level).classes.plain:
        assert contrast(color, BACKGROUNDS[background]) > 3


def test_in_256_colours_every_colour_of_a_class_is_one_of_the_cube_or_a_grey():
    for name in SHADED:
        colors = make_palette(name, 0x14171A, ColorLevel.EIGHT_BIT).classes
        for scale in colors.scales:
            assert [on_cube(color) for color in scale[1:]] == list(scale[1:])
        for color in (*itertools.chain(*colors.inks), *colors.plain):
            assert on_cube(color) == color


def test_a_colour_goes_to_the_next_of_the_cube():
    assert [on_cube(color) for color in (0x000000, 0x2F3087, 0xF0E0C5)] == [0x000000, 0x005F87, 0xFFD7D7]


def test_16_colours_have_six_and_without_colour_there_is_none():
    standard = make_palette("playground", 0, ColorLevel.STANDARD).classes
    assert len({standard.full(index) for index in range(MOST_CLASSES)}) == MOST_CLASSES
    assert len(set(standard.plain)) == MOST_CLASSES
    for name in PALETTES:
        colors = make_palette(name, 0, ColorLevel.MONOCHROME).classes
        assert set(colors.shades(np.arange(6), np.ones(6)).tolist()) == {-1}
        assert {colors.point(index, -1) for index in range(MOST_CLASSES)} == set(colors.plain) == {-1}


@pytest.mark.parametrize("glyphs", [None, NARROW, CONSOLE, ASCII], ids=["all", "narrow", "console", "ascii"])
def test_the_shapes_of_all_classes_are_told_apart_on_every_terminal_and_from_digits(glyphs):
    shapes = TRAINING_SHAPES + TEST_SHAPES
    shown = [shape if glyphs is None else glyphs.stand_in(shape) for shape in shapes]
    assert len(set(shown)) == 2 * MOST_CLASSES
    assert not set(shown) & {class_digit(index) for index in range(MOST_CLASSES)}
    assert not set(shown) & {" ", "│", "─", "┘", "|", "-"}


def test_the_mark_of_a_point_says_its_class_and_its_kind():
    marks = {
        class_mark(index, is_test, is_wrong)
        for index in range(MOST_CLASSES)
        for is_test in (False, True)
        for is_wrong in (False, True)
    }
    assert len(marks) == 4 * MOST_CLASSES
    assert class_mark(1).glyph == "▲"
    assert class_mark(1, is_test=True).glyph == "△"
    assert class_mark(1, is_wrong=True).attributes & REVERSE
    assert not class_mark(1).attributes & REVERSE
