"""nntui: the neural-network playground for the terminal, and as a library for notebooks and scripts.

    >>> import nntui
    >>> run = nntui.train(dataset="xor", seed=1, epochs=100)
    >>> run.test_loss, run.score(), run.predict([[2.0, -3.0]])

`train` trains, `open` opens a link of the web Playground, saved work or a table of points, `from_arrays` takes your own
arrays, `Experiment` holds all settings, and a `Run` is what training gives: see `help(nntui.Run)`.

Importing nntui loads nothing and changes nothing: NumPy is loaded at the first use of one of these names.
"""

__version__ = "0.1.0"

# Without `open`, so that a star import leaves Python's own.
__all__ = ["DivergedError", "Experiment", "Grid", "NntuiError", "Run", "__version__", "from_arrays", "train"]

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all else here; type checkers know the name

if TYPE_CHECKING:
    from nntui.errors import NntuiError
    from nntui.experiment.experiment import Experiment
    from nntui.library.run import DivergedError, Grid, Run
    from nntui.library.start import from_arrays, train
    from nntui.library.start import open as open  # noqa: A004 (called as nntui.open)
else:
    _MODULES = {
        "DivergedError": "nntui.library.run",
        "Experiment": "nntui.experiment.experiment",
        "Grid": "nntui.library.run",
        "NntuiError": "nntui.errors",
        "Run": "nntui.library.run",
        "from_arrays": "nntui.library.start",
        "open": "nntui.library.start",
        "train": "nntui.library.start",
    }

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module 'nntui' has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value

    def __dir__() -> list[str]:
        return [*__all__, "open"]
