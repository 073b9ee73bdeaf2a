"""The compiled loops: the numbers of `Trainer`, whether Numba is there or the loops run as Python."""

import math
import os
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.training import compiled, compiling, engines, loop_compiler, loop_data, loops
from nntui.training.compiled import CompiledTrainer
from nntui.training.compiling import EngineError
from nntui.training.engines import COMPILED, COMPILED_ACTIVATIONS, NUMPY, can_compile, obstacle, pays, usual_engine
from nntui.training.many_starts import starts_of, train_starts
from nntui.training.trainer import DivergedError, Trainer, TrainingError
from tests.children import run as run_child
from tests.training.test_stacked import EXPERIMENTS

NEAR = 1e-12
HAS_NUMBA = loop_compiler.NUMBA is not None and not loop_compiler.NUMBA.config.DISABLE_JIT
needs_numba = pytest.mark.skipif(not HAS_NUMBA, reason="numba is not installed: pip install '.[fast]'")
ANGLES = np.linspace(0, 19, 41)
FEW = UserPoints(
    np.column_stack([ANGLES * np.cos(ANGLES), ANGLES * np.sin(ANGLES)]) / 4, np.where(ANGLES % 3 > 1, 1, -1)
)


def few(**settings) -> Experiment:
    """An experiment of 41 points, for loops that run as Python."""
    problem = settings.pop("problem", "classification")
    name = "dataset" if problem == "classification" else "regression_dataset"
    return Experiment(
        **{"seed": "loops", "problem": problem, name: "own", "user_points": FEW, "batch_size": 6} | settings
    )


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory):
    """Compiled loops are kept in a folder of this test."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    compiled.prepare.cache_clear()
    yield
    patch.undo()
    compiled.prepare.cache_clear()


@pytest.fixture
def as_python(monkeypatch):
    """The loops run as Python, whether there is a Numba or not."""
    for name, value in list(vars(loops).items()):
        if hasattr(value, "py_func"):
            monkeypatch.setattr(loops, name, value.py_func)
    monkeypatch.setattr(compiled, "prepare", lambda: loops.epoch)
    monkeypatch.setattr(compiling, "is_installed", lambda: True)


def train(trainer: Trainer, epochs: int) -> None:
    for _ in range(epochs):
        trainer.train_epoch()


def assert_near(trainer: Trainer, other: Trainer, near: float = NEAR) -> None:
    """Two trainers stand at the same state, to some digits."""
    ours, theirs = trainer.snapshot(), other.snapshot()
    assert ours.epoch == theirs.epoch
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=near, atol=near)
    losses = (ours.train_loss, ours.test_loss), (theirs.train_loss, theirs.test_loss)
    np.testing.assert_allclose(*losses, rtol=near, atol=near)
    assert (ours.dead is None) == (theirs.dead is None)
    assert ours.dead is None or np.array_equal(ours.dead, theirs.dead)
    assert (ours.optimizer_state is None) == (theirs.optimizer_state is None)
    if ours.optimizer_state is not None and theirs.optimizer_state is not None:
        assert ours.optimizer_state.steps == theirs.optimizer_state.steps
        moments = ours.optimizer_state.moments, theirs.optimizer_state.moments
        np.testing.assert_allclose(*moments, rtol=near, atol=near)
    np.testing.assert_allclose(ours.history.test, theirs.history.test, rtol=near, atol=near)


def assert_each_epoch_is_near(experiment: Experiment, epochs: int) -> None:
    """One epoch at a time, each from the same state, to the first that diverges."""
    trainer = Trainer(experiment)
    for _ in range(epochs):
        ours = CompiledTrainer(experiment, trainer.snapshot())
        try:
            trainer.train_epoch()
        except DivergedError as error:
            with pytest.raises(DivergedError, match=str(error)):
                ours.train_epoch()
            assert_near(ours, trainer)
            return
        ours.train_epoch()
        assert_near(ours, trainer)


# The loops as Python

SMALL = (
    {
        f"{activation}, {penalty}, batch {size}": {
            "activation": activation,
            "regularization": penalty,
            "regularization_rate": 0.3,
            "batch_size": size,
        }
        for activation in COMPILED_ACTIVATIONS
        for penalty in REGULARIZATIONS
        for size in (1, 6)
    }
    | {
        "no hidden layer": {"hidden_layers": (), "learning_rate": 0.3},
        "no features": {"features": (), "hidden_layers": (3,)},
        "regression": {"problem": "regression", "learning_rate": 0.001},
        "deep": {"hidden_layers": (5, 4, 3, 2), "batch_size": 20},
        "no test points": {"train_share": 100},
        "carried points, shuffled": {"shuffle": True, "batch_size": 7},
        "schedule": {"schedule": "step", "schedule_epochs": 1},
        "layers of their own": {"hidden_layers": (4, 3), "layer_activations": ("relu", "sigmoid")},
        "cross-entropy": {"loss": "cross-entropy", "learning_rate": 0.3},
        "cross-entropy, Adam, one point a batch": {"loss": "cross-entropy", "optimizer": "adam", "batch_size": 1},
        "AdamW, weight decay": {"optimizer": "adamw", "weight_decay": 0.3, "learning_rate": 0.1},
    }
    | {
        f"{optimizer}, {penalty}": {
            "optimizer": optimizer,
            "regularization": penalty,
            "regularization_rate": 0.1,
            "momentum": 0.7,
            "rho": 0.8,
            "beta1": 0.6,
            "beta2": 0.9,
            "batch_size": 7,
        }
        for optimizer in OPTIMIZERS
        for penalty in REGULARIZATIONS
    }
)


@pytest.mark.parametrize("settings", SMALL.values(), ids=SMALL)
def test_as_python_an_epoch_is_that_of_numpy(as_python, settings):
    assert_each_epoch_is_near(few(**settings), 3)


def test_as_python_the_weights_that_die_are_those_of_numpy(as_python):
    experiment = few(regularization="L1", regularization_rate=0.3, learning_rate=0.1)
    ours, theirs = CompiledTrainer(experiment), Trainer(experiment)
    for _ in range(6):
        ours.train_epoch()
        theirs.train_epoch()
    assert theirs.snapshot().dead is not None
    assert_near(ours, theirs)
    calm = experiment.changed(regularization="L2", learning_rate=0.03)
    for trainer in (ours, theirs):
        trainer.adjust(calm)
        trainer.train_epoch()
    assert_near(ours, theirs)
    revived = ours.snapshot().edited(int(np.flatnonzero(ours.snapshot().dead)[0]), 0.5)
    resumed = [make(calm, revived) for make in (CompiledTrainer, Trainer)]
    for trainer in resumed:
        trainer.train_epoch()
    assert_near(*resumed)


def test_as_python_an_exponential_is_that_of_numpy():
    values = np.array([0.0, 1e-300, 1e-9, 0.3466, -0.3466, 0.35, 1.0, -1.0, 36.7, -36.7, 300.0, -300.0, 700.0, -700.0])
    given = values.copy()
    scratch = np.empty(2 * len(values))
    function = getattr(loops.exponentials, "py_func", loops.exponentials)
    function(values, 0.5, scratch, scratch.view(np.int64))
    np.testing.assert_allclose(values, np.expm1(0.5 * given), rtol=1e-15)


@pytest.mark.parametrize("code", [loop_data.TANH, loop_data.SIGMOID, loop_data.RELU])
def test_as_python_what_is_not_finite_stays_so_or_saturates(as_python, code):
    values = np.array([math.nan, math.inf, -math.inf, 1e9, -1e9])
    scratch = np.empty(10)
    loops.activate(values, code, scratch, scratch.view(np.int64))
    highest = math.inf if code == loop_data.RELU else 1.0
    assert math.isnan(values[0])
    assert values[1] >= 1.0
    assert values[1] <= highest
    assert values[2] == values[4] == {loop_data.TANH: -1.0, loop_data.RELU: 0.0}.get(code, values[4])
    assert abs(values[4]) <= 1.0


def test_as_python_it_goes_on_after_a_divergence_from_the_last_good_state(as_python):
    experiment = few(problem="regression", hidden_layers=(), learning_rate=10.0)
    trainer, numpy = CompiledTrainer(experiment), Trainer(experiment)
    with pytest.raises(DivergedError) as ours:
        train(trainer, 100)
    with pytest.raises(DivergedError) as theirs:
        train(numpy, 100)
    assert (trainer.epoch, str(ours.value)) == (numpy.epoch, str(theirs.value))
    assert trainer.epoch > 1
    before = trainer.snapshot()
    trainer.adjust(experiment.changed(learning_rate=0.00001))
    trainer.train_epoch()
    theirs = Trainer(trainer.experiment, before)
    theirs.train_epoch()
    assert_near(trainer, theirs)


def test_without_points_there_is_nothing_to_learn(as_python):
    with pytest.raises(TrainingError, match="no training data"):
        CompiledTrainer(Experiment(dataset="own")).train_epoch()


def test_as_python_many_starts_are_those_of_numpy(as_python):
    starts = starts_of(few(), 6)
    made = [
        train_starts(starts, 3, goal=lambda state: state.snapshot.epoch == 2, engine=each) for each in engines.ENGINES
    ]
    for theirs, ours in zip(*made, strict=True):
        np.testing.assert_allclose(ours.snapshot.parameters, theirs.snapshot.parameters, rtol=NEAR, atol=NEAR)
        assert (ours.experiment, ours.epochs, ours.goal_epoch) == (theirs.experiment, theirs.epochs, theirs.goal_epoch)
        assert ours.test_loss == pytest.approx(theirs.test_loss, rel=NEAR)


# The same, compiled

COMPILED_EXPERIMENTS = {name: each for name, each in EXPERIMENTS.items() if can_compile(Experiment(**each))} | {
    name: each for name, each in SMALL.items() if each.get("train_share") != 100
}


@needs_numba
@pytest.mark.parametrize("settings", COMPILED_EXPERIMENTS.values(), ids=COMPILED_EXPERIMENTS)
def test_compiled_an_epoch_is_that_of_numpy(settings):
    assert_each_epoch_is_near(Experiment(seed="loops", **settings), 10)


@needs_numba
@pytest.mark.parametrize(
    "settings",
    [{}, {"batch_size": 30}, {"hidden_layers": (8, 8), "regularization": "L2", "regularization_rate": 0.003}],
    ids=str,
)
def test_compiled_a_calm_run_stays_that_of_numpy(settings):
    experiment = Experiment(seed="0.59734", **settings)
    ours, theirs = CompiledTrainer(experiment), Trainer(experiment)
    for _ in range(50):
        ours.train_epoch()
        theirs.train_epoch()
    assert_near(ours, theirs)


@needs_numba
def test_the_loops_are_compiled_once_for_all_shapes():
    made = compiled.prepare()
    for settings in ({}, SMALL["deep"], SMALL["no features"], {"regularization": "L1", "regularization_rate": 0.1}):
        CompiledTrainer(Experiment(**settings)).train_epoch()
    assert len(made.signatures) == 1


TRAIN = "import sys; from nntui.__main__ import run; sys.argv[0] = 'nntui'; run()"
WORDS = ("train", "--seed", "0.5", "--epochs", "3", "--json", "--engine", "compiled")


@pytest.fixture
def with_numba(monkeypatch):
    """It looks as if there were a Numba."""
    monkeypatch.setattr(compiling, "is_installed", lambda: True)
    monkeypatch.setattr(loop_compiler, "NUMBA", SimpleNamespace(config=SimpleNamespace(DISABLE_JIT=0)))


def assert_trains() -> None:
    run = run_child([sys.executable, "-c", TRAIN, *WORDS])
    assert run.returncode == 0, run.stderr
    assert '"engine": "compiled"' in run.stdout.splitlines()[-1]


@needs_numba
def test_the_loops_are_kept_for_the_next_process():
    compiled.prepare()
    (file,) = Path(os.environ["XDG_CACHE_HOME"], "nntui", "compiled").glob("*/*/*.nbc")
    written = file.stat().st_mtime_ns
    assert compiling.is_filled()
    assert_trains()
    assert file.stat().st_mtime_ns == written


def test_where_nothing_can_be_written_the_loops_are_compiled_all_the_same(monkeypatch, tmp_path, with_numba):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(compiled, "_compile", lambda kept: f"kept in {kept}")
    assert compiling.folder() is None
    assert not compiling.is_filled()
    assert compiled.prepare.__wrapped__() == "kept in None"


def test_a_broken_copy_is_left_aside(monkeypatch, with_numba):
    def compile_without_copy(kept: Path | None) -> str:
        if kept is not None:
            raise EOFError("Ran out of input")
        return "compiled"

    monkeypatch.setattr(compiled, "_compile", compile_without_copy)
    assert compiled.prepare.__wrapped__() == "compiled"


@pytest.mark.parametrize(
    ("numba", "fault", "named"),
    [
        (None, "Numba needs NumPy 2.3 or less", "NumPy 2.3"),
        (SimpleNamespace(config=SimpleNamespace(DISABLE_JIT=1)), "", "NUMBA_DISABLE_JIT"),
    ],
)
def test_a_numba_that_does_not_work_gets_a_sentence(monkeypatch, numba, fault, named):
    monkeypatch.setattr(compiling, "is_installed", lambda: True)
    monkeypatch.setattr(loop_compiler, "NUMBA", numba)
    monkeypatch.setattr(loop_compiler, "FAULT", fault)
    with pytest.raises(EngineError, match=named):
        compiled.prepare.__wrapped__()


# Which engine trains


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "linear"])
@pytest.mark.parametrize("regularization", REGULARIZATIONS)
@pytest.mark.parametrize("problem", ["classification", "regression"])
def test_all_of_the_web_can_be_compiled(problem, regularization, activation):
    assert can_compile(Experiment(problem=problem, regularization=regularization, activation=activation))


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"activation": "gelu"}, ("Activation", "GELU")),
        ({"layer_activations": ("tanh", "sine")}, ("Activation", "Sine")),
        ({"dropout": (0.2,)}, ("Dropout", "0.2")),
        ({"dataset": "blobs", "classes": 4}, ("Classes", "4")),
        ({"hidden_layers": (), "activation": "gelu", "dropout": (0.2,)}, None),
        ({"dataset": "blobs", "classes": 2, "optimizer": "adam", "loss": "cross-entropy", "shuffle": True}, None),
    ],
    ids=str,
)
def test_what_the_loops_do_not_know_is_an_obstacle(settings, found):
    assert obstacle(Experiment(**settings)) == found
    assert set(COMPILED_ACTIVATIONS) <= set(ACTIVATIONS)


def test_the_largest_networks_pay_only_at_batches_of_one_or_many():
    largest = partial(Experiment, hidden_layers=(32,) * 6)
    assert [pays(largest(batch_size=size)) for size in (1, 2, 10, 30, 250)] == [True, False, False, True, True]
    assert all(pays(Experiment(hidden_layers=(32, 32), batch_size=size)) for size in (1, 10, 30))


@pytest.mark.parametrize(
    ("epochs", "filled", "engine"),
    [
        (3, True, NUMPY),
        (300, True, NUMPY),
        (30_000, True, COMPILED),
        (10_000, False, NUMPY),
        (300_000, False, COMPILED),
    ],
)
def test_the_usual_engine_is_compiled_where_the_run_wins_back_its_start(monkeypatch, epochs, filled, engine):
    monkeypatch.setattr(compiling, "is_installed", lambda: True)
    monkeypatch.setattr(compiling, "is_filled", lambda: filled)
    assert usual_engine(Experiment(), epochs) == engine
    assert usual_engine(Experiment(hidden_layers=(32,) * 6), epochs) == NUMPY
    monkeypatch.setattr(compiling, "is_installed", lambda: False)
    assert usual_engine(Experiment(), epochs) == NUMPY


def test_more_starts_are_worth_more(monkeypatch):
    monkeypatch.setattr(compiling, "is_installed", lambda: True)
    monkeypatch.setattr(compiling, "is_filled", lambda: True)
    assert usual_engine(Experiment(batch_size=1), 150) == NUMPY
    assert usual_engine(Experiment(batch_size=1), 150, 100) == COMPILED
