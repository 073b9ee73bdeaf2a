"""Sentences are collected up to a number, and the others counted."""

import time

import pytest

from nntui.formats.link_reader import read_link
from nntui.formats.notes import MOST_NOTES, Notes


def test_the_first_few_are_kept_and_the_others_counted():
    notes = Notes(most=2)
    notes.extend(["one", "two"])
    assert notes.sentences == ("one", "two")
    notes.add("three")
    assert notes.sentences == ("one", "two", "and 1 more like this")
    notes.add("four")
    assert notes.sentences == ("one", "two", "and 2 more like these")


def test_a_sentence_is_taken_back_by_what_it_is_about():
    notes = Notes()
    notes.add("one", "a")
    notes.add("two", "b")
    notes.take_back("a")
    notes.take_back("c")
    assert notes.sentences == ("two",)


def test_a_link_of_thousands_of_unknown_keys_has_few_and_short_notes():
    link = "#" + "&".join(f"unknown{index}={index}&none{index}_hide=true&blank{index}" for index in range(5000))
    notes = read_link(link).notes
    assert len(notes) < 20
    assert sum(map(len, notes)) < 2000
    assert "blank3: it has no value, so it is ignored, and 4,996 more" in notes
    assert "none500_hide=true is more than is kept" in notes
    assert "unknown501=501 is more than is kept, and 8,996 more" not in notes
    assert "none501_hide=true is more than is kept, and 8,996 more" in notes
    kept = read_link("#" + "&".join(f"unknown{index}={index}" for index in range(900))).notes[-1]
    assert kept.startswith("of no use here, but kept")
    assert kept.endswith("888 more")
    assert len(kept) < 1000


def test_of_sentences_of_one_kind_the_first_few_are_kept_and_others_are_not_crowded_out():
    notes = Notes()
    for index in range(5000):
        notes.add(f"k{index}", f"k{index}", "key")
    notes.add("another thing")
    assert notes.sentences == ("k0", "k1", "k2", "k3, and 4,996 more", "another thing")
    assert len(notes.sentences) < MOST_NOTES


LONG = {
    "pairs": "&".join(f"k{index}={index}" for index in range(90_000)),
    "keys": "&".join("k" * 900 + f"{index}=1" for index in range(999)),
    "hidden": "&".join(f"k{index}_hide=true" for index in range(60_000)),
    "blank": "&" + "k&" * 400_000,
    "amp": "&" + "amp;" * 2_500_000,
    "reg": "&reg" + ";" * 2_000_000,
    "layers": "networkShape=" + "1," * 2_000_000,
    "number": "noise=" + "1" * 5_000_000,
    "spaces": "a = 1 &" * 500_000,
}


@pytest.mark.parametrize("state", LONG.values(), ids=LONG)
def test_no_link_takes_long_or_has_long_notes(state):
    start = time.process_time()
    notes = read_link("https://playground.tensorflow.org/#" + state).notes
    assert time.process_time() - start < 3, "seconds; what grows with the square takes minutes"
    assert len(notes) < 12
    assert max(map(len, notes)) < 700
