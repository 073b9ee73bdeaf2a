"""The family of errors that are shown to the person: each message is a whole sentence, and nothing else is shown."""

import errno
import os
from collections.abc import Iterable

from nntui.language import N_, _

_SYSTEM = (
    N_("Address already in use"),
    N_("Bad file descriptor"),
    N_("Broken pipe"),
    N_("Cannot assign requested address"),
    N_("Device or resource busy"),
    N_("Disk quota exceeded"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("Input/output error"),
    N_("Invalid argument"),
    N_("Is a directory"),
    N_("No space left on device"),
    N_("No such file or directory"),
    N_("No such device or address"),
    N_("Not a directory"),
    N_("Operation not permitted"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("Resource temporarily unavailable"),
    N_("Stale file handle"),
    N_("Too many levels of symbolic links"),
    N_("Too many open files"),
)
"""What the system says of files and addresses, for the catalogues; what else it may say stays in its own words."""
NO_THREAD = N_("no thread can be started: is there a limit, as of ulimit -u or -v?")
NO_MEMORY = N_("there is not enough memory (is there a limit, as of ulimit -v?)")


class NntuiError(Exception):
    """Something that the person can understand and mend. Its text names the thing, the value and what is allowed.

    Attributes:
        title: What it is about, in a word or two, for a heading.
    """

    title = "Error"


class NoThreadError(NntuiError):
    """The system starts no thread more."""

    def __init__(self) -> None:
        super().__init__(_(NO_THREAD))


def in_our_words(text: str, patterns: Iterable[tuple[str, str]]) -> str:
    """What a library says of a person's input, in the language in use; as it is where it is none of the known.

    Args:
        text: What it says; white space in it counts as one blank.
        patterns: Regular expressions with named groups for the whole of it, each with a text for the catalogues in
            which these are placeholders.
    """
    import re

    line = " ".join(text.split())
    for pattern, words in patterns:
        found = re.fullmatch(pattern, line)
        if found is not None:
            return _(words).format(**found.groupdict(""))
    return line


def what_failed(error: Exception) -> str:
    """An error of any kind in words that can stand behind a colon: its own sentence if it has one, else its name, too.

    Args:
        error: Whatever has happened.
    """
    if isinstance(error, NntuiError):
        return str(error)
    if isinstance(error, MemoryError):
        return _(NO_MEMORY)
    if isinstance(error, OSError):
        return reason_of(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def reason_of(error: Exception) -> str:
    """Why a file cannot be read or written, in words that can stand behind a colon; the system's own are translated.

    Args:
        error: As a rule an OSError, whose words are the system's or a sentence of ours.
    """
    if not isinstance(error, OSError):
        return str(error)
    text = error.strerror or (os.strerror(error.errno) if error.errno else str(error))
    if error.errno in (errno.EADDRINUSE, errno.EADDRNOTAVAIL):
        text = os.strerror(error.errno)  # without what asyncio says around it
    return _(text) if text else ""
