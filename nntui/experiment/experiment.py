"""An experiment: a value for every setting of the playground, checked, and what follows from them."""

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Any

from nntui.engine.datasets import DATASETS, OWN, Dataset
from nntui.engine.losses import Objective, objective_of
from nntui.engine.random_stream import fresh_seed
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.layer_settings import AS_ALL
from nntui.experiment.setting import Choice, Setting, SettingError
from nntui.experiment.settings import (
    ACTIVATION,
    BATCH_SIZE,
    BETA1,
    BETA2,
    CLASSES,
    DATASET,
    DATASET_SETTINGS,
    DISCRETIZE,
    DROPOUT,
    EPSILON,
    HIDDEN_LAYERS,
    INITIALIZATION,
    INPUT_FEATURES,
    LAYER_ACTIVATIONS,
    LEARNING_RATE,
    LOSS,
    MOMENTUM,
    NOISE,
    OPTIMIZER,
    OWN_TRAIN_SHARE,
    PARAMETER,
    PROBLEM,
    REGRESSION_DATASET,
    REGULARIZATION,
    REGULARIZATION_RATE,
    RHO,
    SCHEDULE,
    SCHEDULE_EPOCHS,
    SCHEDULE_FACTOR,
    SEED,
    SETTINGS,
    SHOW_TEST_DATA,
    SHUFFLE,
    TRAIN_SHARE,
    WEIGHT_DECAY,
    WEIGHTS_DRAW,
    ZERO,
    ZERO_INITIALIZATION,
)
from nntui.experiment.user_points import NO_POINTS, UserPoints
from nntui.language import _

