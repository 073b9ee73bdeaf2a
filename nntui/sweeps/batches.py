"""How a sweep is parted into tasks: so large that handing them out costs next to nothing, and so small that all
workers have something to do until the end.
"""

import math
from collections.abc import Iterator

from nntui.experiment.experiment import Experiment
from nntui.sweeps.rows import Key, key_of
from nntui.sweeps.sweep import Sweep, Values
from nntui.sweeps.work import Part

_SHARES = 2
"""Of what is left, a task is at most the part that gives every worker so many of them."""
_FEWEST = 8
"""A combination is not parted into fewer starts than this: trained together they cost less."""
_MOST = 64
"""Nor are more than this trained together: that is a stack."""
_FREE = 23
"""So many starts in a stack cost as much as the stack without any, about."""
_FEWEST_UNITS = 1.0


def cost_of(experiment: Experiment, starts: int, epochs: int) -> float:
    """What it takes to train some starts together, in iterations of a layer of a single one, about."""
    iterations = epochs * experiment.iterations_per_epoch * len(experiment.sizes)
    return iterations * (_FREE + starts) / (_FREE + 1)


class Batches:
    """Hands out the tasks of a sweep, one after the other, and learns how long they take.

    Args:
        sweep: What is trained.
        done: What has been trained already.
        workers: How many tasks are trained at once.
        seconds: How long a task should take.

    Attributes:
        left: How many starts have not been handed out.
    """

    def __init__(self, sweep: Sweep, done: frozenset[Key], workers: int, seconds: float) -> None:
        self._sweep, self._done, self._workers, self._seconds = sweep, done, max(1, workers), seconds
        self.left = sweep.trainings - len(done)
        self._pieces = max(1, math.ceil(self._workers / max(1, sweep.size)))
        self._parts = self._undone()
        self._units = self._spent = 0.0
        self._handed = 0
        self._handed_units = 0.0

    def _undone(self) -> Iterator[Part]:
        """The combinations that are not done, each with the starts that are missing."""
        for values in self._sweep.combinations():
            starts = self._sweep.starts_of(values)
            places = [place for place, start in enumerate(starts) if self._key(values, start) not in self._done]
            pieces = max(min(self._pieces, math.ceil(len(places) / _FEWEST)), math.ceil(len(places) / _MOST))
            size = math.ceil(len(places) / max(1, pieces))
            for first in range(0, len(places), max(1, size)):
                yield Part(values, tuple(places[first : first + size]))

    def _key(self, values: Values, start: Experiment) -> Key:
        return key_of(self._sweep, values, start.seed, start.weights_draw)

    def learn(self, parts: tuple[Part, ...], seconds: float) -> None:
        """Takes notice of how long a task has taken."""
        self._units += sum(map(self._cost, parts))
        self._spent += seconds

    def next(self) -> tuple[Part, ...]:
        """The next task; none where all is handed out."""
        task: list[Part] = []
        units, most = 0.0, self._most_units()
        while units < most:
            part = next(self._parts, None)
            if part is None:
                break
            task.append(part)
            units += self._cost(part)
            self.left -= len(part.places)
            self._handed += len(part.places)
        self._handed_units += units
        return tuple(task)

    def _most_units(self) -> float:
        """How much a task may cost; as little as can be, as long as nothing is known."""
        if not self._spent:
            return _FEWEST_UNITS
        wanted = self._seconds * self._units / self._spent
        left = self.left * self._handed_units / max(1, self._handed)
        return max(_FEWEST_UNITS, min(wanted, left / (_SHARES * self._workers)))

    def _cost(self, part: Part) -> float:
        """About in proportion to the time that a part takes; never below a unit."""
        return max(1.0, cost_of(self._sweep.experiment(part.values), len(part.places), self._sweep.epochs))
