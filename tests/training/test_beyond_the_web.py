"""Losses, classes, dropout, shuffling and initializations within training: against a second writing."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from nntui.engine import features
from nntui.engine.activations import ACTIVATIONS, activation_of
from nntui.engine.classes import class_indices
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.losses import LOSSES, objective_of
from nntui.engine.network import Backprop, Network
from nntui.engine.optimizers import OPTIMIZERS
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.training.history import NO_LOSSES
from nntui.training.predictions import predict
from nntui.training.trainer import DivergedError, Trainer, first_network, stream_of_weights

OBJECTIVES = {"squared error": ("squared-error", 2), "numbers": ("squared-error", 0), "logistic": ("cross-entropy", 2)}
OBJECTIVES |= {f"softmax of {count}": ("cross-entropy", count) for count in (3, 6)}


def loss_by_hand(totals: np.ndarray, labels: np.ndarray, loss: str, class_count: int) -> float:
    """The summed loss, point by point, from the total inputs of the output neurons."""
    result = 0.0
    for column, label in zip(totals.T.tolist(), labels.tolist(), strict=True):
        if class_count > 2:
            result -= math.log(math.exp(column[int(label)]) / sum(map(math.exp, column)))
        elif loss == "cross-entropy":
            probability = 1 / (1 + math.exp(-column[0]))
            result -= math.log(probability if label > 0 else 1 - probability)
        else:
            result += 0.5 * ((math.tanh(column[0]) if class_count else column[0]) - label) ** 2
    return result


def network_and_points(loss: str, class_count: int, activations: list[str]) -> tuple[Network, np.ndarray, np.ndarray]:
    objective, random = objective_of(loss, class_count), np.random.default_rng(5)
    sizes = (3, 4, 3, class_count if class_count > 2 else 1)
    network = Network(sizes, [ACTIVATIONS[name] for name in activations], activation_of(objective.output_activation))
    network.parameters[:] = random.normal(0, 0.7, network.parameters.size)
    inputs = np.vstack([random.normal(0, 1, (3, 7)), np.ones(7)])
    labels = random.integers(0, class_count, 7).astype(float) if class_count > 2 else random.choice([-1.0, 1.0], 7)
    return network, inputs, labels


def totals_with_masks(network: Network, inputs: np.ndarray, masks: list[np.ndarray | None]) -> np.ndarray:
    """The total inputs of the output neurons, written a second time."""
    values = inputs
    for layer, table in enumerate(network.layers[:-1]):
        outputs = table.T @ values
        network.activations[layer].apply(outputs)
        mask = masks[layer]
        values = np.vstack([outputs if mask is None else outputs * mask, np.ones(outputs.shape[1])])
    return network.layers[-1].T @ values


@pytest.mark.parametrize("activations", [["tanh", "gelu"], ["elu", "linear"], ["sine", "leaky-relu"]], ids=str)
@pytest.mark.parametrize("has_dropout", [False, True], ids=["whole", "dropout"])
@pytest.mark.parametrize(("loss", "class_count"), OBJECTIVES.values(), ids=OBJECTIVES)
def test_the_gradient_is_the_slope_of_the_loss(loss, class_count, has_dropout, activations):
    network, inputs, labels = network_and_points(loss, class_count, activations)
    random = np.random.default_rng(9)
    masks = [(random.random((count, 7)) >= 0.4) / 0.6 if has_dropout else None for count in (4, 3)]
    step = Backprop(network, 7, objective_of(loss, class_count))
    targets = objective_of(loss, class_count).targets(labels)
    given = masks if has_dropout else []
    for function, *arguments in [
        *step.compile_forward(inputs, given),
        *step.compile_backward(inputs, targets, given),
    ]:
        function(*arguments)
    slopes = []
    for k, parameter in enumerate(network.parameters.tolist()):
        ends = []
        for moved in (parameter + 1e-6, parameter - 1e-6):
            network.parameters[k] = moved
            ends.append(loss_by_hand(totals_with_masks(network, inputs, masks), labels, loss, class_count))
        network.parameters[k] = parameter
        slopes.append((ends[0] - ends[1]) / 2e-6)
    assert step.gradient == pytest.approx(slopes, rel=1e-6, abs=1e-8)
    assert np.abs(step.gradient).max() > 1e-3


@pytest.mark.parametrize(("loss", "class_count"), OBJECTIVES.values(), ids=OBJECTIVES)
def test_losses_are_those_of_the_formula(loss, class_count):
    network, inputs, labels = network_and_points(loss, class_count, ["tanh", "tanh"])
    objective = objective_of(loss, class_count)
    totals = totals_with_masks(network, inputs, [None, None])
    judged = totals.copy()
    if not objective.is_by_totals:
        network.activations[-1].apply(judged)
    expected = loss_by_hand(totals, labels, loss, class_count)
    assert objective.point_losses(judged, labels).sum() == pytest.approx(expected, rel=1e-12)


def test_cross_entropy_of_a_sure_and_wrong_answer_is_large_and_finite():
    assert objective_of("cross-entropy", 2).point_losses(np.array([[800.0]]), np.array([-1.0])) == [800.0]
    totals = np.array([[900.0], [0.0], [-900.0]])
    assert objective_of("cross-entropy", 3).point_losses(totals, np.array([2.0])) == [1800.0]


@pytest.mark.parametrize(
    ("settings", "used", "outputs"),
    [
        ({}, "squared-error", 1),
        ({"loss": "cross-entropy"}, "cross-entropy", 1),
        ({"loss": "cross-entropy", "problem": "regression"}, "squared-error", 1),
        ({"dataset": "three-arms"}, "cross-entropy", 3),
        ({"dataset": "blobs", "classes": 6}, "cross-entropy", 6),
        ({"dataset": "blobs", "classes": 2}, "squared-error", 1),
    ],
    ids=str,
)
def test_the_loss_that_is_used_and_the_output_neurons(settings, used, outputs):
    experiment = Experiment(**settings)
    assert (experiment.used_loss, experiment.sizes[-1]) == (used, outputs)
    assert used in LOSSES


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_a_network_that_has_learned_nothing_has_the_loss_of_chance(classes):
    experiment = Experiment(dataset="blobs", classes=classes, loss="cross-entropy", initialization="zero", seed="none")
    trainer = Trainer(experiment)
    assert trainer.train_loss == pytest.approx(math.log(classes), rel=1e-12)
    assert trainer.sample.chance_under("cross-entropy") == pytest.approx(trainer.train_loss, rel=1e-12)


def test_three_classes_are_learned_and_counted():
    experiment = Experiment(dataset="blobs", learning_rate=0.3, seed="blobs")
    trainer = Trainer(experiment)
    for _ in range(40):
        trainer.train_epoch()
    predictions = predict(trainer.snapshot(), trainer.sample)
    assert predictions.outputs.shape == (3, trainer.sample.size)
    assert predictions.outputs.sum(axis=0) == pytest.approx(1.0)
    train, test = predictions.confusion
    right = np.trace(train) / train.sum(), np.trace(test) / test.sum()
    assert predictions.accuracy == right
    assert min(right) > 0.95
    labels = class_indices(trainer.sample.labels[: trainer.sample.train_size], 3)
    assert train.sum(axis=1).tolist() == np.bincount(labels, minlength=3).tolist()


# Activations by layer, initializations


def test_each_layer_has_its_activation():
    experiment = Experiment(hidden_layers=(3, 2, 4), layer_activations=("relu", "", "sine"), activation="elu")
    assert experiment.used_activations == ("relu", "elu", "sine")
    assert [kind.name for kind in first_network(experiment).activations] == ["relu", "elu", "sine", "tanh"]
    assert experiment.changed(hidden_layers=(3,)).used_activations == ("relu",)
    assert experiment.changed(layer_activations=()).used_activations == ("elu",) * 3


@pytest.mark.parametrize(
    ("name", "limits", "bias"),
    [
        ("web", [0.5, 0.5, 0.5], 0.1),
        # √(6/(2 + 8)), √(6/(8 + 4)), √(6/(4 + 1))
        ("xavier", [math.sqrt(0.6), math.sqrt(0.5), math.sqrt(1.2)], 0.0),
        # √(6/2), √(6/8), √(6/4)
        ("he", [math.sqrt(3), math.sqrt(0.75), math.sqrt(1.5)], 0.0),
        ("zero", [0.0, 0.0, 0.0], 0.0),
    ],
)
def test_first_weights_take_the_numbers_of_the_seed_within_their_limit(name, limits, bias):
    experiment = Experiment(hidden_layers=(8, 4), initialization=name, seed="first")
    network, stream = first_network(experiment), stream_of_weights(experiment)
    for layer, limit in zip(network.layers, limits, strict=True):
        assert set(layer[-1].tolist()) == {bias}
        for neuron in range(layer.shape[1]):
            numbers = [(2 * stream.random() - 1) * limit for _ in range(layer.shape[0] - 1)]
            assert layer[:-1, neuron] == pytest.approx(numbers, rel=1e-12, abs=1e-15)
    assert set(INITIALIZATIONS) == {"web", "xavier", "he", "zero"}


def test_the_flag_is_another_name_of_the_initialization_zero():
    zero = Experiment(zero_initialization=True, seed="zero")
    assert zero == Experiment(initialization="zero", seed="zero")
    assert zero.changed(zero_initialization=False) == Experiment(seed="zero")
    assert zero.changed(initialization="he") == Experiment(initialization="he", seed="zero")
    assert Experiment(initialization="he", seed="zero").changed(zero_initialization=True) == zero
    assert Experiment(initialization="he").changed(zero_initialization=False).initialization == "he"
    with pytest.raises(SettingError, match=r"^Initialization: he is not allowed; allowed is zero"):
        Experiment(zero_initialization=True, initialization="he")


# Dropout and shuffling


def test_dropout_leaves_out_its_share_and_makes_the_others_larger():
    experiment = Experiment(dropout=(0.2, 0.5), hidden_layers=(32, 32), batch_size=250, seed="dropout")
    trainer = Trainer(experiment)
    masks = [batch.masks for batch in trainer.next_batches]
    for layer, rate in enumerate((0.2, 0.5)):
        mask = masks[0][layer]
        assert set(np.unique(mask).tolist()) == {0.0, 1 / (1 - rate)}
        assert (mask == 0).mean() == pytest.approx(rate, abs=0.02)  # of 8,000 draws
    before = masks[0][0].copy()
    trainer.train_epoch()
    assert (trainer.next_batches[0].masks[0] != before).any(), "others in each epoch"


def test_losses_are_taken_with_every_neuron():
    kept = Experiment(seed="whole", hidden_layers=(6, 4), loss="cross-entropy")
    with_dropout = Trainer(kept.changed(dropout=(0.5,)))
    plain = Trainer(kept)
    assert (with_dropout.train_loss, with_dropout.test_loss) == (plain.train_loss, plain.test_loss)
    with_dropout.train_epoch()
    state = replace(with_dropout.snapshot(), experiment=kept, epoch=0, history=NO_LOSSES)
    again = Trainer(kept, state)
    assert (again.train_loss, again.test_loss) == (with_dropout.train_loss, with_dropout.test_loss)


def test_the_neurons_that_were_dropped_are_published():
    trainer = Trainer(Experiment(dropout=(0, 0.5), hidden_layers=(3, 32), seed="dark"))
    assert trainer.snapshot().dropped is None, "nothing was trained yet"
    trainer.train_epoch()
    dropped = trainer.snapshot().dropped
    assert not dropped[:3].any()
    assert 5 < dropped[3:].sum() < 27
    resumed = Trainer(trainer.experiment, trainer.snapshot())
    assert resumed.snapshot().dropped.tolist() == dropped.tolist()
    assert Trainer(Experiment(seed="dark")).snapshot().dropped is None


@pytest.mark.parametrize("batch_size", [1, 7, 10])
def test_shuffled_epochs_take_each_point_as_often_as_unshuffled_ones(batch_size):
    experiment = Experiment(train_share=5, batch_size=batch_size, shuffle=True, seed="order")
    trainer = Trainer(experiment)
    taken, orders = [], []
    for _ in range(8):
        order = np.concatenate([batch.order for batch in trainer.next_batches])
        for batch in trainer.next_batches:
            points = trainer.sample.points[batch.order]
            assert batch.inputs[:2].T.tolist() == points.tolist()
            assert batch.targets[0].tolist() == trainer.sample.labels[batch.order].tolist()
        taken += order.tolist()
        orders.append(order.tolist())
        trainer.train_epoch()
    # 25 points an epoch; those that wait for a ninth epoch are missing.
    counts = np.bincount(taken, minlength=25)
    assert counts.sum() == 8 * 25 - 25 % batch_size
    assert set(counts.tolist()) <= {7, 8}
    assert all(first != second for first, second in pairwise(orders))
    # What an epoch leaves over comes first in the next one: with it, the epoch took every point once.
    left = 25 % batch_size
    own = [orders[0], *(order[left:] for order in orders[1:])]
    for order, following in zip(own, orders[1:], strict=False):
        assert sorted(order + following[:left]) == list(range(25))


def test_unshuffled_points_keep_their_order():
    trainer = Trainer(Experiment(seed="order"))
    trainer.train_epoch()
    assert np.concatenate([batch.order for batch in trainer.next_batches]).tolist() == list(range(250))


# Gone on with to the bit


EVERYTHING = {
    "momentum, carried points": {"optimizer": "momentum", "batch_size": 7},
    "nesterov, step": {"optimizer": "nesterov", "schedule": "step", "schedule_epochs": 3, "learning_rate": 0.003},
    "rmsprop, L1": {"optimizer": "rmsprop", "regularization": "L1", "regularization_rate": 0.01},
    "adam, dropout, shuffle, carried points": {
        "optimizer": "adam",
        "dropout": (0.3,),
        "shuffle": True,
        "batch_size": 30,
        "train_share": 50,
    },
    "adamw, cosine, three classes": {"optimizer": "adamw", "dataset": "three-arms", "schedule": "cosine"},
    "cross-entropy, activations by layer": {"loss": "cross-entropy", "layer_activations": ("gelu", "sine")},
    "warm-up, formula": {"schedule": "warm-up", "features": ("x", "cos-y", "x1*x2^2"), "initialization": "he"},
}


@pytest.mark.parametrize("settings", EVERYTHING.values(), ids=EVERYTHING)
def test_a_run_goes_on_from_any_snapshot_to_the_bit(settings):
    experiment = Experiment(seed="resume", hidden_layers=(5, 3), **settings)
    whole = Trainer(experiment)
    halves = Trainer(experiment)
    for _ in range(9):
        whole.train_epoch()
    for _ in range(4):
        halves.train_epoch()
    halves = Trainer(experiment, halves.checkpoint())
    for _ in range(5):
        halves.train_epoch()
    one, other = whole.snapshot(), halves.snapshot()
    assert one.parameters.tolist() == other.parameters.tolist()
    assert (one.train_loss, one.test_loss) == (other.train_loss, other.test_loss)
    assert one.parameters.tolist() != first_network(experiment).parameters.tolist()
    if OPTIMIZERS[experiment.optimizer].moments:
        assert one.optimizer_state.moments.tolist() == other.optimizer_state.moments.tolist()
        assert one.optimizer_state.steps == other.optimizer_state.steps == 9 * experiment.iterations_per_epoch
    else:
        assert one.optimizer_state is None


def test_after_a_divergence_the_optimizer_remembers_the_last_good_state():
    cubed = {"problem": "regression", "activation": "linear", "features": ("x-cubed",)}
    experiment = Experiment(seed="wild", optimizer="nesterov", learning_rate=1e-6, **cubed)
    trainer = Trainer(experiment)
    trainer.train_epoch()
    before = trainer.snapshot()
    assert before.optimizer_state.moments.any()
    trainer.adjust(replace(experiment, learning_rate=10.0))
    advice = ""
    while not advice:
        before = trainer.snapshot()
        try:
            trainer.train_epoch()
        except DivergedError as error:
            advice = str(error)
    assert "cubed" in advice
    after = trainer.snapshot()
    assert after.parameters.tolist() == before.parameters.tolist()
    assert after.optimizer_state.moments.tolist() == before.optimizer_state.moments.tolist()
    assert after.optimizer_state.steps == before.optimizer_state.steps == before.epoch * experiment.iterations_per_epoch


def test_training_follows_pytorch_step_by_step():
    """Three classes, cross-entropy and Adam on a network of Tanh and ReLU, epoch by epoch."""
    torch = pytest.importorskip("torch")
    experiment = Experiment(
        dataset="three-arms",
        hidden_layers=(6, 4),
        layer_activations=("tanh", "relu"),
        optimizer="adam",
        learning_rate=0.01,
        batch_size=24,
        seed="torch",
    )
    trainer = Trainer(experiment)
    tables = [torch.tensor(layer.copy(), requires_grad=True) for layer in trainer.network.layers]
    optimizer = torch.optim.Adam(tables, lr=0.01)
    inputs = torch.tensor(features.inputs(experiment.features, *trainer.sample.points.T)[:-1].T.copy())
    labels = torch.tensor(trainer.sample.labels).long()

    def totals(points):
        values = points
        for table, function in zip(tables, (torch.tanh, torch.relu, lambda z: z), strict=True):
            values = function(values @ table[:-1] + table[-1])
        return values

    end = trainer.sample.train_size
    assert end % 24 == 0, "no point is carried over"
    for _ in range(5):
        trainer.train_epoch()
        for start in range(0, end, 24):
            optimizer.zero_grad()
            chosen = slice(start, start + 24)
            torch.nn.functional.cross_entropy(totals(inputs[chosen]), labels[chosen]).backward()
            optimizer.step()
        loss = torch.nn.functional.cross_entropy(totals(inputs[end:]), labels[end:]).item()
        assert trainer.test_loss == pytest.approx(loss, rel=1e-9)
    flat = np.concatenate([table.detach().numpy().ravel() for table in tables])
    assert trainer.network.parameters == pytest.approx(flat, rel=1e-8, abs=1e-10)
