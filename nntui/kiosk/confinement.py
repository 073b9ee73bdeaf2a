"""The walls of a visit: what Python is about to do is looked at before it does it, and Landlock stands behind.

The hook sees what the interpreter itself does (PEP 578), whoever asks for it; it is no wall against machine code, which
a visitor has no way to bring in. Landlock is, where the kernel has it: no file outside, no program, no port.
"""

import errno
import os
import sys
import sysconfig
from pathlib import Path

from nntui.kiosk import landlock
from nntui.kiosk.doors import HIDDEN
from nntui.kiosk.landlock import Rule
from nntui.kiosk.limits import limit
from nntui.kiosk.visit import VISITS, Visit

_SYSTEM_FILES = (
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/ld.so.cache",
    "/usr/share/zoneinfo",
    "/usr/share/terminfo",
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/dev/urandom",
)
"""What Python and the C library read by themselves."""
_PACKAGE = str(Path(__file__).parents[1])
_SINK = "/dev/null"
_READ_ONLY = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_READING = frozenset(("os.listdir", "os.scandir", "os.chdir", "os.getxattr", "os.listxattr"))
_CHANGING = frozenset(
    f"os.{name}"
    for name in ("mkdir", "rmdir", "remove", "truncate", "utime", "chmod", "lchmod", "setxattr", "removexattr")
)
_FORBIDDEN = frozenset(
    (
        *(f"os.{name}" for name in ("exec", "fork", "forkpty", "posix_spawn", "spawn", "system", "startfile")),
        *(f"os.{name}" for name in ("link", "symlink", "chown", "lchown", "chflags", "lchflags", "kill", "killpg")),
        *(f"socket.{name}" for name in ("bind", "connect", "sendto", "sendmsg", "getaddrinfo", "getnameinfo")),
        *(f"socket.{name}" for name in ("gethostbyname", "gethostbyaddr", "gethostname", "sethostname")),
        *("subprocess.Popen", "pty.spawn", "webbrowser.open", "sqlite3.connect", "pickle.find_class"),
        *("code.__new__", "pdb.Pdb", "builtins.breakpoint", "builtins.input", "cpython.run_interactivehook"),
        *("urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect", "syslog.openlog"),
        *("ctypes.dlsym", "ctypes.dlsym/handle", "ctypes.call_function", "ctypes.string_at", "ctypes.wstring_at"),
        *("resource.setrlimit", "resource.prlimit", "sys.settrace", "sys.setprofile"),
    )
)
_OPEN, _RENAME, _IMPORT, _DLOPEN = "open", "os.rename", "import", "ctypes.dlopen"


class Walls:
    """Tells what a visit may do.

    Args:
        visit: Which.
        code: Folders that modules are loaded from.
    """

    def __init__(self, visit: Visit, code: tuple[str, ...]) -> None:
        self._root = os.path.realpath(visit.root)
        self._own = os.path.realpath(visit.folder)
        self._readable = tuple(os.path.realpath(each) for each in (*code, *_SYSTEM_FILES))
        self._path = tuple(sys.path)

    def check(self, event: str, arguments: tuple[object, ...]) -> None:
        """Refuses what a visit may not do. To be called with what `sys.addaudithook` calls with.

        Raises:
            PermissionError: It may not.
        """
        if event == _OPEN:
            flags = arguments[2]
            self._check(arguments[0], is_change=isinstance(flags, int) and bool(flags & ~_READ_ONLY))
        elif event == _IMPORT:
            if tuple(sys.path) != self._path:
                raise _refusal(arguments[0])
        elif event in _READING:
            self._check(arguments[0], is_change=False)
        elif event in _CHANGING:
            self._check(arguments[0], is_change=True)
        elif event == _RENAME:
            self._check(arguments[0], is_change=True)
            self._check(arguments[1], is_change=True)
        elif event in _FORBIDDEN or (event == _DLOPEN and arguments[0] is not None):
            raise _refusal(arguments[0] if arguments else None)

    def _check(self, path: object, *, is_change: bool) -> None:
        if isinstance(path, int):  # it was opened, and looked at then
            return
        name = os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else os.curdir
        real = os.path.realpath(name)
        if _is_in(real, self._own) or real == _SINK:
            return
        if is_change or not (self._is_offered(real) or any(_is_in(real, each) for each in self._readable)):
            raise _refusal(name)

    def _is_offered(self, real: str) -> bool:
        if not _is_in(real, self._root):
            return False
        below = Path(real).relative_to(self._root).parts
        return below[:1] != (VISITS,) and not any(each.startswith(HIDDEN) for each in below)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def _refusal(thing: object) -> PermissionError:
    return PermissionError(errno.EACCES, os.strerror(errno.EACCES), thing if isinstance(thing, str) else None)


def confine(visit: Visit) -> bool:
    """Confines this process to a visit, for good: limits, Landlock where there is one, and the hook.

    Args:
        visit: Which.

    Returns:
        Whether the kernel sees to it, too.
    """
    code = code_folders()
    limit(visit.bounds)
    is_locked = landlock.restrict(rules(visit, code))
    sys.addaudithook(Walls(visit, code).check)
    return is_locked


def code_folders() -> tuple[str, ...]:
    """The folders that modules are loaded from, with the libraries beside them."""
    library = sysconfig.get_paths()
    return tuple(dict.fromkeys((*sys.path, library["stdlib"], library["platstdlib"], _PACKAGE)))


def rules(visit: Visit, code: tuple[str, ...]) -> list[Rule]:
    """What Landlock leaves to a visit.

    The folder of the kiosk can be listed, and with it all below: the names in other visits, not what is in them. What
    is put there later can be opened by later visits.
    """
    with os.scandir(visit.root) as scan:
        offered = [
            Rule(each.path, landlock.READ)
            for each in scan
            if each.name != VISITS and not each.name.startswith(HIDDEN) and not each.is_symlink()
        ]
    return [
        *(Rule(each, landlock.READ) for each in (*code, *_SYSTEM_FILES)),
        *offered,
        Rule(str(visit.root), landlock.READ_DIR),
        Rule(str(visit.root / VISITS), landlock.REMOVE_DIR),
        Rule(str(visit.folder), landlock.CHANGE),
        Rule(_SINK, landlock.READ_FILE | landlock.WRITE_FILE | landlock.TRUNCATE),
    ]
