"""What the tests of sweeps share."""

from nntui.experiment.experiment import Experiment
from nntui.sweeps.axes import parse_axis
from nntui.sweeps.results import Results
from nntui.sweeps.rows import Row
from nntui.sweeps.sweep import Sweep

BASE = Experiment(dataset="xor", seed="1")


def sweep_of(*vary: str, base: Experiment = BASE, **more) -> Sweep:
    """A sweep from the words of the command line."""
    return Sweep(base, tuple(parse_axis(text, base) for text in vary), **more)


def row_of(values: tuple, start: int = 0, test_loss: float = 0.1, **more) -> Row:
    """A row with what a test does not ask for filled in."""
    usual = {
        "seed": "1",
        "weights_draw": start,
        "epochs": 10,
        "train_loss": 0.05,
        "test_loss": test_loss,
        "train_accuracy": 1.0,
        "test_accuracy": 0.5,
        "goal_epoch": None,
        "diverged_epoch": None,
        "parameters": 25,
        "seconds": 0.5,
        "version": "0.1.0",
    }
    return Row(values=values, **usual | more)


def results_of(sweep: Sweep, *rows: Row) -> Results:
    return Results(sweep, rows)
