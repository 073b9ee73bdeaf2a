"""From a moment of a lesson to what the strip says of it: a pure function, without a widget."""

from collections.abc import Mapping

from nntui.drawing.lesson_strip import HERE, OPEN, PASSED, Check, StripKey, StripView
from nntui.keys.actions import do
from nntui.language import _
from nntui.lessons.view import View

_MARKS = {"passed": PASSED, "here": HERE, "open": OPEN}


def strip_view(
    view: View,
    number: str,
    keys: Mapping[str, str],
    *,
    is_asking: bool,
    has_digits: bool = True,
    following: str = "",
) -> StripView:
    """What the strip says.

    Args:
        view: The moment.
        number: Of the lesson, as the list has it; "" for none.
        keys: From the id of an action to its key as it is shown.
        is_asking: Whether the question of the task is still to be answered.
        has_digits: Whether digits answer it now; if not, the menu leads to it.
        following: The title of the next lesson; "" behind the last.
    """
    return StripView(
        place=_place(view, number),
        marks=tuple(_MARKS[mark] for mark in view.marks),
        text=_text(view),
        said="" if view.is_passed else _said(view),
        reply=_behind(following) if view.is_over else _reply(view),
        choices=view.choices if is_asking else (),
        asks_number=view.asks_number and is_asking,
        checks=tuple(Check(check.words, check.value, check.holds, check.is_lost) for check in view.checks),
        verdict=view.passed,
        keys=_keys(view, keys, is_asking=is_asking, has_digits=has_digits, has_next=bool(following)),
        takes_digits=view.asks,
    )


def _place(view: View, number: str) -> str:
    lesson = f"{number} {view.lesson}".strip()
    if view.is_opening or view.is_over:
        return lesson
    count = _("{number} of {count}").format(number=view.place, count=view.count)
    return f"{lesson} · {count} {view.task}"


def _said(view: View) -> str:
    return _("You said: {answer}.").format(answer=view.answer.rstrip(".")) if view.answer else ""


def _text(view: View) -> str:
    """What is asked; of a task that has passed what was answered, what came, and why."""
    if not view.is_passed:
        return view.text
    return " ".join(filter(None, (_said(view), view.reply, view.done))) or view.text


def _reply(view: View) -> str:
    """What is said while the task is open: of what there is to say, what belongs to the state counts most."""
    if view.is_passed:
        return ""
    if view.is_doing:
        return _("It is being done for you; the space bar stops it.")
    hint = _("Hint: {text}").format(text=view.hints[-1]) if view.hints else ""
    return hint if view.is_hinting else view.reply or hint or view.note


def _behind(following: str) -> str:
    """What is said behind the last task of a lesson."""
    if following:
        return _("Next comes “{lesson}”.").format(lesson=following)
    return _("It was the last lesson. From here on the playground is yours.")


def _keys(
    view: View, keys: Mapping[str, str], *, is_asking: bool, has_digits: bool, has_next: bool
) -> tuple[StripKey, ...]:
    def key(action: str, word: str) -> StripKey:
        return StripKey(keys[action], word, do(action))

    if view.is_over:
        on = (key("next-task", _("next lesson")),) if has_next else ()
        return *on, key("lessons", _("menu")), key("previous-task", _("back"))
    if view.is_opening:
        return (key("next-task", _("begins")),)
    if view.is_passed:
        return key("next-task", _("goes on")), key("previous-task", _("back"))
    shown = []
    if is_asking and not has_digits:
        shown.append(key("lessons", _("to answer")))
    elif is_asking:
        shown.append(StripKey(f"1–{len(view.choices)}" if view.choices else _("0–9, Enter"), _("to answer")))
    if view.can_hint:
        shown.append(key("hint", _("hint")))
    elif view.can_do:
        shown.append(key("hint", _("do it for me")))
    return (*shown, key("next-task", _("skip")))
