"""The trainer: its edges, its failures, and frames, from which it goes on as if nothing had been."""

import dataclasses
import math

import numpy as np
import pytest

from nntui.engine import datasets
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS, OWN, WEB_DATASETS, Sample
from nntui.engine.random_stream import RandomStream
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.experiment import Experiment
from nntui.training import trainer as training
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import DivergedError, Trainer, TrainingError, first_network, sample_of


def trained(experiment: Experiment, epochs: int, snapshot: Snapshot | None = None) -> Trainer:
    trainer = Trainer(experiment, snapshot)
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer


def state_of(snapshot: Snapshot) -> dict:
    """All of a frame, comparable to the bit."""
    return {
        "epoch": snapshot.epoch,
        "parameters": snapshot.parameters.tolist(),
        "dead": None if snapshot.dead is None else snapshot.dead.tolist(),
        "losses": (snapshot.train_loss, snapshot.test_loss),
        "stride": snapshot.history.stride,
        "train": snapshot.history.train.tolist(),
        "test": snapshot.history.test.tolist(),
    }


EXPERIMENTS = {
    "default": Experiment(seed="frames"),
    "remainder": Experiment(seed="frames", batch_size=30, train_share=50),
    "dead": Experiment(
        seed="frames", regularization="L1", regularization_rate=0.1, learning_rate=0.1, dataset="xor", batch_size=7
    ),
    "L2": Experiment(seed="frames", regularization="L2", regularization_rate=0.01, activation="sigmoid"),
    "regression": Experiment(seed="frames", problem="regression", regression_dataset="reg-gauss", batch_size=13),
    "no features": Experiment(seed="frames", features=(), hidden_layers=(3,)),
    "no hidden layer": Experiment(seed="frames", hidden_layers=(), dataset="gauss"),
    "one batch an epoch": Experiment(seed="frames", train_share=10, batch_size=50),
}
every_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS)


# It learns


@pytest.mark.parametrize(
    ("name", "activation"),
    [
        *((name, activation) for name in WEB_DATASETS if name != OWN for activation in ("relu", "tanh")),
        *((name, "tanh") for name in DATASETS if name not in (*WEB_DATASETS, OWN)),
        *(
            (name, activation)
            for name in ("xor", "reg-gauss")
            for activation in ACTIVATIONS
            if activation not in ("relu", "tanh")
        ),
    ],
)
def test_it_learns_something_on_every_data_set_and_by_every_activation(name, activation):
    dataset = DATASETS[name]
    field = "dataset" if dataset.problems[0] == "classification" else "regression_dataset"
    experiment = Experiment(seed="learn", problem=dataset.problems[0], activation=activation, **{field: dataset.name})
    trainer = Trainer(experiment)
    first = trainer.train_loss
    for _ in range(30):
        trainer.train_epoch()
    assert math.isfinite(trainer.test_loss)
    assert trainer.train_loss < first


def test_losses_are_half_the_mean_square_over_each_set():
    snapshot = trained(Experiment(seed="losses", train_share=30), 3).snapshot()
    sample = sample_of(snapshot.experiment)
    x1, x2 = sample.points.T
    *_, output = snapshot.network().outputs(np.vstack([x1, x2, np.ones_like(x1)]))
    squares = [0.5 * (o - label) ** 2 for o, label in zip(output[0].tolist(), sample.labels.tolist(), strict=True)]
    assert sample.train_size == 150
    assert snapshot.train_loss == pytest.approx(math.fsum(squares[:150]) / 150, rel=1e-12)
    assert snapshot.test_loss == pytest.approx(math.fsum(squares[150:]) / 350, rel=1e-12)


# Edges


@pytest.mark.parametrize("shape", [(), (1,), (4, 2)], ids=str)
def test_no_feature_at_all_trains_the_biases(shape):
    trainer = Trainer(Experiment(seed="blind", features=(), hidden_layers=shape, problem="regression"))
    before = trainer.network.parameters.copy()
    for _ in range(5):
        trainer.train_epoch()
    *_, output = trainer.network.outputs(np.ones((1, 3)))
    assert len(set(output[0].tolist())) == 1, "the same answer everywhere"
    assert trainer.network.parameters[-1] != before[-1]


@pytest.mark.parametrize(("share", "sizes"), [(1, (5, 495)), (99, (495, 5))])
def test_the_ends_of_the_share_of_data_for_training(share, sizes):
    trainer = trained(Experiment(seed="ends", train_share=share, batch_size=5), 3)
    assert (trainer.sample.train_size, trainer.sample.test_size) == sizes
    assert math.isfinite(trainer.train_loss)
    assert math.isfinite(trainer.test_loss)


def resized(monkeypatch: pytest.MonkeyPatch, train_size: int) -> None:
    """Makes trainers split their points otherwise than any share allows."""
    original = sample_of

    def split(experiment: Experiment) -> Sample:
        return dataclasses.replace(original(experiment), train_size=train_size)

    monkeypatch.setattr(training, "sample_of", split)


