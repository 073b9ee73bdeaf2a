"""Training without a screen: `nntui train`."""

import json
import math
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nntui.cli import exit_codes
from nntui.cli.messages import say
from nntui.drawing.numbers import loss_text
from nntui.errors import NntuiError, reason_of
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import SETTINGS
from nntui.experiment.shown_text import shorten, visible
from nntui.language import _
from nntui.storage.atomic_write import write_atomically
from nntui.training.engines import COMPILED, NUMPY, can_compile, trainer_by
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import DivergedError, Trainer

if TYPE_CHECKING:
    from rich.progress import TaskID

    from nntui.paper.film import Film

_NOTHING: Mapping[str, object] = {}


class _Report(Protocol):
    def __call__(self, epoch: int, train_loss: float, test_loss: float) -> None: ...


@dataclass(frozen=True, kw_only=True)
class TrainCommand:
    """Trains an experiment for some epochs and prints its losses.

    Attributes:
        experiment: What to train.
        snapshot: Where to go on from; from the start when there is none.
        epochs: For how long, at least 0.
        every: Print each so many epochs, at least 1, with epoch 0 and the last. None is each of them as JSON, and else
            only the last.
        as_json: Print one JSON object a line, instead of a sentence. The last has the accuracy and the settings, too.
        in_words: Print the state in sentences at the end, where it is not JSON.
        save: Where the trained network is written to at the end, in the form that the name's suffix says: `saved_as`.
        rescue: Keeps what was trained somewhere else when it cannot be written there, and returns the file.
        export_as: The name of the export that is written there; None for the usual one of that suffix.
        frames: Of a film, how many pictures; None for the usual number.
        engine: What trains.
    """

    experiment: Experiment
    snapshot: Snapshot | None = None
    epochs: int
    every: int | None = None
    as_json: bool = False
    in_words: bool = False
    save: Path | None = None
    rescue: Callable[[Snapshot], Path] | None = None
    export_as: str | None = None
    frames: int | None = None
    engine: str = NUMPY

    def run(self) -> int:
        """Trains.

        Returns:
            0, `exit_codes.DIVERGED` or `exit_codes.NOT_WRITTEN`.

        Raises:
            TrainingError: There is nothing to train on.
            ExportError: The network cannot be written in that form, which is found out before the training.
            OSError: The losses cannot be printed. What was trained until then is saved first.
        """
        if self.save is not None:
            from nntui.formats.saving import saved_as

            saved_as(self.save, self.export_as, has_run=True)
        trainer = trainer_by(self.engine, self.experiment, self.snapshot)
        film = self._film(trainer.epoch)
        plain = _report_nothing if self.every is None else _report_line
        if self.as_json:
            plain = partial(_report_json, trainer, self.engine, trainer.epoch, trainer.epoch + self.epochs)
        show_bar = not self.as_json and self.every is None and sys.stderr.isatty()
        failure: DivergedError | None = None
        with _Bar(self.epochs) if show_bar else nullcontext(plain) as report:
            try:
                self._train(trainer, report, film)
            except DivergedError as error:
                if self.as_json:
                    _print_json(error.epoch, math.nan, math.nan)
                failure = error
            except OSError:
                self._save(trainer.snapshot(), film)
                raise
        is_saved = self._save(trainer.snapshot(), film)
        if not self.as_json and self.every is None:
            _report_line(trainer.epoch, trainer.train_loss, trainer.test_loss)
        if not self.as_json:
            self._describe(trainer, failure)
        if not is_saved:
            return exit_codes.NOT_WRITTEN
        if failure is not None:
            say(str(failure))
            return exit_codes.DIVERGED
        return exit_codes.OK

    def _describe(self, trainer: Trainer, failure: DivergedError | None) -> None:
        """Prints the state in words where that is wanted, else the accuracy."""
        if self.in_words:
            from nntui.lessons.in_words import state_in_words

            print(state_in_words(trainer.snapshot(), trainer.sample, failure.advice if failure else ""), flush=True)
        elif failure is None:
            _report_accuracy(trainer)

    def _film(self, start: int) -> "_Film | None":
        """Keeps the pictures of a film, if one is to be written."""
        if self.save is None:
            return None
        from nntui.formats.saving import saved_as

        export = saved_as(self.save, self.export_as, has_run=True)
        return _Film(start, start + self.epochs, self.frames) if export is not None and export.needs_run else None

    def _save(self, snapshot: Snapshot, film: "_Film | None" = None) -> bool:
        """Writes what was trained, or keeps it elsewhere and says where; whether it is where it was meant to go."""
        if self.save is None:
            return True
        from nntui.formats.saved_session import SavedSession
        from nntui.formats.saving import content

        try:
            with nullcontext() if film is None else film.finished(snapshot) as pictures:
                data = content(self.save, SavedSession(snapshot), self.export_as, pictures)
            write_atomically(self.save, data)
        except (OSError, NntuiError) as error:
            sentence = _("{name} cannot be written: {reason}")
            failure = sentence.format(name=shorten(self.save.name), reason=reason_of(error))
            say(". ".join(filter(None, (failure, self._rescued(snapshot)))))
            return False
        return True

    def _rescued(self, snapshot: Snapshot) -> str:
        if self.rescue is None:
            return ""
        try:
            return _("What was trained is in {path}").format(path=self.rescue(snapshot))
        except OSError as error:
            return _("What was trained could not be kept elsewhere: {reason}").format(reason=reason_of(error))

    def _train(self, trainer: Trainer, report: _Report, film: "_Film | None") -> None:
        if not self.as_json:
            print(_seed_line(self.experiment, self.engine), flush=True)
        start = trainer.epoch
        report(start, trainer.train_loss, trainer.test_loss)
        if film is not None:
            film.take(trainer)
        for epoch in range(start + 1, start + self.epochs + 1):
            trainer.train_epoch()
            if film is not None:
                film.take(trainer)
            if epoch % (self.every or 1) == 0 or epoch == start + self.epochs:
                report(epoch, trainer.train_loss, trainer.test_loss)


