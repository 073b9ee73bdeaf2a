"""The command line: from arguments to an `Experiment`, handed to the app or to a run without a screen."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from nntui import __version__
from nntui.engine.datasets import DATASETS, OWN
from nntui.errors import NntuiError
from nntui.experiment.experiment import DATASET, HIDDEN_LAYERS, SEED, SETTINGS, WEIGHTS_DRAW, Experiment
from nntui.experiment.setting import Choice, Flag, MultiChoice, Number, Setting, SettingError
from nntui.session.pacing import FRAME_RATE, SSH_FRAME_RATE
from nntui.storage.autosave import sessions_in, state_folder
from nntui.storage.start import StartError, StartState, open_data, open_source, resume
from nntui.training.trainer import TrainingError

EXIT_FAILURE = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
_SWITCH_INTERVAL = 0.001
"""Seconds after which the training lets a key have the interpreter. With Python's own 5 ms a key's way through three
threads took up to 61 ms at the 95th percentile while it trained flat out; with 1 ms it takes up to 37 ms."""

USAGE = """\
nntui: the neural-network playground for the terminal

  nntui [LINK or FILE] [SETTINGS]              opens the playground
  nntui --resume [SETTINGS]                    goes on with what was cut off
  nntui train [LINK or FILE] [SETTINGS] --epochs N     trains without a screen
        --every K  print each K epochs   --json  an object a line   --save FILE

LINK is one of playground.tensorflow.org, FILE saved work (.nntui); --data FILE
brings points of your own (x, y, label). Settings given beside them count more:
{settings}
  --fps {frames} frames a second, {gentle:g} over SSH     --help   --version

  nntui --dataset spiral --hidden-layers 8,8 --features x,y,sin-x,sin-y
  nntui train --dataset xor --activation relu --seed 0.5 --epochs 100 --json
  nntui 'https://playground.tensorflow.org/#dataset=xor&networkShape=4&seed=0.1'
"""


class UsageError(NntuiError):
    """The command line cannot be understood; the message is a sentence for the person."""

    title = "Command line"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(" ".join(message.split()))

    def format_help(self) -> str:
        return USAGE.format(settings=_settings_help(), frames=FRAME_RATE.allowed, gentle=SSH_FRAME_RATE)


def _options() -> list[Setting]:
    """The settings that have an option: one `--dataset` serves both problems."""
    return [setting for setting in SETTINGS.values() if setting.name != "regression_dataset"]


def _settings_help() -> str:
    """What each option allows; the numbers two on a line, so that the whole help fits a screen."""
    flags = [setting.option for setting in _options() if isinstance(setting, Flag)]
    numbers = [
        f"{setting.option} {setting.format(setting.low)} to {setting.format(setting.high)}"
        for setting in _options()
        if isinstance(setting, Number) and setting is not WEIGHTS_DRAW
    ]
    lines = [
        f"{setting.option} {_names(setting)}" for setting in _options() if isinstance(setting, (Choice, MultiChoice))
    ]
    lines += [f"{HIDDEN_LAYERS.option} {HIDDEN_LAYERS.allowed}"]
    lines += [
        "   ".join(numbers[:3]),
        "   ".join([*numbers[3:], f"{SEED.option} TEXT"]),
        "   ".join(flags) + "   (--no-… for off)",
    ]
    return "\n".join(f"  {line}" for line in lines)


def _names(setting: Choice | MultiChoice) -> str:
    names = DATASETS if setting is DATASET else setting.options
    return ("," if isinstance(setting, MultiChoice) else "|").join(names)


def _parser(command: str) -> _Parser:
    parser = _Parser(prog="nntui", add_help=False, allow_abbrev=False)
    parser.add_argument("link", nargs="?")
    for setting in _options():
        if isinstance(setting, Flag):
            parser.add_argument(setting.option, dest=setting.name, action=argparse.BooleanOptionalAction)
        else:
            parser.add_argument(setting.option, dest=setting.name)
    parser.add_argument("--data")
    parser.add_argument("--help", "-h", action="help")
    parser.add_argument("--version", action="version", version=f"nntui {__version__}")
    if command == "play":
        parser.add_argument(FRAME_RATE.option)
        parser.add_argument("--resume", action="store_true")
    if command == "train":
        parser.add_argument("--epochs", required=True)
        parser.add_argument("--every")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--save")
    return parser


def _start(arguments: argparse.Namespace) -> StartState:
    """What the link or the file, the data and the options ask for."""
    given = _given(arguments)
    start = StartState(Experiment(), is_plain=not given)
    if arguments.link is not None:
        start = open_source(arguments.link)
    if arguments.data is not None:
        start = open_data(Path(arguments.data), given, start)
    elif OWN in given.values() and not start.experiment.user_points.size:
        raise UsageError("--dataset own: there are no points; --data FILE brings some")
    return start.changed(given)


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings that were given as options, by their names."""
    given: dict[str, Any] = {}
    for setting in _options():
        text = getattr(arguments, setting.name)
        if text is None:
            continue
        if setting is DATASET and text in DATASETS:
            _choose_dataset(given, text, arguments.problem)
        elif setting is DATASET:
            raise SettingError(setting.label, text, "one of " + ", ".join(DATASETS))
        elif isinstance(setting, Flag):
            given[setting.name] = text
        else:
            given[setting.name] = setting.parse(text)
    return given


