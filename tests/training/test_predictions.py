"""What the network answers at every point, and the share of right answers."""

import math

import numpy as np
import pytest

from nntui.engine import features
from nntui.engine.datasets import Sample
from nntui.experiment.experiment import Experiment
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, sample_of


def trained(experiment: Experiment, epochs: int) -> Snapshot:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer.snapshot()


def the_sign_of_x1() -> Snapshot:
    """A network without hidden layers that answers tanh(x₁)."""
    snapshot = Trainer(Experiment(seed="sign", features=("x",), hidden_layers=())).snapshot()
    return snapshot.edited(0, 1.0).edited(1, 0.0)


@pytest.mark.parametrize(
    ("labels", "train_size", "accuracy"),
    [
        ([1, 1, -1, -1], 2, (1.0, 0.0)),
        ([-1, 1, 1, 1], 1, (0.0, 1.0)),
        ([1, -1, 1, 1, 1], 2, (0.5, 1.0)),
        ([1, -1, -1, -1], 3, (1 / 3, 0.0)),
    ],
)
def test_the_accuracy_of_training_comes_first(labels, train_size, accuracy):
    points = np.column_stack([np.ones(len(labels)), np.zeros(len(labels))])
    predictions = predict(the_sign_of_x1(), Sample(points, np.array(labels, dtype=float), train_size))
    assert predictions.accuracy == pytest.approx(accuracy)
    assert predictions.wrong.tolist() == [label < 0 for label in labels]
    assert predictions.outputs == pytest.approx([math.tanh(1)] * len(labels))


@pytest.mark.parametrize("settings", [{}, {"dataset": "spiral", "hidden_layers": (8, 3)}, {"activation": "relu"}])
def test_a_network_is_right_where_its_output_has_the_sign_of_the_label(settings):
    snapshot = trained(Experiment(seed="right", **settings), 5)
    sample = sample_of(snapshot.experiment)
    *_, output = snapshot.network().outputs(features.inputs(snapshot.experiment.features, *sample.points.T))
    right = [(o >= 0) == (label >= 0) for o, label in zip(output[0].tolist(), sample.labels.tolist(), strict=True)]
    train, test = right[: sample.train_size], right[sample.train_size :]
    accuracy = predict(snapshot, sample).accuracy
    assert accuracy == pytest.approx((sum(train) / len(train), sum(test) / len(test)), rel=1e-12)


def test_accuracy_of_a_learned_and_of_an_untrained_network():
    learned = trained(Experiment(seed="sure", dataset="gauss"), 20)
    assert predict(learned, sample_of(learned.experiment)).accuracy == (1, 1)
    # All zeros: the output is 0, which counts as positive, and the labels are half and half over both sets.
    blank = Trainer(Experiment(seed="sure", zero_initialization=True)).snapshot()
    sample = sample_of(blank.experiment)
    train, test = predict(blank, sample).accuracy
    assert train == pytest.approx((sample.labels[: sample.train_size] > 0).mean())
    assert train + test == pytest.approx(1)


def test_a_regression_has_no_accuracy():
    snapshot = Trainer(Experiment(seed="1", problem="regression")).snapshot()
    predictions = predict(snapshot, sample_of(snapshot.experiment))
    assert predictions.wrong is None
    assert predictions.accuracy is None
    assert len(predictions.outputs) == predictions.sample.size
