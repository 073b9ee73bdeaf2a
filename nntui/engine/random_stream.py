"""The web Playground's random stream: seedrandom 2.4, which is ARC4 with 256 states."""

import math
from collections.abc import MutableSequence
from typing import TypeVar

Item = TypeVar("Item")

_WIDTH = 256
_KEY_BYTES = 6
_SIGNIFICANCE = 2**52
_OVERFLOW = 2**53


def fresh_seed() -> str:
    """A new seed in the web page's own form: "0." and five digits."""
    from random import SystemRandom  # 5 ms, which the command's help need not wait for

    return f"{SystemRandom().random():.5f}"


class RandomStream:
    """The stream of numbers that a seed's text gives, the same to the bit as on the web page.

    Args:
        seed: Any text; the text itself is the seed, so "0.5" and "0.50" differ.
    """

    __slots__ = ("_i", "_j", "_state")

    def __init__(self, seed: str) -> None:
        self._i = 0
        self._j = 0
        self._state = _schedule(_key_of(seed))
        for _ in range(_WIDTH):
            self._byte()

    def __repr__(self) -> str:
        return f"RandomStream(i={self._i}, j={self._j})"

    def copy(self) -> "RandomStream":
        """A stream that goes on from here on its own."""
        twin = RandomStream.__new__(RandomStream)
        twin._i, twin._j, twin._state = self._i, self._j, self._state.copy()
        return twin

    def _byte(self) -> int:
        state = self._state
        self._i = i = (self._i + 1) & 255
        at_i = state[i]
        self._j = j = (self._j + at_i) & 255
        at_j = state[i] = state[j]
        state[j] = at_i
        return state[(at_i + at_j) & 255]

    def random(self) -> float:
        """The next number, in [0, 1)."""
        byte = self._byte
        number = 0
        for _ in range(_KEY_BYTES):
            number = number << 8 | byte()
        divisor = 1 << 8 * _KEY_BYTES
        tail = 0
        while number < _SIGNIFICANCE:
            number = (number + tail) << 8
            divisor <<= 8
            tail = byte()
        # Doubles from here on, as in the original: a bit that is shifted out must be kept below the point.
        value = float(number)
        scale = float(divisor)
        while value >= _OVERFLOW:
            value /= 2
            scale /= 2
            tail >>= 1
        return (value + tail) / scale

    def uniform(self, low: float, high: float) -> float:
        """The next number, in [low, high)."""
        return low + self.random() * (high - low)

    def normal(self, mean: float, variance: float) -> float:
        """The next number of a normal distribution, by Marsaglia's polar method; the second one is thrown away.

        Marsaglia and Bray, "A convenient method for generating normal variables", SIAM Review 6 (1964).
        """
        while True:
            v1 = 2 * self.random() - 1
            v2 = 2 * self.random() - 1
            s = v1 * v1 + v2 * v2
            # s = 0 has no logarithm; the web page would go on with NaN, and it happens once in 2¹⁰⁴ draws.
            if 0 < s <= 1:
                return mean + math.sqrt(variance) * (math.sqrt(-2 * math.log(s) / s) * v1)

    def shuffle(self, items: MutableSequence[Item]) -> None:
        """Puts the items in a random order, in place (Fisher and Yates, from the end)."""
        for counter in range(len(items), 0, -1):
            index = math.floor(self.random() * counter)
            items[counter - 1], items[index] = items[index], items[counter - 1]


def _code_units(text: str) -> list[int]:
    raw = text.encode("utf-16-le", "surrogatepass")
    return [raw[i] | raw[i + 1] << 8 for i in range(0, len(raw), 2)]


def _key_of(seed: str) -> list[int]:
    key: list[int] = []
    smear = 0
    for j, unit in enumerate(_code_units(seed)):
        slot = j & 255
        if slot == len(key):
            key.append(0)
        smear = (smear ^ (key[slot] * 19)) & 0xFFFFFFFF
        key[slot] = (smear + unit) & 255
    return key or [0]


def _schedule(key: list[int]) -> list[int]:
    state = list(range(_WIDTH))
    j = 0
    for i in range(_WIDTH):
        at_i = state[i]
        j = (j + key[i % len(key)] + at_i) & 255
        state[i] = state[j]
        state[j] = at_i
    return state