def test_an_empty_test_set_has_no_loss_and_no_accuracy_and_is_no_divergence(monkeypatch):
    resized(monkeypatch, 500)
    trainer = trained(Experiment(seed="all"), 2)
    assert trainer.epoch == 2
    assert math.isnan(trainer.test_loss)
    assert math.isfinite(trainer.train_loss)
    train, test = predict(trainer.snapshot(), trainer.sample).accuracy
    assert 0 <= train <= 1
    assert math.isnan(test)


def test_an_empty_training_set_is_refused_with_what_to_do(monkeypatch):
    resized(monkeypatch, 0)
    trainer = Trainer(Experiment(seed="none"))
    assert math.isnan(trainer.train_loss)
    with pytest.raises(TrainingError, match="share of data for training"):
        trainer.train_epoch()
    assert trainer.epoch == 0


# Divergence


DIVERGING = {
    "learning rate": (
        Experiment(seed="wild", problem="regression", learning_rate=10, batch_size=1),
        "lower the learning rate",
    ),
    "squares": (
        Experiment(
            seed="wild",
            problem="regression",
            hidden_layers=(),
            features=("x", "y", "x-squared", "y-squared"),
            learning_rate=0.1,
        ),
        "squared features",
    ),
    "L2": (
        Experiment(
            seed="wild", learning_rate=3, regularization="L2", regularization_rate=1, hidden_layers=(2,), batch_size=1
        ),
        "L2's rate times the learning rate must stay below 2",
    ),
    "L1 that kills on the way": (
        Experiment(
            seed="wild",
            problem="regression",
            learning_rate=10,
            regularization="L1",
            regularization_rate=10,
            batch_size=1,
        ),
        "lower the learning rate",
    ),
}


def train_on(trainer: Trainer, frames: list[Snapshot]) -> None:
    """Trains for long enough to diverge, and notes the frame after each epoch."""
    while trainer.epoch < 3000:
        trainer.train_epoch()
        frames.append(trainer.snapshot())


@pytest.mark.parametrize(("experiment", "advice"), DIVERGING.values(), ids=DIVERGING)
def test_divergence_names_the_epoch_and_the_likely_cause_and_keeps_the_last_good_epoch(experiment, advice):
    trainer = Trainer(experiment)
    frames = [trainer.snapshot()]
    with pytest.raises(DivergedError) as caught:
        train_on(trainer, frames)
    assert caught.value.epoch == trainer.epoch + 1 == len(frames)
    assert f"diverged at epoch {len(frames)}: " in str(caught.value)
    assert advice in str(caught.value)
    assert np.isfinite(trainer.network.parameters).all()
    assert state_of(trainer.snapshot()) == state_of(frames[-1])
    with pytest.raises(DivergedError, match=f"epoch {len(frames)}:"):
        trainer.train_epoch()


def test_the_advice_is_not_l2_where_its_product_is_below_2():
    experiment = Experiment(
        seed="wild",
        problem="regression",
        learning_rate=10,
        regularization="L2",
        regularization_rate=0.1,
        batch_size=1,
    )
    with pytest.raises(DivergedError) as caught:
        trained(experiment, 100)
    assert "L2" not in str(caught.value)


def test_after_a_divergence_it_goes_on_with_a_lower_learning_rate():
    experiment, _ = DIVERGING["squares"]
    trainer = Trainer(experiment)
    with pytest.raises(DivergedError):
        train_on(trainer, [])
    last, loss = trainer.epoch, trainer.train_loss
    trainer.adjust(experiment.changed(learning_rate=0.0001))
    trainer.train_epoch()
    assert trainer.epoch == last + 1
    assert trainer.train_loss < loss


