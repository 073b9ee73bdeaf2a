"""What terminals send for keys, and what Textual is told."""

import time

import pytest
from textual import constants
from textual.events import CursorPosition, Key

from nntui.terminal.key_parser import KeyParser
from tests.each import each


def read(*texts, bound=()):
    """The names of the keys in what arrives, read by read."""
    return [message.key for message in messages(*texts, bound=bound) if isinstance(message, Key)]


def messages(*texts, bound=()):
    parser = KeyParser(lambda key: key in bound)
    found = [message for text in texts for message in parser.feed(text)]
    time.sleep(constants.ESCAPE_DELAY * 1.1 if "\x1b" in texts[-1][-2:] else 0)  # it may have been Escape alone
    return [*found, *parser.tick()]


@each(
    ("text", "keys"),
    {
        "q, Num Lock on": ("\x1b[113;129;113u", ["q"]),
        "ctrl+c": ("\x03", ["ctrl+c"]),
        "ctrl+c, kitty": ("\x1b[99;5u", ["ctrl+c"]),
        "ctrl+c, Num Lock on": ("\x1b[99;133u", ["ctrl+c"]),
        "ctrl+c, Caps Lock on": ("\x1b[99;69u", ["ctrl+c"]),
        "ctrl+c, xterm's modifyOtherKeys": ("\x1b[27;5;99~", ["ctrl+c"]),
        "ctrl+c, Cyrillic layout": ("\x1b[1089;5u", ["ctrl+c"]),
        "ctrl+c, Cyrillic layout, both locks": ("\x1b[1089;197u", ["ctrl+c"]),
        "ctrl+c, Cyrillic layout, with the key at its place": ("\x1b[1089::99;5u", ["ctrl+c"]),
        "ctrl+c, a layout that only the terminal knows": ("\x1b[4328::99;5u", ["ctrl+c"]),
        "ctrl+c, Greek layout": ("\x1b[968;5u", ["ctrl+c"]),
        "ctrl+c, Hebrew layout": ("\x1b[1489;5u", ["ctrl+c"]),
        "ctrl+c, Arabic layout": ("\x1b[1572;5u", ["ctrl+c"]),
        "ctrl+c is let go": ("\x1b[99;5:3u", []),
        "ctrl+p, Cyrillic layout": ("\x1b[1079;5u", ["ctrl+p"]),
        "AltGr+9 = ] (German)": ("\x1b[57;;93u", ["right_square_bracket"]),
        "AltGr+8 = [ (German)": ("\x1b[56;;91u", ["left_square_bracket"]),
        "shift+, = ; (German)": ("\x1b[44;2;59u", ["semicolon"]),
        "shift+é = 2 (AZERTY)": ("\x1b[233;2;50u", ["2"]),
        "shift+q, with both of its characters": ("\x1b[113:81;2;81u", ["Q"]),
        "Caps Lock on, q": ("\x1b[113;65;81u", ["Q"]),
        "keypad 2, Num Lock on": ("\x1b[57401;129;50u", ["2"]),
        "keypad + and -": ("\x1b[57413;129;43u\x1b[57412;129;45u", ["plus", "minus"]),
        "keypad . and Enter": ("\x1b[57409;129;46u\x1b[57414u", ["full_stop", "enter"]),
        "keypad 2, Num Lock off": ("\x1b[57420;1u", ["down"]),
        "keypad 2 and +, application mode": ("\x1bOr\x1bOk", ["2", "plus"]),
        "a is pressed, repeats, is let go": ("\x1b[97;1:1;97u\x1b[97;1:2;97u\x1b[97;1:3u", ["a", "a"]),
        "up is pressed and let go": ("\x1b[1;1:1A\x1b[1;1:3A", ["up"]),
        "shift+Tab": ("\x1b[9;2u\x1b[Z", ["shift+tab", "shift+tab"]),
        "a letter in a text, Cyrillic layout": ("\x1b[1081;;1081u", ["й"]),
        "alt+s of a terminal that can say so": ("\x1b[115;3u", ["alt+s"]),
        "Escape of a terminal that can say so, and s": ("\x1b[27us", ["escape", "s"]),
        "an arrow": ("\x1b[A", ["up"]),
    }.values(),
    ids=str,
)
def test_keys(text, keys):
    assert read(text) == keys


@pytest.mark.parametrize("text", ["s", "S", "?", "1", "-", "=", "f", "b", "й", " ", "§"])
def test_escape_and_a_key_in_one_read(text):
    [key] = read(text)
    assert read("\x1b" + text) == ["escape", key]
    assert read("\x1b" + text + "\x1b[1;1R" + "u") == ["escape", key, "u"], "and then what else comes"


@pytest.mark.parametrize("text", ["[", "]", "O", "P", "N"])
def test_escape_and_a_key_that_begins_a_sequence(text):
    """It is known after a moment that nothing else follows; an answer of the terminal's does not count."""
    [key] = read(text)
    parser = KeyParser(lambda key: False)
    found = [*parser.feed("\x1b" + text), *parser.feed("\x1b[2;17R")]
    time.sleep(constants.ESCAPE_DELAY * 1.1)
    found += parser.tick()
    assert [message.key for message in found if isinstance(message, Key)] == ["escape", key]


def test_alt_and_a_key_that_has_an_action():
    parser = KeyParser(lambda key: key == "alt+s")
    found = [*parser.feed("\x1bs")]
    time.sleep(constants.ESCAPE_DELAY * 1.1)
    assert [message.key for message in (*found, *parser.tick())] == ["alt+s"]
    assert read("\x1bf", bound=["ctrl+right"]) == ["ctrl+right"], "a word on, in a text field"


def test_answers_are_told_apart_from_keys():
    found = messages("a\x1b[12;34Rb\x1b[1;1R")
    assert {(each.x, each.y) for each in found if isinstance(each, CursorPosition)} == {(33, 11), (0, 0)}
    assert [each.key for each in found if isinstance(each, Key)] == ["a", "b"]
    found = messages("\x1b[12;", "34R")
    assert [(each.x, each.y) for each in found] == [(33, 11)], "also when it comes in two parts"
