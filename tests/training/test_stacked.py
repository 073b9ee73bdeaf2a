"""Many starts as one stack: each as if it were trained alone."""

import math

import numpy as np
import pytest

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS, OWN
from nntui.engine.features import FEATURES, WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.training.many_starts import starts_of, train_starts
from nntui.training.single import SingleTrainer
from nntui.training.stacked import StackedTrainer, can_stack, first_parameters
from nntui.training.trainer import DivergedError, Trainer, TrainingError, first_network

EXPERIMENTS = (
    {
        "default": {},
        "carried points": {"batch_size": 30},
        "one point a batch": {"batch_size": 1, "train_share": 20},
        "one batch an epoch, carried points": {"train_share": 13, "batch_size": 50},
        "all features": {"features": tuple(WEB_FEATURES), "hidden_layers": (8, 8, 8)},
        # A slow one: where features are large, the last bits of two ways to add up grow from epoch to epoch.
        "features of ours": {"features": tuple(FEATURES), "hidden_layers": (8, 8, 8), "learning_rate": 0.0003},
        "no features": {"features": (), "hidden_layers": (3,)},
        "no hidden layer": {"hidden_layers": (), "dataset": "gauss"},
        "noise": {"noise": 35, "dataset": "spiral", "activation": "relu"},
        "zero initialization": {"zero_initialization": True},
        "L2": {"regularization": "L2", "regularization_rate": 0.01, "activation": "sigmoid"},
        "L1": {
            "regularization": "L1",
            "regularization_rate": 0.1,
            "learning_rate": 0.1,
            "dataset": "xor",
            "batch_size": 7,
        },
        "regularization at rate 0": {"regularization": "L1", "regularization_rate": 0.0},
        "large losses": {"problem": "regression", "features": ("x-squared",), "learning_rate": 0.001},
        "later start": {"weights_draw": 7},
    }
    | {
        dataset.name: {
            "problem": dataset.problems[0],
            ("dataset" if dataset.problems[0] == "classification" else "regression_dataset"): dataset.name,
        }
        for dataset in DATASETS.values()
        if dataset.name != OWN and (dataset.classes or 0) <= 2
    }
    | {activation: {"activation": activation} for activation in ACTIVATIONS}
)
EXPERIMENTS = {name: each for name, each in EXPERIMENTS.items() if can_stack(Experiment(**each))}


@pytest.mark.parametrize(
    "settings",
    [
        {"optimizer": "adam"},
        {"schedule": "cosine"},
        {"loss": "cross-entropy"},
        {"dataset": "three-arms"},
        {"shuffle": True},
        {"dropout": (0.2,)},
        {"layer_activations": ("relu",)},
        {"activation": "gelu"},
    ],
    ids=str,
)
def test_what_goes_beyond_the_web_pages_rules_is_trained_start_by_start(settings):
    starts = starts_of(Experiment(seed="beyond", **settings), 8)
    assert not can_stack(starts[0])
    results = train_starts(starts, 2)
    assert [result.train_loss for result in results] == [alone(start, 2)[0].train_loss for start in starts]


def alone(experiment: Experiment, epochs: int) -> tuple[Trainer, int]:
    """A start trained by itself, and the epoch in which it diverged or −1."""
    trainer = Trainer(experiment)
    try:
        for _ in range(epochs):
            trainer.train_epoch()
    except DivergedError as error:
        return trainer, error.epoch
    return trainer, -1


