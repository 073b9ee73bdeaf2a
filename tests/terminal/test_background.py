"""The question for the terminal's background: its answers, and what was typed between them."""

import os
import threading
from time import monotonic

import pytest

from nntui.terminal.background import (
    LateAnswers,
    answer_limit,
    ask_background,
    can_be_asked,
    read_answers,
)
from tests.each import each

KIND = b"\x1b[?62;22c"


@each(
    ("color", "is_light"),
    [
        (b"rgb:0000/0000/0000", False),
        (b"rgb:ffff/ffff/ffff", True),
        (b"rgb:FDFD/F6F6/E3E3", True),
        (b"rgb:0000/2b2b/3636", False),
        (b"rgb:ff/ff/ff", True),
        (b"rgb:1e/1e/2e", False),
        (b"rgb:f/f/f", True),
        (b"rgb:fff/fff/000", True),
        (b"rgb:0000/0000/ffff", False),
        (b"rgba:ffff/ffff/ffff/8080", True),
        (b"#ffffff", True),
        (b"#000", False),
        (b"#ffffffffffff", True),
    ],
)
@each("end", [b"\x07", b"\x1b\\"])
def test_the_luminance_of_the_colour_decides(color, is_light, end):
    answers = read_answers(b"\x1b]11;" + color + end + KIND)
    assert answers.is_light is is_light
    assert answers.is_complete
    assert answers.typed == b""


@pytest.mark.parametrize("color", [b"rgb:", b"rgb:12345/0/0", b"rgb:gg/0/0", b"#12345", b"#", b"cmyk:0/0/0", b"?"])
def test_a_colour_that_means_nothing_says_nothing(color):
    answers = read_answers(b"\x1b]11;" + color + b"\x07" + KIND)
    assert answers.is_light is None
    assert answers.typed == b""


def test_what_was_typed_is_kept_in_its_order():
    answers = read_answers(b"d\x1b[A\x1b]11;rgb:0/0/0\x07s" + KIND + b" \x1b")
    assert answers.typed == b"d\x1b[As \x1b"


@each("cut", range(1, len(b"\x1b]11;rgb:ff/ff/ff\x1b\\" + KIND)))
def test_late_answers_in_pieces_are_taken_out_of_what_is_typed(cut):
    late = LateAnswers()
    whole = b"\x1b]11;rgb:ff/ff/ff\x1b\\" + KIND
    assert late.typed(b"a" + whole[:cut]) + late.typed(whole[cut:] + b"b") == b"ab"
    assert late.is_light
    assert late.is_complete
    assert late.typed(b"\x1b[?1c") == b"\x1b[?1c", "nothing is taken out any more"


def test_a_key_that_begins_like_an_answer_is_held_back_only_for_a_moment():
    late = LateAnswers()
    assert late.typed(b"x\x1b") == b"x"
    assert late.release() == b"\x1b"
    assert late.release() == b""
    assert late.typed(b"\x1b[A") == b"\x1b[A"


@pytest.fixture
def terminal():
    ours, theirs = os.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def answering(ours: int, *answers: bytes) -> threading.Thread:
    def answer() -> None:
        os.read(ours, 100)
        for part in answers:
            os.write(ours, part)

    thread = threading.Thread(target=answer)
    thread.start()
    return thread


def test_it_does_not_wait_longer_than_the_last_answer(terminal):
    ours, theirs = terminal
    thread = answering(ours, b"q\x1b]11;rgb:ff", b"/ff/ff\x07", KIND)
    start = monotonic()
    answers = ask_background(theirs, theirs, 20.0)
    thread.join()
    assert monotonic() - start < 10.0
    assert answers.is_light
    assert answers.typed == b"q"


def test_a_terminal_that_knows_no_colour_is_not_waited_for(terminal):
    ours, theirs = terminal
    thread = answering(ours, KIND)
    answers = ask_background(theirs, theirs, 20.0)
    thread.join()
    assert (answers.is_light, answers.is_complete) == (None, True)


def test_a_mute_terminal_is_waited_for_up_to_the_limit_and_left_as_it_was(terminal):
    import termios

    _, theirs = terminal
    before = termios.tcgetattr(theirs)
    answers = ask_background(theirs, theirs, 0.05)
    assert (answers.is_light, answers.is_complete, answers.typed) == (None, False, b"")
    assert termios.tcgetattr(theirs) == before


def test_what_is_no_terminal_is_not_asked(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"typed")
    with path.open("r+b") as file:
        answers = ask_background(file.fileno(), file.fileno(), 20.0)
    assert answers.is_light is None
    assert path.read_bytes() == b"typed"


def test_who_is_asked_and_for_how_long():
    assert can_be_asked({"TERM": "xterm-256color"})
    assert not any(can_be_asked(environment) for environment in ({}, {"TERM": "linux"}, {"TERM": "dumb"}))
    assert answer_limit({}) < answer_limit({"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}) <= 0.5
