"""Landlock: a process of Linux gives up rights to files, for good, and the kernel sees to it (since Linux 5.13).

See https://docs.kernel.org/userspace-api/landlock.html. Newer kernels know more rights; those that this one does not
know cannot be given up.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls, of the same numbers on all machines but Alpha."""
_VERSION_FLAG, _BENEATH = 1, 1
_NO_NEW_PRIVS = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_FILE, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
READ = READ_FILE | READ_DIR
CHANGE = READ | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_FILE | REFER | TRUNCATE
_OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
"""The rights that a file can have by itself."""
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""From the version of Landlock to how many rights to files it knows."""
_TCP, _SCOPES = 0b11, 0b11
"""Listening and connecting; abstract sockets and signals outside of the process."""


@dataclass(frozen=True)
class Rule:
    """What is still allowed below a path, or to a file.

    Attributes:
        path: Where; what is not there is left out.
        rights: Of the constants above.
    """

    path: str
    rights: int


def version() -> int:
    """What of Landlock this kernel knows; 0 for nothing."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))))


def restrict(rules: Iterable[Rule]) -> bool:
    """Gives up every right to files, to ports and to other processes, but for what the rules say.

    It holds for the thread that calls and for those that it starts from then on, so there must be no others.

    Args:
        rules: What is kept.

    Returns:
        Whether the kernel sees to it. If not, nothing has changed.
    """
    known = version()
    if not known:
        return False
    files = (1 << _FILE_RIGHTS.get(known, max(_FILE_RIGHTS.values()))) - 1
    attributes = struct.pack("=QQQ", files, _TCP if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    size = 24 if known >= 6 else 16 if known >= 4 else 8
    libc = _libc()
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
    if ruleset < 0:
        return False
    try:
        for rule in rules:
            with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                _add(libc, ruleset, rule, files)
        is_kept = libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        return is_kept and bool(libc.syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)) == 0)
    finally:
        os.close(ruleset)


def _add(libc: ctypes.CDLL, ruleset: int, rule: Rule, known: int) -> None:
    descriptor = os.open(rule.path, os.O_PATH | os.O_CLOEXEC)
    try:
        is_folder = os.path.isdir(rule.path)  # noqa: PTH112 (as it was opened)
        rights = rule.rights & known & (known if is_folder else _OF_FILES)
        attributes = struct.pack("=Qi", rights, descriptor)
        libc.syscall(_ADD_RULE, ctypes.c_int(ruleset), _BENEATH, attributes, ctypes.c_uint32(0))
    finally:
        os.close(descriptor)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
