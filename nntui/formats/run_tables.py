"""Runs as a table in a file: CSV with every setting and result for programs, Markdown as it is on the screen."""

import csv
import io
import math
from collections.abc import Sequence

from nntui.experiment.experiment import SETTINGS
from nntui.experiment.shown_text import visible
from nntui.formats.run_rows import RunRow, changes_text, columns_of
from nntui.formats.tables.formulas import guarded
from nntui.language import _, pgettext
from nntui.session.runs import VIEW

_RESULTS = ("epoch", "train_loss", "test_loss", "gap", "train_accuracy", "test_accuracy", "parameters")


def runs_csv(rows: Sequence[RunRow]) -> str:
    r"""The rows with all settings and results, at full precision.

    Returns:
        Lines that end in `\n`: a header of names as in files and on the command line, then a row for each run; `start`
        counts from 1, as on the screen, what `weights_draw` counts from 0. What is not known is blank. Names that a
        spreadsheet would take for a formula have an apostrophe before them.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    settings = [each for name, each in SETTINGS.items() if name not in VIEW]
    names = (each.name for each in settings)
    writer.writerow(("run", *names, "start", *_RESULTS, "goal_test_loss", "goal_epoch", "changes"))
    for row in rows:
        values = [each.format(getattr(row.experiment, each.name)) for each in settings]
        goal = (None, None) if row.goal is None else (row.goal.test_loss, row.goal.epoch)
        results = [row.experiment.weights_draw + 1, *(getattr(row, name) for name in _RESULTS)]
        writer.writerow(
            [guarded(visible(row.title)), *map(guarded, values), *map(_plain, (*results, *goal)), changes_text(row)]
        )
    return stream.getvalue()


def runs_markdown(rows: Sequence[RunRow]) -> str:
    """The rows as a table of Markdown: what differs between them, and how far each has come."""
    columns = columns_of(rows)
    has_changes = any(row.changes for row in rows)
    titles = [
        pgettext("column", "Run"),
        *(column.title for column in columns),
        *([_("Changed on the way")] if has_changes else []),
    ]
    edges = [":--", *("--:" if column.is_number else ":--" for column in columns), *([":--"] if has_changes else [])]
    lines = [titles, edges]
    for row in rows:
        changes = [changes_text(row)] if has_changes else []
        lines.append([row.title, *(column.text(row) for column in columns), *changes])
    return "".join("| " + " | ".join(map(_escaped, line)) + " |\n" for line in lines)


def _plain(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else repr(value)


def _escaped(text: str) -> str:
    line = visible(" ".join(text.split()))
    for character in "\\|`*_<[":
        line = line.replace(character, "\\" + character)
    return line
