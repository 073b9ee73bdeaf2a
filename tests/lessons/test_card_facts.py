"""What the cards promise of their Try, and the numbers they name, are so."""

import math
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nntui
from nntui.api.run import DivergedError, Run
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import DATASETS, GRID_LIMIT
from nntui.engine.features import FEATURES, WEB_FEATURES
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.schedules import SCHEDULES
from nntui.lessons.state import State

FOLDER = Path(nntui.__file__).parent / "lessons" / "cards"


@cache
def tried(card: str, epochs: int) -> Run:
    """Does what a card offers to try, from the default, and plays some epochs."""
    front = (FOLDER / f"{card}.md").read_text(encoding="utf-8").split("+++\n", 2)[1]
    values: dict[str, Any] = tomllib.loads(f"settings = {{{tomllib.loads(front)['try']}}}")["settings"]
    return nntui.train(epochs=epochs, seed="0.5", **values)


def sizes(run: Run) -> FloatArray:
    """The sizes of all weights."""
    together: FloatArray = np.concatenate([weights.ravel() for weights in run.weights])
    return abs(together)


@pytest.mark.parametrize(
    ("card", "epochs", "least", "most"),
    [
        ("squares", 60, 0, 0.02),
        ("product", 30, 0, 0.02),
        ("sines", 200, 0, 0.1),
        ("spiral", 200, 0, 0.1),
        ("reg_gauss", 100, 0, 0.02),
        ("moons", 200, 0, 0.05),
        ("checkerboard", 200, 0, 0.15),
        ("stripes", 300, 0, 0.2),
        ("reg_ripple", 300, 0, 0.1),
        ("reg_saddle", 20, 0, 0.001),
        ("hidden_layers", 100, 0, 0.1),
        ("learning_rate", 60, 0, 0.05),
        ("batch_size", 20, 0, 0.05),
        ("activation", 60, 0.45, 0.55),
        ("decision_boundary", 60, 0.45, 0.55),
        ("neuron", 60, 0.2, 0.55),
        ("zero_initialization", 50, 0.45, 0.55),
        ("noise", 100, 0.08, 0.2),
        ("optimizer", 60, 0, 0.005),
        ("momentum", 20, 0, 0.05),
        ("nesterov", 20, 0, 0.05),
        ("rmsprop", 20, 0, 0.03),
        ("adam", 60, 0, 0.005),
        ("rho", 100, 0, 0.01),
        ("epsilon", 60, 0.03, 0.08),
        ("step_schedule", 60, 0, 0.03),
        ("cosine", 100, 0, 0.01),
        ("schedule", 100, 0, 0.01),
        ("warm_up", 200, 0, 0.01),
        ("cross_entropy", 60, 0, 0.03),
        ("loss_function", 60, 0.4, 0.65),
        ("squared_error", 60, 0, 0.05),
        ("xavier", 60, 0, 0.01),
        ("he", 60, 0, 0.03),
        ("shuffle", 100, 0, 0.02),
        ("sine", 200, 0, 0.1),
        ("layer_activations", 200, 0, 0.1),
        ("leaky_relu", 60, 0, 0.02),
        ("elu", 60, 0, 0.02),
        ("silu", 60, 0, 0.02),
        ("gelu", 60, 0, 0.02),
        ("softplus", 200, 0, 0.02),
        ("cubes", 60, 0, 0.06),
        ("radius", 20, 0, 0.06),
        ("own_feature", 20, 0, 0.1),
    ],
)
def test_what_is_tried_ends_as_the_card_says(card: str, epochs: int, least: float, most: float) -> None:
    assert least <= tried(card, epochs).test_loss <= most


def test_overfitting_opens_a_gap_and_the_test_loss_turns() -> None:
    run = tried("overfitting", 300)
    assert run.test_loss - run.train_loss > 0.15
    assert run.test_loss > run.losses["test_loss"].min() + 0.02


def test_divergence_diverges_soon() -> None:
    with pytest.raises(DivergedError) as error:
        tried("divergence", 20)
    assert error.value.epoch <= 10


