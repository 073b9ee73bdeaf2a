"""Numbers as text: round steps, few characters, the right sign."""

import math
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nntui.drawing.numbers import decimals, fixed_point, general, round_ticks, short_number, show_number
from tests.drawing import as_number

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("low", "high", "steps", "numbers"),
    [
        (0.0, 10.0, 5, ["0", "2", "4", "6", "8", "10"]),
        (0.0, 10.0, 4, ["0", "2.5", "5.0", "7.5", "10.0"]),
        (-0.7, 0.3, 3, ["-0.5", "0.0"]),
        (1e-300, 3e-300, 2, ["1e-300", "2e-300", "3e-300"]),
        (5.0, 5.0, 4, []),
        (1.0, 1.0 + 1e-14, 4, []),
        (-1e308, 1e308, 4, []),
    ],
)
def test_ticks_are_multiples_of_a_round_step(low, high, steps, numbers):
    assert round_ticks(low, high, steps) == [Decimal(number) for number in numbers]


@given(finite, finite, st.integers(1, 12))
def test_ticks_are_round_and_lie_in_the_range(one, other, steps):
    low, high = min(one, other), max(one, other)
    found = round_ticks(low, high, steps)
    hair = (high - low) * 1e-8
    assert len(found) <= steps + 1
    assert all(low - hair <= float(tick) <= high + hair for tick in found)
    differences = {after - before for before, after in pairwise(found)}
    assert len(differences) <= 1
    for step in differences:
        assert "".join(map(str, step.normalize().as_tuple().digits)) in ("1", "2", "25", "5")


@pytest.mark.parametrize(
    ("value", "places", "most", "text"),
    [
        (172.34, 1, 9, "172.3"),
        (68.0, 1, 9, "68"),
        (1_234_567, -4, 7, "1230000"),
        (1_234_567, -4, 5, "1.23M"),
        (-123_456, -3, 5, "−123k"),
        (0.0000123, 7, 7, "1.23e−5"),
        (0.25, 2, 3, ".25"),
        (-0.04, 1, 5, "0"),
        (123_456, 0, 2, "1e5"),
        (math.nan, 1, 5, "–"),
        (math.inf, 1, 5, "–"),
    ],
)
def test_a_number_in_few_cells(value, places, most, text):
    assert short_number(value, places, most) == text


def test_a_number_that_changes_keeps_its_form():
    assert short_number(68.0, 1, 9, fixed=True) == "68.0"
    assert short_number(-0.04, 1, 9, fixed=True) == "0.0"


@given(finite, st.integers(-320, 320), st.integers(1, 12))
def test_any_number_is_written_and_about_right(value, places, most):
    text = short_number(value, places, most)
    assert len(text) <= max(most, 7)
    if 0 < abs(value) < 1e308 and places >= -math.floor(math.log10(abs(value))):
        assert as_number(text) == pytest.approx(value, rel=0.5)


@pytest.mark.parametrize(("span", "places"), [(12.0, 1), (2.0, 2), (40.0, 1), (150.0, 0), (2e5, -3), (math.inf, 0)])
def test_three_digits_of_a_range(span, places):
    assert decimals(span) == places


@given(st.floats(-1, 1), st.integers(0, 4))
@example(-0.0004, 3)
@example(-0.0, 2)
@example(-1e-300, 0)
def test_there_is_no_minus_zero(value, places):
    for text in (show_number(value), general(value), fixed_point(value, places), short_number(value, places, 9)):
        assert not text.startswith("−") or any(digit in "123456789" for digit in text)
    assert show_number(-0.0004) == show_number(0.0004) == "0.000"
