"""`nntui show`: what is in files of saved work, for people and for programs."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nntui.cli import exit_codes
from nntui.cli.parser import Parser
from nntui.language import _, ngettext

if TYPE_CHECKING:
    from nntui.cli.saved_files import SavedFile
    from nntui.formats.link_writer import LinkWriting
    from nntui.formats.run_rows import RunRow


_LONGEST_LINE = 400


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = _("nntui show FILE… [--json]")
    parser.description = _(
        "Prints what is in files of saved work: settings, epoch, losses, accuracy,\n"
        "parameters, link, the runs before, and the tasks of a lesson."
    )
    parser.exit_codes = (exit_codes.NOT_WRITTEN,)
    parser.examples = ("show circle.nntui", "show --json circle.nntui spiral.nntui")
    parser.add_argument_group(_("Argument")).add_argument(
        "files", nargs="*", metavar=_("FILE"), help=_("saved work (.nntui), any number of files")
    )
    output = parser.add_argument_group(_("Output"))
    output.add_argument("--json", action="store_true", help=_("print a JSON object a line, one for each file"))


def run(arguments: argparse.Namespace) -> int:
    """Prints each file that can be read; of the others a sentence goes to standard error.

    Returns:
        The exit code: `exit_codes.USAGE` where one of them could not be read.

    Raises:
        UsageError: No file is given.
    """
    from nntui.cli.saved_files import SavedFiles, require_files

    require_files(arguments.files)
    files = SavedFiles(arguments.files)
    for number, file in enumerate(files):
        if arguments.json:
            print(_json(file), flush=True)
        else:
            print("\n" * bool(number) + "\n".join(_lines(file)), flush=True)
    return exit_codes.OK if files.is_complete else exit_codes.USAGE


def _lines(file: "SavedFile") -> Iterator[str]:
    from nntui.experiment.shown_text import visible
    from nntui.formats.run_rows import (
        by_hand_text,
        differing,
        results_texts,
        setting_label,
        setting_text,
        used_settings,
    )

    row = file.present
    yield visible(str(file.path))
    if file.work.author:
        yield "  " + _("by {author}").format(author=visible(file.work.author))
    yield "  " + " · ".join((*results_texts(row), *_marks(row)))
    labels = {name: setting_label(name) for name in used_settings([row])}
    width = max(map(len, labels.values())) + 2
    yield from (f"  {label.ljust(width)}{visible(setting_text(row, name))}" for name, label in labels.items())
    by_hand = by_hand_text(row)
    if by_hand:
        yield "  " + _("Changed on the way: {changes}").format(changes=by_hand)
    writing = _link(file, row)
    yield f"  {writing.link}"
    yield from (f"  {visible(note)}" for note in writing.notes)
    if file.task:
        yield "  " + visible(file.task.splitlines()[0])
    yield "  " + (_("with its replay") if file.has_replay else _("without its replay"))
    kept = file.kept
    if kept:
        yield "  " + ngettext("{count} run before:", "{count} runs before:", len(kept)).format(count=len(kept))
        for each in kept:
            yield f"    {visible(each.title)}: {' · '.join((*results_texts(each), *_marks(each)))}"
            differences = [f"{setting_label(name)} {setting_text(each, name)}" for name in differing((row, each))]
            differences += filter(None, (by_hand_text(each),))
            yield "      " + visible(" · ".join(differences) or _("the same settings"), _LONGEST_LINE)


def _marks(row: "RunRow") -> Iterator[str]:
    if row.is_pinned:
        yield _("pinned")


def _link(file: "SavedFile", row: "RunRow") -> "LinkWriting":
    from nntui.formats.link_writer import write_link

    is_edited = row.snapshot is not None and row.snapshot.is_edited
    return write_link(row.experiment, file.work.link_extras, is_edited=is_edited)


def _json(file: "SavedFile") -> str:
    import json

    writing = _link(file, file.present)
    about = {
        "file": str(file.path),
        "author": file.work.author or None,
        **_of_run(file.present),
        "replay": file.has_replay,
        "link": writing.link,
        "lesson": _of_lesson(file),
        "runs": [_of_kept(file.present, row) for row in file.kept],
    }
    return json.dumps(about, ensure_ascii=True)


def _of_kept(present: "RunRow", row: "RunRow") -> dict[str, object]:
    """A run before: as any other, and in which settings it differs from the last one. A file has no replay of it."""
    from nntui.experiment.settings import SETTINGS

    names = sorted(present.experiment.differences(row.experiment) & SETTINGS.keys())
    return {**_of_run(row), "replay": False, "differs": {name: getattr(row.experiment, name) for name in names}}


def _of_run(row: "RunRow") -> dict[str, object]:
    from nntui.cli.saved_files import finite
    from nntui.experiment.settings import SETTINGS

    goal = None if row.goal is None else {"test_loss": row.goal.test_loss, "epoch": row.goal.epoch}
    return {
        "run": row.title,
        "pinned": row.is_pinned,
        "epoch": row.epoch,
        "train_loss": finite(row.train_loss),
        "test_loss": finite(row.test_loss),
        "train_accuracy": finite(row.train_accuracy),
        "test_accuracy": finite(row.test_accuracy),
        "parameters": row.parameters,
        "start": row.experiment.weights_draw + 1,
        "edited": row.snapshot is not None and row.snapshot.is_edited,
        "goal": goal,
        "changes": [
            {"epoch": each.epoch, "setting": each.setting, "old": each.old, "new": each.new} for each in row.changes
        ],
        "used_loss": row.experiment.used_loss,
        "settings": {name: getattr(row.experiment, name) for name in SETTINGS},
    }


def _of_lesson(file: "SavedFile") -> dict[str, object] | None:
    """Which lesson, which task, and of each task of it whether it has passed."""
    place = file.work.lesson
    if place is None:
        return None
    from nntui.lessons.course_state import CourseStateError, read_course_state

    try:
        tasks = read_course_state(place.state).tasks
    except CourseStateError:
        tasks = {}
    states = {
        name: {"passed": task.passed is not None, "hints": task.hints, "shown": task.was_shown}
        for name, task in tasks.items()
    }
    return {"id": place.lesson, "task": place.task, "tasks": states}
