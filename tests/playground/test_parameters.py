"""The sheet of the rarer settings, the feature of one's own, and what the first screen says of both."""

import asyncio

import numpy as np
import pytest
from textual.widget import Widget
from textual.widgets import Input

from nntui import language
from nntui.dialogs.choice import ChoiceScreen
from nntui.dialogs.more_parameters import LayerRow, MoreParametersScreen
from nntui.dialogs.own_feature import OwnFeatureScreen
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.lessons.cards import card_ids
from nntui.playground.card_ids import card_of
from nntui.playground.palette_commands import PlaygroundCommands
from nntui.playground.screen_cells import screen_cells
from nntui.storage.start import open_anything
from nntui.widgets.action_button import ActionButton
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.messages import SettingStepped
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle
from tests.playground import Driver, opened, opened_with

FULLEST = {
    "dataset": "blobs",
    "classes": 6,
    "optimizer": "adamw",
    "schedule": "step",
    "hidden_layers": (8,) * 10,
    "features": ("x", "y", "cos-x", "x1*x2^2"),
    "layer_activations": ("leaky-relu",) * 10,
    "dropout": (0.5,) * 10,
}


def controls(it: Driver) -> list[Widget]:
    shown = it.app.screen.query("Stepper, Toggle, ActionButton").results(Widget)
    return [each for each in shown if each.display and isinstance(each, (Stepper, Toggle, ActionButton))]


def subtitle(it: Driver) -> str:
    return str(it.screen.query_one("#network-panel").border_subtitle or "")


def words_below(it: Driver) -> str:
    return str(it.app.screen.query_one("#more-parameters").border_subtitle)


def explained(it: Driver) -> str:
    return str(it.app.screen.query_one("#parameter-help").render())


async def test_an_edit_that_the_closing_sheet_still_takes_is_no_crash(monkeypatch):
    """As when a click beside it follows one on a stepper in the same packet."""
    async with opened(size=(80, 24)) as it:
        await it.press("P")
        sheet = it.app.screen
        assert isinstance(sheet, MoreParametersScreen)
        stepper, gone = it.one("#optimizer"), asyncio.Event()

        async def closed_meanwhile(_experiment: Experiment) -> None:
            sheet.dismiss(None)
            while stepper.display:
                await asyncio.sleep(0.001)
            gone.set()

        monkeypatch.setattr(sheet, "_fit_rows", closed_meanwhile)
        sheet.set_focus(None)
        sheet.post_message(SettingStepped("optimizer", 1))
        await gone.wait()
        await it.until(lambda: it.app.screen is it.screen)
        assert it.experiment.optimizer == "momentum"


async def test_the_network_is_seen_to_learn_under_two_dialogs():
    async with opened(size=(120, 40)) as it:
        await it.press("space", "P", "F")
        await it.until(lambda: isinstance(it.app.screen, OwnFeatureScreen))
        before = screen_cells(it.app).row_text(0)
        await it.until(lambda: screen_cells(it.app).row_text(0) != before)
        await it.press("escape", "escape", "space")


async def test_the_sheet_by_keys_changes_the_experiment_behind_it():
    async with opened(size=(80, 24)) as it:
        assert subtitle(it) == ""
        await it.press("n", "s", "P")
        assert isinstance(it.app.screen, MoreParametersScreen)
        assert it.focused == "optimizer"
        assert not it.one("#momentum").display
        await it.press("right")
        assert it.experiment.optimizer == "momentum"
        assert it.one("#momentum").display
        assert not it.one("#beta1").display
        assert OPTIMIZERS["momentum"].formula in explained(it)
        assert OPTIMIZERS["momentum"].source in explained(it)
        await it.press("j", "l")
        assert it.focused == "momentum"
        assert it.experiment.momentum == 0.95
        await it.rush("0", ".", "7")
        assert "0.999" in explained(it)  # what is allowed, while it is typed
        await it.press("enter")
        assert it.experiment.momentum == 0.7
        await it.press("u")
        assert it.experiment.momentum == 0.95
        await it.press("U", "space")
        assert it.experiment.momentum == 0.7
        await it.until(lambda: it.epoch > 3)
        await it.press("space", "tab", "left")
        assert it.experiment.schedule == "warm-up"
        assert it.one("#schedule-epochs").display
        assert not it.one("#schedule-factor").display
        await it.press("u", "u", "u")
        assert it.experiment.momentum == 0.9
        await it.press("up", "h")  # the stepper that had the focus is gone, and the optimizer has it
        assert it.experiment.optimizer == "momentum"
        await it.press("escape")
        assert it.app.screen is it.screen
        assert it.focused == "network"
        assert subtitle(it) == "P: Momentum"


