"""The best rows of a file of results: of any size, in bounded memory."""

import json
import math

import pytest

from nntui.sweeps.best import check_results, read_best
from nntui.sweeps.errors import SweepError
from nntui.sweeps.results import ResultsFile
from tests.sweeps.support import row_of, sweep_of

SWEEP = sweep_of("noise=0,10", starts=30, epochs=10)
LOSSES = [(7 * number) % 30 / 30 for number in range(30)]


@pytest.fixture(params=["r.jsonl", "r.csv"])
def path(request, tmp_path):
    """Sixty rows: thirty losses, of which one is there twice, and thirty that are not numbers."""
    path = tmp_path / request.param
    rows = [row_of((0.0,), start, loss) for start, loss in enumerate(LOSSES)]
    with ResultsFile(path, SWEEP) as file:
        file.append([row_of((10.0,), start, math.nan, train_loss=math.nan) for start in range(29)])
        file.append([*rows, rows[0]])
    return path


@pytest.mark.parametrize("most", [1, 7, 30])
def test_the_lowest_losses_are_kept_in_the_order_of_the_file(path, most):
    best = read_best(path, most)
    lowest = sorted(LOSSES)[:most]
    assert [row.test_loss for row in best.results.rows] == [loss for loss in LOSSES if loss in lowest]
    assert best.numbers == tuple(30 + place for place, loss in enumerate(LOSSES) if loss in lowest)
    assert (best.count, best.results.sweep) == (60, SWEEP)


def test_rows_without_a_loss_go_first_and_a_torn_line_is_none(path):
    path.write_bytes(path.read_bytes()[:-5])
    best = read_best(path, 40)
    assert (len(best.results.rows), best.count) == (40, 59)
    assert [row.test_loss for row in best.results.rows[10:]] == LOSSES


def test_without_test_points_the_training_loss_counts(tmp_path):
    with ResultsFile(tmp_path / "r.jsonl", SWEEP) as file:
        file.append([row_of((0.0,), start, math.nan, train_loss=9.0 - start) for start in range(3)])
    assert read_best(tmp_path / "r.jsonl", 1).numbers == (3,)


def test_it_ends_when_nobody_waits(path):
    asked = iter([True, True, False])
    assert len(read_best(path, 40, lambda: next(asked)).results.rows) == 2


def test_what_the_first_line_does_not_say_is_a_sentence(path):
    name, lines = path.name, path.read_bytes().splitlines(keepends=True)
    newer = json.dumps({"format": 2}).encode()
    for content, told in (
        (lines[0][:-9], f"{name}: its first line does not say which sweep it is"),
        (lines[0].replace(b'"format": 1', b'"format": 2'), f"{name} was written by a newer nntui: it is version 2"),
        (newer, f"{name} holds something else than results of a sweep"),
    ):
        path.write_bytes(content)
        for read in (check_results, lambda path: read_best(path, 1)):
            with pytest.raises(SweepError) as raised:
                read(path)
            assert str(raised.value).startswith(told)
