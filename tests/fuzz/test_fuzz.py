"""A few cases of every part, always the same; `python -m tests.fuzz` tries thousands."""

from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.each import each
from tests.fuzz.__main__ import case_of
from tests.fuzz.guided import ChoicesOf
from tests.fuzz.part import BrokenPromiseError, Part, Reading, check_sentence, hold
from tests.fuzz.parts import PARTS

EXAMPLES = {
    "links": 15,
    "files": 20,
    "tables": 20,
    "toml": 10,
    "lessons": 12,
    "results": 15,
    "commands": 8,
    "processes": 0,
}


@pytest.mark.parametrize("name", [name for name, count in EXAMPLES.items() if count])
def test_every_case_is_read_or_refused_in_a_sentence(name):
    part = PARTS[name]

    @settings(max_examples=EXAMPLES[name], suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def check(rng):
        hold(part, part.make(rng))

    check()


def test_a_seed_has_the_same_cases():
    part = PARTS["links"]
    assert [case_of(part, 3, number) for number in range(5)] == [case_of(part, 3, number) for number in range(5)]
    assert case_of(part, 3, 0) != case_of(part, 4, 0)
    assert part.make(ChoicesOf(b"abc")) == part.make(ChoicesOf(b"abc"))


@pytest.mark.parametrize("sentence", ["", "two\nlines", "\x1b[31mred", "\u202ex", "a" * 1001, "ValueError('x')"])
def test_what_is_no_sentence_is_found(sentence):
    with pytest.raises(BrokenPromiseError):
        check_sentence(sentence)


def test_what_costs_too_much_is_found():
    part = Part("costly", lambda rng: "", lambda case: Reading(np.empty(300_000_000, np.uint8)))
    with pytest.raises(BrokenPromiseError, match="300 MB of memory for 0 bytes"):
        hold(part, part.make(Random(1)), measure_memory=True)


JUNK = {
    "rows of letters": b"a,b,c\n" * 50_000,
    "line feeds": b"\n" * 300_000,
    "a quote that never closes": b'"' + b"1,2,3\n" * 50_000,
    "different names": b"x,y,z\n" + b"".join(b"%d,%d,n%d\n" % (at % 9, at % 7, at) for at in range(25_000)),
    "bytes that are no text": bytes(range(128, 256)) * 2_300,
}


@each("kind", JUNK)
def test_much_junk_costs_little(kind):
    hold(PARTS["tables"], (b".csv", JUNK[kind]))
