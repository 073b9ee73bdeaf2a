"""When the next picture may be sent: by a clock of our own, and at the end of simulated lines."""

import random

import pytest

from nntui.terminal.flow_control import (
    HURRIED_LOST_AFTER_S,
    LONGEST_LOST_AFTER_S,
    LOST_AFTER_S,
    MOST_BEFORE_AN_ANSWER,
    MUTE_AFTER_S,
    FlowControl,
)
from nntui.terminal.mute_line import LONGEST_WAIT_S
from nntui.terminal.questions import CURSOR_QUERY
from tests.terminal.simulated_line import Clock, SimulatedLine, place_of


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def flow(clock):
    return FlowControl(clock)


def send(flow, count=1000, seconds=0.0):
    """Hands a picture over; returns the question behind it."""
    flow.sent(count)
    flow.written(count, seconds)
    return flow.ask(count)


def answering(flow):
    assert flow.ask()
    flow.answered()
    return flow


# Near lines


def test_the_next_picture_waits_for_the_answer(flow, clock):
    answering(flow)
    assert not flow.wait()
    assert send(flow)
    assert flow.wait()
    assert flow.owed == 1
    clock.now += 0.5
    assert flow.wait()
    flow.answered()
    assert not flow.wait()
    assert not flow.owed


def test_a_near_line_costs_no_byte_but_the_question(flow, clock):
    answering(flow)
    for _ in range(5):
        assert flow.ask_before() == ""
        assert send(flow) == CURSOR_QUERY
        clock.now += 0.01
        flow.answered()


def test_a_slow_answer_on_a_near_line_costs_hardly_a_byte_more(flow, clock):
    """As on a busy machine."""
    answering(flow)
    asked = 0
    for _ in range(40):
        clock.now += 0.05
        asked += bool(flow.ask_before())
        send(flow)
        clock.now += 0.05
        while flow.owed:
            flow.answered()
    assert asked <= 5


def test_an_answer_that_is_lost_costs_a_second(flow, clock):
    send(answering(flow), 300)
    clock.now += LOST_AFTER_S - 0.01
    assert flow.wait()
    clock.now += 0.4
    assert not flow.wait()
    assert flow.ask(), "and it is asked again"


def test_a_key_waits_even_less_for_a_lost_answer(flow, clock):
    send(answering(flow), 300)
    clock.now += HURRIED_LOST_AFTER_S + 0.4
    assert flow.wait()
    flow.hurry()
    assert not flow.wait()


def test_a_large_picture_on_a_line_whose_rate_is_not_known_is_waited_for(flow, clock):
    send(answering(flow), 20_000)
    flow.hurry()
    clock.now += LONGEST_LOST_AFTER_S - 1
    assert flow.wait() == pytest.approx(1)


def test_a_terminal_that_has_stopped_answering_is_mute_in_the_end(flow, clock):
    answering(flow)
    for _ in range(3):
        assert send(flow, 300)
        clock.now += LONGEST_LOST_AFTER_S
        assert not flow.wait()
    assert not flow.ask()
    assert not flow.owed


def test_a_key_that_looks_like_an_answer_is_none(flow, clock):
    answering(flow).answered()
    assert not flow.wait()
    send(flow)
    assert flow.wait()


def test_the_last_answers_are_waited_for_as_long_as_answers_take(flow, clock):
    assert flow.last_answer_limit == LOST_AFTER_S, "nothing is known yet"
    answering(flow)
    for seconds, limit in ((0.01, 0.22), (0.3, 0.8), (2.0, LOST_AFTER_S)):
        send(flow)
        clock.now += seconds
        flow.answered()
        assert flow.last_answer_limit == pytest.approx(limit)


# Terminals that do not answer


def test_a_mute_terminal_is_not_waited_for(flow, clock):
    assert flow.ask()
    assert not send(flow)
    assert not flow.wait(), "before it is known whether it answers it may be drawn as well"
    clock.now += MUTE_AFTER_S
    assert not flow.wait()
    assert not flow.owed
    clock.now += LONGEST_LOST_AFTER_S
    assert not flow.ask(), "it would not answer that either"
    assert not flow.wait()


