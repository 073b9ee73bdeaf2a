"""Texts in another language than English, from the catalogue as it stands in the source."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from nntui import language


@cache
def catalogue(code: str) -> gettext.GNUTranslations:
    """The catalogue of a language, compiled."""
    file = language.LOCALE_FOLDER / code / "LC_MESSAGES" / f"{language.DOMAIN}.po"
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(file.read_bytes())))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Puts a language in use as long as the context lasts."""
    before = language._Current.catalogue, language._Current.code
    if code != language.ENGLISH:
        language._Current.catalogue, language._Current.code = catalogue(code), code
    try:
        yield
    finally:
        language._Current.catalogue, language._Current.code = before
