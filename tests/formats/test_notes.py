"""Sentences are collected up to a number, and the others counted."""

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
    assert len(notes) == MOST_NOTES + 1
    assert notes[-1].startswith("and ")
    assert all(len(note) < 2000 for note in notes)
    kept = read_link("#" + "&".join(f"unknown{index}={index}" for index in range(900))).notes[-1]
    assert kept.startswith("of no use here, but kept")
    assert kept.endswith("880 more")
    assert len(kept) < 2000
