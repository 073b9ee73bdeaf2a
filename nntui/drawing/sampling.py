"""From a network to the arrays that its pictures show."""

from collections.abc import Sequence

from nntui.drawing.plane import PixelGrid
from nntui.engine import features
from nntui.engine.arrays import FloatArray
from nntui.engine.features import FEATURES
from nntui.engine.network import Network


def sample_layers(network: Network, feature_names: Sequence[str], columns: int, rows: int) -> list[FloatArray]:
    """The outputs of every neuron over the square, at the pixels of a picture of so many cells.

    Returns:
        For each hidden layer and the output, float64, shape (neurons, 2·rows, columns).
    """
    x1, x2 = PixelGrid(columns, rows).centres
    inputs = features.inputs(feature_names, x1, x2)
    return [outputs.reshape(-1, 2 * rows, columns) for outputs in network.outputs(inputs)]


def sample_feature(name: str, columns: int, rows: int) -> FloatArray:
    """A feature over the square, float64, shape (2·rows, columns)."""
    x1, x2 = PixelGrid(columns, rows).centres
    return FEATURES[name].compute(x1, x2).reshape(2 * rows, columns)
