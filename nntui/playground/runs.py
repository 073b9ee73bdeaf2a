"""The commands of runs: the table, side by side, and what is taken away of them. Loaded at the first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nntui.dialogs.questions import AskText, ChooseOne, CompareRuns, Offer, RunsAnswer, RunsPlace, ShowRuns
from nntui.experiment.shown_text import visible
from nntui.formats.run_rows import RunRow, rows_of
from nntui.formats.run_tables import runs_csv, runs_markdown
from nntui.kiosk.doors import named
from nntui.language import N_, _, ngettext
from nntui.playground import presenter
from nntui.playground.context import Playground
from nntui.playground.saving import ask_path, write_and_say
from nntui.session.player import MOST_POINTS_AT_ONCE
from nntui.session.runs import LONGEST_NAME, Run
from nntui.storage.preferences import PreferencesError
from nntui.system import portable_name

_LONGEST_AUTHOR = 80
_LONGEST_PATH = 200


def show(at: Playground, place: RunsPlace | None = None) -> None:
    """Shows the runs.

    Args:
        at: What the command works with.
        place: What is looked at at first; the present run when left out.
    """

    def ask(rows: tuple[RunRow, ...]) -> None:
        hint = _("A run of 10 epochs or more is kept when a new one begins: by R, by another setting, by g")
        question = ShowRuns(_("Runs"), rows, place or RunsPlace(), _Editing(at).edit, hint)
        at.screen.ask(question, lambda answer: None if answer is None else _do(at, answer))

    if _is_slow(at):
        at.screen.in_background(lambda: _rows(at), ask, _("Preparing the points …"))
    else:
        ask(_rows(at))


def toggle_in_plot(at: Playground) -> None:
    """Shows other runs in the plot of the losses, or no longer."""
    at.screen.shows_runs = not at.screen.shows_runs
    shown = at.screen.shows_runs
    at.notify(_("Other runs stand behind the losses") if shown else _("The losses stand alone"), timeout=3)


def _rows(at: Playground) -> tuple[RunRow, ...]:
    session = at.session
    present, sample = session.present_run, session.sample
    return rows_of(session.runs, present, sample if len(sample.labels) else None)


def _is_slow(at: Playground) -> bool:
    """Whether the points of some run take long to prepare."""
    return any(run.snapshot.experiment.used_points.size > MOST_POINTS_AT_ONCE for run in at.session.runs.kept)


class _Editing:
    """Pins, names and deletes; deletions can be taken back while the table is open.

    Args:
        at: What the command works with.
    """

    def __init__(self, at: Playground) -> None:
        self._at = at
        self._gone: list[tuple[Run, int]] = []

    def edit(self, what: str, key: str) -> tuple[RunRow, ...]:
        """Does it to the run of that key, and gives the rows as they are then."""
        session = self._at.session
        record, run_id = session.runs, int(key)
        run = record.find(run_id)
        if what == "pin":
            is_pinned = record.is_pinned if run is None else run.is_pinned
            record = record.edited(run_id, is_pinned=not is_pinned)
        elif what == "delete" and run is not None:
            self._gone.append((run, record.kept.index(run)))
            record = record.without(run_id)
        elif what == "undo" and self._gone:
            record = record.restored(*self._gone.pop())
        session.keep_runs(record)
        return _rows(self._at)


def _do(at: Playground, answer: RunsAnswer) -> None:
    rows, place = _rows(at), answer.place
    by_key = {row.key: row for row in rows}
    if answer.what == "open":
        at.session.bring_back(int(place.key))
    elif answer.what == "name":
        _name(at, place)
    elif answer.what == "compare":
        left, right = (by_key[key] for key in place.marked)
        at.screen.ask(CompareRuns(left, right), lambda _none: show(at, place))
    else:
        marked = tuple(row for row in rows if row.key in place.marked) or rows
        take_away(at, marked, len(rows)) if answer.what == "take" else write_report(at, marked, len(rows))


def _name(at: Playground, place: RunsPlace) -> None:
    record, run_id = at.session.runs, int(place.key)
    run = record.find(run_id)
    name = record.name if run is None else run.name

    def take(text: str | None) -> None:
        if text is not None:
            at.session.keep_runs(at.session.runs.edited(run_id, name=text))
        show(at, place)

    hint = _("Up to {most} characters; without any it has its number again").format(most=LONGEST_NAME)
    at.screen.ask(AskText(_("Name of the run"), hint, name, LONGEST_NAME), take)


# Taking away


@dataclass(frozen=True)
class _Taken:
    """What is taken away.

    Attributes:
        rows: The marked runs, or all if none is marked.
        number: Of all.
    """

    rows: tuple[RunRow, ...]
    number: int

    def said(self, path: Path) -> str:
        """What is in the file then."""
        count, name = len(self.rows), visible(named(path), _LONGEST_PATH)
        if count < self.number:
            text = ngettext(
                "{count} of {number} runs (the marked one) is in {path}",
                "{count} of {number} runs (the marked ones) are in {path}",
                count,
            )
            return text.format(count=count, number=self.number, path=name)
        text = ngettext("{count} run is in {path}", "All {count} runs are in {path}", count)
        return text.format(count=count, path=name)


def take_away(at: Playground, rows: tuple[RunRow, ...], number: int) -> None:
    """Asks as what the table is written, and where to.

    Args:
        at: What the command works with.
        rows: The marked runs, or all.
        number: Of all.
    """
    writers: dict[str, Callable[[tuple[RunRow, ...]], str]] = {"csv": runs_csv, "md": runs_markdown}
    offers = (
        Offer("csv", "CSV", N_("all settings and results, for a spreadsheet")),
        Offer("md", "Markdown", N_("the table as it is, for a text")),
        Offer("html", N_("Lab report"), N_("one page with pictures, to hand in")),
    )

    def take(kind: str | None) -> None:
        if kind == "html":
            write_report(at, rows, number)
        elif kind is not None:
            stem = presenter.file_name(at.session.experiment) + "-runs"
            _ask_where(at, _("Table of runs"), stem + f".{kind}", _Taken(rows, number), lambda: writers[kind](rows))

    at.screen.ask(ChooseOne(_("Save the table"), offers), take)


def write_report(at: Playground, rows: tuple[RunRow, ...], number: int) -> None:
    """Writes a lab report; the name is asked for once.

    Args:
        at: What the command works with.
        rows: The marked runs, or all.
        number: Of all.
    """
    from nntui.formats.lab_report import ReportHead, ReportRun, lab_report  # slow to load, and the table opens without

    author = at.remembered.author

    def write(name: str) -> None:
        head = ReportHead(name, f"{date.today():%Y-%m-%d}", tuple(filter(None, (_task(at),))))
        runs = tuple(ReportRun(row) for row in rows)
        stem = portable_name(name.replace(" ", "-")) if name else presenter.file_name(at.session.experiment)
        _ask_where(at, _("Lab report"), stem + "-report.html", _Taken(rows, number), lambda: lab_report(head, runs))

    def take(name: str | None) -> None:
        if name is None:
            return
        if name:
            try:
                at.remembered.author = name
            except PreferencesError as error:
                at.notify(_("Not remembered: {error}").format(error=error), severity="warning")
        write(name)

    if author is None:
        hint = _("It stands on every lab report and in saved work, and is asked for once; the preferences have it")
        at.screen.ask(AskText(_("Your name"), hint, "", _LONGEST_AUTHOR), take)
    else:
        write(author)


def _task(at: Playground) -> str:
    """The text of the task of the lesson that is on; "" if none is."""
    if at.session.lesson is None:
        return ""
    from nntui.lessons.course_state import task_text

    return task_text(at.session.lesson.state)


def _ask_where(at: Playground, title: str, name: str, what: _Taken, text: Callable[[], str]) -> None:
    """Asks for a path, writes a text there, and says how many runs are in it."""
    stem, _dot, suffix = name.rpartition(".")

    def take(path: Path, _extra: bool) -> None:
        write_and_say(at, path, lambda: text().encode(), what.said)

    ask_path(at, title, stem, f".{suffix}", take)
