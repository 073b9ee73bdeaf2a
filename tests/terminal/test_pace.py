"""When the next picture may be drawn, by a clock of our own."""

import pytest

from nntui.terminal.frame_clock import MOST_OF_THE_TIME, FrameClock
from nntui.terminal.pace import LOST, SILENCE, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def pace(clock):
    return Pace(clock)


def send(pace, count=1000, seconds=0.0):
    pace.sent(count)
    pace.written(count, seconds)


def answering(pace):
    assert pace.ask()
    pace.answered()
    return pace


def test_the_next_picture_waits_for_the_answer(pace, clock):
    answering(pace)
    assert not pace.wait()
    send(pace)
    assert pace.ask()
    assert pace.wait()
    assert pace.is_waiting
    clock.now += 5
    assert pace.wait()
    pace.answered()
    assert not pace.wait()
    assert not pace.is_waiting


def test_it_asks_once_at_a_time(pace):
    assert pace.ask()
    assert not pace.ask()
    pace.answered()
    assert pace.ask()


def test_an_answer_that_is_lost_does_not_stop_it_for_ever(pace, clock):
    answering(pace).ask()
    clock.now += LOST
    assert not pace.wait()
    assert pace.ask()


def test_a_mute_terminal_is_not_waited_for(pace, clock):
    assert pace.ask()
    send(pace)
    assert not pace.wait(), "before it is known whether it answers it may be drawn as well"
    clock.now += SILENCE
    assert not pace.is_waiting
    assert not pace.wait()
    clock.now += LOST
    assert not pace.ask(), "it would not answer that either"
    assert not pace.wait()


def test_a_terminal_that_has_stopped_answering_is_mute_in_the_end(pace, clock):
    answering(pace).ask()
    clock.now += LOST
    assert pace.ask()
    clock.now += SILENCE
    assert not pace.wait()
    assert not pace.is_waiting


def test_a_mute_terminal_is_asked_again_after_a_while(pace, clock):
    pace.ask()
    clock.now += 20
    assert pace.ask()
    pace.answered()
    assert pace.ask()
    assert pace.wait() > SILENCE, "it answers, so it is waited for"


def test_a_key_that_looks_like_an_answer_is_none(pace, clock):
    pace.ask()
    clock.now += LOST
    assert not pace.wait()
    pace.answered()
    assert not pace.ask()


def test_a_terminal_that_answers_late_is_not_mute(pace, clock):
    pace.ask()
    clock.now += SILENCE + 1
    assert not pace.is_waiting
    pace.answered()
    assert pace.ask()
    assert pace.wait()


def test_while_a_write_is_under_way_nothing_is_drawn(pace, clock):
    pace.sent(1000)
    assert pace.wait()
    pace.written(1000, 0.001)
    assert not pace.wait()


def a_line_of(pace, clock, rate, held=16_000):
    """A mute line of so many bytes a second, found out as one is: it fills, and a write blocks until most has gone."""
    send(pace, held)
    pace.sent(2500)
    clock.now += held / rate
    pace.written(2500, held / rate)


@pytest.mark.parametrize("rate", [1000, 5000, 20_000])
def test_of_a_mute_line_that_blocks_the_rate_is_learnt(pace, clock, rate):
    """What is held must be through before the next, and each picture has its time and a little more."""
    a_line_of(pace, clock, rate)
    assert pace.wait() >= min(2500 / rate, 2.0)
    clock.now += pace.wait()
    assert not pace.wait()
    send(pace, 2500)
    assert 2500 / rate <= pace.wait() <= 1.3 * 2500 / rate
    clock.now += pace.wait()
    assert not pace.wait()


def test_a_small_write_that_waits_for_a_large_one_is_not_taken_for_the_rate(pace, clock):
    send(pace, 16_000)
    pace.sent(2500)
    pace.sent(10)
    clock.now += 3.2
    pace.written(2500, 3.2)
    clock.now += 0.5
    pace.written(10, 0.5)
    clock.now += pace.wait()
    send(pace, 2500)
    assert pace.wait() < 1


def test_a_mute_line_may_get_faster(pace, clock):
    a_line_of(pace, clock, 5000)
    clock.now += pace.wait()
    waits = []
    for _ in range(200):
        send(pace, 2500)
        waits.append(pace.wait())
        clock.now += waits[-1]
    assert waits[-1] < waits[0] / 3


def test_frames_come_at_their_rate(clock):
    frames = FrameClock(10, clock)
    assert not frames.wait()
    with frames.drawing():
        pass
    assert frames.wait() == pytest.approx(0.1)
    clock.now += 0.06
    assert frames.wait() == pytest.approx(0.04)
    clock.now += 0.05
    assert not frames.wait()


def test_a_busy_machine_draws_less_often(clock):
    frames = FrameClock(10, clock)
    for _ in range(40):
        with frames.drawing():
            clock.now += 0.2
    assert frames.wait() + 0.2 == pytest.approx(0.2 / MOST_OF_THE_TIME, rel=0.01)


def test_a_machine_whose_timers_come_late_draws_less_often_until_they_do_not(clock):
    frames = FrameClock(10, clock)
    for _ in range(40):
        frames.late(0.03)
        with frames.drawing():
            pass
    assert frames.wait() == pytest.approx(0.3, rel=0.01)
    for _ in range(40):
        frames.late(0.001)
        with frames.drawing():
            pass
    assert frames.wait() == pytest.approx(0.1)


def test_a_pause_in_the_shell_is_no_lateness(clock):
    frames = FrameClock(10, clock)
    with frames.drawing():
        clock.now += 0.001
    frames.late(3600)
    assert frames.wait() < 0.3


def test_one_slow_frame_does_not_slow_it_down(clock):
    frames = FrameClock(10, clock)
    with frames.drawing():
        clock.now += 0.1
    for _ in range(20):
        with frames.drawing():
            clock.now += 0.001
    assert frames.wait() == pytest.approx(0.099)
