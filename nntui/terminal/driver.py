"""The driver between Textual and a terminal: it sends what has changed, when the terminal can take it."""

import asyncio
import os
import queue
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from time import monotonic, sleep
from typing import Any, BinaryIO

import numpy as np
from rich.color import Color, ColorSystem
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import CursorPosition, InputEvent, Key, Paste, Resize
from textual.geometry import Size
from textual.message import Message

from nntui.drawing.cells import Area, Cells, ColorArray
from nntui.system import wait_for_input
from nntui.terminal.background import Answers, LateAnswers, answer_limit, ask_background, can_be_asked
from nntui.terminal.direct import HasTerminal
from nntui.terminal.encoding import INDEXED
from nntui.terminal.flow_control import FlowControl
from nntui.terminal.glyph_set import PROBE, glyph_set_after_probe, glyph_set_of
from nntui.terminal.image import Image
from nntui.terminal.key_parser import KeyParser
from nntui.terminal.paste_guard import PasteGuard

_INPUT_TICK_S = 0.1
"""Seconds after which the input thread looks whether it is to end."""
_MOST_WAITING = 20_000
"""So many keys that nobody has handled yet, and no more are taken, but ctrl+c: more than what is pasted as keys."""
_LATE_ANSWER_S = 5.0
"""Seconds in which an answer about the background may still come."""
_RECHECK_AFTER_S = 0.005
"""Seconds after which to look again when nothing is to be waited for."""
_MOST_COLUMNS, _MOST_LINES = 1000, 400
"""More than any screen has; each cell takes memory."""
_CLEAR = "\x1b[0m\x1b[2J"
"""No style, and an empty screen."""
_PROBE = f"\x1b[0m\x1b[H{PROBE}"
"""What is asked first is where the cursor is after this."""
_TOGETHER = "\x1b[?2026h", "\x1b[?2026l"
"""Around a picture that the terminal is to show at once."""


def _output() -> BinaryIO:
    """The terminal, as Textual takes it."""
    return (sys.__stderr__ or sys.stderr).buffer


