"""Some names in few cells, so that they are still told apart; and what the features are called by one's own data."""

import os
import unicodedata

from nntui.engine.features import feature_of
from nntui.experiment.user_points import UserPoints

_PLAIN_TITLES = frozenset(("", "x", "y", "x1", "x2", "x_1", "x_2", "x0", "x₁", "x₂"))
"""Titles that say no more than X₁ and X₂."""
_COORDINATES = ("x", "y")
_ELLIPSIS = "…"
_SHORTEST = 3
"""Characters in common that are worth to be left out."""


def one_line(text: str) -> str:
    """A text without what a terminal does not show in one cell: control characters, wide and combining ones."""
    line = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    composed = unicodedata.normalize("NFC", line)
    return "".join(
        letter
        for letter in composed
        if unicodedata.east_asian_width(letter) not in "WF" and not unicodedata.combining(letter)
    ).strip()


def shortened(names: tuple[str, ...], most: int) -> tuple[str, ...] | None:
    """Some names in so many characters at the most, each cut at one end alone; None where they are not told apart then.

    A beginning in common goes first, up to the end of a word: Iris-setosa and Iris-versicolor become setosa and
    versicolor. Then the ends are cut, and where only these differ the beginnings.

    Args:
        names: Plain text, as of `one_line`.
        most: Characters that a name may have.
    """
    if not all(names) or len(set(names)) < len(names):
        return None
    if max(map(len, names)) <= most:
        return names
    for bare in (_without_common(names), names):
        for cut in (_cut_end, _cut_beginning):
            short = tuple(cut(name, most) for name in bare)
            if all(short) and len(set(short)) == len(short):
                return short
    return None


def _without_common(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names without the words with which all begin; the names as they are where one would be nothing."""
    common = len(os.path.commonprefix(names))  # noqa: RUF071 (character by character)
    while common and not all(_begins_word(name, common) for name in names):
        common -= 1
    bare = tuple(name[common:].lstrip(" _.-") for name in names)
    return bare if common >= _SHORTEST and all(bare) else names


def _begins_word(name: str, at: int) -> bool:
    before, here = name[at - 1 : at], name[at : at + 1]
    return not before.isalnum() or (before.islower() and here.isupper()) or not here


def _cut_end(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + _ELLIPSIS if most > 1 else ""


def _cut_beginning(name: str, most: int) -> str:
    return name if len(name) <= most else _ELLIPSIS + name[len(name) - most + 1 :].lstrip() if most > 1 else ""


def titles_of(points: UserPoints) -> tuple[str, str] | None:
    """What the coordinates of one's own points are called; None where that is no more than x and y."""
    x, y = (one_line(title) for title in points.columns[:2])
    return None if x.casefold() in _PLAIN_TITLES or y.casefold() in _PLAIN_TITLES else (x, y)


def feature_label(name: str, points: UserPoints, most: int) -> str:
    """What a feature is called: by the title of its column where one's own data have one, else as on the web page.

    Args:
        name: A name in `FEATURES`, or a formula, which is cut at its end where it is too long.
        points: The points that are used; none for a drawn data set.
        most: Characters that there are.
    """
    usual, titles = feature_of(name).label, titles_of(points)
    short = None if titles is None or name not in _COORDINATES else shortened(titles, most)
    return _cut_end(usual, most) if short is None else short[_COORDINATES.index(name)]
