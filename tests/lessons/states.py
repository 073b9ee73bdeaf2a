"""States of small experiments, for the tests of lessons."""

from functools import cache
from typing import Any

from nntui.experiment.experiment import Experiment
from nntui.lessons.state import State
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer


def trained(epochs: int = 0, **settings: Any) -> Snapshot:
    """A snapshot after some epochs, of the seed 0.5 if no other is given."""
    return _trained(epochs, Experiment(**({"seed": "0.5"} | settings)))


@cache
def _trained(epochs: int, experiment: Experiment) -> Snapshot:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer.snapshot()


def state(epochs: int = 0, **settings: Any) -> State:
    """The state after some epochs, paused."""
    return State(trained(epochs, **settings))
