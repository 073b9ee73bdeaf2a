"""Which engine trains: NumPy's calls, or loops compiled by Numba where that is installed and pays.

Nothing here loads Numba: whether it pays to load it is what is asked. The playground never does: loading it, even in a
thread and with all loops compiled before, makes a key wait for 0.16 to 0.3 s and takes 130 MB, and a run that is
replayed is trained again to the bit, which takes the engine that it was trained by.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

from nntui.engine.activations import ACTIVATIONS
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import ACTIVATION, CLASSES, DROPOUT
from nntui.training import compiling
from nntui.training.trainer import Trainer

if TYPE_CHECKING:
    from nntui.training.snapshot import Snapshot

NUMPY, COMPILED = "numpy", "compiled"
ENGINES = (NUMPY, COMPILED)
"""By the names on the command line and in JSON."""

COMPILED_ACTIVATIONS = ("relu", "tanh", "sigmoid", "linear")
"""Those that the compiled loops know."""

_FEW, _MANY = 2, 30
"""Batch sizes from which and up to which the loops do worst: rows too short to fill the processor's vectors."""
_MOST_CONNECTIONS = 3000
"""Of a network that still gains by the loops at such a batch size."""

_CALLS_S = 5e-6
"""What NumPy's calls take in one iteration for one layer, about."""
_LOSSES_S = 100e-6
"""What it takes for the losses, about."""
_STACK = 4
"""A stack of n starts takes about as long as (n + so many) / (1 + so many) starts alone."""
_READY_S = 1.0
"""What loading Numba and the compiled loops takes, about."""
_COMPILE_S = 12.0
"""What compiling them takes before."""
_WORTH = 2.0
"""So many times the start of the engine must the training take by NumPy: the engine's own time comes on top."""


def obstacle(experiment: Experiment) -> tuple[str, str] | None:
    """The setting for which the compiled loops cannot train an experiment, and its value, as the screen calls them.

    They do what the web page does, all optimizers and schedules, shuffled points and cross-entropy of two classes. None
    where they can.
    """
    if experiment.class_count > 2:
        return CLASSES.label, str(experiment.class_count)
    if any(experiment.used_dropout):
        return DROPOUT.label, DROPOUT.display(experiment.dropout)
    for name in experiment.used_activations:
        if name not in COMPILED_ACTIVATIONS:
            return ACTIVATION.label, ACTIVATIONS[name].label
    return None


def can_compile(experiment: Experiment) -> bool:
    """Whether the compiled loops can train an experiment."""
    return obstacle(experiment) is None


def pays(experiment: Experiment) -> bool:
    """Whether the compiled loops are the quicker engine for an experiment, once they are loaded.

    Measured in pairs by processor time: epochs with both losses per second, the loops' over NumPy's, Tanh, on an AMD
    EPYC with AVX2 that others used too (`python -m tests.benchmarks engine` measures batch 10 again):

    =====================  =======  ========  ========  =========
    network                batch 1  batch 10  batch 30  batch 250
    =====================  =======  ========  ========  =========
    2-4-2-1                   13       7.7       6.4       4.8
    2-4-2-1, ReLU             23       9.0       6.9       3.3
    2-4-2-1, Adam             29      13         8.8       5.0
    2-8-8-1                   13       4.9       4.6       4.3
    7-8-8-8-8-8-8-1            9.5     3.8       3.6       3.7
    2-16-16-1                  8.8     3.0       3.0       3.4
    2-32-32-1                  5.2     1.8       2.0       2.4
    7-32-32-32-32-32-32-1      3.0     1.4       1.7       1.7
    =====================  =======  ========  ========  =========

    So it is all but the largest networks at small batches, where the matrix products of BLAS are about as quick. A
    stack of many starts is slower, too: NumPy gains 2 to 4.5 times by it at batch 10.
    """
    sizes = experiment.sizes
    connections = sum(inputs * neurons for inputs, neurons in pairwise(sizes))
    return connections <= _MOST_CONNECTIONS or not _FEW <= experiment.used_batch_size < _MANY


def numpy_seconds(experiment: Experiment, epochs: int, starts: int = 1) -> float:
    """How long NumPy trains some starts of an experiment, about: within a factor of a few.

    Args:
        experiment: Any of the starts.
        epochs: For how long each.
        starts: How many are trained as one stack.
    """
    layers = len(experiment.sizes) - 1
    epoch = experiment.iterations_per_epoch * layers * _CALLS_S + _LOSSES_S
    return epochs * epoch * (starts + _STACK) / (1 + _STACK)


def is_worth_loading(seconds: float) -> bool:
    """Whether training that takes NumPy so many seconds in one process wins back the start of the compiled engine."""
    if seconds < _WORTH * _READY_S:  # the quick answer, which looks at no file
        return False
    return compiling.is_filled() or seconds >= _WORTH * _COMPILE_S


def usual_engine(experiment: Experiment, epochs: int, starts: int = 1) -> str:
    """The engine for an experiment where none is asked for: the compiled one where it saves time.

    Args:
        experiment: Any of the starts.
        epochs: For how long each.
        starts: How many are trained as one stack.
    """
    can = compiling.is_installed() and can_compile(experiment) and pays(experiment)
    return COMPILED if can and is_worth_loading(numpy_seconds(experiment, epochs, starts)) else NUMPY


def trainer_by(engine: str, experiment: Experiment, snapshot: "Snapshot | None" = None) -> Trainer:
    """A trainer of an engine; of NumPy where the other cannot train that experiment.

    Args:
        engine: One of `ENGINES`.
        experiment: What to train.
        snapshot: Where to go on from; from the start when left out.

    Raises:
        EngineError: Numba is missing, or does not work.
    """
    if engine == NUMPY or not can_compile(experiment):
        return Trainer(experiment, snapshot)
    from nntui.training.compiled import CompiledTrainer

    return CompiledTrainer(experiment, snapshot)
