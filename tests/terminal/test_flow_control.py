"""When the next picture may be drawn, by a clock of our own."""

import pytest

from nntui.terminal.flow_control import (
    ANSWER_LOST_AFTER_S,
    FAST_ANSWER_LOST_AFTER_S,
    FAST_ANSWER_S,
    HURRIED_ANSWER_LOST_AFTER_S,
    MUTE_AFTER_S,
    FlowControl,
)
from nntui.terminal.frame_limiter import DRAWING_SHARE, FrameLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def flow(clock):
    return FlowControl(clock)


def send(flow, count=1000, seconds=0.0):
    flow.sent(count)
    flow.written(count, seconds)


def answering(flow):
    assert flow.ask()
    flow.answered()
    return flow


def test_the_next_picture_waits_for_the_answer(flow, clock):
    answering(flow)
    assert not flow.wait()
    send(flow)
    assert flow.ask()
    assert flow.wait()
    assert flow.is_waiting
    clock.now += 5
    assert flow.wait()
    flow.answered()
    assert not flow.wait()
    assert not flow.is_waiting


def test_it_asks_once_at_a_time(flow):
    assert flow.ask()
    assert not flow.ask()
    flow.answered()
    assert flow.ask()


def test_an_answer_that_is_lost_does_not_stop_it_for_ever(flow, clock):
    answering(flow).ask()
    clock.now += ANSWER_LOST_AFTER_S
    assert not flow.wait()
    assert flow.ask()


def test_a_mute_terminal_is_not_waited_for(flow, clock):
    assert flow.ask()
    send(flow)
    assert not flow.wait(), "before it is known whether it answers it may be drawn as well"
    clock.now += MUTE_AFTER_S
    assert not flow.is_waiting
    assert not flow.wait()
    clock.now += ANSWER_LOST_AFTER_S
    assert not flow.ask(), "it would not answer that either"
    assert not flow.wait()


def test_a_terminal_that_has_stopped_answering_is_mute_in_the_end(flow, clock):
    answering(flow).ask()
    clock.now += ANSWER_LOST_AFTER_S
    assert flow.ask()
    clock.now += MUTE_AFTER_S
    assert not flow.wait()
    assert not flow.is_waiting


def test_a_mute_terminal_is_asked_again_after_a_while(flow, clock):
    flow.ask()
    clock.now += 20
    assert flow.ask()
    flow.answered()
    assert flow.ask()
    assert flow.wait() > MUTE_AFTER_S, "it answers, so it is waited for"


def test_a_key_that_looks_like_an_answer_is_none(flow, clock):
    flow.ask()
    clock.now += ANSWER_LOST_AFTER_S
    assert not flow.wait()
    flow.answered()
    assert not flow.ask()


def test_a_terminal_that_answers_late_is_not_mute(flow, clock):
    flow.ask()
    clock.now += MUTE_AFTER_S + 1
    assert not flow.is_waiting
    flow.answered()
    assert flow.ask()
    assert flow.wait()


def test_while_a_write_is_under_way_nothing_is_drawn(flow, clock):
    flow.sent(1000)
    assert flow.wait()
    flow.written(1000, 0.001)
    assert not flow.wait()


def a_line_of(flow, clock, rate, held=16_000):
    """A mute line of so many bytes a second, found out as one is: it fills, and a write blocks until most has gone."""
    send(flow, held)
    flow.sent(2500)
    clock.now += held / rate
    flow.written(2500, held / rate)


@pytest.mark.parametrize("rate", [1000, 5000, 20_000])
def test_of_a_mute_line_that_blocks_the_rate_is_learnt(flow, clock, rate):
    """What is held must be through before the next, and each picture has its time and a little more."""
    a_line_of(flow, clock, rate)
    assert flow.wait() >= min(2500 / rate, 2.0)
    clock.now += flow.wait()
    assert not flow.wait()
    send(flow, 2500)
    assert 2500 / rate <= flow.wait() <= 1.3 * 2500 / rate
    clock.now += flow.wait()
    assert not flow.wait()


def test_a_small_write_that_waits_for_a_large_one_is_not_taken_for_the_rate(flow, clock):
    send(flow, 16_000)
    flow.sent(2500)
    flow.sent(10)
    clock.now += 3.2
    flow.written(2500, 3.2)
    clock.now += 0.5
    flow.written(10, 0.5)
    clock.now += flow.wait()
    send(flow, 2500)
    assert flow.wait() < 1


def test_a_mute_line_may_get_faster(flow, clock):
    a_line_of(flow, clock, 5000)
    clock.now += flow.wait()
    waits = []
    for _ in range(200):
        send(flow, 2500)
        waits.append(flow.wait())
        clock.now += waits[-1]
    assert waits[-1] < waits[0] / 3


def test_frames_come_at_their_rate(clock):
    frames = FrameLimiter(10, clock)
    assert not frames.wait()
    with frames.drawing():
        pass
    assert frames.wait() == pytest.approx(0.1)
    clock.now += 0.06
    assert frames.wait() == pytest.approx(0.04)
    clock.now += 0.05
    assert not frames.wait()


def test_a_busy_machine_draws_less_often(clock):
    frames = FrameLimiter(10, clock)
    for _ in range(40):
        with frames.drawing():
            clock.now += 0.2
    assert frames.wait() + 0.2 == pytest.approx(0.2 / DRAWING_SHARE, rel=0.01)


def test_a_machine_whose_timers_come_late_draws_less_often_until_they_do_not(clock):
    frames = FrameLimiter(10, clock)
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
    frames = FrameLimiter(10, clock)
    with frames.drawing():
        clock.now += 0.001
    frames.late(3600)
    assert frames.wait() < 0.3


def test_one_slow_frame_does_not_slow_it_down(clock):
    frames = FrameLimiter(10, clock)
    with frames.drawing():
        clock.now += 0.1
    for _ in range(20):
        with frames.drawing():
            clock.now += 0.001
    assert frames.wait() == pytest.approx(0.099)


# An answer that is lost


def fast(flow, clock, count=3000):
    """Its line takes so many bytes at once."""
    send(flow, count)
    assert flow.ask()
    clock.now += FAST_ANSWER_S / 2
    flow.answered()
    return flow


def test_where_answers_were_fast_a_lost_one_costs_a_second(flow, clock):
    send(fast(flow, clock))
    assert flow.ask()
    clock.now += FAST_ANSWER_LOST_AFTER_S - 0.01
    assert 0 < flow.wait() < 0.02
    clock.now += 0.02
    assert not flow.wait()
    assert flow.ask(), "and it is asked again"


def test_a_key_waits_even_less_for_a_lost_answer(flow, clock):
    send(fast(flow, clock))
    assert flow.ask()
    clock.now += HURRIED_ANSWER_LOST_AFTER_S
    assert flow.wait()
    flow.hurry()
    assert not flow.wait()


def test_a_large_picture_on_a_line_that_is_fast_for_small_ones_alone_is_waited_for(flow, clock):
    send(fast(flow, clock, 200), 20_000)
    assert flow.ask()
    flow.hurry()
    clock.now += ANSWER_LOST_AFTER_S - 1
    assert flow.wait() == pytest.approx(1)


def test_an_answer_that_takes_its_time_makes_no_line_a_fast_one(flow, clock):
    send(flow)
    assert flow.ask()
    clock.now += 2 * FAST_ANSWER_S
    flow.answered()
    send(flow)
    assert flow.ask()
    clock.now += 2 * FAST_ANSWER_LOST_AFTER_S
    assert flow.wait()
