"""A lesson that is being taken, over a real session."""

import json
from collections.abc import Iterator

import pytest

from nntui.experiment.experiment import Experiment
from nntui.lessons.answers import AnswerError
from nntui.lessons.course import Course
from nntui.lessons.course_state import CourseState, CourseStateError, read_course_state
from nntui.lessons.presenting import is_stuck, remember_text, view_of
from nntui.lessons.progress import Progress
from nntui.lessons.trial_run import train
from nntui.session.link_extras import LinkExtras
from nntui.session.session import TrainingSession
from tests.lessons.files import FRONT, TWO_TASKS, parsed
from tests.lessons.states import trained
from tests.speaking import speaking

LESSON = parsed(TWO_TASKS)
TRIALS = parsed(
    FRONT
    + """
## Starts {#starts}
```set
dataset = "xor"
hidden_layers = [3]
trial_epochs = 5
```
```check
trials >= 2
```
```solution
train 6
again 3
```
"""
)


WRONG_ANSWERS = (
    FRONT
    + """
## Colour {#colour}
Which?
```ask
- blue !
- green
```
```hint
Look up.
```
```solution
answer 1
```
"""
)


@pytest.fixture
def session() -> Iterator[TrainingSession]:
    with TrainingSession(Experiment(seed="7", dataset="gauss")) as session:
        yield session


@pytest.fixture
def course(session) -> Course:
    return Course.begin(LESSON, session)


def started(course: Course) -> Course:
    """The course at its first task."""
    course.next()
    return course


def test_a_lesson_opens_as_one_step_of_undo_and_gives_back_what_was_there(session):
    session.player.step(3)
    session.player.wait()
    session.player.set_speed(10)
    before = session.snapshot
    course = Course.begin(LESSON, session)
    assert view_of(course).is_opening
    assert view_of(course).text == "What is it about?"
    assert (session.experiment.seed, session.experiment.noise, session.player.speed) == ("0.5", 25, 120)
    assert session.experiment.dataset == "circle", "what is not named is at its default"
    assert session.link_extras.hidden == {"noise", "sinX"}
    session.undo()
    assert (session.experiment, session.snapshot.epoch) == (before.experiment, 3)
    assert (session.snapshot.parameters == before.parameters).all()
    session.redo()
    started(course)
    train(course, 12)
    assert course.stage.can_go_back
    course.back_to_what_was()
    assert session.snapshot.epoch == 3
    assert session.experiment == before.experiment
    assert (session.link_extras, session.player.speed) == (LinkExtras(), 10)


def test_leaving_can_keep_the_network(course, session):
    train(started(course), 12)
    epoch = session.snapshot.epoch
    course.keep_this()
    assert (session.snapshot.epoch, session.experiment.noise) == (epoch, 25)
    assert not session.link_extras.hidden


def test_the_person_s_own_points_outlive_a_lesson(session):
    session.change(dataset="own")
    points = session.experiment.user_points
    Course.begin(LESSON, session)
    assert session.experiment.user_points is points


def test_the_checklist_has_live_values_and_what_has_passed_stays(course, session):
    view = view_of(started(course))
    assert [check.text for check in view.checks] == ["epoch at least 10: 0", "the noise stays"]
    assert [check.holds for check in view.checks] == [False, True]
    assert (view.place, view.marks, view.is_passed) == (1, ("here", "open"), False)
    train(course, 6)
    assert view_of(course).checks[0].text == "epoch at least 10: 6"
    train(course, 20)
    assert session.snapshot.epoch == 12
    loss = session.snapshot.test_loss
    view = view_of(course)
    assert view.passed == f"Passed at epoch 12, test loss {loss:.3f}"
    assert view.done == f"Test loss {loss:.3f} at epoch 12."
    assert course.state.kept == {"first": loss, "half": loss / 2}
    train(course, 6, is_stopped_by_passing=False)
    session.change(noise=0)
    course.observe()
    assert view_of(course).done == view.done, "as it was when it passed"
    assert (view_of(course).is_passed, view_of(course).marks) == (True, ("passed", "open"))


