"""Links of the web page: what each key means, and what was meant where one came to harm."""

import math
import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nntui.engine.features import WEB_FEATURES
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import Choice, Flag, Number
from nntui.formats.link_reader import LinkReading, looks_like_link, read_link
from nntui.training.trainer import DivergedError, Trainer
from tests.data import read_json, read_links
from tests.each import each

PAGE = "https://playground.tensorflow.org/"
LINKS = read_links()
NOT_OF_THE_PAGE = ("own", "moons", "checkerboard", "stripes", "three-arms", "blobs", "reg-ripple", "reg-saddle")

WHOLE = (
    "activation=relu&regularization=L2&batchSize=11&dataset=spiral&regDataset=reg-gauss&learningRate=0.1"
    "&regularizationRate=0.01&noise=5&networkShape=7,3&seed=0.97185&showTestData=true&discretize=true"
    "&percTrainData=70&x=false&y=true&xTimesY=true&xSquared=true&ySquared=false&cosX=false&sinX=true&cosY=false"
    "&sinY=false&collectStats=false&problem=regression&initZero=true&hideText=false"
)
"""A state as the page writes it, with nothing at its default but what it never changes."""

MEANT = Experiment(
    problem="regression",
    dataset="spiral",
    regression_dataset="reg-gauss",
    noise=5,
    train_share=70,
    batch_size=11,
    features=("y", "x-squared", "x-times-y", "sin-x"),
    hidden_layers=(7, 3),
    activation="relu",
    learning_rate=0.1,
    regularization="L2",
    regularization_rate=0.01,
    seed="0.97185",
    zero_initialization=True,
    discretize=True,
    show_test_data=True,
)


def read(state: str) -> LinkReading:
    return read_link(f"{PAGE}#{state}")


def same_but_for_the_seed(one: Experiment, other: Experiment) -> bool:
    return one.changed(seed="-") == other.changed(seed="-")


def meant(experiment: Experiment) -> Any:
    """Reads as this experiment, without a note; what stands for nothing here may have come along."""

    class Meant:
        def __eq__(self, other: object) -> bool:
            assert isinstance(other, LinkReading)
            assert {key for key, text in other.link_extras.pairs} <= {"cosX", "cosY", "collectStats", "hideText"}
            return (other.experiment, other.notes) == (experiment, ())

    return Meant()


def is_default(experiment: Experiment) -> bool:
    return same_but_for_the_seed(experiment, Experiment())


# The state as the page writes it


def test_a_whole_link():
    assert read(WHOLE) == meant(MEANT)


@pytest.mark.parametrize(
    "link",
    [
        WHOLE,
        "#" + WHOLE,
        "http://playground.tensorflow.org/#" + WHOLE,
        "playground.tensorflow.org/#" + WHOLE,
        "https://neural-network-playground.example.org/#" + WHOLE,
        "https://developers.google.com/machine-learning/crash-course/playground/?utm_source=a&noise=50#" + WHOLE,
    ],
    ids=["the state alone", "with its mark", "http", "no scheme", "another host", "a query before the mark"],
)
def test_the_state_is_what_follows_the_first_mark(link):
    assert read_link(link) == meant(MEANT)


def test_keys_come_in_any_order():
    assert read("&".join(reversed(WHOLE.split("&")))) == meant(MEANT)


def test_a_later_key_wins():
    reading = read("noise=10&seed=1&noise=20&x=false&x=true")
    assert reading == meant(Experiment(noise=20, seed="1"))
    assert read("noise=10&seed=1&noise=").experiment.noise == 0, "a blank one too"


@pytest.mark.parametrize(
    "link", ["", PAGE, PAGE + "#", "playground.tensorflow.org", "#", "http://playground.tensorflow.org"]
)
def test_no_state_is_the_defaults_and_a_fresh_seed(link):
    first, second = read_link(link), read_link(link)
    assert is_default(first.experiment)
    assert first.notes == ()
    assert re.fullmatch(r"[01]\.\d{5}", first.experiment.seed)
    assert first.experiment.seed != second.experiment.seed


def test_the_oldest_form_ends_before_the_later_keys():
    state = WHOLE.partition("&initZero")[0]
    assert read(state) == meant(MEANT.changed(zero_initialization=False))


