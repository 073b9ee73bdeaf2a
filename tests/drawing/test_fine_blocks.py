"""Pictures with four pixels a cell, and stripes across one row."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.cells import Cells
from nntui.drawing.fine_blocks import draw_quadrants, draw_signs_of_halves, draw_stripes
from nntui.drawing.palette import ColorLevel, make_palette
from nntui.drawing.strokes import QUADRANTS

PALETTE = make_palette("playground", 0x14171A)
SHADES = np.linspace(-1, 1, len(PALETTE.scale)).tolist()


def pixels(cells: Cells) -> np.ndarray:
    """The colours of the four pixels of the first cell, from the upper left to the lower right."""
    mask = max(0, QUADRANTS.find(cells.row_text(0)[0]))
    return np.array([int((cells.foreground if mask >> bit & 1 else cells.background)[0, 0]) for bit in range(4)])


@given(st.sampled_from(SHADES), st.sampled_from(SHADES), st.integers(0, 15))
def test_two_colours_in_any_pattern_are_shown_exactly(one, other, mask):
    values = np.array([one if mask >> bit & 1 else other for bit in range(4)])
    cells = Cells(1, 1)
    draw_quadrants(cells, 0, 0, values.reshape(2, 2), PALETTE)
    assert pixels(cells).tolist() == PALETTE.shades(values).tolist()


@given(st.lists(st.sampled_from(SHADES), min_size=4, max_size=4))
def test_of_more_colours_the_nearest_two_are_shown(values):
    cells = Cells(1, 1)
    draw_quadrants(cells, 0, 0, np.array(values).reshape(2, 2), PALETTE)
    shown = pixels(cells)
    groups = [[value for value, color in zip(values, shown, strict=True) if color == each] for each in set(shown)]
    error = sum(float(np.var(group)) * len(group) for group in groups)

    def parted(members: tuple[int, ...]) -> float:
        both = [values[i] for i in members], [values[i] for i in range(4) if i not in members]
        return sum(float(np.var(group)) * len(group) for group in both if group)

    least = min(parted(members) for count in (0, 1, 2) for members in itertools.combinations(range(4), count))
    # Where two shades are one after rounding, the two groups cannot be told apart any more.
    assert error == pytest.approx(least, abs=0.06)


def test_one_colour_is_a_blank_that_joins_its_neighbours():
    cells = Cells(2, 1)
    draw_quadrants(cells, 0, 0, np.full((2, 4), 0.5), PALETTE)
    assert cells.row_text(0) == "  "


@pytest.mark.parametrize(
    ("function", "glyph"),
    [(lambda x: x, None), (lambda x: np.minimum(1, x * x), "━"), (lambda x: np.sin(x), "═"), (lambda x: x * 0, None)],
    ids=["slope", "square", "sine", "nothing"],
)
def test_a_row_has_a_band_or_stripes_where_its_halves_show_neither(function, glyph):
    down = function(-np.linspace(-6, 6, 24))
    cells = Cells(3, 1)
    assert draw_stripes(cells, 0, 0, np.repeat(np.clip(down, -1, 1)[:, None], 3, axis=1), PALETTE) == (
        glyph is not None
    )
    assert cells.row_text(0) == (glyph or " ") * 3


def test_what_changes_across_has_no_stripes():
    values = np.tile(np.linspace(-1, 1, 5), (24, 1))
    assert not draw_stripes(Cells(5, 1), 0, 0, values, PALETTE)


def test_without_colour_the_half_that_is_positive_is_filled():
    palette = make_palette("playground", 0x14171A, ColorLevel.MONOCHROME)
    cells = Cells(3, 1)
    draw_signs_of_halves(cells, 0, 0, np.array([[0.8, -0.8, 0.8], [-0.8, 0.8, 0.7]]), palette)
    assert cells.row_text(0) == "▀▄ "
