"""Runs as the rows of a table, wherever they come from: what is shown of each, and in which columns.

Of the settings only those are columns in which rows differ. A row is data: the runs of a session, those of a sweep and
many starts are shown in the same way, on the screen and in files.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nntui.drawing.numbers import fixed_point, loss_text
from nntui.engine.datasets import Sample
from nntui.engine.losses import LOSSES
from nntui.experiment.experiment import (
    DATASET_SETTINGS,
    HIDDEN_LAYERS,
    LEARNING_RATE,
    PROBLEM,
    REGULARIZATION_RATE,
    SETTINGS,
    TRAIN_SHARE,
    WEIGHTS_DRAW,
    ZERO_INITIALIZATION,
    Experiment,
)
from nntui.experiment.settings import LOSS
from nntui.experiment.short_names import one_line
from nntui.experiment.unused import unused_settings
from nntui.language import _, ngettext, pgettext
from nntui.session.runs import POINTS, VIEW, WEIGHT, Run, RunChange, RunGoal, RunRecord
from nntui.training.history import Losses
from nntui.training.predictions import predict
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import sample_of

PRESENT = "▶"
PINNED = "◆"
_DATA = "data"
"""The column of the data set, which stands for the problem and both settings that name one."""
_OF_DATA = (PROBLEM.name, *(each.name for each in DATASET_SETTINGS.values()))
_NOT_SHOWN = frozenset((*VIEW, *_OF_DATA))
_LONGEST_VALUE = 24


@dataclass(frozen=True)
class ConditionGoal(RunGoal):
    """Something else than a test loss that a run was to come to; its test loss is NaN.

    Attributes:
        condition: What, in the language of the lessons.
    """

    condition: str


@dataclass(frozen=True, eq=False)
class RunRow:
    """A run in a table.

    Attributes:
        key: No other row of the table has it.
        title: What it is called.
        experiment: Its settings at its end.
        epoch: Epochs trained.
        train_loss: At its end.
        test_loss: At its end.
        parameters: How many weights and biases.
        train_accuracy: From 0 to 1; None for regression or where it is not known.
        test_accuracy: The same of the test points.
        changes: What was changed on the way.
        goal: What it was to come to.
        losses: On the way; None where they are not known.
        snapshot: The network, to look at and to go on with; None where it is not at hand.
        is_present: Whether it is the one that is trained now.
        is_pinned: Whether it is pinned.
        note: What else there is to say of it; "" for nothing.
    """

    key: str
    title: str
    experiment: Experiment
    epoch: int
    train_loss: float
    test_loss: float
    parameters: int
    train_accuracy: float | None = None
    test_accuracy: float | None = None
    changes: tuple[RunChange, ...] = ()
    goal: RunGoal | None = None
    losses: Losses | None = None
    snapshot: Snapshot | None = None
    is_present: bool = False
    is_pinned: bool = False
    note: str = ""

    @property
    def gap(self) -> float:
        """How much larger the test loss is than the training loss."""
        return self.test_loss - self.train_loss


@dataclass(frozen=True)
class RunColumn:
    """A column of the table.

    Attributes:
        name: In files, and to say which one is sorted by.
        title: Over it, in few characters.
        text: What stands in it of a row.
        rank: What rows are sorted by; None goes last.
        is_number: Whether it is written at the right edge.
    """

    name: str
    title: str
    text: Callable[[RunRow], str]
    rank: Callable[[RunRow], float | str | None]
    is_number: bool = True


def row_of(run: Run, *, is_present: bool = False, sample: Sample | None = None) -> RunRow:
    """A run of a session as a row.

    Args:
        run: Which.
        is_present: Whether it is the one that is trained now.
        sample: Its points, where they are at hand.
    """
    snapshot = run.snapshot
    known = _accuracy(run) if sample is None else predict(snapshot, sample).accuracy
    train, test = known or (None, None)
    return RunRow(
        key=str(run.id),
        title=run.title,
        experiment=snapshot.experiment,
        epoch=snapshot.epoch,
        train_loss=snapshot.train_loss,
        test_loss=snapshot.test_loss,
        parameters=len(snapshot.parameters),
        train_accuracy=train,
        test_accuracy=test,
        changes=run.mark.changes,
        goal=run.mark.goal,
        losses=snapshot.history,
        snapshot=snapshot,
        is_present=is_present,
        is_pinned=run.is_pinned,
    )


def rows_of(record: RunRecord, present: Run, sample: Sample | None = None) -> tuple[RunRow, ...]:
    """The runs of a session, the present one first and then the newest.

    Args:
        record: Those before.
        present: The one that is trained now.
        sample: Its points, where they are at hand.
    """
    kept = [row_of(run) for run in reversed(record.kept)]
    return (row_of(present, is_present=True, sample=sample), *kept)


@lru_cache(maxsize=128)
def _accuracy(run: Run) -> tuple[float, float] | None:
    """Of a kept run, which never changes; the points are made for it."""
    return predict(run.snapshot, sample_of(run.snapshot.experiment)).accuracy


def setting_text(row: RunRow, name: str) -> str:
    """A setting of a run; of one that changed on the way all values: 0.1 → 0.3 at 120."""
    experiment, changes = row.experiment, [each for each in row.changes if each.setting == name]
    if name == _DATA:
        own = one_line(experiment.used_points.source)
        own = own if len(own) <= _LONGEST_VALUE else own[: _LONGEST_VALUE - 1].rstrip() + "…"
        return own or experiment.data.label
    if name == WEIGHTS_DRAW.name:
        return str(experiment.weights_draw + 1)
    setting = SETTINGS[name]
    if name == LOSS.name:
        return setting.display(experiment.used_loss)
    if not changes:
        return setting.display(getattr(experiment, name))
    way = [setting.display(changes[0].old)]
    way += [_("{value} at {epoch:,}").format(value=setting.display(each.new), epoch=each.epoch) for each in changes]
    return " → ".join(way)


def setting_label(name: str) -> str:
    """What a setting is called beside its value."""
    return _("Data") if name == _DATA else SETTINGS[name].label


SHOWN_SETTINGS = (_DATA, *(name for name in SETTINGS if name not in _NOT_SHOWN))
"""The settings that are shown of runs: the data first, then all others."""


def used_settings(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """The settings that one of some rows uses, and those that were changed on the way: what all of them are told by."""
    unused = frozenset.intersection(*(unused_settings(row.experiment) for row in rows))
    changed = {change.setting for row in rows for change in row.changes}
    hidden = unused - changed | {ZERO_INITIALIZATION.name}  # the initialization says that
    return tuple(name for name in SHOWN_SETTINGS if name not in hidden)


def differing(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """The settings in which rows differ; zeros as first weights are an initialization, and not said twice."""
    names = (name for name in SHOWN_SETTINGS if name != ZERO_INITIALIZATION.name)
    return tuple(name for name in names if len({setting_text(row, name) for row in rows}) > 1)


def changes_text(row: RunRow) -> str:
    """What was changed on the way, in a line: Learning rate 0.1 → 0.3 at 120 · weights by hand at 130."""
    names = dict.fromkeys(change.setting for change in row.changes if change.setting in SETTINGS)
    texts = [f"{setting_label(name)} {setting_text(row, name)}" for name in names]
    return " · ".join(filter(None, (*texts, by_hand_text(row))))


def by_hand_text(row: RunRow) -> str:
    """What beside settings was changed on the way."""
    words = {WEIGHT: _("weights by hand at {epochs}"), POINTS: _("points changed at {epochs}")}
    texts = []
    for name, text in words.items():
        at = ", ".join(f"{each.epoch:,}" for each in row.changes if each.setting == name)
        if at:
            texts.append(text.format(epochs=at))
    return " · ".join(texts)


def goal_text(row: RunRow) -> str:
    """When the goal was reached; – before, and "" where there was none."""
    if row.goal is None:
        return ""
    return "–" if row.goal.epoch is None else f"{row.goal.epoch:,}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 as it is shown; – for what is none."""
    return "–" if share is None or not math.isfinite(share) else f"{fixed_point(100 * share, 0)}%"


