"""What `nntui train` prints, from links and options."""

import json
import shlex

import pytest

import nntui
from nntui.engine.datasets import DATASETS
from nntui.experiment.experiment import SETTINGS, Experiment
from nntui.experiment.setting import Flag
from nntui.formats.link_reader import read_link
from nntui.training.predictions import predict
from nntui.training.trainer import DivergedError, Trainer, sample_of
from tests.cli.support import (
    DIVERGING,
    RECORDED,
    RECORDED_LOSSES,
    STATE,
    STATE_OPTIONS,
    WEB,
    assert_one_sentence,
    expected_losses,
    finished,
)


def test_json_is_one_object_a_line_in_full_precision(call):
    output = call("train", *STATE_OPTIONS, "--epochs", "3", "--json")
    assert (output.code, output.err) == (0, "")
    assert output.out == expected_losses(read_link(STATE).experiment, [0, 1, 2, 3])


@pytest.mark.parametrize(
    ("epochs", "every", "printed"),
    [
        (10, 1, list(range(11))),
        (10, 3, [0, 3, 6, 9, 10]),
        (10, 5, [0, 5, 10]),
        (10, 10, [0, 10]),
        (3, 10, [0, 3]),
        (1, 1, [0, 1]),
        (0, 1, [0]),
        (0, 7, [0]),
    ],
)
def test_json_prints_the_first_every_kth_and_the_last_epoch(call, epochs, every, printed):
    output = call("train", *STATE_OPTIONS, "--epochs", str(epochs), "--every", str(every), "--json")
    assert [line["epoch"] for line in output.losses] == printed
    assert output.out == expected_losses(read_link(STATE).experiment, printed)


def test_the_losses_are_those_of_the_web_page():
    output = finished("train", RECORDED, "--epochs", "100", "--json")
    assert (output.code, output.err) == (0, "")
    lines = output.losses
    assert [line["epoch"] for line in lines] == list(range(101))
    for epoch, (train, test) in RECORDED_LOSSES.items():
        assert lines[epoch]["train_loss"] == pytest.approx(train, rel=1e-9, abs=0)
        assert lines[epoch]["test_loss"] == pytest.approx(test, rel=1e-9, abs=0)


def test_without_json_a_sentence_tells_the_losses(call):
    output = call("train", *STATE_OPTIONS, "--epochs", "20")
    trainer = Trainer(read_link(STATE).experiment)
    for _ in range(20):
        trainer.train_epoch()
    assert (output.code, output.err) == (0, "")
    start, line, accuracy = output.out.splitlines()
    shares = predict(trainer.snapshot(), trainer.sample).accuracy
    assert shares is not None
    assert accuracy == f"accuracy: {100 * shares[0]:.1f}% in training, {100 * shares[1]:.1f}% in the test"
    assert start == "seed 0.5, start 1; --seed 0.5 --start 1 repeats it"
    assert "epoch 20" in line
    assert f"training loss {trainer.train_loss:.6g}" in line
    assert f"test loss {trainer.test_loss:.6g}" in line


def test_without_a_seed_each_run_draws_its_own(call):
    first, second = (call("train", "--epochs", "0", "--json").out for _ in range(2))
    assert first != second


@pytest.mark.parametrize("form", [(), ("--every", "2"), ("--words",)], ids=" ".join)
def test_a_run_without_a_seed_is_repeated_from_what_it_prints(call, form):
    first = call("train", "--epochs", "4", *form).out
    options = first.splitlines()[0].partition("; ")[2].removesuffix(" repeats it")
    assert call("train", "--epochs", "4", *form, *shlex.split(options)).out == first
    seed = "a 'b'"
    output = call("train", "--epochs", "1", "--seed", seed, "--start", "3", *form)
    options = shlex.split(output.out.splitlines()[0].partition("; ")[2].removesuffix(" repeats it"))
    assert options == ["--seed", seed, "--start", "3"]


def test_a_run_without_a_seed_is_repeated_from_its_json(call):
    first = call("train", "--epochs", "4", "--json")
    for line in (first.losses[0], first.losses[-1]):
        words = ("--seed", line["seed"], "--weights-draw", str(line["weights_draw"]))
        assert call("train", "--epochs", "4", "--json", *words).out == first.out


