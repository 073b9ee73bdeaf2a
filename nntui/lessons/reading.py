"""The blocks of a lesson file that are for the machine: set, check, keep, wrong, solution, mistake, record."""

import re
from dataclasses import dataclass
from typing import Any

from nntui.engine.features import FEATURES
from nntui.experiment.setting import SettingError
from nntui.experiment.settings import SETTINGS
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.lessons.conditions import Condition, ConditionError, Expression, read_condition, read_expression
from nntui.lessons.document import Block, Line, read_toml, toml_lines
from nntui.lessons.errors import LessonError, in_column, refusal
from nntui.lessons.lesson import Setup
from nntui.lessons.vocabulary import VOCABULARY, Names
from nntui.lessons.ways import MOST_EPOCHS, Way, check_setting, read_step
from nntui.session.link_extras import CONTROL_NAMES
from nntui.session.pacing import SPEED

MOST_KEPT = 20
_KEPT = re.compile(r"[a-z][a-z0-9_]{0,29}")
_OWN_NAMES = {name: name for name in FEATURES} | {"reset": "restart"}
"""Controls that lessons call otherwise than by the option's name with `_` for `-`."""
_HIDEABLE = {_OWN_NAMES.get(name, name.replace("-", "_")): control for name, control in CONTROL_NAMES.items()}
"""What a lesson can hide, by its own name, with the link's."""
_OTHERS = ("speed", "hide", "trial_epochs")


@dataclass(frozen=True)
class Place:
    """Where a block is read.

    Attributes:
        file: The name of the file, for messages.
        names: What it can ask for.
    """

    file: str
    names: Names


def read_setup(place: Place, block: Block) -> Setup:
    """What a task begins with.

    Raises:
        LessonError: A setting is unknown, or a value not allowed.
    """
    table, lines = read_toml(place.file, block.lines), toml_lines(block.lines)
    settings: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for name, value in table.items():
        try:
            if name in _OTHERS:
                others[name] = _other(name, value)
            else:
                settings[name] = check_setting(name, value)
        except ValueError as error:
            raise LessonError(place.file, lines.get(name, block.line), str(error)) from None
    setup = Setup(settings, **others)
    try:
        setup.experiment("0")
    except SettingError as error:  # two that do not go together, as a batch that is larger than the training set
        line = next(
            (lines.get(name, block.line) for name in settings if SETTINGS[name].label == error.setting), block.line
        )
        raise LessonError(place.file, line, str(error)) from None
    return setup


def _other(name: str, value: object) -> Any:
    if name == "speed":
        return SPEED.check(value)
    what = _("{name} = {value} cannot be used").format(name=name, value=shorten(value))
    if name == "trial_epochs":
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_EPOCHS:
            allowed = _("a whole number from {low} to {high}").format(low=1, high=MOST_EPOCHS)
            raise ValueError(refusal(what, allowed))
        return value
    names = value if isinstance(value, list) else [value]
    controls = [str(each).replace("-", "_") if str(each) not in _HIDEABLE else str(each) for each in names]
    if not isinstance(value, list) or not set(controls) <= _HIDEABLE.keys():
        raise ValueError(refusal(what, _("a list of {names}").format(names=", ".join(_HIDEABLE))))
    return tuple(dict.fromkeys(_HIDEABLE[each] for each in controls))


def read_checks(place: Place, block: Block) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """The conditions of a task, and the words that stand behind them.

    Raises:
        LessonError: One is not allowed, or there is none.
    """
    conditions = tuple(_condition(place, number, line) for number, line in block.entries)
    if not conditions:
        raise LessonError(place.file, block.line, refusal(_("this asks for nothing"), "epoch >= 10"))
    return conditions, tuple(condition.words for condition in conditions)


def _condition(place: Place, number: int, line: str, start: int = 0) -> Condition:
    try:
        return read_condition(line, place.names)
    except ConditionError as error:
        raise LessonError(place.file, number, in_column(error.column + start, str(error))) from None


def read_wrong(place: Place, block: Block) -> Condition:
    """The state that a wrong idea leads to.

    Raises:
        LessonError: The condition is not allowed.
    """
    return _condition(place, block.line, block.argument, start=len("```wrong "))


def read_keep(place: Place, block: Block) -> dict[str, Expression]:
    """What a task keeps, by the names.

    Raises:
        LessonError: A name or an expression is not allowed.
    """
    kept: dict[str, Expression] = {}
    for number, line in block.entries:
        name, equals, expression = line.partition("=")
        name = name.strip()
        if not equals or not _KEPT.fullmatch(name) or name in kept or name in VOCABULARY:
            what = _("{text} keeps nothing").format(text=shorten(line.strip()))
            allowed = _("a line as {example}, with a name that is not taken").format(example="late = test_loss")
            raise LessonError(place.file, number, refusal(what, allowed))
        if len(kept) == MOST_KEPT:
            what = _("there are more than {count} names").format(count=MOST_KEPT)
            raise LessonError(place.file, number, refusal(what, _("at most {count}").format(count=MOST_KEPT)))
        kept[name] = _expression(place, number, expression, line.index("=") + 1)
    return kept


def read_record(place: Place, block: Block) -> Expression:
    """The number whose least value is remembered.

    Raises:
        LessonError: It is none.
    """
    entries: tuple[Line, ...] = block.entries
    if len(entries) != 1:
        raise LessonError(place.file, block.line, refusal(_("a record is one line"), "parameters"))
    number, line = entries[0]
    return _expression(place, number, line, 0)


def _expression(place: Place, number: int, text: str, start: int) -> Expression:
    try:
        return read_expression(text, place.names)
    except ConditionError as error:
        raise LessonError(place.file, number, in_column(error.column + start, str(error))) from None


def read_way(place: Place, block: Block) -> Way:
    """The steps of a solution or a mistake.

    Raises:
        LessonError: A line is no step, or there is none.
    """
    steps = []
    for number, line in block.entries:
        try:
            steps.append(read_step(line))
        except ValueError as error:
            raise LessonError(place.file, number, str(error)) from None
        if steps[-1].act == "again" and "train" not in [step.act for step in steps]:
            what = _("nothing has been trained before again")
            allowed = _("a line as {example} before").format(example="train 20")
            raise LessonError(place.file, number, refusal(what, allowed))
    if not steps:
        raise LessonError(place.file, block.line, refusal(_("this way has no step"), "batch_size = 125, train 20"))
    return tuple(steps)
