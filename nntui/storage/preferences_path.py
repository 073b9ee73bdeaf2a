"""Where the person's preferences lie. It loads little, for every command asks whether there are any."""

import os
import sys

TYPE_CHECKING = False  # as in `typing`, which is slow to import, and so is pathlib

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "preferences.toml"


def preferences_path() -> "Path":
    """Where the file lies on this system."""
    from platformdirs import user_config_path

    return user_config_path("nntui") / _NAME


def may_have_preferences() -> bool:
    """Whether there is such a file; also True where that cannot be told without loading what knows the folders."""
    if not sys.platform.startswith("linux"):
        return True
    # As of the XDG Base Directory Specification.
    folder = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")  # noqa: PTH111
    return os.path.exists(os.path.join(folder, "nntui", _NAME))  # noqa: PTH110, PTH118
