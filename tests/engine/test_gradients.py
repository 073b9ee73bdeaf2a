"""Passes through the network and steps of training, against arithmetic written a second time.

`Textbook` sums point by point and weight by weight; what is small enough is worked by hand in comments.
"""

import itertools

import numpy as np
import pytest

from nntui.engine import features
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import Sample
from nntui.engine.network import Backprop, Network
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.experiment import Experiment
from nntui.training import trainer as training
from nntui.training.trainer import Trainer
from tests.each import each
from tests.engine.textbook import FORMULAS, Textbook, activation_formulas

OUTPUT_ACTIVATIONS = {"classification": "tanh", "regression": "linear"}
"""Of the web page, by problem."""
SHAPES = {"no hidden layer": (), "one": (4,), "three": (3, 1, 2)}

every_activation = pytest.mark.parametrize("activation", ACTIVATIONS)
INPUTS = (2, 0, 7)
OF_THE_WEB = ("relu", "tanh", "sigmoid", "linear")


def networks() -> list[tuple[str, str, tuple[int, ...], int]]:
    """Of the web page's activations every product with problems, shapes and input counts; of the others every pair."""
    products = list(itertools.product(OUTPUT_ACTIVATIONS, enumerate(SHAPES.values()), enumerate(INPUTS)))
    return [
        (name, problem, shape, inputs)
        for name in ACTIVATIONS
        for problem, (i, shape), (j, inputs) in products
        # Each shape meets one count of inputs in classification, and the next one in regression.
        if name in OF_THE_WEB or (i + (problem == "regression")) % 3 == j
    ]


every_network = each(("activation", "problem", "shape", "inputs"), networks())


def network_of(activation: str, problem: str, shape: tuple[int, ...], inputs: int) -> Network:
    """A network with parameters that are no special case."""
    kinds = ACTIVATIONS[activation], ACTIVATIONS[OUTPUT_ACTIVATIONS[problem]]
    network = Network((inputs, *shape, 1), *kinds)
    network.parameters[:] = np.random.default_rng(7).normal(0, 0.7, len(network.parameters))
    return network


