"""The options that say what to train, the same for every command that does: from the registry of settings."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nntui.cli.errors import UsageError
from nntui.cli.parser import Parser
from nntui.cli.reading import told_while_reading
from nntui.engine.datasets import DATASETS, OWN
from nntui.errors import reason_of
from nntui.experiment.layer_settings import LayerChoice, LayerNumbers
from nntui.experiment.setting import Choice, Flag, Layers, MultiChoice, Number, Setting, SettingError
from nntui.experiment.settings import (
    DATASET,
    DATASET_SETTINGS,
    OWN_TRAIN_SHARE,
    PROBLEM,
    SETTINGS,
    TRAIN_SHARE,
    WEIGHTS_DRAW,
)
from nntui.experiment.shown_text import shorten
from nntui.experiment.typed_number import read_whole_number
from nntui.language import N_, _, worded

if TYPE_CHECKING:
    from pathlib import Path

    from nntui.storage.start import StartState

GROUPS = (N_("Data"), N_("Network"), N_("Training"), N_("View"), N_("Output"))
"""The order in which the page of help has the groups of options, in English."""


def options() -> list[Setting]:
    """The settings that have an option: one `--dataset` serves both problems."""
    fields = [setting for setting in DATASET_SETTINGS.values() if setting is not DATASET]
    return [setting for setting in SETTINGS.values() if setting not in fields]


def add_source(parser: Parser) -> None:
    """Adds the link or the file to begin with."""
    parser.add_argument_group(_("To begin with")).add_argument(
        "link",
        nargs="?",
        metavar=_("LINK or FILE"),
        help=_("of playground.tensorflow.org; saved work (.nntui); a table of points"),
    )


def add_settings(parser: Parser, *more: Setting) -> dict[str, argparse._ArgumentGroup]:
    """Adds an option for each setting and for some more.

    Returns:
        The groups of options, by the English name of each.
    """
    groups = {name: parser.add_argument_group(_(name)) for name in GROUPS}
    for setting in (*options(), *more):
        if setting is WEIGHTS_DRAW:
            text = _("{label}: which first weights of the seed, as the screen counts them ({allowed}; default 1)")
            text = text.format(label=WEIGHTS_DRAW.label, allowed=_start_allowed())
            groups[setting.group].add_argument("--start", metavar=_("NUMBER"), help=text)
        _add_option(groups[setting.group or "View"], setting)
    groups["Data"].add_argument(
        "--data",
        metavar=_("FILE"),
        help=_(
            "points of your own: a table (CSV, packed or not, or an array of NumPy) with x, y and a label in each row; "
            "- reads it from a pipe"
        ),
    )
    groups["Data"].add_argument(
        "--columns",
        metavar=_("X,Y,LABEL"),
        help=_(
            "which columns of the table these are, by their titles or by their numbers from 1 (default: by the titles "
            "and by what the columns hold, and it is said)"
        ),
    )
    groups["Output"].add_argument("--debug", action="store_true", help=_("write a log into the state folder (--info)"))
    return groups


def _add_option(group: argparse._ArgumentGroup, setting: Setting) -> None:
    meaning = _("the points to learn; the name says for which problem") if setting is DATASET else setting.help
    text = f"{setting.label}: {meaning} ({_range_of(setting)})".replace("%", "%%")
    if isinstance(setting, Flag):
        group.add_argument(
            setting.option,
            f"--no-{setting.option.removeprefix('--')}",
            dest=setting.name,
            action=_OnOff,
            help=text,
        )
    else:
        group.add_argument(setting.option, dest=setting.name, metavar=_metavar(setting), help=text)


class _OnOff(argparse.Action):
    """--name is on, --no-name is off."""

    def __init__(self, option_strings: list[str], dest: str, help: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, not (option_string or "").startswith("--no-"))


def _metavar(setting: Setting) -> str:
    kinds: dict[type[Setting], str] = {
        Choice: _("NAME"),
        Number: _("NUMBER"),
        MultiChoice: _("NAMES"),
        Layers: _("LAYERS"),
        LayerChoice: _("NAMES"),
        LayerNumbers: _("NUMBERS"),
    }
    return next((word for kind, word in kinds.items() if isinstance(setting, kind)), _("TEXT"))


def _range_of(setting: Setting) -> str:
    """What is allowed, and what is taken when the option is left out."""
    if isinstance(setting, Flag):
        return _("default {value}").format(value=setting.display(setting.default))
    unit = f" {worded(setting.unit).strip()}" if isinstance(setting, Number) and setting.unit else ""
    default = getattr(setting, "default", None)
    usual = _("a new one each time") if default is None else setting.format(default)
    return f"{_allowed(setting)}{unit}; " + _("default {value}").format(value=usual)


def _allowed(setting: Setting) -> str:
    if setting is TRAIN_SHARE:
        text = _("{allowed}, for your own data to {high}")
        return text.format(allowed=setting.allowed, high=f"{OWN_TRAIN_SHARE.high:g}")
    return _("one of {names}").format(names=", ".join(DATASETS)) if setting is DATASET else setting.allowed


def _start_allowed() -> str:
    return _("a whole number from {low} to {high}").format(low=1, high=int(WEIGHTS_DRAW.high) + 1)


def given_settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings that were given as options, by their names.

    Raises:
        SettingError: A value is not allowed.
        UsageError: Two of them cannot go together.
    """
    given: dict[str, Any] = {}
    for setting in options():
        text = getattr(arguments, setting.name)
        if text is None:
            continue
        if setting is DATASET and text in DATASETS:
            _choose_dataset(given, text, arguments.problem)
        elif setting is DATASET:
            raise SettingError(setting.label, text, _allowed(setting))
        else:
            given[setting.name] = text if isinstance(setting, Flag) else _parsed(setting, text)
    if arguments.start is not None:
        given[WEIGHTS_DRAW.name] = _start(arguments.start, given.get(WEIGHTS_DRAW.name))
    return given


