"""The state in sentences, of networks trained by the engine."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nntui.engine.datasets import OWN
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import Scale, Units, UserPoints
from nntui.lessons.in_words import state_in_words
from nntui.lessons.settings_words import joined
from nntui.training.history import Losses
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import DivergedError, Trainer, sample_of
from tests.speaking import speaking

XOR = {"dataset": "xor", "hidden_layers": (8,), "activation": "relu"}
PLANE = {"problem": "regression", "hidden_layers": ()}


@cache
def trained(epochs: int, **settings) -> tuple[Snapshot, str]:
    """A state, and the advice if the epoch behind it has diverged."""
    trainer = Trainer(Experiment(**({"seed": "0.5"} | settings)))
    try:
        for _ in range(epochs):
            trainer.train_epoch()
    except DivergedError as error:
        return trainer.snapshot(), error.advice
    return trainer.snapshot(), ""


def words(state: Snapshot, advice: str = "", code: str = "en") -> list[str]:
    with speaking(code):
        return state_in_words(state, sample_of(state.experiment), advice).split("\n")


@pytest.mark.parametrize(
    ("epochs", "settings", "progress", "boundary"),
    [
        (
            0,
            {},
            "Epoch 0. Test loss 0.499; training loss 0.512. 52% of the test points are right.",
            "No boundary: every place is taken for +1.",
        ),
        (
            60,
            {},
            "Epoch 60. Test loss 0.044, falling; training loss 0.055. 100% of the test points are right.",
            "The boundary is a closed ring around (0, 0), 6 wide and 6 high; +1 inside.",
        ),
        (
            100,
            {"hidden_layers": ()},
            "Epoch 100. Test loss 0.503, steady; training loss 0.501. 41% of the test points are right.",
            "The boundary is a straight line, upright, at x₁ 3.7; +1 to its right.",
        ),
        (
            100,
            XOR,
            "Epoch 100. Test loss 0.007, falling; training loss 0.005. 100% of the test points are right.",
            "The boundary is curved: 2 regions of +1, around (−3, −3) and (3, 3); 1 region of −1; "
            "+1 has 50% of the square.",
        ),
        (
            5,
            PLANE,
            "Epoch 5. Test loss 0.000, falling; training loss 0.000.",
            "The answer is a slope: +0.10 for each step of x₁, +0.10 for each of x₂.",
        ),
        (
            20,
            PLANE | {"learning_rate": 0.3},
            "Epoch 6. Test loss 8e+272, rising.",
            "The answers are beyond all bounds. It has diverged at epoch 7: lower the learning rate.",
        ),
    ],
    ids=["untrained", "circle", "straight", "xor", "plane", "diverged"],
)
def test_a_state_in_english(epochs, settings, progress, boundary):
    said = words(*trained(epochs, **settings))
    assert said[:2] == [progress, boundary]


@pytest.mark.parametrize(
    ("epochs", "settings", "progress", "boundary"),
    [
        (
            60,
            {},
            "Época 60. Perda de teste 0.044, caindo; perda de treino 0.055. A rede acerta 100% dos pontos de teste.",
            "A fronteira é uma curva fechada em torno de (0, 0), com 6 de largura e 6 de altura; +1 dentro.",
        ),
        (
            100,
            {"hidden_layers": ()},
            "Época 100. Perda de teste 0.503, estável; perda de treino 0.501. A rede acerta 41% dos pontos de teste.",
            "A fronteira é uma linha reta, vertical, em x₁ 3.7; +1 à direita dela.",
        ),
        (
            100,
            XOR,
            "Época 100. Perda de teste 0.007, caindo; perda de treino 0.005. A rede acerta 100% dos pontos de teste.",
            "A fronteira é curva: 2 regiões de +1, em torno de (−3, −3) e (3, 3); 1 região de −1; "
            "+1 ocupa 50% do quadrado.",
        ),
        (
            5,
            PLANE,
            "Época 5. Perda de teste 0.000, caindo; perda de treino 0.000.",
            "A resposta é uma rampa: +0.10 a cada passo de x₁, +0.10 a cada passo de x₂.",
        ),
    ],
    ids=["circle", "straight", "xor", "plane"],
)
def test_a_state_in_portuguese(epochs, settings, progress, boundary):
    said = words(*trained(epochs, **settings), code="pt_BR")
    assert said[:2] == [progress, boundary]


def test_a_divergence_in_portuguese():
    state, _ = trained(20, **PLANE, learning_rate=0.3)
    assert words(state, "reduza a taxa", "pt_BR")[:2] == [
        "Época 6. Perda de teste 8e+272, subindo.",
        "As respostas passam de todos os limites. Divergiu na época 7: reduza a taxa.",
    ]


@pytest.mark.parametrize(
    ("before", "now", "trend"),
    [
        (0.5, 0.4, "falling"),
        (0.5, 0.489, "falling"),
        (0.5, 0.491, "steady"),
        (0.5, 0.509, "steady"),
        (0.5, 0.511, "rising"),
    ],
)
def test_the_trend_is_that_of_the_last_twenty_epochs(before, now, trend):
    """What was further back, or between, plays no part."""
    losses = np.full(101, 9.0)
    losses[80] = before
    losses[100] = now
    state = replace(trained(0)[0], epoch=100, test_loss=now, history=Losses(1, losses, losses))
    assert words(state)[0].startswith(f"Epoch 100. Test loss {now:.3f}, {trend};")


def test_the_trend_of_a_long_run_is_that_of_a_tenth():
    losses = np.full(501, 0.1)
    losses[450] = 0.4  # epoch 900 of 1000; one of two is kept
    state = replace(trained(0)[0], epoch=1000, test_loss=0.3, history=Losses(2, losses, losses))
    assert "Epoch 1,000. Test loss 0.300, falling;" in words(state)[0]


def test_settings_are_said_last():
    state, _ = trained(
        0, hidden_layers=(3,), regularization="L2", regularization_rate=0.1, features=("x", "y", "sin-x")
    )
    assert words(state)[-1] == (
        "Data: Circle, noise 0%, 250 training points, batches of 10. Inputs: X₁, X₂ and sin X₁; 1 hidden layer of 3 "
        "neurons, Tanh. Learning rate 0.03; regularization L2 with rate 0.1. Seed 0.5."
    )
    few, _ = trained(0, hidden_layers=(2, 1), features=())
    assert (
        "No inputs; 2 hidden layers of 2 and 1 neurons, Tanh. Learning rate 0.03; no regularization." in words(few)[-1]
    )
    one, _ = trained(0, hidden_layers=(1,), features=("x",))
    assert "Inputs: X₁; 1 hidden layer of 1 neuron, Tanh." in words(one)[-1]
    assert "1 camada oculta de 1 neurônio, Tanh." in words(one, code="pt_BR")[-1]
    assert "2 camadas ocultas de 2 e 1 neurônios, Tanh." in words(few, code="pt_BR")[-1]


def test_rarer_settings_are_said_where_they_are_not_as_usual():
    rarer = {
        "dataset": "three-arms",
        "optimizer": "rmsprop",
        "schedule": "step",
        "initialization": "he",
        "layer_activations": ("relu",),
        "dropout": (0.2, 0),
        "shuffle": True,
    }
    assert words(trained(0, **rarer)[0])[-1] == (
        "Data: Three arms, 3 classes, noise 0%, 240 training points, batches of 10. Inputs: X₁ and X₂; 2 hidden layers "
        "of 4 and 2 neurons, ReLU and Tanh. Learning rate 0.03; no regularization. Optimizer: RMSProp (Rho 0.9, "
        "Epsilon 1e-08). Schedule: Step (Schedule's epochs 100, Schedule's factor 0.5). Loss: Cross-entropy. "
        "Initialization: He. Dropout: 0.2 and 0. The points are shuffled in each epoch. Seed 0.5."
    )
    number = trained(0, problem="regression", loss="cross-entropy", rho=0.3)[0]
    assert "Loss" not in words(number)[-1]
    assert "Rho" not in words(number)[-1]
    every_layer = trained(0, dropout=(0.2,))[0]
    assert "no regularization. Dropout: 0.2. Seed" in words(every_layer)[-1]
    assert "Os pontos são embaralhados a cada época." in words(trained(0, shuffle=True)[0], code="pt_BR")[-1]


def test_what_the_points_of_two_classes_are_taken_for_is_said_behind_the_boundary():
    said = words(trained(20)[0])
    assert said[1].startswith("The boundary ")
    assert "test points of −1, " in said[2]
    assert "taken for +1." in said[2]
    assert len(words(trained(5, **PLANE)[0])) == 3


def test_dead_weights_and_changes_by_hand_are_said():
    state, _ = trained(50, regularization="L1", regularization_rate=0.1, hidden_layers=(1,))
    assert "3 of 3 weights are 0 (all dead)." in words(state)
    assert any("by hand" in line for line in words(state.edited(0, 1.0)))


def own(**changes) -> UserPoints:
    points = np.array([[-4.0, 0.0], [4.0, 0.0], [-4.0, 1.0], [4.0, 1.0]])
    return replace(UserPoints(points, np.array([-1.0, 1.0, -1.0, 1.0])), **changes)


IRIS = {
    "columns": ("petal length", "petal width", "species"),
    "classes": ("Iris-setosa", "Iris-virginica"),
    "units": Units(Scale(5.0, 2.0), Scale(1.0, 6.0)),
}


def own_state(points: UserPoints, parameters, **settings) -> Snapshot:
    experiment = Experiment(
        **({"seed": "1", "dataset": OWN, "hidden_layers": (), "user_points": points, "train_share": 50} | settings)
    )
    return replace(Trainer(experiment).snapshot(), parameters=np.array(parameters, float))


def test_own_data_keep_their_units_and_their_names():
    upright = words(own_state(own(**IRIS), (1.0, 0.0, -3.0)))
    assert upright[1] == "The boundary is a straight line, upright, at petal length 6.5; Iris-virginica to its right."
    leaning = words(own_state(own(**IRIS), (1.0, 1.0, 0.0)))[1]
    assert leaning == ("The boundary is a straight line, falling from (2, 2) to (8, 0); Iris-virginica above it.")
    ring = words(own_state(own(**IRIS), (1.0, 1.0, -4.0), features=("x-squared", "y-squared")))[1]
    assert ring == "The boundary is a closed ring around (5, 1), 2 wide and 0.7 high; Iris-setosa inside."
    assert "petal length" in upright[-1]


def test_a_small_ring_is_not_0_wide():
    small = own_state(own(), (-1.0, -1.0, 0.05), features=("x-squared", "y-squared"))
    assert words(small)[1] == "The boundary is a closed ring around (0, 0), 0.3 wide and 0.3 high; +1 inside."


def test_own_numbers_are_in_their_unit():
    points = own(problem="regression", units=Units(Scale(), Scale(), Scale(100.0, 0.01)), classes=("-1", "1"))
    regression = {"problem": "regression", "dataset": "circle", "regression_dataset": OWN}
    assert words(own_state(points, (0.1, -0.02, 0.0), **regression))[1] == (
        "The answer is a slope: +10 for each step of x₁, −2 for each of x₂."
    )
    assert words(own_state(points, (0.0, 0.0, 0.5), **regression))[1] == "The answer is the same everywhere: 150."


def test_without_test_points_the_training_points_are_said():
    state = own_state(own(), (1.0, 0.0, 0.0), train_share=100)
    assert words(state)[0] == f"Epoch 0. Training loss {state.train_loss:.3f}. 100% of the training points are right."
    assert words(state, code="pt_BR")[0].endswith("A rede acerta 100% dos pontos de treino.")


def test_without_any_points_nothing_is_said_of_losses():
    empty = UserPoints(np.empty((0, 2)), np.empty(0))
    assert words(own_state(empty, (1.0, 0.0, 0.0)))[0] == "Epoch 0."


def test_only_the_three_largest_of_many_regions_are_placed():
    experiment = Experiment(seed="1", features=("sin-x", "sin-y"), hidden_layers=(2,), activation="linear")
    state = replace(Trainer(experiment).snapshot(), parameters=np.array([4.0, 0, 0, 4, 0, 0, 1, 1, -6.0]))
    said = words(state)[1]
    assert "4 regions of +1, the largest around (" in said
    assert said.count("(") == 3
    assert "4 regiões de +1, as maiores em torno de (" in words(state, code="pt_BR")[1]


@pytest.mark.parametrize("code", ["en", "pt_BR"])
def test_a_list_in_a_sentence(code):
    last = {"en": "and", "pt_BR": "e"}[code]
    with speaking(code):
        assert [joined(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
            "",
            "a",
            f"a {last} b",
            f"a, b {last} c",
        ]
