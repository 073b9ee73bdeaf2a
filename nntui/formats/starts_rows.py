"""Many starts in words and as the rows of a table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nntui.drawing.numbers import loss_text
from nntui.experiment.experiment import Experiment
from nntui.formats.run_rows import RunRow, percent, setting_text
from nntui.language import _, ngettext
from nntui.session.many_starts import StartsPlan, StartsProgress
from nntui.session.runs import RunGoal
from nntui.training.many_starts import StartResult

_DATA, _ACTIVATION, _RATE, _REGULARIZATION = "data", "activation", "learning_rate", "regularization"


@dataclass(frozen=True)
class Quartiles:
    """Of some losses.

    Attributes:
        lower: A quarter of them is below.
        median: Half of them.
        upper: Three quarters of them.
    """

    lower: float
    median: float
    upper: float


def quartiles(losses: Sequence[float]) -> Quartiles | None:
    """The quartiles of those that are numbers; None where none is."""
    known = [loss for loss in losses if math.isfinite(loss)]
    return Quartiles(*np.quantile(known, (0.25, 0.5, 0.75)).tolist()) if known else None


def start_title(result: StartResult, plan: StartsPlan) -> str:
    """What a start is called."""
    if plan.new_data:
        name = _("seed {seed}").format(seed=result.seed)
    else:
        name = _("start {number}").format(number=result.weights_draw + 1)
    return name if result.diverged_epoch is None else _("{start}, diverged").format(start=name)


def row_of_start(result: StartResult, plan: StartsPlan) -> RunRow:
    """A start as a row of the table of runs; its key is its place in the order of the starts.

    Args:
        result: What has come of it.
        plan: What was trained.
    """
    return RunRow(
        key=f"{result.seed}/{result.weights_draw}",
        title=start_title(result, plan),
        experiment=result.experiment,
        epoch=result.epochs,
        train_loss=result.train_loss,
        test_loss=result.test_loss,
        parameters=result.parameters,
        train_accuracy=None if math.isnan(result.train_accuracy) else result.train_accuracy,
        test_accuracy=None if math.isnan(result.test_accuracy) else result.test_accuracy,
        goal=None if plan.test_loss is None else RunGoal(plan.test_loss, result.goal_epoch),
        losses=None if result.snapshot is None else result.snapshot.history,
        snapshot=result.snapshot,
    )


def rows_of_starts(progress: StartsProgress) -> tuple[RunRow, ...]:
    """All starts as rows, in their order."""
    return tuple(row_of_start(each, progress.plan) for each in progress.results)


# In words


def starts_title(plan: StartsPlan) -> str:
    """How many starts, in two words."""
    return ngettext("{count} start", "{count} starts", plan.number).format(count=plan.number)


def range_text(first: int, number: int) -> str:
    """Which starts they are, where all have the same data.

    Args:
        first: The first of them, from 1.
        number: How many.
    """
    return _("starts {first} to {last}, same data").format(first=first, last=first + number - 1)


def network_text(plan: StartsPlan) -> str:
    """Its network and its data: "2-4-1, XOR"."""
    row = RunRow("", "", plan.experiment, 0, math.nan, math.nan, 0)
    return f"{'-'.join(map(str, plan.experiment.sizes))}, {setting_text(row, _DATA)}"


def past_text(progress: StartsProgress) -> str:
    """What came of them, in a short line.

    Args:
        progress: At the end.
    """
    number, loss = len(progress.test_losses), progress.plan.test_loss
    if loss is not None:
        result = _("{reached} of {number} under {loss:g}").format(reached=progress.reached, number=number, loss=loss)
    else:
        spread = quartiles(progress.test_losses)
        median = "–" if spread is None else loss_text(spread.median, 4)
        result = f"{starts_title(progress.plan)}, {_('median test loss {loss}').format(loss=median)}"
    return f"{network_text(progress.plan)}: {result}"


def experiment_text(plan: StartsPlan) -> str:
    """Which experiment it is that is trained, in a line."""
    experiment = plan.experiment
    row = RunRow("", "", experiment, 0, math.nan, math.nan, 0)
    names = (_DATA, None, _ACTIVATION, _RATE, *((_REGULARIZATION,) if _is_regularized(experiment) else ()))
    texts = ["-".join(map(str, experiment.sizes)) if name is None else setting_text(row, name) for name in names]
    texts[3] = _("rate {rate}").format(rate=texts[3])
    texts.append(_("new data each") if plan.new_data else range_text(experiment.weights_draw + 1, plan.number))
    return " · ".join(texts)


def _is_regularized(experiment: Experiment) -> bool:
    return experiment.regularization != "none"


def goal_sentence(progress: StartsProgress) -> str:
    """How many starts have reached the goal; without one how far they were trained."""
    plan = progress.plan
    number = len(progress.test_losses) + progress.diverged if progress.is_over else plan.number
    if plan.test_loss is None:
        if not progress.is_over:
            return ""
        is_whole = not progress.diverged and not progress.is_stopped
        sentence = _("Trained for {epochs:,} epochs") if is_whole else _("Trained for up to {epochs:,} epochs")
        return sentence.format(epochs=plan.epochs)
    sentence = (
        _("{reached} of {number} ({share}) reached a test loss under {loss:g} within {epochs:,} epochs")
        if progress.is_over and not progress.is_stopped
        else _("{reached} of {number} ({share}) reached a test loss under {loss:g} so far")
    )
    share = percent(progress.reached / number) if number else "–"
    return sentence.format(
        reached=progress.reached, number=number, share=share, loss=plan.test_loss, epochs=plan.epochs
    )


def _have_all_diverged(progress: StartsProgress) -> bool:
    return bool(progress.results) and progress.diverged == len(progress.results)


def summary_lines(progress: StartsProgress) -> tuple[str, ...]:
    """All there is to say of them, a sentence a line."""
    if progress.error:
        return (progress.error,)
    lines = [goal_sentence(progress)]
    if not progress.is_over:
        lines.insert(0, _("Training: {share} done").format(share=percent(progress.share)))
    elif progress.is_stopped:
        lines.insert(0, _("Stopped when {share} was done").format(share=percent(progress.share)))
    spread = quartiles(progress.test_losses)
    if spread is not None:
        sentence = _("Test loss: median {median}, quartiles {lower} and {upper}")
        numbers = {"median": spread.median, "lower": spread.lower, "upper": spread.upper}
        lines.append(sentence.format(**{name: loss_text(value, 4) for name, value in numbers.items()}))
    settled = progress.settled
    if settled:
        best, worst = settled[0], settled[-1]
        lines.append(
            _("Best: {best} with {best_loss}; worst: {worst} with {worst_loss}").format(
                best=start_title(best, progress.plan),
                best_loss=loss_text(best.test_loss, 4),
                worst=start_title(worst, progress.plan),
                worst_loss=loss_text(worst.test_loss, 4),
            )
        )
    if _have_all_diverged(progress):
        lines.append(_("All starts have diverged: try a lower learning rate"))
    elif progress.diverged:
        text = ngettext("{count} start has diverged", "{count} starts have diverged", progress.diverged)
        lines.append(text.format(count=progress.diverged))
    return tuple(filter(None, lines))


def short_progress(progress: StartsProgress, key: str) -> str:
    """How far they are, in a few words.

    Args:
        progress: Before the end.
        key: The key that shows more.
    """
    sentence = _("{starts}: {share} · {key}")
    return sentence.format(starts=starts_title(progress.plan), share=percent(progress.share), key=key)


def end_message(progress: StartsProgress) -> str:
    """What is said when they are through.

    Args:
        progress: At the end.
    """
    plan = progress.plan
    title = f"{starts_title(plan)}, {experiment_text(plan)}"
    if progress.error:
        return f"{title}: {progress.error}"
    sentence = goal_sentence(progress)
    spread = quartiles(progress.test_losses)
    if plan.test_loss is None and spread is not None:
        sentence += ", " + _("median test loss {loss}").format(loss=loss_text(spread.median, 4))
    if _have_all_diverged(progress):
        sentence += ", " + _("all have diverged")
    elif progress.diverged:
        text = ngettext("{count} has diverged", "{count} have diverged", progress.diverged)
        sentence += ", " + text.format(count=progress.diverged)
    return f"{title}: {sentence}"
