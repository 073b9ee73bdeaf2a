"""Numbers of a calculation: in eight characters, and so that sums add up as they are seen."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.five_digits import WIDTH, adding_up, difference, five_digits, rate_text
from nntui.drawing.numbers import with_hyphen


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.387634, "0.38763"),
        (-0.9118149, "−0.91181"),
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-36.0, "−36"),
        (9.999999, "10.0000"),
        (123.456789, "123.457"),
        (-12345.678, "−12345.7"),
        (1e-5, "0.00001"),
        (4.9e-6, "4.9e−6"),
        (-2e-130, "−2e−130"),
        (123456.7, "1.2e+5"),
        (7.75e272, "8e+272"),
        (-1e300, "−1e+300"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "–"),
    ],
)
def test_a_number_has_five_places_where_they_fit(value, text):
    assert five_digits(value) == text


@given(st.floats())
def test_no_number_is_wider_and_none_but_0_is_0(value):
    text = five_digits(value)
    assert len(text) <= WIDTH
    if math.isfinite(value) and abs(value) < 1e308:
        shown = float(with_hyphen(text))
        assert (shown == 0) == (value == 0)
        assert shown == pytest.approx(value, rel=0.5, abs=5e-6)


@pytest.mark.parametrize(
    ("rate", "text"), [(0.03, "0.03"), (10, "10"), (0.00001, "1e−5"), (0.000123456789, "0.000123"), (1 / 3, "0.333333")]
)
def test_a_rate_is_as_it_was_set(rate, text):
    assert rate_text(rate) == text


def decimal(text: str) -> Decimal:
    return Decimal(with_hyphen(text))


@given(st.lists(st.floats(-50, 50), max_size=40), st.floats(-5, 5))
def test_what_is_seen_adds_up(parts, bias):
    total = sum(parts) + bias
    shown, last, result = adding_up(parts, bias, total)
    assert sum(map(decimal, shown)) + decimal(last) == decimal(result)
    # Every text is one of the two numbers next to what it stands for, or one further where there are few of them.
    unit = Decimal(1).scaleb(int(decimal(result).as_tuple().exponent)) if "." in result else Decimal(1)
    assert abs(decimal(result) - Decimal(total)) <= unit / 2 + Decimal("1e-9")
    for text, part in zip(shown, parts, strict=True):
        assert abs(decimal(text) - Decimal(part)) <= Decimal("2.5") * max(unit, Decimal("1e-5"))
        assert (text == "0") == (part == 0)


def test_a_part_of_0_stays_0_and_the_others_give_way():
    assert adding_up([0.123456, 0.123456, 0.0], 0.123456, 0.370368) == (
        ["0.12345", "0.12346", "0"],
        "0.12346",
        "0.37037",
    )
    assert adding_up([0.0, 0.0], 0.5, 0.5) == (["0", "0"], "0.50000", "0.50000")
    assert adding_up([], 0.1, 0.1) == ([], "0.10000", "0.10000")


def test_a_column_has_the_same_places_and_numbers_beyond_all_bounds_are_short():
    assert adding_up([12.5, 0.25], 0.1, 12.85) == (["12.5000", "0.2500"], "0.1000", "12.8500")
    assert adding_up([7e135], 1.0, 7e135) == (["7e+135"], "1", "7e+135")
    assert adding_up([math.inf], 1.0, math.inf) == (["∞"], "1", "∞")


@given(st.floats(-100, 100), st.sampled_from([-1.0, 1.0, 0.25, -0.123456]))
def test_a_difference_is_right_as_it_is_seen(output, label):
    first, second, shown = map(decimal, difference(output, label))
    assert first - second == shown
    assert float(first) == pytest.approx(output, abs=5e-5)


def test_a_difference_of_nothing_and_one_beyond_all_bounds():
    assert difference(1.0, 1.0) == ("1", "1", "0")
    assert difference(0.5, 0.25) == ("0.50000", "0.25000", "0.25000")
    assert difference(-7e135, 0.5) == ("−7e+135", "0.50000", "−7e+135")