async def test_help_on_a_setting_of_the_sheet_opens_its_card():
    async with opened(size=(100, 40), dataset="blobs", optimizer="adam", features=("x", "y", "x1*x2^2")) as it:
        await it.press("P")
        sheet = it.app.screen
        controls = [each for each in sheet.focus_chain if each.display]
        found = {card_of(each, it.experiment) for each in controls}
        assert None not in found
        assert {"optimizer", "beta", "epsilon", "schedule", "initialization", "classes", "shuffle"} <= found
        assert {"layer_activations", "dropout", "cosines", "cubes", "radius", "own_feature"} <= found
        assert found <= set(card_ids())
        await it.press("j", "question_mark")
        assert it.app.screen is it.screen
        assert it.screen.view.cards.id == "beta"
        await it.press("escape")
        assert isinstance(it.app.screen, MoreParametersScreen)
        assert it.focused == "beta1"
        await it.press("question_mark")
        await it.click("#card", it.one("#card").size.width - 2)  # its ×
        assert isinstance(it.app.screen, MoreParametersScreen)
        assert it.focused == "beta1"
        # Whoever goes on from the card stays there.
        await it.press("question_mark", "tab", "enter", "escape")
        assert it.app.screen is it.screen
        await it.press("P", "j", "question_mark", "t")
        assert it.experiment.beta1 == 0.0
        await it.press("escape")
        assert it.app.screen is it.screen
        await it.press("P", "question_mark", "P", "escape")  # the sheet takes the card's place
        assert it.app.screen is it.screen
        assert it.screen.view.cards.id is None


async def test_each_layer_has_its_own_activation_and_dropout_and_the_palette_changes_the_activation():
    async with opened(size=(120, 40), hidden_layers=(4, 3, 2)) as it:
        await it.press("P")
        it.one("#layer-activations-2").focus()
        await it.press("right", "tab")
        assert it.experiment.used_activations == ("tanh", "relu", "tanh")
        await it.press("right", "right")
        assert it.experiment.used_dropout == (0.0, 0.2, 0.0)
        await it.press("escape", "n")
        assert subtitle(it) == "P: dropout · Tanh/ReLU/Tanh"
        await it.press("left_square_bracket")  # removes the first layer; the second keeps its own
        assert it.experiment.hidden_layers == (3, 2)
        assert it.experiment.used_activations == ("relu", "tanh")
        assert it.experiment.used_dropout == (0.2, 0.0)
        await it.press("P")
        assert len(it.app.screen.query(LayerRow)) == 2
        await it.press("u")
        assert len(it.app.screen.query(LayerRow)) == 3
        await it.press("escape")
        hits = {str(hit.text): hit async for hit in PlaygroundCommands(it.screen).search("activation of layer")}
        hits["Activation of layer 3: Sine"].command()
        await it.pause()
        assert it.experiment.used_activations == ("tanh", "relu", "sine")


