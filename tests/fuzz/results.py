"""Files of the results of sweeps, as `nntui sweep --output FILE` writes them and goes on from them."""

import json
import math
from functools import cache
from random import Random

import numpy as np

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.formats.results_mark import JSON_MARK
from nntui.sweeps.best import read_best
from nntui.sweeps.results import Results, ResultsFile, differences, read_results
from nntui.sweeps.summary import summarize
from nntui.sweeps.sweep import Sweep
from tests.fuzz import odd
from tests.fuzz.folder import folder
from tests.fuzz.part import BrokenPromiseError, Part, Reading
from tests.sweeps.support import row_of, sweep_of

_PIECES = tuple(
    each.encode("utf-8", "surrogatepass")
    for each in (
        *(
            "\n",
            ",",
            '"',
            "{",
            "}",
            "[",
            "]",
            ":",
            "null",
            "true",
            "NaN",
            "1e999",
            "-1",
            "0.5",
            "10",
            "relu",
            "tanh",
            "4,2",
            "none",
        ),
        *(
            '{"nntui_sweep":',
            "# nntui_sweep ",
            '"vary"',
            '"epochs": 10',
            '"starts": 1000000',
            '"sample": 1',
            "[" * 2000,
            "9" * 5000,
        ),
        *('"goal": "test_loss < 0.1"', "=1+1", "'", "\\ud800", "\udcff", "\x00", "\x1b[31m"),
    )
)
_SUFFIXES = (".jsonl", ".csv")


@cache
def _specimens() -> tuple[bytes, ...]:
    points = UserPoints(np.array([[1.0, 2.0], [-3.0, 1.0]] * 3), np.array([1.0, -1.0] * 3), classes=("=a", "b\u0301"))
    own = Experiment(dataset="own", user_points=points, seed="= ü", batch_size=1)
    sweeps: list[tuple[Sweep, tuple]] = [
        (
            sweep_of("hidden-layers=none:4,2", "activation=relu,tanh", starts=3, epochs=10, goal="test_loss < 0.3"),
            ((), "relu"),
        ),
        (sweep_of("noise=0,10", epochs=10, starts=2, new_data=True, sample=1), (0.0,)),
        (sweep_of("batch-size=1,2", base=own, epochs=10), (1,)),
    ]
    written = []
    for sweep, values in sweeps:
        seed = sweep.base.seed
        rows = [row_of(values, 0, 1 / 3, seed=seed), row_of(values, 1, math.nan, goal_epoch=7, seed=seed)]
        for suffix in _SUFFIXES:
            path = folder() / f"good{suffix}"
            path.unlink(missing_ok=True)
            with ResultsFile(path, sweep) as file:
                file.append(rows)
            written.append(path.read_bytes())
    return tuple(written)


def _make(rng: Random) -> bytes:
    data = rng.choice(_specimens())
    if rng.random() < 0.5 and data.startswith(JSON_MARK):
        lines = data.splitlines()
        at = rng.randrange(len(lines))
        lines[at] = odd.as_json(rng, odd.damaged_tree(rng, json.loads(lines[at]))).replace(b"\n", b"")
        return b"\n".join(lines) + b"\n"
    return odd.any_of(rng, _specimens(), _PIECES)


def _read(case: bytes) -> Reading:
    path = folder() / "results.jsonl"
    path.write_bytes(case)
    results = read_results(path)
    best = read_best(path, 100)
    if differences(best.results.sweep, results.sweep) or len(best.results.rows) != min(100, len(results.rows)):
        raise BrokenPromiseError("two readers read two things")
    return Reading(results)


def _after(results: Results) -> None:
    for suffix in _SUFFIXES:
        path = folder() / f"again{suffix}"
        path.unlink(missing_ok=True)
        with ResultsFile(path, results.sweep) as file:
            file.append(results.rows)
        again = read_results(path)
        if differences(again.sweep, results.sweep) or again.keys != results.keys:
            raise BrokenPromiseError(f"not read back from {path.read_bytes()[:300]!a}")
        with ResultsFile(path, results.sweep) as file:
            if len(file.rows) != len(results.rows):
                raise BrokenPromiseError("what is written cannot be gone on with")
    for row in results.rows[:3]:
        results.experiment(row)
    results.as_data()
    summarize(results)


RESULTS = Part("results", _make, _read, _after)
