"""The results of a sweep: a header that says which sweep it is, and a row for every start that has been trained.

The file is the state of the sweep. Rows are only ever added, and a row is found by its experiment, so the same command
goes on where it was. pandas, DuckDB and Polars read it, as JSON lines or as CSV.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self

from nntui.errors import reason_of
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import Setting
from nntui.experiment.settings import WEIGHTS_DRAW
from nntui.experiment.shown_text import shorten
from nntui.formats.results_mark import is_results
from nntui.language import _
from nntui.storage.atomic_write import target_of
from nntui.sweeps.errors import SweepError
from nntui.sweeps.lines import form_named, form_of, read_rows, whole_length
from nntui.sweeps.rows import Key, Row, experiment_of, key_of, row_data
from nntui.sweeps.sweep import Sweep
from nntui.system import lock_file

_SHOWN_ONLY = ("discretize", "show_test_data")
"""What does not change what is trained."""


@dataclass(frozen=True)
class Results:
    """A sweep with what has been trained of it.

    Attributes:
        sweep: What was to be trained.
        rows: What has been, in the order in which it came.
        version: Of the nntui that began it.
    """

    sweep: Sweep
    rows: tuple[Row, ...]
    version: str = ""

    @cached_property
    def keys(self) -> frozenset[Key]:
        """What the rows are found by."""
        return frozenset(key_of(self.sweep, row.values, row.seed, row.weights_draw) for row in self.rows)

    def experiment(self, row: Row) -> Experiment:
        """The experiment of a row: trained for `row.epochs` epochs it has the losses of the row."""
        return experiment_of(self.sweep, row)

    def as_data(self) -> list[dict[str, Any]]:
        """The rows as they stand in a file, each with the loss that is used, for a data frame."""
        used = {values: self.sweep.experiment(values).used_loss for values in {row.values for row in self.rows}}
        return [row_data(self.sweep, row) | {"used_loss": used[row.values]} for row in self.rows]


def read_results(path: Path) -> Results:
    """Reads a file of results; what was cut off in its last line is left out.

    Raises:
        SweepError: It cannot be read, or holds something else.
    """
    with reading(path) as file:
        return _read(path, file)


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """Opens a file to be read; whatever goes wrong with it inside is a sentence.

    Raises:
        SweepError: It cannot be read.
    """
    try:
        if not path.is_file():  # a pipe would be waited for
            path.stat()
            raise SweepError(_("{name} cannot be read: it is not a regular file").format(name=shorten(path.name)))
        with path.open("rb") as file:
            yield file
    except (OSError, ValueError) as error:
        if isinstance(error, SweepError):
            raise
        sentence = _("{name} cannot be read: {reason}")
        raise SweepError(sentence.format(name=shorten(path.name), reason=reason_of(error))) from error


def _read(path: Path, file: IO[bytes]) -> Results:
    form, header = form_of(path, file)
    rows = read_rows(form, path, file, header.sweep)
    return Results(header.sweep, tuple(_each_once(header.sweep, rows)), header.version)


def _each_once(sweep: Sweep, rows: Iterable[Row]) -> Iterator[Row]:
    seen: set[Key] = set()
    for row in rows:
        key = key_of(sweep, row.values, row.seed, row.weights_draw)
        if key not in seen:
            seen.add(key)
            yield row


class ResultsFile:
    """A file of results that is being written; a context that closes it.

    Args:
        path: The file. What is there already must be of the same sweep; it is gone on with.
        sweep: What is trained. Where `is_seeded` is False and the file is there, its seed is taken over.
        is_seeded: Whether the person has named the seed.

    Attributes:
        sweep: What is trained, with the seed of the file.
        rows: What was there already.

    Raises:
        SweepError: It cannot be written, holds something else or another sweep, or is being written by another one.
    """

    def __init__(self, path: Path, sweep: Sweep, *, is_seeded: bool = True) -> None:
        self._path = path
        self._form = form_named(path)
        self.sweep = sweep
        self.rows: tuple[Row, ...] = ()
        try:
            self._file = open(target_of(path), "a+b", buffering=0)  # noqa: SIM115, PTH123 (open to the end)
        except (OSError, ValueError) as error:
            raise self._refusal(error) from error
        try:
            self._begin(is_seeded)
        except BaseException:
            self._file.close()
            raise

    def _begin(self, is_seeded: bool) -> None:
        if not lock_file(self._file.fileno()):
            sentence = _("{name} is being written by another nntui sweep; wait for it, or give another --output")
            raise SweepError(sentence.format(name=shorten(self._path.name)))
        try:
            self._file.seek(0)
            length = whole_length(self._file)
            size = self._file.seek(0, os.SEEK_END)
            if length:
                self._go_on(is_seeded)
                if length < size:
                    self._file.truncate(length)
            elif size and not is_results(self._head()):
                raise SweepError(
                    _("{name} holds something else than results of a sweep").format(name=shorten(self._path.name))
                )
            else:
                self._file.truncate(0)
                self._file.write(self._form.header(self.sweep))
        except OSError as error:
            raise self._refusal(error) from error

    def _head(self) -> bytes:
        self._file.seek(0)
        return self._file.read(100)

    def _go_on(self, is_seeded: bool) -> None:
        """Takes over what is there, if it is of the same sweep."""
        self._file.seek(0)
        found = _read(self._path, self._file)
        asked = self.sweep
        if not is_seeded:
            asked = replace(asked, base=asked.base.changed(seed=found.sweep.base.seed))
        differing = differences(asked, found.sweep)
        if differing:
            sentence = _("{name} holds another sweep ({differing}); give another --output, or the same command again")
            raise SweepError(sentence.format(name=shorten(self._path.name), differing="; ".join(differing)))
        self.sweep, self.rows = asked, found.rows

    def _refusal(self, error: Exception) -> SweepError:
        sentence = _("--output: {name} cannot be written: {reason}")
        return SweepError(sentence.format(name=shorten(self._path.name), reason=reason_of(error)))

    def append(self, rows: Iterable[Row]) -> None:
        """Adds rows, in one write.

        Raises:
            OSError: They cannot be written.
        """
        data = b"".join(self._form.line(self.sweep, row) for row in rows)
        while data:
            data = data[self._file.write(data) :]

    def close(self) -> None:
        """Closes the file; what was added is on the disk."""
        with suppress(OSError):
            os.fsync(self._file.fileno())
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def differences(asked: Sweep, found: Sweep) -> Sequence[str]:
    """In what a sweep differs from that of a file, each as "epochs 100, there 500"; none where it is the same one."""
    told = []
    for name in sorted(asked.base.differences(found.base)):
        if name in _SHOWN_ONLY:
            continue
        if name == "user_points":
            if not _same_points(asked, found):
                told.append(_("the points are others"))
            continue
        setting = asked.base.setting(name)
        told.append(_told(setting.label, *(_written(sweep, setting) for sweep in (asked, found))))
    varied = [
        " ".join(f"{axis.name}={':'.join(map(axis.text, axis.values))}" for axis in each.axes)
        for each in (asked, found)
    ]
    if varied[0] != varied[1]:
        told.append(_told("--vary", shorten(varied[0], 100), shorten(varied[1], 100)))
    for name in ("starts", "epochs", "goal", "new_data", "sample"):
        values = getattr(asked, name), getattr(found, name)
        if values[0] != values[1]:
            told.append(
                _told(f"--{name.replace('_', '-')}", *(_("none") if not each else str(each) for each in values))
            )
    return told


def _written(sweep: Sweep, setting: Setting) -> str:
    value = getattr(sweep.base, setting.name)
    return setting.format(value + 1 if setting is WEIGHTS_DRAW else value)  # starts are counted from 1


def _told(what: str, asked: str, found: str) -> str:
    return _("{what} {asked}, there {found}").format(what=what, asked=asked, found=found)


def _same_points(asked: Sweep, found: Sweep) -> bool:
    mine, theirs = asked.base.user_points, found.base.user_points
    return mine.size == theirs.size and bool(
        (mine.points == theirs.points).all() and (mine.labels == theirs.labels).all()
    )