async def test_arrows_go_up_and_down_a_column_and_to_what_is_beside_a_control_that_has_no_value_to_step():
    async with opened(size=(80, 24), hidden_layers=(4, 3)) as it:
        await it.press("P", "ctrl+right")
        assert it.focused == "layer-activations-1"
        assert "Ctrl+→" in words_below(it)
        await it.press("ctrl+right", "down")
        assert it.focused == "dropout-2"
        assert "Ctrl+→" not in words_below(it)
        await it.press("ctrl+left", "ctrl+left")
        assert it.focused == "schedule"  # in the same row
        before = it.experiment
        it.one("#shuffle").focus()
        await it.press("left", "right")
        assert it.focused == "layer-activations-2"
        await it.press("ctrl+left", "down", "down", "down")
        assert it.focused == "shuffle"
        assert "Space" in words_below(it)
        await it.press("down", "left", "right", "right")
        assert it.focused == "feature-x-cubed"
        await it.press("l", "h", "h")
        assert it.focused == "feature-cos-y"
        assert it.experiment is before
        await it.press("space")
        assert it.experiment.features == ("x", "y", "cos-y")
        assert not it.session.player.playing
        await it.press("enter", "down")
        assert it.experiment.features == ("x", "y")
        assert it.focused == "own-feature"
        await it.press("down", "up", "up", "up")
        assert it.focused == "shuffle"
        it.one("#dropout-2").focus()
        await it.press("down")
        assert it.focused.startswith("feature-")
        await it.press("escape")
        it.session.change(hidden_layers=())
        await it.press("P", "ctrl+right")
        assert it.focused == "optimizer"


async def test_a_row_that_comes_moves_no_row_above_it_and_enter_shows_the_names():
    async with opened(size=(120, 40)) as it:
        await it.press("P")
        optimizer = it.one("#optimizer")
        place = optimizer.region
        for expected in ("momentum", "nesterov", "rmsprop", "adam"):
            await it.click("#optimizer", place.width - 1)
            assert it.experiment.optimizer == expected
            assert optimizer.region == place
        await it.press("enter")
        assert isinstance(it.app.screen, ChoiceScreen)
        await it.press("down", "enter")
        assert it.experiment.optimizer == "adamw"
        assert it.focused == "optimizer"
        await it.press("ctrl+right", "enter", "down", "enter")
        assert it.experiment.used_activations == ("relu", "tanh")
        assert it.focused == "layer-activations-1"


async def test_the_sheet_is_found_from_the_first_screen_by_the_mouse():
    async with opened(size=(100, 30), optimizer="adam") as it:
        assert it.text("#more").strip() == "More… P"
        await it.click("#more", 2)
        assert isinstance(it.app.screen, MoreParametersScreen)
        await it.press("escape")
        panel = it.screen.query_one("#network-panel")
        width, height = panel.content_region.size
        await it.click(panel, 1, height)  # the border without words
        assert it.app.screen is it.screen
        for x in (width - 2, width - len("P: Adam") - 1):  # the words' last column, and their first
            await it.click(panel, x, height)
            assert isinstance(it.app.screen, MoreParametersScreen)
            await it.press("escape")
    async with opened(size=(80, 24)) as it:
        assert not it.one("#more").display


async def test_what_is_typed_for_the_only_layer_is_not_that_of_a_layer_added_later():
    async with opened(size=(80, 24), hidden_layers=(4,)) as it:
        await it.press("P", "ctrl+right", "ctrl+right", "0", ".", "2", "enter")
        assert it.experiment.used_dropout == (0.2,)
        await it.press("escape", "right_square_bracket")
        assert it.experiment.used_dropout == (0.2, 0.0)


async def test_a_control_that_a_link_hides_is_hidden_in_the_sheet():
    link = "https://playground.tensorflow.org/#seed=0.5&initZero_hide=true&activation_hide=true"
    async with opened_with(open_anything(link), (80, 24)) as it:
        await it.press("P")
        assert not it.one("#initialization").display
        assert not it.one("#layer-activations-1").display
        assert "Layer 1: dropout" in it.text("#dropout-1")
        await it.press("ctrl+right", "right")
        assert it.experiment.used_dropout == (0.1, *it.experiment.used_dropout[1:])
        await it.press("escape", "v", "P")
        assert it.one("#initialization").display
        assert it.one("#layer-activations-1").display


@pytest.mark.parametrize(
    ("values", "loss", "words"),
    [({"problem": "regression"}, "squared-error", "regression"), ({"dataset": "blobs"}, "cross-entropy", "3 classes")],
)
async def test_a_loss_that_the_data_ask_for_is_said_with_the_reason(values, loss, words):
    async with opened(**values) as it:
        await it.press("P")
        assert not it.one("#loss").display
        said = str(it.one("#fixed-loss").render())
        assert LOSSES[loss].label in said
        assert words in said
        assert it.one("#classes").display == ("dataset" in values)


