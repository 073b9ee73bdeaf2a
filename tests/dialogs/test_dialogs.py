"""What all dialogs have in common, in an app that does nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import sleep

import pytest
from textual.app import App
from textual.errors import NoWidget
from textual.events import Click
from textual.pilot import Pilot
from textual.screen import ModalScreen

from nntui.dialogs.questions import (
    AskGoal,
    AskPath,
    ChooseColumns,
    ChooseOne,
    Jump,
    Offer,
    Question,
    ShowHelp,
    ShowLink,
    ShowNotes,
    ShowSum,
    Wait,
)
from nntui.dialogs.table import DIALOGS, dialog_for
from nntui.experiment.experiment import Experiment
from nntui.formats.tables.layout import TableView
from nntui.playground.palette_commands import Palette
from nntui.session.stopping import Goal
from nntui.training.neuron_sum import sum_of
from nntui.training.trainer import Trainer


def questions() -> list[Question]:
    snapshot = Trainer(Experiment(seed="1")).snapshot()
    return [
        ChooseOne("Export", (Offer("a", "A", "one"), Offer("b", "B", "two"))),
        AskPath("Open", "A file", Path("/")),
        AskGoal(Goal(epoch=100)),
        ChooseColumns("some.csv", TableView(("a", "b", "c"), (("1", "2", "3"),), (0, 1, 2)), "Why"),
        Wait("Reading …", partial(sleep, 0.3)),
        Jump(()),
        ShowHelp(None),
        ShowLink("https://playground.tensorflow.org/#seed=1", ("a note",)),
        ShowNotes("Please note", ("one", "two")),
        ShowSum(sum_of(snapshot.experiment, snapshot.network(), (1, 0), 0.0, 0.0), 0),
    ]


READING = (ShowHelp, ShowLink, ShowNotes, ShowSum)
ALL = pytest.mark.parametrize("question", questions(), ids=lambda each: type(each).__name__)


class Host(App[None]):
    """Keeps what is answered."""

    answers: list[object]

    def on_mount(self) -> None:
        self.answers = []

    def open(self, question: Question) -> None:
        self.push_screen(dialog_for(question), self.answers.append)


@asynccontextmanager
async def opened(question: Question, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.open(question)
        await pilot.pause()
        yield app, pilot


def click(app: App, x: int, y: int) -> Click:
    return Click(app.screen, x, y, 0, 0, 1, False, False, False, x, y)


def test_every_dialog_is_tried():
    assert {type(question) for question in questions()} == DIALOGS.keys()


@ALL
async def test_escape_answers_none_once_however_often_it_comes(question):
    async with opened(question) as (app, pilot):
        for _ in range(3):
            app.simulate_key("escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert app.answers == [None]


@pytest.mark.parametrize("question", [each for each in questions() if isinstance(each, READING)], ids=repr)
async def test_what_is_only_read_is_closed_by_each_of_the_usual_keys(question):
    async with opened(question) as (app, pilot):
        for key in ("escape", "enter", "space", "q"):
            if len(app.screen_stack) == 1:
                app.open(question)
                await pilot.pause()
            app.simulate_key(key)
            await pilot.pause()
            assert len(app.screen_stack) == 1, key
        assert app.answers == [None] * 4


@ALL
async def test_a_click_where_there_is_no_widget_any_more_is_none(question):
    async with opened(question) as (app, pilot):
        dialog = app.screen
        with pytest.raises(NoWidget):
            dialog.get_widget_at(200, 100)
        dialog.post_message(click(app, 200, 100))
        await pilot.pause()
        assert app.return_code is None
        assert app.is_running


@ALL
async def test_one_that_lies_below_another_screen_closes_neither(question):
    async with opened(question) as (app, pilot):
        dialog, above = app.screen, ModalScreen()
        app.push_screen(above)
        await pilot.pause()
        dialog.answer(None)
        await dialog.action_dismiss()
        dialog.post_message(click(app, 0, 0))
        await pilot.pause()
        assert app.screen_stack[1:] == [dialog, above]
        assert app.answers == []
        app.pop_screen()
        await pilot.pause()
        app.simulate_key("escape")
        await pilot.pause()
        assert app.answers == [None], "it can still be left"


@ALL
async def test_it_fits_the_least_terminal(question):
    async with opened(question, (20, 8)) as (app, _):
        boxes = app.screen.query(".box")
        assert all(app.screen.region.contains_region(box.region) for box in boxes)


@pytest.mark.parametrize("question", [AskPath("Open", "", Path("/")), AskGoal(Goal(epoch=100))], ids=["path", "goal"])
async def test_the_palette_is_closed_before_it_is_shown_and_nothing_breaks(question):
    async with opened(question) as (app, pilot):
        dialog = app.screen
        app.push_screen(Palette())
        app.pop_screen()
        for _ in range(5):
            await pilot.pause()
        assert app.screen is dialog
        assert app.return_code is None


async def test_a_click_on_no_widget_is_none_for_the_palette_too():
    app = Host()
    async with app.run_test() as pilot:
        app.push_screen(Palette())
        await pilot.pause()
        palette = app.screen
        palette.post_message(click(app, 200, 100))
        await pilot.pause()
        assert app.screen is palette
        palette.post_message(click(app, 0, 0))
        await pilot.pause()
        assert app.screen is not palette


async def test_a_letter_jumps_to_its_control_and_any_other_key_leaves():
    from textual.widgets import Button

    targets = (Button("one"), Button("two"))
    async with opened(Jump(targets)) as (app, pilot):
        app.simulate_key("s")
        await pilot.pause()
        app.open(Jump(targets))
        await pilot.pause()
        app.simulate_key("1")
        await pilot.pause()
        assert app.answers == [targets[1], None]
