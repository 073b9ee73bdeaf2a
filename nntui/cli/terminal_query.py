"""Asking the terminal what it is and which colours it has, within a fraction of a second."""

import os
import re
import time

from nntui.language import N_
from nntui.system import unbuffered_input, wait_for_input

TIME_LIMIT_S = 0.5
_BACKGROUND = "\x1b]11;?\x1b\\"
_FOREGROUND = "\x1b]10;?\x1b\\"
_ATTRIBUTES = "\x1b[c"
"""Every terminal answers this one, so that nothing is waited for where the others have no answer."""
_ATTRIBUTES_ANSWER = re.compile(rb"\x1b\[\?([\d;]+)c")
_COLOR_ANSWER = re.compile(rb"\x1b\](1[01]);rgba?:([0-9a-fA-F/]+)(?:\x07|\x1b\\)")
_NAMES = {b"10": N_("foreground"), b"11": N_("background")}


def ask_terminal(keys: int, screen: int, time_limit: float = TIME_LIMIT_S) -> dict[str, str]:
    """What the terminal answers; nothing where it does not.

    Args:
        keys: The file descriptor that it sends to.
        screen: The file descriptor that it shows.
        time_limit: Seconds to wait at the most.
    """
    with unbuffered_input(keys) as is_possible:
        if not is_possible:
            return {}
        try:
            os.write(screen, (_FOREGROUND + _BACKGROUND + _ATTRIBUTES).encode())
            return read_answers(_read(keys, time_limit))
        except OSError:
            return {}


def _read(descriptor: int, time_limit: float) -> bytes:
    """What comes until the last question is answered or the time is up."""
    data, end = b"", time.monotonic() + time_limit
    while not _ATTRIBUTES_ANSWER.search(data) and (left := end - time.monotonic()) > 0:
        if wait_for_input(descriptor, left):
            data += os.read(descriptor, 4096)
    return data


def read_answers(data: bytes) -> dict[str, str]:
    """The answers in what a terminal has sent, by what was asked, in English."""
    found = {_NAMES[number]: f"rgb {color.decode()}" for number, color in _COLOR_ANSWER.findall(data)}
    attributes = _ATTRIBUTES_ANSWER.search(data)
    return found | ({N_("device attributes"): attributes[1].decode()} if attributes else {})