@pytest.fixture
def in_english_again():
    yield
    language.use("en")


@pytest.mark.usefixtures("in_english_again")
async def test_the_fullest_sheet_needs_no_scrolling_at_80x24_and_the_mouse_does_all():
    async with opened(size=(80, 24), **FULLEST) as it:
        await it.press("P")
        scroll = it.app.screen.query_one("VerticalScroll")
        assert scroll.max_scroll_y == 0
        for control in controls(it):
            assert control.region.height == 1, control.id
            assert scroll.region.contains_region(control.region), control.id
        await it.press("escape")
        for code in ("pt_BR", "en"):
            language.use(code)
            await it.press("P")
            for stepper in it.app.screen.query(Stepper):
                assert not stepper.display or stepper.columns <= stepper.size.width, (code, stepper.id)
            assert it.app.screen.query_one("VerticalScroll").max_scroll_y == 0
            await it.press(*(["escape"] if code == "pt_BR" else []))
        assert "x1·x2²" in it.text("#own-feature")
        stepper = it.one("#classes")
        await it.click(stepper, stepper.size.width - 3)
        await it.enter("4")
        assert it.experiment.classes == 4
        await it.click("#shuffle", 2)
        await it.click("#feature-radius", 2)
        await it.click("#schedule", it.one("#schedule").size.width - 1)
        assert it.experiment.shuffle
        assert "radius" in it.experiment.features
        assert it.experiment.schedule == "cosine"
        await it.click("#dropout-3", it.one("#dropout-3").size.width - 1)
        assert it.experiment.used_dropout == (0.5, 0.5, 0.6, *[0.5] * 7)
        it.one("#initialization").focus()
        await it.press("question_mark")
        assert it.app.screen is it.screen
        assert it.screen.view.cards.id == "initialization"
        await it.press("escape")
        await it.click("#own-feature", 2)
        assert isinstance(it.app.screen, OwnFeatureScreen)
        await it.press("escape", "P")
        assert it.app.screen is it.screen


@pytest.mark.parametrize("size", [(60, 20), (40, 12), (20, 8)])
async def test_in_a_small_terminal_every_control_scrolls_into_sight(size):
    async with opened(size=size, **FULLEST) as it:
        await it.press("P")
        scroll = it.app.screen.query_one("VerticalScroll")
        for control in controls(it):
            assert it.app.focused is control
            await it.until(lambda seen=control: seen.region.intersection(scroll.region).height == 1)
            await it.press("tab")


async def test_a_formula_is_seen_as_it_is_typed_and_one_undo_takes_it_back():
    async with opened(size=(80, 24)) as it:
        await it.press("P", "k", "enter")
        assert isinstance(it.app.screen, OwnFeatureScreen)
        says = it.one("#formula-says")
        await it.rush(*"sin(x2")
        assert says.has_class("-error")
        assert "a ) is missing" in str(says.render())
        assert not it.text("FeaturePicture").strip()
        await it.press("enter")
        assert isinstance(it.app.screen, OwnFeatureScreen)  # what is wrong is not taken
        await it.rush(")")
        assert not says.has_class("-error")
        assert it.text("FeaturePicture").strip()
        assert "already" in str(says.render())  # the registry has it
        await it.rush("+")
        assert not it.text("FeaturePicture").strip(), "the picture of another formula would mislead"
        await it.rush("z")
        assert str(says.render()) == "Formula: z in column 9 is not allowed"  # what is allowed stands below
        assert "numbers, + - * / ^" in " ".join(it.text("#formula-words").split())
        await it.rush("backspace", "backspace")
        await it.press("enter")
        assert it.experiment.features == ("x", "y", "sin-y")
        await it.press("F")
        await it.enter("x1 * x2^2")
        assert it.experiment.features == ("x", "y", "sin-y", "x1*x2^2")
        assert "x1·x2²" in it.text("#own-feature")
        await it.press("escape", "F")
        assert it.app.screen.query_one(Input).value == "x1*x2^2"
        await it.enter("")
        assert it.experiment.features == ("x", "y", "sin-y")
        await it.press("u")
        assert it.experiment.features[-1] == "x1*x2^2"
        await it.press("F", "escape")
        assert it.experiment.features[-1] == "x1*x2^2"


