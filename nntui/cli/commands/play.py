"""The playground: from the options to the app, and what is said when it has ended."""

import argparse
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.cli import exit_codes
from nntui.cli.commands.lessons import own_folder
from nntui.cli.crash import reporting_threads, tell_of_crash
from nntui.cli.errors import UsageError
from nntui.cli.kiosk import add_kiosk, check_kiosk, say_goodbye, visiting
from nntui.cli.messages import say
from nntui.cli.options import add_settings, add_source, given_settings, start_state
from nntui.cli.parser import Parser, about_unknown_command, nearest
from nntui.cli.registry import COMMANDS
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.session.pacing import FRAME_RATE, SSH_FRAME_RATE
from nntui.system import EXIT_HANGUP, drop_lost_terminal, is_of_lost_terminal, memory_limits

if TYPE_CHECKING:
    from nntui.app import PlaygroundApp
    from nntui.kiosk.visit import Visit
    from nntui.storage.start import StartState

_SWITCH_INTERVAL = 0.001
"""Seconds after which the training lets a key have the interpreter. With Python's own 5 ms a key's way through three
threads took up to 61 ms at the 95th percentile while it trained flat out; with 1 ms it takes up to 37 ms."""

_LEAST_MEMORY = {"ulimit -v": 700_000_000, "ulimit -d": 200_000_000}
"""Bytes. Most of it is never used, but reserved: by OpenBLAS, and for threads."""
_KEYS = 0
"""Standard input, where the keys come from."""


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = _(
        "nntui [play] [LINK or FILE] [OPTIONS]\nnntui [play] --resume [OPTIONS]\nnntui [play] --lesson NAME [OPTIONS]"
    )
    parser.description = _(
        "Opens the playground. The word play is needed only before a file that is named\n"
        "like a command. A file of results of a sweep opens as a table of its rows."
    )
    parser.exit_codes = (exit_codes.NOT_WRITTEN, 129, exit_codes.INTERRUPTED, 143)
    parser.examples = (
        "--dataset spiral --hidden-layers 8,8 --features x,y,sin-x,sin-y",
        "--data points.csv --columns x,y,label --train-share 70",
        "'https://playground.tensorflow.org/#dataset=xor&networkShape=4&seed=0.1'",
        "--lesson batch",
    )
    add_source(parser)
    groups = add_settings(parser, FRAME_RATE)
    groups["Output"].add_argument("--resume", action="store_true", help=_("go on with the last work, also after q"))
    lessons = parser.add_argument_group(_("Lessons"))
    lessons.add_argument(
        "--lesson", metavar=_("NAME"), help=_("begin a lesson, by its id or its file's name; nntui lessons lists them")
    )
    lessons.add_argument("--lessons", metavar=_("FOLDER"), help=_("lessons of one's own, listed behind the others"))
    add_kiosk(parser)


def run(arguments: argparse.Namespace) -> int:
    """Runs the playground until the person leaves.

    Returns:
        The exit code.

    Raises:
        NntuiError: An argument cannot be used, or there is no terminal.
    """
    check_kiosk(arguments)
    frame_rate = None if arguments.fps is None else FRAME_RATE.parse(arguments.fps)
    if not _is_on_terminal():
        if arguments.kiosk is not None:
            raise UsageError(_("a visit needs a terminal: log in without a command"))
        for name in filter(None, (arguments.data, arguments.link)):
            _refuse_standard_input(name)
        # What else is wrong with the command line is the more useful answer.
        if not arguments.resume and start_of(arguments, Path()).results is not None:
            raise UsageError(_("the playground needs a terminal; without one, use nntui sweep --show"))
        raise UsageError(_("the playground needs a terminal; without one, use nntui train"))
    _check_memory(memory_limits())
    from nntui.terminal.settings import check_settings, color_system

    check_settings(os.environ)
    os.environ["TEXTUAL_COLOR_SYSTEM"] = color_system(os.environ) or os.environ.get("TEXTUAL_COLOR_SYSTEM") or "auto"
    with visiting(arguments) as visit:
        return _run_app(_app(arguments, frame_rate, visit), visit)


def _app(arguments: argparse.Namespace, frame_rate: float | None, visit: "Visit | None") -> "PlaygroundApp":
    """The app, with what the arguments ask for."""
    from nntui.storage.autosave import state_folder

    state = state_folder() if visit is None else visit.state
    start = start_of(arguments, state)
    if arguments.debug:
        from nntui.storage.debug_log import start_log

        start_log(state)
    if visit is not None:  # what is saved gets a name of its own
        start = replace(start, file=None)
    from nntui.app import PlaygroundApp
    from nntui.storage.preferences_path import preferences_path

    sys.setswitchinterval(_SWITCH_INTERVAL)
    is_far = arguments.web or os.environ.get("SSH_CONNECTION")
    return PlaygroundApp(
        start,
        preferences_file=preferences_path() if visit is None else visit.preferences,
        state_folder=state,
        lessons_folder=own_folder(arguments.lessons),
        frame_rate=frame_rate,
        usual_frame_rate=SSH_FRAME_RATE if is_far else FRAME_RATE.default,
        is_web=arguments.web,
    )


