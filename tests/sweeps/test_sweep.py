"""What a sweep is: its values, its combinations and its starts; and what it refuses."""

import pickle
import time

import pytest

from nntui.errors import NntuiError
from nntui.experiment.experiment import Experiment
from nntui.experiment.layer_settings import LayerChoice, LayerNumbers
from nntui.experiment.setting import Choice, Flag, Layers, MultiChoice, Number
from nntui.experiment.settings import SETTINGS
from nntui.sweeps.axes import NAMES, make_axis, parse_axis
from nntui.sweeps.sweep import Sweep
from tests.sweeps.support import BASE, sweep_of


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("learning-rate=0.003,0.03,0.3", (0.003, 0.03, 0.3)),
        ("learning_rate = 1 , 3", (1.0, 3.0)),
        ("batch-size=1,30", (1, 30)),
        ("hidden-layers=none:2:4,2", ((), (2,), (4, 2))),
        ("dropout=none:0.2:0.2,0", ((), (0.2,), (0.2, 0.0))),
        ("layer-activations=none:relu,tanh", ((), ("relu", "tanh"))),
        ("features=x,y:x,max(x1,x2)", (("x", "y"), ("x", "max(x1,x2)"))),
        ("hidden-layers=3", ((3,),)),
        ("features=x,y:x-squared,y-squared", (("x", "y"), ("x-squared", "y-squared"))),
        ("activation=ReLU,tanh", ("relu", "tanh")),
        ("zero-initialization=on,off", (True, False)),
        ("seed=0.5,a b", ("0.5", "a b")),
        ("noise=10%,20", (10.0, 20.0)),
        ("dataset=xor,reg-plane", ("xor", "reg-plane")),
    ],
)
def test_values_are_read_by_the_parsers_of_the_settings(text, values):
    assert parse_axis(text, BASE).values == values


def test_every_setting_that_changes_what_is_learned_can_be_varied():
    assert set(SETTINGS) - set(NAMES) == {"regression_dataset", "weights_draw", "discretize", "show_test_data"}
    for name in NAMES:
        setting = SETTINGS[name]
        if isinstance(setting, (Choice, MultiChoice)):
            values = [next(iter(setting.options))] if isinstance(setting, Choice) else [("x",), ()]
        elif isinstance(setting, Number):
            values = list(setting.steps[-2:])
        else:
            kinds = {
                Flag: [True, False],
                Layers: [(), (3, 2)],
                LayerChoice: [(), ("relu",)],
                LayerNumbers: [(), (0.2,)],
            }
            values = kinds.get(type(setting), ["1", "2"])
        axis = make_axis(name, values, BASE)
        separator = ":" if isinstance(setting, (Layers, MultiChoice, LayerChoice, LayerNumbers)) else ","
        assert parse_axis(f"{name}={separator.join(map(axis.text, axis.values))}", BASE) == axis


