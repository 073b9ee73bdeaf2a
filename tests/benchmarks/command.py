"""Which command is measured, and which Python runs it."""

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import MissingError


def installed_command(text: str | None) -> tuple[str, ...]:
    """The command to measure, with its arguments.

    Args:
        text: As a person would type it; the `nntui` beside this Python when left out.

    Raises:
        MissingError: There is no such program.
    """
    words = shlex.split(text) if text else [str(Path(sys.executable).parent / "nntui")]
    found = shutil.which(words[0]) if words else None
    if found is None:
        raise MissingError(f"there is no command {text or words[0]!r}: install the project, or name it with --command")
    return (str(Path(found).absolute()), *words[1:])


def interpreter_of(command: Sequence[str]) -> str:
    """The Python that runs an installed command, so that what it is held against runs on the same."""
    with Path(command[0]).open("rb") as script:
        first = script.readline(500)
    if first.startswith(b"#!") and b"python" in first:
        return first[2:].decode().split()[0]
    return sys.executable