def _check_memory(limits: Mapping[str, int]) -> None:
    """Refuses to begin what would end in the middle: where memory is short, OpenBLAS ends the process as it stands.

    Args:
        limits: In bytes, by the shell's option.

    Raises:
        UsageError: One of them is too low.
    """
    for option, least in _LEAST_MEMORY.items():
        if limits.get(option, least) < least:
            sentence = _("the playground needs {least} MB of memory; {option} allows {limit} MB")
            words = {"least": least // 1_000_000, "option": option, "limit": limits[option] // 1_000_000}
            raise UsageError(sentence.format(**words))


def _refuse_standard_input(name: str) -> None:
    """Says why a table cannot come from where the keys come from."""
    from nntui.formats.bounded_read import descriptor_of

    if descriptor_of(Path(name)) == 0:
        sentence = _(
            "{name}: in the playground the keys come from standard input; use nntui --data <(COMMAND), or nntui train"
        )
        raise UsageError(sentence.format(name=name))


def _is_on_terminal() -> bool:
    """Whether keys come from a terminal and the picture reaches one; standard error may lead elsewhere."""
    streams = (sys.stdin, sys.stdout)
    is_terminal = all(stream is not None and stream.isatty() for stream in streams)
    return is_terminal and os.environ.get("TERM") != "dumb"


def start_of(arguments: argparse.Namespace, state: Path) -> "StartState":
    """What to start with.

    Args:
        arguments: Of the command line.
        state: The state folder.

    Raises:
        NntuiError: It cannot be opened.
    """
    from nntui.experiment.experiment import Experiment
    from nntui.storage.autosave import sessions_in
    from nntui.storage.start import StartError, StartState

    if arguments.lesson is not None:
        return _lesson_start(arguments)
    if arguments.resume:
        return _resume(arguments, sessions_in(state))
    try:
        return _source_start(arguments)
    except StartError as error:
        if not arguments.web:
            raise
        return StartState(Experiment(), notes=(str(error),))  # a visitor's address: who has come may play all the same


def _source_start(arguments: argparse.Namespace) -> "StartState":
    """With a link or a file, and settings."""
    from nntui.storage.start import NothingThereError, ResultsError

    try:
        return start_state(arguments)
    except ResultsError as error:
        if arguments.link is None or arguments.data is not None:
            raise
        return _results_start(arguments, error.path)
    except NothingThereError as error:
        if nearest(error.text, COMMANDS):  # perhaps a misspelt command
            raise UsageError(about_unknown_command(error.text)) from None
        sentence = _("{text} is neither a link nor a file, nor a command; the commands are {names}")
        raise UsageError(sentence.format(text=shorten(error.text), names=", ".join(COMMANDS))) from None


def _results_start(arguments: argparse.Namespace, path: Path) -> "StartState":
    """Results of a sweep, to choose from; that they are readable is seen by their first line.

    Raises:
        NntuiError: They are not, or something else is asked for as well.
    """
    from nntui.experiment.experiment import Experiment
    from nntui.storage.start import StartState
    from nntui.sweeps.best import check_results

    if given_settings(arguments) or arguments.columns is not None:
        sentence = _("{name} holds the results of a sweep, whose rows have their settings; leave settings out")
        raise UsageError(sentence.format(name=shorten(path.name)))
    check_results(path)
    return StartState(Experiment(), results=path)


def _lesson_start(arguments: argparse.Namespace) -> "StartState":
    """What a lesson starts with: it sets everything itself.

    Raises:
        UsageError: There is no such lesson, or something else is asked for as well.
    """
    from nntui.experiment.experiment import Experiment
    from nntui.lessons.shelf import read_shelf
    from nntui.storage.start import StartState

    if arguments.resume:
        raise UsageError(_("--resume goes on with saved work; leave --lesson out"))
    others = (arguments.link, arguments.data, arguments.columns)
    if any(each is not None for each in others) or given_settings(arguments):
        raise UsageError(_("--lesson sets the data and all settings itself; leave the link, the file and settings out"))
    shelf = read_shelf(own_folder(arguments.lessons))
    try:
        lesson = shelf.lesson(arguments.lesson)
    except LookupError as error:
        raise UsageError(f"--lesson: {error.args[0]}") from None
    return StartState(Experiment(), begins=lesson.id)


def _resume(arguments: argparse.Namespace, folder: Path) -> "StartState":
    from nntui.storage.start import resume

    if arguments.link is not None or arguments.data is not None or arguments.columns is not None:
        raise UsageError(_("--resume goes on with saved work; leave the link or the file out"))
    start = resume(folder)
    changed = start.changed(given_settings(arguments))
    if changed.snapshot is None and start.found is not None:
        # The setting restarts the network: what was trained stays in its file.
        start.found.leave(is_declined=True)
        note = _("A setting restarts the network; the saved session stays: ctrl+o")
        return replace(changed, found=None, notes=(note,))
    return changed


def _run_app(app: "PlaygroundApp", visit: "Visit | None") -> int:
    from nntui.terminal.last_resort import left_as_found
    from nntui.terminal.standard_error import terminal_as_standard_error

    with reporting_threads() as reports:
        try:
            with terminal_as_standard_error(), left_as_found(_KEYS):
                app.run()
            crash = app.crash
        except Exception as error:
            crash = app.crash or error  # what came first
    if is_of_lost_terminal(crash, _KEYS):
        return EXIT_HANGUP
    drop_lost_terminal()
    with suppress(OSError):  # the terminal may be gone, and the exit code says so
        if visit is not None:
            say_goodbye(app.farewell, crash)
        else:
            _say_how_it_ended(app, crash, reports)
    if crash is not None:
        return exit_codes.CRASHED
    return app.return_code or (exit_codes.NOT_WRITTEN if app.unsaved else exit_codes.OK)


def _say_how_it_ended(app: "PlaygroundApp", crash: Exception | None, reports: list[Path]) -> None:
    if crash is not None:
        tell_of_crash(crash, can_resume=app.has_saved)
    for path in reports:
        say(_("something went wrong on the way; a report is in {path}").format(path=path))
    if app.unsaved:
        say(_("the work could not be saved: {reason}").format(reason=app.unsaved))
    elif app.has_saved and not app.return_code and crash is None:
        print(_("nntui --resume goes on from here"), file=sys.stderr)
