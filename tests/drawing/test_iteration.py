"""One iteration as lines, of real iterations of the engine."""

import re
from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from nntui.drawing.iteration import ROOM, Line, iteration_lines, rows_for, title
from nntui.drawing.numbers import with_hyphen
from nntui.engine.datasets import OWN
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import Scale, Units, UserPoints
from nntui.training.iteration_walk import IterationWalk
from nntui.training.trainer import DivergedError, Trainer
from tests.speaking import speaking

LANGUAGES = pytest.mark.parametrize("code", ["en", "pt_BR"])
ALL = ("x", "y", "x-squared", "y-squared", "x-times-y", "sin-x", "sin-y")


def walk(epochs: int = 1, batches: int = 0, **settings) -> IterationWalk:
    trainer = Trainer(Experiment(**({"seed": "0.5"} | settings)))
    try:
        for _ in range(epochs):
            trainer.train_epoch()
    except DivergedError:
        pass
    walk = IterationWalk(trainer.snapshot())
    for _ in range(batches):
        assert walk.next_batch()
    return walk


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def shown(it: IterationWalk, node=(1, 0), point=0, code="en", **options) -> list[str]:
    with speaking(code):
        return texts(iteration_lines(it, node, point, **options))


ENGLISH = """\
Layer 1 neuron 1  ↑ ↓ another neuron        Point 1 of 10  ← → another point
                                                x₁ 0.486  x₂ 0.859  label +1
▶ 1 Forward   what this neuron, and then the network, answers
    X₁    0.14965 × 0.48619   0.07276
    X₂    0.24499 × 0.85905   0.21046
    bias                      0.10441
    sum                       0.38763 → Tanh 0.36932  the output: 0.08819
  2 Error     how far the network is from the label
    0.08819 − 1 = −0.91181               loss ½ · 0.91181² = 0.41570
    × slope (derivative) of Tanh there 0.99222 → δ of the output −0.90472
  3 Backward  this neuron's share in it: weight × δ along its 2 connections
    0.46963 × 0.04455 + 0.33515 × −0.19633 = −0.04488
    × slope of Tanh here 0.86360 → δ −0.03876
  4 Update    minus rate 0.03 × the mean of δ × input over the 10 points
    X₁   this point −0.01884   mean  0.01853    0.14965 → 0.14910
    X₂   this point −0.03329   mean  0.00747    0.24499 → 0.24476
    bias this point −0.03876   mean −0.00638    0.10441 → 0.10461
Loss of these 10 points: 0.51814 → 0.51696. Nothing is trained until Enter."""

PORTUGUESE = """\
Camada 1 neurônio 1  ↑ ↓ outro neurônio       Ponto 1 de 10  ← → outro ponto
                                               x₁ 0.486  x₂ 0.859  rótulo +1
  1 Para frente  o que este neurônio, e depois a rede, responde
    X₁    0.14965 × 0.48619   0.07276
    X₂    0.24499 × 0.85905   0.21046
    viés                      0.10441
    soma                      0.38763 → Tanh 0.36932  a saída: 0.08819
▶ 2 Erro         quanto falta à rede para chegar ao rótulo
    0.08819 − 1 = −0.91181               perda ½ · 0.91181² = 0.41570
    × inclinação (derivada) de Tanh ali 0.99222 → δ da saída −0.90472
  3 Para trás    a parte deste neurônio: peso × δ por suas 2 conexões
    0.46963 × 0.04455 + 0.33515 × −0.19633 = −0.04488
    × inclinação de Tanh aqui 0.86360 → δ −0.03876
  4 Mudança      menos taxa 0.03 × a média de δ × entrada nos 10 pontos
    X₁   este ponto −0.01884   média  0.01853    0.14965 → 0.14910
    X₂   este ponto −0.03329   média  0.00747    0.24499 → 0.24476
    viés este ponto −0.03876   média −0.00638    0.10441 → 0.10461
Perda destes 10 pontos: 0.51814 → 0.51696. Nada é treinado antes do Enter."""


@pytest.mark.parametrize(("code", "section", "expected"), [("en", 1, ENGLISH), ("pt_BR", 2, PORTUGUESE)])
def test_the_first_iteration_of_the_second_epoch(code, section, expected):
    assert shown(walk(), code=code, section=section) == expected.splitlines()