__all__ = [
    "ACTIVATION",
    "BATCH_SIZE",
    "DATASET",
    "DATASET_SETTINGS",
    "DISCRETIZE",
    "HIDDEN_LAYERS",
    "INPUT_FEATURES",
    "LEARNING_RATE",
    "NOISE",
    "OWN_TRAIN_SHARE",
    "PARAMETER",
    "PROBLEM",
    "REGRESSION_DATASET",
    "REGULARIZATION",
    "REGULARIZATION_RATE",
    "SEED",
    "SETTINGS",
    "SHOW_TEST_DATA",
    "TRAIN_SHARE",
    "WEIGHTS_DRAW",
    "ZERO_INITIALIZATION",
    "Experiment",
    "train_size",
    "with_batch_size_clamped",
]
# The settings are named here as well: who has an experiment at hand mostly needs one or two of them.


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Every setting of the playground, checked. What each means stands in `SETTINGS`.

    `noise` and `train_share` are in per cent. `features` are kept in the order of `FEATURES`.
    `user_points` are those of the data set "own", kept also while another one is used.

    Raises:
        SettingError: A value is not allowed.
    """

    problem: str = PROBLEM.default
    dataset: str = DATASET.default
    regression_dataset: str = REGRESSION_DATASET.default
    noise: float = NOISE.default
    train_share: float = TRAIN_SHARE.default
    batch_size: int = int(BATCH_SIZE.default)
    features: tuple[str, ...] = INPUT_FEATURES.default
    hidden_layers: tuple[int, ...] = HIDDEN_LAYERS.default
    activation: str = ACTIVATION.default
    learning_rate: float = LEARNING_RATE.default
    regularization: str = REGULARIZATION.default
    regularization_rate: float = REGULARIZATION_RATE.default
    seed: str = field(default_factory=fresh_seed)
    weights_draw: int = int(WEIGHTS_DRAW.default)
    zero_initialization: bool = ZERO_INITIALIZATION.default
    discretize: bool = DISCRETIZE.default
    show_test_data: bool = SHOW_TEST_DATA.default
    classes: int = int(CLASSES.default)
    loss: str = LOSS.default
    optimizer: str = OPTIMIZER.default
    momentum: float = MOMENTUM.default
    beta1: float = BETA1.default
    beta2: float = BETA2.default
    rho: float = RHO.default
    epsilon: float = EPSILON.default
    weight_decay: float = WEIGHT_DECAY.default
    schedule: str = SCHEDULE.default
    schedule_epochs: int = int(SCHEDULE_EPOCHS.default)
    schedule_factor: float = SCHEDULE_FACTOR.default
    layer_activations: tuple[str, ...] = LAYER_ACTIVATIONS.default
    initialization: str = INITIALIZATION.default
    dropout: tuple[float, ...] = DROPOUT.default
    shuffle: bool = SHUFFLE.default
    user_points: UserPoints = NO_POINTS

    def __post_init__(self) -> None:
        for name in SETTINGS:
            object.__setattr__(self, name, self.setting(name).check(getattr(self, name)))
        self._make_initialization_agree()
        if self.batch_size > max(1, self.train_size) and not self.uses_user_points:
            raise SettingError(BATCH_SIZE.label, self.batch_size, self.allowed_batch_size)

    def _make_initialization_agree(self) -> None:
        """Makes the one name of an initialization of 0 say what the other says."""
        if self.zero_initialization and self.initialization == INITIALIZATION.default:
            object.__setattr__(self, INITIALIZATION.name, ZERO)
        if self.zero_initialization and self.initialization != ZERO:
            allowed = _("{name}, since zero initialization is on").format(name=ZERO)
            raise SettingError(INITIALIZATION.label, self.initialization, allowed)
        object.__setattr__(self, ZERO_INITIALIZATION.name, self.initialization == ZERO)

    def setting(self, name: str) -> Setting:
        """A setting with the range that it has for these data.

        Args:
            name: A name in `SETTINGS`.
        """
        return OWN_TRAIN_SHARE if name == TRAIN_SHARE.name and self.uses_user_points else SETTINGS[name]

    @property
    def data(self) -> Dataset:
        """The data set that is used, by the problem."""
        return DATASETS[getattr(self, self.dataset_setting.name)]

    @property
    def dataset_setting(self) -> Choice:
        """The setting that names the data set, by the problem."""
        return DATASET_SETTINGS[self.problem]

    @property
    def uses_user_points(self) -> bool:
        """Whether the points are user points."""
        return self.data.name == OWN

    @property
    def used_points(self) -> UserPoints:
        """One's own points where they are the data set; else none, with the units and names of a drawn one."""
        return self.user_points.shown_for(self.problem) if self.uses_user_points else NO_POINTS

    @property
    def train_size(self) -> int:
        """How many points are for training; of user points at least one, so that the first painted one is learned."""
        if self.uses_user_points:
            return max(min(1, self.user_points.size), train_size(self.user_points.size, self.train_share))
        return train_size(self.data.size, self.train_share)

    @property
    def used_batch_size(self) -> int:
        """The batch size actually used: there may be fewer user points than the batch size asks for."""
        return min(self.batch_size, max(1, self.train_size))

    @property
    def allowed_batch_size(self) -> str:
        """What is allowed for the batch size with this data, in words."""
        sentence = _("a whole number from 1 to {most}, the size of the training set")
        return sentence.format(most=max(1, self.train_size))

    def allowed(self, setting: Setting) -> str:
        """What is allowed for a setting as the others are now, in words."""
        is_batch_size = setting is BATCH_SIZE and not self.uses_user_points
        return self.allowed_batch_size if is_batch_size else setting.allowed

    def allowed_in_short(self, setting: Setting) -> str:
        """The same where there is little room, beside the value itself."""
        if setting is not BATCH_SIZE or self.uses_user_points:
            return setting.allowed_in_short
        return _("from 1 to {most}, the size of the training set").format(most=max(1, self.train_size))

    def help_for(self, setting: Setting) -> str:
        """What a setting does as the others are now, in a line."""
        if setting is NOISE and self.data.moves_points:
            return _("how far the points stray from their pattern")
        if setting is NOISE:
            return _("how far from its place each point is labelled: the points stay, labels near the border change")
        return setting.help

    @property
    def iterations_per_epoch(self) -> int:
        """How often the weights move in an epoch."""
        return self.train_size // self.used_batch_size

    @property
    def class_count(self) -> int:
        """How many classes the points have, from 2 to 6; 0 for regression."""
        if self.problem == "regression":
            return 0
        if self.uses_user_points:
            return self.user_points.class_count
        return self.classes if self.data.classes is None else self.data.classes

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, neurons of each hidden layer, and output neurons: one, or one for each of more than two classes."""
        return (len(self.features), *self.hidden_layers, self.class_count if self.class_count > 2 else 1)

    @property
    def objective(self) -> Objective:
        """What the output neurons compute, and how their answers are judged."""
        return objective_of(self.loss, self.class_count)

    @property
    def used_loss(self) -> str:
        """The loss that is really used: regression has the squared error, more than two classes have cross-entropy."""
        return self.objective.loss

    @property
    def used_activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        own = (*self.layer_activations, *[AS_ALL] * len(self.hidden_layers))
        return tuple(own[layer] or self.activation for layer in range(len(self.hidden_layers)))

    @property
    def output_activation(self) -> str:
        """The activation of the output neurons."""
        return self.objective.output_activation

    @property
    def used_dropout(self) -> tuple[float, ...]:
        """The share of neurons that training leaves out in each hidden layer, from 0 to 0.9."""
        return DROPOUT.for_layers(self.dropout, len(self.hidden_layers))

    def learning_rate_at(self, epoch: int) -> float:
        """The learning rate of the epoch after so many, by the schedule."""
        return self.learning_rate * SCHEDULES[self.schedule].share(epoch, self.schedule_epochs, self.schedule_factor)

    def with_dataset(self, name: str, problem: str | None = None) -> "Experiment":
        """The same with another data set.

        Args:
            name: A name in `DATASETS`.
            problem: What to use it for. When left out, the present problem, or that of the data set where it is for the
                other one alone.

        Raises:
            SettingError: There is no such data set, or it is not for that problem.
        """
        if problem is None:
            allowed = DATASETS[name].problems if name in DATASETS else ()
            problem = allowed[0] if allowed and self.problem not in allowed else self.problem
        return self.changed(problem=problem, **{DATASET_SETTINGS[PROBLEM.check(problem)].name: name})

    def differences(self, other: "Experiment") -> frozenset[str]:
        """The names of the fields in which another experiment differs."""
        return frozenset(name for name in _FIELDS if getattr(self, name) != getattr(other, name))

    def changed(self, **changes: Any) -> "Experiment":
        """A copy with other values. What is not itself changed gives way: a batch size to a smaller training set, and a
        share for training of 100 % to data of which some must be left for the test.

        Raises:
            SettingError: A value is not allowed.
            TypeError: There is no setting of that name.
        """
        values = {name: getattr(self, name) for name in _FIELDS}
        values = _with_initialization_agreed(values | changes, changes)
        values = _with_share_clamped(values, changes)
        return dataclasses.replace(self, **with_batch_size_clamped(values, given=changes))


_FIELDS = tuple(each.name for each in dataclasses.fields(Experiment))


def train_size(size: int, share: float) -> int:
    """How many of some points are for training, for a share in per cent."""
    return math.floor(size * share / 100)


def _with_initialization_agreed(values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The values with the name of an initialization of 0 that was not given as the other one says."""
    by_flag, by_name = ZERO_INITIALIZATION.name in given, INITIALIZATION.name in given
    if by_name and not by_flag:
        return values | {ZERO_INITIALIZATION.name: values[INITIALIZATION.name] == ZERO}
    if by_flag and not by_name:
        was_zero = values[INITIALIZATION.name] == ZERO
        if values[ZERO_INITIALIZATION.name] is True:
            return values | {INITIALIZATION.name: ZERO}
        return values | {INITIALIZATION.name: INITIALIZATION.default if was_zero else values[INITIALIZATION.name]}
    return values