def test_a_prediction_is_kept_and_shown_beside_what_happened(course):
    started(course).answer("2")
    view = view_of(course)
    assert (view.answer, view.reply) == ("it forgets", ""), "what happens is not told before"
    train(course, 12)
    view = view_of(course)
    assert (view.answer, view.reply) == ("it forgets", "It never does.")
    course.answer("1")
    assert view_of(course).answer == "it forgets", "it cannot be changed afterwards"


@pytest.mark.parametrize("text", ["0", "3", "x", "", "1.5", "1e400", "nan"])
def test_what_is_no_answer_is_refused(course, text):
    with pytest.raises(AnswerError, match="is no answer; allowed is 1 to 2"):
        started(course).answer(text)


def test_a_question_alone_passes_with_the_right_answer_and_replies_to_others(session):
    text = "## A {#a}\nHow many?\n```ask\n= 2.5\n- 10 = Not ten.\n```\n```done\nYes.\n```\n"
    course = started(Course.begin(parsed(FRONT + text), session))
    assert view_of(course).asks_number
    course.answer("10")
    assert (view_of(course).answer, view_of(course).reply) == ("10", "Not ten.")
    course.answer("7")
    assert view_of(course).reply == "No. Try again, or ask for a hint."
    course.answer("2,5")
    assert (view_of(course).is_passed, view_of(course).passed, view_of(course).done) == (True, "Right", "Yes.")
    with pytest.raises(AnswerError, match="allowed is a number"):
        course.answer("many")


def test_a_wrong_idea_is_answered_while_it_is_paused(course, session):
    started(course)
    session.change(batch_size=1)
    course.observe()
    assert view_of(course).reply == "That is a small batch: 1."
    session.player.set_speed(1)
    session.player.play()
    course.observe()
    assert view_of(course).reply == ""
    session.player.pause()


def test_hints_come_one_at_a_time_and_then_it_can_be_done(course, session):
    view = view_of(started(course))
    assert (view.hints, view.can_hint, view.can_do) == ((), True, False)
    assert course.hint() == "Play."
    assert not course.task_state.was_shown
    assert course.hint() == "Play for ten epochs."
    assert course.hint() == ""
    view = view_of(course)
    assert (view.hints, view.can_hint, view.can_do) == (("Play.", "Play for ten epochs."), False, True)
    assert course.task_state.was_shown
    wait_done(course, session)
    assert view_of(course).is_passed
    assert not session.player.playing


def test_a_hint_replaces_what_was_said_and_is_never_out_of_reach(session):
    course = started(Course.begin(parsed(WRONG_ANSWERS), session))
    course.observe()
    course.answer("2")
    assert (view_of(course).reply, view_of(course).is_hinting) == ("No. Try again, or ask for a hint.", False)
    assert course.hint() == "Look up."
    assert view_of(course).is_hinting
    course.answer("2")
    view = view_of(course)
    assert (view.is_hinting, view.can_hint, view.can_do) == (False, True, False)
    assert course.hint() == "Look up.", "it was replaced, so it comes again"
    view = view_of(course)
    assert (view.is_hinting, view.can_hint, view.can_do) == (True, False, True)
    assert course.hint() == ""


def test_a_hint_replaces_the_reply_to_a_wrong_idea_until_something_changes(course, session):
    started(course)
    session.change(batch_size=1)
    course.observe()
    assert not view_of(course).is_hinting
    course.hint()
    assert view_of(course).is_hinting
    session.change(batch_size=2)
    session.change(batch_size=1)
    course.observe()
    view = view_of(course)
    assert (view.is_hinting, view.reply) == (False, "That is a small batch: 1.")


def wait_done(course: Course, session: TrainingSession) -> None:
    """Has the solution carried out, as the screen does."""
    session.player.set_speed(300)
    course.do_it()
    for _look in range(2000):
        if not course.is_doing:
            return
        session.player.wait(0.005)
        course.observe()
    raise AssertionError("it does not end")


