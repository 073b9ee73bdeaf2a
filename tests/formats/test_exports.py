"""Exports: each is run, and gives the outputs that the network here gives."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.cli.save_target import film_of
from nntui.engine import features
from nntui.engine.activations import ACTIVATIONS
from nntui.engine.classes import labels_of
from nntui.engine.features import FEATURES, known_name
from nntui.engine.formula_reader import parse
from nntui.engine.formula_tree import FUNCTIONS as FORMULA_FUNCTIONS
from nntui.engine.formula_tree import Call, parts_of
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import Scale, Units, UserPoints
from nntui.formats.exports import EXPORTS, ExportContext, ExportError, find_export
from nntui.formats.exports.spellings import SPELLINGS
from nntui.formats.exports.trained import description
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer, sample_of
from tests.children import run as run_child

LIMIT = 300
EXACT = 1e-12
KERAS_WITHOUT_FLOAT64 = 1e-5
CODE = ("python", "pytorch", "keras")
NASTY = '"""\nexit("injected")\n\'\'\'\\\udc80\u202e\x1b[2J{}größe PRINTED LAYERS PAIRS OUTPUTS'
SHOWN = NASTY.replace("\n", "\\n").replace("\udc80", "\\udc80").replace("\u202e", "\\u202e").replace("\x1b", "\\x1b")
BACKENDS = {"tensorflow": EXACT, "jax": KERAS_WITHOUT_FLOAT64, "torch": KERAS_WITHOUT_FLOAT64}
UNITS = Units(Scale(2005.5, 0.4), Scale(-3e-4, 2e4), Scale(150.0, 0.01))

# A process of its own, for what frameworks load and warn of; all models in one, for what loading them takes.
RUN_ALL = """
import json, runpy, sys
outputs = {}
for name, (path, points) in json.load(sys.stdin).items():
    outputs[name] = runpy.run_path(path)["predict"](points).tolist()
print(json.dumps(outputs))
"""


def own(problem: str, units: Units = UNITS, name: str = NASTY, class_count: int = 2) -> UserPoints:
    stream = np.random.default_rng(5)
    points = stream.uniform(-5, 5, (60, 2))
    labels = points[:, 0] * points[:, 1] / 25
    if problem == "classification":
        edges = [0.0] if class_count == 2 else np.linspace(-0.5, 0.5, class_count - 1)
        labels = labels_of(np.digitize(labels, edges), class_count)
        units = replace(units, label=Scale())
    classes = tuple(name + "+" * number for number in range(class_count))
    return UserPoints(points, labels, problem, units, (name, name + "2", name + "3"), classes, name)


def experiment(**settings: Any) -> Experiment:
    return Experiment(seed="exports", **settings)


