"""Optimizers and schedules: each rule written a second time, weight by weight, and PyTorch where it is installed."""

import math

import numpy as np
import pytest

from nntui.engine.optimizers import OPTIMIZERS, Coefficients
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.training.trainer import Trainer

RATE = 0.02
WEIGHTS = [0.5, -1.2, 0.03, 2.0]
GRADIENTS = np.random.default_rng(3).normal(0, 0.4, (25, len(WEIGHTS)))
GIVEN = Coefficients(momentum=0.8, beta1=0.85, beta2=0.97, rho=0.75, epsilon=1e-7)


def by_ours(name: str) -> list[float]:
    optimizer, weights = OPTIMIZERS[name], np.array(WEIGHTS)
    moments = np.zeros((optimizer.moments, len(WEIGHTS)))
    for step, given in enumerate(GRADIENTS, start=1):
        gradient = given.copy()
        if optimizer.direction is not None:
            optimizer.direction(gradient, moments, step, GIVEN)
        weights -= RATE * gradient
    return weights.tolist()


def one_weight(name: str, w: float, gradients: list[float]) -> float:
    """The rule as the paper has it, for a single weight."""
    v = m = s = 0.0
    for t, g in enumerate(gradients, start=1):
        if name == "sgd":
            w -= RATE * g
        elif name in ("momentum", "nesterov"):
            v = GIVEN.momentum * v + g
            w -= RATE * (v if name == "momentum" else g + GIVEN.momentum * v)
        elif name == "rmsprop":
            s = GIVEN.rho * s + (1 - GIVEN.rho) * g**2
            w -= RATE * g / (math.sqrt(s) + GIVEN.epsilon)
        else:
            m = GIVEN.beta1 * m + (1 - GIVEN.beta1) * g
            s = GIVEN.beta2 * s + (1 - GIVEN.beta2) * g**2
            m_hat, s_hat = m / (1 - GIVEN.beta1**t), s / (1 - GIVEN.beta2**t)
            w -= RATE * m_hat / (math.sqrt(s_hat) + GIVEN.epsilon)
    return w


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_rule_is_that_of_its_paper(name):
    expected = [one_weight(name, w, GRADIENTS[:, i].tolist()) for i, w in enumerate(WEIGHTS)]
    assert by_ours(name) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_rule_is_that_of_pytorch(name):
    torch = pytest.importorskip("torch")
    weights = torch.tensor(WEIGHTS, dtype=torch.float64, requires_grad=True)
    adam = {"betas": (GIVEN.beta1, GIVEN.beta2), "eps": GIVEN.epsilon}
    optimizer = {
        "sgd": lambda: torch.optim.SGD([weights], lr=RATE),
        "momentum": lambda: torch.optim.SGD([weights], lr=RATE, momentum=GIVEN.momentum),
        "nesterov": lambda: torch.optim.SGD([weights], lr=RATE, momentum=GIVEN.momentum, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop([weights], lr=RATE, alpha=GIVEN.rho, eps=GIVEN.epsilon),
        "adam": lambda: torch.optim.Adam([weights], lr=RATE, **adam),
        "adamw": lambda: torch.optim.AdamW([weights], lr=RATE, weight_decay=0, **adam),
    }[name]()
    for gradient in GRADIENTS:
        weights.grad = torch.tensor(gradient)
        optimizer.step()
    assert by_ours(name) == pytest.approx(weights.detach().tolist(), rel=1e-12)


def test_every_parameter_of_an_optimizer_or_schedule_is_a_setting():
    used = {name for kind in (*OPTIMIZERS.values(), *SCHEDULES.values()) for name in kind.parameters}
    assert used <= SETTINGS.keys()
    assert used == {
        *("momentum", "beta1", "beta2", "rho", "epsilon", "weight_decay"),
        *("schedule_epochs", "schedule_factor"),
    }


# Within training: one point, one weight and a bias of a linear output, so the gradient of both is w + b at x = 1


def small(**settings: object) -> Trainer:
    """A trainer whose network is w·x + b, with w = 0.8 and b = −0.3, on points of the plane."""
    base = {"problem": "regression", "features": ("x",), "hidden_layers": (), "train_share": 1, "batch_size": 1}
    trainer = Trainer(Experiment(**(base | {"seed": "rule", "learning_rate": 0.1} | settings)))
    trainer.network.parameters[:] = 0.8, -0.3
    return trainer


def gradients_along(trainer: Trainer, weight: float, bias: float, point: int) -> tuple[float, float]:
    x, label = trainer.sample.points[point, 0], trainer.sample.labels[point]
    error = weight * x + bias - label
    return error * x, error


def test_weight_decay_shrinks_weights_and_never_biases():
    with_decay, without = small(optimizer="adamw", weight_decay=0.5), small(optimizer="adam")
    points = with_decay.sample.train_size
    assert points == 12
    with_decay.train_epoch()
    without.train_epoch()
    # By the second writing, point by point; the decay is taken off the weight before the step.
    for trainer, decay in ((with_decay, 0.5), (without, 0.0)):
        w, b, m, s = 0.8, -0.3, [0.0, 0.0], [0.0, 0.0]
        for t in range(1, points + 1):
            steps = []
            for i, g in enumerate(gradients_along(trainer, w, b, t - 1)):
                m[i] = 0.9 * m[i] + 0.1 * g
                s[i] = 0.999 * s[i] + 0.001 * g * g
                steps.append(0.1 * m[i] / (1 - 0.9**t) / (math.sqrt(s[i] / (1 - 0.999**t)) + 1e-8))
            w, b = w - 0.1 * decay * w - steps[0], b - steps[1]
        assert trainer.network.parameters == pytest.approx([w, b], rel=1e-11)


def test_l2_is_a_part_of_the_gradient_of_an_optimizer():
    trainer = small(optimizer="momentum", momentum=0.5, regularization="L2", regularization_rate=0.2)
    trainer.train_epoch()
    w, b, v = 0.8, -0.3, [0.0, 0.0]
    for point in range(12):
        g = gradients_along(trainer, w, b, point)
        v = [0.5 * v[0] + g[0] + 0.2 * w, 0.5 * v[1] + g[1]]
        w, b = w - 0.1 * v[0], b - 0.1 * v[1]
    assert trainer.network.parameters == pytest.approx([w, b], rel=1e-12)


def test_l1_is_a_step_of_its_own_behind_that_of_the_optimizer_and_kills():
    trainer = small(optimizer="momentum", momentum=0.0, regularization="L1", regularization_rate=0.2)
    plain = small(regularization="L1", regularization_rate=0.2)
    for _ in range(3):
        trainer.train_epoch()
        plain.train_epoch()
    assert trainer.network.parameters == pytest.approx(plain.network.parameters, rel=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_learning_rate_moves_nothing(name):
    trainer = small(optimizer=name, learning_rate=0.0)
    trainer.train_epoch()
    assert trainer.network.parameters.tolist() == [0.8, -0.3]


def test_sgd_is_momentum_without_momentum():
    plain, other = small(), small(optimizer="momentum", momentum=0.0)
    for _ in range(5):
        plain.train_epoch()
        other.train_epoch()
    assert other.network.parameters == pytest.approx(plain.network.parameters, rel=1e-12)


# Schedules


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("constant", {0: 0.5, 7: 0.5, 10**6: 0.5}),
        # Halved at epochs 4, 8, 12 …
        ("step", {0: 0.5, 3: 0.5, 4: 0.25, 7: 0.25, 8: 0.125, 12: 0.0625}),
        # (1 + cos 0)/2 = 1, (1 + cos π/2)/2 = ½, (1 + cos π)/2 = 0, and 0 from then on.
        ("cosine", {0: 0.5, 1: 0.25 * (1 + math.sqrt(0.5)), 2: 0.25, 4: 0.0, 9: 0.0}),
        ("warm-up", {0: 0.125, 1: 0.25, 2: 0.375, 3: 0.5, 4: 0.5, 99: 0.5}),
    ],
)
def test_the_learning_rate_follows_its_schedule(schedule, expected):
    experiment = Experiment(learning_rate=0.5, schedule=schedule, schedule_epochs=4, schedule_factor=0.5)
    rates = {epoch: experiment.learning_rate_at(epoch) for epoch in expected}
    assert rates == pytest.approx(expected, abs=1e-15)


def test_every_schedule_is_tested():
    assert set(SCHEDULES) == {"constant", "step", "cosine", "warm-up"}


def test_an_epoch_is_trained_with_the_rate_of_its_schedule():
    scheduled = small(schedule="step", schedule_epochs=1, schedule_factor=0.5)
    by_hand = small()
    for epoch in range(4):
        by_hand.adjust(by_hand.experiment.changed(learning_rate=0.1 * 0.5**epoch))
        scheduled.train_epoch()
        by_hand.train_epoch()
        assert scheduled.network.parameters.tolist() == by_hand.network.parameters.tolist()
