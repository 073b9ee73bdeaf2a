"""Part `engine`: training beside scikit-learn, the compiled loops and the web page's own code beside NumPy, one
iteration beside its NumPy calls, and the sampling of the pictures.

It measures the engine that this Python imports, whatever command the other parts measure.
"""

import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nntui.drawing.geometry import lay_out
from nntui.drawing.sampling import sample_layers
from nntui.engine import features
from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.playground.layout import compute_layout
from nntui.training.compiling import EngineError
from nntui.training.engines import COMPILED, trainer_by
from nntui.training.many_starts import starts_of
from nntui.training.stacked import StackedTrainer
from nntui.training.trainer import Trainer, sample_of
from tests.benchmarks import iteration, web
from tests.benchmarks.figures import Figure, MissingError, Options, PartResult

FloatArray = NDArray[np.float64]

SEED = "0.59734"
ROUNDS = 5
SECONDS = 0.4
"""Of one side in one round."""
SCREEN = (120, 40)
_AROUND_DIAGRAM = (2, 5)
"""Columns and rows of the screen that the diagram does not have: its border, the status, the parameters, the footer."""

EXPERIMENTS: tuple[tuple[str, dict[str, Any], float], ...] = (
    ("2-4-2-1, batch 10", {}, 12),
    ("2-4-2-1, batch 30", {"batch_size": 30}, 15),
    ("2-4-2-1, batch 1", {"batch_size": 1}, 10),
    ("2-8-8-1, batch 10", {"hidden_layers": (8, 8)}, 11),
    ("7-8-8-8-8-8-8-1, batch 10", {"hidden_layers": (8,) * 6, "features": tuple(WEB_FEATURES)}, 8),
    ("2-32-32-1, batch 10", {"hidden_layers": (32, 32)}, 6),
)
"""Name, settings, and the least that our epochs per second should be over scikit-learn's."""

LARGE: tuple[tuple[str, dict[str, Any], None], ...] = (
    ("7-32-32-32-32-32-32-1, batch 10", {"hidden_layers": (32,) * 6, "features": tuple(WEB_FEATURES)}, None),
)
"""Where the compiled loops gain the least; only for them."""

STARTS = 64
"""In a stack."""
STACKS: tuple[tuple[str, dict[str, Any], float | None], ...] = (
    ("2-4-2-1, batch 10", {}, 6),
    ("2-4-2-1, batch 10, ReLU", {"activation": "relu"}, None),
    ("2-4-2-1, batch 30", {"batch_size": 30}, None),
    ("2-4-2-1, batch 1", {"batch_size": 1}, None),
    ("2-8-8-1, batch 10", {"hidden_layers": (8, 8)}, None),
    ("7-8-8-8-8-8-8-1, batch 10", {"hidden_layers": (8,) * 6, "features": tuple(WEB_FEATURES)}, None),
    ("2-32-32-1, batch 10", {"hidden_layers": (32, 32)}, None),
)
"""Name, settings, and the least that the epochs of all starts per second should be over those of one start alone; None
where none is asked for."""


def measure(options: Options, result: PartResult) -> None:
    """All figures."""
    seconds = options.seconds / ROUNDS if options.seconds else SECONDS
    classifier = _scikit_learn(result)
    if classifier is not None:
        for name, settings, budget in EXPERIMENTS:
            experiment = Experiment(seed=SEED, **settings)
            ours, theirs = _compare(experiment, classifier, seconds)
            result.add(Figure(name, ours, "epochs/s", theirs, budget, at_least=True, note="scikit-learn"))
    for name, settings, _budget in (*EXPERIMENTS, *LARGE):
        _engines(name, Experiment(seed=SEED, **settings), options, seconds, result)
    for name, settings, budget in STACKS:
        result.add(_stack(name, Experiment(seed=SEED, **settings), budget, seconds))
    result.add(_sampling(seconds))
    result.add(*iteration.figures(SEED))


def _engines(name: str, experiment: Experiment, options: Options, seconds: float, result: PartResult) -> None:
    """The compiled loops and the web page's code, each beside NumPy, as far as they are there."""
    numpy = Trainer(experiment)
    try:
        compiled = trainer_by(COMPILED, experiment)
    except EngineError as error:
        result.say_once(str(error))
    else:
        pairs = [
            (per_second(compiled.train_epoch, seconds, time.process_time), _numpy_rate(numpy, seconds))
            for _ in range(ROUNDS)
        ]
        ours, theirs = map(max, zip(*pairs, strict=True))
        result.add(Figure(f"compiled loops, {name}", ours, "epochs/s", theirs, note="NumPy"))
    if not web.is_asked_for(options):
        return
    try:
        pairs = [
            (web.epochs_per_second(experiment, options, seconds), _numpy_rate(numpy, seconds)) for _ in range(ROUNDS)
        ]
    except MissingError as error:
        result.say_once(str(error))
    else:
        ours, theirs = map(max, zip(*pairs, strict=True))
        result.add(Figure(f"the web page's code in Node, {name}", ours, "epochs/s", theirs, note="NumPy"))


