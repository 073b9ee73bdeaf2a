"""Trains a sweep: hands out tasks, takes what comes back, and loses nothing of it."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait

from nntui import __version__
from nntui.language import _
from nntui.sweeps.batches import Batches
from nntui.sweeps.errors import SweepError
from nntui.sweeps.pools import Pool
from nntui.sweeps.rows import Key, Row
from nntui.sweeps.sweep import Sweep
from nntui.sweeps.work import Answer, Part

_WAIT_S = 0.5
"""Seconds between two looks, so that ctrl+c is heard where the system does not wake a wait."""

OnRows = Callable[[Sequence[Row]], None]
"""Called with what has been trained, as it comes."""


def train_sweep(sweep: Sweep, done: frozenset[Key], pool: Pool, on_rows: OnRows) -> None:
    """Trains what is not done, and returns when all is.

    Args:
        sweep: What is trained.
        done: What has been trained already.
        pool: Where. It is stopped at the end, however that comes.
        on_rows: Called in this thread, for every task once. What it raises ends the sweep.

    Raises:
        SweepError: The workers cannot go on.
    """
    try:
        _Running(sweep, done, pool, on_rows).run()
    finally:
        pool.stop()


class _Running:
    """A sweep that is being trained."""

    def __init__(self, sweep: Sweep, done: frozenset[Key], pool: Pool, on_rows: OnRows) -> None:
        self._sweep, self._pool, self._on_rows = sweep, pool, on_rows
        self._batches = Batches(sweep, done, pool.workers, pool.batch_seconds)
        self._again: deque[tuple[Part, ...]] = deque()
        self._running: dict[Future[Answer], tuple[Part, ...]] = {}

    def run(self) -> None:
        while self._hand_out():
            finished, _rest = wait(self._running, _WAIT_S, FIRST_COMPLETED)
            is_broken = False
            for future in finished:
                is_broken |= not self._take(future)
            if is_broken:
                self._mend()

    def _hand_out(self) -> bool:
        """Gives the workers something to do; False where all is done."""
        while len(self._running) < self._pool.most_running:
            parts = self._again.popleft() if self._again else self._batches.next()
            if not parts:
                break
            try:
                self._running[self._pool.submit(self._sweep, parts)] = parts
            except BrokenExecutor:
                self._again.append(parts)
                self._mend()
        return bool(self._running)

    def _take(self, future: "Future[Answer]") -> bool:
        """Takes what a task has brought; False where the pool is broken, and the task is to be done again."""
        parts = self._running.pop(future)
        try:
            answer = future.result()
        except BrokenExecutor:
            self._again.append(parts)
            return False
        except CancelledError as error:
            raise SweepError(_("the workers are gone: is the scheduler still running?")) from error
        except Exception as error:
            sentence = self._pool.about(error)
            if not sentence:
                raise
            raise SweepError(sentence) from error
        if answer.version != __version__:
            sentence = _("a worker has nntui {theirs}, and here it is {ours}; install the same version there")
            raise SweepError(sentence.format(theirs=answer.version, ours=__version__))
        self._batches.learn(parts, answer.seconds)
        self._on_rows(answer.rows)
        return True

    def _mend(self) -> None:
        """Begins again with other processes; what was not finished is done again."""
        for future in [future for future in self._running if future.done()]:
            self._take(future)
        self._again.extend(self._running.values())
        self._running.clear()
        if not self._pool.begin_again():
            raise SweepError(_("the processes that train have ended twice: is there not enough memory?"))
