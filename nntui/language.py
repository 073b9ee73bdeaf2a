"""The language of every text that a person reads: gettext, below all other rooms.

A text stands in the code in English, where it is used: `_("Epoch {epoch}").format(epoch=3)`. Tables that are made once,
when a module is loaded, mark theirs with `N_` and translate where they show it, or have `translated` fields. The
catalogues lie in `locale/`, a folder a language; another language is another folder there, and nothing else.

A text with numbers in it that is kept for a while, as how a run has ended, is given as a function that words it.
"""

import os
from _thread import _local
from collections.abc import Callable, Iterator, Mapping
from functools import cache

# The shortest answers of the command line need this module: in English it loads neither gettext nor pathlib.
TYPE_CHECKING = False  # as in `typing`, which is slow to import, too; type checkers know the name

if TYPE_CHECKING:
    from gettext import NullTranslations
    from typing import Any

ENGLISH = "en"
DOMAIN = "nntui"
LOCALE_FOLDER: str = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where POSIX keeps the language of messages, the first that is set counts."""


class _English:
    """The catalogue of the texts as they stand in the code, with gettext's methods."""

    def gettext(self, message: str) -> str:
        return message

    def ngettext(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many

    def pgettext(self, context: str, message: str) -> str:
        return message


class _Current:
    """What is in use now."""

    code = ENGLISH
    catalogue: "NullTranslations | _English" = _English()


class _OfThread(_local):
    """What is in use in one thread alone; None for what is in use everywhere."""

    catalogue: "NullTranslations | _English | None" = None


_OF_THREAD = _OfThread()


class InEnglish:
    """While it lasts every text is in English in this thread: for what programs read, as the notes in a model file."""

    def __enter__(self) -> None:
        _OF_THREAD.catalogue = _English()

    def __exit__(self, *exception: object) -> None:
        _OF_THREAD.catalogue = None


class InLanguage(InEnglish):
    """While it lasts every text is in one language in this thread: for a page that somebody else reads.

    Args:
        code: One of `languages()`.
    """

    def __init__(self, code: str) -> None:
        self._code = code

    def __enter__(self) -> None:
        _OF_THREAD.catalogue = _catalogue(LOCALE_FOLDER, self._code)


def _in_use() -> "NullTranslations | _English":
    return _OF_THREAD.catalogue or _Current.catalogue


def _(message: str) -> str:
    """A text in the language that is in use."""
    return _in_use().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """A text that depends on a number, in the language that is in use.

    Args:
        one: In English, of one.
        many: In English, of any other number.
        count: The number.
    """
    return _in_use().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """A text that has another form in some place, in the language that is in use.

    Args:
        context: The place: "short" for the form where there are few columns.
        message: In English.
    """
    return _in_use().pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 (the name that gettext's tools look for)
    """Marks a text for the catalogues and leaves it as it is: `_` translates it where it is shown."""
    return message


Wording = str | Callable[[], str]
"""A text in English, marked by `N_`, or a function that words it in the language in use."""


_REQUIRED = object()


class _Translated:
    """Gives what it was given, in the language that is in use when it is read.

    Args:
        default: What it is when nothing is given.
    """

    def __init__(self, default: object) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: "Any", owner: type | None = None) -> str:
        if instance is None:  # a dataclass asks for the default
            if self._default is _REQUIRED:
                raise AttributeError(self._name)
            return str(self._default)
        text: Wording = instance.__dict__[self._name]
        return worded(text)

    def __set__(self, instance: "Any", text: Wording) -> None:
        instance.__dict__[self._name] = text


def translated(default: object = _REQUIRED) -> "Any":
    """A field of a dataclass that is given a `Wording`, and read in the language in use.

    `dataclasses.replace` reads it, and so must be given it.

    Args:
        default: A text in English for when nothing is given.
    """
    return _Translated(default)


def later(text: Wording) -> "Any":
    """A wording for a `translated` field, which type checkers take for the text that is read there."""
    return text


def worded(text: Wording) -> str:
    """A wording in the language in use; "" stays that, for which gettext has the head of the catalogue."""
    if callable(text):
        return text()
    return _(text) if text else ""


def current() -> str:
    """The code of the language in use."""
    return _Current.code


class _Languages(Mapping[str, str]):
    """From the code of a language to what it calls itself; its catalogue is read for that, and only when asked."""

    def __getitem__(self, code: str) -> str:
        if code not in self:
            raise KeyError(code)
        own_name = _catalogue(LOCALE_FOLDER, code).pgettext("this language, as it calls itself", "English")
        return code if own_name == "English" and code != ENGLISH else own_name

    def __contains__(self, code: object) -> bool:
        return code in _codes(LOCALE_FOLDER)

    def __iter__(self) -> Iterator[str]:
        return iter(_codes(LOCALE_FOLDER))

    def __len__(self) -> int:
        return len(_codes(LOCALE_FOLDER))


_LANGUAGES = _Languages()


def languages() -> Mapping[str, str]:
    """Every language there is: from its code to what it calls itself."""
    return _LANGUAGES


def use(code: str) -> None:
    """Puts a language in use.

    Args:
        code: One of `languages()`.

    Raises:
        KeyError: There is no such language.
    """
    if code not in _LANGUAGES:
        raise KeyError(code)
    _Current.catalogue = _catalogue(LOCALE_FOLDER, code)
    _Current.code = code


def nearest(wanted: str) -> str | None:
    """The language of a code as people and locales write it (pt_BR, pt-br, pt_BR.UTF-8, pt); None if there is none."""
    bare = wanted.split(".")[0].split("@")[0].replace("-", "_").casefold()
    by_code = {code.casefold(): code for code in _LANGUAGES}
    by_tongue = {code.split("_")[0]: name for code, name in reversed(by_code.items())}
    return by_code.get(bare) or by_tongue.get(bare.split("_")[0])


def of_locale(environment: Mapping[str, str]) -> str:
    """The language that the locale asks for, or the nearest there is; English if there is none.

    Args:
        environment: The environment variables.
    """
    wanted = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    return next(filter(None, map(nearest, wanted.split(":"))), ENGLISH)


@cache
def _codes(folder: str) -> tuple[str, ...]:
    try:
        codes = sorted(os.listdir(folder))  # noqa: PTH208 (pathlib is slow to import)
    except OSError:
        codes = []
    return ENGLISH, *(code for code in codes if os.path.isfile(_file_of(folder, code)))  # noqa: PTH113


def _file_of(folder: str, code: str) -> str:
    return os.path.join(folder, code, "LC_MESSAGES", f"{DOMAIN}.mo")  # noqa: PTH118


@cache
def _catalogue(folder: str, code: str) -> "NullTranslations | _English":
    if code == ENGLISH:
        return _English()
    from gettext import GNUTranslations

    with open(_file_of(folder, code), "rb") as file:  # noqa: PTH123
        return GNUTranslations(file)
