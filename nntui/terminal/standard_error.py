"""Where the picture goes: to standard error, as Textual has it, which must be the terminal then."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STDOUT, _STDERR = 1, 2


@contextmanager
def terminal_as_standard_error() -> Iterator[None]:
    """While it lasts standard error is the terminal of standard output, if it leads elsewhere or is closed."""
    if os.isatty(_STDERR) or not os.isatty(_STDOUT):
        yield
        return
    kept = None
    with suppress(OSError):  # it is closed
        kept = os.dup(_STDERR)
    before = sys.stderr, sys.__stderr__
    os.dup2(_STDOUT, _STDERR)
    with open(_STDERR, "w", encoding="utf-8", errors="backslashreplace", closefd=False) as stream:
        sys.stderr = sys.__stderr__ = stream  # type: ignore[misc]
        try:
            yield
        finally:
            sys.stderr, sys.__stderr__ = before  # type: ignore[misc]
            if kept is not None:
                stream.flush()
                os.dup2(kept, _STDERR)
                os.close(kept)
