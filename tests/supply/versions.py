"""The tests with the lowest and the newest allowed versions of the dependencies, on each Python at hand."""

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.children import run
from tests.supply.package import built
from tests.supply.pythons import LIMIT, Python, SupplyError, environment, pins, python_at, pythons

_PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--assert=plain"]
_SHOWN = ("numpy", "msgspec", "textual", "rich")
WIDTH = 130
"""Columns of a table that goes to a file."""


@dataclass(frozen=True)
class Check:
    """How an extra is tried.

    Attributes:
        extras: What is installed.
        commands: For Python, each.
    """

    extras: tuple[str, ...]
    commands: tuple[tuple[str, ...], ...]


def _tests(*names: str) -> tuple[tuple[str, ...], ...]:
    return ((*_PYTEST, *names),)


CHECKS = {
    "test": Check(("test",), _tests("-n", "2", "--dist", "worksteal")),  # has onnx and pictures as well
    "fast": Check(("test", "fast"), _tests("tests/training/test_compiled.py", "tests/cli/test_engine.py")),
    "cluster": Check(("test-cluster",), _tests("tests/sweeps/test_cluster.py")),
    "notebook": Check(("test", "notebook"), _tests("tests/api")),
    "bench": Check(("bench",), (("-m", "tests.benchmarks", "engine", "--seconds", "0.02"),)),
    "dev": Check(("dev",), (("-m", "mypy"), ("-m", "ruff", "check"))),
    "test-torch": Check(("test-torch",), _tests("tests/formats/test_exports.py")),
    "test-keras": Check(("test-keras",), _tests("tests/formats/test_exports.py")),
}
LARGE = ("test-torch", "test-keras")
SMALL = [extra for extra in CHECKS if extra not in LARGE]


def outcome(
    python: Python, extra: str, versions: str, house: Path, wheel: Path, tests: list[str]
) -> tuple[bool, str, str]:
    """Whether it went well, the versions that tell, and the last word of the tests, or why there is none."""
    check = CHECKS[extra]
    try:
        pinned = pins(python, check.extras, versions)
    except SupplyError as error:
        return False, "", f"does not resolve: {error}"
    names = dict(pin.split("==") for pin in pinned)
    shown = " ".join(f"{name} {names[name]}" for name in (*_SHOWN, *_own(extra)) if name in names)
    with tempfile.TemporaryDirectory(prefix="nntui-versions-") as folder:
        try:
            inside = environment(Path(folder, "environment"), python, pinned, wheel)
        except SupplyError as error:
            return False, shown, f"does not install: {error}"
        words = []
        for command in check.commands:
            more = tests if extra == "test" else []
            went_well, word = _run(inside, [*command, *more], house)
            words.append(word)
            if not went_well:
                return False, shown, "; ".join(words)
    return True, shown, "; ".join(words)


def _own(extra: str) -> Iterable[str]:
    """What is particular to an extra, by the names of its packages."""
    own = {"fast": ["numba"], "cluster": ["distributed"], "notebook": ["pandas", "matplotlib", "scikit-learn"]}
    own |= {"test": ["onnx", "pillow"], "dev": ["mypy", "ruff"], "bench": ["psutil"]}
    return own.get(extra, ["torch", "keras"])


def _run(python: Path, command: list[str], house: Path) -> tuple[bool, str]:
    """Whether a command went well, and its last word; the names of failed tests before it."""
    path = f"{python.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    variables = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(python.parents[1]), "OPENBLAS_NUM_THREADS": "1"}
    variables.pop("PYTHONPATH", None)
    try:
        done = run([python, *command], timeout=LIMIT, cwd=house, env=variables, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return False, f"took longer than {LIMIT:.0f} s"
    lines = [line.strip(" =") for line in done.stdout.splitlines() if line.strip()]
    failed = [line for line in lines if re.match("FAILED|ERROR", line)]
    last = lines[-1] if lines else ""
    return not done.returncode, "\n".join([*failed, re.sub(r" in [\d.]+s.*", "", last)[:200]])


def main(paths: list[Path] | None, versions: list[str], extras: list[str], tests: list[str]) -> int:
    """Prints a table, with a row for each Python, its lowest or newest versions, and each extra."""
    found = pythons() if paths is None else [each for each in map(python_at, paths) if each]
    table = Table("Python", "versions", "extra", "with", "outcome", expand=True)
    all_well = bool(found)
    with tempfile.TemporaryDirectory(prefix="nntui-supply-") as folder:
        wheel, sdist = built(Path(folder, "dist"))
        with tarfile.open(sdist) as file:
            file.extractall(folder, filter="data")
        house = Path(folder, sdist.name.removesuffix(".tar.gz"))
        for python in found:
            for which in versions:
                for extra in extras:
                    print(f"Python {python}, {which} versions, {extra} …", file=sys.stderr)
                    went_well, shown, words = outcome(python, extra, which, house, wheel, tests)
                    all_well = all_well and went_well
                    table.add_row(str(python), which, extra, shown, ("" if went_well else "FAILED: ") + words)
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)
    return 0 if all_well else 1