def points_of(inputs: int, count: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Inputs with their row of ones, as `features.inputs` lays them out, and labels."""
    random = np.random.default_rng(11)
    table = np.vstack([random.normal(0, 1.5, (inputs, count)), np.ones(count)])
    return table, random.choice([-1.0, 1.0], (1, count))


def test_the_formulas_here_are_those_of_known_activations():
    assert set(FORMULAS) <= set(ACTIVATIONS)
    assert set(OUTPUT_ACTIVATIONS.values()) <= set(ACTIVATIONS)


@every_activation
def test_an_activation_is_its_formula(activation):
    function, _ = activation_formulas(activation)
    values = np.array([-30.0, -2.5, -1e-3, 0.0, 1e-3, 0.5, 2.5, 30.0])
    expected = [function(x) for x in values]
    ACTIVATIONS[activation].apply(values)
    assert values == pytest.approx(expected, rel=1e-14)


@every_activation
def test_an_activations_derivative_is_its_slope(activation):
    totals = np.array([-3.0, -1.2, -0.1, 0.1, 0.7, 2.0, 4.0])
    function, _ = activation_formulas(activation)
    slopes = [(function(x + 1e-6) - function(x - 1e-6)) / 2e-6 for x in totals]
    kind = ACTIVATIONS[activation]
    derivative = np.ones_like(totals)
    kind.derive(totals if kind.needs_totals else np.array([function(x) for x in totals]), derivative)
    assert derivative == pytest.approx(slopes, rel=1e-7, abs=1e-9)


def test_the_derivative_of_relu_at_0_is_0():
    derivative = np.full(2, np.nan)
    ACTIVATIONS["relu"].derive(np.array([0.0, -0.0]), derivative)
    assert derivative.tolist() == [0, 0]


@every_network
def test_forward_is_the_textbooks_loop(activation, problem, shape, inputs):
    network = network_of(activation, problem, shape, inputs)
    table, _ = points_of(inputs)
    book = Textbook.like(network)
    expected = [book.forward(point) for point in table[:-1].T.tolist()] if inputs else [book.forward([])] * 6
    assert Backprop(network, 6).forward(table)[0] == pytest.approx(expected, rel=1e-12, abs=1e-14)
    *_, output = network.outputs(table)
    assert output[0] == pytest.approx(expected, rel=1e-12, abs=1e-14)


@every_network
def test_backward_is_the_slope_of_the_loss(activation, problem, shape, inputs):
    network = network_of(activation, problem, shape, inputs)
    table, labels = points_of(inputs)
    step = Backprop(network, 6)
    step.forward(table)
    gradient = step.backward(table, labels).copy()

    def loss() -> float:
        return float(0.5 * np.square(step.forward(table) - labels).sum())

    slopes = []
    for k, parameter in enumerate(network.parameters.tolist()):
        network.parameters[k] = parameter + 1e-6
        above = loss()
        network.parameters[k] = parameter - 1e-6
        slopes.append((above - loss()) / 2e-6)
        network.parameters[k] = parameter
    assert gradient == pytest.approx(slopes, rel=1e-6, abs=1e-8)
    assert np.abs(gradient).max() > 1e-3, "a gradient of zeros would be compared with zeros"


@every_network
def test_backward_is_the_textbooks_sum_over_the_points(activation, problem, shape, inputs):
    network = network_of(activation, problem, shape, inputs)
    table, labels = points_of(inputs)
    book = Textbook.like(network)
    for point, label in zip(table[:-1].T.tolist() if inputs else [[]] * 6, labels[0].tolist(), strict=True):
        book.accumulate(point, label)
    step = Backprop(network, 6)
    step.forward(table)
    # A new activation's derivative is taken numerically in the book.
    close = 1e-11 if activation in FORMULAS else 1e-6
    assert step.backward(table, labels) == pytest.approx(book.gradient(), rel=close, abs=close / 100)


def test_a_pass_reads_the_parameters_as_they_are_now():
    network = network_of("tanh", "regression", (3,), 2)
    table, labels = points_of(2)
    used, other = Backprop(network, 6), Backprop(network, 6)
    used.forward(table)
    used.backward(table, labels)
    network.parameters *= 1.5
    network.parameters += 0.1
    expected_output = other.forward(table).tolist()
    expected_gradient = other.backward(table, labels).tolist()
    assert used.forward(table).tolist() == expected_output
    assert used.backward(table, labels).tolist() == expected_gradient


# A step by hand


@pytest.fixture
def trainer_on(monkeypatch):
    """Makes a trainer on points of our own: (experiment, features' points [x1, x2], labels)."""

    def make(experiment: Experiment, points: list[list[float]], labels: list[float], train_size: int) -> Trainer:
        sample = Sample(np.array(points, dtype=float), np.array(labels, dtype=float), train_size)
        monkeypatch.setattr(training, "sample_of", lambda experiment: sample)
        return Trainer(experiment)

    return make


def test_one_step_of_a_1_1_1_network_by_hand(trainer_on):
    experiment = Experiment(
        problem="regression",
        features=("x",),
        hidden_layers=(1,),
        activation="sigmoid",
        learning_rate=0.1,
        batch_size=1,
        seed="hand",
    )
    trainer = trainer_on(experiment, [[2, 0], [0, 0]], [1, 0], 1)
    (w1, b1), (w2, b2) = (0.5, -1.0), (2.0, 0.5)
    trainer.network.parameters[:] = w1, b1, w2, b2
    trainer.train_epoch()
    # The point is x = 2 with label 1.
    # Hidden: total 0.5·2 − 1 = 0, output sigmoid(0) = 0.5, derivative 0.5·(1 − 0.5) = 0.25.
    # Output: 2·0.5 + 0.5 = 1.5, the identity; error 1.5 − 1 = 0.5.
    # ∂/∂b2 = 0.5, ∂/∂w2 = 0.5·0.5 = 0.25.
    # δ of the hidden neuron = 0.5·2·0.25 = 0.25, so ∂/∂b1 = 0.25, ∂/∂w1 = 0.25·2 = 0.5.
    # Each moves by a tenth of that.
    assert trainer.network.parameters.tolist() == pytest.approx([0.45, -1.025, 1.975, 0.45], rel=1e-14)


def test_one_step_with_the_tanh_of_classification_by_hand(trainer_on):
    experiment = Experiment(features=("x",), hidden_layers=(), learning_rate=1, batch_size=2, seed="hand")
    trainer = trainer_on(experiment, [[1, 0], [3, 0], [0, 0]], [-1, 1, 1], 2)
    # Both totals are w·x + b with w = 0 and b = ½ ln 3, and tanh(½ ln 3) = (3 − 1)/(3 + 1) = ½, derivative 1 − ¼ = ¾.
    trainer.network.parameters[:] = 0.0, 0.5 * np.log(3)
    trainer.train_epoch()
    # δ = (½ + 1)·¾ = 9/8 at x = 1, and (½ − 1)·¾ = −3/8 at x = 3.
    # The mean for w is (9/8·1 − 3/8·3)/2 = 0; for b it is (9/8 − 3/8)/2 = 3/8.
    assert trainer.network.parameters.tolist() == pytest.approx([0.0, 0.5 * np.log(3) - 0.375], abs=1e-15)


def test_points_after_the_last_full_batch_are_carried_over_by_hand(trainer_on):
    experiment = Experiment(
        problem="regression",
        features=(),
        hidden_layers=(),
        learning_rate=0.1,
        batch_size=2,
        zero_initialization=True,
        seed="hand",
    )
    trainer = trainer_on(experiment, [[0, 0]] * 4, [1, 2, 4, 0], 3)
    # A network of one bias b, which is its output everywhere, so a point's gradient is b − label.
    trainer.train_epoch()
    # Points 1 and 2: the mean of 0 − 1 and 0 − 2 is −1.5, so b = 0.15. Point 3 is summed and carried: 0.15 − 4 = −3.85.
    assert trainer.network.parameters.tolist() == pytest.approx([0.15], rel=1e-14)
    assert trainer.train_loss == pytest.approx((0.85**2 + 1.85**2 + 3.85**2) / 6, rel=1e-14)
    trainer.train_epoch()
    # The first move averages three: (−3.85 + (0.15 − 1) + (0.15 − 2))/3 = −6.55/3.
    b = 0.15 + 0.655 / 3
    assert trainer.network.parameters.tolist() == pytest.approx([b], rel=1e-14)
    trainer.train_epoch()
    assert trainer.network.parameters.tolist() == pytest.approx([b - 0.1 * (3 * b - 7) / 3], rel=1e-14)


def test_l1_and_l2_by_hand(trainer_on):
    # One weight and the bias of a linear output, one point (x = 1, label 0): the gradient of both is w + b.
    def step(regularization: str, w: float, b: float) -> tuple[list[float], list[bool] | None]:
        experiment = Experiment(
            problem="regression",
            features=("x",),
            hidden_layers=(),
            learning_rate=0.5,
            regularization=regularization,
            regularization_rate=0.25,
            batch_size=1,
            seed="hand",
        )
        trainer = trainer_on(experiment, [[1, 0], [0, 0]], [0, 0], 1)
        trainer.network.parameters[:] = w, b
        trainer.train_epoch()
        dead = trainer.snapshot().dead
        return trainer.network.parameters.tolist(), None if dead is None else dead.tolist()

    assert step("none", 2, -1) == ([1.5, -1.5], None)
    # L2 takes 0.5·0.25·w, at the w before the step and not from the bias: 1.5 − 0.25.
    assert step("L2", 2, -1) == ([1.25, -1.5], None)
    # L1 takes 0.5·0.25 towards zero.
    assert step("L1", 2, -1) == ([1.375, -1.5], None)
    assert step("L1", -2, 1) == ([-1.375, 1.5], None)
    # The gradient alone may carry a weight across zero; the sign is that before it: 0.25 − 0.5·1 = −0.25, − 0.125.
    assert step("L1", 0.25, 0.75) == ([-0.375, 0.25], None)
    # To exactly zero is not across: 0.125 − 0 = 0.125, − 0.125 = 0, not dead.
    assert step("L1", 0.125, -0.125) == ([0.0, -0.125], None)
    # Across: 0.0625 − 0 = 0.0625, − 0.125 < 0: zero and dead.
    assert step("L1", 0.0625, -0.0625) == ([0.0, -0.0625], [True, False])
    # A weight of zero has no sign and no penalty: 0 − 0.5·1.
    assert step("L1", 0, 1) == ([-0.5, 0.5], None)


def test_l1_kills_no_neighbour_of_a_weight_that_dies_by_hand(trainer_on):
    # At x = 1, y = 0 with label 0. Where the output is 0 too there is no gradient, and only the penalty of
    # 0.5·0.25 = 0.125 moves a weight.
    experiment = Experiment(
        problem="regression",
        hidden_layers=(),
        learning_rate=0.5,
        regularization="L1",
        regularization_rate=0.25,
        batch_size=1,
        seed="hand",
    )
    trainer = trainer_on(experiment, [[1, 0], [0, 0]], [0, 0], 1)
    for before, after, dead in (
        # x's weight dies; y's lands on zero and stays alive, as does the bias.
        ([0.0625, 0.125, -0.0625], [0.0, 0.0, -0.0625], [True, False, False]),
        # A bias of zero is no weight that could die; y's weight does.
        ([0.0, 0.0625, 0.0], [0.0, 0.0, 0.0], [True, True, False]),
        # The output is 1 here, so x's weight would move by its gradient of 1, as the bias does, were it alive.
        ([0.0, 0.0, 1.0], [0.0, 0.0, 0.5], [True, True, False]),
    ):
        trainer.network.parameters[:] = before
        trainer.train_epoch()
        assert trainer.network.parameters.tolist() == after
        assert trainer.snapshot().dead.tolist() == dead


# Whole epochs against the textbook


def train_both(experiment: Experiment, epochs: int) -> tuple[Trainer, Textbook]:
    trainer = Trainer(experiment)
    book = Textbook.like(trainer.network)
    sample = trainer.sample
    table = features.inputs(experiment.features, *sample.points.T)[:-1]
    inputs, labels = table.T.tolist()[: sample.train_size], sample.labels.tolist()[: sample.train_size]
    for _ in range(epochs):
        trainer.train_epoch()
        book.train_epoch(
            inputs or [[]] * sample.train_size,
            labels,
            experiment.batch_size,
            experiment.learning_rate,
            experiment.regularization,
            experiment.regularization_rate,
        )
    return trainer, book


def assert_same(trainer: Trainer, book: Textbook) -> None:
    assert trainer.network.parameters == pytest.approx(book.flat(), rel=1e-10, abs=1e-13)
    dead = trainer.snapshot().dead
    assert ([False] * len(book.flat()) if dead is None else dead.tolist()) == book.dead()


@pytest.mark.parametrize("batch_size", [1, 2, 5, 7, 10, 12, 13, 24, 25])
def test_epochs_with_any_remainder(batch_size):
    # 5 % of 500 points are 25, so 0, 1, 0, 4, 5, 1, 12, 1 and 0 points are carried over.
    experiment = Experiment(train_share=5, batch_size=batch_size, learning_rate=0.1, seed="remainder")
    assert experiment.train_size == 25
    trainer, book = train_both(experiment, epochs=6)
    assert_same(trainer, book)
    assert book.accumulated == 25 % batch_size, "points that wait for the next epoch"


RULES = ("none", "L1", "L2")
"""The rules of `REGULARIZATIONS` that the textbook of these tests knows."""


@pytest.mark.parametrize(("number", "activation"), enumerate(FORMULAS))
@pytest.mark.parametrize(("problem", "regularization"), itertools.product(OUTPUT_ACTIVATIONS, RULES))
def test_epochs_with_regularization(regularization, number, activation, problem):
    # Both sizes of a batch meet every problem, rule and activation, and not each product of them.
    batch_size = (3, 10)[(number + RULES.index(regularization) + (problem == "regression")) % 2]
    experiment = Experiment(
        problem=problem,
        train_share=5,
        batch_size=batch_size,
        activation=activation,
        features=("x", "y", "sin-x"),
        hidden_layers=(4, 3),
        learning_rate=0.05,
        regularization=regularization,
        regularization_rate=0.03,
        seed="penalty",
    )
    trainer, book = train_both(experiment, epochs=12)
    assert_same(trainer, book)
    assert any(book.dead()) == (regularization == "L1")


def test_a_dead_weight_stays_zero_and_dead():
    experiment = Experiment(
        regularization="L1", regularization_rate=0.1, learning_rate=0.1, train_share=10, seed="dead", dataset="xor"
    )
    trainer = Trainer(experiment)
    for _ in range(5):
        trainer.train_epoch()
    dead = trainer.snapshot().dead
    assert dead.any()
    assert not dead[trainer.network.weight_mask() == 0].any(), "a bias never dies"
    for _ in range(20):
        trainer.train_epoch()
        assert not trainer.network.parameters[dead].any()
        assert trainer.snapshot().dead[dead].all()


@pytest.mark.parametrize("regularization", [name for name, kind in REGULARIZATIONS.items() if kind.derivative])
def test_a_regularization_rate_of_0_is_none(regularization):
    changes = {"learning_rate": 0.1, "train_share": 10, "seed": "no rate"}
    plain, _ = train_both(Experiment(**changes), epochs=3)
    with_penalty, _ = train_both(Experiment(**changes, regularization=regularization), epochs=3)
    assert with_penalty.network.parameters.tolist() == plain.network.parameters.tolist()
    assert with_penalty.snapshot().dead is None


def test_no_learning_rate_moves_nothing():
    trainer, _ = train_both(Experiment(learning_rate=0, seed="still", regularization="L2", regularization_rate=1), 2)
    assert trainer.network.parameters.tolist() == Trainer(trainer.experiment).network.parameters.tolist()
