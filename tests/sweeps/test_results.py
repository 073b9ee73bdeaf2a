"""The file of results: what is written is read again, a torn line goes, and another file is left as it is."""

import csv
import json
import math
from dataclasses import replace

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.formats.results_mark import is_results
from nntui.sweeps.errors import SweepError
from nntui.sweeps.results import ResultsFile, read_results
from nntui.training.trainer import Trainer
from tests.sweeps.support import BASE, row_of, sweep_of

SWEEP = sweep_of("hidden-layers=none:4,2", "activation=relu,tanh", starts=3, epochs=10, goal="test_loss < 0.3")
ROWS = (
    row_of(((), "relu"), 0, 1 / 3),
    row_of(((4, 2), "tanh"), 2, math.nan, goal_epoch=7, train_accuracy=math.nan),
    row_of(((4, 2), "relu"), 1, 2e300, diverged_epoch=4, epochs=3, seconds=0.000123),
)
NAMES = ["r.jsonl", "r.csv"]


def written(path, sweep=SWEEP, rows=ROWS):
    with ResultsFile(path, sweep) as file:
        file.append(rows[:1])
        file.append(rows[1:])
    return path


def plain(row):
    return [None if value != value else value for value in vars(row).values()]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_again(tmp_path, name):
    found = read_results(written(tmp_path / name))
    assert found.sweep == SWEEP
    assert list(map(plain, found.rows)) == list(map(plain, ROWS))
    assert is_results((tmp_path / name).read_bytes().splitlines(keepends=True)[0])
    assert not is_results(b'{"format": "nntui", "version": 1}\n')
    assert not is_results(b"x,y,label\n")


def test_others_read_the_lines(tmp_path):
    """As pandas, DuckDB and Polars do."""
    lines = [json.loads(line) for line in written(tmp_path / "r.jsonl").read_text().splitlines()]
    assert list(lines[0]) == ["nntui_sweep"]
    assert lines[0]["nntui_sweep"]["settings"]["seed"] == "1"
    assert lines[1]["hidden_layers"] == []
    assert lines[1]["test_loss"] == 1 / 3
    assert lines[2]["test_loss"] is None
    with written(tmp_path / "r.csv").open(newline="") as file:
        assert file.readline().startswith("# nntui_sweep {")
        table = list(csv.DictReader(file))
    assert [line["hidden_layers"] for line in table] == ["none", "4,2", "4,2"]
    assert float(table[0]["test_loss"]) == 1 / 3
    assert table[1]["test_loss"] == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_a_table_is_a_formula(tmp_path, name):
    seeds = ("=1+1", "@sum", "-a", "+b", "'=c", "'d", "-5")
    sweep = sweep_of("seed=" + ",".join(seeds))
    rows = [row_of((seed,), seed=seed) for seed in seeds]
    path = written(tmp_path / name, sweep, rows)
    assert [(row.values, row.seed) for row in read_results(path).rows] == [((seed,), seed) for seed in seeds]
    if path.suffix == ".csv":
        with path.open(newline="") as file:
            file.readline()
            cells = [line["seed"] for line in csv.DictReader(file)]
        assert cells == ["'=1+1", "'@sum", "'-a", "'+b", "''=c", "'d", "-5"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("torn", [b"4", b'{"hidden_layers": [4], "activ', b'"4,', b"\xff\xfe"])
def test_a_torn_last_line_is_dropped_and_the_sweep_goes_on(tmp_path, name, torn):
    path = written(tmp_path / name, rows=ROWS[:2])
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    assert len(read_results(path).rows) == 2
    with ResultsFile(path, SWEEP) as file:
        assert len(file.rows) == 2
        file.append(ROWS[2:])
    assert path.read_bytes().startswith(whole)
    assert list(map(plain, read_results(path).rows)) == list(map(plain, ROWS))


def test_a_row_that_is_there_twice_counts_once(tmp_path):
    path = written(tmp_path / "r.jsonl", rows=(ROWS[0], ROWS[0], replace(ROWS[0], test_loss=9.0)))
    assert [row.test_loss for row in read_results(path).rows] == [1 / 3]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (replace(SWEEP, starts=4), "--starts 4, there 3"),
        (replace(SWEEP, epochs=20), "--epochs 20, there 10"),
        (replace(SWEEP, goal=""), "--goal none, there test_loss < 0.3"),
        (replace(SWEEP, sample=2), "--sample 2, there none"),
        (replace(SWEEP, base=BASE.changed(noise=5)), "Noise 5, there 0"),
        (replace(SWEEP, base=BASE.changed(seed="2")), "Seed 2, there 1"),
        (replace(SWEEP, axes=SWEEP.axes[:1]), "--vary hidden_layers=none:4,2, there"),
    ],
)
def test_the_file_of_another_sweep_is_left_as_it_is(tmp_path, other, told):
    path = written(tmp_path / "r.jsonl")
    before = path.read_bytes()
    with pytest.raises(SweepError) as error:
        ResultsFile(path, other)
    assert told in str(error.value)
    assert str(error.value).startswith("r.jsonl holds another sweep")
    assert path.read_bytes() == before


