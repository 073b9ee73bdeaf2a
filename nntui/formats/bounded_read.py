"""Files that a person names, read without trust: never a pipe that waits for a writer, never more than is allowed."""

import errno
import math
import os
import re
import stat
from pathlib import Path

from nntui.language import _

_STANDARD_INPUT = ("-", "/dev/stdin")
_OPEN_ALREADY = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,6})", re.ASCII)
_CHUNK = 1 << 16


def descriptor_of(path: Path) -> int | None:
    """The descriptor of what this process has open already, as `-`, `/dev/stdin` and a shell's `<(…)` name it."""
    if str(path) in _STANDARD_INPUT:
        return 0
    found = _OPEN_ALREADY.fullmatch(str(path))
    return None if found is None else int(found[1])


def _read_descriptor(descriptor: int, path: Path, most_bytes: int) -> bytes:
    """What comes out of a pipe until it is closed, or what is in a file that is open."""
    if os.isatty(descriptor):
        reason = _("it is the terminal, from which no table comes; name a file, or put a pipe before it")
        raise OSError(errno.EINVAL, reason, str(path))
    data = bytearray()
    while len(data) <= most_bytes and (chunk := os.read(descriptor, _CHUNK)):
        data += chunk
    if len(data) > most_bytes:
        reason = _("more comes than the {most} MB that are allowed").format(most=most_bytes // 10**6)
        raise OSError(errno.EFBIG, reason, str(path))
    return bytes(data)


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """The content of a regular file, or of a pipe that is open already.

    Args:
        path: The file; `-` is standard input.
        most_bytes: How large it may be.

    Raises:
        FileNotFoundError: There is none.
        OSError: It cannot be read, is no regular file, or is too large. `errors.reason_of` says why in words.
    """
    descriptor = descriptor_of(path)
    if descriptor is not None:
        return _read_descriptor(descriptor, path, most_bytes)
    try:
        status = path.stat()
        # Asked before it is opened, as opening a pipe waits until someone writes.
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, _("it is a folder"), str(path))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, _("it is not a regular file"), str(path))
        size, data = status.st_size, b""
        # Files that the system generates while they are read have no size, and may never end.
        if 0 < size <= most_bytes:
            with path.open("rb") as file:
                data = file.read(most_bytes + 1)
            size = max(size, len(data))
    except ValueError as error:  # a path with a null character
        raise OSError(errno.EINVAL, _("no name of a file holds a NUL"), str(path)) from error
    if size > most_bytes:
        unit, name = (10**6, "MB") if most_bytes >= 10**6 else (1000, "kB")
        sentence = _("it has {size} {unit}; allowed are at most {most} {unit}")
        reason = sentence.format(size=f"{math.ceil(size / unit):,}", unit=name, most=most_bytes // unit)
        raise OSError(errno.EFBIG, reason, str(path))
    return data
