"""A terminal that is set back by whoever comes last: an error may keep the driver from it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from nntui.system import set_terminal_modes, terminal_modes

_SCREEN = 2
"""Standard error, to which the picture goes."""
_SET_BACK = (
    b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""All that the driver switches on or off, as it is at first."""


@contextmanager
def left_as_found(descriptor: int) -> Iterator[None]:
    """Around a program that takes the terminal over: where it leaves it changed, the terminal is set back.

    Args:
        descriptor: Of the terminal that the keys come from.
    """
    before = terminal_modes(descriptor)
    try:
        yield
    finally:
        if before is not None and terminal_modes(descriptor) not in (None, before):
            set_terminal_modes(descriptor, before)
            with suppress(OSError):
                os.write(_SCREEN, _SET_BACK)
