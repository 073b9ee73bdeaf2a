"""Many starts: which they are, what comes of them, goals, progress, and where stacking pays."""

import numpy as np
import pytest

from nntui.engine.datasets import DATASETS
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.training import many_starts
from nntui.training.many_starts import Progress, StartState, stack_size, starts_of, train_starts
from nntui.training.predictions import predict
from nntui.training.trainer import DivergedError, Trainer

EXPERIMENT = Experiment(seed="0.5", dataset="xor", learning_rate=0.1)


def train_for_ever(trainer: Trainer) -> None:
    while True:
        trainer.train_epoch()


def test_starts_are_the_next_first_weights_or_seeds_that_follow_from_the_seed():
    starts = starts_of(EXPERIMENT.changed(weights_draw=4), 3)
    assert [(each.seed, each.weights_draw) for each in starts] == [("0.5", 4), ("0.5", 5), ("0.5", 6)]
    new = starts_of(EXPERIMENT.changed(weights_draw=4), 400, new_data=True)
    seeds = [each.seed for each in new]
    assert len(set(seeds) | {"0.5"}) == 401, "none twice, and not the seed itself"
    assert {each.weights_draw for each in new} == {0}
    assert seeds[:5] == [each.seed for each in starts_of(EXPERIMENT, 5, new_data=True)]
    assert seeds[:5] != [each.seed for each in starts_of(EXPERIMENT.changed(seed="0.6"), 5, new_data=True)]


def test_there_are_no_starts_beyond_the_last_first_weights():
    assert len(starts_of(EXPERIMENT.changed(weights_draw=9997), 3)) == 3
    with pytest.raises(SettingError, match="10001 is not allowed; allowed is at most 10000"):
        starts_of(EXPERIMENT.changed(weights_draw=9998), 3)


@pytest.mark.parametrize("number", [2, 9], ids=["alone", "stacked"])
def test_results_are_those_of_each_start_by_itself(number):
    results = train_starts(starts_of(EXPERIMENT, number), 20)
    assert [each.weights_draw for each in results] == list(range(number))
    for result in results:
        trainer = Trainer(result.experiment)
        for _ in range(20):
            trainer.train_epoch()
        assert result.epochs == 20
        assert result.train_loss == pytest.approx(trainer.train_loss, abs=1e-9)
        assert result.test_loss == pytest.approx(trainer.test_loss, abs=1e-9)
        accuracy = predict(trainer.snapshot(), trainer.sample).accuracy
        assert (result.train_accuracy, result.test_accuracy) == accuracy
        assert result.parameters == len(trainer.network.parameters)
        assert (result.goal_epoch, result.diverged_epoch) == (None, None)
        assert result.seconds > 0


@pytest.mark.parametrize("number", [2, 9], ids=["alone", "stacked"])
@pytest.mark.parametrize("every", [1, 4])
def test_a_goal_is_reached_at_the_first_epoch_at_which_it_is_found_to_hold(number, every):
    def goal(state: StartState) -> bool:
        return state.snapshot.test_loss < 0.2

    results = train_starts(starts_of(EXPERIMENT, number), 18, goal=goal, every=every)
    reached = []
    for result in results:
        losses = result.snapshot.history.test
        asked = [epoch for epoch in range(19) if epoch % every == 0 or epoch == 18]
        reached.append(next((epoch for epoch in asked if losses[epoch] < 0.2), None))
        assert result.epochs == 18, "it trains on"
    assert [each.goal_epoch for each in results] == reached
    assert any(reached)


def test_a_goal_that_holds_at_once_is_reached_at_epoch_0():
    assert [each.goal_epoch for each in train_starts(starts_of(EXPERIMENT, 2), 0, goal=lambda state: True)] == [0, 0]


@pytest.mark.parametrize("number", [2, 9], ids=["alone", "stacked"])
def test_a_start_that_diverges_has_reached_only_what_came_after_its_beginning(number):
    starts = starts_of(EXPERIMENT.changed(problem="regression", activation="relu", learning_rate=10), number)
    seen = []
    results = train_starts(
        starts, 60, goal=lambda state: True, on_progress=lambda progress: seen.append(progress.reached) or True
    )
    diverged = [each.diverged_epoch is not None for each in results]
    assert any(diverged)
    assert [each.goal_epoch for each in results] == [None if each else 0 for each in diverged]
    assert seen[-1] == diverged.count(False)
    later = train_starts(starts, 60, goal=lambda state: state.snapshot.epoch == 1)
    assert [each.goal_epoch for each in later] == [None if each.diverged_epoch == 1 else 1 for each in later]


def test_progress_is_told_and_ends_the_training(monkeypatch):
    monkeypatch.setattr(many_starts, "_LARGEST", 6)
    told = []

    def on_progress(progress: Progress) -> bool:
        told.append((progress.first, progress.trainer.epoch, progress.done, progress.total, len(progress.results)))
        return progress.done < 40

    results = train_starts(starts_of(EXPERIMENT, 12), 5, on_progress=on_progress)
    assert told == [
        *((0, epoch, 6 * epoch, 60, 0) for epoch in range(1, 6)),
        (6, 1, 36, 60, 6),
        (6, 2, 42, 60, 6),
    ]
    assert [each.epochs for each in results] == [5] * 6 + [2] * 6


def test_a_start_that_diverges_is_told_with_its_last_good_losses():
    experiment = Experiment(seed="1", problem="regression", activation="relu", learning_rate=10, batch_size=1)
    for number in (2, 9):
        for result in train_starts(starts_of(experiment, number), 5, goal=lambda state: False):
            trainer = Trainer(result.experiment)
            with pytest.raises(DivergedError) as diverged:
                train_for_ever(trainer)
            assert result.diverged_epoch == diverged.value.epoch
            assert result.epochs == diverged.value.epoch - 1
            assert np.isfinite(result.train_loss)
            assert np.isnan(result.test_accuracy), "of a regression"


def test_no_starts_have_no_results():
    assert train_starts([], 5) == []


@pytest.mark.parametrize(
    ("settings", "number", "size"),
    [
        ({}, 1, 1),
        ({}, 4, 1),
        ({}, 20, 20),
        ({}, 128, 128),
        ({}, 130, 65),
        ({"hidden_layers": (8,) * 6, "features": tuple(WEB_FEATURES)}, 10, 1),
        ({"hidden_layers": (8,) * 6, "features": tuple(WEB_FEATURES)}, 64, 64),
        ({"hidden_layers": (32, 32)}, 128, 1),
        ({"hidden_layers": (32, 32), "batch_size": 1}, 64, 64),
    ],
)
def test_stacks_are_as_large_as_pays(settings, number, size):
    assert stack_size(Experiment(seed="1", **settings), number) == size


def test_every_data_set_has_starts_of_equal_size():
    for dataset in DATASETS.values():
        experiment = Experiment(seed="1").with_dataset(dataset.name)
        assert len({each.train_size for each in starts_of(experiment, 3)}) == 1
