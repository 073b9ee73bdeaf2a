"""The registry of settings beside what it speaks of."""

import dataclasses

import pytest

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS
from nntui.engine.features import FEATURES
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment import settings
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError


def test_every_setting_is_a_field_of_the_experiment_with_its_default():
    fields = {each.name: each for each in dataclasses.fields(Experiment)}
    assert set(settings.SETTINGS) == set(fields) - {"user_points"}
    experiment = Experiment()
    for name, setting in settings.SETTINGS.items():
        if hasattr(setting, "default"):
            assert getattr(experiment, name) == setting.default


def test_the_names_are_those_of_the_engine():
    assert {*settings.DATASET.options, *settings.REGRESSION_DATASET.options} == set(DATASETS)
    assert list(settings.ACTIVATION.options) == list(ACTIVATIONS)
    assert list(settings.INPUT_FEATURES.options) == list(FEATURES)
    assert list(settings.REGULARIZATION.options) == list(REGULARIZATIONS)


@pytest.mark.parametrize("problem", settings.PROBLEM.options)
@pytest.mark.parametrize("before", settings.PROBLEM.options)
def test_a_data_set_can_be_used_for_its_problems(before, problem):
    experiment = Experiment(seed="1", problem=before)
    assert experiment.dataset_setting is settings.DATASET_SETTINGS[before]
    for name, dataset in DATASETS.items():
        if problem not in dataset.problems:
            with pytest.raises(SettingError, match=f"Data set: {name} is not allowed"):
                experiment.with_dataset(name, problem)
            continue
        changed = experiment.with_dataset(name, problem)
        assert (changed.problem, changed.data.name) == (problem, name)
        other = {"classification": "regression_dataset", "regression": "dataset"}[problem]
        assert getattr(changed, other) == getattr(experiment, other), "the other problem remembers its own"


def test_without_a_problem_the_present_one_stays_where_it_can():
    experiment = Experiment(seed="1", problem="regression")
    assert experiment.with_dataset("own").problem == "regression"
    assert experiment.with_dataset("spiral").problem == "classification"
    assert experiment.with_dataset("reg-gauss").problem == "regression"


def test_a_smaller_training_set_makes_the_batch_smaller():
    experiment = Experiment(seed="1", problem="regression", batch_size=600)
    assert experiment.with_dataset("circle").batch_size == 250


@pytest.mark.parametrize("name", ["moon", "", None])
def test_an_unknown_data_set_is_refused(name):
    with pytest.raises(SettingError, match="Data set"):
        Experiment(seed="1").with_dataset(name)


def test_an_unknown_problem_is_refused():
    with pytest.raises(SettingError, match="Problem"):
        Experiment(seed="1").with_dataset("xor", "ranking")
    with pytest.raises(SettingError, match="Problem"):
        Experiment(seed="1").changed(problem="ranking")
