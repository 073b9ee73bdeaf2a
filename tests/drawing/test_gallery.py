"""The pictures of the data sets: where they stand, what they are called, and what can be seen in them."""

import itertools

import numpy as np
import pytest

from nntui.drawing.cells import Cells
from nntui.drawing.gallery import draw_thumbnail, gallery_height, tiles
from nntui.drawing.heat_map import Points
from nntui.drawing.palette import ColorLevel, make_palette
from nntui.drawing.strokes import BRAILLE
from nntui.engine import datasets
from nntui.engine.datasets import DATASETS, WEB_DATASETS
from nntui.playground.layout import compute_layout

CLASSES = [kind.label for kind in WEB_DATASETS.values() if "classification" in kind.problems]
NUMBERS = [kind.label for kind in WEB_DATASETS.values() if "regression" in kind.problems]
PALETTE = make_palette("playground", 0x14171A)


@pytest.mark.parametrize("labels", [CLASSES, NUMBERS], ids=["classes", "numbers"])
@pytest.mark.parametrize("size", [(120, 40), (160, 50), (200, 60), (300, 100)], ids=str)
def test_every_data_set_stands_there_with_the_name_that_it_has_elsewhere(labels, size):
    layout = compute_layout(*size)
    width, height = layout.data_width - 2, layout.gallery_height
    assert height
    shown = tiles(width, height, labels)
    assert [" ".join(tile.name) for tile in shown] == labels
    taken = np.zeros((height, width), dtype=int)
    for tile in shown:
        area = tile.picture
        assert area.width >= 6
        assert area.width in (2 * area.height, 2 * area.height - 1)
        taken[area.y : area.y + area.height, area.x : area.x + area.width] += 1
        for line, text in enumerate(tile.name):
            start = tile.columns.start + (len(tile.columns) - len(text)) // 2
            assert start >= 0
            assert start + len(text) <= width
            taken[area.y + area.height + line, start : start + len(text)] += 1
    assert taken.max() == 1, "nothing lies over anything else"


def test_a_name_that_does_not_fit_is_parted_at_its_blank():
    names = [tile.name for tile in tiles(18, 16, CLASSES)]
    assert names[:2] == [("Circle",), ("Exclusive", "or")]
    assert [tile.name for tile in tiles(28, 16, CLASSES)][1] == ("Exclusive or",)


@pytest.mark.parametrize("count", [1, 3, 5])
def test_there_is_a_gallery_where_there_is_room_and_it_keeps_to_it(count):
    heights = [gallery_height(18, most, count) for most in range(80)]
    assert all(height <= most for most, height in enumerate(heights))
    assert heights[0] == 0
    assert heights[-1] > 0


def test_no_pictures_take_no_room():
    assert tiles(18, 16, []) == []


def thumbnail(name: str, size: tuple[int, int], level: ColorLevel = ColorLevel.TRUECOLOR) -> Cells:
    points, labels, _ = datasets.sample_points(name, "0", 0.0)
    cells = Cells(*size)
    draw_thumbnail(cells, Points(points[:250], labels[:250]), make_palette("playground", 0x14171A, level))
    return cells


@pytest.mark.parametrize("size", [(8, 4), (13, 7), (20, 10)])
def test_circle_exclusive_or_and_spiral_look_other_in_shape_and_colour(size):
    names = [name for name, kind in DATASETS.items() if kind.classes == 2 and name != "own"]
    pictures = {name: thumbnail(name, size) for name in names}
    for (name, one), (another, other) in itertools.combinations(pictures.items(), 2):
        # The points of these two are the same where the seed is; only their classes differ.
        if {name, another} != {"checkerboard", "stripes"}:
            assert (one.glyphs != other.glyphs).mean() > 0.3, (name, another)
        assert (one.foreground != other.foreground).mean() > 0.2, (name, another)
    for picture in pictures.values():
        assert {PALETTE.plain_point(-1.0), PALETTE.plain_point(1.0)} <= set(picture.foreground.ravel().tolist())


def test_a_spiral_has_arms():
    """From its middle to the right edge, dots and gaps follow each other, as the arms do."""
    glyphs = thumbnail("spiral", (14, 7)).glyphs.astype(int)
    bits = np.where(glyphs > BRAILLE, glyphs - BRAILLE, 0)
    table = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
    dots = (bits[:, None, :, None] & table[None, :, None, :] > 0).reshape(28, 28)
    ray = dots[13:15, 14:].any(axis=0)
    assert (np.diff(ray.astype(int)) == 1).sum() + ray[0] >= 3


@pytest.mark.parametrize("level", ColorLevel)
def test_both_classes_are_seen_at_every_level(level):
    picture = thumbnail("gauss", (8, 4), level)
    looks = set(zip(picture.glyphs.ravel().tolist(), picture.foreground.ravel().tolist(), strict=True))
    assert len({color if level else glyph for glyph, color in looks if glyph != ord(" ")}) >= 2