@pytest.mark.parametrize("regularization", REGULARIZATIONS)
@pytest.mark.parametrize("problem", ["classification", "regression"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_largest_rates_end_in_numbers_or_in_divergence_without_a_warning(regularization, problem, activation):
    # pytest turns a warning of NumPy into an error.
    experiment = Experiment(
        seed="wild",
        problem=problem,
        activation=activation,
        learning_rate=10,
        regularization=regularization,
        regularization_rate=10,
        batch_size=1,
        train_share=10,
        features=("x", "y", "x-squared", "y-squared"),
    )
    trainer = Trainer(experiment)
    try:
        for _ in range(20):
            trainer.train_epoch()
    except DivergedError:
        pass
    assert np.isfinite(trainer.network.parameters).all()
    assert math.isfinite(trainer.train_loss)
    predict(trainer.snapshot(), trainer.sample)


# Frames


@every_experiment
def test_a_frame_does_not_change_when_training_goes_on(experiment):
    trainer = trained(experiment, 3)
    snapshot = trainer.snapshot()
    before = state_of(snapshot)
    for _ in range(5):
        trainer.train_epoch()
    assert state_of(snapshot) == before
    assert state_of(trainer.snapshot()) != before


def test_a_frame_cannot_be_changed():
    snapshot = trained(EXPERIMENTS["dead"], 3).snapshot()
    with pytest.raises(dataclasses.FrozenInstanceError):
        snapshot.epoch = 7
    for array in (snapshot.parameters, snapshot.history.train, snapshot.history.test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7.0
    snapshot.network().parameters[:] = 0.0
    assert snapshot.parameters.any(), "a network of a frame is a copy"


@every_experiment
@pytest.mark.parametrize("at", [0, 1, 4])
def test_going_on_from_a_frame_is_to_the_bit_as_if_nothing_had_been(experiment, at):
    whole = trained(experiment, 9).snapshot()
    halfway = trained(experiment, at).snapshot()
    assert state_of(trained(experiment, 9 - at, halfway).snapshot()) == state_of(whole)


def test_the_experiments_above_have_what_they_are_named_for():
    assert trained(EXPERIMENTS["dead"], 4).snapshot().dead.any()
    remainder = EXPERIMENTS["remainder"]
    assert remainder.train_size % remainder.batch_size


@every_experiment
def test_going_on_from_a_frame_at_every_epoch(experiment):
    snapshot = Trainer(experiment).snapshot()
    for _ in range(4):
        snapshot = trained(experiment, 1, snapshot).snapshot()
    assert state_of(snapshot) == state_of(trained(experiment, 4).snapshot())


@every_experiment
def test_a_trainer_from_a_frame_has_that_frame(experiment):
    snapshot = trained(experiment, 4).snapshot()
    assert state_of(Trainer(experiment, snapshot).snapshot()) == state_of(snapshot)


@every_experiment
def test_rates_change_in_flight(experiment):
    slower = experiment.changed(learning_rate=0.001, regularization_rate=0.003)
    trainer = trained(experiment, 3)
    from_frame = trained(slower, 3, trainer.snapshot())
    trainer.adjust(slower)
    for _ in range(3):
        trainer.train_epoch()
    assert state_of(trainer.snapshot()) == state_of(from_frame.snapshot())
    assert trainer.snapshot().experiment == slower
    assert state_of(trainer.snapshot()) != state_of(trained(experiment, 6).snapshot())


@every_experiment
def test_iterations_are_the_moves_of_the_weights(experiment):
    snapshot = trained(experiment, 3).snapshot()
    assert snapshot.iterations == 3 * (snapshot.experiment.train_size // snapshot.experiment.batch_size)


def test_the_history_holds_the_losses_of_every_epoch_from_0_on():
    trainer = Trainer(Experiment(seed="history"))
    seen = [(trainer.train_loss, trainer.test_loss)]
    for _ in range(6):
        trainer.train_epoch()
        seen.append((trainer.train_loss, trainer.test_loss))
    history = trainer.snapshot().history
    assert history.epochs.tolist() == list(range(7))
    assert list(zip(history.train.tolist(), history.test.tolist(), strict=True)) == seen


# First weights


@pytest.mark.parametrize("shape", [(4, 2), (), (3,)], ids=str)
@pytest.mark.parametrize("draw", [0, 1, 2, 5])
def test_draw_k_of_the_first_weights_is_what_the_kth_reset_of_the_web_page_draws(shape, draw):
    experiment = Experiment(seed="0.59704", hidden_layers=shape, weights_draw=draw)
    network = first_network(experiment)
    # The circle takes four numbers a point, its shuffle one a point, and each reset before this one number a weight.
    weights = sum(rows * columns for rows, columns in zip((2, *shape), (*shape, 1), strict=True))
    stream = RandomStream("0.59704")
    for _ in range(500 * 5 + draw * weights):
        stream.random()
    for layer in network.layers:
        assert layer[-1].tolist() == [0.1] * layer.shape[1]
        for neuron in range(layer.shape[1]):
            assert layer[:-1, neuron].tolist() == [stream.random() - 0.5 for _ in range(layer.shape[0] - 1)]


def test_another_draw_of_first_weights_leaves_the_points():
    one, other = Experiment(seed="draw"), Experiment(seed="draw", weights_draw=1)
    assert sample_of(one).points.tolist() == sample_of(other).points.tolist()
    assert first_network(one).parameters.tolist() != first_network(other).parameters.tolist()


def test_first_weights_are_the_same_every_time():
    experiment = Experiment(seed="again")
    assert first_network(experiment).parameters.tolist() == first_network(experiment).parameters.tolist()
    datasets.sample_points.cache_clear()
    assert first_network(experiment).parameters.tolist() == first_network(experiment).parameters.tolist()


def test_zero_initialization_starts_all_at_0():
    network = first_network(Experiment(seed="zero", zero_initialization=True))
    assert len(network.parameters) == 4 * 3 + 2 * 5 + 3
    assert not network.parameters.any()
