"""Part `classroom`: many people on one machine, each over SSH, and all of them playing.

This process shares the processors with what it measures, unless `--processors` gives the sessions some of their own. So
it reads all terminals by one `select` and looks only at the three rows that it needs.

How far too much is wanted of the processors is said, too: what some sessions take that are alone, times all of them.
"""

import dataclasses
import os
import random
import selectors
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure, MissingError, Options, PartResult, key_figures
from tests.benchmarks.line import environment
from tests.benchmarks.playground import (
    PLAY_KEY,
    RESET_KEY,
    SEED,
    TEST_DATA,
    TEST_DATA_KEY,
    Playground,
    Toggle,
    shown_test_loss,
)
from tests.benchmarks.ssh_server import SshServer, running

SECONDS = 60.0
STAGGER = 0.3
"""Seconds between one person's start and the next one's."""
START_LIMIT = 240.0
END_LIMIT = 30.0
"""Seconds in which a session whose terminal has gone has to end by itself."""
SETTLE = 5.0
"""Seconds of play before anything is measured."""
FEW, FEW_SECONDS = 3, 4.0
"""So many sessions play first, alone for so many seconds, by which it is known what one of them takes."""
BETWEEN_KEYS = (1.0, 3.0)
KEY_LIMIT = 30.0
COLUMNS, LINES = 80, 24
_POLL = 0.05


class Pupil:
    """One person: their terminal, the keys they press, and what they see.

    Args:
        line: Their terminal, with the first picture on it.
    """

    def __init__(self, line: Playground) -> None:
        self.line = line
        self.has_learned = False
        self.key_seconds: list[float] = []
        self.restarts = self.epochs = self.frames = self.received = 0
        self._first_loss = shown_test_loss(line.screen) or 0.0
        self._toggle = Toggle(line.screen, TEST_DATA)
        self._pressed: float | None = None
        self._next_key = self._next_look_at_play = 0.0
        self._glyph = ""
        loss_row, _ = line.screen.find("Test loss") or (0, 0)
        line.screen.watched = frozenset((0, loss_row, self._toggle.row))

    def start_counting(self) -> None:
        """Counts epochs, frames and bytes from now on."""
        self.epochs, self.frames, self.received = -self.line.trained, -self.line.frames, -self.line.received
        self._next_key = time.monotonic() + random.uniform(*BETWEEN_KEYS)

    def stop_counting(self) -> None:
        """Counts no further."""
        self.epochs += self.line.trained
        self.frames += self.line.frames
        self.received += self.line.received
        self._compare_loss()

    def look(self, now: float) -> None:
        """Notes a key that has come to the screen, and presses the next when it is time."""
        if now >= self._next_look_at_play and not self.line.is_playing:
            self._start_anew(now)
        if self._pressed is None:
            if now >= self._next_key and not self.line.has_ended:
                self._glyph = self._toggle.glyph
                self._pressed = self.line.press(TEST_DATA_KEY)
        elif self._toggle.glyph != self._glyph or now - self._pressed > KEY_LIMIT:
            self.key_seconds.append(now - self._pressed)
            self._pressed = None
            self._next_key = now + random.uniform(*BETWEEN_KEYS)

    def _start_anew(self, now: float) -> None:
        """Plays from epoch 0: the program has paused by itself because it has learned out."""
        self._compare_loss()
        self.restarts += 1
        self._next_look_at_play = now + SETTLE
        self.line.press(RESET_KEY + PLAY_KEY)

    def _compare_loss(self) -> None:
        loss = shown_test_loss(self.line.screen)
        self.has_learned |= loss is not None and loss < self._first_loss


def measure(options: Options, result: PartResult) -> None:
    """All sessions at once; where there is another command to hold against, those of that one first."""
    if options.against is not None:
        before = PartResult()
        _measure(dataclasses.replace(options, command=options.against), before)
        result.add(*(dataclasses.replace(figure, what=f"held against: {figure.what}") for figure in before.figures))
    _measure(options, result)


def _measure(options: Options, result: PartResult) -> None:
    seconds = options.seconds or SECONDS
    with (
        _parted(options.processors) as theirs,
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as server,
    ):
        home = Path(folder) / "homes"
        server.process.cpu_affinity([])  # on all, until they play
        began = time.monotonic()
        with _opened(server, home, options) as lines:
            _start_all(lines)
            pupils = [Pupil(line) for line in lines]
            result.add(Figure(f"{len(pupils)} sessions: all have their first frame", time.monotonic() - began, "s"))
            _pin(server.process, theirs)
            taken, rate = _taken_by_one(server.process, lines)
            wanted, note = len(pupils) * taken / len(theirs), f"by {FEW} alone, at {rate:.0f} epochs/s"
            result.add(Figure("wanted of the processors, over what they have", wanted, "times", note=note))
            for pupil in pupils[FEW:]:
                pupil.line.press(PLAY_KEY)
            _serve(lines, SETTLE)
            for pupil in pupils:
                pupil.start_counting()
            used, took = _play(pupils, seconds)
            for pupil in pupils:
                pupil.stop_counting()
            _add_keys_and_rates(pupils, took, result)
            _add_memory(server.programs(home), result)
            result.add(Figure("the measuring process itself: processor", 100 * used / took, "%"))


@contextmanager
def _parted(processors: int | None) -> Iterator[list[int]]:
    """Keeps this process, and the clients that it starts, off the processors that the sessions are to have.

    Args:
        processors: How many these are; None for all of them, shared with this process.

    Raises:
        MissingError: There are not so many, or the system cannot say who runs where.
    """
    if processors is None:
        yield list(range(os.cpu_count() or 1))
        return
    if not hasattr(os, "sched_setaffinity"):
        raise MissingError("--processors needs a system that can hold a process to a processor, as Linux can")
    ours = sorted(os.sched_getaffinity(0))
    if processors >= len(ours):
        raise MissingError(f"--processors must be less than {len(ours)}, of which this process keeps one at least")
    os.sched_setaffinity(0, ours[processors:])
    try:
        yield ours[:processors]
    finally:
        os.sched_setaffinity(0, ours)