def _choose_dataset(given: dict[str, Any], name: str, problem: str | None) -> None:
    problems = DATASETS[name].problems
    wanted = problems[0] if problem is None else SETTINGS["problem"].parse(problem)
    if wanted not in problems:
        raise UsageError(f"--dataset {name} is for {problems[0]}, not for {problem}")
    given["dataset" if wanted == "classification" else "regression_dataset"] = name
    given["problem"] = wanted


def _count(option: str, text: str, least: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least:
        raise UsageError(f"{option}: {text!r} is not allowed; allowed is a whole number from {least} on")
    return number


def _save_path(text: str) -> Path:
    from nntui.cli.train import saved_as
    from nntui.formats.exports import ExportError

    path = Path(text).expanduser()
    try:
        saved_as(path)
    except ExportError as error:
        raise UsageError(f"--save: {error}") from error
    if not path.parent.is_dir():
        raise UsageError(f"--save: there is no folder {path.parent}")
    return path


def _train(arguments: argparse.Namespace) -> int:
    from nntui.cli.train import TrainCommand
    from nntui.formats.exports import ExportError

    start = _start(arguments)
    command = TrainCommand(
        experiment=start.experiment,
        snapshot=start.snapshot,
        epochs=_count("--epochs", arguments.epochs, 0),
        every=None if arguments.every is None else _count("--every", arguments.every, 1),
        as_json=arguments.json,
        save=None if arguments.save is None else _save_path(arguments.save),
    )
    gc.enable()
    for note in start.notes:
        print(f"nntui: {note}", file=sys.stderr)
    try:
        return command.run()
    except ExportError as error:
        raise UsageError(str(error)) from error


def _resume(arguments: argparse.Namespace, folder: Path) -> StartState:
    if arguments.link is not None or arguments.data is not None:
        raise UsageError("--resume goes on with work that was cut off; leave the link or the file out")
    start = resume(folder)
    changed = start.changed(_given(arguments))
    if changed.snapshot is None and start.found is not None:
        # A setting that starts the network anew: what was trained stays where it is.
        start.found.leave(is_declined=True)
        return replace(changed, found=None, notes=("A setting starts the network anew; the work itself stays: ctrl+o",))
    return changed


def _play(arguments: argparse.Namespace) -> int:
    frame_rate = None if arguments.fps is None else FRAME_RATE.parse(arguments.fps)
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise UsageError("the playground needs a terminal; without one, use nntui train")
    state = state_folder()
    start = _resume(arguments, sessions_in(state)) if arguments.resume else _start(arguments)
    from nntui.app import PlaygroundApp
    from nntui.storage.preferences import preferences_path

    sys.setswitchinterval(_SWITCH_INTERVAL)
    app = PlaygroundApp(
        start,
        preferences_file=preferences_path(),
        state_folder=state,
        frame_rate=frame_rate,
        usual_frame_rate=SSH_FRAME_RATE if os.environ.get("SSH_CONNECTION") else FRAME_RATE.default,
    )
    app.run()
    with suppress(OSError):  # the terminal may be gone, and the exit code says so
        if app.unsaved:
            print(f"nntui: the work could not be saved: {app.unsaved}", file=sys.stderr)
        elif app.has_saved and not app.return_code:
            print("nntui --resume goes on from here", file=sys.stderr)
    return app.return_code or 0


def _run(command: str, words: list[str]) -> int:
    try:
        parsed = _parser(command).parse_args(words)
        return _train(parsed) if command == "train" else _play(parsed)
    finally:
        # Here, where a reader that is gone can still be dealt with, and not when the interpreter ends.
        sys.stdout.flush()


def _stand_in_for_closed_streams() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 (open as long as the process)


def main(arguments: Sequence[str]) -> int:
    """Runs the command line and returns its exit code."""
    _stand_in_for_closed_streams()
    words = list(arguments)
    command = words.pop(0) if words[:1] == ["train"] else "play"
    try:
        return _run(command, words)
    except (UsageError, StartError, SettingError, TrainingError) as error:
        print(f"nntui: {error}", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has what they wanted; the interpreter must not try to flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"nntui: the output cannot be written: {error.strerror}", file=sys.stderr)
        return EXIT_FAILURE