def test_before_the_first_answer_a_line_is_not_flooded_but_for_a_key(flow, clock):
    flow.ask()
    send(flow, MOST_BEFORE_AN_ANSWER)
    assert flow.wait() == pytest.approx(MUTE_AFTER_S)
    flow.hurry()
    assert not flow.wait()
    clock.now += MUTE_AFTER_S
    assert not flow.wait()


def test_a_mute_terminal_is_asked_again_after_a_while(flow, clock):
    flow.ask()
    clock.now += 20
    assert flow.ask()
    flow.answered()
    assert flow.ask()
    assert flow.wait(), "it answers, so it is waited for"


def test_a_terminal_that_answers_late_is_not_mute(flow, clock):
    flow.ask()
    clock.now += MUTE_AFTER_S + 1
    assert not flow.owed
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
    flow.ask()
    clock.now += MUTE_AFTER_S
    send(flow, held)
    flow.sent(2500)
    clock.now += held / rate
    flow.written(2500, held / rate)


@pytest.mark.parametrize("rate", [2000, 5000, 20_000])
def test_of_a_mute_line_that_blocks_the_rate_is_learnt(flow, clock, rate):
    """What is held must be through before the next, and each picture has its time and a little more."""
    a_line_of(flow, clock, rate)
    assert flow.wait() >= min(2500 / rate, LONGEST_WAIT_S)
    clock.now += flow.wait()
    assert not flow.wait()
    send(flow, 2500)
    assert 2500 / rate <= flow.wait() <= 1.3 * 2500 / rate
    clock.now += flow.wait()
    assert not flow.wait()


def test_a_small_write_that_waits_for_a_large_one_is_not_taken_for_the_rate(flow, clock):
    flow.ask()
    clock.now += MUTE_AFTER_S
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


def test_on_a_mute_line_seldom_pictures_are_no_low_rate_and_none_waits_for_long(flow, clock):
    """A person who looks for a minute, with a small change now and then, and then asks for the whole screen."""
    flow.ask()
    for _ in range(60):
        clock.now += 1
        send(flow, 50)
    flow.sent(12_000)
    clock.now += 0.6
    flow.written(12_000, 0.6)
    clock.now += 1
    for _ in range(20):
        send(flow, 12_000)
        assert flow.wait() <= LONGEST_WAIT_S
        clock.now += 0.05


def test_one_write_that_waits_does_not_freeze_a_mute_line_that_was_fast(flow, clock):
    a_line_of(flow, clock, 20_000)
    for _ in range(100):
        clock.now += 1.9
        send(flow, 20)
    flow.sent(2500)
    clock.now += 0.1
    flow.written(2500, 0.1)
    clock.now += flow.wait()
    send(flow, 2500)
    assert flow.wait() < 0.5


# Simulated lines

FAST, ROUND_TRIPS = 1e6, [0.1, 0.3, 0.6]


def pictures(seed=3):
    """Bytes of pictures as they come: a digit, a few cells, all of it."""
    draw = random.Random(seed)
    return lambda: draw.choice([60, 400, 1500, 2500, 4000])


@pytest.mark.parametrize("tells_places", [True, False])
@pytest.mark.parametrize("round_trip", [0.0, *ROUND_TRIPS])
def test_however_far_there_are_ten_frames_a_second_and_a_key_takes_a_round_trip(round_trip, tells_places):
    line = SimulatedLine(FAST, round_trip, size=pictures(), tells_places=tells_places).run(30, key_every=0.7)
    assert line.frames_per_second(20) >= 9
    assert line.key_p95() <= round_trip + 0.1


@pytest.mark.parametrize("round_trip", ROUND_TRIPS)
def test_jitter_slows_nothing_down(round_trip):
    line = SimulatedLine(FAST, round_trip, jitter=0.08, size=pictures()).run(30, key_every=0.7)
    assert line.frames_per_second(20) >= 9
    assert line.key_p95() <= round_trip + 0.1