REGRESSION = {"problem": "regression", "regression_dataset": "reg-gauss"}
OWN = {"dataset": "own", "regression_dataset": "own"}
PROBLEMS: dict[str, dict[str, Any]] = {
    "probabilities": {"dataset": "xor", "loss": "cross-entropy"},
    "classes": {"dataset": "xor"},
    "numbers": REGRESSION,
    "six classes": {"dataset": "blobs", "classes": 6},
}
# Each has every function in it that the others do not have, in places where languages differ.
FORMULAS = (
    "sin(x1) + cos(x2) - tan(x1/5)*tanh(x2) + exp(-x1^2/pi)",
    "log(1 + abs(x1))/sqrt(e + x2^2) - sign(x1 - x2)^3",
    "min(x1, x2) + max(-1, x2)*min(x1, sqrt(2)) - 2^(x1/3)",
    "max(x1*9^99/9^99, x2^2) - (x1 - (x2 - 1))/(2/3)",
)
EXPERIMENTS = {
    # Pairs, for every product would take long: each problem meets two activations of ours or more.
    **{
        f"{name}, {problem}": experiment(activation=name, **PROBLEMS[problem])
        for name, problem in zip(ACTIVATIONS, cycle(PROBLEMS), strict=False)
    },
    "an activation for each layer": experiment(
        hidden_layers=(4, 3, 2), layer_activations=("sine", "", "gelu"), **REGRESSION
    ),
    **{
        f"formula {number}": experiment(features=("y", known_name(text)), dataset="xor")
        for number, text in enumerate(FORMULAS, start=1)
    },
    "three classes": experiment(dataset="three-arms", hidden_layers=(), features=("x", "radius")),
    "four classes without a feature": experiment(dataset="blobs", classes=4, features=()),
    "own four classes": experiment(user_points=own("classification", class_count=4), **OWN),
    "own four classes as numbers": experiment(
        user_points=own("classification", class_count=4), problem="regression", **OWN
    ),
    "no hidden layer": experiment(hidden_layers=(), dataset="gauss"),
    "no hidden layer, numbers": experiment(hidden_layers=(), problem="regression"),
    "no feature": experiment(features=(), hidden_layers=(3,)),
    "no feature, no hidden layer": experiment(features=(), hidden_layers=(), **REGRESSION),
    "all features": experiment(features=tuple(FEATURES), hidden_layers=(8, 8), dataset="spiral"),
    "the last features": experiment(features=("x-times-y", "sin-y"), hidden_layers=(3,)),
    "deep": experiment(features=tuple(FEATURES), hidden_layers=(32,) * 10),
    "deep, numbers": experiment(hidden_layers=(32,) * 10, activation="relu", learning_rate=1e-5, **REGRESSION),
    "a seed": experiment(dataset="gauss").changed(seed='"""\\' + "x" * 500),
    "own classes": experiment(user_points=own("classification"), **OWN),
    "own numbers": experiment(user_points=own("regression"), problem="regression", features=tuple(FEATURES), **OWN),
    "own numbers in one unit": experiment(
        user_points=own("regression", Units(x2=UNITS.x2)), problem="regression", **OWN
    ),
    "own numbers as classes": experiment(user_points=own("regression"), **OWN),
    "own classes as numbers": experiment(user_points=own("classification"), problem="regression", **OWN),
    "own without units": experiment(user_points=own("classification", Units()), **OWN),
    "own but not used": experiment(user_points=own("regression")),
}


def trained(chosen: Experiment, epochs: int = 5) -> Snapshot:
    trainer = Trainer(chosen)
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer.snapshot()


NAMES = (*EXPERIMENTS, "untrained", "large weights")


class Frames(dict[str, Snapshot]):
    """Snapshots by name. Each is trained when a test first takes it, and not to collect the tests."""

    def __missing__(self, name: str) -> Snapshot:
        if name == "untrained":
            self[name] = trained(experiment(), epochs=0)
        elif name == "large weights":
            self[name] = self["sigmoid, numbers"].edited(0, -1000.0).edited(3, 1000.0)
        else:
            self[name] = trained(EXPERIMENTS[name])
        return self[name]


FRAMES = Frames()
every_frame = pytest.mark.parametrize("name", NAMES)


def units_of(snapshot: Snapshot) -> Units:
    """The units that inputs and outputs are meant in."""
    return snapshot.experiment.used_points.units if snapshot.experiment.uses_user_points else Units()


def grid(snapshot: Snapshot) -> np.ndarray:
    """Points over the whole square, in the units of the data: float64, shape (441, 2)."""
    units = units_of(snapshot)
    x1, x2 = np.meshgrid(np.linspace(-6, 6, 21), np.linspace(-6, 6, 21))
    return np.column_stack([units.x1.outward(x1.ravel()), units.x2.outward(x2.ravel())])


def expected(snapshot: Snapshot, points: np.ndarray) -> np.ndarray:
    """What the network here says of points in the units of the data, in the units of the data."""
    units = units_of(snapshot)
    x1, x2 = units.x1.inward(points[:, 0]), units.x2.inward(points[:, 1])
    *_, outputs = snapshot.network().outputs(features.inputs(snapshot.experiment.features, x1, x2))
    if len(outputs) > 1:
        return outputs.T
    return units.label.outward(outputs[0]) if snapshot.experiment.problem == "regression" else outputs[0]


def largest_difference(snapshot: Snapshot, outputs: Any) -> float:
    """Between outputs at the points of the grid and ours; relative where ours are large."""
    wanted = expected(snapshot, grid(snapshot))
    got = np.asarray(outputs)
    assert got.shape == wanted.shape
    return float(np.max(np.abs(got - wanted) / np.maximum(1, np.abs(wanted))))


def written(kind: str, snapshot: Snapshot) -> bytes:
    return EXPORTS[kind].write(ExportContext(snapshot, film=film_of(snapshot)))


