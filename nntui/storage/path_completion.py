"""Where a person's files are: what a typed path may become."""

import os
from dataclasses import dataclass
from pathlib import Path

from nntui.kiosk.doors import check_reading, check_writing, is_readable
from nntui.kiosk.doors import found as in_reach
from nntui.storage.user_path import expanded

SEPARATORS = "/\\" if os.sep == "\\" else "/"
"""Between the parts of a path, as they may be typed on this system."""
MOST_SHOWN = 200
"""So many entries of a folder are listed."""


@dataclass(frozen=True)
class Entry:
    """What a typed path could become.

    Attributes:
        text: The path, as it would be typed; a folder's ends with the separator that was typed.
        name: Its last part.
        is_folder: Whether it is a folder.
    """

    text: str
    name: str
    is_folder: bool


def current_folder() -> Path:
    """Where the program runs; the person's home when that folder is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def entries(typed: str, folder: Path, suffixes: tuple[str, ...] = ()) -> list[Entry]:
    """What a typed path could become: folders first, then files, by their names; nothing where nothing can be read.

    Args:
        typed: What has been typed so far.
        folder: Where a relative path starts.
        suffixes: Ends of the names of files that are listed; all when there are none.
    """
    begun_at = 1 + max(typed.rfind(separator) for separator in SEPARATORS)
    start, begun = typed[:begun_at], typed[begun_at:]
    place = start.replace("\\", "/") if "\\" in SEPARATORS else start
    slash = start[-1:] or "/"
    found: list[Entry] = []
    try:
        listed = folder / os.path.expanduser(place or ".")  # noqa: PTH111 (a Path would lose the slash)
        check_reading(listed)
        with os.scandir(listed) as scan:
            for each in scan:
                is_folder = each.is_dir()
                is_wanted = is_folder or not suffixes or each.name.lower().endswith(suffixes)
                is_hidden = each.name.startswith(".") and not begun.startswith(".")
                fits = each.name.lower().startswith(begun.lower()) and each.name.isprintable()
                if is_wanted and fits and not is_hidden and is_readable(each.path):
                    found.append(Entry(start + each.name + slash * is_folder, each.name, is_folder))
    except (OSError, ValueError):
        return []
    found.sort(key=lambda entry: (not entry.is_folder, entry.name.lower(), entry.name))
    return found[:MOST_SHOWN]


def completed(typed: str, folder: Path, suffixes: tuple[str, ...] = ()) -> str:
    """What a typed path becomes for sure: the longest beginning that all it could become have in common."""
    possible = entries(typed, folder, suffixes)
    common = os.path.commonprefix([entry.text for entry in possible])  # noqa: RUF071 (character by character)
    if len(common) >= len(typed):
        return common
    # Names that differ in small and capital letters alone have no beginning in common as long as what was typed.
    return possible[0].text if len(possible) == 1 else typed


def resolve(typed: str, folder: Path, *, to_save: bool = False) -> Path:
    """The path that is meant.

    Args:
        typed: What was typed.
        folder: Where a relative path starts.
        to_save: Whether a file is to be written there, and not read.

    Raises:
        NoSuchUserError: It is in the home folder of nobody.
        ClosedError: A visit may not have it.
    """
    path = folder / expanded(typed.strip())
    if not to_save:
        return in_reach(path)
    check_writing(path)
    return path
