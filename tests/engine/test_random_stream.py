"""The random stream is that of the web page, to the bit."""

import math
import re
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.random_stream import RandomStream, fresh_seed
from tests.data import read_json

RECORDED: dict[str, list[float]] = read_json("seedrandom.json")
SEEDS = st.text(st.characters(exclude_categories=[]), max_size=600)


@pytest.mark.parametrize("seed", RECORDED, ids=lambda seed: seed[:10] or "empty")
def test_the_recorded_streams_to_the_bit(seed):
    stream = RandomStream(seed)
    assert [stream.random() for _ in RECORDED[seed]] == RECORDED[seed]


def test_a_seed_is_taken_by_its_utf16_code_units():
    # Code units count modulo 256 when each falls into a slot of its own, so "Ā" (256) is as good as "\0", and a
    # character beyond the basic plane is its two surrogates.
    def first(seed):
        return RandomStream(seed).random()

    assert first("Ā") == first("\0")
    assert first("\U0001f600") == first("\ud83d\ude00")
    assert first("\U0001f600") != first("\ud83d")


def test_the_text_is_the_seed_and_not_its_number():
    assert RandomStream("0.5").random() != RandomStream("0.50").random()


def test_an_empty_seed_is_the_key_of_one_zero():
    assert RandomStream("").random() == RandomStream("\0").random()


def test_a_seed_longer_than_the_key_wraps_around():
    # The 257th character falls into the first slot, and so matters.
    long = "a" * 256
    assert len({RandomStream(seed).random() for seed in (long, long + "a", long + "b")}) == 3


@given(SEEDS)
def test_numbers_lie_from_0_to_below_1_and_are_repeatable(seed):
    stream, again = RandomStream(seed), RandomStream(seed)
    numbers = [stream.random() for _ in range(20)]
    assert all(0 <= number < 1 for number in numbers)
    assert numbers == [again.random() for _ in range(20)]


def test_numbers_use_all_53_bits():
    stream = RandomStream("bits")
    numbers = [stream.random() for _ in range(200)]
    assert all(number * 2**53 == int(number * 2**53) for number in numbers if number >= 0.5)
    assert any(number * 2**52 != int(number * 2**52) for number in numbers if number >= 0.5)


@given(SEEDS, st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_uniform_is_one_draw_stretched_over_its_range(seed, one, other):
    low, high = sorted((one, other))
    number = RandomStream(seed).uniform(low, high)
    assert low <= number <= high
    assert number == low + RandomStream(seed).random() * (high - low)


def test_normal_is_the_polar_method():
    # Written out a second time, with the draws it must use: pairs are thrown away until one falls into the unit disc.
    stream, plain = RandomStream("polar"), RandomStream("polar")
    for _ in range(200):
        while True:
            v1, v2 = 2 * plain.random() - 1, 2 * plain.random() - 1
            s = v1**2 + v2**2
            if s <= 1:
                break
        expected = 3 + 2 * v1 * math.sqrt(-2 * math.log(s) / s)
        assert stream.normal(3, 4) == pytest.approx(expected, rel=1e-14)
    assert stream.random() == plain.random()


def test_normal_has_the_mean_and_variance_asked_for():
    stream = RandomStream("moments")
    numbers = [stream.normal(-2, 0.25) for _ in range(4000)]
    # Five standard errors: 5·√(σ²/n) for the mean, 5·σ²·√(2/n) for the variance.
    assert statistics.fmean(numbers) == pytest.approx(-2, abs=5 * math.sqrt(0.25 / 4000))
    assert statistics.pvariance(numbers) == pytest.approx(0.25, abs=5 * 0.25 * math.sqrt(2 / 4000))


@given(SEEDS, st.lists(st.integers(), max_size=50))
def test_shuffle_is_a_permutation(seed, items):
    shuffled = items.copy()
    RandomStream(seed).shuffle(shuffled)
    assert sorted(shuffled) == sorted(items)


def test_shuffle_swaps_from_the_end_and_takes_one_draw_an_item():
    stream, plain = RandomStream("shuffle"), RandomStream("shuffle")
    shuffled, expected = list(range(20)), list(range(20))
    stream.shuffle(shuffled)
    counter = 20
    while counter > 0:
        index = int(plain.random() * counter)
        counter -= 1
        expected[counter], expected[index] = expected[index], expected[counter]
    assert shuffled == expected
    assert shuffled != list(range(20))
    assert stream.random() == plain.random()


@pytest.mark.parametrize("items", [[], ["one"]], ids=["nothing", "one item"])
def test_shuffle_leaves_what_has_one_order(items):
    shuffled = items.copy()
    RandomStream("any").shuffle(shuffled)
    assert shuffled == items


def test_a_copy_goes_on_from_here_on_its_own():
    stream, reference = RandomStream("twin"), RandomStream("twin")
    expected = [reference.random() for _ in range(30)]
    assert [stream.random() for _ in range(10)] == expected[:10]
    twin = stream.copy()
    assert [twin.random() for _ in range(20)] == expected[10:]
    assert [stream.random() for _ in range(20)] == expected[10:], "drawing from the copy moved the original"


def test_a_fresh_seed_looks_as_on_the_web_page_and_is_a_new_one():
    seeds = [fresh_seed() for _ in range(50)]
    assert all(re.fullmatch(r"[01]\.\d{5}", seed) for seed in seeds)
    assert len(set(seeds)) > 40
