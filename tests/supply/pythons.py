"""Pythons at hand, and virtual environments with chosen versions of the dependencies, made by uv."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.children import run

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "pyproject.toml"
LOWEST, NEWEST = "lowest", "newest"
RESOLUTIONS = {LOWEST: "lowest-direct", NEWEST: "highest"}
"""What uv calls them. Only what the project itself asks for is taken at its lowest."""
LIMIT = 1800.0
"""Seconds for one command, as the whole test suite on a slow machine."""
_MINORS = range(11, 30)
_UV = [sys.executable, "-m", "uv"]


class SupplyError(Exception):
    """Something cannot be installed or built; the message has the last words of the tool."""


@dataclass(frozen=True)
class Python:
    """An interpreter.

    Attributes:
        version: As (3, 13, 0).
        path: Of its executable.
    """

    version: tuple[int, int, int]
    path: Path

    def __str__(self) -> str:
        return ".".join(map(str, self.version))


def python_at(path: Path) -> Python | None:
    """The interpreter of that name, or None where it does not run."""
    try:
        done = run([path, "-c", "import sys; print(*sys.version_info[:3], sys.executable)"])
    except OSError:
        return None
    found = re.fullmatch(r"(\d+) (\d+) (\d+) (.+)", done.stdout.strip())
    return Python((int(found[1]), int(found[2]), int(found[3])), Path(found[4])) if found else None


def pythons() -> list[Python]:
    """The newest of each minor version that the project allows, from PATH and pyenv, the oldest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    names = [shutil.which(f"python3.{minor}") for minor in _MINORS]
    paths = [Path(sys.executable), *map(Path, filter(None, names)), *pyenv.glob("versions/*/bin/python")]
    lowest = tuple(map(int, re.findall(r"\d+", project()["requires-python"])))
    best: dict[tuple[int, ...], Python] = {}
    for found in filter(None, map(python_at, paths)):
        if found.version >= lowest and (
            found.version[:2] not in best or best[found.version[:2]].version < found.version
        ):
            best[found.version[:2]] = found
    return [best[minor] for minor in sorted(best)]


def project() -> dict[str, object]:
    """The table `project` of pyproject.toml."""
    table: dict[str, object] = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    return table


def tool(command: Iterable[str | os.PathLike[str]], *, folder: Path = ROOT, **variables: str) -> str:
    """Runs a tool and returns its output.

    Raises:
        SupplyError: It failed.
    """
    done = run(list(command), timeout=LIMIT, cwd=folder, env=os.environ | variables, stderr=subprocess.STDOUT)
    if done.returncode:
        raise SupplyError(" ".join(done.stdout.split())[-400:])
    return str(done.stdout)


def uv(*arguments: str | os.PathLike[str]) -> str:
    """Runs uv, which never fetches an interpreter of its own."""
    return tool([*_UV, *arguments], UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1")


def pins(python: Python, extras: Iterable[str], versions: str) -> list[str]:
    """All that would be installed with these extras, as name==version.

    Raises:
        SupplyError: No versions fit together.
    """
    asked = [word for extra in extras for word in ("--extra", extra)]
    options = [
        "--python",
        python.path,
        "--resolution",
        RESOLUTIONS[versions],
        "--no-header",
        "--no-annotate",
        "--quiet",
    ]
    return uv("pip", "compile", PROJECT, *asked, *options).split()


def environment(folder: Path, python: Python, pinned: Iterable[str], *wheels: Path) -> Path:
    """Makes a virtual environment with these versions, from wheels alone, and returns its interpreter.

    Raises:
        SupplyError: One of them has no wheel for this Python, or cannot be fetched.
    """
    uv("venv", "--quiet", "--python", python.path, folder)
    inside = folder / "bin" / "python"
    uv("pip", "install", "--quiet", "--no-build", "--no-deps", "--python", inside, *pinned, *wheels)
    return inside
