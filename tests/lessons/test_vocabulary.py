"""What the names of the vocabulary mean, held against the engine."""

import numpy as np
import pytest

from nntui.engine.features import inputs
from nntui.experiment.experiment import Experiment
from nntui.lessons.state import State
from nntui.lessons.vocabulary import VOCABULARY
from nntui.session.session import TrainingSession
from nntui.training.trainer import Trainer
from tests.lessons.states import state, trained


def value(name, now):
    return VOCABULARY[name].get(now)


def test_every_name_has_a_value_of_its_kind_words_and_a_way_to_show_it():
    kinds = {"number": (int, float), "text": str, "truth": bool, "set": frozenset}
    for now in (state(3), state(0, problem="regression", hidden_layers=()), state(0, features=())):
        for entry in VOCABULARY.values():
            got = entry.get(now)
            assert isinstance(got, kinds[entry.kind]), entry.name
            assert entry.show(got), entry.name
            assert entry.label
            assert bool(entry.negative) == (entry.kind == "truth"), entry.name


def test_the_counts_of_a_network():
    now = state(0, hidden_layers=(3,), features=("x", "y", "sin-x"))
    expected = {"parameters": 16, "weights": 12, "neurons": 3, "layers": 1, "features": 3}
    assert {name: value(name, now) for name in expected} == expected
    weights = np.concatenate([layer[:-1].ravel() for layer in now.snapshot.network().layers])
    assert value("mean_weight", now) == pytest.approx(np.abs(weights).mean(), rel=1e-12)
    assert value("largest_weight", now) == np.abs(weights).max()


def test_weights_at_zero_and_dead_ones():
    now = state(60, regularization="L1", regularization_rate=0.1)
    assert value("zero_weights", now) == sum(int((layer[:-1] == 0).sum()) for layer in now.snapshot.network().layers)
    assert value("dead_weights", now) == int(now.snapshot.dead.sum()) > 0
    assert value("zero_weights", state(0, zero_initialization=True)) == 18


def test_the_lowest_test_loss_is_that_of_its_epoch():
    snapshot = trained(60, learning_rate=1.0)
    now = State(snapshot)
    epoch = int(value("best_epoch", now))
    assert value("best_test_loss", now) == snapshot.history.test.min() == snapshot.history.test[epoch]


@pytest.mark.parametrize("epochs", [0, 2])
@pytest.mark.parametrize(
    "settings",
    [
        {"train_share": 3},
        {"problem": "regression", "train_share": 1},
        {"train_share": 3, "optimizer": "adam", "schedule": "warm-up", "dataset": "blobs"},
        {"train_share": 3, "optimizer": "momentum", "loss": "cross-entropy"},
        {"train_share": 3, "shuffle": True, "dropout": (0.4,), "optimizer": "rmsprop"},
    ],
)
def test_the_next_step_is_that_of_the_next_iteration(epochs, settings):
    # One iteration is the whole epoch, so the weights tell how far it has moved them; some points are left over.
    trainer = Trainer(Experiment(seed="0.5", hidden_layers=(3,), **settings))
    assert trainer.experiment.iterations_per_epoch == 1
    assert trainer.experiment.train_size > trainer.experiment.batch_size
    for _ in range(epochs):
        trainer.train_epoch()
    before = State(trainer.snapshot())
    trainer.train_epoch()
    moved = np.abs(State(trainer.snapshot()).weights - before.weights)
    assert value("next_step", before) == pytest.approx(moved.mean(), rel=1e-9)


def test_the_settings_of_the_sheet_have_names():
    now = state(30, dataset="blobs", classes=4, noise=40, optimizer="adam", schedule="step", schedule_epochs=10)
    assert [value(name, now) for name in ("optimizer", "schedule", "loss", "classes", "initialization")] == [
        "adam",
        "step",
        "cross-entropy",  # what four classes really have
        4,
        "web",
    ]
    assert value("rate_now", now) == 0.03 / 8
    other = state(0, hidden_layers=(3, 2), layer_activations=("relu",), dropout=(0.2, 0.1), shuffle=True)
    assert value("activations", other) == {"relu", "tanh"}
    assert (value("dropout", other), value("shuffle", other), value("classes", other)) == (0.2, True, 2)
    assert value("classes", state(0, problem="regression")) == 0


def test_the_lowest_accuracy_is_that_of_the_class_with_the_most_wrong():
    now = state(30, dataset="blobs", classes=5, noise=40)
    sample = now.sample
    fed = inputs(("x", "y"), *sample.points[sample.train_size :].T)
    *_, outputs = now.snapshot.network().outputs(fed)
    answers = outputs.argmax(axis=0)
    labels = sample.labels[sample.train_size :]
    shares = [float((answers[labels == each] == each).mean()) for each in range(5)]
    assert value("lowest_accuracy", now) == pytest.approx(min(shares))
    assert min(shares) < 1
    assert np.isnan(value("lowest_accuracy", state(0, problem="regression")))


def test_what_only_the_session_knows():
    with TrainingSession(Experiment(problem="regression", seed="0.5", hidden_layers=(), learning_rate=0.3)) as session:
        assert not value("diverged", State.of(session))
        session.player.step(60)
        session.player.wait()
        assert value("diverged", State.of(session))
        session.set_parameter(0, 0.5)
        assert value("edited", State.of(session))
        session.change(learning_rate=0.03)
        assert not value("diverged", State.of(session))
        now = State.of(session, shown_layer=1, trials=(0.2, 0.05), kept={"late": 1.0})
    assert [value(name, now) for name in ("shown_layer", "trials", "trials_best", "trials_worst")] == [1, 2, 0.05, 0.2]
