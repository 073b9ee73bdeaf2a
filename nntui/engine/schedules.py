"""Schedules: how the learning rate changes from epoch to epoch. To add one, add an entry to `SCHEDULES`."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from nntui.language import N_, translated

Share = Callable[[int, int, float], float]
"""From (epochs trained, the schedule's epochs, its factor) to the share of the learning rate in the next epoch."""


@dataclass(frozen=True)
class Schedule:
    """One schedule.

    Attributes:
        name: In files and on the command line.
        formula: The learning rate in epoch e, counted from 0, with T epochs and the factor γ, for help.
        source: Where it was proposed; "" for those that every textbook has.
        parameters: The names of the settings that it uses.
        share: The rule.
        label: On the screen.
        help: What it does, in a line.
    """

    name: str
    formula: str
    source: str
    parameters: tuple[str, ...]
    share: Share
    label: str = translated()
    help: str = translated()


def _constant(epoch: int, epochs: int, factor: float) -> float:
    return 1.0


def _step(epoch: int, epochs: int, factor: float) -> float:
    return float(factor ** (epoch // epochs))


def _cosine(epoch: int, epochs: int, factor: float) -> float:
    return (1.0 + math.cos(math.pi * min(epoch, epochs) / epochs)) / 2


def _warm_up(epoch: int, epochs: int, factor: float) -> float:
    return min(1.0, (epoch + 1) / epochs)


SCHEDULES: dict[str, Schedule] = {
    schedule.name: schedule
    for schedule in (
        Schedule("constant", "η", "", (), _constant, N_("Constant"), N_("the learning rate stays as it is")),
        Schedule(
            "step",
            "η · γ^⌊e/T⌋",
            "",
            ("schedule_epochs", "schedule_factor"),
            _step,
            N_("Step"),
            N_("every so many epochs the learning rate is multiplied by the factor"),
        ),
        Schedule(
            "cosine",
            "η/2 · (1 + cos(πe/T))",
            N_("Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2017"),
            ("schedule_epochs",),
            _cosine,
            N_("Cosine"),
            N_("the learning rate falls to 0 along half a cosine"),
        ),
        Schedule(
            "warm-up",
            "η · min(1, (e + 1)/T)",
            N_("Goyal and others, Accurate, large minibatch SGD, 2017"),
            ("schedule_epochs",),
            _warm_up,
            N_("Warm-up"),
            N_("the learning rate rises to its full value in the first epochs"),
        ),
    )
}