def _pin(server: psutil.Process, processors: list[int]) -> None:
    """Holds all who have logged in to some processors, every thread of theirs."""
    for process in server.children(recursive=True):
        with suppress(psutil.Error, OSError):
            for thread in process.threads():
                psutil.Process(thread.id).cpu_affinity(processors)


def _taken_by_one(server: psutil.Process, lines: list[Playground]) -> tuple[float, float]:
    """Lets a few play alone.

    Returns:
        What one of them takes, its connection included, in processor seconds a second, and its epochs a second: where
        these are fewer than 60, something else runs on the machine, and more would be wanted.
    """
    few = lines[:FEW]
    for line in few:
        line.press(PLAY_KEY)
    _serve(lines, 1.0)
    before, trained, begun = _processor_seconds(server), sum(line.trained for line in few), time.monotonic()
    _serve(lines, FEW_SECONDS)
    took = len(few) * (time.monotonic() - begun)
    return (_processor_seconds(server) - before) / took, (sum(line.trained for line in few) - trained) / took


def _processor_seconds(server: psutil.Process) -> float:
    total = 0.0
    for process in server.children(recursive=True):
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


@contextmanager
def _opened(server: SshServer, home: Path, options: Options) -> Iterator[list[Playground]]:
    """The terminals, opened one after the other; closed at the end, however that comes."""
    lines: list[Playground] = []
    try:
        for number in range(options.sessions):
            own = home / str(number)
            own.mkdir(parents=True)
            variables = environment(own, has_truecolor=False)
            files = {name: value for name, value in variables.items() if name not in ("PATH", "TERM")}
            command = server.login([*options.command, "--seed", SEED], files)
            lines.append(Playground(command, variables, COLUMNS, LINES))
            _serve(lines, STAGGER)
        yield lines
    finally:
        programs = server.programs(home)
        for line in lines:
            line.close()
        _, left = psutil.wait_procs(programs, END_LIMIT)
        for program in left:
            with suppress(psutil.Error):
                program.kill()


def _start_all(lines: list[Playground]) -> None:
    """Waits for every first picture.

    Raises:
        MissingError: One of them does not come.
    """
    waiting = list(lines)
    end = time.monotonic() + START_LIMIT
    while waiting:
        _serve(lines, 0.2)
        waiting = [line for line in waiting if shown_test_loss(line.screen) is None]
        for line in waiting:
            if line.has_ended or time.monotonic() > end:
                raise MissingError(f"a session does not start: {line.what_is_wrong}")
    _serve(lines, 1.0)


def _serve(lines: list[Playground], seconds: float, after_each: Callable[[float], None] = lambda now: None) -> None:
    """Reads all terminals for a while.

    Args:
        lines: The terminals.
        seconds: How long.
        after_each: Called with the time after every reading.
    """
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for line in lines:
            if not line.has_ended:
                selector.register(line, selectors.EVENT_READ, line)
        while (left := end - time.monotonic()) > 0:
            for key, _ in selector.select(min(left, _POLL)):
                key.data.take()
                if key.data.has_ended:
                    selector.unregister(key.fileobj)
            after_each(time.monotonic())


def _play(pupils: list[Pupil], seconds: float) -> tuple[float, float]:
    """Lets all play and press keys; returns this process's processor seconds, and how long it took."""

    def look(now: float) -> None:
        for pupil in pupils:
            pupil.look(now)

    used, start = time.process_time(), time.monotonic()
    _serve([pupil.line for pupil in pupils], seconds, look)
    return time.process_time() - used, time.monotonic() - start


def _add_keys_and_rates(pupils: list[Pupil], seconds: float, result: PartResult) -> None:
    everybody = [taken for pupil in pupils for taken in pupil.key_seconds]
    result.add(*key_figures("all sessions: ", everybody, 300))
    for what, counted in (
        ("epochs", [pupil.epochs for pupil in pupils]),
        ("frames", [pupil.frames for pupil in pupils]),
    ):
        result.add(
            Figure(f"{what} of the slowest session", min(counted) / seconds, f"{what}/s"),
            Figure(f"{what} of the median session", statistics.median(counted) / seconds, f"{what}/s"),
        )
    deaths = sum(pupil.line.has_ended for pupil in pupils)
    learned = sum(pupil.has_learned for pupil in pupils)
    restarts = sum(pupil.restarts for pupil in pupils)
    result.add(
        Figure("bytes of all sessions", sum(pupil.received for pupil in pupils) / seconds / 1000, "kB/s"),
        Figure("deaths", deaths, "", budget=0),
        Figure("sessions whose test loss fell", learned, "", budget=len(pupils), at_least=True),
        Figure("starts anew after learning out", restarts, ""),
    )


def _add_memory(programs: list[psutil.Process], result: PartResult) -> None:
    """Memory of all programs: shared pages once (PSS), and shared pages in each (RSS)."""
    shared_once = in_each = 0
    for program in programs:
        with suppress(psutil.Error):
            memory = program.memory_full_info()
            shared_once += memory.pss
            in_each += memory.rss
    note = f"{len(programs)} processes"
    result.add(
        Figure("memory in all, shared pages once (PSS)", shared_once / 1e9, "GB", budget=2.2, note=note),
        Figure("memory in all, shared pages in each (RSS)", in_each / 1e9, "GB"),
    )
