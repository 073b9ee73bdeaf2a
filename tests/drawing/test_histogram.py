"""The histogram: every value stands in a bar, and at every size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.histogram import LEAST_HEIGHT, LEAST_WIDTH, MARK, draw_histogram

BLOCKS = set("▁▂▃▄▅▆▇█")
NAN, INFINITE = float("nan"), float("inf")


def lines(*args, **named):
    return str(draw_histogram(*args, **named)).splitlines()


def test_bars_stand_where_the_values_are_with_their_counts():
    shown = lines([0.01] * 3 + [0.29], 60, 6)
    assert [line.rstrip() for line in shown[:4]] == [
        "3",
        "██",
        "██".ljust(57) + "1",
        "██".ljust(57) + "██",
    ]
    assert shown[-1].split() == ["0", "0.3"]


def test_the_goal_is_marked_on_the_axis():
    shown = lines([0.0, 0.2], 61, 5, mark=0.1)
    assert shown[-2].index(MARK) == pytest.approx(30, abs=1)
    assert shown[-1].split() == ["0", "0.1", "0.2"]
    assert MARK not in lines([0.0, 0.2], 61, 5, mark=0.3)[-2]


def test_what_is_no_number_is_left_out_and_without_values_it_is_blank():
    assert lines([0.1, NAN, INFINITE, -1.0], 30, 6) == lines([0.1], 30, 6)
    assert not str(draw_histogram([NAN], 30, 6)).strip()
    assert not str(draw_histogram([0.1], LEAST_WIDTH - 1, 6)).strip()
    assert not str(draw_histogram([0.1], 30, LEAST_HEIGHT - 1)).strip()


def test_equal_losses_of_zero_are_one_bar():
    assert any("20" in line for line in lines([0.0] * 20, 30, 6))


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200), st.integers(0, 90), st.integers(0, 12))
def test_every_value_is_counted_at_any_size(values, width, height):
    cells = draw_histogram(values, width, height, mark=0.5)
    shown = str(cells).splitlines()
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        assert not "".join(shown).strip()
    elif height > LEAST_HEIGHT:
        counts = "".join(line.ljust(width) for line in shown[:-2])
        for block in BLOCKS:
            counts = counts.replace(block, " ")
        assert sum(map(int, counts.split())) == len(values)
