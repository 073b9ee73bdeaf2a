"""The monkey in the process: the app under Pilot, its output read into an image of the screen, an oracle beside it."""

import asyncio
import gc
import os
import re
import sys
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from unittest import mock

import numpy as np
from textual import constants
from textual.driver import Driver
from textual.events import CursorPosition, Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input

import nntui.app
from nntui import language
from nntui.drawing.cells import Area, Cells
from nntui.experiment.experiment import Experiment
from nntui.session.pacing import FLAT_OUT, EpochPacer
from nntui.storage import reports
from nntui.storage.start import StartState
from nntui.terminal.image import Image
from nntui.terminal.key_parser import KeyParser
from nntui.terminal.paste_guard import PasteGuard
from tests.monkey import oracle
from tests.monkey.actions import FIRST_SIZE, PASTE_BEGINS, Action
from tests.monkey.report import Report
from tests.playground import SEED, ListeningApp
from tests.quick_textual import be_quick, is_idle

EACH = 50
"""So many actions between two looks of the oracle."""
MOST_GROWTH_MIB = 150
"""Resident memory that may come to that of the first looks."""
_SETTLED_AT_LOOK = 4
_TURNS = 200
"""Turns of the event loop in which most of what a key starts is done."""
_MOST_PAUSE_S = 10.0
_MOST_AT_ONCE, _PAUSE_S = 200, 0.2
"""Epochs that are trained at once when it plays flat out, and seconds between two times."""
_SILENCE_S = 3.0
"""A paste that does not go on ends after this; the clock of the monkey leaps over it."""
_ERROR = re.compile(r"\b[A-Z]\w*(?:Error|Exception)\b:")


