"""`train`, `open` and `from_arrays`: where a run begins."""

import os
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike

from nntui.api.arrays import read_arrays
from nntui.api.run import Progress, Run, run_trainer
from nntui.engine.datasets import DATASETS, OWN
from nntui.errors import reason_of
from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.experiment.settings import DATASET, DATASET_SETTINGS, PROBLEM
from nntui.experiment.shown_text import shorten
from nntui.experiment.user_points import UserPoints
from nntui.formats.points import Columns, describe
from nntui.formats.suffixes import SESSION
from nntui.formats.tables.columns import parse_columns
from nntui.language import _
from nntui.storage.start import NOTHING_GIVEN, StartError, StartState, open_anything, open_data, open_file
from nntui.storage.user_path import NoSuchUserError, expanded
from nntui.training.trainer import Trainer

Source = Experiment | Run | str | os.PathLike[str]
_CALLER = 3
"""Warnings are of the line that calls the library, two functions above the one that warns."""


class Settings(TypedDict, total=False):
    """The settings of an experiment, for editors and type checkers."""

    problem: str
    dataset: str
    regression_dataset: str
    noise: float
    train_share: float
    batch_size: int
    features: Sequence[str]
    hidden_layers: Sequence[int]
    activation: str
    learning_rate: float
    regularization: str
    regularization_rate: float
    seed: str | float
    weights_draw: int
    zero_initialization: bool
    discretize: bool
    show_test_data: bool
    classes: int
    loss: str
    optimizer: str
    momentum: float
    beta1: float
    beta2: float
    rho: float
    epsilon: float
    weight_decay: float
    schedule: str
    schedule_epochs: int
    schedule_factor: float
    layer_activations: Sequence[str]
    initialization: str
    dropout: float | Sequence[float]
    shuffle: bool
    user_points: UserPoints


def train(
    source: Source | None = None,
    epochs: int = 100,
    *,
    progress: Progress | None = None,
    columns: Columns | str | None = None,
    **settings: Unpack[Settings],
) -> Run:
    """Trains a network.

    Args:
        source: An `Experiment`; or a link of the web Playground or a file, as of `open`; or a `Run` to go on from. The
            default experiment when left out.
        epochs: How many epochs, at least 0.
        progress: Called after every epoch with the epoch, the training loss and the test loss, as for a progress bar.
        columns: Which columns of a table are taken, as of `open`.
        **settings: Settings by name, which count more than those of the source. See `help(nntui.Experiment)` for all.
            A run goes on from its weights where only rates are changed, and starts again otherwise.

    Returns:
        The network after its last epoch.

    Raises:
        SettingError: A setting is not allowed; the message says what is. It is a ValueError.
        DivergedError: The loss or a weight is no longer a number; its `run` is the last good one.
        StartError: The link or the file cannot be opened.
        TypeError: There is no setting of that name.

    Example:
        >>> nntui.train(dataset="spiral", hidden_layers=(8, 8), seed=1, epochs=500)
        >>> nntui.train("https://playground.tensorflow.org/#dataset=xor&seed=0.5", 100)
        >>> nntui.train(dataset="blobs", classes=4, optimizer="adam", learning_rate=0.01, dropout=0.2)
        >>> nntui.train(nntui.Experiment(dataset="xor", seed=1), 100, progress=lambda *at: print(*at))
    """
    given = _given(settings)
    start = _start_of(source, columns, given).changed(given)
    return run_trainer(Trainer(start.experiment, start.snapshot), epochs, progress, start.link_extras)


def open(source: str | os.PathLike[str], *, columns: Columns | str | None = None) -> Run:  # noqa: A001 (called as nntui.open)
    """Opens a link, saved work or a table of points.

    Args:
        source: A link of the web Playground; the path of work saved as `.nntui`; or the path of a table (CSV, packed or
            not, or an array of NumPy) with x, y and a label in each row.
        columns: Which columns of a table are x, y and the label, as `("height", "weight", "sex")`, by titles or by
            numbers from 1. Chosen by the titles and by what the columns hold when left out, with a warning that says
            which they are.

    Returns:
        A run, from which `run.experiment` comes: at epoch 0 of a link or a table, where it was saved of a work.
        `run.train(100)` trains it.

    Raises:
        StartError: It is none of these, or cannot be read.

    Warns:
        UserWarning: Something in a link was mended or out of range, or rows of a table were left out or fitted.

    Example:
        >>> run = nntui.open("https://playground.tensorflow.org/#dataset=spiral&seed=0.5").train(100)
    """
    start = _start_of(source, columns)
    return Run(Trainer(start.experiment, start.snapshot).snapshot(), start.link_extras)