def test_what_is_only_shown_makes_no_other_sweep(tmp_path):
    path = written(tmp_path / "r.jsonl")
    with ResultsFile(path, replace(SWEEP, base=BASE.changed(discretize=True))) as file:
        assert len(file.rows) == 3


def test_a_seed_that_nobody_named_is_that_of_the_file(tmp_path):
    path = written(tmp_path / "r.jsonl")
    with ResultsFile(path, replace(SWEEP, base=BASE.changed(seed="0.77")), is_seeded=False) as file:
        assert file.sweep.base.seed == "1"
        assert len(file.rows) == 3


@pytest.mark.parametrize(
    "content", [b"x,y,label\n1,2,3\n", b"no line feed", b'{"nntui_sweep": {"format": 1}}\n', b"\0"]
)
def test_a_file_of_something_else_is_left_as_it_is(tmp_path, content):
    path = tmp_path / "points.csv"
    path.write_bytes(content)
    for open_it in (lambda: ResultsFile(path, SWEEP), lambda: read_results(path)):
        with pytest.raises(SweepError, match=r"^points\.csv"):
            open_it()
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", NAMES)
def test_a_line_that_is_no_row_is_named(tmp_path, name):
    path = written(tmp_path / name)
    head, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(head + b"\n" + rest.replace(b"tanh", b"wombat"))
    with pytest.raises(SweepError, match=f"{name}: line {3 if name.endswith('l') else 4} is no row of this sweep"):
        read_results(path)


def test_a_file_is_written_by_one_sweep_at_a_time(tmp_path):
    pytest.importorskip("fcntl")
    with ResultsFile(tmp_path / "r.csv", SWEEP), pytest.raises(SweepError, match="is being written by another"):
        ResultsFile(tmp_path / "r.csv", SWEEP)
    ResultsFile(tmp_path / "r.csv", SWEEP).close()


@pytest.mark.parametrize(
    ("name", "told"),
    [("r.txt", "allowed are names that end with .jsonl, .csv"), ("none/r.csv", "cannot be written"), ("", "allowed")],
)
def test_where_nothing_can_be_written_it_is_said(tmp_path, name, told):
    with pytest.raises(SweepError, match=told):
        ResultsFile(tmp_path / name, SWEEP)
    assert not list(tmp_path.iterdir())


def test_own_points_are_in_the_file_and_a_row_is_opened_with_them(tmp_path):
    points = UserPoints(
        np.array([[1.0, 2], [-1, 1], [3, -2], [0.5, -4]]), np.array([1.0, -1, 1, -1]), source="mine.csv"
    )
    base = Experiment(dataset="own", user_points=points, seed="3", noise=2)
    sweep = sweep_of("train-share=50,100", base=base, starts=2, epochs=3)
    path = written(tmp_path / "r.jsonl", sweep, (row_of((100.0,), 1, seed="3"),))
    found = read_results(path)
    experiment = found.experiment(found.rows[0])
    assert (experiment.train_share, experiment.weights_draw, experiment.user_points.source) == (100, 1, "mine.csv")
    assert (Trainer(experiment).sample.points == Trainer(sweep.starts_of((100.0,))[1]).sample.points).all()
    other = replace(sweep, base=base.changed(user_points=points.with_point(1, 1, 1)))
    with pytest.raises(SweepError, match="the points are others"):
        ResultsFile(path, other)


def test_a_header_of_other_shapes_is_refused_and_a_version_is_one_line(tmp_path):
    path = written(tmp_path / "r.jsonl")
    head, *rows = path.read_text().splitlines()
    for name, value in (("settings", [1]), ("vary", [1]), ("vary", 7), ("settings", "x"), ("epochs", 1e300)):
        data = json.loads(head)
        data["nntui_sweep"][name] = value
        path.write_text("\n".join([json.dumps(data), *rows, ""]))
        with pytest.raises(SweepError, match=r"^r.jsonl: its first line does not say which sweep it is$"):
            read_results(path)
    odd = [json.dumps(json.loads(row) | {"version": "1\n\x1b[31m"}) for row in rows]
    path.write_text("\n".join([head, *odd, ""]))
    found = read_results(path)
    assert found.rows[0].version == "1\\n\\x1b[31m"
    assert len(read_results(written(tmp_path / "again.csv", found.sweep, found.rows)).rows) == len(ROWS)
