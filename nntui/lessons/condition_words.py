"""A condition in words, as the checklist shows it: "test loss under 0.05", with the value of now beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from nntui.language import N_, _
from nntui.lessons.parts import Part
from nntui.lessons.state import State
from nntui.lessons.vocabulary import Entry, show_number_as

_OF_NUMBERS = {
    "<": N_("{name} under {limit}"),
    "<=": N_("{name} at most {limit}"),
    ">": N_("{name} over {limit}"),
    ">=": N_("{name} at least {limit}"),
    "==": N_("{name} exactly {limit}"),
    "!=": N_("{name} not {limit}"),
}
_OF_TEXTS = {"==": N_("{name} is {limit}"), "!=": N_("{name} is not {limit}")}
_MEMBER_OF_NAME = {"in": N_("{name} with {limit}"), "not in": N_("{name} without {limit}")}
_NAME_IN_SET = {"in": N_("{name} one of {limit}"), "not in": N_("{name} none of {limit}")}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Of `0.05 > test_loss`, where the name stands behind."""


@dataclass(frozen=True)
class Phrase:
    """A line of the checklist, before it is asked.

    Attributes:
        part: What must hold.
        words: What is asked, in the language in use.
        value: What it is now; "" where there is nothing to say.
    """

    part: Part
    words: Callable[[State], str]
    value: Callable[[State], str]


def phrases(root: Part) -> tuple[Phrase, ...]:
    """The lines for a condition: one for each part of those that must all hold."""
    if root.form == "conjunction":
        return tuple(phrase for part in root.parts for phrase in phrases(part))
    return (Phrase(root, lambda state: _words(root, state), lambda state: _value(root, state)),)


def _words(part: Part, state: State) -> str:
    if part.form == "comparison":
        return _of_comparison(part, state)
    if part.form == "name" and part.entry is not None:
        return part.entry.label
    if part.form == "negation":
        inner = part.parts[0]
        if inner.form == "name" and inner.entry is not None:
            return inner.entry.negative
        return _("not: {words}").format(words=_words(inner, state))
    pattern = N_("{first} and {second}") if part.form == "conjunction" else N_("{first} or {second}")
    words = _words(part.parts[0], state)
    for each in part.parts[1:]:
        words = _(pattern).format(first=words, second=_words(each, state))
    return words


def _of_comparison(part: Part, state: State) -> str:
    (left, right), sign = part.parts, part.sign
    if part.sign in ("in", "not in"):
        if right.entry is not None:
            pattern, name, limit = _MEMBER_OF_NAME[sign], _label(right, state), _shown(left, right, state)
        else:
            pattern, name, limit = _NAME_IN_SET[sign], _label(left, state), _shown(right, left, state)
        return _(pattern).format(name=name, limit=limit)
    if left.is_fixed and not right.is_fixed:
        left, right, sign = right, left, _TURNED.get(sign, sign)
    patterns = _OF_TEXTS if left.kind in ("text", "truth") else _OF_NUMBERS
    return _(patterns[sign]).format(name=_label(left, state), limit=_shown(right, left, state))


def _label(part: Part, state: State) -> str:
    """What is asked for."""
    if part.entry is not None:
        return part.entry.label
    if part.form == "arithmetic":
        first, second = (_label(each, state) for each in part.parts)
        return f"{first} {part.sign} {second}"
    return _shown(part, part, state) if part.kind != "truth" else _words(part, state)


def _shown(part: Part, beside: Part, state: State) -> str:
    """What something is compared with, shown as that is; what training changes with its value of now."""
    value = part.ask(state)
    if part.kind != "number":
        entry: Entry | None = beside.entry
        if part.entry is not None:
            return part.entry.label
        return entry.show(value) if entry is not None and value is not None else str(value)
    style = beside.style if beside.style == "share" or part.form != "constant" else "number"
    number = show_number_as(style, float(value))
    return number if part.is_fixed else f"{_label(part, state)} ({number})"


def _value(part: Part, state: State) -> str:
    """What is asked for as it is now; "" where the words say all."""
    if part.form != "comparison":
        return ""
    left, right = part.parts
    asked = right if left.is_fixed and not right.is_fixed else left
    if asked.kind == "truth":
        return ""
    value = asked.ask(state)
    if asked.entry is not None:
        return asked.entry.show(value)
    return show_number_as(asked.style, float(value)) if asked.kind == "number" else ""
