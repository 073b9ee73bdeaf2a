"""Reports of unexpected errors: what is needed to find the fault, and nothing of the person's.

A report holds versions, the terminal, the way through the program and the names of the last actions. It holds no value
of a variable. The text of an error may quote what it was given, a number or a file's name, so only that of errors that
speak of the program's own names and types is kept. The home folder is written as `~`.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

KEPT = 10
"""So many reports are kept; older ones go."""
_MOST_ACTIONS = 40
_MOST_CAUSES = 10
_MOST_FRAMES = 60
_LONGEST_TEXT = 200
_TELLS_OF_THE_PROGRAM = (AttributeError, NameError, ImportError, TypeError, IndexError, RecursionError)
"""Errors whose texts name attributes, types and positions in the program."""
_SUFFIX = ".txt"

_actions: deque[tuple[float, str]] = deque(maxlen=_MOST_ACTIONS)
_listeners: list[Callable[[str], None]] = []


def record_action(name: str) -> None:
    """Remembers that something was done, for a report. Costs a microsecond.

    Args:
        name: Of an action of the program, as "play" or "open"; never what the person typed.
    """
    _actions.append((time.monotonic(), name))
    for listener in _listeners:
        listener(name)


def on_action(listener: Callable[[str], None]) -> None:
    """Calls a function with the name of each action from now on."""
    _listeners.append(listener)


def reports_in(state: Path) -> Path:
    """Where in the state folder the reports are."""
    return state / "reports"


def write_report(error: BaseException, folder: Path) -> Path:
    """Writes a report for its owner alone, and removes the oldest ones.

    Args:
        error: What happened.
        folder: Where the reports are.

    Returns:
        The file.

    Raises:
        OSError: It cannot be written.
    """
    from nntui.storage.atomic_write import write_atomically

    path = folder / f"{datetime.now():%Y-%m-%d-%H%M%S}-{os.urandom(2).hex()}{_SUFFIX}"
    write_atomically(path, describe(error).encode("utf-8", "replace"), private=True, parents=True)
    for old in sorted(folder.glob(f"*{_SUFFIX}"))[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return path


def describe(error: BaseException) -> str:
    """The text of a report."""
    # Actions are recorded from the start on; all else here is for the day that something goes wrong.
    from nntui.storage.environment import terminal, versions

    now = time.monotonic()
    parts = {
        "Versions": [f"{name}: {value}" for name, value in versions().items()],
        "Terminal": [f"{name}: {value}" for name, value in terminal().items()],
        "Last actions, in seconds before the error": [f"{now - when:8.2f}  {name}" for when, name in _actions],
        "Error": list(traceback_lines(error)),
    }
    return "\n".join(f"{title}\n" + "".join(f"  {line}\n" for line in lines) for title, lines in parts.items())


def traceback_lines(error: BaseException) -> Iterator[str]:
    """The way through the program to an error, and to what caused it, without any value."""
    import traceback

    known: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if known is None:
            return
        steps = traceback.extract_tb(known.__traceback__)[-_MOST_FRAMES:]
        for step in steps:
            yield f"{_place(step.filename)}:{step.lineno} in {step.name}"
            if step.line:
                yield f"    {step.line}"
        yield _told(known)
        known = _cause_of(known)
        if known is not None:
            yield "which came after:"


def _cause_of(error: BaseException) -> BaseException | None:
    """What an error came from; that of one of Textual's workers is an attribute."""
    of_worker = getattr(error, "error", None)
    if isinstance(of_worker, BaseException):
        return of_worker
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    """The kind of an error, and its text where that cannot quote the person's data."""
    kind = type(error).__name__
    if isinstance(error, OSError) and error.errno is not None:
        return f"{kind}: {os.strerror(error.errno)}"
    if isinstance(error, _TELLS_OF_THE_PROGRAM):
        return f"{kind}: {_without_home(str(error))[:_LONGEST_TEXT]}"
    return f"{kind} (its text is left out, for it may quote your data)"


def _place(filename: str) -> str:
    """A source file from its package on: where it is installed is nobody's business."""
    parts = Path(filename).parts
    for mark in ("site-packages", "dist-packages"):
        if mark in parts:
            return "/".join(parts[parts.index(mark) + 1 :])
    if "nntui" in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index("nntui") :])
    return _without_home(filename)


def _without_home(text: str) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111 (Path.home() raises where there is none)
    return text.replace(home, "~") if len(home) > 1 else text