@each(
    ("state", "field", "value"),
    [
        *((f"activation={name}", "activation", name) for name in ("relu", "tanh", "sigmoid", "linear")),
        *((f"regularization={name}", "regularization", name) for name in ("none", "L1", "L2")),
        *((f"dataset={name}", "dataset", name) for name in ("circle", "xor", "gauss", "spiral")),
        *((f"regDataset={name}", "regression_dataset", name) for name in ("reg-plane", "reg-gauss")),
        *((f"problem={name}", "problem", name) for name in ("classification", "regression")),
        ("batchSize=30", "batch_size", 30),
        ("learningRate=0.00001", "learning_rate", 0.00001),
        ("learningRate=1e-5", "learning_rate", 0.00001),
        ("learningRate=0.15", "learning_rate", 0.15),
        ("learningRate=10", "learning_rate", 10.0),
        ("regularizationRate=10", "regularization_rate", 10.0),
        ("noise=50", "noise", 50.0),
        ("noise=55", "noise", 55.0),
        ("noise=80", "noise", 80.0),
        ("percTrainData=90", "train_share", 90.0),
        ("percTrainData=12.5", "train_share", 12.5),
        ("networkShape=4,2", "hidden_layers", (4, 2)),
        ("networkShape=", "hidden_layers", ()),
        ("networkShape=8", "hidden_layers", (8,)),
        ("networkShape=1,2,3,4,5,6,7,8,8,8", "hidden_layers", (1, 2, 3, 4, 5, 6, 7, 8, 8, 8)),
        ("seed=0.5", "seed", "0.5"),
        ("seed=0.50", "seed", "0.50"),
        ("seed=hello", "seed", "hello"),
        ("showTestData=true", "show_test_data", True),
        ("showTestData=false", "show_test_data", False),
        ("discretize=true", "discretize", True),
        ("initZero=true", "zero_initialization", True),
    ],
)
def test_a_key_and_its_value(state, field, value):
    reading = read(state)
    assert getattr(reading.experiment, field) == value
    assert reading.notes == ()
    assert is_default(reading.experiment.changed(**{field: getattr(Experiment(), field)})), "nothing else is changed"


@pytest.mark.parametrize("feature", WEB_FEATURES.values(), ids=WEB_FEATURES)
@pytest.mark.parametrize("word", ["true", "false"])
def test_a_feature_is_switched(feature, word):
    reading = read(f"{feature.link_name}={word}")
    chosen = {"x", "y"} | {feature.name} if word == "true" else {"x", "y"} - {feature.name}
    assert reading.experiment.features == tuple(name for name in WEB_FEATURES if name in chosen)
    assert reading.notes == ()


def test_no_feature_at_all():
    reading = read("x=false&y=false")
    assert reading.experiment.features == ()
    assert reading.notes == ()


@pytest.mark.parametrize("state", ["cosX=true", "cosY=true", "collectStats=true", "hideText=true"])
def test_what_is_of_the_page_alone_changes_nothing(state):
    reading = read(state)
    assert is_default(reading.experiment)
    assert len(reading.notes) == 1
    assert state.partition("=")[0] in reading.notes[0]


@pytest.mark.parametrize("state", ["cosX=false", "cosY=false", "collectStats=false", "hideText=false"])
def test_what_is_off_on_the_page_is_not_worth_a_word(state):
    assert read(state).notes == ()
    assert is_default(read(state).experiment)


# What is hidden


@pytest.mark.parametrize("feature", WEB_FEATURES.values(), ids=WEB_FEATURES)
def test_a_hidden_feature_is_taken_away(feature):
    reading = read(f"{feature.link_name}=true&{feature.link_name}_hide=true")
    assert feature.name not in reading.experiment.features
    [note] = reading.notes
    assert feature.label in note


def test_a_default_feature_is_taken_away_too():
    assert read("x_hide=true").experiment.features == ("y",)


@pytest.mark.parametrize("word", ["false", "1", "True", "yes"])
def test_only_the_text_true_hides(word):
    reading = read(f"x_hide={word}&noise_hide={word}")
    assert is_default(reading.experiment)
    assert reading.notes == ()


def test_a_hidden_control_is_said():
    reading = read("learningRate_hide=true&playButton_hide=true&noise_hide=false")
    assert is_default(reading.experiment)
    assert reading.notes == ("hidden, as the link asks: Play, Learning rate",)
    assert reading.link_extras.hidden == {"playButton", "learningRate"}


