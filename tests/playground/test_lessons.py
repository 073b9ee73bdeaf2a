"""Lessons on the screen, by their keys: a real session, a real lesson, and mostly a screen that only remembers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nntui.dialogs.questions import ChooseLesson, ChooseOne, ShowOpening
from nntui.drawing.lesson_strip import StripView
from nntui.experiment.experiment import Experiment
from nntui.formats.link_reader import read_link
from nntui.formats.link_writer import write_link
from nntui.formats.saved_session import decode_session, encode_session
from nntui.playground.context import LessonFolders
from nntui.playground.lesson_desk import desk_of
from nntui.playground.lesson_start import begin_of_link
from nntui.playground.lessons import answer, begin_named
from nntui.session.lesson_place import LessonPlace
from nntui.storage.start import StartState, from_saved_session, saved_session_of
from nntui.widgets.lesson_strip import LessonStrip
from tests.playground import LIMIT, SEED, Driver, opened, opened_with, text_of
from tests.playground.fake_screen import Desk
from tests.playground.test_layout import assert_nothing_is_clipped, is_seen

TEACHERS = """+++
id = "ours"
title = "Our own lesson"
minutes = 2
seed = "0.5"
+++
What a class does.

## One epoch {#one}
Train an epoch; the noise stays as it is.
```set
speed = 30
hide = ["noise"]
```
```check
epoch >= 1
```
```solution
train 1
```

## Two more {#two}
Train two more.
```check
epoch >= 3
```
"""


class Pupil(Desk):
    """A person in a lesson, before a screen that only remembers."""

    def __init__(self, folders: LessonFolders, **values: Any) -> None:
        super().__init__(**values)
        self.at.lesson_folders = folders

    @property
    def shown(self) -> StripView:
        """What the strip shows by now."""
        view = desk_of(self.at).observe(None)
        assert view is not None
        return view

    def begin(self, name: str) -> None:
        """Begins a lesson and reads its opening."""
        assert begin_named(self.at, name)
        assert isinstance(self.screen.asked[-1], ShowOpening)
        assert (self.shown.text, self.shown.keys) == ("", ()), "what the dialog says does not stand there twice"
        self.screen.answer(None)

    def choose(self, offer: str) -> None:
        """Takes an offer of the menu."""
        self.do("lessons")
        question = self.screen.asked[-1]
        assert isinstance(question, ChooseOne)
        assert offer in [each.answer for each in question.offers]
        self.screen.answer(offer)

    def train(self, epochs: int) -> None:
        self.session.player.step(epochs)
        assert self.session.player.wait(LIMIT)

    def finish(self) -> None:
        """Looks, as the screen does with every frame, until the solution has been carried out."""
        for _ in range(1000):
            view = self.shown
            if view.verdict:
                return
            self.session.player.wait(0.02)
        raise AssertionError(self.shown)


@pytest.fixture
def pupil(tmp_path: Path) -> Iterator[Callable[..., Pupil]]:
    """Makes persons who have a teacher's lesson beside ours, and ends their threads."""
    made: list[Pupil] = []
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "01-ours.md").write_text(TEACHERS)

    def make(**values: Any) -> Pupil:
        made.append(Pupil(LessonFolders(tmp_path / "state", tmp_path / "lessons"), **values))
        return made[-1]

    yield make
    for each in made:
        each.at.close()
        each.session.close()


# The list and the way through a lesson


def test_the_list_has_our_lessons_and_the_teachers_and_says_what_is_broken(pupil, tmp_path):
    it = pupil()
    (tmp_path / "lessons" / "02-broken.md").write_text(
        TEACHERS.replace('"ours"', '"broken"').replace("epoch >=", "epcoh >=")
    )
    it.do("lessons")
    question = it.screen.asked[-1]
    assert isinstance(question, ChooseLesson)
    titles = [entry.title for entry in question.entries]
    assert titles[1] == " 2 Epoch, batch, iteration"
    assert titles[-1].endswith(" Our own lesson")
    assert all(not any(entry.marks) and not entry.is_on for entry in question.entries)
    (complaint,) = (each for each in question.complaints if "broken" in each)
    assert complaint.startswith("02-broken.md:16")
    assert "epoch" in complaint.split("epcoh")[1], "the nearest name"
    it.screen.answer("ours")
    assert it.session.lesson is not None
    assert it.session.lesson.lesson == "ours"


