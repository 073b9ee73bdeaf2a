"""An experiment: its defaults are those of the web page, and what it says of itself follows from its settings."""

import dataclasses
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.datasets import DATASETS
from nntui.experiment.experiment import SETTINGS, Experiment, train_size, with_batch_size_clamped
from nntui.experiment.setting import SettingError
from nntui.experiment.user_points import UserPoints
from tests.each import each

WEB_DEFAULTS = {
    "activation": "tanh",
    "regularization": "none",
    "batchSize": 10,
    "dataset": "circle",
    "regDataset": "reg-plane",
    "learningRate": 0.03,
    "regularizationRate": 0,
    "noise": 0,
    "networkShape": (4, 2),
    "showTestData": False,
    "discretize": False,
    "percTrainData": 50,
    "problem": "classification",
    "initZero": False,
}
"""By the key of a link; the seed is drawn, and the features are x and y."""


def test_the_defaults_are_those_of_the_web_page():
    experiment = Experiment()
    by_key = {setting.link_name: getattr(experiment, name) for name, setting in SETTINGS.items() if setting.link_name}
    seed = by_key.pop("seed")
    assert by_key == WEB_DEFAULTS
    assert experiment.features == ("x", "y")
    assert re.fullmatch(r"[01]\.\d{5}", seed)
    assert experiment.weights_draw == 0


def test_the_choices_are_at_least_those_of_the_web_page():
    web = {
        "activation": ["relu", "tanh", "sigmoid", "linear"],
        "regularization": ["none", "L1", "L2"],
        "dataset": ["circle", "xor", "gauss", "spiral"],
        "regDataset": ["reg-plane", "reg-gauss"],
        "problem": ["classification", "regression"],
    }
    by_key = {setting.link_name: setting for setting in SETTINGS.values()}
    for key, names in web.items():
        assert set(names) <= set(by_key[key].options)


def test_a_seed_is_drawn_anew_each_time():
    assert len({Experiment().seed for _ in range(20)}) > 15


def test_settings_and_fields_are_the_same():
    assert [field.name for field in dataclasses.fields(Experiment)] == [*SETTINGS, "user_points"]


@pytest.mark.parametrize("name", [name for name in SETTINGS if name != "seed"])
def test_a_default_is_that_of_its_setting(name):
    value = getattr(Experiment(), name)
    assert value == SETTINGS[name].default
    assert SETTINGS[name].check(value) == value


def test_only_the_rates_and_the_view_change_without_a_restart():
    kept = {name for name, setting in SETTINGS.items() if not setting.restarts}
    of_the_web = {"learning_rate", "regularization_rate", "discretize", "show_test_data"}
    of_optimizers = {"momentum", "beta1", "beta2", "rho", "epsilon", "weight_decay"}
    assert kept == of_the_web | of_optimizers | {"schedule", "schedule_epochs", "schedule_factor"}


def test_an_experiment_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Experiment().noise = 5


def test_values_are_brought_into_one_form():
    experiment = Experiment(noise=5, batch_size=20.0, features=["sin-y", "y", "x"], hidden_layers=[3, 1], seed="form")
    assert experiment == Experiment(
        noise=5.0, batch_size=20, features=("x", "y", "sin-y"), hidden_layers=(3, 1), seed="form"
    )
    assert isinstance(experiment.noise, float)
    assert isinstance(experiment.batch_size, int)
    assert isinstance(hash(experiment), int)


@given(st.permutations(["x", "y", "x-squared", "y-squared", "x-times-y", "sin-x", "sin-y"]), st.integers(0, 7))
def test_features_are_kept_in_their_order(order, count):
    web = ["x", "y", "x-squared", "y-squared", "x-times-y", "sin-x", "sin-y"]
    chosen = order[:count]
    assert Experiment(features=chosen).features == tuple(name for name in web if name in chosen)


@each("dataset", DATASETS.values(), ids=DATASETS)
@each("share", [1, 10, 33.3, 50, 90, 99])
def test_the_data_and_the_size_of_the_training_set(dataset, share):
    field = "dataset" if dataset.problems[0] == "classification" else "regression_dataset"
    experiment = Experiment(problem=dataset.problems[0], train_share=share, batch_size=1, **{field: dataset.name})
    assert experiment.data is dataset
    assert experiment.train_size == math.floor(dataset.size * share / 100) == train_size(dataset.size, share)


def test_the_data_set_of_the_other_problem_does_not_matter():
    assert Experiment(dataset="spiral", regression_dataset="reg-gauss").data.name == "spiral"
    assert Experiment(problem="regression", dataset="spiral", regression_dataset="reg-gauss").data.name == "reg-gauss"


@pytest.mark.parametrize(
    ("features", "hidden_layers", "sizes"),
    [(("x", "y"), (4, 2), (2, 4, 2, 1)), ((), (), (0, 1)), (("x",), (), (1, 1)), ((), (3,), (0, 3, 1))],
)
def test_the_sizes_of_the_layers(features, hidden_layers, sizes):
    assert Experiment(features=features, hidden_layers=hidden_layers).sizes == sizes


