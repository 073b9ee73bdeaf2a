"""What a teacher's link hides, named as on the command line or as in links."""

import pytest

from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import Experiment
from nntui.experiment.settings import SETTINGS
from nntui.formats.link_reader import read_link
from nntui.formats.link_writer import write_link
from nntui.session.link_extras import (
    CONTROL_NAMES,
    CONTROLS,
    ControlError,
    LinkExtras,
    about_hidden_features,
    read_controls,
    without_hidden_features,
)

OTHERS = [name for name in CONTROL_NAMES if name != "x-squared"]
"""All but the one feature that is on, which a link cannot hide."""


def hidden_by(text: str, extras: LinkExtras) -> str:
    return write_link(Experiment(seed="1", features=("x-squared",)), extras.hiding(read_controls(text))).link


@pytest.mark.parametrize(
    ("text", "controls"),
    [
        ("noise", ("noise",)),
        ("batch-size, train-share", ("percTrainData", "batchSize")),
        ("batchSize,percTrainData", ("percTrainData", "batchSize")),
        ("play,step,reset,hidden-layers", ("playButton", "stepButton", "resetButton", "numHiddenLayers")),
        ("x-times-y,sinX", ("xTimesY", "sinX")),
        ("batch_size,restart", ("resetButton", "batchSize")),
        ("none", ()),
        ("", ()),
    ],
)
def test_controls_are_named_by_their_options_or_as_in_links(text, controls):
    assert read_controls(text) == controls


def test_everything_that_can_be_hidden_has_a_name_which_is_its_option():
    assert set(CONTROL_NAMES.values()) == CONTROLS.keys() | {feature.link_name for feature in WEB_FEATURES.values()}
    options = {setting.option.removeprefix("--"): setting.link_name for setting in SETTINGS.values()}
    for name, control in CONTROL_NAMES.items():
        assert options.get(name, control) in (control, "networkShape")


@pytest.mark.parametrize("word", ["wombat", "seed", "losses", "Noise"])
def test_another_name_is_refused_with_all_that_are_allowed(word):
    with pytest.raises(ControlError) as caught:
        read_controls(f"noise,{word}")
    sentence = str(caught.value)
    assert sentence.startswith(f"{word} is not allowed; allowed is play, step, reset, problem, ")
    assert set(CONTROL_NAMES) < set(sentence.partition("allowed is ")[2].removeprefix("allowed is ").split(", "))


@pytest.mark.parametrize("text", [*OTHERS, ",".join(OTHERS), "none"])
def test_a_link_that_hides_is_read_as_one_that_hides_the_same(text):
    link = hidden_by(text, LinkExtras())
    assert all(f"&{control}_hide=true" in link for control in read_controls(text))
    assert link.count("_hide=") == len(read_controls(text))
    assert read_link(link).link_extras.hidden == set(read_controls(text))


def test_other_controls_take_the_place_of_those_before_and_what_else_a_link_has_stays():
    extras = LinkExtras((("noise_hide", "true"), ("tutorial", "one"), ("lossTest_hide", "true"), ("x_hide", "false")))
    link = hidden_by("reset", extras)
    assert link.partition("hideText=false&")[2] == "tutorial=one&lossTest_hide=true&resetButton_hide=true"
    assert extras.with_pair("tutorial", "two").pairs[1] == ("tutorial", "two")
    assert LinkExtras().with_pair("tutorial", "two").pairs == (("tutorial", "two"),)


def test_a_feature_that_is_hidden_is_taken_away_as_the_page_does():
    experiment = Experiment(seed="1", features=("x", "y"))
    extras = LinkExtras().hiding(read_controls("x,sin-x"))
    link = write_link(without_hidden_features(experiment, extras), extras).link
    assert read_link(link).experiment.features == ("y",)
    assert read_link(link).link_extras.hidden == {"x", "sinX"}
    assert about_hidden_features(experiment, extras) == ("A feature that is hidden is off: X₁",)
    assert about_hidden_features(experiment, LinkExtras()) == ()
