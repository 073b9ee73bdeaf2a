"""`nntui lessons`: the list of lessons, their trial with the engine, and a lesson without a screen."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.options import count, path_of
from nntui.cli.parser import Parser
from nntui.experiment.shown_text import shorten
from nntui.language import _

if TYPE_CHECKING:
    from nntui.lessons.lesson import Lesson
    from nntui.lessons.progress import Progress
    from nntui.lessons.shelf import Shelf

_SEEDS = 10
_BUILT_IN = object()
"""The value of --check without a folder."""


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = _("nntui lessons [NAME --plain] [--check [FOLDER]] [OPTIONS]")
    parser.description = _(
        "Lists the lessons; with --check tries them with the engine; with NAME and\n"
        "--plain takes one without a screen, line by line, for screen readers and\n"
        "scripts. On the screen: nntui --lesson NAME."
    )
    parser.exit_codes = (exit_codes.NOT_WRITTEN, exit_codes.LESSON_FAULT, exit_codes.INTERRUPTED)
    parser.examples = ("lessons", "lessons batch --plain", "lessons --check my-lessons --seeds 5")
    parser.add_argument_group(_("Argument")).add_argument(
        "name", nargs="?", metavar=_("NAME"), help=_("a lesson by its id, or by how that begins")
    )
    group = parser.add_argument_group(_("Lessons"))
    group.add_argument("--plain", action="store_true", help=_("take the lesson line by line; help lists what to type"))
    group.add_argument("--task", metavar=_("NAME"), help=_("begin with this task (with --plain)"))
    group.add_argument("--lessons", metavar=_("FOLDER"), help=_("lessons of one's own, listed behind the others"))
    group.add_argument(
        "--check",
        nargs="?",
        const=_BUILT_IN,
        metavar=_("FOLDER"),
        help=_(
            "read the lessons of a folder, or those that come with nntui, and try them: the intended way must pass, "
            "the untouched start, idle play and mistakes must not"
        ),
    )
    group.add_argument(
        "--seeds",
        metavar=_("NUMBER"),
        help=_("on how many seeds to try them (with --check; from 1 on; default {count})").format(count=_SEEDS),
    )


def run(arguments: argparse.Namespace) -> int:
    """Does it.

    Returns:
        The exit code: `exit_codes.LESSON_FAULT` where a lesson is broken or does not hold what it promises.

    Raises:
        UsageError: The options do not go together, or there is no such lesson.
    """
    if arguments.seeds is not None and arguments.check is None:
        raise UsageError(_("{option} goes with {other}").format(option="--seeds", other="--check"))
    if arguments.check is not None:
        if arguments.name is not None:
            # What is meant may be a folder all the same: `--check` takes what follows it.
            raise UsageError(_("--check tries all lessons of a folder; give a folder behind it, and no name"))
        return _check(arguments)
    if arguments.task is not None and not arguments.plain:
        raise UsageError(_("{option} goes with {other}").format(option="--task", other="--plain"))
    shelf = _shelf(arguments.lessons)
    if arguments.plain:
        return _take(shelf, arguments)
    if arguments.name is not None:
        lesson = _lesson(shelf, arguments.name)
        raise UsageError(
            _("on the screen it is taken with nntui --lesson {name}, without one with --plain").format(name=lesson.id)
        )
    return _list(shelf)


def _shelf(folder: str | None) -> "Shelf":
    """All lessons at hand."""
    from nntui.lessons.shelf import read_shelf

    return read_shelf(own_folder(folder))


def own_folder(option: str | None) -> Path | None:
    """The folder with a teacher's own lessons: that of the option, else the preferred one; None for none.

    Raises:
        UsageError: The option names no folder.
    """
    if option is not None:
        if not option.strip():
            raise UsageError(_("{option} needs the name of a folder").format(option="--lessons"))
        folder = path_of("--lessons", option)
        if not _is_folder(folder):
            raise UsageError(_("--lessons: {folder} is not a folder").format(folder=shorten(folder, 200)))
        return folder
    from nntui.storage.preferences_path import may_have_preferences, preferences_path

    if not may_have_preferences():
        return None
    from nntui.storage.preferences import preferred_lessons
    from nntui.storage.user_path import expanded

    wanted = preferred_lessons(preferences_path())
    return None if wanted is None else expanded(wanted)


def _progress() -> "Progress":
    from nntui.lessons.progress import Progress, progress_in
    from nntui.storage.autosave import state_folder

    return Progress(progress_in(state_folder()), say)


def _lesson(shelf: "Shelf", name: str) -> "Lesson":
    try:
        return shelf.lesson(name)
    except LookupError as error:
        for fault in shelf.faults:
            say(fault)
        raise UsageError(str(error.args[0])) from None


def _list(shelf: "Shelf") -> int:
    from nntui.cli.lesson_table import list_of

    for line in list_of(shelf, _progress()):
        print(line)
    for fault in shelf.faults:
        say(fault)
    return exit_codes.OK


def _check(arguments: argparse.Namespace) -> int:
    """Reads and tries the lessons of a folder."""
    from nntui.cli.lesson_table import check_lessons
    from nntui.lessons.shelf import BUILT_IN, read_one_folder

    seeds = _SEEDS if arguments.seeds is None else count("--seeds", arguments.seeds, 1)
    folder = BUILT_IN if arguments.check is _BUILT_IN else path_of("--check", arguments.check)
    if not _is_folder(folder):
        raise UsageError(_("--check: {folder} is not a folder").format(folder=shorten(folder, 200)))
    shelf = read_one_folder(folder)
    for sentence in (*shelf.faults, *shelf.notes):
        say(sentence)
    if not shelf.lessons and not shelf.faults:
        raise UsageError(_("--check: there is no lesson (.md) in {folder}").format(folder=shorten(folder, 200)))
    is_good = not shelf.lessons or check_lessons(shelf.lessons, seeds)
    return exit_codes.OK if is_good and not shelf.faults else exit_codes.LESSON_FAULT


def _take(shelf: "Shelf", arguments: argparse.Namespace) -> int:
    """Takes a lesson line by line, from the standard input."""
    if arguments.name is None:
        raise UsageError(
            _("--plain needs the id of a lesson: {names}").format(
                names=", ".join(lesson.id for lesson in shelf.lessons)
            )
        )
    lesson = _lesson(shelf, arguments.name)
    if arguments.task is not None and arguments.task not in [task.id for task in lesson.tasks]:
        names = ", ".join(task.id for task in lesson.tasks)
        sentence = _("--task: {name} is not allowed; allowed is {names}")
        raise UsageError(sentence.format(name=arguments.task, names=names))
    from nntui.experiment.experiment import Experiment
    from nntui.language import current
    from nntui.lessons.course import Course
    from nntui.lessons.plain import PlainLesson, paragraphs
    from nntui.lessons.shelf import in_base_language
    from nntui.session.session import TrainingSession

    progress = _progress()
    note = in_base_language(lesson, current())
    if note:
        say(note)
    prompt = "> " if sys.stdin is not None and sys.stdin.isatty() else ""
    try:
        with TrainingSession(Experiment(seed=lesson.seed)) as session:
            plain = PlainLesson(Course.begin(lesson, session, progress, arguments.task))
            lines = plain.task()
            while not plain.is_left:
                for line in lines:
                    print(paragraphs([line]))
                print(prompt, end="", flush=True)
                typed = _read_line()
                if not typed:
                    break
                lines = plain.take(typed)
    finally:
        progress.close()
    return exit_codes.OK


def _read_line() -> str:
    """What has been typed, with its line feed; "" at the end, or where nothing can be read any more."""
    if sys.stdin is None:
        return ""
    try:
        return sys.stdin.readline()
    except UnicodeDecodeError:
        return "\n"
    except (OSError, ValueError):
        return ""


def _is_folder(path: Path) -> bool:
    """Whether there is such a folder; not where the system refuses the very name."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
