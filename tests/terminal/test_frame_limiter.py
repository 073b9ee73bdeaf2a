"""When the next frame may be drawn by what is wanted and by what the machine can do, by a clock of our own."""

import pytest

from nntui.terminal.frame_limiter import DRAWING_SHARE, FrameLimiter
from tests.terminal.simulated_line import Clock


@pytest.fixture
def clock():
    return Clock()


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


def test_a_machine_that_slept_while_it_drew_draws_on(clock):
    frames = FrameLimiter(10, clock)
    with frames.drawing():
        clock.now += 3600
    assert frames.wait() <= 1.0


def test_one_slow_frame_does_not_slow_it_down(clock):
    frames = FrameLimiter(10, clock)
    with frames.drawing():
        clock.now += 0.1
    for _ in range(20):
        with frames.drawing():
            clock.now += 0.001
    assert frames.wait() == pytest.approx(0.099)
