"""Wheel and sdist: what is in them, that each build gives the same, that they install and run without a network."""

import hashlib
import json
import os
import shutil
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable
from email.parser import Parser
from pathlib import Path

from tests.pseudo_terminal import opened
from tests.supply.pythons import PROJECT, ROOT, Python, SupplyError, pythons, tool

EPOCH = "1700000000"
"""SOURCE_DATE_EPOCH, in seconds: the time of all files in what is built."""
OFFLINE = ["unshare", "--net", "--map-root-user"]
"""Runs a command with no network, not even the loopback interface."""
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.mo", ".git", ".venv", "build", "dist", ".*_cache", ".hypothesis")


def built(into: Path, of: Path = ROOT) -> tuple[Path, Path]:
    """Builds a wheel and an sdist from a fresh copy of a tree, and returns them in this order.

    Raises:
        SupplyError: It cannot be built.
    """
    with tempfile.TemporaryDirectory(prefix="nntui-build-") as folder:
        copy = Path(folder, "copy")
        shutil.copytree(of, copy, ignore=_LEFT_OUT)
        build = [sys.executable, "-m", "build", "--outdir", into.absolute()]
        tool([*build, "--sdist", "--wheel", copy], folder=copy, SOURCE_DATE_EPOCH=EPOCH)
    return next(into.glob("*.whl")), next(into.glob("*.tar.gz"))


def contents(package: Path) -> dict[str, str]:
    """The files of a wheel or sdist by name, each with a hash of what it holds."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as file:
            return {name: hashlib.sha256(file.read(name)).hexdigest() for name in file.namelist()}
    found = {}
    with tarfile.open(package) as file:
        for member in file.getmembers():
            content = file.extractfile(member)
            if content is not None:
                found[member.name.partition("/")[2]] = hashlib.sha256(content.read()).hexdigest()
    return found


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def same_each_time(wheel: Path, sdist: Path, folder: Path) -> str:
    """Two builds, and a wheel built from the unpacked sdist, are the same bytes."""
    again = built(folder / "again")
    for one, other in zip((wheel, sdist), again, strict=True):
        if _hash(one) != _hash(other):
            raise SupplyError(f"{one.name}: two builds differ")
    with tarfile.open(sdist) as file:
        file.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    from_sdist, _ = built(folder / "from sdist", unpacked)
    differing = set(contents(wheel).items()) ^ set(contents(from_sdist).items())
    if differing:
        raise SupplyError(f"the wheel of the sdist differs in {sorted({name for name, _ in differing})}")
    return f"SHA-256 of the wheel {_hash(wheel)[:16]}…, of the sdist {_hash(sdist)[:16]}…"


def whole(wheel: Path, sdist: Path) -> str:
    """The wheel has the package with its compiled catalogues and nothing else, the sdist has the tests as well."""
    in_wheel, in_sdist = set(contents(wheel)), set(contents(sdist))
    strange = {name for name in in_wheel if not name.startswith("nntui") or name.endswith((".po", ".pyc"))}
    wanted = {"nntui/app.tcss", "nntui/locale/pt_BR/LC_MESSAGES/nntui.mo", "nntui/lessons/cards/accuracy.pt_BR.md"}
    missing = wanted - in_wheel | {"tests/conftest.py", "pyproject.toml", "README.md", "LICENSE"} - in_sdist
    if strange or missing:
        raise SupplyError(f"too much: {sorted(strange)}; too little: {sorted(missing)}")
    return f"{len(in_wheel)} files in the wheel, {len(in_sdist)} in the sdist"


def described(wheel: Path, sdist: Path) -> str:
    """An index can show the long description, and the classifiers name each Python that is at hand."""
    tool([sys.executable, "-m", "twine", "check", "--strict", wheel, sdist])
    with zipfile.ZipFile(wheel) as file:
        name = next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(file.read(name).decode())
    named = [each.rpartition(" ")[2] for each in metadata.get_all("Classifier", []) if "Python :: 3." in each]
    missing = [f"{python}" for python in pythons() if ".".join(str(python).split(".")[:2]) not in named]
    if missing:
        raise SupplyError(f"no classifier names Python {', '.join(missing)}")
    return f"Python {', '.join(named)}"


def fetched(sdist: Path, folder: Path, python: Python) -> Path:
    """Downloads what a wheel and an sdist need to be installed on a Python, and returns the folder."""
    wheels = folder / "wheels"
    fetch = [python.path, "-m", "pip", "--quiet", "wheel", "--wheel-dir", wheels]
    tool([*fetch, sdist])
    for own in wheels.glob("nntui-*"):
        own.unlink()
    tool([*fetch, *tomllib.loads(PROJECT.read_text(encoding="utf-8"))["build-system"]["requires"]])
    return wheels


def without_network(package: Path, wheels: Path, folder: Path, python: Python) -> str:
    """It is installed, trains, and is played on a terminal, all without a network."""
    folder.mkdir()
    tool([python.path, "-m", "venv", folder / "environment"])
    inside, home = folder / "environment" / "bin", folder / "home"
    home.mkdir()
    nobodys = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "HOME": str(home), "LANG": "C.UTF-8"}
    from_wheels = ["--quiet", "--no-index", "--find-links", wheels]
    tool([*OFFLINE, inside / "pip", "install", *from_wheels, package], folder=home, **nobodys)
    command = [*OFFLINE, str(inside / "nntui")]
    version = tool([*command, "--version"], folder=home, **nobodys).strip()
    trained = tool([*command, "train", "--seed", "0.5", "--epochs", "20", "--json"], folder=home, **nobodys)
    last = json.loads(trained.splitlines()[-1])
    with opened(home, command=command) as it:
        it.press(" ")
        it.until(lambda: it.epoch > 5, "epoch 6")
        it.quit()
    return f"{version}, {last['epoch']} epochs trained, played on a terminal"


def main() -> int:
    """Prints a line for each thing that is tried."""
    with tempfile.TemporaryDirectory(prefix="nntui-package-") as name:
        folder = Path(name)
        wheel, sdist = built(folder / "dist")
        steps: dict[str, Callable[[], str]] = {
            "what is in them": lambda: whole(wheel, sdist),
            "built again, and from the sdist": lambda: same_each_time(wheel, sdist, folder),
            "description": lambda: described(wheel, sdist),
        }
        for python in pythons():
            own = folder / str(python)
            own.mkdir()
            steps[f"Python {python}: what it needs"] = lambda own=own, python=python: (
                f"{len(list(fetched(sdist, own, python).iterdir()))} wheels"
            )
            for package in (wheel, sdist):
                kind = "wheel" if package == wheel else "sdist"
                steps[f"Python {python}: {kind} without a network"] = lambda own=own, python=python, package=package: (
                    without_network(package, own / "wheels", own / package.suffix[1:], python)
                )
        return 0 if sum(not _tried(name, step) for name, step in steps.items()) == 0 else 1


def _tried(name: str, step: Callable[[], str]) -> bool:
    try:
        print(f"{name}: {step()}", flush=True)
    except (SupplyError, AssertionError) as error:
        print(f"{name}: FAILED: {error}", flush=True)
        return False
    return True