def text_of(kind: str, snapshot: Snapshot) -> str:
    return written(kind, snapshot).decode()


def module_of(snapshot: Snapshot) -> dict[str, Any]:
    """The Python export, as it is when it is imported."""
    module: dict[str, Any] = {"__name__": "model"}
    exec(compile(text_of("python", snapshot), "model.py", "exec"), module)
    return module


def run(*arguments: str, text: str = "", **variables: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"} | variables
    return run_child([sys.executable, *arguments], input=text, encoding="utf-8", timeout=LIMIT, env=environment)


def outputs_in_a_process(kind: str, folder: Path, **variables: str) -> dict[str, list[float]]:
    """The outputs of every frame's export, by the frame's name."""
    tasks = {}
    for index, name in enumerate(NAMES):
        snapshot = FRAMES[name]
        path = folder / f"model{index}.py"
        path.write_bytes(written(kind, snapshot))
        tasks[name] = str(path), grid(snapshot).tolist()
    done = run("-c", RUN_ALL, text=json.dumps(tasks), **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


# The registry


def test_the_registry():
    assert list(EXPORTS)[:6] == ["python", "pytorch", "keras", "onnx", "json", "history"]
    pictures = ["grid", "grid.png", "losses", "losses.svg", "losses.png", "screen", "screen.png"]
    assert list(EXPORTS)[6:] == ["points", *pictures, "film", "film.gif", "film.cast"]
    assert len({(export.suffix, export.addition) for export in EXPORTS.values()}) == len(EXPORTS)
    for name, export in EXPORTS.items():
        assert name in (export.name, export.name + export.suffix)
        assert export.suffix.startswith(".")
        assert export.label
        assert export.help


def test_every_activation_is_spelled():
    assert set(SPELLINGS) == {*ACTIVATIONS, "logistic", "softmax"}


def test_the_experiments_here_hold_everything_that_is_exported():
    used = EXPERIMENTS.values()
    assert {name for chosen in used for name in (*chosen.used_activations, chosen.output_activation)} == set(SPELLINGS)
    called = {part.function for text in FORMULAS for part in parts_of(parse(text)) if isinstance(part, Call)}
    assert called == set(FORMULA_FUNCTIONS)


@pytest.mark.parametrize(
    ("suffix", "name", "found"),
    [
        (".py", None, "python"),
        (".PY", None, "python"),
        (".py", "pytorch", "pytorch"),
        (".py", "keras", "keras"),
        (".csv", None, "history"),
        (".csv", "points", "points"),
        (".svg", None, "grid"),
        (".txt", None, "losses"),
        (".svg", "losses", "losses.svg"),
        (".png", None, "grid.png"),
        (".png", "losses", "losses.png"),
        (".svg", "film", "film"),
        (".gif", None, "film.gif"),
        (".cast", None, "film.cast"),
        (".json", "json", "json"),
    ],
)
def test_a_kind_is_found_by_the_suffix_and_a_name(suffix, name, found):
    assert find_export(suffix, name) is EXPORTS[found]


@pytest.mark.parametrize(
    ("suffix", "name", "words"),
    [
        (".exe", None, (".exe", ".py", ".onnx", ".svg")),
        ("", None, ("without a suffix", ".py")),
        (".py", "torch", ("torch", "python, pytorch, keras")),
        (".py", "json", ("json", ".json", "python, pytorch, keras")),
        (".csv", "keras", ("keras", ".py", "history, points")),
        (".exe", "keras", ("keras", ".py", ".exe")),
        (".py", "losses", ("losses", ".txt, .svg, .png", "python, pytorch, keras")),
    ],
)
def test_a_kind_that_does_not_fit_is_refused_with_those_that_do(suffix, name, words):
    with pytest.raises(ExportError) as caught:
        find_export(suffix, name)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_what_cannot_be_written_is_said_before_anything_is_trained(monkeypatch):
    for export in EXPORTS.values():
        if export.package is None and not export.needs_screen:
            export.check(has_run=export.needs_run)
    with pytest.raises(ExportError, match="in the playground alone"):
        EXPORTS["screen"].check()
    EXPORTS["screen"].check(has_screen=True)
    with pytest.raises(ExportError, match="in the playground alone"):
        written("screen", FRAMES["untrained"])
    monkeypatch.setattr("nntui.formats.exports.find_spec", lambda name: None)
    with pytest.raises(ExportError, match=r"onnx is needed: pip install 'nntui\[onnx\]'"):
        EXPORTS["onnx"].check()
    with pytest.raises(ExportError, match=r"Pillow is needed: pip install 'nntui\[pictures\]'"):
        EXPORTS["grid.png"].check()


def test_without_a_screen_the_points_and_the_pictures_are_those_of_the_experiment():
    snapshot = FRAMES["own numbers"]
    assert f"epoch {snapshot.epoch} · test loss {snapshot.test_loss:.3f}" in text_of("grid", snapshot)
    assert text_of("losses", FRAMES["untrained"]).endswith("epoch 0\n")
    sample = sample_of(FRAMES["no feature"].experiment)
    rows = text_of("points", FRAMES["no feature"]).splitlines()
    assert len(rows) == 2 + sample.size
    assert list(map(float, rows[2].split(",")))[:2] == sample.points[0].tolist()


@pytest.mark.parametrize("kind", [name for name, export in EXPORTS.items() if not export.needs_screen])
def test_the_same_frame_gives_the_same_bytes(kind):
    package = EXPORTS[kind].package
    if package is not None:
        pytest.importorskip(package, reason=f"the export needs the package {package}")
    snapshot = FRAMES["own numbers"]
    content = written(kind, snapshot)
    assert isinstance(content, bytes)
    assert content == written(kind, snapshot)


# Code in general


@every_frame
@pytest.mark.parametrize("kind", CODE)
def test_code_is_python_in_lines_of_bearable_length(kind, name):
    text = text_of(kind, FRAMES[name])
    compile(text, "model.py", "exec")
    assert max(map(len, text.split("\n"))) <= 200
    assert text.isprintable() or set(filter(lambda letter: not letter.isprintable(), text)) == {"\n"}


@pytest.mark.parametrize("kind", CODE)
def test_a_docstring_says_what_experiment_it_is(kind):
    snapshot = FRAMES["own numbers"]
    words = ast.get_docstring(ast.parse(text_of(kind, snapshot)))
    assert "Seed: exports\n" in words
    assert f"Start: {snapshot.experiment.weights_draw + 1}\n" in words
    assert "Epoch: 5\n" in words
    assert f"Training loss: {snapshot.train_loss!r}\n" in words
    assert f"Test loss: {snapshot.test_loss!r}" in words
    assert "Learning rate: 0.03\n" in words
    assert f"x1: {SHOWN}\n" in words
    assert "by hand" not in words
    assert "by hand" in ast.get_docstring(ast.parse(text_of(kind, FRAMES["large weights"])))


def said_of(**chosen: Any) -> dict[str, str]:
    """What an export says of an experiment."""
    trainer = Trainer(experiment(**chosen))
    return description(trainer.snapshot())


def test_what_made_the_network_is_named_and_nothing_else():
    plain = said_of()
    assert (plain["Loss"], plain["Optimizer"], plain["Initialization"]) == ("Squared error", "SGD", "Uniform ±0.5")
    further = {"Momentum", "Beta 1", "Beta 2", "Rho", "Epsilon", "Weight decay", "Schedule", "Schedule's epochs"}
    further |= {"Schedule's factor", "Dropout", "Shuffle each epoch", "Classes", "Output", "Outputs"}
    assert not further & set(plain)
    adam = said_of(optimizer="adam", schedule="cosine", loss="cross-entropy", shuffle=True, dropout=(0.2,))
    assert (adam["Loss"], adam["Optimizer"], adam["Beta 2"], adam["Schedule"]) == (
        "Cross-entropy",
        "Adam",
        "0.999",
        "Cosine",
    )
    assert set(adam) - set(plain) == {
        *("Beta 1", "Beta 2", "Epsilon", "Schedule", "Schedule's epochs", "Dropout", "Shuffle each epoch", "Output")
    }
    # The loss that is used, whatever is set; dropout and activations of each layer.
    many = said_of(dataset="blobs", classes=4, dropout=(0, 0.5), layer_activations=("elu",))
    assert (many["Loss"], many["Classes"], many["Dropout"], many["Activation"]) == (
        "Cross-entropy",
        "4",
        "0, 0.5",
        "ELU, Tanh",
    )
    assert [many[f"Class of output {number}"] for number in range(1, 5)] == ["1", "2", "3", "4"]
    assert said_of(problem="regression", loss="cross-entropy")["Loss"] == "Squared error"


def skeleton(text: str) -> str:
    """What a program does, whatever its strings are."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = "words"
    # A line that is there for letters beyond ASCII alone.
    return ast.dump(tree).replace(RECONFIGURE, "")


RECONFIGURE = ast.dump(ast.parse("sys.stdout.reconfigure(errors='words')").body[0]) + ", "


@given(
    name=st.one_of(st.text(st.characters()), st.sampled_from([NASTY, '"""', "\\", '"', "'", '""""""\\"', "a" * 500]))
)
@pytest.mark.parametrize(("frame", "count"), [("own classes", 2), ("own four classes", 4)])
def test_no_name_gets_into_the_code(frame, count, name):
    snapshot = FRAMES[frame]
    named = own("classification", name=name, class_count=count)
    tame = own("classification", name="tame", class_count=count)
    for kind in CODE:
        texts = (
            text_of(kind, replace(snapshot, experiment=snapshot.experiment.changed(user_points=points)))
            for points in (named, tame)
        )
        assert len(set(map(skeleton, texts))) == 1


def test_units_are_seen_in_the_code():
    text = text_of("python", FRAMES["own numbers"])
    assert "X1_CENTRE, X1_FACTOR = 2005.5, 0.4\n" in text
    assert "X2_CENTRE, X2_FACTOR = -0.0003, 20000.0\n" in text
    assert "OUTPUT_CENTRE, OUTPUT_FACTOR = 150.0, 0.01\n" in text
    text = text_of("python", FRAMES["own numbers in one unit"])
    assert "X1_CENTRE" not in text
    assert "OUTPUT_CENTRE" not in text
    assert "_CENTRE" not in text_of("python", FRAMES["own but not used"])


# Python


@every_frame
def test_python_gives_our_outputs(name):
    snapshot = FRAMES[name]
    assert largest_difference(snapshot, module_of(snapshot)["predict"](grid(snapshot))) <= EXACT


def test_python_needs_numpy_alone():
    for name in NAMES:
        tree = ast.parse(text_of("python", FRAMES[name]))
        found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert found == {"math", "sys", "numpy"}, name
        assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))


