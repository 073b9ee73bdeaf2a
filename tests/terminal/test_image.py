"""An image reads output as a terminal does, and passes on what differs."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.cells import Area, Cells
from nntui.terminal.image import PLAIN, Image, restyled
from tests.terminal import Emulator

WIDTH, HEIGHT = 16, 5


def output(seed: int) -> str:
    """Something that Textual might write."""
    choose = random.Random(seed)
    parts = []
    for _ in range(choose.randint(1, 12)):
        x, y = choose.randrange(WIDTH), choose.randrange(HEIGHT)
        parts.append(f"\x1b[{y + 1};{x + 1}H")
        for _ in range(choose.randint(1, 3)):
            codes = choose.sample(
                ["1", "4", "7", "38;2;245;147;34", "38;2;8;119;189", "48;2;20;23;26", "48;5;33", "38;5;208"],
                choose.randint(0, 3),
            )
            word = choose.choice(["▀▀", "ab c", "  ", "•", "x", "⣿⡇"])[: WIDTH - x]
            parts.append((f"\x1b[{';'.join(codes)}m" if codes else "") + word + "\x1b[0m")
            x += len(word)
            if x >= WIDTH:
                break
    return "".join(parts)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_a_terminal_behind_it_shows_what_one_before_it_would(seeds):
    before, behind = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    image = Image(WIDTH, HEIGHT)
    for seed in seeds:
        text = output(seed)
        before.feed(text)
        assert image.write(text) == ""
        behind.feed(image.changes())
        assert behind.picture() == before.picture()


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=6))
def test_pictures_that_were_not_sent_are_left_out(seeds):
    before, behind = Emulator(WIDTH, HEIGHT), Emulator(WIDTH, HEIGHT)
    image = Image(WIDTH, HEIGHT)
    for seed in seeds:
        before.feed(output(seed))
        image.write(output(seed))
    behind.feed(image.changes())
    assert behind.picture() == before.picture()


def test_what_is_painted_again_as_it_was_costs_nothing():
    image = Image(WIDTH, HEIGHT)
    image.write(output(1))
    assert image.changes()
    image.write(output(1))
    assert image.changes() == ""


def test_a_cleared_terminal_is_sent_no_blanks():
    image = Image(WIDTH, HEIGHT)
    image.clear()
    assert image.changes() == ""
    image.write("\x1b[2;2Hx")
    assert image.changes() == "\x1b[2;2Hx"


def test_what_was_forgotten_is_sent_again():
    image = Image(WIDTH, HEIGHT)
    image.write("\x1b[2;2Hx")
    image.changes()
    image.forget()
    terminal = Emulator(WIDTH, HEIGHT)
    terminal.feed("\x1b[5;1Hsomething else wrote here")
    terminal.feed(image.changes())
    assert "x" in str(terminal.picture()[1][1])
    assert terminal.picture()[4] == [(" ", "default", "default", False, False, False)] * WIDTH


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[?1049h",
        "\x1b[?2026$p",
        "\x1b[>25u",
        "\x1b]2;title\x07",
        "\x1b]52;c;aGk=\x1b\\",
        "\x07",
        "\x1b=",
        "\x1b[6n",
    ],
)
def test_what_is_no_picture_is_passed_on(sequence):
    image = Image(WIDTH, HEIGHT)
    assert image.write(f"a{sequence}b") == sequence
    assert image.changes().count("ab") == 1


def test_it_learns_that_a_picture_can_be_shown_at_once():
    image = Image(WIDTH, HEIGHT)
    assert not image.is_synchronized
    assert image.write("\x1b[?2026hx\x1b[?2026l") == ""
    assert image.is_synchronized


def test_a_picture_is_pasted_where_it_fits():
    image = Image(WIDTH, HEIGHT)
    image.clear()
    cells = Cells(2, 2)
    cells.put(0, 0, "ab")
    for x, y in ((-1, 0), (0, -1), (WIDTH - 1, 0), (0, HEIGHT - 1)):
        image.paste(cells, x, y)
        assert image.changes() == ""
    image.paste(cells, WIDTH - 2, HEIGHT - 2)
    assert image.changes() == f"\x1b[{HEIGHT - 1};{WIDTH - 1}Hab"


def test_what_lies_over_a_picture_is_left_as_it_is():
    image = Image(8, 3)
    image.clear()
    image.write("\x1b[2;4Hmessage")
    image.changes()
    picture = Cells(8, 3)
    for y in range(3):
        picture.put(0, y, "........")
    image.paste(picture, 0, 0, [Area(3, 1, 9, 1), Area(-2, 2, 4, 5)])
    terminal = Emulator(8, 3)
    terminal.feed("\x1b[2;4Hmessa" + image.changes())
    assert ["".join(cell[0] for cell in row) for row in terminal.picture()] == ["........", "...messa", "  ......"]


def test_what_leaves_the_screen_is_cut_off():
    image = Image(4, 2)
    image.clear()
    image.write("\x1b[1;3Habcdef\x1b[9;1Hzzz\r\n\nq")
    assert image.changes() == "\x1b[1;3Hab"


def test_a_word_is_sent_as_a_whole():
    """Whoever reads along, a screen reader or a log, finds words and numbers."""
    image = Image(20, 1)
    image.write("\x1b[1;1HPlay  loss 0.123 yes")
    image.changes()
    image.write("\x1b[1;1HPause loss 0.124 yes")
    assert image.changes() == "\x1b[1;1HPause\x1b[6C0.124"


def test_half_of_a_wide_glyph_is_not_sent_alone():
    image = Image(8, 1)
    image.write("\x1b[1;1H漢字z")
    image.changes()
    image.write("\x1b[1;1Hab")
    assert "ab" in image.changes()
    image.write("\x1b[1;1H漢")
    assert image.changes() == "\x1b[1;1H漢"


@pytest.mark.parametrize(
    ("parameters", "style"),
    [
        ("0", PLAIN),
        ("", PLAIN),
        ("1;38;2;1;2;3;48;5;7", (0x010203, (1 << 24) + 7, 1)),
        ("31", ((1 << 25) + 1, -1, 0)),
        ("104", (-1, (1 << 25) + 12, 0)),
        ("1;4;22", (-1, -1, 4)),
        ("38;2;1", (-1, -1, 0)),
        ("38;9", (-1, -1, 0)),
        ("77", PLAIN),
    ],
)
def test_styles_are_read_as_ecma_48_says(parameters, style):
    assert restyled(PLAIN, parameters) == style


def test_styles_add_up():
    steps = ["38;5;1", "48;5;2", "7", "39", "49", "27"]
    styles = [PLAIN]
    for step in steps:
        styles.append(restyled(styles[-1], step))
    assert styles[-1] == PLAIN
    assert all(one != other for one, other in pairwise(styles))


def test_what_is_not_seen_or_turns_the_direction_is_not_sent():
    image = Image(WIDTH, HEIGHT)
    image.clear()
    image.write("\x1b[1;1Ha\x9b2J\u202eb\u200b\u2066ä\u0301\ufeff漢\U000e0041")
    assert image.changes() == "\x1b[1;1Ha2Jbä\u0301\x1b[1;6H漢"
