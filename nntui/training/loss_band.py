"""The test losses of many starts as a band over the epochs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nntui.engine.arrays import FloatArray
from nntui.training.history import Losses

_SHARES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
_MOST_EPOCHS = 256
"""More than a plot in the terminal has columns of dots."""


@dataclass(frozen=True, eq=False)
class LossBand:
    """Where the test losses of many starts are, epoch by epoch; nothing in it changes any more.

    Attributes:
        starts: How many there are.
        stride: One epoch of so many is kept.
        spread: float64, shape (5, n): least, lower quartile, median, upper quartile and most, after epochs 0, stride,
            2·stride, … NaN where no start has a loss.
    """

    starts: int
    stride: int
    spread: FloatArray

    @property
    def epochs(self) -> NDArray[np.int64]:
        """The epochs that are kept, int64, shape (n,)."""
        return np.arange(self.spread.shape[1], dtype=np.int64) * self.stride

    @property
    def median(self) -> Losses:
        """The median as a curve."""
        return Losses(self.stride, self.spread[2], self.spread[2])


def loss_band(curves: Sequence[Losses], starts: int | None = None, most: int = _MOST_EPOCHS) -> LossBand:
    """The band of some curves. A start that has diverged, or has not come so far, is left out from there on.

    Args:
        curves: At least one.
        starts: How many starts it is of, where not all have begun; as many as there are curves when left out.
        most: So many epochs at the most are kept.
    """
    stride = max(curve.stride for curve in curves)
    last = max((len(curve.train) - 1) * curve.stride for curve in curves)
    while last // stride + 1 > most:
        stride *= 2
    table = np.full((len(curves), last // stride + 1), np.nan)
    for row, curve in zip(table, curves, strict=True):
        kept = curve.test[:: stride // curve.stride]
        row[: len(kept)] = np.where(np.isfinite(kept), kept, np.nan)
    spread = _quantiles(table)
    spread.setflags(write=False)
    return LossBand(len(curves) if starts is None else starts, stride, spread)


def _quantiles(table: FloatArray) -> FloatArray:
    """Of each column those of the numbers in it, float64, shape (5, columns)."""
    table = np.sort(table, axis=0)  # NaN goes last
    counts = np.isfinite(table).sum(axis=0)
    place = _SHARES[:, None] * np.maximum(counts - 1, 0)
    below = place.astype(np.intp)
    above = np.minimum(below + 1, np.maximum(counts - 1, 0))
    low, high = np.take_along_axis(table, below, axis=0), np.take_along_axis(table, above, axis=0)
    quantiles: FloatArray = low + (high - low) * (place - below)
    return quantiles
