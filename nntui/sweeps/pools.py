"""Where a sweep is trained on one machine: in processes of its own, or in this one where that is quicker."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import connection, get_context, parent_process, resource_tracker
from typing import Protocol

from nntui import THREAD_VARIABLES
from nntui.sweeps.batches import cost_of
from nntui.sweeps.sweep import Sweep
from nntui.sweeps.work import Answer, Part, train_parts
from nntui.training.engines import NUMPY

_JOIN_S = 5.0
"""Seconds within which a process that has been told to end does so."""
_SHORT_S = 2.0
"""Work of fewer seconds is not worth the start of processes."""
_ITERATION_S = 12e-6
"""What an iteration of a layer takes, about."""


class Pool(Protocol):
    """Where tasks are trained.

    Attributes:
        batch_seconds: How long a task should take.
    """

    batch_seconds: float

    @property
    def workers(self) -> int:
        """How many tasks are trained at once."""

    @property
    def most_running(self) -> int:
        """How many tasks are handed out at once."""

    def submit(self, sweep: Sweep, parts: tuple[Part, ...]) -> "Future[Answer]":
        """Hands out a task.

        Raises:
            BrokenExecutor: The pool is broken.
        """

    def begin_again(self) -> bool:
        """Mends a broken pool; False where that is of no use."""

    def about(self, error: Exception) -> str:
        """Why a task could not be trained, as a sentence; "" where that is a fault of the program."""

    def stop(self) -> None:
        """Ends at once, and leaves nothing running."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usual_pool(sweep: Sweep, left: int, workers: int | None, engine: str = NUMPY) -> "Pool":
    """The pool for a sweep on this machine.

    Args:
        sweep: What is trained.
        left: How many starts are to be trained.
        workers: How many processes; chosen when left out.
        engine: What trains.
    """
    number = used_workers(sweep, left, workers)
    return ThisProcess(engine) if number <= 1 else Processes(number, engine)


def used_workers(sweep: Sweep, left: int, workers: int | None) -> int:
    """How many processes of this machine train a sweep; 1 is this one. The arguments are those of `usual_pool`."""
    if workers is None:
        workers = 1 if seconds_of(sweep, left / sweep.starts) < _SHORT_S else processors()
    return min(workers, left)


def seconds_of(sweep: Sweep, combinations: float) -> float:
    """How long so many combinations take on one processor, about: within a factor of a few."""
    return combinations * cost_of(sweep.base, sweep.starts, sweep.epochs) * _ITERATION_S


class ThisProcess:
    """Trains a task when it is handed out, in this process.

    Args:
        engine: What trains.
    """

    batch_seconds = 0.5
    workers = 1
    most_running = 1

    def __init__(self, engine: str = NUMPY) -> None:
        self._engine = engine

    def submit(self, sweep: Sweep, parts: tuple[Part, ...]) -> "Future[Answer]":
        """Trains a task; what it raises is raised here."""
        future: Future[Answer] = Future()
        future.set_result(train_parts(sweep, parts, self._engine))
        return future

    def begin_again(self) -> bool:
        """It cannot break."""
        return False

    def about(self, error: Exception) -> str:
        """It has no faults of its own."""
        return ""

    def stop(self) -> None:
        """Nothing is running."""


class Processes:
    """Trains in processes of its own, each with one thread for its matrices.

    Args:
        workers: How many.
        engine: What trains.
    """

    batch_seconds = 1.0

    def __init__(self, workers: int, engine: str = NUMPY) -> None:
        self.workers = workers
        self._engine = engine
        self._is_mended = False
        self._executor = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"), initializer=_begin_worker)

    @property
    def most_running(self) -> int:
        """One task more for each, so that none waits for the next."""
        return 2 * self.workers

    def submit(self, sweep: Sweep, parts: tuple[Part, ...]) -> "Future[Answer]":
        """Hands out a task.

        Raises:
            BrokenProcessPool: A process has ended, as for want of memory.
        """
        with _for_children():
            return self._executor.submit(train_parts, sweep, parts, self._engine)

    def begin_again(self) -> bool:
        """Starts other processes, once."""
        if self._is_mended:
            return False
        self._is_mended = True
        self.stop()
        self._executor = self._new()
        return True

    def about(self, error: Exception) -> str:
        """It has no faults of its own but those that break it."""
        return ""

    def stop(self) -> None:
        """Ends the processes, whatever they do."""
        # Python 3.14 has a method for it; before, nothing but this table knows the processes.
        processes = list((self._executor._processes or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            with suppress(ValueError):  # it is closed
                process.terminate()
        for process in processes:
            with suppress(ValueError, AssertionError):
                process.join(_JOIN_S)


@contextmanager
def _for_children() -> Iterator[None]:
    """While it lasts a child that is started has one thread for its matrices, and never hears of ctrl+c.

    A terminal sends ctrl+c to all processes; the one that was started by the person ends the others.
    """
    missing = [name for name in THREAD_VARIABLES if name not in os.environ]
    os.environ.update(dict.fromkeys(missing, "1"))
    resource_tracker.ensure_running()  # it would take the block away again
    has_masks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if has_masks else None
    try:
        yield
    finally:
        for name in missing:
            os.environ.pop(name, None)
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    """What a process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the one that has started it is gone, however that ended."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