@pytest.mark.parametrize(
    "link",
    [
        WEB + "#" + STATE,
        WEB + "#" + STATE.replace("&", "&amp;"),
        WEB + "?hl=de#" + STATE,
        "http://playground.tensorflow.org/#" + STATE,
        "#" + STATE,
        STATE,
        STATE.replace("&", "&amp;"),
        f"'{WEB}#{STATE}'",
        f'"{WEB}#{STATE}"',
        f"“{WEB}#{STATE}”",
        f"<{WEB}#{STATE}>",
        f"  {WEB}#{STATE}\n",
    ],
)
def test_a_link_in_any_dress_is_the_same(call, link):
    output = call("train", link, "--epochs", "2", "--json")
    assert output.code == 0
    # What was mended is told, and nothing else.
    assert output.err.splitlines() == ["nntui: link: &amp; in the link is read as &"] * ("&amp;" in link)
    assert output.out == call("train", *STATE_OPTIONS, "--epochs", "2", "--json").out


@pytest.mark.parametrize("link", [WEB, "playground.tensorflow.org", WEB + "#"])
def test_a_link_that_says_nothing_is_the_default(call, link):
    output = call("train", link, "--seed", "0.5", "--epochs", "2", "--json")
    assert (output.code, output.err) == (0, "")
    assert output.out == expected_losses(Experiment(seed="0.5"), [0, 1, 2])


def test_options_count_more_than_the_link(call):
    output = call("train", "--noise", "0", WEB + "#" + STATE, "--activation", "tanh", "--epochs", "1", "--json")
    experiment = read_link(STATE).experiment.changed(noise=0.0, activation="tanh")
    assert output.out == expected_losses(experiment, [0, 1])


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "own"])
def test_the_data_set_chooses_the_problem(call, name):
    other = "classification" if DATASETS[name].problems[0] == "regression" else "regression"
    output = call("train", f"problem={other}&seed=1", "--dataset", name, "--epochs", "1", "--json")
    field = "dataset" if other == "regression" else "regression_dataset"
    experiment = Experiment(seed="1", problem=DATASETS[name].problems[0], **{field: name})
    assert output.out == expected_losses(experiment, [0, 1])


def test_each_option_sets_its_setting(call):
    experiment = Experiment(
        problem="regression",
        regression_dataset="reg-gauss",
        noise=12.5,
        train_share=70,
        batch_size=9,
        features=("y", "sin-x"),
        hidden_layers=(3, 2),
        activation="sigmoid",
        learning_rate=0.1,
        regularization="L2",
        regularization_rate=0.003,
        seed="a b",
        weights_draw=2,
        optimizer="adamw",
        momentum=0.5,
        beta1=0.8,
        beta2=0.9,
        rho=0.7,
        epsilon=1e-6,
        weight_decay=0.1,
        schedule="step",
        schedule_epochs=2,
        schedule_factor=0.3,
        layer_activations=("relu",),
        dropout=(0.2, 0.1),
        classes=4,
    )
    words = ["--dataset", "reg-gauss", "--shuffle"]
    experiment = experiment.changed(shuffle=True)
    for setting in SETTINGS.values():
        if not isinstance(setting, Flag) and not setting.name.endswith("dataset"):
            words += [setting.option, setting.format(getattr(experiment, setting.name))]
    output = call("train", *words, "--epochs", "3", "--json")
    assert output.code == 0
    assert output.out == expected_losses(experiment, [0, 1, 2, 3])
    zero = call("train", *words, "--zero-initialization", "--epochs", "3", "--json")
    assert zero.out == expected_losses(experiment.changed(zero_initialization=True), [0, 1, 2, 3])
    link = "initZero=true&seed=1"
    not_zero = call("train", link, "--no-zero-initialization", "--discretize", "--show-test-data", "--epochs", "0")
    assert not_zero.code == 0
    assert not_zero.out == call("train", "--seed", "1", "--epochs", "0").out