@pytest.mark.parametrize(
    ("vary", "more", "sentence"),
    [
        (["wombat=1"], {}, "wombat is no setting that can be varied; allowed is one of problem, dataset"),
        (["learning-rate"], {}, "give values behind ="),
        (["learning-rate= , "], {}, "there is no value behind =, and so nothing to train"),
        (["hidden-layers=:"], {}, "there is no value behind =, and so nothing to train"),
        (["learning-rate=0.1,11"], {}, "Learning rate: 11 is not allowed; allowed is a number from 0 to 10"),
        (["learning-rate=0.1,0.10"], {}, "the value 0.1 is there twice"),
        (["hidden-layers=1,2,3"], {}, "one network of 3 layers; a colon parts values, as in 1:2:3"),
        (["hidden-layers=1:33"], {}, "33 is not allowed"),
        (["batch-size=10,251"], {}, "251 is not allowed; allowed is a whole number from 1 to 250"),
        (["batch-size=200", "train-share=50,10"], {}, "200 is not allowed; allowed is a whole number from 1 to 50"),
        (["dataset=own,xor"], {}, "own has no points"),
        (["dataset=xor", "problem=regression"], {}, "the data set xor is for classification, not for regression"),
        (["noise=1", "noise=2"], {}, "--vary noise is given twice"),
        (["start=1,2"], {}, "--starts NUMBER trains from several starts"),
        (["show-test-data=on,off"], {}, "show-test-data is no setting that can be varied"),
        ([], {}, "--vary NAME=VALUES is needed"),
        (["noise=1"], {"starts": 10_001}, "10001 is not allowed; allowed is a whole number from 1 to 10000"),
        (["noise=1"], {"goal": "test_los < 1"}, "test_los is no name; allowed is test_loss"),
        (["noise=1"], {"goal": "playing"}, "playing is no name"),
        (["seed=1,2"], {"new_data": True}, "--vary seed and --new-data cannot go together"),
        (["zero-initialization=on,off"], {"starts": 2}, "all starts are the same"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(vary, more, sentence):
    with pytest.raises(NntuiError) as error:
        sweep_of(*vary, **more)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_each_combination_comes_once_and_the_last_axis_goes_round_first():
    sweep = sweep_of("hidden-layers=none:2", "activation=relu,tanh,linear", starts=5)
    combinations = list(sweep.combinations())
    assert combinations == [(layers, name) for layers in ((), (2,)) for name in ("relu", "tanh", "linear")]
    assert (sweep.size, sweep.trainings) == (6, 30)
    experiment = sweep.experiment(((2,), "linear"))
    assert experiment == BASE.changed(hidden_layers=(2,), activation="linear")


def test_a_data_set_brings_its_problem():
    sweep = sweep_of("dataset=xor,reg-plane")
    classification, regression = (sweep.experiment(values) for values in sweep.combinations())
    assert (classification.problem, classification.data.name) == ("classification", "xor")
    assert (regression.problem, regression.data.name) == ("regression", "reg-plane")


def test_the_starts_are_the_next_first_weights_or_other_data():
    weights = sweep_of("noise=0,10", starts=3, base=BASE.changed(weights_draw=4)).starts_of((10.0,))
    assert [(start.seed, start.weights_draw, start.noise) for start in weights] == [
        ("1", 4, 10.0),
        ("1", 5, 10.0),
        ("1", 6, 10.0),
    ]
    data = sweep_of("noise=0,10", starts=3, new_data=True).starts_of((10.0,))
    assert len({start.seed for start in data}) == 3
    assert {start.weights_draw for start in data} == {0}


def test_a_huge_grid_costs_nothing_until_it_is_trained():
    ten = ",".join(map(str, range(10)))
    vary = [f"{name}={ten}" for name in ("noise", "learning-rate", "regularization-rate", "seed")]
    layers = "hidden-layers=" + ":".join(f"{first},{second}" for first in range(1, 32) for second in range(1, 32))
    begun = time.process_time()
    sweep = sweep_of(*vary, layers, "batch-size=1,2,3,4,5,6,7,8,9,10", starts=10_000)
    assert sweep.trainings == 10**5 * 31**2 * 10**4
    first = next(sweep.combinations())
    assert first == (0.0, 0.0, 0.0, "0", (1, 1), 1)
    assert len(list(sweep_of(*vary, layers, sample=50).combinations())) == 50
    assert time.process_time() - begun < 1


def test_a_sample_is_of_the_grid_without_repeats_and_the_same_for_the_same_seed():
    vary = ["noise=0,1,2,3,4,5,6,7,8,9", "learning-rate=0,1,2,3,4,5,6,7,8,9"]
    whole = set(sweep_of(*vary).combinations())
    for number in (1, 30, 70, 99):
        drawn = list(sweep_of(*vary, sample=number).combinations())
        assert len(drawn) == len(set(drawn)) == number
        assert set(drawn) <= whole
        assert drawn == list(sweep_of(*vary, sample=number).combinations())
    other = list(sweep_of(*vary, sample=30, base=BASE.changed(seed="2")).combinations())
    assert other != list(sweep_of(*vary, sample=30).combinations())
    assert list(sweep_of(*vary, sample=1000).combinations()) == list(sweep_of(*vary).combinations())


def test_a_sweep_goes_through_a_pickle_as_to_another_process():
    sweep = sweep_of("hidden-layers=none:2", goal="test-loss < 0.1")
    assert sweep.goal == "test_loss < 0.1"
    arrived = pickle.loads(pickle.dumps(sweep))
    assert arrived.starts_of(((2,),))[0].differences(sweep.starts_of(((2,),))[0]) == {"user_points"}
    assert (arrived.axes, arrived.goal) == (sweep.axes, sweep.goal)


def test_one_share_for_training_more_is_allowed_for_own_points():
    with pytest.raises(NntuiError, match="100 is not allowed"):
        parse_axis("train-share=50,100", Experiment())
    assert Sweep(BASE, (parse_axis("train-share=50,99", BASE),)).size == 2