def test_a_lesson_is_taken_by_its_keys_and_what_has_passed_stays(pupil):
    it = pupil()
    it.begin("batch")
    assert it.shown.place == "2 Epoch, batch, iteration · 1 of 5 Count"
    assert it.shown.asks_number
    assert it.shown.checks[0].is_met is False
    answer(it.at, "25")
    assert not it.shown.asks_number
    assert it.shown.said == "You said: 25."
    it.do("step")
    assert it.shown.verdict.startswith("Passed at epoch 1")
    it.do("restart")
    assert it.shown.verdict.startswith("Passed at epoch 1"), "a tick stays"
    assert it.shown.marks[0] == "✓"
    it.do("next-task")
    assert it.shown.place.endswith("2 of 5 Two iterations")
    assert it.shown.marks[:2] == ("✓", "●")
    it.session.change(batch_size=2)
    assert "125 iterations" in it.shown.reply, "a known wrong idea has an answer of its own"
    it.session.change(batch_size=125)
    assert it.shown.verdict
    it.do("next-task", "next-task")
    assert it.shown.marks == ("✓", "✓", "·", "●", "·"), "one was skipped"
    it.do("previous-task")
    assert it.shown.place.endswith("3 of 5 Large batch")


def test_another_time_it_begins_at_the_first_task_that_has_not_passed(pupil):
    it = pupil()
    it.begin("batch")
    it.train(1)
    assert it.shown.verdict
    it.at.close()
    other = pupil()
    assert begin_named(other.at, "batch")
    assert other.shown.place.endswith("2 of 5 Two iterations")
    assert other.shown.marks[:3] == ("✓", "●", "·")
    other.do(*["next-task"] * 4)
    assert other.shown.marks == ("✓", "·", "·", "·", "·")
    assert "1 of 5 tasks has passed" in other.shown.text, "as the marks say"


def test_hints_come_one_at_a_time_and_at_the_end_it_is_done(pupil):
    it = pupil()
    it.begin("batch")
    it.do("next-task")
    words = []
    while any(key.word == "hint" for key in it.shown.keys):
        it.do("hint")
        words.append(it.shown.reply)
    assert len(set(words)) == len(words) >= 2
    assert all(word.startswith("Hint: ") for word in words)
    assert [key.word for key in it.shown.keys] == ["do it for me", "skip"]
    it.do("hint")
    it.finish()
    assert it.experiment.batch_size == 125


def test_after_the_last_task_something_is_said_and_the_next_lesson_begins(pupil):
    it = pupil()
    it.begin("batch")
    it.do(*["next-task"] * 5)
    assert "0 of 5 tasks" in it.shown.text
    assert "Learning rate" in it.shown.reply
    it.do("previous-task")
    assert "5 of 5" in it.shown.place
    it.do("next-task", "next-task")
    assert it.session.lesson is not None
    assert it.session.lesson.lesson == "rate"
    it.begin("ours")
    it.do(*["next-task"] * 2)
    assert "the playground is yours" in it.shown.reply
    it.do("next-task")
    assert "That was the last lesson" in it.told


def test_without_a_lesson_its_keys_say_so(pupil):
    it = pupil()
    before = it.session.snapshot
    it.do("next-task", "previous-task", "hint")
    assert it.screen.shown == ["No lesson is on: m lists them"] * 3
    assert it.session.snapshot is before


# It belongs to the work


