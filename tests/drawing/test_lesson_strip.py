"""The strip of a lesson as text with places, without a widget."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.drawing.cells import by_columns
from nntui.drawing.lesson_strip import (
    Check,
    Ink,
    StripKey,
    StripPicture,
    StripView,
    cut_to,
    strip_picture,
    wrapped,
)

KEYS = (StripKey("T", "hint", "hint"), StripKey("N", "skip", "next"))
TASK = StripView(
    "3 Learning rate · 2 of 5 Find a good one",
    ("✓", "●", "·", "·", "·"),
    "Find a learning rate with which the test loss falls under 0.05 within 60 epochs. "
    "p goes there, ← → change it, r starts again, space plays.",
    checks=(Check("epoch at most 60", "15", True), Check("test loss under 0.05", "0.093", False)),
    keys=KEYS,
)
QUESTION = StripView(
    "3 Learning rate · 3 of 5 Too large",
    ("✓", "✓", "●", "·", "·"),
    "The rate is now 3. What do you expect of the next 30 epochs?",
    choices=("it learns faster still", "the same", "it does not learn"),
    keys=(StripKey("1–3", "answer"), StripKey("N", "without", "next")),
    takes_digits=True,
)
LONGEST = (
    "The network of lesson 1 has two inputs, four neurons in the first hidden layer and two in the second. Make it so "
    "small that it can just learn the data set, and say with how many of its parameters it still gets there."
)
assert 210 < len(LONGEST) < 234


def rows_of(picture: StripPicture, width: int, height: int) -> list[str]:
    """The rows as they are on the screen; no piece may lie outside of them or over another, but for the rule."""
    rows = [[" "] * width for _ in range(height)]
    for piece in picture.pieces:
        for at, letter in enumerate(piece.text, start=piece.x):
            assert 0 <= piece.y < height
            assert 0 <= at < width
            assert rows[piece.y][at] in " ─"
            rows[piece.y][at] = letter
    return ["".join(row).rstrip() for row in rows]


def rows(view: StripView, width: int = 80, height: int = 5, **options) -> list[str]:
    return rows_of(strip_picture(view, width, height, **options), width, height)


def test_a_task_has_its_place_its_text_and_what_of_it_holds():
    title, first, second, blank, checks = rows(TASK)
    assert title.startswith("─ 3 Learning rate · 2 of 5 Find a good one ─")
    assert title.endswith("─ ✓ ● · · · ─")
    assert f"{first} {second.strip()}".strip() == TASK.text
    assert blank == ""
    assert checks.startswith(" ✓ epoch at most 60: 15    ○ test loss under 0.05: 0.093  ")
    assert checks.endswith("  T hint   N skip")


def test_from_118_columns_on_four_rows_hold_as_much_as_five_at_80():
    for view in (TASK, QUESTION, replace(TASK, text=LONGEST)):
        for width, height in ((80, 5), (118, 4)):
            picture = strip_picture(view, width, height)
            assert picture.most == 0, "nothing has to scroll"
            shown = " ".join(rows(view, width, height))
            assert all(word in shown for word in view.text.split())
            assert all(check.line() in shown for check in view.checks)


def test_a_question_shows_its_choices_and_a_click_finds_them():
    picture = strip_picture(QUESTION, 80, 5, chosen=1)
    lines = rows_of(picture, 80, 5)
    assert lines[3].strip() == "1 it learns faster still    2 the same    3 it does not learn"
    assert lines[4].strip() == "1–3 answer   N without"
    for number, choice in enumerate(QUESTION.choices):
        assert picture.target_at(lines[3].index(choice), 3) == number
    assert picture.target_at(lines[4].index("without"), 4) == "next"
    assert picture.target_at(lines[4].index("answer"), 4) is None
    assert picture.target_at(79, 3) is None
    assert [piece.text for piece in picture.pieces if piece.ink is Ink.CHOSEN] == ["2 the same"]


def test_a_number_is_typed_where_it_can_be_seen():
    view = replace(QUESTION, choices=(), asks_number=True)
    assert "your answer: 25▏" in rows(view, typed="25")[4]


def test_the_verdict_stands_in_place_of_the_conditions():
    lines = rows(replace(TASK, verdict="passed at epoch 30, test loss 0.70"))
    assert lines[4].startswith(" ✓ passed at epoch 30, test loss 0.70 ")
    assert "0.093" not in "".join(lines)


def test_a_reply_is_seen_and_what_was_asked_is_above_it():
    view = replace(TASK, reply="Hint: go three steps of the menu up at a time. " * 3)
    seen = strip_picture(view, 80, 5)
    assert seen.most > 0
    assert "Hint: go three steps" in "".join(rows(view))
    assert "○ test loss under 0.05: 0.093" in rows(view)[4], "the conditions stay in sight"
    assert " PgUp more " in rows(view)[0]
    assert " PgDn more " in rows(view, offset=0)[0]
    assert (seen.page, seen.most, seen.offset) == (3, 2, 2)
    assert "Find a learning rate" in rows(view, offset=0)[1]
    assert "space plays" not in "".join(rows(view)), "and of that no end alone"
    short = replace(TASK, text="Play.", reply="Space plays.")
    assert rows(short)[1:3] == [" Play.", " Space plays."]


def test_what_was_answered_stands_behind_what_is_asked_where_there_is_room():
    said = "You said: it learns faster still."
    assert " ".join(" ".join(rows(replace(TASK, said=said))[1:4]).split()).endswith(said)
    full = replace(TASK, text=LONGEST, said=said)
    assert strip_picture(full, 80, 5).most == 0
    assert "You said" not in "".join(rows(full))


def test_conditions_that_hold_already_are_counted_where_there_is_no_room_for_all():
    held = tuple(Check(f"the condition number {number}", "12345", True) for number in range(5))
    view = replace(TASK, text=LONGEST, checks=(*held, Check("test loss under 0.05", "0.093", False)))
    lines = rows(view)
    assert lines[4].startswith(" ✓ 5 of 6    ○ test loss under 0.05: 0.093")
    assert strip_picture(view, 80, 5).most == 0


def test_signs_have_words_beside_them():
    assert Check("epoch at most 20", "48", False, is_lost=True).line() == "✗ epoch at most 20: 48"
    assert Check("no hidden layer", "", True).line() == "✓ no hidden layer"
    assert Check("epoch at least 10", "3", False).line() == "○ epoch at least 10: 3"
    assert Check("epoch at least 10", "3", False).line(is_short=True) == "○ epoch at least 10: 3"
    assert Check("data set is not Circle", "Circle", False).line(is_short=True) == "○ data set is not Circle"


@pytest.mark.parametrize("view", [TASK, QUESTION, replace(TASK, reply=LONGEST), StripView()])
@pytest.mark.parametrize("width", [1, 3, 4, 5, 12, 20, 40, 79, 80, 118])
def test_it_is_drawn_at_every_size_and_all_of_it_can_be_reached(view, width):
    for height in (0, 1, 2, 4, 5, 7):
        first = strip_picture(view, width, height)
        seen = "".join(
            "".join(rows_of(strip_picture(view, width, height, offset=offset), width, height)[1:])
            for offset in range(first.most + 1)
        )
        if height > 1 and width >= 20:
            letters = "".join(seen.split())
            assert all(word in letters for word in view.text.split() if len(word) < width - 2)
            assert all("".join(choice.split()[:1]) in letters for choice in view.choices)


@given(st.text(), st.integers(2, 100))
def test_wrapped_text_fits_and_loses_no_letter(text, width):
    lines = wrapped(text, width)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join("".join(map(by_columns, text.splitlines())).split())


def test_a_cut_text_says_that_it_is_cut():
    assert cut_to("Learning rate", 13) == "Learning rate"
    assert cut_to("Learning rate", 9) == "Learning…"
    assert cut_to("Learning rate", 0) == ""
    assert len(cut_to("学習率学習率", 4)) <= 4


def test_the_keys_stay_in_the_title_where_the_conditions_need_their_rows():
    conditions = ("test loss under that without", "gap under three quarters")
    checks = tuple(Check(words, "0.49012", False) for words in conditions)
    view = replace(TASK, text=LONGEST, checks=checks)
    lines = rows(view)
    assert strip_picture(view, 80, 5).most == 0, "all of the text and all conditions are seen"
    assert lines[0].startswith("─ 3 Learning rate · 2 of 5 Find a good one ─")
    assert lines[0].endswith("─ T hint ─ N skip ─ ✓ ● · · · ─")
    assert all(words in "".join(lines) for words in conditions)
    picture = strip_picture(view, 80, 5)
    assert picture.target_at(lines[0].index("N skip"), 0) == "next"
    for text in (LONGEST, LONGEST * 2):
        for reply in ("", LONGEST):
            assert "N skip" in "".join(rows(replace(view, text=text, reply=reply)))
