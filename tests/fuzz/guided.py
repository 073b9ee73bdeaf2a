"""The same cases, but guided: atheris looks which choices lead to code that no case has reached before."""

import sys
from random import Random
from zlib import crc32

from tests.fuzz.folder import folder

_SLOWER = 20.0


class ChoicesOf(Random):
    """A source of choices that takes them from some bytes, and goes on with a stream of its own where these end."""

    def __new__(cls, data: bytes) -> "ChoicesOf":
        return super().__new__(cls)

    def __init__(self, data: bytes) -> None:
        super().__init__(crc32(data))
        self._data, self._at = data, 0

    def getrandbits(self, k: int, /) -> int:
        count = (k + 7) // 8
        if self._at + count > len(self._data):
            return super().getrandbits(k)
        piece = self._data[self._at : self._at + count]
        self._at += count
        return int.from_bytes(piece, "little") >> (count * 8 - k)

    def random(self) -> float:
        return self.getrandbits(16) / 2**16


def run_guided(name: str, seconds: float, seed: int) -> int:
    """Tries cases of one part until the time is over or one of them breaks the promise.

    Returns:
        2 where it cannot be done: without atheris, or for all parts at once. Else the process ends with atheris.
    """
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: pip install atheris (Linux and macOS, Python up to 3.13)", file=sys.stderr)
        return 2
    if name == "all":
        print("--atheris needs one --part", file=sys.stderr)
        return 2
    for module in [each for each in sys.modules if each == "nntui" or each.startswith("nntui.")]:
        del sys.modules[module]  # to be loaded with what looks where a case comes
    for module in [each for each in sys.modules if each.startswith("tests.fuzz.") and each != "tests.fuzz.guided"]:
        del sys.modules[module]
    with atheris.instrument_imports(include=["nntui"]):
        from tests.fuzz.part import hold
        from tests.fuzz.parts import PARTS
    part = PARTS[name]
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds:.0f}",
            f"-seed={seed}",
            "-max_len=4096",
            "-len_control=0",
            f"-artifact_prefix={folder()}/",
        ],
        lambda data: hold(part, part.make(ChoicesOf(data)), slower=_SLOWER),
    )
    atheris.Fuzz()
    return 0
