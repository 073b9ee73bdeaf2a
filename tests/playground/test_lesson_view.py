"""What the strip says of a moment of a lesson, and that it has room for all of ours in both languages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from nntui.drawing.lesson_strip import StripView, strip_picture
from nntui.experiment.experiment import Experiment
from nntui.keys.actions import ACTIONS
from nntui.lessons.conditions import Check
from nntui.lessons.course import Course
from nntui.lessons.course_state import Passed
from nntui.lessons.presenting import view_of
from nntui.lessons.shelf import Shelf, read_shelf
from nntui.lessons.view import View
from nntui.playground.layout import strip_rows
from nntui.playground.lesson_view import strip_view
from nntui.session.session import TrainingSession
from tests.speaking import speaking

KEYS = {action.id: action.key_shown({}) for action in ACTIONS}
OPEN = View(
    lesson="Learning rate",
    task="Too large",
    place=3,
    marks=("passed", "open", "here"),
    text="What do you expect?",
    checks=(Check("epoch at least 30", "3", False),),
    choices=("faster", "the same"),
)


def words_of(view: StripView) -> list[str]:
    return [f"{key.key} {key.word}" for key in view.keys]


def test_a_question_comes_before_its_checklist():
    asking = strip_view(replace(OPEN, can_hint=True), "3", KEYS, is_asking=True)
    assert asking.place == "3 Learning rate · 3 of 3 Too large"
    assert asking.marks == ("✓", "·", "●")
    assert asking.choices == OPEN.choices
    assert words_of(asking) == ["1–2 to answer", "T hint", "N skip"]
    elsewhere = strip_view(OPEN, "3", KEYS, is_asking=True, has_digits=False)
    assert words_of(elsewhere)[0] == "m to answer", "digits go to the control that has the focus"
    answered = strip_view(replace(OPEN, answer="faster"), "3", KEYS, is_asking=False)
    assert answered.choices == ()
    assert answered.takes_digits, "a second digit still belongs to the task"
    assert answered.said == "You said: faster."
    number = strip_view(replace(OPEN, choices=(), asks_number=True), "", KEYS, is_asking=True)
    assert number.place.startswith("Learning rate · ")
    assert words_of(number)[0] == "0–9, Enter to answer"


def test_of_what_there_is_to_say_what_belongs_to_the_state_counts_most():
    view = replace(OPEN, hints=("One.", "Two."), note="Nothing moves.")
    assert strip_view(view, "3", KEYS, is_asking=False).reply == "Hint: Two."
    wrong = replace(view, reply="That is too many.")
    assert strip_view(wrong, "3", KEYS, is_asking=False).reply == "That is too many."
    hinting = replace(wrong, is_hinting=True)
    assert strip_view(hinting, "3", KEYS, is_asking=False).reply == "Hint: Two.", "it was asked for after that reply"
    assert strip_view(replace(view, hints=()), "3", KEYS, is_asking=False).reply == "Nothing moves."
    assert "being done" in strip_view(replace(wrong, is_doing=True), "3", KEYS, is_asking=False).reply
    assert "T do it for me" in words_of(strip_view(replace(view, can_do=True), "3", KEYS, is_asking=False))


def test_what_has_passed_says_what_was_answered_what_came_and_why():
    view = replace(OPEN, is_passed=True, answer="faster", reply="Not this time.", done="It jumps.", passed="Passed")
    shown = strip_view(view, "3", KEYS, is_asking=False)
    assert shown.text == "You said: faster. Not this time. It jumps."
    assert (shown.verdict, shown.reply, shown.said) == ("Passed", "", "")
    assert words_of(shown) == ["N goes on", "B back"]
    assert strip_view(replace(OPEN, is_passed=True), "3", KEYS, is_asking=False).text == OPEN.text


def test_behind_the_last_task_it_says_what_comes():
    view = View("Learning rate", "Learning rate", 3, ("passed",) * 3, "That was it.", is_over=True)
    on = strip_view(view, "3", KEYS, is_asking=False, following="Features")
    assert on.place == "3 Learning rate"
    assert "Features" in on.reply
    assert words_of(on) == ["N next lesson", "m menu", "B back"]
    assert words_of(strip_view(view, "12", KEYS, is_asking=False)) == ["m menu", "B back"]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return read_shelf()


@pytest.mark.parametrize("code", ["en", "pt_BR"])
def test_there_is_room_for_every_task_of_ours(shelf, code):
    with speaking(code), TrainingSession(Experiment(seed="0.5")) as session:
        for number, lesson in enumerate(shelf.lessons, start=1):
            course = Course.begin(lesson, session)
            course.next()
            for place in range(len(lesson.tasks)):
                course.go_to(place)
                for kind, view in moments_of(course, str(number)):
                    for width, height in ((80, 24), (118, 40), (160, 50)):
                        picture = strip_picture(view, width, strip_rows(width, height))
                        # Of two tasks with many conditions the last line of the text scrolls until the first one holds.
                        most = 1 if kind == "open" else 0
                        assert picture.most <= most, f"{lesson.id}, task {place + 1}, {kind}, at {width} columns"


def moments_of(course: Course, number: str) -> Iterator[tuple[str, StripView]]:
    """A task while it asks, while it is open, and when it has passed with each of the answers."""
    task, state = course.task, course.task_state
    course.state.kept = {name: 0.123 for each in course.lesson.tasks for name in each.keep}
    question = task.question
    if question is not None:
        yield "asking", strip_view(view_of(course, KEYS), number, KEYS, is_asking=True)
    yield "open", strip_view(view_of(course, KEYS), number, KEYS, is_asking=False)
    answers = [""]
    if question is not None and question.number is not None:
        answers = [f"{question.number:g}"]
    elif question is not None:
        right = question.right + 1
        answers = [str(each + 1) for each in range(len(question.answers))] if task.checks else [str(right)]
    state.passed = Passed(30, 0.5)
    for state.answer in answers:
        yield "passed", strip_view(view_of(course, KEYS), number, KEYS, is_asking=False)
    state.passed, state.answer = None, ""