def test_opening_a_lesson_is_one_step_for_undo_and_its_tasks_are_no_way_out(pupil):
    it = pupil(noise=15)
    it.train(3)
    before = it.session.snapshot
    it.begin("batch")
    it.do("undo")
    assert it.session.lesson is None
    assert "The lesson is left; U goes back into it" in it.told
    assert it.session.snapshot.experiment == before.experiment
    assert it.epoch == 3
    it.do("redo")
    assert it.session.lesson is not None
    it.do("next-task", "next-task")
    assert it.experiment.batch_size == 125
    it.do("undo")
    assert it.shown.place.endswith("3 of 5 Large batch"), "what was changed is undone, and the task stays"


def test_it_is_left_with_what_is_there_or_with_what_was_and_gone_on_with(pupil):
    it = pupil(noise=15)
    it.train(3)
    it.begin("batch")
    it.do("next-task")
    it.session.change(batch_size=125)
    it.train(7)
    it.choose("back")
    assert it.session.lesson is None
    assert (it.experiment.noise, it.epoch) == (15, 3)
    assert begin_named(it.at, "batch")
    assert (it.experiment.batch_size, it.epoch) == (125, 7), "the same network"
    assert it.shown.place.endswith("2 of 5 Two iterations"), "and the same task"
    it.choose("keep")
    assert it.session.lesson is None
    assert (it.experiment.batch_size, it.epoch) == (125, 7)


def test_one_lesson_after_the_other_leads_back_to_what_was_before_both(pupil):
    it = pupil(noise=15)
    it.begin("ours")
    it.begin("batch")
    assert "noise" not in it.session.link_extras.hidden
    it.choose("back")
    assert it.experiment.noise == 15


def test_the_menu_begins_a_task_and_a_lesson_again_and_forgets(pupil, tmp_path):
    it = pupil()
    it.begin("ours")
    it.train(2)
    assert it.shown.verdict
    it.choose("task")
    assert it.epoch == 0
    assert not it.shown.verdict
    it.train(1)
    assert it.shown.verdict
    it.choose("opening")
    assert isinstance(it.screen.asked[-1], ShowOpening)
    assert "What a class does." in it.screen.asked[-1].text
    it.choose("lesson")
    it.screen.answer(None)
    assert it.shown.place.endswith("1 of 2 One epoch")
    assert desk_of(it.at).progress.passed("ours") == 1
    it.choose("forget")
    it.screen.answer(None)
    assert desk_of(it.at).progress.passed("ours") == 0


def test_what_a_task_hides_is_hidden_as_long_as_it_is_on(pupil):
    it = pupil()
    it.begin("ours")
    assert it.session.link_extras.hidden == {"noise"}
    assert it.session.player.speed == 30
    it.do("next-task")
    assert it.session.link_extras.hidden == frozenset()
    it.do("previous-task")
    it.choose("keep")
    assert it.session.link_extras.hidden == frozenset()


def test_saved_work_goes_on_in_the_middle_of_a_lesson_that_is_not_at_hand(pupil, tmp_path):
    it = pupil()
    it.begin("ours")
    it.train(2)
    assert it.shown.verdict
    it.do("next-task")
    it.train(0)
    data = encode_session(saved_session_of(it.session))
    work = decode_session(data, "hand-out.nntui")
    other = Pupil(LessonFolders(tmp_path / "elsewhere"))
    try:
        other.session.open(work.snapshot.experiment, work.snapshot, work.link_extras)
        other.session.keep_lesson(work.lesson)
        assert other.shown.place == "Our own lesson · 2 of 2 Two more"
        assert other.shown.text == "Train two more."
        assert other.epoch == 2
        other.train(1)
        assert other.shown.verdict
    finally:
        other.at.close()
        other.session.close()


@pytest.mark.parametrize(
    ("state", "texts", "said"),
    [
        ({"lesson": "ours", "task": "one"}, {"": "no lesson"}, "ours.md:1"),
        ({"lesson": "ours", "task": 3}, {"": TEACHERS}, "task"),
        ({"lesson": "none", "task": "one"}, {}, "there is no lesson"),
    ],
)
def test_what_is_no_lesson_in_a_file_is_said_and_the_rest_is_opened(pupil, state, texts, said):
    it = pupil(noise=15)
    it.session.keep_lesson(LessonPlace(str(state["lesson"]), "one", state, texts))
    assert desk_of(it.at).observe(None) is None
    assert it.session.lesson is None
    assert it.experiment.noise == 15
    assert said in it.told


