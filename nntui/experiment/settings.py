"""The settings of an experiment: the words, default and range of each, in one place.

Nothing here needs NumPy, so that the command line can name them all at once.
"""

from dataclasses import replace

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS
from nntui.engine.features import FEATURES, WEB_FEATURES
from nntui.engine.regularization import REGULARIZATIONS
from nntui.experiment.feature_setting import Features
from nntui.experiment.setting import Choice, Flag, Labels, Layers, Number, Setting, Text
from nntui.language import N_

PROBLEM = Choice(
    name="problem",
    label=N_("Problem"),
    help=N_("classification tells two kinds of points apart, regression predicts a number"),
    group="Data",
    link_name="problem",
    default="classification",
    options=Labels({"classification": N_("Classification"), "regression": N_("Regression")}),
)
DATASET = Choice(
    name="dataset",
    label=N_("Data set"),
    help=N_("the points to learn, for classification"),
    group="Data",
    link_name="dataset",
    default="circle",
    options=Labels({d.name: d for d in DATASETS.values() if "classification" in d.problems}),
)
REGRESSION_DATASET = Choice(
    name="regression_dataset",
    label=N_("Data set"),
    help=N_("the points to learn, for regression"),
    group="Data",
    link_name="regDataset",
    default="reg-plane",
    options=Labels({d.name: d for d in DATASETS.values() if "regression" in d.problems}),
)
NOISE = Number(
    name="noise",
    label=N_("Noise"),
    help=N_("blurs the pattern: it moves the points of Gaussian and Spiral, and the labels near the border elsewhere"),
    group="Data",
    link_name="noise",
    default=0.0,
    low=0,
    high=100,
    steps=tuple(range(0, 51, 5)),
    unit="%",
)
TRAIN_SHARE = Number(
    name="train_share",
    label=N_("Share of data for training"),
    help=N_("the rest of the points tests the network"),
    group="Data",
    link_name="percTrainData",
    default=50.0,
    low=1,
    high=99,
    steps=tuple(range(10, 91, 10)),
    unit="%",
)
OWN_TRAIN_SHARE = replace(
    TRAIN_SHARE,
    label=N_("Share of data for training"),
    help=N_("the rest of the points tests the network"),
    high=100,
    steps=(*TRAIN_SHARE.steps, 100),
)
"""The same of one's own data, which may be so few that none can be spared for a test."""
BATCH_SIZE = Number(
    name="batch_size",
    label=N_("Batch size"),
    help=N_("points of one iteration, whose mean gradient moves the weights once"),
    group="Training",
    link_name="batchSize",
    default=10,
    low=1,
    high=max(d.size for d in DATASETS.values()),
    steps=tuple(range(1, 31)),
    whole=True,
)
INPUT_FEATURES = Features(
    name="features",
    label=N_("Features"),
    help=N_("what the network sees of each point"),
    group="Network",
    default=("x", "y"),
    options=Labels(FEATURES),
    aliases={f.link_name: f.name for f in WEB_FEATURES.values()},
)
HIDDEN_LAYERS = Layers(
    name="hidden_layers",
    label=N_("Hidden layers"),
    help=N_("neurons of each hidden layer"),
    group="Network",
    link_name="networkShape",
    default=(4, 2),
    most=10,
    widest=32,
)
ACTIVATION = Choice(
    name="activation",
    label=N_("Activation"),
    help=N_("the function of every hidden neuron"),
    group="Network",
    link_name="activation",
    default="tanh",
    options=Labels(ACTIVATIONS),
)
LEARNING_RATE = Number(
    name="learning_rate",
    label=N_("Learning rate"),
    help=N_("how far a weight moves against its gradient"),
    group="Training",
    link_name="learningRate",
    restarts=False,
    default=0.03,
    low=0,
    high=10,
    steps=(0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
REGULARIZATION = Choice(
    name="regularization",
    label=N_("Regularization"),
    help=N_("a penalty on large weights: L1 kills some, L2 keeps all of them small"),
    group="Training",
    link_name="regularization",
    default="none",
    options=Labels(REGULARIZATIONS),
)
REGULARIZATION_RATE = Number(
    name="regularization_rate",
    label=N_("Regularization rate"),
    help=N_("how strong the penalty is"),
    group="Training",
    link_name="regularizationRate",
    restarts=False,
    default=0.0,
    low=0,
    high=10,
    steps=(0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
SEED = Text(
    name="seed",
    label=N_("Seed"),
    help=N_("the same seed gives the same points and the same first weights"),
    group="Data",
    link_name="seed",
    longest=1000,
)
WEIGHTS_DRAW = Number(
    name="weights_draw",
    label=N_("Start"),
    help=N_("which first weights of the seed: 0 is its first start, 1 the next, and so on"),
    group="Network",
    default=0,
    low=0,
    high=9999,
    steps=tuple(range(10_000)),
    whole=True,
)
ZERO_INITIALIZATION = Flag(
    name="zero_initialization",
    label=N_("Zero initialization"),
    help=N_("all weights and biases start at 0"),
    group="Network",
    link_name="initZero",
)
DISCRETIZE = Flag(
    name="discretize",
    label=N_("Discretize output"),
    help=N_("show only the sign of the output"),
    group="View",
    link_name="discretize",
    restarts=False,
)
SHOW_TEST_DATA = Flag(
    name="show_test_data",
    label=N_("Show test data"),
    help=N_("draw the test points too"),
    group="View",
    link_name="showTestData",
    restarts=False,
)

PARAMETER = Number(
    name="parameter",
    label=N_("Weight or bias"),
    help=N_("a number that training finds, set by hand"),
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

DATASET_SETTINGS: dict[str, Choice] = {"classification": DATASET, "regression": REGRESSION_DATASET}
"""The setting that names the data set, by problem: the two problems remember one each."""