def test_l2_makes_weights_smaller_and_still_learns() -> None:
    plain, run = nntui.train(seed="0.5", epochs=100), tried("l2", 100)
    assert sizes(run).mean() < 0.9 * sizes(plain).mean()
    assert sizes(run).min() > 0
    assert run.train_loss > plain.train_loss
    assert run.test_loss < 0.1


def test_l1_makes_some_weights_0_but_not_all() -> None:
    assert 3 <= (sizes(tried("l1", 150)) == 0).sum() <= 12


def test_the_rate_of_regularization_shrinks_trained_weights() -> None:
    run = nntui.train(seed="0.5", epochs=100, regularization="L2")
    after = nntui.train(run, epochs=100, regularization_rate=0.1)
    assert after.epoch == 200
    assert sizes(after).mean() < 0.7 * sizes(run).mean()


def test_zeros_stay_at_0_but_for_the_bias_of_the_output() -> None:
    for activation in ("tanh", "relu", "linear"):
        run = nntui.train(seed="0.5", epochs=5, zero_initialization=True, activation=activation)
        assert not sizes(run).any()
        assert [bool(biases.any()) for biases in run.biases] == [False, False, True]
    run = nntui.train(seed="0.5", epochs=20, zero_initialization=True, activation="sigmoid")
    first, *_ = run.weights
    assert first.any()
    assert (first == first[:, :1]).all()


def test_accuracy_stands_at_all_right_while_the_loss_falls() -> None:
    early = nntui.train(seed="0.5", epochs=60)
    late = early.train(40)
    assert early.score() == late.score() == 1
    assert late.test_loss < early.test_loss / 2


def test_numbers_in_the_texts() -> None:
    run = nntui.train(seed="0.5", epochs=0)
    assert sum(weights.size for weights in run.weights) + sum(biases.size for biases in run.biases) == 25
    assert {DATASETS[name].size for name in ("circle", "xor", "gauss", "spiral")} == {500}
    assert {DATASETS[name].size for name in ("moons", "checkerboard", "stripes")} == {500}
    assert {DATASETS[name].size for name in ("three-arms", "blobs")} == {480}
    assert {kind.size for name, kind in DATASETS.items() if name.startswith("reg-")} == {1200}
    assert len(WEB_FEATURES) == 7
    assert GRID_LIMIT == 6
    assert sizes(run).max() <= 0.5
    assert {float(value) for biases in run.biases for value in biases} == {0.1}
    x1 = np.linspace(-6, 6, 10_001)
    assert np.square(x1).mean() == pytest.approx(12, abs=0.01)
    assert FEATURES["x-squared"].compute(x1, x1).max() == 36
    hills = nntui.train(problem="regression", regression_dataset="reg-gauss", seed="0.5", epochs=0)
    assert np.square(hills.labels).mean() / 2 == pytest.approx(0.042, abs=0.003)
    rings = nntui.train(problem="regression", regression_dataset="reg-ripple", seed="0.5", epochs=0)
    assert np.square(rings.labels).mean() / 2 == pytest.approx(0.25, abs=0.02)
    slope = np.array([0.5])
    ACTIVATIONS["sigmoid"].derive(np.array([0.5]), slope)
    assert slope[0] == 0.25


def test_a_plane_is_learned_by_one_neuron() -> None:
    run = nntui.train(problem="regression", hidden_layers=(), seed="0.5", epochs=100)
    assert run.weights[0].ravel() == pytest.approx([0.1, 0.1], abs=0.001)
    assert run.biases[0] == pytest.approx([0], abs=0.001)


def test_a_saddle_is_learned_by_one_neuron() -> None:
    run = tried("reg_saddle", 20)
    assert run.weights[0].ravel() == pytest.approx([1 / 36, -1 / 36], abs=0.004)


def test_a_checkerboard_is_hard_without_the_sines() -> None:
    run = nntui.train(dataset="checkerboard", hidden_layers=(8, 8), seed="0.5", epochs=200)
    assert run.score() < 0.85
    assert tried("checkerboard", 200).score() > 0.85


def test_three_classes_are_learned() -> None:
    assert tried("three_arms", 200).score() > 0.9
    assert tried("blobs", 20).score() == 1
    assert tried("softmax", 200).score() > 0.85
    assert tried("classes", 50).score() > 0.95


