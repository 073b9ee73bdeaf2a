"""The settings of an experiment: the words, default and range of each, in one place.

Nothing here needs NumPy, so that the command line can name them all at once.
"""

from dataclasses import replace

from nntui.engine.activations import ACTIVATIONS
from nntui.engine.datasets import DATASETS
from nntui.engine.features import FEATURES, WEB_FEATURES
from nntui.engine.initializations import INITIALIZATIONS
from nntui.engine.losses import LOSSES
from nntui.engine.optimizers import OPTIMIZERS
from nntui.engine.regularization import REGULARIZATIONS
from nntui.engine.schedules import SCHEDULES
from nntui.experiment.feature_setting import Features
from nntui.experiment.labels import Labels
from nntui.experiment.layer_settings import LayerChoice, LayerNumbers
from nntui.experiment.setting import Choice, Flag, Layers, Number, Setting, Text
from nntui.language import N_

PROBLEM = Choice(
    name="problem",
    label=N_("Problem"),
    help=N_("classification tells kinds of points apart, regression predicts a number"),
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
    own_link_name="nntuiDataset",
    default="circle",
    options=Labels({d.name: d for d in DATASETS.values() if "classification" in d.problems}),
)
REGRESSION_DATASET = Choice(
    name="regression_dataset",
    label=N_("Data set"),
    help=N_("the points to learn, for regression"),
    group="Data",
    link_name="regDataset",
    own_link_name="nntuiRegDataset",
    default="reg-plane",
    options=Labels({d.name: d for d in DATASETS.values() if "regression" in d.problems}),
)
NOISE = Number(
    name="noise",
    label=N_("Noise"),
    help=N_("blurs the pattern: it moves the points of clouds and arms, and the labels near the border elsewhere"),
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
CLASSES = Number(
    name="classes",
    label=N_("Classes"),
    help=N_("how many clouds the data set Blobs has"),
    group="Data",
    own_link_name="classes",
    default=3,
    low=2,
    high=6,
    steps=tuple(range(2, 7)),
    whole=True,
)
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
    own_link_name="features",
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
    own_link_name="nntuiActivation",
    default="tanh",
    options=Labels(ACTIVATIONS),
)
LAYER_ACTIVATIONS = LayerChoice(
    name="layer_activations",
    label=N_("Activation by layer"),
    help=N_("the function of the neurons of each hidden layer, where it is not the one of all"),
    group="Network",
    own_link_name="layerActivations",
    options=ACTIVATION.options,
    most=HIDDEN_LAYERS.most,
)
DROPOUT = LayerNumbers(
    name="dropout",
    label=N_("Dropout"),
    help=N_("the share of each hidden layer's neurons that a point leaves out while it trains"),
    group="Training",
    own_link_name="dropout",
    number=Number(
        name="dropout_rate",
        label=N_("Dropout rate"),
        help=N_("the share of each hidden layer's neurons that a point leaves out while it trains"),
        default=0.0,
        low=0,
        high=0.9,
        steps=(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    ),
    most=HIDDEN_LAYERS.most,
)
LOSS = Choice(
    name="loss",
    label=N_("Loss"),
    help=N_("what training makes small: the squared error of playground.tensorflow.org, or cross-entropy for classes"),
    group="Training",
    own_link_name="loss",
    default="squared-error",
    options=Labels(LOSSES),
)
OPTIMIZER = Choice(
    name="optimizer",
    label=N_("Optimizer"),
    help=N_("the rule by which a gradient moves the weights"),
    group="Training",
    own_link_name="optimizer",
    default="sgd",
    options=Labels(OPTIMIZERS),
)
MOMENTUM = Number(
    name="momentum",
    label=N_("Momentum"),
    help=N_("how much of the last step stays in the next, for momentum and Nesterov"),
    group="Training",
    own_link_name="momentum",
    restarts=False,
    default=0.9,
    low=0,
    high=0.999,
    steps=(0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999),
)
BETA1 = Number(
    name="beta1",
    label=N_("Beta 1"),
    help=N_("how much of the gradient's mean stays from step to step, for Adam and AdamW"),
    group="Training",
    own_link_name="beta1",
    restarts=False,
    default=0.9,
    low=0,
    high=0.9999,
    steps=(0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999),
)
BETA2 = Number(
    name="beta2",
    label=N_("Beta 2"),
    help=N_("how much of the squared gradient's mean stays from step to step, for Adam and AdamW"),
    group="Training",
    own_link_name="beta2",
    restarts=False,
    default=0.999,
    low=0,
    high=0.99999,
    steps=(0, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999),
)
RHO = Number(
    name="rho",
    label=N_("Rho"),
    help=N_("how much of the squared gradient's mean stays from step to step, for RMSProp"),
    group="Training",
    own_link_name="rho",
    restarts=False,
    default=0.9,
    low=0,
    high=0.9999,
    steps=(0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999),
)
EPSILON = Number(
    name="epsilon",
    label=N_("Epsilon"),
    help=N_("added to the divisor, so that it is never 0, for RMSProp, Adam and AdamW"),
    group="Training",
    own_link_name="epsilon",
    restarts=False,
    default=1e-8,
    low=1e-12,
    high=1,
    steps=(1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 0.01, 1),
)
WEIGHT_DECAY = Number(
    name="weight_decay",
    label=N_("Weight decay"),
    help=N_("how much every weight shrinks, times the learning rate, for AdamW"),
    group="Training",
    own_link_name="weightDecay",
    restarts=False,
    default=0.01,
    low=0,
    high=10,
    steps=(0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
SCHEDULE = Choice(
    name="schedule",
    label=N_("Schedule"),
    help=N_("how the learning rate changes from epoch to epoch"),
    group="Training",
    own_link_name="schedule",
    restarts=False,
    default="constant",
    options=Labels(SCHEDULES),
)
SCHEDULE_EPOCHS = Number(
    name="schedule_epochs",
    label=N_("Schedule's epochs"),
    help=N_("epochs from step to step, of the cosine, or of the warm-up"),
    group="Training",
    own_link_name="scheduleEpochs",
    restarts=False,
    default=100,
    low=1,
    high=1_000_000,
    steps=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000),
    whole=True,
)
SCHEDULE_FACTOR = Number(
    name="schedule_factor",
    label=N_("Schedule's factor"),
    help=N_("what the schedule Step multiplies the learning rate with"),
    group="Training",
    own_link_name="scheduleFactor",
    restarts=False,
    default=0.5,
    low=0,
    high=1,
    steps=(0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1),
)
SHUFFLE = Flag(
    name="shuffle",
    label=N_("Shuffle each epoch"),
    help=N_("puts the training points in a new order for every epoch; playground.tensorflow.org never does"),
    group="Training",
    own_link_name="shuffle",
)
INITIALIZATION = Choice(
    name="initialization",
    label=N_("Initialization"),
    help=N_("how large the first weights are: up to 0.5 as on the web page, by Xavier, by He, or 0"),
    group="Network",
    own_link_name="initialization",
    default="web",
    options=Labels(INITIALIZATIONS),
)
ZERO = "zero"
"""The initialization that a flag of its own stands for, too."""
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
    own_link_name="weightsDraw",
    default=0,
    low=0,
    high=9999,
    steps=tuple(range(10_000)),
    whole=True,
)
ZERO_INITIALIZATION = Flag(
    name="zero_initialization",
    label=N_("Zero initialization"),
    help=N_("all weights and biases start at 0: another name for the initialization zero"),
    group="Network",
    link_name="initZero",
)
DISCRETIZE = Flag(
    name="discretize",
    label=N_("Discretize output"),
    help=N_("show only the class of each place, without shades"),
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
        CLASSES,
        LOSS,
        OPTIMIZER,
        MOMENTUM,
        BETA1,
        BETA2,
        RHO,
        EPSILON,
        WEIGHT_DECAY,
        SCHEDULE,
        SCHEDULE_EPOCHS,
        SCHEDULE_FACTOR,
        LAYER_ACTIVATIONS,
        INITIALIZATION,
        DROPOUT,
        SHUFFLE,
    )
}
"""Every setting, by the name of its field; those of the web page first."""

DATASET_SETTINGS: dict[str, Choice] = {"classification": DATASET, "regression": REGRESSION_DATASET}
"""The setting that names the data set, by problem: the two problems remember one each."""
