"""What a process or a machine is asked for: some starts of some combinations. Settings go there, losses come back."""

from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

from nntui import __version__
from nntui.lessons.goals import Goal
from nntui.sweeps.rows import Row
from nntui.sweeps.sweep import Sweep, Values
from nntui.training.engines import NUMPY
from nntui.training.many_starts import StartResult, StartState, train_starts


class Part(NamedTuple):
    """Some starts of a combination.

    Attributes:
        values: The combination.
        places: Which of its starts, the first is 0.
    """

    values: Values
    places: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What has been trained.

    Attributes:
        rows: A row for each start.
        seconds: How long it took.
        version: Of the nntui that trained.
    """

    rows: tuple[Row, ...]
    seconds: float
    version: str


def train_parts(sweep: Sweep, parts: tuple[Part, ...], engine: str = NUMPY) -> Answer:
    """Trains some starts of some combinations, those of a combination together.

    Args:
        sweep: What they are of.
        parts: Which they are.
        engine: What trains those that it can; the others, NumPy.
    """
    begun = perf_counter()
    rows = tuple(row for part in parts for row in _train(sweep, part, engine))
    return Answer(rows, perf_counter() - begun, __version__)


def _train(sweep: Sweep, part: Part, engine: str) -> list[Row]:
    starts = sweep.starts_of(part.values)
    chosen = [starts[place] for place in part.places]
    goal = _Asked(Goal(sweep.goal)) if sweep.goal else None
    results = train_starts(chosen, sweep.epochs, goal=goal, engine=engine)
    return [_row(part.values, result) for result in results]


@dataclass(frozen=True)
class _Asked:
    """A goal as it is asked of a start."""

    goal: Goal

    def __call__(self, state: StartState) -> bool:
        return self.goal.holds(state.snapshot, state.sample)


def _row(values: Values, result: StartResult) -> Row:
    return Row(
        values=values,
        seed=result.seed,
        weights_draw=result.weights_draw,
        epochs=result.epochs,
        train_loss=result.train_loss,
        test_loss=result.test_loss,
        train_accuracy=result.train_accuracy,
        test_accuracy=result.test_accuracy,
        goal_epoch=result.goal_epoch,
        diverged_epoch=result.diverged_epoch,
        parameters=result.parameters,
        seconds=round(result.seconds, 6),
        version=__version__,
    )
