"""Texts in another language than English."""

from collections.abc import Iterator
from contextlib import contextmanager

from nntui import language


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Puts a language in use as long as the context lasts."""
    before = language.current()
    language.use(code)
    try:
        yield
    finally:
        language.use(before)