def _numpy_rate(trainer: Trainer, seconds: float) -> float:
    return per_second(trainer.train_epoch, seconds, time.process_time)


def _stack(name: str, experiment: Experiment, budget: float | None, seconds: float) -> Figure:
    """Epochs of all starts of a stack per second, with both losses, beside those of one start alone, in turn."""
    one, all_of_them = Trainer(experiment), StackedTrainer(starts_of(experiment, STARTS))
    rounds = [
        (STARTS * per_second(all_of_them.train, seconds), per_second(one.train_epoch, seconds)) for _ in range(ROUNDS)
    ]
    stacked, alone = (statistics.median(each) for each in zip(*rounds, strict=True))
    title = f"{STARTS} starts as a stack, {name}"
    return Figure(title, stacked, "epochs/s", alone, budget, at_least=True, note="one alone")


def _scikit_learn(result: PartResult) -> Any:
    """Its network, or None if it is not installed."""
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        result.left_out.append("training beside scikit-learn, which is not installed: pip install scikit-learn")
        return None
    return MLPClassifier


def _compare(experiment: Experiment, classifier: Any, seconds: float) -> tuple[float, float]:
    """Epochs per second, with both losses after every epoch: ours and scikit-learn's, in turn."""
    our_epoch, their_epoch = Trainer(experiment).train_epoch, _their_epoch(experiment, classifier)
    rounds = [(per_second(our_epoch, seconds), per_second(their_epoch, seconds)) for _ in range(ROUNDS)]
    ours, theirs = zip(*rounds, strict=True)
    return statistics.median(ours), statistics.median(theirs)


def _their_epoch(experiment: Experiment, classifier: Any) -> Callable[[], object]:
    """An epoch of the same network on the same points by scikit-learn, with both losses."""
    sample = sample_of(experiment)
    end = sample.train_size
    # Without the row of ones at the end: scikit-learn has biases of its own.
    inputs = np.ascontiguousarray(features.inputs(experiment.features, *sample.points.T)[:-1].T)
    labels = (sample.labels > 0).astype(int)
    network = classifier(
        hidden_layer_sizes=experiment.hidden_layers,
        activation=experiment.activation,
        solver="sgd",
        momentum=0,
        alpha=0,
        batch_size=experiment.batch_size,
        learning_rate_init=experiment.learning_rate,
        shuffle=False,
        random_state=0,
    )

    def train_epoch() -> tuple[float, float]:
        network.partial_fit(inputs[:end], labels[:end], classes=[0, 1])
        errors = network.predict_proba(inputs)[:, 1] - labels
        train, test = errors[:end], errors[end:]
        return float(train @ train) / len(train), float(test @ test) / len(test)

    return train_epoch


def per_second(work: Callable[[], object], seconds: float, clock: Callable[[], float] = time.perf_counter) -> float:
    """How often something can be done in a second. Once before the clock starts, to warm up.

    Args:
        work: What is done.
        seconds: For how long.
        clock: What tells the time; that of the processor leaves out what others take of it.
    """
    count = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work()
        start = clock()
        while (took := clock() - start) < seconds:
            work()
            count += 1
    return count / took


def _sampling(seconds: float) -> Figure:
    """The pictures of all neurons and the decision grid of one frame at 120×40, beside one epoch."""
    experiment = Experiment(seed=SEED)
    trainer = Trainer(experiment)
    layout = compute_layout(*SCREEN)
    width, height = layout.network_width - _AROUND_DIAGRAM[0], SCREEN[1] - _AROUND_DIAGRAM[1]
    node = lay_out(width, height, len(WEB_FEATURES), experiment.hidden_layers).layers[1][0].area

    def sample() -> None:
        sample_layers(trainer.network, experiment.features, node.width, node.height)
        sample_layers(trainer.network, experiment.features, layout.grid_width, layout.grid_height)

    rounds = [(per_second(sample, seconds), per_second(trainer.train_epoch, seconds)) for _ in range(ROUNDS)]
    samples, epochs = (statistics.median(each) for each in zip(*rounds, strict=True))
    sizes = f"{node.width}×{node.height} and {layout.grid_width}×{layout.grid_height} cells"
    return Figure(f"all heat maps and the decision grid, {sizes}", 1000 / samples, "ms", 1000 / epochs, note="an epoch")