def test_what_optimizers_are_compared_with() -> None:
    """By the epoch that a card names they are far ahead of SGD, or of what it calls slower."""
    early, later = nntui.train(seed="0.5", epochs=20), nntui.train(seed="0.5", epochs=60)
    for card in ("momentum", "nesterov"):
        assert tried(card, 20).test_loss < early.test_loss / 5
    assert tried("adam", 60).test_loss < later.test_loss / 10
    assert later.test_loss < tried("epsilon", 60).test_loss < 2 * later.test_loss
    slow = tried("beta", 60)
    assert nntui.train(slow.experiment, epochs=60, beta1=0.9).test_loss < slow.test_loss / 2


def test_weight_decay_keeps_weights_small_and_answers_unsure() -> None:
    run, mild = tried("weight_decay", 60), tried("adamw", 60)
    adam = nntui.train(mild.experiment, epochs=60, optimizer="adam")
    assert run.score() == 1
    assert run.test_loss > 0.1
    assert sizes(run).mean() < 0.7 * sizes(mild).mean() < 0.7 * sizes(adam).mean()


def test_a_schedule_calms_what_jumps_at_a_constant_rate() -> None:
    jumping = nntui.train(tried("schedule", 0).experiment, epochs=100, schedule="constant")
    assert jumping.test_loss > 5 * tried("schedule", 100).test_loss
    assert tried("warm_up", 20).test_loss > nntui.train(seed="0.5", epochs=20).test_loss


@pytest.mark.parametrize("card", ["xavier", "he"])
def test_deep_networks_need_first_weights_that_fit(card: str) -> None:
    assert nntui.train(tried(card, 0).experiment, epochs=60, initialization="web").test_loss > 0.45


def test_dropout_makes_the_gap_smaller() -> None:
    run = tried("dropout", 300)
    plain = nntui.train(run.experiment, epochs=300, dropout=())
    assert run.test_loss - run.train_loss < 0.7 * (plain.test_loss - plain.train_loss)


def test_waves_suit_the_spiral_and_cosines_part_of_the_circle() -> None:
    assert nntui.train(tried("sine", 0).experiment, epochs=200, activation="tanh").test_loss > 0.4
    assert 0.8 < tried("cosines", 20).score() < 0.95


def test_clouds_that_overlap_are_confused() -> None:
    now = State(tried("confusion_matrix", 50).snapshot)
    assert 0.3 < now.lowest_class_accuracy < now.accuracy[1] < 0.95


def test_chance_is_as_the_card_of_the_loss_says() -> None:
    assert [round(math.log(count), 2) for count in (2, 3)] == [0.69, 1.10]
    assert nntui.train(seed="0.5", epochs=0, loss="cross-entropy").train_loss == pytest.approx(0.69, abs=0.02)


CARDS = {"sgd": None, "constant": None, "web": None, "zero": None, "step": "step_schedule"}
"""From an entry of a registry to its card, where that has another name; None where the card of all tells it."""
REGISTRIES = (OPTIMIZERS, SCHEDULES, LOSSES, INITIALIZATIONS, ACTIVATIONS)


@pytest.mark.parametrize(
    ("name", "formula", "source"),
    [(each.name, each.formula, each.source) for registry in REGISTRIES for each in registry.values() if each.source],
)
def test_a_card_has_the_formula_and_the_source_of_the_registry(name: str, formula: str, source: str) -> None:
    card = CARDS.get(name, name.replace("-", "_"))
    if card is None:
        return
    english, other = ((FOLDER / f"{card}{end}.md").read_text(encoding="utf-8") for end in ("", ".pt_BR"))
    # AdamW's card refers to Adam's for the means.
    told = OPTIMIZERS["adam"].formula.split(", ") if name == "adamw" else []
    for part in set(formula.split(", ")) - set(told):
        assert "".join(part.split()) in "".join(english.split()), part
    (year,) = re.findall(r"\b(?:18|19|20)\d\d\b", source)[:1]
    for text in (english, other):
        assert re.split(r"[ ,]", source)[0] in text
        assert year in text