def test_what_dropout_does_to_a_neuron_multiplies_as_it_is_shown():
    it = walk(epochs=1, dropout=(0.3,), hidden_layers=(4, 2))
    readings = {node: it.read(node, 0) for node in it.nodes if node[0] == 1}
    out = next(node for node, each in readings.items() if not each.factor)
    lines = shown(it, out)
    assert lines[0].startswith(f"Layer 1 neuron {out[1] + 1} · left out by dropout")
    assert "    × 0: left out by dropout → δ 0" in "\n".join(lines)
    assert "slope of Tanh here" not in "\n".join(lines)
    kept = next(node for node, each in readings.items() if each.factor)
    lines = shown(it, kept)
    backward = next(line for line in lines if "slope of Tanh here" in line)
    assert "× 1.429 (dropout) → δ" in backward
    share = one(lines[lines.index(backward) - 1].split(" = ")[-1])
    slope, factor, delta = numbers(backward)
    assert abs(share * slope * factor - delta) < Decimal("0.0001")
    forward = next(line for line in lines if "→ Tanh" in line).split("→ Tanh")[1].split("the output")[0]
    value, factor, output = numbers(forward)
    assert abs(value * factor - output) < Decimal("0.001")


def test_the_output_neuron_is_where_the_error_comes_in():
    lines = shown(walk(), (3, 0), 3)
    assert lines[0].startswith("Output neuron  ↑ ↓")
    assert "  1 Forward   what this neuron answers, which is the network's answer" in lines
    assert "    sum                           0.10535 → Tanh 0.10496" in lines
    assert "    0.10496 − (−1) = 1.10496             loss ½ · 1.10496² = 0.61047" in lines
    at = lines.index("  3 Backward  the output neuron is where the error comes in")
    assert lines[at + 1] == "    δ 1.09279"


NAMES = UserPoints(
    np.array([[-4.0, 1.0], [4.0, 2.0], [-4.0, 3.0], [4.0, 0.5], [1.0, 1.0]]),
    np.array([-1.0, 1, -1, 1, 1]),
    columns=("petal length of it", "petal width of it", "species"),
    classes=("Iris-setosa", "Iris-versicolor"),
    units=Units(Scale(5.0, 2.0), Scale(1.0, 6.0)),
)
NUMBERS = UserPoints(
    NAMES.points,
    np.array([-0.9, 0.123456789, 0.5, 0.7, -1.0]),
    "regression",
    units=Units(Scale(), Scale(), Scale(100.0, 0.01)),
    columns=("a", "b", "c"),
)
OWN_DATA = {"dataset": OWN, "user_points": NAMES, "batch_size": 2, "train_share": 100}
LONG = UserPoints(
    NAMES.points,
    NAMES.labels,
    columns=("the length of the petal in millimetres", "the width of the petal in millimetres", "species"),
    classes=("a class of flowers with a name", "another class of flowers"),
    units=Units(Scale(123456.0, 0.001), Scale(-0.00012345, 123456.0)),
)
WIDEST = {
    "default": {},
    "sigmoid": {"activation": "sigmoid", "regularization": "L1", "regularization_rate": 0.123456789},
    "L2": {"regularization": "L2", "regularization_rate": 0.0000123456, "learning_rate": 0.0123456789},
    "L1 kills": {"regularization": "L1", "regularization_rate": 0.3, "batch_size": 30},
    "L1 at rate 0": {"regularization": "L1"},
    "many": {"features": ALL, "hidden_layers": (2, 32), "batch_size": 250, "activation": "linear"},
    "deep": {"hidden_layers": (4,) * 10, "activation": "relu", "features": ALL},
    "zeros": {"zero_initialization": True, "regularization": "L2"},
    "diverging": {"problem": "regression", "hidden_layers": (), "learning_rate": 0.3},
    "diverging in layers": {"problem": "regression", "activation": "linear", "learning_rate": 3, "batch_size": 1},
    "own": OWN_DATA,
    "own with long names": OWN_DATA | {"user_points": LONG},
    "own numbers": {"problem": "regression", "regression_dataset": OWN, "user_points": NUMBERS, "batch_size": 2},
    "no features": {"features": ()},
    "three arms, AdamW, dropout": {
        "dataset": "three-arms",
        "optimizer": "adamw",
        "dropout": (0.3,),
        "weight_decay": 0.000123456789,
        "schedule": "cosine",
        "features": (*ALL, "x1*x2^2"),
    },
    "cross-entropy, Nesterov, L2": {
        "loss": "cross-entropy",
        "optimizer": "nesterov",
        "regularization": "L2",
        "regularization_rate": 0.0123456789,
        "layer_activations": ("leaky-relu", "softplus"),
    },
}


