"""`nntui train`: its options, and what is checked before the first epoch."""

import argparse
import gc
from functools import partial

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.options import add_settings, add_source, count, start_state
from nntui.cli.parser import Parser
from nntui.language import _


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = _("nntui train [LINK or FILE] --epochs NUMBER [OPTIONS]")
    parser.description = _("Trains a network without a screen, and prints its losses.")
    parser.exit_codes = (exit_codes.NOT_WRITTEN, exit_codes.DIVERGED, exit_codes.INTERRUPTED, 143)
    parser.examples = (
        "train --dataset xor --activation relu --seed 0.5 --epochs 100 --json",
        "train --epochs 2000 --every 200 --hidden-layers 8,8 --dataset spiral",
        "train 'playground.tensorflow.org/#dataset=xor&seed=0.1' --epochs 20",
    )
    add_source(parser)
    groups = add_settings(parser)
    groups["Training"].add_argument(
        "--epochs",
        metavar=_("NUMBER"),
        help=_("for how long to train (a whole number from 0 on; it must be given)"),
    )
    output = groups["Output"]
    output.add_argument(
        "--every",
        metavar=_("NUMBER"),
        help=_("print the losses of each so many epochs (from 1 on; default: the last alone)"),
    )
    output.add_argument(
        "--words",
        action="store_true",
        help=_("at the end, print the state in sentences: losses, decision boundary, settings; not with --json"),
    )
    output.add_argument("--json", action="store_true", help=_("print a JSON object a line"))
    output.add_argument(
        "--save",
        metavar=_("FILE"),
        help=_("write the trained network; the end of the name says as what: .nntui to go on with, .py, .onnx, …"),
    )
    output.add_argument(
        "--as",
        dest="save_as",
        metavar=_("KIND"),
        help=_("which kind of --save, where several have that end: pytorch or keras for .py, points for .csv, …"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Trains.

    Returns:
        The exit code.

    Raises:
        NntuiError: An argument cannot be used, or there is nothing to train on.
    """
    if arguments.epochs is None:
        raise UsageError(_("--epochs NUMBER is needed: for how many epochs to train"))
    if arguments.save_as is not None and arguments.save is None:
        raise UsageError(_("--as KIND says what --save FILE writes; give both"))
    epochs = count("--epochs", arguments.epochs, 0)
    every = None if arguments.every is None else count("--every", arguments.every, 1)
    start = start_state(arguments)
    from nntui.cli.messages import say
    from nntui.cli.save_target import check_target, rescue
    from nntui.cli.train import TrainCommand
    from nntui.storage.autosave import state_folder

    state = state_folder()
    if arguments.debug:
        from nntui.storage.debug_log import start_log

        start_log(state)
    command = TrainCommand(
        experiment=start.experiment,
        snapshot=start.snapshot,
        epochs=epochs,
        every=every,
        as_json=arguments.json,
        in_words=arguments.words,
        save=None if arguments.save is None else check_target(arguments.save, start, arguments.save_as),
        export_as=arguments.save_as,
        rescue=partial(rescue, folder=state),
    )
    gc.enable()
    for note in start.notes:
        say(note)
    return command.run()
