"""The best rows of a file of results, in bounded memory: what a screen can show of a sweep of any size."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from pathlib import Path

from nntui.sweeps.lines import form_of, read_rows
from nntui.sweeps.results import Results, reading
from nntui.sweeps.rows import Key, Row, key_of

_Ranked = tuple[float, int, Key, Row]
"""What is worst comes first: the negative loss, the negative number of the row, what it is found by, the row."""


@dataclass(frozen=True)
class BestRows:
    """The rows with the lowest test loss; with the lowest training loss where nothing is tested.

    Attributes:
        results: The sweep with these rows alone, in the order of the file.
        numbers: Which rows of the file they are, from 1.
        count: How many rows the file has.
    """

    results: Results
    numbers: tuple[int, ...]
    count: int


def read_best(path: Path, most: int, goes_on: Callable[[], bool] = lambda: True) -> BestRows:
    """Reads a file of results line by line, and keeps so many rows at the most.

    Args:
        path: The file.
        most: How many rows are kept.
        goes_on: Asked at each row; when it says no, what has been read so far is the answer.

    Raises:
        SweepError: It cannot be read, or holds something else.
    """
    kept: list[_Ranked] = []
    keys: set[Key] = set()
    count = 0
    with reading(path) as file:
        form, header = form_of(path, file)
        sweep = header.sweep
        for count, row in enumerate(read_rows(form, path, file, sweep), 1):
            if not goes_on():
                break
            rank = -_loss(row)
            if len(kept) == most and rank <= kept[0][0]:
                continue
            key = key_of(sweep, row.values, row.seed, row.weights_draw)
            if key in keys:
                continue
            keys.add(key)
            heappush(kept, (rank, -count, key, row))
            if len(kept) > most:
                keys.remove(heappop(kept)[2])
    kept.sort(key=lambda each: -each[1])
    rows = tuple(row for _rank, _number, _key, row in kept)
    return BestRows(Results(sweep, rows, header.version), tuple(-number for _rank, number, *_row in kept), count)


def check_results(path: Path) -> None:
    """Reads the first line of a file of results.

    Raises:
        SweepError: It cannot be read, or does not say which sweep it is.
    """
    with reading(path) as file:
        form_of(path, file)


def _loss(row: Row) -> float:
    loss = row.train_loss if math.isnan(row.test_loss) else row.test_loss
    return math.inf if math.isnan(loss) else loss
