"""Which language a command speaks: that of the option, else the preferred one, else that of the locale."""

import os

from nntui import language
from nntui.cli.errors import UsageError
from nntui.language import _

OPTION = "--language"


def take_language(words: list[str]) -> list[str]:
    """Puts the language in use that is asked for.

    Args:
        words: Of the command line.

    Returns:
        The same without the option, which may stand before the command or behind it.

    Raises:
        UsageError: There is no such language.
    """
    rest, wanted = _split(words)
    if wanted is None:
        language.use(_preferred() or language.of_locale(os.environ))
        return rest
    code = language.nearest(wanted)
    if code is None:
        from nntui.experiment.shown_text import shorten

        language.use(language.of_locale(os.environ))
        codes = ", ".join(language.languages())
        sentence = _("{option}: {value} is not allowed; allowed is one of {names}")
        raise UsageError(sentence.format(option=OPTION, value=shorten(wanted), names=codes))
    language.use(code)
    return rest


def _split(words: list[str]) -> tuple[list[str], str | None]:
    """The words without the option, and its last value; None where it is not given."""
    rest, wanted, left = [], None, iter(words)
    for word in left:
        if word == "--":
            rest += [word, *left]
        elif word == OPTION:
            wanted = next(left, None)
            if wanted is None:
                raise UsageError(_("{option} needs a value").format(option=OPTION))
        elif word.startswith(f"{OPTION}="):
            wanted = word.partition("=")[2]
        else:
            rest.append(word)
    return rest, wanted


def _preferred() -> str | None:
    """The language of the person's preferences; None if there is none, or no such language."""
    from nntui.storage.preferences_path import may_have_preferences, preferences_path

    if not may_have_preferences():  # as on most machines, and to read them would load more than some commands do
        return None
    from nntui.storage.preferences import preferred_language

    return preferred_language(preferences_path())