class ImageDriver(Driver):
    """A driver without a terminal: what would be sent is kept as the picture that a terminal would show."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.image = Image(*(self._size or FIRST_SIZE))
        self.drawn = 0
        app.terminal = self

    # For Textual

    def write(self, data: str) -> None:
        self.image.write(data)
        self.drawn += 1

    def start_application_mode(self) -> None:
        size = Size(*self.image.size)
        self._app.post_message(Resize(size, size))

    def stop_application_mode(self) -> None:
        """There is no terminal to give back."""

    def disable_input(self) -> None:
        """Nothing is read."""

    # For widgets and screens

    is_ready = True
    size = None

    def paste(self, cells: Cells, x: int, y: int, holes: Sequence[Area] = ()) -> None:
        self.image.paste(cells, x, y, holes)
        self.drawn += 1

    def when_ready(self, callback: Any) -> None:
        self._loop.call_soon(callback)

    def resize(self, width: int, height: int) -> bool:
        if (width, height) == self.image.size:
            return False
        self.image.resize(width, height)
        return True

    def redraw(self) -> None:
        """All is sent again, which nobody sees here."""

    def picture(self) -> Cells:
        """What a terminal shows now."""
        return self.image._wanted.part(Area(0, 0, *self.image.size))

    def spoil(self) -> None:
        """Every cell shows what nobody has drawn."""
        self.image._wanted.glyphs[:] = ord("¿")


class MonkeyApp(ListeningApp):
    """The playground before a monkey, which keeps every error."""

    def __init__(self, start: StartState, home: Path, report: Report) -> None:
        super().__init__(start, state_folder=home / "state", preferences_file=home / "preferences.toml")
        self.driver_class = ImageDriver
        self._report = report

    def push_screen(self, screen: Any, *arguments: Any, **options: Any) -> Any:
        self._report.coverage.dialogs[type(screen).__name__] += 1
        return super().push_screen(screen, *arguments, **options)


class Monkey:
    """Acts on the app and looks at it.

    Args:
        app: The playground.
        report: What is found goes there.
    """

    def __init__(self, app: MonkeyApp, report: Report) -> None:
        self.app = app
        self._report = report
        self._parser = KeyParser(app.has_action)
        self._now = 0.0
        self._guard = PasteGuard(lambda: self._now)
        self._heard = 0

    @property
    def driver(self) -> ImageDriver:
        """What the app draws on."""
        driver = self.app._driver
        assert isinstance(driver, ImageDriver)
        return driver

    async def do(self, action: Action) -> None:
        """Does something and lets the app take it; half of a second is none here."""
        self.hand(action)
        if action.is_deaf:
            await asyncio.sleep(0.01)
        await self.pause()
        end = monotonic() + 2
        while self.app.has_input_waiting and monotonic() < end and self.app.is_running:
            await self.pause()

    def hand(self, action: Action) -> None:
        """Does something without waiting for it."""
        if action.size is not None:
            size = Size(*action.size)
            self.app.post_message(Resize(size, size))
        self._now += 0.05
        if action.typed:
            self._feed(action.sent.decode("utf-8", "replace"))

    async def pause(self, seconds: float = 0.0) -> None:
        """Lets some time pass, and all that has come be handled.

        Pilot's own way waits for widgets that go meanwhile, which it must not.
        """
        await asyncio.sleep(seconds)
        end = monotonic() + _MOST_PAUSE_S
        turns = 0
        while self.app.is_running and self.app.screen_stack and not self.app._exit and monotonic() < end:
            if all(map(is_idle, (self.app, *self.app.screen.walk_children(with_self=True)))):
                return
            turns += 1
            await asyncio.sleep(0 if turns < _TURNS else 0.002)

    def _feed(self, text: str) -> None:
        for event in self._parser.feed(self._guard.feed(text)):
            self._hand(event)
        self._tick()

    def _tick(self) -> None:
        """What comes by itself when nothing more is sent."""
        text = self._guard.tick()
        for event in self._parser.feed(text) if text else ():
            self._hand(event)
        # Later, so that an Escape is one, for nothing follows.
        with mock.patch("textual._parser.get_time", return_value=monotonic() + 1):
            for event in self._parser.tick():
                self._hand(event)

    def _hand(self, event: Any) -> None:
        if not isinstance(event, CursorPosition):
            self.driver.process_message(event)

    def end_paste(self) -> None:
        """Time passes, in which a paste that has not ended does not go on."""
        self._now += _SILENCE_S
        self._tick()

    def problems(self) -> Iterable[str]:
        """What went wrong without an exception that reached anybody."""
        if self.app.crash is not None:
            yield "crash\n" + "\n".join(reports.traceback_lines(self.app.crash)) + f"\n{self.app.crash!r}"
        for _, message in self.app.told[self._heard :]:
            if _ERROR.search(message):
                yield f"an error is told: {message}"
        self._heard = len(self.app.told)

    async def settle(self) -> bool:
        """Waits until nothing is drawn any more, nor a frame due; whether that came."""
        await self.pause()
        still, drawn = 0, -1
        for _ in range(400):
            if not self.app.is_running:
                return False
            is_still = self.driver.drawn == drawn and not self.app.playground._redraws.is_due
            still = still + 1 if is_still else 0
            drawn = self.driver.drawn
            if still >= _SETTLED_AT_LOOK:
                return True
            await self.pause(0.012)
        return False


_due_by_clock = EpochPacer.due


def _due(pacer: EpochPacer, interval: float) -> tuple[int, float]:
    """As the pacer says, but flat out so many a while: whatever time the machine gives us is for the monkey."""
    if pacer.speed != FLAT_OUT:
        return _due_by_clock(pacer, interval)
    now, before = monotonic(), getattr(pacer, "trained_at", 0.0)
    if now - before < _PAUSE_S:
        return 0, _PAUSE_S
    vars(pacer)["trained_at"] = now
    return _MOST_AT_ONCE, 0.0


@contextmanager
def at_nobodys_place(home: Path) -> Any:
    """The process as the app finds it: a home of its own, no terminal, an Escape that is one at once."""
    here = Path.cwd()
    given = {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANGUAGE": "en"}
    with (
        mock.patch.dict(os.environ, given),
        mock.patch.object(nntui.app, "call_on_signals"),
        mock.patch.object(nntui.app, "leave_without_terminal"),
        mock.patch.object(Input, "_toggle_cursor"),
        mock.patch.object(constants, "ESCAPE_DELAY", 0.001),
        mock.patch.object(EpochPacer, "due", _due),
        open(os.devnull) as nothing,  # noqa: PTH123
        mock.patch.object(sys, "stdin", nothing),
    ):
        for name in ("NO_COLOR", "COLUMNS", "LINES", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "NNTUI_TERMINAL"):
            os.environ.pop(name, None)
        before = language.current()
        os.chdir(home)
        try:
            yield
        finally:
            os.chdir(here)
            language.use(before)
            gc.unfreeze()


@asynccontextmanager
async def started(home: Path, report: Report) -> AsyncIterator[Monkey]:
    """The playground with its first picture."""
    app = MonkeyApp(StartState(Experiment(seed=SEED)), home, report)
    async with app.run_test(headless=False, size=FIRST_SIZE, tooltips=True, notifications=True):
        monkey = Monkey(app, report)
        await monkey.pause()
        yield monkey


async def _run(source: Iterable[Action], count: int, report: Report, home: Path, tell: bool) -> None:
    source = iter(source)
    is_over = False
    while not is_over and report.done < count:
        report.began()
        async with started(home, report) as monkey:
            report.memory.append(memory())
            while not is_over:
                action = next(source, None)
                is_over = action is None or report.done + 1 >= count
                if action is not None:
                    report.did(action)
                    await monkey.do(action)
                if is_over or report.done % EACH == 0:
                    await _look(monkey, report, tell)
                if not _goes_on(monkey, report):
                    break


async def _look(monkey: Monkey, report: Report, tell: bool) -> None:
    monkey.end_paste()
    await monkey.pause()
    report.looks += 1
    found = [what async for what in oracle.look(monkey)] if monkey.app.is_running else []
    for what in found:
        report.fault(what)
    report.memory.append(memory())
    if tell and report.done % (10 * EACH) == 0:
        print(f"  {report.done:7,} actions, {report.memory[-1]:.0f} MiB, {len(report.faults)} faults", flush=True)


def _goes_on(monkey: Monkey, report: Report) -> bool:
    """Whether the program still runs; else it is noted why it does not."""
    for what in monkey.problems():
        report.fault(what)
    if monkey.app.is_running and monkey.app.crash is None and not monkey.app._exit:
        return True
    if monkey.app.crash is None:
        if report.coverage.actions["quit"] + report.coverage.actions["interrupt"] <= report.left:
            report.fault(f"it has left, and nobody asked for it: exit code {monkey.app.return_code}")
        report.left += 1
    return False


def memory() -> float:
    """Resident memory of this process, in MiB; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def run(source: Iterable[Action], count: int, report: Report, home: Path, tell: bool = False) -> Report:
    """Does actions in this process; a program that has ended is started again.

    Args:
        source: The actions.
        count: So many at the most.
        report: What is found goes there.
        home: A folder that takes the place of the person's.
        tell: Whether to print how far it is.
    """
    be_quick()
    listener = report.coverage.count_action
    threads = threading.active_count()
    with at_nobodys_place(home), mock.patch.object(reports, "_listeners", [*reports._listeners, listener]):
        asyncio.run(_run(source, count, report, home, tell))
    early = report.memory[: len(report.memory) // 3 + 1]
    if report.memory[-1] > max(early) + MOST_GROWTH_MIB:
        report.fault(f"memory grows: {max(early):.0f} MiB, at the end {report.memory[-1]:.0f}")
    if threading.active_count() > threads + 8:
        report.fault(f"threads are left: {threading.enumerate()}")
    return report


def differing(before: Cells, after: Cells) -> str:
    """Where two pictures of one size differ, in words; "" for nowhere."""
    places = np.argwhere(before.differs(after))
    if not len(places):
        return ""
    rows = sorted({int(y) for y, _ in places})
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0)
    lines = [f"{len(places)} cells, rows {top} to {bottom}, columns {left} to {right}"]
    for row in rows[:6]:
        lines += [f"  row {row} was: {_line(before, row)}", f"  row {row}  is: {_line(after, row)}"]
    return "\n".join(lines)


def _line(cells: Cells, row: int) -> str:
    return "".join(chr(glyph) if 32 <= glyph < 0x110000 else "·" for glyph in cells.glyphs[row].tolist()).rstrip()


__all__ = ["EACH", "PASTE_BEGINS", "ImageDriver", "Monkey", "MonkeyApp", "Screen", "differing", "run"]
