"""nntui: the neural-network playground for the terminal, and as a library for notebooks and scripts.

    >>> import nntui
    >>> run = nntui.train(dataset="xor", seed=1, epochs=100)
    >>> run.test_loss, run.score(), run.predict([[2.0, -3.0]])

`train` trains, `open` opens a link of the web Playground, saved work or a table of points, `from_arrays` takes your own
arrays, `sweep` trains every combination of some settings, `Experiment` holds all settings, and a `Run` is what training
gives: see `help(nntui.Run)`.

Importing nntui loads nothing and changes nothing: NumPy is loaded at the first use of one of these names.
"""

__version__ = "0.1.0"

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
"""What the libraries below NumPy take their number of threads from."""

# Without `open`, so that a star import leaves Python's own.
__all__ = [
    "DivergedError",
    "Experiment",
    "Grid",
    "NntuiError",
    "Run",
    "__version__",
    "from_arrays",
    "open_results",
    "sweep",
    "train",
]

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all else here; type checkers know the name

if TYPE_CHECKING:
    from nntui.api.run import DivergedError, Grid, Run
    from nntui.api.start import from_arrays, train
    from nntui.api.start import open as open  # noqa: A004 (called as nntui.open)
    from nntui.api.sweep import open_results, sweep
    from nntui.errors import NntuiError
    from nntui.experiment.experiment import Experiment
else:
    _MODULES = {
        "DivergedError": "nntui.api.run",
        "Experiment": "nntui.experiment.experiment",
        "Grid": "nntui.api.run",
        "NntuiError": "nntui.errors",
        "Run": "nntui.api.run",
        "from_arrays": "nntui.api.start",
        "open": "nntui.api.start",
        "open_results": "nntui.api.sweep",
        "sweep": "nntui.api.sweep",
        "train": "nntui.api.start",
    }

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module 'nntui' has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value

    def __dir__() -> list[str]:
        return [*__all__, "open"]
