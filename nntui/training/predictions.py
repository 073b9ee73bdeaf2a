"""What a network answers at every point of its data, and how many of the answers are right."""

import math
from dataclasses import dataclass

from nntui.engine import features
from nntui.engine.arrays import BoolArray, FloatArray
from nntui.engine.datasets import Sample
from nntui.engine.network import Network
from nntui.training.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Predictions:
    """The answers of a snapshot's network.

    Attributes:
        snapshot: The state of the training.
        network: Its network.
        sample: The points, training points first.
        outputs: float64, shape (n,), the network's output at every point.
        wrong: bool, shape (n,), which points are on the wrong side; None for regression.
    """

    snapshot: Snapshot
    network: Network
    sample: Sample
    outputs: FloatArray
    wrong: BoolArray | None

    @property
    def accuracy(self) -> tuple[float, float] | None:
        """The share of points on the right side, training and test, from 0 to 1; None for regression.

        A point is on the right side where the output has the sign of its label; 0 counts as positive. The share is NaN
        for an empty set.
        """
        if self.wrong is None:
            return None
        end = self.sample.train_size
        return _share_right(self.wrong[:end]), _share_right(self.wrong[end:])


def predict(snapshot: Snapshot, sample: Sample) -> Predictions:
    """Computes the network's output at every point.

    Args:
        snapshot: The state of the training.
        sample: The points of its experiment.
    """
    network = snapshot.network()
    *_, output = network.outputs(features.inputs(snapshot.experiment.features, *sample.points.T))
    wrong = None
    if snapshot.experiment.problem == "classification":
        wrong = (output[0] >= 0) != (sample.labels >= 0)
    return Predictions(snapshot, network, sample, output[0], wrong)


def _share_right(wrong: BoolArray) -> float:
    return float((~wrong).mean()) if len(wrong) else math.nan
