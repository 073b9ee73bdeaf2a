"""More than one machine: a scheduler of Dask, whose workers train what the processes of one machine would."""

import logging
import re
import time
from concurrent.futures import Future
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from nntui import __version__
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.sweeps.errors import SweepError
from nntui.sweeps.sweep import Sweep
from nntui.sweeps.work import Answer, Part, train_parts
from nntui.training.engines import COMPILED, NUMPY

if TYPE_CHECKING:
    from concurrent.futures import Executor

TIME_LIMIT_S = 10
"""Seconds within which a scheduler answers."""
WORKERS_LIMIT_S = 30
"""Seconds within which it has a worker."""
_LOOK_S = 5.0
"""Seconds between two looks at how many workers there are: some may come later."""
_ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss|ucx|ucxx)://)?(?:[^\s/:]+|\[[0-9a-fA-F:.%]+\]):\d{1,5}")
"""Dask would try for long to reach anything else."""
_VERSION = "__import__('nntui').__version__"
_HAS_NUMBA = "__import__('importlib.util').util.find_spec('numba') is not None"


class Cluster:
    """The workers of a scheduler.

    Args:
        address: Of the scheduler, as `tcp://scheduler:8786`.
        engine: What trains.

    Raises:
        SweepError: Dask is not installed, no scheduler answers, or a worker lacks nntui, has another version of it, or
            lacks Numba for the compiled engine.
    """

    batch_seconds = 2.0

    def __init__(self, address: str, engine: str = NUMPY) -> None:
        self._address, self._engine = address, engine
        self._client = _connected(address)
        self._looked = 0.0
        self._threads = 0
        try:
            self._wait_for_worker()
            self._check_versions()
            if engine == COMPILED:
                self._check_numba()
        except BaseException:
            self.stop()
            raise
        self._executor: Executor = self._client.get_executor(pure=False)

    def _wait_for_worker(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=WORKERS_LIMIT_S)
        except TimeoutError:
            sentence = _("--cluster {address}: the scheduler has no worker; start one with: dask worker {address}")
            raise SweepError(sentence.format(address=shorten(self._address))) from None

    def _check_versions(self) -> None:
        """Asks every worker, in words of Python alone: what is not installed there could not be called."""
        for worker, version in self._client.run(eval, _VERSION, on_error="return").items():
            if isinstance(version, Exception):
                sentence = _("--cluster: the worker {worker} has no nntui ({reason}); install it there")
                raise SweepError(sentence.format(worker=worker, reason=shorten(version)))
            if version != __version__:
                sentence = _("--cluster: the worker {worker} has nntui {theirs}, and here it is {ours}")
                raise SweepError(sentence.format(worker=worker, theirs=shorten(version), ours=__version__))

    def _check_numba(self) -> None:
        for worker, is_there in self._client.run(eval, _HAS_NUMBA).items():
            if not is_there:
                sentence = _("--engine compiled: the worker {worker} has no numba; install 'nntui[fast]' there")
                raise SweepError(sentence.format(worker=worker))

    @property
    def workers(self) -> int:
        """How many tasks are trained at once, as of now."""
        if time.monotonic() - self._looked > _LOOK_S:
            self._threads = sum(self._client.nthreads().values()) or self._threads
            self._looked = time.monotonic()
        return max(1, self._threads)

    @property
    def most_running(self) -> int:
        """One task more for each, so that none waits for the next."""
        return 2 * self.workers

    def submit(self, sweep: Sweep, parts: tuple[Part, ...]) -> "Future[Answer]":
        """Hands out a task. Where its worker is lost, the scheduler gives it to another."""
        return self._executor.submit(train_parts, sweep, parts, self._engine)

    def begin_again(self) -> bool:
        """The scheduler itself mends what can be mended."""
        return False

    def about(self, error: Exception) -> str:
        """Why a task could not be trained, where that is a fault of the cluster."""
        if type(error).__name__ == "KilledWorker":
            return _("--cluster: a task has ended several workers, one after the other: have they enough memory?")
        if isinstance(error, OSError):
            return _("--cluster: the scheduler or its workers are gone ({reason})").format(reason=shorten(error))
        return ""

    def stop(self) -> None:
        """Takes back what is not done, and leaves the scheduler and its workers as they were."""
        with suppress(Exception):
            self._client.close(timeout=TIME_LIMIT_S)


def _connected(address: str) -> Any:
    if not _ADDRESS.fullmatch(address):
        sentence = _("--cluster: {address} is not allowed; allowed is the address of a scheduler, as tcp://host:8786")
        raise SweepError(sentence.format(address=shorten(address)))
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        sentence = _("--cluster needs the package distributed: pip install 'nntui[cluster]'")
        raise SweepError(sentence) from None
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they would say is said in a sentence
    try:
        return distributed.Client(address, timeout=TIME_LIMIT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        sentence = _("--cluster {address}: no scheduler answers there")
        raise SweepError(sentence.format(address=shorten(address))) from None