def _parsed(setting: Setting, text: str) -> Any:
    if setting is not TRAIN_SHARE:
        return setting.parse(text)
    try:  # whether the data are one's own, for which more is allowed, is known later
        return OWN_TRAIN_SHARE.parse(text)
    except SettingError:
        raise SettingError(setting.label, text, _allowed(setting)) from None


def _start(text: str, other: int | None) -> int:
    """The draw of the first weights that a start, counted from 1 on, means."""
    try:
        draw = WEIGHTS_DRAW.check(read_whole_number(text) - 1)
    except ValueError:
        raise SettingError(WEIGHTS_DRAW.label, text, _start_allowed()) from None
    if other is not None and other != draw:
        sentence = _("--start {text} is --weights-draw {draw}, not {other}; give one of them")
        raise UsageError(sentence.format(text=text, draw=f"{draw:g}", other=f"{other:g}"))
    return int(draw)


def _choose_dataset(given: dict[str, Any], name: str, problem: str | None) -> None:
    problems = DATASETS[name].problems
    wanted = problems[0] if problem is None else PROBLEM.parse(problem)
    if wanted not in problems:
        sentence = _("--dataset {name} is for {problem}, not for {wanted}")
        raise UsageError(sentence.format(name=name, problem=problems[0], wanted=wanted))
    given[DATASET_SETTINGS[wanted].name] = name
    given[PROBLEM.name] = wanted


def start_state(arguments: argparse.Namespace) -> "StartState":
    """What the link or the file, the data and the options ask for.

    Raises:
        NntuiError: One of them cannot be used.
    """
    from nntui.cli.unused import notes_of_unused
    from nntui.experiment.experiment import Experiment
    from nntui.storage.start import StartState, open_anything, open_data

    given = given_settings(arguments)
    columns = None if arguments.columns is None else _columns(arguments.columns)
    start = StartState(Experiment(), is_plain=not given)
    if arguments.link is not None:
        with told_while_reading(arguments.link):
            start = open_anything(arguments.link, columns=columns if arguments.data is None else None, given=given)
    opened = start
    if arguments.data is not None:
        with told_while_reading(arguments.data):
            start = open_data(path_of("--data", arguments.data), given, start, columns)
    elif OWN in given.values() and not start.experiment.user_points.size:
        raise UsageError(_("--dataset own: there are no points; --data FILE brings some"))
    if columns is not None and start.table is None:
        sentence = _("--columns {columns}: there is no table; --data FILE brings one")
        raise UsageError(sentence.format(columns=shorten(arguments.columns)))
    start = start.changed(given)
    varied = {
        text.partition("=")[0].strip().lower().replace("-", "_") for text in getattr(arguments, "vary", None) or ()
    }
    notes = (*notes_of_unused(given, start.experiment, varied), *_note_of_restart(arguments, opened, start))
    return replace(start, notes=(*start.notes, *notes))


def _note_of_restart(arguments: argparse.Namespace, opened: "StartState", start: "StartState") -> Iterator[str]:
    """Says that saved training is not gone on with, and because of what; of many starts none goes on."""
    is_lost = opened.snapshot is not None and opened.snapshot.epoch and start.snapshot is None
    if opened.snapshot is None or not is_lost or getattr(arguments, "starts", None) or getattr(arguments, "vary", None):
        return
    differing = opened.experiment.differences(start.experiment)
    changed = [_option_of(setting) for name, setting in SETTINGS.items() if name in differing and setting.restarts]
    if arguments.data is not None:
        changed = ["--data"]
    sentence = _("{options} changes what was trained for {epoch:,} epochs: the training begins again at epoch 0")
    yield sentence.format(options=", ".join(dict.fromkeys(changed)), epoch=opened.snapshot.epoch)


def _option_of(setting: Setting) -> str:
    """The option that a person knows a setting by."""
    if setting is WEIGHTS_DRAW:
        return "--start"
    return DATASET.option if setting in DATASET_SETTINGS.values() else setting.option


def _columns(text: str) -> tuple[str, ...]:
    """The three columns that were named.

    Raises:
        UsageError: They are not three.
    """
    from nntui.formats.tables.columns import parse_columns

    columns = parse_columns(text)
    if len(columns) != 3 or not all(columns):
        sentence = _(
            "--columns: {columns} is not allowed; allowed are three titles or numbers, "
            "as in --columns height,weight,sex or --columns 2,3,5"
        )
        raise UsageError(sentence.format(columns=shorten(text)))
    return columns


def path_of(option: str, text: str) -> "Path":
    """The path that an option names.

    Raises:
        UsageError: It is blank, or in the home folder of nobody.
    """
    from nntui.storage.user_path import NoSuchUserError, expanded

    if not text.strip():
        raise UsageError(_("{option} needs the name of a file").format(option=option))
    try:
        return expanded(text)
    except NoSuchUserError as error:
        raise UsageError(f"{option}: {shorten(text)}: {reason_of(error)}") from None


def count(option: str, text: str, least: int, most: int | None = None) -> int:
    """A whole number from an option.

    Raises:
        UsageError: It is none, too small, or more than `most`.
    """
    try:
        number = read_whole_number(text)
    except ValueError:
        number = least - 1
    if number < least or (most is not None and number > most):
        if most is None:
            sentence = _("{option}: {text} is not allowed; allowed is a whole number from {least} on")
        else:
            sentence = _("{option}: {text} is not allowed; allowed is a whole number from {least} to {most}")
        raise UsageError(sentence.format(option=option, text=shorten(text), least=least, most=most))
    return number
