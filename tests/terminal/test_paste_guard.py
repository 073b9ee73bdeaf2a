"""A paste whose end never comes."""

import pytest

from nntui.terminal.paste_guard import END, LONGEST_SILENCE_S, PasteGuard
from tests.terminal.simulated_line import Clock

BEGIN = "\x1b[200~"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def guard(clock):
    return PasteGuard(clock)


def test_a_whole_paste_stays_as_it_is(guard, clock):
    whole = f"a{BEGIN}some text, \x03 and more{END}b"
    assert guard.feed(whole) == whole
    clock.now += 10
    assert guard.tick() == ""


def test_a_long_paste_that_goes_on_is_not_ended(guard, clock):
    guard.feed(BEGIN)
    for _ in range(100):
        clock.now += 0.08
        assert guard.feed("1,2,a\n") == "1,2,a\n", "on a slow line"
        assert guard.tick() == ""
    assert guard.feed(END) == END


@pytest.mark.parametrize("cut", range(1, len(BEGIN)))
def test_marks_that_come_in_two_parts(guard, clock, cut):
    guard.feed(BEGIN[:cut])
    guard.feed(BEGIN[cut:] + "text" + END[:cut])
    guard.feed(END[cut:])
    clock.now += 10
    assert guard.tick() == ""


def test_a_paste_that_does_not_go_on_ends_after_two_seconds(guard, clock):
    guard.feed(f"{BEGIN}abc")
    clock.now += LONGEST_SILENCE_S - 0.01
    assert guard.tick() == ""
    clock.now += 0.01
    assert guard.tick() == END
    assert guard.tick() == ""


def test_somebody_who_goes_on_typing_is_deaf_for_two_seconds(guard, clock):
    guard.feed(BEGIN)
    keys = []
    for _ in range(15):
        clock.now += 0.15
        keys.append(guard.feed("s"))
    assert keys[:13] == ["s"] * 13
    assert keys[13:] == [END + "s", "s"]


@pytest.mark.parametrize("key", ["\x03", "\x1b[99;5u", "\x1b[99;133u", "\x1b[1089;5u", "\x1b[1089::99;5u"])
def test_ctrl_c_ends_it_at_once(guard, key):
    guard.feed(f"{BEGIN}abc")
    assert guard.feed(key) == END + key


def test_ctrl_c_in_the_same_packet(guard):
    assert guard.feed(f"{BEGIN}abc\x03") == f"{BEGIN}abc{END}\x03"


def test_other_keys_do_not_end_it(guard):
    guard.feed(f"{BEGIN}abc")
    for key in ("c", "\x1b[99;1u", "\x1b[99;6u", "\x1b[118;5u"):
        assert guard.feed(key) == key