def test_what_is_carried_out_ends_when_it_is_paused(course, session):
    started(course).do_it()
    assert course.is_doing
    assert session.player.playing
    session.player.pause()
    course.observe()
    assert not course.is_doing
    assert not course.is_passed


def test_a_solution_that_does_not_lead_there_is_said_to_have_failed(session):
    text = "## A {#a}\n```check\nepoch > 100\n```\n```solution\ntrain 3\nbatch_size = 1\ntrain 1\n```\n"
    course = started(Course.begin(parsed(FRONT + text), session))
    wait_done(course, session)
    view = view_of(course, {"new-weights": "R"})
    assert not view.is_passed
    assert view.note == "Nothing moves any more? R begins with other first weights."


def test_a_solution_that_cannot_be_carried_out_says_why(session):
    text = "## A {#a}\n```check\nepoch > 1\n```\n```solution\ntrain_share = 10\nbatch_size = 200\n```\n"
    course = started(Course.begin(parsed(FRONT + text), session))
    wait_done(course, session)
    assert "Batch size: 200 is not allowed" in view_of(course).note


def test_a_task_goes_on_as_it_is_and_compares_with_what_was_kept(course, session):
    train(started(course), 12)
    snapshot = session.snapshot
    course.next()
    assert session.snapshot is snapshot
    view = view_of(course)
    assert view.text == f"Get under {course.state.kept['first']:.3f} with fewer epochs."
    assert view.checks[1].words == f"test loss under {course.state.kept['first']:.3f}"
    assert view.note == ""
    session.change(batch_size=1)
    train(course, 9)
    assert course.is_passed
    course.next()
    view = view_of(course)
    assert (view.is_over, view.text) == (True, "That was “Small”: all 2 tasks have passed.")
    course.back()
    assert not view_of(course).is_over


def test_nothing_is_locked_and_what_is_missing_is_done_with_the_last_hint(session):
    progress = Progress(None)
    course = started(Course.begin(LESSON, session, progress))
    course.next()
    assert progress.of("small")["predict"].skipped
    assert course.missing() == {"predict"}
    assert view_of(course).note == "This task uses the result of “Predict”: do that one first."
    assert view_of(course).checks[1].text.startswith("test loss under –")
    course.hint()
    wait_done(course, session)
    assert course.is_passed
    assert course.state.kept.keys() == {"first", "half"}
    assert not course.state.of("predict").passed, "it is a means here"
    assert session.experiment.noise == 25, "it began with what the task before begins with"


def test_a_wrong_prediction_is_answered_with_the_right_one_when_it_is_seen_what_happens(session):
    course = started(Course.begin(parsed(TWO_TASKS.replace(" = It never does.", "")), session))
    course.answer("2")
    assert view_of(course).reply == ""
    train(course, 12)
    assert course.is_passed
    assert view_of(course).reply == "The right answer: it learns."


def test_any_task_can_be_begun_and_repeated(session):
    course = Course.begin(LESSON, session, task="compare")
    assert not view_of(course).is_opening
    assert (session.experiment.noise, view_of(course).place) == (25, 2)
    course.back()
    assert view_of(course).place == 1
    train(course, 12)
    course.next()
    begun = session.snapshot
    session.change(batch_size=1)
    train(course, 9)
    assert course.is_passed
    course.restart_task()
    assert not course.is_passed
    assert (session.snapshot.epoch, session.experiment.batch_size) == (begun.epoch, 10)
    course.restart_lesson()
    assert view_of(course).is_opening
    assert course.state.kept == {}


def test_a_task_that_was_left_and_is_come_back_to_keeps_its_network(course, session):
    train(started(course), 12)
    course.next()
    session.change(batch_size=2)
    snapshot = session.snapshot
    course.back()
    course.back()
    assert view_of(course).is_opening
    course.next()
    course.next()
    assert (session.snapshot, view_of(course).place) == (snapshot, 2)


