"""The way out while the work cannot be saved by itself: no key loses it without a question."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.command import CommandPalette
from textual.events import MouseDown, MouseUp

from nntui.dialogs.choice import ChoiceScreen
from nntui.dialogs.notes import NotesScreen
from nntui.dialogs.path import PathScreen
from nntui.dialogs.questions import ShowNotes
from nntui.experiment.experiment import Experiment
from nntui.formats.saved_session import read_session
from nntui.playground.leaving import is_leave_question
from nntui.storage.start import StartState
from tests.playground import Driver, opened_with


@asynccontextmanager
async def unsaved(tmp_path, monkeypatch) -> AsyncIterator[Driver]:
    """A playground whose work cannot be saved by itself."""
    (tmp_path / "state").write_text("no folder")
    monkeypatch.chdir(tmp_path)
    async with opened_with(StartState(Experiment(seed="1")), state_folder=tmp_path / "state") as it:
        it.screen.playground.autosave._delay = 0.0
        await it.press("s")
        await it.settle()
        await it.until(lambda: "cannot be saved by itself" in it.told)
        assert "not saved by itself" in str(it.screen.query_one("#network-panel").border_subtitle)
        yield it


def questions(it: Driver) -> list[ChoiceScreen]:
    return [s for s in it.app.screen_stack if isinstance(s, ChoiceScreen) and is_leave_question(s.question)]


async def test_ctrl_c_asks_whatever_is_open_and_only_one_at_the_question_leaves(tmp_path, monkeypatch):
    async with unsaved(tmp_path, monkeypatch) as it:
        for key in ("question_mark", "w", "ctrl+e", "semicolon", "ctrl+p"):  # one of each kind
            await it.press(key)
            await it.until(lambda: it.app.screen is not it.screen)
            below = it.app.screen
            await it.press("ctrl+c")
            assert it.app.return_code is None, key
            await it.until(lambda: questions(it) == [it.app.screen] and it.app.focused)
            await it.press("escape")
            assert it.app.screen is below, key
            await it.press("escape")
            await it.until(lambda: it.app.screen is it.screen)
        await it.press("ctrl+c")
        await it.until(lambda: questions(it) == [it.app.screen])
        await it.rush("ctrl+c")
        await it.until(lambda: not it.app.is_running)
    assert it.app.return_code == 1, "a script can see that work was lost"


async def test_whether_the_last_save_goes_well_is_known_before_it_is_left(tmp_path, monkeypatch):
    """As on a disk that has become full since the last one."""
    monkeypatch.chdir(tmp_path)
    async with opened_with(StartState(Experiment(seed="1")), state_folder=tmp_path / "state") as it:
        await it.press("s")
        await it.until(lambda: it.app.has_saved)
        it.screen.playground.autosave._delay = 1000.0
        monkeypatch.setattr("nntui.storage.autosave.write_atomically", full)
        await it.press("s", "q")
        await it.until(lambda: questions(it) == [it.app.screen])
        await it.press("escape")
        monkeypatch.undo()
        it.screen.playground.autosave.catch_up()
        await it.rush("q")
        await it.until(lambda: not it.app.is_running)
    assert it.app.return_code == 0


def full(*_arguments, **_options) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_what_comes_over_the_question_is_closed_by_ctrl_c_and_the_question_stays_one(tmp_path, monkeypatch):
    async with unsaved(tmp_path, monkeypatch) as it:
        await it.press("q")
        await it.until(lambda: questions(it))
        it.screen.playground.screen.ask(ShowNotes("Your own points", ("read in the background",)))
        await it.until(lambda: isinstance(it.app.screen, NotesScreen))
        await it.rush("ctrl+c")
        assert it.app.return_code is None
        assert questions(it) == [it.app.screen]
        await it.rush("ctrl+p")
        assert not isinstance(it.app.screen, CommandPalette)


async def test_saving_is_offered_over_another_dialog_too(tmp_path, monkeypatch):
    async with unsaved(tmp_path, monkeypatch) as it:
        await it.press("question_mark")
        await it.until(lambda: it.app.screen is not it.screen)
        await it.press("ctrl+c")
        await it.until(lambda: questions(it) and it.app.focused)
        await it.press("enter")
        await it.until(lambda: isinstance(it.app.screen, PathScreen) and it.app.focused)
        await it.press("enter")
        assert read_session(tmp_path / "circle-2-4-2-1.nntui").snapshot.epoch == 1
        assert it.app.return_code is None


@pytest.mark.parametrize("key", ["w", "ctrl+o"])
async def test_ctrl_p_over_a_dialog_opens_no_palette(key, tmp_path, monkeypatch):
    async with unsaved(tmp_path, monkeypatch) as it:
        await it.press(key)
        await it.until(lambda: it.app.screen is not it.screen)
        dialog = it.app.screen
        await it.rush("ctrl+p", "ctrl+p")
        assert it.app.screen is dialog
        # A click beside it and ctrl+p in one packet: the click closes it, and then there is no dialog any more.
        for kind in (MouseDown, MouseUp):
            it._mouse(kind, 1, 12)
        it.app.simulate_key("ctrl+p")
        await it.until(lambda: isinstance(it.app.screen, CommandPalette))
        assert it.app.screen_stack[:-1] == [it.screen]
