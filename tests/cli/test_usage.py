"""What the command line refuses, and how."""

import pytest

from nntui.engine.datasets import DATASETS
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import Flag
from nntui.storage.preferences import load
from tests import as_nobody
from tests.cli.support import (
    STATE,
    WEB,
    assert_one_sentence,
    expected_losses,
    finished,
)

TRAIN = ["train", "--epochs", "3"]
BAD = {
    "unknown option": [*TRAIN, "--neurons", "3"],
    "unknown short option": [*TRAIN, "-x"],
    "option of train alone": ["--epochs", "3"],
    "abbreviated option": [*TRAIN, "--noi", "3"],
    "no value": [*TRAIN, "--noise"],
    "value for a flag": [*TRAIN, "--discretize=yes"],
    "value for json": [*TRAIN, "--json=yes"],
    "no epochs": ["train"],
    "no epochs with a link": ["train", STATE, "--json"],
    "epochs without a number": ["train", "--epochs"],
    "epochs not a number": ["train", "--epochs", "many"],
    "epochs below 0": ["train", "--epochs", "-1"],
    "epochs not whole": ["train", "--epochs", "1.5"],
    "epochs blank": ["train", "--epochs", ""],
    "every 0": [*TRAIN, "--every", "0"],
    "every not a number": [*TRAIN, "--every", "other"],
    "unknown data set": [*TRAIN, "--dataset", "moon"],
    "data set of the other problem": [*TRAIN, "--dataset", "spiral", "--problem", "regression"],
    "data set of the other problem, regression": [*TRAIN, "--problem", "classification", "--dataset", "reg-gauss"],
    "batch over the training set": [*TRAIN, "--batch-size", "251"],
    "batch over the smaller training set": [*TRAIN, "--batch-size", "51", "--train-share", "10"],
    "too many layers": [*TRAIN, "--hidden-layers", ",".join("1" * 11)],
    "too many neurons": [*TRAIN, "--hidden-layers", "4,33"],
    "no neuron": [*TRAIN, "--hidden-layers", "4,0"],
    "not a number": [*TRAIN, "--noise", "nan"],
    "infinite": [*TRAIN, "--learning-rate", "inf"],
    "below the range": [*TRAIN, "--noise", "-5"],
    "not whole": [*TRAIN, "--batch-size", "2.5"],
    "unknown feature": [*TRAIN, "--features", "x,z"],
    "blank seed": [*TRAIN, "--seed", ""],
    "seed too long": [*TRAIN, "--seed", "1" * 1001],
    "seed of two lines": [*TRAIN, "--seed", "1\n2"],
    "unknown word": ["trane", "--noise", "3"],
    "unknown word after train": [*TRAIN, "faster"],
    "two links": [*TRAIN, STATE, STATE],
    "train in the middle": ["--noise", "3", *TRAIN],
    "a word of two lines": ["two\nlines"],
    "a value for nothing": ["train", "--epochs=--"],
    "dashes for a file": [*TRAIN, "--data=--"],
    "dashes for a target": [*TRAIN, "--save=--"],
    "a home of nobody": [*TRAIN, "~nosuchuser"],
    "saved work of nobody": [*TRAIN, "~nosuchuser/x.nntui"],
    "a target of nobody": [*TRAIN, "--save=~nosuchuser/x.py"],
    "data of nobody": [*TRAIN, "--data=~nosuchuser/x.csv"],
    "blank data": [*TRAIN, "--data="],
    "a blank target": [*TRAIN, "--save", " "],
    "a blank kind": [*TRAIN, "--save", "x.py", "--as="],
    "a number of two parts": [*TRAIN, "--noise", "1_0"],
    "a whole number of two parts": ["train", "--epochs", "1_0"],
    "layers of two parts": [*TRAIN, "--hidden-layers", "1_0"],
    "digits of another script": [*TRAIN, "--batch-size", "５"],
    "a NUL": [*TRAIN, "a\0b"],
    "a NUL in a target": [*TRAIN, "--save", "a\0b.py"],
    "sixty words": [*TRAIN, " ".join(["word"] * 60)],
    "a path too long": [*TRAIN, "a/" * 3000 + "x.csv"],
    "a target too long": [*TRAIN, "--save", "a/" * 3000 + "x.py"],
    "a missing file": [*TRAIN, "none.csv"],
    "a device": [*TRAIN, "/dev/zero"],
    "an unknown shell": ["completion", "tcsh"],
    "no shell": ["completion"],
    "help of nothing": ["help", "wombat"],
    "info of something": ["--info", "wombat"],
    "no terminal": [],
    "no terminal, a link": [WEB + "#" + STATE],
    "no terminal, options": ["--dataset", "spiral"],
}


@pytest.mark.parametrize("words", BAD.values(), ids=BAD.keys())
def test_bad_usage_is_told_in_one_sentence(call, words):
    assert_one_sentence(call(*words))


def test_an_unknown_option_of_two_lines_is_told_in_one(call):
    assert_one_sentence(call(*TRAIN, "--two\nlines"))


