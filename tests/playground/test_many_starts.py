"""Many starts in the playground: asked for, trained beside, shown, and each of them opened."""

import pytest

from nntui.dialogs.ask_starts import AskStartsScreen, parse_wish
from nntui.dialogs.questions import CompareRuns, RunsAnswer, RunsPlace, ShowRuns
from nntui.dialogs.runs import RunsScreen
from nntui.dialogs.starts import StartsScreen
from nntui.dialogs.starts_questions import AskStarts, ShowStarts, StartsWish
from nntui.drawing.histogram import MARK
from nntui.experiment.experiment import Experiment
from nntui.formats.starts_rows import goal_sentence, past_text
from nntui.session.many_starts import StartsPlan, StartsProgress
from nntui.widgets.loss_plot import LossPlot
from tests.playground import LIMIT, Driver, opened, text_of
from tests.playground.fake_screen import Desk


@pytest.fixture
def desk():
    it = Desk(dataset="xor", hidden_layers=(3,))
    yield it
    it.at.close()
    it.session.close()


def train(desk: Desk, wish: StartsWish) -> None:
    desk.screen.answer(wish)
    assert desk.at.many is not None
    assert desk.at.many.wait(LIMIT)


def test_starts_are_asked_for_then_shown_and_opened(desk):
    desk.do("step-ten", "many-starts")
    assert desk.screen.asked[-1] == AskStarts(StartsWish(20, False, 500, None))
    desk.screen.answer(None)
    assert desk.at.many is None
    train(desk, StartsWish(5, False, 40, 0.45))
    assert desk.screen.wakes
    desk.session.change(dataset="circle")  # which disturbs them in nothing
    desk.do("many-starts")
    desk.screen.answer("results")
    shown = desk.screen.asked[-1]
    assert isinstance(shown, ShowStarts)
    progress = shown.progress()
    assert progress.plan.experiment.dataset == "xor"
    assert len(progress.results) == 5
    # The best, and one undo back.
    desk.screen.answer("best")
    best = min(progress.results, key=lambda each: each.test_loss)
    assert desk.session.snapshot.test_loss == pytest.approx(best.test_loss, abs=1e-12)
    assert desk.experiment == best.experiment
    assert desk.epoch == 40
    assert desk.session.present_run.title == f"start {best.weights_draw + 1}"
    desk.do("undo")
    assert desk.experiment.dataset == "circle"
    # As runs, of which one is opened; it trains on.
    desk.do("many-starts")
    desk.screen.answer("results")
    desk.screen.answer("runs")
    table = desk.screen.asked[-1]
    assert isinstance(table, ShowRuns)
    assert [row.title for row in table.rows] == [f"start {number}" for number in range(1, 6)]
    assert table.edit is None
    keys = [row.key for row in table.rows]
    desk.screen.answer(RunsAnswer("compare", RunsPlace(keys[0], marked=(keys[0], keys[3]))))
    compared = desk.screen.asked[-1]
    assert isinstance(compared, CompareRuns)
    assert (compared.left.title, compared.right.title) == ("start 1", "start 4")
    desk.screen.answer(None)
    desk.screen.answer(RunsAnswer("open", RunsPlace(keys[2])))
    assert desk.experiment.weights_draw == 2
    desk.do("step-ten")
    assert desk.epoch == 50
    # Others in their place, then none.
    desk.do("many-starts")
    desk.screen.answer("again")
    asked = desk.screen.asked[-1]
    assert isinstance(asked, AskStarts)
    assert asked.last == StartsWish(5, False, 40, 0.45)
    train(desk, StartsWish(3, True, 5))
    assert desk.at.many is not None
    assert len({each.seed for each in desk.at.many.progress.results}) == 3
    desk.do("many-starts")
    desk.screen.answer("drop")
    assert desk.at.many is None


def test_starts_that_are_all_the_same_are_refused(desk):
    desk.session.change(zero_initialization=True)
    desk.do("many-starts")
    desk.screen.answer(StartsWish(5, False, 40))
    assert desk.at.many is None
    assert "zero initialization" in desk.told


