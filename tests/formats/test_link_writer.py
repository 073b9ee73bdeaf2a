"""Links that are written: the page reads in them what we meant, and what came with a link goes back into it."""

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.features import FEATURES
from nntui.experiment.experiment import ACTIVATION, SETTINGS, Experiment
from nntui.experiment.setting import Choice, Flag, Number
from nntui.formats.link_reader import read_link
from nntui.formats.link_writer import write_link
from nntui.session.link_extras import LinkExtras
from tests.data import read_json, read_links
from tests.each import each

LINKS = read_links()
TRAJECTORIES = read_json("trajectories.json")

OURS = {setting.link_name for setting in SETTINGS.values()} | {feature.link_name for feature in FEATURES.values()}


def state_of(link: str) -> dict[str, str]:
    """What the page reads: keys and values behind the first mark, by its own rules."""
    address, _, state = link.partition("#")
    assert address == "https://playground.tensorflow.org/"
    pairs = [part.split("=") for part in state.split("&")]
    assert all(len(pair) == 2 for pair in pairs)
    assert len({key for key, _ in pairs}) == len(pairs)
    return {key: text if key == "seed" else unquote(text) for key, text in pairs}


def as_the_page_writes(text: str) -> Any:
    """A value of a found link, whatever way it is written."""
    try:
        return float(text)
    except ValueError:
        return text


# Links as they were found


@each("index", range(len(LINKS)))
def test_a_found_link_comes_back(index):
    reading = read_link(LINKS[index])
    again = read_link(write_link(reading.experiment, reading.link_extras).link)
    assert again.experiment == reading.experiment
    given = dict(reading.link_extras.pairs)
    assert {key: text for key, text in again.link_extras.pairs if key in given} == given
    assert again.link_extras.hidden == reading.link_extras.hidden


@each("index", [i for i, link in enumerate(LINKS) if "&amp;" not in link and "\\" not in link])
def test_every_key_of_a_whole_found_link_is_written_as_it_was(index):
    state = LINKS[index].partition("#")[2].rstrip(";/)\"'”")
    found = dict(part.split("=") for part in state.split("&") if part.count("=") == 1)
    written = state_of(write_link(*_read(LINKS[index])).link)
    for key, text in found.items():
        is_hidden = found.get(f"{key}_hide") == "true"
        if text in ("", "NaN") or "%C2%AE" in text or "®" in text or (key in OURS and is_hidden and key[0] in "xys"):
            continue
        if key == "noise" and float(text) > 80:
            text = "50"
        if key in ("sinY", "initZero") and text not in ("true", "false"):
            continue  # cut off
        assert as_the_page_writes(written[key]) == as_the_page_writes(text), key


def _read(link: str) -> tuple[Experiment, LinkExtras]:
    reading = read_link(link)
    return reading.experiment, reading.link_extras


@each("index", range(len(TRAJECTORIES)))
def test_a_recorded_link_has_the_same_values(index):
    link = TRAJECTORIES[index]["link"]
    experiment, link_extras = _read(link)
    written = state_of(write_link(experiment, link_extras).link)
    for part in link.partition("#")[2].split("&"):
        key, _, text = part.partition("=")
        if (key, text) != ("regularization", "none"):
            assert as_the_page_writes(written[key]) == as_the_page_writes(text)


# The form


def test_the_whole_form_is_that_of_the_page():
    experiment = Experiment(seed="0.59704", regularization="L2", regularization_rate=0.001, hidden_layers=(8, 2))
    assert write_link(experiment).link == (
        "https://playground.tensorflow.org/#activation=tanh&regularization=L2&batchSize=10&dataset=circle"
        "&regDataset=reg-plane&learningRate=0.03&regularizationRate=0.001&noise=0&networkShape=8,2&seed=0.59704"
        "&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false"
        "&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification"
        "&initZero=false&hideText=false"
    )


def test_no_regularization_and_no_hidden_layer_are_written_as_the_page_does():
    state = state_of(write_link(Experiment(hidden_layers=())).link)
    assert "regularization" not in state
    assert state["networkShape"] == ""


def test_a_small_learning_rate_is_written_without_an_exponent():
    assert state_of(write_link(Experiment(learning_rate=0.00001)).link)["learningRate"] == "0.00001"


# What came with a link


