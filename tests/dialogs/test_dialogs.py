"""What all dialogs have in common, in an app that does nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from rich.style import Style
from textual.app import App
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.events import Click
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.worker import WorkerFailed

from nntui.app import PlaygroundApp
from nntui.dialogs.glossary import _line, begin_of
from nntui.dialogs.output_questions import ConfusionReading, ShowConfusion
from nntui.dialogs.parameter_questions import AskFeature, MoreParameters
from nntui.dialogs.questions import (
    AskGoal,
    AskPath,
    AskText,
    ChooseColumns,
    ChooseDataset,
    ChooseHidden,
    ChooseLesson,
    ChooseOne,
    CompareRuns,
    Control,
    IterationPlace,
    Jump,
    LessonEntry,
    Offer,
    Question,
    SearchCards,
    ShowHelp,
    ShowLink,
    ShowNotes,
    ShowOpening,
    ShowRuns,
    ShowSum,
    ShowWords,
    Wait,
    WalkEpoch,
)
from nntui.dialogs.starts_questions import AskStarts, ShowStarts
from nntui.dialogs.table import DIALOGS, dialog_for
from nntui.drawing.confusion import ConfusionTable
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import NO_POINTS
from nntui.formats.run_rows import row_of
from nntui.formats.tables.layout import TableView
from nntui.lessons.cards import all_cards
from nntui.playground.dialog_stack import DialogStack
from nntui.playground.palette_commands import Palette
from nntui.playground.supervision import Supervised
from nntui.session.many_starts import StartsPlan, StartsProgress
from nntui.session.runs import Run, RunMark
from nntui.session.stopping import Goal
from nntui.training.iteration_walk import IterationWalk
from nntui.training.neuron_sum import sum_of
from nntui.training.trainer import Trainer

finished = Event()
"""Set when a test ends: until then, what `Wait` waits for takes as long as the test does."""


def questions() -> list[Question]:
    snapshot = Trainer(Experiment(seed="1")).snapshot()
    run = Run(RunMark(), snapshot)
    return [
        ChooseOne("Export", (Offer("a", "A", "one"), Offer("b", "B", "two"))),
        AskPath("Open", "A file", Path("/")),
        AskGoal(Goal(epoch=100)),
        ChooseColumns("some.csv", TableView(("a", "b", "c"), (("1", "2", "3"),), (0, 1, 2)), "Why"),
        ChooseHidden((Control("noise", "Noise", "noise"), Control("x", "X₁", "x")), frozenset(), ",".join),
        ChooseDataset("dataset", ("circle", "own", "three-arms"), "own", NO_POINTS),
        Wait("Reading …", finished.wait),
        Jump(()),
        ShowHelp(None),
        SearchCards("overfitting"),
        ShowLink("https://playground.tensorflow.org/#seed=1", ("a note",)),
        ShowNotes("Please note", ("one", "two")),
        AskStarts(),
        ShowStarts(lambda: StartsProgress(plan=StartsPlan(experiment=Experiment(seed="1"), number=20, epochs=500))),
        ChooseLesson((LessonEntry("a", "1 First play", 4, (True, False)),), ("05-x.md:3: this is no lesson",)),
        ShowOpening("1 First play", "What is trained here?"),
        ShowSum(sum_of(snapshot.experiment, snapshot.network(), (1, 0), 0.0, 0.0), 0),
        WalkEpoch(IterationWalk(snapshot), IterationPlace((1, 0))),
        ShowWords("Epoch 0.\nNo boundary."),
        ShowConfusion(
            lambda: ConfusionReading(7, (ConfusionTable("Test", np.eye(3, dtype=np.intp)),), ("a", "b", "c"))
        ),
        AskText("Name", "Up to 40 characters"),
        ShowRuns("Runs", (row_of(run),)),
        CompareRuns(row_of(run), row_of(run)),
        MoreParameters(
            lambda: snapshot.experiment,
            lambda _edit: None,
            lambda _command: None,
            lambda _control: None,
            lambda _wanted: None,
            frozenset,
        ),
        AskFeature("x1*x2^2"),
    ]


READING = (ShowHelp, ShowLink, ShowNotes, ShowOpening, ShowSum, ShowWords)
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
    finished.clear()
    async with app.run_test(size=size) as pilot:
        app.open(question)
        await pilot.pause()
        try:
            yield app, pilot
        finally:
            finished.set()


def click(app: App, x: int, y: int) -> Click:
    return Click(app.screen, x, y, 0, 0, 1, False, False, False, x, y)


def test_every_dialog_is_tried():
    assert {type(question) for question in questions()} == DIALOGS.keys()


@ALL
async def test_escape_answers_none_once_and_neither_another_screen_above_nor_a_click_beside_ends_anything(question):
    async with opened(question) as (app, pilot):
        dialog = app.screen
        await close_while_another_screen_lies_above(app, pilot)
        assert app.screen is dialog
        assert app.answers == []
        for _ in range(3):
            app.simulate_key("escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1
        assert app.answers == [None]
        app.open(question)
        await pilot.pause()
        await click_where_there_is_no_widget_any_more(app, pilot)


async def click_where_there_is_no_widget_any_more(app: Host, pilot: Pilot[None]) -> None:
    with pytest.raises(NoWidget):
        app.screen.get_widget_at(200, 100)
    app.screen.post_message(click(app, 200, 100))
    await pilot.pause()
    assert app.return_code is None
    assert app.is_running


async def close_while_another_screen_lies_above(app: Host, pilot: Pilot[None]) -> None:
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


def click_on_option(app: App, target: Widget, number: int) -> Click:
    """A click on an option, as the terminal showed it: the list may have fewer by now."""
    place = target.region
    style = Style.from_meta({"option": number})
    return Click(target, 1, 1, 0, 0, 1, False, False, False, place.x + 1, place.y + 1, style)


@pytest.mark.parametrize("open_palette", [False, True], ids=["path", "palette"])
async def test_a_click_on_an_option_that_has_just_gone_is_none(open_palette, tmp_path):
    (tmp_path / "a.csv").write_text("")
    app = Host()
    async with app.run_test() as pilot:
        app.push_screen(Palette()) if open_palette else app.open(AskPath("Open", "", tmp_path))
        await pilot.pause(0.2)
        dialog, options = app.screen, app.screen.query_one(OptionList)
        options.post_message(click_on_option(app, options, options.option_count + 3))
        await pilot.pause()
        assert app.screen is dialog
        assert app.is_running


async def test_a_page_of_a_list_without_a_column_is_none():
    async with opened(SearchCards(""), (3, 50)) as (app, pilot):
        app.screen.query_one(Input).value = "lo"
        await pilot.pause()
        await pilot.press("pagedown", "pageup")
        assert app.screen.query_one(OptionList).highlighted == 0


async def test_an_option_that_is_chosen_when_the_list_has_changed_is_not_another_file(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("")
    async with opened(AskPath("Open", "", tmp_path)) as (app, pilot):
        options, line = app.screen.query_one(OptionList), app.screen.query_one(Input)
        chosen = OptionList.OptionSelected(options, options.get_option_at_index(0), 0)
        line.value = "b"
        await pilot.pause()
        options.post_message(chosen)
        await pilot.pause()
        assert app.answers == []
        assert line.value == "b"


async def test_the_marking_of_text_with_the_mouse_is_off():
    assert not PlaygroundApp.ALLOW_SELECT, "Textual's own ends the app where a screen is closed under the mouse"


async def test_a_palette_opens_while_the_one_before_is_on_its_way_out():
    class Stacked(DialogStack, Host):
        pass

    app = Stacked()
    async with app.run_test() as pilot:
        for _ in range(3):
            app.action_command_palette()
            app.pop_screen()
        app.action_command_palette()
        await pilot.pause()
        assert isinstance(app.screen, Palette)


async def test_a_search_of_a_palette_that_was_closed_ends_nothing():
    class Watched(Supervised, Host):
        pass

    app = Watched()
    async with app.run_test() as pilot:
        app._handle_exception(WorkerFailed(NoMatches("the list of a closed palette")))
        await pilot.pause()
        assert app.is_running
        assert app.crash is None


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


def test_the_begin_of_a_text_ends_with_a_word():
    assert begin_of("One pass of all", 15) == "One pass of all"
    assert begin_of("One pass of all", 14) == "One pass of…"
    assert begin_of("One pass, then more", 10) == "One pass…"
    assert begin_of("Backpropagation", 5) == "…"
    assert begin_of("Backpropagation", 0) == ""
    lines = {len(_line(each)) for code in ("en", "pt_BR") for each in all_cards(code)}
    assert max(lines) <= 58


async def test_the_confusion_matrix_of_six_classes_scrolls_at_40_by_12():
    tables = tuple(ConfusionTable(title, np.full((6, 6), 123)) for title in ("Training", "Test"))
    question = ShowConfusion(lambda: ConfusionReading(7, tables, tuple("abcdef")))
    async with opened(question, (40, 12)) as (app, pilot):
        assert "Training:" in shown_text(app)
        assert "Test:" not in shown_text(app)
        app.simulate_key("end")
        await pilot.pause(0.5)
        assert "Test:" in shown_text(app)
        assert "★ f" in shown_text(app)


def shown_text(app: App) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