def test_without_points_to_train_on_they_are_refused_at_once(desk):
    desk.session.change(dataset="own")
    desk.do("many-starts")
    desk.screen.answer(StartsWish(5, False, 40))
    assert desk.told.startswith("there is no training data: ")
    assert desk.at.many is None


def test_the_first_is_start_1_and_what_is_asked_again_is_what_was_asked_last(desk):
    desk.session.change(weights_draw=5)
    desk.do("many-starts")
    wish = StartsWish(3, False, 20, 9.0)
    train(desk, wish)
    many = desk.at.many
    assert many is not None
    assert [each.weights_draw for each in many.progress.results] == [0, 1, 2]
    assert "starts 1 to 3" in desk.told
    # Another start, or another view of it, is still this experiment.
    desk.session.change(weights_draw=1, discretize=True)
    desk.do("many-starts")
    assert isinstance(desk.screen.asked[-1], ShowStarts)
    # Another network is not: new ones are asked for, and the results are one key away.
    desk.session.change(hidden_layers=(4,))
    desk.do("many-starts")
    asked = desk.screen.asked[-1]
    assert isinstance(asked, AskStarts)
    assert (asked.last, asked.has_results) == (wish, True)
    assert [past_text(each) for each in asked.past] == ["2-3-1, Exclusive or: 3 of 3 under 9"]
    desk.screen.answer("results")
    assert isinstance(desk.screen.asked[-1], ShowStarts)
    desk.screen.answer("drop")
    desk.do("many-starts")
    asked = desk.screen.asked[-1]
    assert isinstance(asked, AskStarts)
    assert (asked.last, asked.has_results, len(asked.past)) == (wish, False, 1)
    train(desk, StartsWish(2, False, 5))
    desk.do("many-starts")
    desk.screen.answer("again")
    asked = desk.screen.asked[-1]
    assert isinstance(asked, AskStarts)
    lines = [past_text(each) for each in asked.past]
    assert lines[0].startswith("2-4-1, Exclusive or: 2 starts, median test loss 0.")
    assert lines[1:] == ["2-3-1, Exclusive or: 3 of 3 under 9"]


@pytest.mark.parametrize(("is_over", "ending"), [(False, "under 0.04 so far"), (True, "within 1,000 epochs")])
def test_a_goal_is_counted_so_far_until_the_end(is_over, ending):
    plan = StartsPlan(experiment=Experiment(seed="1"), number=20, epochs=1000, test_loss=0.04)
    progress = StartsProgress(plan=plan, share=1.0 if is_over else 0.45, test_losses=(0.5,) * 20, is_over=is_over)
    assert goal_sentence(progress).startswith("0 of 20 (0%) reached a test loss under 0.04 ")
    assert goal_sentence(progress).endswith(ending)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        (("20", "1,000", "0.04"), StartsWish(20, True, 1000, 0.04)),
        ((" 2 ", "1", " "), StartsWish(2, True, 1, None)),
        (("200", "100000", "0,5"), StartsWish(200, True, 100_000, 0.5)),
    ],
)
def test_what_is_typed_is_a_wish(typed, wish):
    assert parse_wish(*typed, new_data=True) == wish


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (("1", "5", ""), "Starts: 1 "),
        (("201", "5", ""), "2 to 200"),
        (("", "5", ""), "Starts:"),
        (("x", "5", ""), "Starts: x"),
        (("20", "0", ""), "1 to 100,000"),
        (("20", "100001", ""), "Epochs: 100001"),
        (("20", "5", "-1"), "Test loss: -1"),
    ],
)
def test_what_cannot_be_trained_is_named(typed, named):
    with pytest.raises(ValueError, match=named):
        parse_wish(*typed, new_data=False)


def has_band(it: Driver) -> bool:
    return it.screen.query_one(LossPlot).band is not None


