"""`nntui report`: a lab report of files of saved work, as one HTML page."""

import argparse

from nntui.cli import exit_codes
from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.parser import Parser
from nntui.errors import reason_of
from nntui.experiment.shown_text import shorten, visible
from nntui.language import _, ngettext

_OUTPUT = "lab-report.html"
_SUFFIXES = (".html", ".htm")
_LONGEST_PATH = 200


def prepare_parser(parser: Parser) -> None:
    """Describes the command, and adds its options."""
    parser.usage = _("nntui report FILE… [--output FILE] [--name NAME] [--all-runs]")
    parser.description = _(
        "Writes a lab report of files of saved work: one HTML page with the settings,\n"
        "link, losses, accuracy, curve and decision grid of each, to look at or to print."
    )
    parser.exit_codes = (exit_codes.NOT_WRITTEN,)
    parser.examples = ("report circle.nntui spiral.nntui --name 'Ada Lovelace'", "report circle.nntui --all-runs")
    parser.add_argument_group(_("Argument")).add_argument(
        "files", nargs="*", metavar=_("FILE"), help=_("saved work (.nntui), any number of files")
    )
    output = parser.add_argument_group(_("Output"))
    output.add_argument(
        "--output", metavar=_("FILE"), default=_OUTPUT, help=_("the page (default: {name})").format(name=_OUTPUT)
    )
    output.add_argument("--name", metavar=_("NAME"), help=_("who hands it in (default: the name in the preferences)"))
    output.add_argument(
        "--all-runs", action="store_true", help=_("all runs of each file, not only the last and the pinned ones")
    )


def run(arguments: argparse.Namespace) -> int:
    """Writes the page of all files that can be read; of the others a sentence goes to standard error.

    Returns:
        The exit code: `exit_codes.USAGE` where one of them could not be read, and `exit_codes.NOT_WRITTEN` where the
        page could not be written.

    Raises:
        UsageError: No file is given, or none can be used.
    """
    from datetime import date

    from nntui.cli.options import path_of
    from nntui.cli.saved_files import SavedFiles, require_files
    from nntui.formats.lab_report import ReportHead, ReportRun, lab_report
    from nntui.storage.atomic_write import write_atomically

    require_files(arguments.files)
    path = path_of("--output", arguments.output)
    if path.suffix.lower() not in _SUFFIXES:
        sentence = _("--output {name} is not allowed; allowed is the name of a page, as {example}")
        raise UsageError(sentence.format(name=shorten(arguments.output), example=_OUTPUT))
    files, runs, tasks = SavedFiles(arguments.files), [], []
    for file in files:
        rows = (file.present, *(row for row in file.kept if row.is_pinned or arguments.all_runs))
        runs += [ReportRun(row, file.work.link_extras, file.path.name) for row in rows]
        tasks.append(file.task)
    if not runs:
        raise UsageError(_("there is nothing to report: no file could be read"))
    author = _preferred_name() if arguments.name is None else arguments.name.strip()
    head = ReportHead(author, f"{date.today():%Y-%m-%d}", tuple(dict.fromkeys(filter(None, tasks))))
    try:
        write_atomically(path, lab_report(head, runs).encode())
    except OSError as error:
        text = _("{name} cannot be written: {reason}")
        say(text.format(name=visible(str(path), _LONGEST_PATH), reason=reason_of(error)))
        return exit_codes.NOT_WRITTEN
    sentence = ngettext("{path} has {count} run", "{path} has {count} runs", len(runs))
    print(sentence.format(path=visible(str(path), _LONGEST_PATH), count=len(runs)))
    return exit_codes.OK if files.is_complete else exit_codes.USAGE


def _preferred_name() -> str:
    from nntui.storage.preferences_path import may_have_preferences, preferences_path

    if not may_have_preferences():
        return ""
    from nntui.storage.preferences import preferred_author

    return preferred_author(preferences_path()) or ""
