"""The results of a sweep in the playground: a table of which each row can be opened. Loaded at the first."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from textual.worker import NoActiveWorker, get_current_worker

from nntui import __version__
from nntui.dialogs.questions import CompareRuns, RunsAnswer, RunsPlace, ShowRuns
from nntui.experiment.short_names import one_line
from nntui.experiment.shown_text import shorten
from nntui.formats.run_rows import ConditionGoal, RunRow
from nntui.language import _
from nntui.playground import runs
from nntui.playground.context import Playground
from nntui.playground.going_on import go_on_with
from nntui.session.runs import LONGEST_NAME, RunRecord
from nntui.storage.path_completion import resolve
from nntui.storage.start import StartState
from nntui.sweeps.best import BestRows, read_best
from nntui.sweeps.errors import SweepError
from nntui.sweeps.results import Results
from nntui.sweeps.rows import Row

MOST_ROWS = 500
"""In the table: more than anybody reads, and sorted in half a second."""
_PLACE = RunsPlace(sorted_by="test_loss")


@dataclass(frozen=True)
class _Table:
    path: Path
    rows: tuple[RunRow, ...]
    varied: tuple[str, ...]
    about: str


def show_results(at: Playground, path: Path) -> None:
    """Shows a file of results; it is read beside the keys.

    Args:
        at: What the command works with.
        path: The file.
    """
    path = resolve(str(path), at.folder)

    def read() -> _Table | SweepError:
        try:
            return _table(path, read_best(path, MOST_ROWS, _goes_on))
        except SweepError as error:
            return error

    def done(table: _Table | SweepError) -> None:
        if isinstance(table, SweepError):
            at.refuse(str(table))
        elif not table.rows:
            at.notify(_("{name} has no results yet").format(name=shorten(path.name)), severity="warning")
        else:
            at.go_to(path.parent)
            at.results = path
            _ask(at, table, _PLACE)

    at.screen.in_background(read, done, _("Reading {name} …").format(name=shorten(path.name)))


def _goes_on() -> bool:
    """Whether the answer is still waited for."""
    try:
        return not get_current_worker().is_cancelled
    except NoActiveWorker:
        return True


def _table(path: Path, best: BestRows) -> _Table:
    results = best.results
    rows = tuple(_row(results, *each) for each in zip(results.rows, best.numbers, strict=True))
    about = _("Enter trains a row again, to its epoch.")
    if len(rows) < best.count:
        text = _("The {shown:,} rows with the lowest test loss, of {count:,}; nntui sweep --show has all combinations.")
        about = f"{text.format(shown=len(rows), count=best.count)} {about}"
    return _Table(path, rows, tuple(axis.name for axis in results.sweep.axes), about)


def _row(results: Results, row: Row, number: int) -> RunRow:
    goal = results.sweep.goal
    return RunRow(
        key=str(number),
        title=_("row {number}").format(number=number),
        experiment=results.experiment(row),
        epoch=row.epochs,
        train_loss=row.train_loss,
        test_loss=row.test_loss,
        parameters=row.parameters,
        train_accuracy=_known(row.train_accuracy),
        test_accuracy=_known(row.test_accuracy),
        goal=ConditionGoal(math.nan, row.goal_epoch, goal) if goal else None,
        note=_note(row),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _note(row: Row) -> str:
    notes = []
    if row.diverged_epoch is not None:
        notes.append(_("diverged in epoch {epoch:,}").format(epoch=row.diverged_epoch))
    if row.version != __version__:
        notes.append(_("trained by nntui {version}").format(version=shorten(row.version)))
    return " · ".join(notes)


def _ask(at: Playground, table: _Table, place: RunsPlace) -> None:
    title = _("Results of {name}").format(name=shorten(table.path.name))
    question = ShowRuns(title, table.rows, place, varied=table.varied, about=table.about)
    at.screen.ask(question, lambda answer: None if answer is None else _do(at, table, answer))


def _do(at: Playground, table: _Table, answer: RunsAnswer) -> None:
    place = answer.place
    by_key = {row.key: row for row in table.rows}
    if answer.what == "open":
        _open(at, table.path, by_key[place.key])
    elif answer.what == "compare":
        left, right = (by_key[key] for key in place.marked)
        at.screen.ask(CompareRuns(left, right), lambda _none: _ask(at, table, place))
    else:
        chosen = tuple(row for row in table.rows if row.key in place.marked) or table.rows
        take = runs.take_away if answer.what == "take" else runs.write_report
        take(at, chosen, len(table.rows))


def _open(at: Playground, path: Path, row: RunRow) -> None:
    """Goes on with the experiment of a row, trained as far as it was."""
    experiment = row.experiment
    if not experiment.uses_user_points:  # the points that the person has made meanwhile are kept
        experiment = replace(experiment, user_points=at.session.experiment.user_points)
    record = RunRecord(name=f"{row.title} · {one_line(path.name)}"[:LONGEST_NAME])
    go_on_with(at, StartState(experiment, path=path, runs=record))
    at.session.player.step(row.epoch)
    text = _("{row} of {name} is trained again, to epoch {epoch:,}; {key} brings back what was there")
    key = at.screen.keys["undo"]
    at.notify(text.format(row=row.title, name=shorten(path.name), epoch=row.epoch, key=key), timeout=6)