def columns_of(rows: Sequence[RunRow], varied: Iterable[str] = ()) -> tuple[RunColumn, ...]:
    """The columns of a table of these rows: what differs, then how far each has come.

    Args:
        rows: Which.
        varied: Settings that are columns first, even where these rows agree in them.
    """
    shown = (_DATA if name in _OF_DATA else name for name in varied)
    settings = dict.fromkeys((*(name for name in shown if name in SHOWN_SETTINGS), *differing(rows)))
    results = [
        RunColumn("epoch", pgettext("column", "Epoch"), lambda row: f"{row.epoch:,}", lambda row: row.epoch),
        RunColumn("test_loss", pgettext("column", "Test"), lambda row: loss_text(row.test_loss), _loss("test_loss")),
        RunColumn(
            "train_loss", pgettext("column", "Train"), lambda row: loss_text(row.train_loss), _loss("train_loss")
        ),
        RunColumn("gap", pgettext("column", "Gap"), lambda row: loss_text(row.gap), _loss("gap")),
    ]
    if any(row.test_accuracy is not None for row in rows):
        text = pgettext("column", "Accuracy")
        results.append(RunColumn("test_accuracy", text, lambda row: percent(row.test_accuracy), _loss("test_accuracy")))
    text = pgettext("column", "Param.")
    results.append(RunColumn("parameters", text, lambda row: f"{row.parameters:,}", lambda row: row.parameters))
    if any(row.goal is not None for row in rows):
        results.append(RunColumn("goal_epoch", pgettext("column", "Goal"), goal_text, _goal_rank))
    return (*map(_setting_column, settings), *results)