@pytest.mark.parametrize("shape", [(1, 2), (7, 2), (0, 2)])
def test_python_takes_any_number_of_points(shape):
    for name in ("no feature", "all features"):
        assert module_of(FRAMES[name])["predict"](np.ones(shape)).shape == (shape[0],)


@pytest.fixture
def command(tmp_path) -> Callable[..., subprocess.CompletedProcess]:
    """Runs the Python export of a frame from the command line, where every warning is an error."""

    def call(snapshot: Snapshot, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        path = tmp_path / "model.py"
        path.write_bytes(written("python", snapshot))
        return run("-I", "-W", "error", str(path), *arguments, **variables)

    return call


def lines_for(snapshot: Snapshot, *points: tuple[float, float]) -> list[str]:
    return [repr(float(output)) for output in module_of(snapshot)["predict"](points)]


def test_the_command_line_for_numbers(command):
    snapshot = FRAMES["own numbers"]
    done = command(snapshot, "1.2", "-3.4", "-2e3", "+.5")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == lines_for(snapshot, (1.2, -3.4), (-2000.0, 0.5))


def test_the_command_line_for_classes(command):
    snapshot = FRAMES["tanh, classes"]
    done = command(snapshot, "1.2", "-3.4", "1.2", "3.4")
    assert (done.returncode, done.stderr) == (0, "")
    outputs = lines_for(snapshot, (1.2, -3.4), (1.2, 3.4))
    assert done.stdout.splitlines() == [f"{output} {'-1' if output.startswith('-') else '+1'}" for output in outputs]


def test_the_command_line_for_classes_with_names(command):
    snapshot = FRAMES["own classes"]
    units = units_of(snapshot)
    corners = [(units.x1.outward(x1), units.x2.outward(x2)) for x1 in (-6.0, 6.0) for x2 in (-6.0, 6.0)]
    given_points = [repr(number) for point in corners for number in point]
    done = command(snapshot, *given_points)
    assert (done.returncode, done.stderr) == (0, "")
    for line, output in zip(done.stdout.splitlines(), lines_for(snapshot, *corners), strict=True):
        assert line == f"{output} {SHOWN}" + "+" * (not output.startswith("-"))


def test_the_command_line_for_many_classes(command):
    snapshot = FRAMES["own four classes"]
    units = units_of(snapshot)
    corners = [(units.x1.outward(x1), units.x2.outward(x2)) for x1 in (-6.0, 6.0) for x2 in (-6.0, 6.0)]
    done = command(snapshot, *(repr(number) for point in corners for number in point))
    assert (done.returncode, done.stderr) == (0, "")
    for line, outputs in zip(done.stdout.splitlines(), expected(snapshot, np.array(corners)), strict=True):
        *numbers, name = line.split(" ", 4)
        assert list(map(float, numbers)) == pytest.approx(outputs.tolist(), abs=EXACT)
        assert sum(map(float, numbers)) == pytest.approx(1)
        assert name == SHOWN + "+" * int(np.argmax(outputs))


def test_a_terminal_without_a_letter_is_none_the_worse(tmp_path):
    snapshot = FRAMES["own classes"]
    path = tmp_path / "model.py"
    path.write_bytes(written("python", snapshot))
    done = run(str(path), "1.2", "-3.4", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "gr\\xf6\\xdfe" in done.stdout


def test_the_command_line_without_arguments_says_how(command):
    done = command(FRAMES["untrained"])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: python ")
    assert done.stdout.endswith("model.py X1 X2 [X1 X2 ...]\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["1.2", "up"], "'up' is not a number"),
        (["--help"], "'--help' is not a number"),
        (["1", "nan"], "'nan' is not a number"),
        (["1", "-inf"], "'-inf' is not a number"),
        (["1", ""], "'' is not a number"),
        (["1"], "the last x1 has no x2"),
        (["1", "2", "3"], "the last x1 has no x2"),
    ],
)
def test_the_command_line_refuses(command, arguments, sentence):
    done = command(FRAMES["untrained"], *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


# PyTorch


@pytest.fixture(scope="module")
def torch_outputs(tmp_path_factory) -> dict[str, list[float]]:
    pytest.importorskip("torch", reason="the PyTorch export is not run without PyTorch")
    return outputs_in_a_process("pytorch", tmp_path_factory.mktemp("pytorch"))


@every_frame
def test_pytorch_gives_our_outputs(torch_outputs, name):
    assert largest_difference(FRAMES[name], torch_outputs[name]) <= EXACT


def test_the_command_line_with_pytorch(tmp_path):
    pytest.importorskip("torch", reason="the PyTorch export is not run without PyTorch")
    check_command_line("pytorch", tmp_path, EXACT)


def check_command_line(kind: str, folder: Path, tolerance: float, **variables: str) -> None:
    snapshot = FRAMES["own numbers"]
    path = folder / "model.py"
    path.write_bytes(written(kind, snapshot))
    done = run(str(path), "2004.5", "-0.0001", **variables)
    assert done.returncode == 0, done.stderr
    wanted = expected(snapshot, np.array([[2004.5, -0.0001]]))
    assert float(done.stdout.splitlines()[-1]) == pytest.approx(float(wanted[0]), rel=tolerance)
    refused = run(str(path), "1.2", **variables)
    assert refused.returncode == 2
    assert "the last x1 has no x2" in refused.stderr


# Keras


@pytest.fixture(scope="module")
def keras() -> tuple[float, dict[str, str]]:
    """How near the outputs come with the backend that there is, and what chooses that backend."""
    for backend, tolerance in BACKENDS.items() if find_spec("keras") else ():
        chosen = {"KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3"}
        if run("-c", "import keras", **chosen).returncode == 0:
            return tolerance, chosen
    pytest.skip("the Keras export is not run without Keras 3 and one of its backends TensorFlow, JAX and PyTorch")


@pytest.fixture(scope="module")
def keras_outputs(keras, tmp_path_factory) -> dict[str, list[float]]:
    return outputs_in_a_process("keras", tmp_path_factory.mktemp("keras"), **keras[1])


@every_frame
def test_keras_gives_our_outputs(keras, keras_outputs, name):
    assert largest_difference(FRAMES[name], keras_outputs[name]) <= keras[0]


def test_the_command_line_with_keras(keras, tmp_path):
    check_command_line("keras", tmp_path, keras[0], **keras[1])
