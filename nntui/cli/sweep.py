"""Sweeps without a screen: `nntui sweep`, from the question before a billion trainings to the answer."""

import json
import math
import sys
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

from nntui.cli import exit_codes
from nntui.cli.engine import ready_engine
from nntui.cli.errors import UsageError
from nntui.cli.messages import say
from nntui.cli.options import path_of
from nntui.cli.sweep_progress import LiveProgress, PlainProgress, Progress, duration
from nntui.errors import reason_of
from nntui.experiment.shown_text import shorten
from nntui.language import _
from nntui.storage.atomic_write import is_protected, write_atomically
from nntui.sweeps.charts import chart_of, titles_of
from nntui.sweeps.pools import Pool, processors, seconds_of, used_workers, usual_pool
from nntui.sweeps.results import Results, ResultsFile
from nntui.sweeps.rows import Key, Row
from nntui.sweeps.running import train_sweep
from nntui.sweeps.summary import Line, line_data, sorted_lines, summarize
from nntui.sweeps.sweep import Sweep
from nntui.sweeps.table import answer_lines, table_lines
from nntui.training.engines import NUMPY, can_compile, usual_engine

_MANY = 1_000_000
"""More trainings than this are asked about first."""
_WIDTH = 80
_SVG = ".svg"


@dataclass(frozen=True, kw_only=True)
class AnswerWish:
    """What is to be shown of a sweep.

    Attributes:
        sort: The order of the table.
        share: How great a share of the starts must have reached the goal for a combination to be marked; None for none.
        top: Lines of the table, at the most.
        axes: The settings of the picture; None for those that tell the most.
        save: Where the picture goes to, too.
        as_json: Print JSON, and no picture.
    """

    sort: str
    share: float | None = None
    top: int = 20
    axes: tuple[str, ...] | None = None
    save: Path | None = None
    as_json: bool = False