def test_a_task_that_goes_on_from_the_one_before_waits_until_it_is_played(pupil):
    it = pupil()
    it.begin("ours")
    it.session.player.play()
    it.do("next-task")
    assert not it.session.player.playing, "two more would be trained before it is read"
    it.session.player.play()
    it.do("next-task")
    assert it.session.player.playing, "behind the last task nothing runs away"
    it.session.player.pause()


def test_a_link_begins_the_lesson_that_it_names_if_that_is_at_hand(pupil):
    for name, is_at_hand in (("ours", True), ("unheard-of", False)):
        it = pupil()
        reading = read_link(f"https://playground.tensorflow.org/#dataset=xor&tutorial={name}&seed=1")
        it.session.open(reading.experiment, link_extras=reading.link_extras)
        assert not any("tutorial" in note for note in reading.notes)
        assert begin_of_link(it.at) is is_at_hand
        assert (f"The lesson {name} that the link names" in it.told) is not is_at_hand
        assert (it.session.lesson is not None) is is_at_hand
        link = write_link(it.experiment, it.session.link_extras).link
        assert f"tutorial={name}" in link, "it stays as it is"


# On the screen


CONTROLS = (
    *("#play", "#step", "#reset", "#speed", "#learning-rate", "#activation", "#regularization", "#regularization-rate"),
    *("#problem", "#dataset", "#train-share", "#noise", "#batch-size", "#seed", "#new-data"),
    *("#network", "#losses", "#grid", "#show-test-data", "#discretize", "#plot"),
)


async def test_a_student_takes_tasks_of_lesson_2_by_keys_and_goes_on_another_day(tmp_path):
    async with opened_with(StartState(Experiment(seed=SEED), begins="batch"), state_folder=tmp_path) as it:
        await it.press("space")
        assert it.focused == "lesson", "a question takes the focus"
        assert "Twelve lessons" not in it.screen.view.diagram.hint, "the strip says itself what it is"
        assert not it.session.player.playing, "the card was closed, and nothing more"
        await it.press("2", "5", "enter", "3")
        assert it.experiment.dataset == "circle", "digits are an answer, and after it they are nothing else"
        assert "You said: 25." in strip_of(it)
        assert_everything_is_in_sight(it)
        await it.press("s")
        await it.settle()
        assert "✓ Passed at epoch 1" in strip_of(it)
        assert "25 an epoch" in it.text("#counters"), "what the task speaks of can be read"
        await it.press("N", "d", "tab", "tab", "tab", "tab")
        assert it.focused == "batch-size"
        await it.press("1", "2", "5", "enter")
        assert "✓ Passed" in strip_of(it)
        await it.press("N")
        assert it.focused == "lesson"
        await it.press("3", "S", "S")
        await it.settle()
        assert "✓ Passed at epoch 20" in strip_of(it)
        await it.press("N")
        assert "4 of 5 Small batch" in strip_of(it)
        assert "✗ epoch at most 20" not in strip_of(it), "it stands at epoch 20"
        await it.press("d", "tab", "tab", "tab", "tab", "2", "enter")
        await it.press("S")
        await it.settle()
        assert "✓ Passed at epoch" in strip_of(it)
        data = encode_session(saved_session_of(it.session))
        await it.press("m", "escape", "U", "1", "u")
        assert "4 of 5" in strip_of(it)

    work = decode_session(data, "work.nntui")
    async with opened_with(from_saved_session(work), state_folder=tmp_path) as it:
        assert "4 of 5 Small batch" in strip_of(it)
        assert it.shown_epoch == 10
        assert "✓ Passed at epoch" in strip_of(it)
        await it.press("N")
        assert "5 of 5 What is left over" in strip_of(it)
        await it.press("9", "enter", "7")
        assert "your answer: 7▏" in strip_of(it), "a new number takes the place of a wrong one"
        await it.press("backspace")
        await it.press("m", "end", "enter")
        assert not it.one("#lesson").display
        assert it.told.count("The lesson is left") == 1
        await it.press("m")
        question = getattr(it.app.screen, "question", None)
        assert isinstance(question, ChooseLesson)
        assert question.entries[1].marks == (True, True, True, True, False), "it is remembered between starts"


