"""A sweep on a real scheduler of Dask with two workers. Not in CI: `pip install '.[test-cluster]'` brings Dask."""

import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec

import pytest

from nntui.sweeps.cluster import Cluster
from nntui.sweeps.errors import SweepError
from nntui.sweeps.results import read_results
from tests.cli.support import child, finished, started

pytestmark = pytest.mark.skipif(find_spec("distributed") is None, reason="needs distributed")
LIMIT = 60
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
WORDS = ("sweep", "--dataset", "xor", "--vary", "hidden-layers=1:2:3:4:5:6", "--vary", "noise=0,1,2")
SWEEP = (*WORDS, "--starts", "4", "--epochs", "150", "--seed", "1")


def wait_for(condition) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def scheduler():
    """A scheduler, and what starts a worker of it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    words = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    with ExitStack() as stack:

        def worker(folder: str | None = None):
            options = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            return stack.enter_context(child(sys.executable, "-m", *options, cwd=folder, **QUIET))

        stack.enter_context(child(sys.executable, "-m", *words, **QUIET))
        wait_for(lambda: answers(port))
        yield address, worker


def test_a_worker_is_killed_in_the_middle_and_no_result_is_lost(tmp_path):
    path = tmp_path / "r.jsonl"
    with scheduler() as (address, worker):
        first, _second = worker(), worker()
        with started(*SWEEP, "--output", str(path), "--cluster", address) as process:
            wait_for(lambda: (path.exists() and path.read_bytes().count(b"\n") > 9) or process.poll() is not None)
            first.kill()
            out, err = process.communicate(timeout=LIMIT)
        assert (process.returncode, "Traceback" in err) == (0, False), err
        assert "median test loss" in out
    found = {(row.values, row.weights_draw): row for row in read_results(path).rows}
    assert len(found) == len(read_results(path).rows) == 72
    other = tmp_path / "other.csv"
    assert finished(*SWEEP, "--output", str(other), "--workers", "1").code == 0
    for row in read_results(other).rows:
        assert found[row.values, row.weights_draw].test_loss == pytest.approx(row.test_loss, abs=1e-9)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('__version__ = "0.0.1"', r"has nntui 0\.0\.1, and here it is"),
        ('raise ModuleNotFoundError("No module named nntui")', r"has no nntui \(.*No module named nntui"),
    ],
)
def test_a_worker_with_another_nntui_or_without_is_named_before_anything_is_trained(tmp_path, code, told):
    (tmp_path / "nntui.py").write_text(code)
    with scheduler() as (address, worker):
        worker(str(tmp_path))  # `python -m` looks there first
        with pytest.raises(SweepError, match=told):
            Cluster(address)


def test_a_scheduler_without_workers_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr("nntui.sweeps.cluster.WORKERS_LIMIT_S", 1)
    with scheduler() as (address, _worker), pytest.raises(SweepError, match=f"start one with: dask worker {address}"):
        Cluster(address)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr("nntui.sweeps.cluster.TIME_LIMIT_S", 1)
    with pytest.raises(SweepError, match="no scheduler answers there"):
        Cluster("tcp://127.0.0.1:9")