@dataclass(frozen=True, kw_only=True)
class SweepCommand:
    """Trains a sweep and shows the answer.

    Attributes:
        sweep: What is trained.
        wish: What is shown.
        output: The file of the results, with which it goes on; None keeps them until the end alone.
        is_seeded: Whether the person has named the seed; if not, that of the file counts.
        workers: How many processes; None for one a core.
        cluster: The address of a scheduler; None for this machine.
        asked_engine: What trains; None for the usual engine.
        is_sure: Whether nothing is asked.
    """

    sweep: Sweep
    wish: AnswerWish
    output: Path | None = None
    is_seeded: bool = True
    workers: int | None = None
    cluster: str | None = None
    asked_engine: str | None = None
    is_sure: bool = False

    def run(self) -> int:
        """Trains what is not done, and prints the answer.

        Returns:
            0 or `exit_codes.NOT_WRITTEN`.

        Raises:
            SweepError: The file cannot be used, or the workers cannot go on. What is done stays.
            KeyboardInterrupt: It was interrupted. What is done stays.
        """
        with ExitStack() as stack:
            self._ask()
            file = None if self.output is None else stack.enter_context(self._opened(self.output))
            sweep, rows = (self.sweep, []) if file is None else (file.sweep, list(file.rows))
            engine = None
            done = Results(sweep, tuple(rows)).keys
            if len(done) < sweep.trainings:
                left = sweep.trainings - len(done)
                engine = ready_engine(self.asked_engine, self._usual_engine(sweep, left))
                pool = self._pool(sweep, left, engine)
                try:
                    self._train(sweep, done, pool, file, rows)
                except KeyboardInterrupt:
                    self._tell_of_interrupt(sweep, rows)
                    raise
        return show_answer(Results(sweep, tuple(rows)), self.wish, engine)

    def _opened(self, path: Path) -> ResultsFile:
        return ResultsFile(path, self.sweep, is_seeded=self.is_seeded)

    def _usual_engine(self, sweep: Sweep, left: int) -> str:
        """The engine that is taken where none is asked for. Of the machines of a cluster nothing is known."""
        if self.cluster is not None:
            return NUMPY
        first = sweep.experiment(next(sweep.combinations()))
        rounds = left / sweep.starts / used_workers(sweep, left, self.workers)
        return usual_engine(first, math.ceil(sweep.epochs * rounds), sweep.starts)

    def _pool(self, sweep: Sweep, left: int, engine: str) -> Pool:
        if self.cluster is None:
            return usual_pool(sweep, left, self.workers, engine)
        from nntui.sweeps.cluster import Cluster

        return Cluster(self.cluster, engine)

    def _ask(self) -> None:
        """Makes sure that so much is meant.

        Raises:
            UsageError: It is not, or nobody can be asked.
        """
        trainings = self.sweep.trainings
        if trainings <= _MANY or self.is_sure:
            return
        time = duration(seconds_of(self.sweep, self.sweep.size) / processors())
        sentence = _(
            "{combinations} combinations from {starts} starts each are {trainings} trainings, about {time} here"
        )
        told = sentence.format(
            combinations=f"{self.sweep.size:,}", starts=f"{self.sweep.starts:,}", trainings=f"{trainings:,}", time=time
        )
        if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError(_("{told}; --sample NUMBER takes some of them, --yes all").format(told=told))
        question, yes, no = _("Train them?"), _("y"), _("N")
        print(f"{told}. {question} [{yes}/{no}] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().casefold() not in ("y", "yes", _("y"), _("yes")):
            raise UsageError(_("nothing was trained"))

    def _train(self, sweep: Sweep, done: frozenset[Key], pool: Pool, file: ResultsFile | None, rows: list[Row]) -> None:
        progress: Progress = (
            LiveProgress(sweep, rows, self.wish.sort) if sys.stderr.isatty() else PlainProgress(sweep, rows)
        )

        def take(more: Sequence[Row]) -> None:
            if file is not None:
                file.append(more)
            rows.extend(more)
            if shown is not None:
                shown.take(more)

        with nullcontext() if self.wish.as_json else progress as shown:
            train_sweep(sweep, done, pool, take)

    def _tell_of_interrupt(self, sweep: Sweep, rows: list[Row]) -> None:
        numbers = {"done": f"{len(rows):,}", "all": f"{sweep.trainings:,}"}
        if self.output is None:
            say(_("{done} of {all} trained, and nothing kept; --output FILE keeps them").format(**numbers))
        else:
            sentence = _("{done} of {all} trained; the same command goes on with {name}")
            say(sentence.format(**numbers, name=shorten(self.output.name)))


def show_answer(results: Results, wish: AnswerWish, engine: str | None = None) -> int:
    """Prints the table and the picture.

    Args:
        results: What has been trained.
        wish: What is asked for.
        engine: What has trained just now, for JSON; None for nothing.

    Returns:
        0 or `exit_codes.NOT_WRITTEN`.
    """
    lines = summarize(results)
    if wish.as_json:
        for line in sorted_lines(lines, results.sweep, wish.sort):
            print(json.dumps(line_data(line, results.sweep, wish.share) | _engine_data(line, results.sweep, engine)))
    else:
        _print_answer(results, lines, wish)
    if wish.save is None or not lines:
        return exit_codes.OK
    from nntui.sweeps.picture_svg import chart_svg

    picture = chart_svg(chart_of(lines, results.sweep, wish.axes), *titles_of(results))
    try:
        write_atomically(wish.save, picture.encode())
    except OSError as error:
        say(_("{name} cannot be written: {reason}").format(name=shorten(wish.save.name), reason=reason_of(error)))
        return exit_codes.NOT_WRITTEN
    return exit_codes.OK


def _engine_data(line: Line, sweep: Sweep, engine: str | None) -> dict[str, str]:
    if engine is None:
        return {}
    return {"engine": engine if can_compile(sweep.experiment(line.values)) else NUMPY}


def _print_answer(results: Results, lines: list[Line], wish: AnswerWish) -> None:
    sweep = results.sweep
    if not lines:
        print(_("nothing has been trained yet"))
        return
    if len(results.rows) < sweep.trainings:
        sentence = _("{done} of {all} trained")
        print(sentence.format(done=f"{len(results.rows):,}", all=f"{sweep.trainings:,}"))
    for text in table_lines(lines, sweep, wish.sort, most=wish.top, share=wish.share):
        print(text)
    if wish.share is not None:
        print()
        for text in answer_lines(lines, sweep, wish.sort, wish.share):
            print(text)
    print()
    _print_picture(results, lines, wish)
    sys.stdout.flush()


def _print_picture(results: Results, lines: list[Line], wish: AnswerWish) -> None:
    """The picture, in as many colours as the terminal has."""
    from nntui.drawing.palette import ColorLevel, make_palette
    from nntui.sweeps.picture import draw_chart

    chart = chart_of(lines, results.sweep, wish.axes)
    if not sys.stdout.isatty():
        plain = draw_chart(chart, make_palette("monochrome", 0), _WIDTH)
        print("\n".join(line.rstrip() for line in str(plain).splitlines()))
        return
    from nntui.cli.cell_text import console_and_level, rich_text

    console, level = console_and_level()
    palette = make_palette("playground" if level > ColorLevel.MONOCHROME else "monochrome", 0, level)
    console.print(rich_text(draw_chart(chart, palette, console.width)), soft_wrap=True)


def read_share(text: str) -> float:
    """A share as a person types it: 2/3, 67 % or 0.67.

    Raises:
        UsageError: It is none.
    """
    bare = text.strip()
    try:
        if "/" in bare:
            part, _slash, whole = bare.partition("/")
            share = int(part) / int(whole)
        elif bare.endswith("%"):
            share = float(bare[:-1]) / 100
        else:
            share = float(bare)
    except (ValueError, ZeroDivisionError, OverflowError):
        share = math.nan
    if not 0 <= share <= 1:
        sentence = _("--at-least: {text} is not allowed; allowed is a share from 0 to 1, as 2/3, 67% or 0.67")
        raise UsageError(sentence.format(text=shorten(text)))
    return share


def check_picture(text: str) -> Path:
    """Where the picture is to go to.

    Raises:
        UsageError: It cannot be written there.
    """
    path = path_of("--save", text)
    try:
        if path.suffix.lower() != _SVG:
            sentence = _("--save: {name} is not allowed; allowed is a name that ends with {suffix}")
            raise UsageError(sentence.format(name=shorten(path.name), suffix=_SVG))
        if not path.parent.is_dir():
            raise UsageError(_("--save: there is no folder {folder}").format(folder=shorten(path.parent)))
        if path.is_dir() or is_protected(path):
            reason = _("it is a folder") if path.is_dir() else _("it is write-protected")
            raise UsageError(
                _("--save: {name} cannot be written: {reason}").format(name=shorten(path.name), reason=reason)
            )
    except (OSError, ValueError) as error:
        if isinstance(error, UsageError):
            raise
        sentence = _("--save: {name} cannot be written: {reason}")
        raise UsageError(sentence.format(name=shorten(path.name), reason=reason_of(error))) from error
    return path
