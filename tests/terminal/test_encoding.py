"""What is sent is read back through a terminal emulator: the judge is pyte, not our own reading of it."""

import numpy as np
import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.cells import BOLD, DEFAULT, HALF_BLOCK, REVERSE, SPACE, UNDERLINE, Cells
from nntui.terminal.encoding import CONTINUED, INDEXED, STANDARD, Clusters, color_code, encode
from tests.terminal import Emulator

WIDTH, HEIGHT = 12, 5
COLORS = (DEFAULT, 0x000000, 0xE8EAEB, 0xF59322, 0x0877BD, INDEXED + 208, INDEXED + 33)
GLYPHS = (SPACE, HALF_BLOCK, ord("x"), ord("•"), ord("⣿"))
ATTRIBUTES = (0, 0, 0, BOLD, UNDERLINE, REVERSE)


def random_cells(seed: int, width: int = WIDTH, height: int = HEIGHT) -> Cells:
    random = np.random.default_rng(seed)
    cells = Cells(width, height)
    shape = (height, width)
    cells.glyphs[:] = random.choice(GLYPHS, shape)
    cells.foreground[:] = random.choice(COLORS, shape)
    cells.background[:] = random.choice(COLORS, shape)
    cells.attributes[:] = random.choice(ATTRIBUTES, shape)
    return cells


def everything(cells: Cells) -> np.ndarray:
    return np.ones((cells.height, cells.width), dtype=bool)


@given(st.integers(0, 10_000))
def test_a_terminal_shows_what_was_encoded(seed):
    cells = random_cells(seed)
    terminal = Emulator(WIDTH, HEIGHT)
    terminal.feed(encode(cells, everything(cells), Clusters()))
    assert terminal.picture() == terminal.expected(cells)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_only_what_differs_need_be_sent(first, second):
    before, after = random_cells(first), random_cells(second)
    after.glyphs[::2] = before.glyphs[::2]
    after.foreground[::2], after.background[::2] = before.foreground[::2], before.background[::2]
    after.attributes[::2] = before.attributes[::2]
    terminal = Emulator(WIDTH, HEIGHT)
    terminal.feed(encode(before, everything(before), Clusters()))
    text = encode(after, after.differs(before), Clusters())
    terminal.feed(text)
    assert terminal.picture() == terminal.expected(after)


def test_nothing_that_differs_is_nothing_to_send():
    cells = random_cells(1)
    assert encode(cells, cells.differs(cells), Clusters()) == ""


def test_nothing_is_left_set():
    cells = random_cells(2)
    assert encode(cells, everything(cells), Clusters()).endswith("\x1b[0m")


def test_a_pair_of_colours_is_set_once_wherever_its_cells_are():
    cells = Cells(20, 3)
    for x, y in ((1, 0), (9, 1), (18, 2)):
        cells.glyphs[y, x] = HALF_BLOCK
        cells.foreground[y, x], cells.background[y, x] = 0xFF0000, 0x0000FF
    cells.foreground[1, 9], cells.background[1, 9] = 0x0000FF, 0xFF0000  # the same upside down
    text = encode(cells, cells.differs(Cells(20, 3)), Clusters())
    assert text.count("38;2;") == text.count("48;2;") == 1
    assert text.count("▀") + text.count("▄") == 3
    terminal = Emulator(20, 3)
    terminal.feed(text)
    assert terminal.picture() == terminal.expected(cells)


def test_neighbours_are_one_run():
    cells = Cells(10, 1)
    cells.put(0, 0, "abcdefgh", 0x123456)
    assert encode(cells, cells.differs(Cells(10, 1)), Clusters()) == "\x1b[1;1H\x1b[38;2;18;52;86mabcdefgh\x1b[0m"


def test_words_are_not_torn_apart_by_their_spaces():
    cells = Cells(20, 1)
    cells.put(0, 0, "Test loss 0.5", 0x123456)
    differs = np.ones((1, 20), dtype=bool)
    assert "Test loss 0.5" in encode(cells, differs, Clusters())


@pytest.mark.parametrize(
    ("text", "cells"), [("漢字", 4), ("e\u0301", 1), ("🔎", 2)], ids=["wide", "combining", "picture"]
)
def test_glyphs_that_are_not_one_cell_and_one_code_point(text, cells):
    clusters = Clusters()
    picture = Cells(8, 1)
    glyphs = [clusters.number("e\u0301")] if cells == 1 else [part for c in text for part in (ord(c), CONTINUED)]
    picture.glyphs[0, : len(glyphs)] = glyphs
    picture.put(6, 0, "z")
    sent = encode(picture, everything(picture), clusters)
    screen = pyte.Screen(8, 1)
    pyte.Stream(screen).feed(sent)
    assert "".join(screen.display[0].split()) == f"{text}z".replace("e\u0301", "é")
    assert screen.buffer[0][6].data == "z"


@pytest.mark.parametrize(
    ("color", "foreground", "background"),
    [
        (DEFAULT, "39", "49"),
        (0xF59322, "38;2;245;147;34", "48;2;245;147;34"),
        (INDEXED + 208, "38;5;208", "48;5;208"),
        (STANDARD + 3, "33", "43"),
        (STANDARD + 12, "94", "104"),
    ],
)
def test_the_parameters_of_a_colour(color, foreground, background):
    """As ECMA-48 and xterm's control sequences give them."""
    assert color_code(color, is_background=False) == foreground
    assert color_code(color, is_background=True) == background
