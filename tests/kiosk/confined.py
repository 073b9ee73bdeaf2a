"""A process that confines itself by one of the two walls, tries doors and prints which are open: run by a test."""

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from nntui.kiosk import landlock
from nntui.kiosk.bounds import Bounds
from nntui.kiosk.confinement import Walls, code_folders, rules
from nntui.kiosk.visit import begin


def main(wall: str, folder: str) -> None:
    """Confines itself, and prints from the name of each attempt to whether it was let through."""
    other, visit = begin(folder, Bounds()), begin(folder, Bounds())
    theirs, root = other.work / "theirs", visit.root
    theirs.write_text("theirs")
    if wall == "landlock":
        assert landlock.restrict(rules(visit, code_folders()))
    else:
        sys.addaudithook(Walls(visit, code_folders()).check)
    os.chdir(visit.work)
    own = visit.work / "own"
    attempts: dict[str, Callable[[], object]] = {
        "write own": lambda: own.write_text("own"),
        "read own": own.read_text,
        "read offered": (root / "points.csv").read_text,
        "list offered": lambda: _names(root),
        "list lessons": lambda: _names(root / "lessons"),
        "write nowhere": lambda: Path(os.devnull).write_text("x"),
        "load a module": lambda: __import__("json.tool"),
        "a pair of sockets": socket.socketpair,
        "read hidden": (root / ".hidden").read_text,
        "read through a link": (root / "link.csv").read_text,
        "read theirs": theirs.read_text,
        "write theirs": lambda: theirs.write_text("ours"),
        "take theirs": lambda: theirs.rename(visit.work / "taken"),
        "link to theirs": lambda: (visit.work / "hard").hardlink_to(theirs),
        "read outside": (root.parent / "secret").read_text,
        "read the process": Path("/proc/self/environ").read_text,
        "list outside": lambda: _names(root.parent),
        "write offered": lambda: (root / "points.csv").write_text("ours"),
        "add to offered": lambda: (root / "new.csv").write_text("ours"),
        "remove offered": (root / "points.csv").unlink,
        "move over offered": lambda: own.replace(root / "points.csv"),
        "write outside": lambda: (root.parent / "canary").write_text("ours"),
        "write code": lambda: (Path(__file__).parent / "canary.py").write_text("ours"),
        "a link to outside": lambda: (visit.work / "out").symlink_to(root.parent),
        "run a program": lambda: subprocess.run(["/bin/true"], check=True),
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "signal others": lambda: os.kill(os.getppid(), 0),
    }
    of_python = {
        "list visits": lambda: _names(root / "visits"),
        "list theirs": lambda: _names(theirs.parent),
        "change a mode": lambda: (root / "points.csv").chmod(0o777),
        "fork": lambda: os.fork() or os._exit(0),
        "a shell": lambda: os.system("true"),
        "a library": lambda: ctypes.CDLL("libm.so.6"),
        "modules from elsewhere": lambda: sys.path.insert(0, str(visit.work)) or __import__("own_module"),
    }
    found = {name: _is_open(attempt) for name, attempt in attempts.items()}
    if wall != "landlock":
        found |= {name: _is_open(attempt) for name, attempt in of_python.items()}
    print(json.dumps(found))
    visit.close()
    print(visit.folder.exists())


def _names(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def _is_open(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionError:
        return False
    except OSError as error:  # Landlock takes a link into another folder for one into another file system
        return error.errno not in (18,)
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
