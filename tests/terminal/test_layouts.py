"""Letters of layouts without Latin ones, and the keys on which they are."""

import pytest

from nntui.terminal.layouts import is_foreign_letter, latin_at


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("привет", "ghbdtn"),  # as in the joke about passwords
        ("пароль", "gfhjkm"),
        ("ЙЦУКЕН", "QWERTY"),
        ("ї'є".replace("'", ""), "]'"),
        ("и", "b"),  # Russian: the Ukrainian і is on s
        ("і", "s"),
        ("ў", "o"),
        ("αβγδ", "abgd"),
        ("ψΨ", "cC"),
        ("שלום", "akuo"),
        ("سلام", "sghl"),
        ("گچ", "']"),
        ("ХЪЖЭБЮ", '{}:"<>'),
    ],
)
def test_the_latin_key_at_the_same_place(text, keys):
    assert "".join(latin_at(letter) or "-" for letter in text) == keys


def test_what_is_latin_or_known_to_no_layout_stays():
    assert [latin_at(letter) for letter in "qß1[;ก漢"] == [None] * 7
    assert [is_foreign_letter(letter) for letter in "qQéß1[ :"] == [False] * 8
    assert all(is_foreign_letter(letter) for letter in "йψאشก漢あ")
    assert not is_foreign_letter("escape")
