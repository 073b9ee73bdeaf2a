"""Whether the terminal's background is light or dark: the terminal is asked for its colour.

The question goes together with one that nearly every terminal answers (what kind of terminal it is), so that nobody
waits for an answer that will not come. What is typed in the meantime is kept.
"""

import os
import re
from collections.abc import Mapping
from time import monotonic
from typing import NamedTuple

from nntui.system import unbuffered_input, wait_for_input

QUESTION = "\x1b]11;?\x07\x1b[c"
"""Which colour has the background (OSC 11), and what terminal is it (DA1)?"""
ANSWER_LIMIT_S = 0.1
"""Seconds that an answer is waited for."""
SSH_ANSWER_LIMIT_S = 0.3
"""The same over SSH, where it has a longer way."""
_NEVER_ASKED = ("dumb", "linux")
"""Terminals, by TERM, that would show the question as text."""
_COLOR = re.compile(
    rb"\x1b\]11;rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?(?:\x07|\x1b\\)", re.IGNORECASE
)
_HASH_COLOR = re.compile(rb"\x1b\]11;#([0-9a-f]+)(?:\x07|\x1b\\)", re.IGNORECASE)
_ANY_COLOR = re.compile(rb"\x1b\]11;[^\x07\x1b]*(?:\x07|\x1b\\)")
_KIND = re.compile(rb"\x1b\[\?[\d;]*c")
_BEGUN = re.compile(rb"\x1b(?:\](?:1(?:1(?:;[^\x07\x1b]*\x1b?)?)?)?|\[(?:\?[\d;]*)?)?\Z")
"""The beginning of an answer whose rest has not arrived."""
_HALF = 0.5


class Answers(NamedTuple):
    """What a terminal has sent after the question.

    Attributes:
        is_light: Whether its background is light; None if it did not say.
        is_complete: Whether all has been answered that will be.
        typed: What the person has typed meanwhile.
    """

    is_light: bool | None
    is_complete: bool
    typed: bytes


def read_answers(received: bytes) -> Answers:
    """Tells the answers from what was typed.

    Args:
        received: All that has arrived since the question.
    """
    return Answers(
        is_light=_is_light(received),
        is_complete=bool(_KIND.search(received)),
        typed=_KIND.sub(b"", _ANY_COLOR.sub(b"", received)),
    )


def _is_light(received: bytes) -> bool | None:
    """Whether the colour of an answer is light, by its luminance (ITU-R BT.709) on the screen's own scale."""
    found = _COLOR.search(received)
    if found:
        parts = [int(part, 16) / (16 ** len(part) - 1) for part in found.groups()]
    else:
        hashed = _HASH_COLOR.search(received)
        if hashed is None or len(hashed[1]) % 3 or len(hashed[1]) > 12:
            return None
        size = len(hashed[1]) // 3
        parts = [int(hashed[1][at : at + size], 16) / (16**size - 1) for at in range(0, 3 * size, size)]
    red, green, blue = parts
    luminance: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return luminance > _HALF


def can_be_asked(environment: Mapping[str, str]) -> bool:
    """Whether a terminal takes the question for one."""
    return environment.get("TERM", "") not in ("", *_NEVER_ASKED)


def answer_limit(environment: Mapping[str, str]) -> float:
    """Seconds that an answer is waited for."""
    return SSH_ANSWER_LIMIT_S if environment.get("SSH_CONNECTION") else ANSWER_LIMIT_S


def ask_background(source: int, target: int, limit: float) -> Answers:
    """Asks a terminal for its background.

    Args:
        source: The open terminal that is read from.
        target: The open terminal that is written to.
        limit: Seconds that an answer is waited for.

    Returns:
        What it has said by then; an answer may still be on its way if it is not complete.
    """
    received = b""
    with unbuffered_input(source) as can_be_read:
        if not can_be_read:
            return Answers(None, is_complete=True, typed=b"")
        os.write(target, QUESTION.encode())
        end = monotonic() + limit
        while not read_answers(received).is_complete and wait_for_input(source, end - monotonic()):
            arrived = os.read(source, 4096)
            if not arrived:
                break
            received += arrived
    return read_answers(received)


class LateAnswers:
    """Takes the answers that come after the limit out of what is typed.

    Args:
        begun: What has arrived before the limit, perhaps the beginning of an answer.
    """

    def __init__(self, begun: bytes = b"") -> None:
        self._held = begun
        self.is_light: bool | None = None
        self.is_complete = False

    def typed(self, arrived: bytes) -> bytes:
        """What of the arrived bytes has been typed; the beginning of an answer is held back until its rest is there."""
        if self.is_complete:
            return arrived
        received, self._held = self._held + arrived, b""
        answers = read_answers(received)
        self.is_complete = answers.is_complete
        if answers.is_light is not None:
            self.is_light = answers.is_light
        begun = None if self.is_complete else _BEGUN.search(answers.typed)
        if begun is None:
            return answers.typed
        self._held = begun[0]
        return answers.typed[: begun.start()]

    def release(self) -> bytes:
        """Nothing has arrived for a while, so what was held back has been typed, as the Escape key."""
        held, self._held = self._held, b""
        return held
