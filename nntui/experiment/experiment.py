"""An experiment: every setting of the playground, its default and its allowed range, in one place."""

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Any

from nntui.engine.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from nntui.engine.datasets import DATASETS, OWN, Dataset
from nntui.engine.features import FEATURES
from nntui.engine.random_stream import fresh_seed
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.setting import Choice, Flag, Layers, MultiChoice, Number, Setting, SettingError, Text
from nntui.experiment.user_points import NO_POINTS, UserPoints

PROBLEM = Choice(
    name="problem",
    label="Problem",
    help="classification tells two kinds of points apart, regression predicts a number",
    link_name="problem",
    default="classification",
    options={"classification": "Classification", "regression": "Regression"},
)
DATASET = Choice(
    name="dataset",
    label="Data set",
    help="the points to learn, for classification",
    link_name="dataset",
    default="circle",
    options={d.name: d.label for d in DATASETS.values() if "classification" in d.problems},
)
REGRESSION_DATASET = Choice(
    name="regression_dataset",
    label="Data set",
    help="the points to learn, for regression",
    link_name="regDataset",
    default="reg-plane",
    options={d.name: d.label for d in DATASETS.values() if "regression" in d.problems},
)
NOISE = Number(
    name="noise",
    label="Noise",
    help="how far the points stray from their pattern",
    link_name="noise",
    default=0.0,
    low=0,
    high=100,
    steps=tuple(range(0, 51, 5)),
    unit="%",
)
TRAIN_SHARE = Number(
    name="train_share",
    label="Share of data for training",
    help="the rest of the points tests the network",
    link_name="percTrainData",
    default=50.0,
    low=1,
    high=99,
    steps=tuple(range(10, 91, 10)),
    unit="%",
)
BATCH_SIZE = Number(
    name="batch_size",
    label="Batch size",
    help="points of one iteration, whose mean gradient moves the weights once",
    link_name="batchSize",
    default=10,
    low=1,
    high=max(d.size for d in DATASETS.values()),
    steps=tuple(range(1, 31)),
    whole=True,
)
INPUT_FEATURES = MultiChoice(
    name="features",
    label="Features",
    help="what the network sees of each point",
    default=("x", "y"),
    options={f.name: f.label for f in FEATURES.values()},
    aliases={f.link_name: f.name for f in FEATURES.values()},
)
HIDDEN_LAYERS = Layers(
    name="hidden_layers",
    label="Hidden layers",
    help="neurons of each hidden layer",
    link_name="networkShape",
    default=(4, 2),
    most=10,
    widest=32,
)
ACTIVATION = Choice(
    name="activation",
    label="Activation",
    help="the function of every hidden neuron",
    link_name="activation",
    default="tanh",
    options={a.name: a.label for a in ACTIVATIONS.values()},
)
LEARNING_RATE = Number(
    name="learning_rate",
    label="Learning rate",
    help="how far a weight moves against its gradient",
    link_name="learningRate",
    restarts=False,
    default=0.03,
    low=0,
    high=10,
    steps=(0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
REGULARIZATION = Choice(
    name="regularization",
    label="Regularization",
    help="a penalty on large weights: L1 kills some, L2 keeps all of them small",
    link_name="regularization",
    default="none",
    options={r.name: r.label for r in REGULARIZATIONS.values()},
)
REGULARIZATION_RATE = Number(
    name="regularization_rate",
    label="Regularization rate",
    help="how strong the penalty is",
    link_name="regularizationRate",
    restarts=False,
    default=0.0,
    low=0,
    high=10,
    steps=(0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
SEED = Text(
    name="seed",
    label="Seed",
    help="the same seed gives the same points and the same first weights",
    link_name="seed",
    longest=1000,
)
WEIGHTS_DRAW = Number(
    name="weights_draw",
    label="Draw of first weights",
    help="0 for the first that the seed gives, 1 for the next, and so on",
    default=0,
    low=0,
    high=9999,
    steps=tuple(range(10_000)),
    whole=True,
)
ZERO_INITIALIZATION = Flag(
    name="zero_initialization",
    label="Zero initialization",
    help="all weights and biases start at 0",
    link_name="initZero",
)
DISCRETIZE = Flag(
    name="discretize",
    label="Discretize output",
    help="show only the sign of the output",
    link_name="discretize",
    restarts=False,
)
SHOW_TEST_DATA = Flag(
    name="show_test_data",
    label="Show test data",
    help="draw the test points too",
    link_name="showTestData",
    restarts=False,
)

PARAMETER = Number(
    name="parameter",
    label="Weight or bias",
    help="a number that training finds, set by hand",
    restarts=False,
    default=0.0,
    low=-1000,
    high=1000,
    steps=(),
)
"""What a weight or a bias may be set to. It belongs to a network, not to an experiment."""

SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        PROBLEM,
        DATASET,
        REGRESSION_DATASET,
        NOISE,
        TRAIN_SHARE,
        BATCH_SIZE,
        INPUT_FEATURES,
        HIDDEN_LAYERS,
        ACTIVATION,
        LEARNING_RATE,
        REGULARIZATION,
        REGULARIZATION_RATE,
        SEED,
        WEIGHTS_DRAW,
        ZERO_INITIALIZATION,
        DISCRETIZE,
        SHOW_TEST_DATA,
    )
}
"""Every setting, by the name of its field."""


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
    user_points: UserPoints = NO_POINTS

    def __post_init__(self) -> None:
        for name, setting in SETTINGS.items():
            object.__setattr__(self, name, setting.check(getattr(self, name)))
        if self.batch_size > max(1, self.train_size) and not self.uses_user_points:
            raise SettingError(BATCH_SIZE.label, self.batch_size, self.allowed_batch_size)

    @property
    def data(self) -> Dataset:
        """The data set that is used, by the problem."""
        return DATASETS[self.dataset if self.problem == "classification" else self.regression_dataset]

    @property
    def uses_user_points(self) -> bool:
        """Whether the points are one's own."""
        return self.data.name == OWN

    @property
    def used_points(self) -> UserPoints:
        """One's own points where they are the data set; else none, with the units and names of a drawn one."""
        return self.user_points if self.uses_user_points else NO_POINTS

    @property
    def train_size(self) -> int:
        """How many points are for training; of one's own at least one, so that the first that is painted is learned."""
        if self.uses_user_points:
            return max(min(1, self.user_points.size), train_size(self.user_points.size, self.train_share))
        return train_size(self.data.size, self.train_share)

    @property
    def used_batch_size(self) -> int:
        """Points of one iteration: of one's own there may be fewer than the batch size, and then it is all of them."""
        return min(self.batch_size, max(1, self.train_size))

    @property
    def allowed_batch_size(self) -> str:
        """What is allowed for the batch size with this data, in words."""
        return f"a whole number from 1 to {max(1, self.train_size)}, the size of the training set"

    @property
    def iterations_per_epoch(self) -> int:
        """How often the weights move in an epoch."""
        return self.train_size // self.used_batch_size

    @property
    def sizes(self) -> tuple[int, ...]:
        """Inputs, neurons of each hidden layer, and the one output."""
        return (len(self.features), *self.hidden_layers, 1)

    @property
    def output_activation(self) -> str:
        """The activation of the output neuron."""
        return OUTPUT_ACTIVATIONS[self.problem]

    def differences(self, other: "Experiment") -> frozenset[str]:
        """The names of the fields in which another experiment differs."""
        return frozenset(name for name in _FIELDS if getattr(self, name) != getattr(other, name))

    def changed(self, **changes: Any) -> "Experiment":
        """A copy with other values. A batch size that is not itself changed gives way to a smaller training set.

        Raises:
            SettingError: A value is not allowed.
            TypeError: There is no setting of that name.
        """
        values = {name: getattr(self, name) for name in _FIELDS}
        return dataclasses.replace(self, **with_batch_size_clamped(values | changes, given=changes))


_FIELDS = tuple(each.name for each in dataclasses.fields(Experiment))


def train_size(size: int, share: float) -> int:
    """How many of some points are for training, for a share in per cent."""
    return math.floor(size * share / 100)


def with_batch_size_clamped(values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The values with the batch size lowered to the training set, unless the person gave that batch size.

    Args:
        values: Of every setting, perhaps not allowed ones: those are left for `Experiment` to refuse.
        given: What the person gave.
    """
    if "batch_size" in given:
        return values
    name = values["dataset"] if values["problem"] == "classification" else values["regression_dataset"]
    share = values["train_share"]
    if not isinstance(name, str) or name not in DATASETS or name == OWN or not isinstance(share, (int, float)):
        return values
    if not TRAIN_SHARE.low <= share <= TRAIN_SHARE.high:
        return values
    most = max(1, train_size(DATASETS[name].size, share))
    return values | {"batch_size": min(values["batch_size"], most)}