async def test_neurons_that_dropout_leaves_out_are_dark_while_it_plays_and_all_are_seen_when_it_is_paused():
    async with opened(size=(120, 40), dropout=(0.5,), hidden_layers=(8, 8)) as it:
        diagram = it.screen.query_one(NetworkDiagram)
        await it.press("space")
        await it.until(lambda: diagram._dropped is not None and bool(diagram._dropped.any()))
        await it.press("space")
        await it.until(lambda: it.is_shown() and not it.session.player.playing)
        assert it.session.snapshot.dropped is not None
        assert diagram._dropped is None
        # After a step as well, until something else is done.
        await it.press("s")
        await it.until(lambda: diagram._dropped is not None and bool(diagram._dropped.any()))
        assert "╱╱" in it.text("NetworkDiagram")
        await it.press("r")
        await it.until(lambda: it.is_shown() and diagram._dropped is None)


async def test_the_rate_of_now_stands_beside_the_learning_rate_or_with_the_schedule():
    async with opened(size=(80, 24), schedule="step", schedule_epochs=5) as it:
        assert "→" not in it.text("#learning-rate"), "at first it is the same"
        await it.press("S")
        await it.settle()
        assert "0.03 → 0.0075" in it.text("#learning-rate")
        assert subtitle(it) == "P: Step"
        it.session.change(learning_rate=0.00012345, activation="sigmoid", regularization_rate=0.123)
        await it.pause()
        assert "→" not in it.text("#learning-rate")
        assert subtitle(it) == "P: Step"
        it.session.change(schedule="constant")
        await it.pause()
        assert subtitle(it) == ""


async def test_runs_of_another_loss_are_left_out_of_the_plot_which_says_so():
    async with opened(size=(120, 40)) as it:
        await it.press("S")
        await it.settle()
        it.session.change(activation="relu")
        await it.press("S")
        await it.settle()
        plot = it.screen.query_one(LossPlot)
        assert len(plot._behind) == 1
        assert "not shown" not in it.text("#plot")
        it.session.change(loss="cross-entropy")
        await it.press("S")
        await it.settle()
        assert not plot._behind
        assert "Cross-entropy · 1 run not shown" in it.text("#plot")
        await it.press("G")
        assert "Cross-entropy" in it.text("#plot")
        assert "not shown" not in it.text("#plot")


def test_the_default_of_every_setting_in_the_sheet_says_nothing():
    from nntui.experiment.experiment import Experiment
    from nntui.playground.presenter import other_settings, present_rate

    assert other_settings(Experiment(seed="1"), 80) == ""
    assert present_rate(Experiment(seed="1"), 100) == ""
    unlike = Experiment(
        seed="1", optimizer="adam", schedule="cosine", initialization="he", dropout=(0.2,), shuffle=True,
        loss="cross-entropy", layer_activations=("relu",),
    )  # fmt: skip
    whole = "Adam · Cosine · He · dropout · ReLU/Tanh · shuffled · Cross-entropy"
    assert other_settings(unlike, len(whole)) == whole
    assert other_settings(unlike, len(whole) - 1) == "Adam · Cosine · He · dropout · ReLU/Tanh · shuffled · …"
    assert other_settings(unlike, 20) == "Adam · Cosine · …"
    assert other_settings(unlike, 3) == ""
    # A value for layers that are not there, and one that says what all have, are nothing unusual.
    assert other_settings(unlike.changed(hidden_layers=(), **{n: SETTINGS[n].default for n in ("optimizer", "schedule", "initialization", "shuffle", "loss")}), 80) == ""  # fmt: skip  # noqa: E501
    assert np.isclose(float(present_rate(unlike, 50)), 0.015)
