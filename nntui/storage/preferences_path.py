"""Where the person's preferences lie. It loads little, for every command asks whether there are any."""

from pathlib import Path


def preferences_path() -> Path:
    """Where the file lies on this system."""
    from platformdirs import user_config_path

    return user_config_path("nntui") / "preferences.toml"
