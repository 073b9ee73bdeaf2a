"""Child processes of the tests. None outlives its test, however the test ends.

Every child is started through this file itself, run as a small program, which changes what a child inherits and then
becomes the command (`exec`, so the process id stays). That needs no code between fork and exec in a process with
threads, which Python warns of.

* It leads a session of its own, and the whole process group is killed at the end of the `with` block.
* Where the system can (Linux), it is killed when the test process dies, even by SIGKILL.
* SIGINT, SIGHUP and the like have their default action, even where the test process was started with one of them
  ignored (`nohup`, `&`, some CI).
* `on_terminal` gives it a pseudo-terminal that controls it, so that closing ours hangs it up.
"""

import os
import signal
import sys

PR_SET_PDEATHSIG = 1
_WITH_TERMINAL, _WITHOUT = "terminal", "-"


def _become(parent: int, terminal: str, command: list[str]) -> None:
    """Changes what the child inherits, then becomes the command."""
    for name in ("SIGINT", "SIGHUP", "SIGQUIT", "SIGTERM", "SIGTSTP", "SIGTTIN", "SIGTTOU"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before that
            sys.exit(1)
    if terminal == _WITH_TERMINAL:
        import fcntl
        import termios

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2], sys.argv[3:])

# ruff: noqa: E402 -- the child above needs none of these, and starts in a third of the time without them.
import select
import struct
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

LIMIT = 60.0
"""Seconds that only a hang can reach."""


def wrapped(command: Sequence[str | os.PathLike[str]], terminal: str = _WITHOUT) -> list[str]:
    """The command line that starts a command as a child of these tests, as the module says."""
    words = [os.fspath(word) for word in command]
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), terminal, *words]


def kill_group(process: subprocess.Popen[Any]) -> None:
    """Kills a child and all that it has started, waits for it and closes its pipes."""
    with suppress(ProcessLookupError, PermissionError):  # PermissionError: macOS, when only a zombie is left
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):  # what is still in a buffer has no reader any more
                pipe.close()
    process.wait()


@contextmanager
def child(command: Sequence[str | os.PathLike[str]], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """Starts a child that ends with the block. The options are those of `subprocess.Popen`."""
    process = subprocess.Popen(wrapped(command), start_new_session=True, **options)
    try:
        yield process
    finally:
        kill_group(process)


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    input: Any = None,
    timeout: float = LIMIT,
    check: bool = False,
    **options: Any,
) -> subprocess.CompletedProcess[Any]:
    """As `subprocess.run` with the output captured as text, and a limit that is always there.

    Raises:
        subprocess.TimeoutExpired: It took longer than `timeout` seconds. It and all that it started are killed.
        subprocess.CalledProcessError: `check` is on and it failed.
    """
    stdin = subprocess.DEVNULL if input is None else subprocess.PIPE
    defaults = {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with child(command, **(defaults | options)) as process:
        out, err = process.communicate(input, timeout)
    done = subprocess.CompletedProcess(list(command), process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


class TerminalChild:
    """A child with a pseudo-terminal, from the side of the person before it.

    Attributes:
        process: The child.
        ours: File descriptor of the person's side.
    """

    def __init__(self, process: subprocess.Popen[bytes], ours: int) -> None:
        self.process = process
        self.ours = ours
        self._is_open = True

    def write(self, data: bytes) -> None:
        """Types something. A program that has gone does not hear it."""
        with suppress(OSError):
            os.write(self.ours, data)

    def read(self, timeout: float) -> bytes | None:
        """What has arrived, at most after so many seconds; empty if nothing has, None when nothing can any more."""
        if not self._is_open:
            return None
        ready, _, _ = select.select([self.ours], [], [], timeout)
        if not ready:
            return b""
        try:
            return os.read(self.ours, 1 << 16) or None
        except OSError:  # EIO: nobody has the other side any more
            return None

    def is_busy(self) -> bool:
        """Whether a thread of the child computes, or waits for a processor; False where the system does not say."""
        for path in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            with suppress(OSError):  # the thread has ended
                if path.read_text().rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def resize(self, columns: int, lines: int) -> None:
        """Gives the terminal another size, of which the kernel tells the child."""
        set_size(self.ours, columns, lines)

    def signal(self, number: int) -> None:
        """Sends the child a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Closes the terminal, as a person closes the window."""
        if self._is_open:
            os.close(self.ours)
            self._is_open = False

    def wait(self, timeout: float = LIMIT) -> int:
        """The exit code; negative for the signal that ended it."""
        return self.process.wait(timeout)


def set_size(terminal: int, columns: int, lines: int) -> None:
    """Sets the size of a terminal by its file descriptor."""
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


@contextmanager
def on_terminal(
    command: Sequence[str | os.PathLike[str]],
    *,
    environment: Mapping[str, str],
    folder: Path,
    columns: int = 80,
    lines: int = 24,
    controls: bool = True,
    **options: Any,
) -> Iterator[TerminalChild]:
    """Starts a child on a pseudo-terminal; both end with the block.

    Args:
        controls: Whether the terminal is the child's controlling one, which sends signals when it goes.
        options: For `subprocess.Popen`, such as a `stdout` of its own.
    """
    ours, theirs = os.openpty()
    try:
        set_size(theirs, columns, lines)
        pipes = {"stdin": theirs, "stdout": theirs, "stderr": theirs} | options
        process = subprocess.Popen(
            wrapped(command, _WITH_TERMINAL if controls else _WITHOUT),
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            **pipes,
        )
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    it = TerminalChild(process, ours)
    try:
        yield it
    finally:
        kill_group(process)
        it.hang_up()


def wait_until_gone(pid: int, timeout: float = LIMIT) -> None:
    """Waits until no process has this id, zombies of others left out.

    Raises:
        TimeoutError: It is still there.
    """
    end = monotonic() + timeout
    while _is_alive(pid):
        if monotonic() > end:
            raise TimeoutError(f"process {pid} is still there")
        select.select([], [], [], 0.01)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return status.parent.parent.exists() is False  # no /proc: believe the signal
