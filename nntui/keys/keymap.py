"""The keys that the person has chosen: read from a table, and checked against everything else that has a key."""

import difflib
from collections.abc import Iterable, Mapping
from itertools import islice

from textual.binding import Binding, BindingType
from textual.keys import REPLACED_KEYS, Keys, key_to_character

from nntui.experiment.shown_text import shorten
from nntui.language import N_, _
from nntui.widgets.decision_grid import DecisionGrid
from nntui.widgets.loss_plot import LossPlot
from nntui.widgets.network_diagram import NetworkDiagram
from nntui.widgets.stepper import Stepper
from nntui.widgets.toggle import Toggle

INTERRUPT = "interrupt"
"""The id of the binding that must work whatever the person has chosen."""

_ALLOWED = N_("a character or the name of a key, as space, f5 or ctrl+s, or several with commas between")
_MOST_READ = 200
"""Entries; there are not so many actions."""
_WIDGETS = (NetworkDiagram, DecisionGrid, LossPlot, Stepper, Toggle)
"""Those with keys of their own."""
_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
"""In the order in which Textual puts them."""
_NAMED = {name for each in Keys if (name := each.value.rpartition("+")[2]).isalnum() and len(name) > 1} - {"return"}
"""Keys that are no characters; Textual knows "return" and never sends it."""
_AMBIGUOUS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
    "ctrl+space": "ctrl+@",
    "ctrl+at": "ctrl+space",
}
"""Keys for which most terminals send another."""


class _RefusalError(Exception):
    """Why an entry cannot be used, with what is allowed."""


def read_keymap(
    table: Mapping[str, object], bindings: Iterable[BindingType]
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The keys of a table; an invalid entry is reported and skipped, and its action keeps its usual keys.

    Args:
        table: From the id of an action to its keys, as the person wrote it.
        bindings: Those of the screen and of the app, what counts more first.

    Returns:
        From the id of an action to its keys, as Textual takes them, and a sentence for each bad entry.
    """
    usual, fixed = _bindings(bindings)
    chosen: dict[str, tuple[str, ...]] = {}
    refused: list[str] = []
    # To look for the nearest name takes half a millisecond, so of very many entries the rest is counted.
    read = dict(islice(table.items(), _MOST_READ))
    for action, value in read.items():
        try:
            chosen[action] = _read_entry(action, value, usual)
        except _RefusalError as error:
            refused.append(str(error))
    if len(table) > len(read):
        sentence = _("keys has {count:,} entries; only the first {most} are read")
        refused.append(sentence.format(count=len(table), most=_MOST_READ))
    # One at a time: an action that falls back to its own keys may then conflict with another one.
    while clash := _clash(chosen, usual, fixed):
        action, key, other = clash
        sentence = _("keys.{action} = {value} is not allowed: {key} is for {other} already")
        refused.append(sentence.format(action=action, value=shorten(table[action]), key=key, other=other))
        del chosen[action]
    return {action: ",".join(keys) for action, keys in chosen.items()}, tuple(refused)


def _bindings(bindings: Iterable[BindingType]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The keys of each action that can have others, and what each of the other keys is for."""
    usual: dict[str, tuple[str, ...]] = {}
    fixed: dict[str, str] = {}
    of_widgets = (binding for widget in _WIDGETS for binding in widget.BINDINGS)
    for binding in Binding.make_bindings((*bindings, *of_widgets)):
        if binding.id is None or binding.id == INTERRUPT:
            fixed.setdefault(binding.key, binding.description)
        else:
            usual[binding.id] = (*usual.get(binding.id, ()), binding.key)
    return usual, fixed


def _read_entry(action: str, value: object, usual: Mapping[str, object]) -> tuple[str, ...]:
    if action == INTERRUPT:
        raise _RefusalError(_sentence(action, value, _("ctrl+c alone, so that there is always a way out")))
    if action not in usual:
        nearest = difflib.get_close_matches(action, usual, 1, cutoff=0.0)[0]
        sentence = _("keys.{action} is unknown; the nearest that is known is {nearest}")
        raise _RefusalError(sentence.format(action=shorten(action), nearest=nearest))
    if not isinstance(value, str):
        raise _RefusalError(_sentence(action, value, _(_ALLOWED)))
    keys = []
    for part in [value] if len(value) == 1 else value.split(","):
        key = _key(part if part == " " else part.strip())
        if key is None:
            raise _RefusalError(_sentence(action, value, _(_ALLOWED)))
        if key in _AMBIGUOUS:
            reason = _("a key that every terminal can send, and many send {other} for {key}")
            raise _RefusalError(_sentence(action, value, reason.format(other=_AMBIGUOUS[key], key=key)))
        keys.append(key)
    return tuple(dict.fromkeys(keys))


def _sentence(action: str, value: object, allowed: str) -> str:
    sentence = _("keys.{action} = {value} is not allowed; allowed is {allowed}")
    return sentence.format(action=action, value=shorten(value), allowed=allowed)


def _key(text: str) -> str | None:
    """A key as Textual names it when it is pressed; None if there is none of that name."""
    *modifiers, name = text.split("+") if len(text) > 1 else [text]
    if name not in _NAMED:
        character = name if len(name) == 1 else key_to_character(REPLACED_KEYS.get(name, name))
        if character is None or len(character) != 1 or not character.isprintable():
            return None
        if modifiers and character != character.lower():
            return None
        if modifiers == ["shift"]:  # what is sent is the character that it makes, which for a letter is known
            return character.upper() if character.isalpha() and len(character.upper()) == 1 else None
        name = key_name(character)
    if len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(_MODIFIERS):
        return None
    return "+".join([*sorted(modifiers), name])


def key_name(character: str) -> str:
    """Textual's name of the key that sends a character."""
    if character in (",", " "):  # in a binding they stand between two keys
        return {",": "comma", " ": "space"}[character]
    (binding,) = Binding.make_bindings([(character, "")])
    return binding.key


def _clash(
    chosen: dict[str, tuple[str, ...]], usual: Mapping[str, tuple[str, ...]], fixed: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """A chosen entry, the last that has a key which something else has, too: the action, the key and what has it."""
    current = {**usual, **chosen}
    for action in reversed(chosen):
        for key in chosen[action]:
            for other, keys in current.items():
                if other != action and key in keys:
                    return action, key, other
            if key in fixed and key not in usual[action]:  # its own one stands back where a widget has the same
                return action, key, f"“{_(fixed[key])}”"
    return None