@cache
def widest(name: str, epochs: int) -> IterationWalk:
    return walk(epochs, **WIDEST[name])


@LANGUAGES
@pytest.mark.parametrize("epochs", [0, 6])
@pytest.mark.parametrize("name", WIDEST)
def test_no_line_is_wider_than_the_dialog_and_none_too_many(name, epochs, code):
    it = widest(name, epochs)
    first = {layer: (layer, index) for layer, index in reversed(it.nodes)}
    with speaking(code):
        for node in (*first.values(), it.nodes[-2 if len(it.nodes) > 1 else -1]):
            for point in {0, it.size - 1}:
                for height in (22, 38):
                    lines = iteration_lines(it, node, point, 1, height=height)
                    assert len(lines) <= height
                    assert max(map(len, texts(lines))) <= ROOM, max(texts(lines), key=len)
        for width in (74, 54, 14):
            assert width == 14 or len(title(it, width)) <= width


@pytest.mark.parametrize("name", [name for name in WIDEST if not name.startswith("diverging")])
def test_what_is_seen_adds_up(name):
    it = widest(name, 1)
    for node in it.nodes[:: max(1, len(it.nodes) // 8)]:
        for point in range(min(3, it.size)):
            lines = shown(it, node, point)
            start, stop = (next(i for i, line in enumerate(lines) if line[2:3] == each) for each in "12")
            *parts, total = [numbers(line.split(" × ")[-1])[-1:] for line in lines[start + 1 : stop - 1]] + [
                numbers(lines[stop - 1].partition("→")[0])[-1:]
            ]
            assert sum(part[0] for part in parts) == total[0], lines[start:stop]
            left, right = re.split(" = ", lines[stop + 1].partition("loss")[0])
            output, label = left.replace("(", "").replace(")", "").strip().split(" − ")
            assert one(output) - one(label) == one(right)


def numbers(text: str) -> list[Decimal]:
    return [one(each) for each in re.findall(r"−?\d+\.?\d*(?:e[+−]\d+)?", text)]


def one(text: str) -> Decimal:
    return Decimal(with_hyphen(text.strip()))


def test_of_many_inputs_those_that_add_most_are_shown_and_the_rest_is_counted():
    it = walk(features=ALL, hidden_layers=(3,))
    few, all_of_them = shown(it), shown(it, height=40)
    assert len(few) <= 22
    assert len(all_of_them) == 14 + 2 * 7
    assert not any("other" in line for line in all_of_them[3:])
    rows = [line for line in few if "others" in line]
    assert [line.split()[:2] for line in rows] == [["4", "others"], ["4", "others:"]]
    reading = it.read((1, 0), 0)
    largest = sorted(reading.inputs, key=lambda each: -abs(each.product))[:3]
    names = [line.split("  ")[2].strip() for line in few if "this point" in line]
    assert names[:-1] == [
        ("X₁", "X₂", "X₁²", "X₂²", "X₁X₂", "sin X₁", "sin X₂")[each.source[1]]
        for each in reading.inputs
        if each in largest
    ]


def test_the_rows_are_enough_for_the_neuron_with_the_most_inputs():
    it = walk(hidden_layers=(2, 6, 3), regularization="L1", regularization_rate=0.001)
    most = max(len(shown(it, node, height=1000)) for node in it.nodes)
    assert rows_for(it) == most == 15 + 2 * 6
    rows = [line for node in it.nodes for line in shown(it, node, height=most)[3:] if " + " not in line]
    assert not any("other" in line for line in rows)


def test_points_left_over_from_the_epoch_before_are_said():
    assert shown(walk(0, batch_size=30))[1].startswith("  ")
    it = walk(1, batch_size=30)
    assert shown(it)[1].startswith("Points 1–10 are left over from epoch 1  ")
    assert shown(it, code="pt_BR")[1].startswith("Os pontos 1–10 sobraram da época 1  ")
    assert "over the 40 points" in "\n".join(shown(it))
    it.next_batch()
    assert shown(it)[1].startswith("  ")
    one_left = walk(1, batch_size=83)
    assert shown(one_left)[1].startswith("Point 1 is left over from epoch 1  ")
    assert shown(one_left, code="pt_BR")[1].startswith("O ponto 1 sobrou da época 1  ")


def test_regularization_has_a_line_and_dead_weights_say_so():
    it = walk(30, regularization="L1", regularization_rate=0.1)
    lines = shown(it, (2, 0))
    assert "    L1: each weight also moves 0.03 × 0.1 = 0.00300 towards 0" in lines
    assert any(line.startswith("    neuron 1 ") and line.endswith("0  dead") for line in lines)
    assert any(line.startswith("    neuron 1 this point") and line.endswith("   dead: stays 0") for line in lines)
    assert any(line.endswith("   morto: fica em 0") for line in shown(it, (2, 0), code="pt_BR"))
    assert "    L2: each weight also loses 0.03 × 0.1 = 0.00300 of itself" in shown(
        walk(regularization="L2", regularization_rate=0.1)
    )
    assert "    L1 with rate 0 takes nothing off" in shown(walk(regularization="L1"))
    assert not any("takes" in line or "also" in line for line in shown(walk()))


@LANGUAGES
def test_a_weight_dies_at_the_iteration_in_which_it_crosses_0(code):
    it = walk(0, regularization="L1", regularization_rate=0.3)
    dying = {"en": r"[\d.]+ → 0, dies$", "pt_BR": r"[\d.]+ → 0, morre$"}[code]
    found = []
    while not found:
        found = [line for node in it.nodes for line in shown(it, node, code=code) if re.search(dying, line)]
        assert found or it.next_batch()
    assert max(map(len, found)) <= ROOM


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "    Every δ × input of a weight is 0: only the output's bias moves."),
        ("pt_BR", "    Todo δ × entrada de um peso é 0: só o viés da saída muda."),
    ],
)
def test_zero_initialization_shows_zeros_and_says_what_moves(code, sentence):
    it = walk(0, zero_initialization=True, dataset="xor")
    lines = shown(it, code=code)
    assert sentence in lines
    inputs = [line for line in lines if line.startswith(("    X₁", "    X₂"))]
    assert [line.split("×")[0].split()[-1] for line in inputs[:2]] == ["0", "0"]
    assert [line.split()[-1] for line in inputs[:2]] == ["0", "0"]
    assert all(re.search(r" 0   (mean|média) +0 +0 → 0$", line) for line in inputs[2:])
    output = shown(it, (3, 0), code=code)[-3]
    assert not output.endswith("0 → 0"), "the bias of the output"
    assert sentence not in shown(walk(0, dataset="xor"), code=code)