class _Writer(threading.Thread):
    """Writes in a thread of its own, since a terminal may take its time.

    Args:
        file: The terminal. It gets UTF-8 whatever the locale says: what is sent is made for a terminal that takes it.
        on_written: Called in that thread with the bytes that were taken and the seconds that took.
        on_error: Called in that thread with an error that nobody has foreseen.
    """

    def __init__(
        self, file: BinaryIO, on_written: Callable[[int, float], None], on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(name="nntui-output", daemon=True)
        self._file = file
        self._on_written = on_written
        self._on_error = on_error
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def write(self, data: bytes) -> None:
        self._waiting.put(data)

    def stop(self) -> None:
        """Writes what is left, and ends."""
        self._waiting.put(None)
        self.join()

    def run(self) -> None:
        while (data := self._waiting.get()) is not None:
            start = monotonic()
            try:
                self._file.write(data)
                self._file.flush()
                self._on_written(len(data), monotonic() - start)
            except (OSError, ValueError):  # the terminal is gone; its watcher ends the program
                continue
            except Exception as error:  # the thread must live on: what sets the terminal back goes through it
                self._on_error(error)


def _raise(error: Exception) -> None:
    raise error


def _bounded(width: int, height: int) -> tuple[int, int]:
    """A size that can be drawn: whoever says what size a window has can say anything."""
    return min(width, _MOST_COLUMNS), min(height, _MOST_LINES)


@lru_cache(maxsize=4096)
def _of_256(color: int) -> int:
    rgb = Color.from_rgb(color >> 16 & 255, color >> 8 & 255, color & 255)
    return INDEXED + (rgb.downgrade(ColorSystem.EIGHT_BIT).number or 0)


def of_256_colors(colors: ColorArray) -> ColorArray:
    """Colours 0xRRGGBB rounded to the 256 of a terminal in the way that Rich does it."""
    distinct, where = np.unique(colors, return_inverse=True)
    rounded: ColorArray = np.array([_of_256(color) for color in distinct.tolist()], dtype=np.int32)[where]
    return rounded.reshape(colors.shape)


class TerminalDriver(LinuxDriver):
    """Textual's driver, with an image of the screen between the two, and paced by the terminal's own answers."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._loop_here = asyncio.get_running_loop()
        self._image = Image()
        self._flow = FlowControl(monotonic)
        self._writer: _Writer | None = None
        self._answer = threading.Event()
        self._answers_read = 0  # by the thread that reads
        self._has_probed = False
        self._answers_taken = 0  # of those, by the event loop
        self._sent = self._taken = 0  # messages, by the same two
        self._is_due = False
        self._is_away = True
        self._timer: asyncio.TimerHandle | None = None
        self._callback: Callable[[], None] | None = None
        self._has_256_colors = app.console.color_system == "256"
        self._typed_ahead = b""
        self._late: LateAnswers | None = None
        if isinstance(app, HasTerminal):
            app.terminal = self
            if app.follows_background and self.input_tty and can_be_asked(os.environ):
                self._take_answers(app, ask_background(self.fileno, _output().fileno(), answer_limit(os.environ)))

    # For widgets and screens

    @property
    def is_ready(self) -> bool:
        """Whether the terminal has taken the picture before."""
        return not self._flow.wait()

    def paste(self, cells: Cells, x: int, y: int, holes: Sequence[Area] = ()) -> None:
        """Lays cells over the screen but for some holes."""
        if self._has_256_colors:
            cells.foreground = of_256_colors(cells.foreground)
            cells.background = of_256_colors(cells.background)
        self._image.paste(cells, x, y, holes)
        if not self._is_due:
            self._is_due = True
            self._loop_here.call_soon(self._show)

    def when_ready(self, callback: Callable[[], None]) -> None:
        """Calls back once, when the terminal is ready."""
        self._callback = callback
        self._wake_later()

    @property
    def size(self) -> tuple[int, int] | None:
        """Columns and rows as the system says them now; None if the terminal tells of its size itself."""
        return None if self._in_band_window_resize else self._get_terminal_size()

    def _get_terminal_size(self) -> tuple[int, int]:
        return _bounded(*super()._get_terminal_size())

    def resize(self, width: int, height: int) -> bool:
        """The terminal has this size; whether that is another than before."""
        if (width, height) == self._image.size:
            return False
        self._image.resize(width, height)
        self._flow.resize(width, height)
        return True

    def redraw(self) -> None:
        """Sends the whole screen again, for a terminal that something else has written to."""
        self._image.forget()
        self.flush()

    # For Textual

    def write(self, data: str) -> None:
        """Takes output: pictures go into the image, all else goes out at once."""
        rest = self._image.write(data)
        if rest:
            self._send(rest)

    def flush(self) -> None:
        """A picture is complete."""
        self._is_due = True
        self._show()

    def start_application_mode(self) -> None:
        """Takes the terminal over."""
        self._is_away = True
        self._flow = FlowControl(monotonic)
        self._flow.resize(*self._image.size)
        self._writer = _Writer(_output(), partial(self._on_written, self._flow), self._fail)
        self._writer.start()
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        except RuntimeError:  # the system starts no thread more
            self._key_thread = None
            super().stop_application_mode()
            self.close()
            raise
        # Not before: an answer that comes while the terminal still reads lines would be lost.
        self._is_away = False
        # Not all terminals give an empty screen to a program that takes it over.
        self.resize(*self._get_terminal_size())
        self._image.clear()
        self._image.glyph_set = glyph_set_of(os.environ.get("TERM", ""))
        self._has_probed = False
        self._write((_PROBE + self._flow.ask(len(_PROBE.encode())) + _CLEAR).encode())
        self.flush()  # after a pause in the shell: what was there before

    def stop_application_mode(self) -> None:
        """Gives the terminal back. Answers still to come are waited for, or they would be typed into the shell."""
        self._is_away = True
        end = monotonic() + self._flow.last_answer_limit
        while self._flow.owed > self._answers_read - self._answers_taken:
            if not self._answer.wait(max(0.0, end - monotonic())):
                break
            self._answer.clear()
        super().stop_application_mode()

    def close(self) -> None:
        """Waits until all is written."""
        super().close()
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.stop()

    def process_message(self, message: Message) -> None:
        """Runs in the thread that reads; the terminal's answers stay here."""
        if isinstance(message, CursorPosition):
            self._answers_read += 1
            self._answer.set()
            self._loop_here.call_soon_threadsafe(self._on_answer, self._flow, (message.x, message.y), monotonic())
        else:
            if isinstance(message, Resize):  # the terminal tells of its size itself
                size = Size(*_bounded(*message.size))
                message = Resize(size, size, pixel_size=message.pixel_size)
            if isinstance(message, (InputEvent, Paste)):
                if self._is_behind() and not (isinstance(message, Key) and message.key == "ctrl+c"):
                    return
                self._flow.hurry()
            super().process_message(message)
            self._sent += 1
            with suppress(RuntimeError):  # the loop is closed
                self._loop_here.call_soon_threadsafe(self._take, self._sent)

    def run_input_thread(self) -> None:
        """Reads what is typed, as the parent does; before it comes what was typed while the terminal was asked."""
        parser, decode = KeyParser(self._is_bound, self._debug), getincrementaldecoder("utf-8")("replace").decode
        guard = PasteGuard(monotonic)
        typed, self._typed_ahead = self._typed_ahead, b""
        give_up_at = monotonic() + _LATE_ANSWER_S
        while not self.exit_event.is_set():
            text = guard.feed(decode(typed)) if typed else guard.tick()
            for event in (*(parser.feed(text) if text else ()), *parser.tick()):
                self.process_message(event)
            typed = b""
            if wait_for_input(self.fileno, _INPUT_TICK_S):
                arrived = os.read(self.fileno, 4096)
                typed = arrived if self._late is None else self._without_answers(self._late, arrived)
                if not arrived:  # the terminal is gone, and its watcher ends the program
                    sleep(_INPUT_TICK_S)
            elif self._late is not None:
                typed = self._late.release()
                if monotonic() > give_up_at:
                    self._late = None

    def _is_behind(self) -> bool:
        """Whether what waits to be handled is enough for now."""
        backlog = self._app.input_backlog if isinstance(self._app, HasTerminal) else 0
        return self._sent - self._taken + backlog > _MOST_WAITING

    def _take(self, count: int) -> None:
        self._taken = count

    def _run_input_thread(self) -> None:
        """An error ends the app as any other does; the parent would print it with the values of all variables."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        """An error in another thread is one of the event loop, which hands it to the app."""
        with suppress(RuntimeError):  # the loop is closed
            self._loop_here.call_soon_threadsafe(_raise, error)

    def _is_bound(self, key: str) -> bool:
        return isinstance(self._app, HasTerminal) and self._app.has_action(key)

    def _take_answers(self, app: HasTerminal, answers: Answers) -> None:
        """What the terminal has said until now; what is still to come is taken out of what is typed."""
        if answers.is_light is not None:
            app.take_background(answers.is_light)
        self._typed_ahead = answers.typed
        if not answers.is_complete:
            self._late = LateAnswers()
            self._typed_ahead = self._late.typed(answers.typed)

    def _without_answers(self, late: LateAnswers, arrived: bytes) -> bytes:
        typed = late.typed(arrived)
        if late.is_complete:
            self._late = None
            if late.is_light is not None and isinstance(self._app, HasTerminal):
                self._loop_here.call_soon_threadsafe(self._app.take_background, late.is_light)
        return typed

    # Between

    def _send(self, text: str) -> None:
        """Sends what belongs to no picture."""
        self._flow.sent_beside(self._write(text.encode("utf-8", "replace")))

    def _write(self, data: bytes) -> int:
        if self._writer is not None and data:
            self._flow.sent(len(data))
            self._writer.write(data)
        return len(data)

    def _show(self) -> None:
        """Sends what has changed if the line is free; if not, when it is."""
        if not self._is_due or self._is_away or self._writer is None:
            return
        if self._flow.wait():
            self._wake_later()
            return
        self._is_due = False
        text = self._image.changes()
        if not text:
            return
        if self._image.is_synchronized:
            text = text.join(_TOGETHER)
        picture = text.encode("utf-8", "replace")
        # By itself, so that it is not held back on its way until the picture is complete.
        self._write(self._flow.ask_before().encode())
        self._write(picture + self._flow.ask(len(picture)).encode())

    def _on_answer(self, flow: FlowControl, place: tuple[int, int], at: float) -> None:
        self._answers_taken += 1
        flow.answered(place, at)
        if not self._has_probed:
            self._has_probed = True
            self._take_probe(*place)
        self._go_on()

    def _take_probe(self, column: int, row: int) -> None:
        """The terminal has said where its cursor is after the characters that were written to find out."""
        glyph_set = glyph_set_after_probe(column) if row == 0 else None
        if glyph_set is not None:
            self._image.glyph_set = glyph_set
            self._send(_CLEAR)
            self._image.clear()
            self._is_due = True

    def _on_written(self, flow: FlowControl, count: int, seconds: float) -> None:
        self._loop_here.call_soon_threadsafe(self._on_taken, flow, count, seconds)

    def _on_taken(self, flow: FlowControl, count: int, seconds: float) -> None:
        flow.written(count, seconds)  # that of the writer: after a pause in the shell there is another
        self._go_on()

    def _go_on(self) -> None:
        """First what waits to be sent; then, if the line is still free, the callback that wants to draw."""
        self._show()
        if self._callback is not None and not self._flow.wait():
            callback, self._callback = self._callback, None
            callback()
        if self._is_due or self._callback is not None:
            self._wake_later()

    def _wake_later(self) -> None:
        """An answer or a write that is done wakes us; this is for when neither comes."""
        when = self._loop_here.time() + max(_RECHECK_AFTER_S, self._flow.wait())
        if self._timer is not None:
            if self._timer.when() <= when:
                return
            self._timer.cancel()
        self._timer = self._loop_here.call_at(when, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        self._go_on()
