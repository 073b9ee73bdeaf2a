"""What only some operating systems have, each with what stands in for it elsewhere."""

import _thread
import asyncio
import errno
import math
import os
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

SIGNAL_EXIT = 128
"""What a shell adds to the number of a signal that ended a program."""
EXIT_HANGUP = SIGNAL_EXIT + 1
"""The exit code of a program whose terminal was closed: 128 and the number of SIGHUP."""
LAST_S = 5.0
"""Seconds that the way out may take once the program has been asked to end."""
PROCESSOR_CLOCK_GRAIN_S = 0.016 if os.name == "nt" else 0.0
"""By how much the processor time of this process may be wrong: Windows counts it in ticks of its clock."""
_TERMINAL_CHECK_S = 5.0
"""Seconds between two checks of whether the terminal is still there."""
_ENDING_SIGNALS = (
    *("SIGTERM", "SIGHUP", "SIGBREAK"),
    *("SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU", "SIGPOLL"),
)
"""Those that ask for the end, and others that nobody sends in error but that would end the program all the same."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that mean a device on Windows, whatever their ending."""
_REFUSED = '<>:"/\\|?*'
"""Characters that a name cannot have on Windows."""


def ending_signals() -> tuple[signal.Signals, ...]:
    """The signals that end a program and leave it the time to tidy up, as far as this system has them."""
    return tuple(getattr(signal, name) for name in _ENDING_SIGNALS if hasattr(signal, name))


def call_on_signals(
    loop: asyncio.AbstractEventLoop,
    numbers: tuple[signal.Signals, ...],
    callback: Callable[[int], None],
    at_once: Callable[[int], None],
) -> None:
    """Calls back in the event loop when a signal arrives, and before that wherever the main thread is just then.

    Args:
        loop: That loop; it runs in this thread, and may be waiting for something that never comes.
        numbers: The signals.
        callback: Called in the loop with the number.
        at_once: Called before, between two steps of anything: it may take no lock.
    """

    def pass_on(arrived: int, frame: object) -> None:
        at_once(arrived)
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(callback, arrived)

    for number in numbers:
        signal.signal(number, pass_on)


def leave_on_signals(numbers: tuple[signal.Signals, ...], tidy: Callable[[], None]) -> None:
    """Ends the process when a signal arrives, until something else is to happen then.

    Args:
        numbers: The signals.
        tidy: Called before.
    """

    def leave(arrived: int, frame: object) -> None:
        tidy()
        os._exit(SIGNAL_EXIT + arrived)

    for number in numbers:
        signal.signal(number, leave)


class _Deadline:
    at = math.inf


def leave_for_sure(code: int, tidy: Callable[[], None], seconds: float | None = None) -> None:
    """Ends the process after some seconds if it has not ended by then: a terminal that takes nothing may block it.

    Args:
        code: The exit code.
        tidy: Called before, in a thread of its own.
        seconds: How many; `LAST_S` when left out.
    """
    limit = LAST_S if seconds is None else seconds
    at = time.monotonic() + limit
    if at >= _Deadline.at:
        return
    _Deadline.at = at

    def leave() -> None:
        time.sleep(limit)
        try:
            tidy()
        finally:
            os._exit(code)

    with suppress(RuntimeError):  # the system starts no thread more
        _thread.start_new_thread(leave, ())  # `threading` takes locks, which a signal may find taken


def start_thread(target: Callable[..., None], name: str, *arguments: Any) -> threading.Thread | None:
    """Starts a thread that ends with the program; None where the system starts no thread more.

    Args:
        target: What it does.
        name: Its name.
        arguments: Of the target.
    """
    thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        return None
    return thread