def _report_nothing(epoch: int, train_loss: float, test_loss: float) -> None:
    pass


def _seed_line(experiment: Experiment, engine: str) -> str:
    """What repeats the run, for one without a seed as well; with the engine where it is not the playground's."""
    sentence = _("seed {seed}, start {start}; {options} repeats it")
    options = f"--seed {shlex.quote(experiment.seed)} --start {experiment.weights_draw + 1}"
    if engine == COMPILED and can_compile(experiment):
        sentence = _("seed {seed}, start {start}, engine compiled; {options} repeats it")
        options += f" --engine {COMPILED}"
    return visible(sentence.format(seed=experiment.seed, start=experiment.weights_draw + 1, options=options))


def _report_json(
    trainer: Trainer, engine: str, first: int, last: int, epoch: int, train_loss: float, test_loss: float
) -> None:
    """Prints the losses; with the first and the last the start, with the last what was reached, with which settings."""
    start = {"seed": trainer.experiment.seed, "weights_draw": trainer.experiment.weights_draw}
    more = (start if epoch in (first, last) else {}) | (_result(trainer, engine) if epoch == last else {})
    _print_json(epoch, train_loss, test_loss, more)


def _print_json(epoch: int, train_loss: float, test_loss: float, more: Mapping[str, object] = _NOTHING) -> None:
    losses = {"train_loss": _finite(train_loss), "test_loss": _finite(test_loss)}
    print(json.dumps({"epoch": epoch, **losses, **more}), flush=True)


def _result(trainer: Trainer, engine: str) -> dict[str, object]:
    """The accuracy, null for a regression or an empty set, the engine, the loss that is used, and every setting."""
    experiment = trainer.experiment
    shares = predict(trainer.snapshot(), trainer.sample).accuracy or (math.nan, math.nan)
    settings = {name: getattr(experiment, name) for name in SETTINGS}
    accuracies = {"train_accuracy": _finite(shares[0]), "test_accuracy": _finite(shares[1])}
    return {**accuracies, "engine": engine, "used_loss": experiment.used_loss, "settings": settings}


def _finite(loss: float) -> float | None:
    return loss if math.isfinite(loss) else None


def _report_line(epoch: int, train_loss: float, test_loss: float) -> None:
    line = _("epoch {epoch}: training loss {train}, test loss {test}")
    print(line.format(epoch=epoch, train=_shown(train_loss, ".6g"), test=_shown(test_loss, ".6g")), flush=True)


def _report_accuracy(trainer: Trainer) -> None:
    """Prints the share of points that are taken for their class; nothing for a regression."""
    shares = predict(trainer.snapshot(), trainer.sample).accuracy
    if shares is None or not math.isfinite(shares[0]):
        return
    train, test = (f"{100 * share:.1f}%" for share in shares)
    if math.isfinite(shares[1]):
        line = _("accuracy: {train} in training, {test} in the test").format(train=train, test=test)
    else:
        line = _("accuracy: {train} in training").format(train=train)
    print(line, flush=True)


def _shown(loss: float, form: str) -> str:
    """A loss as text; a dash for none, as the test loss without test points."""
    return format(loss, form) if math.isfinite(loss) else "–"


class _Film:
    """The pictures of a film, kept while it is trained.

    Args:
        first: The first epoch.
        last: The last one.
        frames: How many pictures; None for the usual number.
    """

    def __init__(self, first: int, last: int, frames: int | None) -> None:
        from nntui.paper.film import FRAMES, Reel, film_epochs

        self._frames = FRAMES if frames is None else frames
        self._reel = Reel(film_epochs(first, last, self._frames))

    def take(self, trainer: Trainer) -> None:
        """Keeps the present state, if it is wanted."""
        if self._reel.wants(trainer.epoch):
            self._reel.add(trainer.snapshot())

    @contextmanager
    def finished(self, last: Snapshot) -> Iterator["Film"]:
        """The film, with the last state; while it is written, a terminal shows how far it is."""
        from nntui.paper.film import Film

        self._reel.add(last)
        if not sys.stderr.isatty():
            yield Film(self._reel, self._frames)
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        columns = TextColumn(_("film")), BarColumn(), TaskProgressColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("")

            def report(done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            yield Film(self._reel, self._frames, report)


class _Bar:
    """A progress bar with the losses, on standard error."""

    def __init__(self, epochs: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        losses = _("training loss {train}  test loss {test}")
        self._progress = Progress(
            TextColumn(_("epoch")),
            MofNCompleteColumn(),
            BarColumn(),
            TextColumn(losses.format(train="{task.fields[train]}", test="{task.fields[test]}")),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None
        self._epochs = epochs

    def __enter__(self) -> _Report:
        self._progress.start()
        return self._report

    def __exit__(self, *exception: object) -> None:
        self._progress.stop()

    def _report(self, epoch: int, train_loss: float, test_loss: float) -> None:
        train, test = loss_text(train_loss, 4), loss_text(test_loss, 4)
        if self._task is None:
            self._task = self._progress.add_task("", total=self._epochs, train=train, test=test)
        self._progress.update(self._task, completed=epoch, train=train, test=test)