def test_what_a_link_holds_amiss_is_told_a_line_each_and_the_rest_is_used(call):
    link = WEB + "#seed=0.5&wombat=7&batchSize=0&learningRate=fast&noise_hide=true&dataset=xor&tutorial=dp"
    output = call("train", link, "--epochs", "1", "--json")
    assert output.code == 0
    assert output.out == expected_losses(read_link(link).experiment, [0, 1])
    assert read_link(link).experiment.dataset == "xor"
    lines = output.err.splitlines()
    assert all(line.startswith("nntui: ") for line in lines)
    for key in ("wombat", "batchSize", "learningRate", "Noise"):
        assert len([line for line in lines if key in line]) == 1
    assert len(lines) == 4
    assert "tutorial" not in output.err, "it is known, and begins a lesson in the playground"


def test_a_batch_far_too_large_is_told_once(call):
    output = call("train", WEB + "#seed=0.5&batchSize=2000", "--epochs", "1", "--json")
    assert output.out == expected_losses(Experiment(seed="0.5", batch_size=250), [0, 1])
    assert len(output.err.splitlines()) == 1


def test_notes_stay_lines_whatever_the_link_holds(call):
    output = call("train", WEB + "#seed=1&wom%0Abat=a%0Ab&x%1B[31m=%1B[2J%0A", "--epochs", "0", "--json")
    assert output.code == 0
    assert all(line.startswith("nntui: ") for line in output.err.splitlines())
    assert output.err.replace("\n", "").isprintable()


def test_a_saved_session_is_reported_with_its_settings_and_accuracy_without_training(call, tmp_path):
    path = str(tmp_path / "homework.nntui")
    words = ("--dataset", "xor", "--seed", "7", "--noise", "20", "--start", "3")
    (trained,) = call("train", *words, "--epochs", "40", "--every", "999", "--save", path, "--json").losses[1:]
    (line,) = call("train", path, "--epochs", "0", "--json").losses
    assert line == trained
    assert line["epoch"] == 40
    run = nntui.open(path)
    sample = sample_of(run.experiment)
    right = (run.predict(sample.points) >= 0) == (sample.labels >= 0)
    assert line["train_accuracy"] == right[: sample.train_size].mean()
    assert line["test_accuracy"] == right[sample.train_size :].mean()
    given = {"dataset": "xor", "seed": "7", "noise": 20.0, "weights_draw": 2, "hidden_layers": [4, 2]}
    assert given.items() <= line["settings"].items()
    assert line["settings"].keys() == SETTINGS.keys()
    (line,) = call("train", "--problem", "regression", "--seed", "7", "--epochs", "0", "--json").losses
    assert (line["train_accuracy"], line["test_accuracy"]) == (None, None)


@pytest.mark.parametrize(("start", "draw"), [("1", 0), ("3", 2), ("100", 99)])
def test_a_start_is_counted_as_on_the_screen(call, start, draw):
    words = ("train", "--seed", "7", "--epochs", "0", "--json")
    (line,) = call(*words, "--start", start).losses
    assert line["settings"]["weights_draw"] == draw
    assert call(*words, "--weights-draw", str(draw)).losses == [line]
    assert call(*words, "--weights-draw", str(draw), "--start", start).losses == [line]


@pytest.mark.parametrize("start", ["0", "-1", "10001", "1.5", "third", "", "1_0"])
def test_a_start_that_is_none_is_refused(call, start):
    output = call("train", "--epochs", "0", f"--start={start}")
    assert_one_sentence(output)
    assert output.err.endswith("is not allowed; allowed is a whole number from 1 to 10000\n")


def test_two_starts_are_refused(call):
    output = call("train", "--epochs", "0", "--start", "3", "--weights-draw", "3")
    assert_one_sentence(output)
    assert output.err == "nntui: --start 3 is --weights-draw 2, not 3; give one of them\n"


