"""A folder of this process, gone when it ends."""

import tempfile
from functools import cache
from pathlib import Path


@cache
def _made() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="nntui-fuzz-")


def folder() -> Path:
    return Path(_made().name)
