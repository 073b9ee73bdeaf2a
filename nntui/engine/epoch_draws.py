"""Random numbers that belong to an epoch: the order of shuffled points, and which neurons dropout leaves out.

They are drawn from the seed, the start and the epoch alone, so that a run can be taken up at any epoch and goes on to
the bit. The bits are those of NumPy's PCG64, which are the same in all of its versions.
"""

import numpy as np

from nntui.engine.arrays import FloatArray, IntArray


class EpochDraws:
    """The numbers of one epoch for one purpose.

    Args:
        purpose: What they are for: two purposes get numbers of their own.
        seed: The experiment's seed.
        start: Its weights draw.
        epoch: The epoch, from 0 on.
    """

    def __init__(self, purpose: str, seed: str, start: int, epoch: int) -> None:
        import hashlib  # slow to load, and the web page's experiments do without it

        text = f"{purpose}\0{start}\0{epoch}\0{seed}"
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        self._bits = np.random.PCG64(int.from_bytes(key[:16], "little"))

    def uniform(self, count: int) -> FloatArray:
        """So many numbers in [0, 1), float64, shape (count,)."""
        bits = self._bits.random_raw(count) >> np.uint64(11)
        numbers: FloatArray = bits.astype(np.float64) * 2.0**-53
        return numbers

    def order(self, count: int) -> IntArray:
        """A random order of so many things, intp, shape (count,)."""
        return np.argsort(self._bits.random_raw(count), kind="stable")
