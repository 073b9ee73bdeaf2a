"""How much one visit may take."""

from dataclasses import dataclass

LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES = 1, 1440
"""What may be asked for: from a minute to a day."""


@dataclass(frozen=True)
class Bounds:
    """How much one visit may take.

    Attributes:
        idle_minutes: Minutes without a key or the mouse after which it is ended.
        processor_minutes: Minutes of processor time after which it is ended.
        address_space: Bytes of address space of its process.
        file_bytes: Bytes of one file that it writes.
        folder_bytes: Bytes of all its files together.
        files: Files that it may have.
        open_files: Files that it may have open at once, the terminal among them.
        points: Points of one's own that are taken.
        work: Weights and biases times points for training: what an epoch costs.
    """

    idle_minutes: int = 15
    processor_minutes: int = 60
    address_space: int = 2_000_000_000
    file_bytes: int = 10_000_000
    folder_bytes: int = 30_000_000
    files: int = 200
    open_files: int = 64
    points: int = 5_000
    work: int = 20_000_000
