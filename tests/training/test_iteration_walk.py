"""The walk through an epoch: it ends where the trainer does, to the bit, and every number is what it is said to be."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from nntui.engine.activations import activation_of
from nntui.engine.datasets import OWN
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.training.iteration_walk import IterationWalk
from nntui.training.trainer import Trainer, TrainingError

_PLACES = [[-4.0, 1.0], [4.0, 2.0], [-4.0, 3.0], [4.0, 0.5], [1.0, 1.0]]
POINTS = UserPoints(np.array(_PLACES), np.array([-1.0, 1, -1, 1, 1]))
EXPERIMENTS = {
    "default": {},
    "left over": {"batch_size": 30},
    "batch 1": {"batch_size": 1, "train_share": 10},
    "all at once": {"batch_size": 250},
    "no hidden layer": {"hidden_layers": (), "features": ("x", "y", "x-squared")},
    "no features": {"features": ()},
    "relu": {"activation": "relu", "dataset": "xor", "hidden_layers": (5, 3)},
    "sigmoid": {"activation": "sigmoid"},
    "linear": {"activation": "linear"},
    "regression": {"problem": "regression", "regression_dataset": "reg-gauss", "batch_size": 7},
    "L2": {"regularization": "L2", "regularization_rate": 0.1},
    "L1": {"regularization": "L1", "regularization_rate": 0.1, "batch_size": 30},
    "L1 at rate 0": {"regularization": "L1"},
    "zeros": {"zero_initialization": True},
    "own": {"dataset": OWN, "user_points": POINTS, "batch_size": 2, "train_share": 100},
}


def state(epochs: int, **settings):
    trainer = Trainer(Experiment(**({"seed": "0.5"} | settings)))
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer


BEYOND = {
    "adam, dropout, shuffle": {"optimizer": "adam", "dropout": (0.4,), "shuffle": True, "batch_size": 30},
    "adamw, three classes": {"optimizer": "adamw", "dataset": "three-arms", "weight_decay": 0.5},
    "momentum, L1": {"optimizer": "momentum", "regularization": "L1", "regularization_rate": 0.1},
    "nesterov, L2, six classes": {
        "optimizer": "nesterov",
        "regularization": "L2",
        "regularization_rate": 0.1,
        "dataset": "blobs",
        "classes": 6,
    },
    "cross-entropy, cosine": {"loss": "cross-entropy", "schedule": "cosine", "schedule_epochs": 5},
    "activations by layer": {"layer_activations": ("gelu", "sine"), "loss": "cross-entropy", "dropout": (0, 0.5)},
    "softmax without a hidden layer": {"dataset": "blobs", "hidden_layers": ()},
}


@pytest.mark.parametrize("settings", BEYOND.values(), ids=BEYOND)
def test_what_goes_beyond_the_web_page_is_what_it_is_said_to_be(settings):
    walk = IterationWalk(state(3, **settings).snapshot())
    experiment = walk.experiment
    kinds = [activation_of(name) for name in experiment.used_activations]
    for node in walk.nodes:
        is_output = node[0] == len(kinds) + 1
        readings = [walk.read(node, point) for point in range(walk.size)]
        for each in readings[:5]:
            assert each.total == pytest.approx(sum(i.weight * i.value for i in each.inputs) + each.bias.weight)
            if is_output:
                assert each.share == each.answer.error
                assert each.answer.error == pytest.approx(each.answer.output - each.answer.label, abs=1e-12)
                assert each.delta == pytest.approx(each.share * each.answer.slope)
            else:
                value = np.array([each.total])
                kinds[node[0] - 1].apply(value)
                assert each.output == pytest.approx(value[0] * each.factor)
                assert each.factor in (0, 1, pytest.approx(1 / (1 - experiment.used_dropout[node[0] - 1])))
                assert each.delta == pytest.approx(each.share * each.slope * each.factor, abs=1e-14)
                assert each.share == sum(o.weight * o.delta for o in each.onward)
        same = [each.bias for each in readings]
        assert same[0].mean == pytest.approx(sum(each.gradient for each in same) / walk.size, abs=1e-15)
    answers = [walk.read(walk.nodes[-1], point).answer for point in range(walk.size)]
    if experiment.used_loss == "cross-entropy":
        assert [each.loss for each in answers] == pytest.approx([-np.log(each.right) for each in answers])
    assert walk.loss_before == pytest.approx(np.mean([each.loss for each in answers]))
    if experiment.class_count > 2:
        first = [walk.read((len(kinds) + 1, neuron), 0).answer for neuron in range(experiment.class_count)]
        assert sum(each.output for each in first) == pytest.approx(1)
        assert [each.label for each in first].count(1.0) == 1


@pytest.mark.parametrize("epochs", [0, 1, 12])
@pytest.mark.parametrize("settings", (EXPERIMENTS | BEYOND).values(), ids=EXPERIMENTS | BEYOND)
def test_it_comes_to_the_weights_of_the_next_epoch_to_the_last_bit(settings, epochs):
    trainer = state(epochs, **settings)
    walk = IterationWalk(trainer.snapshot())
    count = 1
    while walk.next_batch():
        count += 1
    before = trainer.snapshot()
    trainer.train_epoch()
    assert walk.moved.tolist() == trainer.network.parameters.tolist()
    assert count == walk.batches == trainer.experiment.iterations_per_epoch
    assert not walk.next_batch()
    assert before.parameters is not walk.parameters


def test_dead_weights_walk_along_to_the_last_bit():
    trainer = state(0, regularization="L1", regularization_rate=0.1)
    while trainer.snapshot().dead is None or trainer.snapshot().dead.sum() < 5:
        trainer.train_epoch()
    for rate in (0.1, 0.0):
        trainer.adjust(trainer.experiment.changed(regularization_rate=rate))
        walk = IterationWalk(trainer.snapshot())
        while walk.next_batch():
            pass
        trainer.train_epoch()
        assert walk.moved.tolist() == trainer.network.parameters.tolist()
        after = trainer.snapshot()
        dead = [each for node in walk.nodes for each in walk.read(node, 0).inputs if each.is_dead]
        assert len(dead) == after.dead.sum()
        assert all(each.moved == 0 for each in dead)


def test_a_weight_that_dies_says_so_at_that_batch():
    walk = IterationWalk(state(0, regularization="L1", regularization_rate=0.3).snapshot())
    dying = []
    while walk.next_batch():
        connections = [each for node in walk.nodes for each in walk.read(node, 0).inputs]
        dying += [each for each in connections if each.is_dead and not each.was_dead]
        assert all(each.weight == 0 == each.moved for each in connections if each.was_dead)
    assert dying
    assert all(each.weight and not each.moved for each in dying)


@pytest.mark.parametrize("settings", EXPERIMENTS.values(), ids=EXPERIMENTS.keys())
def test_every_number_is_what_it_is_said_to_be(settings):
    """Of all neurons at all points of two batches, against the definitions."""
    walk = IterationWalk(state(3, **settings).snapshot())
    experiment = walk.experiment
    rate, penalty_rate = experiment.learning_rate, experiment.regularization_rate
    for batch in range(min(2, walk.batches)):
        assert walk.batch == batch
        for node in walk.nodes:
            readings = [walk.read(node, point) for point in range(walk.size)]
            for each in islice(readings, 4):
                total = sum(i.weight * i.value for i in each.inputs) + each.bias.weight
                assert each.total == pytest.approx(total)
                is_output = node == walk.nodes[-1]
                activation = experiment.output_activation if is_output else experiment.activation
                output, slope = known(activation, total)
                assert (each.output, each.slope) == pytest.approx((output, slope))
                back = each.answer.error if is_output else sum(o.weight * o.delta for o in each.onward)
                assert each.share == pytest.approx(back, abs=1e-14)
                assert each.delta == pytest.approx(back * slope, abs=1e-14)
                assert each.answer.error == each.answer.output - each.answer.label
                assert each.answer.delta == pytest.approx(each.answer.error * each.answer.slope)
                assert each.bias.value == 1
                assert each.bias.gradient == each.delta
            for index, bias in enumerate([*(["weight"] * len(readings[0].inputs)), "bias"]):
                same = [(*each.inputs, each.bias)[index] for each in readings]
                mean = sum(each.gradient for each in same) / walk.size
                assert same[0].mean == pytest.approx(mean, abs=1e-15)
                weight = same[0].weight
                shape = {"L1": np.sign(weight), "L2": weight, "none": 0.0}[experiment.regularization]
                penalty = 0.0 if bias == "bias" else rate * penalty_rate * shape
                assert same[0].penalty == pytest.approx(penalty)
                if not same[0].is_dead:
                    assert same[0].moved == pytest.approx(weight - rate * mean - penalty, abs=1e-15)
        losses = [0.5 * walk.read(walk.nodes[-1], point).answer.error ** 2 for point in range(walk.size)]
        assert walk.loss_before == pytest.approx(np.mean(losses))
        walk.next_batch()


def known(activation: str, total: float) -> tuple[float, float]:
    """An activation and its derivative, as textbooks have them."""
    sigmoid = 1 / (1 + np.exp(-total))
    return {
        "tanh": (np.tanh(total), 1 - np.tanh(total) ** 2),
        "relu": (max(0.0, total), float(total > 0)),
        "sigmoid": (sigmoid, sigmoid * (1 - sigmoid)),
        "linear": (total, 1.0),
    }[activation]


def test_the_gradient_is_that_of_the_loss():
    """Each weight a little more and a little less: what the loss of the batch does is its mean gradient."""
    snapshot = state(2).snapshot()
    walk = IterationWalk(snapshot)
    for parameter in range(len(snapshot.parameters)):
        losses = []
        for step in (1e-6, -1e-6):
            moved = snapshot.parameters.copy()
            moved[parameter] += step
            losses.append(IterationWalk(replace(snapshot, parameters=moved)).loss_before)
        assert walk.mean_gradient[parameter] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=1e-8)


def test_the_loss_after_is_the_loss_before_of_the_moved_weights():
    snapshot = state(1).snapshot()
    walk = IterationWalk(snapshot)
    moved = IterationWalk(replace(snapshot, parameters=walk.moved))
    assert walk.loss_after == pytest.approx(moved.loss_before)
    assert walk.loss_after < walk.loss_before


def test_the_first_batch_of_a_later_epoch_holds_what_was_left_over():
    trainer = state(1, batch_size=30)
    first = IterationWalk(state(0, batch_size=30).snapshot())
    assert (first.size, first.carried) == (30, 0)
    walk = IterationWalk(trainer.snapshot())
    assert (walk.size, walk.carried) == (40, 10)
    points = [walk.place(point) for point in range(walk.size)]
    assert points[:10] == [tuple(each) for each in trainer.sample.points[240:250].tolist()]
    assert points[10:] == [tuple(each) for each in trainer.sample.points[:30].tolist()]
    walk.next_batch()
    assert (walk.size, walk.carried) == (30, 0)


def test_zero_initialization_moves_the_bias_of_the_output_alone():
    walk = IterationWalk(state(0, zero_initialization=True, dataset="xor").snapshot())
    assert walk.moving == "output bias"
    assert walk.moved[:-1].tolist() == [0.0] * (len(walk.moved) - 1)
    assert IterationWalk(state(0).snapshot()).moving == "weights"


def test_nothing_moves_where_the_errors_of_a_batch_cancel_out():
    both = UserPoints(np.array([[1.0, 1.0], [-1.0, 1.0]]), np.array([1.0, -1.0]))
    zeros = {"dataset": OWN, "user_points": both, "batch_size": 2, "train_share": 100, "zero_initialization": True}
    snapshot = state(0, **zeros).snapshot()
    assert IterationWalk(snapshot).moving == "nothing"
    # A first layer that answers 0 has no gradient behind it, but L2 takes off its weights all the same.
    priced = snapshot.edited(0, 0.5)
    assert IterationWalk(priced).moving == "nothing"
    l2 = replace(priced, experiment=priced.experiment.changed(regularization="L2", regularization_rate=0.1))
    assert IterationWalk(l2).moving == "weights"


def test_a_snapshot_is_not_touched():
    snapshot = state(3).snapshot()
    before = snapshot.parameters.tolist()
    walk = IterationWalk(snapshot)
    while walk.next_batch():
        pass
    assert snapshot.parameters.tolist() == before


def test_features_are_sources_by_their_place_among_all():
    walk = IterationWalk(state(0, features=("y", "sin-x")).snapshot())
    assert [each.source for each in walk.read((1, 0), 0).inputs] == [(0, 1), (0, 5)]
    assert [each.source for each in walk.read((2, 0), 0).inputs] == [(1, 0), (1, 1), (1, 2), (1, 3)]
    assert [each.target for each in walk.read((1, 0), 0).onward] == [(2, 0), (2, 1)]
    assert walk.read((3, 0), 0).onward == ()


def test_without_points_there_is_nothing_to_walk():
    empty = UserPoints(np.empty((0, 2)), np.empty(0))
    with pytest.raises(TrainingError, match="there is no training data"):
        IterationWalk(state(0, dataset=OWN, user_points=empty).snapshot())


def test_numbers_beyond_all_bounds_do_not_stop_it():
    trainer = state(0, problem="regression", hidden_layers=(), learning_rate=0.3)
    for _ in range(6):
        trainer.train_epoch()
    walk = IterationWalk(trainer.snapshot())
    while walk.next_batch():
        walk.read(walk.nodes[0], 0)
    assert not np.isfinite(walk.loss_after)
