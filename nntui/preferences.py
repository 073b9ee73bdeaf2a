"""What belongs to the person and not to an experiment: theme and palette, kept in a TOML file."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Preferences:
    """The person's own settings; None leaves it to the program.

    Attributes:
        theme: The name of a Textual theme.
        palette: A name in `drawing.palette.PALETTES`.
    """

    theme: str | None = None
    palette: str | None = None


def preferences_path() -> Path:
    """Where the file lies on this system."""
    from platformdirs import user_config_path

    return user_config_path("nntui") / "preferences.toml"


def load(path: Path, allowed: Mapping[str, tuple[str, ...]]) -> tuple[Preferences, tuple[str, ...]]:
    """Reads the file; what is amiss in it is told and left out.

    Args:
        path: The file; it need not exist.
        allowed: The names allowed for each preference.

    Returns:
        The preferences, and a sentence for each entry that cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Preferences(), ()
    except (OSError, UnicodeDecodeError) as error:
        return Preferences(), (f"{path} cannot be read: {error}",)
    import tomllib  # most people have no such file, and the import takes 6 ms

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Preferences(), (f"{path} cannot be read: {error}",)
    values: dict[str, Any] = {}
    notes = []
    names = tuple(field.name for field in fields(Preferences))
    for key, value in table.items():
        if key not in names:
            notes.append(f"{path}: {key} is unknown; known are {', '.join(names)}")
        elif value not in allowed[key]:
            notes.append(f"{path}: {key} = {value!r} is not allowed; allowed is one of {', '.join(allowed[key])}")
        else:
            values[key] = value
    return Preferences(**values), tuple(notes)


def save(path: Path, preferences: Preferences) -> None:
    """Writes the file in one step, readable for its owner alone.

    Raises:
        OSError: It cannot be written.
    """
    import tomli_w

    chosen = {field.name: getattr(preferences, field.name) for field in fields(preferences)}
    text = tomli_w.dumps({name: value for name, value in chosen.items() if value is not None})
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(draft).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise
