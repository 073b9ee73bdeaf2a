"""A start trained alone, with the face of a stack: for what is quicker alone."""

import math

import numpy as np
from numpy.typing import NDArray

from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import Sample
from nntui.experiment.experiment import Experiment
from nntui.training.engines import NUMPY, trainer_by
from nntui.training.history import NO_LOSSES, Losses
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import DivergedError


class SingleTrainer:
    """Trains one start with a `Trainer`; every member as of `StackedTrainer`, with one start.

    Args:
        experiment: What to train.
        parameters: The first parameters, float64, flat.
        engine: What trains.
    """

    def __init__(self, experiment: Experiment, parameters: FloatArray, engine: str = NUMPY) -> None:
        start = Snapshot(experiment, 0, parameters, None, math.nan, math.nan, NO_LOSSES)
        self._trainer = trainer_by(engine, experiment, start)
        self.experiments = (experiment,)
        self.epoch = 0
        self.diverged: NDArray[np.int64] = np.full(1, -1, dtype=np.int64)

    def train(self, epochs: int = 1) -> None:
        """Trains so many epochs; one that diverges keeps its last good state.

        Raises:
            TrainingError: There is no point to train on.
        """
        for _ in range(epochs):
            if self.diverged[0] < 0:
                try:
                    self._trainer.train_epoch()
                except DivergedError as error:
                    self.diverged[0] = error.epoch
            self.epoch += 1

    @property
    def train_loss(self) -> FloatArray:
        """The training loss, float64, shape (1,)."""
        return np.array([self._trainer.train_loss])

    @property
    def test_loss(self) -> FloatArray:
        """The test loss, float64, shape (1,)."""
        return np.array([self._trainer.test_loss])

    def losses(self, start: int) -> Losses:
        """The losses over the epochs."""
        return self._trainer.history.view()

    def sample(self, start: int) -> Sample:
        """The points."""
        return self._trainer.sample

    def snapshot(self, start: int) -> Snapshot:
        """The state after the last good epoch."""
        return self._trainer.snapshot()
