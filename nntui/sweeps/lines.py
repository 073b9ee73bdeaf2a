"""The two forms of a file of results, JSON lines and CSV: a header line that says which sweep it is, and a line a row.

Both are appended to line by line, so at most the last line can be torn; it is left out.
"""

import csv
import io
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from nntui import __version__
from nntui.errors import NntuiError
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import SETTINGS
from nntui.experiment.shown_text import shorten, visible
from nntui.experiment.user_points import NO_POINTS
from nntui.formats.results_mark import CSV_MARK, JSON_MARK, NAME
from nntui.formats.saved_points import SavedPoints, points_of, saved_points_of
from nntui.formats.tables.formulas import guarded, unguarded
from nntui.language import _
from nntui.sweeps.axes import make_axis, parse_value
from nntui.sweeps.errors import SweepError
from nntui.sweeps.rows import COLUMNS, Row, row_data, row_from
from nntui.sweeps.sweep import Sweep

FORMAT = 1
"""Of the files that are written here."""
_LONGEST_LINE = 64_000_000
"""Bytes that a line may have: the header may hold 200,000 points."""
_LONGEST_VERSION = 100
_TEXTS = ("seed", "version")
_WHOLE = ("weights_draw", "epochs", "goal_epoch", "diverged_epoch", "parameters")
_BAD_ROW = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, csv.Error)


@dataclass(frozen=True)
class Header:
    """What the first line says.

    Attributes:
        sweep: Which sweep it is.
        version: Of the nntui that began it.
    """

    sweep: Sweep
    version: str


class Form(ABC):
    """A form of the file.

    Attributes:
        suffix: What its name ends with.
        mark: What its first line begins with.
    """

    suffix: str
    mark: bytes

    @abstractmethod
    def header(self, sweep: Sweep) -> bytes:
        """The line or the lines before the first row."""

    @abstractmethod
    def line(self, sweep: Sweep, row: Row) -> bytes:
        """The line of a row."""

    @abstractmethod
    def header_data(self, line: str) -> Any:
        """What the first line holds, as JSON has it."""

    @abstractmethod
    def read_line(self, sweep: Sweep, line: str) -> Row | None:
        """The row of a line; None for a line that is none, as the titles.

        Raises:
            ValueError: It is no such line. Also KeyError and TypeError.
        """


class _JsonLines(Form):
    suffix = ".jsonl"
    mark = JSON_MARK

    def header(self, sweep: Sweep) -> bytes:
        return _json_line({NAME: _header_data(sweep)})

    def line(self, sweep: Sweep, row: Row) -> bytes:
        return _json_line(row_data(sweep, row))

    def header_data(self, line: str) -> Any:
        return json.loads(line)[NAME]

    def read_line(self, sweep: Sweep, line: str) -> Row | None:
        return row_from(sweep, json.loads(line))


class _Csv(Form):
    suffix = ".csv"
    mark = CSV_MARK

    def header(self, sweep: Sweep) -> bytes:
        return self.mark + _json_line(_header_data(sweep)) + _csv_line(_titles(sweep))

    def line(self, sweep: Sweep, row: Row) -> bytes:
        data = row_data(sweep, row) | dict(zip(_titles(sweep), sweep.texts(row.values), strict=False))
        return _csv_line([_csv_field(value) for value in data.values()])

    def header_data(self, line: str) -> Any:
        return json.loads(line[len(self.mark) :])

    def read_line(self, sweep: Sweep, line: str) -> Row | None:
        (fields,) = csv.reader([line])
        titles = _titles(sweep)
        if fields == titles:
            return None
        data: dict[str, Any] = dict(zip(titles, map(unguarded, fields), strict=True))
        for axis in sweep.axes:
            data[axis.name] = parse_value(axis.name, data[axis.name], sweep.base)
        for name in COLUMNS:
            if name not in _TEXTS:
                kind = int if name in _WHOLE else float
                data[name] = kind(data[name]) if data[name] else None
        return row_from(sweep, data)


FORMS: tuple[Form, ...] = (_JsonLines(), _Csv())


def _titles(sweep: Sweep) -> list[str]:
    names = [axis.name for axis in sweep.axes]
    return [*names, *(name for name in COLUMNS if name not in names)]


