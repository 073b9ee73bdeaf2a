"""`nntui train`: its options, and what is checked before the first epoch."""

import argparse
import gc
from functools import partial

from nntui.cli import exit_codes
from nntui.cli.engine import add_engine, asked_engine, ready_engine
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
        "train --dataset xor --epochs 500 --starts 20 --goal 'test_loss < 0.04'",
        "train 'playground.tensorflow.org/#dataset=xor&seed=0.1' --epochs 20",
    )
    add_source(parser)
    groups = add_settings(parser)
    groups["Training"].add_argument(
        "--epochs",
        metavar=_("NUMBER"),
        help=_("for how long to train (a whole number from 0 on; it must be given)"),
    )
    _add_starts(groups["Training"])
    add_engine(groups["Training"])
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
        help=_("write the trained network; the end of the name says as what: .nntui to go on with, .py, .svg, .gif, …"),
    )
    output.add_argument(
        "--as",
        dest="save_as",
        metavar=_("KIND"),
        help=_("which kind of --save, where several have that end: keras for .py, losses or film for .svg, …"),
    )
    output.add_argument(
        "--frames",
        metavar=_("NUMBER"),
        help=_(
            "how many pictures a film has (from 2 to 300; default: 60; for each about 3 kB as .svg, 6 kB as .cast, "
            "22 kB as .gif)"
        ),
    )


def _add_starts(group: argparse._ArgumentGroup) -> None:
    """Adds the options of many starts."""
    group.add_argument(
        "--starts",
        metavar=_("NUMBER"),
        help=_(
            "train so many starts, from the one of --start on, and print a line for each and a summary (from 1 to "
            "10000; not with --every, --words, --save)"
        ),
    )
    group.add_argument(
        "--new-data",
        action="store_true",
        help=_("each of the --starts has points of its own, from a seed of its own"),
    )
    group.add_argument(
        "--goal",
        metavar=_("CONDITION"),
        help=_(
            "what each of the --starts should reach, as 'test_loss < 0.04': a condition in the language of the lessons"
        ),
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
    if arguments.frames is not None and arguments.save is None:
        raise UsageError(_("--frames is for a film: give --save film.gif or another, too"))
    if arguments.starts is not None:
        return _run_starts(arguments, epochs)
    for option, given in (("--goal", arguments.goal is not None), ("--new-data", arguments.new_data)):
        if given:
            raise UsageError(_("{option} is for many starts: give --starts NUMBER, too").format(option=option))
    every = None if arguments.every is None else count("--every", arguments.every, 1)
    start = start_state(arguments)
    asked = asked_engine(arguments.engine, [start.experiment])
    from nntui.cli.messages import say
    from nntui.cli.save_target import check_target, rescue
    from nntui.cli.train import TrainCommand
    from nntui.storage.autosave import state_folder
    from nntui.training.engines import usual_engine

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
        frames=_frames_of(arguments),
        rescue=partial(rescue, folder=state),
        engine=ready_engine(asked, usual_engine(start.experiment, epochs)),
    )
    gc.enable()
    for note in start.notes:
        say(note)
    return command.run()


def _frames_of(arguments: argparse.Namespace) -> int | None:
    """How many pictures the film is to have; None where nothing is said."""
    if arguments.frames is None:
        return None
    from pathlib import Path

    from nntui.formats.saving import saved_as
    from nntui.paper.film import LEAST_FRAMES, MOST_FRAMES

    frames = count("--frames", arguments.frames, LEAST_FRAMES, MOST_FRAMES)
    export = saved_as(Path(arguments.save), arguments.save_as, has_run=True)
    if export is None or not export.needs_run:
        raise UsageError(_("--frames is for a film: give --save film.gif or another, too"))
    return frames


def _run_starts(arguments: argparse.Namespace, epochs: int) -> int:
    """Trains many starts."""
    from nntui.training.many_starts import MOST_STARTS

    for option in ("every", "words", "save"):
        if getattr(arguments, option):
            sentence = _("{option} is for one start, and --starts trains many: leave one of them out")
            raise UsageError(sentence.format(option=f"--{option}"))
    number = count("--starts", arguments.starts, 1, MOST_STARTS)
    from nntui.cli.messages import say
    from nntui.cli.starts import StartsCommand
    from nntui.lessons.goals import Goal
    from nntui.training.engines import usual_engine

    goal = None if arguments.goal is None else Goal(arguments.goal)
    start = start_state(arguments)
    if goal is not None:
        goal.check_for([start.experiment])
    if start.experiment.zero_initialization and not arguments.new_data and number > 1:
        raise UsageError(_("with --zero-initialization all starts are the same; --new-data gives each its own points"))
    asked = asked_engine(arguments.engine, [start.experiment])
    if arguments.new_data and start.experiment.uses_user_points:
        raise UsageError(_("--new-data draws points, and these are your own; leave it out"))
    if arguments.debug:
        from nntui.storage.autosave import state_folder
        from nntui.storage.debug_log import start_log

        start_log(state_folder())
    gc.enable()
    for note in start.notes:
        say(note)
    if start.snapshot is not None and start.snapshot.epoch:
        say(_("the starts have the settings of the saved work, and begin untrained"))
    command = StartsCommand(
        experiment=start.experiment,
        number=number,
        new_data=arguments.new_data,
        epochs=epochs,
        goal=goal,
        as_json=arguments.json,
        engine=ready_engine(asked, usual_engine(start.experiment, epochs, number)),
    )
    return command.run()