def compared(left: RunRow, right: RunRow) -> tuple[tuple[str, str, str], ...]:
    """What is said of two runs side by side: label, one, other. The results first, then settings that differ, then all.

    Args:
        left: The one.
        right: The other.
    """
    both = (left, right)
    results = columns_of([replace(row, experiment=left.experiment, changes=()) for row in both])
    labels = {"test_loss": _("Test loss"), "train_loss": _("Training loss"), "test_accuracy": _("Accuracy")}
    labels |= {"parameters": _("Parameters"), "gap": _("Gap"), "epoch": _("Epoch"), "goal_epoch": _("Goal reached")}
    lines = [(labels[column.name], column.text(left), column.text(right)) for column in results]
    kinds = [LOSSES[row.experiment.used_loss].label for row in both]
    if kinds[0] != kinds[1]:
        lines.insert(0, (_("Losses not comparable"), kinds[0], kinds[1]))
    first = differing(both)
    names = (*first, *(name for name in used_settings(both) if name not in first))
    lines += [(setting_label(name), setting_text(left, name), setting_text(right, name)) for name in names]
    by_hand = [by_hand_text(row) for row in both]
    if any(by_hand):
        lines.append((_("Changed on the way"), by_hand[0], by_hand[1]))
    return tuple(lines)


def ordered(rows: Sequence[RunRow], column: RunColumn | None, is_descending: bool = False) -> tuple[RunRow, ...]:
    """The rows sorted by a column; those without a value last, whichever way. As they are when it is None."""
    if column is None:
        return tuple(rows)
    ranks = [(row, column.rank(row)) for row in rows]
    known = [(row, rank) for row, rank in ranks if rank is not None]
    known.sort(key=lambda each: (isinstance(each[1], str), each[1]), reverse=is_descending)
    return (*(row for row, _rank in known), *(row for row, rank in ranks if rank is None))


def results_texts(row: RunRow) -> Iterator[str]:
    """How far a run has come, a few words for each number."""
    yield _("epoch {epoch}").format(epoch=f"{row.epoch:,}")
    yield _("test loss {loss}").format(loss=loss_text(row.test_loss, 4))
    yield _("training loss {loss}").format(loss=loss_text(row.train_loss, 4))
    if row.test_accuracy is not None:
        text = _("accuracy {test} in the test, {train} in training")
        yield text.format(test=percent(row.test_accuracy), train=percent(row.train_accuracy))
    yield ngettext("{count:,} parameter", "{count:,} parameters", row.parameters).format(count=row.parameters)
    if isinstance(row.goal, ConditionGoal):
        yield _("goal {condition}: epoch {epoch}").format(condition=row.goal.condition, epoch=goal_text(row))
    elif row.goal is not None:
        text = _("goal of a test loss under {loss:g}: epoch {epoch}")
        yield text.format(loss=row.goal.test_loss, epoch=goal_text(row))


def _loss(name: str) -> Callable[[RunRow], float | None]:
    def rank(row: RunRow) -> float | None:
        value = getattr(row, name)
        return value if value is not None and math.isfinite(value) else None

    return rank


def _goal_rank(row: RunRow) -> float | None:
    return None if row.goal is None else row.goal.epoch


def _setting_column(name: str) -> RunColumn:
    def rank(row: RunRow) -> float | str | None:
        if name == _DATA:
            return setting_text(row, name)
        value = getattr(row.experiment, name)
        if isinstance(value, tuple):
            return setting_text(row, name)
        return value if isinstance(value, (int, float, str)) else None

    titles = {
        LEARNING_RATE.name: pgettext("column", "Rate"),
        REGULARIZATION_RATE.name: pgettext("column", "Reg. rate"),
        HIDDEN_LAYERS.name: pgettext("column", "Layers"),
        TRAIN_SHARE.name: pgettext("column", "Training"),
    }
    return RunColumn(
        name, titles.get(name) or setting_label(name), lambda row: setting_text(row, name), rank, is_number=False
    )