@pytest.mark.asyncio
async def test_a_lab_sheet_is_answered_by_keys_and_by_mouse():
    async with opened(size=(80, 24), dataset="xor", hidden_layers=(3,)) as it:
        await it.press("M")
        assert isinstance(it.app.screen, AskStartsScreen)
        assert "starts 1 to 20, same data" in text_of(it.one("#which"))
        await it.rush("ctrl+u", "1", "enter")
        assert "Starts: 1 is not allowed" in text_of(it.one("#refusal"))
        await it.rush("ctrl+u", "6", "tab", "ctrl+u", *"80", "tab", *"0.2", "down", "space", "left", "enter")
        many = it.screen.playground.many
        assert many is not None
        assert it.app.screen is it.screen
        assert "starts 1 to 6, same data" in it.told
        await it.press("S", "x")  # what is played is not disturbed, nor does it disturb them
        assert many.wait(LIMIT)
        await it.until(lambda: "6 of 6" in it.told or "of 6 (" in it.told)
        assert "3-1" in it.told  # which experiment it is
        await it.until(lambda: has_band(it))
        await it.press("G")
        assert not has_band(it)
        await it.press("G")
        assert has_band(it)
        await it.press("M")
        assert isinstance(it.app.screen, StartsScreen)
        assert "reached a test loss under 0.2 within 80 epochs" in text_of(it.one("#starts-summary"))
        assert "Best: start" in text_of(it.one("#starts-summary"))
        assert MARK in text_of(it.one("Histogram"))
        for size in ((20, 8), (40, 10), (120, 40), (80, 24)):
            await it.pilot.resize_terminal(*size)
            await it.rush("down", "up", "pagedown", "home")
        at = next(at for at, line in enumerate(text_of(it.one("#starts-keys")).splitlines()) if "V lists" in line)
        await it.click(it.one("#starts-keys"), 2, at)
        assert isinstance(it.app.screen, RunsScreen)
        assert text_of(it.one("#run-table")).count("start ") == 6
        await it.pilot.resize_terminal(80, 10)  # fewer lines than starts: the keys stay in sight
        assert it.one("#runs-keys").region.bottom <= 9
        await it.pilot.resize_terminal(80, 24)
        await it.press("enter")
        await it.settle()
        assert it.epoch == 80
        await it.press("u")
        await it.settle()
        assert it.epoch == 10
        await it.press("M", "x")
        assert it.screen.playground.many is None
        await it.until(lambda: not has_band(it))
        # One that is still trained is stopped, and another one ends with the app.
        await it.press("M")
        await it.rush("tab", "ctrl+u", *"90000", "enter")
        await it.press("M")
        assert "done" in text_of(it.one("#starts-summary"))
        await it.press("x")
        await it.until(lambda: "6 starts" in it.told and it.screen.playground.many.progress.is_stopped)
        await it.press("M", "n")
        assert isinstance(it.app.screen, AskStartsScreen)
        assert "2-3-1, Exclusive or: " in text_of(it.one("#past"))
        await it.press("M")  # into a field of numbers it is not typed
        assert isinstance(it.app.screen, StartsScreen)
        await it.press("n", "enter")
        left = it.screen.playground.many
        assert left is not None
        assert not left.progress.is_over
    assert left.wait(0)


@pytest.mark.asyncio
async def test_where_all_have_diverged_a_sentence_stands_in_place_of_the_histogram():
    settings = {"problem": "regression", "activation": "relu", "hidden_layers": (8, 8), "learning_rate": 10.0}
    async with opened(size=(80, 24), seed="1", **settings) as it:
        await it.press("M")
        await it.rush("ctrl+u", "5", "enter")
        many = it.screen.playground.many
        assert many.wait(LIMIT)
        await it.until(lambda: "all have diverged" in it.told)
        assert "median" not in it.told
        await it.press("M")
        assert "All starts have diverged" in text_of(it.one("#starts-summary"))
        assert not it.one("Histogram").display