def test_what_cannot_be_hidden_is_said():
    for control in ("lossTest", "seed", "wombat"):
        [note] = read(f"{control}_hide=true").notes
        assert note == f"{control}_hide=true: there is no such control to hide"


def test_what_is_of_no_use_here_is_kept():
    reading = read("tutorial=dp-regularization&goalTestLossMinThresholdFirst=0.25&hideText=true&cosX=false")
    [note] = reading.notes
    for key in ("goalTestLossMinThresholdFirst", "hideText"):
        assert key in note
    assert "cosX" not in note
    assert "tutorial" not in note, "it names a lesson, which may begin"
    assert dict(reading.link_extras.pairs)["tutorial"] == "dp-regularization"


# What is not usable: one note for each


@pytest.mark.parametrize(
    ("state", "field", "value"),
    [
        ("noise=81", "noise", 50.0),
        ("noise=2000", "noise", 50.0),
        ("noise=-5", "noise", 0.0),
        ("batchSize=0", "batch_size", 1),
        ("batchSize=10.5", "batch_size", 10),
        ("batchSize=251", "batch_size", 250),
        ("batchSize=99999", "batch_size", 250),
        ("percTrainData=0", "train_share", 1.0),
        ("percTrainData=100", "train_share", 99.0),
        ("learningRate=11", "learning_rate", 10.0),
        ("learningRate=-1", "learning_rate", 0.0),
        ("regularizationRate=100", "regularization_rate", 10.0),
        ("networkShape=33", "hidden_layers", (32,)),
        ("networkShape=4,0", "hidden_layers", (4, 1)),
        ("networkShape=1,1,1,1,1,1,1,1,1,1,1,1", "hidden_layers", (1,) * 10),
    ],
)
def test_a_number_out_of_range_is_brought_into_it_and_said(state, field, value):
    reading = read(state)
    assert getattr(reading.experiment, field) == value
    [note] = reading.notes
    assert state in note
    assert "is used" in note


@pytest.mark.parametrize(
    "state",
    [
        "learningRate=NaN",
        "regularizationRate=NaN",
        "noise=much",
        "noise=5%",
        "batchSize=ten",
        "percTrainData=",
        "noise=%20",
        "dataset=",
        "dataset=moons",
        "dataset=reg-plane",
        "regDataset=circle",
        "activation=softmax",
        "regularization=L3",
        "problem=clustering",
        "networkShape=a,b",
        "networkShape=NaN",
        "networkShape=1e999",
        "seed=",
        "seed=" + "x" * 1001,
        "velocity=0.9",
        "Noise=20",
        "noise",
        "goalTestLossMinThresholdFirst=0.4",
    ],
    ids=lambda state: state[:40],
)
def test_what_cannot_be_used_leaves_the_default_and_is_said_once(state):
    reading = read(state)
    assert is_default(reading.experiment)
    [note] = reading.notes
    assert state.partition("=")[0] in note


@pytest.mark.parametrize("text", ["", "%20", "%09"])
def test_a_blank_feature_or_flag_leaves_the_default(text):
    assert is_default(read(f"x={text}&sinX={text}&discretize={text}").experiment)


@pytest.mark.parametrize("text", ["yes", "1", "0", "no", "on"])
def test_a_flag_is_true_for_any_other_text(text):
    reading = read(f"discretize={text}&sinX={text}")
    assert reading.experiment.discretize is True
    assert "sin-x" in reading.experiment.features
    assert len(reading.notes) == 2


def test_each_problem_has_a_note_of_its_own():
    reading = read("noise=-5&learningRate=NaN&dataset=moons&velocity=1&xSquared_hide=true&xSquared=true&seed=1")
    assert reading.experiment == Experiment(seed="1")
    assert len(reading.notes) == 5
    for key in ("noise=-5", "learningRate=NaN", "dataset=moons", "velocity", "X₁²"):
        assert sum(key in note for note in reading.notes) == 1


def test_a_note_of_a_refusal_says_what_is_allowed():
    for name in NOT_OF_THE_PAGE:
        for key, allowed in (("dataset", "one of circle, xor, gauss, spiral"), ("regDataset", "reg-plane, reg-gauss")):
            [note] = read(f"{key}={name}").notes
            assert f"{allowed};" in note, "what the page itself has"
    [note] = read("percTrainData=100").notes
    assert "from 1 to 99" in note
    assert "99 is used" in note


