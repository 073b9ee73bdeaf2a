"""Training many starts without a screen: `nntui train --starts`."""

import json
import math
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

import numpy as np

from nntui.cli import exit_codes
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import SETTINGS
from nntui.experiment.shown_text import visible
from nntui.language import _
from nntui.training.engines import NUMPY
from nntui.training.many_starts import Progress, StartResult, StartState, starts_of, train_starts

if TYPE_CHECKING:
    from nntui.lessons.goals import Goal

_QUARTILES = {"least": 0.0, "lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75, "most": 1.0}


@dataclass(frozen=True, kw_only=True)
class StartsCommand:
    """Trains many starts of an experiment and prints what comes of each, and a summary.

    Attributes:
        experiment: The first start.
        number: How many starts.
        new_data: Whether each has points of its own.
        epochs: For how long each, at least 0.
        goal: What each should reach; None for nothing.
        as_json: Print one JSON object a line, instead of sentences.
        engine: What trains.
    """

    experiment: Experiment
    number: int
    new_data: bool = False
    epochs: int
    goal: "Goal | None" = None
    as_json: bool = False
    engine: str = NUMPY

    def run(self) -> int:
        """Trains. Ctrl+C prints what is done, each start as far as it was trained.

        Returns:
            0, or `exit_codes.DIVERGED` where every start has diverged.

        Raises:
            TrainingError: There is nothing to train on.
            SettingError: There are not so many starts.
            KeyboardInterrupt: It was interrupted; what is done has been printed.
        """
        starts = starts_of(self.experiment, self.number, new_data=self.new_data)
        show_bar = not self.as_json and sys.stderr.isatty()
        printer = _Printer(self)
        with _interrupts() as interrupts, _Bar() if show_bar else nullcontext() as bar:
            if not self.as_json:
                print(self._title(starts), flush=True)

            def on_progress(progress: Progress) -> bool:
                if bar is None:
                    printer.show(progress.results)
                else:
                    bar.update(progress)
                return not interrupts

            results = train_starts(starts, self.epochs, goal=self._asked(), on_progress=on_progress, engine=self.engine)
        printer.show(results)
        printer.summarize(results)
        if interrupts:
            raise KeyboardInterrupt
        has_diverged = all(each.diverged_epoch is not None for each in results)
        return exit_codes.DIVERGED if has_diverged else exit_codes.OK

    def _asked(self) -> "_Asked | None":
        return None if self.goal is None else _Asked(self.goal)

    def _title(self, starts: Sequence[Experiment]) -> str:
        if self.new_data:
            sentence = _("starts of new data, with seeds that follow from seed {seed}; --seed repeats one")
            return sentence.format(seed=visible(self.experiment.seed))
        sentence = _("seed {seed}, starts {first} to {last}; --seed and --start repeat one")
        first, last = starts[0].weights_draw + 1, starts[-1].weights_draw + 1
        return sentence.format(seed=visible(self.experiment.seed), first=first, last=last)


@dataclass(frozen=True)
class _Asked:
    """A goal as it is asked of a start."""

    goal: "Goal"

    def __call__(self, state: StartState) -> bool:
        return self.goal.holds(state.snapshot, state.sample)


class _Printer:
    """Prints each result once, and the summary."""

    def __init__(self, command: StartsCommand) -> None:
        self._command = command
        self._printed = 0

    def show(self, results: Sequence[StartResult]) -> None:
        """Prints those results that are new."""
        for result in results[self._printed :]:
            print(json.dumps(_as_data(result)) if self._command.as_json else self._line(result), flush=True)
        self._printed = max(self._printed, len(results))

    def _line(self, result: StartResult) -> str:
        parts = [
            _("training loss {loss}").format(loss=_shown(result.train_loss)),
            _("test loss {loss}").format(loss=_shown(result.test_loss)),
        ]
        if not math.isnan(result.test_accuracy):
            parts.append(_("test accuracy {share}").format(share=f"{result.test_accuracy:.1%}"))
        if result.diverged_epoch is not None:
            parts.append(_("diverged at epoch {epoch}").format(epoch=result.diverged_epoch))
        elif result.epochs < self._command.epochs:
            parts.append(_("interrupted at epoch {epoch}").format(epoch=result.epochs))
        if result.goal_epoch is not None:
            parts.append(_("goal at epoch {epoch}").format(epoch=result.goal_epoch))
        if self._command.new_data:
            name = _("seed {seed}").format(seed=result.seed)
        else:
            name = _("start {number}").format(number=result.weights_draw + 1)
        return f"{name}: {', '.join(parts)}"

    def summarize(self, results: Sequence[StartResult]) -> None:
        """Prints the share that reached the goal, and how the losses are spread."""
        command = self._command
        settled = [each for each in results if each.diverged_epoch is None]
        reached = [each.goal_epoch for each in results if each.goal_epoch is not None]
        if command.as_json:
            print(json.dumps({"summary": _summary(command, results, settled, reached)}), flush=True)
            return
        if len(settled) < len(results):
            sentence = _("diverged: {count} of {all}; they are left out of the losses below")
            print(sentence.format(count=len(results) - len(settled), all=len(results)))
        for name, losses in (
            (_("training loss"), [each.train_loss for each in settled]),
            (_("test loss"), [each.test_loss for each in settled]),
        ):
            spread = _spread(losses)
            if spread is not None:
                print(f"{name}: {_spread_text(spread)}")
        if command.goal is not None:
            sentence = _("goal {goal}: reached by {count} of {all} starts ({share})")
            share = f"{len(reached) / len(results):.0%}"
            print(sentence.format(goal=command.goal.source, count=len(reached), all=len(results), share=share))
            spread = _spread(reached)
            if spread is not None:
                print(_("epochs to the goal: {spread}").format(spread=_spread_text(spread)))
        sys.stdout.flush()


def _spread(values: Sequence[float]) -> dict[str, float] | None:
    """Least, quartiles, median and most of those that are numbers; None where there are none."""
    numbers = [value for value in values if math.isfinite(value)]
    if not numbers:
        return None
    places = np.quantile(numbers, list(_QUARTILES.values())).tolist()
    return dict(zip(_QUARTILES, places, strict=True))


def _spread_text(spread: dict[str, float]) -> str:
    sentence = _("median {median}, quartiles {lower_quartile} and {upper_quartile}, least {least}, most {most}")
    return sentence.format(**{name: f"{value:.4g}" for name, value in spread.items()})


def _as_data(result: StartResult) -> dict[str, object]:
    return {
        "seed": result.seed,
        "weights_draw": result.weights_draw,
        "epochs": result.epochs,
        "train_loss": _finite(result.train_loss),
        "test_loss": _finite(result.test_loss),
        "train_accuracy": _finite(result.train_accuracy),
        "test_accuracy": _finite(result.test_accuracy),
        "goal_epoch": result.goal_epoch,
        "diverged_epoch": result.diverged_epoch,
        "parameters": result.parameters,
        "seconds": round(result.seconds, 6),
    }


def _summary(
    command: StartsCommand,
    results: Sequence[StartResult],
    settled: Sequence[StartResult],
    reached: Sequence[int],
) -> dict[str, object]:
    settings = {name: getattr(command.experiment, name) for name in SETTINGS}
    has_goal = command.goal is not None
    return {
        "starts": len(results),
        "diverged": len(results) - len(settled),
        "new_data": command.new_data,
        "goal": command.goal.source if command.goal is not None else None,
        "reached": len(reached) if has_goal else None,
        "share_reached": len(reached) / len(results) if has_goal else None,
        "goal_epochs": _spread(reached),
        "train_loss": _spread([each.train_loss for each in settled]),
        "test_loss": _spread([each.test_loss for each in settled]),
        "engine": command.engine,
        "settings": settings,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _shown(loss: float) -> str:
    return f"{loss:.6g}" if math.isfinite(loss) else "–"


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Takes the first ctrl+c as a wish, which is then in the list; a second one interrupts at once."""
    wishes: list[int] = []

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if wishes:
            raise KeyboardInterrupt
        wishes.append(number)

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, on_signal)
    try:
        yield wishes
    finally:
        signal.signal(signal.SIGINT, before)


class _Bar:
    """A progress bar on standard error."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn(_("starts")),
            TextColumn("{task.fields[through]}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, through=0)

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._progress.stop()

    def update(self, progress: Progress) -> None:
        """Shows how far it is."""
        self._progress.update(self._task, completed=progress.done, total=progress.total, through=len(progress.results))
