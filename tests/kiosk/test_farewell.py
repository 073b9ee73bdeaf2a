"""The start, the countdown and the end of a visit, on the screen."""

import signal

import pytest

from nntui.experiment.experiment import Experiment
from nntui.kiosk import place
from nntui.kiosk.bounds import LEAST_IDLE_MINUTES, Bounds
from nntui.kiosk.visit import begin
from nntui.playground import visiting
from nntui.playground.leaving import is_leave_question
from nntui.storage.start import StartState
from tests.playground import opened_with


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(visiting, "COUNTDOWN_S", 2)
    monkeypatch.setattr(visiting, "STEP_S", 100.0)


async def test_a_key_stops_the_countdown_and_does_nothing_else_and_without_one_the_visit_ends(visit, monkeypatch):
    async with opened_with(StartState(Experiment(seed="1")), state_folder=visit.state) as it:
        it.app._last_input -= 15 * 60 - 2
        it.app._watch_idleness()
        await it.until(lambda: "Are you still there? The visit ends in 2 seconds" in it.told)
        assert "A visit: nothing is kept when you leave" in it.told
        await it.rush("s")
        await it.until(lambda: "You stay" in it.told)
        assert it.epoch == 0
        await it.rush("s")
        await it.until(lambda: it.epoch == 1)
        await it.press("q")
        assert is_leave_question(it.app.screen.question)
        await it.press("enter")
        assert it.app.copied[-1].startswith("https://playground.tensorflow.org/#")
        await it.press("escape")
        assert it.app.is_running
        assert it.app._autosave is None, "nothing is saved that could be resumed"
        await it.press("ctrl+z")
        assert "There is no shell in a visit" in it.told
        monkeypatch.setattr(visiting, "STEP_S", 0.01)
        it.app._last_input -= 15 * 60
        it.app._watch_idleness()
        await it.until(lambda: not it.app.is_running)
        assert it.app.return_code == 0
        ended, link = it.app.farewell.split("\n")
        assert ended == "The visit has ended: nobody was there for 15 minutes"
        assert link.startswith("A link to its settings: https://playground.tensorflow.org/#")


async def test_a_visit_of_the_least_idle_time_can_be_played(tmp_path, monkeypatch):
    """The countdown is no longer than half of it: else every key would only stop that."""
    monkeypatch.setattr(visiting, "COUNTDOWN_S", 60)
    (tmp_path / "kiosk").mkdir()
    here = begin(str(tmp_path / "kiosk"), Bounds(LEAST_IDLE_MINUTES))
    place.enter(here)
    try:
        async with opened_with(StartState(Experiment(seed="1")), state_folder=here.state) as it:
            await it.rush("s")
            await it.until(lambda: it.epoch == 1)
            it.app._last_input -= 31
            it.app._watch_idleness()
            assert "Are you still there? The visit ends in 30 seconds" in it.told
    finally:
        place.enter(None)
        here.close()


async def test_who_has_downloaded_the_work_is_not_asked_again(visit):
    async with opened_with(StartState(Experiment(seed="1")), state_folder=visit.state) as it:
        await it.press("s")
        await it.settle()
        it.screen.playground.downloaded = it.session.snapshot
        await it.rush("q")
        await it.until(lambda: not it.app.is_running)
        assert it.app.return_code == 0


async def test_used_up_processor_time_is_said(visit, monkeypatch):
    async with opened_with(StartState(Experiment(seed="1")), state_folder=visit.state) as it:
        it.app._leave_on_signal(signal.SIGXCPU)
        await it.until(lambda: not it.app.is_running)
    assert it.app.farewell == "The visit has ended: its 60 minutes of processor time are used up"