def test_a_batch_larger_than_the_training_set_is_lowered_and_said():
    reading = read("batchSize=30&percTrainData=3&seed=1")
    assert reading.experiment == Experiment(batch_size=15, train_share=3, seed="1")
    [note] = reading.notes
    assert "30" in note
    assert "15 is used" in note


def test_the_default_batch_gives_way_to_a_small_training_set():
    assert read("percTrainData=1&seed=1").experiment == Experiment(batch_size=5, train_share=1, seed="1")


# Harm


def amp(link: str) -> str:
    return link.replace("&", "&amp;")


def swallowed(mark: str):
    return lambda link: link.replace("&reg", mark)


HARM = {
    "&amp;": amp,
    "&amp; twice": lambda link: amp(amp(link)),
    "Markdown": lambda link: link.replace("&", r"\&").replace("#", r"\#").replace("_", r"\_"),
    "&reg as ®": swallowed("®"),
    "&reg as %C2%AE": swallowed("%C2%AE"),
    "&reg as %c2%ae": swallowed("%c2%ae"),
    "&reg as &reg;": swallowed("&reg;"),
    "&amp; but for &reg as ®": lambda link: amp(link.replace("&reg", "®")),
    "a query": lambda link: link.replace("/#", "/?hl=ko#"),
    "an escaped mark": lambda link: link.replace("#", "%23"),
    **{
        f"ends in {end!r}": lambda link, end=end: link + end
        for end in (";", "/", ")", '"', "'", "”", "\n", "\r\n", " ", ");", '">')
    },
    "escaped as a whole": lambda link: PAGE + "#" + quote(link.partition("#")[2], safe=""),
    "commas escaped": lambda link: link.replace(",", "%2C"),
    "= as an entity": lambda link: link.replace("=", "&#61;"),
    "ends in several": lambda link: link + '");\n',
    "ends in &": lambda link: link + "&",
    "a line break inside": lambda link: link.replace("&noise", "\n&noise").replace("percTrain", "perc\r\n  Train"),
    "in quotes": lambda link: f'"{link}"',
    "in curly quotes": lambda link: f"“{link}”",
    "in angle brackets": lambda link: f"<{link}>",
    "in brackets": lambda link: f"({link})",
    "curly quotes around a value": lambda link: link.replace("=relu", "=“relu”").replace("=7,3", "=‘7,3’"),
    "&& and a trailing &": lambda link: link.replace("&noise", "&&noise") + "&",
}


@each("harm", HARM.values(), ids=HARM)
def test_a_harmed_link_is_read_as_it_was_meant(harm):
    link = PAGE + "#" + WHOLE
    assert harm(link) != link
    reading = read_link(harm(link))
    assert reading.experiment == MEANT
    # It may say what it mended, but not that it could not use something.
    assert not [note for note in reading.notes if re.search("ignored|default|not allowed|unknown", note)]


def test_harm_after_which_the_page_wrote_the_link_itself():
    reading = read("dataset=xor&learningRate=NaN&noise=5&seed=1")
    assert reading.experiment == Experiment(dataset="xor", noise=5, seed="1")


@pytest.mark.parametrize(
    ("end", "on"),
    [("t", True), ("tru", True), ("true", True), ("f", False), ("fa", False), ("fals", False), ("false", False)],
)
def test_a_flag_that_was_cut_off(end, on):
    reading = read(f"seed=1&y=true&xSquared={end}")
    assert reading.experiment == Experiment(seed="1", features=("x", "y", "x-squared") if on else ("x", "y"))
    assert len(reading.notes) == (end not in ("true", "false"))


@each("cut", range(0, len(WHOLE), 3))
def test_a_link_that_was_cut_off_anywhere_keeps_what_is_whole(cut):
    whole, _, rest = WHOLE[:cut].rpartition("&")
    reading = read(WHOLE[:cut])
    kept = read(whole).experiment
    last = _field_of(rest.partition("=")[0])
    # The flag for zeros is that initialization.
    lasts = (last, "initialization") if last == "zero_initialization" else (last,)
    for name in SETTINGS:
        if name not in (*lasts, "seed"):
            assert getattr(reading.experiment, name) == getattr(kept, name), name
    assert len(reading.notes) <= 1


