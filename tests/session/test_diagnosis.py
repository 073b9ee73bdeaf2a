"""Why nothing is learned: the causes are found early, and a run that learns is not suspected."""

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.session.diagnosis import count_zeros, diagnose
from nntui.training.trainer import Trainer


def after(epochs: int, **values) -> str | None:
    """What is found after so many epochs."""
    trainer = Trainer(Experiment(**({"seed": "0.5"} | values)))
    for _ in range(epochs):
        trainer.train_epoch()
    return diagnose(trainer.snapshot(), trainer.sample)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"learning_rate": 10, "batch_size": 1}, "Learning rate 10 is too high"),
        ({"learning_rate": 0.3, "batch_size": 1, "seed": "0.1"}, "Rate 0.3 is high for batches of 1"),
        ({"learning_rate": 0}, "Learning rate 0"),
        ({"learning_rate": 0.00001}, "Learning rate 1e-05 is very low"),
        ({"zero_initialization": True}, "All weights are 0"),
        ({"features": ()}, "No feature is on"),
        ({"regularization": "L1", "regularization_rate": 0.3}, "L1 holds all weights at 0"),
        ({"regularization": "L2", "regularization_rate": 3, "learning_rate": 0.1}, "L2 holds all weights at 0"),
        ({"activation": "sigmoid", "hidden_layers": (4, 4, 4)}, "Deep sigmoids"),
        ({"activation": "linear"}, "No straight line"),
        ({"hidden_layers": ()}, "No straight line"),
        ({"problem": "regression", "zero_initialization": True}, "All weights are 0"),
        ({"optimizer": "adam", "learning_rate": 1}, "Rate 1 is high for Adam"),
        ({"optimizer": "momentum", "learning_rate": 0.3}, "Rate 0.3 high for momentum 0.9"),
        ({"optimizer": "adam", "learning_rate": 0.00001}, "Learning rate 1e-05 is very low"),
        ({"optimizer": "adamw", "learning_rate": 0.03, "weight_decay": 3}, "Weight decay too high"),
        (
            {"schedule": "step", "schedule_epochs": 1, "schedule_factor": 0.1},
            "Learning rate 0 by its schedule",
        ),
        ({"dropout": (0.9,)}, "Too much dropout"),
        ({"dataset": "three-arms", "zero_initialization": True}, "All weights are 0"),
        ({"dataset": "blobs", "classes": 6, "learning_rate": 0.00001}, "very low"),
        ({"loss": "cross-entropy", "activation": "linear"}, "No straight line"),
    ],
)
def test_a_run_at_chance_has_its_cause_named(values, words):
    assert words in (after(120, **values) or "")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"dataset": "gauss", "hidden_layers": ()},
        {"dataset": "xor"},
        {"dataset": "spiral", "hidden_layers": (8, 8)},
        {"activation": "sigmoid", "hidden_layers": (4,), "learning_rate": 0.3},
        {"problem": "regression"},
        {"problem": "regression", "regression_dataset": "reg-gauss"},
        {"noise": 50.0},
        {"loss": "cross-entropy"},
        {"dataset": "three-arms", "hidden_layers": (8, 8)},
        {"dataset": "blobs", "classes": 6},
        {"optimizer": "adam", "learning_rate": 0.0003},
        {"schedule": "cosine", "schedule_epochs": 60},
    ],
)
def test_a_run_that_learns_is_not_suspected(values):
    assert after(120, **values) is None


def test_before_enough_epochs_nothing_is_said():
    assert after(50, zero_initialization=True) is None


def test_zeros_and_dead_weights_are_counted():
    trainer = Trainer(Experiment(seed="0.5", regularization="L1", regularization_rate=0.1))
    assert count_zeros(trainer.snapshot()) == ""
    for _ in range(100):
        trainer.train_epoch()
    snapshot = trainer.snapshot()
    weights = [layer[:-1] for layer in snapshot.network().layers]
    zeros = sum(int(np.count_nonzero(layer == 0)) for layer in weights)
    assert snapshot.dead is not None
    assert zeros > 0
    dead = int(snapshot.dead.sum())
    words = "all dead" if dead == zeros else f"{dead} dead"
    assert count_zeros(snapshot) == f"{zeros} of 18 weights are 0 ({words})"


def test_chance_under_cross_entropy_is_the_entropy_of_the_classes():
    stuck = {"dataset": "blobs", "classes": 4, "learning_rate": 0}
    assert "Learning rate 0" in (after(120, **stuck) or "")
    assert "Learning rate 0" in (after(120, loss="cross-entropy", learning_rate=0) or "")
    assert after(120, loss="cross-entropy", features=("x-squared", "y-squared")) is None


def test_the_activations_of_the_layers_count_and_not_the_one_of_all():
    deep = {"hidden_layers": (4, 4, 4), "activation": "tanh", "layer_activations": ("sigmoid",) * 3}
    assert "Deep sigmoids" in (after(120, **deep) or "")
    assert "No straight line" in (after(120, layer_activations=("linear", "linear")) or "")
