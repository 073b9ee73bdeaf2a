"""A visitor's own playground: a process on a pseudo-terminal, which ends with the visit."""

import asyncio
import os
import signal
import struct
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

_AT_ONCE = 65_536
"""Bytes that are read at once."""
_PATIENCE_S = 3.0
"""Seconds that the process has for its way out before it is killed."""
_DEAF_AFTER_S = 30.0
"""Seconds in which a process that lives takes what is typed."""


class Size(NamedTuple):
    """The size of a terminal, in cells."""

    columns: int
    rows: int


USUAL_SIZE = Size(80, 24)
_LARGEST = Size(500, 300)


def checked_size(columns: object, rows: object) -> Size | None:
    """A size that somebody wishes for, at most as large as a screen may be; None if it is none."""
    if type(columns) is not int or type(rows) is not int:  # True is an int, too
        return None
    if columns < 1 or rows < 1:
        return None
    return Size(min(columns, _LARGEST.columns), min(rows, _LARGEST.rows))


class Visitor:
    """Its process and the terminal that it believes to be on.

    Args:
        process: Which runs, as the leader of a session of its own.
        terminal: The other end of its terminal, an open file that does not block.
    """

    def __init__(self, process: Process, terminal: int) -> None:
        self._process = process
        self._terminal: int | None = terminal
        self._loop = asyncio.get_running_loop()

    @classmethod
    async def start(cls, command: Sequence[str], environment: Mapping[str, str], size: Size) -> "Visitor":
        """Starts the process.

        Args:
            command: Its command line.
            environment: All of its variables.
            size: Of the terminal at first.

        Raises:
            OSError: The system has no terminal or no process left.
        """
        terminal, inner = os.openpty()
        try:
            _set_size(terminal, size)
            os.set_blocking(terminal, False)
            process = await asyncio.create_subprocess_exec(
                *command, stdin=inner, stdout=inner, stderr=inner, env=dict(environment), start_new_session=True
            )
        except BaseException:
            os.close(terminal)
            raise
        finally:
            os.close(inner)
        return cls(process, terminal)

    async def read(self) -> bytes:
        """What the process shows next; b"" when it shows nothing more."""
        while self._terminal is not None:
            try:
                return os.read(self._terminal, _AT_ONCE)
            except BlockingIOError:
                await self._ready(self._loop.add_reader, self._loop.remove_reader)
            except OSError:  # the process has closed its end
                break
        return b""

    async def type(self, data: bytes) -> None:
        """Hands over what was typed; waits while the process takes none.

        Raises:
            TimeoutError: It takes none any more.
        """
        while self._terminal is not None and data:
            try:
                data = data[os.write(self._terminal, data) :]
            except BlockingIOError:
                await asyncio.wait_for(self._ready(self._loop.add_writer, self._loop.remove_writer), _DEAF_AFTER_S)
            except TimeoutError:
                raise
            except OSError:
                break

    def resize(self, size: Size) -> None:
        """The terminal has another size."""
        if self._terminal is not None:
            _set_size(self._terminal, size)
            self._send(signal.SIGWINCH)  # it has no controlling terminal, which would tell it

    async def end(self) -> int:
        """Ends the process, if it has not ended: as a terminal that is closed, and for good when it takes too long.

        Returns:
            Its exit code; the negative number of the signal that ended it.
        """
        if self._terminal is not None:
            os.close(self._terminal)
            self._terminal = None
        self._send(signal.SIGHUP)
        try:
            await asyncio.wait_for(asyncio.shield(self._process.wait()), _PATIENCE_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # with whatever it may have started
        return await self._process.wait()

    def _send(self, number: signal.Signals) -> None:
        # Not by the process itself: it would ask the system for the exit code, which asyncio waits for in a thread.
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)

    async def _ready(self, add: Callable[[int, Callable[[], None]], None], remove: Callable[[int], bool]) -> None:
        """Waits until the terminal can be read or written."""
        terminal = self._terminal
        if terminal is None:
            return
        ready: asyncio.Future[None] = self._loop.create_future()
        add(terminal, lambda: None if ready.done() else ready.set_result(None))
        try:
            await ready
        finally:
            remove(terminal)


def _set_size(terminal: int, size: Size) -> None:
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size.rows, size.columns, 0, 0))
