"""What a part of the fuzzing is, and what the program promises for every case of it."""

import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from time import process_time
from typing import Any, NamedTuple

from nntui.errors import NntuiError

LONGEST_SENTENCE = 1000
MOST_SENTENCES = 60
SECONDS_PER_MEGABYTE = 1.0
BYTES_PER_MEGABYTE = 200_000_000
MEGABYTE = 1_000_000
_AGAIN = 3
_INTERNAL = ("Traceback", "Error(", "Error:", "object at 0x", "NoneType")


class BrokenPromiseError(AssertionError):
    """The promise does not hold."""


class Reading(NamedTuple):
    """What came of a case: what was read, if anything, and the sentences about it."""

    value: Any = None
    sentences: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """A kind of input.

    Attributes:
        name: On the command line.
        make: A case: bytes, a text or words, from good specimens and odd pieces.
        read: Reads it as the program does; raises `NntuiError` for what is refused.
        after: What must hold for what was read, as that it is written and read again as the same.
    """

    name: str
    make: Callable[[Random], Any]
    read: Callable[[Any], Reading]
    after: Callable[[Any], None] = lambda value: None


def size_of(case: Any) -> int:
    return sum(map(len, case)) if isinstance(case, (list, tuple)) else len(case)


def hold(part: Part, case: Any, *, measure_memory: bool = False, slower: float = 1.0) -> bool:
    """Reads a case, and makes sure that the promise holds.

    Args:
        part: What kind of input it is.
        case: A case of it.
        measure_memory: Whether the memory is looked at instead of the time, which is slow.
        slower: How many times as slow the program is as without what looks at it.

    Returns:
        Whether it was read; else it was refused in a sentence.

    Raises:
        BrokenPromiseError: It took too long or too much memory, or a sentence is none.
        Exception: Whatever it raised that is no sentence.
    """
    megabytes = max(1.0, size_of(case) / MEGABYTE)
    if measure_memory:
        tracemalloc.start()
    start = process_time()
    try:
        reading = _read(part, case)
        seconds, most = process_time() - start, tracemalloc.get_traced_memory()[1] if measure_memory else 0
    finally:
        tracemalloc.stop()
    most_seconds = SECONDS_PER_MEGABYTE * megabytes * slower
    if not measure_memory and seconds > most_seconds and _least_seconds(part, case) > most_seconds:
        raise BrokenPromiseError(f"{seconds:.2f} s of processor time for {size_of(case):,} bytes")
    if most > BYTES_PER_MEGABYTE * megabytes:
        raise BrokenPromiseError(f"{most / MEGABYTE:,.0f} MB of memory for {size_of(case):,} bytes")
    if len(reading.sentences) > MOST_SENTENCES:
        raise BrokenPromiseError(f"{len(reading.sentences):,} sentences")
    for sentence in reading.sentences:
        check_sentence(sentence)
    if reading.value is not None:
        part.after(reading.value)
    return reading.value is not None


def _least_seconds(part: Part, case: Any) -> float:
    """The time once more: on a busy machine processor time is longer now and then, but not each time."""
    times = []
    for _again in range(_AGAIN):
        start = process_time()
        _read(part, case)
        times.append(process_time() - start)
    return min(times)


def _read(part: Part, case: Any) -> Reading:
    try:
        return part.read(case)
    except NntuiError as error:
        return Reading(None, (str(error),))


def check_sentence(sentence: str) -> None:
    """Makes sure that a sentence is one line of printable text, not without end, and says nothing of the inside."""
    if not sentence.strip() or not sentence.isprintable():
        raise BrokenPromiseError(f"not one printable line: {sentence[:300]!a}")
    if len(sentence) > LONGEST_SENTENCE:
        raise BrokenPromiseError(f"a sentence of {len(sentence):,} characters: {sentence[:300]!a}")
    for word in _INTERNAL:
        if word in sentence:
            raise BrokenPromiseError(f"words of the inside: {sentence[:300]!a}")