def _field_of(key: str) -> str | None:
    if key in {feature.link_name for feature in WEB_FEATURES.values()}:
        return "features"
    return next((name for name, setting in SETTINGS.items() if setting.link_name == key), None)


@pytest.mark.parametrize("seed", ["a;b", "(1)", "a/b", "it's", "0.5)"])
def test_a_seed_in_the_middle_of_a_link_is_kept_to_the_letter(seed):
    assert read(f"seed={seed}&noise=5").experiment.seed == seed


# Keys of ours


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        ("optimizer=adam&beta1=0.5", {"optimizer": "adam", "beta1": 0.5}),
        ("nntuiDataset=moons&dataset=spiral", {"dataset": "moons"}),
        ("dataset=spiral&nntuiDataset=xor", {"dataset": "xor"}),
        (
            "problem=regression&nntuiRegDataset=reg-saddle",
            {"problem": "regression", "regression_dataset": "reg-saddle"},
        ),
        ("nntuiActivation=gelu&activation=relu", {"activation": "gelu"}),
        ("features=cos-x", {"features": ("x", "y", "cos-x")}),
        ("features=x1*x2%5E2,cos-y&x=false", {"features": ("y", "cos-y", "x1*x2^2")}),
        ("features=none", {}),
        ("layerActivations=relu,,silu", {"layer_activations": ("relu", "", "silu")}),
        ("dropout=0.5", {"dropout": (0.5,)}),
        ("initialization=zero", {"zero_initialization": True}),
        ("initialization=zero&initZero=true", {"zero_initialization": True}),
        ("initialization=xavier&initZero=false", {"initialization": "xavier"}),
        ("shuffle=true", {"shuffle": True}),
        ("weightsDraw=3", {"weights_draw": 3}),
        ("nntuiDataset=blobs&classes=6", {"dataset": "blobs", "classes": 6}),
        ("features=sin(x1)*x2&noise=5", {"features": ("x", "y", "sin(x1)*x2"), "noise": 5}),
    ],
)
def test_a_key_of_ours_sets_what_the_page_does_not_have(state, changes):
    reading = read(f"seed=1&{state}")
    assert reading.experiment == Experiment(seed="1", **changes)
    assert reading.notes == ()
    assert reading.link_extras.pairs == ()


@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        ("optimizer=adm", {}, "optimizer=adm is not allowed; allowed is one of sgd"),
        ("optimizer=ADAM", {"optimizer": "adam"}, "optimizer=ADAM is read as adam"),
        ("optimizer=", {}, "optimizer: it is blank"),
        ("nntuiDataset=own", {}, "nntuiDataset=own is not allowed"),
        ("momentum=2", {"momentum": 0.999}, "momentum=2 is out of range: allowed is a number from 0 to 0.999; 0.999"),
        ("scheduleEpochs=2.5", {"schedule_epochs": 2}, "scheduleEpochs=2.5 is not a whole number; 2 is used"),
        ("scheduleEpochs=x", {}, "scheduleEpochs=x is not a whole number from 1"),
        ("dropout=0.2,2", {}, "dropout=0.2,2 is not allowed; allowed is a number from 0 to 0.9"),
        ("layerActivations=relu,foo", {}, "layerActivations=relu,foo is not allowed; allowed is up to 10 of relu"),
        ("features=cos-z", {}, "features=cos-z is not allowed; allowed is any of x, y"),
        ("features=x1*", {}, "features=x1* cannot be read: "),
        ("features=x1^5,x2^5", {}, "2 formulas are too many"),
        ("shuffle=yes", {"shuffle": True}, "shuffle=yes is read as true"),
        ("shuffle=maybe", {}, "shuffle=maybe is not allowed; allowed is on or off"),
        ("initialization=he&initZero=true", {"zero_initialization": True}, "initialization=he is ignored"),
        ("optimiser=adam", {}, "optimiser (is optimizer meant?)"),
        ("cosX=true&cosY=true", {}, "of no use here, but kept for when the link is copied: cosX, cosY"),
    ],
)
def test_what_a_key_of_ours_cannot_mean_is_said(state, changes, words):
    reading = read(f"seed=1&{state}")
    assert reading.experiment == Experiment(seed="1", **changes)
    [note] = reading.notes
    assert words in note