def from_arrays(
    points: ArrayLike,
    labels: ArrayLike,
    *,
    columns: Sequence[str] | None = None,
    source: str = "",
    **settings: Unpack[Settings],
) -> Experiment:
    """An experiment with your own points.

    Points that reach out of the square from −6 to 6, or fill less than half of it, are fitted to it. What a run
    takes and gives stays in the units of your data.

    Args:
        points: Numbers of shape (n, 2): an array, a list of pairs or a data frame; up to 200,000 points.
        labels: A label for each point, shape (n,). Two different values, and three to six texts or whole numbers, are
            classes; other numbers are for a regression. `problem="regression"` takes any numbers as numbers.
        columns: What x1, x2 and the label are called; of a data frame its own names.
        source: What the data is called, for the title of the picture.
        **settings: Other settings by name, as of `Experiment`.

    Raises:
        SettingError: An array has another shape, a number is not finite, or a setting is not allowed.
        PointsError: There are more than six classes.

    Example:
        >>> experiment = nntui.from_arrays(X[:, :2], y, seed=1)
        >>> run = nntui.train(experiment, 100)
    """
    given = _given(settings)
    reading = read_arrays(points, labels, given.get("problem"), columns, source)
    problem = reading.points.problem
    field = DATASET_SETTINGS[problem].name
    return Experiment().changed(**given | {"problem": problem, field: OWN, "user_points": reading.points})


def experiment_for(source: Source | None, settings: Mapping[str, Any]) -> tuple[Experiment, bool]:
    """The experiment that a source and settings ask for, and whether they name its seed.

    Raises:
        SettingError: A setting is not allowed.
        StartError: The link or the file cannot be opened.
        TypeError: There is no setting of that name.
    """
    given = _given(settings)
    experiment = _start_of(source, given=given).changed(given).experiment
    names_seed = isinstance(source, (Experiment, Run)) or "seed=" in str(source) or str(source).endswith(SESSION)
    return experiment, "seed" in settings or names_seed


def _start_of(
    source: Source | None, columns: Columns | str | None = None, given: Mapping[str, Any] = NOTHING_GIVEN
) -> StartState:
    asked = parse_columns(columns) if isinstance(columns, str) else columns
    if asked is not None and not isinstance(source, (str, os.PathLike)):
        raise SettingError(_("Columns"), ", ".join(map(str, asked)), _("only with the path of a table"))
    if source is None:
        return StartState(Experiment())
    if isinstance(source, Experiment):
        return StartState(source)
    if isinstance(source, Run):
        return StartState(source.experiment, source.snapshot, source.link_extras)
    if not isinstance(source, (str, os.PathLike)):
        allowed = _("an Experiment, a Run, a link or the path of a file")
        raise SettingError(_("Source"), type(source).__name__, allowed)
    start = _opened(source, asked, given)
    if asked is not None and start.table is None:
        raise SettingError(_("Columns"), ", ".join(map(str, asked)), _("only with the path of a table"))
    described = (
        describe(start.experiment.user_points, start.experiment.problem) if start.experiment.uses_user_points else ()
    )
    for note in start.notes:
        if note not in described:
            warnings.warn(note, UserWarning, stacklevel=_CALLER)
    return start


def _opened(source: str | os.PathLike[str], columns: Columns | None, given: Mapping[str, Any]) -> StartState:
    """What a link or a file holds. A path of another type than text is no link, whatever is in its name."""
    if isinstance(source, str):
        return open_anything(source, columns=columns, given=given)
    try:
        path = expanded(source)
    except NoSuchUserError as error:
        raise StartError(f"{shorten(source)}: {reason_of(error)}") from None
    return open_file(path) if path.suffix.lower() == SESSION else open_data(path, given, None, columns)


def _given(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings by name, with Python's numbers.

    Raises:
        TypeError: There is no setting of that name.
    """
    for name in settings:
        if name not in Settings.__annotations__:
            sentence = _("{name} is no setting; settings are {names}")
            raise TypeError(sentence.format(name=name, names=", ".join(Settings.__annotations__)))
    return _with_problem({name: plain(value) for name, value in settings.items()})


def _with_problem(given: dict[str, Any]) -> dict[str, Any]:
    """One name serves the data sets of both problems, as on the command line: "reg-plane" brings its problem."""
    name = given.get(DATASET.name)
    if not isinstance(name, str) or name not in DATASETS:
        return given  # left for the experiment to refuse
    problems = DATASETS[name].problems
    problem = given.get(PROBLEM.name, problems[0])
    if problem not in problems:
        return given
    others = {setting: value for setting, value in given.items() if setting != DATASET.name}
    return others | {PROBLEM.name: problem, DATASET_SETTINGS[problem].name: name}


def plain(value: Any) -> Any:
    """A setting with Python's numbers in place of NumPy's."""
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    return [plain(each) for each in value] if isinstance(value, (list, tuple, range)) else value
