"""Commands over a real session and a screen that only remembers: no app is started."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from nntui.dialogs.questions import AskGoal, Jump, SearchCards, ShowHelp
from nntui.dialogs.table import DIALOGS, dialog_for
from nntui.engine.datasets import DATASETS, WEB_DATASETS
from nntui.experiment.experiment import HIDDEN_LAYERS, SETTINGS
from nntui.keys.actions import ACTIONS, PALETTE_ACTIONS
from nntui.playground.commands import COMMANDS, refused_actions
from nntui.playground.edits import apply_edit
from nntui.playground.hiding import label_of
from nntui.playground.lazily import Lazily
from nntui.session.link_extras import CONTROLS, LinkExtras
from nntui.session.pacing import SPEEDS
from nntui.session.stopping import Goal
from nntui.widgets.messages import FeatureSwitched, LayersEdited, SettingChosen, SettingStepped, SettingSwitched
from tests.playground import SEED
from tests.playground.fake_screen import Desk


@pytest.fixture
def desk() -> Iterator[Any]:
    """Makes playgrounds and ends their threads."""
    made: list[Desk] = []

    def make(*hidden: str, **values: Any) -> Desk:
        made.append(Desk(hidden, **values))
        return made[-1]

    yield make
    for each in made:
        each.session.close()


# The registry


def test_every_action_has_a_command_or_is_the_apps_own():
    assert {action.id for action in (*ACTIONS, *PALETTE_ACTIONS) if not action.app_action} == COMMANDS.keys()


def test_every_command_that_is_loaded_late_is_there():
    for name in ("open", "save", "export", "copy-link", "lessons", "next-task", "previous-task", "hint"):
        command = COMMANDS[name].run
        assert isinstance(command, Lazily)
        assert callable(command.load()), name


def test_every_control_of_a_command_has_a_label():
    controls = {command.control for command in COMMANDS.values()} - {""}
    assert {"playButton", "stepButton", "resetButton", "dataset", "numHiddenLayers", "initZero"} <= controls
    assert all(label_of(control) for control in controls)


def test_every_question_has_a_dialog():
    assert type(dialog_for(AskGoal())).__name__ == "RunUntilScreen"
    for module, name in DIALOGS.values():
        assert hasattr(__import__(f"nntui.dialogs.{module}", fromlist=[name]), name)


# What a link hides


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.control])
def test_a_command_whose_control_is_hidden_says_so_and_does_nothing(desk, name):
    control = COMMANDS[name].control
    it = desk(control, weights_draw=3)
    before = it.session.snapshot, it.session.player.playing
    it.do(name)
    assert (it.session.snapshot, it.session.player.playing) == before
    assert it.screen.asked == []
    assert it.told == f"{label_of(control)} is hidden, as the link asks: v shows it"
    it.do("show-hidden", name)
    assert not any("is hidden" in message for message in it.screen.shown)


def test_the_actions_of_hidden_controls_are_known():
    extras = LinkExtras((("playButton_hide", "true"), ("dataset_hide", "true")))
    hidden = {action.id for action in ACTIONS if action.action in refused_actions(extras)}
    assert hidden == {"play", "run-until", "many-starts", "paint", "take-points", "clear-points", "datasets"} | {
        f"dataset-{number}" for number in range(1, len(WEB_DATASETS) + 1)
    }
    assert refused_actions(extras.revealed(True)) == frozenset()


def test_controls_are_named_as_their_settings():
    by_link_name = {setting.link_name: setting.label for setting in SETTINGS.values()}
    assert {name for name, label in CONTROLS.items() if by_link_name.get(name) != label} == {
        "playButton",
        "stepButton",
        "resetButton",
        "numHiddenLayers",
    }


def test_nothing_hidden_is_said(desk):
    it = desk()
    it.do("show-hidden")
    assert it.told == "Nothing is hidden"


# Playing


def test_play_pauses_and_plays(desk):
    it = desk()
    it.do("play")
    assert it.session.player.playing
    it.do("play")
    assert not it.session.player.playing


def test_one_epoch_ten_and_back_to_the_same_first_weights(desk):
    it = desk()
    first = it.session.snapshot.parameters.tolist()
    it.do("step")
    assert it.epoch == 1
    it.do("step-ten")
    assert it.epoch == 11
    assert it.session.snapshot.parameters.tolist() != first
    it.do("restart")
    assert (it.epoch, it.session.snapshot.parameters.tolist()) == (0, first)


def test_new_weights_on_the_same_points_and_new_points(desk):
    it = desk()
    first, points = it.session.snapshot.parameters.tolist(), it.session.sample.points.tolist()
    it.do("step-ten", "new-weights")
    assert it.epoch == 0
    assert it.session.snapshot.parameters.tolist() != first
    assert it.session.sample.points.tolist() == points
    assert it.experiment.seed == SEED
    it.do("new-data")
    assert it.experiment.seed != SEED
    assert it.session.sample.points.tolist() != points


def test_the_speed_goes_from_one_end_to_the_other(desk):
    it = desk()
    at = SPEEDS.index(60)
    it.do("faster")
    assert it.session.player.speed == SPEEDS[at + 1]
    it.do(*["slower"] * 2)
    assert it.session.player.speed == SPEEDS[at - 1]
    it.do(*["faster"] * 9)
    assert it.session.player.speed == math.inf
    it.do(*["slower"] * 9)
    assert it.session.player.speed == SPEEDS[0]


def test_the_frame_rate_has_its_range(desk):
    it = desk()
    it.do("more-frames")
    assert it.screen.frame_rate == 15
    it.do(*["fewer-frames"] * 9)
    assert it.screen.frame_rate == 1


def test_run_until_asks_for_a_goal_runs_and_offers_it_again(desk):
    it = desk()
    it.session.player.set_speed(math.inf)
    it.do("step-ten", "run-until")
    assert it.screen.asked == [AskGoal()]
    it.screen.answer(None)
    assert not it.session.player.playing
    it.screen.answer(Goal(epoch=12))
    assert it.session.player.wait(30)
    assert it.epoch == 12
    it.do("new-weights", "run-until")
    assert it.screen.asked[-1] == AskGoal(Goal(epoch=12))


# Undo


def test_undo_brings_the_training_back_and_redo_makes_it_again(desk):
    it = desk()
    it.do("step-ten")
    trained = it.session.snapshot.parameters.tolist()
    it.do("dataset-2")
    assert (it.experiment.dataset, it.epoch) == ("xor", 0)
    it.do("undo")
    assert (it.experiment.dataset, it.epoch) == ("circle", 10)
    assert it.session.snapshot.parameters.tolist() == trained
    it.do("redo")
    assert (it.experiment.dataset, it.epoch) == ("xor", 0)
    assert it.told == ""


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("dataset-2", "Exclusive or"),
        ("dataset-5", "Plane"),
        ("restart", "Reset"),
        ("new-weights", "Start 2"),
        ("new-data", "New data"),
        ("add-neuron", "Network 2-5-2-1"),
        ("remove-layer", "Network 2-4-1"),
        ("zero-initialization", "Zero initialization on"),
    ],
)
def test_what_throws_a_trained_network_away_says_so_and_how_it_comes_back(desk, command, what):
    it = desk()
    it.do(command)
    assert it.session.remark is None, "nothing was trained yet"
    it.do("undo", "step-ten", command)
    remark = it.session.remark
    assert remark is not None
    assert remark.text == what
    assert "u brings epoch 10 back" in remark.way_back
    it.do("undo")
    assert it.session.snapshot.epoch == 10
    assert "U goes forward" in it.session.remark.way_back
    it.session.change(learning_rate=0.1)
    assert it.session.remark is None, "u would take back the rate now"


def test_messages_go_when_the_state_that_they_speak_of_goes(desk):
    it = desk(hidden_layers=())
    it.screen.cursor_layer = 0
    it.do("add-neuron")
    assert it.screen.shown
    it.do("step")
    assert it.screen.shown, "training changes nothing of it"
    it.do("restart")
    assert not it.screen.shown


def test_nothing_to_undo_or_to_redo_is_said(desk):
    it = desk()
    it.do("undo", "redo")
    assert it.told.splitlines() == ["There is nothing to undo", "There is nothing to redo"]


# Data and what is shown


@pytest.mark.parametrize(("number", "name"), list(enumerate(WEB_DATASETS, start=1)))
@pytest.mark.parametrize("problem", ["classification", "regression"])
def test_a_data_set_is_chosen_with_its_problem(desk, number, name, problem):
    it = desk(problem=problem)
    it.do(f"dataset-{number}")
    assert it.experiment.data.name == name
    assert it.experiment.problem in DATASETS[name].problems
    assert it.experiment.problem == problem or problem not in DATASETS[name].problems


def test_a_switch_without_a_control_says_what_it_is_now(desk):
    it = desk()
    it.do("test-data", "discretize")
    assert it.experiment.show_test_data
    assert it.experiment.discretize
    assert it.told == ""
    it.do("zero-initialization")
    assert not it.session.snapshot.parameters.any()
    assert it.told == "Zero initialization is on"


# The network by keys


def test_layers_by_keys_stand_behind_the_cursor_which_goes_to_the_new_one(desk):
    it = desk(hidden_layers=(4, 3))
    it.do("add-layer")
    assert it.experiment.hidden_layers == (4, 3, 2)
    assert it.screen.placed == 3
    it.screen.chosen_layer = 1
    it.do("add-layer")
    assert it.experiment.hidden_layers == (4, 2, 3, 2)
    assert it.screen.placed == 2
    it.do("remove-layer")
    assert it.experiment.hidden_layers == (2, 3, 2)
    it.screen.chosen_layer = None
    it.do("remove-layer")
    assert it.experiment.hidden_layers == (2, 3)


def test_neurons_by_keys_are_those_of_the_layer_under_the_cursor(desk):
    it = desk()
    it.screen.cursor_layer = 2
    it.do("add-neuron", "add-neuron", "remove-neuron")
    assert it.experiment.hidden_layers == (4, 3)


def test_what_a_network_cannot_be_is_refused_and_is_no_change(desk):
    it = desk(hidden_layers=())
    it.screen.cursor_layer = 0
    it.do("add-neuron", "remove-layer")
    it.session.change(hidden_layers=(1,) * HIDDEN_LAYERS.most)
    it.screen.cursor_layer = 1
    it.do("remove-neuron", "add-layer")
    assert it.experiment.hidden_layers == (1,) * HIDDEN_LAYERS.most
    assert it.told.splitlines() == [
        "There is no hidden layer: ] adds one",
        "There is no hidden layer to remove",
        f"A hidden layer has 1 to {HIDDEN_LAYERS.widest} neurons",
        f"There are up to {HIDDEN_LAYERS.most} hidden layers",
    ]
    assert {severity for severity, _ in it.screen.told} == {"warning"}


# What widgets ask for


def test_steps_count_from_the_value_as_it_is_now(desk):
    it = desk()
    for _ in range(3):
        apply_edit(it.at, SettingStepped("learning_rate", -1))
    assert it.experiment.learning_rate == 0.001
    for _ in range(2):
        apply_edit(it.at, SettingStepped("speed", -1))
    assert it.session.player.speed == 10


def test_a_value_a_switch_and_a_feature(desk):
    it = desk()
    apply_edit(it.at, SettingChosen("noise", 12.5))
    apply_edit(it.at, SettingChosen("speed", 45.0))
    assert (it.experiment.noise, it.session.player.speed) == (12.5, 45)
    apply_edit(it.at, SettingSwitched("discretize"))
    assert it.experiment.discretize
    apply_edit(it.at, SettingSwitched("discretize"))
    assert not it.experiment.discretize
    for name in ("y-squared", "x"):
        apply_edit(it.at, FeatureSwitched(name))
    assert it.experiment.features == ("y", "y-squared")


def test_a_value_that_is_not_allowed_is_refused_with_what_is(desk):
    it = desk(train_share=2.0, batch_size=10)
    apply_edit(it.at, SettingChosen("batch_size", 11))
    assert it.experiment.batch_size == 10
    assert it.screen.told[0][0] == "error"
    assert "from 1 to 10" in it.told
    apply_edit(it.at, SettingChosen("speed", 1000.0))
    assert "Speed" in it.told
    assert not it.session.can_undo


def test_a_layer_that_is_resized_at_the_end_is_the_last(desk):
    it = desk(hidden_layers=(4, 2))
    apply_edit(it.at, LayersEdited("resize", None, 2))
    assert it.experiment.hidden_layers == (4, 4)


# Going somewhere


def test_a_panel_that_is_not_in_sight_says_why(desk):
    it = desk()
    it.do("go-data", "go-network")
    assert it.told == ""
    it.do("go-output")
    assert it.told == "Output is shown from 80×24 on"
    hidden = desk("problem")
    hidden.do("go-parameters")
    assert hidden.told == "Parameters is hidden, as the link asks: v shows it"


def test_jump_and_help_ask_about_what_is_on_the_screen(desk):
    it = desk()
    it.do("jump")
    assert it.screen.asked == [Jump(("play", "step"))]
    it.screen.answer(None)
    assert it.screen.focused is None
    it.screen.answer("step")
    assert it.screen.focused == "step"
    it.do("help")
    assert it.screen.asked[-1] == ShowHelp("step")
    it.screen.card_of_focus = "noise"
    it.do("help")
    assert it.screen.cards == ["noise"]
    assert len(it.screen.asked) == 2
    it.do("help")
    assert len(it.screen.asked) == 3, "twice: the keys"
    it.do("glossary")
    assert it.screen.asked[-1] == SearchCards()
    it.screen.answer(None)
    it.screen.answer("epoch")
    assert it.screen.cards == ["noise", "epoch"]


# Painting


def test_painting_begins_with_own_points_and_ends(desk):
    it = desk(problem="regression")
    it.do("paint")
    assert it.experiment.uses_user_points
    assert it.experiment.show_test_data
    assert it.screen.brushes.labels == (-1.0, -0.5, 0.0, 0.5, 1.0)
    it.do("paint")
    assert it.screen.brushes.labels == ()


def test_points_are_taken_and_erased(desk):
    it = desk(dataset="xor", noise=10)
    shown = np.array(it.session.sample.points)
    it.do("take-points")
    assert it.experiment.dataset == "own"
    np.testing.assert_array_equal(it.experiment.user_points.points, shown)
    it.do("take-points")
    assert it.told == "These points are your own already"
    it.do("clear-points")
    assert it.experiment.user_points.size == 0
    it.do("clear-points")
    assert "no points of your own" in it.told
    it.do("undo")
    assert it.experiment.user_points.size == 500