def test_a_formula_at_the_end_of_a_sentence_keeps_its_own_parenthesis():
    for end in (")", "),", ").", ")“", "))."):
        reading = read_link(f"({PAGE}#seed=1&features=cos-x,x2*sin(x1{end}")
        assert reading.experiment == Experiment(seed="1", features=("x", "y", "cos-x", "x2*sin(x1)"))


def test_words_of_ours_make_no_link_of_another_page():
    assert not read_link("https://example.org/#classes=3&loss=none").is_of_the_page
    assert read_link("#optimizer=adam").is_of_the_page
    assert read_link("#tutorial=batch").is_of_the_page
    assert not read_link("https://example.org/#tutorial=batch").is_of_the_page
    assert read_link(f"{PAGE}#optimizer=adam").is_of_the_page


# Links as they were found


def meant_by(link: str) -> dict[str, str]:
    """The keys and values of a found link, its known kinds of harm undone."""
    state = link.partition("#")[2]
    for harm, mended in (("\\", ""), ("&amp;", "&"), ("%C2%AE", "&reg"), ("®", "&reg")):
        state = state.replace(harm, mended)
    return dict(part.split("=") for part in state.split("&") if "=" in part)


def as_meant(text: str, name: str) -> Any:
    setting = SETTINGS[name]
    if name == "hidden_layers":
        return tuple(int(part) for part in text.split(",") if part)
    if isinstance(setting, Flag):
        return text != "false"
    if isinstance(setting, Number):
        return 50 if name == "noise" and float(text) > 80 else float(text)
    return text


def test_all_found_links_are_here():
    assert len(LINKS) == 114
    assert all("playground" in link for link in LINKS)


@each("index", range(len(LINKS)))
def test_a_found_link_is_read_as_it_was_meant(index):
    reading = read_link(LINKS[index])
    values = meant_by(LINKS[index])
    for name, setting in SETTINGS.items():
        text = values.get(setting.link_name)
        if text is not None and (text or name == "hidden_layers") and text != "NaN":
            assert getattr(reading.experiment, name) == as_meant(text, name), name
        elif name not in ("seed", "features"):
            assert getattr(reading.experiment, name) == setting.default, name
    on = {f.link_name for f in WEB_FEATURES.values() if values.get(f.link_name, str(f.name in "xy").lower()) != "false"}
    on -= {key.removesuffix("_hide") for key, text in values.items() if key.endswith("_hide") and text == "true"}
    assert {WEB_FEATURES[name].link_name for name in reading.experiment.features} == on


@each("index", range(len(LINKS)))
def test_a_found_link_hides_what_it_asks_to_hide_and_keeps_the_rest(index):
    values = meant_by(LINKS[index])
    reading = read_link(LINKS[index])
    assert reading.link_extras.hidden == {
        key[:-5] for key, text in values.items() if key.endswith("_hide") and text.rstrip("/") == "true"
    }
    ours = {setting.link_name for setting in SETTINGS.values()} | {
        feature.link_name for feature in WEB_FEATURES.values()
    }
    assert dict(reading.link_extras.pairs) == {key: text.rstrip("/") for key, text in values.items() if key not in ours}
    kept = [note for note in reading.notes if "kept for when the link is copied" in note]
    foreign = [key for key in values if key.startswith("goal")]
    for key in foreign:
        assert key in kept[0]
    assert len(set(reading.notes)) == len(reading.notes)


RECORDED = {recording["link"] for recording in read_json("link_losses.json")}
"""Found links whose losses tests/training/test_trajectories.py compares with those of the web page."""


@each("index", [index for index, link in enumerate(LINKS) if link not in RECORDED])
def test_a_found_link_trains(index):
    trainer = Trainer(read_link(LINKS[index]).experiment)
    try:
        trainer.train_epoch()
    except DivergedError:
        assert trainer.experiment.learning_rate >= 1
    else:
        assert math.isfinite(trainer.train_loss)


# Any link


