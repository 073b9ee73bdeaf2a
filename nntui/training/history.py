"""The losses over the epochs, in bounded memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nntui.engine.arrays import FloatArray

CAPACITY = 8192


@dataclass(frozen=True, eq=False)
class Losses:
    """The losses of some epochs; nothing in it changes any more.

    Attributes:
        stride: One epoch of so many is kept; 1 until there are `CAPACITY` of them, then it doubles each time.
        train: float64, shape (n,), the training loss after epochs 0, stride, 2·stride, …
        test: float64, shape (n,), the test loss after the same epochs.
    """

    stride: int
    train: FloatArray
    test: FloatArray

    @property
    def epochs(self) -> NDArray[np.int64]:
        """The epochs that are kept, int64, shape (n,)."""
        return np.arange(len(self.train), dtype=np.int64) * self.stride

    def until(self, epoch: int) -> "Losses":
        """Those up to an epoch, that one included."""
        count = epoch // self.stride + 1
        return Losses(self.stride, self.train[:count], self.test[:count])


NO_LOSSES = Losses(1, np.empty(0), np.empty(0))
"""Before any loss has been taken."""


class History:
    """Collects the losses. When `CAPACITY` of them are kept, every other one goes, so a run may last for days.

    Args:
        losses: Where to go on from.
    """

    def __init__(self, losses: Losses | None = None) -> None:
        self._stride = 1 if losses is None else losses.stride
        self._length = 0 if losses is None else len(losses.train)
        self._table = np.empty((2, CAPACITY))
        if losses is not None:
            self._table[:, : self._length] = losses.train, losses.test

    def __len__(self) -> int:
        return self._length

    def append(self, epoch: int, train: float, test: float) -> None:
        """Adds the losses after an epoch; epochs come one after another, from 0 on."""
        if epoch % self._stride:
            return
        if self._length == CAPACITY:
            # A new table, since the views that were handed out share the old one.
            table = np.empty_like(self._table)
            table[:, : CAPACITY // 2] = self._table[:, ::2]
            self._table = table
            self._length = CAPACITY // 2
            self._stride *= 2
            if epoch % self._stride:
                return
        self._table[0, self._length] = train
        self._table[1, self._length] = test
        self._length += 1

    def view(self) -> Losses:
        """The losses so far, without a copy."""
        kept = self._table[:, : self._length]
        kept.setflags(write=False)
        return Losses(self._stride, kept[0], kept[1])