def test_what_a_course_put_into_a_link_goes_back_into_it():
    link = "#dataset=xor&seed=1&tutorial=dp-first&goalTestLossMinThresholdFirst=0.25&noise_hide=true&x_hide=false"
    experiment, link_extras = _read(link)
    state = state_of(write_link(experiment.changed(noise=20), link_extras).link)
    assert state["tutorial"] == "dp-first"
    assert state["goalTestLossMinThresholdFirst"] == "0.25"
    assert state["noise_hide"] == "true"
    assert state["x_hide"] == "false"
    assert state["noise"] == "20"


def test_what_is_shown_again_is_still_hidden_for_whoever_gets_the_link():
    experiment, link_extras = _read("#noise_hide=true")
    assert not link_extras.revealed(True).hidden
    assert state_of(write_link(experiment, link_extras.revealed(True)).link)["noise_hide"] == "true"


def test_a_hidden_feature_that_was_switched_on_is_not_hidden_any_more():
    experiment, link_extras = _read("#xSquared_hide=true&ySquared_hide=true")
    state = state_of(write_link(experiment.changed(features=("x", "x-squared")), link_extras).link)
    assert state["xSquared"] == "true"
    assert "xSquared_hide" not in state
    assert state["ySquared_hide"] == "true"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\\®"), min_size=1, max_size=20))
def test_any_value_of_a_foreign_key_comes_back(text):
    link_extras = LinkExtras((("course", text),))
    link = write_link(Experiment(seed="1"), link_extras).link
    assert state_of(link)["course"] == text
    assert link.isascii()


# What a link cannot say


def test_the_usual_state_is_told_whole():
    assert write_link(Experiment(seed="0.5")).notes == ()


@pytest.mark.parametrize(
    ("changes", "is_edited", "word"),
    [
        ({"dataset": "own"}, False, "own points"),
        ({"problem": "regression", "regression_dataset": "own"}, True, "own points"),
        ({"dataset": "moons"}, False, "data set Moons"),
        ({"problem": "regression", "regression_dataset": "reg-saddle"}, True, "data set Saddle"),
        ({"optimizer": "adam", "beta1": 0.5}, False, "does not have: Optimizer Adam"),
        ({"dropout": (0.2, 0.1), "shuffle": True}, False, "does not have: Dropout, Shuffle each epoch"),
        ({"features": ("x", "cos-x", "x1*x2^2")}, False, "does not have: cos X₁, x1·x2²"),
        ({"activation": "gelu", "layer_activations": ("relu",)}, False, "Activation GELU, Activation by layer"),
        ({"schedule": "cosine", "initialization": "he"}, False, "does not have: Schedule Cosine, Initialization He"),
        ({"loss": "cross-entropy"}, False, "does not have: Loss Cross-entropy"),
        ({}, True, "set by hand"),
        ({"weights_draw": 1}, False, "once"),
        ({"weights_draw": 3}, False, "3 times"),
        ({"noise": 90}, False, "noise"),
        ({"seed": "a b"}, False, "seed"),
        ({"seed": "a&b"}, False, "seed"),
        ({"seed": "ä"}, False, "seed"),
    ],
)
def test_what_a_link_cannot_say_is_told(changes, is_edited, word):
    writing = write_link(Experiment(**{"seed": "1"} | changes), is_edited=is_edited)
    [note] = writing.notes
    assert word in note
    assert state_of(writing.link)["dataset"] == "circle"
    assert state_of(writing.link)["regDataset"] == "reg-plane"


@pytest.mark.parametrize(
    "changes",
    [
        {"momentum": 0.5, "beta1": 0.5, "schedule_factor": 0.1, "rho": 0.3, "epsilon": 1e-6, "weight_decay": 1},
        {"classes": 5},
        {"problem": "regression", "loss": "cross-entropy"},
        {"zero_initialization": True},
    ],
)
def test_nothing_is_told_of_settings_that_come_to_nothing(changes):
    assert write_link(Experiment(seed="1", **changes)).notes == ()


# What the page does not have