@pytest.mark.parametrize(
    "setting",
    [
        setting
        for setting in SETTINGS.values()
        if not isinstance(setting, Flag) and setting.name != "regression_dataset"
    ],
    ids=lambda setting: setting.name,
)
def test_a_value_that_is_not_allowed_is_named_with_what_is(call, setting):
    value = "1" * 2000 if setting.name == "seed" else "no-such-value"
    output = call(*TRAIN, setting.option, value)
    assert_one_sentence(output)
    assert setting.label in output.err
    assert value[:50] in output.err
    allowed = ", ".join(DATASETS) if setting.name == "dataset" else setting.allowed
    assert allowed in output.err
    assert len(output.err) < 300


def test_bad_usage_of_the_command_itself():
    output = finished("train", "--epochs", "3", "--noise", "101")
    assert_one_sentence(output)
    assert output.err == "nntui: Noise: 101 is not allowed; allowed is a number from 0 to 100\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["trian"], "trian is no command; the nearest is train"),
        (["hlep"], "hlep is no command; the nearest is help"),
        (["help", "trian"], "trian is no command; the nearest is train"),
        ([*TRAIN, "--learning-rat", "3"], "--learning-rat is no option; the nearest is --learning-rate"),
        ([*TRAIN, "--learning-rat=3"], "--learning-rat is no option; the nearest is --learning-rate"),
        ([*TRAIN, "--wombat"], "--wombat is no option; nntui help train lists them"),
        (["--epochs", "3"], "--epochs is no option of nntui play, but of nntui train"),
        ([*TRAIN, "--noise"], "--noise needs a value"),
        ([*TRAIN, "--json=yes"], "--json takes no value"),
        (["--noise", "3", "train", "train"], "train is a command; it comes first, as in: nntui train …"),
        (["train"], "--epochs NUMBER is needed: for how many epochs to train"),
        ([*TRAIN, "wombat"], "wombat is neither a link nor a file"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_the_sentence_says_what_to_do(call, words, sentence):
    output = call(*words)
    assert_one_sentence(output)
    assert output.err == f"nntui: {sentence}\n"


def test_a_value_of_two_dashes_is_a_value(call):
    output = call("train", "--seed=--", "--epochs", "0", "--json")
    assert output.out == expected_losses(Experiment(seed="--"), [0])


STEERING = "\x1b]0;PWNED\x07\x9b31m\u202e\u200b\n"


@pytest.mark.parametrize(
    "words",
    [
        [*TRAIN, STEERING + "a.nntui"],
        [*TRAIN, STEERING + "a.csv"],
        [*TRAIN, STEERING],
        [STEERING],
        [*TRAIN, "--save", STEERING + "a.py"],
        [*TRAIN, "--save", STEERING + "/a.py"],
        [*TRAIN, "--data", STEERING],
        [*TRAIN, "--" + STEERING],
        [*TRAIN, "--noise", STEERING],
        ["help", STEERING],
        ["completion", STEERING],
        ["train", "--epochs", STEERING],
    ],
    ids=range(12),
)
def test_no_word_steers_the_terminal_or_fills_it(call, words):
    output = call(*words)
    assert_one_sentence(output)
    assert output.err.removesuffix("\n").isprintable()
    long = call(*(word.replace(STEERING, "x" * 100_000) for word in words))
    assert_one_sentence(long)
    assert len(long.err) < 400


def test_a_file_of_saved_work_with_such_a_name_does_not_steer_it_either(call, tmp_path):
    path = tmp_path / ("\x1b[31m\u202e" + ".nntui")
    path.write_text("{}")
    output = call(*TRAIN, str(path))
    assert_one_sentence(output)
    assert output.err.removesuffix("\n").isprintable()


def test_folders_with_such_names_do_not_steer_it(call, monkeypatch, tmp_path):
    home = tmp_path / "a\x1b]0;x\x07\u202e" / ("b" * 200) / ("c" * 200)
    (home / "nntui").mkdir(parents=True)
    (home / "nntui" / "preferences.toml").write_text("fps = 'x'\n[keys\n")
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    for words in (["--info"], ["--resume"], ["lessons", "--lessons", str(home)], ["lessons", "--check", str(home)]):
        done = call(*words)
        assert all(line.isprintable() for line in (done.out + done.err).split("\n"))
        assert max(map(len, done.err.split("\n"))) < 700
    refused = load(home / "nntui" / "preferences.toml", {})[1]
    assert all(map(str.isprintable, refused))
    assert max(map(len, refused)) < 700


def test_what_cannot_be_read_is_named_with_its_own_reason(call, tmp_path):
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "a.csv").write_text("1,2,a\n")
    (tmp_path / "shut").chmod(0)
    tmp_path.chmod(0o755)
    words = {
        f"{tmp_path}/shut/a.csv": "nntui: a.csv cannot be read: Permission denied\n",
        "word " * 60: "is neither a link nor a file\n",
        f"{'a/' * 3000}x.csv": "nntui: x.csv cannot be read: File name too long\n",
        f"{'x' * 5000}.nntui": "cannot be read: File name too long\n",
    }
    for word in words:  # what reads is loaded by one who may
        call("train", word, "--epochs", "0")
    for word, said in words.items():
        with as_nobody():
            done = call("train", word, "--epochs", "0")
        assert_one_sentence(done)
        assert done.err.endswith(said)
        assert len(done.err) < 300


def test_a_number_of_python_is_none_in_a_link(call):
    done = call("train", "noise=1_0&batchSize=1_0", "--epochs", "0")
    assert done.code == 0
    for key in ("noise", "batchSize"):
        assert f"nntui: link: {key}=1_0 is not a" in done.err
