"""`nntui sweep`: its options, and what is checked before anything is trained."""

import argparse
import gc
from typing import TYPE_CHECKING

from nntui.cli import exit_codes
from nntui.cli.engine import add_engine, asked_engine
from nntui.cli.errors import UsageError
from nntui.cli.options import add_settings, add_source, count, path_of, start_state
from nntui.cli.parser import Parser
from nntui.experiment.shown_text import shorten
from nntui.formats.suffixes import SESSION
from nntui.language import _

if TYPE_CHECKING:
    from nntui.cli.sweep import AnswerWish
    from nntui.sweeps.sweep import Sweep

_TOP = 20
_TRAINING = ("vary", "starts", "epochs", "goal", "sample", "output", "workers", "cluster", "engine", "link")
"""What says what to train, and so does not go with --show."""


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = _(
        "nntui sweep [LINK or FILE] --vary NAME=VALUES --epochs NUMBER [OPTIONS]\nnntui sweep --show FILE [OPTIONS]"
    )
    parser.description = _(
        "Trains every combination of some settings from many starts, on all cores or\n"
        "on a cluster, and shows what came of it as a table and as a picture. With\n"
        "--output the same command goes on where it was."
    )
    parser.exit_codes = (exit_codes.NOT_WRITTEN, exit_codes.INTERRUPTED, 143)
    parser.examples = (
        "sweep --vary learning-rate=0.03,0.3 --starts 2 --epochs 9",
        "sweep --vary noise=0,9 --epochs 9 --goal 'gap < 1' --output r.jsonl",
        "sweep --show r.jsonl --sort parameters --at-least 2/3",
    )
    add_source(parser)
    _add_sweep(parser)
    groups = add_settings(parser)
    groups["Training"].add_argument(
        "--epochs",
        metavar=_("NUMBER"),
        help=_("for how long to train each (a whole number from 0 on; it must be given)"),
    )
    add_engine(groups["Training"])
    _add_answer(parser, groups["Output"])


def _add_sweep(parser: Parser) -> None:
    group = parser.add_argument_group(_("Sweep"))
    group.add_argument(
        "--vary",
        action="append",
        metavar=_("NAME=VALUES"),
        help=_(
            "a setting and the values to try, with commas between, as learning-rate=0.03,0.3; a colon parts values "
            "that may hold commas, as hidden-layers=none:2:4,2 or features=x,y:x-squared,y-squared; may be given again"
        ),
    )
    group.add_argument(
        "--starts", metavar=_("NUMBER"), help=_("from how many starts to train each combination (default: 1)")
    )
    group.add_argument(
        "--new-data", action="store_true", help=_("each start has data of its own, and not only first weights")
    )
    group.add_argument(
        "--goal",
        metavar=_("CONDITION"),
        help=_("what a start should reach, as 'test_loss < 0.04': a condition in the language of the lessons"),
    )
    group.add_argument("--sample", metavar=_("NUMBER"), help=_("so many combinations, drawn by the seed, not all"))
    group.add_argument(
        "--output",
        metavar=_("FILE"),
        help=_("write each result into this file (.jsonl or .csv), and go on with what is in it"),
    )
    group.add_argument("--workers", metavar=_("NUMBER"), help=_("how many processes train (default: one a core)"))
    group.add_argument(
        "--cluster",
        metavar=_("ADDRESS"),
        help=_("train on the workers of a scheduler of Dask, as tcp://scheduler:8786 (pip install 'nntui[cluster]')"),
    )
    group.add_argument("--yes", action="store_true", help=_("do not ask, however much there is to train"))


def _add_answer(parser: Parser, output: argparse._ArgumentGroup) -> None:
    output.add_argument("--show", metavar=_("FILE"), help=_("show the results in a file, and train nothing"))
    output.add_argument(
        "--sort",
        metavar=_("NAME"),
        help=_(
            "order of the table: loss, share, epochs, parameters, seconds, or a setting that is varied "
            "(default: share with a goal, else loss)"
        ),
    )
    output.add_argument(
        "--at-least",
        metavar=_("SHARE"),
        help=_("mark what so many starts have reached, as 2/3, and say which of it is the best by --sort"),
    )
    output.add_argument(
        "--top", metavar=_("NUMBER"), help=_("lines of the table (default: {count})").format(count=_TOP)
    )
    output.add_argument(
        "--axes",
        metavar=_("NAMES"),
        help=_("which one or two settings the picture shows (default: the two that change the most)"),
    )
    output.add_argument("--save", metavar=_("FILE.svg"), help=_("write the picture, too"))
    output.add_argument("--json", action="store_true", help=_("print a JSON object for each combination"))


