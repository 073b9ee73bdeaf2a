"""Whether loops can be compiled, and where they are kept then, so that they are compiled once. It does not load Numba.

They are kept in the person's folder for what can be made again.

Numba itself would keep them beside the module, which on a shared installation can't be written, or may be written by
others.
"""

import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from nntui.errors import NntuiError
from nntui.language import _

_SOURCES = tuple(Path(__file__).with_name(name) for name in ("loops.py", "loop_data.py", "loop_compiler.py"))
_READY = "ready"


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
    """The folder for these loops, which is made; None where nothing can be written."""
    from platformdirs import user_cache_path

    try:
        path = user_cache_path("nntui") / "compiled" / _name()
        path.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        return None
    return path


def is_filled() -> bool:
    """Whether the loops have been compiled on this machine, by this Python and the Numba that is installed."""
    kept = folder()
    return kept is not None and (kept / _READY).exists()


def remember(kept: Path) -> None:
    """Notes that the loops are in the folder."""
    with suppress(OSError):
        (kept / _READY).touch()


@cache
def _name() -> str:
    """The name of the folder: another for whatever would have them compiled again."""
    # Asked only where Numba is installed, and slow to load.
    import hashlib
    import platform
    from importlib.metadata import PackageNotFoundError, version

    try:
        numba = version("numba")
    except PackageNotFoundError:
        numba = ""
    told = f"{numba} {platform.python_version()} {platform.node()}".encode()
    return hashlib.sha256(b"".join((told, *(source.read_bytes() for source in _SOURCES)))).hexdigest()[:16]
