"""Training a sweep: what comes back is what one start trained alone has, and nothing is lost or done twice."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from concurrent.futures import BrokenExecutor, Future

import pytest

from nntui.sweeps.batches import Batches
from nntui.sweeps.errors import SweepError
from nntui.sweeps.pools import ThisProcess, usual_pool
from nntui.sweeps.results import ResultsFile, read_results
from nntui.sweeps.rows import key_of
from nntui.sweeps.running import train_sweep
from nntui.sweeps.work import Answer, train_parts
from nntui.training.trainer import Trainer
from tests.cli.support import started
from tests.sweeps.support import results_of, sweep_of

SWEEP = sweep_of("hidden-layers=none:2", "learning-rate=0.03,0.3", starts=3, epochs=5)


def keys(sweep, rows):
    return [key_of(sweep, row.values, row.seed, row.weights_draw) for row in rows]


def all_keys(sweep):
    return {
        key_of(sweep, values, start.seed, start.weights_draw)
        for values in sweep.combinations()
        for start in sweep.starts_of(values)
    }


def test_each_row_is_what_its_experiment_comes_to():
    rows = []
    train_sweep(SWEEP, frozenset(), ThisProcess(), rows.extend)
    assert Counter(keys(SWEEP, rows)) == Counter(all_keys(SWEEP))
    for row in rows:
        trainer = Trainer(results_of(SWEEP, *rows).experiment(row))
        for _epoch in range(row.epochs):
            trainer.train_epoch()
        assert row.epochs == 5
        assert row.test_loss == pytest.approx(trainer.test_loss, abs=1e-9)
        assert row.train_loss == pytest.approx(trainer.train_loss, abs=1e-9)
        assert row.parameters == trainer.network.parameters.size


def test_the_goal_epoch_is_the_first_at_which_the_goal_held():
    sweep = sweep_of("learning-rate=0,0.3", starts=2, epochs=30, goal="test-loss < 0.2 and epoch > 2")
    rows = []
    train_sweep(sweep, frozenset(), ThisProcess(), rows.extend)
    for row in rows:
        trainer = Trainer(results_of(sweep, *rows).experiment(row))
        first = None
        for epoch in range(1, 31):
            trainer.train_epoch()
            if first is None and trainer.test_loss < 0.2 and epoch > 2:
                first = epoch
        assert row.goal_epoch == first
    assert {row.goal_epoch is None for row in rows} == {True, False}


def test_what_is_done_is_not_trained_again(tmp_path):
    path = tmp_path / "r.jsonl"
    with ResultsFile(path, SWEEP) as file:
        train_sweep(SWEEP, frozenset(), ThisProcess(), file.append)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[3], lines[4], lines[9]]))
    with ResultsFile(path, SWEEP) as file:
        more = []
        train_sweep(SWEEP, results_of(SWEEP, *file.rows).keys, ThisProcess(), more.extend)
    assert len(more) == 9
    assert set(keys(SWEEP, more)) == all_keys(SWEEP) - set(keys(SWEEP, file.rows))


@pytest.mark.parametrize("workers", [1, 2, 30])
@pytest.mark.parametrize("starts", [1, 20, 200])
def test_the_tasks_have_every_start_once_whatever_they_cost(workers, starts):
    sweep = sweep_of("learning-rate=0.03,0.3,1", starts=starts, epochs=100)
    batches = Batches(sweep, frozenset(), workers, 1.0)
    seen = Counter()
    while parts := batches.next():
        assert max(len(part.places) for part in parts) <= 64
        batches.learn(parts, 0.01)
        seen.update((part.values, place) for part in parts for place in part.places)
    assert set(seen.values()) == {1}
    assert len(seen) == sweep.trainings
    assert batches.left == 0


def test_short_trainings_are_batched_and_long_ones_are_not():
    sweep = sweep_of("learning-rate=" + ",".join(f"{number / 100:g}" for number in range(1, 1000)), epochs=10)

    def sizes(seconds):
        batches = Batches(sweep, frozenset(), 2, 1.0)
        found = []
        while parts := batches.next():
            found.append(len(parts))
            batches.learn(parts, seconds * len(parts))
        return found

    short, long = sizes(0.001), sizes(5.0)
    assert long == [1] * 999
    assert short[0] == 1  # nothing is known yet
    assert len(short) < 30
    assert short[-1] <= 2  # at the end all workers have something


class BreaksAt(ThisProcess):
    """Breaks at some tasks, as when a process is killed."""

    def __init__(self, *places, mends=1):
        super().__init__()
        self._places, self._count, self.mends = places, 0, mends
        self.stopped = 0

    def submit(self, sweep, parts):
        self._count += 1
        if self._count in self._places:
            broken: Future[Answer] = Future()
            broken.set_exception(BrokenExecutor())
            return broken
        return super().submit(sweep, parts)

    def begin_again(self):
        self.mends -= 1
        return self.mends >= 0

    def stop(self):
        self.stopped += 1


def test_a_broken_pool_is_begun_again_once_and_nothing_is_lost():
    rows, pool = [], BreaksAt(2)
    train_sweep(SWEEP, frozenset(), pool, rows.extend)
    assert Counter(keys(SWEEP, rows)) == Counter(all_keys(SWEEP))
    assert pool.stopped == 1
    rows.clear()
    with pytest.raises(SweepError, match="have ended twice"):
        train_sweep(SWEEP, frozenset(), BreaksAt(2, 4), rows.extend)
    assert 0 < len(rows) == len(set(keys(SWEEP, rows))) < 12


def test_a_worker_of_another_version_is_refused_and_its_rows_are_not_taken():
    class Old(ThisProcess):
        def submit(self, sweep, parts):
            future: Future[Answer] = Future()
            future.set_result(Answer(train_parts(sweep, parts).rows, 0.1, "0.0.1"))
            return future

    rows = []
    with pytest.raises(SweepError, match=r"a worker has nntui 0\.0\.1"):
        train_sweep(SWEEP, frozenset(), Old(), rows.extend)
    assert rows == []


def test_few_trainings_start_no_processes():
    assert isinstance(usual_pool(SWEEP, SWEEP.trainings, None), ThisProcess)
    assert isinstance(usual_pool(SWEEP, SWEEP.trainings, 1), ThisProcess)


LONG = (
    *("sweep", "--engine", "numpy", "--vary", "hidden-layers=1:2:3:4:5:6", "--vary", "noise=0,1,2"),
    *("--starts", "8", "--epochs", "500", "--workers", "2"),
)


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-f", "spawn_main", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in found.stdout.split()]


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="processes are looked for in /proc")  # noqa: PTH110
def test_processes_train_and_ctrl_c_leaves_what_is_done_and_none_of_them(tmp_path):
    path = tmp_path / "r.csv"
    with started(*LONG, "--output", str(path)) as process:
        end = time.monotonic() + 30
        while time.monotonic() < end and not (path.exists() and path.read_bytes().count(b"\n") > 2):
            time.sleep(0.05)
        workers = children(process.pid)
        assert len(workers) == 2
        for pid in (process.pid, *workers):  # as a terminal does: all of them hear it
            os.kill(pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    done = read_results(path).rows
    assert 0 < len(done) < 144
    last = err.splitlines()[-1]  # on a slow machine it has been printed before how far it is
    assert last == f"nntui: {len(done)} of 144 trained; the same command goes on with r.csv"
    assert not any(map(is_running, workers))


SCRIPT = """
import os
import nntui

if __name__ == "__main__":
    before = dict(os.environ)
    results = nntui.sweep(dataset="xor", seed=1, vary={"hidden_layers": [(), (2,)]}, starts=2, epochs=3, workers=2)
    assert dict(os.environ) == before
    print(len(results.rows), sorted(row["weights_draw"] for row in results.rows), len(results.table()))
"""


def test_a_script_sweeps_in_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(SCRIPT))
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert (run.stdout, run.stderr) == ("4 [0, 0, 1, 1] 2\n", "")