def terminal_is_gone(descriptor: int) -> bool:
    """Whether what an open file leads to has been hung up; False where the system cannot say."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(descriptor, 0)
    return bool(poll.poll(0))


def is_of_lost_terminal(error: BaseException | None, descriptor: int) -> bool:
    """Whether an error says no more than that the terminal is gone.

    Args:
        error: What happened.
        descriptor: The terminal.
    """
    return isinstance(error, OSError) and error.errno in (errno.EIO, errno.ENXIO) and terminal_is_gone(descriptor)


def drop_lost_terminal() -> None:
    """Where the terminal is gone, what is still to be printed goes nowhere, so that it does not spoil the exit code."""
    for descriptor in (1, 2):
        if terminal_is_gone(descriptor):
            os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def leave_without_terminal(descriptor: int, tidy: Callable[[], None]) -> None:
    """Ends the process when the terminal is gone and no signal said so. To be run in a thread of its own.

    Textual's event loop is then blocked by writes that nobody takes, and its input thread spins without end, so this
    asks nobody.

    Args:
        descriptor: The terminal.
        tidy: Called before the end.
    """
    while not terminal_is_gone(descriptor):
        time.sleep(_TERMINAL_CHECK_S)
    try:
        tidy()
    finally:
        os._exit(EXIT_HANGUP)


def has_unix_terminal() -> bool:
    """Whether terminals are set up as on Unix, which Textual's Linux driver needs."""
    try:
        import termios
        import tty
    except ImportError:
        return False
    return bool(termios and tty) and hasattr(signal, "SIGTSTP") and hasattr(signal, "SIGCONT")


def memory_limits() -> dict[str, int]:
    """What this process may have at most, in bytes, by the shell's option that limits it; only what is limited."""
    try:
        import resource
    except ImportError:  # Windows
        return {}
    limits = {
        "ulimit -v": resource.getrlimit(resource.RLIMIT_AS),
        "ulimit -d": resource.getrlimit(resource.RLIMIT_DATA),
    }
    return {option: now for option, (now, _most) in limits.items() if now != resource.RLIM_INFINITY}


def terminal_modes(descriptor: int) -> list[Any] | None:
    """How a terminal treats what is typed, and all else that the system keeps of it; None where that is not known."""
    try:
        import termios
    except ImportError:
        return None
    try:
        return termios.tcgetattr(descriptor)
    except termios.error:
        return None


def set_terminal_modes(descriptor: int, modes: list[Any]) -> None:
    """Sets back what `terminal_modes` has returned."""
    import termios

    with suppress(termios.error):
        termios.tcsetattr(descriptor, termios.TCSANOW, modes)


@contextmanager
def unbuffered_input(descriptor: int) -> Iterator[bool]:
    """Lets a terminal pass on what it sends at once and without showing it; what has been typed before is kept.

    Args:
        descriptor: The terminal.

    Yields:
        Whether that can be done.
    """
    try:
        import termios
    except ImportError:
        yield False
        return
    try:
        before: list[Any] = termios.tcgetattr(descriptor)
        changed = [*before]
        changed[3] &= ~(termios.ECHO | termios.ICANON)
        changed[6] = [*before[6]]
        changed[6][termios.VMIN] = 1
        termios.tcsetattr(descriptor, termios.TCSANOW, changed)
    except termios.error:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSANOW, before)


def wait_for_input(descriptor: int, seconds: float) -> bool:
    """Whether there is something to read from a terminal within some seconds."""
    return bool(select.select([descriptor], [], [], max(0.0, seconds))[0])


def lock_file(descriptor: int) -> bool:
    """Takes an open file for this process alone, until it is closed; False where another has taken it.

    True where the system has no such locks.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def portable_name(name: str) -> str:
    """A file name that every system takes, as near as possible to the one that is wished for.

    Args:
        name: A name without a folder.
    """
    kept = "".join("_" if character in _REFUSED or not character.isprintable() else character for character in name)
    kept = kept.rstrip(". ") or "_"
    stem = kept.partition(".")[0].rstrip()
    return f"_{kept}" if stem.lower() in _RESERVED else kept