def test_an_iteration_of_one_point():
    lines = shown(walk(batch_size=1))
    assert "Point 1 of 1" in lines[0]
    assert "  4 Update    minus rate 0.03 × δ × input of the 1 point" in lines
    assert lines[-1].startswith("Loss of this point: ")
    assert shown(walk(batch_size=1), code="pt_BR")[-1].startswith("Perda deste ponto: ")


def test_own_data_have_their_units_and_names():
    lines = shown(walk(**OWN_DATA), height=40)
    assert re.search(
        r"in your units: length of it \d  width of it [\d.]+  label (setosa|versicolor) \([−+]1\)$", lines[1]
    )
    assert any(line.startswith("    length of it") for line in lines[3:])
    numbers = shown(walk(problem="regression", regression_dataset=OWN, user_points=NUMBERS, batch_size=2))
    assert re.search(r"a −?[\d.]+  b −?[\d.]+  label −?[\d.]+ \(−?[\d.]+\)$", numbers[1])


def test_of_many_connections_onward_the_largest_are_shown():
    line = next(line for line in shown(walk(hidden_layers=(2, 12))) if "others" in line)
    assert re.fullmatch(r"    \S+ × \S+ \+ \S+ × \S+ \+ 10 others \S+ = \S+", line)
    products = numbers(line)
    assert float(products[0] * products[1] + products[2] * products[3] + products[5]) == pytest.approx(
        float(products[6]), abs=3e-5
    )


def test_the_title_gives_way_before_the_numbers_do():
    it = walk()
    assert title(it, 74) == "One iteration by its numbers ───── epoch 1 → 2 · batch 1 of 25 · 10 points"
    assert title(it, 50) == "epoch 1 → 2 · batch 1 of 25 · 10 points"
    assert title(it, 20) == "One iteration by its numbers"
