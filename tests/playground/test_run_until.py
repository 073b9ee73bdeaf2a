"""Run until: the dialog, and what it makes of what is typed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.dialogs.run_until import RunUntilScreen, parse_goal
from nntui.session.stopping import Goal
from tests.playground import Driver, opened, text_of
from tests.playground.fake_screen import Desk

# What is typed


@pytest.mark.parametrize(
    ("epoch", "test_loss", "goal"),
    [
        ("100", "", Goal(epoch=100)),
        (" 1,000 ", "", Goal(epoch=1000)),
        ("0", "", Goal(epoch=0)),
        ("", "0.05", Goal(test_loss=0.05)),
        ("", " 1e-3 ", Goal(test_loss=0.001)),
        ("500", ".1", Goal(500, 0.1)),
        ("", "0,05", Goal(test_loss=0.05)),
        ("0.02", "", Goal(test_loss=0.02)),
        ("0,02", "", Goal(test_loss=0.02)),
        ("12.000", "", Goal(epoch=12_000)),
    ],
)
def test_a_goal_is_an_epoch_a_test_loss_or_both(epoch, test_loss, goal):
    assert parse_goal(epoch, test_loss) == goal


@pytest.mark.parametrize(
    ("epoch", "test_loss"),
    [
        ("", ""),
        (" ", " "),
        ("ten", ""),
        ("-1", ""),
        ("1.5", ""),
        ("1e3", ""),
        ("9" * 13, ""),
        ("", "small"),
        ("", "0"),
        ("", "-0.1"),
        ("", "nan"),
        ("", "inf"),
        ("100", "low"),
    ],
)
def test_what_is_no_goal_is_refused_with_a_sentence(epoch, test_loss):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        parse_goal(epoch, test_loss)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_a_goal_or_refused(epoch, test_loss):
    try:
        goal = parse_goal(epoch, test_loss)
    except ValueError:
        return
    assert goal != Goal()
    assert goal.epoch is None or goal.epoch >= 0
    assert goal.test_loss is None or 0 < goal.test_loss < math.inf


# The dialog


async def asked(it: Driver) -> RunUntilScreen:
    await it.press("e")
    await it.until(lambda: isinstance(it.app.screen, RunUntilScreen) and it.app.focused)
    assert isinstance(it.app.screen, RunUntilScreen)
    return it.app.screen


async def test_it_runs_to_an_epoch_and_says_so():
    async with opened() as it:
        it.session.player.set_speed(math.inf)
        await asked(it)
        assert it.focused == "epoch"
        await it.enter("7")
        await it.settle()
        assert it.app.screen is it.screen
        assert it.epoch == 7
        assert not it.session.player.playing
        await it.until(lambda: "goal reached" in it.text("#counters"))
        assert it.told == ""
        await asked(it)
        await it.press("enter")
        assert "past epoch" not in it.text("#counters")
        await it.press("R")
        await it.rush("e", "enter")
        await it.until(lambda: it.epoch == 7 and not it.session.player.playing)


async def test_what_is_typed_ahead_comes_in_its_order():
    async with opened() as it:
        it.session.player.set_speed(math.inf)
        await it.rush("e", *"50", "enter")
        await it.until(lambda: it.epoch == 50 and not it.session.player.playing)
        assert it.experiment.dataset == "circle", "no digit has chosen a data set"
        await it.press("R")
        it.type_ahead("e")
        await it.rush("tab")
        it.type_ahead("0.2")
        await it.rush("enter")
        await it.until(lambda: "test loss under 0.2" in it.text("#counters"))


async def test_it_runs_to_a_test_loss():
    async with opened() as it:
        it.session.player.set_speed(math.inf)
        await asked(it)
        await it.press("ctrl+u", "tab")
        assert it.focused == "test-loss"
        await it.enter("0.2")
        await it.settle()
        losses = it.session.snapshot.history.test
        assert losses[-1] < 0.2 <= losses[-2]
        await it.until(lambda: "test loss under 0.2" in it.text("#counters"))


async def test_a_goal_behind_is_said_and_nothing_is_trained():
    async with opened() as it:
        await it.press("S")
        await it.settle()
        await asked(it)
        await it.enter("5")
        await it.settle()
        assert it.epoch == 10
        await it.until(lambda: "past epoch 5" in it.text("#counters"))


async def test_a_refusal_stays_in_the_dialog_with_a_sentence():
    async with opened() as it:
        dialog = await asked(it)
        await it.enter("much")
        assert it.app.screen is dialog
        assert "much" in text_of(dialog.query_one("#refusal"))
        assert it.focused == "epoch"
        await it.press("escape")
        assert it.app.screen is it.screen
        assert not it.session.player.playing


async def test_keys_of_the_playground_do_nothing_behind_it():
    async with opened() as it:
        before = it.experiment
        dialog = await asked(it)
        await it.press("s", "space", "g", "q", "e", "question_mark")
        assert it.app.screen is dialog
        assert it.experiment == before
        assert it.epoch == 0


def test_the_keys_that_show_an_epoch_that_is_over_are_named():
    desk = Desk(seed="1")
    try:
        desk.do("step-ten", "run-until")
        desk.screen.answer(Goal(epoch=5))
        assert "O 5 Enter shows epoch 5" in desk.told
        desk.do("run-until")
        desk.screen.answer(Goal(epoch=10))  # which is shown already
        assert "epoch 10" not in desk.told
    finally:
        desk.at.close()
        desk.session.close()