def test_what_the_page_does_not_have_stands_in_keys_that_it_ignores():
    experiment = Experiment(
        seed="1",
        dataset="blobs",
        classes=4,
        features=("x", "cos-x", "sin(x1*x2)"),
        activation="leaky-relu",
        layer_activations=("", "relu"),
        optimizer="adam",
        beta2=0.99,
        epsilon=1e-7,
        schedule="step",
        schedule_epochs=20,
        schedule_factor=0.1,
        loss="cross-entropy",
        initialization="he",
        dropout=(0.2, 0),
        shuffle=True,
        weights_draw=2,
    )
    link = write_link(experiment).link
    state = state_of(link)
    page = state_of(write_link(Experiment(seed="1", features=("x",))).link)
    assert {key: state[key] for key in page} == page, "the page opens what it has, and its own data set and activation"
    assert {key: text for key, text in state.items() if key not in page} == {
        "nntuiDataset": "blobs",
        "classes": "4",
        "features": "cos-x,sin(x1*x2)",
        "nntuiActivation": "leaky-relu",
        "layerActivations": ",relu",
        "optimizer": "adam",
        "beta2": "0.99",
        "epsilon": "0.0000001",
        "schedule": "step",
        "scheduleEpochs": "20",
        "scheduleFactor": "0.1",
        "loss": "cross-entropy",
        "initialization": "he",
        "dropout": "0.2,0",
        "shuffle": "true",
        "weightsDraw": "2",
    }
    assert list(state)[: len(page)] == list(page)
    assert "(" not in link, "a mail would cut it off there"
    reading = read_link(link)
    assert (reading.experiment, reading.notes) == (experiment, ())
    assert reading.link_extras == read_link(write_link(Experiment()).link).link_extras


def test_of_zeros_the_key_of_the_page_speaks_alone():
    state = state_of(write_link(Experiment(seed="1", initialization="zero")).link)
    assert state["initZero"] == "true"
    assert "initialization" not in state


def test_what_came_with_a_link_before_a_key_had_a_meaning_does_not_stand_there_twice():
    link = write_link(Experiment(seed="1", optimizer="adam"), LinkExtras((("optimizer", "sgd"),))).link
    assert state_of(link)["optimizer"] == "adam"


# Any experiment


def values_of(name: str) -> st.SearchStrategy:
    setting = SETTINGS[name]
    if isinstance(setting, Choice):
        return st.sampled_from([option for option in setting.options if option not in ("own", "zero")])
    if isinstance(setting, Flag):
        return st.booleans()
    if isinstance(setting, Number):
        if name in ("noise", "batch_size"):
            return st.just(1) if setting.whole else st.floats(setting.low, 80)
        low, high = setting.low, setting.high
        return st.integers(int(low), int(high)) if setting.whole else st.floats(low, high)
    formulas = st.sampled_from(["x1*x2^2", "sin(x1*x2)", "cos(x1)-x2/3", "exp(-(x1^2+x2^2)/9)"])
    return {
        "features": st.builds(
            lambda names, formula: (*names, *formula),
            st.sets(st.sampled_from(list(FEATURES))),
            st.sets(formulas, max_size=1),
        ),
        "layer_activations": st.lists(st.sampled_from(["", *ACTIVATION.options]), max_size=10),
        "dropout": st.lists(st.floats(0, 0.9), max_size=10),
        "hidden_layers": st.lists(st.integers(1, 32), max_size=10),
        "seed": st.from_regex(r"[0-9A-Za-z.,/()';:!?@$*+~_|-]{1,30}", fullmatch=True),
    }[name]


@given(st.fixed_dictionaries({name: values_of(name) for name in SETTINGS if name != "zero_initialization"}))
def test_any_experiment_comes_back(values):
    experiment = Experiment(**values)
    reading = read_link(write_link(experiment).link)
    assert reading.experiment == experiment
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("key", "text"),
    [("[/]", "%"), ("k", "x)"), ("k", "'a.'"), ("k%", "a=b&c#d"), ("k", "\x1b[31m\u202e"), ("k", 'a"')],
)
def test_what_is_kept_comes_back_to_the_letter_whatever_it_is(key, text):
    extras = LinkExtras(((key, text),))
    link = write_link(Experiment(seed="1"), extras).link
    assert link.isascii()
    assert link.isprintable()
    assert (key, text) in read_link(link).link_extras.pairs


def test_what_is_no_text_in_a_link_does_not_stop_it():
    reading = read_link("#seed=1&\ud800=\udcff&noise=5")
    assert reading.experiment.noise == 5
    assert write_link(reading.experiment, reading.link_extras).link.isascii()
