"""The language of every text that a person reads: gettext, below all other rooms.

A text stands in the code in English, where it is used: `_("Epoch {epoch}").format(epoch=3)`. Tables that are made once,
when a module is loaded, mark theirs with `N_` and translate where they show it, or have `translated` fields. The
catalogues lie in `locale/`, a folder a language; another language is another folder there, and nothing else.
"""

import gettext as _gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH = "en"
DOMAIN = "nntui"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where POSIX keeps the language of messages, the first that is set counts."""
_OWN_NAME = "x-language-name"
"""The header of a catalogue that says what its language calls itself."""


class _Current:
    """What is in use now."""

    code = ENGLISH
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def _(message: str) -> str:
    """A text in the language that is in use."""
    return _Current.catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """A text that depends on a number, in the language that is in use.

    Args:
        one: In English, of one.
        many: In English, of any other number.
        count: The number.
    """
    return _Current.catalogue.ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 (the name that gettext's tools look for)
    """Marks a text for the catalogues and leaves it as it is: `_` translates it where it is shown."""
    return message


class _Translated:
    """Gives what it was given, in the language that is in use when it is read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> str:
        if instance is None:
            raise AttributeError(self._name)  # so that a dataclass sees no default
        text: str = instance.__dict__[self._name]
        return _(text) if text else ""

    def __set__(self, instance: Any, text: str) -> None:
        instance.__dict__[self._name] = text


def translated() -> Any:
    """A field of a dataclass that is given a text in English, marked by `N_`, and read in the language in use."""
    return _Translated()


def current() -> str:
    """The code of the language in use."""
    return _Current.code


@cache
def languages() -> Mapping[str, str]:
    """Every language there is: from its code to what it calls itself."""
    found = {ENGLISH: "English"}
    for file in sorted(LOCALE_FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        code = file.parts[-3]
        found[code] = str(_catalogue(code).info().get(_OWN_NAME, code))
    return found


def use(code: str) -> None:
    """Puts a language in use.

    Args:
        code: One of `languages()`.

    Raises:
        KeyError: There is no such language.
    """
    if code not in languages():
        raise KeyError(code)
    _Current.catalogue = _catalogue(code)
    _Current.code = code


def of_locale(environment: Mapping[str, str]) -> str:
    """The language that the locale asks for, or the nearest there is; English if there is none.

    Args:
        environment: The environment variables.
    """
    wanted = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    for word in wanted.split(":"):
        locale = word.split(".")[0].split("@")[0]
        tongue = locale.split("_")[0]
        if locale in languages():
            return locale
        near = [code for code in languages() if code.split("_")[0] == tongue]
        if near:
            return near[0]
    return ENGLISH


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == ENGLISH:
        return _gettext.NullTranslations()
    return _gettext.translation(DOMAIN, LOCALE_FOLDER, [code])
