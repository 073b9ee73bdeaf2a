"""Texts with live numbers in braces: `{test_loss:.3f}`, `{batch_size}`, `{key.step}`.

A name is looked up in the vocabulary and nowhere else, so a text can reach nothing but it. What is in braces is checked
when the text is read; the text is filled as often as it is shown.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nntui.drawing.numbers import loss_text, with_minus
from nntui.errors import NntuiError
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.lessons.nearest import nearest
from nntui.lessons.state import State
from nntui.lessons.vocabulary import VOCABULARY, Entry, Names, Value

FORMATS = (".1f", ".2f", ".3f", ".1g", ".2g", ".3g", ".0%")
"""How a number can be shown; with no format a value is shown as its name is everywhere else."""
_IDS = (
    "play step step-ten restart new-weights slower faster fewer-frames more-frames run-until paint "
    "take-points clear-points new-data dataset-1 dataset-2 dataset-3 dataset-4 dataset-5 dataset-6 "
    "dataset-7 datasets test-data discretize add-neuron remove-neuron add-layer remove-layer zero-initialization "
    "inspect one-iteration in-words jump go-data go-features go-network go-parameters go-output go-plot "
    "next previous undo redo lessons next-task previous-task hint open save export copy-link "
    "hide-controls show-hidden runs many-starts runs-in-plot palette language glossary help redraw quit try "
    "more-parameters own-feature confusion "
)
ACTIONS = frozenset(_IDS.split())
"""The ids of the actions whose keys a text can name."""
_KEY = "key."
_TOKEN = re.compile(r"\{\{|\}\}|\{(?P<inside>[^{}]*)\}|(?P<lone>[{}])")
_LARGE = 1000
_NO_KEYS: Mapping[str, str] = {}


class TemplateError(NntuiError, ValueError):
    """What stands in braces is not understood.

    Attributes:
        offset: Where in the text the braces begin, from 0.
    """

    title = "Text"

    def __init__(self, sentence: str, offset: int) -> None:
        super().__init__(sentence)
        self.offset = offset


@dataclass(frozen=True)
class _Key:
    action: str


@dataclass(frozen=True)
class _Live:
    entry: Entry
    format: str


@dataclass(frozen=True)
class Template:
    """A text that has been read.

    Attributes:
        text: As it stands in the file.
    """

    text: str
    _parts: tuple[str | _Key | _Live, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of the vocabulary that it shows; none for a text that never changes."""
        return frozenset(part.entry.name for part in self._parts if isinstance(part, _Live))

    @property
    def actions(self) -> frozenset[str]:
        """The ids of the actions whose keys it names."""
        return frozenset(part.action for part in self._parts if isinstance(part, _Key))

    def fill(self, state: State, keys: Mapping[str, str] = _NO_KEYS) -> str:
        """The text as it is now.

        Args:
            state: Where the numbers come from.
            keys: From the id of an action to the key that the person has for it. Where one is missing its id is shown.
        """
        return "".join(_text(part, state, keys) for part in self._parts)


def read_template(text: str, names: Names = VOCABULARY) -> Template:
    """Reads a text; `{{` and `}}` stand for the braces themselves.

    Args:
        text: The text.
        names: What can be shown.

    Raises:
        TemplateError: Something in braces is not understood.
    """
    return Template(text, tuple(_read(text, names)))


def _read(text: str, names: Names) -> Iterator[str | _Key | _Live]:
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() > end:
            yield text[end : token.start()]
        end = token.end()
        if token["lone"]:
            allowed = f"{{test_loss}}, {{key.step}}, {token['lone'] * 2}"
            what = _("a lone {brace}").format(brace=token["lone"])
            raise TemplateError(_("{what}; allowed is {allowed}").format(what=what, allowed=allowed), token.start())
        if token["inside"] is None:
            yield token[0][0]
        else:
            yield _part(token["inside"], names, token.start())
    if end < len(text):
        yield text[end:]


def _example(action: str) -> str:
    """The key that may have been meant, as it is written."""
    return f"{{key.{nearest(action, ACTIONS) or 'step'}}}"


def _part(inside: str, names: Names, offset: int) -> _Key | _Live:
    if inside.startswith(_KEY):
        action = inside.removeprefix(_KEY)
        if action not in ACTIONS:
            what = _("{name} names no key").format(name=shorten(f"{{{inside}}}"))
            raise TemplateError(_("{what}; allowed is {allowed}").format(what=what, allowed=_example(action)), offset)
        return _Key(action)
    name, colon, form = inside.partition(":")
    entry = names.get(name)
    if entry is None:
        near = nearest(name, names)
        allowed = _("{name}, for example").format(name=near) if near else _("a name of the vocabulary")
        what = _("{name} is no name").format(name=shorten(name or "{}"))
        raise TemplateError(_("{what}; allowed is {allowed}").format(what=what, allowed=allowed), offset)
    if colon and (form not in FORMATS or entry.kind != "number"):
        allowed = ", ".join(FORMATS) if entry.kind == "number" else f"{{{name}}}"
        what = _("{name} has an unknown format").format(name=shorten(f"{{{inside}}}"))
        raise TemplateError(_("{what}; allowed is {allowed}").format(what=what, allowed=allowed), offset)
    return _Live(entry, form)


def _text(part: str | _Key | _Live, state: State, keys: Mapping[str, str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, _Key):
        return keys.get(part.action, part.action)
    value = part.entry.get(state)
    return _formatted(value, part.format) if part.format else part.entry.show(value)


def _formatted(value: Value, form: str) -> str:
    """A number in a format; from 1,000 on as 8e+272, as a loss is on the screen."""
    number = float(value)  # type: ignore[arg-type] # a format is for numbers alone
    if not math.isfinite(number):
        return loss_text(number)
    if form.endswith("%"):
        return f"{100 * number:.0f}%"
    if form.endswith("g") and abs(number) < _LARGE:
        return with_minus(f"{number:{form}}")
    return loss_text(number, int(form[1]))
