"""From a network to the arrays that its pictures show."""

from collections.abc import Sequence

import numpy as np

from nntui.drawing.plane import PixelGrid
from nntui.engine import features
from nntui.engine.arrays import FloatArray
from nntui.engine.datasets import GRID_LIMIT
from nntui.engine.features import feature_of
from nntui.engine.network import Network


def sample_layers(network: Network, feature_names: Sequence[str], columns: int, rows: int) -> list[FloatArray]:
    """The outputs of every neuron over the square, at the pixels of a picture of so many cells.

    Returns:
        For each hidden layer and the output, float64, shape (neurons, 2·rows, columns).
    """
    x1, x2 = PixelGrid(columns, rows).centres
    inputs = features.inputs(feature_names, x1, x2)
    return [outputs.reshape(-1, 2 * rows, columns) for outputs in network.outputs(inputs)]


_SAMPLES = 8
"""Of a feature across a pixel and down it. It is computed once for a size."""


def sample_feature(name: str, columns: int, rows: int) -> FloatArray:
    """A feature over the square as it is shown, from −1 to 1: of each pixel the mean over its area.

    In its middle alone a feature can be far from what it is around: X₁² is 1 or more nearly everywhere, and a sine that
    is as wide as two pixels is 0 in the middle of none.

    Returns:
        float64, shape (2·rows, columns).
    """
    return average_feature(name, columns, 2 * rows)


def average_feature(name: str, across: int, down: int) -> FloatArray:
    """The means of a feature, held to [−1, 1], over the areas of so many pixels: float64, shape (down, across)."""
    x1, x2 = (_middles(count * _SAMPLES) for count in (across, down))
    values = np.clip(np.nan_to_num(feature_of(name).compute(*np.meshgrid(x1, -x2))), -1.0, 1.0)
    means: FloatArray = values.reshape(down, _SAMPLES, across, _SAMPLES).mean(axis=(1, 3))
    return means


def _middles(count: int) -> FloatArray:
    """The middles of so many parts of the square's side, rising."""
    return (np.arange(count) + 0.5) / count * 2 * GRID_LIMIT - GRID_LIMIT