def test_the_output_is_tanh_for_classification_and_the_identity_for_regression():
    assert Experiment(activation="relu").output_activation == "tanh"
    assert Experiment(activation="relu", problem="regression").output_activation == "linear"


@pytest.mark.parametrize(("batch_size", "moves"), [(10, 25), (30, 8), (250, 1), (1, 250), (126, 1)])
def test_iterations_of_an_epoch(batch_size, moves):
    assert Experiment(batch_size=batch_size).iterations_per_epoch == moves


# The batch size and the training set


def test_a_batch_larger_than_the_training_set_is_refused():
    assert Experiment(batch_size=250).batch_size == 250
    with pytest.raises(SettingError) as caught:
        Experiment(batch_size=251)
    assert str(caught.value) == (
        "Batch size: 251 is not allowed; allowed is a whole number from 1 to 250, the size of the training set"
    )


def test_a_batch_size_that_was_not_touched_gives_way_to_a_smaller_training_set():
    experiment = Experiment(batch_size=30, seed="change")
    smaller = experiment.changed(train_share=3)
    assert (smaller.train_size, smaller.batch_size) == (15, 15)
    assert smaller == dataclasses.replace(experiment, train_share=3, batch_size=15)
    assert experiment.changed(train_share=6).batch_size == 30
    assert smaller.changed(train_share=50).batch_size == 15, "it is lowered, never raised"


def test_another_problem_may_lower_the_batch_size_too():
    experiment = Experiment(problem="regression", train_share=90, batch_size=1000)
    assert experiment.changed(problem="classification").batch_size == 450


@pytest.mark.parametrize("changes", [{"batch_size": 251}, {"batch_size": 20, "train_share": 3}], ids=str)
def test_a_batch_size_that_was_asked_for_is_refused_when_it_does_not_fit(changes):
    experiment = Experiment(seed="asked")
    most = experiment.changed(**{**changes, "batch_size": 1}).train_size
    with pytest.raises(SettingError, match=f"Batch size: {changes['batch_size']} .* from 1 to {most}, "):
        experiment.changed(**changes)


def test_changed_keeps_all_else_and_leaves_the_original():
    experiment = Experiment(noise=20, hidden_layers=(3,), seed="keep")
    other = experiment.changed(activation="relu")
    assert other == dataclasses.replace(experiment, activation="relu")
    assert experiment.activation == "tanh"
    assert experiment.changed() == experiment


@pytest.mark.parametrize(
    "changes",
    [
        {"noise": 101},
        {"train_share": 0},
        {"train_share": 150},
        {"train_share": -50},
        {"train_share": "50"},
        {"train_share": None},
        {"train_share": True},
        {"train_share": math.nan},
        {"train_share": math.inf},
        {"problem": "both"},
        {"problem": None},
        {"dataset": "reg-plane"},
        {"dataset": None},
        {"batch_size": 0},
        {"features": ["z"]},
        {"hidden_layers": (0,)},
    ],
    ids=str,
)
def test_changed_refuses_what_the_setting_refuses(changes):
    [name] = changes
    with pytest.raises(SettingError, match=f"^{SETTINGS[name].label}: "):
        Experiment(seed="refuse").changed(**changes)


def test_changed_knows_no_other_settings():
    with pytest.raises(TypeError, match="inertia"):
        Experiment().changed(inertia=0.9)


def test_fitted_lowers_only_a_batch_size_that_was_not_given():
    values = {"problem": "classification", "dataset": "circle", "regression_dataset": "reg-plane", "train_share": 1}
    values["batch_size"] = 10
    assert with_batch_size_clamped(values, given={"train_share": 1}) == values | {"batch_size": 5}
    assert with_batch_size_clamped(values, given={"batch_size": 10}) == values
    assert with_batch_size_clamped(values | {"problem": "regression"}, given={}) == values | {"problem": "regression"}
    unknown = values | {"dataset": "moon"}
    assert with_batch_size_clamped(unknown, given={}) == unknown, (
        "what is not allowed is left for the experiment to refuse"
    )


def test_all_of_ones_own_points_may_be_for_training_and_other_data_keep_some_for_the_test():
    own = UserPoints(np.zeros((4, 2)), np.array([-1.0, 1.0, 1.0, -1.0]))
    experiment = Experiment(dataset="own", user_points=own, train_share=100)
    assert (experiment.train_size, experiment.setting("train_share").allowed) == (4, "a number from 1 to 100")
    other = experiment.with_dataset("circle")
    assert (other.train_share, other.setting("train_share").allowed) == (90, "a number from 1 to 99")
    assert other.with_dataset("own").train_share == 90
    assert experiment.changed(problem="regression").train_share == 90, "the data set of a regression is another one"
    for changes in ({"train_share": 100}, {"dataset": "circle", "train_share": 100}):
        with pytest.raises(SettingError, match="allowed is a number from 1 to 99"):
            (Experiment() if len(changes) == 1 else experiment).changed(**changes)
