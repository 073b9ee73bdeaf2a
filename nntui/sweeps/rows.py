"""A row of a sweep: a start that has been trained, as data and by the names of its columns."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import SEED, WEIGHTS_DRAW
from nntui.experiment.shown_text import visible
from nntui.sweeps.axes import experiment_with
from nntui.sweeps.sweep import Sweep, Values

_LONGEST_VERSION = 100

Key = tuple[str, ...]
"""What a row is found by: the values of its combination as texts, its seed and its start."""


@dataclass(frozen=True)
class Row:
    """A start that has been trained.

    Attributes:
        values: Of the axes, in their order.
        seed: Its seed.
        weights_draw: Which first weights of the seed.
        epochs: How far it has been trained: fewer than asked for where it has diverged.
        train_loss: At the end; of the last good epoch where it has diverged.
        test_loss: The same over the test points; NaN without any.
        train_accuracy: From 0 to 1; NaN for a regression.
        test_accuracy: From 0 to 1; NaN for a regression.
        goal_epoch: The first epoch at which the goal held; None where it never did, or there is none.
        diverged_epoch: The epoch in which it has diverged; None where it has not.
        parameters: Weights and biases.
        seconds: Of the training, of its share where several starts were trained at once.
        version: Of nntui.
    """

    values: Values
    seed: str
    weights_draw: int
    epochs: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    goal_epoch: int | None
    diverged_epoch: int | None
    parameters: int
    seconds: float
    version: str


COLUMNS = tuple(field.name for field in fields(Row) if field.name != "values")
"""What a row of a file has beside the settings that are varied."""


def experiment_of(sweep: Sweep, row: Row) -> Experiment:
    """The experiment of a row."""
    given = {axis.name: value for axis, value in zip(sweep.axes, row.values, strict=True)}
    return experiment_with(sweep.base, given).changed(seed=row.seed, weights_draw=row.weights_draw)


def key_of(sweep: Sweep, values: Values, seed: str, weights_draw: int) -> Key:
    """What a row is found by."""
    return (*sweep.texts(values), seed, str(weights_draw))


def row_data(sweep: Sweep, row: Row) -> dict[str, Any]:
    """A row by the names of its columns; what is not a number is None."""
    data = {axis.name: value for axis, value in zip(sweep.axes, row.values, strict=True)}
    data |= {name: getattr(row, name) for name in COLUMNS}
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in data.items()
    }


def row_from(sweep: Sweep, data: Mapping[str, Any]) -> Row:
    """A row from its columns.

    Raises:
        ValueError: A column is missing, or holds what cannot be there.
    """
    # What is no value of the axis raises a ValueError.
    values = tuple(axis.values[axis.values.index(_plain(data[axis.name]))] for axis in sweep.axes)
    return Row(
        values=values,
        seed=SEED.check(data["seed"]),
        weights_draw=int(WEIGHTS_DRAW.check(data["weights_draw"])),
        epochs=_count(data["epochs"]),
        train_loss=_number(data["train_loss"]),
        test_loss=_number(data["test_loss"]),
        train_accuracy=_number(data["train_accuracy"]),
        test_accuracy=_number(data["test_accuracy"]),
        goal_epoch=_count_or_none(data["goal_epoch"]),
        diverged_epoch=_count_or_none(data["diverged_epoch"]),
        parameters=_count(data["parameters"]),
        seconds=_number(data["seconds"]),
        version=visible(str(data["version"]), _LONGEST_VERSION),
    )


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _number(value: Any) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(value)
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(value)
    return value


def _count_or_none(value: Any) -> int | None:
    return None if value is None else _count(value)