def test_starts_are_counted_when_they_have_been_trained_far_enough(session):
    course = started(Course.begin(TRIALS, session))
    train(course, 4)
    session.new_weights()
    assert view_of(course).checks[0].text == "starts trained at least 2: 0"
    train(course, 6)
    course.observe()
    assert list(course.state.trials.losses) == [1]
    train(course, 6, is_stopped_by_passing=False)
    assert course.state.trials.losses == {1: session.snapshot.test_loss}, "the newest counts"
    session.change(hidden_layers=(4,))
    train(course, 6)
    assert list(course.state.trials.losses) == [1], "of another network"
    assert not course.is_passed
    session.restart()
    wait_done(course, session)
    assert course.is_passed


def test_the_state_is_plain_data_that_another_start_takes_up(course, session):
    train(started(course), 12)
    course.next()
    course.hint()
    remember_text(course)
    plain = json.loads(json.dumps(course.state.to_plain()))
    assert "Small · Compare\nGet under" in plain["text"]
    again = Course.resume(LESSON, session, read_course_state(plain))
    again.observe()
    assert again.state == course.state
    assert view_of(again) == view_of(course)
    assert not again.stage.can_go_back
    again.next()
    assert again.state.is_over


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        {},
        {"lesson": "small"},
        {"lesson": "small", "task": "a b"},
        {"lesson": "small", "task": "a", "tasks": {"a": {"hints": 99}}},
        {"lesson": "small", "task": "a", "tasks": {"a": {"passed": {"epoch": -1, "test_loss": 0.0}}}},
        {"lesson": "small", "task": "a", "kept": {"x": float("nan")}},
        {"lesson": "small", "task": "a", "kept": {"x": "1"}},
        {"lesson": "small", "task": "a", "trials": {"network": 1, "losses": {"0": float("inf")}}},
        {"lesson": "small", "task": "a", "text": "\x1b[31m"},
        {"lesson": "small", "task": "a", "text": "x" * 5000},
        {"lesson": "small", "task": "a", "more": 1},
    ],
)
def test_a_state_that_is_none_is_refused_in_a_sentence(plain):
    with pytest.raises(CourseStateError, match=r"^lesson: "):
        read_course_state(plain)


def test_a_lesson_that_has_changed_is_taken_up_all_the_same(session):
    state = CourseState("small", "gone", kept={"other": 1.0}, entered="gone")
    course = Course.resume(LESSON, session, state)
    assert (course.task.id, course.state.is_opening, course.state.kept) == ("predict", True, {})


def test_progress_hears_of_what_passes(session):
    progress = Progress(None)
    course = started(Course.begin(LESSON, session, progress))
    course.answer("2")
    train(course, 12)
    course.next()
    course.hint()
    session.change(batch_size=1)
    train(course, 9)
    done = progress.of("small")
    assert (done["predict"].passed, done["predict"].answer, done["predict"].is_right) == (True, "2", False)
    assert (done["compare"].passed, done["compare"].shown) == (False, True), "after its last hint"
    assert Course.begin(LESSON, session, progress).task.id == "predict", "all have passed: from the beginning"
    course.forget()
    assert progress.of("small") == {}


def test_it_is_said_in_the_language_in_use(tmp_path, session):
    from tests.lessons.files import written

    course = started(Course.begin(written(tmp_path), session))
    with speaking("pt_BR"):
        view = view_of(course)
        assert (view.lesson, view.task, view.choices) == ("Pequena", "Preveja", ("aprende", "esquece"))
        assert view.checks[1].text == "o ruído fica"
        assert view.checks[0].text == "época no mínimo 10: 0"
    assert view_of(course).task == "Predict"


def test_a_training_that_stands_still_is_noticed():
    slow = {"learning_rate": 0.00001, "batch_size": 250}
    assert is_stuck(trained(160, **slow))
    assert not is_stuck(trained(140, **slow))
    assert not is_stuck(trained(160, batch_size=50))