def assert_as_alone(stack: StackedTrainer, epochs: int) -> None:
    for start, experiment in enumerate(stack.experiments):
        trainer, diverged = alone(experiment, epochs)
        expected, snapshot = trainer.snapshot(), stack.snapshot(start)
        assert stack.diverged[start] == diverged
        assert snapshot.experiment is experiment
        assert snapshot.epoch == expected.epoch
        np.testing.assert_allclose(stack.losses(start).train, expected.history.train, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(stack.losses(start).test, expected.history.test, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(snapshot.parameters, expected.parameters, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(stack.parameters[start], expected.parameters, rtol=1e-9, atol=1e-9)
        losses = [stack.train_loss[start], stack.test_loss[start]]
        np.testing.assert_array_equal(losses, [snapshot.train_loss, snapshot.test_loss])
        assert (snapshot.dead is None) == (expected.dead is None)
        if expected.dead is not None:
            assert snapshot.dead.tolist() == expected.dead.tolist()


NEW_DATA = dict.fromkeys(DATASETS, True) | dict.fromkeys(ACTIVATIONS, False)
"""Whether each start has points of its own, where that is not tried both ways."""


@pytest.mark.parametrize(
    ("name", "new_data"),
    [(name, new) for name in EXPERIMENTS for new in (False, True) if NEW_DATA.get(name, new) == new],
)
def test_each_start_is_as_if_it_were_trained_alone(name, new_data):
    stack = StackedTrainer(starts_of(Experiment(seed="stack", **EXPERIMENTS[name]), 3, new_data=new_data))
    stack.train(2)
    stack.train(7)
    assert stack.epoch == 9
    assert_as_alone(stack, 9)


def test_l1_kills_weights_in_the_stack_as_it_does_alone():
    stack = StackedTrainer(starts_of(Experiment(seed="stack", **EXPERIMENTS["L1"]), 3))
    stack.train(9)
    assert all(stack.snapshot(start).dead is not None for start in range(3)), "the case tests nothing otherwise"


@pytest.mark.parametrize("size", [1, 4, 25])
def test_own_points_even_fewer_than_the_batch(size):
    rng = np.random.default_rng(1)
    points, labels = rng.uniform(-5, 5, (size, 2)), np.where(rng.random(size) < 0.5, -1.0, 1.0)
    own = UserPoints(points, labels)
    stack = StackedTrainer(starts_of(Experiment(seed="own", dataset=OWN, user_points=own, batch_size=10), 3))
    stack.train(6)
    assert_as_alone(stack, 6)


def test_a_start_that_diverges_leaves_the_others_alone_and_keeps_its_last_good_state():
    experiment = Experiment(
        seed="wild",
        problem="regression",
        activation="linear",
        features=("x-squared", "y-squared"),
        hidden_layers=(3,),
    )
    starts = starts_of(experiment, 12)
    fates = [alone(each, 8)[1] for each in starts]
    assert {fate < 0 for fate in fates} == {True, False}, "some diverge and some do not"
    stack = StackedTrainer(starts)
    stack.train(8)
    assert stack.diverged.tolist() == fates
    for start, fate in enumerate(fates):
        assert stack.epoch_of(start) == (8 if fate < 0 else fate - 1)
        assert np.isfinite(stack.snapshot(start).parameters).all()
        assert len(stack.losses(start).train) == stack.epoch_of(start) + 1
    before = stack.parameters
    stack.train(1)
    moved = (stack.parameters != before).any(axis=1)
    assert not moved[stack.diverged >= 0].any()


def test_a_stack_that_has_diverged_as_a_whole_stays_where_it_was():
    experiment = Experiment(seed="wild", problem="regression", learning_rate=10, batch_size=1, activation="relu")
    stack = StackedTrainer(starts_of(experiment, 2))
    stack.train(5)
    assert (stack.diverged > 0).all()
    before = stack.parameters
    stack.train(3)
    assert stack.epoch == 8
    assert (stack.parameters == before).all()


def test_a_snapshot_does_not_change_and_a_trainer_goes_on_from_it():
    stack = StackedTrainer(starts_of(Experiment(seed="stack"), 2))
    stack.train(3)
    snapshot = stack.snapshot(1)
    kept = snapshot.parameters.copy()
    stack.train(4)
    assert (snapshot.parameters == kept).all()
    trainer = Trainer(snapshot.experiment, snapshot)
    for _ in range(4):
        trainer.train_epoch()
    assert trainer.test_loss == pytest.approx(stack.test_loss[1], abs=1e-9)


def test_only_seed_and_draw_may_differ():
    experiment = Experiment(seed="1")
    with pytest.raises(ValueError, match="learning_rate"):
        StackedTrainer([experiment, experiment.changed(learning_rate=0.1)])
    with pytest.raises(ValueError, match="at least one"):
        StackedTrainer([])


def test_without_points_nothing_is_trained():
    stack = StackedTrainer(starts_of(Experiment(seed="own", dataset=OWN), 2))
    assert all(math.isnan(loss) for loss in stack.train_loss)
    with pytest.raises(TrainingError, match="there is no training data"):
        stack.train()


@pytest.mark.parametrize("draws", [(0, 1, 2), (4, 5, 9), (3, 1, 1, 2)])
def test_first_parameters_are_those_of_each_alone(draws):
    experiments = [Experiment(seed=seed).changed(weights_draw=draw) for seed in ("a", "b") for draw in draws]
    for experiment, parameters in zip(experiments, first_parameters(experiments), strict=True):
        assert parameters.tolist() == first_network(experiment).parameters.tolist()


@pytest.mark.parametrize("learning_rate", [0.03, 10])
def test_a_start_alone_has_the_face_of_a_stack(learning_rate):
    experiment = Experiment(seed="1", problem="regression", activation="relu", learning_rate=learning_rate)
    single = SingleTrainer(experiment, first_network(experiment).parameters)
    single.train(5)
    trainer, diverged = alone(experiment, 5)
    assert (diverged > 0) == (learning_rate == 10)
    assert single.epoch == 5
    assert single.diverged.tolist() == [diverged]
    assert (single.train_loss[0], single.test_loss[0]) == (trainer.train_loss, trainer.test_loss)
    assert single.losses(0).test.tolist() == trainer.history.view().test.tolist()
    assert single.snapshot(0).parameters.tolist() == trainer.network.parameters.tolist()
