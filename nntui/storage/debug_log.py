"""The log of `--debug`: when what was done, and what went wrong; never the person's data."""

import logging
import os
import platform
from logging.handlers import RotatingFileHandler
from pathlib import Path

from nntui import __version__
from nntui.storage.reports import on_action

_MOST_BYTES = 1_000_000
LOGGER = logging.getLogger("nntui")


def log_in(state: Path) -> Path:
    """Where in the state folder the log is; an older part lies beside it."""
    return state / "nntui.log"


class _PrivateHandler(RotatingFileHandler):
    """A log that its owner alone may read."""

    def _open(self) -> object:  # type: ignore[override]
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        """A full disk is no reason to write over the picture."""


def start_log(state: Path) -> None:
    """Writes a log from now on; where it cannot be written there is none."""
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateHandler(log_in(state), maxBytes=_MOST_BYTES, backupCount=1)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.DEBUG)
    LOGGER.propagate = False
    LOGGER.info("nntui %s, Python %s, %s", __version__, platform.python_version(), platform.system())
    on_action(lambda name: LOGGER.info("action %s", name))


def stop_log() -> None:
    """Ends the log."""
    for handler in list(LOGGER.handlers):
        LOGGER.removeHandler(handler)
        handler.close()