def run(arguments: argparse.Namespace) -> int:
    """Trains, or shows what has been trained.

    Returns:
        The exit code.

    Raises:
        NntuiError: An argument cannot be used, or the sweep cannot go on.
    """
    if arguments.show is not None:
        return _show(arguments)
    if arguments.epochs is None:
        raise UsageError(_("--epochs NUMBER is needed: for how many epochs to train"))
    from nntui.training.many_starts import MOST_STARTS

    epochs = count("--epochs", arguments.epochs, 0)
    starts = 1 if arguments.starts is None else count("--starts", arguments.starts, 1, MOST_STARTS)
    sample = None if arguments.sample is None else count("--sample", arguments.sample, 1)
    workers = None if arguments.workers is None else count("--workers", arguments.workers, 1)
    if workers is not None and arguments.cluster is not None:
        raise UsageError(_("--workers is for this machine, and --cluster for others; give one of them"))
    start = start_state(arguments)
    from nntui.cli.messages import say
    from nntui.cli.sweep import SweepCommand
    from nntui.cli.unused import note_of_one_value, notes_of_sweep
    from nntui.sweeps.axes import parse_axis
    from nntui.sweeps.sweep import Sweep

    texts = arguments.vary or ()
    axes = tuple(parse_axis(text, start.experiment) for text in texts)
    if arguments.goal is not None and not arguments.goal.strip():
        raise UsageError(_("--goal: there is nothing; allowed is a condition, as in 'test_loss < 0.04'"))
    sweep = Sweep(start.experiment, axes, starts, epochs, arguments.goal or "", arguments.new_data, sample)
    asked = asked_engine(arguments.engine, sweep.each_value())
    wish = _wish(arguments, sweep)
    _start_log(arguments)
    gc.enable()
    of_axes = map(note_of_one_value, texts, axes)
    for note in (*start.notes, *filter(None, of_axes), *notes_of_sweep(sweep)):
        say(note)
    return SweepCommand(
        sweep=sweep,
        wish=wish,
        output=None if arguments.output is None else path_of("--output", arguments.output),
        is_seeded=_names_seed(arguments),
        workers=workers,
        cluster=arguments.cluster,
        asked_engine=asked,
        is_sure=arguments.yes,
    ).run()


def _start_log(arguments: argparse.Namespace) -> None:
    if arguments.debug:
        from nntui.storage.autosave import state_folder
        from nntui.storage.debug_log import start_log

        start_log(state_folder())


def _names_seed(arguments: argparse.Namespace) -> bool:
    """Whether the command line names a seed, itself or by what it begins with."""
    source = arguments.link or ""
    return arguments.seed is not None or "seed=" in source or source.lower().endswith(SESSION)


def _show(arguments: argparse.Namespace) -> int:
    given = next((name for name in _TRAINING if getattr(arguments, name) is not None), None)
    if given is not None:
        option = arguments.link if given == "link" else f"--{given}"
        raise UsageError(_("--show trains nothing, and so {option} does not go with it").format(option=shorten(option)))
    path = path_of("--show", arguments.show)
    from nntui.cli.reading import told_while_reading
    from nntui.cli.sweep import show_answer
    from nntui.sweeps.results import read_results

    with told_while_reading(path.name):
        results = read_results(path)
    _start_log(arguments)
    gc.enable()
    return show_answer(results, _wish(arguments, results.sweep))


def _wish(arguments: argparse.Namespace, sweep: "Sweep") -> "AnswerWish":
    """What is to be shown, checked before anything is trained."""
    from nntui.cli.sweep import AnswerWish, check_picture, read_share
    from nntui.sweeps.charts import check_axes
    from nntui.sweeps.summary import check_sort, usual_sort

    if arguments.at_least is not None and not sweep.goal:
        raise UsageError(_("--at-least SHARE is of the starts that reach the goal; there is no --goal"))
    return AnswerWish(
        sort=usual_sort(sweep) if arguments.sort is None else check_sort(arguments.sort, sweep),
        share=None if arguments.at_least is None else read_share(arguments.at_least),
        top=_TOP if arguments.top is None else count("--top", arguments.top, 1),
        axes=None if arguments.axes is None else check_axes(arguments.axes, sweep),
        save=None if arguments.save is None else check_picture(arguments.save),
        as_json=arguments.json,
    )
