"""The list of lessons."""

from textual.widgets import Label, OptionList

from nntui.dialogs.lessons import LessonsScreen, line_of
from nntui.dialogs.questions import ChooseLesson, LessonEntry
from tests.dialogs.test_dialogs import opened

ENTRIES = (
    LessonEntry("first", "1 First play", 4, (True, True, True, True, True)),
    LessonEntry("batch", "2 Epoch, batch, iteration", 5, (True, False, False, False, False)),
    LessonEntry("rate", "3 Learning rate", 5, (True, False, False), is_on=True),
    LessonEntry(
        "own", "A lesson of the teacher with a title that is too long for a line of the list", 12, (False,) * 30
    ),
    LessonEntry("smallest", "6 The smallest network", 6, (False,) * 5, remark="your record: 49 parameters"),
)


def test_a_line_says_what_is_passed_in_signs_and_in_words():
    first, second, third, long, record = (line_of(entry).plain for entry in ENTRIES)
    assert first.split() == ["1", "First", "play", "4", "min", "✓✓✓✓✓", "5", "of", "5"]
    assert second.endswith("  5 min  ✓····    1 of 5  ")
    assert third.startswith("● 3 Learning rate")
    assert "…" in long
    assert "0 of 30" in long
    assert "·" not in long.split("…")[1]
    assert record.splitlines()[1].strip() == "your record: 49 parameters"
    assert {len(line.splitlines()[0]) for line in (first, second, third, long, record)} == {72}


async def test_enter_begins_the_lesson_that_is_under_way_and_complaints_are_read():
    complaint = "05-x.md:3: nosie is no setting; allowed is noise"
    async with opened(ChooseLesson(ENTRIES, (complaint,))) as (app, pilot):
        assert isinstance(app.screen, LessonsScreen)
        assert app.screen.query_one(OptionList).highlighted == 2
        assert complaint in [str(label.content) for label in app.screen.query(Label)]
        assert app.screen.query_one("#lessons").region.height <= 24
        await pilot.press("j", "enter")
        assert app.answers == ["own"]


async def test_the_first_that_is_not_passed_comes_next():
    async with opened(ChooseLesson(ENTRIES[:2])) as (app, pilot):
        await pilot.press("enter")
        assert app.answers == ["batch"]
