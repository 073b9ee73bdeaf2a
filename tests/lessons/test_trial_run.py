"""Trying lessons with the engine: small ones, and those that come with the program."""

import pytest

from nntui.lessons.lesson import Lesson
from nntui.lessons.shelf import read_shelf
from nntui.lessons.trial_run import TaskTrials, seeds_for, try_lesson
from tests.lessons.files import FRONT, TWO_TASKS, parsed

SHELF = read_shelf()


def test_each_way_is_tried_and_counted():
    predict, compare = try_lesson(parsed(TWO_TASKS), ["0.5", "1"])
    assert (predict.seeds, predict.passed, predict.started, predict.epochs) == (2, 2, 0, [12, 12])
    assert not predict.is_idle_tried, "playing is the way"
    assert (compare.passed, compare.idled, compare.mistakes) == (2, 0, {"large": 0})
    assert predict.faults == compare.faults == ()
    assert compare.epoch_range is not None


@pytest.mark.parametrize(
    ("check", "solution", "mistake", "faults"),
    [
        ("epoch >= 0", "batch_size = 5", "batch_size = 6", ("start", "idle", "too small")),
        ("epoch >= 50", "batch_size = 5\ntrain 60", "train 60", ("idle", "too small")),
        ("batch_size == 5", "batch_size = 6", "batch_size = 7", ("way",)),
        ("batch_size <= 6", "batch_size = 6", "batch_size = 5", ("too small",)),
        ("batch_size == 6", "batch_size = 6", "train 2", ()),
    ],
)
def test_what_must_not_be_is_a_fault(check, solution, mistake, faults):
    text = f"## A {{#a}}\n```check\n{check}\n```\n```solution\n{solution}\n```\n```mistake too small\n{mistake}\n```\n"
    (trial,) = try_lesson(parsed(FRONT + text), ["1"])
    assert trial.faults == faults


def test_a_lesson_can_be_about_the_settings_of_the_sheet():
    text = (
        '## A {#a}\n```set\ndataset = "three-arms"\nhidden_layers = [8, 8]\nlearning_rate = 0.01\n```\n'
        '```check\nclasses == 3\nloss == "cross-entropy"\noptimizer == "adam"\naccuracy > 0.8\n'
        "lowest_accuracy > 0.5\n```\n"
        '```solution\noptimizer = "adam"\ntrain 120\n```\n```mistake slower\noptimizer = "sgd"\ntrain 30\n```\n'
    )
    (trial,) = try_lesson(parsed(FRONT + text), ["0.5", "1"], most_epochs=60)
    assert (trial.passed, trial.faults) == (2, ())


def test_some_luck_is_allowed():
    trial = TaskTrials("a", "b", seeds=40, passed=38, idled=2, mistakes={"m": 2})
    assert trial.faults == ()
    trial = TaskTrials("a", "b", seeds=40, passed=37, started=1, idled=3, mistakes={"m": 3})
    assert trial.faults == ("way", "start", "idle", "m")


def test_what_cannot_be_tried_says_why():
    text = (
        "## A {#a}\n```ask\n= 2\n```\n## B {#b}\n```check\nshown_layer == 1\n```\n## C {#c}\n```check\nepoch > 3\n```\n"
    )
    trials = try_lesson(parsed(FRONT + text), ["1"])
    assert [trial.why_not for trial in trials] == ["question", "screen", "no solution"]
    assert all(trial.faults == () for trial in trials)


def test_a_seed_that_a_task_names_gives_way():
    text = '## A {#a}\n```set\nseed = "3"\n```\n```check\nseed != "3"\n```\n```solution\ntrain 1\n```\n'
    (trial,) = try_lesson(parsed(FRONT + text), ["3", "4"])
    assert (trial.passed, trial.started) == (1, 1)


def test_the_lessons_that_come_with_the_program_can_all_be_used():
    assert (SHELF.faults, SHELF.notes) == ((), ())
    assert len(SHELF.lessons) == 12
    assert sum(len(lesson.tasks) for lesson in SHELF.lessons) == 58
    for lesson in SHELF.lessons:
        assert list(lesson.translations) == ["pt_BR"]


@pytest.mark.parametrize("lesson", SHELF.lessons, ids=lambda lesson: lesson.id)
def test_a_lesson_of_ours_passes_by_its_way_and_not_without_it(lesson: Lesson):
    # The ways on three seeds; what must not pass on one of them, and only for so long as it may take by luck.
    own, *others = seeds_for(lesson, 3)
    trials = try_lesson(lesson, [own], most_epochs=12)
    assert [(trial.task, trial.faults) for trial in trials if trial.faults] == []
    for trial in try_lesson(lesson, others, most_epochs=0):
        assert trial.started == 0, trial.task
        assert trial.why_not or trial.passed >= trial.seeds - 1, trial.task
