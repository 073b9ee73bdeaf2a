"""Compiles the catalogues: when the package is built, as a hook of hatchling, and for the tests. Not installed.

A compiled catalogue lies beside its source, since the program reads it there, and is not kept in the repository.
"""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path(__file__).parent


def compile_catalogues(folder: Path = FOLDER) -> list[Path]:
    """Compiles every catalogue that is newer than what was compiled from it, each in one step.

    Args:
        folder: Has a folder a language.

    Returns:
        What was compiled.
    """
    sources = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    return [_compiled(source) for source in sources if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime <= source.stat().st_mtime


def _compiled(source: Path) -> Path:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    target = source.with_suffix(".mo")
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue)
    Path(name).chmod(0o644)
    Path(name).replace(target)  # several processes may do this at once
    return target


def get_build_hook() -> "type[BuildHookInterface[Any]]":
    """What hatchling asks this file for."""
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class CompileCatalogues(BuildHookInterface[Any]):
        """Compiles the catalogues before a wheel is made, and before the package is installed to be worked on."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            compile_catalogues()

    return CompileCatalogues
