"""The nearest name to a misspelt one."""

import difflib
from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that is most like a word, or None if none is like it."""
    found = difflib.get_close_matches(word[:100].lower(), list(names), n=1)
    return found[0] if found else None