def _json_line(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _csv_field(value: Any) -> Any:
    """A value as it stands in a table: no text that a spreadsheet would take for a formula."""
    return guarded(value) if isinstance(value, str) else "" if value is None else value


def _csv_line(fields: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(fields)
    return text.getvalue().encode("utf-8", "replace")


def form_named(path: Path) -> Form:
    """The form that a file's name asks for.

    Raises:
        SweepError: There is none.
    """
    for form in FORMS:
        if path.suffix.lower() == form.suffix:
            return form
    sentence = _("--output: {name} is not allowed; allowed are names that end with {suffixes}")
    suffixes = ", ".join(form.suffix for form in FORMS)
    raise SweepError(sentence.format(name=shorten(path.name), suffixes=suffixes))


def _header_data(sweep: Sweep) -> dict[str, Any]:
    base = sweep.base
    return {
        "format": FORMAT,
        "version": __version__,
        "vary": {axis.name: list(axis.values) for axis in sweep.axes},
        "starts": sweep.starts,
        "epochs": sweep.epochs,
        "goal": sweep.goal,
        "new_data": sweep.new_data,
        "sample": sweep.sample,
        "settings": {name: getattr(base, name) for name in SETTINGS},
        "own_points": msgspec.to_builtins(saved_points_of(base.user_points)) if base.user_points.size else None,
    }


def form_of(path: Path, file: IO[bytes]) -> tuple[Form, Header]:
    """Reads the first line of a file, and leaves it behind that.

    Raises:
        SweepError: It is no file of results.
        OSError: It cannot be read.
    """
    line = file.readline(_LONGEST_LINE)
    name = shorten(path.name)
    form = next((form for form in FORMS if line.startswith(form.mark)), None)
    if form is None:
        raise SweepError(_("{name} holds something else than results of a sweep").format(name=name))
    try:
        if not line.endswith(b"\n"):
            raise ValueError
        data = form.header_data(line.decode())
        if data["format"] > FORMAT:
            sentence = _("{name} was written by a newer nntui: it is version {version}, known here is {known}")
            raise SweepError(sentence.format(name=name, version=data["format"], known=FORMAT))
        return form, Header(_sweep_from(data), visible(str(data["version"]), _LONGEST_VERSION))
    except SweepError:
        raise
    except (NntuiError, *_BAD_ROW) as error:
        raise SweepError(_("{name}: its first line does not say which sweep it is").format(name=name)) from error


def _sweep_from(data: Any) -> Sweep:
    settings = {name: _plain(value) for name, value in data["settings"].items()}
    points = NO_POINTS if data["own_points"] is None else points_of(msgspec.convert(data["own_points"], SavedPoints))
    base = Experiment(**settings, user_points=points)
    axes = tuple(make_axis(name, map(_plain, values), base) for name, values in data["vary"].items())
    starts, epochs, sample = data["starts"], data["epochs"], data["sample"]
    if not (_is_count(starts, 1) and _is_count(epochs, 0) and (sample is None or _is_count(sample, 1))):
        raise ValueError
    return Sweep(base, axes, starts, epochs, str(data["goal"]), bool(data["new_data"]), sample)


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def read_rows(form: Form, path: Path, file: IO[bytes], sweep: Sweep) -> Iterator[Row]:
    """The rows of a file that stands behind its first line; a torn last line is left out.

    Raises:
        SweepError: A line is no row of this sweep.
        OSError: It cannot be read.
    """
    number = 1
    while (line := file.readline(_LONGEST_LINE)).endswith(b"\n"):
        number += 1
        try:
            row = form.read_line(sweep, line.decode().rstrip("\n"))
        except _BAD_ROW as error:
            sentence = _("{name}: line {line} is no row of this sweep")
            raise SweepError(sentence.format(name=shorten(path.name), line=number)) from error
        if row is not None:
            yield row


def whole_length(file: IO[bytes]) -> int:
    """How many bytes of a file are whole lines, from where it stands."""
    length = 0
    while chunk := file.read(1 << 20):
        at = chunk.rfind(b"\n")
        if at >= 0:
            length = file.tell() - len(chunk) + at + 1
    return length