def _with_share_clamped(values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The values with a share that only one's own data may have lowered to the greatest step, unless it was given."""
    share, setting = values[TRAIN_SHARE.name], DATASET_SETTINGS.get(str(values[PROBLEM.name]))
    is_own = setting is not None and values[setting.name] == OWN
    if is_own or TRAIN_SHARE.name in given or not isinstance(share, (int, float)) or share <= TRAIN_SHARE.high:
        return values
    return values | {TRAIN_SHARE.name: TRAIN_SHARE.steps[-1]}


def with_batch_size_clamped(values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The values with the batch size lowered to the training set, unless the person gave that batch size.

    Args:
        values: Of every setting, perhaps not allowed ones: those are left for `Experiment` to refuse.
        given: What the person gave.
    """
    if "batch_size" in given:
        return values
    problem = values["problem"]
    if not isinstance(problem, str) or problem not in DATASET_SETTINGS:
        return values
    name = values[DATASET_SETTINGS[problem].name]
    share = values["train_share"]
    if not isinstance(name, str) or name not in DATASETS or name == OWN or not isinstance(share, (int, float)):
        return values
    if not TRAIN_SHARE.low <= share <= TRAIN_SHARE.high:
        return values
    most = max(1, train_size(DATASETS[name].size, share))
    return values | {"batch_size": min(values["batch_size"], most)}