def values_of(name: str) -> st.SearchStrategy:
    setting = SETTINGS[name]
    if setting.name == "activation":
        return st.sampled_from(["relu", "tanh", "sigmoid", "linear"])
    if isinstance(setting, Choice):
        return st.sampled_from([name for name in setting.options if name not in NOT_OF_THE_PAGE])
    if isinstance(setting, Flag):
        return st.booleans()
    if name == "noise":
        return st.floats(0, 80)
    if name == "batch_size":
        return st.integers(1, 400)
    if isinstance(setting, Number):
        return st.floats(setting.low, setting.high)
    return {
        "features": st.sets(st.sampled_from(list(WEB_FEATURES))),
        "hidden_layers": st.lists(st.integers(1, 32), max_size=10),
        "seed": st.from_regex(r"[0-9A-Za-z.]{1,30}", fullmatch=True),
    }[name]


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    of_the_page = [name for name, setting in SETTINGS.items() if setting.link_name or name == "features"]
    values = {name: draw(values_of(name)) for name in of_the_page if name != "batch_size"}
    batch_size = draw(values_of("batch_size"))
    experiment = Experiment(**values, batch_size=1)
    return experiment.changed(batch_size=min(batch_size, experiment.train_size))


def written(experiment: Experiment) -> list[str]:
    """An experiment as the parts of a link."""
    parts = []
    for name, setting in SETTINGS.items():
        value = getattr(experiment, name)
        if name == "hidden_layers":
            parts.append(f"{setting.link_name}={','.join(map(str, value))}")
        elif setting.link_name:
            text = str(value).lower() if isinstance(setting, Flag) else str(value)
            parts.append(f"{setting.link_name}={text}")
    words = {True: "true", False: "false"}
    return parts + [f"{f.link_name}={words[f.name in experiment.features]}" for f in WEB_FEATURES.values()]


@given(experiments(), st.randoms(use_true_random=False))
def test_an_experiment_written_as_a_link_is_read_back(experiment, random):
    parts = written(experiment)
    random.shuffle(parts)
    assert read("&".join(parts)) == meant(experiment)


@given(experiments(), st.sampled_from(list(HARM)))
def test_and_whatever_happens_to_it_on_its_way(experiment, harm):
    assert read_link(HARM[harm](PAGE + "#" + "&".join(written(experiment)))).experiment == experiment


KEYS = [setting.link_name for setting in SETTINGS.values() if setting.link_name] + ["x", "sinY", "x_hide", "cosX"]
PIECES = st.sampled_from(
    ["#", "&", "=", "&amp;", "®", "%C2%AE", "%23", "%", "\\", ";", "NaN", "1e999", "-1", ",", "\n", "“"]
)
WILD = st.characters(exclude_categories=[])


def assert_is_read(link: str) -> None:
    reading = read_link(link)
    assert isinstance(reading.experiment, Experiment)
    for note in reading.notes:
        assert note.strip()
        assert note.isprintable(), "one line, and nothing that a terminal would obey"
    assert reading.notes == read_link(link).notes


@given(st.text(WILD))
def test_any_text_at_all_is_read(text):
    assert_is_read(text)
    assert_is_read("#" + text)


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.text(WILD, max_size=20) | PIECES), max_size=8))
def test_any_values_are_read(pairs):
    assert_is_read("#" + "&".join(f"{key}={text}" for key, text in pairs))


@given(st.lists(st.sampled_from(KEYS) | PIECES | st.text(WILD, max_size=3), max_size=30).map("".join))
def test_any_wreck_of_a_link_is_read(text):
    assert_is_read(text)


# What is a link


@pytest.mark.parametrize(
    "text", [PAGE, PAGE + "#" + WHOLE, "playground.tensorflow.org", "#seed=1", "dataset=xor", " noise=5&x=true", WHOLE]
)
def test_what_looks_like_a_link(text):
    assert looks_like_link(text)


@pytest.mark.parametrize("text", ["", "experiment.toml", "/home/me/run.json", "points.csv", "run", "--noise"])
def test_what_does_not_look_like_a_link(text):
    assert not looks_like_link(text)


@pytest.mark.parametrize("seed", ["0%2E5", "a%20b", "100%25"])
def test_a_seed_is_taken_to_the_letter_as_the_page_takes_it(seed):
    reading = read_link(f"https://playground.tensorflow.org/#seed={seed}&dataset=xor&noise=2%30")
    assert reading.experiment.seed == seed
    assert reading.experiment.noise == 20, "other values are read"


@pytest.mark.parametrize(
    ("state", "is_of_the_page"),
    [("#noise_hide=true&playButton_hide=true", True), ("#sinX_hide=true", True), ("#menu_hide=true", False)],
)
def test_a_link_that_only_hides_controls_is_of_the_page(state, is_of_the_page):
    assert read_link(state).is_of_the_page is is_of_the_page