@pytest.mark.parametrize("tells_places", [True, False])
@pytest.mark.parametrize(("rate", "round_trip"), [(20_000, 0.0), (20_000, 0.3), (5000, 0.02), (5000, 0.3), (5000, 0.6)])
def test_a_slow_line_is_used_and_gets_no_queue(rate, round_trip, tells_places):
    """At most what is under way and the key's own picture are waited for, and the half of the rate is used."""
    size = 2500
    line = SimulatedLine(rate, round_trip, size=size, tells_places=tells_places).run(10)
    line.most_on_the_line = 0
    line.run(60, key_every=0.7)
    assert line.most_on_the_line <= 2.3 * size / rate + 0.1
    assert line.key_p95() <= round_trip + 2.3 * size / rate + 0.1
    assert line.frames_per_second(40) >= min(9, 0.8 * rate / size)


@pytest.mark.parametrize("jitter", [0.0, 0.08])
@pytest.mark.parametrize("size", [2500, pictures()], ids=["full", "mixed"])
@pytest.mark.parametrize("round_trip", [0.02, 0.3, 1.5])
def test_a_queue_never_runs_away(round_trip, size, jitter):
    """The length of the line is measured again and again, and no queue is taken for length."""
    line = SimulatedLine(2500, round_trip, jitter, size).run(30)
    line.most_on_the_line = 0
    line.run(200, key_every=0.7)
    assert line.most_on_the_line < 6


@pytest.mark.parametrize("tells_places", [True, False])
@pytest.mark.parametrize("round_trip", [0.0, 0.3])
def test_a_lost_answer_is_survived(round_trip, tells_places):
    line = SimulatedLine(FAST, round_trip, size=pictures(), tells_places=tells_places)
    line.loses = lambda number: number % 40 == 30
    line.run(60, key_every=0.7)
    gaps = [after - before for before, after in zip(line.shown, line.shown[1:], strict=False)]
    assert max(gaps[20:]) <= LOST_AFTER_S + 0.2
    assert max(line.keys) <= round_trip + LOST_AFTER_S + 0.2
    assert line.frames_per_second(40) >= (7 if tells_places else 5)


@pytest.mark.parametrize("tells_places", [True, False])
def test_a_line_that_stands_still_gets_a_picture_now_and_then_and_recovers(tells_places):
    line = SimulatedLine(FAST, 0.3, tells_places=tells_places).run(10)
    line.stand_still(2.5)
    shown = len(line.shown)
    line.run(2.4)
    assert len(line.shown) == shown
    line.run(0.4)
    assert len(line.shown) - shown < 15, "of the 28 pictures that were wanted meanwhile half were not drawn"
    line.run(15, key_every=0.7)
    assert line.frames_per_second(2) >= 9
    assert line.key_p95() <= 0.4


@pytest.mark.parametrize(("before", "after"), [(0.1, 0.5), (0.5, 0.1), (0.0, 0.3), (0.3, 0.01)])
def test_the_way_may_get_longer_or_shorter(before, after):
    line = SimulatedLine(FAST, before, size=pictures()).run(20)
    line.round_trip = after
    line.run(12)
    line.run(10, key_every=0.5)
    assert line.frames_per_second(5) >= 9
    assert line.key_p95() <= after + 0.1


@pytest.mark.parametrize(("before", "after"), [(20_000, 4000), (4000, 20_000)])
def test_the_line_may_get_slower_or_faster(before, after):
    line = SimulatedLine(before, 0.3).run(20)
    line.rate = after
    line.run(15)
    line.keys.clear()
    line.run(30, key_every=0.7)
    assert line.key_p95() <= 0.3 + 2.3 * 2500 / after + 0.1


def test_an_answer_that_was_given_up_is_not_taken_for_the_next(clock):
    flow = FlowControl(clock)
    answering(flow)
    send(flow, 300)
    clock.now += 2
    assert not flow.wait()
    second = send(flow, 300)
    flow.answered(place_of(second))
    assert not flow.wait()
    third = send(flow, 300)
    flow.answered((5, 5))
    assert flow.wait(), "it has said places, and this is none of them"
    flow.answered(place_of(third))
    assert not flow.wait()