async def test_digits_answer_from_everywhere_and_another_data_set_leaves_the_question(tmp_path):
    async with opened_with(StartState(Experiment(seed=SEED), begins="first-play"), state_folder=tmp_path) as it:
        await it.press("space", "n", "4")
        assert (it.experiment.dataset, it.focused) == ("circle", "lesson"), "there are three answers"
        await it.press("p")
        assert "m to answer" in strip_of(it)
        await it.press("0", "escape", "d", "tab", "right")
        assert it.experiment.dataset == "xor"
        assert "1–3 to answer" in strip_of(it)
        await it.press("f", "2")
        assert (it.experiment.dataset, it.focused) == ("xor", "lesson")
        assert "You said: a closed shape." in strip_of(it)


async def test_the_strip_fits_every_terminal_and_covers_nothing():
    async with opened((80, 24)) as it:
        await it.press("m", "enter", "enter", "2")
        for width, height in ((20, 8), (40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (160, 50)):
            await it.pilot.resize_terminal(width, height)
            await it.pause()
            strip = it.one("#lesson")
            assert strip.size.height >= 3
            assert "First play"[: width // 4] in text_of(strip)
            assert strip.region.bottom < height, "the footer has its row"
            if height >= 24:
                assert_everything_is_in_sight(it)
                assert "epoch at least 10: 0" in text_of(strip)
                assert "Which shape" in text_of(strip)


def strip_of(it: Driver) -> str:
    """What the strip shows, on one line."""
    return " ".join(text_of(it.screen.query_one(LessonStrip)).split())


def assert_everything_is_in_sight(it: Driver) -> None:
    assert_nothing_is_clipped(it)
    strip = it.one("#lesson").region
    for selector in CONTROLS:
        widget = it.one(selector)
        assert is_seen(widget), selector
        assert not widget.region.overlaps(strip), selector
    assert "shows all" not in it.text("#counters")


# What a task began with


ASKS = TEACHERS.replace(
    "## Two more {#two}\nTrain two more.\n",
    "## Two more {#two}\nTrain two more.\n```ask\n- it falls !\n- it rises\n```\n",
)


def test_what_is_not_answered_is_asked_again_after_undo_and_in_another_program(pupil, tmp_path):
    (tmp_path / "lessons" / "01-ours.md").write_text(ASKS)
    it = pupil()
    it.begin("ours")
    it.train(1)
    assert it.shown.verdict
    it.do("next-task")
    assert it.shown.choices
    assert desk_of(it.at).takes_focus()
    it.session.change(show_test_data=True)
    assert it.shown.choices, "how it is looked at is no change"
    it.session.change(learning_rate=0.3)
    assert it.shown.choices, "nothing has been seen yet"
    it.train(1)
    assert not it.shown.choices
    assert not desk_of(it.at).takes_focus()
    it.do("undo")
    assert it.shown.choices
    assert desk_of(it.at).takes_focus(), "or a digit would choose a data set"
    it.train(1)
    it.choose("task")
    assert it.epoch == 1, "the beginning is known here, also after an undo"

    data = encode_session(saved_session_of(it.session))
    work = decode_session(data, "it")
    other = pupil()
    other.session.open(work.snapshot.experiment, work.snapshot, work.link_extras)
    other.session.keep_lesson(work.lesson)
    assert other.shown.choices
    assert desk_of(other.at).takes_focus()
    other.do("lessons")
    again = next(each for each in other.screen.asked[-1].offers if each.answer == "task")
    assert again.help == "from epoch 0, where this part begins"
    other.screen.answer("task")
    assert other.epoch == 0
