"""A sign of life while a large file is read."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from nntui.cli.messages import say
from nntui.experiment.shown_text import shorten
from nntui.language import _

_PATIENCE_S = 1.0
"""Seconds that a person at a terminal waits without a word."""


@contextmanager
def told_while_reading(name: str) -> Iterator[None]:
    """While it lasts: says on a terminal that a file is being read, once that has taken a second.

    Args:
        name: What the person called it.
    """
    timer = threading.Timer(_PATIENCE_S, _tell, (name,))
    timer.daemon = True
    try:
        if sys.stderr is not None and sys.stderr.isatty():
            timer.start()
    except RuntimeError:  # no thread is to be had; it is read all the same
        pass
    try:
        yield
    finally:
        timer.cancel()


def _tell(name: str) -> None:
    say(_("Reading {name} …").format(name=shorten(name)))
