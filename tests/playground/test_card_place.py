"""A card stands where what has the focus, and if possible the output, stay in sight."""

from collections.abc import Callable

import pytest

from nntui.drawing.cells import Area
from nntui.playground.card_place import hides, place_card

OUTPUT = Area(56, 2, 24, 21)
NETWORK = Area(18, 2, 38, 21)
DATA = Area(0, 2, 18, 21)


def rows(characters: int) -> Callable[[int], int]:
    """Rows of a card with a text of so many characters."""
    return lambda width: 5 + -(-characters // (width - 4))


TYPICAL = rows(58 * 11)


@pytest.mark.parametrize(
    ("focus", "own"),
    [
        (Area(1, 1, 18, 1), None),  # the learning rate
        (Area(2, 0, 9, 1), None),  # play
        (Area(57, 17, 10, 1), OUTPUT),
        (Area(57, 5, 22, 11), OUTPUT),  # the decision grid
        (Area(57, 19, 22, 3), OUTPUT),  # the plot
    ],
)
def test_at_80_by_24_focus_and_output_stay_in_sight(focus, own):
    place = place_card((80, 24), [focus], own, OUTPUT, TYPICAL)
    assert not hides(place, [focus, OUTPUT])
    assert place.width >= 54
    assert place.height == TYPICAL(place.width), "all of the text is seen"


@pytest.mark.parametrize("row", range(3, 22))
def test_of_the_data_the_focus_stays_in_sight_with_all_of_the_panel_or_with_the_output(row):
    focus = Area(1, row, 16, 1)
    place = place_card((80, 24), [focus], DATA, OUTPUT, TYPICAL)
    assert not hides(place, [focus])
    assert (place.x, place.width) == (18, 62) or not hides(place, [OUTPUT])
    assert place.height == TYPICAL(place.width), "all of the text is seen"


@pytest.mark.parametrize("x", [27, 36, 48])
@pytest.mark.parametrize("y", [5, 12, 18])
def test_in_the_network_the_cursor_and_its_words_stay_in_sight(x, y):
    avoided = [Area(x, y, 6, 2), Area(19, 21, 36, 1)]
    place = place_card((80, 24), avoided, NETWORK, OUTPUT, TYPICAL)
    assert not hides(place, avoided)
    assert place.width >= 40


def test_a_long_text_keeps_off_the_counters_and_the_keys():
    place = place_card((80, 24), [Area(1, 5, 16, 1)], DATA, OUTPUT, rows(5000))
    assert place.y >= 1
    assert place.y + place.height <= 23


@pytest.mark.parametrize("size", [(20, 8), (55, 40), (120, 17)])
def test_in_a_small_terminal_it_takes_the_whole_screen(size):
    assert place_card(size, [], None, None, TYPICAL) == Area(0, 0, *size)


@pytest.mark.parametrize("size", [(56, 18), (80, 24), (120, 40), (200, 60)])
def test_it_stays_on_the_screen(size):
    for focus in ([], [Area(0, 0, 5, 1)], [Area(size[0] - 5, size[1] - 3, 5, 1)], [Area(0, 0, *size)]):
        place = place_card(size, focus, None, None, TYPICAL)
        assert place.x >= 0
        assert place.x + place.width <= size[0]
        assert place.y + place.height <= size[1]
