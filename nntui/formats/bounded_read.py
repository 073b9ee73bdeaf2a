"""Files that a person names, read without trust: never a pipe that waits for a writer, never more than is allowed."""

import errno
import math
import os
import stat
from pathlib import Path


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """The content of a regular file.

    Args:
        path: The file.
        most_bytes: How large it may be.

    Raises:
        FileNotFoundError: There is none.
        OSError: It cannot be read, is no regular file, or is too large. `reason_of` says why in words.
    """
    try:
        status = path.stat()
        # Asked before it is opened, as opening a pipe waits until someone writes.
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        size, data = status.st_size, b""
        # Files that the system generates while they are read have no size, and may never end.
        if 0 < size <= most_bytes:
            with path.open("rb") as file:
                data = file.read(most_bytes + 1)
            size = max(size, len(data))
    except ValueError as error:  # a path with a null character
        raise OSError(errno.EINVAL, str(error), str(path)) from error
    if size > most_bytes:
        unit, name = (10**6, "MB") if most_bytes >= 10**6 else (1000, "kB")
        least = math.ceil(size / unit)
        raise OSError(
            errno.EFBIG, f"it has {least:,} {name}; allowed are at most {most_bytes // unit} {name}", str(path)
        )
    return data


def reason_of(error: OSError) -> str:
    """Why a file cannot be read or written, in words that can stand behind a colon."""
    return error.strerror or (os.strerror(error.errno) if error.errno else str(error))