def test_divergence_ends_with_null_and_code_3(call):
    output = call("train", *DIVERGING, "--epochs", "50", "--json")
    experiment = Experiment(
        seed="1", problem="regression", features=("x-squared", "y-squared"), hidden_layers=(), learning_rate=0.01
    )
    trainer = Trainer(experiment)
    message = None
    while message is None:
        try:
            trainer.train_epoch()
        except DivergedError as error:
            message = str(error)
    last = trainer.epoch
    assert last > 1
    assert output.code == 3
    *before, end = output.out.splitlines(keepends=True)
    assert "".join(before) == expected_losses(experiment, list(range(last + 1)), has_result=False)
    assert end == f'{{"epoch": {last + 1}, "train_loss": null, "test_loss": null}}\n'
    assert output.err == f"nntui: {message}\n"
    assert f"diverged at epoch {last + 1}" in message
    assert "lower the learning rate" in message

    few = call("train", *DIVERGING, "--epochs", "50", "--json", "--every", "1000")
    assert few.code == 3
    assert few.out == expected_losses(experiment, [0], has_result=False) + end

    told = call("train", *DIVERGING, "--epochs", "50")
    assert told.code == 3
    assert told.err == output.err
    assert f"epoch {last}:" in told.out


def test_divergence_prints_no_warning_as_a_command():
    output = finished("train", *DIVERGING, "--epochs", "50", "--json")
    assert output.code == 3
    assert output.losses[-1]["train_loss"] is None
    assert len(output.err.splitlines()) == 1
    assert "NaN" not in output.out
    assert "Infinity" not in output.out


def test_words_are_printed_at_the_end_and_not_among_json(call):
    words = ("train", "--dataset", "circle", "--seed", "0.5", "--epochs", "60")
    output = call(*words, "--words")
    _start, line, progress, boundary, classes, settings = output.out.splitlines()
    assert classes.startswith("Of ")
    assert line.startswith("epoch 60: training loss ")
    assert progress.startswith("Epoch 60. Test loss 0.044, falling; training loss 0.055.")
    assert boundary == "The boundary is a closed ring around (0, 0), 6 wide and 6 high; +1 inside."
    assert settings.startswith("Data: Circle")
    assert call(*words, "--words", "--json").out == call(*words, "--json").out


def test_words_say_that_it_has_diverged(call):
    output = call("train", *DIVERGING, "--epochs", "50", "--words")
    assert output.code == 3
    assert "The answers are beyond all bounds. It has diverged at epoch" in output.out


# Beyond the web page


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (["--dropout", "0.2"], {"dropout": 0.2}),
        (["--dropout", "0.2,0"], {"dropout": (0.2, 0)}),
        (["--layer-activations", "relu,tanh"], {"layer_activations": ("relu", "tanh")}),
        (["--layer-activations", ",ReLU"], {"layer_activations": ("", "relu")}),
        (["--features", "x,y,x1*x2^2"], {"features": ("x", "y", "x1*x2^2")}),
        (["--features", "cos-x, sin(x1 * x2)"], {"features": ("cos-x", "sin(x1*x2)")}),
        (["--initialization", "he"], {"initialization": "he"}),
        (["--initialization", "zero"], {"zero_initialization": True}),
        (["--dataset", "blobs", "--classes", "4"], {"dataset": "blobs", "classes": 4}),
        (["--dataset", "reg-ripple"], {"problem": "regression", "regression_dataset": "reg-ripple"}),
        (["--dataset", "moons", "--loss", "cross-entropy"], {"dataset": "moons", "loss": "cross-entropy"}),
        (["--optimizer", "Adam", "--schedule", "warm-up"], {"optimizer": "adam", "schedule": "warm-up"}),
    ],
    ids=" ".join,
)
def test_what_the_page_does_not_have_is_an_option(call, words, changes):
    output = call("train", "--seed", "1", *words, "--epochs", "3", "--json")
    assert (output.code, output.err) == (0, "")
    assert output.out == expected_losses(Experiment(seed="1", **changes), [0, 1, 2, 3])


