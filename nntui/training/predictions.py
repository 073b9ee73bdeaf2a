"""What a network answers at every point of its data, and how many of the answers are right."""

import math
from dataclasses import dataclass

from nntui.engine import classes, features
from nntui.engine.arrays import BoolArray, FloatArray, IntArray
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
        outputs: float64, the network's output at every point, shape (n,); with more than two classes (classes, n).
        wrong: bool, shape (n,), which points are taken for another class; None for regression.
    """

    snapshot: Snapshot
    network: Network
    sample: Sample
    outputs: FloatArray
    wrong: BoolArray | None

    @property
    def accuracy(self) -> tuple[float, float] | None:
        """The share of points that are taken for their class, training and test, from 0 to 1; None for regression.

        Of two classes the output's sign says which; 0 counts as positive. Of more the greatest output says it. The
        share is NaN for an empty set.
        """
        if self.wrong is None:
            return None
        end = self.sample.train_size
        return _share_right(self.wrong[:end]), _share_right(self.wrong[end:])

    @property
    def confusion(self) -> tuple[IntArray, IntArray] | None:
        """How many points of each class are taken for each class, training and test; None for regression.

        Returns:
            intp, shape (classes, classes) each: a row for each true class, a column for each answer.
        """
        count, end = self.snapshot.experiment.class_count, self.sample.train_size
        if not count:
            return None
        labels = self.sample.labels
        train = classes.confusion(self.outputs[..., :end], labels[:end], count)
        return train, classes.confusion(self.outputs[..., end:], labels[end:], count)


def predict(snapshot: Snapshot, sample: Sample) -> Predictions:
    """Computes the network's output at every point.

    Args:
        snapshot: The state of the training.
        sample: The points of its experiment.
    """
    network = snapshot.network()
    *_, output = network.outputs(features.inputs(snapshot.experiment.features, *sample.points.T))
    count = snapshot.experiment.class_count
    wrong = ~classes.is_right(output, sample.labels, count) if count else None
    return Predictions(snapshot, network, sample, output[0] if count <= 2 else output, wrong)


def _share_right(wrong: BoolArray) -> float:
    return float((~wrong).mean()) if len(wrong) else math.nan
