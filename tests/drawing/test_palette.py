"""Colours: the scale of values, the edges, and points that stand out from what is behind them."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.colors import blend, channels, contrast, luminance
from nntui.drawing.palette import NEUTRAL, PALETTES, ColorLevel, make_palette
from nntui.drawing.scale import POINT_CONTRAST
from tests.each import each

BACKGROUNDS = {"dark": 0x14171A, "light": 0xFAFAFA, "black": 0x000000, "white": 0xFFFFFF}
COLORS = st.integers(0, 0xFFFFFF)


SHADED = [name for name in PALETTES if make_palette(name, 0).has_shades]
FINE = (ColorLevel.EIGHT_BIT, ColorLevel.TRUECOLOR)


PLACES = list(itertools.product(SHADED, BACKGROUNDS, FINE))
every_palette = each(
    "palette",
    [make_palette(name, BACKGROUNDS[background], level) for name, background, level in PLACES],
    ids=[f"{name}-{background}-{level.name}" for name, background, level in PLACES],
)


def distance(one: int, other: int) -> float:
    return sum((a - b) ** 2 for a, b in zip(channels(one), channels(other), strict=True)) ** 0.5


# The scale


def test_the_playground_has_the_colours_of_the_web_page():
    palette = make_palette("playground", BACKGROUNDS["dark"])
    assert [palette.shade(value) for value in (-1.0, 0.0, 1.0)] == [0xF59322, 0xE8EAEB, 0x0877BD]


@every_palette
def test_the_ends_and_the_middle(palette):
    assert len(palette.scale) % 2 == 1
    assert palette.shade(-1.0) == palette.scale[0]
    assert palette.shade(0.0) == palette.shade(-0.0) == palette.scale[len(palette.scale) // 2]
    assert palette.shade(1.0) == palette.scale[-1]


@every_palette
def test_beyond_the_ends_are_the_ends(palette):
    values = np.array([-np.inf, -1e308, -1.01, 1.01, 1e308, np.inf])
    ends = [palette.scale[0]] * 3 + [palette.scale[-1]] * 3
    assert palette.shades(values).tolist() == ends


@every_palette
def test_what_is_not_a_number_counts_as_0(palette):
    assert palette.shade(float("nan")) == palette.shade(0.0)


@every_palette
def test_the_scale_rises_step_by_step_and_alike_on_both_sides(palette):
    values = np.linspace(-1, 1, 1001)
    places = [palette.scale.index(color) for color in palette.shades(values).tolist()]
    assert places == sorted(places)
    assert set(places) == set(range(len(palette.scale)))
    last = len(palette.scale) - 1
    assert places == [last - place for place in reversed(places)]


@every_palette
def test_each_shade_is_further_from_the_middle_than_the_one_before(palette):
    middle = len(palette.scale) // 2
    for side in (palette.scale[middle:], palette.scale[middle::-1]):
        away = [distance(side[0], color) for color in side]
        assert away == sorted(away)
        assert len(set(away)) == len(side)


@every_palette
def test_shades_have_the_shape_of_the_values(palette):
    for shape in ((0,), (1,), (3, 0), (2, 3), (2, 3, 4)):
        for discretize in (False, True):
            shades = palette.shades(np.zeros(shape), discretize)
            assert (shades.shape, shades.dtype) == (shape, np.int32)


@every_palette
def test_discretized_there_are_only_the_two_ends_and_0_is_positive(palette):
    values = np.array([-1.0, -1e-9, -0.0, 0.0, 1e-9, 1.0])
    low, high = palette.scale[0], palette.scale[-1]
    assert palette.shades(values, discretize=True).tolist() == [low, low, high, high, high, high]


# Links


@every_palette
def test_the_sign_of_a_weight_is_the_hue_of_its_link(palette):
    assert palette.edge(0.5) in palette.positive_edges
    assert palette.edge(-0.5) in palette.negative_edges
    assert not set(palette.positive_edges) & set(palette.negative_edges)


@every_palette
def test_a_larger_weight_has_a_stronger_colour(palette):
    weights = np.linspace(0.01, 3, 300)
    for sign, edges in ((1, palette.positive_edges), (-1, palette.negative_edges)):
        places = [edges.index(palette.edge(sign * weight)) for weight in weights]
        assert places == sorted(places)
        assert set(places) == set(range(len(edges)))
        assert palette.edge(sign * 1.0) == palette.edge(sign * 1e9) == palette.edge(sign * float("inf")) == edges[-1]


@each("background", BACKGROUNDS.values(), ids=list(BACKGROUNDS))
def test_a_stronger_link_stands_out_more(background):
    palette = make_palette("playground", background)
    for edges in (palette.positive_edges, palette.negative_edges):
        away = [distance(color, background) for color in edges]
        assert away == sorted(away)
        assert contrast(edges[-1], background) > 2


# Points


@every_palette
def test_a_plain_point_has_the_hue_of_its_label_and_pales_towards_0(palette):
    assert palette.plain_point(1.0) == palette.positive_edges[-1]
    assert palette.plain_point(-1.0) == palette.negative_edges[-1]
    assert palette.plain_point(0.0) == palette.muted
    for sign in (1, -1):
        away = [distance(palette.plain_point(sign * label), palette.muted) for label in (0.0, 0.3, 0.5, 0.8, 1.0)]
        assert away == sorted(away)
        assert len(set(away)) == 5


LABELS = [step / 8 for step in range(-8, 9)]


@every_palette
@each("label", LABELS)
def test_every_point_can_be_seen_on_what_is_put_behind_it(palette, label):
    for shade in palette.scale:
        assert contrast(palette.point(label), palette.ground(shade, label)) > POINT_CONTRAST


@every_palette
@each("label", LABELS)
def test_behind_a_point_is_the_shade_itself_where_it_is_seen_on_that_else_the_nearest(palette, label):
    scale, point = palette.scale, palette.point(label)
    seen = [at for at, shade in enumerate(scale) if contrast(shade, point) > POINT_CONTRAST]
    for at, shade in enumerate(scale):
        ground = scale.index(palette.ground(shade, label))
        assert abs(ground - at) == min(abs(other - at) for other in seen)


@every_palette
def test_a_rightly_predicted_class_needs_no_other_ground(palette):
    for label in (-1.0, 1.0):
        assert palette.ground(palette.shade(label), label) == palette.shade(label)


@every_palette
def test_points_of_both_classes_are_told_apart(palette):
    assert distance(palette.point(1.0), palette.point(-1.0)) > 60


@every_palette
def test_the_colour_of_a_point_shows_its_value(palette):
    for sign in (1, -1):
        away = [distance(palette.point(sign * label), palette.point(0.0)) for label in (0.0, 0.25, 0.5, 0.75, 1.0)]
        assert all(further - nearer > 5 for nearer, further in itertools.pairwise(away))


@each("name", SHADED)
@each("level", FINE)
@each("background", [*BACKGROUNDS.values(), 0xF0F2F3, 0x1B1F23], ids=hex)
def test_the_middle_of_the_scale_is_not_the_background(name, level, background):
    palette = make_palette(name, background, level)
    assert contrast(palette.shade(0.0), background) > 1.2


@each("level", [ColorLevel.STANDARD, ColorLevel.MONOCHROME])
def test_without_shades_a_label_near_0_has_no_hue(level):
    palette = make_palette("playground", 0x14171A, level)
    assert palette.plain_point(NEUTRAL) == palette.positive_edges[-1]
    assert palette.plain_point(NEUTRAL / 2) == palette.plain_point(-NEUTRAL / 2) == palette.muted


# Levels


def test_in_256_colours_every_shade_is_shown_as_it_is_meant():
    from rich.color import Color, ColorSystem

    for name in SHADED:
        palette = make_palette(name, 0x14171A, ColorLevel.EIGHT_BIT)
        points = palette.point(-1.0), palette.point(1.0)
        for color in (*palette.scale, *points):
            number = Color.from_rgb(*channels(color)).downgrade(ColorSystem.EIGHT_BIT)
            away = [abs(a - b) for a, b in zip(number.get_truecolor(), channels(color), strict=True)]
            assert max(away) <= 10, f"{name}: {color:06x} is shown as {number.get_truecolor().hex}"


@each("name", PALETTES)
@each("level", ColorLevel)
@each("background", BACKGROUNDS.values(), ids=list(BACKGROUNDS))
def test_every_palette_draws_at_every_level(name, level, background):
    palette = make_palette(name, background, level)
    values = np.concatenate([np.linspace(-1, -0.2, 20), np.linspace(0.2, 1, 20)])
    colors, glyphs = palette.shades(values).tolist(), palette.densities(values).tolist()
    told = colors if palette.has_shades else list(zip(colors, glyphs, strict=True))
    assert not set(told[:20]) & set(told[20:]), "the sign is always told"
    assert len(set(told)) >= 6, "and so is the magnitude"
    assert palette.level <= level


@each("name", PALETTES)
def test_without_colour_there_is_none(name):
    palette = make_palette(name, 0x14171A, ColorLevel.MONOCHROME)
    assert set(palette.shades(np.linspace(-1, 1, 9)).tolist()) == {-1}
    assert {palette.edge(weight) for weight in (-2.0, -0.1, 0.1, 2.0)} == {-1}


@each("level", FINE)
def test_the_lightness_alone_tells_the_value_in_every_eyes_palette(level):
    scale = make_palette("every-eye", 0x14171A, level).scale
    lightness = [luminance(color) for color in scale]
    assert lightness == sorted(lightness)
    assert len(set(lightness)) == len(lightness)


# Mixing and measuring


def test_channels():
    assert channels(0x123456) == (0x12, 0x34, 0x56)
    assert channels(0) == (0, 0, 0)
    assert channels(0xFFFFFF) == (255, 255, 255)


@given(COLORS, COLORS)
def test_a_blend_begins_and_ends_with_its_colours(one, other):
    assert blend(one, other, 0) == one
    assert blend(one, other, 1) == other


@given(COLORS, COLORS, st.floats(0, 1))
def test_a_blend_lies_between_its_colours(one, other, share):
    for a, mixed, b in zip(channels(one), channels(blend(one, other, share)), channels(other), strict=True):
        assert min(a, b) <= mixed <= max(a, b)


def test_luminance_and_contrast_as_wcag_defines_them():
    assert luminance(0x000000) == 0
    assert luminance(0xFFFFFF) == pytest.approx(1)
    assert luminance(0xFF0000) == pytest.approx(0.2126)
    assert contrast(0x000000, 0xFFFFFF) == pytest.approx(21)
    # The well-known grey that just passes on white.
    assert contrast(0x767676, 0xFFFFFF) == pytest.approx(4.54, abs=0.005)


@given(COLORS, COLORS)
def test_contrast_does_not_ask_which_is_in_front(one, other):
    assert contrast(one, other) == contrast(other, one) >= 1
    assert contrast(one, one) == 1


# The registry


@every_palette
def test_a_palette_is_made_once_for_a_background(palette):
    assert make_palette(palette.name, 0x010203) is make_palette(palette.name, 0x010203)
    assert dataclasses.is_dataclass(palette)


def test_an_unknown_palette_is_an_error():
    with pytest.raises(KeyError):
        make_palette("plaid", 0)
