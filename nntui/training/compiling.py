"""Whether loops can be compiled, and where they are kept then, so that they are compiled once. It does not load Numba.

They are kept in the person's folder for what can be made again.

Numba itself would keep them beside the module, which on a shared installation can't be written, or may be written by
others.
"""

import hashlib
import platform
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from nntui.errors import NntuiError
from nntui.language import _

_LOOPS = Path(__file__).with_name("loops.py")


class EngineError(NntuiError):
    """An engine cannot be used; the message says why."""

    title = "Engine"


def is_installed() -> bool:
    """Whether there is a Numba to compile with."""
    return find_spec("numba") is not None


def missing() -> EngineError:
    """What is said where there is no Numba."""
    return EngineError(_("--engine compiled needs the package numba: pip install 'nntui[fast]'"))


def folder() -> Path | None:
    """The folder, which is made; None where nothing can be written."""
    from platformdirs import user_cache_path

    try:
        path = user_cache_path("nntui") / "compiled"
        path.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        return None
    return path


def is_filled() -> bool:
    """Whether the loops have been compiled on this machine, by this Python and the Numba that is installed."""
    kept = folder()
    return kept is not None and (kept / _mark()).exists()


def remember(kept: Path) -> None:
    """Notes that the loops are in the folder."""
    with suppress(OSError):
        (kept / _mark()).touch()


@cache
def _mark() -> str:
    """The name of the file that says so: another for whatever would have them compiled again."""
    try:
        numba = version("numba")
    except PackageNotFoundError:
        numba = ""
    source = _LOOPS.read_bytes()
    told = f"{numba} {platform.python_version()} {platform.node()} {_LOOPS}".encode()
    return f"ready-{hashlib.sha256(told + source).hexdigest()[:16]}"