@pytest.mark.parametrize(
    ("words", "note"),
    [
        (["--dataset", "reg-plane", "--loss", "cross-entropy"], "--loss cross-entropy is not for regression: squared-"),
        (["--dataset", "three-arms", "--loss", "squared-error"], "--loss squared-error is not for 3 classes: cross-"),
        (["--dropout", "0.5,0.5,0.5"], "--dropout 0.5,0.5,0.5: there are 2 hidden layers, and the rest is not used"),
        (["--layer-activations", "relu,elu,sine"], "--layer-activations relu,elu,sine: there are 2 hidden layers"),
        (["--hidden-layers", "none", "--dropout", "0.5"], "--dropout 0.5 is not used: there is no hidden layer"),
        (["--classes", "4"], "--classes is for the data set Blobs alone, and Circle has its own"),
        (["--momentum", "0.5"], "--momentum is not used by --optimizer sgd, but by momentum, nesterov"),
        (["--optimizer", "adam", "--rho", "0.5"], "--rho is not used by --optimizer adam, but by rmsprop"),
        (
            ["--schedule-epochs", "5"],
            "--schedule-epochs is not used by --schedule constant, but by step, cosine, warm-",
        ),
        (["--schedule", "cosine", "--schedule-factor", "0.1"], "--schedule-factor is not used by --schedule cosine"),
    ],
    ids=str,
)
def test_an_option_that_comes_to_nothing_is_told(call, words, note):
    output = call("train", "--seed", "1", *words, "--epochs", "1", "--json")
    assert output.code == 0
    assert note in output.err
    assert output.err.count("\n") == 1
    last = json.loads(output.out.splitlines()[-1])
    assert last["used_loss"] in ("squared-error", "cross-entropy")
    assert (last["used_loss"] != last["settings"]["loss"]) == ("--loss" in words)


def test_what_a_sweep_varies_may_be_used_yet(call):
    words = ("sweep", "--seed", "1", "--epochs", "1", "--momentum", "0.5", "--classes", "4", "--yes")
    output = call(*words, "--vary", "optimizer=sgd,momentum", "--vary", "dataset=circle,blobs")
    assert output.code == 0
    assert "is not used" not in output.err
    assert "--classes" not in output.err


def test_two_words_for_the_first_weights_that_contradict_each_other_are_refused(call):
    output = call("train", "--zero-initialization", "--initialization", "he", "--epochs", "1")
    assert_one_sentence(output)
    assert "Initialization: he is not allowed; allowed is zero, since zero initialization is on" in output.err
    assert call("train", "initZero=true&seed=1", "--initialization", "he", "--epochs", "0").code == 0
    assert call("train", "seed=1", "--zero-initialization", "--initialization", "zero", "--epochs", "0").code == 0


def test_a_regression_has_no_accuracy(call):
    output = call("train", "--dataset", "reg-plane", "--seed", "1", "--epochs", "1")
    assert "accuracy" not in output.out
    last = json.loads(
        call("train", "--dataset", "reg-plane", "--seed", "1", "--epochs", "1", "--json").out.splitlines()[-1]
    )
    assert (last["train_accuracy"], last["test_accuracy"]) == (None, None)


def test_a_formula_is_a_feature_and_one_that_cannot_be_used_says_why(call):
    done = call("train", "--features", "x,y,x1*x2^2", "--seed", "0.5", "--epochs", "40", "--json")
    first, *_others, last = done.losses
    assert last["settings"]["features"] == ["x", "y", "x1*x2^2"]
    assert last["train_loss"] < first["train_loss"]
    refused = call("train", "--features", "x,log(x1)", "--epochs", "2")
    assert refused.code == 2
    assert "Formula: log(x1) is not a number at x1 = −6" in refused.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--optimizer", "momentum"], "--optimizer"),
        (["--hidden-layers", "3", "--start", "2"], "--hidden-layers, --start"),
        (["--dataset", "xor"], "--dataset"),
        (["--learning-rate", "0.1"], ""),
    ],
    ids=str,
)
def test_a_setting_that_restarts_saved_training_is_named(call, tmp_path, words, named):
    path = str(tmp_path / "work.nntui")
    assert call("train", "--seed", "1", "--epochs", "6", "--save", path).code == 0
    output = call("train", path, *words, "--epochs", "1", "--json")
    note = f"nntui: {named} changes what was trained for 6 epochs: the training begins again at epoch 0\n"
    assert output.err == (note if named else "")
    assert json.loads(output.out.splitlines()[-1])["epoch"] == (1 if named else 7)
